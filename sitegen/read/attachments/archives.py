"""Zip archives of strangers, read in pieces: what a head says of the size of a part is not believed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, IndexError, struct.error)
UNREADABLE = (*_BROKEN, EOFError, NotImplementedError, RuntimeError, OverflowError)
"""What an archive that is none, or is encrypted, makes its reader raise."""
_MEMBERS = 5_000
_PIECE = 1 << 16
_HEAD = b"PK\1\2"
"""With which each entry of an archive's table of contents begins."""


class ExcessError(ValueError):
    """An archive with more in it than is read."""


def opened(data: bytes) -> zipfile.ZipFile:
    """Open an archive. Raises ExcessError, and what is UNREADABLE."""
    if data.count(_HEAD) > _MEMBERS:
        raise ExcessError
    return zipfile.ZipFile(io.BytesIO(data))


def part(archive: zipfile.ZipFile, named: zipfile.ZipInfo, most: int) -> bytes:
    """Read a part of at most so many bytes. Raises ExcessError, and what is UNREADABLE."""
    if named.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ExcessError  # the others unpack without bounds, and no office program writes them
    pieces, left = list[bytes](), most
    with archive.open(named) as packed:
        while piece := packed.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise ExcessError
            pieces.append(piece)
    return b"".join(pieces)
