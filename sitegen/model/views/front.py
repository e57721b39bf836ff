"""What the pages at the root and at addresses that lead on may see."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.model.views import AlternateView, LinkView, Piece, Words


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
