"""One truth in all languages: what facts a text states that its translation lacks, or states otherwise."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple, TypeAlias

from sitegen.model import Heading
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.alignment import NEAR, aligned, apart, same, subject
from sitegen.read.file import Head
from sitegen.read.prose import LANGUAGES, UNIVERSAL, Fact, blocks, facts, implied


class Part(NamedTuple):
    """A text to compare: in which file it begins on which line and column, its language."""

    path: str
    line: int
    column: int
    text: str
    lang: str

    def place(self, at: int) -> Place:
        """Say where a character of the text stands."""
        above = self.text.count("\n", 0, at)
        return Place(self.path, self.line + above, at - self.text.rfind("\n", 0, at) if above else self.column + at)


def bodies(original: Head, translation: Head, paired: Mapping[str, str], langs: tuple[str, str]) -> list[Diagnostic]:
    """Compare two bodies section by section; as one block where their sections do not pair.

    `paired` gives the ids of the original's headings by the translation's, `langs` their BCP 47 tags.
    """
    if not translation.text.strip():
        return []
    ours, theirs = _sections(original, langs[0], {}), _sections(translation, langs[1], paired)
    if ours.keys() != theirs.keys():
        return [*compared(_whole(original, langs[0]), _whole(translation, langs[1]), whole=True)]
    return [problem for name, part in ours.items() for problem in compared(part, theirs[name])]


def _whole(head: Head, lang: str) -> Part:
    return Part(head.path, head.line, 1, head.text, lang)


def _sections(head: Head, lang: str, paired: Mapping[str, str]) -> dict[str, Part]:
    """Divide a body at its headings of level 2, by the ids of the original's."""
    lines = head.text.split("\n")
    starts: Sequence[Heading] = [heading for heading in head.outline.headings if heading.level == 2]
    ends = [*(heading.line - head.line for heading in starts), len(lines)]
    parts = {"": Part(head.path, head.line, 1, "\n".join(lines[: ends[0]]), lang)}
    for heading, end in zip(starts, ends[1:], strict=True):
        text = "\n".join(lines[heading.line - head.line : end])
        parts[paired.get(heading.id, heading.id)] = Part(head.path, heading.line, 1, text, lang)
    return parts


def compared(original: Part, translation: Part, *, whole: bool = False) -> Iterator[Diagnostic]:
    """Tell of each fact that the original states, and the translation does not, or as another, or elsewhere.

    Tables are compared row by row, lists entry by entry, all else paragraph by paragraph, each in its order; within one
    of these facts may stand in any order. A number may also be written in words or in Roman numerals; a day needs no
    year where the other has one. Where one of a kind is missing and one too many, it was changed.
    """
    languages = {_primary(original), _primary(translation)}
    stated = [_stated(part, languages) for part in (original, translation)]
    if any(stated):
        ours, theirs = (_pieces(*side, whole) for side in zip((original, translation), stated, strict=True))
        for first, second, loose in _groups(ours, theirs):
            yield from _told(_Group(original, translation, first, second), loose)


def _primary(part: Part) -> str:
    return part.lang.partition("-")[0].lower()


def _stated(part: Part, languages: set[str]) -> list[Fact]:
    stated, known = facts(part.text, _primary(part)), languages <= {*LANGUAGES}
    return stated if known else [fact for fact in stated if fact.kind in UNIVERSAL]


def unread(original: Part, translation: Part) -> tuple[str, ...]:
    """Give the languages that keep the facts of an original from being compared; none where it states no such fact."""
    tags = dict.fromkeys(tag for tag in (_primary(original), _primary(translation)) if tag not in LANGUAGES)
    stated = facts(original.text, "en" if _primary(original) in tags else _primary(original)) if tags else []
    return (*tags,) if any(fact.kind not in UNIVERSAL for fact in stated) else ()


# --- what is compared with what ---------------------------------------------------------------------------------------


class _Piece(NamedTuple):
    """A block of a text, or a cell: what it is, from where to where, and what it states."""

    shape: str
    start: int
    end: int
    facts: tuple[Fact, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()


class _Group(NamedTuple):
    """Pieces to compare of an original and of a translation: a table with a table, a list with a list."""

    original: Part
    translation: Part
    ours: list[_Piece]
    theirs: list[_Piece]


PROSE = ("text", "heading", "whole")
"""Pieces that a translator words and divides as the language has it; rows, cells and entries stand."""


_WIDEST = 20
"""Columns of a table that are looked for in another place."""


class _Gap(NamedTuple):
    """What two pieces differ in: what was changed into what, what else is missing, what else is too many."""

    ours: _Piece | None
    theirs: _Piece | None
    changed: list[tuple[Fact, Fact]]
    missing: list[Fact]
    extra: list[Fact]

    @property
    def alone(self) -> str:
        """The shape of what only one of the two has."""
        piece = self.ours or self.theirs
        return piece.shape if piece and not (self.ours and self.theirs) else ""


def _pieces(part: Part, stated: Sequence[Fact], whole: bool) -> list[_Piece]:
    places = [fact.at for fact in stated]

    def piece(shape: str, start: int, end: int, cells: tuple[tuple[int, int], ...] = ()) -> _Piece:
        within = (*stated[bisect_left(places, start) : bisect_left(places, end)],)
        return _Piece(shape, start, end, within, cells)

    if whole:
        return [piece("whole", 0, len(part.text))]
    return [piece(*block) for block in blocks(part.text)]


def _cells(row: _Piece) -> Iterator[_Piece]:
    for start, end in row.cells:
        yield _Piece("cell", start, end, tuple(fact for fact in row.facts if start <= fact.at < end))


def _groups(ours: list[_Piece], theirs: list[_Piece]) -> Iterator[tuple[list[_Piece], list[_Piece], bool]]:
    """Pair tables with tables, lists with lists, paragraphs with paragraphs, where both texts have as many.

    What is left, such as a list that became a table, is one group. Loose is one where a fact may move on to a block
    beside, as in paragraphs.
    """
    runs = [[[*run] for _shape, run in groupby(side, lambda piece: piece.shape)] for side in (ours, theirs)]
    count, other = (Counter(run[0].shape for run in side) for side in runs)
    alike = [shape for shape in count if count[shape] == other[shape]]
    for shape in alike:
        first, second = ([run for run in side if run[0].shape == shape] for side in runs)
        for mine, yours in zip(first, second, strict=True):
            yield mine, yours, shape in PROSE
    left, right = ([piece for piece in side if piece.shape not in alike] for side in (ours, theirs))
    yield left, right, True


def _paired(group: _Group) -> Iterable[tuple[_Piece | None, _Piece | None]]:
    """Pair by order where both have as many, or as many that state anything; else at the least difference."""
    if len(group.ours) == len(group.theirs):
        return zip(group.ours, group.theirs, strict=True)
    ours, theirs = ([piece for piece in side if piece.facts] for side in (group.ours, group.theirs))
    if len(ours) == len(theirs):
        return zip(ours, theirs, strict=True)
    about = {id(piece): frozenset(map(subject, piece.facts)) for piece in (*group.ours, *group.theirs)}
    return aligned(
        group.ours,
        group.theirs,
        lambda mine, yours: 2 * len(about[id(mine)] ^ about[id(yours)]),
        lambda piece: 2 * len(about[id(piece)]) + 3,
    )


_Otherwise: TypeAlias = Callable[[int, int | None], set[str]]
"""Gives what numbers a part of the translation says in words or in Roman numerals."""


def _gaps(group: _Group) -> Iterator[_Gap]:
    text, lang = group.translation.text, _primary(group.translation)

    @cache
    def otherwise(start: int, end: int | None) -> set[str]:
        return implied(text[start:end], lang)

    paired = [*_paired(group)]
    columns = _columns([(mine, yours) for mine, yours in paired if mine and yours])
    for mine, yours in paired:
        if mine and yours and mine.facts and len(mine.cells) == len(yours.cells):
            cells = [*_cells(yours)]
            pairs = zip(_cells(mine), (cells[at] for at in columns or range(len(cells))), strict=True)
            yield from (_gap(otherwise, *pair) for pair in (pairs if mine.cells else [(mine, yours)]))
        elif (mine and mine.facts) or (yours and yours.facts):
            yield _gap(otherwise, mine, yours)


def _columns(rows: Sequence[tuple[_Piece, _Piece]]) -> Sequence[int]:
    """Give where each column of a table stands in the translation's, if some stand elsewhere; else none.

    Only columns that say another kind of thing than those beside may have moved: two columns of days may be exchanged.
    """
    width = len(rows[0][0].cells) if len(rows) > 1 else 0
    if not 1 < width <= _WIDEST or any(len(piece.cells) != width for row in rows for piece in row):
        return ()
    tables = [[[*_cells(row[side])] for row in rows] for side in (0, 1)]
    ours, theirs = ([[{*map(subject, cell.facts)} for cell in row] for row in table] for table in tables)
    every = range(width)
    agree = [
        [sum(not mine[at].isdisjoint(yours[to]) for mine, yours in zip(ours, theirs, strict=True)) for to in every]
        for at in every
    ]
    best = {at: max(every, key=lambda to: (agree[at][to], to == at)) for at in every if max(agree[at])}
    moved = [at for at, to in best.items() if at != to]
    kinds = [frozenset(kind for row in ours for kind, _value in row[at]) for at in every]
    unsettled = Counter(kinds[at] for at in every if best.get(at) != at)
    if (
        not moved
        or len({*best.values()}) < len(best)
        or any(agree[at][best[at]] < 2 or unsettled[kinds[at]] > 1 for at in moved)
    ):
        return ()
    rest = (to for to in every if to not in best.values())
    return [best[at] if at in best else next(rest) for at in every]


def _gap(otherwise: _Otherwise, ours: _Piece | None, theirs: _Piece | None) -> _Gap:
    if ours and theirs and [fact[:2] for fact in ours.facts] == [fact[:2] for fact in theirs.facts]:
        return _Gap(ours, theirs, [], [], [])  # as is most often so
    missing, extra = apart(ours.facts if ours else (), theirs.facts if theirs else ())
    # To read the words of numbers takes long: only where a number or an hour is missing are they asked for.
    if any(fact.kind in ("number", "time") for fact in missing):
        also = otherwise(theirs.start, theirs.end) if theirs else otherwise(0, None)
        missing = [
            fact for fact in missing if fact.kind not in ("number", "time") or fact.value.partition(" ")[0] not in also
        ]
    changed = _changes(ours, theirs, missing, extra) if ours and theirs and missing and extra else []
    gone, come = {fact for fact, _other in changed}, {other for _fact, other in changed}
    missing, extra = [fact for fact in missing if fact not in gone], [fact for fact in extra if fact not in come]
    if missing and theirs and (theirs.shape in PROSE or not extra):  # said once instead of twice
        stated = defaultdict[tuple[str, str], list[Fact]](list)
        for fact in theirs.facts:
            stated[subject(fact)].append(fact)
        missing = [fact for fact in missing if not any(same(fact, other) for other in stated[subject(fact)][:NEAR])]
    return _Gap(ours, theirs, changed, missing, extra)


def _changes(ours: _Piece, theirs: _Piece, missing: list[Fact], extra: list[Fact]) -> list[tuple[Fact, Fact]]:
    """Pair what is missing with what is too many, kind by kind: as they stand between what agrees, then in order.

    Days and hours of a block, where both have as many, go by their order alone, as 1 to 5 May that was 5 to 9 May.
    """
    changed, gone, come = list[tuple[Fact, Fact]](), dict.fromkeys(missing), dict.fromkeys(extra)
    for kind in {fact.kind for fact in gone} & {fact.kind for fact in come}:
        first, second = ([fact for fact in side.facts if fact.kind == kind] for side in (ours, theirs))
        if kind in ("date", "time") and ours.shape != "whole" and len(first) == len(second):
            changed += (pair for pair in zip(first, second, strict=True) if not same(*pair))
            continue
        beside = aligned(first, second, lambda mine, yours: 3 * (mine.value != yours.value), lambda _fact: 2)
        pairs = [(mine, yours) for mine, yours in beside if mine in gone and yours in come]
        paired = {fact for pair in pairs for fact in pair}
        rest = ([fact for fact in side if fact.kind == kind and fact not in paired] for side in (gone, come))
        changed += [(mine, yours) for mine, yours in pairs if mine and yours]
        changed += zip(*rest, strict=False)
    return sorted(changed, key=lambda pair: pair[1].at)


# --- what is told -----------------------------------------------------------------------------------------------------


def _told(group: _Group, loose: bool) -> Iterator[Diagnostic]:
    gaps = [*_gaps(group)]
    if not any(gap.changed or gap.missing or gap.extra for gap in gaps):
        return
    loose = loose or any(gap.alone == "entry" for gap in gaps)  # a list that was divided otherwise
    if moved := _moved(group):
        yield _changed(group, "fact-order", *moved)
        return
    at = group.theirs[0].start if group.theirs else 0
    for gap in _settled(gaps) if loose else gaps:
        at = gap.theirs.start if gap.theirs else at
        for fact, other in gap.changed:
            yield _changed(group, "fact-changed", fact, other)
        if gap.ours is None:
            if gap.extra and gap.alone in ("row", "entry"):
                yield _added(group, gap.extra)
        elif gap.theirs is None:
            if gap.missing:
                yield _lacking(group, at, gap.missing)
        else:
            for fact in {fact[:2]: fact for fact in reversed(gap.missing)}.values():
                yield _lacking(group, at, [fact])


def _settled(gaps: Sequence[_Gap]) -> Iterator[_Gap]:
    """Take away what only stands in another block now, and what a text says once instead of twice."""
    goes, comes = (dict[bool, list[Fact]]({False: [], True: []}) for _side in range(2))
    for gap in gaps:
        alone = bool(gap.alone)
        goes[alone] += [] if gap.changed or gap.extra else gap.missing
        comes[alone] += [] if gap.changed or gap.missing else gap.extra
    for alone in (True, False):  # a block that was joined to another, or divided
        goes[alone], comes[not alone] = apart(goes[alone], comes[not alone])
    lost, added = [*goes[False], *goes[True]], [*comes[False], *comes[True]]
    if all(piece.shape in PROSE for gap in gaps for piece in (gap.ours, gap.theirs) if piece):
        lost, added = apart(lost, added)
    lasting, new = {*lost}, {*added}
    stated = {fact[:2] for gap in gaps if gap.ours and gap.theirs for fact in {*gap.ours.facts} - {*gap.missing}}
    stated -= {fact[:2] for gap in gaps for fact, _other in gap.changed}
    for gap in gaps:
        missing, extra = gap.missing, gap.extra
        if not (gap.changed or gap.extra):
            again = stated if gap.ours and gap.ours.shape == "text" else set[tuple[str, str]]()
            missing = [fact for fact in missing if fact in lasting and fact[:2] not in again]
        if not (gap.changed or gap.missing):
            extra = [fact for fact in extra if fact in new]
        yield gap._replace(missing=missing, extra=extra)


def _moved(group: _Group) -> tuple[Fact, Fact] | None:
    """Give what stands first in another order, where whole blocks do: most have more than one fact, or their words."""
    sides = ([frozenset(fact[:2] for fact in piece.facts) for piece in side] for side in (group.ours, group.theirs))
    ours, theirs = sides
    wrong = [at for at, (mine, yours) in enumerate(zip(ours, theirs, strict=False)) if mine != yours]
    if not wrong or Counter(ours) != Counter(theirs):
        return None
    words = [
        Counter(" ".join(part.text[side[at].start : side[at].end].split()) for at in wrong)
        for part, side in ((group.original, group.ours), (group.translation, group.theirs))
    ]
    if words[0] != words[1] and sum(len(ours[at] - theirs[at]) for at in wrong) <= len(wrong):
        return None
    for at in wrong:
        mine = next((fact for fact in group.ours[at].facts if fact[:2] not in theirs[at]), None)
        yours = next((fact for fact in group.theirs[at].facts if fact[:2] not in ours[at]), None)
        if mine and yours:
            return mine, yours
    return None


def _changed(group: _Group, code: str, fact: Fact, other: Fact) -> Diagnostic:
    arguments = {"value": _shown([fact]), "found": _shown([other]), "other": _other(group, fact.at)}
    return Diagnostic(group.translation.place(other.at), code, arguments)


_SEEN = re.compile(r"\S")


def _lacking(group: _Group, at: int, lost: Sequence[Fact]) -> Diagnostic:
    if seen := _SEEN.search(group.translation.text, at):
        at = seen.start()
    arguments = {"value": _shown(lost), "other": _other(group, lost[0].at)}
    return Diagnostic(group.translation.place(at), "fact-lacking", arguments)


def _added(group: _Group, added: Sequence[Fact]) -> Diagnostic:
    at = group.ours[0].start if group.ours else 0
    arguments = {"found": _shown(added), "other": _other(group, at)}
    return Diagnostic(group.translation.place(added[0].at), "fact-added", arguments)


def _other(group: _Group, at: int) -> str:
    where = group.original.place(at)
    return f"{where.path}:{where.line}"


def _shown(stated: Sequence[Fact]) -> str:
    return ", ".join(dict.fromkeys(" ".join(fact.written.split())[:80] for fact in stated))[:80]
