"""Plan all that ought to be on disk: each page with exactly what its template may see. Nothing is read or rendered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from sitegen.model import Announcement, Document, Site
from sitegen.model.keys import digest, key
from sitegen.model.pages import Copy, Page, Plan
from sitegen.model.sites import Theme
from sitegen.plan import calendars, comparisons, documents, due, editors, feeds, hosts, lists, registers, search
from sitegen.plan.excerpts import Excerpts
from sitegen.plan.lists import Listing
from sitegen.plan.opendata import catalogue, data_sets
from sitegen.plan.views import document
from sitegen.plan.views.frame import Guide, Navigation, Spot, navigation
from sitegen.plan.views.reader import Reader


def plan(site: Site, theme: Theme, indexer: str, paper: str = "") -> Plan:
    """Plan a checked site.

    `indexer` names what makes the search index; where it is empty there is no search. `paper` is the digest of
    what draws PDFs, without which none are planned.
    """
    languages = site.config.languages
    readers = {language: Reader(site, language, theme.catalogues[language]) for language in languages}
    order = {language: lists.ordered(reader) for language, reader in readers.items()}
    listings = lists.listings(readers, order)
    homes = Spot({language: f"{language}/" for language in languages}, "")
    kinds = {language: {listing.kind for listing in listings if listing.language == language} for language in languages}
    indexes = {kind: _spot(kind, site, kinds) for kind in ("topics", "organisations")}
    indexes["data"] = _spot("data", site, {listing.language: {"data"} for listing in registers.whole(listings, site)})
    dates = due.spot(readers, order)
    followed = {language: feeds.sources(reader) for language, reader in readers.items()}
    guides = {}
    for language, reader in readers.items():
        ways = search.kinds(language, order[language], indexer) | comparisons.kinds(theme.templates)
        guides[language] = _guide(reader, listings, {**indexes, "due": dates}, ways, followed[language])
    papers = {language: _aside(guide, paper) for language, guide in guides.items()} if paper else {}
    planned = list[Page | Copy]()
    for announcement in site.announcements.values():
        planned += documents.pages(announcement, readers, guides, papers)
        planned += comparisons.pages(announcement, readers, guides)
    planned += documents.redirects(readers)
    for language, reader in readers.items():
        guide = guides[language]
        planned += _fronts(reader, guide, listings, order[language], homes, indexes)
        planned += feeds.feeds(reader, guide.excerpts, followed[language])
    planned += _listed(readers, guides, listings, order, dates)
    planned += feeds.root(readers, homes)
    to_search = search.pages(readers, guides, listings, order, indexer)
    planned += to_search.pages
    planned += feeds.sitemap(site, _spots(site, listings, [homes, dates, *indexes.values(), *to_search.spots]))
    planned += editors.pages(readers, guides, theme.handbooks)
    planned += [Copy(f"static/{name}", name, digest(data), static=True) for name, data in sorted(theme.static.items())]
    planned += documents.beside(site, planned)
    planned += hosts.pages(readers, planned)
    return Plan(
        pages=tuple(page for page in planned if isinstance(page, Page)),
        copies=tuple(copy for copy in planned if isinstance(copy, Copy)),
        documents=_by_document(site, lambda identity, version: site.addresses[identity, version.language]),
        titles=_by_document(site, lambda _identity, version: version.title.text),
        bundles=tuple(search.indexes(readers, guides, order, indexer)),
    )


def _by_document(site: Site, of: Callable[[str, Document], str]) -> dict[str, dict[str, str]]:
    """Give something of each document, by identity and language."""
    return {
        identity: {tag: of(identity, version) for tag, version in announcement.documents.items()}
        for identity, announcement in sorted(site.announcements.items())
    }


def _spot(kind: str, site: Site, kinds: Mapping[str, Collection[str]]) -> Spot:
    """Say where a page of a kind stands, in the languages that have something of it."""
    languages = site.config.languages
    placed = {language: site.words[kind, language] for language in languages if kind in kinds.get(language, ())}
    return Spot(placed, placed.get(languages[0]))


def _guide(
    reader: Reader, listings: list[Listing], indexes: Mapping[str, Spot], ways: set[str], fed: Mapping[str, object]
) -> Guide:
    """Give what planning the pages of a language needs: what it has beside its sections, and what has feeds."""
    mine = [listing for listing in listings if listing.kind == "section" and listing.language == reader.language]
    kinds = ways | {kind for kind, spot in indexes.items() if reader.language in spot.addresses}
    links, excerpts = (
        navigation(reader, dict.fromkeys(listing.name for listing in mine), kinds),
        Excerpts(reader.site, reader.language),
    )
    return Guide(links, excerpts, key(links, excerpts.common), fed.keys())


def _fronts(
    reader: Reader,
    guide: Guide,
    listings: list[Listing],
    order: list[Announcement],
    homes: Spot,
    indexes: Mapping[str, Spot],
) -> Iterator[Page]:
    """Plan the home of a language, and its pages of all topics, of all organisations and of all data sets."""
    home = reader.at(f"{reader.language}/")
    yield lists.home(home, homes, guide, listings, order, due.coming(home, guide))
    for kind, spot in indexes.items():
        if reader.language in spot.addresses:
            index = data_sets if kind == "data" else partial(lists.index, kind)
            yield index(reader.at(spot.addresses[reader.language]), spot, guide, listings)


def _listed(
    readers: Mapping[str, Reader],
    guides: Mapping[str, Guide],
    listings: list[Listing],
    order: Mapping[str, list[Announcement]],
    dates: Spot,
) -> Iterator[Page]:
    """Plan what shows many announcements: lists, registers, what is due, calendars, the catalogue of data sets."""
    yield from lists.pages(listings, readers, guides)
    yield from registers.pages(listings, readers, guides)
    yield from due.pages(dates, readers, guides, listings)
    yield from calendars.pages(listings, order, readers, guides)
    yield from catalogue(readers, listings)


def _spots(site: Site, listings: list[Listing], first: list[Spot]) -> list[Spot]:
    """Say where all pages stand that are there for themselves."""
    spots = [*first, *lists.spots(listings, site).values(), *registers.spots(listings, site).values()]
    public = (announcement for announcement in site.announcements.values() if not announcement.unpublished)
    return [*spots, *(document.spot(site, announcement) for announcement in public)]


def _aside(guide: Guide, paper: str) -> Guide:
    """Guide a page that leads nowhere: what the navigation holds does not change it."""
    return Guide(Navigation((), (), ()), guide.excerpts, key(guide.excerpts.common, paper), ())
