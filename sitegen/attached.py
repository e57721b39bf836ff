"""What attachments say that nobody sees at once: people's numbers, changes and comments, scans without a text.

The text of office files (ECMA-376, OpenDocument), of plain text, and of PDFs where pdfminer.six is there, is searched
as that of documents is; numbers are told masked. All is bounded; what cannot be read says nothing, no bytes raise.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from sitegen import pdftext, personal, traces

PLAIN = (".txt", ".csv")
ENDINGS = (*traces.ENDINGS, *PLAIN)
"""How the names of files end that are looked into."""
NUMBERS = {
    "personal-number": "attachment-number",
    "personal-number-likely": "attachment-number-likely",
    "personal-card": "attachment-card",
    "personal-iban": "attachment-iban",
}
"""What is told of a number in an attachment, by what is told of one in a text."""
TRACKED, SCANNED = "attachment-tracked", "attachment-scanned"

_SHOWN = 3
_PART, _WHOLE, _LARGE, _TEXT = 1 << 24, 1 << 26, 1 << 25, 1 << 22
"""Bytes of a part of an office file and of all its parts that are read, and of a PDF; letters that are searched."""
_PAGES, _STREAM, _STREAMS = 20, 1 << 26, 1 << 28
"""Pages of a PDF that are read; bytes that one stream of it and all may unpack to."""


def tells(name: str) -> bool:
    """Say whether a file is of a kind that is looked into."""
    return name.lower().endswith(ENDINGS)


def read(name: str, data: bytes) -> list[tuple[str, str]]:
    """Give the codes of what a file says and tells, each with what was found, masked."""
    ending, found = name[name.rfind(".") :].lower(), [(code, "") for code in traces.read(name, data)]
    if ending == ".pdf":
        text = _printed(data)
        if text is not None and not any(map(str.isalpha, text)):
            found.append((SCANNED, ""))
    elif ending in PLAIN:
        text = _plain(data)
        text = re.sub("[,;]", "\t", text) if ending == ".csv" else text
    else:
        parts = dict(_parts(data)) if ending in traces.OFFICE else {}
        text = "\n".join(_words(name, part, parts) for name, part in parts.items())
        if ending in (".docx", ".odt") and any(_TRACKED.search(part) for part in parts.values()):
            found.append((TRACKED, ""))
    return [*found, *_numbers((text or "")[:_TEXT])]


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    told = dict[str, dict[str, None]]()
    for one in personal.numbers(text):
        told.setdefault(NUMBERS[one.code], {})[personal.mask(one.value)] = None
    for code, values in sorted(told.items()):
        yield code, ", ".join([*values][:_SHOWN]) + (", …" if len(values) > _SHOWN else "")


def _plain(data: bytes) -> str:
    """Read a text in whatever way Windows' programs write one."""
    data = data[:_PART]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1250", "replace")


# --- PDF --------------------------------------------------------------------------------------------------------------

_UNKNOWN = re.compile(r"\(cid:\d+\)")
"""What stands for a letter of which the file does not say which it is."""
_BEGINS = re.compile(rb"stream\r?\n")


def _printed(data: bytes) -> str | None:
    """Give the text of a PDF's first pages; None where it cannot be read."""
    if not pdftext.available() or len(data) > _LARGE or not _bounded(data):
        return None
    try:
        pages = pdftext.pages(data, _PAGES)
    except pdftext.UnreadableError:
        return None
    return _UNKNOWN.sub("", "\n".join(line.text for page in pages for line in page)) if pages else None


def _bounded(data: bytes) -> bool:
    """Say whether a PDF unpacks to no more than a computer can hold; pdfminer.six has no bounds of its own."""
    whole = 0
    for found in _BEGINS.finditer(data):
        end = data.find(b"endstream", found.end())
        try:
            size = len(zlib.decompressobj().decompress(data[found.end() : end if end > 0 else None], _STREAM))
        except zlib.error:
            continue
        whole += size
        if size >= _STREAM or whole >= _STREAMS:
            return False
    return True


# --- office files -----------------------------------------------------------------------------------------------------

_STRINGS = "xl/sharedStrings.xml"
_TEXTS = re.compile(
    r"content\.xml|word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
    rf"|xl/worksheets/sheet\d+\.xml|{re.escape(_STRINGS)}|ppt/(?:slides|notesSlides|comments)/\w+\.xml"
)
_TRACKED = re.compile(
    r"<(?:w:ins|w:del|w:moveFrom|w:moveTo|w:comment|text:changed-region|office:annotation)[\s/>]",
)
_CELL = re.compile(
    r"(?:</(?:w:p|text:p)>\s*)?</(?:w:tc|table:table-cell|c)>|<(?:w:tab|text:tab|text:s)\b[^<>]{0,100}/>"
)
_LINE = re.compile(
    r"</(?:w:p|w:tr|text:p|text:h|table:table-row|a:p|a:tr|row|si)>|<(?:w:br|text:line-break|a:br)\b[^<>]{0,100}/>"
)
_STRING = re.compile(r"<si\b[^<>]{0,100}>.*?</si>", re.DOTALL)
_NAMED = re.compile(r"(<c\b[^<>]{0,200}?\bt=\"s\"[^<>]{0,200}>\s*<v>)(\d{1,7})(?=</v>)")
_TAG = re.compile("<[^<>]*>")


def _parts(data: bytes) -> Iterator[tuple[str, str]]:
    """Give the parts of an office file in which its text stands."""
    left = _WHOLE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                if _TEXTS.fullmatch(part.filename) and part.file_size <= min(_PART, left):
                    left -= part.file_size
                    yield part.filename, archive.read(part).decode("utf-8", "replace")
    except traces.UNREADABLE:
        return


def _words(name: str, part: str, parts: dict[str, str]) -> str:
    """Give the text of a part, a paragraph or a row of a table in a line, its cells with tabs between."""
    if name.startswith("xl/worksheets/") and _STRINGS in parts:
        known = _STRING.findall(parts[_STRINGS])
        part = _NAMED.sub(lambda at: at[1] + (known[int(at[2])] if int(at[2]) < len(known) else ""), part)
        part = part.replace("</si>", "")
    return html.unescape(_TAG.sub("", _LINE.sub("\n", _CELL.sub("\t", part))))
