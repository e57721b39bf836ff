"""Check all that was loaded: a Site, or what keeps it from being one. Every mistake is found, none is raised."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.check import addresses, life, occasions, references, timing
from sitegen.model import DocumentType, File, Reading, Site
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import Diagnostic
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
    visible = timing.visible(complete, as_of, drafts=terms.drafts)
    sections, by_word = addresses.sections(types, config.languages, words)
    problems += addresses.shared(types, sections, by_word)
    places = {key: place for reading in readings.values() for key, place in reading.places.items()}
    placement = addresses.Placement(config.languages, sections, by_word, places)
    addresses.place(visible, types, config.languages, placement, settings.gone)
    problems += placement.problems
    moments = [announcement.published for announcement in complete.values()]
    moments += life.moments(complete.values(), types)
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
        *timing.horizon({*moments}, as_of),
        statement=statement,
        gone=(*settings.gone, *placement.withdrawn),
        due=occasions.due(visible.values(), as_of),
    )
    pointers = [pointer for reading in readings.values() for pointer in reading.pointers]
    pointers += [withdrawal.replaced_by for withdrawal in settings.gone if withdrawal.replaced_by]
    problems += life.check(complete, places)
    if statement:
        pointers.append(statement.page)
        problems += references.statutory(complete.get(statement.page.name), places)
        if as_of >= statement.due:
            problems.append(Diagnostic(statement.place, "statement-outdated", {"year": statement.due.year - 1}))
    return site, [*problems, *references.check(site, complete, readings, pointers)]
