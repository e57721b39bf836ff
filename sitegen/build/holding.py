"""Holding back: an announcement with errors stays as it was last published, so that the rest can be.

It is the last reading that stands in for the files, not the pages: lists, links and feeds show what the pages do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen import check
from sitegen.build.memory import Memory
from sitegen.check import published
from sitegen.disk import load
from sitegen.model import File, Reading, Site, routes
from sitegen.model.diagnostics import Diagnostic, ordered
from sitegen.model.pages import MANIFEST
from sitegen.model.sites import Settings, Theme
from sitegen.model.terms import Terms


@dataclass(frozen=True, slots=True)
class Basis:
    """What readings are checked with: the settings, the theme, all files, the terms."""

    settings: Settings
    theme: Theme
    files: Mapping[str, File]
    terms: Terms

    def check(self, readings: Mapping[str, Reading]) -> tuple[Site, list[Diagnostic]]:
        """Check how announcements fit together."""
        return check.check(self.settings, readings, self.files, self.theme.types, self.theme.catalogues, self.terms)


def hold(
    problems: list[Diagnostic],
    readings: Mapping[str, Reading],
    last: Mapping[str, Reading],
    standing: Collection[str],
    basis: Basis,
    *,
    strict: bool,
) -> tuple[Site, list[Diagnostic], dict[str, bool]] | None:
    """Hold back what has errors: the site without, all that is wrong, and for each whether it was published.

    None where that cannot be: where an error is in no announcement's files, or what was published is not remembered.
    What depends on something that was never published is held back too. `last` are the readings last published, of what
    is `standing` in the output folder.
    """
    now, back, site = dict(readings), dict[str, bool](), None
    reported = problems
    while wrong := {problem.place.path for problem in problems if strict or problem.severity == "error"}:
        identities = {_identity(path, now.keys() | back.keys() | {*standing}) for path in wrong}
        lost = {identity for identity in identities if identity in standing and identity not in last}
        if "" in identities or lost or identities & back.keys():
            return None
        for identity in sorted(identities):
            now.pop(identity, None)
            back[identity] = identity in last
            now |= {identity: last[identity]} if back[identity] else {}
        site, problems = basis.check(now)
        reported = [*reported, *(problem for problem in problems if strict or problem.severity == "error")]
    return (site, ordered(reported), back) if site else None


def _identity(path: str, known: Collection[str]) -> str:
    """Give the announcement that a file of the content belongs to, or nothing."""
    source = routes.source(path)
    folders = [part for part in path.split("/")[1:-1] if not routes.is_year(part)]
    names = [source.identity] if source else []
    names += ["/".join(folders[:2])] if len(folders) > 1 else []
    return next((name for name in names if name in known), "")


def whole(lasting: Mapping[str, Reading], files: Mapping[str, File], memory: Memory) -> dict[str, Reading]:
    """Leave the readings of which all is there that pages are made of: texts, bodies and attachments."""
    readings = dict[str, Reading]()
    for identity, reading in lasting.items():
        announcement = reading.announcement
        if announcement and memory.announcement(announcement.digest) is not None:
            documents = announcement.documents.values()
            shown = all(path in files for document in documents for path in document.files.values())
            if shown and all(memory.body(document.body) is not None for document in documents):
                readings[identity] = reading
    return readings


def standing(output: Path) -> Collection[str]:
    """Give the announcements that an output folder holds, as its manifest says."""
    try:
        placed = published.read(load.source(output, MANIFEST)).documents
    except (OSError, published.ManifestError):
        return ()
    return {identity for identity, _language in placed.values()}
