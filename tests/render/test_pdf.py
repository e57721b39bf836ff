"""Papers: tagged PDF that says what the page says, with letters that are right as pixels, and nobody else's files."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
import unicodedata
import xml.etree.ElementTree as ET
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import programs
import pytest
import sites
from PIL import Image, ImageChops, ImageDraw, ImageFont

from sitegen.disk import load
from sitegen.render import pdf

CIRCULAR = """\
---
title: {title}
summary: {title}.
published: 2026-01-02
issuer: isj
registration: {{number: "1921", date: 2021-03-19}}
addressees: [Unitățile de învățământ]
subject: Înscrierea
signatories: [{{name: Ancuța Pășcan, role: Inspector școlar}}]
{more}---

{body}
"""
BODY = """\
Text cu o notă[^1] și ![Afișul taberei](afis.png).

## Un titlu

| Școala | Locuri |
| --- | --- |
| Nr. 9 | 12 |

[^1]: Nota.
"""
ORGANISATIONS = "isj: {ro: Inspectoratul Școlar, en: School Inspectorate}\n"
ADDRESS = "ro/circulare/inscriere/"
FILE = f"public/{ADDRESS}inscriere.pdf"

pytestmark = pytest.mark.usefixtures("_paper")


@pytest.fixture(scope="session")
def _paper() -> None:
    programs.paper()


def picture(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(data, "PNG")
    return data.getvalue()


def circular(title: str, more: str = "", body: str = BODY) -> str:
    return CIRCULAR.format(title=title, more=more, body=body)


def translated(title: str) -> str:
    more = "summary: In brief.\naddressees: [Schools]\nsubject: Enrolment\nsignatories: [{role: Inspector}]\n"
    return sites.translation(title, more, BODY.replace("Un titlu", "A heading"))


def site(folder: Path, **more: str) -> Path:
    return sites.make(
        folder,
        {
            "content/organisations.yaml": ORGANISATIONS,
            "content/circulars/enrolment/index.ro.md": circular("Înscrierea", "slug: inscriere\n"),
            "content/circulars/enrolment/index.en.md": translated("Enrolment"),
            "content/circulars/enrolment/afis.png": picture("red"),
            "content/circulars/other.ro.md": circular("Alta", body="Text."),
            "content/news/one.ro.md": sites.news("Una"),
            **more,
        },
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = site(tmp_path_factory.mktemp("papers"))
    assert sites.codes(sites.build(root, pdf=pdf.printer())) == []
    return root


def pdfs(root: Path) -> list[str]:
    return sorted(path.relative_to(root / "public").as_posix() for path in root.glob("public/**/*.pdf"))


def rendered(root: Path, printer: str = "") -> list[str]:
    return sorted(path for path in sites.build(root, pdf=printer or pdf.printer()).rendered if path.endswith(".pdf"))


def test_each_document_of_a_type_that_asks_has_one_and_links_it(built: Path) -> None:
    assert pdfs(built) == [
        "en/circulars/enrolment/enrolment.pdf",
        "ro/circulare/inscriere/inscriere.pdf",
        "ro/circulare/other/other.pdf",
    ]
    page = (built / "public" / ADDRESS / "index.html").read_text("utf-8")
    assert 'href="inscriere.pdf" type="application/pdf"' in page
    fallback = (built / "public/en/circulars/other/index.html").read_text("utf-8")
    assert "application/pdf" not in fallback


def test_without_being_asked_there_is_none(tmp_path: Path) -> None:
    root = site(tmp_path)
    rendered(root)
    assert pdfs(root)
    sites.build(root)
    assert pdfs(root) == []
    assert "application/pdf" not in (root / "public" / ADDRESS / "index.html").read_text("utf-8")


def test_the_front_matter_has_the_last_word(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/organisations.yaml": ORGANISATIONS,
            "content/circulars/no.ro.md": circular("Nu", "pdf: false\n", "Text."),
            "content/circulars/type.ro.md": circular("Tip", "pdf: null\n", "Text."),
            "content/news/yes.ro.md": sites.news("Da", "pdf: true\n"),
            "content/news/yes.en.md": sites.translation("Yes"),
        },
    )
    assert sites.codes(sites.build(root, pdf=pdf.printer())) == []
    assert pdfs(root) == ["en/news/yes/yes.pdf", "ro/circulare/type/type.pdf", "ro/noutati/yes/yes.pdf"]


def test_it_is_a_tagged_pdf_with_title_language_and_outline(built: Path) -> None:
    from pypdf import PdfReader

    said = programs.run("pdfinfo", built / FILE)
    assert re.search(r"Tagged: +yes", said)
    assert re.search(r"Page size: .*A4", said)
    assert re.search(r"Title: +Înscrierea", said)
    assert re.search(r"Author: +Inspectoratul Școlar", said)
    meta = ET.fromstring(programs.run("pdfinfo", "-meta", built / FILE))  # noqa: S314  (our own)
    uri = "{http://www.aiim.org/pdfua/ns/id/}part"
    assert [one.get(uri) for one in meta.iter() if one.get(uri)] == ["1"]
    for file, language, heading in ((FILE, "ro", "Un titlu"), (f"public/{pdfs(built)[0]}", "en", "A heading")):
        read = PdfReader(built / file)
        root: Any = read.root_object
        assert root["/Lang"] == language
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        below: Any = [part for part in read.outline if isinstance(part, list)]
        assert heading in [one.title for part in below for one in part]
        assert str(read.metadata and read.metadata.creation_date_raw) == "D:20260102"


def test_it_says_what_the_page_says(built: Path) -> None:
    text = programs.run("pdftotext", "-layout", built / FILE, "-")
    for part in (
        *("Buletin", "Inspectoratul Școlar", "Nr. 1921 din 19 martie 2021", "Unitățile de învățământ", "Un titlu"),
        *("Ancuța Pășcan", "Inspector școlar", "Nota.", f"https://example.test/{ADDRESS}", "Pagina 1 din 1"),
        *("Română – Original", "English – Traducere neoficială"),
    ):
        assert part in text
    english = programs.run("pdftotext", "-layout", built / f"public/{pdfs(built)[0]}", "-")
    assert "Unofficial translation." in english
    assert "Page 1 of 1" in english
    structure = programs.run("pdfinfo", "-struct", built / FILE)
    for tag in ("H1", "H2", "Table", "TH", "TD", "Figure", "Link"):
        assert re.search(rf"^ *{tag}\b", structure, re.MULTILINE), tag
    pictures = programs.run("pdfimages", "-list", built / FILE)
    assert re.search(r"image +40 +30", pictures)


def test_its_code_leads_to_the_page(built: Path, tmp_path: Path) -> None:
    for number, path in enumerate(pdfs(built)):
        copy = tmp_path / f"{number}.pdf"
        copy.write_bytes((built / "public" / path).read_bytes())
        found = [code for drawn in programs.raster(copy) for code in programs.scanned(drawn)]
        assert found == [f"https://example.test/{path.rpartition('/')[0]}/"]


# --- letters ----------------------------------------------------------------------------------------------------------

LETTERS = "șțăâîąęłśźżćńóȘȚĂÂÎĄĘŁŚŹŻĆŃÓ"
FALSE = "şţãȋȃsaitelzcnoSATIELZCNO"
"""What they must not look like: with a cedilla, a tilde, an inverted breve, or bare."""
SIZE = 96


def shape(drawn: Image.Image) -> Image.Image:
    """Cut a letter out, dark on light, and bring it to one size; how it was smoothed no longer matters."""
    box = drawn.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box, "an empty letter"
    return drawn.crop(box).resize((SIZE, SIZE))


def difference(one: Image.Image, other: Image.Image) -> float:
    histogram = ImageChops.difference(one, other).histogram()
    return sum(value * count for value, count in enumerate(histogram)) / (255 * SIZE * SIZE)


def drawn(letter: str, face: bytes) -> Image.Image:
    """Draw a letter with the font itself, by FreeType, without any PDF."""
    image = Image.new("L", (600, 600), 255)
    ImageDraw.Draw(image).text((150, 100), letter, fill=0, font=ImageFont.truetype(io.BytesIO(face), 300))
    return shape(image)


@pytest.mark.parametrize(("mark", "face"), [("{}", "regular"), ("**{}**", "bold")])
def test_each_letter_is_right_as_pixels(tmp_path: Path, mark: str, face: str) -> None:
    """Text that can be copied proves nothing: a wrong subset of a font draws other letters under the right codes."""
    letters = "".join(f"- {mark.format(letter)}\n" for letter in LETTERS)
    root = sites.make(tmp_path, {"content/news/abc.ro.md": sites.news("Litere", "pdf: true\n", letters)})
    assert sites.codes(sites.build(root, pdf=pdf.printer())) == []
    file = root / "public/ro/noutati/abc/abc.pdf"
    found = re.findall(
        r'<page|<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.)</word>',
        programs.run("pdftotext", "-bbox", file, "-"),
    )
    pages = [Image.open(path).convert("L") for path in programs.raster(file, 600)]
    page, seen = -1, dict[str, Image.Image]()
    for left, top, right, bottom, letter in found:
        if not letter:
            page += 1
        elif letter in LETTERS:
            box = [float(part) * 600 / 72 for part in (left, top, right, bottom)]
            seen[letter] = shape(pages[page].crop((int(box[0]) - 6, int(box[1]) - 6, int(box[2]) + 6, int(box[3]) + 6)))
    assert set(seen) == set(LETTERS), "what is copied from it"
    fonts = load.fonts()
    font, another = fonts[face], fonts["bold" if face == "regular" else "regular"]
    known = {letter: drawn(letter, font) for letter in (*LETTERS, *FALSE, "\U0010fffd")}
    for letter, image in seen.items():
        nearest = min(known, key=lambda other: difference(image, known[other]))
        assert nearest == letter, f"{unicodedata.name(letter)} looks like {nearest}"
        # Programs smooth thin stems differently; half of what the other face is away is still this one.
        assert difference(image, known[letter]) < difference(drawn(letter, another), known[letter]) / 2


def test_fonts_are_embedded_with_their_codes(built: Path) -> None:
    listed = programs.run("pdffonts", built / FILE).splitlines()[2:]
    assert listed
    for line in listed:
        assert re.search(r"\+Paper\S* +CID TrueType +Identity-H +yes yes yes", line)


# --- the same bytes, and no others ------------------------------------------------------------------------------------


def test_two_processes_make_the_same_bytes(built: Path, tmp_path: Path) -> None:
    for seed, jobs in (("1", "1"), ("2", "2")):
        around = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(programs.ROOT)}
        there = ("--source", built, "--output", tmp_path / seed, "--as-of", sites.AS_OF.isoformat())
        asked = (sys.executable, "-m", "sitegen", "build", "--pdf", "--clean", "--jobs", jobs, *there)
        subprocess.run(asked, env=around, check=True, capture_output=True)
    one, other = sites.tree(tmp_path / "1"), sites.tree(tmp_path / "2")
    assert one == other
    assert {path: one.get(path) for path in pdfs(built)} == {
        path: (built / "public" / path).read_bytes() for path in pdfs(built)
    }


def test_only_what_has_changed_is_made_again(tmp_path: Path) -> None:
    root = site(tmp_path)
    files = [f"{ADDRESS}inscriere.pdf", "en/circulars/enrolment/enrolment.pdf"]
    assert len(rendered(root)) == 3
    assert rendered(root) == []
    sites.make(root, {"content/circulars/other.ro.md": circular("Alta", body="Alt text.")})
    assert rendered(root) == ["ro/circulare/other/other.pdf"]
    sites.make(root, {"content/circulars/enrolment/afis.png": picture("blue")})
    assert rendered(root) == sorted(files)
    sites.make(root, {"content/news/two.ro.md": sites.news("Două"), "content/pages/new.ro.md": sites.news("Pagină")})
    assert rendered(root) == []
    sites.make(root, {"templates/static/style.css": "p { color: red }"})
    assert rendered(root) == []
    (root / "public" / files[0]).unlink()
    assert rendered(root) == [files[0]]
    style = (programs.ROOT / "templates/pages/paper.css").read_text("utf-8")
    sites.make(root, {"templates/pages/paper.css": style + "p { color: #222 }\n"})
    assert len(rendered(root)) == 3
    assert len(rendered(root, "another Pango")) == 3
    assert len(rendered(root)) == 3
    made = sites.tree(root / "public")
    sites.build(root, pdf=pdf.printer(), clean=True)
    assert sites.tree(root / "public") == made


def test_it_gets_no_file_and_no_address_that_it_was_not_handed(tmp_path: Path) -> None:
    asked = list[str]()

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET-7", "utf-8")
    (tmp_path / "secret.css").write_text('p::after { content: "SECRET-7" }', "utf-8")
    (tmp_path / "secret.png").write_bytes(picture("red"))
    there = f"http://127.0.0.1:{server.server_port}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{tmp_path.as_uri()}/secret.png"/></svg>'
    page = f"""<!doctype html><html lang="ro"><title>x</title><base href="https://example.test/a/">
        <link rel="stylesheet" href="{tmp_path.as_uri()}/secret.css"><link rel="stylesheet" href="{there}/style.css">
        <link rel="attachment" href="{secret.as_uri()}"><img src="{tmp_path.as_uri()}/secret.png" alt="x">
        <style>@import url("{there}/imported.css"); p {{ background: url("{there}/back.png") }}</style>
        <img src="{there}/image.png" alt="y"><img src="mine.svg" alt="z"><object data="{secret.as_uri()}"></object>
        <p><a rel="attachment" href="{secret.as_uri()}">x</a></p>"""
    made = pdf.pdf(page, load.fonts(), {"https://example.test/a/mine.svg": svg.encode()})
    server.shutdown()
    server.server_close()
    (tmp_path / "made.pdf").write_bytes(made)
    assert asked == []
    assert "SECRET" not in programs.run("pdftotext", tmp_path / "made.pdf", "-")
    assert programs.run("pdfdetach", "-list", tmp_path / "made.pdf").strip() == "0 embedded files"
    assert len(programs.run("pdfimages", "-list", tmp_path / "made.pdf").splitlines()) == 2


def test_without_the_library_one_line_says_what_to_install(tmp_path: Path) -> None:
    root = site(tmp_path)
    code = f"""
import sys
sys.modules["weasyprint"] = None  # as where it is not installed
from sitegen.cli import main
sys.exit(main(["build", "--pdf", "--source", {str(root)!r}, "--ui-language", "en"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    lines = [line for line in done.stderr.splitlines() if line]
    assert lines == ['Error: --pdf: the library "weasyprint" is not installed: pip install "sitegen-bulletin[pdf]".']
    assert not (root / "public").exists()
