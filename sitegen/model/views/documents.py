"""What the pages of documents and comparisons may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.model.views import ActView, FieldView, Frame, LinkView, Piece, Words


@dataclass(frozen=True, slots=True)
class VersionView:
    """A language version of the announcement shown: what it is called, where, and its status in words.

    `translated` says that it was made from another. `outdated` lists the titles of sections that changed in the first
    since.
    """

    lang: str
    name: str
    href: str
    title: str
    status: str
    outdated: tuple[Words, ...] = ()
    current: bool = False
    translated: bool = False
    comparison: str = ""
    """The page that shows it beside the current one."""


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file to download: format ("PDF"), size ("1,2 MB") and the name of its language, in the page's language.

    A `scan` is a picture of a text, which no program can read aloud.
    """

    words: Words
    href: str
    format: str
    size: str
    language: str = ""
    hreflang: str = ""
    scan: bool = False


@dataclass(frozen=True, slots=True)
class HeadingView:
    """An entry of a table of contents; `level` is 2 or 3."""

    words: Words
    href: str
    level: int


@dataclass(frozen=True, slots=True)
class BodyView:
    """Names a body by its digest, and says what stands in its slots (see `markup`).

    `links` maps each target as written to (address, hreflang); `ids` each heading id to the one to print; `titles` each
    target that has no words of its own to (its title, the language of that).
    """

    digest: str
    lang: str
    links: Mapping[str, tuple[str, str]]
    ids: Mapping[str, str]
    back_to_note: str
    table: str
    admonitions: Mapping[str, str]
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What one act makes of another, as a sentence that ends in a colon, and the acts.

    `effect` is repealed, amended or corrected; of this act itself: supersedes, amends or corrects.
    """

    effect: str
    label: str
    acts: tuple[ActView, ...]


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A date in the life of an announcement: what happened, and the act by which it did."""

    date: Piece
    label: str
    link: LinkView | None = None


@dataclass(frozen=True, slots=True)
class LifeView:
    """What has become of an announcement.

    `state` is "" or proposed, not_yet_in_force, in_force, amended, repealed, expired, annulled, cancelled, archived,
    not_yet_open, open or closed, or another status that its type has; `label` says it with its date. `changes` are made
    of it by others, `acts` are what it makes of others.
    """

    state: str
    label: str
    changes: tuple[ChangeView, ...] = ()
    acts: tuple[ChangeView, ...] = ()
    milestones: tuple[MilestoneView, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentView:
    """An announcement in a language. `borrowed` names the language it is shown in, where that is not the page's.

    `fields` holds every field but the title and the summary, in the order declared. `lang` is the article's, where it
    is not the page's. `edition` is "", "full" or "summary"; `full_text` is where the whole text is, if that is known.
    `registered` is its number and date, `quoted` how it is quoted: what it is, with these; both where it has both.
    `original_href` leads from a translation to what it was made from; `translated` says from which language, where that
    is not the only original. `outdated` lists the titles of sections that changed there since; `unstamped` says that
    nobody recorded what was translated. `referring` are other announcements that point to this one; `citation` is what
    to quote this one by, part by part, before its address.
    """

    frame: Frame
    type: str
    type_label: str
    registered: tuple[Piece, ...]
    quoted: tuple[Piece, ...]
    title: Words
    summary: Words
    lang: str
    borrowed: str
    edition: str
    full_text: str
    draft: bool
    life: LifeView
    published: Piece
    updated: Piece | None
    fields: Mapping[str, FieldView]
    versions: tuple[VersionView, ...]
    translation_label: str
    original_href: str
    translated: str
    translator: str
    reviewed: str
    unstamped: bool
    outdated: tuple[Words, ...]
    attachments: tuple[AttachmentView, ...]
    contents: tuple[HeadingView, ...]
    topics: tuple[LinkView, ...]
    citation: tuple[Words, ...]
    referring: tuple[LinkView, ...]
    publisher: str
    json_ld: str
    body: BodyView
    paper: str = ""
    """The document as PDF, where there is one."""
    register: str = ""
    """The table of all announcements of the type, where the type has one."""
    statement: Mapping[str, FieldView] = field(default_factory=dict)
    """On the page that the site's accessibility statement stands on, what that says."""


@dataclass(frozen=True, slots=True)
class SideView:
    """A version in a comparison. `fields` holds its texts other than the title and the summary.

    `lang` is that of its body where it is not the page's; `notes` say what to know of the version before reading it.
    """

    lang: str
    name: Words
    href: str
    hreflang: str
    status: str
    notes: tuple[str, ...]
    title: Words
    summary: Words
    fields: Mapping[str, FieldView]
    body: BodyView


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a body: which of the stored HTML it is (to the end, if that is None), and what to say of it."""

    start: int
    end: int | None
    note: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two versions of an announcement side by side: the page's own, and another.

    Each of the `rows` pairs a part of the one body with its counterpart, None where there is none.
    """

    frame: Frame
    type_label: str
    state: str
    state_label: str
    edition: str
    sides: tuple[SideView, SideView]
    rows: tuple[tuple[PartView | None, PartView | None], ...]
