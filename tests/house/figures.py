"""`python -m tests.house`: the house in figures, on one screen. They are watched, not aimed at."""

from __future__ import annotations

import ast
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "sitegen"
ROOMS = ("model", "language", "disk", "read", "check", "plan", "render", "build", "tools", "cli")
STAGES = {"disk", "read", "check", "plan", "render"}
VAGUE = ("found", "one", "there", "said", "told", "given", "made")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def trees() -> dict[str, ast.Module]:
    """Read the engine's modules, by their paths in it."""
    files = sorted(ENGINE.rglob("*.py"))
    return {path.relative_to(ENGINE).as_posix(): ast.parse(path.read_text("utf-8")) for path in files}


def uncounted(node: ast.AST) -> Iterator[range]:
    """Give the lines of a node that are no code: docstrings, imports, a module's tables, a class's head and fields."""
    body = getattr(node, "body", ())
    if isinstance(node, ast.ClassDef):
        yield range(min([node.lineno, *(each.lineno for each in node.decorator_list)]), node.body[0].lineno)
    for child in body if isinstance(body, list) else ():
        string = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant) and child.value.value
        typing = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        table = isinstance(node, ast.Module) and isinstance(child, ast.Assign | ast.AnnAssign | ast.AugAssign)
        field = isinstance(node, ast.ClassDef) and isinstance(child, ast.Assign | ast.AnnAssign)
        if isinstance(string, str) or typing or table or field or isinstance(child, ast.Import | ast.ImportFrom):
            yield range(child.lineno, (child.end_lineno or 0) + 1)


def code(path: str, tree: ast.Module) -> int:
    """Count code lines: without blanks, comments, and what is no code."""
    text = (ENGINE / path).read_text("utf-8").splitlines()
    full = {number for number, line in enumerate(text, 1) if line.strip() and not line.lstrip().startswith("#")}
    for node in ast.walk(tree):
        full.difference_update(*uncounted(node))
    return len(full)


def imports(path: str, tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Give the imports of a module from one room to another."""
    here = path.split("/")[0]
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            package, _, rest = name.partition(".")
            there = rest.split(".")[0]
            if package == "sitegen" and here in ROOMS and there in ROOMS and there != here:
                yield here, there


def bound(tree: ast.Module) -> Iterator[str]:
    """Give the names that are bound: assigned to, looped over, taken as parameters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def closures(tree: ast.Module) -> int:
    """Count functions and lambdas within functions."""
    outer = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    return len({id(node) for one in outer for node in ast.walk(one) if node is not one and isinstance(node, FUNCTIONS)})


def partials(tree: ast.Module) -> int:
    """Count calls of `partial`."""
    return sum(isinstance(node, ast.Call) and ast.unparse(node.func) == "partial" for node in ast.walk(tree))


def way(engine: Iterable[str]) -> tuple[dict[str, set[int]], int]:
    """Build a small site in this process; give the lines that are executed within functions, and how many functions."""
    for path in engine:  # what making the tables executes is no part of it
        import_module(".".join(Path("sitegen", path).with_suffix("").parts))
    from sitegen import build
    from sitegen.build.order import Order
    from sitegen.model.terms import Terms

    executed, functions = defaultdict[str, set[int]](set), set[CodeType]()

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(str(ENGINE)):
            return None
        if not frame.f_code.co_name.endswith(("comp>", "expr>")):
            functions.add(frame.f_code)
        if event == "line":
            executed[frame.f_code.co_filename].add(frame.f_lineno)
        return trace

    with tempfile.TemporaryDirectory() as folder:
        terms = Terms(datetime.fromisoformat("2026-11-21T12:00:00+02:00"))
        root = shutil.copytree(ROOT / "tests/sites/golden/minimal", Path(folder) / "site")
        order = Order(root, root / "public", terms, 1)
        sys.settrace(trace)
        try:
            report = build.build(order, lambda _stage, _done, _total: None)
        finally:
            sys.settrace(None)
    assert report.counts["written"], report.problems
    return executed, len(functions)


def main() -> None:
    """Print the figures."""
    engine = trees()
    ties = {(path, tie) for path, tree in engine.items() for tie in imports(path, tree)}
    back = sorted(f"{path} → {there}" for path, (here, there) in ties if ROOMS.index(there) > ROOMS.index(here))
    crossing = sorted(f"{path} → {there}" for path, (here, there) in ties if {here, there} <= STAGES)
    row = "{:10}{:>8}{:>8}{:>9}{:>9}"
    print(f"imports that point back: {len(back)}  {', '.join(back)}")
    print(f"imports from stage to stage: {len(crossing)}  {', '.join(crossing)}\n")
    print(row.format("room", "modules", "code", "partial", "closures"))
    sums = Counter[str]()
    for room in ROOMS:
        mine = {path: tree for path, tree in engine.items() if path.startswith(f"{room}/")}
        counts = {"modules": len(mine), "code": sum(code(*module) for module in mine.items())}
        counts |= {"partial": sum(map(partials, mine.values())), "closures": sum(map(closures, mine.values()))}
        sums.update(counts)
        print(row.format(room, *counts.values()))
    print(row.format("all", *sums.values()))
    words = Counter(name for tree in engine.values() for name in bound(tree) if name in VAGUE)
    print(f"\nbindings: {', '.join(f'{word} {words[word]}' for word in VAGUE)}; in all {words.total()}")
    nodes = [(path, node) for path, tree in engine.items() for node in ast.walk(tree)]
    owned = {(node.name, path) for path, node in nodes if isinstance(node, ast.ClassDef)}
    twice = sorted(name for name, count in Counter(name for name, _path in owned).items() if count > 1)
    executed, functions = way(engine)
    print(f"class names in two modules: {len(twice)}  {', '.join(twice)}")
    print(f"on the way of a file to a page: {len(executed)} modules, {functions} functions,", end=" ")
    print(f"{sum(map(len, executed.values()))} lines in functions")


if __name__ == "__main__":
    main()
