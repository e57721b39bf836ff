"""What documents tell: properties of office files (ECMA-376, OpenDocument), the information of a PDF (ISO 32000).

A trace is a span of bytes, and says what to write there instead, of the same length. Zip archives are a stranger's:
what a head says of the size of a part is not believed.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

# --- traces -----------------------------------------------------------------------------------------------------------

LOCATION, AUTHOR = "personal-location", "personal-author"
"""The codes of what is found."""


class Span(NamedTuple):
    """Bytes that tell of a person: the code of what they tell, where they begin, and as many to stand there instead.

    None instead: they cannot be taken away without a doubt.
    """

    code: str
    at: int
    instead: bytes | None = None


def without(data: bytes, spans: Iterable[Span]) -> bytes:
    """Give the bytes with others instead; all that can be taken away is, the length stays."""
    blank = bytearray(data)
    for span in spans:
        if span.instead is not None:
            blank[span.at : span.at + len(span.instead)] = span.instead
    return bytes(blank)


_PLACE = rb"exif:GPS\w{1,30}"
_AUTHOR = rb"dc:creator|pdf:Author"
_GIVEN = re.compile(
    # An element or an attribute, whole: without a value it would say that there is no name, and not nothing.
    rb"<(?P<name>%b|%b)(?:\s[^<>]{0,200})?>(?P<text>(?:(?!<(?:%b|%b)).){0,2000}?)</(?P=name)\s*>"
    rb"|\s(?P<key>%b|%b)\s?=\s?(?:\"(?P<double>[^\"<]{0,2000})\"|'(?P<single>[^'<]{0,2000})')"
    % (_PLACE, _AUTHOR, _PLACE, _AUTHOR, _PLACE, _AUTHOR),
    re.DOTALL,
)
_TAGS = re.compile(rb"<[^>]*>")
_EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"
"""A part of an XMP that is too long for one segment of a JPEG: another part holds the digest of the whole."""


def xmp(data: bytes, at: int = 0, end: int | None = None) -> Iterator[Span]:
    """Find places and authors in the XMP (ISO 16684-1) that some bytes hold."""
    firm = data.startswith(_EXTENDED, at)
    for match in _GIVEN.finditer(data, at, len(data) if end is None else end):
        text = match["text"] or match["double"] or match["single"] or b""
        if _TAGS.sub(b"", text).strip():
            code = LOCATION if b"GPS" in (match["name"] or match["key"]) else AUTHOR
            yield Span(code, match.start(), None if firm else b" " * len(match[0]))


# --- archives ---------------------------------------------------------------------------------------------------------

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


# --- office files -----------------------------------------------------------------------------------------------------

_MOST, _WHOLE = 1 << 20, 1 << 28
"""Bytes of a part that is looked into, and of all parts of a file that is written anew."""
_NAMES = rb"dc:creator|cp:lastModifiedBy|meta:initial-creator"
_CREATOR = re.compile(rb"<(%b)(?:\s[^>]{0,200})?>\s*[^<\s]" % _NAMES)
_EMPTIED = re.compile(rb"(<(%b)(?:\s[^>]{0,200})?>)[^<]{0,2000}(</\2\s*>)" % _NAMES)
_PROPERTIES = ("docProps/core.xml", "meta.xml")
_SIGNED = re.compile(r"_xmlsignatures/|META-INF/\w*signatures\.xml", re.IGNORECASE)


def properties(data: bytes) -> list[str]:
    """Give the codes of what the properties of an office file tell."""
    codes = list[str]()
    try:
        with opened(data) as archive:
            for named in archive.infolist():
                if named.filename in _PROPERTIES and _CREATOR.search(part(archive, named, _MOST)):
                    codes.append(AUTHOR)
    except UNREADABLE:
        pass
    return codes


def anonymous(data: bytes) -> bytes:
    """Empty the names in an office file's properties; all else is written again as it was, in its order.

    A file that is signed, or that does not read to its end, is left as it is.
    """
    written = io.BytesIO()
    try:
        with opened(data) as archive, zipfile.ZipFile(written, "w") as copy:
            parts = archive.infolist()
            names = [named.filename for named in parts]
            signed = any(_SIGNED.match(name) for name in names)
            large = sum(named.file_size for named in parts) > _WHOLE
            if signed or large or len({*names}) < len(names) or not data.startswith(b"PK\3\4"):
                return data
            for named in parts:
                content = part(archive, named, named.file_size)
                copy.writestr(named, _EMPTIED.sub(rb"\1\3", content) if named.filename in _PROPERTIES else content)
            copy.comment = archive.comment
    except (*UNREADABLE, AssertionError):
        return data
    return written.getvalue()


# --- PDF --------------------------------------------------------------------------------------------------------------

_BEGUN = re.compile(rb"/Author\s*(?:\(\s*(?:\xfe\xff)?[^)\s\0]|<\s*[0-9A-Fa-f]{2})")
_PLAIN = re.compile(rb"/Author\s*(?:\((?:[^()\\]|\\.){0,2000}\)|<[0-9A-Fa-f\s]{0,4000}>)", re.DOTALL)
_INFORMED = re.compile(rb"/Info\s+(\d{1,10})\s+(\d{1,5})\s+R\b")
_SEALED = re.compile(rb"/(?:ByteRange|Encrypt|EmbeddedFile)\b")
_PACKED = re.compile(rb"/ObjStm\b.{0,300}?stream\r?\n", re.DOTALL)
_PACKS, _OBJECTS = 200, 50


def spans(data: bytes) -> Iterator[Span]:
    """Find the author in a PDF's information, plain or in one of its packed streams, and in its XMP.

    What is plain can be blanked; of a file that is signed or encrypted, or has check sums of others in it, nothing.
    """
    firm = bool(_SEALED.search(data))
    known = [] if firm else [*islice(_information(data), _OBJECTS)]
    for author in _BEGUN.finditer(data):
        whole = _PLAIN.match(data, author.start())
        safe = any(start <= author.start() and whole and whole.end() <= end for start, end in known)
        yield Span(AUTHOR, author.start(), b" " * len(whole[0]) if whole and safe else None)
    metas = [] if firm else [*_metas(data)]
    for named in xmp(data):
        before = bisect_right(metas, named.at, key=itemgetter(0))
        safe = before > 0 and named.at < metas[before - 1][1]
        yield named if safe else named._replace(instead=None)
    for pack, _ in zip(_PACKED.finditer(data), range(_PACKS), strict=False):
        try:
            plain = zlib.decompressobj().decompress(memoryview(data)[pack.end() :], _MOST)
        except zlib.error:
            continue
        if _BEGUN.search(plain):
            yield Span(AUTHOR, pack.start())


def _information(data: bytes) -> Iterator[tuple[int, int]]:
    """Give where the objects of a PDF begin and end that are its information; one may have been written anew."""
    named = dict.fromkeys(reference.groups() for reference in _INFORMED.finditer(data))
    for number, generation in [*named][:_OBJECTS]:
        opening = re.compile(rb"(?<!\d)%b\s+%b\s+obj\s*<<" % (number, generation))
        end = stream = -1
        for start in (match.end() for match in opening.finditer(data)):
            end, stream = _next(data, b"endobj", start, end), _next(data, b"stream", start, stream)
            if end < min(stream, len(data)):
                yield start, end


def _metas(data: bytes) -> Iterator[tuple[int, int]]:
    """Give where packets of XMP begin and end."""
    end = 0
    while (start := data.find(b"<x:xmpmeta", end)) >= 0 and (end := data.find(b"</x:xmpmeta", start)) >= 0:
        yield start, end


def _next(data: bytes, word: bytes, start: int, last: int) -> int:
    """Give where a word stands next: where it was found last, if that is still ahead; the end if nowhere."""
    at = last if last >= start else data.find(word, start)
    return at if at >= 0 else len(data)
