"""What the running text states: e-mails, deadlines, amounts, an agreement, an award, a project. All of it stays there.

Fields are asked for by their kind where a kind says enough (deadline, funding), else by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from sitegen.model import Field
from sitegen.read.prose import facts
from sitegen.tools.importing.letter import iso, whole
from sitegen.tools.importing.values import Finding, TextBlock, plain
from sitegen.tools.new import Answer, Answers

_SHORTENED = "nr str art lit alin prof dr drd ing mgr ul ust pkt godz im al bd tel mun jud loc sat com gm pow woj"
_SENTENCE = re.compile(
    "".join(rf"(?<!\b{word}\.)" for word in _SHORTENED.split()) + r"(?<=[.!?])\s+(?=[A-ZĂÂÎȘȚĄĆĘŁŃÓŚŹŻ„])"
)
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+", re.MULTILINE)
_OPENING = 6
"""Paragraphs that an award and its recipient are named in."""
_NEAR = 400
"""Characters before and after a date that may belong to its sentence."""


Passages: TypeAlias = Sequence[tuple[TextBlock, str]]
"""The texts of paragraphs and of items of lists, each with its block."""


class Statement(NamedTuple):
    """What a text states of a field, as it is written, and where."""

    key: str
    value: Answer
    text: str
    block: TextBlock

    def copied(self, key: str) -> Finding:
        """Tell that it stands in a field too."""
        return Finding("copied", self.block.at, {"field": key, "text": self.text})


def stated(
    blocks: Sequence[TextBlock], lang: str, fields: Sequence[Field], organisations: Mapping[str, Sequence[str]]
) -> tuple[Answers, list[Finding]]:
    """Read what the text states of a type's fields; `organisations` are the names that the site knows, by their ids."""
    names = {field.name: field for field in fields}
    answers: Answers = {}
    findings = list[Finding]()
    passages = [(block, plain(item)) for block in blocks for item in _ITEM.split(block.text) if item]
    statements = [*_mails(passages, lang)]
    statements += _project(passages) if any(field.kind == "funding" for field in fields) else []
    if "recipient" in names:
        awards = ((block, _AWARD.search(text)) for block, text in passages[:_OPENING])
        statements += [Statement("name", award[1], award[1], block) for block, award in awards if award]
    for statement in statements:
        if statement.key in names and statement.key not in answers:
            answers[statement.key] = statement.value
            findings.append(statement.copied(statement.key))
    if "agreement" in names:
        _agreed("agreement", [*_agreement(passages, lang)], names["agreement"].fields, answers, findings)
    elif "parties" in names:
        _agreed("", [*_agreement(passages, lang)], fields, answers, findings)
    _deadlines(passages, lang, fields, answers, findings)
    _amounts(passages, lang, fields, answers, findings)
    if "recipient" in names:
        _recipient(blocks[:_OPENING], organisations, answers, findings)
    return answers, findings


def _mails(passages: Passages, lang: str) -> Iterator[Statement]:
    mails = dict[str, TextBlock]()
    for block, text in passages:
        for fact in facts(text, lang):
            if fact.kind == "mail":
                mails.setdefault(fact.written, block)
    if mails:
        contacts: list[Answer] = [{"email": mail} for mail in mails]
        yield Statement("contact", contacts, ", ".join(mails), next(iter(mails.values())))


# --- deadlines --------------------------------------------------------------------------------------------------------

_BY = re.compile(
    r"(?:până (?:la|pe|în|cel târziu)|termen(?:ul)?(?:[- ]limită)?(?: de [^\W\d_]+)?(?: este| :)?|"
    r"dat[ae][- ]limită|cel târziu|w (?:nieprzekraczalnym )?terminie(?: do)?|termin(?: [^\W\d_]+){0,2}|"
    r"do (?:dnia|końca dnia)|najpóźniej(?: do)?|no later than|deadline|\bby|until)\s*:?\s*(?:data de|data|dnia|la|pe|"
    r"upływa|mija|de|este|w dniu|luni|marți|miercuri|joi|vineri)?[\s,:]*$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\s*(?:r\.|roku)?\s*,?\s*(?:la |do )?(?:ora|orele|godz\.|godziny|at)\s*(\d{1,2})(?:[.:](\d\d))?", re.IGNORECASE
)


def _deadlines(
    passages: Passages, lang: str, fields: Sequence[Field], answers: Answers, findings: list[Finding]
) -> None:
    """Put the one deadline into the one field of that kind; of several none: which is meant is not said."""
    deadlines = list[Statement]()
    for block, text in passages:
        for date in whole(text, lang):
            if _BY.search(text[max(0, date.start - 60) : date.start]):
                at = _AT.match(text[date.end : date.end + 30])
                hour = f" {int(at[1]):02}:{at[2] or '00'}" if at and int(at[1]) < 24 and int(at[2] or 0) < 60 else ""
                deadlines.append(Statement("", f"{iso(date)}{hour}", _sentence(text, date.start), block))
    if not deadlines:
        return
    lone = [field for field in fields if not field.list]
    places = [(field, part) for field in lone for part in (*field.fields, field) if part.kind == "deadline"]
    if len(places) != 1:  # which of two it may be is not said
        findings += [Finding("deadline", deadline.block.at, {"text": deadline.text}) for deadline in deadlines]
        return
    group, part = places[0]
    first = deadlines[0]
    key = group.name if group is part else f"{group.name}.{part.name}"
    if len({str(deadline.value) for deadline in deadlines}) > 1:
        texts = "; ".join(str(deadline.value) for deadline in deadlines)
        findings.append(Finding("several", first.block.at, {"field": key, "text": texts}))
        return
    if group is part:
        answers[key] = first.value
    else:
        what = next((field.name for field in group.fields if field.kind == "text" and field.required == "true"), "")
        answers[group.name] = {**({what: first.text} if what else {}), part.name: first.value}
    findings.append(first.copied(key))


def _sentence(text: str, at: int) -> str:
    """Give the sentence around a place, or what stands near it."""
    begins = max(0, at - _NEAR)
    near = text[begins : at + _NEAR]
    ends = [0, *(match.end() for match in _SENTENCE.finditer(near)), len(near)]
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


def _amounts(passages: Passages, lang: str, fields: Sequence[Field], answers: Answers, findings: list[Finding]) -> None:
    """Put amounts, programme and fund into the field of the kind funding; amounts without such a place are told."""
    field = next((field for field in fields if field.kind == "funding"), None)
    key = field.name if field else ""
    funding: Answers = {}
    everything = " ".join(text for _block, text in passages)
    for block, text in passages:
        last = 0  # where the amount before ends: the words after it speak of the next
        for fact in facts(text, lang):
            unit = fact.value.rpartition(" ")[2] if fact.kind == "number" else ""
            if unit not in (*_CURRENCIES, "lei"):
                continue
            part = _part(text[last : fact.at])
            last = fact.at + len(fact.written)
            if not key or not part or part in funding:
                findings.append(Finding("amount", block.at, {"text": fact.written}))
                continue
            currency = _currency(unit, everything)
            number = Decimal(fact.value.partition(" ")[0])
            amount = f"{number:f}" if number == number.to_integral_value() else f"{number:.2f}"
            funding[part] = {"amount": amount, "currency": currency, "as_written": fact.written}
            findings.append(Finding("copied", block.at, {"field": f"{key}.{part}", "text": fact.written}))
            if not currency:
                findings.append(Finding("currency", block.at, {"text": fact.written}))
        for source in _sources(block, text) if key else ():
            if source.key not in funding:
                funding[source.key] = source.value
                findings.append(source.copied(f"{key}.{source.key}"))
    if field and not field.required and not {"total", "eu"} & funding.keys():
        _retract(f"{key}.", findings)  # a programme's name alone does not say that the text is about its money
    elif funding:
        order = ("programme", "fund", "total", "eu", "state", "own", "statement")
        answers[key] = {name: funding[name] for name in order if name in funding}


def _retract(beginning: str, findings: list[Finding]) -> None:
    """Tell no more of copies into a group of fields that is left out after all."""
    findings[:] = [finding for finding in findings if not finding.arguments.get("field", "").startswith(beginning)]


def _part(before: str) -> str:
    """Say which part of the funding an amount is, by the last words before it that tell."""
    before = before[-160:]
    ends = {name: max((match.end() for match in cue.finditer(before)), default=-1) for name, cue in _PARTS.items()}
    best = max(ends, key=lambda name: ends[name])
    return best if ends[best] >= 0 else ""


def _currency(unit: str, text: str) -> str:
    """Give the code of a currency; lei are Romania's or Moldova's, which the rest of the text may say."""
    codes = [code for code in ("RON", "MDL") if code in text] if unit == "lei" else []
    return codes[0] if len(codes) == 1 else _CURRENCIES.get(unit, "")


def _sources(block: TextBlock, text: str) -> Iterator[Statement]:
    """Read programme, fund, and whether the project is funded or co-funded."""
    if programme := _PROGRAMME.search(text):
        yield Statement("programme", programme[1], programme[1], block)
    matches = ((name, re.search(pattern, text)) for pattern, name in _FUNDS.items())
    name, fund = next(((name, match) for name, match in matches if match), ("", None))
    if not fund:
        return
    yield Statement("fund", name + (fund[1] or ""), fund[0], block)
    if shared := _SHARED.search(text):
        yield Statement("statement", "co_funded", shared[0], block)
    elif funded := _FUNDED.search(text):
        yield Statement("statement", "funded", funded[0], block)


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


def _project(passages: Passages) -> Iterator[Statement]:
    for block, text in passages:
        if project := _PROJECT.search(text):
            yield Statement("name", project[1], project[1], block)
            if project[2]:
                yield Statement("acronym", project[2], project[2], block)
        if code := _SMIS.search(text):
            yield Statement("number", code[1], code[0], block)


def _recipient(
    blocks: Sequence[TextBlock], organisations: Mapping[str, Sequence[str]], answers: Answers, findings: list[Finding]
) -> None:
    """Put the id of an award's recipient where the site knows the name; tell of a name that it does not know."""
    matches = ((block, _RECEIVED.search(block.words)) for block in blocks)
    for block, name in ((block, match[1].strip()) for block, match in matches if match):
        ids = [id_ for id_, names in organisations.items() if name.casefold() in map(str.casefold, names)]
        code = "copied" if len(ids) == 1 else "unmatched"
        findings.append(Finding(code, block.at, {"field": "recipient", "text": name}))
        answers |= {"recipient": ids[0]} if len(ids) == 1 else {}
        return


# --- agreements -------------------------------------------------------------------------------------------------------

_NAMES = {
    r"Acord\w* de (cooperare|parteneriat|colaborare)": "Acord de {}",
    r"Protocol\w* de (colaborare|cooperare|parteneriat)": "Protocol de {}",
    r"Porozumieni\w+ o (współpracy|współdziałaniu)": "Porozumienie o {}",
    r"[Cc]ooperation (agreement)": "Cooperation {}",
}
_TERMS = {
    "indefinite": r"durată nedeterminată|czas nieokreślony|indefinite (?:period|term)",
    "fixed": r"durată determinată|czas określony|fixed (?:period|term)",
}
_SIGN = re.compile(r"semna(?:t|rea|tă)|podpis|signed", re.IGNORECASE)
_ON = re.compile(r"(?:data de|pe|la|dnia|w dniu|on)\s*$", re.IGNORECASE)
_APPROVED = re.compile(
    r"(?:aprobat\w* prin|zatwierdzon\w*)\s+(?P<whole>(?P<act>[^\W\d_][^.;\d]{3,120}?),?\s+"
    r"(?:nr\.?)\s*(?P<number>[\w/.\-]*\d)\s+(?:din|z dnia)\s+)",
    re.IGNORECASE,
)
_AREAS = re.compile(
    r"(?:domenii|domeniile|obszar(?:y|ach)|areas)[^:.;]{0,40}:\s*([^.:]{5,600}?;[^.:]{3,600})\.", re.IGNORECASE
)


def _agreement(passages: Passages, lang: str) -> Iterator[Statement]:
    for block, text in passages:
        for pattern, name in _NAMES.items():
            if match := re.search(pattern, text):
                yield Statement("name", name.format(match[1]), match[0], block)
        for date in whole(text, lang):
            around = text[max(0, date.start - 60) : date.end + 40]
            if _ON.search(text[max(0, date.start - 12) : date.start]) and _SIGN.search(around):
                yield Statement("signed", iso(date), text[date.start : date.end].strip(), block)
        for term, pattern in _TERMS.items():
            if match := re.search(pattern, text, re.IGNORECASE):
                yield Statement("term", term, match[0], block)
        if approved := _APPROVED.search(text):
            day = next((date for date in whole(text, lang) if date.start == approved.end()), None)
            if day:
                written = text[approved.start("whole") : day.end].strip()
                approval: Answers = {"act": approved["act"], "number": approved["number"], "date": iso(day)}
                yield Statement("approval", approval | {"as_written": written}, written, block)
        if match := _AREAS.search(text):
            areas: list[Answer] = [part.strip() for part in match[1].split(";") if part.strip()]
            yield Statement("areas", areas, match[1], block)


def _agreed(
    group: str, statements: Sequence[Statement], fields: Sequence[Field], answers: Answers, findings: list[Finding]
) -> None:
    """Put what is said of an agreement into its group of fields, or among the type's own."""
    into: Answers = answers if not group else {}
    kinds = {field.name: field for field in fields}
    signings = [statement for statement in statements if statement.key == "signed"]
    days = dict.fromkeys(str(signing.value) for signing in signings)
    if len(days) > 1:
        findings.append(Finding("several", signings[0].block.at, {"field": "signed", "text": ", ".join(days)}))
        statements = [statement for statement in statements if statement.key != "signed"]
    for statement in statements:
        field = kinds.get(statement.key) or kinds.get({"term": "duration"}.get(statement.key, ""))
        if field is None or field.name in into:
            continue
        inner = {"signed": "date", "term": "term"}.get(statement.key, "")
        into[field.name] = {inner: statement.value} if field.kind == "group" and inner else statement.value
        findings.append(statement.copied(f"{group}.{field.name}" if group else field.name))
    if group and {"name", "signed"} <= into.keys():
        answers[group] = {name: into[name] for name in kinds if name in into}
    elif group:
        _retract(f"{group}.", findings)
