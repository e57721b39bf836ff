"""How the translations of a site stand: what is missing, what nobody has reviewed, what the original has outrun.

And what personal data its editors mean to publish, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitegen import N_
from sitegen.model.announcements import Announcement, Document
from sitegen.model.sites import Site
from sitegen.model.values import Text

STATES: Mapping[str, str] = {
    "fine": N_("fine"),
    "missing": N_("missing"),
    "draft": N_("a draft"),
    "machine": N_("a machine translation"),
    "unreviewed": N_("not reviewed"),
    "unstamped": N_("not stamped"),
    "outdated": N_("outdated"),
    "uncompared": N_("not compared"),
    "excused": N_("an exception"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an announcement stands in a language.

    `path` is the translation's file, or where it would be; `states` are some of `STATES`; `sections` those of the
    original that have changed since. What the original excuses stands by itself: the `code` of what is not told of,
    with the reason.
    """

    identity: str
    language: str
    path: str
    title: Text
    states: tuple[str, ...]
    sections: tuple[str, ...] = ()
    code: str = ""
    reason: str = ""


def standings(site: Site) -> Iterator[Standing]:
    """Give all of a site, announcement by announcement, in the site's order of languages."""
    for _identity, announcement in sorted(site.announcements.items()):
        yield from _excused(announcement)
        for language in site.config.languages:
            if language != announcement.original:
                yield _standing(announcement, language)


def _standing(announcement: Announcement, language: str) -> Standing:
    original, document = announcement.documents[announcement.original], announcement.documents.get(language)
    path = original.path.removesuffix(f".{original.language}.md") + f".{language}.md"
    states = (*_states(document),) if document else ("missing",)
    outdated = (document and document.translation.outdated) or ()
    return Standing(announcement.identity, language, path, original.title, states or ("fine",), outdated)


def _excused(announcement: Announcement) -> Iterator[Standing]:
    original = announcement.documents[announcement.original]
    exceptions = original.values.get("privacy")
    for exception in exceptions if isinstance(exceptions, tuple) else ():
        if isinstance(exception, dict):
            code, reason = (str(exception.get(name) or "") for name in ("code", "reason"))
            yield Standing(
                announcement.identity, original.language, original.path, original.title, ("excused",), (), code, reason
            )


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
    if translation.unread:
        yield "uncompared"
