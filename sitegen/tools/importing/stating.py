"""What the running text states: e-mails, deadlines, amounts, an agreement, an award, a project. All of it stays there.

Fields are asked for by their kind where a kind says enough (deadline, funding), else by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from sitegen.model import Field
from sitegen.read.prose import Fact, facts
from sitegen.tools.importing.letter import iso, whole
from sitegen.tools.importing.values import Block, Finding, plain
from sitegen.tools.new import Answer, Answers

_SHORTENED = "nr str art lit alin prof dr drd ing mgr ul ust pkt godz im al bd tel mun jud loc sat com gm pow woj"
_SENTENCE = re.compile(
    "".join(rf"(?<!\b{word}\.)" for word in _SHORTENED.split()) + r"(?<=[.!?])\s+(?=[A-ZĂÂÎȘȚĄĆĘŁŃÓŚŹŻ„])"
)
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+", re.MULTILINE)
_OPENING = 6
"""Paragraphs that an award is named in."""
_NEAR = 400
"""Characters before and after a date that may belong to its sentence."""


class Stated(NamedTuple):
    """What a text states of a field, as it is written, and where."""

    key: str
    value: Answer
    text: str
    block: Block


def stated(blocks: Sequence[Block], lang: str, fields: Sequence[Field]) -> tuple[Answers, list[Finding]]:
    """Read what the text states of a type's fields."""
    names = {one.name: one for one in fields}
    answers: Answers = {}
    found = list[Finding]()
    passages = [(block, plain(item)) for block in blocks for item in _ITEM.split(block.text) if item]
    readers = [_mails(passages, lang)]
    readers += [_project(passages)] if any(one.kind == "funding" for one in fields) else []
    readers += [_award(passages[:_OPENING])] if "recipient" in names else []
    for one in (one for reader in readers for one in reader):
        if one.key in names and one.key not in answers:
            answers[one.key] = one.value
            found.append(Finding("copied", one.block.at, {"field": one.key, "text": one.text}))
    if "agreement" in names:
        _agreed("agreement", [*_agreement(passages, lang)], names["agreement"].fields, answers, found)
    elif "parties" in names:
        _agreed("", [*_agreement(passages, lang)], fields, answers, found)
    _deadlines(passages, lang, fields, answers, found)
    _amounts(passages, lang, fields, answers, found)
    return answers, found


def _mails(passages: Sequence[tuple[Block, str]], lang: str) -> Iterator[Stated]:
    people = dict[str, Block]()
    for block, text in passages:
        for one in facts(text, lang):
            if one.kind == "mail":
                people.setdefault(one.written, block)
    if people:
        value: list[Answer] = [{"email": mail} for mail in people]
        yield Stated("contact", value, ", ".join(people), next(iter(people.values())))


# --- deadlines --------------------------------------------------------------------------------------------------------

_BY = re.compile(
    r"(?:până (?:la|pe|în|cel târziu)|termen(?:ul)?(?:[- ]limită)?(?: de [^\W\d_]+)?(?: este| :)?|"
    r"dat[ae][- ]limită|cel târziu|"
    r"w (?:nieprzekraczalnym )?terminie(?: do)?|termin(?: [^\W\d_]+){0,2}|do (?:dnia|końca dnia)|najpóźniej(?: do)?|"
    r"no later than|deadline|\bby|until)\s*:?\s*(?:data de|data|dnia|la|pe|upływa|mija|de|este|w dniu|luni|"
    r"marți|miercuri|joi|"
    r"vineri)?[\s,:]*$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\s*(?:r\.|roku)?\s*,?\s*(?:la |do )?(?:ora|orele|godz\.|godziny|at)\s*(\d{1,2})(?:[.:](\d\d))?", re.IGNORECASE
)


def _deadlines(
    passages: Sequence[tuple[Block, str]], lang: str, fields: Sequence[Field], answers: Answers, found: list[Finding]
) -> None:
    """Put the one deadline into the one field of that kind; of several none: which is meant is not said."""
    said = list[Stated]()
    for block, text in passages:
        for date in whole(text, lang):
            if _BY.search(text[max(0, date.start - 60) : date.start]):
                at = _AT.match(text[date.end : date.end + 30])
                hour = f" {int(at[1]):02}:{at[2] or '00'}" if at and int(at[1]) < 24 and int(at[2] or 0) < 60 else ""
                said.append(Stated("", f"{iso(date)}{hour}", _sentence(text, date.start), block))
    places = [(one, part) for one in fields for part in (*one.fields, one) if part.kind == "deadline" and not one.list]
    if not said:
        return
    if len(places) != 1:  # which of two it may be is not said
        found.extend(Finding("deadline", one.block.at, {"text": one.text}) for one in said)
        return
    group, part = places[0]
    key = group.name if group is part else f"{group.name}.{part.name}"
    if len({str(one.value) for one in said}) > 1:
        texts = "; ".join(str(one.value) for one in said)
        found.append(Finding("several", said[0].block.at, {"field": key, "text": texts}))
        return
    if group is part:
        answers[key] = said[0].value
    else:
        what = next((one.name for one in group.fields if one.kind == "text" and one.required == "true"), "")
        answers[group.name] = {**({what: said[0].text} if what else {}), part.name: said[0].value}
    found.append(Finding("copied", said[0].block.at, {"field": key, "text": said[0].text}))


def _sentence(text: str, at: int) -> str:
    """Give the sentence around a place, or what stands near it."""
    begins = max(0, at - _NEAR)
    near = text[begins : at + _NEAR]
    ends = [0, *(one.end() for one in _SENTENCE.finditer(near)), len(near)]
    return next(near[start:end].strip().rstrip(";") for start, end in pairwise(ends) if at - begins < end)


# --- amounts ----------------------------------------------------------------------------------------------------------

_CURRENCIES = {"zł": "PLN", "euro": "EUR", "$": "USD"}
_PARTS: Mapping[str, re.Pattern[str]] = {
    "own": re.compile(r"contribuți[ae] propri|cofinanțarea propri|wkład(?:u)? własn|own contribution", re.IGNORECASE),
    "state": re.compile(r"bugetul (?:de stat|național)|budżetu państwa|state budget", re.IGNORECASE),
    "eu": re.compile(
        r"contribuți[ae] (?:UE|Uniunii)|nerambursabil\w*|fonduri(?:lor)? (?:europene|UE)|din (?:FSE|FEDR)|"
        r"cofinanțare(?:a)? (?:UE|europ)|dofinansowani\w*[^.;]{0,60}?(?:europejsk|unijn|\bUE\b|\bEFS\b)|"
        r"wkład(?:u)? (?:Funduszy|UE|Unii)|EU (?:contribution|funding)",
        re.IGNORECASE,
    ),
    "total": re.compile(
        r"valoarea (?:totală|proiectului)|buget(?:ul)? total|wartość (?:całkowit|projektu)|"
        r"całkowit\w+ (?:koszt|wartość)|koszt(?:y)? całkowit|total (?:value|budget|cost)",
        re.IGNORECASE,
    ),
}
"""Words that surely say which part an amount is: the value of a grant is not that of the project."""
_PROGRAMME = re.compile(
    r"\b(?:program(?:ul|ului|u|ie|me)?)\s+((?:[A-ZĂÂÎȘȚĄĆĘŁŃÓŚŹŻ][\w-]*|\d{4}\s?[-–]\s?\d{4})"
    r"(?:\s+(?:[A-ZĂÂÎȘȚĄĆĘŁŃÓŚŹŻ][\w-]*|\d{4}\s?[-–]\s?\d{4}|(?:de|și|i|dla|pentru)(?=\s+[A-ZĂÂÎȘȚŁŚŻ])))*)"
)
_FUNDS = {
    r"Europejsk\w+ Fundusz\w* Społeczn\w+( Plus)?": "Europejski Fundusz Społeczny",
    r"Europejsk\w+ Fundusz\w* Rozwoju Regionaln\w+()": "Europejski Fundusz Rozwoju Regionalnego",
    r"Fondul(?:ui)? Social European( Plus)?": "Fondul Social European",
    r"Fondul(?:ui)? European de Dezvoltare Regională()": "Fondul European de Dezvoltare Regională",
    r"European Social Fund( Plus)?": "European Social Fund",
}
_SHARED = re.compile(r"współfinansowan|cofinanțat|co-?funded|co-?financed", re.IGNORECASE)
_FUNDED = re.compile(r"\bs?finansowan|\bfinanțat|\bfunded|\bfinanced", re.IGNORECASE)


def _amounts(
    passages: Sequence[tuple[Block, str]], lang: str, fields: Sequence[Field], answers: Answers, found: list[Finding]
) -> None:
    """Put amounts, programme and fund into the field of the kind funding; amounts without such a place are told."""
    field = next((one for one in fields if one.kind == "funding"), None)
    key = field.name if field else ""
    funding: Answers = {}
    whole_text = " ".join(text for _block, text in passages)
    for block, text in passages:
        last = 0
        for one in facts(text, lang):
            unit = one.value.rpartition(" ")[2] if one.kind == "number" else ""
            if unit not in (*_CURRENCIES, "lei"):
                continue
            part = _part(text[last : one.at])
            last = one.at + len(one.written)
            if not key or not part or part in funding:
                found.append(Finding("amount", block.at, {"text": one.written}))
                continue
            funding[part] = _money(one, unit, whole_text)
            found.append(Finding("copied", block.at, {"field": f"{key}.{part}", "text": one.written}))
            if not _code(unit, whole_text):
                found.append(Finding("currency", block.at, {"text": one.written}))
        if key:
            _sources(block, text, key, funding, found)
    if field and not field.required and not {"total", "eu"} & funding.keys():
        found[:] = [one for one in found if not one.arguments.get("field", "").startswith(f"{key}.")]
    elif funding:
        order = ("programme", "fund", "total", "eu", "state", "own", "statement")
        answers[key] = {name: funding[name] for name in order if name in funding}


def _part(before: str) -> str:
    """Say which part of the funding an amount is, by the last words before it that tell."""
    before = before[-160:]
    ends = {name: max((one.end() for one in cue.finditer(before)), default=-1) for name, cue in _PARTS.items()}
    best = max(ends, key=lambda name: ends[name])
    return best if ends[best] >= 0 else ""


def _code(unit: str, text: str) -> str:
    named = [code for code in ("RON", "MDL") if code in text] if unit == "lei" else []
    return named[0] if len(named) == 1 else _CURRENCIES.get(unit, "")


def _money(fact: Fact, unit: str, text: str) -> Answers:
    amount = Decimal(fact.value.partition(" ")[0])
    return {
        "amount": f"{amount:f}" if amount == amount.to_integral_value() else f"{amount:.2f}",
        "currency": _code(unit, text),
        "as_written": fact.written,
    }


def _sources(block: Block, text: str, key: str, funding: Answers, found: list[Finding]) -> None:
    """Read programme, fund, and whether the project is funded or co-funded."""
    said = dict[str, tuple[str, str]]()
    if one := _PROGRAMME.search(text):
        said["programme"] = one[1], one[1]
    for pattern, name in _FUNDS.items():
        if one := re.search(pattern, text):
            said["fund"] = name + (one[1] or ""), one[0]
            break
    for value, pattern_ in (("co_funded", _SHARED), ("funded", _FUNDED)):
        if one := pattern_.search(text) if "fund" in said else None:
            said["statement"] = value, one[0]
            break
    for name, (value, written) in said.items():
        if name not in funding:
            funding[name] = value
            found.append(Finding("copied", block.at, {"field": f"{key}.{name}", "text": written}))


# --- projects and awards ----------------------------------------------------------------------------------------------

_PROJECT = re.compile(
    r"\b(?:proiect|projekt|project)\w*\s+[„“\"]([^”\"]{3,250})[”\"](?:\s*\(([A-Z][A-Z0-9-]{1,14})\))?", re.IGNORECASE
)
_SMIS = re.compile(
    r"\b(?:cod(?:ul)? (?:SMIS|MySMIS)|nr projektu|numer projektu|project number)\s*:?\s*([\w.\-/]*\d)", re.IGNORECASE
)
_AWARD = re.compile(
    r"\b((?:Certificat|Diplom|Premi|Distincți|Insign|Titl|Certyfikat|Dyplom|Nagrod|Odznak|Wyróżnieni)\w*"
    r"(?:\s+(?:de|pentru|la|al|w|za|dla))?(?:\s+[„\"]?[A-ZĂÂÎȘȚĄĆĘŁŃÓŚŹŻ]\w*[”\"]?|\s+e[A-Z]\w*)+)"
)

_RECEIVED = re.compile(
    r"((?:(?:[A-ZĂÂÎȘȚĄĆĘŁŃÓŚŹŻ][\w-]*|nr\.?|\d+|de|din|im\.|w)(?:\s+|(?<=\.)))+)"
    r"(?:a primit|a obținut|otrzymał[ao]?|zdobył[ao]?|has received)"
)


def _project(passages: Sequence[tuple[Block, str]]) -> Iterator[Stated]:
    for block, text in passages:
        if one := _PROJECT.search(text):
            yield Stated("name", one[1], one[1], block)
            if one[2]:
                yield Stated("acronym", one[2], one[2], block)
        if one := _SMIS.search(text):
            yield Stated("number", one[1], one[0], block)


def _award(passages: Sequence[tuple[Block, str]]) -> Iterator[Stated]:
    for block, text in passages:
        if one := _AWARD.search(text):
            yield Stated("name", one[1], one[1], block)


# --- agreements -------------------------------------------------------------------------------------------------------

_NAMES = {
    r"Acord\w* de (cooperare|parteneriat|colaborare)": "Acord de {}",
    r"Protocol\w* de (colaborare|cooperare|parteneriat)": "Protocol de {}",
    r"Porozumieni\w+ o (współpracy|współdziałaniu)": "Porozumienie o {}",
    r"[Cc]ooperation (agreement)": "Cooperation {}",
}
_SIGN = re.compile(r"semna(?:t|rea|tă)|podpis|signed", re.IGNORECASE)
_ON = re.compile(r"(?:data de|pe|la|dnia|w dniu|on)\s*$", re.IGNORECASE)
_APPROVED = re.compile(
    r"(?:aprobat\w* prin|"
    r"zatwierdzon\w*)\s+(?P<whole>(?P<act>[^\W\d_][^.;\d]{3,120}?),?\s+(?:nr\.?)\s*(?P<number>[\w/.\-]*\d)\s+"
    r"(?:din|z dnia)\s+)",
    re.IGNORECASE,
)
_AREAS = re.compile(
    r"(?:domenii|domeniile|obszar(?:y|ach)|areas)[^:.;]{0,40}:\s*([^.:]{5,600}?;[^.:]{3,600})\.", re.IGNORECASE
)


def _agreement(passages: Sequence[tuple[Block, str]], lang: str) -> Iterator[Stated]:
    for block, text in passages:
        for pattern, name in _NAMES.items():
            if one := re.search(pattern, text):
                yield Stated("name", name.format(one[1]), one[0], block)
        for date in whole(text, lang):
            around = text[max(0, date.start - 60) : date.end + 40]
            if _ON.search(text[max(0, date.start - 12) : date.start]) and _SIGN.search(around):
                yield Stated("signed", iso(date), text[date.start : date.end].strip(), block)
        if one := re.search(r"durată nedeterminată|czas nieokreślony|indefinite (?:period|term)", text, re.IGNORECASE):
            yield Stated("term", "indefinite", one[0], block)
        if one := re.search(r"durată determinată|czas określony|fixed (?:period|term)", text, re.IGNORECASE):
            yield Stated("term", "fixed", one[0], block)
        if approved := _APPROVED.search(text):
            day = next((date for date in whole(text, lang) if date.start == approved.end()), None)
            if day:
                written = text[approved.start("whole") : day.end].strip()
                value: Answers = {"act": approved["act"], "number": approved["number"], "date": iso(day)}
                yield Stated("approval", value | {"as_written": written}, written, block)
        if one := _AREAS.search(text):
            areas: list[Answer] = [part.strip() for part in one[1].split(";") if part.strip()]
            yield Stated("areas", areas, one[1], block)


def _agreed(
    group: str, said: Sequence[Stated], fields: Sequence[Field], answers: Answers, found: list[Finding]
) -> None:
    """Put what is said of an agreement into its group of fields, or among the type's own."""
    into: Answers = answers if not group else {}
    kinds = {one.name: one for one in fields}
    signed = dict.fromkeys(str(one.value) for one in said if one.key == "signed")
    if len(signed) > 1:
        first = next(one for one in said if one.key == "signed")
        found.append(Finding("several", first.block.at, {"field": "signed", "text": ", ".join(signed)}))
        said = [one for one in said if one.key != "signed"]
    for one in said:
        field = kinds.get(one.key) or kinds.get({"term": "duration"}.get(one.key, ""))
        if field is None or field.name in into:
            continue
        inner = {"signed": "date", "term": "term"}.get(one.key, "")
        into[field.name] = {inner: one.value} if field.kind == "group" and inner else one.value
        key = f"{group}.{field.name}" if group else field.name
        found.append(Finding("copied", one.block.at, {"field": key, "text": one.text}))
    if group and {"name", "signed"} <= into.keys():
        answers[group] = {name: into[name] for name in kinds if name in into}
    elif group:
        found[:] = [one for one in found if not one.arguments.get("field", "").startswith(f"{group}.")]


def recipient(text: str) -> str:
    """Give who was given an award, as the sentence that says so begins: a name with capitals and numbers."""
    found = _RECEIVED.search(text)
    return found[1].strip() if found else ""
