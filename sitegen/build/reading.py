"""Reading: each announcement by a worker, unless its reading is remembered."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.build import attachments
from sitegen.build.crew import Lazily
from sitegen.build.memory import Read
from sitegen.build.naming import Filed, ruled
from sitegen.build.order import Means, Shelf
from sitegen.disk import load
from sitegen.model import File, Reading, keys, routes
from sitegen.model.diagnostics import Diagnostic
from sitegen.model.sources import Source
from sitegen.read import announcements
from sitegen.read import paths as read_paths
from sitegen.read.file import parse

if TYPE_CHECKING:
    from sitegen.build.order import Report


READING = 7
"""How many times the rendering of a page the reading of an announcement takes, which has 2.4 documents."""
AT_ONCE = 500
"""Announcements that are remembered in one transaction."""


@dataclass(frozen=True, slots=True)
class Task:
    """An announcement to read: its versions by language, the files beside them, the rules; what the files say."""

    key: str
    identity: str
    sources: Mapping[str, Source]
    files: Mapping[str, File]
    rules: announcements.Rules
    said: attachments.Said = field(default_factory=dict)


# --- reading ----------------------------------------------------------------------------------------------------------


def _lasting(filed: Filed, means: Means, known: Mapping[str, Reading]) -> dict[str, Reading]:
    """Give the last published readings that follow the rules of now."""
    by = ruled(filed)
    return {
        identity: known[name]
        for identity, (name, rules) in means.published.items()
        if name in known and by.get(identity.partition("/")[0]) == rules
    }


def _readings(
    filed: Filed, names: Mapping[str, list[str]], report: Report, means: Means, *, clean: bool
) -> tuple[dict[str, Reading], Shelf]:
    """Read the announcements that are not remembered; give all readings by name, those last published too."""
    named = {identity: name for identity, (name, _rules) in names.items()}
    last = {name for name, _rules in means.published.values()}
    remembered = means.memory.readings({*named.values(), *last})
    known = {} if clean else dict(remembered)
    waiting = [identity for identity, name in named.items() if name not in known]
    shelf, pending = Shelf(), list[Read]()
    said = attachments.statements(filed, waiting, means.memory, means.crew, clean=clean)
    tasks = Lazily(waiting, lambda identity: _task(filed, identity, named[identity], said))
    for number, read in enumerate(means.crew.batches(_read_batch, tasks, READING), 1):
        known[read.key] = read.reading
        shelf.add(read)
        pending.append(read)
        if number % AT_ONCE == 0 or number == len(tasks):
            means.memory.remember(pending)
            pending.clear()
        means.progress("parse", number, len(tasks))
    if waiting:
        complete = [one.announcement for one in {**remembered, **known}.values() if one.announcement]
        means.memory.forget(
            {
                "readings": {*named.values(), *last},
                "announcements": {one.digest for one in complete},
                "bodies": {document.body for one in complete for document in one.documents.values()},
            }
        )
    report.counts["parsed"] = sum(len(filed.sets[identity]) for identity in waiting)
    report.counts["reused"] = sum(map(len, filed.sets.values())) - report.counts["parsed"]
    return known, shelf


def _task(filed: Filed, identity: str, name: str = "", said: attachments.Said | None = None) -> Task:
    paths = filed.sets[identity]
    sources = {tag: Source(path, load.file(filed.root, filed.sources[path])) for tag, path in paths.items()}
    beside = filed.beside.get(posixpath.dirname(next(iter(paths.values()))), {})
    rules = filed.rules[identity.partition("/")[0]]
    return Task(name, identity, sources, beside, rules, attachments.beside(said or {}, beside))


def _read_batch(tasks: Sequence[Task]) -> list[Read]:
    return [read(task) for task in tasks]


def read(task: Task) -> Read:
    """Read an announcement from its files."""
    versions, bodies = dict[str, read_paths.Version](), dict[str, tuple[bytes, bytes]]()
    for tag, source in task.sources.items():
        parsed, named = parse(source), routes.source(source.path)
        assert named is not None  # noqa: S101  (it was gathered by its name)
        versions[tag] = read_paths.Version(parsed.head, named)
        bodies[parsed.head.outline.digest] = parsed.body.html.encode(), parsed.body.text.encode()
    reading, whole = announcements.read(task.identity, versions, task.files, task.rules, task.said)
    return Read(task.key, reading, keys.text(reading), whole.encode(), bodies)


def _strays(root: Path, files: list[File], means: Means) -> list[Diagnostic]:
    """Say what is wrong in files that belong to no announcement, so that all is told at once."""
    sources = [Source(file.path, load.file(root, file)) for file in files]
    return list(means.crew.batches(_stray_batch, sources))


def _stray_batch(sources: Sequence[Source]) -> list[Diagnostic]:
    return [problem for source in sources for problem in parse(source).head.problems]
