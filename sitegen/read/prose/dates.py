"""Dates in running text, each written as its language writes them: 19 martie 2021, 19 marca 2021 r., March 19, 2021."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LANGUAGES = ("ro", "pl", "en")
"""The languages whose months and days are known."""

_MONTHS = {
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "pl": "styczeń|stycznia|styczniu luty|lutego|lutym marzec|marca|marcu kwiecień|kwietnia|kwietniu maj|maja|maju "
    "czerwiec|czerwca|czerwcu lipiec|lipca|lipcu sierpień|sierpnia|sierpniu wrzesień|września|wrześniu "
    "październik|października|październiku listopad|listopada|listopadzie grudzień|grudnia|grudniu",
    "en": "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep "
    "october|oct november|nov december|dec",
}
_DAYS = {
    "ro": "luni|lunea marți|marţi|marti|marțea miercuri|miercurea joi|joia vineri|vinerea "
    "sâmbătă|sambata|sâmbăta|sîmbătă duminică|duminica",
    "pl": "poniedziałek|poniedziałku wtorek|wtorku środa|środę|środy czwartek|czwartku piątek|piątku "
    "sobota|sobotę|soboty niedziela|niedzielę|niedzieli",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
}


def _numbered(table: dict[str, str]) -> dict[str, dict[str, int]]:
    return {
        lang: {word: number for number, forms in enumerate(words.split(), 1) for word in forms.split("|")}
        for lang, words in table.items()
    }


_MONTH, _WEEKDAY = _numbered(_MONTHS), _numbered(_DAYS)
_TO = r"\s*(?:[-–—]|și|i|and|to|do|la|până la|până în|pana la|a|oraz|lub|sau|or|resp\.)\s*"
_NUMERIC = re.compile(
    r"(?<![\w.-])(?:(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"
    r"|(?:(?P<from>\d{1,2})\.?\s?[-–—]\s?)?(?P<day>\d{1,2})(?P<sep>[./])(?P<month>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d))(?![\w-]|[./]\d)"
)


class Date(NamedTuple):
    """A date as it stands in a text from a place to another; 0 is a year or a day that is not said."""

    year: int
    month: int
    day: int
    start: int
    end: int

    def possible(self) -> bool:
        """Say whether the calendar has it; without a year the 29th of February counts."""
        try:
            datetime.date(self.year or 2024, self.month, self.day or 1)
        except ValueError:
            return False
        return True

    def weekday(self) -> int:
        """Give the day of the week, Monday being 1; 0 where the date is not whole."""
        return datetime.date(*self[:3]).isoweekday() if self.year and self.day and self.possible() else 0


def _written(lang: str) -> re.Pattern[str]:
    month = "|".join(sorted(_MONTH[lang], key=len, reverse=True)).replace(
        "|mai", r"|mai(?!\s+(?:mul|mar|mic|bun|pu[țt]|sus|jos))"
    )
    day = r"\d{1,2}(?:st|nd|rd|th)?" if lang == "en" else r"\d{1,2}"
    of = r"\s+(?:of\s+)?" if lang == "en" else r"\s+"
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    first = rf"(?:(?P<from>{day})(?:{_TO}))?(?P<day>{day}){of}(?P<month>{month})(?!\w)\.?(?:,?\s+{year})?"
    often = "?" if lang == "en" else ""  # mai 5 may be five more
    then = rf"(?:,?\s+(?P<year2>(?:19|20)\d\d)(?!\d)){often}"
    last = rf"(?P<month2>{month})(?!\w)\.?\s+(?P<day2>{day})(?:{_TO}(?P<to>{day}))?(?!\d){then}"
    alone = rf"(?P<month3>{month})(?!\w)\.?,?\s+(?:of\s+)?(?P<year3>(?:19|20)\d\d)(?!\d)"
    return re.compile(rf"(?<![\w.,/])(?:{first}|{alone}|{last})", re.IGNORECASE)


_WRITTEN = {lang: _written(lang) for lang in LANGUAGES}
_NAMED = {
    lang: re.compile(
        rf"(?<!\w)(?P<name>{'|'.join(sorted(names, key=len, reverse=True))})(?!\w)",
        re.IGNORECASE,
    )
    for lang, names in _WEEKDAY.items()
}
_BETWEEN = re.compile(r"[\s,(]*(?:(?:dnia|w dniu|the|din|în|la|data de|on|pe)\s+)?")
_AFTER = re.compile(r"(?:\s*r\.)?[\s,(]*(?:\(|,|-|–)\s*|(?:\s*r\.)?\s*\(")


_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s|\Z")
_REACH = 30


def around(text: str) -> list[tuple[int, int]]:
    """Give where a text has digits, with what stands near them: all that dates and numbers are made of.

    Looking there alone takes a fraction of the time.
    """
    spans = list[tuple[int, int]]()
    first = last = -1
    for digits in _DIGITS.finditer(text):
        start, end = digits.span()
        if first >= 0 and start - last > 3 * _REACH:
            spans.append(_span(text, first, last))
            first = start
        first, last = start if first < 0 else first, end
    return [*spans, _span(text, first, last)] if first >= 0 else []


def _span(text: str, first: int, last: int) -> tuple[int, int]:
    """Reach a little farther on both sides, to the end of a word."""
    space = _SPACE.search(text, min(last + _REACH, len(text)))
    return max(0, first - _REACH), min(space.end(), last + 2 * _REACH) if space else len(text)


def within(pattern: re.Pattern[str], text: str, spans: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Find a pattern in parts of a text."""
    for start, end in spans:
        yield from pattern.finditer(text, start, end)


def dates(text: str, lang: str, spans: list[tuple[int, int]]) -> Iterator[Date]:
    """Find the dates of a text in the order of their forms: in digits, then with the month's name; of a range both."""
    for match in within(_NUMERIC, text, spans):
        year, month, day = (
            int(match[iso] or match[spelt]) for iso, spelt in (("y", "year"), ("m", "month"), ("d", "day"))
        )
        if lang == "en" and month > 12 >= day and match["sep"] == "/":
            month, day = day, month
        if match["from"] and int(match["from"]) < day:  # 5–7.05.2027
            yield Date(year, month, int(match["from"]), match.start(), match.end())
        if match["y"] or match["sep"] == "." or (1 <= month <= 12):
            yield Date(year, month, day, match.start(), match.end())
    pattern = _WRITTEN.get(lang)
    for match in within(pattern, text, spans) if pattern else ():
        name = next(match[group] for group in ("month", "month2", "month3") if match[group])
        if name == "may":  # the verb
            continue
        year = int(next((match[group] for group in ("year", "year2", "year3") if match[group]), "0"))
        for group in ("from", "day", "day2", "to"):
            if match[group]:
                yield _date(year, _MONTH[lang][name.lower()], match[group], match)
        if match["month3"]:
            yield _date(year, _MONTH[lang][name.lower()], "0", match)


def _date(year: int, month: int, day: str, match: re.Match[str]) -> Date:
    return Date(year, month, int(re.sub(r"\D", "", day)), match.start(), match.end())


def misnamed(text: str, lang: str, stated: Sequence[Date]) -> Iterator[tuple[Date, str, str]]:
    """Find whole dates with another day of the week beside them than theirs: date, the name, the right name."""
    pattern, starts = _NAMED.get(lang), Counter(date.start for date in stated)
    for date in stated:
        own = date.weekday()
        if pattern is None or not own or starts[date.start] > 1:
            continue
        for named in pattern.finditer(text, max(0, date.start - 30), date.end + 20):
            before = named.end() < date.start and _BETWEEN.fullmatch(text, named.end(), date.start)
            after = date.end < named.start() and _AFTER.fullmatch(text, date.end, named.start())
            months = re.search(r"\d\s*\Z", text[max(0, named.start() - 4) : named.start()])  # 5 luni are no Monday
            if (before and not months) or after:
                if _WEEKDAY[lang][named["name"].lower()] != own:
                    right = _DAYS[lang].split()[own - 1].partition("|")[0]
                    yield date, named["name"], right.capitalize() if lang == "en" else right
                break
