"""Keys: the hash of everything that a result depends on, and the plain form of values that keys are made of."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from pathlib import Path


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


def noun(value: object, nouns: Mapping[str, type]) -> object:
    """Turn back what `plain` made of tuples, mappings and the nouns given; nothing else can come out of it."""
    if isinstance(value, list):
        return tuple(noun(item, nouns) for item in value)
    if isinstance(value, dict):
        ((name, parts),) = value.items()
        if not name:
            return {key: noun(item, nouns) for key, item in parts}
        return nouns[name](*(noun(part, nouns) for part in parts))
    return value


def key(*parts: object) -> str:
    """Give the hash of some values: the key of whatever depends on them and on nothing else."""
    return digest(json.dumps(plain(parts), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


@cache
def engine() -> str:
    """Give the engine's own stamp: its code, and the libraries that shape its output."""
    folder = Path(__file__).parent
    code = [(path.relative_to(folder).as_posix(), digest(path.read_bytes())) for path in sorted(folder.rglob("*.py"))]
    libraries = ("babel", "jinja2", "markdown", "markupsafe", "nh3", "python-slugify", "pyyaml", "text-unidecode")
    return key(code, [(name, version(name)) for name in libraries])
