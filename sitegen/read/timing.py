"""Timing: whether the dates that an original gives can be true together, and leave the time that they must leave."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from sitegen.model import DocumentType, Moment, PartialDate, Value, Values
from sitegen.model.diagnostics import Diagnostic
from sitegen.read.kinds import Fields, Given, earliest, latest
from sitegen.read.pointers import leaves


def check(declared: DocumentType, given: Fields, path: str) -> list[Diagnostic]:
    """Check an original's dates."""
    found = list[Diagnostic]()
    published, updated = given.get("published"), given.get("updated")
    if published is None or not isinstance(published.value, Moment):
        return found
    day = published.value.day
    found += _early(declared, given, path, day)
    act = next(_dates(declared.dated, given), None) if declared.number else None
    if act and act.first() > day:
        arguments = {"published": day.isoformat(), "date": act.iso()}
        found.append(Diagnostic(published.place(path), "published-early", arguments))
    if updated and isinstance(updated.value, Moment) and _sooner(updated.value, published.value):
        arguments = {"updated": _written(updated.value), "published": _written(published.value)}
        found.append(Diagnostic(updated.place(path), "updated-early", arguments))
    return found


def _sooner(one: Moment, other: Moment) -> bool:
    """Say whether a moment is surely before another: on one day, only if the hours of both are known."""
    if one.day == other.day and one.time and other.time:
        return one.time < other.time
    return one.day < other.day


def _written(moment: Moment) -> str:
    return f"{moment.day}" + (f" {moment.time:%H:%M}" if moment.time else "")


def _early(declared: DocumentType, given: Fields, path: str, published: datetime.date) -> Iterator[Diagnostic]:
    """Tell of deadlines that were over before publication, unless the announcement is kept for the record."""
    status = given.get("status")
    for field, deadline in leaves(declared.fields, given) if not status or status.value != "archived" else ():
        if field.kind == "deadline" and isinstance(deadline.value, Moment) and deadline.value.day < published:
            arguments = {"key": field.name, "published": published.isoformat()}
            yield Diagnostic(deadline.place(path), "deadline-early", arguments)


def short(declared: DocumentType, given: Fields, zone: str, path: str) -> Iterator[Diagnostic]:
    """Tell of deadlines that leave fewer days after the announcement's date than their field declares for its zone."""
    begun = next(_dates(declared.date, given), None)
    for field, deadline in leaves(declared.fields, given):
        asked = field.min_days if field.zone in ("", zone) else 0
        if not (asked and begun and begun.day and isinstance(deadline.value, Moment)):
            continue
        days = (deadline.value.day - begun.first()).days
        if days < asked:
            first = begun.first() + datetime.timedelta(asked)
            arguments = {"key": field.name, "days": str(days), "least": str(asked), "date": begun.iso()}
            yield Diagnostic(deadline.place(path), "deadline-short", arguments | {"first": first.isoformat()})


def _dates(paths: Iterable[str], given: Fields) -> Iterator[PartialDate]:
    """Give the dates at dotted paths that are given, of a moment the day."""
    for path in paths:
        fields: object = given
        for name in path.split("."):
            fields = fields[name].value if isinstance(fields, Fields) and name in fields else None
        if isinstance(fields, PartialDate):
            yield fields
        elif isinstance(fields, Moment):
            yield PartialDate(fields.day.year, fields.day.month, fields.day.day)


def opening(value: Value) -> PartialDate | Moment | None:
    """Take what a type's `opens` leads to for when an announcement opens."""
    return value if isinstance(value, PartialDate | Moment) else None


def validity(facts: Values, period: Value) -> tuple[PartialDate | None, PartialDate | None]:
    """Give the first and the last day in force: as the bulletin says them, else as the document's own period does.

    So one that was prolonged, or ended early, says so beside the period that was agreed.
    """
    agreed = period if isinstance(period, dict) else {}
    first, last = (
        facts.get(name) or agreed.get(end) for name, end in (("valid_from", "start"), ("valid_until", "end"))
    )
    return first if isinstance(first, PartialDate) else None, last if isinstance(last, PartialDate) else None


def ordered(declared: DocumentType, given: Fields, path: str) -> list[Diagnostic]:
    """Find what ends before it begins: validity, and the time in which something is open."""
    ends = [
        ("valid_from", "valid_until"),
        (f"{declared.valid}.start", "valid_until"),
        ("valid_from", f"{declared.valid}.end"),
        (declared.opens, declared.closes),
    ]
    found = list[Diagnostic]()
    for start, end in ends:
        first, last = _given(given, start), _given(given, end)
        if first and last and latest(last.value) < earliest(first.value):
            found.append(Diagnostic(last.place(path), "period-reversed", {"key": f"{start} – {end}"}))
    return found[:1]


def _given(fields: Fields, path: str) -> Given | None:
    """Give what is written at a dotted path, if it is a time."""
    name, _, rest = path.partition(".")
    given = fields.get(name)
    if given and rest:
        return _given(given.value, rest) if isinstance(given.value, Fields) else None
    return given if given and isinstance(given.value, PartialDate | Moment) else None
