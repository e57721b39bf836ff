"""The blocks of a Markdown text: a paragraph, a heading, an entry of a list, a row of a table with its cells."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

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
