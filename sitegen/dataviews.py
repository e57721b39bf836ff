"""Views of what programs read: feeds, registers as data, the catalogue of them. Plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.views import Words


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
