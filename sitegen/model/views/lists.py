"""What lists, registers, what is due, the search and the catalogue of data sets may see."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.model.views import FieldView, Frame, LinkView, Piece, Words


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
