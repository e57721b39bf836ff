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


def said(filed: Filed, waiting: Collection[str], memory: Memory, crew: Crew, *, clean: bool) -> Said:
    """Give by their names what the files say that lie beside the announcements that wait.

    It is noted, with what was known of the others; what was noted of files that are not there any more is forgotten.
    """
    if not waiting:
        return {}
    there = {_name(path, one): one for files in filed.beside.values() for path, one in files.items()}
    noted = None if clean else memory.note(_NOTE)
    known = {name: told for name, told in noted.items() if name in there} if isinstance(noted, dict) else {}
    folders = {posixpath.dirname(path) for identity in waiting for path in filed.sets[identity].values()}
    beside = [one for folder in sorted(folders) for one in filed.beside.get(folder, {}).values()]
    wanted = dict.fromkeys(_name(one.path, one) for one in beside if contents.tells(one.path))
    tasks = Lazily([*wanted.keys() - known.keys()], lambda name: (name, load.file(filed.root, there[name])))
    told = {**known, **dict(crew.batches(_look_batch, tasks, LOOKING))}
    if told != noted:
        memory.write(_NOTE, told)
    return told


def beside(said: Said, files: Mapping[str, File]) -> Said:
    """Give by their paths what some files say."""
    return {path: told for path, one in files.items() if (told := said.get(_name(path, one)))}


def _name(path: str, one: File) -> str:
    return one.digest + posixpath.splitext(path)[1].lower()


def _look_batch(tasks: Sequence[tuple[str, bytes]]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(name, contents.read(name, data)) for name, data in tasks]
