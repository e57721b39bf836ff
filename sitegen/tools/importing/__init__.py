"""Importing: a document of another program goes in, a proposed announcement and a report of every change come out.

Nothing is guessed and nothing is lost silently: what the text states goes into its fields, what is required and not
stated stands open, what is cut or changed is told, with its place.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sitegen.language.text import nfc
from sitegen.model import DocumentType, Field
from sitegen.read.prose import wording
from sitegen.tools import new
from sitegen.tools.importing import chrome, letter, reading, repairing, stating
from sitegen.tools.importing.letter import Letter
from sitegen.tools.importing.reading import MOST_BYTES, available
from sitegen.tools.importing.values import Draft, Finding, NotImportedError, Position, TextBlock, plain
from sitegen.tools.new import Answer, Answers

__all__ = ["MOST_BYTES", "Basis", "Finding", "NotImportedError", "Proposal", "available", "propose"]

_OPENING = 60
"""Words by which the language of a document is told."""
FALLBACK = "news"
"""The type of what nothing tells of."""


@dataclass(frozen=True, slots=True)
class Basis:
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


def propose(name: str, data: bytes, basis: Basis) -> Proposal:
    """Make a proposal of a file. Raises NotImportedError; ImportError without the extra."""
    draft = reading.read(name, data)
    lang, guesses = _language(draft, basis)
    blocks, repairs = _prepared(draft, lang)
    correspondence = letter.read(blocks, lang)
    begin = letter.begins(correspondence)
    # Below a letter's head only: its short lines stand over longer ones and are no headings.
    headed, headings = repairing.headed(blocks[begin:])
    headed = [*blocks[:begin], *headed]
    kind, reasons = _type(headed, correspondence, draft.title, basis)
    declared = basis.types[kind]
    answers, kept, moves = _moved(headed, blocks, correspondence, declared.fields)
    answers["title"], kept, titling = _title(kept, draft, answers)
    stated, copies = stating.stated(kept, lang, declared.fields, basis.organisations)
    if draft.address:
        answers["aliases"] = [draft.address]
        copies.append(Finding("alias", Position(), {"address": draft.address}))
    full, missing = _completed({**stated, **answers, "published": basis.day}, declared.fields)
    blanks = [Finding("open", Position(), {"keys": ", ".join(missing)})] if missing else []
    kept, levels = repairing.levelled(kept)
    body, passages = _body(kept, lang)
    text = new.original(full, declared.fields, body)
    short = new.name(plain(str(answers["title"]))) or new.name(posixpath.splitext(posixpath.basename(name))[0]) or kind
    findings = [*draft.findings, *guesses, *repairs, *headings, *reasons, *moves, *titling, *copies, *blanks, *levels]
    findings = sorted([*findings, *passages], key=lambda finding: finding.at)
    return Proposal(declared.folder, short, lang, text, draft.files, tuple(findings), draft.unit)


def _language(draft: Draft, basis: Basis) -> tuple[str, list[Finding]]:
    if basis.language:
        return basis.language, []
    words = " ".join(block.words for block in draft.blocks).split()
    for part in (words[:_OPENING], words):  # what follows a text is sometimes its translation
        lang = wording.language(" ".join(part))
        if lang in basis.languages:
            return lang, []
    return basis.languages[0], [Finding("language-guess", Position(), {"language": basis.languages[0]})]


def _prepared(draft: Draft, lang: str) -> tuple[list[TextBlock], list[Finding]]:
    """Repair letters and lines, and leave chrome out."""
    blocks, repairs = repairing.cleaned(draft.blocks, lang)
    if lost := repairing.lost(blocks, lang):
        raise NotImportedError("lost", lost[0], text=lost[1])
    if draft.wrapped:
        blocks, joins = repairing.joined(blocks)
        repairs += joins
    blocks, cuts = chrome.cut([block for block in blocks if block.text])
    return blocks, [*repairs, *cuts]


def _moved(
    blocks: Sequence[TextBlock], before: Sequence[TextBlock], correspondence: Letter, fields: Sequence[Field]
) -> tuple[Answers, list[TextBlock], list[Finding]]:
    """Take what a letter's head and foot state out of the text, where the type has a field for it."""
    names = {field.name for field in fields}
    answers: Answers = {}
    findings, moved = list[Finding](), set[Position]()
    for name, entry in correspondence.items():
        if name in names:
            answers[name] = entry.answer
            lines = [before[number] for number in entry.blocks]
            moved |= {line.at for line in lines}
            at = lines[0].at if lines else Position()
            text = " / ".join(line.words for line in lines)
            findings.append(Finding("moved" if lines else "copied", at, {"field": name, "text": text}))
    return answers, [block for block in blocks if block.at not in moved], findings


def _title(blocks: list[TextBlock], draft: Draft, answers: Answers) -> tuple[str, list[TextBlock], list[Finding]]:
    """Find the title: a letter-spaced line, the subject, the page's own, or a heading that the text begins with."""
    # A letter-spaced line, whose level is -1, is the title wherever it stands: nothing else is set so.
    heading = next((block for block in blocks if block.level < 0), None)
    late = [Finding("title-last", heading.at)] if heading and heading is not blocks[0] else []
    subject, words = answers.get("subject"), plain(draft.title)
    text = heading.text if heading else ""
    if not heading and isinstance(subject, str):
        return subject, blocks, [Finding("copied", Position(), {"field": "title", "text": subject})]
    if not heading and blocks and blocks[0].text:
        first = blocks[0]
        top = first.level and (first.level == 1 or all(block.level != 1 for block in blocks))
        heading = first if top or (words and first.words == words) else None
        text = first.words
    if not heading and words:  # to which sites add their own name
        same = (block for block in blocks if block.level and block.words.casefold() in words.casefold())
        heading = next(same, None)
        text = f"{heading.words} / {words}" if heading else ""
    if heading:
        rest = [block for block in blocks if block is not heading]
        return heading.words, rest, [Finding("moved", heading.at, {"field": "title", "text": text}), *late]
    if words:
        return words, blocks, [Finding("copied", Position(), {"field": "title", "text": words})]
    return "", blocks, [Finding("title-missing")]


def _completed(answers: Answers, fields: Sequence[Field], above: str = "") -> tuple[Answers, list[str]]:
    """Add what a type asks for and the text does not state, without an answer; give the keys of that too."""
    full: Answers = {}
    missing = list[str]()
    for field in fields:
        value, key = answers.get(field.name), f"{above}{field.name}"
        if isinstance(value, dict):
            full[field.name], open_ = _completed(value, field.fields, f"{key}.")
            missing += open_
        elif isinstance(value, list):
            parts = list[Answer]()
            for number, part in enumerate(value):
                if isinstance(part, dict):
                    part, open_ = _completed(part, field.fields, f"{key}.{number}.")
                    missing += open_
                parts.append(part)
            full[field.name] = parts
        elif value:
            full[field.name] = value
        elif field.required and (not above or field.required == "true"):
            inner = [part for part in field.fields if part.required == "true"] if not field.list else []
            full[field.name], open_ = _completed({}, inner, f"{key}.") if inner else ("", [key])
            missing += open_
    return full, missing


def _body(blocks: Sequence[TextBlock], lang: str) -> tuple[str, list[Finding]]:
    """Write blocks as Markdown; a passage in another language is marked as such, with the headings before it."""
    tongues = [_tongue(block, lang) for block in blocks]
    for number in range(len(blocks) - 2, -1, -1):  # backwards, so that a heading over a heading follows it too
        if blocks[number].level and not tongues[number] and wording.language(blocks[number].words) != lang:
            tongues[number] = tongues[number + 1]
    listed = [block.text.startswith("- ") and not block.solid for block in blocks]
    parts, findings = list[str](), list[Finding]()
    within = ""
    for number, (block, tongue) in enumerate(zip(blocks, tongues, strict=True)):
        if within != tongue:
            parts += [":::"] if within else []
            parts += [f"::: {{lang={tongue}}}"] if tongue else []
            if tongue:
                findings.append(Finding("passage", block.at, {"language": tongue, "text": block.words}))
            within = tongue
        text = f"{'#' * block.level} {block.text}" if block.level else block.text
        if number and listed[number] and listed[number - 1]:
            parts[-1] += f"\n{text}"
        else:
            parts.append(text)
    parts += [":::"] if within else []
    return nfc("\n\n".join(parts) + "\n"), findings


def _tongue(block: TextBlock, lang: str) -> str:
    """Give another language that a block is surely in."""
    words = block.words
    foreign = wording.foreign(words, lang)
    if foreign or block.solid or len(block.text) <= 60:
        return foreign
    tongue = wording.language(words)
    return tongue if tongue != lang else ""


# --- the type ---------------------------------------------------------------------------------------------------------

_FUNDED = re.compile(
    r"Fond(?:ul(?:ui)?|uri) (?:Social )?Europe\w+|Fundusz\w* (?:Społeczn|Europejsk|Rozwoju)\w*|"
    r"\b(?:FSE|EFS|POCU|POEO|POWER|FEDR)\b|(?:do|współ)finansowan\w+|(?:co)?finanțat\w*|nerambursabil\w*|"
    r"European Social Fund|(?:co-?)?funded by the (?:EU|European)"
)
_PROJECT = re.compile(r"\b(?:proiect|projekt|project)\w*", re.IGNORECASE)
_AGREEMENT = re.compile(
    r"(?:acord|protocol)\w* de (?:cooperare|parteneriat|colaborare)|porozumieni\w+ o współ\w+|"
    r"(?:cooperation|partnership) agreement",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"obiectul (?:acordului|protocolului|parteneriatului)|părțile contractante|przedmiot(?:em)? porozumienia|"
    r"strony porozumienia|zobowiązania stron|obligațiile părților|subject matter of the agreement",
    re.IGNORECASE,
)
_MISSION = re.compile(r"\b(?:misiun(?:e|ea|ii)|misj[aęi]|mission(?: statement)?)\b", re.IGNORECASE)
_AWARD = re.compile(
    r"\b(?:certificat|diplom|premi|distincți|certyfikat|dyplom|nagrod|odznak|wyróżnieni|award|label)\w*", re.IGNORECASE
)
_AWARDED = re.compile(
    r"\ba(?:u)? (?:primit|obținut|câștigat)|\ba fost (?:acordat|premiat)\w*|s-a acordat|otrzymał\w*|zdobył\w*|"
    r"przyznan\w*|uhonorowan\w*|(?:has|have) (?:received|won)|(?:was|were) awarded",
    re.IGNORECASE,
)

_ACT = re.compile(
    r"^(?:hotărâre|decizi[ea]|dispoziți[ea]|ordin(?:ul)?|zarządzenie|uchwała)\b.{0,60}?\bnr\b", re.IGNORECASE
)
_POST = re.compile(
    r"(?:concurs|examen)\w* (?:pentru|de) ocupare\w*|konkurs na stanowisko|nab[oó]r\w* na (?:wolne )?stanowisko",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"apel\w* (?:de|pentru) (?:proiecte|candidaturi)|nab[oó]r\w* wniosków|call for (?:proposals|applications)",
    re.IGNORECASE,
)


def _type(blocks: Sequence[TextBlock], correspondence: Letter, title: str, basis: Basis) -> tuple[str, list[Finding]]:
    if basis.type:
        return basis.type, []
    kind, reason = _sorted(blocks, correspondence, plain(title), basis.types)
    if kind:
        return kind, [Finding("type", Position(), {"type": kind, "reason": reason})]
    if FALLBACK not in basis.types:
        raise NotImportedError("type-unknown")
    return FALLBACK, [Finding("type-guess", Position(), {"type": FALLBACK})]


def _sorted(blocks: Sequence[TextBlock], correspondence: Letter, title: str, types: Collection[str]) -> tuple[str, str]:
    """Give the type that a document is of and the words that tell; nothing where none do."""
    texts = [title, *(block.words for block in blocks)]
    text, opening = "\n".join(texts), "\n".join(texts[:6])
    # A letter first: it may speak of agreements, projects and awards.
    marks = ("registration", "addressees", "attention", "subject")
    lines = [correspondence[name].blocks[:1] for name in marks if name in correspondence]
    if "circular" in types and len(lines) >= 2:
        numbers = dict.fromkeys(number for line in lines for number in line)
        return "circular", "; ".join(blocks[number].words for number in numbers)
    for name, cue in (("decision", _ACT), ("vacancy", _POST), ("call", _CALL)):
        if name in types and (match := cue.search(next(filter(None, texts), ""))):
            return name, match[0]
    if agreement := _AGREEMENT.search(opening):
        clauses = _CLAUSES.search(text)
        name, reason = ("agreement", f"{agreement[0]}; {clauses[0]}") if clauses else (FALLBACK, agreement[0])
        return (name, reason) if name in types else ("", "")
    for name, cue, proof in (
        ("project", _PROJECT, _FUNDED.search(text)),
        ("award", _AWARD, _AWARDED.search(opening)),
    ):
        match = cue.search(opening)
        if name in types and match and proof:
            return name, f"{match[0]}; {proof[0]}"
    headings = "\n".join([title, *(block.words for block in blocks if block.level)])
    mission = _MISSION.search(headings) if "mission-statement" in types else None
    return ("mission-statement", mission[0]) if mission else ("", "")
