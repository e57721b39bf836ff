"""Files for calendars (iCalendar): of a language, of each of its sections, of each announcement with dates to keep."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sitegen.language import formats
from sitegen.model import Announcement, Occasion, Text, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.keys import key
from sitegen.model.pages import Page, Recipe
from sitegen.model.views import Words
from sitegen.model.views.data import CalendarView, EventView
from sitegen.plan.excerpts import CALLED_OFF, Excerpt, Excerpts, Scheduled
from sitegen.plan.lists import Listing
from sitegen.plan.views import life
from sitegen.plan.views.frame import Guide
from sitegen.plan.views.reader import Reader, bare


class _Calendar(NamedTuple):
    """A calendar of a language: the address of the page that it goes with, and what it is named after.

    That is the type of a section, or else, `single`, the only announcement in it, or else the whole site.
    """

    language: str
    address: str
    type: str = ""
    single: bool = False


def pages(
    listings: Iterable[Listing],
    order: Mapping[str, list[Announcement]],
    readers: Mapping[str, Reader],
    guides: Mapping[str, Guide],
) -> list[Page]:
    """Plan all calendars; `order` holds what each language's readers get."""
    planned = list[Page]()
    for language, reader in readers.items():
        excerpts, addresses = guides[language].excerpts, reader.site.addresses
        site = excerpts.digest
        seen = sorted(filter(reader.scheduled, order[language]), key=lambda announcement: announcement.identity)
        rows = {announcement.identity: excerpts.scheduled(announcement) for announcement in seen}
        calendars = [(_Calendar(language, f"{language}/"), [*rows.values()])] if rows else []
        calendars += [
            (
                _Calendar(language, listing.address, listing.name),
                [row for row in rows.values() if row[0].type == listing.name],
            )
            for listing in listings
            if listing.language == language and listing.calendar and not listing.year
        ]
        calendars += [
            (_Calendar(language, address, single=True), [row])
            for identity, row in rows.items()
            if (address := addresses.get((identity, language))) is not None
        ]
        planned += [_page(calendar, part, excerpts, site) for calendar, part in calendars]
    return planned


def _page(calendar: _Calendar, rows: list[tuple[Scheduled, str]], excerpts: Excerpts, site: str) -> Page:
    types, of_type = excerpts.labelled([calendar.type] if calendar.type else ())
    excerpt = Excerpt(calendar.language, excerpts.common, types, {}, {}, {}, ())
    digests = {"entries": key(*(digest for _row, digest in rows)), "type": of_type, "site": site}
    recipe = _CalendarFile(digests, excerpt, tuple(row for row, _digest in rows), calendar)
    return Page(calendar.address + routes.CALENDAR, routes.CALENDAR, recipe, calendar.language)


@dataclass(frozen=True, slots=True)
class _CalendarFile(Recipe):
    """The file of a calendar."""

    OWN = "list"
    excerpt: Excerpt = field(repr=False)
    rows: tuple[Scheduled, ...] = field(repr=False)
    calendar: _Calendar

    def view(self, words: Catalogue, _whole: Announcement | None, /) -> CalendarView:
        calendar = self.calendar
        site = self.excerpt.site()
        reader = Reader(site, calendar.language, words, calendar.address)
        name = Words(reader.title())
        if calendar.type:
            name = Words(f"{reader.plural(calendar.type)} – {name.text}")
        elif calendar.single:
            name = reader.words(Text(self.rows[0].cited.title, self.rows[0].cited.language))
        return CalendarView(
            id=site.config.id,
            lang=calendar.language,
            name=Words(bare(name), name.lang),
            href=routes.absolute(site.config.base_url, calendar.address),
            events=tuple(event for row in self.rows for event in _events(row, reader)),
        )


def _events(row: Scheduled, reader: Reader) -> Iterator[EventView]:
    """Give what an announcement has for a calendar; texts that are borrowed say their language."""
    title = Text(row.cited.title, row.cited.language)
    href = routes.absolute(reader.site.config.base_url, row.cited.address)
    for occasion in row.occasions:
        own = reader.words(occasion.title or title)
        start, end = _span(occasion)
        lines = [bare(reader.words(title))] if occasion.title else []
        lines += [_when(occasion, row), *_opening(occasion, row, reader), href]
        yield EventView(
            # The same in every language, as it is the same event: who takes it from two calendars has it once. It is
            # made of nothing that an editor changes to correct it, nor of the address.
            uid=f"{row.cited.identity}/{occasion.path}@{reader.site.config.id}",
            changed=row.changed,
            start=start,
            end=end,
            zone=row.zone,
            summary=Words(_summary(occasion, bare(own), row, reader), own.lang),
            description=Words("\n".join(lines), "" if title.lang == reader.language else title.lang),
            place=_place(occasion, reader),
            href=href,
            free=occasion.kind == "deadline",
            cancelled=row.life.state in CALLED_OFF,
        )


def label(occasion: Occasion, reader: Reader) -> str:
    """Say what an occasion is: a deadline as its field is called."""
    _ = reader.catalogue.gettext
    if occasion.kind == "event":
        return _("Event")
    return reader.label(occasion.label) if occasion.label else _("Deadline")


def _summary(occasion: Occasion, title: str, row: Scheduled, reader: Reader) -> str:
    text = f"{label(occasion, reader)}: {title}" if occasion.kind == "deadline" else title
    _ = reader.catalogue.gettext
    # Translators: the name of an event, or of a deadline, that was called off.
    return _("Cancelled: %(title)s") % {"title": text} if row.life.state in CALLED_OFF else text


def unopened(occasion: Occasion, row: Scheduled) -> bool:
    """Say whether an occasion is the deadline of what is not open yet."""
    return row.life.opening is not None and occasion.start == row.life.closing


def _opening(occasion: Occasion, row: Scheduled, reader: Reader) -> Iterator[str]:
    if unopened(occasion, row):
        yield life.state(row.life, row.zone, reader).replace(formats.NBSP, " ")


def _when(occasion: Occasion, row: Scheduled) -> str:
    """Say the time as it is written, with its zone: calendars move it to that of their reader."""
    texts = formats.span(occasion.start, occasion.end, row.zone, row.cited.language)
    return " – ".join(texts).replace(formats.NBSP, " ")


def _place(occasion: Occasion, reader: Reader) -> Words:
    _ = reader.catalogue.gettext
    if occasion.place is None:
        return Words(_("online") if occasion.online else "")
    place = reader.words(occasion.place)
    return Words(", ".join([bare(place), *([_("online")] if occasion.online else [])]), place.lang)


def _span(occasion: Occasion) -> tuple[datetime.date, datetime.date | None]:
    """Give beginning and end as a calendar has them: times, or days, of which the end is the one after the last.

    What has only a beginning ends there (RFC 5545, 3.6.1), so a deadline is the end of an event of no length.
    """
    start, end = occasion.start, occasion.end
    if start.time is None:
        return start.day, _next(max(start.day, end.day) if end else start.day)
    begins, midnight = datetime.datetime.combine(start.day, start.time), datetime.time()
    if end is None:
        return begins, None
    return begins, datetime.datetime.combine(end.day if end.time else _next(end.day), end.time or midnight)


def _next(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(1) if day < datetime.date.max else day
