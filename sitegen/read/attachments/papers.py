"""What documents tell: properties of office files (ECMA-376, OpenDocument), the information of a PDF (ISO 32000)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter

from sitegen.read.attachments import archives
from sitegen.read.attachments.archives import UNREADABLE
from sitegen.read.attachments.spans import AUTHOR, Span, xmp

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
        with archives.opened(data) as archive:
            for part in archive.infolist():
                if part.filename in _PROPERTIES and _CREATOR.search(archives.part(archive, part, _MOST)):
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
        with archives.opened(data) as archive, zipfile.ZipFile(written, "w") as copy:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            signed = any(_SIGNED.match(name) for name in names)
            large = sum(part.file_size for part in parts) > _WHOLE
            if signed or large or len({*names}) < len(names) or not data.startswith(b"PK\3\4"):
                return data
            for part in parts:
                content = archives.part(archive, part, part.file_size)
                copy.writestr(part, _EMPTIED.sub(rb"\1\3", content) if part.filename in _PROPERTIES else content)
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
