"""Keys: the hash of everything that a result depends on; and nouns as JSON, in which form they are remembered."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from decimal import Decimal
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from sitegen.diagnostics import Diagnostic, Place
from sitegen.model import (
    Announcement,
    Document,
    DocumentType,
    Field,
    Heading,
    Moment,
    Occasion,
    Outline,
    PartialDate,
    Reading,
    Section,
    Target,
    Text,
    Translation,
)
from sitegen.sources import Design


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


def _noun(found: dict[str, object]) -> object:
    for name, part in found.items():
        if name[:1] == _MARK and isinstance(part, list):
            return _MADE[name](*[_frozen(one) if type(one) is list else one for one in part])
        break
    return {name: _frozen(part) if type(part) is list else part for name, part in found.items()}


def _frozen(value: list[Any]) -> object:
    return tuple([_frozen(one) if type(one) is list else one for one in value])


_DECODER = json.JSONDecoder(object_hook=_noun)


def key(*parts: object) -> str:
    """Give the hash of some frozen values: the key of whatever depends on them and on nothing else.

    The representation of a noun says its type, its fields and their values, in order.
    """
    return digest(repr(parts).encode("utf-8", "surrogatepass"))


LIBRARIES = frozenset(
    {
        "babel",
        "jinja2",
        "markdown",
        "markupsafe",
        "nh3",
        "python_slugify",
        "python_stdnum",
        "pyyaml",
        "text_unidecode",
        "tzdata",
    }
    | {"segno", "weasyprint", "cssselect2", "fonttools", "pillow", "pydyf", "pyphen", "tinycss2", "tinyhtml5"}
    | {"icalendar", "python_dateutil", "pdfminer_six", "pdfminer.six"}
)


_INDEXERS = frozenset({"cbor2", "pagefind", "pagefind_bin"})


def indexer() -> str:
    """Name what makes search indexes, with versions; empty where it is not installed."""
    found = libraries(_INDEXERS)
    return " ".join(found) if len(found) == len(_INDEXERS) else ""


def designed(design: Design) -> str:
    """Give the hash of all that the designers' files depend on, and of what reads them."""
    layers = (design.templates, *design.locales)
    return key(engine(), [files(one) for one in layers], design.found, files(design.fonts))


def files(found: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Name files by what is in them."""
    return sorted((name, digest(data)) for name, data in found.items())


@cache
def engine() -> str:
    """Give the engine's own stamp: its code, Python's version, and those of the libraries that shape its output."""
    folder = Path(__file__).parent
    code = [(path.relative_to(folder).as_posix(), digest(path.read_bytes())) for path in sorted(folder.rglob("*.py"))]
    return key(code, sys.version, libraries(), _time_zones())


def _time_zones() -> list[tuple[str, str]]:
    """Name the system's rules of time zones, which go before those of `tzdata`, by where they are and what they say."""
    from zoneinfo import TZPATH

    found = [(folder, "") for folder in TZPATH]
    for folder in TZPATH:
        for name in ("tzdata.zi", "+VERSION"):
            with suppress(OSError):
                found.append((name, digest(Path(folder, name).read_bytes())))
    return found


def libraries(names: Collection[str] = LIBRARIES) -> list[str]:
    """Name libraries with their versions, as their folders do; `importlib.metadata` takes longer than a look."""
    found = list[str]()
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            found += [
                entry.name for entry in os.scandir(folder or ".") if entry.name.endswith((".dist-info", ".egg-info"))
            ]
    return sorted(name for name in found if name.partition("-")[0].lower() in names)
