"""Files known by their content, without reading again what has not been touched.

A file's size, times and number are trusted for its digest with the care that git takes: the inode's own time (ctime)
counts too, which no program can set back, and a file that was touched in the moment of being looked at is read again
the next time ("racily clean" entries in git's index).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from sitegen.model.keys import digest

SLACK = 20_000_000
"""Nanoseconds in which two writes may carry the same time: kernels count in ticks of up to 10 ms."""
COARSE = 2_000_000_000
"""The same on file systems that count in whole seconds, FAT in two."""


class Stamp(NamedTuple):
    """What a file's entry says (size in bytes, times in nanoseconds, inode), and the SHA-256 of its bytes."""

    size: int
    modified: int
    changed: int
    number: int
    digest: str


Stamps: TypeAlias = Mapping[str, Stamp]


def stamp(path: str, known: Stamp | None, moment: int) -> Stamp:
    """Give a file's stamp; what was `known` of it at a moment of the file system's clock spares the reading."""
    seen = _seen(path)
    if known and known[:4] == seen and _settled(max(seen[1:3]), moment):
        return known
    with open(path, "rb") as file:  # noqa: PTH123  (a Path for each file costs as much as its entry)
        return Stamp(*seen, digest(file.read()))


def stamped(path: Path, digest: str) -> Stamp:
    """Give the stamp of a file whose bytes are known."""
    return Stamp(*_seen(path), digest)


def _seen(path: str | Path) -> tuple[int, int, int, int]:
    entry = os.lstat(path)
    return entry.st_size, entry.st_mtime_ns, entry.st_ctime_ns, entry.st_ino


def moment(file: Path | None) -> int:
    """Give the time of the file system's own clock, by touching a file; 0 (nothing is trusted) where there is none."""
    if file is None:
        return 0
    try:
        os.utime(file)
        return os.lstat(file).st_mtime_ns
    except OSError:
        return 0


def _settled(time: int, moment: int) -> bool:
    return time < moment - (SLACK if time % 1_000_000_000 else COARSE)
