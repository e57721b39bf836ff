"""What attachments say: people's numbers in whatever file they stand, changes and comments, scans without a text."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
import sites
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ro import cnp

from sitegen.read.attachments import contents, pdf

TRACKED = ("attachment-tracked", "")
CNP, PESEL = "5120301120005", "12230112004"
NUMBER, LIKELY = ("attachment-number", "5••••••••••05"), ("attachment-number-likely", "1••••••••04")


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return written.getvalue()


ROW = "<w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>"
CELLS = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
SHEET = '<row><c r="A1" t="s"><v>0</v></c><c r="B1"><v>{}</v></c></row>'
CASES = {
    "plain": ("a.txt", f"CNP {CNP}".encode(), [NUMBER]),
    "of Windows": ("a.txt", f"Școala, ucznia {PESEL}".encode("utf-16"), [LIKELY]),
    "of old Windows": ("a.txt", f"Numer: żółć {PESEL}".encode("cp1250"), [LIKELY]),
    "a table of commas": ("a.csv", f"1,Jan Wzór,{PESEL},5".encode(), [("attachment-number", "1••••••••04")]),
    "many": ("a.csv", "\n".join(f"0{PESEL[1:]};{n}" for n in range(9)).encode() + f"\n{CNP}".encode(), [NUMBER]),
    "in two runs": ("a.docx", sites.docx(f"<w:r>{CNP[:5]}</w:r><w:r>{CNP[5:]}</w:r>"), [NUMBER]),
    "in a row beside a name": ("a.docx", sites.docx(ROW.format("Jan Wzór", PESEL)), [("attachment-number", LIKELY[1])]),
    "in a paragraph after a name": ("a.docx", sites.docx(f"Jan Wzór</w:p><w:p>{PESEL}"), [LIKELY]),
    "in a note": ("a.docx", archive({"word/footnotes.xml": CNP}), [NUMBER]),
    "deleted": (
        "a.docx",
        sites.docx(f'<w:del w:id="1"><w:delText>{CNP}</w:delText></w:del>'),
        [TRACKED, NUMBER],
    ),
    "with a comment": (
        "a.docx",
        archive({"word/comments.xml": '<w:comment w:id="1">?</w:comment>'}),
        [TRACKED],
    ),
    "changed in LibreOffice": (
        "a.odt",
        archive({"content.xml": "<text:changed-region>"}),
        [TRACKED],
    ),
    "annotated": ("a.odt", archive({"content.xml": "<office:annotation>"}), [TRACKED]),
    "a cell's note": ("a.ods", archive({"content.xml": "<office:annotation>"}), []),
    "of LibreOffice": ("a.ods", archive({"content.xml": CELLS.format(CNP)}), [NUMBER]),
    "a sheet": (
        "a.xlsx",
        archive({"xl/worksheets/sheet1.xml": SHEET.format(PESEL), "xl/sharedStrings.xml": "<si><t>Jan Wzór</t></si>"}),
        [("attachment-number", LIKELY[1])],
    ),
    "slides": ("a.pptx", archive({"ppt/slides/slide1.xml": f"<a:p>{CNP}</a:p>"}), [NUMBER]),
    "a PDF": ("a.pdf", sites.scan(f"CNP {CNP}"), [NUMBER]),
    "a PDF with a text": ("a.pdf", sites.scan("Program"), []),
    "a scan": ("a.pdf", sites.scan(), [("attachment-scanned", "")]),
    "numbers of pages only": ("a.pdf", sites.scan("1"), [("attachment-scanned", "")]),
    "no PDF": ("a.pdf", b"%PDF-1.4", []),
    "a picture": ("a.png", f"{CNP}".encode(), []),
    "a company": ("a.txt", b"IDNO 1003600012345, NIP 123-456-32-18", []),
    "an office file that is none": ("a.docx", CNP.encode(), []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_an_attachment_says(name: str) -> None:
    file, data, expected = CASES[name]
    assert contents.read(file, data) == expected


def test_three_are_shown_and_none_can_be_read() -> None:
    numbers = [
        day + cnp.calc_check_digit(f"{day}0")
        for day in ("512030112000", "190010141001", "290010141001", "601010141001")
    ]
    ((code, shown),) = contents.read("a.txt", "\n".join(numbers).encode())
    assert code == "attachment-number"
    assert shown.count("•") == 30
    assert shown.endswith(", …")
    assert not any(number in shown for number in numbers)


def strings(text: str, cells: int) -> bytes:
    """Give a sheet all of whose cells have one shared text."""
    sheet = '<c t="s"><v>0</v></c>' * cells
    return archive({"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": f"<si><t>{text}</t></si>"})


def lying(data: bytes) -> bytes:
    """Give an archive whose heads say that each part has one byte."""
    heads = re.sub(rb"(PK\x01\x02.{20}).{4}", lambda head: head[1] + b"\1\0\0\0", data, flags=re.DOTALL)
    return re.sub(rb"(PK\x03\x04.{18}).{4}", lambda head: head[1] + b"\1\0\0\0", heads, flags=re.DOTALL)


def packed(method: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as made:
        made.writestr("word/document.xml", " " * (1 << 26))
    return written.getvalue()


def drawn(*filters: bytes, stream: bytes) -> bytes:
    """Give a PDF whose page is a stream, as unpacked by filters."""
    length = b"<</Filter[%b]/Length %d>>" % (b" ".join(filters), len(stream))
    return re.sub(
        rb"<</Length \d+>>\nstream\n.*?\nendstream",
        lambda _found: length + b"\nstream\n" + stream + b"\nendstream",
        sites.scan(),
        flags=re.DOTALL,
    )


def forms(depth: int) -> bytes:
    """Give a PDF whose page draws a form, which draws the next one ten times, and so on."""
    resources = b"<</XObject<<%b>>>>" % b"".join(b"/X%d %d 0 R" % (n, n + 10) for n in range(depth))
    made = sites.scan().replace(b"/Resources <</Font <</F 5 0 R>>>>", b"/Resources " + resources)
    made = re.sub(rb"<</Length \d+>>\nstream\n.*?\nendstream", b"<</Length 6>>\nstream\n/X0 Do\nendstream", made)
    made = made[: made.index(b"xref")]
    for n in range(depth):
        calls = b"/X%d Do " % (n + 1) * 10 if n < depth - 1 else b"q Q"
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources %b/Length %d>>" % (resources, len(calls))
        made += b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (n + 10, head, calls)
    return made + b"trailer\n<</Root 1 0 R>>\n"


COSTLY: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "a part that unpacks to too much": ("a.docx", lambda: sites.docx(f"<w:t>{CNP}</w:t>" + " " * (1 << 25))),
    "many parts": ("a.docx", lambda: archive({f"word/header{n}.xml": " " * (1 << 24) for n in range(6)})),
    "many members": ("a.odt", lambda: archive({f"{n}": "" for n in range(6_000)})),
    "one text in many cells": ("a.xlsx", lambda: strings("a" * (1 << 16), 20_000)),
    "one text of entities": ("a.xlsx", lambda: strings("&amp;" * (1 << 14), 20_000)),
    "slides": ("a.pptx", lambda: archive({f"ppt/slides/s{n}.xml": "a" * (1 << 20) for n in range(6)})),
    "a sheet of LibreOffice": ("a.ods", lambda: archive({"content.xml": "a" * (5 << 20)})),
    "heads that lie": ("a.docx", lambda: lying(sites.docx("a" * 1000))),
    "a method of packing": ("a.docx", lambda: packed(zipfile.ZIP_BZIP2)),
    "another one": ("a.docx", lambda: packed(zipfile.ZIP_LZMA)),
    "a long table": ("a.csv", lambda: b"a" * (5 << 20)),
    "a long text": ("a.txt", lambda: b" " * (17 << 20)),
    "a long PDF": ("a.pdf", lambda: sites.scan("a") + b" " * (1 << 25)),
    "runs in a PDF": (
        "a.pdf",
        lambda: drawn(b"/FlateDecode", b"/RunLengthDecode", stream=zlib.compress(b"\x81 " * (10 << 20))),
    ),
    "packed twice": (
        "a.pdf",
        lambda: drawn(b"/FlateDecode", b"/FlateDecode", stream=zlib.compress(zlib.compress(b"q Q " * (16 << 20)))),
    ),
    "forms that draw forms": ("a.pdf", lambda: forms(9)),
}


@pytest.mark.parametrize("name", COSTLY)
def test_what_is_too_costly_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    file, made = COSTLY[name]
    assert contents.read(file, made()) == [("attachment-unsearched", "")]


def test_after_one_that_is_too_costly_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    for name, data, expected in (("a.pdf", forms(9), [("attachment-unsearched", "")]), CASES["a PDF"]) * 2:
        assert contents.read(name, data) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_who_reads_a_pdf_does_not_outlive_who_asked() -> None:
    code = "import sys; from sitegen.read.attachments import pdf; pdf.pages(sys.stdin.buffer.read(), 1, 600)"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as asking:
        assert asking.stdin
        asking.stdin.write(forms(9))
        asking.stdin.close()
        while not (children := Path(f"/proc/{asking.pid}/task/{asking.pid}/children").read_text().split()):
            time.sleep(0.05)
        time.sleep(1)  # in which it begins to read
        asking.kill()
    (child,) = map(Path("/proc").joinpath, children)
    while child.exists() and ") Z " not in (child / "stat").read_text():
        time.sleep(0.05)


def test_entities_and_archives_within_are_not_opened() -> None:
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij"))
    within = sites.docx(CNP)
    assert contents.read("a.docx", sites.docx(f"<!DOCTYPE x [{laughs}]><w:t>&j;</w:t>")) == []
    assert contents.read("a.docx", archive({"word/document.xml": "", "word/a.docx": within})) == []


@given(st.sampled_from(sorted(CASES)), st.binary(max_size=40), st.integers(0, 400))
def test_no_bytes_raise(name: str, data: bytes, at: int) -> None:
    file, whole, _expected = CASES[name]
    for damaged in (data, whole[:at] + data, whole[:at] + data + whole[at:]):
        assert {code for code, _found in contents.read(file, damaged)} <= {
            *contents.NUMBERS.values(),
            "attachment-tracked",
            "attachment-scanned",
            "attachment-unsearched",
        }


def test_long_files_cost_in_proportion() -> None:
    for piece in ("<", "<w:p ", "</w:p> ", '<c t="s"', "<si>", "1 ", "12 ", "&amp", "(cid:1)"):
        assert contents.read("a.docx", sites.docx(piece * 200_000)) == []
    for piece, told in (("9120301120006 ", 0), ("RO49AAAA1B31007593840000 1234567890123 ", 1), (f"{PESEL} ", 1)):
        assert len(contents.read("a.txt", piece.encode() * 5_000)) == told


LISTED = "attachments:\n  - file: lista.txt\n    title: Lista\n"


def test_it_is_told_where_the_file_is_named_and_may_be_meant(tmp_path: Path) -> None:
    path = "content/news/one/index.ro.md"
    files: dict[str, str | bytes] = {
        path: sites.news("Una", LISTED, "[Lista](lista.txt)"),
        "content/news/one/lista.txt": CNP,
    }
    root = sites.make(tmp_path, files)
    (problem,) = sites.build(root).problems
    line = (root / path).read_text("utf-8").split("\n")[problem.place.line - 1]
    assert (problem.code, line) == ("attachment-number", "  - file: lista.txt")
    assert line[problem.place.column - 1 :] == "lista.txt"
    excuse = "privacy: [{code: attachment-number, reason: Exemplu inventat}]\n"
    (root / path).write_text(sites.news("Una", LISTED + excuse, "[Lista](lista.txt)"), "utf-8")
    assert sites.codes(sites.build(root)) == []


def test_what_was_looked_into_is_not_looked_into_again(tmp_path: Path) -> None:
    """Only a PDF that is new or another needs a process that reads it; a text beside it that changes does not."""
    path = "content/news/one/index.ro.md"
    root = sites.make(tmp_path, {path: sites.news("Una", "", "Text")})
    code = f"""
import sys
from sitegen.cli import main
started = []
sys.addaudithook(lambda event, of: event == "subprocess.Popen" and "/pdf.py" in str(of) and started.append(of))
main(["build", "--source", {str(root)!r}, "--ui-language", "en", "--jobs", "1"])
print(bool(started))
"""

    def read() -> tuple[bool, bool]:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        return "attachment-scanned" in done, done.splitlines()[-1] == "True"

    assert read() == (False, False)
    (root / "content/news/one/plan.pdf").write_bytes(sites.scan())
    (root / path).write_text(sites.news("Una", "", "[Planul](plan.pdf)"), "utf-8")
    assert read() == (True, True)
    assert read() == (True, False)
    (root / path).write_text(sites.news("Una", "", "Alt text [Planul](plan.pdf)"), "utf-8")
    assert read() == (True, False)
    (root / "content/news/one/plan.pdf").write_bytes(sites.scan("Planul"))
    assert read() == (False, True)
