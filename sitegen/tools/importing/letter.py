"""The head and the foot of a letter: number and date, addressees, attention, subject, who signed it.

The forms are those of Romanian and Polish offices: Nr. 1921/19.03.2021, Către, În atenția, Referitor; Znak sprawy,
Do, Dotyczy; INSPECTOR ȘCOLAR GENERAL, over prof. drd. X Y; /-/ Jan X; z up. Kuratora Oświaty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from sitegen.read.prose.dates import Date, around, dates
from sitegen.tools.importing.values import TextBlock
from sitegen.tools.new import Answer, Answers

HEAD, FOOT = 25, 14
"""Blocks at the beginning and at the end of a document among which its head and its foot are looked for."""
_LONGEST = 200
"""Characters of a line of the head; a longer one is running text."""

_NUMBER = re.compile(
    r"(?:(?:hotărârea?|decizi[ea]|dispoziți[ea]|ordin(?:ul)?|zarządzenie|uchwała|decyzja)\s+)?"
    r"(?:nr\.?|număr(?:ul)?|numer|znak(?: sprawy| pisma)?|sygn(?:atura|\.)|l\.dz\.|ref\. no\.?|no\.)"
    r"(?:\s*(?:de\s+)?(?:înreg(?:istrare|\.)?|ieșire|pisma))?\s*[:.]?\s*(?P<rest>\S.*)",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?=\S*\d)[^\W_][\w.\-]*(?:/[\w.\-]+)*", re.IGNORECASE)
_DATING = re.compile(r"(?:\s*/\s*|\s*,\s*|\s+)(?:(?:din|z|of)(?:\s+(?:data|dnia|de))*\s*)?$", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:r\.?|roku)?\s*[.,]?", re.IGNORECASE)
_DATED = re.compile(
    r"(?:(?P<place>[^\W\d_][^\d,:;.]{1,40}),|data\s*:|din|z dnia)\s*(?:dn(?:ia|\.)|la)?\s*.*", re.IGNORECASE
)
_LABELS: Mapping[str, re.Pattern[str]] = {
    "addressees": re.compile(r"(?:către|do|adresaci|to)\s*(?:[:,]\s*|$)|către\s+(?=[^\W\d_])", re.IGNORECASE),
    "attention": re.compile(r"în atenția\s*:?\s*|do rąk\s*:?\s*|for the attention of\s*:?\s*", re.IGNORECASE),
    "subject": re.compile(
        r"(?:referitor(?: la)?|ref\.?|subiect(?:ul)?|obiect|privește|dotyczy|dot\.|w sprawie|temat|subject|re)\s*:\s*"
        r"|(?:referitor(?: la)?|dotyczy)\s+(?=\S)",
        re.IGNORECASE,
    ),
    "salutation": re.compile(r"(?:stimat|onorat|szanown|dear\b|bun[ăa] ziua)", re.IGNORECASE),
}
_COLLECTIVE = re.compile(r"Szanowni Państwo,?\s+(?P<who>[^,!.]{3,120}?)[,!.]?")

_NAME = r"[A-ZĂÂÎȘȚĄĆĘŁŃÓŚŹŻ][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_SIGNED = re.compile(
    r"(?P<stroke>/-/\s*)?(?P<title>(?:(?:prof|drd?|ing|conf|univ|lect|lector|asist|mgr|inż|hab|ec|jr|ks)\b\.?,?\s+)*)"
    rf"(?P<name>{_NAME}(?:\s+(?:{_NAME}|[A-Z]\.)){{1,4}})[.,]?",
)
_ROLE = re.compile(
    r"(?:z up\.|p\.?\s?o\.|w z\.|p\.)?\s*(?:inspector|director|președint|presedint|primar|secretar|"
    r"ministr|rector|decan|șef|consilier|coordonator|manager|kurator|wicekurator|dyrektor|wicedyrektor|wizytator|"
    r"burmistrz|wójt|starosta|prezydent|przewodnicząc|inspektor|sekretarz|kierownik|minister|head|chair)"
    r"\w*\b[^.:;!?]{0,90}|z up\.\s[^.:;!?]{3,90}",
    re.IGNORECASE,
)


class Entry(NamedTuple):
    """What a letter states of a field, and the numbers of the blocks that say it."""

    answer: Answer
    blocks: tuple[int, ...]


Letter: TypeAlias = Mapping[str, Entry]
"""What a letter's head and foot state, by fields."""


def begins(letter: Letter) -> int:
    """Give the number of the block that a letter's text begins with; 0 where it has no head."""
    heads = [letter[name].blocks for name in ("registration", *_LABELS) if name in letter and letter[name].blocks]
    return max(max(blocks) for blocks in heads) + 1 if len(heads) > 1 else 0


def whole(text: str, lang: str) -> Iterator[Date]:
    """Find dates with day, month and year."""
    return (date for date in dates(text, lang, around(text)) if date.year and date.day and date.possible())


def iso(date: Date) -> str:
    """Write a whole date as fields have it."""
    return f"{date.year:04}-{date.month:02}-{date.day:02}"


def read(blocks: Sequence[TextBlock], lang: str) -> Letter:
    """Read the head and the foot of a letter."""
    texts = [block.words if not block.solid else "" for block in blocks]
    head = [number for number, text in enumerate(texts[:HEAD]) if text and len(text) <= _LONGEST]
    return {**_registration(texts, head, lang), **_labelled(texts, head), **_signatories(texts)}


def _registration(texts: Sequence[str], head: Sequence[int], lang: str) -> Letter:
    """Find number and date, on one line or on two."""
    for number in head:
        label = _NUMBER.fullmatch(texts[number])
        mark, day = _numbered(label["rest"], lang) if label else ("", None)
        if not mark:
            continue
        lines = [number]
        if not day:
            near = (line for line in head if 0 < abs(line - number) <= 3 and _DATED.fullmatch(texts[line]))
            dated, day = next(((line, date) for line in near for date in whole(texts[line], lang)), (number, None))
            lines = sorted({number, dated})
        registration: Answers = {"number": mark}
        if day:
            registration["date"] = iso(day)
        registration["as_written"] = ", ".join(texts[line] for line in lines)
        return {"registration": Entry(registration, tuple(lines))}
    return {}


def _numbered(rest: str, lang: str) -> tuple[str, Date | None]:
    """Divide what follows the label into number and date; nothing where anything else stands there."""
    day = next((date for date in whole(rest, lang) if _AFTER.fullmatch(rest[date.end :])), None)
    before = _DATING.sub("", rest[: day.start]) if day else rest.rstrip(" .,;")
    return (before, day) if _MARK.fullmatch(before) else ("", None)


def _labelled(texts: Sequence[str], head: Sequence[int]) -> Letter:
    """Find what has its label before it or above it."""
    entries = dict[str, Entry]()
    for number in head:
        for name, label in _LABELS.items():
            match = label.match(texts[number])
            # A salutation is no field, and stands among the labels to end what is above it.
            if name == "salutation" or name in entries or not match:
                continue
            if ":" not in match[0] and texts[number].endswith("."):
                continue  # a sentence that happens to begin so
            rest = texts[number][match.end() :].strip(" ,;")
            lines = [] if rest else _following(texts, number, most=1 if name != "addressees" else 6)
            parts = [rest] if rest else [texts[line].strip(" ,;") for line in lines]
            if parts:
                entries[name] = Entry([*parts] if name == "addressees" else parts[0], (number, *lines))
    collective = next((match for number in head if (match := _COLLECTIVE.fullmatch(texts[number]))), None)
    if collective:
        entries.setdefault("addressees", Entry([collective["who"]], ()))
    return entries


def _following(texts: Sequence[str], number: int, most: int) -> list[int]:
    """Give the lines below a label that are its own: short ones, up to the next label."""
    lines = list[int]()
    for below in range(number + 1, min(number + 1 + most, len(texts))):
        text = texts[below]
        if not text or len(text) > _LONGEST or text.endswith((".", ":")):
            break
        if any(label.match(text) for label in _LABELS.values()) or _NUMBER.match(text):
            break
        lines.append(below)
    return lines


def _signatories(texts: Sequence[str]) -> Letter:
    """Find who signed: a name under or over a role, beside it, or after the stroke that stands for a signature."""
    people, used = list[Answer](), list[int]()
    number = max(len(texts) - FOOT, 0)
    while number < len(texts):
        person, lines = _signed(texts, number)
        if person:
            people.append(person)
            used += lines
        number = lines[-1] + 1 if person else number + 1
    return {"signatories": Entry(people, tuple(used))} if people else {}


def _signed(texts: Sequence[str], number: int) -> tuple[Answers, list[int]]:
    text, then, after, last = [*texts[number : number + 4], "", "", ""][:4]
    role, below = _role(text), _role(then)
    if role and (signature := _SIGNED.fullmatch(then)) and not below:
        # "On behalf of" stands over the name and the signer's own role under it, unless that is the next one's.
        another = _SIGNED.fullmatch(last) and not _role(last)
        if role.lower().startswith("z up.") and _role(after) and not another:
            return _person(signature, f"{role}, {_role(after)}"), [number, number + 1, number + 2]
        return _person(signature, role), [number, number + 1]
    if (signature := _SIGNED.fullmatch(text)) and (signature["stroke"] or signature["title"]) and not role:
        if below:
            return _person(signature, below), [number, number + 1]
        return (_person(signature, ""), [number]) if signature["stroke"] else ({}, [number])
    first, comma, rest = text.partition(",")
    if comma and _role(first) and (signature := _SIGNED.fullmatch(rest.strip())):
        return _person(signature, first.strip()), [number]
    return {}, [number]


def _role(text: str) -> str:
    """Give the role that a line is, without the comma that ends it."""
    bare = text.rstrip(" ,;:")
    return bare if len(bare) <= 100 and _ROLE.fullmatch(bare) else ""


def _person(signature: re.Match[str], role: str) -> Answers:
    person: Answers = {"name": signature["name"]}
    if title := signature["title"].strip(" ,"):
        person["academic_title"] = title
    if role:
        person["role"] = role
    return person
