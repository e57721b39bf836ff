"""The door to the disk for reading: the content as bytes, the designers' files as bytes. Symlinks are not followed."""

from __future__ import annotations

import os
import re
from pathlib import Path

from sitegen.diagnostics import Diagnostic, Place
from sitegen.keys import digest
from sitegen.model import Attachment
from sitegen.parse import MAX_BYTES, Content, Source, unix
from sitegen.routes import CONTENT
from sitegen.theme import LOCALES, TEMPLATES, Design

MAX_DEPTH = 20
_MARKDOWN = re.compile(r"\.(md|markdown|md\.txt|[a-z]{2}\.txt)$", re.IGNORECASE)
"""What is meant as Markdown; Notepad likes to add an ending of its own."""
SETTINGS = ("site.yaml", "organisations.yaml", "topics.yaml")


def content(root: Path) -> Content:
    """Read `content/` below a site's root."""
    sources, settings, files = list[Source](), dict[str, bytes](), dict[str, Attachment]()
    paths, found = walk(root / CONTENT, CONTENT)
    lower: dict[str, str] = {}
    for path in paths:
        twin = lower.setdefault(path.lower(), path)
        if twin != path:
            found.append(Diagnostic(Place(path), "file-case", {"other": twin}))
        name = path.removeprefix(f"{CONTENT}/")
        data = _read(root / path, Place(path), found, limited=path.lower().endswith((".md", ".yaml")))
        if data is None:
            continue
        if name in SETTINGS:
            settings[name] = data
        elif _MARKDOWN.search(path):
            sources.append(Source(path, data))
        else:
            files[path] = Attachment(path, len(data), digest(data))
    return Content(tuple(sources), settings, files, tuple(found))


def defaults() -> Path:
    """Find the folder of the default `templates/` and `locales/`: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    packaged = package / "defaults"
    return packaged if packaged.is_dir() else package.parent


def design(root: Path) -> Design:
    """Read what the designers own: the defaults, and a site's own folders over them."""
    templates, locales, found = dict[str, bytes](), list[dict[str, bytes]](), list[Diagnostic]()
    for folder in dict.fromkeys((defaults().resolve(), root.resolve())):
        own, problems = tree(folder / TEMPLATES)
        templates |= own
        found += problems
        words, problems = tree(folder / LOCALES)
        locales.append(words)
        found += problems
    return Design(templates, tuple(locales), tuple(found))


def tree(folder: Path) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Read every file below a folder, by its path from there; a folder that is not there holds none."""
    paths, found = walk(folder, folder.name)
    read = dict[str, bytes]()
    for path in paths:
        data = _read(folder.parent / path, Place(path), found, limited=False)
        if data is not None:
            read[path.partition("/")[2]] = data
    return read, found


def file(root: Path, path: str) -> bytes:
    """Read one file that was found before."""
    return (root / path).read_bytes()


def lines(root: Path, path: str) -> list[str]:
    """Give the lines of a text file for showing them; none where it cannot be read."""
    try:
        text = (root / path).read_bytes()[: MAX_BYTES + 1].decode("utf-8-sig", "replace")
    except OSError:
        return []
    return unix(text).split("\n")


def walk(folder: Path, name: str, depth: int = 0) -> tuple[list[str], list[Diagnostic]]:
    """List the files below a folder in a fixed order, as paths that begin with `name`; hidden files are passed over."""
    paths, found = list[str](), list[Diagnostic]()
    if depth > MAX_DEPTH:
        return [], [Diagnostic(Place(name), "folder-deep", {"limit": MAX_DEPTH})]
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return [], []
    except OSError as problem:
        return [], [Diagnostic(Place(name), "file-unreadable", {"reason": problem.strerror or ""})]
    if folder.is_symlink():
        return [], [Diagnostic(Place(name), "file-link")]
    for entry in entries:
        path = f"{name}/{entry.name}"
        if entry.name.startswith((".", "~")) or entry.name.endswith("~"):
            continue
        if _printable(path) != path:  # a name that is no text
            found.append(Diagnostic(Place(_printable(path)), "file-name", {"value": _printable(path)}))
        elif entry.is_symlink():
            found.append(Diagnostic(Place(path), "file-link"))
        elif entry.is_dir():
            below, problems = walk(folder / entry.name, path, depth + 1)
            paths += below
            found += problems
        elif entry.is_file():
            paths.append(path)
    return paths, found


def _read(path: Path, place: Place, found: list[Diagnostic], *, limited: bool) -> bytes | None:
    try:
        if limited and path.stat().st_size > MAX_BYTES:
            found.append(Diagnostic(place, "file-large", {"size": path.stat().st_size, "limit": MAX_BYTES}))
            return None
        return path.read_bytes()
    except OSError as problem:
        found.append(Diagnostic(place, "file-unreadable", {"reason": problem.strerror or ""}))
        return None


def _printable(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")
