"""A browser on a built site: axe, and which pages of a site are alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import programs
from markup_reader import VOID
from playwright.sync_api import Page, Request

LOOKS: tuple[dict[str, Any], ...] = tuple(
    {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    for scheme in ("light", "dark")
    for width in (320, 1280)
)
"""The four looks in which each page is checked."""
NAMED = {
    "home": "ro/",
    "list": "ro/circulare/",
    "register": "ro/circulare/register/",
    "document": "ro/circulare/proiectul-cipe/",
    "comparison": "ro/misiuni/misiunea-scolilor-etwinning/pl/",
    "search": "ro/cautare/",
}
"""A page of each kind of the real site that readers know by name."""
EDITORS = ("ro/pentru-redactori/", "pl/dla-redaktorow/", "en/editors/")
"""Where the editors' pages of a site begin, to which no reader's page leads."""
DEPTH = 3


def go(tab: Page, url: str) -> None:
    """Open a page that must be there."""
    answer = tab.goto(url)
    assert answer is not None, url
    assert answer.ok or answer.status == 410, url  # a page for what is gone is one too


def left(request: Request) -> bool:
    """Say whether a request was given up because the tab went on to another page."""
    return request.failure == "net::ERR_ABORTED"


# --- pages ------------------------------------------------------------------------------------------------------------


def addresses(folder: Path) -> list[str]:
    """Give the address of every page of a built site but those that only lead elsewhere."""
    pages = sorted(folder.rglob("*.html"))
    names = [page.relative_to(folder).as_posix() for page in pages if 'http-equiv="refresh"' not in page.read_text()]
    return [re.sub(r"(^|/)index\.html$", r"\1", name) for name in names]


@cache
def kinds(folder: Path) -> dict[frozenset[str], dict[str, str]]:
    """Give the address of a page of each kind by language: those whose contents are built alike are of a kind.

    The language "" has the pages that belong to none.
    """
    kinds = dict[frozenset[str], dict[str, str]]()
    for name in addresses(folder):
        file, shape = folder / name, _Shape()
        shape.feed((file / "index.html" if file.is_dir() else file).read_text("utf-8"))
        kinds.setdefault(frozenset(shape.elements), {}).setdefault(name.partition("/")[0] if "/" in name else "", name)
    return kinds


def of_each_kind(folder: Path, language: str, *, once: bool = False) -> list[str]:
    """Give the address of a page of each kind in a language; `once`: of those whose turn it is in this one."""
    pages = list[str]()
    for number, names in enumerate(kinds(folder).values()):
        turn = [*names][number % len(names)] if once else language
        pages += [names[language]] if language in names and turn == language else []
    return pages


class _Shape(HTMLParser):
    """Gathers the elements of a page's content, by depth, name and class."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if 0 < self.depth <= DEPTH:
            self.elements.append(f"{self.depth} {tag} {dict(attrs).get('class')}")
        if tag == "main" or (self.depth and tag not in VOID):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth and tag not in VOID:
            self.depth -= 1


# --- axe --------------------------------------------------------------------------------------------------------------


@cache
def _axe() -> str:
    return Path(programs.node_module("axe-core/axe.min.js")).read_text("utf-8")


def violations(tab: Page) -> list[str]:
    """Let axe look at the page as it is; the tab's context bypasses the CSP, which forbids the injected script."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(_axe())
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{problem['id']}: {node['target']}: {node['failureSummary']}" for problem in found for node in problem["nodes"]
    ]
