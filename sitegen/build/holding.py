"""Holding back: an announcement with errors stays as it was last published, so that the rest can be.

It is the last reading that stands in for the files, not the pages: lists, links and feeds show what the pages do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.build.memory import Memory
from sitegen.model import File, Reading, Site, routes
from sitegen.model.diagnostics import Diagnostic, ordered

if TYPE_CHECKING:
    from sitegen.build.order import Report

Check = Callable[[Mapping[str, Reading]], tuple[Site, list[Diagnostic]]]
"""Checks how announcements fit together."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was last published: readings by identity, and which announcements stand in the output folder."""

    readings: Mapping[str, Reading]
    standing: Collection[str]


def hold(report: Report, readings: Mapping[str, Reading], last: Published, check: Check, strict: bool) -> Site | None:
    """Hold back what has errors, and give the site without; None where that cannot be.

    It cannot where an error is in no announcement's files, or what was published is not remembered. What depends on
    something that was never published is held back too. The report names what is held back, and what else is found.
    """
    now, back, site = dict(readings), dict[str, bool](), None
    reported = problems = report.problems
    while wrong := {problem.place.path for problem in problems if strict or problem.severity == "error"}:
        identities = {_identity(path, now.keys() | back.keys() | {*last.standing}) for path in wrong}
        lost = {identity for identity in identities if identity in last.standing and identity not in last.readings}
        if "" in identities or lost or identities & back.keys():
            return None
        for identity in sorted(identities):
            now.pop(identity, None)
            back[identity] = identity in last.readings
            now |= {identity: last.readings[identity]} if back[identity] else {}
        site, problems = check(now)
        reported = [*reported, *(problem for problem in problems if strict or problem.severity == "error")]
    report.held, report.problems = back, ordered(reported)
    return site


def _identity(path: str, known: Collection[str]) -> str:
    """Give the announcement that a file of the content belongs to, or nothing."""
    source = routes.source(path)
    folders = [part for part in path.split("/")[1:-1] if not routes.is_year(part)]
    names = [source.identity] if source else []
    names += ["/".join(folders[:2])] if len(folders) > 1 else []
    return next((name for name in names if name in known), "")


def remembered(last: Mapping[str, Reading], files: Mapping[str, File], memory: Memory) -> dict[str, Reading]:
    """Leave the readings of which all is there that pages are made of: texts, bodies and attachments."""
    whole = dict[str, Reading]()
    for identity, reading in last.items():
        announcement = reading.announcement
        if announcement and memory.announcement(announcement.digest) is not None:
            documents = announcement.documents.values()
            shown = all(path in files for document in documents for path in document.files.values())
            if shown and all(memory.body(document.body) is not None for document in documents):
                whole[identity] = reading
    return whole
