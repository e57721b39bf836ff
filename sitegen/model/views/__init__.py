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
class ActView:
    """An act as another one names it: its title, and what it is quoted by.

    `state` and `state_label` are set on one that is changed although it holds no longer.
    """

    link: LinkView
    quoted: str
    state: str = ""
    state_label: str = ""
