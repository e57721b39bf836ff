"""The facts that a running text states: dates, times, numbers, amounts, file marks, e-mails, phones, links, files.

Each is written in its language's way and read to the same value, so that a text and its translation can be compared:
1.335.589,92 lei, 1 335 589,92 zł, 1,335,589.92 (CLDR); 19 martie 2021, 19 marca 2021 r.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Context, Decimal
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from sitegen.read.prose.dates import LANGUAGES, around, dates, within

Kind: TypeAlias = Literal["date", "time", "number", "mark", "mail", "phone", "link", "file", "announcement"]


class Fact(NamedTuple):
    """A fact: its kind, its value in one form, as it is written, and where it begins in the text."""

    kind: Kind
    value: str
    written: str
    at: int


_UNITS: Mapping[str, str] = {
    **dict.fromkeys(("lei", "leu", "leilor", "ron", "mdl"), "lei"),
    **dict.fromkeys(("zł", "zl", "złotych", "złote", "złoty", "pln", "zloty", "zlotys", "zloți", "zloţi"), "zł"),
    **dict.fromkeys(("euro", "euros", "eur", "€"), "euro"),
    **dict.fromkeys(("usd", "dolari", "dolarów", "dollars", "$"), "$"),
    **dict.fromkeys(("%", "procent", "procente", "percent", "per cent", "la sută"), "%"),
}
_TIMES: Mapping[str, int] = {
    **dict.fromkeys(("mii", "mie", "tys.", "tys", "tysiąc", "tysiące", "tysięcy", "thousand"), 3),
    **dict.fromkeys(("mil.", "mln", "mln.", "milion", "milioane", "miliony", "milionów", "million"), 6),
    **dict.fromkeys(("mld", "mld.", "miliard", "miliarde", "miliardy", "miliardów", "billion"), 9),
}


def _either(words: Mapping[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
_TARGET = re.compile(r"\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+[\"'][^)\n]{0,300})?\)")
_UNSEEN = re.compile(
    r"\[\^[^\]\n]*\]:?|\{[^}\n]*\}|<[^>\n]*>|^[ \t]*(?:[-*+] +)?\d{1,2}[.)] |^ {0,3}\[[^\]\n]+\]: \S+", re.MULTILINE
)
_MARK = re.compile(
    r"(?<![\w/])(?=[\w.\-/]{0,60}\d)"
    r"(?:[A-ZȘȚŁŻ]{1,6}\d{0,20}[./-](?:\w{1,40}[./-]){0,8}\w+|\d+(?:\.\d+){2,}\w*(?!,)|\d+/[A-Z]\w*(?:/\w+)*)(?!\w)"
)
_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_HALF = r"\s?[ap](?:m\b|\.m\b\.?)"
_LATE = r"(?:seara|după-amiaz[aă]|wieczorem|po\społudniu)(?!\w)"
_CLOCK = re.compile(
    rf"(?P<hour>\d{{1,2}})(?:[:.,](?P<minute>\d\d))?(?:\s?(?P<half>[ap])\.?m|\s(?P<late>{_LATE}))?", re.IGNORECASE
)
_NO_HOURS = "art. rozdz. pkt ust. nr nr. str. poz. zał. tab. rys. fig. lit. § cap. pct. alin. pag. anexa"
"""What numbers stand after that look like hours in Polish and Romanian: 8.10–8.20 are chapters then."""


def _times(lang: str) -> re.Pattern[str]:
    """Match an hour, or two of a range: with a word before, with a.m. or p.m., with a colon; 8.00–16.30 by itself."""
    hour, minute = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
    half = rf"(?:{_HALF})?" if lang == "en" else rf"(?:\s{_LATE})?"
    end = rf"(?![\d:/]|[.,]\d|\s?(?:%|min|(?:{_either(_UNITS)})(?!\w)))"
    clock, dash, before = rf"{hour}(?:[:.,]{minute})?{half}{end}", r"\s?[-–—]\s?", r"(?<![\w.:,/])"
    single = rf"\b(?:ora|orei|at)\s{{1,3}}{clock}(?:{dash}{clock})?"
    short = rf"\bgodz\.\s{{0,3}}(?:od\s)?{clock}(?:(?:{dash}|\sdo\s){clock})?"
    more = rf"(?:{dash}|\s(?:do|a|i|la|și|până\sla)\s)"
    several = rf"\b(?:orele|orelor|godzin(?:ach|[aęyie]+))\s{{1,3}}(?:(?:od|de\sla)\s)?{clock}(?:{more}{clock})?"
    colon = rf"(?<![\w.:,]){hour}:{minute}(?!\d){half}"
    if lang == "en":
        plain = rf"{hour}(?:[:.]{minute})?"
        halves = rf"{before}(?:{plain}{half}\s?(?:[-–—]|to\s|and\s|until\s)\s?)?{plain}{_HALF}"
    else:
        named = "".join(rf"(?<!\b{re.escape(word)}\s)" for word in _NO_HOURS.split())
        sure, any_ = rf"{hour}\.(?:00|[2-5]0|[1-5]5)", rf"{hour}\.[0-5][05]"  # 5.10–6.11 are days
        to = rf"(?:{dash}|\s(?:do|și|la|până\sla)\s)"
        late = rf"{before}{hour}(?:[:.]{minute})?\s{_LATE}"
        halves = rf"(?=\d)(?:{named}{before}(?:{sure}{to}{any_}|{any_}{to}{sure}){end}|{late})"
    # What any of them begins with is asked first, which is quick.
    return re.compile(rf"(?=[\dago])(?:{'|'.join((single, short, several, halves, colon))})", re.IGNORECASE)


_TIME = {lang: _times(lang) for lang in LANGUAGES}
_NOON: Mapping[str, str] = {
    "ro": "amiază|amiaza|prânz|prânzului miezul",
    "pl": "południe|południa północy|północ",
    "en": "noon|midday midnight",
}
_AT_NOON = {
    lang: re.compile(rf"(?<!\w)(?:(?P<noon>{noon})|{midnight})(?!\w)", re.IGNORECASE)
    for lang, words in _NOON.items()
    for noon, midnight in [words.split()]
}
_SCHOOL_YEAR = re.compile(r"(?<![\w./-])((?:19|20)\d\d)[/–-](\d\d)(?![\w/–-]|[.,]\d)")
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)\d{1,3}[ \d\-./()]{6,16}\d|\(0\d{1,4}\)[ \-./]?\d[ \d\-./]{3,10}\d"
    r"|0\d{9}|0\d{2,3}[ .\-]\d{3}[ .\-]\d{3,4})(?![\w])"
    r"|(?:(?<=el\. )|(?<=el: )|(?<=elefon )|(?<=elefon: )|(?<=elefonu )|(?<=elefonu: )|(?<=hone: ))"
    r"\d[ \d\-]{6,14}\d(?!\w)"
)
_NUMBER = re.compile(
    rf"(?P<before>(?<!\w)(?:PLN|EUR|RON|MDL|USD|€|\$)[ \u00a0])?(?<![\d])"
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])(?:,\d+)?|\d{1,3}(?:[.,]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?"
    r"|\d+(?:[.,]\d{1,2}(?!\d))?)"
    rf"(?:[ \u00a0\u202f]?(?:de[ \u00a0])?(?P<times>{_either(_TIMES)})(?!\w))?"
    rf"(?:[ \u00a0\u202f]?(?:de[ \u00a0])?(?P<unit>{_either(_UNITS)})(?!\w))?",
    re.IGNORECASE,
)
_LONG, _EXACT = 40, Context(prec=60)
"""Signs of the longest number, spaces and points too: what is longer is none. Arithmetic that rounds none of these."""
_WORDS: Mapping[str, str] = {
    "ro": "unu|una|un|o|unul|unei doi|două|doua|doilea trei|treilea patru|patrulea cinci|cincilea șase|şase|șaselea "
    "șapte|şapte opt nouă|noua zece unsprezece doisprezece|douăsprezece treisprezece paisprezece cincisprezece "
    "șaisprezece șaptesprezece optsprezece nouăsprezece douăzeci",
    "pl": "jed|pierwsz dwa|dwó|dwu|dwie|dwo|drug trz|trój cztere|cztery|czter|czwart pię|piąt sześ|szóst sied|siód "
    "osi|ośm|ósm|osm dziewi dziesi jedena dwana trzyna czterna piętna szesna siedemna osiemna dziewiętna "
    "dwadzieścia|dwudzie",
    "en": "one|a|an|single|first two|second|twice three|third four|fourth five|fifth six|sixth seven|seventh "
    "eight|eighth nine|ninth ten|tenth eleven|eleventh twelve|twelfth thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty",
}
_TENS: Mapping[str, str] = {
    "ro": "treizeci patruzeci cincizeci șaizeci șaptezeci optzeci nouăzeci sută|o|suta",
    "pl": "trzydzie czterdzie pięćdzies sześćdzies siedemdzies osiemdzies dziewięćdzies sto|stu",
    "en": "thirty forty fifty sixty seventy eighty ninety hundred",
}


def _spelt(lang: str) -> re.Pattern[str]:
    """Match the words of numbers; Polish ones by how they begin, since they bend and make compounds."""
    end = r"\w*" if lang == "pl" else r"(?!\w)"
    listed = [*_WORDS[lang].split(), *_TENS[lang].split()]
    # The longer ones first: piętnaście is no five.
    order = sorted(enumerate(listed, 1), key=lambda numbered: max(map(len, numbered[1].split("|"))), reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'(?P<n{at}>{forms}){end}' for at, forms in order)})", re.IGNORECASE)


_SPELT = {lang: _spelt(lang) for lang in LANGUAGES}
_ROMAN = re.compile(r"(?<![\w.])(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})(?!\w)")
_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50}
_TAG = re.compile(r"[._-](?:ro|pl|en)(?=\.\w+$)", re.IGNORECASE)


UNIVERSAL: frozenset[Kind] = frozenset({"mail", "phone", "link", "file", "announcement"})
"""Kinds that are written alike in every language."""


def facts(text: str, lang: str) -> list[Fact]:
    """Read a text in a language, in its order; of one whose months are not known only what is `UNIVERSAL`."""
    # The surest kinds come first, and each blanks out what it took: the digits of a date are no numbers any more.
    stated = list[Fact]()
    if "](" in text:
        stated += (fact for match in _TARGET.finditer(text) if (fact := _target(match[1], match.start(1))))
        text = _TARGET.sub(_blank, text)
    if "://" in text or "www." in text:
        text = _taken(text, _URL.finditer(text), "link", _address, stated)
    if "@" in text:
        text = _taken(text, _MAIL.finditer(text), "mail", str.casefold, stated)
    if spans := around(text):
        text = _UNSEEN.sub(_blank, text)
        known = lang in LANGUAGES
        days = list(dates(text, lang, spans)) if known else []
        for date in days:
            value = f"{date.year or '*'}-{date.month:02}-{date.day:02}"
            stated.append(Fact("date", value, text[date.start : date.end].strip(), date.start))
        text = _masked(text, [(date.start, date.end) for date in days])
        text = _taken(text, within(_PHONE, text, spans), "phone", _dialled, stated)
        if known:
            text = _taken(text, within(_MARK, text, spans), "mark", str.casefold, stated)
            times = list(within(_TIME[lang], text, spans))
            stated += (Fact("time", hour, time[0].strip(), time.start()) for time in times for hour in _hours(time[0]))
            text = _masked(text, [time.span() for time in times])
            years = [year for year in within(_SCHOOL_YEAR, text, spans) if (int(year[1]) + 1) % 100 == int(year[2])]
            stated += (Fact("number", str(int(year[1]) + n), year[0], year.start()) for year in years for n in (0, 1))
            text = _masked(text, [year.span() for year in years])
            numbers = within(_NUMBER, text, spans)
            stated += (_number(number, lang) for number in numbers if len(number["digits"]) <= _LONG)
    return sorted(stated, key=attrgetter("at"))


def implied(text: str, lang: str) -> set[str]:
    """Give the numbers and hours that a text says otherwise: in words, in Roman numerals, as the years of dates."""
    numbers = {_roman(match[0]) for match in _ROMAN.finditer(text) if match[0]}
    for match in _SPELT[lang].finditer(text) if lang in _SPELT else ():
        # The groups are numbered as the words stand in the tables: 1 to 20, and after these the tens.
        at = int((match.lastgroup or "n0")[1:])
        numbers.add(str(at if at <= 20 else (at - 18) * 10))
    for match in _AT_NOON[lang].finditer(text) if lang in _AT_NOON else ():
        numbers |= {"12:00"} if match["noon"] else {"00:00", "24:00"}
    return numbers | {str(date.year) for date in dates(text, lang, around(text))}


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    parts, done = list[str](), 0
    for start, end in sorted({*spans}):
        parts += [text[done:start], " " * (end - max(start, done))]
        done = max(done, end)
    return "".join([*parts, text[done:]])


def _taken(
    text: str, matches: Iterable[re.Match[str]], kind: Kind, value: Callable[[str], str], stated: list[Fact]
) -> str:
    """Gather the facts of a kind, and blank them out; numbers in groups are no marks."""
    spans = list[tuple[int, int]]()
    for match in matches:
        if not (kind == "mark" and _GROUPS.fullmatch(match[0])):
            stated.append(Fact(kind, value(match[0].rstrip(".,;:")), match[0].rstrip(".,;:"), match.start()))
            spans.append(match.span())
    return _masked(text, spans)


def _roman(text: str) -> str:
    values = [_VALUE[letter] for letter in text]
    return str(sum(-digit if digit < after else digit for digit, after in zip(values, [*values[1:], 0], strict=True)))


def _hours(written: str) -> Iterator[str]:
    """Give the hours of one writing; in 1–3 pm both are of the afternoon, in 11–1 pm the second."""
    clocks = [*_CLOCK.finditer(written)]
    halves = [clock["half"] or ("p" if clock["late"] else None) for clock in clocks]
    last = _minutes(clocks[-1], halves[-1])
    for clock, half in zip(clocks, halves, strict=True):
        at = _minutes(clock, half or halves[-1])
        at = at if at <= last or half else _minutes(clock, None)
        yield f"{at // 60:02}:{at % 60:02}"


def _minutes(clock: re.Match[str], half: str | None) -> int:
    hour = int(clock["hour"])
    if half and hour <= 12:  # 17 seara is no 29
        hour = hour % 12 + (12 if half in "pP" else 0)
    return hour * 60 + int(clock["minute"] or 0)


def _number(match: re.Match[str], lang: str) -> Fact:
    digits = re.sub("[ \u00a0\u202f]", "", match["digits"])
    point = "." if lang == "en" else ","
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0:
        mark, tail = digits[last], digits[last + 1 :]
        grouped = digits.count(mark) > 1 or (len(tail) == 3 and mark != point)
        whole = re.sub("[.,]", "", digits if grouped else digits[:last])
        digits = whole if grouped else f"{whole}.{tail}"
    value = Decimal(digits).scaleb(_TIMES.get((match["times"] or "").lower(), 0), _EXACT)
    unit = _UNITS.get((match["unit"] or match["before"] or "").strip().lower(), "")
    plain = format(value.normalize(_EXACT), "f")
    return Fact("number", f"{plain} {unit}".strip(), match[0].strip(), match.start())


def _dialled(text: str) -> str:
    """Give the digits of a phone number, of which the last nine say who is meant."""
    return re.sub(r"\D", "", text).lstrip("0")[-9:]


# --- links ------------------------------------------------------------------------------------------------------------


_LANGUAGE_PART = re.compile(r"(?<=[/=.])(?:ro|pl|en|rum|pol|eng)(?:[-_][A-Za-z]{2})?(?=[/?&#.]|$)", re.IGNORECASE)


def _target(target: str, at: int) -> Fact | None:
    """Read what a link leads to; an anchor in the same text is none of its facts."""
    lower = target.lower()
    if lower.startswith(("http:", "https:", "//")):
        return Fact("link", _address(target), target, at)
    if lower.startswith("mailto:"):
        return Fact("mail", target[7:].partition("?")[0].casefold(), target[7:], at)
    if lower.startswith("tel:"):
        return Fact("phone", _dialled(target), target[4:], at)
    name = target.partition("#")[0].strip("/")
    if not name:
        return None
    if lower.startswith("announcement:") or lower.endswith(".md"):
        return Fact("announcement", _TAG.sub("", name).removeprefix("announcement:"), target, at)
    return Fact("file", _TAG.sub("", posixpath.basename(name)).casefold(), posixpath.basename(name), at)


def _address(url: str) -> str:
    """Give a web address without what differs from language to language: scheme, www, the tag of a language.

    One that names its language stands for its host: what follows is often translated too.
    """
    bare = re.sub(r"^(?:https?:)?//(?:www\.)?|^www\.", "", url.casefold().rstrip("/"))
    host = bare.partition("/")[0]
    if _LANGUAGE_PART.search(bare[len(host) :]) or re.match(r"(?:ro|pl|en)\.", host):
        return re.sub(r"^(?:ro|pl|en)\.", "", host)
    return bare
