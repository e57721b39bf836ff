"""Leaves: the kinds whose value is one text. One pure function per kind takes a text and its place to a value."""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sitegen.language.text import nearest, slugify
from sitegen.model import Field, Moment, PartialDate, Value
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.yaml import quoted

Converter: TypeAlias = Callable[[str, Place, Field], "Value | Diagnostic"]


def _text(text: str, place: Place, field: Field) -> Value | Diagnostic:  # noqa: ARG001
    return re.sub(r"[ \t\n]+", " ", text).strip()  # no-break spaces stay as written


def _matching(pattern: str, code: str, repair: Callable[[str], str] = lambda _text: "") -> Converter:
    expression = re.compile(pattern)

    def converter(text: str, place: Place, field: Field) -> Value | Diagnostic:
        if expression.fullmatch(text):
            return text
        return Diagnostic(place, code, {"value": text, "key": field.name}, repair(text))

    return converter


def _flag(text: str, place: Place, field: Field) -> Value | Diagnostic:
    if text in ("true", "false"):
        return text == "true"
    yes, no = text.lower() in ("yes", "on", "da", "tak"), text.lower() in ("no", "off", "nu", "nie")
    repair = "true" if yes else "false" if no else ""
    return Diagnostic(place, "flag-invalid", {"value": text, "key": field.name}, repair)


def _zone(text: str, place: Place, field: Field) -> Value | Diagnostic:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return Diagnostic(place, "zone-unknown", {"value": text, "key": field.name})


def _choice(text: str, place: Place, field: Field) -> Value | Diagnostic:
    if text in field.choices:
        return text
    near = nearest(text, field.choices)
    arguments = {"value": text, "key": field.name, "choices": ", ".join(field.choices)}
    return Diagnostic(place, "choice-unknown", arguments, near)


def _number(text: str, place: Place, field: Field) -> Value | Diagnostic:
    if re.fullmatch(r"0|[1-9][0-9]{0,17}", text):
        return int(text)
    return Diagnostic(place, "number-invalid", {"value": text, "key": field.name})


_GROUPS = re.compile(r"(\d{1,3})((?:[ \xa0\u202f.]\d{3})*)(?:,(\d{1,2}))?")


def _decimal(text: str, place: Place, field: Field) -> Value | Diagnostic:
    if re.fullmatch(r"\d{1,15}(\.\d{1,4})?", text):
        return Decimal(text)
    written = _GROUPS.fullmatch(text)
    repair = ""
    if written:
        repair = quoted(re.sub(r"\D", "", written[1] + written[2]) + (f".{written[3]}" if written[3] else ""))
    return Diagnostic(place, "amount-invalid", {"value": text, "key": field.name}, repair)


_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_WRITTEN = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?: ?r\.)?(?:,? (?:ora |godz\. ?)?(\d{1,2})[.:]([0-5]\d))?")


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _date_repair(text: str) -> str:
    """Turn 21.01.2026 17.00 into 2026-01-21 17:00, if there is such a moment."""
    written = _WRITTEN.fullmatch(text)
    day = _day(f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}") if written else None
    if not written or not day or int(written[4] or 0) > 23:
        return ""
    return day.isoformat() + (f" {int(written[4]):02}:{written[5]}" if written[4] else "")


def _date(text: str, place: Place, field: Field) -> Value | Diagnostic:
    match = _ISO.fullmatch(text)
    if match:
        year, month, day = match.groups()
        if _day(f"{year}-{month or '01'}-{day or '01'}"):
            return PartialDate(int(year), int(month or 0), int(day or 0))
    return Diagnostic(place, "date-invalid", {"value": text, "key": field.name}, _date_repair(text).partition(" ")[0])


_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::00)?)?")


def _moment(text: str, place: Place, field: Field) -> Value | Diagnostic:
    match = _MOMENT.fullmatch(text)
    day = _day(match[1]) if match else None
    if match and day:
        return Moment(day, datetime.time(int(match[2]), int(match[3])) if match[2] else None)
    return Diagnostic(place, "datetime-invalid", {"value": text, "key": field.name}, _date_repair(text))


def _path_repair(text: str) -> str:
    """Take the host away from an address."""
    path = re.sub(r"^https?://[^/]*", "", text)
    return path if path != text and re.fullmatch(_PATH, path) else ""


def _url_repair(text: str) -> str:
    return f"https://{text}" if re.fullmatch(r"www\.[^\s\"<>\\]+", text) else ""


def _currency_repair(text: str) -> str:
    """Give the code of a currency's name; "lei" may be Romania's or Moldova's."""
    names = {"euro": "EUR", "€": "EUR", "zł": "PLN", "złoty": "PLN", "złotych": "PLN"}
    return text.upper() if re.fullmatch("[A-Za-z]{3}", text) and text.lower() != "lei" else names.get(text.lower(), "")


def file_name(text: str) -> str:
    """Make a file's name that can stand in an address."""
    stem, ending = posixpath.splitext(posixpath.basename(text))
    return slugify(stem) + ending.lower()


_SEGMENT = r"(?![.])[A-Za-z0-9._-]{1,100}(?<![.])"
_PATH = rf"/?{_SEGMENT}(/{_SEGMENT})*/?"
_LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?"
LANGUAGE = re.compile(_LANGUAGE)
LEAVES: Mapping[str, Converter] = {
    "text": _text,
    "slug": _matching(r"(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*", "slug-invalid", slugify),
    "path": _matching(_PATH, "path-invalid", _path_repair),
    "language": _matching(_LANGUAGE, "language-invalid"),
    "url": _matching(r"https?://[^\s/?#\"<>\\]+(?:[/?#][^\s\"<>\\]*)?", "url-invalid", _url_repair),
    "email": _matching(r"[^\s@<>\"(),:;]+@[^\s@<>\"(),:;.]+(\.[^\s@<>\"(),:;.]+)+", "email-invalid"),
    "currency": _matching(r"(?!LEI)[A-Z]{3}", "currency-invalid", _currency_repair),
    "organisation": _matching(r"[a-z0-9]+(-[a-z0-9]+)*", "id-invalid", slugify),
    "topic": _matching(r"[a-z0-9]+(-[a-z0-9]+)*", "id-invalid", slugify),
    "reference": _matching(r"[a-z0-9-]+/[a-z0-9-]+", "reference-invalid"),
    "filename": _matching(r"(?!\.)[A-Za-z0-9._-]+", "file-name", file_name),
    "flag": _flag,
    "zone": _zone,
    "choice": _choice,
    "number": _number,
    "decimal": _decimal,
    "date": _date,
    "datetime": _moment,
    "deadline": _moment,
}
