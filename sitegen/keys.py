"""Keys: the hash of everything that a result depends on, and the plain form of values that keys are made of."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints


def digest(data: bytes) -> str:
    """Give the SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def plain(value: object) -> object:
    """Turn nouns into what JSON can hold: a noun is its name with its field values, so that types and order matter."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {"": [[name, plain(item)] for name, item in value.items()]}
    if is_dataclass(value):
        return {type(value).__name__: [plain(getattr(value, field.name)) for field in fields(value)]}
    if isinstance(value, Decimal | datetime.date | datetime.time):
        return {type(value).__name__: str(value)}
    raise TypeError(type(value).__name__)


def noun(value: object, hint: object) -> object:
    """Turn back what `plain` made of a value of the type `hint`; a TypeError for anything else."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return next(iter(_first(value, parts)))
    if origin is tuple and isinstance(value, list):
        return tuple(noun(item, part) for item, part in zip(value, _lengthen(parts, len(value)), strict=True))
    if isinstance(hint, type) and is_dataclass(hint) and isinstance(value, dict):
        given = value[hint.__name__]
        hints = _hints(hint)
        return hint(*(noun(part, hints[field.name]) for part, field in zip(given, fields(hint), strict=True)))
    if isinstance(value, dict) and origin is not None and issubclass(origin, Mapping):
        return {noun(name, parts[0]): noun(item, parts[1]) for name, item in value[""]}
    if isinstance(hint, type) and type(value) is hint:
        return value
    raise TypeError(hint)


def _first(value: object, hints: tuple[object, ...]) -> Iterator[object]:
    for hint in hints:
        with suppress(TypeError, KeyError, ValueError):
            yield noun(value, hint)
    raise TypeError(hints)


def _lengthen(parts: tuple[object, ...], length: int) -> tuple[object, ...]:
    return parts[:1] * length if parts[-1:] == (Ellipsis,) else parts


_hints = cache(get_type_hints)


def key(*parts: object) -> str:
    """Give the hash of some frozen values: the key of whatever depends on them and on nothing else.

    The representation of a noun says its type, its fields and their values, in order.
    """
    return digest(repr(parts).encode("utf-8", "surrogatepass"))


@cache
def engine() -> str:
    """Give the engine's own stamp: its code, and the libraries that shape its output."""
    folder = Path(__file__).parent
    code = [(path.relative_to(folder).as_posix(), digest(path.read_bytes())) for path in sorted(folder.rglob("*.py"))]
    libraries = ("babel", "jinja2", "markdown", "markupsafe", "nh3", "python-slugify", "pyyaml", "text-unidecode")
    return key(code, [(name, version(name)) for name in libraries])
