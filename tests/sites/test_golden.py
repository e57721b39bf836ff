"""Golden sites: a tree in, a tree out. `pytest --accept` rewrites the expected trees; read the difference."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import sites

GOLDEN = Path(__file__).parent / "golden"
EDITORS = frozenset({"editors", "pentru-redactori", "dla-redaktorow"})
STATIC = Path(__file__).parents[2] / "templates" / "static"


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_golden(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    root = tmp_path / name
    shutil.copytree(GOLDEN / name, root, ignore=shutil.ignore_patterns("expected"))
    report = sites.build(root, search="any", preview=True)
    assert sites.codes(report) == []
    expected = GOLDEN / name / "expected"
    if request.config.getoption("--accept"):
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(root / "public", expected, ignore=shutil.ignore_patterns("static", "manifest.json", *EDITORS))
    found = sites.tree(root / "public")
    # Digests say nothing to a reader of the difference, and static files are copied as they are.
    del found["manifest.json"]
    # The editors' pages say what the declarations and the catalogues say; test_editing reads them.
    found = {path: data for path, data in found.items() if EDITORS.isdisjoint(path.split("/"))}
    static = {path: found.pop(path) for path in list(found) if path.startswith("static/")}
    difference = sites.difference(sites.tree(expected), found)
    assert difference == "", difference
    assert static == {f"static/{path}": data for path, data in sites.tree(STATIC).items()}
