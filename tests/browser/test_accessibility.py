"""What a reader meets: contrast and names in every look, the keyboard, no script, a screen reader, a slow line.

A page of each kind is looked at, in one language and one look; with `SITEGEN_PROOF=middle` in the environment in each
language and two looks, and with `full` every page of the real site and of the sample site in all.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import browsing
import hosting
import programs
import pytest
import sites
from playwright.sync_api import Browser, ConsoleMessage, Page

from benchmarks import sample
from sitegen.build import engine

CROSSED = browsing.LOOKS[0::3], browsing.LOOKS[1:3]
"""Both widths and both colour schemes; each kind of page is seen crossed the one way or the other, by language."""
SEEN = programs.size([(look,) for look in browsing.LOOKS], CROSSED, [browsing.LOOKS])
"""The looks in which a page is checked, in turn."""
LANGUAGES = ("ro", "pl", "en")
PARTS = (*LANGUAGES, "")
SITES = ("real", "sample") if programs.FULL else ("real",)
WEIGHT = 40_000
"""The most bytes, compressed, of all that the first view of a document fetches."""
SPOKEN = Path(__file__).parent / "spoken"

CONTROLS = """
() => {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  return [...all].filter(one => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden"
    && one.checkVisibility({visibilityProperty: true}) && !one.closest("[inert]"));
}
"""
"""What the key Tab should reach, in the order of the document."""
STYLE = """
one => {
  const style = getComputedStyle(one);
  return ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "backgroundColor", "borderColor", "color"]
    .map(name => style[name]).join("; ");
}
"""
PREPARE = f"""
() => {{
  document.body.tabIndex = -1;  // where the way begins, wherever the focus was before
  document.body.focus();
  document.body.removeAttribute("tabindex");
  window.controls = ({CONTROLS})();
  window.before = window.controls.map({STYLE});
}}
"""
FOCUSED = f"""
() => {{
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const number = window.controls.indexOf(one);
  const box = [...one.getClientRects()].find(box => box.width > 0 && box.height > 0) ?? one.getBoundingClientRect();
  const inside = [Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 2),
                  Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 2)];
  const top = document.elementFromPoint(...inside);
  return {{
    number,
    name: `${{one.localName}} ${{(one.getAttribute("aria-label") || one.textContent || one.id).trim().slice(0, 60)}}`,
    size: [box.width, box.height],
    seen: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
    free: top === one || one.contains(top) || (top !== null && top.contains(one) && top.localName !== "html"),
    marked: ({STYLE})(one) !== window.before[number] && getComputedStyle(one).outlineStyle !== "none",
    place: [box.x + scrollX, box.y + scrollY],
  }};
}}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give what builds the real or the sample site once and gives its output folder."""

    @cache
    def build(name: str) -> Path:
        root = tmp_path_factory.mktemp(name)
        if name == "sample":
            sample.write(root)
        else:
            shutil.copytree(programs.ROOT / "content", root / "content")
        report = sites.build(root, as_of=datetime.fromisoformat(sample.AS_OF), search=engine.indexer())
        assert sites.codes(report) == []
        return root / "public"

    return build


@pytest.fixture(params=SITES)
def folder(request: pytest.FixtureRequest, built: Callable[[str], Path]) -> Path:
    return built(request.param)


def _pages(folder: Path, part: str) -> list[str]:
    """Give the addresses of the pages to look at; the part "" has those that belong to no language."""
    if programs.FULL:
        return [name for name in browsing.addresses(folder) if (name.partition("/")[0] if "/" in name else "") == part]
    return browsing.of_each_kind(folder, part, once=programs.SMALL)


# --- axe --------------------------------------------------------------------------------------------------------------


@pytest.mark.proof
@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_in_any_look(folder: Path, part: str, browser: Browser) -> None:
    found = list[str]()
    with hosting.serve(folder) as host, browser.new_context(bypass_csp=True, reduced_motion="reduce") as context:
        tab = context.new_page()
        for number, name in enumerate(_pages(folder, part)):
            browsing.go(tab, host + name)
            _open(tab)
            for look in SEEN[(number + PARTS.index(part)) % len(SEEN)]:
                tab.set_viewport_size(look["viewport"])
                tab.emulate_media(color_scheme=look["color_scheme"])
                found += [f"{name} {look}: {problem}" for problem in browsing.violations(tab)]
    assert found == []


def _open(tab: Page) -> None:
    """Open what can be opened, and search for something where that can be done."""
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for button in tab.locator("button[aria-expanded=false]:visible").all():
        button.click()
    if tab.locator("#_results").count():
        tab.locator("#_q").fill("e")
        tab.locator("#_results > li").first.wait_for()
        tab.locator("#_others").wait_for()  # hits in the other languages come last


# --- the keyboard -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["home", "list", "register", "document", "comparison", "search"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_keyboard_reaches_everything_in_order(
    built: Callable[[str], Path], kind: str, width: int, browser: Browser
) -> None:
    if kind == "search":
        programs.indexer()
    folder = built("real")
    name = browsing.NAMED[kind]
    with hosting.serve(folder) as host, browser.new_context(reduced_motion="reduce") as context:
        tab = context.new_page()
        tab.set_viewport_size({"width": width, "height": 740})
        browsing.go(tab, host + name)
        _skip_link_works(tab)
        tab.goto("about:blank")
        browsing.go(tab, host + name)
        steps = [*_walk(tab)]
        assert [step["number"] for step in steps] == [*range(tab.evaluate("window.controls.length"))]
        assert [step["name"] for step in steps if not (step["seen"] and step["free"] and min(step["size"]) > 0)] == []
        assert [step["name"] for step in steps if not step["marked"]] == []
        if width == 320:  # in one column the order of the document is the order that is seen
            _, *ordered = [step["place"][1] for step in steps]
            assert [(one, other) for one, other in pairwise(ordered) if other < one - 40] == []
        tab.keyboard.press("Shift+Tab")
        assert tab.evaluate(FOCUSED)["number"] == len(steps) - 1, "the way back is the way there"


def _skip_link_works(tab: Page) -> None:
    """The first thing that Tab reaches leads to the content, and is seen then."""
    tab.evaluate(PREPARE)
    tab.keyboard.press("Tab")
    first = tab.evaluate(FOCUSED)
    assert first["number"] == 0
    assert first["seen"]
    target = tab.evaluate("document.activeElement.getAttribute('href')")
    tab.keyboard.press("Enter")
    assert tab.evaluate("'#' + document.activeElement.id") == target
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main, footer') !== null")


def _walk(tab: Page) -> Iterator[dict[str, Any]]:
    """Open what can be opened, and press Tab until the focus leaves the page; a trap would never let it."""
    _open(tab)
    tab.evaluate(PREPARE)
    for _ in range(tab.evaluate("window.controls.length") + 1):
        tab.keyboard.press("Tab")
        step = tab.evaluate(FOCUSED)
        if step is None:
            return
        yield step
    pytest.fail("the focus does not leave the page")


# --- without script ---------------------------------------------------------------------------------------------------


@pytest.mark.proof
@pytest.mark.parametrize("part", PARTS)
def test_without_script_nothing_is_dead(folder: Path, part: str, browser: Browser) -> None:
    controls = """
    all => all.filter(one => one.checkVisibility())
      .filter(one => !(one.form && one.form.hasAttribute("action"))).map(one => one.outerHTML)
    """
    with hosting.serve(folder) as host, browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        for name in _pages(folder, part):
            browsing.go(tab, host + name)
            assert tab.locator("button, input, select, textarea").evaluate_all(controls) == [], name
            assert tab.locator("h1").is_visible(), name
            assert len(tab.locator("main").inner_text()) > 20, name
            tables = tab.locator("table")
            assert all(table.locator("tbody tr").count() for table in tables.all()), name
            empty = "all => all.filter(one => one.checkVisibility() && !one.innerText.trim()).map(one => one.outerHTML)"
            assert tab.locator("main :is(a, li, td, th, h2, h3, section, nav)").evaluate_all(empty) == [], name


# --- a screen reader --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_aloud(
    language: str, built: Callable[[str], Path], browser: Browser, request: pytest.FixtureRequest
) -> None:
    """The tree that a screen reader is given of a long document that has been amended and repealed."""
    folder = built("sample")
    name = json.loads((folder / "manifest.json").read_text("utf-8"))["documents"]["circulars/transport-rules"][language]
    with hosting.serve(folder) as host, browser.new_context() as context:
        tab = context.new_page()
        browsing.go(tab, host + name)
        lines = tab.locator("body").aria_snapshot().splitlines()
        found = "".join(f"{line}\n" for line in lines if "- /url: " not in line)
    file = SPOKEN / f"{language}.yaml"
    if request.config.getoption("--accept"):
        file.write_text(found, "utf-8", newline="\n")
    assert found == file.read_text("utf-8")


# --- a slow line ------------------------------------------------------------------------------------------------------


@pytest.mark.proof
@pytest.mark.parametrize("part", PARTS)
def test_pages_are_light_ask_no_other_host_and_break_no_rule(folder: Path, part: str, browser: Browser) -> None:
    with hosting.serve(folder) as host, browser.new_context() as context:
        tab = context.new_page()
        asked, told, weights = list[str](), list[str](), list[int]()

        def console(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                told.append(message.text)

        tab.on("console", console)
        tab.on("pageerror", lambda error: told.append(str(error)))
        tab.on("requestfailed", lambda request: None if browsing.left(request) else told.append(request.url))
        tab.on("request", lambda request: asked.append(request.url))
        for name in _pages(folder, part):
            context.clear_cookies()
            asked.clear()
            browsing.go(tab, host + name)
            assert [url for url in asked if not url.startswith(host)] == [], name
            assert told == [], name
            # Without search, which the page before may still be loading.
            weights.append(sum(_weight(folder, url) for url in asked if "/pagefind/" not in url))
            assert weights[-1] <= WEIGHT, name
        assert context.cookies() == []


def _weight(folder: Path, url: str) -> int:
    """Give the bytes of a file as a host sends it."""
    file = folder / urlsplit(url).path.lstrip("/")
    data = (file / "index.html" if file.is_dir() else file).read_bytes()
    return (
        len(gzip.compress(data, 6))
        if re.search(r"\.(html|css|js|svg|json)$", file.name) or file.is_dir()
        else len(data)
    )
