"""How the translations of a site stand: what is missing, what nobody has reviewed, what the original has outrun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitegen.diagnostics import N_
from sitegen.model import Announcement, Document, Site, Text

STATES: Mapping[str, str] = {
    "fine": N_("fine"),
    "missing": N_("missing"),
    "draft": N_("a draft"),
    "machine": N_("a machine translation"),
    "unreviewed": N_("not reviewed"),
    "unstamped": N_("not stamped"),
    "outdated": N_("outdated"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an announcement stands in a language that is not its original's.

    `path` is the translation's file, or where it would be; `states` are some of `STATES`; `sections` those of the
    original that have changed since.
    """

    identity: str
    language: str
    path: str
    title: Text
    states: tuple[str, ...]
    sections: tuple[str, ...] = ()


def standings(site: Site) -> Iterator[Standing]:
    """Give all of a site, announcement by announcement, in the site's order of languages."""
    for _identity, announcement in sorted(site.announcements.items()):
        for language in site.config.languages:
            if language != announcement.original:
                yield _standing(announcement, language)


def _standing(announcement: Announcement, language: str) -> Standing:
    original, document = announcement.documents[announcement.original], announcement.documents.get(language)
    path = original.path.removesuffix(f".{original.language}.md") + f".{language}.md"
    states = (*_states(document),) if document else ("missing",)
    outdated = (document and document.translation.outdated) or ()
    return Standing(announcement.identity, language, path, original.title, states or ("fine",), outdated)


def _states(document: Document) -> Iterator[str]:
    translation = document.translation
    if document.values.get("draft") is True:
        yield "draft"
    if translation.reviewed is None and translation.status == "machine":
        yield "machine"
    elif translation.reviewed is None and translation.status == "unofficial":
        yield "unreviewed"
    if translation.outdated is None:
        yield "unstamped"
    elif translation.outdated:
        yield "outdated"
