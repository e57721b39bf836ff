"""Check all that was loaded: a Site, or what keeps it from being one. Every mistake is found, none is raised."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from sitegen.check import addresses, life, occasions
from sitegen.language.text import nearest
from sitegen.model import Announcement, DocumentType, File, Pointer, Reading, Site, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.sites import Settings
from sitegen.model.terms import Terms, local


def check(
    settings: Settings,
    readings: Mapping[str, Reading],
    files: Mapping[str, File],
    types: Mapping[str, DocumentType],
    words: Mapping[str, Catalogue],
    terms: Terms,
) -> tuple[Site, list[Diagnostic]]:
    """Check how announcements fit together: the site, which is one only if nothing found is an error."""
    config, statement = settings.config, settings.statement
    problems = [problem for reading in readings.values() for problem in reading.problems]
    complete = {name: reading.announcement for name, reading in readings.items() if reading.announcement}
    as_of = local(terms.as_of, config.time_zone)
    visible = _visible(complete, as_of, drafts=terms.drafts)
    sections, by_word = addresses.sections(types, config.languages, words)
    problems += addresses.shared(types, sections, by_word)
    places = {key: place for reading in readings.values() for key, place in reading.places.items()}
    placement = addresses.Placement(config.languages, sections, by_word, places)
    addresses.place(visible, types, config.languages, placement, settings.gone)
    problems += placement.problems
    moments = [announcement.published for announcement in complete.values()]
    moments += life.moments(visible.values(), types)
    moments += [statement.due] if statement else []
    moments += occasions.moments(visible.values(), as_of)
    site = Site(
        config,
        types,
        settings.organisations,
        settings.topics,
        visible,
        files,
        sections,
        placement.pages,
        placement.redirects,
        by_word,
        life.lives(visible, types, as_of),
        *_horizon({*moments}, as_of),
        statement=statement,
        gone=(*settings.gone, *placement.withdrawn),
        due=occasions.due(visible.values(), as_of),
    )
    pointers = [pointer for reading in readings.values() for pointer in reading.pointers]
    pointers += [withdrawal.replaced_by for withdrawal in settings.gone if withdrawal.replaced_by]
    problems += life.check(complete, places)
    if statement:
        pointers.append(statement.page)
        problems += _statutory(complete.get(statement.page.name), places)
        if as_of >= statement.due:
            problems.append(Diagnostic(statement.place, "statement-outdated", {"year": statement.due.year - 1}))
    return site, [*problems, *_dangling(site, complete, readings, pointers)]


# --- what is shown, and until when ------------------------------------------------------------------------------------


def _horizon(
    moments: Collection[datetime.datetime], as_of: datetime.datetime
) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """Give the last moment before as-of at which something changed by itself, and the first after it."""
    before = max((moment for moment in moments if moment <= as_of), default=None)
    return before, min((moment for moment in moments if moment > as_of), default=None)


def _visible(
    announcements: Mapping[str, Announcement], as_of: datetime.datetime, *, drafts: bool
) -> dict[str, Announcement]:
    """Leave out what is a draft, and what is to be published later than `as_of`; with `drafts`, mark it."""
    shown = {}
    for identity, announcement in announcements.items():
        versions = announcement.documents
        hidden = {tag for tag, document in versions.items() if document.values.get("draft") is True}
        if announcement.original in hidden or announcement.published > as_of:
            hidden = {*versions}
        if not hidden:
            shown[identity] = announcement
        elif drafts:
            shown[identity] = replace(announcement, unpublished=frozenset(hidden))
        elif announcement.original not in hidden:
            kept = {tag: document for tag, document in versions.items() if tag not in hidden}
            shown[identity] = replace(announcement, documents=kept)
    return shown


# --- what announcements point to --------------------------------------------------------------------------------------


def _dangling(
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


def _statutory(page: Announcement | None, places: Mapping[str, tuple[str, int, int]]) -> list[Diagnostic]:
    """Find versions of the accessibility statement that nobody answers for; `places` says where fields are written."""
    return [
        Diagnostic(Place(*places[f"{document.path}:translation.status"]), "statement-translation")
        for document in (page.documents.values() if page else ())
        if document.translation.status in ("unofficial", "machine") and document.values.get("draft") is not True
    ]
