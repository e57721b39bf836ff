"""Views: exactly what one template may see. Plain frozen values, in the page's language, addresses already relative.

A `lang` or `hreflang` is empty where it is that of the page; where it is not, the template must write it out
(WCAG 2.2, 3.1.2: the language of parts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """A text, and its language where it is not the page's."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link: its words, its address, and the language of what it leads to where that is not the page's."""

    words: Words
    href: str
    hreflang: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class SwitchView:
    """One language of the switcher: `state` is current, here (this page in that language), fallback or missing.

    `hreflang` is the language of what the link leads to.
    """

    lang: str
    name: str
    href: str
    state: str
    hreflang: str = ""


@dataclass(frozen=True, slots=True)
class AlternateView:
    """A `<link rel="alternate" hreflang>`: an absolute address."""

    hreflang: str
    href: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around it. `root` is the way up to the site's root: empty, ../, ../../ and so on."""

    lang: str
    root: str
    title: Words
    site_title: str
    home: str
    locale: str
    locales: tuple[str, ...] = ()
    """Those of the page in other languages (Open Graph)."""
    kind: str = "website"
    description: str = ""
    canonical: str = ""
    index: bool = True
    alternates: tuple[AlternateView, ...] = ()
    languages: tuple[SwitchView, ...] = ()
    sections: tuple[LinkView, ...] = ()
    pages: tuple[LinkView, ...] = ()
    footer: tuple[LinkView, ...] = ()
    breadcrumbs: tuple[LinkView, ...] = ()
    feeds: tuple[LinkView, ...] = ()
    """The language's."""
    own_feeds: tuple[LinkView, ...] = ()
    """Those of the section, topic or organisation that the page belongs to."""
    contact: str = ""
    statement: str = ""
    """The absolute address of the site's accessibility statement in the page's language, where there is one."""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One shown part of a value: words, and where there is one a label, a link, a machine-readable date or value.

    `calendar` is the address of a file for calendars that holds it.
    """

    words: Words
    label: str = ""
    href: str = ""
    hreflang: str = ""
    datetime: str = ""
    calendar: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field: its label and its values, each a row of pieces. Not `stated`: the document does not say.

    A group that is no list has `fields` instead of `items`.
    """

    name: str
    label: str
    stated: bool = True
    items: tuple[tuple[Piece, ...], ...] = ()
    fields: Mapping[str, FieldView] = field(default_factory=dict)


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
class ActView:
    """An act as another one names it: its title, and what it is quoted by.

    `state` and `state_label` are set on one that is changed although it holds no longer.
    """

    link: LinkView
    quoted: str
    state: str = ""
    state_label: str = ""


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


@dataclass(frozen=True, slots=True)
class EntryView:
    """An announcement in a list. `by_publication` marks a day that is the bulletin's, not its own; `date` says so.

    `state` and `state_label` are those of its `LifeView`.
    """

    link: LinkView
    type_label: str
    date: str
    datetime: str
    by_publication: bool
    summary: Words
    state: str = ""
    state_label: str = ""
    language: str = ""
    """The name of the language it is in, where that is not the page's."""


@dataclass(frozen=True, slots=True)
class OccasionView:
    """A deadline or an event: `kind` is one of these, `state` is coming, ongoing or over.

    `title` is an event's own, `link` leads to the announcement, `when` holds the deadline, or the beginning and, where
    it is known, the end. `days` are those left, while it is coming. `cancelled` says why it is not to be kept any more,
    `opening` when that opens which the deadline will close. `calendar` is the announcement's.
    """

    kind: str
    label: str
    title: Words
    link: LinkView
    type_label: str
    when: tuple[Piece, ...]
    place: Words
    online: bool
    state: str
    days: int
    cancelled: str
    opening: str
    language: str
    calendar: str


@dataclass(frozen=True, slots=True)
class DueView:
    """What is due: coming, the next first; going on; lately over, the last first.

    `calendars` lead to files for calendars, the first to the one with everything; `subscribe` is its full address.
    """

    frame: Frame
    heading: Words
    coming: tuple[OccasionView, ...]
    ongoing: tuple[OccasionView, ...]
    over: tuple[OccasionView, ...]
    calendars: tuple[LinkView, ...]
    subscribe: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """A language's home: the newest announcements, and the sections with how many each holds.

    `due` is what is next, and `due_href` leads to all that is due, where there is such a page.
    """

    frame: Frame
    due: tuple[OccasionView, ...]
    due_href: str
    newest: tuple[EntryView, ...]
    sections: tuple[tuple[LinkView, int], ...]
    topics: tuple[tuple[LinkView, int], ...]
    json_ld: str


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of a list: of a section (or one year of it), a topic or an organisation.

    `years` are the section's years, `types` what a topic's or an organisation's announcements are, each with how many
    (0: not told here); a type without pages of its own has no address. `part` is the type that is listed alone, `pages`
    the pages of this list, when there are several; `details` what is known of an organisation.
    """

    frame: Frame
    heading: Words
    entries: tuple[EntryView, ...]
    total: int
    page: int = 1
    pages: tuple[LinkView, ...] = ()
    part: str = ""
    years: tuple[tuple[LinkView, int], ...] = ()
    types: tuple[tuple[LinkView, int], ...] = ()
    register: str = ""
    details: tuple[FieldView, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexView:
    """All topics, or all organisations, in the language's alphabetical order, with how many announcements each has."""

    frame: Frame
    heading: Words
    entries: tuple[tuple[LinkView, int], ...]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a register; `chosen`: few values come again and again in it, so that one may be chosen."""

    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LettersView:
    """An alphabetical list, or a letter of one. A group is its letter, the id of its heading and its entries.

    `letters` leads to all groups, be they on this page or on pages of their own. An entry has no summary.
    """

    frame: Frame
    heading: Words
    letters: tuple[LinkView, ...]
    groups: tuple[tuple[Words, str, tuple[EntryView, ...]], ...]
    total: int


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A language's search, for readers of another: the search page, and the folder of the index."""

    lang: str
    name: str
    href: str
    index: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page of a language: the folder of its index, the other languages', and the ways without a search.

    `counts` says numbers of results, with {} for the number: `plural` holds for each number below 200, as a digit,
    which of them goes with it; greater ones go as their rest by 100 does from 100 on.
    """

    frame: Frame
    heading: Words
    index: str
    others: tuple[PlaceView, ...]
    letters: LinkView
    registers: tuple[LinkView, ...]
    counts: tuple[str, ...]
    plural: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """A document as the search finds it: its entry, what it is narrowed by, and the texts that are on its page.

    `numbers` are forms of its own number, `further` those of others that it gives. `lang` is the language of the body
    where that is not the reader's.
    """

    entry: EntryView
    type: str
    numbers: tuple[str, ...]
    further: tuple[str, ...]
    year: str
    issuer: str
    topics: tuple[str, ...]
    texts: tuple[str, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A register: a table, sorted by year and number, newest first. A cell is a row of pieces, one per value.

    Of `total` announcements that a whole register holds the newest years are shown; `years` are all, each with how many
    it holds (0: not told here).
    """

    frame: Frame
    heading: Words
    total: int
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
    csv: str
    json: str
    years: tuple[tuple[LinkView, int], ...]


@dataclass(frozen=True, slots=True)
class DataSetView:
    """A register as data: the link to its page, how many announcements it holds, its last change, and its files."""

    link: LinkView
    number: int
    updated: Piece
    csv: str
    json: str


@dataclass(frozen=True, slots=True)
class DataView:
    """The data sets of a language, and where the catalogue of them all is."""

    frame: Frame
    sets: tuple[DataSetView, ...]
    catalogue: str


@dataclass(frozen=True, slots=True)
class NewFileView:
    """A file to begin an announcement of a type with: where it goes, its text, and a form filled with it, if any."""

    label: str
    path: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class EditorsView:
    """The editors' guide in a language, as HTML, and where its other pages are: the fields of all types, the codes.

    `lang` is the guide's language where that is not the page's; `files` begin announcements of each type.
    """

    frame: Frame
    guide: str
    lang: str
    fields: str
    codes: str
    translations: str
    files: tuple[NewFileView, ...]
    inbox: str
    """Where a document is put that is to become an announcement, or nothing."""


@dataclass(frozen=True, slots=True)
class DeclaredView:
    """A field as editors write it: its key with those of the groups above, what readers see it called, and its kind.

    `kind` says in words what is written, `required` is "true", "warn" or empty, `choices` are what may be written, each
    with what readers see.
    """

    key: str
    label: str
    kind: str
    example: str
    required: str
    translatable: bool
    list: bool
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DeclaredGroupView:
    """The fields that a type adds, or, without a folder, those that all types have."""

    id: str
    label: str
    folder: str
    fields: tuple[DeclaredView, ...]


@dataclass(frozen=True, slots=True)
class FieldsView:
    """The field reference: what can be written above a text, by type."""

    frame: Frame
    groups: tuple[DeclaredGroupView, ...]


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code of what editors are told: how grave it is, what it means, how it is mended."""

    code: str
    severity: str
    severity_label: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class CodesView:
    """All that editors may be told, by code."""

    frame: Frame
    codes: tuple[CodeView, ...]


@dataclass(frozen=True, slots=True)
class TranslationView:
    """A translation to be made or renewed: the original, the name of the language, what is to be done, the file."""

    link: LinkView
    language: str
    state: str
    path: str
    href: str
    """Where the file is written or changed in the browser, or nothing."""
    begun: str
    """What a file that is missing begins with."""


@dataclass(frozen=True, slots=True)
class TranslationsView:
    """What is to be translated, for editors: the newest, how many there are in all, the address of the feed."""

    frame: Frame
    rows: tuple[TranslationView, ...]
    total: int
    feed: str


@dataclass(frozen=True, slots=True)
class ChooserView:
    """The root page, where a reader chooses the language; and, as `not_found`, the page for addresses that are not.

    `choices` holds for each language its home, the site's title, and (for a missing page) the words to say in it.
    """

    root: str
    lang: str
    title: str
    canonical: str
    choices: tuple[ChoiceView, ...]
    alternates: tuple[AlternateView, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A language on the chooser or the 404 page: its tag, its own name, its home, and its words for each."""

    lang: str
    name: str
    href: str
    site_title: str
    invitation: str
    not_found_title: str
    not_found_text: str


@dataclass(frozen=True, slots=True)
class RedirectView:
    """A page at an address that has moved."""

    lang: str
    root: str
    site_title: str
    title: Words
    href: str
    canonical: str


@dataclass(frozen=True, slots=True)
class GoneView:
    """A page at an address with nothing at it any more: what stood there, and since when, why and for what it went."""

    lang: str
    root: str
    site_title: str
    title: Words
    went: Piece
    reason: Words
    replaced_by: LinkView | None
    home: str


@dataclass(frozen=True, slots=True)
class SitemapView:
    """Every page that stands for itself: its absolute address and its alternates."""

    pages: tuple[tuple[str, tuple[AlternateView, ...]], ...]


@dataclass(frozen=True, slots=True)
class RobotsView:
    """robots.txt: where the sitemap is."""

    sitemap: str
