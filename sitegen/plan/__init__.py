"""Plan all that ought to be on disk: each page with exactly what its template may see. Nothing is read or rendered."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sitegen.catalogues import Catalogue
from sitegen.keys import key
from sitegen.model import Site
from sitegen.pages import Copy, Page, Plan
from sitegen.plan import articles, calendars, documents, due, feeds, lists, registers
from sitegen.plan.excerpts import Excerpts
from sitegen.plan.frames import Guide, Spot, navigation
from sitegen.plan.lists import Listing
from sitegen.plan.reader import Reader


def plan(site: Site, words: Mapping[str, Catalogue], static: Mapping[str, str]) -> Plan:
    """Plan a checked site; `static` holds the digest of each static file of the theme by its name."""
    languages = site.config.languages
    readers = {language: Reader(site, language, words[language]) for language in languages}
    order = {language: lists.ordered(reader) for language, reader in readers.items()}
    found = lists.listings(readers, order)
    kinds = {language: {one.kind for one in found if one.language == language} for language in languages}
    dates = due.spot(readers, order)
    for language in dates.addresses:
        kinds[language].add("due")
    guides = {language: _guide(reader, found, kinds[language]) for language, reader in readers.items()}
    made = list[Page | Copy]()
    for announcement in site.announcements.values():
        made += documents.pages(announcement, readers, guides)
    made += documents.redirects(readers)
    homes = Spot({language: f"{language}/" for language in languages}, "")
    indexes = dict[str, Spot]()
    for kind in ("topics", "organisations"):
        placed = {language: site.words[kind, language] for language in languages if kind in kinds[language]}
        indexes[kind] = Spot(placed, placed.get(languages[0]))
    for language, reader in readers.items():
        home, guide = reader.at(f"{language}/"), guides[language]
        made.append(lists.home(home, homes, guide, found, order[language], due.coming(home, guide)))
        for kind, spot in indexes.items():
            if language in spot.addresses:
                made.append(lists.index(kind, reader.at(spot.addresses[language]), spot, guide, found))
        made += feeds.feeds(reader)
    made += lists.pages(found, readers, guides)
    made += registers.pages(found, readers, guides)
    made += due.pages(dates, readers, guides, found)
    made += calendars.pages(found, order, readers, guides)
    made += feeds.root(readers, homes)
    spots = [
        homes,
        dates,
        *indexes.values(),
        *lists.spots(found, site).values(),
        *registers.spots(found, site).values(),
        *(articles.spot(site, one) for one in site.announcements.values() if not one.unpublished),
    ]
    made += feeds.sitemap(site, spots)
    made += [Copy(f"static/{name}", name, digest, static=True) for name, digest in sorted(static.items())]
    return Plan(
        pages=tuple(page for page in made if isinstance(page, Page)),
        copies=tuple(copy for copy in made if isinstance(copy, Copy)),
        documents={
            identity: {tag: site.addresses[identity, tag] for tag in announcement.documents}
            for identity, announcement in sorted(site.announcements.items())
        },
    )


def _guide(reader: Reader, found: list[Listing], kinds: Collection[str]) -> Guide:
    shown = {one.name: None for one in found if one.kind == "section" and one.language == reader.language}
    links, excerpts = navigation(reader, shown, kinds), Excerpts(reader.site, reader.language)
    return Guide(links, excerpts, key(links, excerpts.common))
