"""One truth in all languages: what facts a text states that its translation lacks, or states otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Place
from sitegen.model import Heading
from sitegen.parse import Head
from sitegen.prose import LANGUAGES, UNIVERSAL, Fact, facts, implied


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
    """Compare two bodies section by section; whole where their sections do not pair.

    `paired` gives the ids of the original's headings by the translation's, `langs` their BCP 47 tags.
    """
    if not translation.text.strip():
        return []
    ours, theirs = _sections(original, langs[0], {}), _sections(translation, langs[1], paired)
    if ours.keys() != theirs.keys():
        ours, theirs = {"": _whole(original, langs[0])}, {"": _whole(translation, langs[1])}
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


def compared(original: Part, translation: Part) -> Iterator[Diagnostic]:
    """Tell of each fact that the original states, and the translation does not, or as another.

    A number may also be written in words or in Roman numerals; a day needs no year where the other has one. Where one
    of a kind is missing and one too many, it was changed.
    """
    ours, lang = facts(original.text, _primary(original)), _primary(translation)
    if not ours:
        return
    theirs = facts(translation.text, lang)
    missing, extra = _apart([*ours], [*theirs])
    if not {_primary(original), lang} <= {*LANGUAGES}:
        missing = [fact for fact in missing if fact.kind in UNIVERSAL]
    otherwise = implied(translation.text, lang) if any(fact.kind == "number" for fact in missing) else set()
    once = {fact[:2]: fact for fact in reversed(missing)}
    for fact in sorted(once.values(), key=lambda fact: fact.at):
        if fact.kind == "number" and fact.value.partition(" ")[0] in otherwise:
            continue
        other = next((one for one in extra if one.kind == fact.kind), None)
        if other is None and any(_same(fact, one) for one in theirs):
            continue  # said once instead of twice
        where = original.place(fact.at)
        arguments = {"value": _shown(fact), "other": f"{where.path}:{where.line}"}
        if other:
            extra.remove(other)
            yield Diagnostic(translation.place(other.at), "fact-changed", arguments | {"found": _shown(other)})
        else:
            yield Diagnostic(translation.place(_begins(translation.text)), "fact-lacking", arguments)


def _primary(part: Part) -> str:
    return part.lang.partition("-")[0].lower()


def _begins(text: str) -> int:
    return len(text) - len(text.lstrip()) if text.strip() else 0


def _shown(fact: Fact) -> str:
    return " ".join(fact.written.split())[:80]


def _apart(ours: list[Fact], theirs: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Take away what both have: first what is quite the same, then what only may be."""
    count = Counter(fact[:2] for fact in theirs)
    count &= Counter(fact[:2] for fact in ours)
    for side in (ours, theirs):
        left = Counter(count)
        for fact in [*side]:
            if left[fact[:2]]:
                left[fact[:2]] -= 1
                side.remove(fact)
    missing = []
    for fact in ours:
        if found := next((one for one in theirs if _same(fact, one)), None):
            theirs.remove(found)
        else:
            missing.append(fact)
    return missing, theirs


def _same(fact: Fact, other: Fact) -> bool:
    """Say whether two facts may be one: a date without its year, a number without its unit, a link without its path."""
    if fact.kind != other.kind:
        return False
    if fact.written == other.written:  # 12.400 in an English text is read wrongly, but is there
        return True
    if fact.kind == "phone":  # with or without the country
        return fact.value.endswith(other.value) or other.value.endswith(fact.value)
    joint = _JOINTS.get(fact.kind, "\0")
    (first, _, rest), (second, _, more) = (one.value.partition(joint) for one in (fact, other))
    if fact.kind == "date":
        return rest == more and (first == second or "*" in (first, second))
    return first == second and (rest == more or (joint in _JOINTS.values() and "" in (rest, more)))


_JOINTS = {"date": "-", "link": "/", "number": " "}
