"""Golden sites: a tree in, a tree out. `pytest --accept` rewrites the expected trees; read the difference."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sites

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_golden(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    root = tmp_path / name
    shutil.copytree(GOLDEN / name, root, ignore=shutil.ignore_patterns("expected"))
    report = sites.build(root)
    assert sites.codes(report) == []
    expected = GOLDEN / name / "expected"
    if request.config.getoption("--accept"):
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(root / "public", expected)
    difference = sites.difference(sites.tree(expected), sites.tree(root / "public"))
    assert difference == "", difference
