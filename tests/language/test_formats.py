"""Formats: facts as officials of a language write them. `_` stands for a no-break space."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from sitegen.language import formats
from sitegen.model import Moment, PartialDate

DAY = datetime.date(2021, 3, 19)


def shown(text: str) -> str:
    return text.replace("\xa0", "_")


@pytest.mark.parametrize(
    ("value", "lang", "expected"),
    [
        ("2021-03-19", "ro", "19 martie 2021"),
        ("2021-03-19", "ro-MD", "19 martie 2021"),
        ("2021-03-19", "pl", "19_marca 2021_r."),
        ("2021-03-19", "en", "19 March 2021"),
        ("2021-03-19", "en-US", "March 19, 2021"),
        ("2021-03-19", "de-XX", "19. März 2021"),
        ("2021-03-19", "qqq", "19 March 2021"),
        ("2018-09-01", "pl", "1_września 2018_r."),
        ("2018-04", "ro", "aprilie 2018"),
        ("2018-09", "pl", "wrzesień 2018_r."),
        ("2018-09", "en", "September 2018"),
        ("2021", "ro", "2021"),
        ("2021", "pl", "2021_r."),
        ("2021", "en", "2021"),
    ],
)
def test_dates(value: str, lang: str, expected: str) -> None:
    assert shown(formats.date(PartialDate(*map(int, value.split("-"))), lang)) == expected


@pytest.mark.parametrize(
    ("zone", "lang", "expected"),
    [
        ("", "ro", "19 martie 2021, ora_17:00"),
        ("", "pl", "19_marca 2021_r., godz._17:00"),
        ("", "en", "19 March 2021, 17:00"),
        ("Europe/Bucharest", "ro", "19 martie 2021, ora_17:00 (București, UTC+2)"),
        ("Europe/Chisinau", "ro", "19 martie 2021, ora_17:00 (Chișinău, UTC+2)"),
        ("Europe/Warsaw", "pl", "19_marca 2021_r., godz._17:00 (Warszawa, UTC+1)"),
        ("Europe/Bucharest", "en", "19 March 2021, 17:00 (Bucharest, UTC+2)"),
    ],
)
def test_moments(zone: str, lang: str, expected: str) -> None:
    assert shown(formats.moment(Moment(DAY, datetime.time(17)), zone, lang)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2021-03-19 10:00", "2021-03-19 12:30", "19 martie 2021, ora_10:00 | 12:30 (București, UTC+2)"),
        ("2021-03-28 02:00", "2021-03-28 05:00", "28 martie 2021, ora_02:00 (București, UTC+2) | "
         "28 martie 2021, ora_05:00 (București, UTC+3)"),
        ("2021-03-19 10:00", "2021-03-20", "19 martie 2021, ora_10:00 (București, UTC+2) | 20 martie 2021"),
        ("2021-03-19", "2021-03-19", "19 martie 2021 | 19 martie 2021"),
        ("2021-03-19", "", "19 martie 2021"),
    ],
)  # fmt: skip
def test_a_day_and_a_zone_are_said_once(start: str, end: str, expected: str) -> None:
    ends = [moment(text) for text in (start, end) if text]
    assert shown(" | ".join(formats.span(ends[0], ends[1] if end else None, "Europe/Bucharest", "ro"))) == expected


def moment(text: str) -> Moment:
    at = datetime.datetime.fromisoformat(text)
    return Moment(at.date(), at.time() if ":" in text else None)


def test_a_day_needs_no_zone() -> None:
    assert formats.moment(Moment(DAY), "Europe/Bucharest", "ro") == "19 martie 2021"


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Europe/Bucharest", datetime.datetime(2021, 7, 19, 17, 0), "București, UTC+3"),
        ("Europe/Bucharest", datetime.datetime(2021, 3, 28, 0, 59, tzinfo=datetime.UTC), "București, UTC+2"),
        ("Europe/Bucharest", datetime.datetime(2021, 3, 28, 1, 0, tzinfo=datetime.UTC), "București, UTC+3"),
        ("Asia/Kolkata", datetime.datetime(2021, 7, 19, 17, 0), "Kolkata, UTC+5:30"),
        ("America/St_Johns", datetime.datetime(2021, 7, 19, 17, 0), "St. John’s, UTC−2:30"),
        ("UTC", datetime.datetime(2021, 7, 19, 17, 0), "UTC"),
    ],
)
def test_zones(zone: str, at: datetime.datetime, expected: str) -> None:
    assert formats.zone_name(zone, at, "ro") == expected


@pytest.mark.parametrize(
    ("start", "end", "lang", "expected"),
    [
        ("2022-01-16", "2022-01-21", "ro", "16–21 ianuarie 2022"),
        ("2022-01-16", "2022-01-21", "pl", "16–21_stycznia 2022_r."),
        ("2022-01-16", "2022-01-21", "en", "16–21 January 2022"),
        ("2022-01-16", "2022-01-21", "de", "16.–21. Januar 2022"),
        ("2022-01-16", "2022-02-21", "ro", "16 ianuarie_– 21 februarie 2022"),
        ("2022-01-16", "2022-02-21", "pl", "16_stycznia_– 21_lutego 2022_r."),
        ("2021-12-16", "2022-01-03", "pl", "16_grudnia 2021_r._– 3_stycznia 2022_r."),
        ("2021-12-16", "2022-01-03", "en", "16 December 2021_– 3 January 2022"),
        ("2018-05", "2018-09", "pl", "maj–wrzesień 2018_r."),
        ("2018-05", "2018-09", "ro", "mai_– septembrie 2018"),
        ("2018-05", "2019-09", "pl", "maj 2018_r._– wrzesień 2019_r."),
        ("2019", "2020", "pl", "2019–2020"),
        ("2019", "2020", "ro", "2019–2020"),
        ("2019", "2020-03", "ro", "2019_– martie 2020"),
        ("2018-09", "2018-09", "pl", "wrzesień 2018_r."),
        ("2022-01-16", "2022-01-16", "en", "16 January 2022"),
        ("2022-01-16", "", "ro", "din 16 ianuarie 2022"),
        ("2018-05", "", "pl", "od maja 2018_r."),
        ("2019", "", "en", "from 2019"),
        ("", "2022-01-21", "ro", "până la 21 ianuarie 2022"),
        ("", "2018-09", "ro", "până în septembrie 2018"),
        ("", "2018-09", "pl", "do września 2018_r."),
        ("2026-09", "2026-10-15", "pl", "od września do 15_października 2026_r."),
        ("2026-09-05", "2026-12", "pl", "od 5_września do grudnia 2026_r."),
        ("2025-11", "2026-01-15", "pl", "od listopada 2025_r. do 15_stycznia 2026_r."),
        ("2019", "2020-03", "pl", "od 2019_r. do marca 2020_r."),
        ("2026-09", "2026-10-15", "en", "September 2026_– 15 October 2026"),
        ("", "2018-09-01", "pl", "do 1_września 2018_r."),
        ("", "2018-09", "en", "until September 2018"),
        ("2018-09", "", "de", "September 2018_–"),
        ("", "2018", "de", "–_2018"),
        ("", "", "ro", ""),
    ],
)
def test_periods(start: str, end: str, lang: str, expected: str) -> None:
    ends = [PartialDate(*map(int, text.split("-"))) if text else None for text in (start, end)]
    assert shown(formats.period(*ends, lang)) == expected


@pytest.mark.parametrize(
    ("value", "short", "expected"),
    [
        (Moment(DAY, datetime.time(17)), False, "2021-03-19T17:00:00+02:00"),
        (Moment(datetime.date(2021, 7, 19), datetime.time(17, 30)), True, "2021-07-19T17:30:00+03:00"),
        (Moment(DAY), False, "2021-03-19T00:00:00+02:00"),
        (Moment(DAY), True, "2021-03-19"),
    ],
)
def test_rfc3339(value: Moment, short: bool, expected: str) -> None:
    assert formats.rfc3339(value, "Europe/Bucharest", short=short) == expected


@pytest.mark.parametrize(
    ("value", "ro", "pl", "en"),
    [
        ("1335589.92", "1.335.589,92", "1_335_589,92", "1,335,589.92"),
        ("1335.9", "1.335,9", "1335,9", "1,335.9"),
        ("9999.5", "9.999,5", "9999,5", "9,999.5"),
        ("10000", "10.000", "10_000", "10,000"),
        ("-1335.90", "-1.335,9", "-1335,9", "-1,335.9"),
        ("1.5", "1,5", "1,5", "1.5"),
        ("0.123456", "0,123456", "0,123456", "0.123456"),
        ("1E+3", "1.000", "1000", "1,000"),
    ],
)
def test_numbers(value: str, ro: str, pl: str, en: str) -> None:
    assert [shown(formats.number(Decimal(value), lang)) for lang in ("ro", "pl", "en")] == [ro, pl, en]


@pytest.mark.parametrize(
    ("amount", "currency", "lang", "expected"),
    [
        ("1335589.92", "RON", "ro", "1.335.589,92_lei"),
        ("1335589.92", "MDL", "ro", "1.335.589,92_lei_moldovenești"),
        ("1335589.92", "MDL", "ro-MD", "1.335.589,92_lei"),
        ("1335589.92", "RON", "ro-MD", "1.335.589,92_lei_românești"),
        ("1335589.92", "PLN", "ro", "1.335.589,92_PLN"),
        ("1335589.92", "PLN", "pl", "1_335_589,92_zł"),
        ("1335.9", "PLN", "pl", "1335,90_zł"),
        ("1335589.92", "EUR", "pl", "1_335_589,92_EUR"),
        ("1335589.92", "PLN", "en", "PLN_1,335,589.92"),
        ("100", "EUR", "en", "EUR_100.00"),
        ("0.1250", "EUR", "en", "EUR_0.125"),
        ("100", "JPY", "en", "JPY_100"),
    ],
)
def test_money(amount: str, currency: str, lang: str, expected: str) -> None:
    assert shown(formats.money(Decimal(amount), currency, lang)) == expected


def test_amounts_are_exact() -> None:
    assert formats.money(Decimal("123456789012345678.91"), "EUR", "en") == "EUR\xa0123,456,789,012,345,678.91"


@pytest.mark.parametrize(
    ("fraction", "ro", "pl", "en"),
    [
        ("0.5", "50_%", "50%", "50%"),
        ("0.8428", "84,28_%", "84,28%", "84.28%"),
        ("0.84276", "84,28_%", "84,28%", "84.28%"),
        ("0.842", "84,2_%", "84,2%", "84.2%"),
        ("1", "100_%", "100%", "100%"),
    ],
)
def test_percents(fraction: str, ro: str, pl: str, en: str) -> None:
    assert [shown(formats.percent(Decimal(fraction), lang)) for lang in ("ro", "pl", "en")] == [ro, pl, en]


@pytest.mark.parametrize(
    ("count", "lang", "expected"),
    [
        (1_234_567, "ro", "1,2_MB"),
        (1_234_567, "en", "1.2_MB"),
        (35_400, "pl", "35_kB"),
        (999_499, "en", "999_kB"),
        (999_500, "en", "1_MB"),
        (9_949_999, "en", "9.9_MB"),
        (9_950_000, "en", "10_MB"),
        (2_000_000_000, "en", "2_GB"),
        (512, "ro", "512_byți"),
        (20, "ro", "20_de_byți"),
        (22, "pl", "22_bajty"),
        (0, "en", "0_bytes"),
    ],
)
def test_sizes(count: int, lang: str, expected: str) -> None:
    assert shown(formats.size(count, lang)) == expected


@pytest.mark.parametrize(("lang", "expected"), [("ro", "a, b și c"), ("pl", "a, b i c"), ("en", "a, b and c")])
def test_listings(lang: str, expected: str) -> None:
    assert formats.listing(["a", "b", "c"], lang) == expected
    assert formats.listing(["a"], lang) == "a"
    assert formats.listing([], lang) == ""


@pytest.mark.parametrize(
    ("tag", "ro", "pl", "en"),
    [
        ("ro", "română", "rumuński", "Romanian"),
        ("ro-MD", "română", "rumuński", "Romanian"),
        ("pl-PL", "poloneză", "polski", "Polish"),
        ("en-GB", "engleză", "angielski", "English"),
        ("rom", "romani", "romski", "Romani"),
        ("qqq", "qqq", "qqq", "qqq"),
    ],
)
def test_names_of_languages(tag: str, ro: str, pl: str, en: str) -> None:
    assert [formats.language_name(tag, lang) for lang in ("ro", "pl", "en")] == [ro, pl, en]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ro", "Română"), ("ro-MD", "Română"), ("pl", "Polski"), ("en", "English"), ("uk", "Українська"), ("qqq", "qqq")],
)
def test_endonyms(tag: str, expected: str) -> None:
    assert formats.endonym(tag) == expected
