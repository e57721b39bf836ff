"""The nouns: frozen plain values, compared by content, that cross process boundaries.

The words are those of the bulletin: an *announcement* is one thing announced, a *document* one language version of it.
A *fact* is the same in every language, a *text* (`Text`) is a value in a language.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from sitegen.diagnostics import Diagnostic, Place


@dataclass(frozen=True, slots=True)
class Text:
    """A value in a language; `lang` is a BCP 47 tag."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day (0: not known)."""

    year: int
    month: int = 0
    day: int = 0

    def first(self) -> datetime.date:
        """Give the first day that the date may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def last(self) -> datetime.date:
        """Give the last day that the date may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def iso(self) -> str:
        """Give the ISO 8601 form in its own precision: 2021, 2021-03 or 2021-03-19."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


@dataclass(frozen=True, slots=True)
class Moment:
    """A local day, or a local time on it; which zone is meant stands on the announcement."""

    day: datetime.date
    time: datetime.time | None = None

    def passed(self, zone: str) -> datetime.datetime:
        """Give the instant from which it is past in a zone: without a time, the end of its day."""
        if self.time:
            return datetime.datetime.combine(self.day, self.time, ZoneInfo(zone))
        after = self.day + datetime.timedelta(1) if self.day < datetime.date.max else self.day
        return datetime.datetime.combine(after, datetime.time(), ZoneInfo(zone))


Value: TypeAlias = "bool | int | str | Decimal | PartialDate | Moment | Text | tuple[Value, ...] | Values | None"
"""What a field holds once converted. None: answered with a written-out null, "the document does not say"."""

Values: TypeAlias = "dict[str, Value]"
"""A group's fields by name; a field that is not there was never answered."""


# --- what one content file says by itself -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body; `explicit` when its id was written as {#id}."""

    id: str
    level: int
    text: str
    line: int
    column: int
    explicit: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """What a body's link or image points to, as written, and where."""

    target: str
    line: int
    column: int
    image: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a body that is translated as one: "lead", then each `##` with all below it."""

    id: str
    fingerprint: str


NOTES = "_notes"
"""Names the part of a body that holds its notes; no id of a text begins so."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What the site must know of a body without reading it."""

    digest: str
    sections: tuple[Section, ...] = ()
    headings: tuple[Heading, ...] = ()
    targets: tuple[Target, ...] = ()
    ids: tuple[str, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
    """Where in the HTML each part after the lead begins (see `markup`): its heading's id, and the character."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body as sanitised HTML with slots (see `markup`), and as plain text."""

    html: str
    text: str


# --- declarations -----------------------------------------------------------------------------------------------------

Requirement: TypeAlias = Literal["", "warn", "true"]
Fallback: TypeAlias = Literal["show", "link", "hide"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field as an announcement's type declares it; `fields` are those of a group or a composite kind."""

    name: str
    kind: str
    label: str = ""
    required: Requirement = ""
    translatable: bool = False
    list: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """What announcements of one type have; `label` holds the msgids of one and of many."""

    name: str
    folder: str
    label: tuple[str, str]
    fallback: Fallback
    fields: tuple[Field, ...]
    date: tuple[str, ...] = ()
    register: tuple[str, ...] = ()
    schema_org: str = "CreativeWork"
    number: str = ""
    """The field that holds the number by which it is quoted, as a dotted path."""
    closes: str = ""
    """The deadline after which its announcements are closed, as a dotted path."""
    pdf: bool = False


def choice_label(choice: str) -> str:
    """Give the msgid (context `choice`) that says a choice to a reader: in_force is "In force"."""
    return choice.replace("_", " ").capitalize()


# --- the site ---------------------------------------------------------------------------------------------------------


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
    portable: bool = False
    """Of the terms of the build: whether links lead to files, as on a disk."""


class Statement(NamedTuple):
    """The accessibility statement: its page, what it says by language, when its review is `due`, where the last is."""

    page: Pointer
    values: Mapping[str, Values]
    due: datetime.datetime
    place: Place


TranslationStatus: TypeAlias = Literal["original", "official", "unofficial", "machine", "parallel", "authentic"]


@dataclass(frozen=True, slots=True)
class Translation:
    """How a document relates to its original; `outdated` names the changed sections, None when it is not stamped."""

    status: TranslationStatus
    of: str = ""
    translator: str | None = None
    reviewed: PartialDate | None = None
    outdated: tuple[str, ...] | None = ()


ORIGINAL = Translation("original")
NOTHING = Outline("")


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something for a calendar that a document names: a deadline, or an event; `path` is where among its fields.

    `label` is the field's msgid. A moment without a time is the whole day; a deadline has no end.
    """

    kind: Literal["deadline", "event"]
    path: str
    label: str
    start: Moment
    end: Moment | None = None
    title: Text | None = None
    place: Text | None = None
    online: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """How one of an announcement's occasions stands at the moment of the build.

    `path` is the occasion's. `days` are those left until the deadline or the beginning, in the announcement's zone; it
    counts while the occasion is coming.
    """

    identity: str
    path: str
    state: Literal["coming", "ongoing", "over"]
    days: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One language version of an announcement: `language` is the site's, `lang` the refined tag of its text."""

    path: str
    language: str
    lang: str
    slug: str
    values: Values
    body_lang: str
    """The tag of the body: the original's where this version has none of its own."""
    body: str
    """The digest of the body."""
    ids: tuple[str, ...] = ()
    """The ids that the body's page has, headings by those of the original."""
    aliases: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """The files that its page shows, listed or in its text: name, and path from the site's root."""
    heading_ids: Mapping[str, str] = field(default_factory=dict)
    outline: Outline = NOTHING
    translation: Translation = ORIGINAL
    occasions: tuple[Occasion, ...] = ()
    digest: str = ""
    """On one that is abridged: the digest of all that it says but its body."""
    whole: str = ""
    """On one that is abridged: names the whole."""

    @property
    def title(self) -> Text:
        """Give the title, in its own language."""
        title = self.values["title"]
        assert isinstance(title, Text)  # noqa: S101  (checked: a title is required and has no null)
        return title


@dataclass(frozen=True, slots=True)
class Announcement:
    """One thing announced: its language versions, and the facts they share."""

    identity: str
    type: str
    name: str
    documents: Mapping[str, Document]
    original: str
    published: datetime.datetime
    date: PartialDate | None
    zone: str
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What it points to, by the kind of the pointer."""
    digest: str = ""
    """On one that is abridged: names the whole."""
    number: str = ""
    """The number by which it is quoted."""
    row: str = ""
    """On one that is abridged: the digest of what its type's register shows of it."""
    unpublished: frozenset[str] = frozenset()
    """The languages that only a preview shows: drafts, and what is to be published later."""

    def version(self, language: str) -> Document:
        """Give the document in a language, or else the original."""
        return self.documents.get(language) or self.documents[self.original]

    def on_paper(self, declared: DocumentType) -> bool:
        """Say whether its documents are made as PDF too: as it says itself, or else as its type does."""
        asked = self.documents[self.original].values.get("pdf")
        return declared.pdf if asked is None else asked is True

    def day(self) -> PartialDate:
        """Give the date that orders lists: its own, else that of its publication."""
        published = self.published
        return self.date or PartialDate(published.year, published.month, published.day)


Effect: TypeAlias = Literal["repealed", "amended", "corrected"]


class Change(NamedTuple):
    """What another act makes of this one, from a date; `done` when that has come."""

    effect: Effect
    identity: str
    date: PartialDate
    done: bool


class Life(NamedTuple):
    """What has become of an announcement as of a moment, with the changes by other acts in their order.

    `since` is the day that the state is of: of repeal, expiry, coming into force. `closing` is the deadline of one that
    is open or closed.
    """

    state: str = ""
    since: PartialDate | None = None
    closing: Moment | None = None
    changes: tuple[Change, ...] = ()


class Pointer(NamedTuple):
    """Something that an announcement leads to beyond its own folder: its kind, its name, and where that stands.

    A reference is a fact, a link stands in a text; both lead to announcements.
    """

    kind: Literal["organisation", "topic", "reference", "link"]
    name: str
    anchor: str
    path: str
    line: int
    column: int


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
class Reading:
    """What reading an announcement's files came to.

    The announcement is abridged to what other pages may show of it, None when it cannot be trusted. `places` says where
    slugs and aliases are written, by path and key.
    """

    announcement: Announcement | None
    pointers: tuple[Pointer, ...]
    places: Mapping[str, tuple[str, int, int]]
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file as found: its path from the site's root, its size in bytes, and the SHA-256 of its bytes."""

    path: str
    size: int
    digest: str


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
    """The address of "topics", "organisations", "due", "data", "search" and "a-z" by (word, language)."""
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
