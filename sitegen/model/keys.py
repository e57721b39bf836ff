"""Keys: the hash of everything that a result depends on; and nouns as JSON, in which form they are remembered."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from sitegen.model.announcements import Announcement, Document, Occasion, Reading, Translation
from sitegen.model.declared import DocumentType, Field
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.parsed import Heading, Outline, Section, Target
from sitegen.model.values import Moment, PartialDate, Text


def body(html: bytes, text: bytes) -> str:
    """Name a body by what is in it."""
    return digest(b"%b\0%b" % (html, text))


def digest(data: bytes) -> str:
    """Give the SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


_NOUNS: tuple[Callable[..., object], ...] = (
    *(Announcement, Diagnostic, Document, Heading, Moment, Outline, PartialDate, Place, Reading, Section),
    *(DocumentType, Field, Occasion, Target, Text, Translation),
)
_MARK = "\0"  # no field, file or id is called so
_MADE: Mapping[str, Callable[..., object]] = {_MARK + noun.__name__: noun for noun in _NOUNS} | {
    _MARK + "Decimal": Decimal,
    _MARK + "date": datetime.date.fromisoformat,
    _MARK + "time": datetime.time.fromisoformat,
    _MARK + "datetime": datetime.datetime.fromisoformat,
    _MARK + "frozenset": lambda *items: frozenset(items),
}


def text(value: object) -> str:
    """Write nouns as JSON: a noun is an object with its name and its fields' values in order."""
    return _ENCODER.encode(value)


_WRITTEN = (Decimal, datetime.date, datetime.time)


def _plain(value: Any) -> object:
    if isinstance(value, _WRITTEN):
        return {_MARK + type(value).__name__: [str(value)]}
    if isinstance(value, frozenset):
        return {_MARK + "frozenset": sorted(value)}
    kind: Any = type(value)
    parts, defaults = [*_fields(kind)(value)], _defaults(kind)
    while (last := len(parts) - 1) in defaults and parts[last] == defaults[last]:
        parts.pop()
    return {_MARK + kind.__name__: parts}


@cache
def _fields(noun: Any) -> Callable[[object], tuple[object, ...]]:
    """Give what reads all fields of a noun; it has at least two."""
    return attrgetter(*noun.__slots__)


@cache
def _defaults(noun: Any) -> dict[int, object]:
    """Give the defaults of a noun's last fields, by their positions: what equals them need not be written."""
    known: dict[int, object] = {}
    for index, part in enumerate(fields(noun)):
        if part.default_factory is not MISSING:
            known[index] = part.default_factory()
        elif part.default is not MISSING:
            known[index] = part.default
    return known


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_plain)


def noun(text: str) -> object:
    """Read what `text` wrote. It must be our own writing: nothing here doubts it."""
    read = _DECODER.decode(text)
    return _frozen(read) if type(read) is list else read


def _noun(written: dict[str, object]) -> object:
    for name, part in written.items():
        if name[:1] == _MARK and isinstance(part, list):
            return _MADE[name](*[_frozen(element) if type(element) is list else element for element in part])
        break
    return {name: _frozen(part) if type(part) is list else part for name, part in written.items()}


def _frozen(value: list[Any]) -> object:
    return tuple([_frozen(element) if type(element) is list else element for element in value])


_DECODER = json.JSONDecoder(object_hook=_noun)


def key(*parts: object) -> str:
    """Give the hash of some frozen values: the key of whatever depends on them and on nothing else.

    The representation of a noun says its type, its fields and their values, in order.
    """
    return digest(repr(parts).encode("utf-8", "surrogatepass"))


def files(contents: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Name files by what is in them."""
    return sorted((name, digest(data)) for name, data in contents.items())
