"""Excerpts: the part of the site that one page is made from.

A document's page and a list's are planned without making their views, which is most of planning's work. Their views
are made where they are rendered, from an excerpt and nothing else; so the digest of the excerpt is the key of the page.
What an excerpt leaves out, the view cannot show: that it is asked for would be our bug, and is an error there.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from sitegen.language.formats import rfc3339
from sitegen.model import (
    Announcement,
    Config,
    Document,
    DocumentType,
    File,
    Life,
    Moment,
    Named,
    Occasion,
    PartialDate,
    Site,
    Statement,
    Text,
    Value,
    routes,
)
from sitegen.model.keys import key

CALLED_OFF = ("cancelled", "repealed")
"""States of announcements whose dates are not to be kept any more."""
OVER = ("repealed", "expired", "annulled", "cancelled")
"""States of an act that holds no longer, which one that changes it must tell."""
Way: TypeAlias = Literal["quoted", "named", "linked"]
"""How an announcement is told of on another's page."""
CHANGING = ("amends", "corrects")
"""What an act may still name that holds no longer."""


class Cited(NamedTuple):
    """An announcement as other pages link to it in one language: in which it is shown, its title, address and ids.

    Where it is named, also what it is quoted by: its number and date.
    """

    identity: str
    language: str
    title: str
    address: str
    ids: tuple[str, ...] = ()
    number: str = ""
    date: PartialDate | None = None


class Listed(NamedTuple):
    """An announcement as lists show it in one language. `dated` says that the day is its own, not its publication's.

    `zone` is that of an opening or a deadline in its life.
    """

    cited: Cited
    type: str
    summary: str
    day: tuple[int, int, int]
    dated: bool
    life: Life = Life()
    zone: str = ""
    form: str = ""


class Scheduled(NamedTuple):
    """An announcement as calendars show it in one language; `changed` is when it last was, by RFC 3339.

    `life` says why its dates are not to be kept any more, or not yet, if so.
    """

    cited: Cited
    type: str
    zone: str
    changed: str
    life: Life
    occasions: tuple[Occasion, ...]
    form: str = ""


class Fed(NamedTuple):
    """An announcement as feeds show it in one language: its own document, at its absolute address."""

    id: str
    href: str
    lang: str
    title: Text
    summary: Text | None
    type: str
    published: datetime.datetime
    updated: Moment | None
    zone: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Common:
    """What the pages of a language have in common: the site's settings, and the addresses of its sections."""

    config: Config
    sections: Mapping[tuple[str, str], str]
    words: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of the site in one language. `own` are announcements whole enough for the page, others are only cited."""

    language: str
    common: Common
    types: Mapping[str, DocumentType]
    organisations: Mapping[str, Named]
    topics: Mapping[str, Named]
    files: Mapping[str, File]
    cited: tuple[Cited, ...]
    own: tuple[Announcement, ...] = ()
    addresses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    lives: Mapping[str, Life] = field(default_factory=dict)
    statement: Statement | None = None

    def site(self) -> Site:
        """Give the excerpt as a site."""
        announcements = {cited.identity: _announcement(cited, self.language) for cited in self.cited}
        announcements |= {announcement.identity: announcement for announcement in self.own}
        addresses = {(cited.identity, self.language): cited.address for cited in self.cited}
        return Site(
            self.common.config,
            self.types,
            self.organisations,
            self.topics,
            announcements,
            self.files,
            self.common.sections,
            {**addresses, **self.addresses},
            {},
            self.common.words,
            self.lives,
            statement=self.statement,
        )


_NEVER = datetime.datetime.min


def _announcement(cited: Cited, language: str) -> Announcement:
    """Give a cited announcement as one that has only what is cited."""
    document = Document(
        path="",
        language=cited.language,
        lang=cited.language,
        slug="",
        values={"title": Text(cited.title, cited.language)},
        body_lang=cited.language,
        body="",
        ids=cited.ids,
    )
    documents = {language: document}
    return Announcement(cited.identity, "", "", documents, language, _NEVER, cited.date, "", number=cited.number)


def _several(value: Value) -> Iterator[str]:
    """Give the identities that a reference, or a list of them, holds."""
    for part in value if isinstance(value, tuple) else (value,):
        if isinstance(part, str):
            yield part


class Excerpts:
    """Makes the excerpts of a site for one language, each thing once."""

    def __init__(self, site: Site, language: str) -> None:
        self._site = site
        self.language = language
        self.common = Common(site.config, site.sections, site.words)
        self._cited = dict[tuple[str, Way], tuple[Cited, str] | None]()
        self._listed = dict[str, tuple[Listed, str]]()
        self._scheduled = dict[str, tuple[Scheduled, str]]()
        self._fed = dict[str, tuple[Fed, str]]()
        self._named = dict[tuple[str, tuple[str, ...], bool], tuple[dict[str, Named], str]]()

    @cached_property
    def digest(self) -> str:
        """Give the digest of what all pages of the language have in common, but for their navigation."""
        return key(self.common)

    @cached_property
    def labels(self) -> dict[str, tuple[DocumentType, str]]:
        """Give the types without their fields, which is what lists show of them, each with its digest."""
        bare = {
            name: replace(declared, fields=(), date=(), register=declared.register[:1])
            for name, declared in self._site.types.items()
        }
        return {name: (declared, key(declared)) for name, declared in bare.items()}

    def labelled(self, names: Iterable[str]) -> tuple[dict[str, DocumentType], str]:
        """Give types by name without their fields, and their digest."""
        labels = {name: self.labels[name] for name in dict.fromkeys(names)}
        return {name: declared for name, (declared, _digest) in labels.items()}, "".join(
            [digest for _declared, digest in labels.values()]
        )

    @cached_property
    def types(self) -> dict[str, tuple[str, dict[str, DocumentType]]]:
        """Give for each type its digest, and it alone by its name."""
        return {name: (key(declared), {name: declared}) for name, declared in self._site.types.items()}

    def named(self, kind: str, names: tuple[str, ...], *, whole: bool = False) -> tuple[dict[str, Named], str]:
        """Give organisations or topics by their ids, the `whole` or the name that the reader sees; and their digest."""
        remembered = self._named.get((kind, names, whole))
        if remembered is None:
            known = self._site.organisations if kind == "organisation" else self._site.topics
            named = {name: self._name(known[name], whole) for name in names}
            remembered = self._named[kind, names, whole] = named, key(*named.values()) if named else ""
        return remembered

    def _name(self, named: Named, whole: bool) -> Named:
        order = (self.language, *self._site.config.languages)
        seen = dict([(tag, named.names[tag]) for tag in order if tag in named.names][:1])
        return replace(named, names=seen) if whole else Named(named.id, seen)

    def cited(
        self, identities: Iterable[str], linked: Iterable[str] = (), quoted: Iterable[str] = ()
    ) -> tuple[tuple[Cited, ...], str]:
        """Give announcements as they are quoted with number and date, named, or only linked to, and their digest.

        Those that the reader does not get are left out.
        """
        ways: dict[str, Way] = dict.fromkeys(linked, "linked")
        ways |= dict.fromkeys(identities, "named")
        ways |= dict.fromkeys(quoted, "quoted")
        shown = [cited for identity, way in ways.items() if (cited := self._cite(identity, way))]
        return tuple([cited for cited, _digest in shown]), "".join([digest for _cited, digest in shown])

    def _cite(self, identity: str, way: Way) -> tuple[Cited, str] | None:
        if (identity, way) not in self._cited:
            site, cited = self._site, None
            if identity in site.announcements and site.shown(identity, self.language):
                announcement = site.announcements[identity]
                document = announcement.version(self.language)
                title = "" if way == "linked" else document.title.text
                quoted = (announcement.number, announcement.date) if way == "quoted" else ("", None)
                address = site.address(identity, self.language)
                cited = Cited(identity, document.language, title, address, document.ids, *quoted)
            self._cited[identity, way] = cited and (cited, key(cited))
        return self._cited[identity, way]

    def life(self, identity: str) -> tuple[dict[str, Life], tuple[str, ...], str]:
        """Give the lives that an announcement's page tells, the acts that it quotes, and the digest of those lives.

        They are its own, and those of the acts that it changes although they hold no longer.
        """
        known, announcement = self._site.lives, self._site.announcements[identity]
        values = announcement.documents[announcement.original].values
        changed = [name for field in CHANGING for name in _several(values.get(field))]
        lives = {name: known[name]._replace(changes=()) for name in changed if name in known}
        lives = {name: life for name, life in lives.items() if life.state in OVER}
        own = known.get(identity)
        if own is not None:
            lives[identity] = own
        acts = [change.identity for change in own.changes] if own else []
        acts += [*changed, *_several(values.get("supersedes"))]
        return lives, tuple(dict.fromkeys(acts)), key(lives) if lives else ""

    def referring(self, identity: str) -> tuple[str, ...]:
        """Give the announcements that point to one, but for those that change it."""
        return self._referring.get(identity, ())

    @cached_property
    def _referring(self) -> dict[str, tuple[str, ...]]:
        referring = dict[str, dict[str, None]]()
        for announcement in self._site.announcements.values():
            for kind in ("reference", "link"):
                for name in announcement.names.get(kind, ()):
                    referring.setdefault(name, {})[announcement.identity] = None
        for identity, life in self._site.lives.items():
            for change in life.changes:
                referring.get(identity, {}).pop(change.identity, None)
        return {identity: tuple(others) for identity, others in referring.items()}

    def listed(self, announcement: Announcement) -> tuple[Listed, str]:
        """Give an announcement as lists show it, and the digest of that."""
        remembered = self._listed.get(announcement.identity)
        if remembered is None:
            document = announcement.version(self.language)
            summary, day = document.values.get("summary"), announcement.day()
            address = self._site.address(announcement.identity, self.language)
            cited = Cited(announcement.identity, document.language, document.title.text, address)
            text = summary.text if isinstance(summary, Text) else ""
            days = (day.year, day.month, day.day)
            life = self._site.lives.get(announcement.identity, Life())
            zone = announcement.zone if life.closing or life.opening else ""
            dated = announcement.date is not None
            listed = Listed(cited, announcement.type, text, days, dated, life, zone, announcement.form)
            remembered = self._listed[announcement.identity] = listed, key(listed)
        return remembered

    def scheduled(self, announcement: Announcement) -> tuple[Scheduled, str]:
        """Give an announcement as calendars show it, and the digest of that."""
        remembered = self._scheduled.get(announcement.identity)
        if remembered is None:
            document, cited = announcement.version(self.language), self.listed(announcement)[0].cited
            updated = document.values.get("updated")
            zone, changed = announcement.zone, announcement.published.isoformat()
            if isinstance(updated, Moment):
                changed = rfc3339(updated, zone)
            life = self._site.lives.get(announcement.identity, Life())
            life = life._replace(changes=()) if life.state in (*CALLED_OFF, "not_yet_open") else Life()
            scheduled = Scheduled(cited, announcement.type, zone, changed, life, document.occasions, announcement.form)
            remembered = self._scheduled[announcement.identity] = scheduled, key(scheduled)
        return remembered

    def fed(self, announcement: Announcement) -> tuple[Fed, str]:
        """Give an announcement that has a document in the language as feeds show it, and the digest of that."""
        remembered = self._fed.get(announcement.identity)
        if remembered is None:
            site, document = self._site, announcement.documents[self.language]
            summary, updated = document.values.get("summary"), document.values.get("updated")
            fed = Fed(
                # RFC 4151; the id of the site, never its address, so that a move breaks no reader's memory.
                id=f"tag:{site.config.id},{announcement.published.year}:{announcement.identity}/{self.language}",
                href=routes.absolute(site.config.base_url, site.addresses[announcement.identity, self.language]),
                lang=document.lang,
                title=document.title,
                summary=summary if isinstance(summary, Text) else None,
                type=announcement.type,
                published=announcement.published,
                updated=updated if isinstance(updated, Moment) else None,
                zone=announcement.zone,
                form=announcement.form,
            )
            remembered = self._fed[announcement.identity] = fed, key(fed)
        return remembered
