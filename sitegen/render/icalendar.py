"""Files for calendars, as their programs read them (iCalendar, RFC 5545 and 7986). The home of `icalendar`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from datetime import UTC
from functools import lru_cache
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

from sitegen.model.views import Words
from sitegen.model.views.data import CalendarView, EventView

FIRST, LAST = 1970, 2100
"""Years beyond which a time zone's rules are not written out."""


def write(view: CalendarView) -> bytes:
    """Write a calendar with the rules of its time zones: what is to stand there depends on the view alone."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{view.id}//sitegen//{view.lang.upper()}")
    calendar.add("version", "2.0")
    for name in ("name", "x-wr-calname"):  # by RFC 7986, and what all programs knew before
        _text(calendar, name, view.name, view.lang)
    calendar.add("url", view.href)
    calendar.add("refresh-interval", datetime.timedelta(days=1), {"value": "DURATION"})
    calendar.add("x-published-ttl", "PT24H")
    years = dict[str, list[int]]()
    for event in view.events:
        times = [day.year for day in (event.start, event.end) if isinstance(day, datetime.datetime)]
        if times:
            years.setdefault(event.zone, []).extend(times)
    for zone, seen in sorted(years.items()):
        calendar.add_component(_zone(zone, *(min(max(year, FIRST), LAST) for year in (min(seen), max(seen)))))
    for event in view.events:
        calendar.add_component(_event(event, view.lang))
    return bytes(calendar.to_ical())


@lru_cache(256)
def _zone(zone: str, first: int, last: int) -> Timezone:
    """Write out a time zone's rules for some years: a change is told by the clock that it ends (RFC 5545, 3.6.5).

    The library's own `from_tzinfo` tells it by the clock that it begins, so summer time comes an hour late.
    """
    rules, begins = Timezone(), datetime.datetime(first, 1, 1)
    rules.add("tzid", zone)
    onsets = {_Rule.of(before := begins.replace(tzinfo=ZoneInfo(zone)), before): [begins]}
    for before, after in _changes(ZoneInfo(zone), first, last):
        clock = before.replace(tzinfo=None, fold=0) + datetime.timedelta(seconds=1)
        onsets.setdefault(_Rule.of(before, after), []).append(clock)
    for rule, times in onsets.items():
        part = TimezoneDaylight() if rule.summer else TimezoneStandard()
        part.add("dtstart", times[0])
        if times[1:]:
            part.add("rdate", times[1:])
        part.add("tzoffsetfrom", rule.before)
        part.add("tzoffsetto", rule.after)
        part.add("tzname", rule.name)
        rules.add_component(part)
    return rules


class _Rule(NamedTuple):
    """What changes: what the clock was and is off UTC, what the time is called, and whether it is summer's."""

    before: datetime.timedelta | None
    after: datetime.timedelta | None
    name: str | None
    summer: bool

    @classmethod
    def of(cls, before: datetime.datetime, after: datetime.datetime) -> Self:
        """Read it off the clock before and after."""
        return cls(before.utcoffset(), after.utcoffset(), after.tzname(), bool(after.dst()))


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """Find when a zone's clock is set: give the second before, and the one after."""
    week, second = datetime.timedelta(7), datetime.timedelta(seconds=1)
    at = datetime.datetime(first, 1, 1, tzinfo=UTC)
    while at.year <= last:
        low, high, offset = at, at + week, at.astimezone(zone).utcoffset()
        at = high
        if high.astimezone(zone).utcoffset() == offset:
            continue
        while high - low > second:
            middle = low + (high - low) // 2 // second * second
            low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset else (low, middle)
        yield low.astimezone(zone), high.astimezone(zone)


def _event(view: EventView, lang: str) -> Event:
    event = Event()
    event.add("uid", view.uid)
    event.add("dtstamp", _utc(view.changed))
    start, end = (_local(day, view.zone) for day in (view.start, view.end))
    event.add("dtstart", start)
    if end and _after(end, start):
        event.add("dtend", end)
    _text(event, "summary", view.summary, lang)
    _text(event, "description", view.description, lang)
    _text(event, "location", view.place, lang)
    event.add("url", view.href)
    if view.cancelled:
        event.add("status", "CANCELLED")
    if view.free:
        event.add("transp", "TRANSPARENT")
    return event


def _text(component: Calendar | Event, name: str, words: Words, lang: str) -> None:
    """Add a text, with the language that it is in."""
    if words.text:
        component.add(name, _Text(words.text, params={"language": words.lang or lang}))


class _Text(vText):
    """A text that comes back as it is: the library's own takes a backslash and a capital N for a new line."""

    def to_ical(self) -> bytes:
        return re.sub(r"[\\;,]", r"\\\g<0>", self).replace("\n", r"\n").encode()


def _local(day: datetime.date | None, zone: str) -> datetime.date | None:
    return day.replace(tzinfo=ZoneInfo(zone)) if isinstance(day, datetime.datetime) else day


def _after(end: datetime.date, start: datetime.date | None) -> bool:
    """Say whether an end may be written; one in the hour that is skipped in spring may come before the beginning."""
    if isinstance(end, datetime.datetime) and isinstance(start, datetime.datetime):
        return end.timestamp() > start.timestamp()
    return start is not None and end > start


def _utc(moment: str) -> datetime.datetime:
    """Give a moment in UTC; what is not one there is as good as unknown."""
    try:
        return datetime.datetime.fromisoformat(moment).astimezone(UTC)
    except OverflowError:
        return datetime.datetime(FIRST, 1, 1, tzinfo=UTC)
