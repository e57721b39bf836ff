"""The site: everything loaded and checked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sitegen.model.announcements import Announcement, Due, Life, Pointer
from sitegen.model.catalogue import Catalogue
from sitegen.model.declared import DocumentType
from sitegen.model.diagnostics import Place
from sitegen.model.parsed import File
from sitegen.model.routes import CONTENT
from sitegen.model.values import PartialDate, Text, Values


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation or a topic: its id, and its name by language."""

    id: str
    names: Mapping[str, str]
    kind: str = ""
    place: str = ""
    url: str = ""
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """What `content/site.yaml` says; the first language is the default one."""

    id: str
    title: Mapping[str, str]
    base_url: str
    languages: tuple[str, ...]
    time_zone: str
    publisher: str | None = None
    contact: str | None = None
    repository: str = ""
    """Where the content is kept, at a code host."""
    portable: bool = False
    """Of the terms of the build: whether links lead to files, as on a disk."""


class Statement(NamedTuple):
    """The accessibility statement: its page, what it says by language, when its review is `due`, where the last is."""

    page: Pointer
    values: Mapping[str, Values]
    due: datetime.datetime
    place: Place


@dataclass(frozen=True, slots=True)
class Gone:
    """An address that was published and is no more: what stood there, when it went, and what replaced it.

    `place` is where that is written.
    """

    address: str
    title: Text
    went: PartialDate
    reason: Text | None
    replaced_by: Pointer | None
    place: Place


@dataclass(frozen=True, slots=True)
class Site:
    """Everything loaded and checked."""

    config: Config
    types: Mapping[str, DocumentType]
    organisations: Mapping[str, Named]
    topics: Mapping[str, Named]
    announcements: Mapping[str, Announcement]
    attachments: Mapping[str, File]
    sections: Mapping[tuple[str, str], str]
    """The address of each type's list by (type, language); a type whose announcements stand at the root has none."""
    addresses: Mapping[tuple[str, str], str]
    """The address of each announcement by (identity, language), fallback pages among them."""
    redirects: Mapping[str, tuple[str, str]]
    """Addresses that lead on, and to which (identity, language)."""
    words: Mapping[tuple[str, str], str]
    """The address of "topics", "organisations", "due", "data", "search", "a-z" and "editors" by (word, language)."""
    lives: Mapping[str, Life] = field(default_factory=dict)
    """What has become of the announcements that have a legal life, by identity."""
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    """The moments between which it is so: whatever as-of lies there, `since` included, makes the same site."""
    statement: Statement | None = None
    gone: tuple[Gone, ...] = ()
    due: tuple[Due, ...] = ()
    """What is coming, the next first; then what is going on; then what was lately over, the last first."""

    def shown(self, identity: str, language: str) -> str:
        """Give the language in which a reader of `language` gets an announcement, or nothing when it is hidden."""
        announcement = self.announcements[identity]
        if language in announcement.documents:
            return language
        return "" if self.types[announcement.type].fallback == "hide" else announcement.original

    def address(self, identity: str, language: str) -> str:
        """Give where a reader of `language` finds an announcement that is not hidden from her."""
        own = self.addresses.get((identity, language))
        return own if own is not None else self.addresses[identity, self.announcements[identity].original]

    def announces(self, address: str, kind: str) -> bool:
        """Say whether an address is that of an announcement of a type, in whatever language, whoever had it."""
        above = address[: address.rfind("/", 0, -1) + 1]
        roots = [self.sections.get((kind, tag), f"{tag}/") for tag in self.config.languages]
        return above in roots


@dataclass(frozen=True, slots=True)
class Settings:
    """What the files say that stand above all announcements."""

    config: Config
    organisations: Mapping[str, Named]
    topics: Mapping[str, Named]
    statement: Statement | None
    gone: tuple[Gone, ...] = ()


# --- addresses that are no more --------------------------------------------------------------------------------------

GONE = f"{CONTENT}/gone.yaml"


EXTENSIONS = ("jinja2.ext.i18n",)


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates by name, what each depends on by its key, static files, types by name and catalogues by language.

    `fonts` are those of papers, where any are made.
    """

    templates: Mapping[str, str]
    reach: Mapping[str, str]
    static: Mapping[str, bytes]
    types: Mapping[str, DocumentType]
    catalogues: Mapping[str, Catalogue]
    digest: str
    fonts: Mapping[str, bytes]
    handbooks: Mapping[str, Handbook]


@dataclass(frozen=True, slots=True)
class Handbook:
    """What editors of a language are told: the guide as HTML, and the words of the command line."""

    language: str
    guide: str
    words: Catalogue
    digest: str
