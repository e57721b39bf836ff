"""What announcements point to: organisations, topics, each other, files, anchors, addresses that have moved."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sitegen import links, routes
from sitegen.diagnostics import Diagnostic, Place
from sitegen.kinds import Fields, Given, file_name
from sitegen.model import Announcement, Document, Field, Site, Target
from sitegen.text import nearest

MAX_NAME = 100
OFFERED = frozenset(
    {".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp", ".txt", ".epub"}
    | {
        ".ics",
        ".zip",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".avif",
        ".tif",
        ".tiff",
        ".mp3",
        ".ogg",
        ".mp4",
        ".webm",
    }
)
"""Endings of files in which no browser and no server runs what a stranger wrote."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A fact that names something: its kind, the name, where it stands, and the folder of the announcement's files."""

    kind: str
    value: str
    place: Place
    files: str


def pointers(fields: tuple[Field, ...], given: Fields, path: str) -> Iterator[Pointer]:
    """Give every single fact of a file that points somewhere."""
    source = routes.source(path)
    for field in fields:
        if field.name in given:
            yield from _pointers(field, given[field.name], path, source.files if source else "")


def _pointers(field: Field, given: Given, path: str, files: str) -> Iterator[Pointer]:
    if isinstance(given.value, Fields):
        yield from pointers(field.fields, given.value, path)
    elif isinstance(given.value, tuple):
        for item in given.value:
            if isinstance(item, Given):
                yield from _pointers(field, item, path, files)
    elif given.value is not None and field.kind in ("organisation", "topic", "reference", "filename"):
        yield Pointer(field.kind, str(given.value), given.place(path), files)


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to point to: the site, what is complete, and the identities of all that stands in files."""

    site: Site
    complete: Mapping[str, Announcement]
    identities: Collection[str]


def check(
    site: Site,
    complete: Mapping[str, Announcement],
    identities: Collection[str],
    pointed: Iterable[Pointer],
) -> list[Diagnostic]:
    """Check every pointer. `complete` holds also what is not shown yet, `identities` also what could not be read."""
    known = Known(site, complete, identities)
    found = list[Diagnostic]()
    for pointer in pointed:
        found += _pointed(pointer, known)
    for announcement in complete.values():
        for document in announcement.documents.values():
            for target in document.outline.targets:
                found += _target(target, document, known)
    return found


def _pointed(pointer: Pointer, known: Known) -> list[Diagnostic]:
    name, place = pointer.value, pointer.place
    if pointer.kind == "organisation" and name not in known.site.organisations:
        return [_unknown(place, "organisation-unknown", name, known.site.organisations)]
    if pointer.kind == "topic" and name not in known.site.topics:
        return [_unknown(place, "topic-unknown", name, known.site.topics)]
    if pointer.kind == "reference":
        return _reference(name, place, known)
    if pointer.kind == "filename":
        return _file(posixpath.join(pointer.files, name), place, known.site)
    return []


def _unknown(place: Place, code: str, name: str, known: Collection[str]) -> Diagnostic:
    return Diagnostic(place, code, {"value": name}, nearest(name, known))


def _reference(identity: str, place: Place, known: Known) -> list[Diagnostic]:
    if identity in known.complete and identity not in known.site.announcements:
        return [Diagnostic(place, "reference-hidden", {"value": identity})]
    return [] if identity in known.identities else [_unknown(place, "reference-unknown", identity, known.identities)]


def _folder(document: Document) -> str:
    source = routes.source(document.path)
    return source.files if source else ""


def _file(path: str, place: Place, site: Site) -> list[Diagnostic]:
    name = posixpath.basename(path)
    if path not in site.attachments:
        folder = posixpath.dirname(path)
        beside = [posixpath.basename(other) for other in site.attachments if posixpath.dirname(other) == folder]
        return [Diagnostic(place, "file-missing", {"value": path}, nearest(name, beside))]
    ending = posixpath.splitext(name)[1].lower()
    if ending not in OFFERED:
        return [Diagnostic(place, "file-kind", {"ending": ending})]
    if not all(part.isascii() and (part.isalnum() or part in "._-") for part in name) or len(name) > MAX_NAME:
        return [Diagnostic(place, "file-name", {"value": name}, file_name(name))]
    return []


def _target(target: Target, document: Document, known: Known) -> list[Diagnostic]:
    place = Place(document.path, target.line, target.column)
    link = links.read(target.target, document.path)
    if target.image and link.kind != "file" and not target.target.lower().startswith(("http:", "https:")):
        return [Diagnostic(place, "link-outside", {"value": target.target or "()"})]
    if link.kind in ("root", "outside"):
        return [Diagnostic(place, f"link-{link.kind}", {"value": target.target or "()"})]
    if link.kind == "anchor":
        ids = {*document.outline.ids, *document.printed}
        return [] if link.anchor in ids else [_anchor(place, link.anchor, ids)]
    if link.kind == "announcement":
        found = _reference(link.value, place, known)
        other = known.site.announcements.get(link.value)
        if other and link.anchor:
            theirs = other.documents[other.original].outline.ids
            found = [] if link.anchor in theirs else [_anchor(place, link.anchor, theirs)]
        return found
    if link.kind == "file":
        if posixpath.dirname(link.value) != _folder(document):
            return [Diagnostic(place, "link-outside", {"value": target.target or "()"})]
        return _file(link.value, place, known.site)
    return []


def _anchor(place: Place, anchor: str, known: Collection[str]) -> Diagnostic:
    return Diagnostic(place, "link-anchor", {"value": anchor}, nearest(anchor, known))
