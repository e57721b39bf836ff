"""What files tell of people beside what they show: pictures and documents as other programs write them."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import PIL.Image
import pytest
import sites
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from sitegen.traces import AUTHOR, ENDINGS, LOCATION, read

GPS, ARTIST, LATITUDE = 0x8825, 0x013B, 2


def picture(form: str, author: str = "", *, placed: bool = False) -> bytes:
    """Give a picture as Pillow writes it."""
    exif = PIL.Image.Exif()
    if author:
        exif[ARTIST] = author
    if placed:
        exif[GPS] = {1: "N", LATITUDE: (46.0, 46.0, 0.0), 3: "E", 4: (23.0, 35.0, 0.0)}
    written = io.BytesIO()
    PIL.Image.new("RGB", (4, 4)).save(written, form, exif=exif)
    return written.getvalue()


def office(part: str, text: str) -> bytes:
    """Give a zip archive with one part, as office files are."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, text)
    return written.getvalue()


def pdf(author: str) -> bytes:
    """Give a PDF as pypdf writes it."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "Program", **({"/Author": author} if author else {})})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


PACKED = b"5 0 obj <</Type /ObjStm /Filter /FlateDecode>>\nstream\n" + zlib.compress(b"<</Author (Ana Model)>>")
CORE = "<cp:coreProperties><dc:creator>{}</dc:creator></cp:coreProperties>"
META = "<office:meta><meta:initial-creator>{}</meta:initial-creator></office:meta>"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        *((f"a.{ending}", picture(form), []) for ending, form in (("jpg", "JPEG"), ("png", "PNG"), ("tif", "TIFF"))),
        ("a.JPG", picture("JPEG", "Ana Model", placed=True), [AUTHOR, LOCATION]),
        ("a.png", picture("PNG", "Ana Model", placed=True), [AUTHOR, LOCATION]),
        ("a.tiff", picture("TIFF", "Ana Model"), [AUTHOR]),
        ("a.jpg", picture("JPEG", placed=True), [LOCATION]),
        ("a.jpg", picture("JPEG", "      "), []),
        ("a.jpg", sites.photo(b"Ana Model\0"), [AUTHOR, LOCATION]),
        ("a.docx", office("docProps/core.xml", CORE.format("Ana Model")), [AUTHOR]),
        ("a.xlsx", office("docProps/core.xml", CORE.format("")), []),
        ("a.odt", office("meta.xml", META.format("Ana Model")), [AUTHOR]),
        ("a.docx", office("word/document.xml", "x"), []),
        ("a.pdf", pdf("Ana Model"), [AUTHOR]),
        ("a.pdf", pdf("Știința Țării"), [AUTHOR]),
        ("a.pdf", pdf(""), []),
        ("a.pdf", PACKED, [AUTHOR]),
        ("a.txt", b"/Author (Ana Model)", []),
    ],
)
def test_what_a_file_tells(name: str, data: bytes, expected: list[str]) -> None:
    assert read(name, data) == expected


@given(st.sampled_from(ENDINGS), st.binary(max_size=300), st.sampled_from([0, 12, 20, 200]))
def test_no_bytes_raise(ending: str, data: bytes, kept: int) -> None:
    whole = {".pdf": PACKED, ".docx": office("meta.xml", META)}.get(ending, sites.photo(b"Ana\0\0"))
    for damaged in (data, whole[:kept] + data, whole[:kept] + data + whole[kept:]):
        assert {*read(f"a{ending}", damaged)} <= {AUTHOR, LOCATION}


def test_a_changed_file_is_looked_at_again(tmp_path: Path) -> None:
    """The announcement is read anew, though no text of it changed; with a reason nothing is told."""
    path = "content/news/one/index.ro.md"
    files: dict[str, str | bytes] = {
        path: sites.news("Una", "", "[Afiș](afis.jpg)"),
        "content/news/one/afis.jpg": picture("JPEG"),
    }
    root = sites.make(tmp_path, files)
    assert sites.codes(sites.build(root), "warning") == []
    (root / "content/news/one/afis.jpg").write_bytes(picture("JPEG", "Ana Model"))
    assert sites.codes(sites.build(root), "warning") == [AUTHOR]
    assert sites.codes(sites.build(root), "warning") == [AUTHOR]
    (root / path).write_text(
        sites.news("Una", f"privacy: [{{code: {AUTHOR}, reason: x}}]\n", "[Afiș](afis.jpg)"), "utf-8"
    )
    assert sites.codes(sites.build(root), "warning") == []
