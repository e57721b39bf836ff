"""Mending: repairs of what an editor wrote that cannot lose anything. Bytes in, bytes out; only spans named change.

Line ends, spaces at the ends of lines, letters in pieces (NFC) and Romanian letters with a cedilla; in front matter
also the quotes that a colon needs, dates written as 21.01.2026, and names of fields that have exactly one near. What
then would not read as before is left as it is. Of pictures and documents beside them, what they tell of people.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from sitegen.language.alphabet import comma_below
from sitegen.language.text import nfc
from sitegen.model import NOTHING, Field, routes
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.sources import Source, decode
from sitegen.read import attachments, privacy
from sitegen.read.file import Halves, Head, halves
from sitegen.read.kinds import LEAVES, convert
from sitegen.read.markup import parse_body, without_code
from sitegen.read.translations import BLOCK
from sitegen.read.yaml import Entries, Items, Node, Scalar, compose

ROUNDS = 50
"""How often a file is looked at again: a field's right name tells what is in it, nested at most 20 deep."""
MOST_QUOTES = 100
"""More colons in one file are no slips."""
NEAR = 0.8
"""How alike a name and the field that was meant are (difflib's ratio: titel and title are 0.8)."""
_BOM = b"\xef\xbb\xbf"
_IN_PIECES = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_LETTERS = re.compile(f"{_IN_PIECES.pattern}|[şţŞŢ]")
_DATES = ("date-invalid", "datetime-invalid")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}\b.*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_LANG = re.compile(r"\blang\b")
_PASSAGE = re.compile(r"[ \t]*:::+(?P<opens>[ \t]*\{.*)?[ \t]*$")
# What leads somewhere stays letter by letter: destinations of links, definitions, addresses, tags, attributes.
_LEADING = re.compile(
    r"\]\([^)\n]*\)?|^ {0,3}\[[^\]\n]+\]:[^\n]*|(?<!\S)[^\s@]*@\S*|www\.\S+|<[^<>\n]*>|\{[^{}\n]*\}"
    r"|\b[A-Za-z][A-Za-z0-9+.-]{0,30}:\S+",
    re.MULTILINE,
)


Edit: TypeAlias = tuple[int, int, str]


def mend(data: bytes, path: str, fields: tuple[Field, ...]) -> bytes:
    """Mend a content file; `fields` are its type's, none where it has no type. Mending it again changes nothing."""
    text, _problems = decode(data, path)
    if text is None:
        return data
    fields = (*fields, Field("translation", "group", fields=(*BLOCK, Field("source", "group")))) if fields else ()
    for _round in range(ROUNDS):
        before, text = text, _mended(text, path, fields)
        if text == before:
            break
    return (_BOM if data.startswith(_BOM) else b"") + text.encode()


def strip(path: str, data: bytes, beside: Iterable[Source]) -> tuple[bytes, list[str], list[str]]:
    """Take out of a file what it tells of people, but for what the documents beside it excuse with a reason.

    Give it with the codes of what is taken out, and of what is left since it cannot be without a doubt.
    """
    codes = attachments.read(path, data)
    meant = privacy.excused(map(_head, beside))[0] if codes else set[str]()
    after = attachments.mended(path, data, meant)
    left = attachments.read(path, after)
    return after, [code for code in codes if code not in left], [code for code in left if code not in meant]


def _head(source: Source) -> Head:
    """Read a document's front matter, and nothing else, for what it excuses."""
    text = decode(source.data, source.path)[0] if b"privacy" in source.data else None
    divided = halves(text, source.path) if text else None
    front = compose(divided.front, source.path)[0] if isinstance(divided, Halves) else None
    return Head(source.path, front, NOTHING, ())


def _mended(text: str, path: str, fields: tuple[Field, ...]) -> str:
    if path.endswith(".yaml"):
        return _front(text, path, fields)
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() in ("---", "...")), None)
    if lines[0].rstrip() != "---" or end is None:
        return text
    front, body = ("\n".join(part) for part in (lines[1:end], lines[end + 1 :]))
    mended = _front(front, path, fields) if end > 1 else None
    written = _body(body, path, _language(compose(mended, path)[0] if mended else None, path))
    parts = ["---", *([] if mended is None else [mended]), lines[end].rstrip()]
    return "\n".join([*parts, written] if end + 1 < len(lines) else parts)


def _language(entries: Entries | None, path: str) -> str:
    """Give the language that a document says it is in, else that of its name."""
    lang = entries.get("lang") if entries else None
    return lang.text if isinstance(lang, Scalar) and lang.text else routes.language(path)


# --- front matter -----------------------------------------------------------------------------------------------------


def _front(text: str, path: str, fields: tuple[Field, ...]) -> str:
    before = compose(text, path)[0]
    plain = "\n".join([_trimmed(line) for line in _IN_PIECES.sub(lambda match: nfc(match[0]), text).split("\n")])
    plain = _quoted(plain if _plain(before) == _plain(compose(plain, path)[0]) else text, path)
    entries = compose(plain, path)[0]
    if entries is None:
        return plain
    # All edits refer to one text, so they are applied from its end; one that makes it unreadable undoes them all.
    lines = _starts(plain)
    edits = [*_renamed(plain, lines, entries, fields, path), *_dated(plain, lines, entries, fields)]
    if _language(entries, path).partition("-")[0] == "ro":
        edits += _with_commas(plain, lines, entries, fields)
    after = plain
    for start, end, new in sorted(edits, reverse=True):
        after = after[:start] + new + after[end:]
    return plain if compose(after, path)[0] is None else after


def _trimmed(line: str) -> str:
    bare = line.rstrip(" \t")
    return line if bare.endswith("\\") else bare  # in double quotes it keeps a space


def _plain(node: Node | None) -> object:
    """Give what a tree says, whatever its spaces and the form of its letters."""
    if isinstance(node, Entries):
        return [(_plain(key), _plain(inner)) for key, inner in node.entries]
    if isinstance(node, Items):
        return [_plain(inner) for inner in node.items]
    return (" ".join(nfc(node.text).split()), node.quoted) if node else None


def _quoted(text: str, path: str) -> str:
    """Quote values that a colon or their first sign makes unreadable; a comment after one could be part of it."""
    lines = text.split("\n")
    for _repair in range(MOST_QUOTES):
        entries, problems = compose("\n".join(lines), path)
        if entries is not None:
            return "\n".join(lines)
        problem = next((problem for problem in problems if problem.code in ("yaml-colon", "yaml-quote")), None)
        if problem is None or " #" in lines[problem.place.line - 1][problem.place.column - 1 :]:
            break
        lines[problem.place.line - 1] = problem.repair
    return text


def _levels(node: Node, fields: tuple[Field, ...]) -> Iterator[tuple[Entries, Mapping[str, Field]]]:
    """Give each mapping that has declared fields, the outermost first."""
    if isinstance(node, Items):
        for item in node.items:
            yield from _levels(item, fields)
    elif isinstance(node, Entries) and fields:
        known = {field.name: field for field in fields}
        yield node, known
        for key, value in node.entries:
            if key.text in known:
                yield from _levels(value, known[key.text].fields)


def _leaves(entries: Entries, fields: tuple[Field, ...]) -> Iterator[tuple[Scalar, Field]]:
    for level, known in _levels(entries, fields):
        for key, value in level.entries:
            items = value.items if isinstance(value, Items) else (value,)
            if key.text in known:
                yield from ((item, known[key.text]) for item in items if isinstance(item, Scalar) and item.text)


def _renamed(text: str, lines: list[int], entries: Entries, fields: tuple[Field, ...], path: str) -> Iterator[Edit]:
    """Find names of fields that have exactly one near, which is not given, and whose kind the value fits."""
    for level, known in _levels(entries, fields):
        taken = {key.text for key, _node in level.entries}
        for key, node in level.entries:
            name = "" if key.text in known else _near(key.text, known)
            if not name or name in taken:
                continue
            meant = Entries(((Scalar(name, key.quoted, key.line, key.column), node),), key.line, key.column)
            span = _span(text, lines, key)
            problems = convert(meant, (known[name],), path, complete=False)[1]
            # A date that is mended later, in the next round, is no sign that another field was meant.
            if span and all(problem.code in _DATES and problem.repair for problem in problems):
                taken.add(name)
                yield (*span, name)


def _near(word: str, names: Collection[str]) -> str:
    alike = difflib.get_close_matches(word[:100].casefold(), names, n=2)
    return alike[0] if len(alike) == 1 and difflib.get_close_matches(word.casefold(), alike, cutoff=NEAR) else ""


def _dated(text: str, lines: list[int], entries: Entries, fields: tuple[Field, ...]) -> Iterator[Edit]:
    """Find dates written with points; with slashes the month may come first."""
    for leaf, field in _leaves(entries, fields):
        if field.kind in ("date", "datetime", "deadline") and _DOTTED.fullmatch(leaf.text):
            problem, span = LEAVES[field.kind](leaf.text, Place(""), field), _span(text, lines, leaf)
            if span and isinstance(problem, Diagnostic) and problem.repair:
                yield (*span, problem.repair)


def _with_commas(text: str, lines: list[int], entries: Entries, fields: tuple[Field, ...]) -> Iterator[Edit]:
    """Find letters with a cedilla in texts; names and what is given as written stay letter by letter."""
    starts = sorted(lines[node.line - 1] + node.column - 1 for node in _nodes(entries))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    for leaf, field in _leaves(entries, fields):
        if field.kind == "text" and field.translatable:
            start = lines[leaf.line - 1] + leaf.column - 1
            for letter in re.finditer("[şţŞŢ]", text[start : ends[start]]):
                yield start + letter.start(), start + letter.end(), comma_below(letter[0])


def _nodes(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Entries):
        for key, value in node.entries:
            yield key
            yield from _nodes(value)
    elif isinstance(node, Items):
        for item in node.items:
            yield from _nodes(item)
    elif node.text:
        yield node


def _starts(text: str) -> list[int]:
    return [0, *(end.end() for end in re.finditer("\n", text))]


def _span(text: str, lines: list[int], scalar: Scalar) -> tuple[int, int] | None:
    """Find where a text of one line is written, without its quotes; None where it is not written as it reads."""
    start = lines[scalar.line - 1] + scalar.column - 1
    start += scalar.quoted and text[start : start + 1] in ("'", '"')
    end = start + len(scalar.text)
    return (start, end) if text[start:end] == scalar.text else None


# --- the body ---------------------------------------------------------------------------------------------------------


def _body(text: str, path: str, lang: str) -> str:
    kept = _kept(text)
    written = "".join(_spelt(text, kept, _own(text) if lang.partition("-")[0] == "ro" else ""))
    lines, bare = written.split("\n"), _kept(written).split("\n")
    for at, line in enumerate(lines):
        more = "".join(lines[at + 1 : at + 2]).strip()
        breaks = line.endswith("  ") and more and line.strip()  # two spaces are Markdown's break of a line
        if not (breaks or bare[at].endswith("\0")):
            lines[at] = line.rstrip(" ")
    after = "\n".join(lines)
    same = partial(_reads, path, lang)
    return after if after == text or same(after) == same(text) else text


def _kept(text: str) -> str:
    """Blank out code and what leads somewhere, so that every position stays what it was."""
    lines, fence = without_code(text).split("\n"), ""
    for at, line in enumerate(text.split("\n")):
        mark = _FENCE.match(line)
        if mark or fence:
            lines[at] = "\0" * len(line)
        if mark and (not fence or fence == mark[1]):
            fence = "" if fence else mark[1]
    return _LEADING.sub(lambda match: re.sub(r"[^\n]", "\0", match[0]), "\n".join(lines))


def _own(text: str) -> str:
    """Blank out passages in another language, of which a cedilla may be right (Turkish, Gagauz)."""
    lines, depth = text.split("\n"), 0
    for at, line in enumerate(lines):
        mark = _PASSAGE.match(line)
        if mark:
            depth = depth + 1 if mark["opens"] else max(0, depth - 1)
        elif _LANG.search(line):
            return "\0" * len(text)  # how far that reaches is for HTML to say
        if mark or depth:
            lines[at] = "\0" * len(line)
    return "\n".join(lines)


def _spelt(text: str, kept: str, own: str) -> Iterator[str]:
    """Put letters together, and in one's `own` language, if that is Romanian, the comma for the cedilla."""
    done = 0
    for match in _LETTERS.finditer(text):
        start, end = match.span()
        if "\0" not in kept[start:end]:
            letter = nfc(match[0])
            yield text[done:start] + (comma_below(letter) if own[start:end] == match[0] else letter)
            done = end
    yield text[done:]


def _reads(path: str, lang: str, text: str) -> object:
    """Give what a body says, whatever its spaces, and the form of its letters."""
    outline, body, problems = parse_body(path, text, 1, lang)
    headings = [(heading.id, heading.level) for heading in outline.headings]
    targets = [target.target for target in outline.targets]
    html = re.sub(" +</", "</", comma_below(" ".join(nfc(body.html).split())))
    return outline.sections, headings, targets, outline.ids, html, [problem.code for problem in problems]
