"""What attachments say, looked into once: it is remembered by what is in a file, and by how its name ends."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

from sitegen.build.crew import Crew, Lazily
from sitegen.build.memory import Memory
from sitegen.build.naming import Filed
from sitegen.disk import load
from sitegen.model import File
from sitegen.read.attachments import contents

Said: TypeAlias = "Mapping[str, Sequence[Sequence[str]]]"
"""The codes of what files say, each with what was found."""
_NOTE = "attachments"
LOOKING = 100
"""How many times the rendering of a page the looking into an attachment may take."""


def statements(filed: Filed, waiting: Collection[str], memory: Memory, crew: Crew, *, clean: bool) -> Said:
    """Give by their names what the files say that lie beside the announcements that wait.

    It is noted, with what was known of the others; what was noted of files that are not there any more is forgotten.
    """
    if not waiting:
        return {}
    files = {_name(path, file): file for folder in filed.beside.values() for path, file in folder.items()}
    noted = None if clean else memory.note(_NOTE)
    known = {name: stated for name, stated in noted.items() if name in files} if isinstance(noted, dict) else {}
    folders = {posixpath.dirname(path) for identity in waiting for path in filed.sets[identity].values()}
    beside = [file for folder in sorted(folders) for file in filed.beside.get(folder, {}).values()]
    wanted = dict.fromkeys(_name(file.path, file) for file in beside if contents.tells(file.path))
    tasks = Lazily([*wanted.keys() - known.keys()], lambda name: (name, load.file(filed.root, files[name])))
    statements = {**known, **dict(crew.batches(_look_batch, tasks, LOOKING))}
    if statements != noted:
        memory.write(_NOTE, statements)
    return statements


def beside(statements: Said, files: Mapping[str, File]) -> Said:
    """Give by their paths what some files say."""
    return {path: stated for path, file in files.items() if (stated := statements.get(_name(path, file)))}


def _name(path: str, file: File) -> str:
    return file.digest + posixpath.splitext(path)[1].lower()


def _look_batch(tasks: Sequence[tuple[str, bytes]]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(name, contents.read(name, data)) for name, data in tasks]
