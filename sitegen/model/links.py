"""What a link's target means, before anything is looked up."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import unquote

from sitegen.model import routes
from sitegen.model.announcements import Document

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

Kind: TypeAlias = Literal["external", "anchor", "announcement", "file", "root", "outside"]


@dataclass(frozen=True, slots=True)
class Link:
    """A target read: `value` is an identity or a file's name, `anchor` a heading's id."""

    kind: Kind
    value: str = ""
    anchor: str = ""


def files(document: Document) -> dict[str, str]:
    """Give the files that a version's page shows, listed or in its text: name, and path from the site's root."""
    source = routes.source(document.path)
    folder = source.files if source else ""
    listed = document.values.get("attachments")
    names = [item["file"] for item in listed if isinstance(item, dict)] if isinstance(listed, tuple) else []
    paths = {str(name): f"{folder}/{name}" for name in names}
    for target in document.outline.targets:
        link = read(target.target, document.path)
        if link.kind == "file":
            paths[posixpath.basename(link.value)] = link.value
    return paths


def titled(document: Document) -> Iterator[Link]:
    """Give the announcements whose titles stand in a text for links without words."""
    return (read(target.target, document.path) for target in document.outline.targets if target.bare)


def read(target: str, path: str) -> Link:
    """Read a target as it is written in the source at `path`."""
    if target.startswith("#"):
        return Link("anchor", anchor=unquote(target[1:]))
    if target[:13].lower() == "announcement:":
        identity, _, anchor = target[13:].partition("#")
        return Link("announcement", identity.strip("/"), anchor)
    if _SCHEME.match(target):
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
    return Link("file", full, anchor)
