"""Registers: what a type's announcements are, as a table, and the same as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial

from sitegen import routes
from sitegen.catalogues import Catalogue
from sitegen.keys import key
from sitegen.model import Announcement, DocumentType, Field, Life, Moment, PartialDate, Site, Text, Value
from sitegen.pages import Page, Recipe
from sitegen.plan import lists, lives, shown
from sitegen.plan.excerpts import Excerpt
from sitegen.plan.frames import Guide, Navigation, Spot, frame
from sitegen.plan.lists import Listing
from sitegen.plan.reader import Reader
from sitegen.text import natural_key, plain
from sitegen.views import LinkView, Piece, RegisterView, TableView, Words

STATE = "status"
"""The column that shows what has become of an announcement, not what was written."""


def pages(found: list[Listing], readers: Mapping[str, Reader], guides: Mapping[str, Guide]) -> list[Page]:
    """Plan the registers of every section whose type has one, whole and by year, as page, CSV and JSON."""
    site = next(iter(readers.values())).site
    kept, where = _kept(found, site), spots(found, site)
    made = list[Page]()
    for listing in kept:
        same = [other for other in kept if (other.name, other.language) == (listing.name, listing.language)]
        years = tuple((other.year, lists.register(other)) for other in same if other.year)
        language, spot, address = listing.language, where[listing.name, listing.year], lists.register(listing)
        excerpt, parts = _excerpt(listing, readers[language], guides[language])
        of_page = parts | {"list": key(listing.bare(), spot, years)}
        view = Recipe(partial(_view, excerpt, listing.bare(), guides[language].navigation, spot, years), of_page)
        table = Recipe(partial(_table, excerpt, listing.bare()), parts | {"list": key(listing.bare())})
        made.append(Page(routes.file_of(address), "pages/register.html", view, language))
        made.append(Page(f"{address}register.csv", "table.csv", table, language))
        made.append(Page(f"{address}register.json", "table.json", table, language))
    return made


def _excerpt(listing: Listing, reader: Reader, guide: Guide) -> tuple[Excerpt, dict[str, str]]:
    """Take from the site what a register shows of it, and the digests of that."""
    site, rows, excerpts = reader.site, listing.announcements, guide.excerpts
    declared = site.types[listing.name]
    columns = tuple(_column(declared, path) for path in declared.register)
    pointed = {kind: _pointed(rows, columns, kind) for kind in ("organisation", "topic", "reference")}
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
        "life": key(lived) if _shows_state(declared) else "",
        "rows": key(*((row.row, *row.documents) for row in rows)),
        "titles": key(*(excerpts.listed(row)[0].cited for row in rows), placed),
        "type": excerpts.types[listing.name][0],
        "names": of_organisations + of_topics,
        "links": of_cited,
        "site": guide.digest,
    }


def _pointed(rows: tuple[Announcement, ...], columns: tuple[Field, ...], kind: str) -> tuple[str, ...]:
    """Give what rows point to, where a column shows it."""
    return tuple(sorted({name for row in rows for name in row.names.get(kind, ())})) if _shows(columns, kind) else ()


def _shows_state(declared: DocumentType) -> bool:
    return STATE in declared.register


def _shows(fields: tuple[Field, ...], kind: str) -> bool:
    return any(field.kind == kind or _shows(field.fields, kind) for field in fields)


def _kept(found: list[Listing], site: Site) -> list[Listing]:
    return [listing for listing in found if listing.kind == "section" and site.types[listing.name].register]


def spots(found: list[Listing], site: Site) -> dict[tuple[str, str], Spot]:
    """Say for each register, by type and year, where it stands in each language."""
    where = dict[tuple[str, str], dict[str, str]]()
    for listing in _kept(found, site):
        where.setdefault((listing.name, listing.year), {})[listing.language] = lists.register(listing)
    default = site.config.languages[0]
    return {key: Spot(placed, placed.get(default), where[key[0], ""]) for key, placed in where.items()}


def _view(
    excerpt: Excerpt,
    listing: Listing,
    guide: Navigation,
    spot: Spot,
    years: tuple[tuple[str, str], ...],
    words: Catalogue,
    _whole: Announcement | None,
) -> RegisterView:
    reader = Reader(excerpt.site(), listing.language, words, lists.register(listing))
    site, declared = reader.site, reader.site.types[listing.name]
    label = words.pgettext("type", declared.label[1])
    heading, title = _titles(listing, declared, words)
    root = site.sections[listing.name, listing.language]
    section = LinkView(Words(label), reader.to(root))
    trail = (section, LinkView(heading, reader.to(f"{root}register/"))) if listing.year else (section,)
    return RegisterView(
        frame=frame(reader, spot, title, guide, trail=trail),
        heading=title,
        columns=tuple(reader.label(_column(declared, path).label) for path in declared.register),
        rows=tuple(
            tuple(_cell(path, declared, one, reader) for path in declared.register)
            for one in _sorted(excerpt.own, declared)
        ),
        csv="register.csv",
        json="register.json",
        years=tuple(LinkView(Words(year), reader.to(at), current=at == reader.address) for year, at in years),
    )


def _table(excerpt: Excerpt, listing: Listing, words: Catalogue, _whole: Announcement | None) -> TableView:
    reader = Reader(excerpt.site(), listing.language, words, lists.register(listing))
    declared = reader.site.types[listing.name]
    labels = (reader.label(_column(declared, path).label) for path in declared.register)
    return TableView(
        title=plain(_titles(listing, declared, words)[1].text),
        lang=reader.language,
        names=("address", "language", *(path.replace(".", "_") for path in declared.register)),
        columns=(reader.label("Address"), reader.label("Language"), *labels),
        rows=tuple(_data(one, declared, reader) for one in _sorted(excerpt.own, declared)),
    )


def _titles(listing: Listing, declared: DocumentType, words: Catalogue) -> tuple[Words, Words]:
    """Give the heading of a whole register, and of this one."""
    label = words.pgettext("type", declared.label[1])
    heading = Words(words.gettext("Register: %(section)s") % {"section": label})
    return heading, Words(f"{heading.text}, {listing.year}") if listing.year else heading


def _column(declared: DocumentType, path: str) -> Field:
    fields = declared.fields
    for name in path.split("."):
        field = next(field for field in fields if field.name == name)
        fields = field.fields
    return field


def _sorted(rows: tuple[Announcement, ...], declared: DocumentType) -> list[Announcement]:
    """Order by year and number, the newest first."""
    first = declared.register[0]

    def number(announcement: Announcement) -> str:
        return next((_text(value) for value in _values(announcement, first, announcement.original)), "")

    return sorted(
        rows,
        key=lambda one: (one.day().year, natural_key(number(one)), one.day()),
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
    if path == STATE:
        label = _state(announcement, reader)
        return (Piece(Words(label)),) if label else ()
    field = _column(declared, path)
    pieces = list[Piece]()
    for value in _values(announcement, path, reader.language):
        for item in value if isinstance(value, tuple) else (value,):
            pieces += shown.row(field, item, reader, shown.origin(announcement, reader))
    if path == declared.register[0] and "title" not in declared.register and pieces:
        link = reader.announcement(announcement.identity)
        pieces[0] = Piece(pieces[0].words, href=link.href, hreflang=link.hreflang, datetime=pieces[0].datetime)
    return tuple(pieces)


def _state(announcement: Announcement, reader: Reader) -> str:
    return lives.state(reader.site.lives.get(announcement.identity, Life()), announcement.zone, reader)


def _data(announcement: Announcement, declared: DocumentType, reader: Reader) -> tuple[str, ...]:
    site = reader.site
    address = routes.absolute(site.config.base_url, site.address(announcement.identity, reader.language))
    version = announcement.version(reader.language)
    cells = [_cell_text(path, declared, announcement, reader) for path in declared.register]
    return address, version.language, *cells


def _cell_text(path: str, declared: DocumentType, announcement: Announcement, reader: Reader) -> str:
    if path == STATE:
        return _state(announcement, reader)
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
