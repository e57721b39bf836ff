"""Proposing: a file becomes an announcement's texts and files, and a report of all that was done to it."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sitegen.language.text import nfc
from sitegen.model import DocumentType, Field
from sitegen.read.prose import wording
from sitegen.tools import new
from sitegen.tools.importing import chrome, letter, reading, repairing, sorting, stating
from sitegen.tools.importing.letter import Letter
from sitegen.tools.importing.values import Block, Draft, Finding, RefusedError, Spot, plain
from sitegen.tools.new import Answer, Answers

_OPENING = 60
"""Words by which the language of a document is told."""
PLAIN = "news"
"""The type of what nothing tells of."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a proposal stands on: types, languages, the names of organisations by their ids, the day.

    The day is that of the import, as year-month-day; `language` and `type` are what the editor said, or nothing.
    """

    types: Mapping[str, DocumentType]
    languages: Sequence[str]
    organisations: Mapping[str, Sequence[str]]
    day: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An announcement proposed: its folder and name, its language and text, the files beside it, what is told."""

    folder: str
    name: str
    language: str
    text: str
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    unit: str


def propose(name: str, data: bytes, ground: Ground) -> Proposal:
    """Make a proposal of a file. Raises RefusedError; ImportError without the extra."""
    draft = reading.read(name, data)
    found = [*draft.findings]
    lang, guessed = _language(draft, ground)
    found += guessed
    blocks, more = _prepared(draft, lang)
    found += more
    said = letter.read(blocks, lang)
    head = letter.begins(said)
    titled, more = repairing.headed(blocks[head:])
    titled = [*blocks[:head], *titled]
    kind, told = _type(titled, said, draft.title, ground)
    found += [*more, *told]
    declared = ground.types[kind]
    answers, kept, more = _moved(titled, blocks, said, declared.fields)
    found += more
    title, kept, more = _title(kept, draft, answers)
    found += more
    answers["title"] = title
    stated, more = stating.stated(kept, lang, declared.fields)
    found += more
    if draft.address and draft.address.strip("/"):
        answers["aliases"] = [draft.address]
        found.append(Finding("alias", Spot(), {"address": draft.address}))
    given, more = _given(kept, declared.fields, ground)
    found += more
    answers = {**stated, **given, **answers, "published": ground.day}
    full, missing = _completed(answers, declared.fields)
    if missing:
        found.append(Finding("open", Spot(), {"keys": ", ".join(missing)}))
    kept, more = repairing.levelled(kept)
    body, passages = _body(kept, lang)
    text = new.original(full, declared.fields, body)
    short = new.name(plain(title)) or new.name(posixpath.splitext(posixpath.basename(name))[0]) or kind
    ordered = sorted([*found, *more, *passages], key=lambda one: one.at)
    return Proposal(declared.folder, short, lang, text, draft.files, tuple(ordered), draft.unit)


def _language(draft: Draft, ground: Ground) -> tuple[str, list[Finding]]:
    if ground.language:
        return ground.language, []
    words = " ".join(plain(block.text) for block in draft.blocks).split()
    for part in (words[:_OPENING], words):  # what follows a text is sometimes its translation
        told = wording.language(" ".join(part))
        if told in ground.languages:
            return told, []
    return ground.languages[0], [Finding("language-guess", Spot(), {"language": ground.languages[0]})]


def _prepared(draft: Draft, lang: str) -> tuple[list[Block], list[Finding]]:
    """Repair letters and lines, and leave chrome out."""
    blocks, found = repairing.cleaned(draft.blocks, lang)
    if lost := repairing.lost(blocks, lang):
        raise RefusedError("lost", lost[0], text=lost[1])
    if draft.wrapped:
        blocks, more = repairing.joined(blocks)
        found += more
    blocks, cuts = chrome.cut([block for block in blocks if block.text])
    return blocks, [*found, *cuts]


def _type(blocks: Sequence[Block], said: Letter, title: str, ground: Ground) -> tuple[str, list[Finding]]:
    if ground.type:
        return ground.type, []
    kind, reason = sorting.sort(blocks, said, plain(title), ground.types)
    if kind:
        return kind, [Finding("type", Spot(), {"type": kind, "reason": reason})]
    if PLAIN not in ground.types:
        raise RefusedError("type-unknown")
    return PLAIN, [Finding("type-guess", Spot(), {"type": PLAIN})]


def _moved(
    blocks: Sequence[Block], before: Sequence[Block], said: Letter, fields: Sequence[Field]
) -> tuple[Answers, list[Block], list[Finding]]:
    """Take what a letter's head and foot state out of the text, where the type has a field for it."""
    names = {one.name for one in fields}
    answers: Answers = {}
    found, gone = list[Finding](), set[Spot]()
    for name, answer in said.answers.items():
        if name not in names:
            continue
        answers[name] = answer
        lines = [before[number] for number in said.blocks[name]]
        gone |= {block.at for block in lines}
        text = " / ".join(plain(block.text) for block in lines)
        code = "moved" if lines else "copied"
        found.append(Finding(code, lines[0].at if lines else Spot(), {"field": name, "text": text}))
    return answers, [block for block in blocks if block.at not in gone], found


def _title(blocks: list[Block], draft: Draft, answers: Answers) -> tuple[str, list[Block], list[Finding]]:
    """Find the title: a letter-spaced line, the subject, the page's own, or a heading that the text begins with."""
    spaced = next((number for number, block in enumerate(blocks) if block.level < 0), None)
    if spaced is not None:
        block, rest = blocks[spaced], [*blocks[:spaced], *blocks[spaced + 1 :]]
        late = [Finding("title-last", block.at)] if spaced > 0 else []
        return plain(block.text), rest, [Finding("moved", block.at, {"field": "title", "text": block.text}), *late]
    subject = answers.get("subject")
    first = blocks[0] if blocks else Block("", Spot())
    top = first.level and (first.level == 1 or all(block.level != 1 for block in blocks))
    if isinstance(subject, str):
        return subject, blocks, [Finding("copied", Spot(), {"field": "title", "text": subject})]
    words = plain(draft.title)
    if first.text and (top or (words and plain(first.text) == words)):
        return (
            plain(first.text),
            blocks[1:],
            [Finding("moved", first.at, {"field": "title", "text": plain(first.text)})],
        )
    if words:
        same = next((block for block in blocks if block.level and _same(plain(block.text), words)), None)
        if same:
            told = Finding("moved", same.at, {"field": "title", "text": f"{plain(same.text)} / {words}"})
            return plain(same.text), [block for block in blocks if block is not same], [told]
        return words, blocks, [Finding("copied", Spot(), {"field": "title", "text": words})]
    return "", blocks, [Finding("title-missing")]


def _same(heading: str, title: str) -> bool:
    """Say whether a heading is the page's title, to which sites add their own name."""
    return heading.casefold() in title.casefold()


def _completed(answers: Answers, fields: Sequence[Field], above: str = "") -> tuple[Answers, list[str]]:
    """Add what a type asks for and the text does not state, without an answer; give the keys of that too."""
    full: Answers = {}
    missing = list[str]()
    for field in fields:
        value, key = answers.get(field.name), f"{above}{field.name}"
        if isinstance(value, dict):
            full[field.name], more = _completed(value, field.fields, f"{key}.")
            missing += more
        elif isinstance(value, list):
            items = list[Answer]()
            for number, item in enumerate(value):
                inner, more = (
                    _completed(item, field.fields, f"{key}.{number}.") if isinstance(item, dict) else (item, [])
                )
                items.append(inner)
                missing += more
            full[field.name] = items
        elif value:
            full[field.name] = value
        elif field.required and (not above or field.required == "true"):
            parts = [part for part in field.fields if part.required == "true"] if not field.list else []
            full[field.name], more = _completed({}, parts, f"{key}.") if parts else ("", [key])
            missing += more
    return full, missing


def _given(blocks: Sequence[Block], fields: Sequence[Field], ground: Ground) -> tuple[Answers, list[Finding]]:
    """Give the id of an award's recipient where the site knows the name; tell of a name that it does not know."""
    if not any(one.name == "recipient" for one in fields):
        return {}, []
    for block in blocks[:6]:
        if name := stating.recipient(plain(block.text)):
            ids = [one for one, names in ground.organisations.items() if name.casefold() in map(str.casefold, names)]
            told = Finding("copied" if len(ids) == 1 else "unmatched", block.at, {"field": "recipient", "text": name})
            return {"recipient": ids[0]} if len(ids) == 1 else {}, [told]
    return {}, []


def _body(blocks: Sequence[Block], lang: str) -> tuple[str, list[Finding]]:
    """Write blocks as Markdown; a passage in another language is marked as such, with the headings before it."""
    tongues = [_tongue(block, lang) for block in blocks]
    for number in range(len(blocks) - 2, -1, -1):
        if blocks[number].level and not tongues[number]:
            tongues[number] = tongues[number + 1] if not _own(plain(blocks[number].text), lang) else ""
    parts, found = list[str](), list[Finding]()
    within = ""
    for number, (block, tongue) in enumerate(zip(blocks, tongues, strict=True)):
        if within != tongue:
            parts += [":::"] if within else []
            parts += [f"::: {{lang={tongue}}}"] if tongue else []
            if tongue:
                found.append(Finding("passage", block.at, {"language": tongue, "text": plain(block.text)}))
            within = tongue
        item = block.text.startswith("- ") and not block.solid
        after = bool(number) and blocks[number - 1].text.startswith("- ") and not blocks[number - 1].solid
        text = f"{'#' * block.level} {block.text}" if block.level else block.text
        if item and after and parts:
            parts[-1] += f"\n{text}"
        else:
            parts.append(text)
    parts += [":::"] if within else []
    return nfc("\n\n".join(parts) + "\n"), found


def _tongue(block: Block, lang: str) -> str:
    """Give another language that a block is surely in."""
    other = wording.foreign(plain(block.text), lang)
    if not other and not block.solid and len(block.text) > 60 and not _own(plain(block.text), lang):
        told = wording.language(plain(block.text))
        other = told if told != lang else ""
    return other


def _own(text: str, lang: str) -> bool:
    return wording.language(text) == lang
