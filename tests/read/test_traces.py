"""What files tell of people beside what they show: pictures and documents as other programs write them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import PIL.Image
import PIL.PngImagePlugin
import pytest
import sites
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from sitegen.read.attachments import AUTHOR, ENDINGS, LOCATION, mended, read

GPS, ARTIST, LATITUDE = 0x8825, 0x013B, 2


XMP = (
    b'<x:xmpmeta><rdf:Description exif:GPSLatitude="46,46N" pdf:Author="Ana"><dc:creator><rdf:Seq>'
    b"<rdf:li>Ana Model</rdf:li></rdf:Seq></dc:creator></rdf:Description></x:xmpmeta>"
)


def picture(
    form: str,
    author: str = "",
    *,
    placed: bool = False,
    xmp: bytes = b"",
    said: str = "",
    more: Mapping[int, object] | None = None,
) -> bytes:
    """Give a picture as Pillow writes it, with an author in its EXIF or `said` as a text."""
    exif = PIL.Image.Exif()
    exif.update(more or {})
    if author:
        exif[ARTIST] = author
    if placed:
        exif[GPS] = {1: "N", LATITUDE: (46.0, 46.0, 0.0), 3: "E", 4: (23.0, 35.0, 0.0)}
    written = io.BytesIO()
    texts = PIL.PngImagePlugin.PngInfo()
    if said:
        texts.add_text("Author", said)
    if xmp and form == "PNG":
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
    options = {"pnginfo": texts} if form == "PNG" else {"xmp": xmp} if xmp else {}
    PIL.Image.linear_gradient("L").resize((8, 8)).save(written, form, exif=exif.tobytes(), **options)
    return written.getvalue()


def office(part: str, text: str, *others: str) -> bytes:
    """Give a zip archive with a part, as office files are, and others around it, the first of which is not packed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for other in others:
            archive.writestr(other, "as it is", zipfile.ZIP_STORED)
        archive.writestr(part, text)
        if others:
            archive.writestr("last.xml", "<a/>" * 100)
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


# --- taken out --------------------------------------------------------------------------------------------------------

ORIENTATION, TITLE = 0x0112, 0x010E
TOLD = {
    "jpeg": ("a.jpg", picture("JPEG", "Ana Model", placed=True)),
    "jpeg with an XMP": ("a.jpg", picture("JPEG", xmp=XMP)),
    "a phone's": ("a.jpg", sites.photo(b"Ana Model\0")),
    "png": ("a.png", picture("PNG", "Ana Model", placed=True)),
    "png with a text": ("a.png", picture("PNG", said="Ana Model")),
    "png with an XMP": ("a.png", picture("PNG", xmp=XMP)),
    "tiff": ("a.tiff", picture("TIFF", "Ana Model", placed=True)),
    "docx": ("a.docx", office("docProps/core.xml", CORE.format("Ana Model"), "word/document.xml")),
    "odt": ("a.odt", office("meta.xml", META.format("Ana Model"), "content.xml")),
    "pdf": ("a.pdf", pdf("Ana (Anca) Model")),
    "pdf in other letters": ("a.pdf", pdf("Știința Țării")),
    "pdf with an XMP": ("a.pdf", pdf("Ana Model").replace(b"%%EOF", b"%" + XMP + b"\n%%EOF")),
}
LEFT = {
    "a pdf that is signed": ("a.pdf", pdf("Ana Model") + b"%/ByteRange [0 1 2 3]"),
    "a pdf that is packed": ("a.pdf", PACKED),
    "a pdf whose text says so": ("a.pdf", pdf("").replace(b"%%EOF", b"% /Author (Ana Model)\n%%EOF")),
    "a docx that is signed": (
        "a.docx",
        office("docProps/core.xml", CORE.format("Ana Model"), "_xmlsignatures/sig1.xml"),
    ),
    "a docx that is broken": ("a.docx", TOLD["docx"][1].replace(b"as it is", b"as it os")),
    "an XMP in parts": (
        "a.jpg",
        b"\xff\xd8\xff\xe1\1\0" + (b"http://ns.adobe.com/xmp/extension/\0" + XMP).ljust(300),
    ),
}


def opened(data: bytes) -> PIL.Image.Image:
    with PIL.Image.open(io.BytesIO(data)) as shown:
        shown.load()
        return shown


@pytest.mark.parametrize("name", TOLD)
def test_what_can_be_taken_out_is_told_no_more(name: str) -> None:
    file, data = TOLD[name]
    assert read(file, data) != []
    after = mended(file, data)
    assert read(file, after) == []
    assert mended(file, after) == after
    assert file.endswith((".docx", ".odt")) or len(after) == len(data)
    assert b"Ana" not in after
    assert mended(file, data, [AUTHOR, LOCATION]) == data


@pytest.mark.parametrize("name", LEFT)
def test_what_is_in_doubt_is_left(name: str) -> None:
    file, data = LEFT[name]
    assert AUTHOR in read(file, data)
    assert mended(file, data) == data


@pytest.mark.parametrize(("form", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("TIFF", "tif")])
def test_the_picture_stays_and_lies_as_it_lay(form: str, ending: str) -> None:
    data = picture(form, "Ana Model", placed=True, more={ORIENTATION: 6, TITLE: "Un afiș de la tabără"})
    after = mended(f"a.{ending}", data)
    assert opened(after).tobytes() == opened(data).tobytes()
    with PIL.Image.open(io.BytesIO(data)) as before, PIL.Image.open(io.BytesIO(after)) as read_again:
        tags, there = read_again.getexif(), before.getexif()
        assert tags[ORIENTATION] == there[ORIENTATION] == 6
        assert tags[TITLE] == there[TITLE]
        assert {*tags.get_ifd(GPS)} == {0} != {*there.get_ifd(GPS)}
        assert not str(tags.get(ARTIST, "")).strip("\0 ")


def test_only_what_is_not_meant_is_taken_out() -> None:
    data = picture("JPEG", "Ana Model", placed=True)
    assert read("a.jpg", mended("a.jpg", data, [AUTHOR])) == [AUTHOR]
    assert opened(mended("a.jpg", data, [AUTHOR])).getexif()[ARTIST] == "Ana Model"


@pytest.mark.parametrize("name", ["docx", "odt"])
def test_the_other_parts_of_an_office_file_stay_in_their_order(name: str) -> None:
    file, data = TOLD[name]
    parts = []
    for one in (data, mended(file, data)):
        with zipfile.ZipFile(io.BytesIO(one)) as archive:
            assert archive.testzip() is None
            parts.append(
                [(part.filename, part.compress_type, part.date_time, archive.read(part)) for part in archive.infolist()]
            )
    before, after = parts
    assert [one[:3] for one in after] == [one[:3] for one in before]
    assert [one for one in after if one[0] not in ("meta.xml", "docProps/core.xml")] == [
        one for one in before if one[0] not in ("meta.xml", "docProps/core.xml")
    ]


def test_a_pdf_says_the_rest_as_before() -> None:
    read_again = PdfReader(io.BytesIO(mended("a.pdf", pdf("Ana Model")))).metadata
    assert read_again is not None
    assert read_again.title == "Program"
    assert read_again.author is None


@given(st.data())
def test_whatever_is_damaged_is_mended_once_and_opens_no_less(draw: st.DataObject) -> None:
    file, whole = draw.draw(st.sampled_from([TOLD[name] for name in sorted(TOLD)]))
    data = bytearray(whole)
    for _change in range(draw.draw(st.integers(0, 4))):
        at = draw.draw(st.integers(0, len(data) - 1))
        data[at : at + draw.draw(st.integers(0, 3))] = draw.draw(st.binary(max_size=3))
    after = mended(file, bytes(data))
    assert mended(file, after) == after
    assert {*read(file, after)} <= {*read(file, bytes(data))}
    assert after == bytes(data) or not read(file, after)
    assert shown(file, bytes(data)) in (None, shown(file, after))  # a check sum that was wrong may be right now


def shown(file: str, data: bytes) -> object:
    """Give what a reader of such files sees of one; None where it cannot be opened."""
    try:
        if file.endswith(".pdf"):
            return len(PdfReader(io.BytesIO(data)).pages)
        if file.endswith((".docx", ".odt")):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                named = {"docProps/core.xml", "meta.xml"}
                return [(name, name in named or archive.read(name)) for name in archive.namelist()]
        return opened(data).tobytes()
    except Exception:  # each library has errors of its own
        return None


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


@pytest.mark.parametrize(
    "piece",
    [
        b"1 0 obj<<",
        b"1 0 obj<</Author(x)endobj ",
        b"<x:xmpmeta ",
        b"<x:xmpmeta></x:xmpmeta><dc:creator>a</dc:creator>",
        b"<dc:creator><exif:GPSab>",
        b"/ObjStm stream\n",
    ],
)
def test_long_files_cost_in_proportion(piece: bytes) -> None:
    """What took a minute for a megabyte takes longer than anybody waits for three."""
    length = 3 << 20
    told = read("a.pdf", b"/Info 1 0 R " + piece * (length // len(piece)) + b" endobj")
    assert set(told) <= {AUTHOR}
