"""What is to be translated, for editors: the views of a page and of a feed. No reader's page leads there."""

from __future__ import annotations

from datetime import datetime

from sitegen.language import formats
from sitegen.model import Moment, Site, repositories, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.keys import key
from sitegen.model.standing import STATES, Standing, standings
from sitegen.model.views import Frame, LinkView, Words
from sitegen.model.views.data import FeedEntryView, FeedView
from sitegen.model.views.editors import TranslationsView, TranslationView
from sitegen.plan.views.reader import Reader

LIMIT = 200
"""So many the page shows; `sitegen status` shows all."""
NEWEST = 20
PENDING = frozenset(STATES) - {"fine", "unreviewed", "uncompared", "excused"}


def waiting(site: Site) -> list[Standing]:
    """Give what is to be translated, of the newest announcements first."""
    found = [one for one in standings(site) if not PENDING.isdisjoint(one.states)]
    return sorted(found, key=lambda one: site.announcements[one.identity].published, reverse=True)


def view(framed: Frame, reader: Reader, words: Catalogue, found: list[Standing]) -> TranslationsView:
    """Show what waits; `words` are those of the command line."""
    rows = (
        TranslationView(
            LinkView(reader.words(one.title), reader.to(_address(one, reader.site)), _foreign(one, reader)),
            formats.language_name(one.language, reader.language),
            _said(one, words),
            one.path,
            _way(one, reader.site),
            _begun(one, reader.site),
        )
        for one in found[:LIMIT]
    )
    return TranslationsView(framed, tuple(rows), len(found), "feed.xml")


def _way(one: Standing, site: Site) -> str:
    """Give where a translation is written in the browser: changed, or begun."""
    repository, begun = site.config.repository, _begun(one, site)
    return repositories.new(repository, one.path, begun) if begun else repositories.edit(repository, one.path)


def _begun(one: Standing, site: Site) -> str:
    begun = site.announcements[one.identity].begun if "missing" in one.states else ""
    return begun and f"{begun}\n"


def _address(one: Standing, site: Site) -> str:
    """Give the address of the original."""
    return site.addresses[one.identity, site.announcements[one.identity].original]


def _foreign(one: Standing, reader: Reader) -> str:
    original = reader.site.announcements[one.identity].original
    return "" if original == reader.language else original


def _said(one: Standing, words: Catalogue) -> str:
    states = ", ".join(words.gettext(STATES[state]) for state in one.states)
    return f"{states}: {', '.join(one.sections)}" if one.sections else states


def feed(page: str, title: str, reader: Reader, words: Catalogue, found: list[Standing]) -> FeedView:
    """Make the feed of a page. What is to be done anew is a new entry: states and sections are in its id."""
    site, base = reader.site, reader.site.config.base_url
    entries = tuple(_entry(one, reader, words) for one in found[:NEWEST])
    return FeedView(
        id=f"tag:{site.config.id},2026:{reader.language}/translations",
        lang=reader.language,
        title=Words(f"{title} – {reader.title()}"),
        author=site.config.publisher or reader.title(),
        home=routes.absolute(base, page),
        address=routes.absolute(base, f"{page}feed.xml"),
        updated=max((one.updated for one in entries), key=datetime.fromisoformat, default="1970-01-01T00:00:00Z"),
        entries=entries,
    )


def _entry(one: Standing, reader: Reader, words: Catalogue) -> FeedEntryView:
    announcement = reader.site.announcements[one.identity]
    published = announcement.published.isoformat()
    moment = announcement.documents[announcement.original].values.get("updated")
    updated = formats.rfc3339(moment, announcement.zone) if isinstance(moment, Moment) else published
    name = formats.language_name(one.language, reader.language)
    return FeedEntryView(
        id=f"tag:{reader.site.config.id},2026:{one.identity}/{one.language}/{key(one.states, one.sections)[:12]}",
        title=Words(f"{one.title.text} ({name})", _foreign(one, reader)),
        href=routes.absolute(reader.site.config.base_url, _address(one, reader.site)),
        hreflang=announcement.original,
        published=published,
        updated=max(published, updated, key=datetime.fromisoformat),
        summary=Words(f"{_said(one, words)} ({one.path})"),
        type_label="",
    )
