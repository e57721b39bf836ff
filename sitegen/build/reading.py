"""Reading: each announcement by a worker, unless its reading is remembered by what it depends on.

Attachments are looked into once.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sitegen.build.crew import Lazy
from sitegen.build.engine import engine
from sitegen.build.memory import Read
from sitegen.disk import load
from sitegen.model import File, Reading, keys, routes
from sitegen.model.diagnostics import Diagnostic
from sitegen.model.sites import Settings, Theme
from sitegen.model.sources import Content, Source
from sitegen.read import announcements, paths
from sitegen.read.attachments import contents
from sitegen.read.file import parse

if TYPE_CHECKING:
    from sitegen.build.order import Means

READING = 7
"""How many times the rendering of a page the reading of an announcement takes, which has 2.4 documents."""
LOOKING = 100
"""How many times that the looking into an attachment may take."""
AT_ONCE = 500
"""Announcements that are remembered in one transaction."""
Statements: TypeAlias = "Mapping[str, Sequence[Sequence[str]]]"
"""The codes of what files say, each with what it is about."""
_NOTE = "attachments"


# --- which files make up which announcement -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filed:
    """Which files make up which announcement: their paths by identity and language, and what reading them needs."""

    root: Path
    sources: Mapping[str, File]
    sets: Mapping[str, Mapping[str, str]]
    beside: Mapping[str, Mapping[str, File]]
    rules: Mapping[str, announcements.Rules]

    def strays(self) -> list[File]:
        """Give the files that belong to no announcement."""
        owned = {path for versions in self.sets.values() for path in versions.values()}
        return [file for path, file in self.sources.items() if path not in owned]


def filed(root: Path, content: Content, settings: Settings, theme: Theme) -> tuple[Filed, list[Diagnostic]]:
    """Find which files make up which announcement."""
    sets, problems = paths.gather(content.sources, settings.config.languages, theme.types)
    beside = dict[str, dict[str, File]]()
    for path, file in content.files.items():
        beside.setdefault(posixpath.dirname(path), {})[path] = file
    rules = {declared.folder: announcements.rules(declared, settings) for declared in theme.types.values()}
    return Filed(root, content.sources, sets, beside, rules), problems


def names(filed: Filed) -> dict[str, list[str]]:
    """Name each announcement's reading, and the rules that it follows."""
    by = ruled(filed)
    return {identity: [_name(filed, identity, by), by[identity.partition("/")[0]]] for identity in filed.sets}


def ruled(filed: Filed) -> dict[str, str]:
    """Name the rules of each type's folder."""
    return {folder: keys.key(engine(), rules) for folder, rules in filed.rules.items()}


def _name(filed: Filed, identity: str, ruled: Mapping[str, str]) -> str:
    """Name a reading by all that it depends on."""
    versions = filed.sets[identity]
    digests = [f"{path} {filed.sources[path].digest}" for path in versions.values()]
    files = filed.beside.get(posixpath.dirname(next(iter(versions.values()))), {}).items()
    attached = (f"{path} {file.digest if contents.tells(path) else ''}" for path, file in files)
    return keys.key(ruled[identity.partition("/")[0]], identity, digests, *attached)


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Task:
    """An announcement to read: its versions by language, the files beside them, the rules; what the files say."""

    key: str
    identity: str
    sources: Mapping[str, Source]
    files: Mapping[str, File]
    rules: announcements.Rules
    statements: Statements = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What pages are made of: whole announcements as text, and bodies as HTML and as text, by digest."""

    wholes: dict[str, bytes] = field(default_factory=dict)
    bodies: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)

    def add(self, read: Read) -> None:
        """Put there what was read."""
        if read.reading.announcement:
            self.wholes[read.reading.announcement.digest] = read.whole
            self.bodies.update(read.bodies)


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings by name, those last published too; what was read for them; how many documents were, and were not."""

    readings: Mapping[str, Reading]
    shelf: Shelf
    counts: Mapping[str, int]


def readings(
    filed: Filed, names: Mapping[str, list[str]], before: Mapping[str, Sequence[str]], means: Means, *, clean: bool
) -> Readings:
    """Read the announcements that are not remembered."""
    named = {identity: name for identity, (name, _rules) in names.items()}
    last = {name for name, _rules in before.values()}
    remembered = means.memory.readings({*named.values(), *last})
    known = {} if clean else dict(remembered)
    waiting = [identity for identity, name in named.items() if name not in known]
    shelf, pending = Shelf(), list[Read]()
    statements = _statements(filed, waiting, means, clean=clean)
    tasks = Lazy(len(waiting), (_task(filed, identity, named[identity], statements) for identity in waiting))
    for number, read in enumerate(means.crew.batches(_read_batch, tasks, READING), 1):
        known[read.key] = read.reading
        shelf.add(read)
        pending.append(read)
        if number % AT_ONCE == 0 or number == len(tasks):
            means.memory.remember(pending)
            pending.clear()
        means.progress("parse", number, len(tasks))
    if waiting:
        complete = [reading.announcement for reading in {**remembered, **known}.values() if reading.announcement]
        means.memory.forget(
            {
                "readings": {*named.values(), *last},
                "announcements": {announcement.digest for announcement in complete},
                "bodies": {document.body for whole in complete for document in whole.documents.values()},
            }
        )
    parsed = sum(len(filed.sets[identity]) for identity in waiting)
    counts = {"parsed": parsed, "reused": sum(map(len, filed.sets.values())) - parsed}
    return Readings(known, shelf, counts)


def lasting(filed: Filed, before: Mapping[str, Sequence[str]], known: Mapping[str, Reading]) -> dict[str, Reading]:
    """Give the last published readings that follow the rules of now."""
    by = ruled(filed)
    return {
        identity: known[name]
        for identity, (name, rules) in before.items()
        if name in known and by.get(identity.partition("/")[0]) == rules
    }


def again(filed: Filed, identities: Sequence[str], means: Means) -> Iterator[Read]:
    """Read announcements of which the readings are known once more, for their texts."""
    return means.crew.batches(_read_batch, [_task(filed, identity, "", {}) for identity in identities])


def _task(filed: Filed, identity: str, name: str, statements: Statements) -> Task:
    files = filed.sets[identity]
    sources = {tag: Source(path, load.file(filed.root, filed.sources[path])) for tag, path in files.items()}
    beside = filed.beside.get(posixpath.dirname(next(iter(files.values()))), {})
    stated = {path: codes for path, file in beside.items() if (codes := statements.get(_content(path, file)))}
    return Task(name, identity, sources, beside, filed.rules[identity.partition("/")[0]], stated)


def _read_batch(tasks: Sequence[Task]) -> list[Read]:
    return [read(task) for task in tasks]


def read(task: Task) -> Read:
    """Read an announcement from its files."""
    versions, bodies = dict[str, paths.Version](), dict[str, tuple[bytes, bytes]]()
    for tag, source in task.sources.items():
        parsed, named = parse(source), routes.source(source.path)
        assert named is not None  # noqa: S101  (it was gathered by its name)
        versions[tag] = paths.Version(parsed.head, named)
        bodies[parsed.head.outline.digest] = parsed.body.html.encode(), parsed.body.text.encode()
    reading, whole = announcements.read(task.identity, versions, task.files, task.rules, task.statements)
    return Read(task.key, reading, keys.text(reading), whole.encode(), bodies)


def strays(root: Path, files: Iterable[File], means: Means) -> list[Diagnostic]:
    """Say what is wrong in files that belong to no announcement, so that all is told at once."""
    sources = [Source(file.path, load.file(root, file)) for file in sorted(files, key=lambda file: file.path)]
    return list(means.crew.batches(_stray_batch, sources))


def _stray_batch(sources: Sequence[Source]) -> list[Diagnostic]:
    return [problem for source in sources for problem in parse(source).head.problems]


# --- what attachments say ---------------------------------------------------------------------------------------------


def _statements(filed: Filed, waiting: Collection[str], means: Means, *, clean: bool) -> Statements:
    """Give by what is in them what the files say that lie beside the announcements that wait.

    It is noted, with what was known of the others; what was noted of files that are not there any more is forgotten.
    """
    if not waiting:
        return {}
    files = {_content(path, file): file for folder in filed.beside.values() for path, file in folder.items()}
    noted = None if clean else means.memory.note(_NOTE)
    known = {name: stated for name, stated in noted.items() if name in files} if isinstance(noted, dict) else {}
    folders = {posixpath.dirname(path) for identity in waiting for path in filed.sets[identity].values()}
    beside = [file for folder in sorted(folders) for file in filed.beside.get(folder, {}).values()]
    wanted = dict.fromkeys(_content(file.path, file) for file in beside if contents.tells(file.path))
    unseen = wanted.keys() - known.keys()
    tasks = Lazy(len(unseen), ((name, load.file(filed.root, files[name])) for name in unseen))
    statements = {**known, **dict(means.crew.batches(_look_batch, tasks, LOOKING))}
    if statements != noted:
        means.memory.write(_NOTE, statements)
    return statements


def _content(path: str, file: File) -> str:
    """Name what a file says: by what is in it, and how its name ends."""
    return file.digest + posixpath.splitext(path)[1].lower()


def _look_batch(tasks: Sequence[tuple[str, bytes]]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(name, contents.read(name, data)) for name, data in tasks]
