"""Lists: the home, sections and their years, topics, organisations. What stands where is known before any is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from sitegen import formats, routes
from sitegen.catalogues import Catalogue
from sitegen.keys import key
from sitegen.model import Announcement, PartialDate, Site, Text
from sitegen.pages import Page, Recipe
from sitegen.plan import lives
from sitegen.plan.excerpts import Excerpt, Listed
from sitegen.plan.frames import Guide, Navigation, Spot, frame
from sitegen.plan.reader import Reader, bare
from sitegen.text import collation_key
from sitegen.views import EntryView, FieldView, HomeView, IndexView, LinkView, ListView, Piece, Words

K = TypeVar("K")

PER_PAGE = 20
NEWEST = 10


@dataclass(frozen=True, slots=True)
class Listing:
    """One list in one language: its root, and the announcements in it, in order. `total` counts them."""

    kind: str
    name: str
    language: str
    address: str
    announcements: tuple[Announcement, ...]
    total: int
    year: str = ""

    def pages(self) -> int:
        """Give how many pages it takes."""
        return max(1, -(-self.total // PER_PAGE))

    def page(self, number: int) -> str:
        """Give the address of one of its pages."""
        return self.address if number == 1 else f"{self.address}page/{number}/"

    def bare(self) -> Listing:
        """Give it without its announcements."""
        return replace(self, announcements=())


def listings(readers: Mapping[str, Reader], order: Mapping[str, list[Announcement]]) -> list[Listing]:
    """Give every list that has something in it; `order` holds what each language's readers get."""
    found = list[Listing]()
    for language, reader in readers.items():
        seen = order[language]
        typed = _grouped((announcement.type, announcement) for announcement in seen)
        for name in reader.site.types:
            address, mine = reader.site.sections.get((name, language)), typed.get(name)
            if address is not None and mine:
                found.append(Listing("section", name, language, address, tuple(mine), len(mine)))
                found += _years(name, language, address, mine)
        for kind, field in (("topics", "topic"), ("organisations", "organisation")):
            groups = _grouped((identity, one) for one in seen for identity in one.names.get(field, ()))
            for identity, group in sorted(groups.items()):
                address = reader.site.words[kind, language] + f"{identity}/"
                found.append(Listing(kind, identity, language, address, tuple(group), len(group)))
    return found


def ordered(reader: Reader) -> list[Announcement]:
    """Give what a reader gets, newest first, then by title in the alphabet of the language."""
    site, key = reader.site, collation_key(reader.language)
    seen = [announcement for announcement in site.announcements.values() if reader.shows(announcement.identity)]
    days = _grouped((announcement.day(), announcement) for announcement in seen)
    for same in days.values():
        if len(same) > 1:  # a title's place in the alphabet costs more than all else here
            same.sort(key=lambda announcement: key(announcement.version(reader.language).title.text))
    return [announcement for day in sorted(days, reverse=True) for announcement in days[day]]


def _years(name: str, language: str, address: str, mine: list[Announcement]) -> Iterator[Listing]:
    for year, part in sorted(_grouped((one.day().year, one) for one in mine).items(), reverse=True):
        yield Listing("section", name, language, f"{address}{year:04}/", tuple(part), len(part), f"{year:04}")


def _grouped(pairs: Iterable[tuple[K, Announcement]]) -> dict[K, list[Announcement]]:
    """Group announcements, each group in their order."""
    groups = dict[K, list[Announcement]]()
    for name, announcement in pairs:
        groups.setdefault(name, []).append(announcement)
    return groups


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


def entry(listed: Listed, reader: Reader) -> EntryView:
    """Give an announcement as it stands in a list."""
    cited, day = listed.cited, PartialDate(*listed.day)
    foreign = cited.language != reader.language
    label = reader.site.types[listed.type].label[0]
    title = reader.words(Text(cited.title, cited.language))
    return EntryView(
        link=LinkView(title, reader.to(cited.address), cited.language if foreign else ""),
        type_label=reader.catalogue.pgettext("type", label),
        date=formats.date(day, reader.language),
        datetime=day.iso(),
        by_publication=not listed.dated,
        summary=reader.words(Text(listed.summary, cited.language)) if listed.summary else Words(""),
        state=listed.life.state,
        state_label=lives.state(listed.life, listed.zone, reader),
        language=formats.language_name(cited.language, reader.language) if foreign else "",
    )


def pages(found: list[Listing], readers: Mapping[str, Reader], guides: Mapping[str, Guide]) -> list[Page]:
    """Plan every page of every list."""
    where = spots(found, next(iter(readers.values())).site)
    years = dict[tuple[str, str], list[Listing]]()
    for listing in found:
        if listing.year:
            years.setdefault((listing.name, listing.language), []).append(listing)
    made = list[Page]()
    for listing in found:
        guide, bare = guides[listing.language], listing.bare()
        siblings = years.get((listing.name, listing.language), []) if listing.kind == "section" else []
        links = tuple((year.year, year.address) for year in siblings)
        for number in range(1, listing.pages() + 1):
            spot = where[listing.kind, listing.name, listing.year, number]
            part = listing.announcements[(number - 1) * PER_PAGE : number * PER_PAGE]
            entries = [guide.excerpts.listed(announcement) for announcement in part]
            recipe = _recipe(bare, number, guide, spot, links, entries)
            made.append(Page(routes.file_of(listing.page(number)), "pages/list.html", recipe, listing.language))
    return made


def _recipe(
    listing: Listing,
    number: int,
    guide: Guide,
    spot: Spot,
    years: tuple[tuple[str, str], ...],
    entries: list[tuple[Listed, str]],
) -> Recipe:
    """Take from the site what a page of a list shows of it."""
    excerpts = guide.excerpts
    listed = tuple(one for one, _digest in entries)
    names = {kind: (listing.name,) if listing.kind == f"{kind}s" else () for kind in ("organisation", "topic")}
    organisations, of_organisations = excerpts.named("organisation", names["organisation"], whole=True)
    topics, of_topics = excerpts.named("topic", names["topic"])
    labels = {one.type: excerpts.labels[one.type] for one in listed}
    types = {name: declared for name, (declared, _digest) in labels.items()}
    excerpt = Excerpt(listing.language, excerpts.common, types, organisations, topics, {}, ())
    return Recipe(
        partial(_view, excerpt, listing, number, guide.navigation, spot, years, listed),
        {
            "entries": key(*(digest for _listed, digest in entries)),
            "type": "".join([digest for _declared, digest in labels.values()]),
            "names": of_organisations + of_topics,
            "list": key(listing, number, spot, years),
            "site": guide.digest,
        },
    )


def _view(
    excerpt: Excerpt,
    listing: Listing,
    number: int,
    guide: Navigation,
    spot: Spot,
    years: tuple[tuple[str, str], ...],
    entries: tuple[Listed, ...],
    words: Catalogue,
    _whole: Announcement | None,
) -> ListView:
    site, _ = excerpt.site(), words.gettext
    reader = Reader(site, listing.language, words, listing.page(number))
    heading, trail = _heading(listing, reader)
    title = heading
    if number > 1:
        title = Words(_("%(title)s, page %(number)s") % {"title": heading.text, "number": number}, heading.lang)
    registered = listing.kind == "section" and site.types[listing.name].register
    return ListView(
        frame=frame(reader, spot, title, guide, trail=trail),
        heading=heading,
        entries=tuple(entry(listed, reader) for listed in entries),
        total=listing.total,
        page=number,
        pages=_numbers(listing, number, reader) if listing.pages() > 1 else (),
        years=tuple(LinkView(Words(year), reader.to(at), current=at == listing.address) for year, at in years),
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


def home(reader: Reader, spot: Spot, guide: Guide, found: list[Listing], order: list[Announcement]) -> Page:
    """Plan a language's home; `order` is what its readers get."""
    sections = reader.site.sections
    seen = [announcement for announcement in order if (announcement.type, reader.language) in sections]
    seen.sort(key=lambda announcement: announcement.published, reverse=True)
    mine = [listing for listing in found if listing.language == reader.language and not listing.year]
    view = HomeView(
        frame=frame(reader, spot, Words(reader.title()), guide.navigation),
        newest=tuple(entry(guide.excerpts.listed(announcement)[0], reader) for announcement in seen[:NEWEST]),
        sections=_counted(mine, "section", reader),
        topics=_counted(mine, "topics", reader),
    )
    return Page(routes.file_of(reader.address), "pages/home.html", view, reader.language)


def index(kind: str, reader: Reader, spot: Spot, guide: Guide, found: list[Listing]) -> Page:
    """Plan the page of all topics, or of all organisations."""
    _ = reader.catalogue.gettext
    mine = [listing for listing in found if listing.language == reader.language]
    heading = Words(_("Topics") if kind == "topics" else _("Organisations"))
    view = IndexView(frame(reader, spot, heading, guide.navigation), heading, _counted(mine, kind, reader))
    return Page(routes.file_of(reader.address), "pages/index.html", view, reader.language)


def _counted(found: list[Listing], kind: str, reader: Reader) -> tuple[tuple[LinkView, int], ...]:
    order = collation_key(reader.language)
    counted = [
        (LinkView(_heading(listing, reader)[0], reader.to(listing.address)), listing.total)
        for listing in found
        if listing.kind == kind
    ]
    return tuple(sorted(counted, key=lambda pair: order(bare(pair[0].words))))
