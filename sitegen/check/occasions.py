"""What a document names for a calendar: deadlines and events, found by their kinds wherever they stand."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from sitegen.model import Announcement, Due, Moment, Occasion

# --- how they stand ---------------------------------------------------------------------------------------------------

PASSED = 30
"""For how many days after the last one what is over is still shown."""


_State: TypeAlias = Literal["coming", "ongoing", "over"]


@dataclass(frozen=True, slots=True)
class _Span:
    """The instants of an occasion: it begins, ends, and is shown no more. Until `turns` days are counted."""

    begins: datetime.datetime
    ends: datetime.datetime
    forgotten: datetime.datetime
    turns: datetime.datetime


def _span(occasion: Occasion, zone: str) -> _Span:
    """Give the instants of an occasion; an event with an hour and no end is not over before its day is."""
    begins, last = occasion.start.begins(zone), occasion.end or occasion.start
    open_ended = occasion.kind == "event" and occasion.end is None
    ends = (Moment(last.day) if open_ended else last).passed(zone)
    forgotten = Moment(_after(last.day, PASSED + 1)).begins(zone)
    return _Span(begins, max(begins, ends), forgotten, begins if occasion.end else ends)


def _after(day: datetime.date, days: int) -> datetime.date:
    """Give the day so many days later; the last that there is, where the calendar ends before."""
    return datetime.date.fromordinal(min(day.toordinal() + days, datetime.date.max.toordinal()))


def due(announcements: Iterable[Announcement], as_of: datetime.datetime) -> tuple[Due, ...]:
    """Say how each occasion stands that is not over for long, in the order of the time that matters."""
    standing: dict[_State, list[tuple[float, str, str, int]]] = {"coming": [], "ongoing": [], "over": []}
    for announcement, occasion, span in _spans(announcements):
        place = announcement.identity, occasion.path
        if as_of < span.turns:
            days = (occasion.start.day - as_of.astimezone(ZoneInfo(announcement.zone)).date()).days
            standing["coming"].append((span.begins.timestamp(), *place, days))
        elif as_of < span.ends:
            standing["ongoing"].append((span.ends.timestamp(), *place, 0))
        elif as_of < span.forgotten:
            standing["over"].append((-span.ends.timestamp(), *place, 0))
    return tuple(
        Due(identity, path, state, days)
        for state, rows in standing.items()
        for _instant, identity, path, days in sorted(rows)
    )


def moments(announcements: Iterable[Announcement], as_of: datetime.datetime) -> Iterator[datetime.datetime]:
    """Give the moments at which what `due` says changes: of those at which days are counted, the two next to as-of."""
    for announcement, _occasion, span in _spans(announcements):
        yield from {span.turns, span.ends, span.forgotten}
        if as_of < span.turns:
            today = as_of.astimezone(ZoneInfo(announcement.zone)).date()
            yield from (Moment(_after(today, days)).begins(announcement.zone) for days in (0, 1))


def _spans(announcements: Iterable[Announcement]) -> Iterator[tuple[Announcement, Occasion, _Span]]:
    for announcement in announcements:
        for occasion in announcement.documents[announcement.original].occasions:
            yield announcement, occasion, _span(occasion, announcement.zone)
