"""Traces as spans of bytes: what is found at once says what to write there instead, of the same length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

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
