"""The frame of every page: title, addresses in other languages, navigation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from sitegen.language import formats
from sitegen.language.alphabet import collation_key
from sitegen.model import routes
from sitegen.model.views import AlternateView, Frame, LinkView, SwitchView, Words
from sitegen.plan.excerpts import Excerpts
from sitegen.plan.views.reader import Reader

FEEDS = (("Atom", "feed.xml"), ("JSON Feed", "feed.json"))


@dataclass(frozen=True, slots=True)
class Spot:
    """A page in all its languages: the address of each, and the one for readers of any other language (x-default).

    `fallbacks` says where a language that lacks the page leads instead.
    """

    addresses: Mapping[str, str]
    default: str | None
    fallbacks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the navigation of a language leads to: links whose addresses count from the root of the site."""

    sections: tuple[LinkView, ...]
    pages: tuple[LinkView, ...]
    footer: tuple[LinkView, ...]
    statement: str = ""
    """The address of the accessibility statement."""
    calendar: str = ""
    """The address of the language's calendar, where it has one."""
    search: str = ""
    """The address of the search page; without one the menu leads to the alphabetical list."""
    compared: bool = False
    """Whether documents lead to pages that show two versions side by side."""


@dataclass(frozen=True, slots=True)
class Guide:
    """What planning a language's pages needs: its navigation, the excerpts of the site, and the digest of both's whole.

    The digest is of all that every page of the language has in common. `feeds` are the addresses of the lists that
    have feeds.
    """

    navigation: Navigation
    excerpts: Excerpts
    digest: str
    feeds: Collection[str]


def navigation(reader: Reader, types: Collection[str], kinds: Collection[str]) -> Navigation:
    """Make the navigation of a language, in which `types` and `kinds` (due, topics, data …) have something to show."""
    site, _ = reader.site, reader.catalogue.gettext
    sections = [
        LinkView(Words(reader.plural(name)), site.sections[name, reader.language])
        for name in types
        if (name, reader.language) in site.sections
    ]
    order = collation_key(reader.language)
    sections.sort(key=lambda section: order(section.words.text))
    named = {"due": _("Deadlines and events"), "topics": _("Topics"), "organisations": _("Organisations")}
    for kind, words in named.items():
        if kind in kinds:
            sections.append(LinkView(Words(words), site.words[kind, reader.language]))
    calendar = f"{reader.language}/{routes.CALENDAR}" if "due" in kinds else ""
    page = site.statement.page.name if site.statement else ""
    statement = site.addresses.get((page, reader.language), "")
    data = LinkView(Words(_("Open data")), site.words["data", reader.language])
    letters = [LinkView(Words(_("All documents, A–Z")), site.words["a-z", reader.language])] if "a-z" in kinds else []
    search = site.words["search", reader.language] if "search" in kinds else ""
    return Navigation(
        tuple(sections if search else sections + letters),
        _menu(reader, "header"),
        (*_menu(reader, "footer"), *letters, *([data] if "data" in kinds else [])),
        statement,
        calendar,
        search,
        "comparisons" in kinds,
    )


def _menu(reader: Reader, menu: str) -> tuple[LinkView, ...]:
    entries = list[tuple[int, str]]()
    for identity, announcement in reader.site.announcements.items():
        values = announcement.documents[announcement.original].values
        if values.get("menu") == menu and reader.shows(identity):
            order = values.get("order")
            entries.append((order if isinstance(order, int) else 1000, identity))
    return tuple(
        replace(reader.announcement(identity), href=reader.site.address(identity, reader.language))
        for _order, identity in sorted(entries)
    )


def frame(
    reader: Reader,
    spot: Spot,
    title: Words,
    guide: Navigation,
    *,
    description: str = "",
    trail: tuple[LinkView, ...] = (),
    canonical: str = "",
    index: bool = True,
    calendar: str = "",
    feed: LinkView | None = None,
    kind: str = "website",
) -> Frame:
    """Make the frame of the page that the reader is on.

    `calendar` is the address of the page's own calendar; `feed` names the list whose feeds it tells, from the root.
    """
    site = reader.site
    own = spot.addresses.get(reader.language) == reader.address
    root, home = f"{reader.language}/", reader.to(f"{reader.language}/")
    top = LinkView(Words(reader.catalogue.gettext("Home")), home)
    here = LinkView(title, reader.to(reader.address), current=True)
    return Frame(
        lang=reader.language,
        root=routes.up(reader.address),
        title=title,
        site_title=reader.title(),
        home=home,
        locale=formats.territorial(reader.language),
        locales=tuple(formats.territorial(tag) for tag in spot.addresses if tag != reader.language) if own else (),
        kind=kind,
        description=description,
        canonical=canonical or routes.absolute(site.config.base_url, reader.address),
        index=index,
        alternates=alternates(site.config.base_url, spot) if own else (),
        languages=_switch(reader, spot),
        sections=_links(reader, guide.sections),
        pages=_links(reader, guide.pages),
        footer=_links(reader, guide.footer),
        breadcrumbs=(top, *trail, here) if reader.address != root else (),
        feeds=_followed(reader, guide, calendar),
        own_feeds=_feeds(feed, reader) if feed else (),
        contact=site.config.contact or "",
        statement=routes.absolute(site.config.base_url, guide.statement) if guide.statement else "",
        search=reader.to(guide.search) if guide.search else "",
    )


def _followed(reader: Reader, guide: Navigation, calendar: str) -> tuple[LinkView, ...]:
    """Link what of the language's can be followed: feeds, its calendar and the page's own."""
    _ = reader.catalogue.gettext
    links = {name: f"{reader.language}/{file}" for name, file in FEEDS}
    links |= {_("Calendar"): guide.calendar, _("Calendar of this page"): calendar}
    return tuple(LinkView(Words(name), reader.to(address)) for name, address in links.items() if address)


def _feeds(of: LinkView, reader: Reader) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(Words(f"{of.words.text} ({name})", of.words.lang), reader.to(of.href + file)) for name, file in FEEDS
    )


def alternates(base: str, spot: Spot) -> tuple[AlternateView, ...]:
    """Give the absolute addresses of a page in each language, its own too, and x-default."""
    views = [AlternateView(tag, routes.absolute(base, address)) for tag, address in spot.addresses.items()]
    if spot.default is not None:
        views.append(AlternateView("x-default", routes.absolute(base, spot.default)))
    return tuple(views)


def _switch(reader: Reader, spot: Spot) -> tuple[SwitchView, ...]:
    switches = []
    for language in reader.site.config.languages:
        name = formats.endonym(language)
        address = spot.addresses.get(language)
        fallback = spot.fallbacks.get(language)
        if language == reader.language:
            switches.append(SwitchView(language, name, reader.to(reader.address), "current"))
        elif address is not None:
            switches.append(SwitchView(language, name, reader.to(address), "here", language))
        elif fallback is not None:
            # an address begins with the language of its page
            switches.append(SwitchView(language, name, reader.to(fallback), "fallback", fallback.partition("/")[0]))
        else:
            switches.append(SwitchView(language, name, "", "missing"))
    return tuple(switches)


def _links(reader: Reader, links: tuple[LinkView, ...]) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(link.words, reader.to(link.href), link.hreflang, reader.address.startswith(link.href))
        for link in links
    )
