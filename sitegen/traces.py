"""What a file tells of people beside what it shows: where a picture was taken, who wrote a document.

Read from the bytes alone: EXIF and XMP in JPEG, PNG and TIFF, the properties of office files (ECMA-376, OpenDocument),
the information of a PDF (ISO 32000). What cannot be read tells nothing; no bytes raise.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".pdf")
"""How the names of files end that are looked into."""
LOCATION, AUTHOR = "personal-location", "personal-author"
"""The codes of what is found."""

_MOST = 1 << 20
_ARTIST, _WINDOWS_AUTHOR, _GPS = 0x013B, 0x9C9D, 0x8825
_LATITUDE = 2


def tells(name: str) -> bool:
    """Say whether a file is of a kind that is looked into."""
    return name.lower().endswith(ENDINGS)


def read(name: str, data: bytes) -> list[str]:
    """Give the codes of what a file tells, by the ending of its name."""
    ending = name[name.rfind(".") :].lower()
    if ending == ".pdf":
        found = _pdf(data)
    elif ending in (".jpg", ".jpeg", ".png", ".tif", ".tiff"):
        found = _picture(data)
    else:
        found = _office(data) if ending in ENDINGS else iter(())
    return sorted({*found})


# --- pictures ---------------------------------------------------------------------------------------------------------

_XMP_PLACE = re.compile(rb"exif:GPSLatitude(?:>|=\")\s*\d")
_XMP_AUTHOR = re.compile(rb"<dc:creator>.{0,200}?<rdf:li[^>]{0,80}>\s*[^<\s]|<pdf:Author>\s*[^<\s]", re.DOTALL)


def _picture(data: bytes) -> Iterator[str]:
    for block in _blocks(data):
        if block[:4] in (b"II*\0", b"MM\0*"):
            yield from _tiff(block)
        else:
            yield from _xmp(block)


def _xmp(block: bytes) -> Iterator[str]:
    if _XMP_PLACE.search(block):
        yield LOCATION
    if _XMP_AUTHOR.search(block):
        yield AUTHOR


def _blocks(data: bytes) -> Iterator[bytes]:
    """Give the parts of a picture that are not the picture: as TIFF, or as text."""
    if data[:4] in (b"II*\0", b"MM\0*"):
        yield data
    elif data[:2] == b"\xff\xd8":
        at = 2
        while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
            length = max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
            if data[at + 1] == 0xE1:
                yield data[at + 4 : at + 2 + length].removeprefix(b"Exif\0\0")
            at += 2 + length
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        at = 8
        while at + 8 <= len(data):
            length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
            block = data[at + 8 : at + 8 + length]
            if kind in (b"eXIf", b"iTXt"):
                yield block
            elif kind == b"tEXt" and block.startswith(b"Author\0") and block[7:].strip():
                yield b"<pdf:Author>" + block[7:]
            at += 12 + length


def _tiff(data: bytes) -> Iterator[str]:
    """Read the first directory of a TIFF, and whether that of the place has a latitude."""
    order = "<" if data[:2] == b"II" else ">"
    first = dict(_directory(data, order, _number(data, order, 4)))
    if _LATITUDE in dict(_directory(data, order, first.get(_GPS, 0))):
        yield LOCATION
    for tag in (_ARTIST, _WINDOWS_AUTHOR):
        if tag in first and _said(data, first[tag]):
            yield AUTHOR


def _said(data: bytes, at: int) -> bool:
    """Say whether a text begins here; of four bytes or less it stands in the place of its address."""
    return at >= len(data) or (at > 8 and bool(data[at : at + 64].split(b"\0\0")[0].strip(b"\0 ")))


def _directory(data: bytes, order: str, at: int) -> Iterator[tuple[int, int]]:
    """Give the tags of a directory, each with its value or where that is."""
    if at >= 8 and at + 2 <= len(data):
        (count,) = struct.unpack_from(f"{order}H", data, at)
        for entry in range(at + 2, min(at + 2 + 12 * count, len(data) - 11), 12):
            (tag,) = struct.unpack_from(f"{order}H", data, entry)
            yield tag, _number(data, order, entry + 8)


def _number(data: bytes, order: str, at: int) -> int:
    return int(struct.unpack_from(f"{order}I", data, at)[0]) if at + 4 <= len(data) else 0


# --- documents --------------------------------------------------------------------------------------------------------

_CREATOR = re.compile(rb"<(dc:creator|cp:lastModifiedBy|meta:initial-creator)(?:\s[^>]{0,200})?>\s*[^<\s]")
_PROPERTIES = ("docProps/core.xml", "meta.xml")
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, IndexError, struct.error)
_UNREADABLE = (*_BROKEN, EOFError, NotImplementedError, RuntimeError, OverflowError)


def _office(data: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                small = part.filename in _PROPERTIES and part.file_size <= _MOST
                if small and _CREATOR.search(archive.read(part)):
                    yield AUTHOR
    except _UNREADABLE:
        return


_INFO = re.compile(rb"/Author\s*(?:\(\s*(?:\xfe\xff)?[^)\s\0]|<\s*[0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
_PACKS = 200


def _pdf(data: bytes) -> Iterator[str]:
    """Look into a PDF's information, plain or in one of its packed streams, and into its XMP."""
    if _INFO.search(data):
        yield AUTHOR
    yield from _xmp(data)
    for found, _ in zip(_PACKED.finditer(data), range(_PACKS), strict=False):
        try:
            plain = zlib.decompressobj().decompress(data[found.end() :], _MOST)
        except zlib.error:
            continue
        if _INFO.search(plain):
            yield AUTHOR
