"""Print: what Chromium puts on paper, seen as text, as pixels, and through the eye that reads its QR code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sites
import tools
from PIL import Image

from sitegen import qr

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
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.CHROMIUM_ARGUMENTS)
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
    return tools.run("pdftotext", "-layout", file, "-").split("\f")[:-1]


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
    assert "Ancuța Pășcan" in rest[-1]
    assert re.search("Page size: .*A4", tools.run("pdfinfo", printed(DOCUMENT)))
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
    for drawn in tools.raster(file, 72):
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
    light, dark = (tools.raster(printed(DOCUMENT, scheme), 30)[0] for scheme in ("light", "dark"))
    assert Image.open(light).tobytes() == Image.open(dark).tobytes()


@pytest.mark.parametrize("address", [DOCUMENT, "ro/", CIRCULARS, f"{CIRCULARS}register/", ""])
def test_a_telephone_finds_the_page(printed: Callable[..., Path], address: str) -> None:
    found = [code for drawn in tools.raster(printed(address)) for code in tools.scanned(drawn)]
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
    assert tools.scanned(tmp_path / "code.png") == [address]


def test_on_the_screen_nothing_of_it_shows(page: Callable[[str], Any]) -> None:
    shown = page(DOCUMENT)
    assert not shown.locator(".qr").is_visible()
    assert "QR" not in shown.locator("body").aria_snapshot()
