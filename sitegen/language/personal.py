"""Personal data in a file as it was written: what must not be published, and what an editor should look at twice.

The raw text is searched, front matter and all, since YAML turns some numbers into others. National numbers are errors:
Romania restricts their use (Law 190/2018, article 4), Poland and Moldova know them by their words. Company numbers
(CUI, NIP, REGON, IDNO) may be published. The home of python-stdnum, which is imported where a number looks like one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from typing import NamedTuple


class Seen(NamedTuple):
    """Something in a text: the code of what is told of it, where it begins, and the words to show."""

    code: str
    at: int
    value: str = ""


def seen(text: str) -> Iterator[Seen]:
    """Find personal data in the raw text of a file; what a number is, its own digits and the words near it say."""
    yield from numbers(text)
    yield from _worded(text, _WORDED.keys() - {CARD})
    if "@" in text:
        yield from _mails(text)
    if "|" in text and _MARKS.search(text):
        yield from _tables(text)


def numbers(text: str) -> Iterator[Seen]:
    """Find the numbers by which persons, their identity cards and their accounts are known."""
    if _DIGITS.search(text):
        yield from _numbers(_URL.sub(lambda match: " " * len(match[0]), text))
    yield from _worded(text, (CARD,))


def masked(text: str) -> str:
    """Give a text in which nobody can read those numbers, each as long as it was."""
    parts, done = list[str](), 0
    for sight in sorted(numbers(text), key=lambda sight: sight.at):
        if sight.at >= done:
            parts += [text[done : sight.at], mask(sight.value)]
            done = sight.at + len(sight.value)
    return "".join([*parts, text[done:]])


def mask(number: str) -> str:
    """Give a number of which its first digit and its last two can be read."""
    hidden = [at for at, sign in enumerate(number) if sign.isdigit()][1:-2]
    return "".join("•" if at in hidden else sign for at, sign in enumerate(number))


# --- numbers ----------------------------------------------------------------------------------------------------------

_DIGITS = re.compile(r"\d(?:[ -]?\d){10}")
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
_THIRTEEN = re.compile(r"(?<![\w+.,/-])\d[ -]?\d{6}[ -]?\d{6}(?![\w/]|[.,-]\d)")
_ELEVEN = re.compile(r"(?<![\w+.,/-])\d{11}(?![\w/]|[.,-]\d)")
_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)|(?<![\w-])\d{2}(?: ?\d{4}){6}(?!\w)"
)
_LETTER = "[^\\W\\d_]"
_CAPITAL = "[A-ZĂÂÎȘȚŞŢĄĆĘŁŃÓŚŹŻ]"
_NAME = rf"{_CAPITAL}{_LETTER}+(?:-{_CAPITAL}{_LETTER}+)?"
_NAMES = re.compile(rf"\b{_NAME} {_NAME}\b")
_PESEL = re.compile(r"\bpesel\w*", re.IGNORECASE)
_IDNP = re.compile(
    r"\bIDNP\b|\bcod(?:ul)? personal\b|\bperson\w+ (?:code|number)\b|\bnume\w+ personal\w+\b", re.IGNORECASE
)
_GOODS = re.compile(r"\b(?:ISBN|ISSN|EAN|ISMN|IDNO)\b[\s:-]*$", re.IGNORECASE)
_NEAR = 60


def _numbers(text: str) -> Iterator[Seen]:
    """Find national numbers and accounts by their shape, their check digits and what stands near them."""
    accounts = [(match.start(), match.end()) for match in _IBAN.finditer(text) if _account(match[0])]
    yield from (Seen("personal-iban", start, text[start:end]) for start, end in accounts)
    for match in _THIRTEEN.finditer(text):
        number = re.sub("[ -]", "", match[0])
        if not _within(match.start(), accounts) and not _GOODS.search(text[max(0, match.start() - 12) : match.start()]):
            near = _line(text, match.start(), match.end())
            if _cnp(number) or (number[0] == "2" and _IDNP.search(near) and _idnp(number)):
                yield Seen("personal-number", match.start(), match[0])
    for match in _ELEVEN.finditer(text):
        if not _within(match.start(), accounts) and _pesel(match[0]):
            near = _line(text, match.start(), match.end())
            sure = _PESEL.search(near) or _NAMES.search(near)
            yield Seen("personal-number" if sure else "personal-number-likely", match.start(), match[0])


def _line(text: str, start: int, end: int) -> str:
    """Give what stands near a number: in its line, and where that is long, not far from it."""
    first = max(0, start - _NEAR)
    begun, last = text.rfind("\n", first, start), text.find("\n", end, end + _NEAR)
    return text[max(first, begun + 1) : last if last >= 0 else end + _NEAR]


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    before = bisect_right(spans, at, key=lambda span: span[0])
    return before > 0 and at < spans[before - 1][1]


def _cnp(number: str) -> bool:
    """Say whether 13 digits are a Romanian personal number; of residents (7, 8) too, none is of the 19th century."""
    from stdnum.ro import cnp

    return number[0] in "125678" and cnp.is_valid(number)


def _idnp(number: str) -> bool:
    """Say whether 13 digits have the check digit of Moldovan numbers, which persons and companies share."""
    from stdnum.md import idno

    return idno.is_valid(number)


def _pesel(number: str) -> bool:
    """Say whether 11 digits are a Polish personal number of someone who may live: born from 1900 to 2039."""
    from stdnum.pl import pesel

    born = number[2] in "01" or (number[2] in "23" and number[0] in "0123")
    return born and pesel.is_valid(number)


def _account(number: str) -> bool:
    """Say whether this is an international account number, or a Polish one without its country."""
    from stdnum import iban

    return iban.is_valid(f"PL{number}" if number[0].isdigit() else number)


# --- words ------------------------------------------------------------------------------------------------------------

_DAY = rf"(?:\d{{1,2}}[./]\d{{1,2}}[./]|\d{{1,2}} +{_LETTER}{{3,12}} +)"  # 12.03. or 12 martie
_LIVING = r"(?:19[2-9]\d|20\d\d)\b"
"""Years in which someone was born who may live."""
_BORN = (
    r"născut[ăe]? (?:la|în|pe)|data (?:de )?naștere\w*|data nașterii|nascut[ae]? (?:la|in|pe)|data nasterii"
    r"|\bur\.|urodzon[yaei] (?:dnia|w dniu)?|data urodzenia|born (?:on|in)?|date of birth"
)
_LIVES = (
    r"domiciliat[ăae]?\b|domiciliul (?:în|in)|\bzam\.|zamieszkał[yae]|zamieszkani[ea]|adres zamieszkania"
    r"|adresa de domiciliu|home address|residing at"
)
_HOUSE = r"(?:\b(?:str|bd|nr|bl|ul|os|al)\.|\b(?:strada|aleea|street|road)\b|\bm\. ?\d|\d+[A-Za-z]?/\d)"
_PUPIL = (
    r"elev(?:ul|a|ului|ei)|copil(?:ul|ului)|preșcolar(?:ul|a)|ucze[nń]|ucznia|uczniowi|uczennic[aęyi]"
    r"|dzieck[oau]|pupil|student|child"
)
_HEALTH = (
    r"\bCES\b|certificat(?:ul)? de (?:orientare|handicap|încadrare)|dizabilit\w+|handicap\w*|diagnostic\w*"
    r"|orzeczeni\w+|niepełnosprawn\w+|chorob\w+|special (?:educational )?needs|disabilit\w+"
)
CARD = "personal-card"
_WORDED = {
    # What such a text must have at least, small, and how it goes.
    CARD: (
        ("seria", "ser.", "osobist"),
        re.compile(
            r"\b(?:[CB]\.? ?I\.?|carte[a]? de identitate|buletin(?:ul)?(?: de identitate)?)[ ,:]{0,3}(?:seria|ser\.)"
            r" ?[A-Z]{2}[ ,]{0,2}(?:nr\.?|numărul)? ?\d{6}\b"
            r"|\bdow(?:ód|odu|odem|odzie) osobist\w+[^\d\n]{0,30}?\b[A-Z]{3} ?\d{6}\b"
        ),
    ),
    "personal-birth": (
        ("scut", "naşter", "nașter", "naster", "ur.", "urodz", "birth", "born"),
        re.compile(rf"\b(?:{_BORN})[ :]{{0,3}}(?:(?:la )?data de )?{_DAY}{_LIVING}", re.IGNORECASE),
    ),
    "personal-address": (
        ("domicili", "zam.", "zamieszk", "home address", "residing"),
        re.compile(rf"\b(?:{_LIVES})[^.;\n]{{0,60}}?{_HOUSE}[^;\n]{{0,30}}?\d", re.IGNORECASE),
    ),
    "personal-health": (
        (" ces", "orientare", "încadr", "handicap", "diz", "diagn", "orzecz", "niepeł", "chorob", "special", "disab"),
        re.compile(
            rf"\b(?i:{_PUPIL}) {_NAME} {_NAME}[^.;\n]{{0,60}}?(?i:{_HEALTH})"
            rf"|(?i:{_HEALTH})[^.;\n]{{0,40}}?\b(?i:{_PUPIL}) {_NAME} {_NAME}"
        ),
    ),
}


def _worded(text: str, codes: Collection[str]) -> Iterator[Seen]:
    small = text.lower()
    for code, (hints, pattern) in _WORDED.items():
        if code in codes and any(hint in small for hint in hints):
            yield from (Seen(code, match.start(), match[0].strip()) for match in pattern.finditer(text))


_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)", re.ASCII)
_PRIVATE = re.compile(
    r"(?:yahoo|ymail|hotmail|live|outlook)\.\w+(?:\.\w+)?|(?:gmail|googlemail|icloud|me|aol|proton|protonmail|gmx)\.\w+"
    r"|(?:wp|o2|onet|op|interia|poczta|vp|tlen|go2|buziaczek)\.(?:pl|eu)|(?:poczta\.onet|poczta\.fm)\.?\w*|mail\.(?:ru|md)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"sc(?:oala|h)|[sș]coal|lice|gradi|colegi|isj|insp|primar|consil|cje|ccd|dge|dirast|secret|office|contact|info|admin"
    r"|szkol|przedszk|gmina|urzad|sekret|kurator|biblio|^sp\d|^zs\d?|^lo\d|^zsp|club|asoci|funda|stowa|school|kinder|educ"
    r"|palat|tehn|^gpp|^gpn|^cn[a-z]",
    re.IGNORECASE,
)
"""What a school or an office without a domain of its own calls its mailbox."""


def _mails(text: str) -> Iterator[Seen]:
    """Find addresses at providers for private persons, unless an institution seems to be behind one."""
    for match in _MAIL.finditer(text):
        if _PRIVATE.fullmatch(match[2]) and not _OFFICE.search(match[1]):
            yield Seen("personal-mail", match.start(), match[0])


# --- tables -----------------------------------------------------------------------------------------------------------

_MARKS = re.compile(
    r"\b(?:not[aeă]|note|medi[ai]|punctaj\w*|calificativ\w*|rezultat\w*|admi[sș]\w*|ocen[ay]?|oceny|punkt\w*|wynik\w*"
    r"|średnia|mark|marks|grade|grades|score|points|result|results)\b",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"\W*(?:\d{1,3}(?:[.,]\d{1,2})?|admis[ăa]?|respins[ăa]?|(?:nie)?przyjęt[ya]|bardzo dobry|dobry|passed|failed)\W*",
    re.IGNORECASE,
)
_PERSON = re.compile(rf"\W*{_NAME}(?: {_CAPITAL}\.)?(?: {_NAME}){{1,3}}\W*")
_NO_PERSON = re.compile(
    r"școal|scoal|liceu|grădini|colegi|gimnaz|inspectorat|clasa|județ|szkoł|przedszk|liceum|gmina|powiat|klasa"
    r"|school|kinderg|class|county|total|razem",
    re.IGNORECASE,
)


def _tables(text: str) -> Iterator[Seen]:
    """Find tables that speak of marks in their first line, and have names beside marks in two others."""
    lines, start = text.split("\n"), 0
    block: list[tuple[int, str]] = []
    for line in [*lines, ""]:
        if "|" in line:
            block.append((start, line))
        elif block:
            if len(block) > 3 and _MARKS.search(block[0][1]) and sum(_marked(row) for _at, row in block[2:]) > 1:
                yield Seen("personal-marks", block[0][0])
            block = []
        start += len(line) + 1


def _marked(row: str) -> bool:
    cells = row.strip().strip("|").split("|")
    return any(_MARK.fullmatch(cell) for cell in cells) and any(
        _PERSON.fullmatch(cell) and not _NO_PERSON.search(cell) for cell in cells
    )
