"""Lists as CommonMark means them: which lines are an item's, what its mark says, and how its content is indented.

On purpose otherwise than CommonMark:

- four spaces always reach into an item, also below `100. `, and eight make code in it, as python-markdown has it;
- `a)`, `A)`, `i)`, `I)` are marks, too;
- below `1. ` two spaces are enough for a list inside, unless the mark there goes on with the outer list's numbers;
- any mark begins a list directly below a paragraph where a colon announces it or the mark that comes next follows;
  none does in the middle of a sentence that is broken into lines, where a dash or `19. ` only happens to come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

Line: TypeAlias = Callable[[int], "str | None"]
"""Gives a line by its number, None after the last."""

FOUR = 4
STAYS = "\x04"
"""Stands before a line of text that begins with what is no mark there; whatever holds it is dropped in the end."""
WRAPPED = 60
"""So long a line, without an end of a sentence, goes on below because there was no more room."""
_AHEAD = 60
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_HIGHEST = 50

_MARK = re.compile(r"( {0,3})([-*+]|(\d{1,9})([.)])|([a-z]{1,6}|[A-Z]{1,6})\))( +|$)")
_RULE = re.compile(r" {0,3}([-*])(?: *\1){2,} *")
_APART = re.compile(r" {0,3}(?:#{1,6}(?:[ #]|$)|>|\||:{3}|(?:[-*_=] *){3,}$|\x02)")
"""A line that no sentence goes on in, nor ends on."""
_ENDED = re.compile(r"[:;.!?…)\"”»]$")
_CITING = re.compile(r"(?:^|[\s(])(?:lit|alin|pct|art|nr|ust|pkt|poz|par|sec|no)\.?$|§$", re.IGNORECASE)


class Mark(NamedTuple):
    """A list mark: its indent, where the content begins, its sign, and the ordinal that it is in each style."""

    indent: int
    column: int
    sign: str
    ordinals: dict[str, int]

    def follows(self, before: Mark) -> bool:
        """Say whether this is the mark that comes after another."""
        if self.sign != before.sign or abs(self.indent - before.indent) > 1:
            return False
        return not before.ordinals or any(
            self.ordinals.get(style) == number + 1 for style, number in before.ordinals.items()
        )

    @property
    def first(self) -> bool:
        """Whether a list can begin with it anywhere."""
        return not self.ordinals or 1 in self.ordinals.values()


class Item(NamedTuple):
    """An item: the line it begins on, its ordinal, and its lines without their indent, of which some were lazy."""

    at: int
    ordinal: int
    lines: list[str]


class Listing(NamedTuple):
    """A list: its sign, its style ("" for bullets), its items, and the line after its last."""

    sign: str
    style: str
    items: list[Item]
    end: int

    @property
    def loose(self) -> bool:
        """Whether blank lines part the items, or the blocks of one."""
        following = [item.at for item in self.items[1:]]
        apart = [item.at + len(item.lines) < at for item, at in zip(self.items, following, strict=False)]
        return any(apart) or any("" in item.lines and _parted(item.lines) for item in self.items)

    @property
    def counted(self) -> bool:
        """Whether each item has the number that is counted, as where all are written `1.`."""
        return len(self.items) > 1 and self.items[0].ordinal == self.items[1].ordinal


def marked(line: str, *, inside: bool = False) -> Mark | None:
    """Read the list mark that a line begins with; only `inside` a list may it stand alone or be two letters."""
    match = _MARK.match(line)
    if match is None or _RULE.fullmatch(line) or not (match[6] or inside):
        return None
    width = len(match[6])
    column = match.end(2) + (width if 0 < width <= FOUR and match.end() < len(line) else 1)
    if match[3]:
        return Mark(len(match[1]), column, match[4], {"1": int(match[3])})
    if not match[5]:
        return Mark(len(match[1]), column, match[2], {})
    ordinals = _ordinals(match[5])
    if not inside and len(match[5]) > 1:
        ordinals = {style: number for style, number in ordinals.items() if style in "iI" and number <= _HIGHEST}
    return Mark(len(match[1]), column, ")", ordinals) if ordinals else None


def _ordinals(letters: str) -> dict[str, int]:
    """Read letters as a Roman number and as places in the alphabet, the likelier first."""
    low = letters.lower()
    ordinals = dict[str, int]()
    if len(low) == 1 or (len(low) == 2 and not _ROMAN.fullmatch(low)):
        ordinals["a"] = sum((ord(letter) - 96) * 26**place for place, letter in enumerate(reversed(low)))
    if _ROMAN.fullmatch(low):
        digits = [_DIGITS[letter] for letter in low]
        ordinals["i"] = sum(
            -digit if digit < following else digit for digit, following in zip(digits, [*digits[1:], 0], strict=True)
        )
    if low == "i":
        ordinals = dict(reversed(ordinals.items()))
    return ordinals if low == letters else {style.upper(): number for style, number in ordinals.items()}


def read(line: Line, at: int) -> Listing:
    """Read the list that begins on a line."""
    mark = marked(line(at) or "", inside=True)
    assert mark  # noqa: S101
    sign, style = mark.sign, next(iter(mark.ordinals), "")
    items = list[Item]()
    while True:
        lines, sibling, end = _item(line, at, mark)
        items.append(Item(at, mark.ordinals.get(style, 0), lines))
        if sibling is None:
            return Listing(sign, style, items, at + len(lines))
        if len(items) == 1:  # the second mark says whether i) is a number or a letter
            common = [name for name, number in mark.ordinals.items() if sibling.ordinals.get(name) == number + 1]
            if common and style not in common:
                style = common[0]
                items[0] = items[0]._replace(ordinal=mark.ordinals[style])
        ordinals = {style: sibling.ordinals[style]} if style else {}
        at, mark = end, sibling._replace(ordinals=ordinals)


def _item(line: Line, at: int, mark: Mark) -> tuple[list[str], Mark | None, int]:
    """Read an item: its lines, and the mark and line of the next, if there is one."""
    first = (line(at) or "")[mark.column :].lstrip(" ")
    lines, own = [first], list[int]()
    reach = min(mark.column, FOUR)
    number, sibling = at + 1, None
    while (text := line(number)) is not None:
        bare = text.lstrip(" ")
        indent = len(text) - len(bare)
        if not bare:
            lines.append("")
        elif indent >= reach:
            own.append(len(lines))
            lines.append(text)
        else:
            blank = lines[-1] == "" and number > at + 1
            other = marked(text, inside=True)
            if other and _sibling(line, number, other, mark, blank=blank):
                sibling = other
                break
            if other and indent >= mark.indent + 2:
                reach = indent
                own.append(len(lines))
                lines.append(text)
            elif blank or _APART.match(text) or (other and interrupts(line, number, other)):
                break
            else:
                lines.append(STAYS + bare if other else bare)
        number += 1
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    _outdent(lines, own, reach)
    return lines, sibling, number


def _outdent(lines: list[str], own: Sequence[int], reach: int) -> None:
    """Take the item's indent from its lines: four spaces where all of them are written so."""
    indents = {len(lines[at]) - len(lines[at].lstrip(" ")) for at in own}
    fours = not any(reach <= indent < FOUR or reach + FOUR <= indent < 2 * FOUR for indent in indents)
    width = FOUR if fours else reach
    goes_on = True
    for number, at in enumerate(own, 1):
        bare = lines[at].lstrip(" ")
        # Of the first paragraph, the further lines say the same with their spaces.
        goes_on = goes_on and number == at and not marked(bare, inside=True) and not _APART.match(bare)
        if not goes_on:
            lines[at] = lines[at][width:]


def _sibling(line: Line, at: int, other: Mark, mark: Mark, *, blank: bool) -> bool:
    """Say whether a mark is that of the list's next item."""
    if other.sign != mark.sign or bool(other.ordinals) != bool(mark.ordinals):
        return False
    if not mark.ordinals:
        return True
    if other.indent >= mark.indent + 2:
        return other._replace(indent=mark.indent).follows(mark)
    if other.follows(mark):
        return True
    if next(iter(other.ordinals)) not in mark.ordinals:
        return False
    if blank or other.ordinals == mark.ordinals:
        return True
    return not (wrapped(line(at - 1) or "") or _awaited(line, at, mark))  # 19. martie


def _awaited(line: Line, at: int, mark: Mark) -> bool:
    """Say whether the mark that comes after a mark stands on one of the lines below a line."""
    for number in range(at + 1, at + _AHEAD):
        text = line(number)
        if text is None:
            return False
        above = line(number - 1)
        other = marked(text, inside=True)
        if other and other.follows(mark):
            return True
        if text.strip() and not (above or "").strip():
            return False
    return False


def wrapped(line: str) -> bool:
    """Say whether a line ends in the middle of a sentence, for lack of room."""
    return len(line.strip()) >= WRAPPED and not _ENDED.search(line.rstrip())


def interrupts(line: Line, at: int, mark: Mark, *, inside: bool = False) -> bool:
    """Say whether a mark begins a list on a line that stands directly below a paragraph, perhaps `inside` an item."""
    above = (line(at - 1) or "").rstrip()
    if _APART.match(above) or _awaited(line, at, mark):
        return True
    if mark.ordinals and _CITING.search(above):
        return False
    if mark.ordinals and "1" not in mark.ordinals and not _ENDED.search(above):  # variantele ⏎ a) sau b)
        return False
    return above.endswith(":") or (mark.first and (inside or not wrapped(above)))


def begins(lines: Sequence[str], *, inside: bool, first: bool) -> int | None:
    """Find where in the lines of a block a list begins; the block may be the `first` in an item."""
    line = among(lines)
    for at, text in enumerate(lines):
        mark = marked(text)
        if mark and (_alone(line, mark, first=first) if at == 0 else interrupts(line, at, mark, inside=inside)):
            return at
    return None


def _alone(line: Line, mark: Mark, *, first: bool) -> bool:
    """Say whether a mark begins a list at the beginning of a block: in `- a) x` it is only a word."""
    return not (first and mark.sign == ")") or _awaited(line, 0, mark)


def among(lines: Sequence[str]) -> Line:
    """Give lines by their numbers."""
    return lambda at: lines[at] if at < len(lines) else None


def within(lines: Sequence[str], *, inside: bool = False) -> Iterator[tuple[int, Listing]]:
    """Find the lists among lines: where each begins, and what it is."""
    line, at, fresh = among(lines), 0, True
    while at < len(lines):
        mark = marked(lines[at])
        whole = _alone(line, mark, first=inside and at == 0) if mark and fresh else False
        if mark and (whole if fresh else interrupts(line, at, mark, inside=inside)):
            listing = read(line, at)
            yield at, listing
            at, fresh = listing.end, True
        else:
            fresh = not lines[at].strip()
            at += 1


def _parted(lines: Sequence[str]) -> bool:
    """Say whether a blank line stands between the blocks of an item, in none of its lists."""
    inner = {at for start, listing in within(lines, inside=True) for at in range(start, listing.end)}
    return any(not text and at not in inner and at for at, text in enumerate(lines))


def code(lines: Sequence[str], *, inside: bool = False) -> Iterator[int]:
    """Find the lines that are code by their indents, outside of lists and in their items."""
    done = 0
    for start, listing in within(lines, inside=inside):
        yield from _indented(lines, done, start)
        for item in listing.items:
            if any(line[:FOUR] == " " * FOUR for line in item.lines):
                yield from (item.at + at for at in code(item.lines, inside=True))
        done = listing.end
    yield from _indented(lines, done, len(lines))


def begun(lines: Sequence[str], *, inside: bool = False) -> Iterator[int]:
    """Find the lines that begin an item, at any depth."""
    for _start, listing in within(lines, inside=inside):
        for item in listing.items:
            yield item.at
            yield from (item.at + at for at in begun(item.lines, inside=True))


def _indented(lines: Sequence[str], start: int, end: int) -> Iterator[int]:
    """Find the lines that a blank line and four spaces make code."""
    blank = start == 0
    running = False
    for at in range(start, end):
        if not lines[at].strip():
            blank = True
            continue
        running = lines[at].startswith(" " * FOUR) and (blank or running)
        if running:
            yield at
        blank = False
