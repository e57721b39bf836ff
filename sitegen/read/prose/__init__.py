"""Prose: what a file's running text says, read word by word: what is wrong with it, and what facts it states.

It knows one file and its language, no site and no types; whether versions agree is for the check.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple, TypeAlias

from sitegen.language import personal
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.markup.source import without_code
from sitegen.read.prose import letters, wording
from sitegen.read.prose.dates import LANGUAGES, around, dates, misnamed
from sitegen.read.prose.facts import UNIVERSAL, Fact, facts, implied

__all__ = ["LANGUAGES", "UNIVERSAL", "Block", "Fact", "blocks", "facts", "implied", "problems"]

_OPENING = re.compile(r"^(:{3,}) *\{? *lang=[\"']?([A-Za-z-]+)[^\n]*\n", re.MULTILINE)
_CLOSING = re.compile(r"^(:{3,}) *$", re.MULTILINE)
_STAMPS = re.compile(r"source: *\{[^}\n]*\}")
_PARAGRAPH = re.compile(r"(?:^[^\n]*[^\s][^\n]*(?:\n|\Z))+", re.MULTILINE)


def problems(path: str, text: str, lang: str, body: int) -> list[Diagnostic]:
    """Tell what is wrong in the text of a file, whose body begins on line `body`; `lang` is its BCP 47 tag."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    lang = lang.partition("-")[0].lower()

    def place(at: int) -> Place:
        line = bisect_right(starts, at)
        return Place(path, line, at - starts[line - 1] + 1)

    seen = [Diagnostic(place(number.at), number.code) for number in personal.seen(text)]
    begins = starts[body - 1] if body <= len(starts) else len(text)
    prose = text[:begins] + without_code(text[begins:])
    if ":::" in prose:  # in another language other letters and dates are right
        prose, passages = _apart(prose)
        seen += [problem for at, passage, tag in passages for problem in _foreign(passage, at, tag, place)]
    if letters.odd(prose):
        seen += _letters(prose, lang, path)
    seen += _dated(_STAMPS.sub(lambda stamps: " " * len(stamps[0]), prose), lang, begins, place)
    links = wording.links(prose[begins:])
    seen += [Diagnostic(place(begins + link.at), link.code, {"value": link.value}) for link in links]
    return [*seen, *_foreign(prose[begins:], begins, lang, place)]


def _apart(prose: str) -> tuple[str, list[tuple[int, str, str]]]:
    """Take the passages in other languages out of a text, which keeps its length: where each begins, and its tag."""
    passages, parts, done = list[tuple[int, str, str]](), list[str](), 0
    ends = dict[str, list[tuple[int, int]]]()
    for colons in _CLOSING.finditer(prose):
        ends.setdefault(colons[1], []).append(colons.span())
    for colons in _OPENING.finditer(prose):
        closing = ends.get(colons[1], [])
        at = bisect_left(closing, (colons.end(), 0))
        if colons.start() < done or at == len(closing):
            continue
        start, end = closing[at]
        passages.append((colons.end(), prose[colons.end() : start], colons[2]))
        parts += [prose[done : colons.start()], re.sub(r"[^\n]", " ", prose[colons.start() : end])]
        done = end
    return "".join([*parts, prose[done:]]), passages


def _letters(prose: str, lang: str, path: str) -> Iterator[Diagnostic]:
    for number, line in enumerate(prose.split("\n"), 1):
        if letters.odd(line):
            for letter, right in letters.seen(line, lang):
                repair = "" if "\0" in line else right
                yield Diagnostic(Place(path, number, letter.at + 1), letter.code, {"value": letter.value}, repair)


def _dated(prose: str, lang: str, begins: int, place: Callable[[int], Place]) -> Iterator[Diagnostic]:
    stated = list(dates(prose, lang, around(prose)))
    for date in stated:
        if not date.possible() and date.start >= begins:
            yield Diagnostic(place(date.start), "date-impossible", {"value": _flat(prose[date.start : date.end])})
    for date, named, right in misnamed(prose, lang, stated):
        arguments = {"value": _flat(prose[date.start : date.end]), "day": named, "right": right}
        yield Diagnostic(place(date.start), "date-weekday", arguments)


def _flat(words: str) -> str:
    return " ".join(words.split())


def _foreign(text: str, begins: int, lang: str, place: Callable[[int], Place]) -> Iterator[Diagnostic]:
    """Tell of paragraphs that are in another language than they claim."""
    for paragraph in _PARAGRAPH.finditer(text):
        if other := wording.foreign(paragraph[0], lang.partition("-")[0].lower()):
            at = begins + paragraph.start() + len(paragraph[0]) - len(paragraph[0].lstrip())
            yield Diagnostic(place(at), "language-foreign", {"language": other, "claimed": lang})


# --- blocks -----------------------------------------------------------------------------------------------------------

Shape: TypeAlias = Literal["text", "heading", "entry", "row"]


class Block(NamedTuple):
    """From where to where in the text it stands; of a row each cell too."""

    shape: Shape
    start: int
    end: int
    cells: tuple[tuple[int, int], ...] = ()


_RULE = frozenset("|:- \t>")
_HEADING = re.compile(r"#{1,6}[ \t]")
_BULLET = re.compile(r"[-*+•][ \t]|<(?:tr|td|th|li)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\d{1,3}[.)]|[a-z]\))[ \t]")
_BAR = re.compile(r"(?<!\\)\|")


def blocks(text: str) -> list[Block]:
    """Divide a text, in its order; blank lines and the rule below a table's head belong to none.

    A line below one that is broken stands for itself, as does what a raw HTML table or list is made of.
    """
    lines, parted = text.split("\n"), list[Block]()
    ruled = [*("|" in line and {"|", "-"} <= {*line} <= _RULE for line in lines), False]
    at, before = 0, ""
    for number, line in enumerate(lines):
        end = at + len(line)
        shape = _shape(line, before, table=before == "row" or ruled[number + 1])
        broken = at > 0 and lines[number - 1].endswith(("  ", "\\", "<br>", "<br/>", "<br />"))
        goes_on = (
            shape == before
            and shape in ("text", "entry")
            and not broken
            and (shape == "text" or not _begins(line.lstrip(" \t>"), before))
        )
        if goes_on:
            parted[-1] = parted[-1]._replace(end=end)
        elif shape and not (ruled[number] and before == "row"):
            parted.append(Block(shape, at, end, tuple(_cells(line, at)) if shape == "row" else ()))
        at, before = end + 1, shape or ""
    return parted


def _shape(line: str, before: str, *, table: bool) -> Shape | None:
    begun = line.lstrip(" \t>")
    if not begun:
        return None
    if table:
        return "row"
    if begun[0] == "#" and _HEADING.match(begun):
        return "heading"
    return "entry" if before == "entry" or _begins(begun, before) else "text"


def _begins(begun: str, before: str) -> bool:
    """Say whether a line begins an entry of a list; within a paragraph, "5." is rather the end of a sentence."""
    if begun[0] in "-*+•<":
        return _BULLET.match(begun) is not None
    return before != "text" and _NUMBERED.match(begun) is not None


def _cells(line: str, at: int) -> list[tuple[int, int]]:
    bars = [bar.start() for bar in _BAR.finditer(line)]
    if not bars or line[: bars[0]].strip(" \t>"):
        bars.insert(0, -1)
    if line[bars[-1] + 1 :].strip():
        bars.append(len(line))
    return [(at + left + 1, at + right) for left, right in pairwise(bars)]
