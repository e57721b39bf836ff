"""Check all that was loaded: a Site, or what keeps it from being one. Every mistake is found, none is raised."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sitegen import config
from sitegen.catalogues import Catalogue
from sitegen.check import addresses, announcements, life, occasions, references, translations
from sitegen.check.announcements import Rules, read
from sitegen.check.paths import Version, gather
from sitegen.diagnostics import Diagnostic
from sitegen.model import Config, DocumentType, File, Gone, Named, Reading, Site, Statement
from sitegen.terms import Terms, local

__all__ = ["Rules", "Settings", "Version", "check", "gather", "read", "settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the files say that stand above all announcements."""

    config: Config
    organisations: Mapping[str, Named]
    topics: Mapping[str, Named]
    statement: Statement | None
    gone: tuple[Gone, ...] = ()


def settings(
    files: Mapping[str, bytes], words: Collection[str], base_url: str, *, portable: bool = False
) -> tuple[Settings | None, list[Diagnostic]]:
    """Read the settings by their names; `words` are the languages of catalogues, `base_url` stands for the site's."""
    site, found = config.site(files.get("site.yaml"), words)
    if site is None:
        return None, found
    site = replace(site, base_url=base_url or site.base_url, portable=portable)
    organisations, problems = config.named(files.get("organisations.yaml"), "organisations.yaml", site)
    found += problems
    topics, problems = config.named(files.get("topics.yaml"), "topics.yaml", site)
    found += problems
    statement, problems = config.statement(files.get("accessibility.yaml"), site)
    found += problems
    gone, problems = config.gone(files.get("gone.yaml"), site)
    return Settings(site, organisations, topics, statement, gone), [*found, *problems]


def check(
    given: Settings,
    readings: Mapping[str, Reading],
    files: Mapping[str, File],
    types: Mapping[str, DocumentType],
    words: Mapping[str, Catalogue],
    terms: Terms,
) -> tuple[Site, list[Diagnostic]]:
    """Check how announcements fit together: the site, which is one only if nothing found is an error."""
    config, statement = given.config, given.statement
    found = [problem for reading in readings.values() for problem in reading.found]
    complete = {name: reading.announcement for name, reading in readings.items() if reading.announcement}
    as_of = local(terms.as_of, config.time_zone)
    visible = announcements.visible(complete, as_of, drafts=terms.drafts)
    sections, by_word = addresses.sections(types, config.languages, words)
    found += addresses.shared(types, sections, by_word)
    places = {key: place for reading in readings.values() for key, place in reading.places.items()}
    placement = addresses.Placement(config.languages, sections, by_word, places)
    addresses.place(visible, types, config.languages, placement, given.gone)
    found += placement.found
    moments = [one.published for one in complete.values()]
    moments += life.moments(complete.values(), types)
    moments += [statement.due] if statement else []
    moments += occasions.moments(visible.values(), as_of)
    site = Site(
        config,
        types,
        given.organisations,
        given.topics,
        visible,
        files,
        sections,
        placement.pages,
        placement.redirects,
        by_word,
        life.lives(visible, types, as_of),
        *announcements.horizon({*moments}, as_of),
        statement=statement,
        gone=(*given.gone, *placement.withdrawn),
        due=occasions.due(visible.values(), as_of),
    )
    pointers = [pointer for reading in readings.values() for pointer in reading.pointers]
    pointers += [one.replaced_by for one in given.gone if one.replaced_by]
    found += life.check(complete, places)
    if statement:
        pointers.append(statement.page)
        found += translations.statutory(complete.get(statement.page.name), places)
        if as_of >= statement.due:
            found.append(Diagnostic(statement.place, "statement-outdated", {"year": statement.due.year - 1}))
    return site, [*found, *references.check(site, complete, readings, pointers)]
