"""Registers: what a type's announcements are, as a table, and the same as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from sitegen.language.alphabet import natural_key
from sitegen.language.text import plain
from sitegen.model import Announcement, DocumentType, Field, Life, Moment, PartialDate, Site, Text, Value, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.keys import key
from sitegen.model.pages import Page, Recipe
from sitegen.model.views import LinkView, Piece, Words
from sitegen.model.views.data import TableView
from sitegen.model.views.lists import ColumnView, RegisterView
from sitegen.plan import lists
from sitegen.plan.excerpts import Excerpt
from sitegen.plan.lists import Listing
from sitegen.plan.views import life, values
from sitegen.plan.views.frame import Guide, Navigation, Spot, frame
from sitegen.plan.views.reader import Reader

CHOSEN = frozenset({"choice", "organisation", "topic", "language"})
"""Kinds of columns in which few values come again and again, so that a reader may choose one."""
STATE = "status"
"""The column that shows what has become of an announcement, not what was written."""
ENOUGH = 200
"""How many rows the page of a whole register may have; it shows whole years, the newest first, and at least one."""


def pages(listings: list[Listing], readers: Mapping[str, Reader], guides: Mapping[str, Guide]) -> list[Page]:
    """Plan the registers of every section whose type has one, whole and by year, as page, CSV and JSON."""
    site = next(iter(readers.values())).site
    kept, where = _kept(listings, site), spots(listings, site)
    planned = list[Page]()
    for listing in kept:
        parts = [part for part in kept if (part.name, part.language) == (listing.name, listing.language) and part.year]
        years = tuple((part.year, lists.register(part), 0 if listing.year else part.total) for part in parts)
        language, spot, address = listing.language, where[listing.name, listing.year], lists.register(listing)
        guide, fed = guides[language], listing.whole in guides[language].feeds
        excerpt, digests = _excerpt(listing, listing.announcements, readers[language], guide)
        table = _RegisterTable(digests | {"site": guide.excerpts.digest}, excerpt, listing.bare())
        planned.append(Page(f"{address}register.csv", "table.csv", table, language))
        planned.append(Page(f"{address}register.json", "table.json", table, language))
        newest = _newest(listing, parts)
        if len(newest) < listing.total:
            excerpt, digests = _excerpt(listing, newest, readers[language], guide)
        page = _RegisterPage(digests, excerpt, guide.navigation, listing.bare(), spot, years, fed)
        planned.append(Page(routes.file_of(address), "pages/register.html", page, language))
    return planned


def _newest(listing: Listing, years: list[Listing]) -> tuple[Announcement, ...]:
    """Give what the page of a register shows: of a whole one its newest years."""
    shown = listing.announcements if listing.year else years[0].announcements
    for year in () if listing.year else years[1:]:
        if len(shown) + year.total > ENOUGH:
            break
        shown += year.announcements
    return shown


def _excerpt(
    listing: Listing, rows: tuple[Announcement, ...], reader: Reader, guide: Guide
) -> tuple[Excerpt, dict[str, str]]:
    """Take from the site what a register shows of some announcements, and the digests of that."""
    site, excerpts = reader.site, guide.excerpts
    declared = site.types[listing.name]
    columns = tuple(columns_of(declared).values())
    pointed = {
        kind: tuple(sorted({name for row in rows for name in row.names.get(kind, ())})) if _shows(columns, kind) else ()
        for kind in ("organisation", "topic", "reference")
    }
    cited, of_cited = excerpts.cited(pointed["reference"])
    organisations, of_organisations = excerpts.named("organisation", pointed["organisation"])
    topics, of_topics = excerpts.named("topic", pointed["topic"])
    placed = {
        (row.identity, tag): at
        for row in rows
        for tag in (reader.language, row.original)
        if (at := site.addresses.get((row.identity, tag)))
    }
    excerpt = Excerpt(
        listing.language,
        excerpts.common,
        {listing.name: declared},
        organisations,
        topics,
        {},
        cited,
        rows,
        placed,
        lived := {row.identity: site.lives[row.identity] for row in rows if row.identity in site.lives},
    )
    return excerpt, {
        "life": key(lived) if STATE in declared.register else "",
        "rows": key(*((row.row, *row.documents) for row in rows)),
        "titles": key(*(excerpts.listed(row)[0].cited for row in rows), placed),
        "type": excerpts.types[listing.name][0],
        "names": of_organisations + of_topics,
        "links": of_cited,
        "site": guide.digest,
    }


def _shows(fields: tuple[Field, ...], kind: str) -> bool:
    return any(field.kind == kind or _shows(field.fields, kind) for field in fields)


def whole(listings: Iterable[Listing], site: Site) -> list[Listing]:
    """Give the sections that have a register, in each language, without their years."""
    return [listing for listing in _kept(listings, site) if not listing.part]


def _kept(listings: Iterable[Listing], site: Site) -> list[Listing]:
    return [listing for listing in listings if listing.kind == "section" and site.types[listing.name].register]


def spots(listings: list[Listing], site: Site) -> dict[tuple[str, str], Spot]:
    """Say for each register, by type and year, where it stands in each language."""
    where = dict[tuple[str, str], dict[str, str]]()
    for listing in _kept(listings, site):
        where.setdefault((listing.name, listing.year), {})[listing.language] = lists.register(listing)
    default = site.config.languages[0]
    return {key: Spot(placed, placed.get(default), where[key[0], ""]) for key, placed in where.items()}


@dataclass(frozen=True, slots=True)
class _RegisterPage(Recipe):
    """The page of a register; `fed` says whether its section has feeds."""

    OWN = "list"
    excerpt: Excerpt = field(repr=False)
    navigation: Navigation = field(repr=False)
    listing: Listing
    spot: Spot
    years: lists.Divisions
    fed: bool

    def view(self, words: Catalogue, _whole: Announcement | None, /) -> RegisterView:
        listing = self.listing
        reader = Reader(self.excerpt.site(), listing.language, words, lists.register(listing))
        site, declared = reader.site, reader.site.types[listing.name]
        columns = columns_of(declared)
        linked = "title" if "title" in columns else declared.register[0]
        label = words.pgettext("type", declared.label[1])
        heading, title = _titles(listing, declared, words)
        root = site.sections[listing.name, listing.language]
        section = LinkView(Words(label), reader.to(root))
        trail = (section, LinkView(heading, reader.to(f"{root}register/"))) if listing.year else (section,)
        return RegisterView(
            frame=frame(
                reader,
                self.spot,
                title,
                self.navigation,
                trail=trail,
                feed=LinkView(Words(label), root) if self.fed else None,
            ),
            heading=title,
            total=listing.total,
            columns=tuple(
                ColumnView(reader.label(column.label), column.kind in CHOSEN and not column.list)
                for column in columns.values()
            ),
            rows=tuple(
                tuple(
                    _cell(path, column, announcement, reader, linked=path == linked) for path, column in columns.items()
                )
                for announcement in _sorted(self.excerpt.own, declared)
            ),
            csv="register.csv",
            json="register.json",
            years=lists.years(self.years, reader, reader.address),
        )


@dataclass(frozen=True, slots=True)
class _RegisterTable(Recipe):
    """A register as data."""

    OWN = "list"
    excerpt: Excerpt = field(repr=False)
    listing: Listing

    def view(self, words: Catalogue, _whole: Announcement | None, /) -> TableView:
        return _data(_Contents(key(self.parts, words.digest()), self, words))


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a register holds as data, known by a digest, so that CSV and JSON are made of it once."""

    digest: str
    table: _RegisterTable = field(compare=False)
    words: Catalogue = field(compare=False)


@lru_cache(maxsize=1)
def _data(contents: _Contents) -> TableView:
    listing, excerpt = contents.table.listing, contents.table.excerpt
    reader = Reader(excerpt.site(), listing.language, contents.words, lists.register(listing))
    declared = reader.site.types[listing.name]
    columns = columns_of(declared)
    return TableView(
        title=plain(_titles(listing, declared, contents.words)[1].text),
        lang=reader.language,
        names=("address", "language", *(path.replace(".", "_") for path in columns)),
        columns=(*map(reader.label, ("Address", "Language", *(column.label for column in columns.values()))),),
        rows=tuple(_row(announcement, columns, reader) for announcement in _sorted(excerpt.own, declared)),
    )


def _titles(listing: Listing, declared: DocumentType, words: Catalogue) -> tuple[Words, Words]:
    """Give the heading of a whole register, and of this one."""
    label = words.pgettext("type", declared.label[1])
    heading = Words(words.gettext("Register: %(section)s") % {"section": label})
    return heading, Words(f"{heading.text}, {listing.year}") if listing.year else heading


def columns_of(declared: DocumentType) -> dict[str, Field]:
    """Give the fields that a register shows, by their paths."""
    columns = dict[str, Field]()
    for path in declared.register:
        fields = declared.fields
        for name in path.split("."):
            columns[path] = next(field for field in fields if field.name == name)
            fields = columns[path].fields
    return columns


def _sorted(rows: tuple[Announcement, ...], declared: DocumentType) -> list[Announcement]:
    """Order by year and number, the newest first."""
    first = declared.register[0]

    def number(announcement: Announcement) -> str:
        return next((_text(value) for value in _values(announcement, first, announcement.original)), "")

    return sorted(
        rows,
        key=lambda announcement: (announcement.day().year, natural_key(number(announcement)), announcement.day()),
        reverse=True,
    )


def _values(announcement: Announcement, path: str, language: str) -> Iterator[Value]:
    value: Value = announcement.version(language).values
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            return
        value = value[name]
    yield value


def _cell(path: str, column: Field, announcement: Announcement, reader: Reader, *, linked: bool) -> tuple[Piece, ...]:
    """Give a cell; the one that is `linked` leads to the announcement."""
    if path == "title":
        link = reader.announcement(announcement.identity)
        return (Piece(link.words, href=link.href, hreflang=link.hreflang),)
    if path == STATE:
        label, lived = _state(announcement, reader), reader.site.lives.get(announcement.identity, Life())
        return (Piece(Words(label), value=life.kind(lived, reader)),) if label else ()
    pieces = list[Piece]()
    for value in _values(announcement, path, reader.language):
        for item in value if isinstance(value, tuple) else (value,):
            pieces += values.row(column, item, reader, values.origin(announcement, reader))
    if not pieces and _is_date(path, announcement, reader):
        day = announcement.day()
        published = Words(lists.published_here(day, reader))
        # Translators: said of a document that gives no date.
        pieces = [Piece(Words(reader.catalogue.gettext("undated"))), Piece(published, datetime=day.iso())]
    if linked and pieces:
        link = reader.announcement(announcement.identity)
        pieces[0] = replace(pieces[0], href=link.href, hreflang=link.hreflang)
    return tuple(pieces)


def _is_date(path: str, announcement: Announcement, reader: Reader) -> bool:
    """Say whether a column is to hold the date of an announcement that gives none."""
    dates = reader.site.types[announcement.type].date
    return announcement.date is None and any(f"{date}.".startswith(f"{path}.") for date in dates)


def _state(announcement: Announcement, reader: Reader) -> str:
    return life.state(reader.site.lives.get(announcement.identity, Life()), announcement.zone, reader)


def _row(announcement: Announcement, columns: Mapping[str, Field], reader: Reader) -> tuple[str, ...]:
    site = reader.site
    address = routes.absolute(site.config.base_url, site.address(announcement.identity, reader.language))
    version = announcement.version(reader.language)
    cells = [_cell_text(path, column, announcement, reader) for path, column in columns.items()]
    return address, version.language, *cells


def _cell_text(path: str, column: Field, announcement: Announcement, reader: Reader) -> str:
    if path == STATE:
        return _state(announcement, reader)
    for value in _values(announcement, path, reader.language):
        items = value if isinstance(value, tuple) else (value,)
        texts = (_name(column, item, reader) if isinstance(item, str) else _text(item) for item in items)
        return "; ".join(text for text in texts if text)
    return ""


def _name(field: Field, value: str, reader: Reader) -> str:
    """Say by name what a fact holds by id."""
    if field.kind == "organisation":
        return reader.name(reader.site.organisations[value]).text
    if field.kind == "topic":
        return reader.name(reader.site.topics[value]).text
    if field.kind == "reference" and not reader.shows(value):
        return ""
    return reader.choice(value) if field.kind == "choice" else value


def _text(value: Value) -> str:
    """Give a value as data: dates in ISO 8601, amounts with a decimal point and their currency."""
    if value is None:
        return ""
    if isinstance(value, Text):
        return value.text
    if isinstance(value, PartialDate):
        return value.iso()
    if isinstance(value, Moment):
        return value.day.isoformat() + (f"T{value.time:%H:%M}" if value.time else "")
    if isinstance(value, tuple):
        return "; ".join(_text(item) for item in value)
    if isinstance(value, dict):
        if isinstance(value.get("amount"), Decimal):
            return f"{value['amount']} {value.get('currency')}"
        if value.keys() <= {"start", "end"}:
            return "/".join(_text(value.get(name)) or ".." for name in ("start", "end"))  # ISO 8601-2 intervals
        return ", ".join(_text(item) for item in value.values() if item is not None)
    return str(value)
