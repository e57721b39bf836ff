"""Lists: the home, sections and their years, topics, organisations. What stands where is known before any is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar

from sitegen.language import formats
from sitegen.language.alphabet import collation_key
from sitegen.model import Announcement, PartialDate, Site, Text, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.keys import key
from sitegen.model.pages import Page, Recipe
from sitegen.model.views import FieldView, LinkView, Piece, Words
from sitegen.model.views.lists import EntryView, HomeView, IndexView, ListView, OccasionView
from sitegen.plan.excerpts import Excerpt, Listed
from sitegen.plan.views import life, schema_org
from sitegen.plan.views.frame import Guide, Navigation, Spot, frame
from sitegen.plan.views.reader import Reader, bare

K = TypeVar("K")
Divisions: TypeAlias = "tuple[tuple[str, str, int], ...]"
"""What a list is divided into: a year or a type, its address or nothing, and how many it holds, or 0."""

PER_PAGE = 20
MORE = 100
"""How many of one type stand on a page below a topic or an organisation: fewer pages, for who looks through them."""
NEWEST = 10


@dataclass(frozen=True, slots=True)
class Listing:
    """One list in one language: its root, and the announcements in it, in order. `total` counts them.

    `calendar` is the address of a section's calendar, where it has one.
    A part of another is a year of a section, or a type below a topic or an organisation (there called by `word`).
    """

    kind: str
    name: str
    language: str
    address: str
    announcements: tuple[Announcement, ...]
    total: int
    year: str = ""
    calendar: str = ""
    type: str = ""
    word: str = ""

    @property
    def part(self) -> str:
        """Give what tells it from the whole that it is a part of, or nothing."""
        return self.year or self.type

    @property
    def whole(self) -> str:
        """Give the address of the whole that it is a part of, or its own."""
        return self.address.removesuffix(f"{self.year or self.word}/") if self.part else self.address

    @property
    def size(self) -> int:
        """Give how many stand on a page."""
        return MORE if self.type else PER_PAGE

    def pages(self) -> int:
        """Give how many pages it takes."""
        return max(1, -(-self.total // self.size))

    def page(self, number: int) -> str:
        """Give the address of one of its pages."""
        return self.address if number == 1 else f"{self.address}page/{number}/"

    def bare(self) -> Listing:
        """Give it without its announcements."""
        return replace(self, announcements=())


def listings(readers: Mapping[str, Reader], order: Mapping[str, list[Announcement]]) -> list[Listing]:
    """Give every list that has something in it; `order` holds what each language's readers get."""
    lists = list[Listing]()
    for language, reader in readers.items():
        seen = order[language]
        typed = _grouped((announcement.type, announcement) for announcement in seen)
        for name in reader.site.types:
            address, mine = reader.site.sections.get((name, language)), typed.get(name)
            if address is not None and mine:
                calendar = f"{address}{routes.CALENDAR}" if any(map(reader.scheduled, mine)) else ""
                whole = Listing("section", name, language, address, tuple(mine), len(mine), calendar=calendar)
                lists += [whole, *_years(whole)]
        for kind, pointer in (("topics", "topic"), ("organisations", "organisation")):
            pairs = ((name, announcement) for announcement in seen for name in announcement.names.get(pointer, ()))
            for identity, group in sorted(_grouped(pairs).items()):
                address = reader.site.words[kind, language] + f"{identity}/"
                whole = Listing(kind, identity, language, address, tuple(group), len(group))
                lists += [whole, *_types(whole, reader.site)]
    return lists


def ordered(reader: Reader) -> list[Announcement]:
    """Give what a reader gets, newest first, then by title in the alphabet of the language."""
    site, key = reader.site, collation_key(reader.language)
    seen = [announcement for announcement in site.announcements.values() if reader.shows(announcement.identity)]
    days = _grouped((announcement.day(), announcement) for announcement in seen)
    for same in days.values():
        if len(same) > 1:  # a title's place in the alphabet costs more than all else here
            same.sort(key=lambda announcement: key(announcement.version(reader.language).title.text))
    return [announcement for day in sorted(days, reverse=True) for announcement in days[day]]


def _years(whole: Listing) -> Iterator[Listing]:
    years = _grouped((announcement.day().year, announcement) for announcement in whole.announcements)
    for year, part in sorted(years.items(), reverse=True):
        address = f"{whole.address}{year:04}/"
        yield replace(whole, address=address, announcements=tuple(part), total=len(part), year=f"{year:04}")


def _types(whole: Listing, site: Site) -> Iterator[Listing]:
    """Divide a list of more than one page by type, where there are several that have a section of their own."""
    divided = whole.announcements if whole.pages() > 1 else ()
    groups = _grouped((announcement.type, announcement) for announcement in divided)
    for name, part in groups.items() if len(groups) > 1 else ():
        word = site.sections.get((name, whole.language), "").split("/")[-2:-1]
        if word and word[0] not in routes.RESERVED:
            address = f"{whole.address}{word[0]}/"
            yield replace(whole, address=address, announcements=tuple(part), total=len(part), type=name, word=word[0])


def _grouped(pairs: Iterable[tuple[K, Announcement]]) -> dict[K, list[Announcement]]:
    """Group announcements, each group in their order."""
    groups = dict[K, list[Announcement]]()
    for name, announcement in pairs:
        groups.setdefault(name, []).append(announcement)
    return groups


def spots(listings: list[Listing], site: Site) -> dict[tuple[str, str, str, int], Spot]:
    """Say for each page of a list where it stands in each language; a page that one lacks leads to the list's first."""
    addresses = dict[tuple[str, str, str, int], dict[str, str]]()
    firsts = dict[tuple[str, str], dict[str, str]]()
    for listing in listings:
        if not listing.part:
            firsts.setdefault((listing.kind, listing.name), {})[listing.language] = listing.address
        for number in range(1, listing.pages() + 1):
            spot = listing.kind, listing.name, listing.part, number
            addresses.setdefault(spot, {})[listing.language] = listing.page(number)
    default = site.config.languages[0]
    return {key: Spot(placed, placed.get(default), firsts[key[:2]]) for key, placed in addresses.items()}


# --- views ------------------------------------------------------------------------------------------------------------


def entry(listed: Listed, reader: Reader) -> EntryView:
    """Give an announcement as it stands in a list."""
    cited, day = listed.cited, PartialDate(*listed.day)
    foreign = cited.language != reader.language
    title = reader.words(Text(cited.title, cited.language))
    return EntryView(
        link=LinkView(title, reader.to(cited.address), cited.language if foreign else ""),
        type_label=reader.singular(listed.type, listed.form),
        date=formats.date(day, reader.language) if listed.dated else published_here(day, reader),
        datetime=day.iso(),
        by_publication=not listed.dated,
        summary=reader.words(Text(listed.summary, cited.language)) if listed.summary else Words(""),
        state=listed.life.state,
        state_label=life.state(listed.life, listed.zone, reader),
        language=formats.language_name(cited.language, reader.language) if foreign else "",
    )


def published_here(day: PartialDate, reader: Reader) -> str:
    """Say of a day that it is the bulletin's and not the document's, which says none."""
    # Translators: stands in a list, in place of the date that a document does not give.
    return reader.catalogue.gettext("published here on %(date)s") % {"date": formats.date(day, reader.language)}


def pages(listings: list[Listing], readers: Mapping[str, Reader], guides: Mapping[str, Guide]) -> list[Page]:
    """Plan every page of every list."""
    where = spots(listings, next(iter(readers.values())).site)
    divided = dict[str, list[Listing]]()
    for listing in listings:
        if listing.part:
            divided.setdefault(listing.whole, []).append(listing)
    planned = list[Page]()
    for listing in listings:
        guide, bare = guides[listing.language], listing.bare()
        links = _divisions(listing, divided.get(listing.whole, []))
        for number in range(1, listing.pages() + 1):
            spot = where[listing.kind, listing.name, listing.part, number]
            part = listing.announcements[(number - 1) * listing.size : number * listing.size]
            entries = [guide.excerpts.listed(announcement) for announcement in part]
            recipe = _recipe(bare, number, guide, spot, links, entries)
            planned.append(Page(routes.file_of(listing.page(number)), "pages/list.html", recipe, listing.language))
    return planned


def _divisions(listing: Listing, divided: list[Listing]) -> Divisions:
    """Say what a list is divided into; a part does not count the others, so that it need not follow them."""
    if listing.part or listing.kind == "section":
        return tuple((division.part, division.address, 0 if listing.part else division.total) for division in divided)
    placed = {division.type: division.address for division in divided}
    counts = Counter(announcement.type for announcement in listing.announcements)
    return tuple((name, placed.get(name, ""), count) for name, count in counts.items()) if len(counts) > 1 else ()


def _recipe(
    listing: Listing,
    number: int,
    guide: Guide,
    spot: Spot,
    divisions: Divisions,
    entries: list[tuple[Listed, str]],
) -> Recipe:
    """Take from the site what a page of a list shows of it."""
    excerpts = guide.excerpts
    listed = tuple(row for row, _digest in entries)
    names = {kind: (listing.name,) if listing.kind == f"{kind}s" else () for kind in ("organisation", "topic")}
    organisations, of_organisations = excerpts.named("organisation", names["organisation"], whole=True)
    topics, of_topics = excerpts.named("topic", names["topic"])
    shown = [row.type for row in listed] + [name for name, _address, _count in divisions if listing.kind != "section"]
    types, of_types = excerpts.labelled(shown)
    excerpt = Excerpt(listing.language, excerpts.common, types, organisations, topics, {}, ())
    fed = listing.whole in guide.feeds
    digests = {
        "entries": key(*(digest for _listed, digest in entries)),
        "type": of_types,
        "names": of_organisations + of_topics,
        "site": guide.digest,
    }
    return _ListPage(digests, excerpt, guide.navigation, listed, listing, number, spot, divisions, fed)


@dataclass(frozen=True, slots=True)
class _ListPage(Recipe):
    """A page of a list; `fed` says whether the list has feeds."""

    OWN = "list"
    excerpt: Excerpt = field(repr=False)
    navigation: Navigation = field(repr=False)
    entries: tuple[Listed, ...] = field(repr=False)
    listing: Listing
    number: int
    spot: Spot
    divisions: Divisions
    fed: bool

    def view(self, words: Catalogue, _whole: Announcement | None, /) -> ListView:
        listing, number = self.listing, self.number
        site, _ = self.excerpt.site(), words.gettext
        reader = Reader(site, listing.language, words, listing.page(number))
        heading, trail = _heading(listing, reader)
        label = reader.plural(listing.type) if listing.type else ""
        title = Words(f"{heading.text}: {label}", heading.lang) if label else heading
        of = trail[-1].words if listing.year else heading
        if number > 1:
            title = Words(_("%(title)s, page %(number)s") % {"title": title.text, "number": number}, title.lang)
        registered = listing.kind == "section" and site.types[listing.name].register
        return ListView(
            frame=frame(
                reader,
                self.spot,
                title,
                self.navigation,
                trail=trail,
                calendar=listing.calendar,
                feed=LinkView(of, listing.whole) if self.fed else None,
            ),
            heading=heading,
            part=label,
            entries=tuple(entry(listed, reader) for listed in self.entries),
            total=listing.total,
            page=number,
            pages=_numbers(listing, number, reader) if listing.pages() > 1 else (),
            years=years(self.divisions, reader, listing.address) if listing.kind == "section" else (),
            types=_types_of(self.divisions, reader, listing.address) if listing.kind != "section" else (),
            register=reader.to(register(listing)) if registered else "",
            details=_details(listing, reader),
        )


def years(divisions: Divisions, reader: Reader, current: str) -> tuple[tuple[LinkView, int], ...]:
    """Link the years of a section or a register, each with how many announcements it holds, or 0."""
    return tuple((LinkView(Words(year), reader.to(at), current=at == current), count) for year, at, count in divisions)


def _types_of(divisions: Divisions, reader: Reader, current: str) -> tuple[tuple[LinkView, int], ...]:
    """Link the types below a topic or an organisation by the alphabet; a short list has no pages of them."""
    order = collation_key(reader.language)
    links = [
        (LinkView(Words(reader.plural(name)), at and reader.to(at), current=at == current), count)
        for name, at, count in divisions
    ]
    return tuple(sorted(links, key=lambda pair: order(pair[0].words.text)))


def register(listing: Listing) -> str:
    """Give the address of the register that goes with a section, or with a year of one."""
    return f"{listing.whole}register/{listing.year}/" if listing.year else f"{listing.whole}register/"


def _heading(listing: Listing, reader: Reader) -> tuple[Words, tuple[LinkView, ...]]:
    site, _ = reader.site, reader.catalogue.gettext
    if listing.kind == "section":
        label = reader.plural(listing.name)
        if not listing.year:
            return Words(label), ()
        root = site.sections[listing.name, reader.language]
        return Words(f"{label} {listing.year}"), (LinkView(Words(label), reader.to(root)),)
    word = _("Topics") if listing.kind == "topics" else _("Organisations")
    named = (site.topics if listing.kind == "topics" else site.organisations)[listing.name]
    name = reader.words(reader.name(named))
    trail = (LinkView(Words(word), reader.to(site.words[listing.kind, reader.language])),)
    return name, (*trail, LinkView(name, reader.to(listing.whole))) if listing.type else trail


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
    fields = []
    if place:
        fields.append(FieldView("place", reader.label("Place"), items=((Piece(Words(place)),),)))
    if url:
        fields.append(FieldView("url", reader.label("Address"), items=((Piece(Words(url), href=url),),)))
    return tuple(fields)


def home(
    reader: Reader,
    spot: Spot,
    guide: Guide,
    listings: list[Listing],
    order: list[Announcement],
    due: tuple[OccasionView, ...],
) -> Page:
    """Plan a language's home; `order` is what its readers get, `due` what is next."""
    sections = reader.site.sections
    seen = [announcement for announcement in order if (announcement.type, reader.language) in sections]
    seen.sort(key=lambda announcement: announcement.published, reverse=True)
    view = HomeView(
        frame=frame(reader, spot, Words(reader.title()), guide.navigation),
        due=due,
        due_href=reader.to(reader.site.words["due", reader.language]) if guide.navigation.calendar else "",
        newest=tuple(entry(guide.excerpts.listed(announcement)[0], reader) for announcement in seen[:NEWEST]),
        sections=_counted(listings, "section", reader),
        topics=_counted(listings, "topics", reader),
        json_ld=schema_org.site(reader),
    )
    return Page(routes.file_of(reader.address), "pages/home.html", view, reader.language)


def index(kind: str, reader: Reader, spot: Spot, guide: Guide, listings: list[Listing]) -> Page:
    """Plan the page of all topics, or of all organisations."""
    _ = reader.catalogue.gettext
    heading = Words(_("Topics") if kind == "topics" else _("Organisations"))
    view = IndexView(frame(reader, spot, heading, guide.navigation), heading, _counted(listings, kind, reader))
    return Page(routes.file_of(reader.address), "pages/index.html", view, reader.language)


def _counted(listings: list[Listing], kind: str, reader: Reader) -> tuple[tuple[LinkView, int], ...]:
    order = collation_key(reader.language)
    counted = [
        (LinkView(_heading(listing, reader)[0], reader.to(listing.address)), listing.total)
        for listing in listings
        if listing.kind == kind and listing.language == reader.language and not listing.part
    ]
    return tuple(sorted(counted, key=lambda pair: order(bare(pair[0].words))))
