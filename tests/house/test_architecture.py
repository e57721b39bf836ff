"""The house: ten rooms in order, imports run one way, each foreign library and each effect has one door."""

from __future__ import annotations

import ast
import builtins
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import figures
import pytest
import sites

ENGINE = Path(__file__).parents[2] / "sitegen"

ROOMS = ["model", "language", "disk", "read", "check", "plan", "render", "build", "tools", "cli"]
STAGES = {"disk", "read", "check", "plan", "render"}
TABLES = {"model.diagnostics"}
"""What nobody reads in a sitting."""
HOMES = {
    "yaml": {"read.yaml", "read.yamlnotes"},
    "markdown": {"read.markup"},
    "nh3": {"read.markup"},
    "jinja2": {"read.theme", "render.pages", "tools.messages"},
    "markupsafe": {"render.pages", "render.qr"},
    "segno": {"render.qr"},
    "weasyprint": {"render.pdf"},
    "babel": {"language", "model.catalogue", "tools.messages", "tools.translations"},
    "slugify": {"language.text"},
    "stdnum": {"language.personal"},
    "icalendar": {"render.icalendar"},
    "pdfminer": {"read.attachments.pdf"},
    "pypandoc": {"tools.importing"},
    "click": {"cli"},
    "rich": {"cli"},
    "sqlite3": {"build.memory"},
    "watchdog": {"tools.serve"},
    "distributed": {"build.crew"},
    "pagefind_bin": {"render.pagefind"},
    "cbor2": {"render.pagefind"},
}


def modules() -> list[Path]:
    return sorted(path for path in ENGINE.rglob("*.py") if path.parent != ENGINE)


def dotted(path: Path) -> str:
    """Name a module from the engine on: `read.kinds`, `disk.load`."""
    parts = path.relative_to(ENGINE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(name: str, doors: Collection[str]) -> bool:
    """Say whether a module, or a definition in one, is a door or stands behind it."""
    parts = name.split(".")
    return any(".".join(parts[:end]) in doors for end in range(1, len(parts) + 1))


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


def test_the_engine_is_ten_rooms() -> None:
    names = {path.name for path in ENGINE.iterdir()} - {"__pycache__", "defaults"}
    assert names == {*ROOMS, "__init__.py", "__main__.py", "py.typed"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_imports_point_back_only(path: Path) -> None:
    """A room imports what stands before it; a stage imports `model` and `language`; only `build` joins stages."""
    here = dotted(path).split(".")[0]
    for name in imported(path):
        package, _, rest = name.partition(".")
        there = rest.split(".")[0]
        if package == "sitegen" and there not in ("__version__", "DISTRIBUTION", "N_", here):
            assert ROOMS.index(there) < ROOMS.index(here), f"{dotted(path)} imports {name}"
            assert not ({here, there} <= STAGES), f"the stage {here} imports a stage: {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_foreign_libraries_have_one_home(path: Path) -> None:
    for name in imported(path):
        library = name.split(".")[0]
        if (library not in sys.stdlib_module_names and library != "sitegen") or library in HOMES:
            assert within(dotted(path), HOMES[library]), f"{library} in {dotted(path)}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_modules_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400 or dotted(path) in TABLES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, node.name


# --- doors ------------------------------------------------------------------------------------------------------------

EFFECTS = {
    "disk": {
        "open", "fdopen", "read_bytes", "read_text", "write_bytes", "write_text", "unlink", "mkdir", "makedirs",
        "rmdir", "rename", "touch", "symlink_to", "hardlink_to", "chmod", "truncate", "stat", "lstat", "exists",
        "is_file", "is_dir", "is_symlink", "iterdir", "scandir", "listdir", "glob", "rglob", "os.walk",
        "os.replace", "os.remove", "shutil", "tempfile", "fileinput", "mmap", "dbm", "shelve", "sqlite3",
    },
    "clock": {
        "now", "utcnow", "today", "fromtimestamp", "localtime", "gmtime", "time.time", "time_ns", "perf_counter",
        "perf_counter_ns", "monotonic", "monotonic_ns",
    },
    "environment": {"environ", "environb", "getenv", "argv", "getcwd", "cwd", "expanduser", "expandvars"},
    "processes": {"subprocess", "multiprocessing", "concurrent", "threading", "os.system", "os.fork"},
    "network": {"socket", "ssl", "http", "urllib.request", "asyncio"},
    "chance": {"random", "secrets", "uuid", "urandom"},
    "import by name": {"import_module", "__import__", "eval", "exec", "runpy", "pkgutil", "pickle", "marshal"},
}  # fmt: skip
"""What computing does not need: modules, and names of functions, with their module where alone they say too little."""

DOORS = {
    "disk": {
        "disk",
        "build.memory",
        "render.pagefind",
        "tools.serve",
        "build.engine",
        "tools.messages.sources",
        "tools.distribution",
        "tools.publish",
        "read.attachments.papers.part",  # of an archive in memory
    },
    "clock": {"cli", "build.order.Stopwatch"},
    "environment": {"cli"},
    "processes": {
        "build.crew",
        "render.pagefind",
        "read.attachments.pdf",
        "tools.serve",
        "tools.importing.office._pandoc",
        "tools.distribution._git",
        "tools.publish",
    },
    "network": {"tools.serve", "cli.fetching"},
    "chance": {"build.memory"},
    "import by name": set[str](),
}
"""Which modules, which of a room's, or which function or class of one, may have an effect."""


def effects(source: str) -> set[tuple[str, str, str]]:
    """Give what a source does beside computing: the effect, the function or class that has it or "", the name."""
    return {
        (effect, getattr(node, "name", ""), name)
        for node in ast.parse(source).body
        for below in ast.walk(node)
        for name in mentioned(below)
        for effect, names in EFFECTS.items()
        if name in names
    }


def mentioned(node: ast.AST) -> Iterator[str]:
    """Give the names that may stand for an effect, called or handed on: imported ones, built-in ones, after a dot."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            yield alias.name
            dotted = f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
            parts = dotted.split(".")
            yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))
    elif isinstance(node, ast.Attribute):
        yield node.attr
        if isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
    elif isinstance(node, ast.Name) and node.id in dir(builtins):
        yield node.id


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_each_effect_has_its_door(path: Path) -> None:
    here = dotted(path)
    undoored = {
        (effect, definition, name)
        for effect, definition, name in effects(path.read_text("utf-8"))
        if not within(f"{here}.{definition}", DOORS[effect])
    }
    assert undoored == set()


def test_the_doors_are_in_use() -> None:
    used = {
        (effect, door)
        for path in modules()
        for effect, definition, _name in effects(path.read_text("utf-8"))
        for door in DOORS[effect]
        if within(f"{dotted(path)}.{definition}", {door})
    }
    assert {(effect, door) for effect, doors in DOORS.items() for door in doors} == used


def test_the_engine_times_its_stages_and_nothing_else() -> None:
    found = effects((ENGINE / "build/order.py").read_text("utf-8"))
    assert {name for effect, _function, name in found if effect == "clock"} == {"perf_counter"}


@pytest.mark.parametrize(
    ("source", "effect", "name"),
    [
        ("from datetime import datetime\nAT = datetime.now()", "clock", "now"),
        ("import datetime\ndef f():\n  return datetime.date.today()", "clock", "today"),
        ("import time\nx = time.time()", "clock", "time.time"),
        ("from time import time", "clock", "time.time"),
        ("import os\nx = os.environ['LANG']", "environment", "environ"),
        ("from os import getenv", "environment", "getenv"),
        ("def f(path):\n  with open(path) as file:\n    return file", "disk", "open"),
        ("def f(path):\n  return [one.read_text() for one in path]", "disk", "read_text"),
        ("x = map(Path.read_bytes, paths)", "disk", "read_bytes"),
        ("class C:\n  def f(self, path):\n    path.write_text('x')", "disk", "write_text"),
        ("def f(path):\n  path.parent.mkdir()\n  path.unlink()", "disk", "unlink"),
        ("def f(path):\n  import shutil\n  shutil.rmtree(path)", "disk", "shutil"),
        ("from importlib import import_module", "import by name", "import_module"),
        ("x = __import__('os')", "import by name", "__import__"),
        ("import urllib.request", "network", "urllib.request"),
        ("from random import choice", "chance", "random"),
        ("from concurrent.futures import Executor", "processes", "concurrent"),
    ],
)
def test_an_effect_is_seen(source: str, effect: str, name: str) -> None:
    assert (effect, name) in {(found[0], found[2]) for found in effects(source)}


def test_computing_is_no_effect() -> None:
    source = """
import datetime, re, posixpath, time
from urllib.parse import quote
def f(value):
    day = datetime.datetime.combine(value.day, value.time or datetime.time())
    return quote(re.compile("a").sub("b", value.text.replace("c", "d"))), day, posixpath.join("a", "b")
"""
    assert effects(source) == set()


def test_the_engine_stays_small() -> None:
    """Counted as `python -m tests.house` counts; whoever needs more finds first what can go."""
    assert sum(figures.code(path, tree) for path, tree in figures.trees().items()) <= 13_570


def test_help_needs_no_library_but_clicks() -> None:
    code = "import sys, sitegen.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not set(loaded) & (set(HOMES) - {"click"})


def test_with_nothing_changed_no_rendering_library_is_imported(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una")})
    code = f"""
import sys
from sitegen.cli import main
assert main([sys.argv[1], "--source", {str(root)!r}, "--ui-language", "en"]) == 0
print(*sorted({{name.split(".")[0] for name in sys.modules}}))
"""
    for verb, rendered in (("check", True), ("build", True), ("build", False), ("check", False)):
        done = subprocess.run([sys.executable, "-c", code, verb], capture_output=True, text=True, check=True)
        told, loaded = done.stdout.splitlines()[0], set(done.stdout.splitlines()[-1].split())
        assert ("0 rendered" not in told) == rendered or verb == "check"
        assert bool(loaded & (set(HOMES) - {"click", "sqlite3"})) == rendered, loaded & set(HOMES)
