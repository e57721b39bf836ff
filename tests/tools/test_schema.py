"""The JSON Schema of each type: the real documents fit it, and what the check refuses as misspelt it refuses too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import programs
import pytest
import sites
import yaml
from jsonschema import Draft202012Validator

from sitegen import cli
from sitegen.disk import load
from sitegen.read import kinds, theme
from sitegen.tools.schema import LEAVES, schema

THEME = theme.read(load.design(programs.ROOT))[0]
FOLDERS = {one.folder: one for one in THEME.types.values()}
CONTENT = sorted((programs.ROOT / "content").rglob("*.*.md"))
BROKEN = programs.ROOT / "tests" / "sites" / "broken"


class _Loader(yaml.SafeLoader):
    """YAML 1.2 as editors' programs read it: a date is a text."""


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda _loader, node: node.value)


def front(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8").split("---\n")[1], _Loader)  # noqa: S506  (a safe loader)


def problems(path: Path, content: Path) -> list[str]:
    declared = FOLDERS[path.relative_to(content).parts[0]]
    validator = Draft202012Validator(schema(declared, THEME.catalogues["ro"]))
    return [problem.message for problem in validator.iter_errors(front(path))]


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.relative_to(programs.ROOT).as_posix())
def test_the_real_documents_fit(path: Path) -> None:
    assert problems(path, programs.ROOT / "content") == []


@pytest.mark.parametrize("name", sorted(THEME.types))
def test_the_schema_is_one_in_each_language(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("ro", "pl", "en"):
        assert cli.main(["schema", name, "--source", str(programs.ROOT), "--ui-language", language]) == cli.FINE
        described = json.loads(capsys.readouterr().out)
        Draft202012Validator.check_schema(described)
        assert described["title"] == THEME.catalogues[language].pgettext("type", THEME.types[name].label[0])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("key-unknown", "Additional properties are not allowed"),
        ("field-missing", "is a required property"),
        ("choice-unknown", "is not one of"),
        ("date-invalid", "does not match"),
        ("list-expected", "is not of type 'array'"),
    ],
)
def test_a_mistake_is_seen(code: str, said: str) -> None:
    (path,) = [
        path for path in (BROKEN / code).rglob("*.*.md") if f"[{code}]" in (BROKEN / code / "expected.txt").read_text()
    ]
    assert re.search(said, " ".join(problems(path, BROKEN / code / "content")))


def test_every_kind_is_described() -> None:
    assert LEAVES.keys() == kinds.LEAVES.keys()


def test_a_type_that_there_is_not_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", "letter", "--source", str(sites.make(tmp_path, {}))]) == cli.MISUSED
    assert "circular" in capsys.readouterr().err
