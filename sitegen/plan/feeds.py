"""What machines read: feeds, sitemap, robots.txt. And the pages in front of all languages: the chooser and the 404."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from sitegen.language import formats
from sitegen.language.text import plain
from sitegen.language.typography import typography
from sitegen.model import Announcement, Site, Text, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.keys import key
from sitegen.model.pages import NOT_FOUND, Page, Recipe
from sitegen.model.views import AlternateView, Words
from sitegen.model.views.data import FeedEntryView, FeedView
from sitegen.model.views.front import ChoiceView, ChooserView, RobotsView, SitemapView
from sitegen.plan.excerpts import Excerpts, Fed
from sitegen.plan.views.frame import FEEDS, Spot, alternates
from sitegen.plan.views.reader import Reader, called

NEWEST = 20


def sources(reader: Reader) -> dict[str, list[Announcement]]:
    """Give the newest of each list that has feeds, by the list's address: of what is in the reader's own language."""
    site, language = reader.site, reader.language
    own = [
        announcement
        for announcement in site.announcements.values()
        if language in announcement.documents.keys() - announcement.unpublished
        and (announcement.type, language) in site.sections
    ]
    own.sort(key=lambda announcement: (announcement.published, announcement.identity), reverse=True)
    newest: dict[str, list[Announcement]] = {f"{language}/": own[:NEWEST]}
    for announcement in own:
        for address in _followed(announcement, reader):
            entries = newest.setdefault(address, [])
            if len(entries) < NEWEST:
                entries.append(announcement)
    return newest


def _followed(announcement: Announcement, reader: Reader) -> Iterator[str]:
    """Give the addresses of the section, the topics and the organisations that an announcement belongs to."""
    site, language = reader.site, reader.language
    yield site.sections[announcement.type, language]
    for kind, pointer in (("topics", "topic"), ("organisations", "organisation")):
        root = site.words[kind, language]
        yield from (f"{root}{name}/" for name in announcement.names.get(pointer, ()))


def feeds(reader: Reader, excerpts: Excerpts, newest: Mapping[str, list[Announcement]]) -> list[Page]:
    """Plan the Atom feed and the JSON Feed of each list, the newest first; a language has them even when empty."""
    site, language = reader.site, reader.language
    sections = {name: address for (name, tag), address in site.sections.items() if tag == language}
    lists = {address: (Words(reader.plural(name)), "section", name) for name, address in sections.items()}
    for kind, known in (("topics", site.topics), ("organisations", site.organisations)):
        root = site.words[kind, language]
        titles = {identity: reader.words(reader.name(named)) for identity, named in known.items()}
        lists |= {f"{root}{identity}/": (label, kind, identity) for identity, label in titles.items()}
    planned = list[Page]()
    for address, announcements in newest.items():
        name, *path = lists.get(address, (Words(""),))
        title = f"{name.text} – {reader.title()}" if name.text else reader.title()
        entries = [excerpts.fed(announcement) for announcement in announcements]
        labels = {fed.type: site.types[fed.type].label[0] for fed, _digest in entries}
        for _name, file in FEEDS:
            empty = FeedView(
                id="/".join([f"tag:{site.config.id},2026:{language}", *path]),
                lang=language,
                title=Words(plain(title), name.lang),
                author=site.config.publisher or reader.title(),
                home=routes.absolute(site.config.base_url, address),
                address=routes.absolute(site.config.base_url, address + file),
            )
            digests = {"entries": key(*(digest for _fed, digest in entries)), "type": key(labels)}
            recipe = _Feed(digests, tuple(fed for fed, _digest in entries), labels, empty)
            planned.append(Page(address + file, _TEMPLATES[file], recipe, language))
    return planned


_TEMPLATES = {"feed.xml": "feeds/atom.xml", "feed.json": "feed.json"}


@dataclass(frozen=True, slots=True)
class _Feed(Recipe):
    """A feed: what it is without its entries, and these; `labels` are those of their types."""

    OWN = "list"
    entries: tuple[Fed, ...] = field(repr=False)
    labels: Mapping[str, str] = field(repr=False)
    empty: FeedView

    def view(self, words: Catalogue, _whole: Announcement | None, /) -> FeedView:
        entries = tuple(
            _entry(fed, called(words, self.labels[fed.type], fed.form), self.empty.lang) for fed in self.entries
        )
        latest = max((entry.updated for entry in entries), key=datetime.fromisoformat, default="1970-01-01T00:00:00Z")
        return replace(self.empty, updated=latest, entries=entries)


def _entry(fed: Fed, label: str, language: str) -> FeedEntryView:
    published = fed.published.isoformat()
    updated = formats.rfc3339(fed.updated, fed.zone) if fed.updated else published
    return FeedEntryView(
        id=fed.id,
        title=_bare(fed.title, language),
        href=fed.href,
        hreflang=fed.lang,
        published=published,
        updated=max(published, updated, key=datetime.fromisoformat),
        summary=_bare(fed.summary, language) if fed.summary else Words(""),
        type_label=label,
    )


def _bare(text: Text, language: str) -> Words:
    return Words(plain(typography(text.text, text.lang)), "" if text.lang == language else text.lang)


def root(readers: Mapping[str, Reader], homes: Spot) -> list[Page]:
    """Plan the page where a reader chooses the language, and the page for addresses that are not."""
    site = next(iter(readers.values())).site
    language = site.config.languages[0]
    base = site.config.base_url
    # A missing page may be at any depth: its links begin at the host's root. On a disk there are none.
    path = "" if site.config.portable else urlsplit(base).path
    planned = []
    for file, template, prefix in (("index.html", "pages/chooser.html", ""), (NOT_FOUND, "pages/not-found.html", path)):
        view = ChooserView(
            root=prefix,
            lang=language,
            title=readers[language].title(),
            canonical=base,
            choices=tuple(_choice(reader, prefix) for reader in readers.values()),
            alternates=alternates(base, homes) if file == "index.html" else (),
        )
        planned.append(Page(file, template, view, language))
    return planned


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
    recipe = _Sitemap({}, base, placed)
    return [
        Page("sitemap.xml", "feeds/sitemap.xml", recipe, language),
        Page("robots.txt", "feeds/robots.txt", RobotsView(routes.absolute(base, "sitemap.xml")), language),
    ]


@dataclass(frozen=True, slots=True)
class _Sitemap(Recipe):
    """The sitemap: for each page its address in each language, and the one for readers of any other."""

    OWN = "addresses"
    base: str
    placed: tuple[tuple[tuple[tuple[str, str], ...], str | None], ...]

    def view(self, _words: Catalogue, _whole: Announcement | None, /) -> SitemapView:
        pages = dict[str, tuple[AlternateView, ...]]()
        for addresses, default in self.placed:
            alternate = alternates(self.base, Spot(dict(addresses), default))
            pages |= {routes.absolute(self.base, address): alternate for _language, address in addresses}
        return SitemapView(tuple(sorted(pages.items())))
