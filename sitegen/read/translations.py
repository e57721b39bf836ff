"""How a translation relates to its original: its block, what it was made from, and which heading is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from sitegen.language.text import fingerprint
from sitegen.model import Field, PartialDate, Translation, TranslationStatus
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.file import Head
from sitegen.read.kinds import convert
from sitegen.read.paths import Version
from sitegen.read.yaml import Entries, Scalar, place

_STATUSES: Mapping[str, TranslationStatus] = {
    status: status for status in get_args(TranslationStatus) if status != "original"
}
BLOCK = (
    Field("of", "language", required="true", example="ro"),
    Field("status", "choice", required="true", choices=tuple(_STATUSES), example="unofficial"),
    Field("translator", "text", required="warn"),
    Field("reviewed", "date", required="warn"),
)
"""What a translation says of itself, beside `source`, what it was made from."""


def is_translation(head: Head) -> bool:
    """Say whether a file has a translation block."""
    return head.front is not None and head.front.get("translation") is not None


def versions(heads: Mapping[str, Head], languages: Sequence[str]) -> list[str]:
    """Give the languages of the files that are a version of an announcement; a blank one is no translation.

    Where no other file could be the original, the first blank one is, and lacks what an original must have. If all are
    blank translations there is no original, and all are told so.
    """
    filled = {tag for tag, head in heads.items() if not head.blank}
    if all(is_translation(heads[tag]) for tag in filled):
        filled |= {*[tag for tag in languages if tag in heads and not is_translation(heads[tag])][:1]}
    return [tag for tag in heads if tag in filled] or [*heads]


def read(head: Head, original: Version, front: str) -> tuple[Translation, list[Diagnostic]]:
    """Read the block, and compare what it says it was made from with the original as it is now.

    `front` holds the original's translatable texts, a line for each.
    """
    block = head.front.get("translation") if head.front else None
    none = Translation("unofficial", outdated=None)
    if not isinstance(block, Entries):
        where = place(head.path, block) if block else Place(head.path)
        return none, [Diagnostic(where, "group-expected", {"key": "translation", "fields": "of, status"})]
    answers, problems = convert(block.without("source"), BLOCK, head.path, needed=("of", "status"))
    outdated, further = _compared(head, block, original, front)
    problems += further
    if any(problem.severity == "error" for problem in problems):
        return none, problems
    of = str(answers["of"].value)
    if of != original.source.language:
        arguments = {"value": of, "language": original.source.language}
        at = answers["of"].place(head.path)
        problems.append(Diagnostic(at, "translation-of", arguments, original.source.language))
    reviewed, translator = (answers[name].value if name in answers else None for name in ("reviewed", "translator"))
    return Translation(
        status=_STATUSES[str(answers["status"].value)],
        of=of,
        translator=None if translator is None else str(translator),
        reviewed=reviewed if isinstance(reviewed, PartialDate) else None,
        outdated=outdated,
    ), problems


def stamp(original: Head, front: str) -> dict[str, str]:
    """Give the fingerprints of an original's sections: what a translation of it as it is now is made from."""
    return {"front": fingerprint(front)} | {part.id: part.fingerprint for part in original.outline.sections}


def _compared(
    head: Head, block: Entries, original: Version, front: str
) -> tuple[tuple[str, ...] | None, list[Diagnostic]]:
    now = stamp(original.head, front)
    source = block.get("source")
    if source is None or (isinstance(source, Scalar) and source.null):
        return None, [Diagnostic(place(head.path, block), "translation-unstamped", {}, _stamped(now))]
    if not isinstance(source, Entries):
        return None, [
            Diagnostic(place(head.path, source), "group-expected", {"key": "source", "fields": ", ".join(now)})
        ]
    then = {key.text: value.text if isinstance(value, Scalar) else "" for key, value in source.entries}
    changed = tuple(name for name in dict.fromkeys([*now, *then]) if now.get(name) != then.get(name))
    if not changed:
        return (), []
    arguments = {"sections": ", ".join(changed), "other": original.head.path}
    return changed, [Diagnostic(place(head.path, source), "translation-outdated", arguments, _stamped(now))]


def _stamped(now: Mapping[str, str]) -> str:
    return "source: {" + ", ".join(f"{name}: {mark}" for name, mark in now.items()) + "}"


def pair_headings(head: Head, original: Head) -> tuple[dict[str, str], list[Diagnostic]]:
    """Give each heading the id of the original's, so that an anchor works in every language.

    By order where the levels are the same sequence, else by ids written as {#id}.
    """
    ours, theirs = original.outline.headings, head.outline.headings
    if [heading.level for heading in ours] == [heading.level for heading in theirs]:
        paired = {their.id: our.id for our, their in zip(ours, theirs, strict=True)}
        others = {name for name in head.outline.ids if name not in paired}
        return paired, [
            Diagnostic(Place(head.path, heading.line, heading.column), "id-doubled", {"id": paired[heading.id]})
            for heading in theirs
            if paired[heading.id] in others
        ]
    known = {heading.id for heading in ours}
    unpaired = [heading for heading in theirs if not (heading.explicit and heading.id in known)]
    arguments = {"other": original.path}
    return {}, [
        Diagnostic(
            Place(head.path, heading.line, heading.column), "heading-unpaired", {"title": heading.text} | arguments
        )
        for heading in unpaired
    ]
