"""What the Markdown itself shows: the places of links, headings and ids, and what the sanitiser will take out."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.markup import lists
from sitegen.read.markup.convert import ATTRIBUTES, CLOSING, LANGUAGE, OPENING, SCHEMES, TAGS, vanishes

_BACKTICKS = re.compile(r"(?<!\\)`+")
_BETWEEN = re.compile(r"(\n[ ]*\n)")
_INDENTED = re.compile(r"(?:^|\n)(?:    |\t)")
_HOLDING = re.compile(r"(?m)^ {0,3}(?:: |\[\^|!!!)")
"""Lines after which indented lines are not code, but in a definition, a note or an admonition."""
_INLINE = r"\]\(\s*<?(?P<inline>[^\n]?)"
_HTML = (
    r"<(?P<auto>[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]+>|[^<>@\s]+@[^<>\s]+>)"
    r"|<(?:a|img)\b[^<>]*?\b(?:href|src) *= *[\"']?\s*(?P<attribute>[^\s\"'>])"
)
_REFERENCE = r"^ {0,3}\[(?!\^)[^\]\n]+\]: *<?(?P<reference>\S)(?=\S*[ \t]*(?:[\"'(][^\n]*)?$)"
_LINK = re.compile(f"{_INLINE}|{_REFERENCE}|{_HTML}", re.MULTILINE | re.IGNORECASE)
_LINK_INSIDE = re.compile(f"{_INLINE}|{_HTML}", re.IGNORECASE)  # the same, and quicker, where no reference is defined
_DESTINATION = re.compile(r"[^\n()<>\"']*")
_HASHED = r"^(?P<before>[ \t>]*(?:(?:[-*+]|\d+[.)]|[A-Za-z]{1,6}\))[ \t]+)*)(?P<marks>#{1,6})(?P<text>.*)$"
_HASH_HEADING = re.compile(_HASHED, re.MULTILINE)
_UNDERLINE = re.compile(r"\n(?:=+|-+) *$", re.MULTILINE)
_HEADING = re.compile(
    _HASHED + r"|^(?P<above>(?=[^\n]*\S)[^\n]++)\n(?P<line>=+|-+) *$"
    r"|<h(?P<level>[1-6])\b[^>\n]*>(?P<inside>[^\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_ID = re.compile(r"\{[^}\n]*?#([^\s}]+)|\bid *= *[\"']?([^\s\"'>}]+)")
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*|/)?)>")
_ANGLED = re.compile(r"<(/?)([A-Za-z][^<>\s/]*)([^<>]*)>|<\?[^<>]*>")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+|[^@\s]+@[^@\s]+")
_ATTRIBUTE = re.compile(r"([^\s=/\"']+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']+))?")
_ATTRIBUTE_LIST = re.compile(r"(?<!:)(?<!: )\{:? *([^{}\n]*)\}")
_ASSIGNED = re.compile(r"([^\s=\"']+)=(?:\"[^\"\n]*\"|'[^'\n]*'|\S+)")
_ANY_ATTRIBUTE = frozenset().union(*ATTRIBUTES.values())
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_UNSEEN = re.compile("[\x00-\x20]")
_ENDLESS = re.compile(r"(&#)0*(\d{8})\d*")
"""A sign's number that Python would refuse to read for its length; one of eight digits stands for no sign either."""


def without_code(source: str) -> str:
    """Blank out code spans, indented code and comments, so that every position stays what it was."""
    source = _without_comments(source) if "<!--" in source else source
    source = _without_indented(source) if _INDENTED.search(source) else source
    if "`" in source:
        source = "".join([_without_spans(block) if "`" in block else block for block in _BETWEEN.split(source)])
    return source


def _blank(text: str) -> str:
    """Put NULs for all but the line ends."""
    return re.sub(r"[^\n]", "\0", text)


def _without_comments(source: str) -> str:
    """Blank out HTML comments."""
    pieces: list[str] = []
    done = 0
    while (start := source.find("<!--", done)) >= 0 and (end := source.find("-->", start + 4)) >= 0:
        pieces += [source[done:start], _blank(source[start : end + 3])]
        done = end + 3
    return "".join([*pieces, source[done:]])


def _without_indented(source: str) -> str:
    """Blank out lines that are code by their indents, but for what is in definitions, notes and admonitions."""
    lines = source.split("\n")
    plain = source.expandtabs(lists.FOUR).split("\n")
    held = _held(plain) if _HOLDING.search(source) else frozenset[int]()
    for at in lists.code(plain):
        if at not in held:
            lines[at] = "\0" * len(lines[at])
    return "\n".join(lines)


def _held(lines: Sequence[str]) -> frozenset[int]:
    """Find the lines that are indented below what holds them."""
    held = set[int]()
    holding = False
    for at, line in enumerate(lines):
        if line.startswith("    "):
            if holding:
                held.add(at)
        elif line.strip():
            holding = _HOLDING.match(line) is not None or (holding and lines[at - 1].strip() != "")
    return frozenset(held)


def _without_spans(source: str) -> str:
    """Blank out what stands between equal runs of backticks in a block."""
    runs = [found.span() for found in _BACKTICKS.finditer(source)]
    pieces: list[str] = []
    done = at = 0
    unmatched: set[int] = set()
    while at < len(runs):
        start, end = runs[at]
        if end - start not in unmatched:
            closing = _closing(runs, at)
            if closing:
                pieces += [source[done:end], _blank(source[end : runs[closing][0]])]
                done, at = runs[closing][0], closing
            else:
                unmatched.add(end - start)
        at += 1
    return "".join([*pieces, source[done:]])


def _closing(runs: list[tuple[int, int]], opening: int) -> int:
    """Find the run that closes a code span; 0 if none does."""
    length = runs[opening][1] - runs[opening][0]
    for at in range(opening + 1, len(runs)):
        start, end = runs[at]
        if end - start == length:
            return at
    return 0


def _key(target: str) -> str:
    """Give the beginning of a target that is written alike in Markdown and in HTML."""
    return re.split(r"[\\&%()<>\"'\s]", target, maxsplit=1)[0]


class Places:
    """Finds the place of the n-th thing of a name, in a source without its code."""

    def __init__(self, path: str, source: str, first_line: int) -> None:
        self._path = path
        self._source = source
        self._first_line = first_line
        self._starts = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
        self._found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._next: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.destinations = tuple(destinations(source))
        for at, target in self.destinations:
            self._found["link", _key(target)].append(at)
        for found in _ID.finditer(source) if "{" in source or "=" in source else ():
            self._found["id", found[1] or found[2]].append(found.start(1 if found[1] else 2))
        for at, level, text in _headings(source):
            word = _WORD.search(text)
            self._found[f"h{level}", word[0] if word else ""].append(at)
            self._found[f"h{level}", "\0"].append(at)

    def at(self, offset: int) -> Place:
        """Give the place of an offset in the source."""
        line = bisect_right(self._starts, offset)
        return Place(self._path, self._first_line + line - 1, offset - self._starts[line - 1] + 1)

    def _take(self, kind: str, name: str) -> int | None:
        """Give the next offset of a name, or its last."""
        offsets = self._found.get((kind, name))
        if not offsets:
            return None
        turn = self._next[kind, name]
        self._next[kind, name] += 1
        return offsets[min(turn, len(offsets) - 1)]

    def link(self, target: str) -> Place:
        """Find the next link or image that points to a target."""
        return self.at(self._take("link", _key(target)) or 0)

    def id(self, name: str) -> Place:
        """Find the next place where an id is given."""
        return self.at(self._take("id", name) or 0)

    def heading(self, level: int, text: str) -> Place:
        """Find the next heading of a level that begins with the text's first word, or else the next of the level."""
        word = _WORD.search(text)
        offset = self._take(f"h{level}", word[0] if word else "")
        nth = self._take(f"h{level}", "\0")
        return self.at(offset if offset is not None else nth or 0)


def destinations(source: str) -> Iterator[tuple[int, str]]:
    """Find what links, images, references and raw HTML point to: the offset, and the target as written."""
    for found in (_LINK if "]:" in source else _LINK_INSIDE).finditer(source):
        name = found.lastgroup
        if name is None:
            continue
        at = found.start(name)
        if name == "auto":
            target = found[name][:-1]
            yield at, target if ":" in target.split("@")[0] else "mailto:" + target
        elif written := _DESTINATION.match(source, at):
            yield at, written[0].strip()


def _headings(source: str) -> Iterator[tuple[int, int, str]]:
    """Find what may be a heading: its offset, its level and its text with what markup it has."""
    only_hashes = not _UNDERLINE.search(source) and "<h" not in source.lower()
    return _hash_headings(source) if only_hashes else _any_headings(source)


def _any_headings(source: str) -> Iterator[tuple[int, int, str]]:
    """Find the headings of all kinds."""
    for found in _HEADING.finditer(source):
        if found["marks"]:
            yield found.start("marks"), len(found["marks"]), found["text"]
        elif found["line"]:
            yield found.start("above"), 1 if found["line"][0] == "=" else 2, found["above"]
        else:
            yield found.start(), int(found["level"]), found["inside"]


def _hash_headings(source: str) -> Iterator[tuple[int, int, str]]:
    """Find the headings where there are no others than with hashes."""
    at = source.find("#")
    while at >= 0:
        if found := _HASH_HEADING.match(source, source.rfind("\n", 0, at) + 1):
            yield found.start("marks"), len(found["marks"]), found["text"]
        end = source.find("\n", at)
        at = source.find("#", end) if end >= 0 else -1


def diagnosed(source: str, places: Places) -> Iterator[Diagnostic]:
    """Tell of passages, of schemes that are not allowed and of what the sanitiser takes out."""
    if ":::" in source:
        yield from _passages(source, places)
    for at, target in places.destinations:
        # A browser leaves out what one cannot see, and reads character references.
        scheme = _SCHEME.match(_UNSEEN.sub("", html.unescape(_ENDLESS.sub(r"\1\2", target))))
        if scheme and scheme[1].lower() not in SCHEMES:
            yield Diagnostic(places.at(at), "link-scheme", {"scheme": scheme[1].lower()})
    if "<" in source:
        yield from _lost(source, places)
    yield from _removed(source, places)


def _passages(source: str, places: Places) -> Iterator[Diagnostic]:
    """Tell of passages that have no language or no end."""
    opened: list[int] = []
    offset = 0
    for line in source.split("\n"):
        if opening := OPENING.fullmatch(line):
            opened.append(offset)
            if not LANGUAGE.fullmatch(opening[1]):
                yield Diagnostic(places.at(offset), "passage-attribute", {"written": opening[1]})
        elif CLOSING.fullmatch(line):
            if opened:
                opened.pop()
            else:
                yield Diagnostic(places.at(offset), "passage-unopened")
        offset += len(line) + 1
    for start in opened:
        yield Diagnostic(places.at(start), "passage-unclosed")


def _lost(source: str, places: Places) -> Iterator[Diagnostic]:
    """Tell of words in angle brackets, which would be taken for HTML and seen by nobody."""
    low = source.lower()

    def lost(angled: re.Match[str]) -> bool:
        inner, name = angled[0][1:-1], (angled[2] or "").lower()
        closed = angled[1] and f"<{name}" in low
        return not name or not (_ADDRESS.fullmatch(inner) or not vanishes(name, low) or closed)

    def mended(angled: re.Match[str]) -> str:
        inner = angled[0][1:-1]
        if not lost(angled):
            return angled[0]
        return f"[{inner}](https://{inner})" if inner.lower().startswith("www.") else f"&lt;{inner}&gt;"

    for angled in _ANGLED.finditer(source):
        if lost(angled):
            line = source[
                source.rfind("\n", 0, angled.start()) + 1 : source.find("\n", angled.start()) % len(source + " ")
            ]
            repair = "" if "\0" in line or "\n" in angled[0] else _ANGLED.sub(mended, line)
            yield Diagnostic(places.at(angled.start()), "angle-brackets", {"what": " ".join(angled[0].split())}, repair)


def _removed(source: str, places: Places) -> Iterator[Diagnostic]:
    """Tell of tags and attributes outside the policy, of each once a line."""
    told: set[tuple[int, str]] = set()
    for at, what in sorted([*_removed_tags(source), *_removed_assignments(source)]):
        place = places.at(at)
        if (place.line, what) not in told:
            told.add((place.line, what))
            yield Diagnostic(place, "html-removed", {"what": what})


def _removed_tags(source: str) -> Iterator[tuple[int, str]]:
    """Find what raw HTML loses."""
    for found in _TAG.finditer(source) if "<" in source else ():
        tag = found[1].lower()
        if tag not in TAGS:
            if vanishes(tag, ""):
                continue
            yield found.start(), f"<{tag}>"
            continue
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset())
        for attribute in _ATTRIBUTE.finditer(found[2]):
            if attribute[1].lower() not in allowed:
                yield found.start(2) + attribute.start(), attribute[1].lower()


def _removed_assignments(source: str) -> Iterator[tuple[int, str]]:
    """Find what attribute lists lose."""
    for found in _ATTRIBUTE_LIST.finditer(source) if "{" in source else ():
        for attribute in _ASSIGNED.finditer(found[1]):
            if attribute[1].lower() not in _ANY_ATTRIBUTE:
                yield found.start(1) + attribute.start(), attribute[1]
