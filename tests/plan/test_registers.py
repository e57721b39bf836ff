"""Registers: whatever a title holds comes back as written; long ones stay readable; a script sorts and filters."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import programs
import pytest
import sites
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, sync_playwright

from sitegen.model.catalogue import Catalogue
from sitegen.model.pages import Output
from sitegen.model.pages import Page as Planned
from sitegen.model.sites import Theme
from sitegen.model.views.data import TableView
from sitegen.render import pages as render

NAMES = ("address", "language", "title")
FORMULA = re.compile("[=+\\-@\u2212]")
THEME = Theme({}, {}, {}, {}, {"ro": Catalogue("ro", "0", {})}, "", {}, {})
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
CHARS = "=+-@|'\",;\t\r\n \\„”«»%0123456789/.:eE＝＋－＠﹢﹣﹦﹫\u2212\xa0\u3000\u2028\x85" + BIDI
WORDS = st.lists(st.sampled_from([*CHARS, "=cmd", "''"]), max_size=8).map("".join)
TITLES = WORDS | st.text(max_size=30)
BAD = ["=cmd|' /C calc'!A0", "'=cmd", "''", "'", "-5", "-5+1", "\u202e=1", " \t=1", "＝1", "14/11", "2021-03-19"]


def written(template: str, *titles: str) -> bytes:
    rows = tuple(("https://example.test/", "ro", title) for title in titles)
    made = render.render(THEME, Planned("x", template, TableView("x", "ro", NAMES, NAMES, rows), "ro"), "")
    assert isinstance(made, Output)
    return made.data


@given(st.lists(TITLES, max_size=5))
@example(BAD)
def test_any_title_comes_back_as_written(titles: list[str]) -> None:
    rows = [["https://example.test/", "ro", title] for title in titles]
    assert sites.table(written("table.csv", *titles)) == [[*NAMES], *rows]
    assert [row["title"] for row in json.loads(written("table.json", *titles))["rows"]] == titles


@given(TITLES)
def test_no_cell_is_a_formula(title: str) -> None:
    """What a spreadsheet takes for the first character of a cell: after spaces and signs that nobody sees."""
    cell = written("table.csv", title).decode("utf-8-sig").splitlines(keepends=True)
    raw = "".join(cell[1:]).removeprefix("https://example.test/,ro,").removesuffix("\r\n")
    raw = raw[1:-1].replace('""', '"') if raw[:1] == '"' else raw
    seen = next((char for char in raw if unicodedata.category(char)[0] not in "ZC"), "")
    assert not FORMULA.match(unicodedata.normalize("NFKC", seen)) or re.fullmatch(r"-\d+(\.\d+)?", raw), raw
    assert raw[:1] not in ("\t", "\r", "\n")


@pytest.mark.parametrize("text", ["1921", "-5", "-12.50", "0", "2021-03-19", "1335589.92 PLN", "2018-05/2018-09"])
def test_numbers_and_dates_stay_what_they_are(text: str) -> None:
    assert written("table.csv", text).endswith(f",{text}\r\n".encode())


@pytest.mark.parametrize("text", ["14/11", "1-2", "007", "1E5", "1" * 17, "2021-03", "110.12.2021", "+40723456789"])
def test_numbers_of_documents_do_not_become_something_else(text: str) -> None:
    assert written("table.csv", text).endswith(f",'{text}\r\n".encode())


CIRCULAR = """\
---
title: {title}
summary: null
published: 2026-03-02
issuer: {issuer}
registration: {{number: {number}, date: {date}}}
addressees: [Școli]
subject: x
signatories: null
{more}---
"""


def circular(title: str, number: str = "1", date: str = "2026-01-01", issuer: str = "null", more: str = "") -> str:
    quoted = json.dumps(title, ensure_ascii=False)
    return CIRCULAR.format(title=quoted, number=json.dumps(number), date=date, issuer=issuer, more=more)


# What a title may hold: the editor is told of marks that turn the writing round.
NOT = "[^\t\n -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
IN_YAML = TITLES.map(lambda title: re.sub(NOT, "", title)).filter(str.strip)
KEPT = [
    "=cmd|' /C calc'!A0",
    "\u200fabc\u200e",
    'a "b" c',
    "a\nb",
    "'x",
    "a\xa0b",
    "<b>&amp;</b>",
    "\u061c=1+1",
    "14/11",
]


@pytest.mark.proof
@settings(max_examples=programs.size(8, 25, 250), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(IN_YAML, min_size=1, max_size=8))
@example(KEPT)
def test_any_title_passes_through_a_whole_site(titles: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, str | bytes] = {
            f"content/circulars/c{place}.ro.md": circular(title, str(place)) for place, title in enumerate(titles)
        }
        root = sites.make(Path(folder), files)
        report = sites.build(root)
        assert sites.codes(report) == []
        there = root / "public/ro/circulare/register"
        expected = [re.sub(r"[ \t\n]+", " ", unicodedata.normalize("NFC", title)).strip() for title in reversed(titles)]
        data = json.loads((there / "register.json").read_text("utf-8"))
        assert [row["title"] for row in data["rows"]] == expected
        assert [row[4] for row in sites.table((there / "register.csv").read_bytes())[1:]] == expected
        html = re.findall(r'<td><a href="[^"]*">(.*?)</a>', (there / "index.html").read_text("utf-8"), re.DOTALL)
        assert [plain(unescape(text)) for text in html] == [plain(text) for text in expected]


def plain(text: str) -> str:
    """Take away what typography sets: quotation marks, and spaces at which a line must not break."""
    return re.sub("[„”]", '"', text.replace("\xa0", " "))


def test_a_long_register_shows_its_newest_years_and_holds_everything_as_data(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"content/circulars/c{number}.ro.md": circular(f"C {number}", str(number), f"{2020 + number // 90}-01-01")
        for number in range(270)
    }
    root = sites.make(tmp_path, files)
    assert sites.codes(sites.build(root)) == []
    folder = root / "public/ro/circulare/register"
    pages = {year: (folder / year / "index.html").read_text("utf-8") for year in ("", "2020", "2021", "2022")}
    assert [text.count('<th scope="row">') for text in pages.values()] == [180, 90, 90, 90]
    assert re.findall(r'href="(\d+)/">\d+</a> <span class="count">90 de documente', pages[""]) == [
        "2022",
        "2021",
        "2020",
    ]
    assert "Întregul registru conține 270 de documente" in pages[""]
    assert "Întregul registru" not in pages["2022"]
    assert len(json.loads((folder / "register.json").read_text("utf-8"))["rows"]) == 270
    assert len(sites.table((folder / "register.csv").read_bytes())) == 271
    path = root / "content/circulars/c0.ro.md"
    path.write_text(path.read_text("utf-8").replace("C 0", "C nou"), "utf-8")
    rendered = {name for name in sites.build(root).rendered if name.startswith("ro/circulare/register")}
    tables = {f"ro/circulare/register/{year}register.{ending}" for year in ("", "2020/") for ending in ("csv", "json")}
    assert rendered == {"ro/circulare/register/2020/index.html", *tables}


# --- the script -------------------------------------------------------------------------------------------------------

ORGANISATIONS = "isj: {ro: Inspectoratul, en: Inspectorate}\nliceu: {ro: Liceul, en: High school}\n"
ROWS = {
    "a": circular("Școala de vară", "9", "2026-03-01", "isj"),
    "b": circular("Învățământ", "10", "2026-02", "liceu"),
    "c": circular("Sărbătoare", "14/11", "2026-01-15", "isj", "status: archived\n"),
    "d": circular("Țara", "14/9", "2026-01-10", "null"),
}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files: dict[str, str | bytes] = {f"content/circulars/{name}.ro.md": text for name, text in ROWS.items()}
    root = sites.make(tmp_path_factory.mktemp("register"), {"content/organisations.yaml": ORGANISATIONS, **files})
    assert sites.codes(sites.build(root)) == []
    return root / "public/ro/circulare/register/index.html"


@pytest.fixture(params=["script", "no script"])
def tab(request: pytest.FixtureRequest, register: Path) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=programs.chromium(), args=programs.CHROMIUM_ARGUMENTS)
        page = browser.new_page(java_script_enabled=request.param == "script", locale="ro-RO")
        page.goto(register.as_uri())
        yield page
        browser.close()


def numbers(tab: Page) -> list[str]:
    rows = tab.locator("table.register tbody tr:not([hidden]) th")
    return [text.strip() for text in rows.all_inner_texts()]


@pytest.mark.parametrize("tab", ["script"], indirect=True)
def test_a_reader_sorts_by_any_column(tab: Page) -> None:
    assert numbers(tab) == ["14/11", "14/9", "10", "9"]
    tab.get_by_role("button", name="Număr").click()
    assert numbers(tab) == ["9", "10", "14/9", "14/11"]
    assert tab.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    tab.get_by_role("button", name="Titlu").press("Enter")
    titles = [row.locator("td").nth(1).inner_text() for row in tab.locator("tbody tr").all()]
    assert titles == ["Învățământ", "Sărbătoare", "Școala de vară", "Țara"]
    date = tab.get_by_role("button", name="Dat")
    date.click()
    assert numbers(tab) == ["14/9", "14/11", "10", "9"]
    date.click()
    assert numbers(tab) == ["9", "10", "14/11", "14/9"]
    assert tab.locator("th[aria-sort]").count() == 1
    issuer = tab.get_by_role("button", name="Emitent")
    issuer.click()
    assert numbers(tab)[-1] == "14/9", "what has no value comes last"
    issuer.click()
    assert numbers(tab)[-1] == "14/9"


@pytest.mark.parametrize("tab", ["script"], indirect=True)
def test_a_reader_filters_by_words_and_by_issuer(tab: Page) -> None:
    search = tab.get_by_role("searchbox")
    search.fill("invatamant")
    assert numbers(tab) == ["10"]
    assert tab.get_by_role("status").inner_text() == "Afișate: 1 din 4"
    search.fill("")
    assert numbers(tab) == ["14/11", "14/9", "10", "9"]
    tab.get_by_label("Emitent", exact=True).select_option("Inspectoratul")
    assert numbers(tab) == ["14/11", "9"]
    search.fill("scoala vara")
    assert numbers(tab) == ["9"]


@pytest.mark.parametrize("tab", ["no script"], indirect=True)
def test_without_script_the_table_is_whole_and_nothing_is_offered_that_does_not_work(tab: Page) -> None:
    assert numbers(tab) == ["14/11", "14/9", "10", "9"]
    assert tab.get_by_role("button").count() == tab.get_by_role("searchbox").count() == 0
