"""What pictures tell: EXIF in TIFF's form (JEITA CP-3451, TIFF 6.0) and XMP, in JPEG, PNG and TIFF."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from sitegen.read.attachments.papers import AUTHOR, LOCATION, Span, without, xmp

_TIFF = (b"II*\0", b"MM\0*")
_PNG = b"\x89PNG\r\n\x1a\n"
_EXIF = b"Exif\0\0"


def spans(data: bytes) -> Iterator[Span]:
    """Find what a picture tells beside what it shows."""
    for start, end in _blocks(data):
        if data[start : start + 4] in _TIFF:
            yield from _tiff(data, start, end)
        elif data.startswith(b"Author\0", start):
            if data[start + 7 : end].strip():
                yield Span(AUTHOR, start + 7, b" " * (end - start - 7))
        else:
            yield from xmp(data, start, end)


def mended(data: bytes, traces: Iterable[Span]) -> bytes:
    """Give a picture without what was found; every byte of the picture itself stays. A PNG's check sums are renewed."""
    after = bytearray(without(data, traces))
    for start, length in _chunks(data):
        whole = after[start + 4 : start + 8 + length]
        if whole != data[start + 4 : start + 8 + length]:
            after[start + 8 + length : start + 12 + length] = zlib.crc32(whole).to_bytes(4, "big")
    return bytes(after)


def _blocks(data: bytes) -> Iterator[tuple[int, int]]:
    """Give where the parts of a picture that are not the picture begin and end: as TIFF, or as text."""
    if data[:4] in _TIFF:
        yield 0, len(data)
    elif data[:2] == b"\xff\xd8":
        at = 2
        while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
            end = at + 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
            if data[at + 1] == 0xE1:
                yield at + 4 + len(_EXIF) * data.startswith(_EXIF, at + 4), min(end, len(data))
            at = end
    for at, length in _chunks(data):
        if data[at + 4 : at + 8] in (b"eXIf", b"iTXt") or data.startswith(b"tEXtAuthor\0", at + 4):
            yield at + 8, at + 8 + length


def _chunks(data: bytes) -> Iterator[tuple[int, int]]:
    """Give the whole chunks of a PNG: where each begins, and how long its content is."""
    at = len(_PNG) if data.startswith(_PNG) else len(data)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if at + 12 + length <= len(data):
            yield at, length
        at += 12 + length


# --- directories ------------------------------------------------------------------------------------------------------

_ARTIST, _WINDOWS_AUTHOR, _OWNER = 0x013B, 0x9C9D, 0xA430
_GPS, _LATITUDE = 0x8825, 2
_BELOW = (0x8769, 0xA005)  # of the camera, of compatibility
_MORE = 0x014A  # directories of other pictures
_PARTS = {0x0111: 0x0117, 0x0144: 0x0145, 0x0201: 0x0202}
"""Where the picture itself lies: the tag of where its parts begin, and that of how long they are."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_VERSION = (0, 1, 4, b"\2\3\0\0")
"""The entry that a directory of the place must have: the version of the standard."""
_MOST_DIRECTORIES, _MOST_ENTRIES, _MOST_FOUND = 100, 200, 20


class _Entry(NamedTuple):
    """A tag, the kind of its values, and where they begin and end; values of four bytes or less stand in the entry."""

    tag: int
    kind: int
    start: int
    end: int


class _Directory(NamedTuple):
    """A directory: where it begins and ends, and its entries."""

    start: int
    end: int
    entries: tuple[_Entry, ...]

    def far(self) -> list[_Entry]:
        """Give the entries whose values do not stand in the directory itself."""
        return [entry for entry in self.entries if not self.start <= entry.start < self.end]


def _tiff(data: bytes, start: int, end: int) -> Iterator[Span]:
    """Find authors and places in a block; each is blanked where nothing else lies."""
    block = data[start:end]
    order = "<" if block[:2] == b"II" else ">"
    directories = _directories(block, order)
    for trace in islice((*_authors(block, order, directories), *_places(block, order, directories)), _MOST_FOUND):
        yield trace._replace(at=start + trace.at)


def _authors(block: bytes, order: str, directories: list[_Directory]) -> Iterator[Span]:
    held = _held(block, order, directories)
    for directory in directories:
        for entry in directory.entries:
            if entry.tag in (_ARTIST, _WINDOWS_AUTHOR, _OWNER) and block[entry.start : entry.end].strip(b"\0 "):
                others = [other for other in held if other is not entry] if entry in directory.far() else []
                free = bool(held) and _apart([entry], others, block)
                yield Span(AUTHOR, entry.start, bytes(entry.end - entry.start) if free else None)


def _places(block: bytes, order: str, directories: list[_Directory]) -> Iterator[Span]:
    """Find directories of the place with a latitude; one is left with nothing but the version that it must have."""
    held = _held(block, order, directories)
    tagged = (entry for directory in directories for entry in directory.entries if entry.tag == _GPS)
    for at in dict.fromkeys(_number(block, order, entry.start) for entry in tagged):
        place = _directory(block, order, at)
        if place and any(entry.tag == _LATITUDE for entry in place.entries):
            whole = _Entry(0, 1, place.start, place.end)
            free = held and _apart([whole, *place.far()], held, block) and _apart(place.far(), [whole], block)
            bare = struct.pack(f"{order}HHHI4s", 1, *_VERSION).ljust(place.end - place.start, b"\0")
            yield Span(LOCATION, place.start, bare if free else None)
            yield from (Span(LOCATION, far.start, bytes(far.end - far.start)) for far in place.far() if free)


def _held(block: bytes, order: str, directories: list[_Directory]) -> list[_Entry]:
    """Give what must stay: directories, values and the picture; none where something may lie who knows where."""
    held = [_Entry(0, 1, 0, 8)]
    for directory in directories:
        values = {entry.tag: entry for entry in directory.entries}
        if _MORE in values or len(directories) >= _MOST_DIRECTORIES:
            return []
        held += [_Entry(0, 1, directory.start, directory.end + 4), *directory.far()]
        for starts, sizes in _PARTS.items():
            if starts in values and sizes in values:
                begun, long = (_numbers(block, order, values[tag]) for tag in (starts, sizes))
                held += [_Entry(0, 1, at, at + size) for at, size in zip(begun, long, strict=False)]
    return held


def _apart(spent: list[_Entry], held: Iterable[_Entry], block: bytes) -> bool:
    """Say whether what is to go lies in the block, and apart from what must stay."""
    return all(entry.end <= len(block) for entry in spent) and not any(
        entry.start < kept.end and kept.start < entry.end for kept in held for entry in spent
    )


def _directories(block: bytes, order: str) -> list[_Directory]:
    """Give the directories that follow one another, and those below them, but for that of the place."""
    ahead, known = [_number(block, order, 4)], dict[int, _Directory | None]()
    while ahead and len(known) < _MOST_DIRECTORIES:
        at = ahead.pop()
        if at not in known:
            known[at] = directory = _directory(block, order, at)
            if directory:
                ahead += [_number(block, order, entry.start) for entry in directory.entries if entry.tag in _BELOW]
                ahead.append(_number(block, order, directory.end))
    return [directory for directory in known.values() if directory]


def _directory(block: bytes, order: str, at: int) -> _Directory | None:
    """Read a directory, if it is all there."""
    count = int(struct.unpack_from(f"{order}H", block, at)[0]) if 8 <= at <= len(block) - 2 else 0
    end = at + 2 + 12 * count
    if not 0 < count <= _MOST_ENTRIES or end > len(block):
        return None
    entries = list[_Entry]()
    for entry in range(at + 2, end, 12):
        tag, kind, values = struct.unpack_from(f"{order}HHI", block, entry)
        size = _SIZES.get(kind, 1) * values
        start = entry + 8 if size <= 4 else _number(block, order, entry + 8)
        entries.append(_Entry(tag, kind, start, start + size))
    return _Directory(at, end, tuple(entries))


def _numbers(block: bytes, order: str, entry: _Entry) -> Iterator[int]:
    size, form = (2, "H") if entry.kind == 3 else (4, "I")
    for at in range(entry.start, min(entry.end, len(block) - size + 1), size):
        yield int(struct.unpack_from(order + form, block, at)[0])


def _number(block: bytes, order: str, at: int) -> int:
    return int(struct.unpack_from(f"{order}I", block, at)[0]) if at + 4 <= len(block) else 0
