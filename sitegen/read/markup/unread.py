"""What is pasted or typed as in Word and is no Markdown: what would run together or show its signs, told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sitegen.model.diagnostics import Diagnostic
from sitegen.read.markup import lists
from sitegen.read.markup.source import Places

_POINT = r"[•●○◦▪■□▫‣⁃∙·→»►➔➢➤➨★✓✔❖\uf0b7\uf0a7\uf0d8\uf0fc]"
_LISTED = {
    "point": rf"{_POINT}[ \t]*|o\t[ \t]*",
    "dash": r"[–—−‐‑][ \t]+",
    "tight": r"-(?=[^\W\d_])",
    "tight_number": r"(?:\d{1,3}[.)]|[A-Za-z]\))(?=[^\W\d_])",
    "brackets": r"\((?:\d{1,3}|[^\W\d_]{1,4})\)",
    "letter": r"[^\W\d_]\)",
    "letter_point": r"(?:[^\W\d_]|[IVX]{2,5}|[ivx]{2,5})\.[ \t]",
    "numbers": r"\d{1,2}(?:\.\d{1,2}){1,4}\.?[ \t)]",
    "article": r"§+ ?\d|(?:Art|Articol(?:ul)?|Artykuł|Article|Lit|Litera|lit|Pct|Punctul|Pkt|Punkt|Point|Alin|Ust)\.? "
    r"?(?:\d|[IVX]+\b|[a-z]\))",
    "number": r"\d{1,9}[.)][ \t]+",
    "other": r"(?:[①-⓿☐☑☒]|\d{1,3}(?:º|ª|/| [-–—](?= ))|[a-z]\d{1,2}\))[ \t]*",
    "task": r"\[[ xX]\] ",
    "bold": r"\*\*(?:(?:Art|Articolul|Artykuł|Article|§)\.? ?\d|\d{1,3}[.)]|\(?[A-Za-z]\))",
    "bullet": r"[-*+][ \t]+",
}
"""What begins a line that is meant as an item: of each sort the expression."""
_OWN = ("number", "bullet")
"""Marks that Markdown has too."""
_DEEP = re.compile(r"\n(?: {4}|\t)[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_INTO_POINT = ("point", "dash", "tight")
_SORT = re.compile("|".join(f"(?P<{sort}>{mark})" for sort, mark in _LISTED.items()))
_START = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?=" + _POINT + r"))?")
_ANY = re.compile(rf"\n[ \t>]*(?:{'|'.join(mark for sort, mark in _LISTED.items() if sort not in _OWN)})")
_NUMBERED = re.compile(rf"\n(?=[ \t>]*{_LISTED['number']})")
_NUMBER = re.compile(rf"[ \t>]*(?:{_LISTED['number']}|\n|\Z)")
_BROKEN = re.compile(r"(?:  |\\|<br ?/?>)$")
_OTHER = re.compile(r"[ \t>]*(?:#{1,6} |\||:{3}|<|\[\^?[^\]\n]*\]:|!!!|\x02)")

_BOLD = re.compile(r"\*\* | \*\*")
_TABBED = re.compile(r"(?m)^[^\s\0][^\n\0]*\t[^\n]*\n[^\s\0][^\n\0]*\t")


class _Line(NamedTuple):
    """A line that looks like an item's: its number, its sort, and where that mark begins and ends."""

    at: int
    sort: str
    start: int
    end: int


def problems(source: str, bare: str, places: Places) -> Iterator[Diagnostic]:
    """Tell of what is no Markdown in a source, of which `bare` is without its code."""
    lines = source.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    if _ANY.search("\n" + bare) or _DEEP.search(bare) or _numbered(bare):
        for begun, repair in _items(bare.split("\n"), lines):
            place = places.at(starts[begun.at] + begun.start)
            yield Diagnostic(place, "list-unread", {"mark": lines[begun.at][begun.start : begun.end].strip()}, repair)
    if _BOLD.search(bare):
        for at, column, repair in _spaced(bare.split("\n"), lines):
            yield Diagnostic(places.at(starts[at] + column), "bold-spaced", {}, repair)
    if "\t" in bare and _TABBED.search(bare):
        for at, repair in _tables(bare.split("\n")):
            yield Diagnostic(places.at(starts[at]), "table-tabs", {}, repair)


def _numbered(bare: str) -> bool:
    """Say whether a number stands directly below a line that has none: below another it is the list's."""
    return any(not _NUMBER.match(bare, bare.rfind("\n", 0, end.start()) + 1) for end in _NUMBERED.finditer(bare))


# --- items ------------------------------------------------------------------------------------------------------------


def _items(bare: Sequence[str], lines: Sequence[str]) -> Iterator[tuple[_Line, str]]:
    """Find lines that are meant as items and would run into the line above, with how they are written."""
    plain = [line.expandtabs(lists.FOUR) for line in bare]
    begun = frozenset(lists.begun(plain))
    paragraph = list[int]()
    for at, line in enumerate([*bare, ""]):
        blank = not line.strip(" \t>") or _OTHER.match(line) is not None or "\0" in line[:1]
        if (blank or (at in begun and not _point(line))) and paragraph:
            yield from _together(paragraph, bare, lines, begun)
            paragraph = []
        if not blank:
            paragraph.append(at)


def _point(line: str) -> bool:
    """Say whether a line is an item that begins with a mark of Word's."""
    start = _START.match(line)
    return start is not None and start.end() > len(line) - len(line.lstrip(" \t>"))


def _together(
    paragraph: Sequence[int], bare: Sequence[str], lines: Sequence[str], begun: frozenset[int]
) -> Iterator[tuple[_Line, str]]:
    """Find the items in the lines of one paragraph, of which there have to be some of one sort."""
    sorts = dict[str, list[_Line]]()
    for at in paragraph:
        if at not in begun and (line := _sorted(at, bare[at])):
            sorts.setdefault(line.sort, []).append(line)
    # One line that begins so may be chance, as a dash in a broken sentence: a list is meant where several do, where
    # a colon announces it, or where the line above ended before its room did.
    first = paragraph[0]
    for sort, sorted_lines in sorts.items():
        further = [line for line in sorted_lines if line.at != first and not _BROKEN.search(lines[line.at - 1])]
        apart = [line for line in further if not lists.wrapped(bare[line.at - 1])]
        announced = any(bare[line.at - 1].rstrip().endswith(":") for line in further)
        under_item = first in begun and (
            sort == "letter" or (sort == "number" and any(_resumes(line, bare, begun) for line in sorted_lines))
        )
        several = len(sorted_lines) > 1 or announced or under_item
        meant = bool(further) if sort == "point" else bool(apart) and several
        if meant and sort == "letter_point":
            meant = len(sorted_lines) > 1 and _consecutive(sorted_lines, bare)
        if meant:
            items = sorted_lines if sort in (*_INTO_POINT, "tight_number", "task") else further
            # Below a letter that Markdown does not count, the next begins a list again.
            apart_below = "\n" if under_item and sort == "letter" else ""
            indents = [_indent(bare[line.at]) for line in items]
            within = _indent(bare[first]) + (lists.FOUR if first in begun else 0)
            deeper = min(indents) - within if min(indents) >= _indent(bare[first]) + lists.FOUR else 0
            yield from ((line, _written(line, lines[line.at], deeper) + apart_below) for line in items)


def _sorted(at: int, line: str) -> _Line | None:
    start = _START.match(line)
    mark = _SORT.match(line, start.end() if start else 0)
    return _Line(at, mark.lastgroup or "", mark.start(), mark.end()) if mark else None


def _consecutive(sorted_lines: Sequence[_Line], bare: Sequence[str]) -> bool:
    """Say whether letters stand one after the other: not so two persons' initials."""
    marks = [lists.marked(bare[line.at][line.start :].replace(".", ")", 1)) for line in sorted_lines]
    return any(first and second and second.follows(first) for first, second in pairwise(marks))


def _resumes(line: _Line, bare: Sequence[str], begun: frozenset[int]) -> bool:
    """Say whether a number goes on with a list that another, of letters, has broken off."""
    mark = lists.marked(bare[line.at])
    above = (lists.marked(bare[at]) for at in begun if at < line.at)
    return mark is not None and any(other is not None and mark.follows(other) for other in above)


def _indent(line: str) -> int:
    plain = line.expandtabs(lists.FOUR)
    return len(plain) - len(plain.lstrip(" "))


def _written(line: _Line, text: str, deeper: int) -> str:
    """Write an item as it is read: a bullet's as one, other marks as they are, in a paragraph of their own.

    An item that stands `deeper` than what is above it is moved there.
    """
    if deeper > 0:
        moved = " " * (_indent(text) - deeper) + text.lstrip(" \t")
        if lists.marked(moved.lstrip(" ")):
            return moved
        back = len(text) - len(moved)
        line, text = line._replace(start=line.start - back, end=line.end - back), moved
    if line.sort in _INTO_POINT:
        return f"{text[: line.start]}- {text[line.end :].lstrip()}"
    if line.sort == "tight_number":
        return f"{text[: line.end]} {text[line.end :]}"
    return f"{text[: line.start]}- {text[line.start :]}" if line.sort == "task" else f"\n{text}"


# --- bold, tables -----------------------------------------------------------------------------------------------------


def _spaced(bare: Sequence[str], lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Find the lines where spaces inside the asterisks keep a text from being bold."""
    for at, line in enumerate(bare):
        if "**" not in line:
            continue
        parts = line.split("**")
        inner = parts[1::2]
        if len(parts) % 2 and any(part != part.strip() for part in inner) and all(part.strip() for part in inner):
            wrong = next(number for number, part in enumerate(inner) if part != part.strip())
            column = len("**".join(parts[: 2 * wrong + 1]))
            whole = lines[at].split("**")
            whole[1::2] = [part.strip() for part in whole[1::2]]
            yield at, column, "**".join(whole) if len(whole) == len(parts) else ""


def _tables(bare: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Find lines whose cells tabs part, each as the row of a table that it is."""
    at = 0
    while at < len(bare):
        end, tabs = at, bare[at].strip().count("\t")
        while tabs and end < len(bare) and bare[end].strip().count("\t") == tabs and _row(bare[end]):
            end += 1
        for number in range(at, end if end > at + 1 else at):
            row = "| " + " | ".join(cell.strip() for cell in bare[number].split("\t")) + " |"
            above = "\n" if at and bare[at - 1].strip() else ""
            yield number, row if number > at else f"{above}{row}\n|{' --- |' * (tabs + 1)}"
        at = max(end, at + 1)


def _row(line: str) -> bool:
    mark = _SORT.match(line)
    listed = mark is not None and "\t" not in line[mark.end() :]
    return "|" not in line and "\0" not in line and not line[:1].isspace() and not listed
