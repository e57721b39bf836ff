"""What attachments say that nobody sees at once: people's numbers, changes and comments, scans without a text.

The text of office files (ECMA-376, OpenDocument), of plain text, and of PDFs where pdfminer.six is there, is searched
as that of documents is; numbers are told masked. All is bounded, and what is beyond is told. What cannot be read says
nothing, no bytes raise.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence

from sitegen.language import personal
from sitegen.read import attachments
from sitegen.read.attachments import pdf

PLAIN = (".txt", ".csv")
ENDINGS = (*attachments.ENDINGS, *PLAIN)
"""How the names of files end that are looked into."""
NUMBERS = {
    "personal-number": "attachment-number",
    "personal-number-likely": "attachment-number-likely",
    "personal-card": "attachment-card",
    "personal-iban": "attachment-iban",
}
"""What is told of a number in an attachment, by what is told of one in a text."""
TRACKED, SCANNED, UNSEARCHED = "attachment-tracked", "attachment-scanned", "attachment-unsearched"

_SHOWN = 3
_PART, _WHOLE, _LARGE, _TEXT = 1 << 24, 1 << 26, 1 << 25, 1 << 22
"""Bytes of a part of an office file and of all its parts that are read, and of a PDF; letters that are searched."""
_PAGES = 20
"""Pages of a PDF that are read."""


def tells(name: str) -> bool:
    """Say whether a file is of a kind that is looked into."""
    return name.lower().endswith(ENDINGS)


def read(name: str, data: bytes) -> list[tuple[str, str]]:
    """Give the codes of what a file says and tells, each with what was found, masked."""
    ending, findings = name[name.rfind(".") :].lower(), [(code, "") for code in attachments.read(name, data)]
    text, whole = "", True
    if ending == ".pdf":
        printed, whole = _printed(data)
        if printed is not None and not any(map(str.isalpha, printed)):
            findings.append((SCANNED, ""))
        text = printed or ""
    elif ending in PLAIN:
        text, whole = _plain(data), len(data) <= _PART
        text = re.sub("[,;]", "\t", text) if ending == ".csv" else text
    elif ending in attachments.OFFICE:
        parts, whole = _parts(data)
        if ending in (".docx", ".odt") and any(_TRACKED.search(part) for part in parts.values()):
            findings.append((TRACKED, ""))
        text = _text(parts)
    if not whole or len(text) > _TEXT:
        findings.append((UNSEARCHED, ""))
    return [*findings, *_numbers(text[:_TEXT])]


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    masked = dict[str, dict[str, None]]()
    for number in personal.numbers(text):
        masked.setdefault(NUMBERS[number.code], {})[personal.mask(number.value)] = None
    for code, values in sorted(masked.items()):
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


def _printed(data: bytes) -> tuple[str | None, bool]:
    """Give the text of a PDF's first pages, None where it cannot be read, and whether it could be searched."""
    if not pdf.available():
        return None, True
    if len(data) > _LARGE:
        return None, False
    try:
        pages = pdf.pages(data, _PAGES)
    except pdf.UnreadableError as problem:
        return None, not isinstance(problem, pdf.CostlyError)
    return _UNKNOWN.sub("", "\n".join(line.text for page in pages for line in page)) if pages else None, True


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
_NAMED = re.compile(r"(<c\b[^<>]{0,400}>\s*<v>)(\d{1,7})(?=</v>)")
_BY_NUMBER = re.compile(r"""\st\s?=\s?["']s""")
_TAG = re.compile("<[^<>]*>")
_ENDLESS = re.compile(r"&#\d{8}\d*;?|&#[xX][\da-fA-F]{8}[\da-fA-F]*;?")
"""A reference to a sign that there cannot be: Python refuses to read a number of thousands of digits."""


def _parts(data: bytes) -> tuple[Mapping[str, str], bool]:
    """Give the parts of an office file in which its text stands, and whether these are all."""
    parts, left, begun = dict[str, str](), _WHOLE, False
    try:
        with attachments.opened(data) as archive:
            for named in archive.infolist():
                if _TEXTS.fullmatch(named.filename):
                    begun = True
                    part = attachments.part(archive, named, min(_PART, left))
                    left -= len(part)
                    parts[named.filename] = _plain(part)
    except attachments.UNREADABLE as problem:
        return parts, not begun and not isinstance(problem, attachments.ExcessError)
    return parts, True


def _text(parts: Mapping[str, str]) -> str:
    """Give the text of parts, and none of a further one when it is more than is searched."""
    strings = parts.get(_STRINGS, "").split("</si>")[:-1]
    known = [_words(string[max(0, string.rfind("<si")) :]) for string in strings]
    texts, length = list[str](), 0
    for name, part in parts.items():
        texts.append(_words(_spelt(part, known) if name.startswith("xl/worksheets/") else part))
        length += len(texts[-1])
        if length > _TEXT:
            break
    return "\n".join(texts)


def _words(part: str) -> str:
    """Give the text of a part, a paragraph or a row of a table in a line, its cells with tabs between."""
    return html.unescape(_ENDLESS.sub("\ufffd", _TAG.sub("", _LINE.sub("\n", _CELL.sub("\t", part)))))


def _spelt(sheet: str, known: Sequence[str]) -> str:
    """Put into the cells of a sheet the texts that they have by their numbers, until that is more than is searched."""
    pieces, done, length = list[str](), 0, 0
    for cell in _NAMED.finditer(sheet):
        number = int(cell[2])
        if number < len(known) and _BY_NUMBER.search(cell[1]) and length <= _TEXT:
            pieces += [sheet[done : cell.end(1)], html.escape(known[number], quote=False)]
            done, length = cell.end(), length + len(known[number])
    return "".join([*pieces, sheet[done:]])
