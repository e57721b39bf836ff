"""The door to the disk for writing: whole files or none, what no page claims is removed, the manifest comes last."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from sitegen.disk.stamps import Stamp, Stamps, stamp, stamped
from sitegen.model.keys import digest
from sitegen.model.pages import HTACCESS, MANIFEST

PART = ".sitegen-part"
_OURS = b'{\n "generator": "sitegen"'


class RefusedError(Exception):
    """An output folder that is not ours to write to; the message says why."""


@dataclass(slots=True)
class Written:
    """What a build did to the output folder, as paths in it."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Count what was written, what stayed and what went."""
        written = len(self.new) + len(self.changed)
        return {"written": written, "unchanged": self.unchanged, "removed": len(self.removed)}


def ours(output: Path) -> bool:
    """Say whether a folder holds a site of ours."""
    try:
        with (output / MANIFEST).open("rb") as file:
            return file.read(len(_OURS)) == _OURS
    except OSError:
        return False


def refuse(output: Path, root: Path) -> None:
    """Refuse an output folder that holds other things than a site of ours, or that lies over the sources."""
    if output.is_symlink():
        raise RefusedError("link")
    full = output.resolve()
    sources = [root.resolve() / name for name in ("content", "templates", "locales", "sitegen", ".sitegen")]
    if (
        full == root.resolve()
        or full in root.resolve().parents
        or any(full == source or source in full.parents for source in sources)
    ):
        raise RefusedError("sources")
    if output.exists() and not output.is_dir():
        raise RefusedError("file")
    if output.is_dir() and any(_visible(inner.name) for inner in output.iterdir()) and not ours(output):
        raise RefusedError("foreign")


def _visible(name: str) -> bool:
    """Say whether a name at the top of an output folder may be ours: hidden ones are not, but for one."""
    return not name.startswith(".") or name.endswith(PART) or name == HTACCESS


@contextmanager
def alone(root: Path) -> Iterator[Path | None]:
    """Wait until no other build of the site writes; give the file that says so, None where there can be none."""
    file = root / ".sitegen" / "lock"
    handle = None
    with suppress(OSError):
        if not file.parent.is_symlink():
            file.parent.mkdir(exist_ok=True)
            handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    if handle is None:
        yield None
        return
    try:
        _lock(handle)  # which ends with the process, however that ends
        yield file
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    with suppress(OSError):  # a file system without locks
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # which gives up after ten seconds
                except OSError as problem:
                    if problem.errno != errno.EDEADLOCK:
                        raise
                else:
                    return
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)


@dataclass(frozen=True, slots=True)
class Survey:
    """What is in an output folder, by path: files, links (which are none of ours), folders and how much is in each."""

    files: Stamps
    links: frozenset[str]
    folders: Mapping[str, int]


def survey(output: Path, known: Stamps, moment: int) -> Survey:
    """Look at an output folder; what was `known` at a moment spares the reading. Hidden names at its top are not ours.

    A file that cannot be read is as good as changed.
    """
    files, links, folders = dict[str, Stamp](), set[str](), dict[str, int]()
    ahead = [""]
    while ahead:
        folder = ahead.pop()
        entries = _entries(output, folder)
        folders[folder[:-1]] = len(entries)
        for entry in entries:
            path = folder + entry.name
            if not folder and not _visible(entry.name):
                continue
            if entry.is_symlink():
                links.add(path)
            elif entry.is_dir():
                ahead.append(f"{path}/")
            elif not entry.is_file(follow_symlinks=False):
                files[path] = Stamp(0, 0, 0, 0, "")  # a pipe, say, which would keep whoever reads it
            else:
                try:
                    files[path] = stamp(entry.path, known.get(path), moment)
                except OSError:
                    files[path] = Stamp(0, 0, 0, 0, "")
    return Survey(files, frozenset(links), folders)


def _entries(output: Path, folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(f"{output}/{folder}") as entries:
            return list(entries)
    except FileNotFoundError:
        return []


class Writing:
    """A build's writing to an output folder: files are staged beside their places, and renamed when all is well."""

    def __init__(self, output: Path, survey: Survey) -> None:
        self._output = output
        self._survey = survey
        self._staged = list[str]()
        self._later = dict[str, bytes]()
        self._spelt = {path.lower(): path for path in survey.files}  # some disks do not tell them apart
        self._stamps = dict[str, Stamp]()
        self._begun = False
        self.digests = dict[str, str]()
        self.done = Written()

    def __enter__(self) -> Self:
        """Make the folder known for ours, so that the next build may go on from whatever is left in it."""
        self._begun = not ours(self._output)
        if self._begun:
            self._output.mkdir(parents=True, exist_ok=True)
            _put(self._output, MANIFEST, _manifest({}, {}, {}))
        return self

    def __exit__(self, *_problem: object) -> None:
        """Leave everything as it was, unless it was finished."""
        for path in self._staged:
            with suppress(OSError):
                _part(self._output, path).unlink(missing_ok=True)
            _prune(self._output, path)
        if self._begun and not self.digests.get(MANIFEST):
            with suppress(OSError):
                (self._output / MANIFEST).unlink()
                self._output.rmdir()

    def keep(self, *paths: str) -> None:
        """Keep files that are known to be right."""
        for path in paths:
            self.digests[path] = self._survey.files[path].digest
            self.done.unchanged += 1

    def stage(self, path: str, data: bytes) -> None:
        """Write a file beside its place, unless it is there already."""
        mark = digest(data)
        before = self._survey.files.get(path)
        if before and before.digest == mark:
            self.keep(path)
            return
        self.digests[path] = mark
        (self.done.changed if before else self.done.new).append(path)
        if self._obstructed(path):
            self._later[path] = data
        else:
            self._staged.append(path)
            _stage(self._output, path, data)

    def _obstructed(self, path: str) -> bool:
        """Say whether something stands there that must go first: a link or a file for a folder, a folder for a file."""
        survey = self._survey
        if path in survey.folders or self._spelt.get(path.lower(), path) != path:
            return True
        above, blocked = path.rpartition("/")[0], False
        while above and not blocked and above not in survey.folders:
            blocked = above in survey.files or above in survey.links
            above = above.rpartition("/")[0]
        return blocked

    def copy(self, path: str, digest: str, read: Callable[[], bytes]) -> None:
        """Put a file there as it is."""
        before = self._survey.files.get(path)
        if before and before.digest == digest:
            self.keep(path)
        else:
            self.stage(path, read())

    def finish(
        self, documents: Mapping[str, Mapping[str, str]], titles: Mapping[str, Mapping[str, str]]
    ) -> dict[str, Stamp]:
        """Put what is staged in its place, remove what no page claims, and say in the manifest what there is.

        Give the stamps of all that is there now.
        """
        while self._staged:
            path = self._staged[-1]
            _rename(self._output, path)
            self._stamps[path] = stamped(self._output / path, self.digests[path])
            self._staged.pop()
        for path in (*self._survey.files, *self._survey.links):
            if path not in self.digests and path != MANIFEST:
                (self._output / path).unlink(missing_ok=True)
                _prune(self._output, path)
                if not path.endswith(PART):
                    self.done.removed.append(path)
        for folder, entries in self._survey.folders.items():
            if folder and not entries:
                _prune(self._output, f"{folder}/")
        for path, data in self._later.items():
            _put(self._output, path, data)
        final = _manifest(self.digests, documents, titles)
        before = self._survey.files.get(MANIFEST)
        if before is None or before.digest != digest(final):
            _put(self._output, MANIFEST, final)
        self.digests[MANIFEST] = digest(final)
        for path in (*self._later, MANIFEST):
            self._stamps[path] = stamped(self._output / path, self.digests[path])
        return {path: self._stamps.get(path) or self._survey.files[path] for path in self.digests}


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="sitegen-") as folder:
        yield Path(folder)


def replace(path: Path, data: bytes) -> bool:
    """Write one file of the sources whole, if it has changed; say whether it had."""
    with suppress(OSError):
        if path.read_bytes() == data:
            return False
    part = path.with_name(f".{digest(path.name.encode())[:16]}{PART}")  # hidden, so that it is never content
    _create(part, data)
    part.replace(path)
    return True


def vacant(folder: Path) -> bool:
    """Say whether a new site may begin in a folder: there is none yet, or one with nothing but a repository of git."""
    if folder.is_symlink() or not folder.exists():
        return not folder.is_symlink()
    return folder.is_dir() and all(inner.name == ".git" for inner in folder.iterdir())


def create(root: Path, path: str, data: bytes) -> bool:
    """Write a new file of a site's sources, with the folders above it; say whether nothing of that name was there.

    No link is followed: raises NotADirectoryError where a folder is one, or is a file.
    """
    folder = root
    folder.mkdir(parents=True, exist_ok=True)
    for part in path.split("/")[:-1]:
        folder = folder / part
        if folder.is_symlink():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        folder.mkdir(exist_ok=True)
    file = root / path
    if os.path.lexists(file):
        return False
    return replace(file, data)


def text(path: Path, text: str) -> None:
    """Write a text where the caller of the program wants it, be it a pipe."""
    path.write_text(text, "utf-8", newline="\n")


def _manifest(
    digests: Mapping[str, str], documents: Mapping[str, Mapping[str, str]], titles: Mapping[str, Mapping[str, str]]
) -> bytes:
    """Write the manifest: JSON, an entry a line."""
    parts = {"documents": documents, "titles": titles, "files": {path: digests[path] for path in sorted(digests)}}
    written = ",\n".join(
        f' "{name}": {{\n' + _JOINT.join(f"  {_quoted(key)}: {_quoted(text)}" for key, text in part.items()) + "\n }"
        for name, part in parts.items()
    )
    return f'{{\n "generator": "sitegen",\n{written}\n}}\n'.encode()


_JOINT = ",\n"
_quoted = json.JSONEncoder(ensure_ascii=False).encode


def _part(output: Path, path: str) -> Path:
    """Say where a file is written before it is renamed: beside its place, under a name that no page has."""
    folder, _, name = path.rpartition("/")
    return output / folder / (digest(name.encode())[:16] + PART)


def _put(output: Path, path: str, data: bytes) -> None:
    _stage(output, path, data)
    _rename(output, path)


def _stage(output: Path, path: str, data: bytes) -> None:
    if path.startswith("/") or ".." in path.split("/") or "\\" in path:
        raise ValueError(path)  # nothing planned leads out of the folder; if it did, that would be our bug
    part = _part(output, path)
    try:
        _create(part, data)
    except FileNotFoundError:
        part.parent.mkdir(parents=True, exist_ok=True)
        _create(part, data)


def _create(part: Path, data: bytes) -> None:
    try:
        with part.open("xb") as file:
            file.write(data)
    except FileExistsError:  # of a build that was killed
        part.unlink()
        part.write_bytes(data)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _rename(output: Path, path: str) -> None:
    """Put a staged file in its place, so that at every moment the old one or the new one is there."""
    _part(output, path).replace(output / path)


def _prune(output: Path, path: str) -> None:
    """Remove the folders above a path that have nothing in them any more."""
    folder = path.rpartition("/")[0]
    while folder:
        try:
            (output / folder).rmdir()
        except FileNotFoundError:
            pass  # it was never made, but what is above it
        except OSError:
            return
        folder = folder.rpartition("/")[0]
