"""Formats: facts as officials of a language write them.

A home of Babel, that is of CLDR, and of what CLDR does not know: "r." after a Polish date, "lei", the rule for Polish
four-digit numbers. `lang` is a BCP 47 tag. U+00A0 stands wherever a line must not break.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, get_timezone_location, parse_pattern
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, get_currency_precision
from babel.units import format_unit

from sitegen.model import Moment, PartialDate

NBSP = "\xa0"

_UNGROUPED = frozenset({"bg", "es", "et", "hu", "it", "ka", "lv", "pl", "pt-PT", "sl"})
"""Where numbers of four digits are not grouped: CLDR's minimumGroupingDigits, which Babel leaves out."""

_CURRENCIES: Mapping[str, Mapping[str, str]] = {
    "ro": {"RON": "lei", "MDL": f"lei{NBSP}moldovenești"},
    "ro-MD": {"RON": f"lei{NBSP}românești", "MDL": "lei"},
    "pl": {"PLN": "zł"},
}
"""What officials write instead of a currency's code; one bulletin has both lei, so the foreign one is named in full."""

_HOUR: Mapping[str, str] = {"ro": f", ora{NBSP}", "pl": f", godz.{NBSP}"}
_FROM: Mapping[str, str] = {"ro": "din {}", "pl": "od {}", "en": "from {}"}
_UNTIL: Mapping[str, str] = {"ro": "până în {}", "pl": "do {}", "en": "until {}"}
_UNTIL_DAY: Mapping[str, str] = {"ro": "până la {}"}
_BETWEEN: Mapping[str, str] = {"pl": "od {} do {}"}
_OF: Mapping[str, str] = {"ro": "din {}", "pl": "z {}", "en": "of {}"}
_OF_DAY: Mapping[str, str] = {"pl": "z dnia {}"}
_FROM_LANGUAGE: Mapping[str, str] = {"ro": "din limba {}", "pl": f"z{NBSP}języka {{}}", "en": "from {}"}
_LANGUAGES: Mapping[tuple[str, str], str] = {("rom", "pl"): "romski", ("rom", "en"): "Romani"}
"""Names of languages (language, in which) where CLDR's is not what those who speak it accept."""
_CODES = (
    "be:bel bg:bul cs:ces da:dan de:deu el:ell en:eng es:spa et:est fi:fin fr:fra ga:gle gag:gag hr:hrv hu:hun it:ita "
    "lt:lit lv:lav mt:mlt nl:nld pl:pol pt:por ro:ron rom:rom ru:rus sk:slk sl:slv sr:srp sv:swe tr:tur uk:ukr"
)
"""ISO 639-3 by ISO 639-1: the European Union's languages, and those of neighbours and minorities."""

_SKELETONS = {"d": ("yMMMMd", "yMMMd"), "M": ("yMMMM", "yMMM"), "y": ("y",)}
_UNITS = ("digital-byte", "digital-kilobyte", "digital-megabyte", "digital-gigabyte")


def primary(lang: str) -> str:
    """Give the language of a tag without region or script: ro-MD is ro."""
    return lang.partition("-")[0]


@cache
def _known(lang: str) -> Locale | None:
    try:
        return Locale.parse("en_GB" if lang == "en" else lang.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None


def _locale(lang: str) -> Locale:
    return _known(lang) or _known(primary(lang)) or Locale("en", "GB")


@cache
def territorial(lang: str) -> str:
    """Give the locale of a language in the place where most speak it, as Open Graph has it: ro is ro_RO, en en_GB."""
    locale = _known(lang)
    likely = Locale.parse(get_global("likely_subtags").get(str(locale), str(locale))) if locale else None
    where = locale and likely and (locale.territory or likely.territory)
    return f"{primary(lang)}_{where}" if where else primary(lang)


def iso639_3(lang: str) -> str:
    """Give the code of three letters (ISO 639-3) of a language, or nothing where it is not known here."""
    return dict(pair.split(":") for pair in _CODES.split()).get(primary(lang), "")


# --- dates and times --------------------------------------------------------------------------------------------------


@cache
def date(value: PartialDate, lang: str) -> str:
    """Write a date in its own precision: 19 March 2021, March 2021 or 2021."""
    day, locale = value.first(), _locale(lang)
    if value.day:
        return _year_mark(_kept(format_date(day, "long", locale=locale), lang), lang)
    return _year_mark(format_skeleton("yMMMM" if value.month else "y", day, locale=locale), lang)


def of_date(value: PartialDate, lang: str) -> str:
    """Write what a number is "of": of 6 May 2026, z dnia 6 maja 2026 r., z maja 2026 r."""
    phrases = _OF_DAY if value.day and primary(lang) in _OF_DAY else _OF
    return phrases.get(primary(lang), "({})").format(genitive(value, lang))


@cache
def moment(value: Moment, zone: str, lang: str) -> str:
    """Write a day, or a time on it, with the zone's name after it unless `zone` is empty."""
    day = date(PartialDate(value.day.year, value.day.month, value.day.day), lang)
    if value.time is None:
        return day
    text = f"{day}{_HOUR.get(primary(lang), ', ')}{value.time:%H:%M}"
    at = datetime.datetime.combine(value.day, value.time)
    return f"{text} ({zone_name(zone, at, lang)})" if zone else text


def span(start: Moment, end: Moment | None, zone: str, lang: str) -> tuple[str, ...]:
    """Write a beginning and, where it is known, the end; on one day, the day and the zone once."""
    if end and start.day == end.day and start.time and end.time:
        at = (datetime.datetime.combine(start.day, time) for time in (start.time, end.time))
        names = {zone_name(zone, time, lang) for time in at}
        if len(names) == 1:  # else the clock is set between them
            return moment(start, "", lang), f"{end.time:%H:%M} ({names.pop()})"
    return tuple(moment(edge, zone, lang) for edge in (start, end) if edge)


def zone_name(zone: str, at: datetime.datetime, lang: str) -> str:
    """Name an IANA zone by its city and what it is off UTC at a time, local to it if naive: București, UTC+2."""
    tz = ZoneInfo(zone)
    offset = (at.astimezone(tz) if at.tzinfo else at.replace(tzinfo=tz)).utcoffset() or datetime.timedelta()
    hours, minutes = divmod(abs(round(offset.total_seconds() / 60)), 60)
    difference = f"{'+' if offset > datetime.timedelta() else '−'}{hours}" + (f":{minutes:02}" if minutes else "")
    city = get_timezone_location(zone, locale=_locale(lang), return_city=True)
    return ", ".join(dict.fromkeys([city, f"UTC{difference if offset else ''}"]))


@cache
def period(start: PartialDate | None, end: PartialDate | None, lang: str) -> str:
    """Write a period without saying twice what its ends share; an end may be open."""
    if start and end:
        return _folded(start, end, lang) or _between(start, end, lang)
    only, phrases, fallback = (start, _FROM, f"{{}}{NBSP}–") if start else (end, _UNTIL, f"–{NBSP}{{}}")
    if not only:
        return ""
    phrase = phrases.get(primary(lang), fallback)
    if only is end and only.day:
        phrase = _UNTIL_DAY.get(primary(lang), phrase)
    return phrase.format(genitive(only, lang))


def _between(start: PartialDate, end: PartialDate, lang: str) -> str:
    """Write ends that share too little; of two precisions they would stand in two cases beside a dash."""
    phrase = _BETWEEN.get(primary(lang))
    if not phrase or _precision(start) == _precision(end):
        return f"{date(start, lang)}{NBSP}– {date(end, lang)}"
    first = genitive(start, lang)
    if start.year == end.year and start.month:  # said once, after the end
        first = first.partition(f" {start.year}")[0]
    return phrase.format(first, genitive(end, lang))


def _folded(start: PartialDate, end: PartialDate, lang: str) -> str:
    """Fold by CLDR's intervals, their months written in full; nothing if the ends share too little."""
    if start == end:
        return date(start, lang)
    precision, ends = _precision(start), (start.first(), end.first())
    difference = "y" if start.year != end.year else "M" if start.month != end.month else "d"
    if _precision(end) != precision or (difference == "y" and precision != "y"):
        return ""
    for skeleton in _SKELETONS[precision]:
        patterns = _locale(lang).interval_formats.get(skeleton, {}).get(difference)
        if patterns:
            full = [re.sub("(?<!M)MMM(?!M)", "MMMM", pattern) for pattern in patterns]
            parts = zip(full, ends, strict=True)
            text = "".join(parse_pattern(pattern).apply(day, _locale(lang)) for pattern, day in parts)
            text = re.sub(r"\s+–\s+", f"{NBSP}– ", text)
            return text if precision == "y" else _year_mark(_kept(text, lang), lang)
    return ""


def _precision(value: PartialDate) -> str:
    return "d" if value.day else "M" if value.month else "y"


def _year_mark(text: str, lang: str) -> str:
    """Put the Polish abbreviation for "year" after a date, as officials write it."""
    return f"{text}{NBSP}r." if primary(lang) == "pl" else text


def _kept(text: str, lang: str) -> str:
    """Keep a Polish day and its month on one line."""
    return re.sub(r"(\d) (?=[^\W\d])", rf"\1{NBSP}", text) if primary(lang) == "pl" else text


def genitive(value: PartialDate, lang: str) -> str:
    """Write a date as Polish has it after "od", "do" and "z": a month alone is in the genitive there."""
    if primary(lang) == "pl" and value.month and not value.day:
        return _year_mark(parse_pattern("MMMM y").apply(value.first(), _locale(lang)), lang)
    return date(value, lang)


def rfc3339(value: Moment, zone: str, *, short: bool = False) -> str:
    """Write a local time in a zone by RFC 3339; a day alone as its start, or, if `short`, as the day that it is."""
    if short and value.time is None:
        return value.day.isoformat()
    at = datetime.datetime.combine(value.day, value.time or datetime.time(), ZoneInfo(zone))
    return at.isoformat(timespec="seconds")


# --- numbers ----------------------------------------------------------------------------------------------------------


@cache
def number(value: int | Decimal, lang: str) -> str:
    """Write a number with all its digits, but no zeros at the end of a fraction."""
    return format_decimal(
        value, locale=_locale(lang), decimal_quantization=False, group_separator=_grouped(value, lang)
    )


@cache
def money(amount: Decimal, currency: str, lang: str) -> str:
    """Write an amount with at least its currency's decimals, and the currency's name or ISO 4217 code."""
    locale = _locale(lang)
    whole, _, _ = str(locale.decimal_formats[None].pattern).partition(".")
    decimals = get_currency_precision(currency)
    text = format_decimal(
        amount,
        format=f"{whole}.{'0' * decimals}" if decimals else f"{whole}.#",
        locale=locale,
        decimal_quantization=False,
        group_separator=_grouped(amount, lang),
    )
    names = _CURRENCIES.get(lang) or _CURRENCIES.get(primary(lang), {})
    name = names.get(currency, currency)
    first = locale.currency_formats["standard"].pattern.startswith("¤")
    return f"{name}{NBSP}{text}" if first else f"{text}{NBSP}{name}"


@cache
def percent(fraction: Decimal, lang: str) -> str:
    """Write a fraction as a percentage, to the hundredth of one."""
    rounded = fraction.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return format_percent(rounded, locale=_locale(lang), decimal_quantization=False)


@cache
def size(count: int, lang: str) -> str:
    """Write a number of bytes in decimal units, roughly: 1,2 MB, 35 kB."""
    value, unit = Decimal(count), _UNITS[0]
    for larger in _UNITS[1:]:
        if value.to_integral_value(ROUND_HALF_UP) < 1000:
            break
        value, unit = value / 1000, larger
    precise = unit in _UNITS[2:] and value < Decimal("9.95")
    rounded = value.quantize(Decimal("0.1") if precise else Decimal(1), ROUND_HALF_UP)
    length: Literal["short", "long"] = "long" if unit == _UNITS[0] else "short"
    return format_unit(rounded, unit, length, locale=_locale(lang)).replace(" ", NBSP)


def _grouped(value: int | Decimal, lang: str) -> bool:
    return not -10_000 < value < 10_000 or not {lang, primary(lang)} & _UNGROUPED


# --- words ------------------------------------------------------------------------------------------------------------


def listing(words: Sequence[str], lang: str) -> str:
    """Join words as a sentence does: a, b and c."""
    return format_list(words, locale=_locale(lang))


@cache
def language_name(tag: str, lang: str) -> str:
    """Name the language of a tag in a language, without its region (CLDR still calls ro-MD Moldavian)."""
    language = primary(tag)
    own = _LANGUAGES.get((language, primary(lang)))
    return own or str(_locale(lang).languages.get(language) or tag)


@cache
def from_language(tag: str, lang: str) -> str:
    """Name the language that something was translated from: from Romanian, z rumuńskiego, din limba română."""
    name, reader = language_name(tag, lang), primary(lang)
    if reader == "pl" and name.endswith(("ki", "gi")):
        return f"z\xa0{name}ego"
    return _FROM_LANGUAGE.get(reader, "({})").format(name)


@cache
def endonym(tag: str) -> str:
    """Name a language in itself, with a capital, as an entry of a menu."""
    if not (_known(tag) or _known(primary(tag))):
        return tag
    name = language_name(tag, tag)
    return name[:1].upper() + name[1:]
