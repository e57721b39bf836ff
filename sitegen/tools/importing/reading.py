"""Reading: the bytes of a file, by its name's ending, become a draft of blocks with their places."""

from __future__ import annotations

import codecs
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from statistics import median
from xml.etree import ElementTree as Tree

from sitegen.model.sources import MAX_BYTES
from sitegen.read import attachments
from sitegen.read.attachments import pdf
from sitegen.tools.importing import chrome, office
from sitegen.tools.importing.values import Draft, Finding, NotImportedError, Position, TextBlock, begun, escaped

MOST_BYTES = 32 << 20
MOST_TEXT = MAX_BYTES * 3 // 4
"""Of a document's own words, so that the announcement's file stays below what a content file may have."""
PDF_SECONDS = 20
"""Of a processor that the 200 pages of a PDF may take."""
MOST_UNPACKED = 64 << 20
"""Of an office file: its text and its pictures together."""


def available() -> bool:
    """Say whether the extra `import` is installed."""
    return find_spec("pypandoc") is not None and pdf.available()


def read(name: str, data: bytes) -> Draft:
    """Read a file. Raises NotImportedError."""
    reader = _READERS.get(posixpath.splitext(name)[1].lower())
    if reader is None:
        raise NotImportedError("kind-unknown", endings=", ".join(ENDINGS))
    if len(data) > MOST_BYTES:
        raise NotImportedError("large", size=str(len(data) >> 20), most=str(MOST_BYTES >> 20))
    try:
        draft = reader(data)
    except RecursionError as problem:  # things within things, deeper than any document has them
        raise NotImportedError("broken") from problem
    text = sum(len(block.text.encode("utf-8", "replace")) for block in draft.blocks)
    if text > MOST_TEXT:
        raise NotImportedError("large", size=f"{text / MAX_BYTES:.1f}", most=f"{MOST_TEXT / MAX_BYTES:.1f}")
    if not any(block.text.strip() for block in draft.blocks):
        raise NotImportedError("empty")
    return draft


# --- text -------------------------------------------------------------------------------------------------------------

_LETTERS = frozenset("ăâîșțşţĂÂÎȘȚŞŢąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”–")
_META = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_PAGES = re.compile(
    r"cp(?:125\d|866|874|932|949)|iso8859-1?\d|koi8-[ru]|mac-(?:roman|cyrillic)|gbk|gb18030|big5(?:hkscs)?|ascii"
    r"|euc_(?:jp|kr)|iso2022_jp|shift_jis"
)
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_LISTED = re.compile(r"(?:[-*+•◦▪●○■‣–—]|\uf0b7|\uf0a7)\s+(?=\S)")
_DEFINED = re.compile(r"(?=\*?\[[^\]]*\]:)")


def _decoded(data: bytes) -> tuple[str, list[Finding]]:
    """Read bytes as UTF-8, else as what their mark, a page's own word or the letters of Romanian and Polish say."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        try:
            if data.startswith(mark):
                return data.decode(encoding), [Finding("encoding", Position(), {"encoding": encoding})] if mark else []
        except UnicodeError:
            continue
    # Bytes do not say which code page they are in, but only the right one makes words of two languages of them.
    named = _META.search(data[:2000])
    tried = [*_codec(named[1].decode("ascii") if named else ""), "utf-8", "cp1250", "iso8859-2", "iso8859-16"]
    readings = {encoding: data.decode(encoding, "replace") for encoding in tried}
    best = max(readings, key=lambda encoding: _sense(readings[encoding]))
    return readings[best], [] if best == "utf-8" else [Finding("encoding", Position(), {"encoding": best})]


def _codec(name: str) -> tuple[str, ...]:
    """Give Python's name of an encoding that a page may have (WHATWG); Python knows others, which are none of texts."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ()
    return (name,) if _PAGES.fullmatch(codec) else ()


def _sense(text: str) -> int:
    """Count letters that make sense, less what makes none."""
    signs = Counter(text)
    return sum(signs[letter] for letter in _LETTERS) - sum(
        count for sign, count in signs.items() if sign == "\ufffd" or "\x7f" <= sign <= "\x9f" or sign in "±¶¼¦¯"
    )


def _text(data: bytes) -> Draft:
    """Read a text; it may have marks of Markdown, but no HTML."""
    text, findings = _decoded(data)
    blocks = [TextBlock(_line(line), Position(0, number)) for number, line in enumerate(_BREAKS.split(text), 1)]
    return Draft(tuple(blocks), tuple(findings), wrapped=True)


def _line(line: str) -> str:
    line = line.strip().replace("&", "&amp;").replace("<", "&lt;").replace("{", "\\{")
    if listed := _LISTED.match(line):
        return f"- {line[listed.end() :]}"
    if re.match(r"#{1,6}\s|>\s|\d+\.\s", line):
        return line
    return begun(_DEFINED.sub(r"\\", line, count=1))


# --- PDF --------------------------------------------------------------------------------------------------------------


def _pdf(data: bytes) -> Draft:
    """Read a PDF's lines; what is set larger than the text, or bold, stands out."""
    try:
        pages = pdf.pages(data, seconds=PDF_SECONDS)
    except pdf.CostlyError as problem:
        raise NotImportedError("costly") from problem
    except pdf.UnreadableError as problem:
        raise NotImportedError("broken") from problem
    if not any(pages):
        raise NotImportedError("no-text-layer")
    sizes = [line.size for lines in pages for line in lines for _letter in line.text]
    usual = median(sizes)
    blocks, findings = list[TextBlock](), list[Finding]()
    for page, lines in enumerate(pages, 1):
        if not lines:
            findings.append(Finding("page-empty", Position(page)))
        if _columns(lines):
            findings.append(Finding("columns", Position(page)))
        blocks += _rows(lines, page, usual)
    if len(pages) >= pdf.MOST_PAGES:
        findings.append(Finding("pages-left", Position(), {"count": str(len(pages))}))
    return Draft(tuple(blocks), tuple(findings), wrapped=True)


def _rows(lines: list[pdf.Line], page: int, usual: float) -> Iterator[TextBlock]:
    """Give the lines of a page, with a gap where one is to be seen."""
    yield TextBlock("", Position(page))
    last: pdf.Line | None = None
    for number, line in enumerate(lines, 1):
        larger = line.size > 1.15 * usual
        if last and (not 0 <= line.top - last.top <= 1.75 * max(last.size, line.size) or line.size != last.size):
            yield TextBlock("", Position(page, number))
        text = " ".join(line.text.split()) if "  " not in line.text else line.text.strip()
        listed = _LISTED.match(text)
        written = f"- {escaped(text[listed.end() :])}" if listed else escaped(text)
        yield TextBlock(written, Position(page, number), level=2 if (larger or line.bold) and not listed else 0)
        last = line


def _columns(lines: list[pdf.Line]) -> bool:
    """Say whether lines stand beside others: the file's order goes up again, or two have the same height."""
    up = sum(1 for line, below in pairwise(lines) if below.top < line.top - line.size)
    beside = Counter(round(line.top) for line in lines)
    return up > 0 or sum(1 for count in beside.values() if count > 1) > 2


# --- office files and web pages ---------------------------------------------------------------------------------------


def _office(data: bytes, form: str) -> Draft:
    """Read a text of an office program; its tree is pandoc's, its pictures and its pages' margins are taken here."""
    writer = office.Writer()
    tree = office.tree(data, form)
    blocks = writer.blocks(tree)
    body, margins, pictures = _unzipped(data, form)
    title = writer.title(tree)
    findings = [*writer.findings, *([Finding("margin", Position(), {"text": margins})] if margins else [])]
    findings += _unread(body, f"{title} {' '.join(block.text for block in blocks)}", findings)
    files = {name: pictures[path] for path, name in writer.pictures.items() if path in pictures}
    return Draft(blocks, tuple(findings), title=title, files=files, unit="paragraph")


def _unzipped(data: bytes, form: str) -> tuple[str, str, Mapping[str, bytes]]:
    """Take from an office file what its text is, what its pages' margins say, and its pictures by their paths."""
    main, margins, pictures, left = "", list[str](), dict[str, bytes](), MOST_UNPACKED
    try:
        with attachments.opened(data) as archive:
            for part in archive.infolist():
                path = part.filename
                text = path in ("word/document.xml", "content.xml")
                margin = re.fullmatch(r"word/(?:header|footer)\d*\.xml", path)
                if text or margin or (path.lower().endswith(office.PICTURES) and len(pictures) < 100):
                    unpacked = attachments.part(archive, part, left)
                    left -= len(unpacked)
                    if text:
                        main = _words(unpacked)
                    elif margin:
                        margins.append(_words(unpacked))
                    else:
                        pictures[path.removeprefix("word/")] = unpacked
    except attachments.ExcessError as problem:
        raise NotImportedError("unpacked", most=str(MOST_UNPACKED >> 20)) from problem
    except Exception as problem:  # zlib and its relatives name no error that covers what a broken part makes them raise
        raise NotImportedError("broken") from problem
    return main, " ".join(" ".join(margins).split()) if form == "docx" else "", pictures


_SKIPPED = ("}instrText", "}delText", "}fldData", "}tracked-changes", "}annotation", "}title", "}desc", "}posOffset")
_APART = ("}p", "}h", "}tab", "}br", "}tc", "}s", "}line-break", "}note-citation", "}table-cell")


def _words(xml: bytes) -> str:
    """Give the text of a part, words that touch only across paragraphs apart."""
    if b"<!ENTITY" in xml:
        raise ValueError  # no office program writes what could unfold
    root = Tree.fromstring(xml)  # noqa: S314
    return "".join(_texts(root, spoken=not root.tag.startswith("{http://schemas.openxml")))


def _texts(node: Tree.Element, *, spoken: bool) -> Iterator[str]:
    """Give the texts within an element; in OOXML only `t` holds text."""
    if node.tag.endswith(_SKIPPED):
        return
    yield " " if node.tag.endswith(_APART) else ""
    yield node.text or "" if spoken or node.tag.endswith("}t") else ""
    for inner in node:
        yield from _texts(inner, spoken=spoken)
        yield inner.tail or "" if spoken else ""


_WORD = re.compile(r"[^\W_]+")


def _unread(source: str, text: str, findings: list[Finding]) -> list[Finding]:
    """Tell of words in the file that are neither in what was read nor in what is told of it."""
    reported = " ".join(argument for finding in findings for argument in finding.arguments.values())
    lost = Counter(_WORD.findall(source)) - Counter(_WORD.findall(text)) - Counter(_WORD.findall(reported))
    return [Finding("unread", Position(), {"text": " ".join(lost.elements())})] if lost else []


def _html(data: bytes) -> Draft:
    text, findings = _decoded(data)
    page = chrome.page(text)
    findings += [Finding("cut", Position(), {"text": cut}) for cut in page.cuts]
    writer = office.Writer()
    blocks = writer.blocks(office.tree(page.html.encode("utf-8", "replace"), "html"))
    findings += writer.findings
    findings += _unread(page.words, " ".join(block.text for block in blocks), findings)
    return Draft(blocks, tuple(findings), title=escaped(page.title), address=page.address, unit="paragraph")


_READERS: Mapping[str, Callable[[bytes], Draft]] = {
    ".docx": partial(_office, form="docx"),
    ".odt": partial(_office, form="odt"),
    ".pdf": _pdf,
    ".html": _html,
    ".htm": _html,
    ".txt": _text,
    ".md": _text,
}
ENDINGS = tuple(_READERS)
"""The endings of names of files that can be imported."""
