"""Timing: whether the dates that an original gives can be true together, and leave the time that they must leave."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from sitegen.model import DocumentType, Moment, PartialDate, Value, Values
from sitegen.model.diagnostics import Diagnostic
from sitegen.read.kinds import Fields, Given, earliest, latest
from sitegen.read.pointers import leaves


def check(declared: DocumentType, answers: Fields, path: str) -> list[Diagnostic]:
    """Check an original's dates."""
    problems = [*_reversed(declared, answers, path)]
    published, updated = answers.get("published"), answers.get("updated")
    if published is None or not isinstance(published.value, Moment):
        return problems
    day = published.value.day
    problems += _early(declared, answers, path, day)
    act = next(_dates(declared.dated, answers), None) if declared.number else None
    if act and act.first() > day:
        arguments = {"published": day.isoformat(), "date": act.iso()}
        problems.append(Diagnostic(published.place(path), "published-early", arguments))
    if updated and isinstance(updated.value, Moment) and _sooner(updated.value, published.value):
        arguments = {"updated": _written(updated.value), "published": _written(published.value)}
        problems.append(Diagnostic(updated.place(path), "updated-early", arguments))
    return problems


def _sooner(first: Moment, second: Moment) -> bool:
    """Say whether a moment is surely before another: on one day, only if the hours of both are known."""
    if first.day == second.day and first.time and second.time:
        return first.time < second.time
    return first.day < second.day


def _written(moment: Moment) -> str:
    return f"{moment.day}" + (f" {moment.time:%H:%M}" if moment.time else "")


def _early(declared: DocumentType, answers: Fields, path: str, published: datetime.date) -> Iterator[Diagnostic]:
    """Tell of deadlines that were over before publication, unless the announcement is kept for the record."""
    status = answers.get("status")
    for field, deadline in leaves(declared.fields, answers) if not status or status.value != "archived" else ():
        if field.kind == "deadline" and isinstance(deadline.value, Moment) and deadline.value.day < published:
            arguments = {"key": field.name, "published": published.isoformat()}
            yield Diagnostic(deadline.place(path), "deadline-early", arguments)


def short(declared: DocumentType, answers: Fields, zone: str, path: str) -> Iterator[Diagnostic]:
    """Tell of deadlines that leave fewer days after the announcement's date than their field declares for its zone."""
    begun = next(_dates(declared.date, answers), None)
    for field, deadline in leaves(declared.fields, answers):
        asked = field.min_days if field.zone in ("", zone) else 0
        if not (asked and begun and begun.day and isinstance(deadline.value, Moment)):
            continue
        days = (deadline.value.day - begun.first()).days
        if days < asked:
            first = begun.first() + datetime.timedelta(asked)
            arguments = {"key": field.name, "days": str(days), "least": str(asked), "date": begun.iso()}
            yield Diagnostic(deadline.place(path), "deadline-short", arguments | {"first": first.isoformat()})


def _dates(paths: Iterable[str], answers: Fields) -> Iterator[PartialDate]:
    """Give the dates at dotted paths that are given, of a moment the day."""
    for path in paths:
        date: object = answers
        for name in path.split("."):
            date = date[name].value if isinstance(date, Fields) and name in date else None
        if isinstance(date, PartialDate):
            yield date
        elif isinstance(date, Moment):
            yield PartialDate(date.day.year, date.day.month, date.day.day)


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


def _reversed(declared: DocumentType, answers: Fields, path: str) -> list[Diagnostic]:
    """Find what ends before it begins: validity, and the time in which something is open."""
    ends = [
        ("valid_from", "valid_until"),
        (f"{declared.valid}.start", "valid_until"),
        ("valid_from", f"{declared.valid}.end"),
        (declared.opens, declared.closes),
    ]
    problems = list[Diagnostic]()
    for start, end in ends:
        first, last = _time(answers, start), _time(answers, end)
        if first and last and latest(last.value) < earliest(first.value):
            problems.append(Diagnostic(last.place(path), "period-reversed", {"key": f"{start} – {end}"}))
    return problems[:1]


def _time(answers: Fields, path: str) -> Given | None:
    """Give what is written at a dotted path, if it is a time."""
    name, _, rest = path.partition(".")
    answer = answers.get(name)
    if answer and rest:
        return _time(answer.value, rest) if isinstance(answer.value, Fields) else None
    return answer if answer and isinstance(answer.value, PartialDate | Moment) else None
