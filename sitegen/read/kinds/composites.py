"""Composite kinds: groups of fields that every type may use, and what their parts say together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sitegen.model import Field, Moment, PartialDate, Value
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.yaml import Entries, place


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


def given_items(answer: Given) -> tuple[Given, ...]:
    """Give the entries of a list."""
    return tuple(part for part in answer.value if isinstance(part, Given)) if isinstance(answer.value, tuple) else ()


_MONEY = (
    Field("amount", "decimal", "Amount", "true"),
    Field("currency", "currency", "Currency", "true"),
    Field("as_written", "text", "As written"),
)


def _money(name: str, label: str, required: bool = False) -> Field:
    return Field(name, "money", label, "true" if required else "", fields=_MONEY)


PROGRAMMING_PERIODS = ("2007-2013", "2014-2020", "2021-2027")
"""The European Union's, of which each has its own words for who paid."""

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
        Field("scan", "flag", "Scan"),
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
        Field("programming_period", "choice", "Programming period", choices=PROGRAMMING_PERIODS),
        _money("total", "Total value", required=True),
        _money("eu", "EU contribution", required=True),
        _money("state", "State budget"),
        _money("own", "Own contribution"),
        Field("statement", "choice", "Statement", "true", choices=("funded", "co_funded")),
        Field("disclaimer", "text", "Disclaimer", translatable=True),
    ),
}


def consistent(kind: str, answers: Fields, field: Field, path: str, node: Entries) -> list[Diagnostic]:
    """Check what the parts of a composite say together."""
    if kind in ("period", "event"):
        start, end = (answers[name].value if name in answers else None for name in ("start", "end"))
        if start is not None and end is not None and latest(end) < earliest(start):
            return [Diagnostic(answers["end"].place(path), "period-reversed", {"key": field.name})]
    if kind == "funding":
        return _funding(answers, field, path)
    if kind == "contact" and not answers:
        return [Diagnostic(place(path, node), "item-empty", {"key": field.name})]
    return []


def earliest(value: object) -> datetime.datetime:
    """Give the first moment that a date or a moment may mean."""
    if isinstance(value, Moment):
        return datetime.datetime.combine(value.day, value.time or datetime.time.min)
    assert isinstance(value, PartialDate)  # noqa: S101  (a period's ends are dates)
    return datetime.datetime.combine(value.first(), datetime.time.min)


def latest(value: object) -> datetime.datetime:
    """Give the last moment that a date or a moment may mean."""
    if isinstance(value, Moment):
        return datetime.datetime.combine(value.day, value.time or datetime.time.max)
    assert isinstance(value, PartialDate)  # noqa: S101  (a period's ends are dates)
    return datetime.datetime.combine(value.last(), datetime.time.max)


def _funding(answers: Fields, field: Field, path: str) -> list[Diagnostic]:
    """Check eu + state + own = total where all are given, and eu <= total (Regulation (EU) 2021/1060 asks for both)."""
    amounts: dict[str, tuple[Decimal, str]] = {}
    for name in ("total", "eu", "state", "own"):
        money = answers[name].value if name in answers else None
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
        return [Diagnostic(answers["total"].place(path), "funding-sum", arguments)]
    return []
