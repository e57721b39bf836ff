"""Print: what Chromium puts on paper, seen as text, as pixels, and through the eye that reads its QR code."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import browsing
import hosting
import programs
import pytest
import sites
from PIL import Image

from benchmarks import sample
from sitegen.render import pdf, qr

WORDS = "Cererile se depun la secretariatul școlii, în zilele lucrătoare, între orele opt și paisprezece. "
WIDE = "| " + " | ".join(f"Coloana{number:02}" for number in range(12)) + " |\n" + "| --- " * 12 + "|\n"
BODY = (
    "## Unde\n\n"
    + (WORDS * 9 + "\n\n") * 6
    + "[Legea](https://law.example/198) și <https://law.example/199>.\n\n## Cât\n\n"
    + WIDE
    + ("| " + " | ".join(["învățământ"] * 12) + " |\n") * 60
)
CIRCULAR = """\
---
title: Înscrierea
summary: Pe scurt.
published: 2026-01-02
issuer: isj
registration: {{number: "1921", date: 2021-03-19}}
addressees: [Unitățile de învățământ]
subject: Înscrierea în clasa pregătitoare
signatories: [{{name: Ancuța Pășcan, role: Inspector școlar}}]
---

{body}
"""
CIRCULARS = "ro/circulare/"
DOCUMENT = f"{CIRCULARS}inscriere/"
NOT_PRINTED = ("Sari la conținut", "Acasă", "Polski", "JSON", "Descărcați", "Pe această pagină", "Versiuni lingvistice")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "content/site.yaml": sites.SITE.replace("[ro, en]", "[ro, pl, en]"),
        "content/organisations.yaml": "isj: {ro: Inspectoratul Școlar Județean, en: Inspectorate}\n",
        "content/circulars/inscriere.ro.md": CIRCULAR.format(body=BODY),
    }
    folder = sites.make(tmp_path_factory.mktemp("print"), files)
    assert sites.codes(sites.build(folder)) == []
    return folder


@pytest.fixture(scope="module")
def page(root: Path) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=programs.chromium(), args=programs.CHROMIUM_ARGUMENTS)
        opened = browser.new_page()

        def show(address: str) -> Any:
            opened.goto((root / "public" / address / "index.html").as_uri())
            return opened

        yield show
        browser.close()


@pytest.fixture(scope="module")
def printed(root: Path, page: Callable[[str], Any]) -> Callable[..., Path]:
    """Print pages by their addresses, for whoever prefers light or dark."""

    def sheets(address: str, scheme: str = "light") -> Path:
        file = root / f"{scheme}-{address.replace('/', '_')}.pdf"
        if not file.exists():
            shown = page(address)
            shown.emulate_media(color_scheme=scheme)
            shown.pdf(path=file, prefer_css_page_size=True)
        return file

    return sheets


def pages(file: Path) -> list[str]:
    return programs.run("pdftotext", "-layout", file, "-").split("\f")[:-1]


def test_a_document_is_a_letter(printed: Callable[..., Path]) -> None:
    first, *rest = pages(printed(DOCUMENT))
    order = [
        "Buletin",
        "Inspectoratul Școlar Județean",
        "Nr. 1921 din 19 martie 2021",
        "Unitățile de învățământ",
        "Unde",
    ]
    found = [first.index(part) for part in order]
    assert found == sorted(found)
    assert "Ancuța Pășcan" in "".join(rest[-2:])
    assert re.search("Page size: .*A4", programs.run("pdfinfo", printed(DOCUMENT)))
    everything = "".join([first, *rest])
    for words in NOT_PRINTED:
        assert words not in everything, words


def test_each_sheet_says_which_it_is_and_where_it_is_from(printed: Callable[..., Path]) -> None:
    sheets = pages(printed(DOCUMENT))
    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, 1):
        assert f"Pagina {number} din {len(sheets)}" in sheet.strip().splitlines()[-1]
        assert f"https://example.test/{DOCUMENT}" in sheet.strip().splitlines()[-1]
        assert (sheet.strip().splitlines()[0].strip() == "Înscrierea") == (number > 1)
    assert "Strona 1 z 1" in pages(printed("pl/okolniki/"))[0]
    assert "Page 1 of 1" in pages(printed("en/circulars/"))[0]


def test_the_heads_of_tables_are_on_each_sheet_and_nothing_is_cut_off(printed: Callable[..., Path]) -> None:
    file = printed(DOCUMENT)
    rows = [sheet for sheet in pages(file) if "învăță" in sheet.replace("de învăță", "")]
    assert len(rows) > 1
    for drawn in programs.raster(file, 72):
        sheet = Image.open(drawn).convert("L")
        for margin in ((0, 0, 50, sheet.height), (sheet.width - 50, 0, sheet.width, sheet.height)):
            assert min(sheet.crop(margin).tobytes()) > 240, drawn.name
    heads = [sheet.count("Coloana") or sheet.count("Colo") for sheet in rows]
    assert all(heads), heads


def test_an_address_is_printed_once(printed: Callable[..., Path]) -> None:
    text = "".join(pages(printed(DOCUMENT)))
    assert text.count("<https://law.example/198>") == 1
    assert text.count("https://law.example/199") == 1


def test_it_is_light_for_whoever_reads_in_the_dark(printed: Callable[..., Path]) -> None:
    light, dark = (programs.raster(printed(DOCUMENT, scheme), 30)[0] for scheme in ("light", "dark"))
    assert Image.open(light).tobytes() == Image.open(dark).tobytes()


@pytest.mark.parametrize("address", [DOCUMENT, "ro/", CIRCULARS, f"{CIRCULARS}register/", ""])
def test_a_telephone_finds_the_page(printed: Callable[..., Path], address: str) -> None:
    found = [code for drawn in programs.raster(printed(address)) for code in programs.scanned(drawn)]
    assert found == [f"https://example.test/{address}"]


@pytest.mark.parametrize("length", [0, 1, 20, 60, 120, 400])
def test_codes_of_any_length_are_read(tmp_path: Path, length: int) -> None:
    """Drawn here from the path alone, a module a square, so that no browser and no library of PDF helps."""
    address = "https://example.test/" + "a-z" * (length // 3) + "/"
    drawing = str(qr.code(address, "QR"))
    size = int(re.findall(r'viewBox="-4 -4.5 (\d+) ', drawing)[0])
    image = Image.new("L", (size, size), 255)
    for at, line in re.findall(r"M0 (\d+)((?:h\d+|m\d+ 0)+)", drawing):
        x = 4
        for verb, number in re.findall(r"([hm])(\d+)", line):
            if verb == "h":
                image.paste(0, (x, int(at) + 4, x + int(number), int(at) + 5))
            x += int(number)
    image.resize((size * 6, size * 6), Image.Resampling.NEAREST).save(tmp_path / "code.png")
    assert programs.scanned(tmp_path / "code.png") == [address]


def test_on_the_screen_nothing_of_it_shows(page: Callable[[str], Any]) -> None:
    shown = page(DOCUMENT)
    assert not shown.locator(".qr").is_visible()
    assert "QR" not in shown.locator("body").aria_snapshot()


# --- nothing that is read on the screen is missing on paper -----------------------------------------------------------

SCREEN_ONLY = (
    "nav, form, .filters, :is(button, input, select, textarea):not(th *), .unseen, .button, .downloads, .ics, "
    ".feeds, .types, .footnote-backref, script, style"
)
"""What only a screen can use: ways to other pages, what is filled in and pressed, files to download, feeds."""
ELSEWHERE = ".publication, .rail"
"""What a paper says in its own words, after the text."""
SHOWN = """(skipped) => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), texts = [];
  for (let node; (node = walker.nextNode()); )
    if (node.parentElement.checkVisibility() && !node.parentElement.closest(skipped)) texts.push(node.data);
  return texts.join(" ");
}"""


def squeezed(text: str) -> str:
    """Take out where lines and words may be broken."""
    return re.sub(r"[\s\-\u00ad\u2010]+", "", unicodedata.normalize("NFKC", text)).lower()


def lost(shown: str, file: Path) -> list[str]:
    """Give the words of a page that its sheets have less often."""
    words = Counter(squeezed(word) for word in shown.split() if re.search(r"\w", word))
    sheets = squeezed(programs.run("pdftotext", "-raw", file, "-"))
    return [word for word, count in words.items() if sheets.count(word) < count]


def filled(file: Path) -> float:
    """Say down to which part of its first sheet a text reaches; of a single sheet, 1."""
    if len(pages(file)) == 1:
        return 1
    drawn = programs.run("pdftotext", "-bbox", "-l", "1", file, "-")
    height = float(re.findall(r'<page width=".+?" height="(.+?)"', drawn)[0])
    ends = [float(end) / height for end in re.findall(r'<word .*yMax="(.+?)"', drawn)]
    return max(end for end in ends if end < 0.92)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    sample.write(folder)
    report = sites.build(folder, as_of=datetime.fromisoformat(sample.AS_OF), pdf=pdf.printer())
    assert sites.codes(report) == []
    return folder / "public"


@pytest.mark.proof
@pytest.mark.parametrize("language", ["ro", "", "pl"] if programs.SMALL else ["ro", "pl", "en", ""])
def test_all_words_of_a_page_are_on_its_sheets(
    samples: Path, page: Callable[[str], Any], tmp_path: Path, language: str
) -> None:
    tab, file, papers = page(DOCUMENT), tmp_path / "sheets.pdf", 0
    with hosting.serve(samples) as url:
        for name in browsing.of_each_kind(samples, language, once=programs.SMALL):
            browsing.go(tab, url + name)
            tab.pdf(path=file, prefer_css_page_size=True)
            assert lost(tab.evaluate(SHOWN, SCREEN_ONLY), file) == [], name
            assert filled(file) > 0.5, f"{name}: the first sheet is empty"
            for letter in (samples / name).glob(f"{Path(name).name}.pdf"):
                papers += 1
                assert lost(tab.evaluate(SHOWN, f"{SCREEN_ONLY}, {ELSEWHERE}"), letter) == [], letter
                assert filled(letter) > 0.5, letter
    assert papers > (0 if programs.SMALL else 5) or not language


LONG = ("Inspektoratul", "Konstantynopolitańczykowianeczka", "https://example.test/" + "a" * 70, "1 234 567,89", "nr 5")


@pytest.mark.proof
@pytest.mark.parametrize("columns", programs.size([4, 24], [2, 4, 6, 9, 12, 24], [*range(2, 25)]))
def test_no_column_leaves_the_sheet(tmp_path: Path, page: Callable[[str], Any], columns: int) -> None:
    heads = [f"Titlu{number:02}" for number in range(columns)]
    rows = [[f"{LONG[(row + number) % 5]}-{row}" for number in range(columns)] for row in range(9 + 60 // columns)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * columns, *rows))
    root = sites.make(tmp_path, {"content/news/wide.ro.md": sites.news("Tabel", "pdf: true\n", f"Înainte.\n\n{table}")})
    assert sites.codes(sites.build(root, pdf=pdf.printer())) == []
    folder = root / "public/ro/noutati/wide"
    tab = page(DOCUMENT)
    tab.goto((folder / "index.html").as_uri())
    tab.pdf(path=tmp_path / "sheets.pdf", prefer_css_page_size=True)
    for file in (tmp_path / "sheets.pdf", folder / "wide.pdf"):
        text = tab.evaluate(SHOWN, f"{SCREEN_ONLY}, {ELSEWHERE}")
        assert lost(text, file) == [], file
        sheets = [squeezed(sheet) for sheet in programs.run("pdftotext", "-raw", file, "-").split("\f")]
        for sheet in sheets:
            assert not re.search(r"konstanty|inspektoratul", sheet) or all(head.lower() in sheet for head in heads), (
                file
            )
        for drawn in programs.raster(file, 72):
            picture = Image.open(drawn).convert("L")
            right = picture.crop((picture.width - 54, 0, picture.width, picture.height))
            assert min(right.tobytes()) > 240, f"{drawn.name}: beyond the margin"


def test_a_register_has_its_heads_on_each_sheet(tmp_path: Path, page: Callable[[str], Any]) -> None:
    rows = {f"content/news/item-{number}.ro.md": sites.news(f"Noutatea {number}") for number in range(60)}
    root = sites.make(tmp_path, rows)
    sites.build(root)
    tab = page(DOCUMENT)
    tab.goto((root / "public/ro/noutati/register/index.html").as_uri())
    heads = tab.locator("thead th button").all_inner_texts()
    assert len(heads) > 2
    tab.pdf(path=tmp_path / "sheets.pdf", prefer_css_page_size=True)
    sheets = programs.run("pdftotext", "-raw", tmp_path / "sheets.pdf", "-").split("\f")
    assert len(sheets) > 2
    for sheet in map(squeezed, sheets):
        assert "noutatea" not in sheet or all(squeezed(head) in sheet for head in heads)
