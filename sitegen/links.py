"""What a link's target means, before anything is looked up."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import unquote

from sitegen import routes

Kind: TypeAlias = Literal["external", "anchor", "announcement", "file", "root", "outside"]


@dataclass(frozen=True, slots=True)
class Link:
    """A target read: `value` is an identity or a file's name, `anchor` a heading's id."""

    kind: Kind
    value: str = ""
    anchor: str = ""


def read(target: str, path: str) -> Link:
    """Read a target as it is written in the source at `path`."""
    if target.startswith("#"):
        return Link("anchor", anchor=unquote(target[1:]))
    if target.startswith("announcement:"):
        identity, _, anchor = target.removeprefix("announcement:").partition("#")
        return Link("announcement", identity.strip("/"), anchor)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target):
        return Link("external", target)
    if target.startswith("/"):
        return Link("root", target)
    file, _, anchor = unquote(target).partition("#")
    full = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
    if not full.startswith(f"{routes.CONTENT}/"):
        return Link("outside", target)
    source = routes.source(full)
    if source:
        return Link("announcement", source.identity, anchor)
    return Link("file", full)
