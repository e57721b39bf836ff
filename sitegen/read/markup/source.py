"""What the Markdown itself shows: the places of links, headings and ids, and what the sanitiser will take out."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.markup import lists
from sitegen.read.markup.convert import ATTRIBUTES, CLOSING, LANGUAGE, OPENING, SCHEMES, TAGS, vanishes

_BACKTICKS = re.compile(r"(?<!\\)`+")
_BETWEEN = re.compile(r"(\n[ ]*\n)")
_INDENTED = re.compile(r"(?:\A|(?:\A|\n)[ \t]*(?:(?:[-*+]|\w{1,9}[.)])[ \t]*)?\n)(?:    |\t)")
"""What code by indents begins with: a blank line above, or an item's mark alone. Without it no list need be read."""
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
_TAG = re.compile(r"(?<!\\)<([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*|/)?)>")
_ANGLED = re.compile(r"(?<!\\)<(?:(/?)([A-Za-z][^<>\s/]*)([^<>]*)|\?[^<>]*)>")
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
    runs = [run.span() for run in _BACKTICKS.finditer(source)]
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
        # The library keeps no places: the n-th link to a target in the HTML is the n-th of that target in the source.
        self._offsets: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._next: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.destinations = tuple(destinations(source))
        for at, target in self.destinations:
            self._offsets["link", _key(target)].append(at)
        for id_mark in _ID.finditer(source) if "{" in source or "=" in source else ():
            self._offsets["id", id_mark[1] or id_mark[2]].append(id_mark.start(1 if id_mark[1] else 2))
        for at, level, text in _headings(source):
            word = _WORD.search(text)
            self._offsets[f"h{level}", word[0] if word else ""].append(at)
            self._offsets[f"h{level}", "\0"].append(at)

    def at(self, offset: int) -> Place:
        """Give the place of an offset in the source."""
        line = bisect_right(self._starts, offset)
        return Place(self._path, self._first_line + line - 1, offset - self._starts[line - 1] + 1)

    def _take(self, kind: str, name: str) -> int | None:
        """Give the next offset of a name, or its last."""
        offsets = self._offsets.get((kind, name))
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
    for link in (_LINK if "]:" in source else _LINK_INSIDE).finditer(source):
        name = link.lastgroup
        if name is None:
            continue
        at = link.start(name)
        if name == "auto":
            target = link[name][:-1]
            yield at, target if ":" in target.split("@")[0] else "mailto:" + target
        elif written := _DESTINATION.match(source, at):
            yield at, written[0].strip()


def _headings(source: str) -> Iterator[tuple[int, int, str]]:
    """Find what may be a heading: its offset, its level and its text with what markup it has."""
    only_hashes = not _UNDERLINE.search(source) and "<h" not in source.lower()
    return _hash_headings(source) if only_hashes else _any_headings(source)


def _any_headings(source: str) -> Iterator[tuple[int, int, str]]:
    """Find the headings of all kinds."""
    for heading in _HEADING.finditer(source):
        if heading["marks"]:
            yield heading.start("marks"), len(heading["marks"]), heading["text"]
        elif heading["line"]:
            yield heading.start("above"), 1 if heading["line"][0] == "=" else 2, heading["above"]
        else:
            yield heading.start(), int(heading["level"]), heading["inside"]


def _hash_headings(source: str) -> Iterator[tuple[int, int, str]]:
    """Find the headings where there are no others than with hashes."""
    at = source.find("#")
    while at >= 0:
        if heading := _HASH_HEADING.match(source, source.rfind("\n", 0, at) + 1):
            yield heading.start("marks"), len(heading["marks"]), heading["text"]
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
    lost = {angled.start(): closes for angled, closes in _angled(source)} if "<" in source else {}
    yield from _lost(source, lost, places)
    yield from _removed(source, lost, places)


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


def _angled(source: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Find words in angle brackets, which would be taken for HTML, and whether they close what is found before."""
    found = [one for one in _ANGLED.finditer(source) if not _ADDRESS.fullmatch(one[0][1:-1])]
    opened, paired = defaultdict[str, list[int]](list), set[int]()
    for one in found:
        if not one[1]:
            opened[_name(one)].append(one.start())
        elif opened[_name(one)]:
            paired |= {one.start(), opened[_name(one)].pop()}
    for one in found:
        if vanishes(_name(one), closed=bool(one[1]) or one.start() in paired):
            yield one, bool(one[1]) and one.start() in paired


def _name(angled: re.Match[str]) -> str:
    return (angled[2] or "").lower()


def _lost(source: str, lost: Mapping[int, bool], places: Places) -> Iterator[Diagnostic]:
    """Tell of words in angle brackets, which nobody would see."""

    def mended(angled: re.Match[str]) -> str:
        inner = angled[0][1:-1]
        if begin + angled.start() not in lost:
            return angled[0]
        return f"[{inner}](https://{inner})" if inner.lower().startswith("www.") else f"&lt;{inner}&gt;"

    for at in (at for at, closes in lost.items() if not closes):
        begin, end = source.rfind("\n", 0, at) + 1, source.find("\n", at) % len(source + " ")
        line, what = source[begin:end], source[at : source.index(">", at) + 1]
        repair = "" if "\0" in line or "\n" in what else _ANGLED.sub(mended, line)
        yield Diagnostic(places.at(at), "angle-brackets", {"what": " ".join(what.split())}, repair)


def _removed(source: str, lost: Mapping[int, bool], places: Places) -> Iterator[Diagnostic]:
    """Tell of tags and attributes outside the policy, of each once a line."""
    reported: set[tuple[int, str]] = set()
    for at, what in sorted([*_removed_tags(source, lost), *_removed_assignments(source)]):
        place = places.at(at)
        if (place.line, what) not in reported:
            reported.add((place.line, what))
            yield Diagnostic(place, "html-removed", {"what": what})


def _removed_tags(source: str, lost: Mapping[int, bool]) -> Iterator[tuple[int, str]]:
    """Find what raw HTML loses."""
    for element in _TAG.finditer(source) if "<" in source else ():
        tag = element[1].lower()
        if element.start() in lost:
            continue
        if tag not in TAGS:
            yield element.start(), f"<{tag}>"
            continue
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset())
        for attribute in _ATTRIBUTE.finditer(element[2]):
            if attribute[1].lower() not in allowed:
                yield element.start(2) + attribute.start(), attribute[1].lower()


def _removed_assignments(source: str) -> Iterator[tuple[int, str]]:
    """Find what attribute lists lose."""
    for attribute_list in _ATTRIBUTE_LIST.finditer(source) if "{" in source else ():
        for attribute in _ASSIGNED.finditer(attribute_list[1]):
            if attribute[1].lower() not in _ANY_ATTRIBUTE:
                yield attribute_list.start(1) + attribute.start(), attribute[1]
