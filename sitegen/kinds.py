"""Kinds: what a field's value is. One pure function per kind takes a text and its place to a value or a diagnostic.

A composite kind (person, money, event …) is a group of fields declared here; a group's fields are declared by the type.
`convert` reads a mapping by its declarations and keeps places, so that later checks can name the line.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from sitegen.diagnostics import Diagnostic, Place
from sitegen.model import Field, Moment, PartialDate, Value
from sitegen.text import nearest, nfc, slugify
from sitegen.yamlplaces import Entries, Items, Node, Scalar, place, quoted

Converter: TypeAlias = Callable[[str, Place, Field], "Value | Diagnostic"]


@dataclass(frozen=True, slots=True)
class Given:
    """A value as one file gives it, and where: a leaf, the fields of a group, a list, or None for a written null."""

    value: Value | Fields | tuple[Given, ...]
    line: int
    column: int

    def place(self, path: str) -> Place:
        """Say where it stands."""
        return Place(path, self.line, self.column)


class Fields(dict[str, Given]):
    """The fields of a mapping by name, those that it gives."""


def given_items(given: Given) -> tuple[Given, ...]:
    """Give the entries of a list."""
    return tuple(item for item in given.value if isinstance(item, Given)) if isinstance(given.value, tuple) else ()


# --- leaves -----------------------------------------------------------------------------------------------------------


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


def _choice(text: str, place: Place, field: Field) -> Value | Diagnostic:
    if text in field.choices:
        return text
    near = nearest(text, field.choices)
    arguments = {"value": text, "key": field.name, "choices": ", ".join(field.choices)}
    return Diagnostic(place, "choice-unknown", arguments, near)


def _number(text: str, place: Place, field: Field) -> Value | Diagnostic:
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text):
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
        parts = [int(part) for part in match.groups("0")]
        if _day(f"{parts[0]:04}-{parts[1] or 1:02}-{parts[2] or 1:02}"):
            return PartialDate(*parts)
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


_PATH = r"/?[a-z0-9.-]+(/[a-z0-9.-]+)*/?"
_LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?"
LANGUAGE = re.compile(_LANGUAGE)
LEAVES: Mapping[str, Converter] = {
    "text": _text,
    "slug": _matching(r"(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*", "slug-invalid", slugify),
    "path": _matching(_PATH, "path-invalid", _path_repair),
    "language": _matching(_LANGUAGE, "language-invalid"),
    "url": _matching(r"https?://[^\s/?#\"<>\\]+[^\s\"<>\\]*", "url-invalid", _url_repair),
    "email": _matching(r"[^\s@<>\"(),:;]+@[^\s@<>\"(),:;.]+(\.[^\s@<>\"(),:;.]+)+", "email-invalid"),
    "currency": _matching(r"(?!LEI)[A-Z]{3}", "currency-invalid", _currency_repair),
    "organisation": _matching(r"[a-z0-9]+(-[a-z0-9]+)*", "id-invalid", slugify),
    "topic": _matching(r"[a-z0-9]+(-[a-z0-9]+)*", "id-invalid", slugify),
    "reference": _matching(r"[a-z0-9-]+/[a-z0-9-]+", "reference-invalid"),
    "filename": _matching(r"(?!\.)[A-Za-z0-9._-]+", "file-name", file_name),
    "flag": _flag,
    "choice": _choice,
    "number": _number,
    "decimal": _decimal,
    "date": _date,
    "datetime": _moment,
    "deadline": _moment,
}

# --- composites -------------------------------------------------------------------------------------------------------

_MONEY = (
    Field("amount", "decimal", "Amount", "true"),
    Field("currency", "currency", "Currency", "true"),
    Field("as_written", "text", "As written"),
)


def _money(name: str, label: str, required: bool = False) -> Field:
    return Field(name, "money", label, "true" if required else "", fields=_MONEY)


COMPOSITES: Mapping[str, tuple[Field, ...]] = {
    "period": (Field("start", "date", "From"), Field("end", "date", "Until")),
    "money": _MONEY,
    "person": (
        Field("name", "text", "Name", "true"),
        Field("academic_title", "text", "Academic title"),
        Field("role", "text", "Role", translatable=True),
        Field("organisation", "organisation", "Institution"),
    ),
    "contact": (
        Field("name", "text", "Name"),
        Field("role", "text", "Role", translatable=True),
        Field("email", "email", "E-mail"),
        Field("phone", "text", "Phone"),
        Field("purpose", "text", "Purpose", translatable=True),
    ),
    "citation": (
        Field("as_written", "text", "As written", "true"),
        Field("url", "url", "Address"),
        Field("eli", "url", "ELI"),
        Field("announcement", "reference", "Announcement"),
    ),
    "file": (
        Field("file", "filename", "File", "true"),
        Field("title", "text", "Title", translatable=True),
        Field("language", "language", "Language"),
    ),
    "event": (
        Field("title", "text", "Title", "true", translatable=True),
        Field("start", "datetime", "Start", "true"),
        Field("end", "datetime", "End"),
        Field("online", "flag", "Online"),
        Field("place", "text", "Place", translatable=True),
        Field("organisers", "organisation", "Organisers", list=True),
    ),
    "funding": (
        Field("programme", "text", "Programme", "true", translatable=True),
        Field("fund", "text", "Fund", "true", translatable=True),
        _money("total", "Total value", required=True),
        _money("eu", "EU contribution", required=True),
        _money("state", "State budget"),
        _money("own", "Own contribution"),
        Field("statement", "choice", "Statement", choices=("funded", "co_funded")),
        Field("disclaimer", "text", "Disclaimer", translatable=True),
    ),
}

KINDS = frozenset({*LEAVES, *COMPOSITES, "group"}) - {"decimal", "currency", "filename"}
"""The kinds that a type may declare."""


def mandatory(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Give the fields that silence about is told."""
    return (field for field in fields if field.required)


# --- reading ----------------------------------------------------------------------------------------------------------


def convert(
    node: Entries, fields: tuple[Field, ...], path: str, *, complete: bool = True, needed: Collection[str] = ()
) -> tuple[Fields, list[Diagnostic]]:
    """Read a mapping by its declarations. Where it is `complete`, fields that it must answer are missed.

    To those that are `needed` a written-out null is no answer.
    """
    given, found = Fields(), list[Diagnostic]()
    known = {field.name: field for field in fields}
    told = set[str]()
    for key, value in node.entries:
        field = known.get(key.text)
        if field is None:
            near = nearest(key.text, known)
            arguments = {"key": key.text, "known": ", ".join(sorted(known))}
            found.append(Diagnostic(place(path, key), "key-unknown", arguments, near))
            told.add(near)
        elif isinstance(value, Scalar) and value.null and field.name in needed:
            found.append(Diagnostic(place(path, value), "null-refused", {"key": field.name}))
            told.add(field.name)
        elif not (isinstance(value, Scalar) and value.empty and not value.quoted):
            read, problems = _field(value, field, path, complete)
            found += problems
            if read is not None:
                given[field.name] = read
            elif problems:
                told.add(field.name)
    if complete:
        missing = tuple(field for field in fields if field.name not in told and field.name not in given)
        found += _unanswered(node, missing, path, needed)
    return given, found


def _unanswered(node: Entries, missing: tuple[Field, ...], path: str, needed: Collection[str]) -> list[Diagnostic]:
    found = []
    for field in mandatory(missing):
        code = "field-missing" if field.required == "true" else "field-unanswered"
        answer = field.example or "null"
        if field.name in needed:
            code, answer = "value-missing", field.example
        where = next((place(path, key) for key, _value in node.entries if key.text == field.name), place(path, node))
        found.append(Diagnostic(where, code, {"key": field.name}, answer and f"{field.name}: {answer}"))
    return found


def _field(node: Node, field: Field, path: str, complete: bool) -> tuple[Given | None, list[Diagnostic]]:
    if isinstance(node, Scalar) and node.null:
        return Given(None, node.line, node.column), []
    if node in (Items((), node.line, node.column), Entries((), node.line, node.column)):
        return None, []  # an empty value is no answer
    if not field.list:
        return _one(node, field, path, complete)
    if not isinstance(node, Items):
        return None, [_misshapen(node, field, path, "list-expected")]
    values, found = list[Given](), list[Diagnostic]()
    for item in node.items:
        if isinstance(item, Scalar) and not item.quoted and (item.empty or item.null):
            found.append(Diagnostic(place(path, item), "item-empty", {"key": field.name}))
            continue
        value, problems = _one(item, replace(field, list=False), path, complete)
        found += problems
        values += [value] if value else []
    return (None if found and not values else Given(tuple(values), node.line, node.column)), found


def _one(node: Node, field: Field, path: str, complete: bool) -> tuple[Given | None, list[Diagnostic]]:
    converter = LEAVES.get(field.kind)
    if converter is None:
        if not isinstance(node, Entries):
            return None, [_misshapen(node, field, path, "group-expected")]
        fields, found = convert(node, field.fields, path, complete=complete)
        found += [] if found else _consistent(field.kind, fields, field, path, node)
        return Given(fields, node.line, node.column), found
    if not isinstance(node, Scalar):
        return None, [_misshapen(node, field, path, "text-expected")]
    value = converter(nfc(node.text).strip(), place(path, node), field)
    if isinstance(value, Diagnostic):
        return None, [value]
    if value == "":
        return None, []
    return Given(value, node.line, node.column), []


def _misshapen(node: Node, field: Field, path: str, code: str) -> Diagnostic:
    names = ", ".join(part.name for part in field.fields)
    repair = ""
    if code == "list-expected" and isinstance(node, Scalar) and field.kind in LEAVES:
        repair = f"[{quoted(node.text)}]"
    return Diagnostic(place(path, node), code, {"key": field.name, "fields": names}, repair)


def _consistent(kind: str, given: Fields, field: Field, path: str, node: Entries) -> list[Diagnostic]:
    """Check what the parts of a composite say together."""
    if kind in ("period", "event"):
        start, end = (given[name].value if name in given else None for name in ("start", "end"))
        if start is not None and end is not None and _earliest(end) < _earliest(start):
            return [Diagnostic(given["end"].place(path), "period-reversed", {"key": field.name})]
    if kind == "funding":
        return _funding(given, field, path)
    if kind == "contact" and not given:
        return [Diagnostic(place(path, node), "item-empty", {"key": field.name})]
    return []


def _earliest(value: object) -> tuple[datetime.date, datetime.time]:
    if isinstance(value, Moment):
        return value.day, value.time or datetime.time()
    assert isinstance(value, PartialDate)  # noqa: S101  (a period's ends are dates)
    last = value.first() if value.month and value.day else datetime.date(value.year, value.month or 12, 28)
    return last, datetime.time()


def _funding(given: Fields, field: Field, path: str) -> list[Diagnostic]:
    """Check eu + state + own = total where all are given, and eu <= total (Regulation (EU) 2021/1060 asks for both)."""
    amounts: dict[str, tuple[Decimal, str]] = {}
    for name in ("total", "eu", "state", "own"):
        money = given[name].value if name in given else None
        if isinstance(money, Fields):
            amount, currency = (money[part].value if part in money else None for part in ("amount", "currency"))
            if isinstance(amount, Decimal) and isinstance(currency, str):
                amounts[name] = amount, currency
    if "total" not in amounts or len({currency for _amount, currency in amounts.values()}) != 1:
        return []
    total = amounts.pop("total")[0]
    parts = sum(amount for amount, _currency in amounts.values())
    if parts > total or (len(amounts) == 3 and parts != total):
        arguments = {"key": field.name, "parts": f"{parts:f}", "total": f"{total:f}"}
        return [Diagnostic(given["total"].place(path), "funding-sum", arguments)]
    return []
