"""Two builds of the same input give the same bytes, whatever is around them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import programs
import pytest
import sites

AS_OF = "2026-12-01T12:00:00+02:00"


def build(
    site: Path, output: Path, options: Sequence[str], environment: Mapping[str, str], engine: Path = programs.ROOT
) -> dict[str, bytes]:
    """Build a site by the command line, in a process of its own; give what was made."""
    command = [sys.executable, "-m", "sitegen", "build", "--source", str(site), "--output", str(output)]
    around = {**os.environ, "PYTHONPATH": str(engine), **environment}
    made = subprocess.run(
        [*command, "--as-of", AS_OF, "--clean", *options],
        cwd=output.parent,
        env=around,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return sites.tree(output)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _copy(programs.ROOT, tmp_path_factory.mktemp("source"), "content")


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    output = tmp_path_factory.mktemp("expected") / "public"
    return build(source, output, ("--jobs", "1"), {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"})


def _copy(root: Path, target: Path, *folders: str) -> Path:
    for folder in folders:
        shutil.copytree(root / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return target


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        pytest.param((), {"PYTHONHASHSEED": "4242"}, id="hash-seed"),
        pytest.param((), {"TZ": "Pacific/Kiritimati", "LC_ALL": "pl_PL.UTF-8", "LANGUAGE": "pl"}, id="time-zone"),
        pytest.param(("--jobs", "2"), {"PYTHONHASHSEED": "7", "TZ": "America/St_Johns"}, id="two-processes"),
    ],
)
def test_the_bytes_depend_on_the_input_alone(
    source: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
    options: tuple[str, ...],
    environment: dict[str, str],
) -> None:
    site = _copy(source, tmp_path / "site", "content")
    found = build(site, tmp_path / "public", options, environment)
    assert found == expected, sites.difference(expected, found)[:4000]


def test_another_folder_with_another_copy_of_the_engine_gives_the_same_bytes(
    expected: dict[str, bytes], tmp_path: Path
) -> None:
    checkout = _copy(programs.ROOT, tmp_path / "a folder, ăâîșț", "content", "sitegen", "templates", "locales")
    found = build(checkout, checkout / "public", (), {}, checkout)
    assert found == expected, sites.difference(expected, found)[:4000]


def test_a_second_build_over_the_first_changes_nothing(
    source: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    site = _copy(source, tmp_path / "site", "content")
    command = [sys.executable, "-m", "sitegen", "build", "--source", str(site), "--as-of", AS_OF]
    around = {**os.environ, "PYTHONPATH": str(programs.ROOT)}
    for _time in range(2):
        subprocess.run(command, env=around, capture_output=True, check=True, timeout=120)
        found = sites.tree(site / "public")
        assert found == expected, sites.difference(expected, found)[:4000]
