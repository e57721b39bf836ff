"""The rooms: imports run one way, each foreign library has one home, files stay readable."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINE = Path(__file__).parent.parent / "sitegen"

LINE = [
    "diagnostics", "model", "yamlplaces", "keys", "text", "routes", "kinds", "links", "markup", "parse", "catalogues",
    "formats", "theme", "config", "views", "pages", "executor", "memory",
    "load", "check", "plan", "render", "write", "pipeline", "messages", "voices", "cli",
]  # fmt: skip
STAGES = {"load", "check", "plan", "render", "write"}
HOMES = {
    "yaml": {"yamlplaces"},
    "markdown": {"markup"},
    "nh3": {"markup"},
    "jinja2": {"theme", "render", "messages"},
    "markupsafe": {"render"},
    "babel": {"catalogues", "formats", "messages"},
    "slugify": {"text"},
    "click": {"cli"},
    "rich": {"cli"},
    "sqlite3": {"memory"},
}


def modules() -> list[Path]:
    return sorted(
        path
        for path in ENGINE.rglob("*.py")
        if path.name not in ("__init__.py", "__main__.py") or path.parent != ENGINE
    )


def room(path: Path) -> str:
    return path.relative_to(ENGINE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Give the dotted names of the modules that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            if node.module == "sitegen":
                yield from (f"sitegen.{alias.name}" for alias in node.names)
            else:
                yield str(node.module)


def test_every_room_has_its_place_in_the_line() -> None:
    assert {room(path) for path in modules()} == set(LINE)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_imports_point_back_only(path: Path) -> None:
    here = LINE.index(room(path))
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "sitegen" or parts[1] in ("__version__", room(path)):
            continue
        assert LINE.index(parts[1]) < here, f"{room(path)} imports {parts[1]}"
        if room(path) in STAGES:
            assert parts[1] not in STAGES, f"the stage {room(path)} imports the stage {parts[1]}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_foreign_libraries_have_one_home(path: Path) -> None:
    for name in imported(path):
        library = name.split(".")[0]
        if (library not in sys.stdlib_module_names and library != "sitegen") or library in HOMES:
            assert room(path) in HOMES[library], f"{library} in {room(path)}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_modules_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, node.name


def test_the_engine_stays_small() -> None:
    assert sum(path.read_text("utf-8").count("\n") for path in modules()) <= 10_000


def test_help_needs_no_library_but_clicks() -> None:
    code = "import sys, sitegen.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not set(loaded) & (set(HOMES) - {"click"})
