"""Plan all that ought to be on disk: each page with exactly what its template may see. Nothing is read or rendered."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.catalogues import Catalogue
from sitegen.keys import key
from sitegen.model import Site
from sitegen.pages import Copy, Page, Plan
from sitegen.plan import articles, documents, feeds, lists, registers
from sitegen.plan.excerpts import Excerpts
from sitegen.plan.frames import Guide, Navigation, Spot, navigation
from sitegen.plan.reader import Reader


def plan(site: Site, words: Mapping[str, Catalogue], static: Mapping[str, str], paper: str = "") -> Plan:
    """Plan a checked site; `static` holds the digest of each static file of the theme by its name.

    `paper` is the digest of the fonts of PDFs, without which none are planned.
    """
    languages = site.config.languages
    readers = {language: Reader(site, language, words[language]) for language in languages}
    order = {language: lists.ordered(reader) for language, reader in readers.items()}
    found = lists.listings(readers, order)
    kinds = {language: {one.kind for one in found if one.language == language} for language in languages}
    guides = {}
    for language, reader in readers.items():
        shown = {one.name: None for one in found if one.kind == "section" and one.language == language}
        guide, excerpts = navigation(reader, shown, kinds[language]), Excerpts(site, language)
        guides[language] = Guide(guide, excerpts, key(guide, excerpts.common))
    papers = {language: _aside(guide, paper) for language, guide in guides.items()} if paper else {}
    made = list[Page | Copy]()
    for announcement in site.announcements.values():
        made += documents.pages(announcement, readers, guides, papers)
    made += documents.redirects(readers)
    homes = Spot({language: f"{language}/" for language in languages}, "")
    indexes = dict[str, Spot]()
    for kind in ("topics", "organisations"):
        placed = {language: site.words[kind, language] for language in languages if kind in kinds[language]}
        indexes[kind] = Spot(placed, placed.get(languages[0]))
    for language, reader in readers.items():
        made.append(lists.home(reader.at(f"{language}/"), homes, guides[language], found, order[language]))
        for kind, spot in indexes.items():
            if language in spot.addresses:
                made.append(lists.index(kind, reader.at(spot.addresses[language]), spot, guides[language], found))
        made += feeds.feeds(reader)
    made += lists.pages(found, readers, guides)
    made += registers.pages(found, readers, guides)
    made += feeds.root(readers, homes)
    spots = [homes, *indexes.values(), *lists.spots(found, site).values(), *registers.spots(found, site).values()]
    spots += [
        articles.spot(site, announcement)
        for announcement in site.announcements.values()
        if not announcement.unpublished
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


def _aside(guide: Guide, paper: str) -> Guide:
    """Guide a page that leads nowhere: what the navigation holds does not change it."""
    return Guide(Navigation((), (), ()), guide.excerpts, key(guide.excerpts.common, paper))
