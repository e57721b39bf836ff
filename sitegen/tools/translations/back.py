"""A PO that comes back: what is translated in it is written into the Markdown, and stamped.

It is read as a stranger's. It names no path that is written to: its contexts are looked up among the announcements that
there are. A section is written when all its texts are translated against the original as it is now, else it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.language import catalogues
from sitegen.language.text import nfc
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.sources import splice
from sitegen.read.yaml import compose, written
from sitegen.tools.translations import front, stamping, units
from sitegen.tools.translations.parts import Part, parts
from sitegen.tools.translations.written import FRONT, Bulletin, Versions, Written, document, pairs, sections, stamped

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


@dataclass(frozen=True, slots=True)
class Message:
    """A translation that is done: the text that it was made from, what it says, and its line of the PO."""

    text: str
    translation: str
    line: int
    fuzzy: bool


@dataclass(slots=True)
class _Messages:
    """The messages of an announcement, by section and position."""

    sections: dict[str, dict[str, Message]] = field(default_factory=dict)

    def of(self, part: Part) -> list[Message | None]:
        """Give the translations of a part's texts: by position, or of the same text anywhere in its section."""
        given = self.sections.get(part.section, {})
        done = {one.text: one for one in given.values() if not one.fuzzy and one.translation}
        places = (given.get(position) for position in part.positions)
        return [
            one if one and one.text == text and one.translation and not one.fuzzy else done.get(text)
            for one, text in zip(places, part.texts, strict=True)
        ]

    def stale(self, part: Part) -> bool:
        """Say whether something was translated that the original does not say any more."""
        return any(one.text not in part.texts for one in self.sections.get(part.section, {}).values())


def back(bulletin: Bulletin, path: str, text: str) -> tuple[list[Returned], list[Diagnostic]]:
    """Give what a PO, told of as `path`, makes of the translations; with errors found, nothing is to be written."""
    named = _LANGUAGE.search(text.partition("\nmsgctxt")[0])
    language = named[1].replace("_", "-") if named else ""
    if language not in bulletin.languages:
        line = text.count("\n", 0, named.start()) + 1 if named else 1
        known = ", ".join(bulletin.languages)
        return [], [Diagnostic(Place(path, line), "handoff-language", {"value": language, "languages": known})]
    parsed, found = catalogues.parse(path, text, language)
    if parsed is None:
        return [], found
    sets = dict[str, _Messages]()
    identities = {one: name for name, paths in bulletin.sets.items() for one in paths.values()}
    for one in parsed:
        if not one.id:
            continue
        said = Message(_one(one.id), _clean(_one(one.string), _one(one.id)), one.lineno or 1, one.fuzzy)
        context = _CONTEXT.fullmatch(str(one.context))
        if not context or context[1] not in identities:
            found.append(Diagnostic(Place(path, said.line), "handoff-place", {"value": str(one.context or "")}))
            continue
        if (unseen := _unseen(said)) and said.translation != said.text:
            found.append(Diagnostic(Place(path, said.line), "control-character", {"code": unseen}))
        sets.setdefault(identities[context[1]], _Messages()).sections.setdefault(context[2], {})[context[3]] = said
    returned = list[Returned]()
    for identity, messages in sets.items():
        versions, problems = bulletin.read(identity)
        if versions is None or versions.original.language == language:
            first = next(iter(next(iter(messages.sections.values())).values()))
            found += problems or [Diagnostic(Place(path, first.line), "handoff-place", {"value": identity})]
            continue
        made = _returned(bulletin, versions, language, messages)
        if isinstance(made, Message):
            found.append(Diagnostic(Place(path, made.line), "handoff-structure", {"text": made.translation}))
        else:
            returned.append(made)
    return returned, found


def _one(text: object) -> str:
    return text if isinstance(text, str) else "".join(text) if isinstance(text, (list, tuple)) else ""


def _clean(text: str, source: str) -> str:
    """Leave out what a paragraph cannot have: empty lines, spaces around lines. The source itself may have them."""
    if text == source:
        return text
    return "\n".join(line.strip(" \t") for line in nfc(text).replace("\r", "\n").split("\n") if line.strip())


def _unseen(said: Message) -> str:
    """Name a character that hides what is said, as front matter must not have it either; nothing if there is none."""
    _read, found = compose(f"a: {written(said.translation, flow=True)}", "")
    return next((str(one.arguments["code"]) for one in found if one.code == "control-character"), "")


# --- one translation --------------------------------------------------------------------------------------------------


def _returned(bulletin: Bulletin, versions: Versions, language: str, messages: _Messages) -> Returned | Message:
    """Make a translation's file anew; a message that breaks how it is built is given instead."""
    all_parts = parts(versions, language)
    given = {part.section: messages.of(part) for part in all_parts}
    touched = [part for part in all_parts if part.section in messages.sections]
    complete = {
        part.section: [one for one in given[part.section] if one] for part in touched if all(given[part.section])
    }
    waiting = [part.section for part in touched if part.section not in complete]
    stale = tuple(part.section for part in touched if part.section in waiting and messages.stale(part))
    waiting = [name for name in waiting if name not in stale]
    old = versions.translations.get(language)
    path = old.path if old else versions.beside(language)
    absent = old is None
    new = absent and path not in versions.blank
    if not complete or (new and path in bulletin.taken):
        draft = old is not None and old.draft
        return Returned(path, new, None, draft, (), (*waiting,), stale)
    if old is None:
        old, _found = document(path, stamping.stub(versions), language, versions.declared)
        assert old is not None  # noqa: S101  (we wrote it)
        versions = Versions(versions.identity, versions.declared, versions.original, {language: old})
    data = _made(versions, old, complete)
    if isinstance(data, Message):
        return data
    if data == old.data and not absent:
        return Returned(path, new, None, old.draft, (), (*waiting,), stale)
    return Returned(path, new, data, old.draft, (*complete,), (*waiting,), stale)


def _made(versions: Versions, old: Written, complete: Mapping[str, list[Message]]) -> bytes | Message:
    now, then = versions.stamp(), stamped(old) or {}
    whole = all(name in complete or then.get(name) == mark for name, mark in now.items())
    known = {name: mark for name, mark in then.items() if name not in now and not whole}
    stamps = {name: now[name] if name in complete else then[name] for name in now if name in complete or name in then}
    stamps |= known
    edits = front.stamp(old, stamps)
    if FRONT in complete:
        keys = [pair.key for pair in pairs(versions.declared, versions.original.given, old.given)]
        edits += front.fill(versions, old, dict(zip(keys, (one.translation for one in complete[FRONT]), strict=True)))
    body = _body(versions.original, old, complete, whole=whole)
    if isinstance(body, Message):
        return body
    if body != old.halves.body:
        edits.append((old.body_at, len(old.text), body))
    data = splice(old.data, edits)
    again, _found = document(old.path, data, old.language, versions.declared)
    for name, messages in complete.items():
        if again is None or stamped(again) != stamps or (name == FRONT and _differs(versions, again, messages)):
            return messages[0]
    return data


def _differs(versions: Versions, made: Written, messages: Sequence[Message]) -> bool:
    said = [pair.translation for pair in pairs(versions.declared, versions.original.given, made.given)]
    return said != [one.translation.strip() for one in messages]


def _body(original: Written, old: Written, complete: Mapping[str, list[Message]], *, whole: bool) -> str | Message:
    """Put the sections together in the original's order; one that the original has no more stays until all is done."""
    there, found = sections(old, original), dict[str, str]()
    for name, source in original.parts():
        if name in complete:
            made = _section(source, there.get(name, ""), complete[name])
            if isinstance(made, Message):
                return made
            found[name] = made
        elif name in there:
            found[name] = there[name]
    left = [name for name in there if name not in found and not whole]
    for name in left:
        found = _after(found, name, there)
    return "".join(_apart(list(found.values())))


def _after(found: dict[str, str], name: str, there: Mapping[str, str]) -> dict[str, str]:
    """Put a section after the one that it stands after in the translation."""
    before = [*there][: [*there].index(name)]
    at = next(([*found].index(one) + 1 for one in reversed(before) if one in found), 0)
    items = [*found.items()]
    return dict([*items[:at], (name, there[name]), *items[at:]])


def _apart(parts: list[str]) -> Iterator[str]:
    for part in parts[:-1]:
        yield part if not part or part.endswith("\n") else f"{part}\n\n"
    yield from parts[-1:]


def _section(source: str, old: str, messages: Sequence[Message]) -> str | Message:
    """Write a section: as the translation has it where that is built in the same way, else as the original."""
    pieces, theirs = units.divide(source), units.divide(old)
    texts = [one.translation for one in messages]
    known = units.units(theirs) if units.shape(pieces) == units.shape(theirs) else []
    same = known and units.between(pieces) == units.between(theirs)
    made = units.written(theirs, texts, units.units(pieces)) if same else units.written(pieces, texts, known)
    again = units.divide(made)
    said = [unit.text for unit in units.units(again)]
    if (
        units.shape(again) == units.shape(pieces)
        and said == texts
        and units.between(again) == units.between(theirs if same else pieces)
    ):
        return made
    return next((one for one, text in zip(messages, said, strict=False) if one.translation != text), messages[-1])
