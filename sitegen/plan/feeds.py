"""What machines read: feeds, sitemap, robots.txt. And the pages in front of all languages: the chooser and the 404."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from urllib.parse import urlsplit

from sitegen import formats, routes
from sitegen.catalogues import Catalogue
from sitegen.keys import key
from sitegen.model import Announcement, Moment, Site, Text
from sitegen.pages import NOT_FOUND, Page, Recipe
from sitegen.plan.frames import Spot, alternates
from sitegen.plan.reader import Reader, bare
from sitegen.views import (
    AlternateView,
    ChoiceView,
    ChooserView,
    FeedEntryView,
    FeedView,
    RobotsView,
    SitemapView,
    Words,
)

NEWEST = 20


def feeds(reader: Reader) -> list[Page]:
    """Plan the Atom feed and the JSON Feed of a language: its own documents, the newest first."""
    site, language = reader.site, reader.language
    own = [
        announcement
        for announcement in site.announcements.values()
        if language in announcement.documents.keys() - announcement.unpublished
        and (announcement.type, language) in site.sections
    ]
    own.sort(key=lambda announcement: (announcement.published, announcement.identity), reverse=True)
    entries = tuple(_entry(announcement, reader) for announcement in own[:NEWEST])
    made = []
    for name, template in (("feed.xml", "feeds/atom.xml"), ("feed.json", "feed.json")):
        view = FeedView(
            id=f"tag:{site.config.id},2026:{language}",
            lang=language,
            title=reader.title(),
            home=routes.absolute(site.config.base_url, f"{language}/"),
            address=routes.absolute(site.config.base_url, f"{language}/{name}"),
            updated=max((entry.updated for entry in entries), default="1970-01-01T00:00:00Z"),
            entries=entries,
        )
        made.append(Page(f"{language}/{name}", template, view, language))
    return made


def _entry(announcement: Announcement, reader: Reader) -> FeedEntryView:
    site, version = reader.site, announcement.documents[reader.language]
    summary, updated = version.values.get("summary"), version.values.get("updated")
    published = announcement.published.isoformat()
    label = site.types[announcement.type].label[0]
    return FeedEntryView(
        # RFC 4151; the id of the site, never its address, so that a move breaks no reader's memory.
        id=f"tag:{site.config.id},{announcement.published.year}:{announcement.identity}/{reader.language}",
        title=_bare(version.title, reader),
        href=routes.absolute(site.config.base_url, site.addresses[announcement.identity, reader.language]),
        hreflang=version.lang,
        published=published,
        updated=formats.rfc3339(updated, announcement.zone) if isinstance(updated, Moment) else published,
        summary=_bare(summary, reader) if isinstance(summary, Text) else Words(""),
        type_label=reader.catalogue.pgettext("type", label),
    )


def _bare(text: Text, reader: Reader) -> Words:
    words = reader.words(text)
    return Words(bare(words), words.lang)


def root(readers: Mapping[str, Reader], homes: Spot) -> list[Page]:
    """Plan the page where a reader chooses the language, and the page for addresses that are not."""
    site = next(iter(readers.values())).site
    language = site.config.languages[0]
    base = site.config.base_url
    # A missing page may be at any depth: its links begin at the host's root. On a disk there are none.
    path = "" if site.config.portable else urlsplit(base).path
    made = []
    for file, template, prefix in (("index.html", "pages/chooser.html", ""), (NOT_FOUND, "pages/not-found.html", path)):
        view = ChooserView(
            root=prefix,
            lang=language,
            title=readers[language].title(),
            canonical=base,
            choices=tuple(_choice(reader, prefix) for reader in readers.values()),
            alternates=alternates(base, homes) if file == "index.html" else (),
        )
        made.append(Page(file, template, view, language))
    return made


def _choice(reader: Reader, prefix: str) -> ChoiceView:
    _ = reader.catalogue.gettext
    return ChoiceView(
        lang=reader.language,
        name=formats.endonym(reader.language),
        href=prefix + reader.at("").to(f"{reader.language}/"),
        site_title=reader.title(),
        invitation=_("Read the bulletin in English"),
        not_found_title=_("Page not found"),
        not_found_text=_(
            "There is nothing at this address. It may have been mistyped; the home page leads to everything."
        ),
    )


def sitemap(site: Site, spots: Iterable[Spot]) -> list[Page]:
    """Plan the sitemap (every page that stands for itself) and robots.txt."""
    base, language = site.config.base_url, site.config.languages[0]
    placed = tuple((tuple(spot.addresses.items()), spot.default) for spot in spots)
    recipe = Recipe(partial(_sitemap, base, placed), {"addresses": key(base, placed)})
    return [
        Page("sitemap.xml", "feeds/sitemap.xml", recipe, language),
        Page("robots.txt", "feeds/robots.txt", RobotsView(routes.absolute(base, "sitemap.xml")), language),
    ]


def _sitemap(
    base: str,
    placed: Iterable[tuple[tuple[tuple[str, str], ...], str | None]],
    _words: Catalogue,
    _whole: Announcement | None,
) -> SitemapView:
    pages = dict[str, tuple[AlternateView, ...]]()
    for addresses, default in placed:
        alternate = alternates(base, Spot(dict(addresses), default))
        pages |= {routes.absolute(base, address): alternate for _language, address in addresses}
    return SitemapView(tuple(sorted(pages.items())))
