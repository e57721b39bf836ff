"""A PO that comes back: what is translated in it is written into the Markdown, and stamped.

It is read as a stranger's. It names no path that is written to: its contexts are looked up among the announcements that
there are. A section is written when all its texts are translated against the original as it is now, else it stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from sitegen.language import catalogues
from sitegen.language.text import nfc
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.sources import splice
from sitegen.read.yaml import compose, written
from sitegen.tools import Bulletin
from sitegen.tools.translations import handoff, stamping, units
from sitegen.tools.translations.handoff import Message
from sitegen.tools.translations.written import (
    FRONT,
    DocumentFile,
    SectionTexts,
    Versions,
    document,
    section_texts,
    sections,
    stamped,
)

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

_CONTEXT = re.compile(r"(content/[^#\n]+)#(\S+)/([^/\s]+)")
_LANGUAGE = re.compile(r'(?:^"|\\n)Language: *([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\\n', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a PO came to for one translation: its bytes, and which sections were written and stamped.

    `waiting` are those with texts that are not translated yet, `stale` those whose original has changed since.
    """

    path: str
    new: bool
    data: bytes | None
    draft: bool
    stamped: tuple[str, ...]
    waiting: tuple[str, ...]
    stale: tuple[str, ...]


class BrokenError(Exception):
    """A message breaks how its section, or the file, is built."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


Messages: TypeAlias = dict[str, dict[str, Message]]
"""The messages of an announcement, by section and position."""


def back(bulletin: Bulletin, path: str, text: str) -> tuple[list[Returned], list[Diagnostic]]:
    """Give what a PO, told of as `path`, makes of the translations; with problems, nothing is to be written."""
    named = _LANGUAGE.search(text.partition("\nmsgctxt")[0])
    language = named[1].replace("_", "-") if named else ""
    if language not in bulletin.languages:
        line = text.count("\n", 0, named.start()) + 1 if named else 1
        known = ", ".join(bulletin.languages)
        return [], [Diagnostic(Place(path, line), "handoff-language", {"value": language, "languages": known})]
    parsed, problems = catalogues.parse(path, text, language)
    if parsed is None:
        return [], problems
    sets, more = _sorted(bulletin, path, parsed)
    problems += more
    returned = list[Returned]()
    for identity, messages in sets.items():
        versions, more = bulletin.read(identity)
        if versions is None or versions.original.language == language:
            first = next(iter(next(iter(messages.values())).values()))
            problems += more or [Diagnostic(Place(path, first.line), "handoff-place", {"value": identity})]
            continue
        try:
            returned.append(_returned(bulletin, versions, language, messages))
        except BrokenError as broken:
            arguments = {"text": broken.message.translation}
            problems.append(Diagnostic(Place(path, broken.message.line), "handoff-structure", arguments))
    return returned, problems


def _sorted(bulletin: Bulletin, path: str, parsed: Catalog) -> tuple[dict[str, Messages], list[Diagnostic]]:
    """Sort the messages of a PO by their announcements, as there are."""
    identities = {document: identity for identity, paths in bulletin.sets.items() for document in paths.values()}
    sets, problems = dict[str, Messages](), list[Diagnostic]()
    for entry in parsed:
        if not entry.id:
            continue
        read = handoff.message(entry, {})
        message = read._replace(translation=_clean(read.translation, read.text), line=entry.lineno or 1)
        place, context = Place(path, message.line), _CONTEXT.fullmatch(str(entry.context))
        if not context or context[1] not in identities:
            problems.append(Diagnostic(place, "handoff-place", {"value": str(entry.context or "")}))
            continue
        if (unseen := _unseen(message)) and message.translation != message.text:
            problems.append(Diagnostic(place, "control-character", {"code": unseen}))
        sets.setdefault(identities[context[1]], {}).setdefault(context[2], {})[context[3]] = message
    return sets, problems


def _clean(text: str, source: str) -> str:
    """Leave out what a paragraph cannot have: empty lines, spaces around lines. The source itself may have them."""
    if text == source:
        return text
    return "\n".join(line.strip(" \t") for line in nfc(text).replace("\r", "\n").split("\n") if line.strip())


def _unseen(message: Message) -> str:
    """Name a character that hides what is said, as front matter must not have it either; nothing if there is none."""
    _entries, problems = compose(f"a: {written(message.translation, flow=True)}", "")
    codes = (str(problem.arguments["code"]) for problem in problems if problem.code == "control-character")
    return next(codes, "")


# --- one translation --------------------------------------------------------------------------------------------------


def _returned(bulletin: Bulletin, versions: Versions, language: str, messages: Messages) -> Returned:
    """Make a translation's file anew."""
    touched = [part for part in section_texts(versions, language) if part.section in messages]
    complete, waiting, stale = dict[str, list[Message]](), list[str](), list[str]()
    for part in touched:
        own = messages[part.section]
        answers = _answers(part, own)
        if len(answers) == len(part.texts):
            complete[part.section] = answers
        else:
            # What was translated that the original does not say any more was handed off before it changed.
            changed = any(message.text not in part.texts for message in own.values())
            (stale if changed else waiting).append(part.section)
    old = versions.translations.get(language)
    path = old.path if old else versions.beside(language)
    new = old is None and path not in versions.blank
    unwritten = Returned(path, new, None, old is not None and old.draft, (), (*waiting,), (*stale,))
    if not complete or (new and path in bulletin.paths):
        return unwritten
    begun = old
    if begun is None:
        begun, _problems = document(path, stamping.stub(versions), versions.declared)
        assert begun is not None  # noqa: S101  (we wrote it)
        versions = replace(versions, translations={language: begun}, blank=frozenset())
    data = _written(versions, begun, complete)
    if old and data == old.data:
        return unwritten
    return replace(unwritten, data=data, draft=begun.draft, stamped=(*complete,))


def _answers(part: SectionTexts, messages: Mapping[str, Message]) -> list[Message]:
    """Give those of a section's texts that are translated: by position, or the same text anywhere in the section."""
    done = {message.text: message for message in messages.values() if message.done}
    answers = list[Message | None]()
    for position, text in zip(part.positions, part.texts, strict=True):
        message = messages.get(position)
        answers.append(message if message and message.done and message.text == text else done.get(text))
    return [message for message in answers if message]


def _written(versions: Versions, old: DocumentFile, complete: Mapping[str, list[Message]]) -> bytes:
    """Write sections and stamps into a translation; the result is read again, since a translator may write anything."""
    now, then = versions.stamp(), stamped(old) or {}
    whole = all(name in complete or then.get(name) == mark for name, mark in now.items())
    stamps = {name: now[name] if name in complete else then[name] for name in now if name in complete or name in then}
    stamps |= {name: mark for name, mark in then.items() if name not in now and not whole}
    edits = stamping.stamp(old, stamps)
    if FRONT in complete:
        keys, texts = ([pair.key for pair in versions.pairs(old)], [message.translation for message in complete[FRONT]])
        edits += stamping.fill(versions, old, dict(zip(keys, texts, strict=True)))
    body = _body(versions.original, old, complete, whole=whole)
    if body != old.halves.body:
        edits.append((old.body_at, len(old.text), body))
    data = splice(old.data, edits)
    again, _problems = document(old.path, data, versions.declared)
    if again is None or stamped(again) != stamps:
        raise BrokenError(next(iter(complete.values()))[0])
    front = complete.get(FRONT, [])
    if front and [pair.translation for pair in versions.pairs(again)] != [each.translation.strip() for each in front]:
        raise BrokenError(front[0])
    return data


def _body(original: DocumentFile, old: DocumentFile, complete: Mapping[str, list[Message]], *, whole: bool) -> str:
    """Put the sections together in the original's order; one that the original has no more stays until all is done."""
    before, after = sections(old, original), dict[str, str]()
    for name, source in original.parts():
        if name in complete:
            after[name] = _section(source, before.get(name, ""), complete[name])
        elif name in before:
            after[name] = before[name]
    for name in [name for name in before if name not in after and not whole]:
        after = _inserted(after, name, before)
    *above, last = after.values()
    return "".join(f"{section}\n\n" if section[-1:] not in ("", "\n") else section for section in above) + last


def _inserted(after: dict[str, str], name: str, before: Mapping[str, str]) -> dict[str, str]:
    """Put a section after the one that it stood after before."""
    above = [*before][: [*before].index(name)]
    position = next(([*after].index(other) + 1 for other in reversed(above) if other in after), 0)
    entries = [*after.items()]
    return dict([*entries[:position], (name, before[name]), *entries[position:]])


def _section(source: str, old: str, messages: Sequence[Message]) -> str:
    """Write a section: as the translation has it where that is built in the same way, else as the original."""
    pieces, theirs = units.divide(source), units.divide(old)
    texts = [message.translation for message in messages]
    known = units.units(theirs) if units.shape(pieces) == units.shape(theirs) else []
    same = known and units.between(pieces) == units.between(theirs)
    section = units.written(theirs, texts, units.units(pieces)) if same else units.written(pieces, texts, known)
    # What a translator writes may be Markdown that is more than a text, such as a heading in the middle.
    again = units.divide(section)
    read = [unit.text for unit in units.units(again)]
    if (
        units.shape(again) == units.shape(pieces)
        and read == texts
        and units.between(again) == units.between(theirs if same else pieces)
    ):
        return section
    broken = (message for message, text in zip(messages, read, strict=False) if message.translation != text)
    raise BrokenError(next(broken, messages[-1]))
