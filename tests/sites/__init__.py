"""Sites for tests: a tree in, a tree out."""

from __future__ import annotations

import csv
import difflib
import html
import io
import json
import re
import shutil
import struct
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sitegen import build as pipeline
from sitegen import check
from sitegen.build import order as build_order
from sitegen.build import reading
from sitegen.check import published
from sitegen.model import Site
from sitegen.model.diagnostics import Diagnostic
from sitegen.model.sites import Theme
from sitegen.model.sources import Source
from sitegen.model.terms import Terms
from sitegen.read import announcements, settings
from sitegen.read import paths as read_paths

SECRET = b"of the tests"
AS_OF = datetime.fromisoformat("2026-11-21T12:00:00+02:00")

SITE = """\
id: example.test
title: {ro: Buletin, en: Bulletin}
base_url: https://example.test/
languages: [ro, en]
time_zone: Europe/Bucharest
"""

PO_HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def news(title: str, more: str = "", body: str = "") -> str:
    """Write the smallest original of a news item."""
    return f"---\ntitle: {title}\nsummary: null\npublished: 2026-01-02\nissuer: null\n{more}---\n\n{body}\n"


def translation(title: str, more: str = "", body: str = "", of: str = "ro") -> str:
    """Write the smallest translation."""
    block = f"translation: {{of: {of}, status: unofficial, translator: null, reviewed: null}}\n"
    return f"---\ntitle: {title}\n{block}{more}---\n\n{body}\n"


def make(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a site; content/site.yaml is given where it is not among the files."""
    for path, text in {"content/site.yaml": SITE, **files}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def samples(folder: Path) -> Path:
    """Give a copy of tests/sites/samples: one announcement of each type that a bulletin needs, in three languages."""
    return shutil.copytree(Path(__file__).parent / "samples", folder / "samples")


def build(
    root: Path,
    output: Path | None = None,
    *,
    as_of: datetime = AS_OF,
    drafts: bool = False,
    pdf: str = "",
    base_url: str = "",
    jobs: int = 1,
    clean: bool = False,
    strict: bool = False,
    executor: str = "",
    secret: bytes = SECRET,
    portable: bool = False,
    search: str = "",
    preview: bool = False,
    hold_back: bool = False,
) -> build_order.Report:
    """Build a site in this process, at a fixed moment, without a search if nothing is named that makes its index."""
    terms = Terms(as_of, drafts, base_url, portable, search, pdf)
    how = (jobs, clean, strict, executor, secret, preview, hold_back)
    order = build_order.Order(root, output or root / "public", terms, *how)
    return pipeline.build(order, lambda _stage, _done, _total: None)


def against(root: Path, manifest: Mapping[str, object]) -> build_order.Report:
    """Check a site against what is published."""
    order = build_order.Order(root, root / "public", Terms(AS_OF), 1, secret=SECRET)
    before = published.read(json.dumps(manifest).encode())
    return pipeline.check(order, lambda _stage, _done, _total: None, before)


def read(files: Mapping[str, bytes], design: Theme) -> tuple[Site | None, list[Diagnostic]]:
    """Read and check announcements by their paths, without a disk."""
    given, found = settings.settings({"site.yaml": SITE.encode()}, design.catalogues, "")
    assert given, found
    sets, problems = read_paths.gather(files, given.config.languages, design.types)
    rules = {
        declared.folder: announcements.Rules(declared, given.config.languages, {}, given.config.time_zone)
        for declared in design.types.values()
    }
    readings = {}
    for identity, paths in sets.items():
        sources = {tag: Source(path, files[path]) for tag, path in paths.items()}
        readings[identity] = reading.read(
            reading.Task("", identity, sources, {}, rules[identity.split("/")[0]])
        ).reading
    site, more = check.check(given, readings, {}, design.types, design.catalogues, Terms(AS_OF))
    found = [*found, *problems, *more]
    return (None if any(problem.severity == "error" for problem in found) else site), found


def memory(root: Path) -> Path:
    """Find the file of a site's memory."""
    (file,) = (root / ".sitegen").glob("memory-*.sqlite")
    return file


def codes(report: build_order.Report, severity: str = "error") -> list[str]:
    """Give the codes of what was found."""
    return [problem.code for problem in report.problems if problem.severity == severity]


def table(data: bytes) -> list[list[str]]:
    """Read a register's CSV as its page of open data says: what begins with an apostrophe has one too many."""
    assert data.startswith(b"\xef\xbb\xbf"), "spreadsheets take a CSV without a mark for an old encoding"
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    return [[cell.removeprefix("'") for cell in row] for row in rows]


def photo(artist: bytes = b"") -> bytes:
    """Give a JPEG's beginning whose EXIF says where it was taken, and by whom."""
    tags = [(0x8825, 4, 1, 8 + 2 + 24 + 4)] + ([(0x013B, 2, len(artist), 8 + 2 + 24 + 4 + 42)] if artist else [])
    entries = b"".join(struct.pack(">HHII", *tag) for tag in sorted(tags)).ljust(24, b"\0")
    first = struct.pack(">H", len(tags)) + entries + bytes(4)
    place = struct.pack(">H", 1) + struct.pack(">HHII", 2, 5, 3, 8 + 2 + 24 + 4 + 18) + bytes(4)
    place += struct.pack(">6I", 46, 1, 46, 1, 0, 1)
    exif = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + first + place + artist
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + b"\xff\xd9"


def docx(words: str) -> bytes:
    """Give a text document with some XML in a paragraph, as a zip archive."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document><w:p>{words}</w:p></w:document>")
    return written.getvalue()


def scan(words: str = "") -> bytes:
    """Give a PDF with one page, which has a grey field and some words in ASCII."""
    drawn = f"0.5 g 10 10 80 80 re f BT /F 12 Tf 10 50 Td ({words}) Tj ET".encode()
    parts = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
    ]
    made, places = b"%PDF-1.4\n", list[int]()
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    end = b"trailer\n<</Size 6 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def tree(folder: Path) -> dict[str, bytes]:
    """Read a folder whole."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def difference(expected: Mapping[str, bytes], found: Mapping[str, bytes]) -> str:
    """Tell how two trees differ, as a unified diff."""
    told = list[str]()
    for path in sorted({*expected, *found}):
        if expected.get(path) != found.get(path):
            before, after = (side.get(path, b"").decode("utf-8", "replace").splitlines() for side in (expected, found))
            told += difflib.unified_diff(before, after, f"expected/{path}", f"found/{path}", lineterm="")
    return "\n".join(told)


CIRCULAR = """\
---
title: {title}
summary: null
published: 2026-06-02
issuer: {issuer}
registration: {{number: "{number}", date: {date}}}
addressees: [Toate unitățile]
subject: {title}
signatories: null
---

{body}
"""


def circular(title: str, number: str, date: str, body: str = "Text.", issuer: str = "school") -> str:
    return CIRCULAR.format(title=title, number=number, date=date, body=body, issuer=issuer)


EDITORS = {"ro": "ro/pentru-redactori", "en": "en/editors"}


def begun(root: Path, language: str) -> list[tuple[str, str, str]]:
    """Give the path, the text and the form of each file that the editors' page begins."""
    page = (root / "public" / EDITORS[language] / "index.html").read_text("utf-8")
    found = []
    for block in re.findall(r"<details>(.*?)</details>", page, re.DOTALL):
        path, text = re.findall(r"<code>(.*?)</code>", block)[0], re.findall(r"<pre>(.*?)</pre>", block, re.DOTALL)[0]
        href = re.findall(r'<a href="(.*?)"', block)
        found.append((html.unescape(path), html.unescape(text), html.unescape(href[0]) if href else ""))
    return found
