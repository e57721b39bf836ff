"""Announcements, their documents, and what has become of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from sitegen.model.declared import DocumentType
from sitegen.model.diagnostics import Diagnostic
from sitegen.model.parsed import Outline
from sitegen.model.values import Moment, PartialDate, Text, Values

TranslationStatus: TypeAlias = Literal["original", "official", "unofficial", "machine", "parallel", "authentic"]
TRANSLATED: frozenset[TranslationStatus] = frozenset({"official", "unofficial", "machine"})
"""Statuses of versions that were made from another; a parallel or an authentic one stands beside it."""


@dataclass(frozen=True, slots=True)
class Translation:
    """How a document relates to its original; `outdated` names the changed sections, None when it is not stamped.

    `unread` are the languages of the two in which the facts of running text cannot be read, so that none are compared.
    """

    status: TranslationStatus
    of: str = ""
    translator: str | None = None
    reviewed: PartialDate | None = None
    outdated: tuple[str, ...] | None = ()
    unread: tuple[str, ...] = ()


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


TITLED = "titled"


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
    """What it points to, by the kind of the pointer; under `TITLED` what its texts show by the title."""
    digest: str = ""
    """On one that is abridged: names the whole."""
    opens: PartialDate | Moment | None = None
    """When it opens, if its type declares that and it says so."""
    valid: tuple[PartialDate | None, PartialDate | None] = (None, None)
    """The first and the last day on which it is in force, as far as it says them."""
    number: str = ""
    """The number by which it is quoted."""
    registered: PartialDate | None = None
    """The date that is quoted with the number."""
    dated: PartialDate | None = None
    """Its date as a document; `date` may be that of what it is about."""
    date_labels: tuple[str, ...] = ()
    """What `date` is called: the msgid of its field, before it that of the period or event that it is a part of."""
    form: str = ""
    """The form of act that it says it has, a choice."""
    row: str = ""
    """On one that is abridged: the digest of what its type's register shows of it."""
    unpublished: frozenset[str] = frozenset()
    """The languages that only a preview shows: drafts, and what is to be published later."""
    begun: str = ""
    """The front matter that a translation into a language that it lacks begins with; empty where it lacks none."""

    def version(self, language: str) -> Document:
        """Give the document in a language, or else the original."""
        return self.documents.get(language) or self.documents[self.original]

    def equals(self) -> TranslationStatus | None:
        """Say how versions relate where none is the original: as parallel ones, or as equally authentic ones."""
        statuses = {document.translation.status for document in self.documents.values()}
        return "parallel" if "parallel" in statuses else "authentic" if "authentic" in statuses else None

    def on_paper(self, declared: DocumentType) -> bool:
        """Say whether its documents are made as PDF too: as it says itself, or else as its type does."""
        asked = self.documents[self.original].values.get("pdf")
        return declared.pdf if asked is None else asked is True

    def day(self) -> PartialDate:
        """Give the date that orders lists: its own, else that on which the bulletin published it."""
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
    is open or closed, or will be; `opening` is when one opens that is not open yet.
    """

    state: str = ""
    since: PartialDate | None = None
    closing: Moment | None = None
    changes: tuple[Change, ...] = ()
    opening: PartialDate | Moment | None = None

    @property
    def amended(self) -> bool:
        """Say whether an amendment has taken effect."""
        return any(change.effect == "amended" and change.done for change in self.changes)


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
class Reading:
    """What reading an announcement's files came to.

    The announcement is abridged to what other pages may show of it, None when it cannot be trusted. `places` says where
    slugs and aliases are written, by path and key.
    """

    announcement: Announcement | None
    pointers: tuple[Pointer, ...]
    places: Mapping[str, tuple[str, int, int]]
    problems: tuple[Diagnostic, ...]
