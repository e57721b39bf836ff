"""What announcements point to: organisations, topics, each other, files, anchors, addresses that have moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sitegen.language.text import nearest
from sitegen.model import (
    Announcement,
    Pointer,
    Site,
    routes,
)
from sitegen.model.diagnostics import Diagnostic, Place


def check(
    site: Site, complete: Mapping[str, Announcement], identities: Collection[str], pointed: Iterable[Pointer]
) -> list[Diagnostic]:
    """Check every pointer. `complete` holds also what is not shown yet, `identities` also what could not be read."""
    problems = list[Diagnostic]()
    for kind, name, anchor, path, line, column in pointed:
        if kind in ("reference", "link"):
            other = site.announcements.get(name)
            if other is None and name in complete:
                problems.append(Diagnostic(Place(path, line, column), "reference-hidden", {"value": name}))
            elif other is None and name not in identities:
                problems.append(_unknown(Place(path, line, column), "reference-unknown", name, identities))
            elif other and kind == "link" and routes.language(path) not in other.documents:
                problems.append(Diagnostic(Place(path, line, column), "link-language", {"value": name}))
            elif other and anchor and anchor not in other.documents[other.original].ids:
                ids = other.documents[other.original].ids
                problems.append(_unknown(Place(path, line, column), "link-anchor", anchor, ids))
        else:
            known = site.organisations if kind == "organisation" else site.topics
            if name not in known:
                problems.append(_unknown(Place(path, line, column), f"{kind}-unknown", name, known))
    return problems


def _unknown(place: Place, code: str, name: str, known: Collection[str]) -> Diagnostic:
    return Diagnostic(place, code, {"value": name}, nearest(name, known))


def statutory(page: Announcement | None, places: Mapping[str, tuple[str, int, int]]) -> list[Diagnostic]:
    """Find versions of the accessibility statement that nobody answers for; `places` says where fields are written."""
    return [
        Diagnostic(Place(*places[f"{document.path}:translation.status"]), "statement-translation")
        for document in (page.documents.values() if page else ())
        if document.translation.status in ("unofficial", "machine") and document.values.get("draft") is not True
    ]
