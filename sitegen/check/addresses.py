"""Where everything stands in the site, and that no two things stand in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen import routes
from sitegen.catalogues import Catalogue
from sitegen.diagnostics import Diagnostic, Place
from sitegen.model import Announcement, DocumentType
from sitegen.text import slugify
from sitegen.yamlplaces import Entries, given_at

ROOTED = "page"
"""The type whose announcements have no section: /ro/despre/."""

WORDS = ("topics", "organisations")


def sections(
    types: Mapping[str, DocumentType], languages: Sequence[str], words: Mapping[str, Catalogue]
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Give the addresses of the sections, and of topics and organisations: their names in each language."""
    by_section, by_word = dict[tuple[str, str], str](), dict[tuple[str, str], str]()
    for language in languages:
        for declared in types.values():
            if declared.name != ROOTED:
                by_section[declared.name, language] = f"{language}/{_word(declared.folder, language, words)}/"
        for word in WORDS:
            by_word[word, language] = f"{language}/{_word(word, language, words)}/"
    return by_section, by_word


def _word(word: str, language: str, words: Mapping[str, Catalogue]) -> str:
    return slugify(words[language].pgettext("address", word)) if language in words else word


def announcements(
    site: Mapping[str, Announcement],
    types: Mapping[str, DocumentType],
    by_section: Mapping[tuple[str, str], str],
    by_word: Mapping[tuple[str, str], str],
    languages: Sequence[str],
    fronts: Mapping[str, Entries | None],
) -> tuple[dict[tuple[str, str], str], list[Diagnostic]]:
    """Give each announcement its address in each language that shows it; two may not share one.

    `fronts` are the front matters by path, to tell the line of a slug.
    """
    placed, found = dict[tuple[str, str], str](), list[Diagnostic]()
    owners = dict[str, str]()
    own_words = {*routes.RESERVED, *languages}
    for language in languages:
        roots = {address for (_name, tag), address in (*by_section.items(), *by_word.items()) if tag == language}
        for announcement in site.values():
            document = announcement.version(language)
            fallback = language not in announcement.documents
            if fallback and types[announcement.type].fallback != "show":
                continue
            slug = announcement.name if fallback else document.slug
            address = by_section.get((announcement.type, language), f"{language}/") + f"{slug}/"
            there = given_at(fronts, document.path, "slug")
            if slug in own_words or routes.is_year(slug) or address in roots:
                found.append(Diagnostic(there, "slug-reserved", {"slug": slug}))
            other = owners.setdefault(address, document.path)
            if other != document.path:
                found.append(_clash(address, there, given_at(fronts, other, "slug")))
            placed[announcement.identity, language] = address
    return placed, found


def _clash(address: str, one: Place, other: Place) -> Diagnostic:
    """Tell of two with the same address, at the one whose slug is written down."""
    if one.line == 1:
        one, other = other, one
    return Diagnostic(one, "slug-clash", {"address": address, "other": other.path})
