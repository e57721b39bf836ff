"""What an announcement points to, and whether that can be: names, links, files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from sitegen.language.text import nearest
from sitegen.model import Announcement, Document, Field, File, Pointer, Target, Value, links, routes
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read import yaml
from sitegen.read.file import Head
from sitegen.read.kinds import Fields, Given, file_name, given_items
from sitegen.read.yaml import Entries, Items, Node, Scalar

KINDS: tuple[Literal["organisation", "topic", "reference"], ...] = ("organisation", "topic", "reference")
"""The kinds of fields whose values point beyond the announcement."""
MAX_NAME = 100
OFFERED = frozenset(
    {
        ".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp", ".txt",
        ".epub", ".ics", ".zip", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".tif", ".tiff", ".mp3", ".ogg",
        ".mp4", ".webm",
    }
)  # fmt: skip
"""Endings of files in which no browser and no server runs what a stranger wrote."""

_VAGUE = re.compile(
    r"(?:(?:skan|scan|scanned|img|image|imagine|foto|photo|zdj[a-z]*|dsc|dscn|pxl|untitled|document|dokument|fisier|plik"
    r"|file|doc|nou|nowy|new|kopia|copy|copie|final|wersja|versiune|version|v|din|of|word|pdf"
    r"|microsoft|whatsapp|wa)[-_ .]*|\d+[-_ .]*)+|.*final[-_ .]*final.*",
    re.IGNORECASE,
)
"""Names that scanners, telephones and hurried people give."""


def pointers(fields: tuple[Field, ...], answers: Fields, path: str, *, translatable: bool = False) -> Iterator[Pointer]:
    """Give every single fact of a file that points beyond the announcement, or those that are a version's own."""
    return (
        Pointer(kind, str(answer.value), "", path, answer.line, answer.column)
        for field, answer in leaves(fields, answers)
        for kind in KINDS
        if field.kind == kind and (field.translatable or not translatable)
    )


def leaves(fields: tuple[Field, ...], answers: Fields) -> Iterator[tuple[Field, Given]]:
    """Give the fields that hold something, however deep, each with what it holds."""
    for field in fields:
        answer = answers.get(field.name)
        items = () if answer is None else given_items(answer) if isinstance(answer.value, tuple) else (answer,)
        for part in items:
            if isinstance(part.value, Fields):
                yield from leaves(field.fields, part.value)
            elif part.value is not None:
                yield field, part


def attached(fields: tuple[Field, ...], answers: Fields, path: str, files: Mapping[str, File]) -> list[Diagnostic]:
    """Check the files that an original's facts name."""
    named = (answer for field, answer in leaves(fields, answers) if field.kind == "filename")
    return [
        problem
        for answer in named
        for problem in _file(posixpath.join(_folder(path), str(answer.value)), answer.place(path), files)
    ]


def _folder(path: str) -> str:
    """Give the folder beside a document in which its files stand."""
    source = routes.source(path)
    return source.files if source else ""


def _file(path: str, place: Place, files: Mapping[str, File]) -> list[Diagnostic]:
    name = posixpath.basename(path)
    if path not in files:
        beside = [posixpath.basename(other) for other in files]
        return [Diagnostic(place, "file-missing", {"value": path}, nearest(name, beside))]
    if name.lower() == routes.CALENDAR:
        return [Diagnostic(place, "file-reserved", {"value": name})]
    ending = posixpath.splitext(name)[1].lower()
    if ending not in OFFERED:
        return [Diagnostic(place, "file-kind", {"ending": ending})]
    if not all(part.isascii() and (part.isalnum() or part in "._-") for part in name) or len(name) > MAX_NAME:
        return [Diagnostic(place, "file-name", {"value": name}, file_name(name))]
    return [Diagnostic(place, "file-vague", {"value": name})] if _VAGUE.fullmatch(posixpath.splitext(name)[0]) else []


def unused(announcement: Announcement, files: Mapping[str, File]) -> list[Diagnostic]:
    """Tell of files in an announcement's own folder that none of its versions names."""
    documents = announcement.documents
    folder = _folder(documents[announcement.original].path)
    named = {name for document in documents.values() for name in document.files}
    named |= {*_words(documents[announcement.original].values)}
    return [
        Diagnostic(Place(documents[announcement.original].path), "file-unused", {"value": posixpath.basename(path)})
        for path in sorted(files if folder else ())
        if posixpath.dirname(path) == folder and posixpath.basename(path) not in named
    ]


def saying(
    announcement: Announcement, findings: Mapping[str, Sequence[Sequence[str]]], heads: Iterable[Head]
) -> Iterator[Diagnostic]:
    """Tell of what the files that an announcement shows say, where they are listed or linked first."""
    documents = announcement.documents
    shown = {path: name for document in documents.values() for name, path in document.files.items()}
    first = Place(documents[announcement.original].path)
    ranked = sorted(heads, key=lambda head: head.path != first.path)
    for path in sorted(shown.keys() & findings.keys()):
        place = next((named for head in ranked for named in _named(head, path)), first)
        for code, excerpt in findings[path]:
            yield Diagnostic(place, code, {"value": shown[path], "found": excerpt})


def _named(head: Head, path: str) -> Iterator[Place]:
    """Give the places where a document names a file."""
    name = posixpath.basename(path)
    yield from (yaml.place(head.path, leaf) for leaf in _scalars(head.front) if leaf.text == name)
    for target in head.outline.targets:
        if links.read(target.target, head.path) == links.Link("file", path):
            yield Place(head.path, target.line, target.column)


def _scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    below = [value for _key, value in node.entries] if isinstance(node, Entries) else ()
    for value in node.items if isinstance(node, Items) else below:
        yield from _scalars(value)


def _words(value: Value) -> Iterator[str]:
    """Give every word that values hold."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ():
        yield from _words(part)


def targets(document: Document, files: Mapping[str, File]) -> tuple[list[Pointer], list[Diagnostic]]:
    """Check what a text's links and images lead to within its folder; give what they lead to beyond it."""
    further, problems = list[Pointer](), list[Diagnostic]()
    for target in document.outline.targets:
        link = links.read(target.target, document.path)
        if link.kind == "announcement" and not target.image:
            further.append(Pointer("link", link.value, link.anchor, document.path, target.line, target.column))
        else:
            problems += _target(target, link, document, files)
    return further, problems


def _target(target: Target, link: links.Link, document: Document, files: Mapping[str, File]) -> list[Diagnostic]:
    place = Place(document.path, target.line, target.column)
    if target.image and link.kind != "file" and not target.target.lower().startswith(("http:", "https:")):
        return [Diagnostic(place, "link-outside", {"value": target.target or "()"})]
    if link.kind in ("root", "outside"):
        return [Diagnostic(place, f"link-{link.kind}", {"value": target.target or "()"})]
    if link.kind == "anchor":
        ids = {*document.outline.ids, *document.ids}
        unknown = Diagnostic(place, "link-anchor", {"value": link.anchor}, nearest(link.anchor, ids))
        return [] if link.anchor in ids else [unknown]
    if link.kind == "file":
        if posixpath.dirname(link.value) != _folder(document.path):
            return [Diagnostic(place, "link-outside", {"value": target.target or "()"})]
        return _file(link.value, place, files)
    return []
