"""The sample site: 60 announcements of every type, in every state that a bulletin knows, each marked as a sample.

`python -m benchmarks sample DIR [--build]` writes it, from `sample.yaml` and from the fields that the types declare;
equal declarations, equal bytes. It is looked at, and checked, as of AS_OF.
"""

from __future__ import annotations

import argparse
import datetime
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import corpus, facts
from benchmarks.corpus import LANGUAGES, Texts
from benchmarks.peers import environment
from benchmarks.plans import WORDS, Plan, plans, types
from sitegen.model.sources import Source
from sitegen.read import inheritance, translations
from sitegen.read.file import parse
from sitegen.read.kinds import convert

AS_OF = "2026-11-21T12:00:00+02:00"
MEANT = ("translation-outdated", "translation-unstamped")
"""The warnings that the sample site has on purpose."""

STATUSES = ("official", "unofficial", "machine", "parallel", "authentic")
PICTURE = "participants.png"
SITE = "sample.example"

# --- text -------------------------------------------------------------------------------------------------------------


def body(plan: Plan) -> Iterator[Texts]:
    """Give the blocks of Markdown in each language."""
    words = plan.words
    yield plan.fill(WORDS["notice"])
    yield plan.fill([" ".join(sentences) for sentences in zip(*words["lead"], strict=True)])
    wanted = [*words["sections"]]
    if plan.size == "long":
        wanted += [name for name in ("background", "duties", "results", "timetable", "terms") if name not in wanted]
    for name in wanted[: 0 if plan.size == "short" else None if plan.size == "long" else 4]:
        for block in WORDS["sections"][name]:
            yield from _block(plan, block)
    near = [*plan.given.get("facts", {}).get("related", ())]
    if near:
        yield plan.fill([text.replace("{doc}", near[0]) for text in WORDS["see"]])


def _block(plan: Plan, block: Any) -> Iterator[Texts]:
    """Write a block of a section, whose form its key says; a plain list is a paragraph of sentences."""
    if isinstance(block, list):
        yield plan.fill([" ".join(sentences) for sentences in zip(*block, strict=True)])
        return
    ((form, rows),) = block.items()
    marks = {"heading": "## ", "subheading": "### ", "note": "[^1]: ", "quote": "> ", "image": "![", "passage": ""}
    if form in marks:
        end = f"]({PICTURE})" if form == "image" else ""
        texts = plan.fill([f"{marks[form]}{text}{end}" for text in rows])
        ro, pl, en = (f"::: {{lang={tag}}}\n{text}\n:::" for tag, text in zip(("en", "en", "ro"), texts, strict=True))
        yield (ro, pl, en) if form == "passage" else texts
        return
    lines = [_line(plan, form, number, row) for number, row in enumerate(rows, 1)]
    if form == "table":
        lines.insert(1, _ruler(rows))
    between = "\n\n" if form == "terms" else "\n"
    ro, pl, en = (between.join(texts) for texts in zip(*lines, strict=True))
    yield ro, pl, en


def _line(plan: Plan, form: str, number: int, row: Any) -> Texts:
    if form == "table":
        cells = [plan.fill(cell if isinstance(cell, list) else [cell] * 3) for cell in row if cell != "end"]
        ro, pl, en = (f"| {' | '.join(texts)} |" for texts in zip(*cells, strict=True))
        return ro, pl, en
    if form == "terms":
        return plan.fill([f"{term}\n:   {meaning}" for term, meaning in zip(*row, strict=True)])
    return plan.fill([f"{f'{number}.' if form == 'steps' else '-'} {text}" for text in row])


def _ruler(rows: Sequence[Sequence[Any]]) -> Texts:
    """Give the line below a table's head; a row that ends in `end` has figures in its last column."""
    columns = ["---"] * len(rows[0])
    if rows[-1][-1] == "end":
        columns[-1] = "---:"
    line = f"| {' | '.join(columns)} |"
    return line, line, line


# --- files ------------------------------------------------------------------------------------------------------------


def write(folder: Path) -> int:
    """Write the site's sources; give how many announcements it has."""
    content, count = folder / "content", 0
    if content.exists():
        site = content / "site.yaml"
        if not site.is_file() or SITE not in site.read_text("utf-8"):
            raise SystemExit(f"{content} holds another site: choose another folder")
        shutil.rmtree(content)
    content.mkdir(parents=True)
    for name, data in _settings():
        (content / f"{name}.yaml").write_text(corpus.dumped(data), "utf-8", newline="\n")
    for plan in plans():
        if plan.folder not in types():
            continue  # the site at hand has other types
        count += 1
        room = content / plan.identity
        room.mkdir(parents=True)
        for name, file in _documents(plan):
            (room / name).write_bytes(file)
    return count


def _documents(plan: Plan) -> Iterator[tuple[str, bytes]]:
    """Give an announcement's files."""
    fields, blocks = facts.front(plan), [*body(plan)]
    original, stamp = plan.original, dict[str, str]()
    for version in plan.given["in"]:
        language, *marks = version.split()
        head = corpus.said(fields, language, facts=language == original)
        if language == original:
            head |= {name: None for name in ("issuer",) if fields.get(name) is None}
        else:
            head["translation"] = _translation(original, marks, stamp)
            for title, name in zip(head.get("attachments", ()), plan.files, strict=False):
                title["file"] = name  # files are matched by their names
        texts = [block[LANGUAGES.index(language)] for block in blocks]
        data = corpus.file(head, texts).encode()
        stamp = stamp or _stamp(plan, original, data)
        yield f"index.{language}.md", data
    if any(f"]({PICTURE})" in text for block in blocks for text in block):
        yield PICTURE, picture()
    for name in plan.files:
        title = f"[Sample] {WORDS['files'][name][2]}, {plan.identity}"
        yield name, pdf(title) if name.endswith(".pdf") else f"\ufeffsample;{title}\r\n1;2\r\n".encode()


def _translation(original: str, marks: Sequence[str], stamp: Mapping[str, str]) -> dict[str, Any]:
    status = next((mark for mark in marks if mark in STATUSES), "unofficial")
    block: dict[str, Any] = {"of": original, "status": status, "translator": None, "reviewed": None}
    if status == "official":
        block |= {"translator": WORDS["people"][0], "reviewed": datetime.date(2026, 9, 30)}
    if "unstamped" not in marks:
        block["source"] = {**stamp} | ({"lead": 12 * "0"} if "outdated" in marks else {})
    return block


def _stamp(plan: Plan, language: str, data: bytes) -> dict[str, str]:
    """Say what translations of an original are made from, as the engine says it."""
    head = parse(Source(f"content/{plan.identity}/index.{language}.md", data)).head
    assert head.front is not None  # noqa: S101  (written just now)
    fields = types()[plan.folder].fields
    given, _found = convert(head.front, fields, head.path)
    return translations.stamp(head, "\n".join(f"{key}\t{text}" for key, text in inheritance.texts(fields, given)))


def _settings() -> Iterator[tuple[str, dict[str, Any]]]:
    site: dict[str, Any] = {"id": SITE, "title": _named(WORDS["site"]), "base_url": f"https://{SITE}/"}
    site |= {"languages": [*LANGUAGES], "time_zone": "Europe/Bucharest", "publisher": None, "contact": None}
    yield "site", site
    yield "topics", {name: _named(names) for name, names in WORDS["topics"].items()}
    organisations = {}
    for name, one in WORDS["organisations"].items():
        organisations[name] = _named(one["names"]) | {"kind": one["kind"], "place": one["place"]}
    yield "organisations", organisations


def _named(names: Sequence[str]) -> dict[str, str]:
    return dict(zip(LANGUAGES, names, strict=True))


def picture() -> bytes:
    """Draw a chart of three rising bars as a PNG, not compressed, so that no zlib's version shows in its bytes."""
    width, height, bars = 240, 120, ((20, 40), (95, 65), (170, 95))
    rows = bytearray()
    for y in range(height):
        row = [any(left <= x < left + 50 and height - y <= top for left, top in bars) for x in range(width)]
        rows += b"\0" + bytes(sum(row[x + bit] << (7 - bit) for bit in range(8)) for x in range(0, width, 8))
    header = struct.pack(">IIBBBBB", width, height, 1, 3, 0, 0, 0)  # one bit a pixel, of a palette of two
    parts = [(b"IHDR", header), (b"PLTE", bytes.fromhex("eef2f71d4f91")), (b"IDAT", zlib.compress(bytes(rows), 0))]
    chunks = [struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
              for name, data in (*parts, (b"IEND", b""))]  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pdf(title: str) -> bytes:
    """Write a page of PDF with a line of text."""
    text = f"BT /F1 14 Tf 72 760 Td ({title}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)


def main(arguments: Sequence[str]) -> None:
    """Write the sample site, and build it if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks sample", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the site's root; what its content/ holds is replaced")
    parser.add_argument("--build", action="store_true", help="build it, too, into public/ below that folder")
    asked = parser.parse_args(arguments)
    print(f"{write(asked.folder)} announcements in {asked.folder / 'content'}")
    if asked.build:
        command = [sys.executable, "-m", "sitegen", "build", "--source", str(asked.folder), "--as-of", AS_OF]
        done = subprocess.run([*command, "--output", str(asked.folder / "public")], env=environment(), check=False)
        raise SystemExit(done.returncode)
