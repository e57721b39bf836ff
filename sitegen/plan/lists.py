"""Lists: the home, sections and their years, topics, organisations. What stands where is known before any is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitegen import formats, routes
from sitegen.model import Announcement, Field, PartialDate, Site, Text, Value
from sitegen.pages import Page
from sitegen.plan.frames import Navigation, Spot, frame
from sitegen.plan.reader import Reader, bare
from sitegen.text import collation_key
from sitegen.views import EntryView, FieldView, HomeView, IndexView, LinkView, ListView, Piece, Words

PER_PAGE = 20
NEWEST = 10


@dataclass(frozen=True, slots=True)
class Listing:
    """One list in one language: its root, and the announcements in it, in order."""

    kind: str
    name: str
    language: str
    address: str
    announcements: tuple[Announcement, ...]
    year: str = ""

    def pages(self) -> int:
        """Give how many pages it takes."""
        return max(1, -(-len(self.announcements) // PER_PAGE))

    def page(self, number: int) -> str:
        """Give the address of one of its pages."""
        return self.address if number == 1 else f"{self.address}page/{number}/"


def day(announcement: Announcement) -> PartialDate:
    """Give the date that orders lists: the announcement's own, else that of its publication."""
    published = announcement.published
    return announcement.date or PartialDate(published.year, published.month, published.day)


def listings(readers: Mapping[str, Reader]) -> list[Listing]:
    """Give every list that has something in it."""
    found = list[Listing]()
    for language, reader in readers.items():
        seen = ordered(reader)
        for name in reader.site.types:
            address = reader.site.sections.get((name, language))
            mine = [announcement for announcement in seen if announcement.type == name]
            if address is not None and mine:
                found.append(Listing("section", name, language, address, tuple(mine)))
                found += _years(name, language, address, mine)
        for kind, field in (("topics", "topic"), ("organisations", "organisation")):
            groups = dict[str, list[Announcement]]()
            for announcement in seen:
                for identity in named(reader.site, announcement, field):
                    groups.setdefault(identity, []).append(announcement)
            for identity, group in sorted(groups.items()):
                address = reader.site.words[kind, language] + f"{identity}/"
                found.append(Listing(kind, identity, language, address, tuple(group)))
    return found


def ordered(reader: Reader) -> list[Announcement]:
    """Give what a reader gets, newest first, then by title in the alphabet of the language."""
    site, key = reader.site, collation_key(reader.language)
    seen = [announcement for announcement in site.announcements.values() if reader.shows(announcement.identity)]
    seen.sort(key=lambda announcement: key(announcement.version(reader.language).title.text))
    seen.sort(key=day, reverse=True)
    return seen


def _years(name: str, language: str, address: str, mine: list[Announcement]) -> Iterator[Listing]:
    for year in sorted({day(announcement).year for announcement in mine}, reverse=True):
        part = tuple(announcement for announcement in mine if day(announcement).year == year)
        yield Listing("section", name, language, f"{address}{year:04}/", part, f"{year:04}")


def named(site: Site, announcement: Announcement, kind: str) -> list[str]:
    """Give the topics or organisations that an announcement's facts name, whatever the field."""
    values = announcement.documents[announcement.original].values
    return sorted(set(_named(site.types[announcement.type].fields, values, kind)))


def _named(fields: tuple[Field, ...], values: Value, kind: str) -> Iterator[str]:
    for field in fields if isinstance(values, dict) else ():
        value = values.get(field.name) if isinstance(values, dict) else None
        for item in value if isinstance(value, tuple) else (value,):
            if field.kind == kind and isinstance(item, str):
                yield item
            else:
                yield from _named(field.fields, item, kind)


def spots(found: list[Listing], site: Site) -> dict[tuple[str, str, str, int], Spot]:
    """Say for each page of a list where it stands in each language; a page that one lacks leads to the list's first."""
    addresses = dict[tuple[str, str, str, int], dict[str, str]]()
    firsts = dict[tuple[str, str], dict[str, str]]()
    for listing in found:
        if not listing.year:
            firsts.setdefault((listing.kind, listing.name), {})[listing.language] = listing.address
        for number in range(1, listing.pages() + 1):
            spot = listing.kind, listing.name, listing.year, number
            addresses.setdefault(spot, {})[listing.language] = listing.page(number)
    default = site.config.languages[0]
    return {key: Spot(placed, placed.get(default), firsts[key[:2]]) for key, placed in addresses.items()}


# --- views ------------------------------------------------------------------------------------------------------------


def entry(announcement: Announcement, reader: Reader) -> EntryView:
    """Give an announcement as it stands in a list."""
    version = announcement.version(reader.language)
    own = announcement.date
    shown = day(announcement)
    summary = version.values.get("summary")
    foreign = version.language != reader.language
    label = reader.site.types[announcement.type].label[0]
    return EntryView(
        link=reader.announcement(announcement.identity),
        type_label=reader.catalogue.pgettext("type", label),
        date=formats.date(shown, reader.language),
        datetime=shown.iso(),
        by_publication=own is None,
        summary=reader.words(Text(summary.text, version.language)) if isinstance(summary, Text) else Words(""),
        language=formats.language_name(version.language, reader.language) if foreign else "",
    )


def pages(found: list[Listing], readers: Mapping[str, Reader], guides: Mapping[str, Navigation]) -> list[Page]:
    """Plan every page of every list."""
    site = next(iter(readers.values())).site
    where = spots(found, site)
    years = dict[tuple[str, str], list[Listing]]()
    for listing in found:
        if listing.year:
            years.setdefault((listing.name, listing.language), []).append(listing)
    made = list[Page]()
    for listing in found:
        for number in range(1, listing.pages() + 1):
            reader = readers[listing.language].at(listing.page(number))
            spot = where[listing.kind, listing.name, listing.year, number]
            siblings = years.get((listing.name, listing.language), []) if listing.kind == "section" else []
            view = _list(listing, number, reader, spot, guides[listing.language], siblings)
            made.append(Page(routes.file_of(reader.address), "pages/list.html", view, listing.language))
    return made


def _list(
    listing: Listing, number: int, reader: Reader, spot: Spot, guide: Navigation, years: list[Listing]
) -> ListView:
    site, _ = reader.site, reader.catalogue.gettext
    heading, trail = _heading(listing, reader)
    title = heading
    if number > 1:
        title = Words(_("%(title)s, page %(number)s") % {"title": heading.text, "number": number}, heading.lang)
    part = listing.announcements[(number - 1) * PER_PAGE : number * PER_PAGE]
    registered = listing.kind == "section" and site.types[listing.name].register
    return ListView(
        frame=frame(reader, spot, title, guide, trail=trail),
        heading=heading,
        entries=tuple(entry(announcement, reader) for announcement in part),
        total=len(listing.announcements),
        page=number,
        pages=_numbers(listing, number, reader) if listing.pages() > 1 else (),
        years=tuple(LinkView(Words(year.year), reader.to(year.address), current=year == listing) for year in years),
        register=reader.to(register(listing)) if registered else "",
        details=_details(listing, reader),
    )


def register(listing: Listing) -> str:
    """Give the address of the register that goes with a section, or with a year of one."""
    section = listing.address.removesuffix(f"{listing.year}/") if listing.year else listing.address
    return f"{section}register/{listing.year}/" if listing.year else f"{section}register/"


def _heading(listing: Listing, reader: Reader) -> tuple[Words, tuple[LinkView, ...]]:
    site, _ = reader.site, reader.catalogue.gettext
    if listing.kind == "section":
        label = reader.catalogue.pgettext("type", site.types[listing.name].label[1])
        if not listing.year:
            return Words(label), ()
        root = site.sections[listing.name, reader.language]
        return Words(f"{label} {listing.year}"), (LinkView(Words(label), reader.to(root)),)
    word = _("Topics") if listing.kind == "topics" else _("Organisations")
    named = (site.topics if listing.kind == "topics" else site.organisations)[listing.name]
    trail = (LinkView(Words(word), reader.to(site.words[listing.kind, reader.language])),)
    return reader.words(reader.name(named)), trail


def _numbers(listing: Listing, current: int, reader: Reader) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(Words(str(number)), reader.to(listing.page(number)), current=number == current)
        for number in range(1, listing.pages() + 1)
    )


def _details(listing: Listing, reader: Reader) -> tuple[FieldView, ...]:
    """Say what is known of an organisation."""
    if listing.kind != "organisations":
        return ()
    named = reader.site.organisations[listing.name]
    place, url = named.place, named.url
    found = []
    if place:
        found.append(FieldView("place", reader.label("Place"), items=((Piece(Words(place)),),)))
    if url:
        found.append(FieldView("url", reader.label("Address"), items=((Piece(Words(url), href=url),),)))
    return tuple(found)


def home(reader: Reader, spot: Spot, guide: Navigation, found: list[Listing]) -> Page:
    """Plan a language's home."""
    sections = reader.site.sections
    seen = [announcement for announcement in ordered(reader) if (announcement.type, reader.language) in sections]
    seen.sort(key=lambda announcement: announcement.published, reverse=True)
    mine = [listing for listing in found if listing.language == reader.language and not listing.year]
    view = HomeView(
        frame=frame(reader, spot, Words(reader.title()), guide),
        newest=tuple(entry(announcement, reader) for announcement in seen[:NEWEST]),
        sections=_counted(mine, "section", reader),
        topics=_counted(mine, "topics", reader),
    )
    return Page(routes.file_of(reader.address), "pages/home.html", view, reader.language)


def index(kind: str, reader: Reader, spot: Spot, guide: Navigation, found: list[Listing]) -> Page:
    """Plan the page of all topics, or of all organisations."""
    _ = reader.catalogue.gettext
    mine = [listing for listing in found if listing.language == reader.language]
    heading = Words(_("Topics") if kind == "topics" else _("Organisations"))
    view = IndexView(frame(reader, spot, heading, guide), heading, _counted(mine, kind, reader))
    return Page(routes.file_of(reader.address), "pages/index.html", view, reader.language)


def _counted(found: list[Listing], kind: str, reader: Reader) -> tuple[tuple[LinkView, int], ...]:
    order = collation_key(reader.language)
    counted = [
        (LinkView(_heading(listing, reader)[0], reader.to(listing.address)), len(listing.announcements))
        for listing in found
        if listing.kind == kind
    ]
    return tuple(sorted(counted, key=lambda pair: order(bare(pair[0].words))))
