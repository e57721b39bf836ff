"""Views of what programs read: feeds, calendars, registers as data and their catalogue, hosts' files. Frozen values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sitegen.model.views import Words


@dataclass(frozen=True, slots=True)
class FeedEntryView:
    """An entry of a feed: absolute addresses, RFC 3339 times."""

    id: str
    title: Words
    href: str
    hreflang: str
    published: str
    updated: str
    summary: Words
    type_label: str


@dataclass(frozen=True, slots=True)
class FeedView:
    """An Atom feed (RFC 4287) or JSON Feed 1.1 of a language, or of a section, topic or organisation in it.

    `home` is the page that it follows, `address` its own; `updated` is its newest entry's.
    """

    id: str
    lang: str
    title: Words
    author: str
    home: str
    address: str
    updated: str = ""
    entries: tuple[FeedEntryView, ...] = ()


@dataclass(frozen=True, slots=True)
class TableView:
    """A register as data: the names and the labels of its columns, and its rows as plain texts."""

    title: str
    lang: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CatalogView:
    """The catalogue of data sets, as JSON-LD."""

    json_ld: str


@dataclass(frozen=True, slots=True)
class HostView:
    """What a web server is told: `base` is the path of the site's root on its host.

    `redirects` and `gone` hold pairs, the path of a request and that of the answer, as the host's file writes them.
    """

    base: str
    redirects: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of a calendar file (RFC 5545, 3.6.1), a deadline among them.

    `start` and `end` are local times in `zone`, or days, of which `end` is the one after the last. `changed` is by
    RFC 3339. `free` says that it takes no time of the reader's.
    """

    uid: str
    changed: str
    start: datetime.date
    end: datetime.date | None
    zone: str
    summary: Words
    description: Words
    place: Words
    href: str
    free: bool
    cancelled: bool


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A file for calendars: its language and name, the full address of the page that it goes with, its events."""

    id: str
    lang: str
    name: Words
    href: str
    events: tuple[EventView, ...]
