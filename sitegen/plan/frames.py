"""The frame of every page: title, addresses in other languages, navigation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from sitegen import formats, routes
from sitegen.plan.excerpts import Excerpts
from sitegen.plan.reader import Reader
from sitegen.text import collation_key
from sitegen.views import AlternateView, Frame, LinkView, SwitchView, Words


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


@dataclass(frozen=True, slots=True)
class Guide:
    """What planning a language's pages needs: its navigation, the excerpts of the site, and the digest of both's whole.

    The digest is of all that every page of the language has in common.
    """

    navigation: Navigation
    excerpts: Excerpts
    digest: str


def navigation(reader: Reader, types: Collection[str], kinds: Collection[str]) -> Navigation:
    """Make the navigation of a language: `types` and `kinds` (topics, organisations) have something to show in it."""
    site, _ = reader.site, reader.catalogue.gettext
    sections = [
        LinkView(
            Words(reader.catalogue.pgettext("type", site.types[name].label[1])), site.sections[name, reader.language]
        )
        for name in types
        if (name, reader.language) in site.sections
    ]
    order = collation_key(reader.language)
    sections.sort(key=lambda section: order(section.words.text))
    for kind, words in (("topics", Words(_("Topics"))), ("organisations", Words(_("Organisations")))):
        if kind in kinds:
            sections.append(LinkView(words, site.words[kind, reader.language]))
    page = site.statement.page.name if site.statement else ""
    statement = site.addresses.get((page, reader.language), "")
    return Navigation(tuple(sections), _menu(reader, "header"), _menu(reader, "footer"), statement)


def _menu(reader: Reader, menu: str) -> tuple[LinkView, ...]:
    found = list[tuple[int, str]]()
    for identity, announcement in reader.site.announcements.items():
        values = announcement.documents[announcement.original].values
        if values.get("menu") == menu and reader.shows(identity):
            order = values.get("order")
            found.append((order if isinstance(order, int) else 1000, identity))
    return tuple(
        replace(reader.announcement(identity), href=reader.site.address(identity, reader.language))
        for _order, identity in sorted(found)
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
) -> Frame:
    """Make the frame of the page that the reader is on."""
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
        description=description,
        canonical=canonical or routes.absolute(site.config.base_url, reader.address),
        index=index,
        alternates=alternates(site.config.base_url, spot) if own else (),
        languages=_switch(reader, spot),
        sections=_links(reader, guide.sections),
        pages=_links(reader, guide.pages),
        footer=_links(reader, guide.footer),
        breadcrumbs=(top, *trail, here) if reader.address != root else (),
        feeds=(
            LinkView(Words("Atom"), reader.to(f"{root}feed.xml")),
            LinkView(Words("JSON Feed"), reader.to(f"{root}feed.json")),
        ),
        contact=site.config.contact or "",
        statement=routes.absolute(site.config.base_url, guide.statement) if guide.statement else "",
    )


def alternates(base: str, spot: Spot) -> tuple[AlternateView, ...]:
    """Give the absolute addresses of a page in each language, its own too, and x-default."""
    found = [AlternateView(tag, routes.absolute(base, address)) for tag, address in spot.addresses.items()]
    if spot.default is not None:
        found.append(AlternateView("x-default", routes.absolute(base, spot.default)))
    return tuple(found)


def _switch(reader: Reader, spot: Spot) -> tuple[SwitchView, ...]:
    found = []
    for language in reader.site.config.languages:
        name = formats.endonym(language)
        address = spot.addresses.get(language)
        fallback = spot.fallbacks.get(language)
        if language == reader.language:
            found.append(SwitchView(language, name, reader.to(reader.address), "current"))
        elif address is not None:
            found.append(SwitchView(language, name, reader.to(address), "here", language))
        elif fallback is not None:
            # an address begins with the language of its page
            found.append(SwitchView(language, name, reader.to(fallback), "fallback", fallback.partition("/")[0]))
        else:
            found.append(SwitchView(language, name, "", "missing"))
    return tuple(found)


def _links(reader: Reader, links: tuple[LinkView, ...]) -> tuple[LinkView, ...]:
    return tuple(
        LinkView(link.words, reader.to(link.href), link.hreflang, reader.address.startswith(link.href))
        for link in links
    )
