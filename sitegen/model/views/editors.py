"""What the pages for editors may see."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.model.views import Frame, LinkView


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
