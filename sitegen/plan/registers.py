"""Registers: what a type's announcements are, as a table, and the same as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from sitegen import routes
from sitegen.model import Announcement, DocumentType, Field, Moment, PartialDate, Site, Text, Value
from sitegen.pages import Page
from sitegen.plan import lists, shown
from sitegen.plan.frames import Navigation, Spot, frame
from sitegen.plan.lists import Listing
from sitegen.plan.reader import Reader
from sitegen.text import natural_key, plain
from sitegen.views import LinkView, Piece, RegisterView, TableView, Words


def pages(found: list[Listing], readers: Mapping[str, Reader], guides: Mapping[str, Navigation]) -> list[Page]:
    """Plan the registers of every section whose type has one, whole and by year, as page, CSV and JSON."""
    site = next(iter(readers.values())).site
    kept, where = _kept(found, site), spots(found, site)
    made = list[Page]()
    for listing in kept:
        reader = readers[listing.language].at(lists.register(listing))
        years = [
            other for other in kept if (other.name, other.language) == (listing.name, listing.language) and other.year
        ]
        made += _register(listing, reader, where[listing.name, listing.year], guides[listing.language], years)
    return made


def _kept(found: list[Listing], site: Site) -> list[Listing]:
    return [listing for listing in found if listing.kind == "section" and site.types[listing.name].register]


def spots(found: list[Listing], site: Site) -> dict[tuple[str, str], Spot]:
    """Say for each register, by type and year, where it stands in each language."""
    where = dict[tuple[str, str], dict[str, str]]()
    for listing in _kept(found, site):
        where.setdefault((listing.name, listing.year), {})[listing.language] = lists.register(listing)
    default = site.config.languages[0]
    return {key: Spot(placed, placed.get(default), where[key[0], ""]) for key, placed in where.items()}


def _register(listing: Listing, reader: Reader, spot: Spot, guide: Navigation, years: list[Listing]) -> list[Page]:
    declared = reader.site.types[listing.name]
    columns = [_column(declared, path) for path in declared.register]
    label = reader.catalogue.pgettext("type", declared.label[1])
    heading = Words(reader.catalogue.gettext("Register: %(section)s") % {"section": label})
    section = LinkView(Words(label), reader.to(reader.site.sections[listing.name, listing.language]))
    whole = reader.site.sections[listing.name, listing.language] + "register/"
    trail = (section, LinkView(heading, reader.to(whole))) if listing.year else (section,)
    title = Words(f"{heading.text}, {listing.year}") if listing.year else heading
    entries = _sorted(listing, declared)
    names = tuple(reader.label(column.label) for column in columns)
    view = RegisterView(
        frame=frame(reader, spot, title, guide, trail=trail),
        heading=title,
        columns=names,
        rows=tuple(tuple(_cell(path, declared, one, reader) for path in declared.register) for one in entries),
        csv="register.csv",
        json="register.json",
        years=tuple(
            LinkView(Words(year.year), reader.to(lists.register(year)), current=year == listing) for year in years
        ),
    )
    table = TableView(
        title=plain(title.text),
        lang=reader.language,
        names=("address", "language", *(path.replace(".", "_") for path in declared.register)),
        columns=(reader.label("Address"), reader.label("Language"), *names),
        rows=tuple(_data(one, declared, reader) for one in entries),
    )
    return [
        Page(routes.file_of(reader.address), "pages/register.html", view, reader.language),
        Page(f"{reader.address}register.csv", "table.csv", table, reader.language),
        Page(f"{reader.address}register.json", "table.json", table, reader.language),
    ]


def _column(declared: DocumentType, path: str) -> Field:
    fields = declared.fields
    for name in path.split("."):
        field = next(field for field in fields if field.name == name)
        fields = field.fields
    return field


def _sorted(listing: Listing, declared: DocumentType) -> list[Announcement]:
    """Order by year and number, the newest first."""
    first = declared.register[0]

    def number(announcement: Announcement) -> str:
        return next((_text(value) for value in _values(announcement, first, announcement.original)), "")

    return sorted(
        listing.announcements,
        key=lambda one: (lists.day(one).year, natural_key(number(one)), lists.day(one)),
        reverse=True,
    )


def _values(announcement: Announcement, path: str, language: str) -> Iterator[Value]:
    value: Value = announcement.version(language).values
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            return
        value = value[name]
    yield value


def _cell(path: str, declared: DocumentType, announcement: Announcement, reader: Reader) -> tuple[Piece, ...]:
    if path == "title":
        link = reader.announcement(announcement.identity)
        return (Piece(link.words, href=link.href, hreflang=link.hreflang),)
    field = _column(declared, path)
    pieces = list[Piece]()
    for value in _values(announcement, path, reader.language):
        for item in value if isinstance(value, tuple) else (value,):
            pieces += shown.row(field, item, reader, shown.origin(announcement, reader))
    if path == declared.register[0] and "title" not in declared.register and pieces:
        link = reader.announcement(announcement.identity)
        pieces[0] = Piece(pieces[0].words, href=link.href, hreflang=link.hreflang, datetime=pieces[0].datetime)
    return tuple(pieces)


def _data(announcement: Announcement, declared: DocumentType, reader: Reader) -> tuple[str, ...]:
    site = reader.site
    address = routes.absolute(site.config.base_url, site.address(announcement.identity, reader.language))
    version = announcement.version(reader.language)
    cells = [_cell_text(path, declared, announcement, reader) for path in declared.register]
    return address, version.language, *cells


def _cell_text(path: str, declared: DocumentType, announcement: Announcement, reader: Reader) -> str:
    field = _column(declared, path)
    for value in _values(announcement, path, reader.language):
        items = value if isinstance(value, tuple) else (value,)
        texts = (_name(field, item, reader) if isinstance(item, str) else _text(item) for item in items)
        return "; ".join(text for text in texts if text)
    return ""


def _name(field: Field, value: str, reader: Reader) -> str:
    """Say by name what a fact holds by id."""
    if field.kind == "organisation":
        return plain(reader.organisation(value).words.text)
    if field.kind == "topic":
        return plain(reader.topic(value).words.text)
    if field.kind == "reference" and not reader.shows(value):
        return ""
    return reader.choice(value) if field.kind == "choice" else value


def _text(value: Value) -> str:
    """Give a value as data: dates in ISO 8601, amounts with a decimal point and their currency."""
    if value is None:
        return ""
    if isinstance(value, Text):
        return plain(value.text)
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
