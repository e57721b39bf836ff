"""Check all that was loaded: a Site, or what keeps it from being one. Every mistake is found, none is raised."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sitegen import config as settings
from sitegen.catalogues import Catalogue
from sitegen.check import addresses, announcements, paths, references
from sitegen.diagnostics import Diagnostic, ordered
from sitegen.model import Announcement, DocumentType, Site
from sitegen.parse import Content, Head


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a build: its moment (without an offset: local to the site), drafts, an address for the site's."""

    as_of: datetime.datetime
    drafts: bool = False
    base_url: str = ""


def check(
    content: Content,
    heads: list[Head],
    types: Mapping[str, DocumentType],
    words: Mapping[str, Catalogue],
    terms: Terms,
) -> tuple[Site | None, list[Diagnostic]]:
    """Check content against the types that the theme declares."""
    found = [*content.found, *(problem for head in heads for problem in head.found)]
    config, problems = settings.site(content.settings.get("site.yaml"), words)
    found += problems
    if config is None:
        return None, ordered(found)
    config = replace(config, base_url=terms.base_url or config.base_url)
    organisations, problems = settings.named(content.settings.get("organisations.yaml"), "organisations.yaml", config)
    found += problems
    topics, problems = settings.named(content.settings.get("topics.yaml"), "topics.yaml", config)
    found += problems
    sets, problems = paths.gather(heads, config.languages, types)
    found += problems
    complete, pointed = dict[str, Announcement](), list[references.Pointer]()
    for identity, versions in sets.items():
        announcement, points, problems = announcements.read(identity, versions, types, organisations, config)
        found += problems
        pointed += points
        if announcement:
            complete[identity] = announcement
    as_of = terms.as_of if terms.as_of.tzinfo else terms.as_of.replace(tzinfo=ZoneInfo(config.time_zone))
    visible = announcements.visible(complete, as_of, drafts=terms.drafts)
    sections, by_word = addresses.sections(types, config.languages, words)
    fronts = {head.path: head.front for head in heads}
    found += addresses.shared(types, sections, by_word)
    placement = addresses.Placement(config.languages, sections, by_word, fronts)
    addresses.place(visible, types, config.languages, placement)
    found += placement.found
    pages, redirects = placement.pages, placement.redirects
    site = Site(config, types, organisations, topics, visible, content.files, sections, pages, redirects, by_word)
    found += references.check(site, complete, sets, pointed)
    errors = any(problem.severity == "error" for problem in found)
    return (None if errors else site), ordered(found)
