"""A browser on a built site: a host on this machine, axe, and which pages of a site are alike."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import tools
from markup_reader import VOID
from playwright.sync_api import Page

LOOKS: tuple[dict[str, Any], ...] = tuple(
    {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    for scheme in ("light", "dark")
    for width in (320, 1280)
)
"""The four looks in which each page is checked."""
DEPTH = 3


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine while the test runs, with the headers written beside it; give the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        for name, value in _headers(self.directory, self.path):
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the library's name)
        """Say nothing."""


@cache
def _rules(folder: str) -> tuple[tuple[str, tuple[str, str]], ...]:
    """Read `_headers`: a path with stars, below it indented headers."""
    rules, path, file = list[tuple[str, tuple[str, str]]](), "", Path(folder) / "_headers"
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        if line.startswith("/"):
            path = line
        elif line.strip() and not line.startswith("#"):
            name, _, value = line.partition(":")
            rules.append((path, (name.strip(), value.strip())))
    return tuple(rules)


def _headers(folder: str, path: str) -> list[tuple[str, str]]:
    return [header for rule, header in _rules(folder) if re.fullmatch(".*".join(map(re.escape, rule.split("*"))), path)]


def go(tab: Page, url: str) -> None:
    """Open a page that must be there."""
    answer = tab.goto(url)
    assert answer is not None, url
    assert answer.ok, url


# --- pages ------------------------------------------------------------------------------------------------------------


def addresses(folder: Path) -> list[str]:
    """Give the address of every page of a built site but those that only lead elsewhere."""
    pages = sorted(folder.rglob("*.html"))
    names = [page.relative_to(folder).as_posix() for page in pages if 'http-equiv="refresh"' not in page.read_text()]
    return [re.sub(r"(^|/)index\.html$", r"\1", name) for name in names]


def of_each_kind(folder: Path, language: str) -> list[str]:
    """Give the address of a page of each kind in a language: those whose contents are built alike are of a kind.

    The language "" has the pages that belong to none.
    """
    kinds = dict[frozenset[str], str]()
    for name in addresses(folder):
        if (name.partition("/")[0] if "/" in name else "") == language:
            file = folder / name
            shape = _Shape()
            shape.feed((file / "index.html" if file.is_dir() else file).read_text("utf-8"))
            kinds.setdefault(frozenset(shape.found), name)
    return [*kinds.values()]


class _Shape(HTMLParser):
    """Gathers the elements of a page's content, by depth, name and class."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if 0 < self.depth <= DEPTH:
            self.found.append(f"{self.depth} {tag} {dict(attrs).get('class')}")
        if tag == "main" or (self.depth and tag not in VOID):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in VOID:
            self.depth -= 1


# --- axe --------------------------------------------------------------------------------------------------------------


@cache
def _axe() -> str:
    return Path(tools.node_module("axe-core/axe.min.js")).read_text("utf-8")


def violations(tab: Page) -> list[str]:
    """Let axe look at the page as it is; the tab's context bypasses the CSP, which forbids the injected script."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(_axe())
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{problem['id']}: {node['target']}: {node['failureSummary']}" for problem in found for node in problem["nodes"]
    ]
