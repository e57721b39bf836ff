"""What there is to translate of an announcement into a language: its sections, their texts, what is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sitegen.language.text import fingerprint
from sitegen.read import inheritance
from sitegen.tools.translations import units
from sitegen.tools.translations.written import FRONT, Versions, Written, pairs, sections, stamped


@dataclass(frozen=True, slots=True)
class Part:
    """A section: of each of its texts the position (in the front matter its key), the line, and the translation so far.

    `known` texts are "" where there is none. `left` is a translation that could not be paired with the texts.
    """

    section: str
    positions: tuple[str, ...]
    lines: tuple[int, ...]
    texts: tuple[str, ...]
    known: tuple[str, ...]
    state: Literal["new", "changed", "fresh"]
    left: str = ""


def parts(versions: Versions, language: str) -> list[Part]:
    """Give the sections of an announcement that have texts, in their order."""
    original, translation = versions.original, versions.translations.get(language)
    now = versions.stamp()
    then = (translation and stamped(translation)) or {}
    there = sections(translation, original) if translation else {}
    found = [_front(versions, translation, now, then)]
    line = original.halves.first_line
    for name, source in original.parts():
        pieces = units.divide(source)
        if name in now and units.units(pieces):
            given = there.get(name, "")
            untouched = translation and translation.draft and then.get(name) == fingerprint(given)
            if not given.strip() or (untouched and then.get(name) != now[name]):
                given = ""
            found.append(_section(name, pieces, line, given, _state(given, then.get(name) == now[name])))
        line += source.count("\n")
    return [part for part in found if part.texts]


def _state(given: str, fresh: bool) -> Literal["new", "changed", "fresh"]:
    return "fresh" if given and fresh else "changed" if given else "new"


def _front(versions: Versions, translation: Written | None, now: dict[str, str], then: dict[str, str]) -> Part:
    texts = versions.texts()
    said = dict.fromkeys(texts, "")
    if translation:
        own = inheritance.lines(versions.declared.fields, translation.given)
        untouched = translation.draft and fingerprint(own) == then.get(FRONT)
        if not untouched or then.get(FRONT) == now[FRONT]:
            given = pairs(versions.declared, versions.original.given, translation.given)
            said |= {pair.key: pair.translation or "" for pair in given}
    fresh = then.get(FRONT) == now[FRONT] and all(said.values())
    lines = (1,) * len(texts)
    return Part(FRONT, (*texts,), lines, (*texts.values(),), (*said.values(),), _state("".join(said.values()), fresh))


def _section(name: str, pieces: units.Pieces, line: int, given: str, state: Literal["new", "changed", "fresh"]) -> Part:
    mine, theirs = units.units(pieces), units.divide(given)
    paired = units.shape(theirs) == units.shape(pieces)
    lines, at = list[int](), line
    for piece in pieces:
        if isinstance(piece, units.Unit):
            lines.append(at)
        at += (piece if isinstance(piece, str) else piece.raw).count("\n")
    positions = tuple(str(number) for number in range(1, len(mine) + 1))
    known = tuple(unit.text for unit in units.units(theirs)) if paired else ("",) * len(mine)
    texts = tuple(unit.text for unit in mine)
    return Part(name, positions, (*lines,), texts, known, state, "" if paired else given.strip())
