"""The door to the disk for reading: the content as bytes, the designers' files as bytes. Symlinks are not followed."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from sitegen.disk.stamps import Stamp, Stamps, stamp
from sitegen.model import File
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.keys import digest
from sitegen.model.routes import CONTENT
from sitegen.model.sources import LOCALES, MAX_BYTES, TEMPLATES, Content, Design, unix

MAX_DEPTH = 20
_MARKDOWN = re.compile(r"\.(md|markdown|md\.txt|[a-z]{2}\.txt)$", re.IGNORECASE)
"""What is meant as Markdown; Notepad likes to add an ending of its own."""
_NO_TEXT = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no name has: control characters, and bytes that are not UTF-8."""
SETTINGS = ("site.yaml", "organisations.yaml", "topics.yaml", "accessibility.yaml", "gone.yaml")


def content(root: Path, known: Stamps, moment: int) -> tuple[Content, dict[str, Stamp]]:
    """Find what is in `content/` below a site's root; what was `known` at a moment spares the reading."""
    sources, settings, files = dict[str, File](), dict[str, bytes](), dict[str, File]()
    stamps = dict[str, Stamp]()
    paths, problems = walk(root / CONTENT, CONTENT)
    lower: dict[str, str] = {}
    for path in paths:
        twin = lower.setdefault(path.lower(), path)
        if twin != path:
            problems.append(Diagnostic(Place(path), "file-case", {"other": twin}))
        try:
            entry = stamps[path] = stamp(f"{root}/{path}", known.get(path), moment)
        except OSError as problem:
            problems.append(_unreadable(path, problem))
            continue
        name = path.removeprefix(f"{CONTENT}/")
        if path.endswith((".md", ".yaml", ".MD", ".YAML")) and entry.size > MAX_BYTES:
            problems.append(Diagnostic(Place(path), "file-large", {"size": entry.size, "limit": MAX_BYTES}))
        elif name in SETTINGS:
            settings[name] = file(root, File(path, entry.size, entry.digest))
        else:
            kind = sources if _MARKDOWN.search(path) else files
            kind[path] = File(path, entry.size, entry.digest)
    return Content(sources, settings, files, tuple(problems)), stamps


def defaults() -> Path:
    """Find the folder of the default `templates/` and `locales/`: in the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    packaged = package / "defaults"
    return packaged if packaged.is_dir() else package.parent


def design(root: Path) -> Design:
    """Read what the designers own: the defaults, and a site's own folders over them."""
    templates, locales, problems = dict[str, bytes](), list[dict[str, bytes]](), list[Diagnostic]()
    for folder in dict.fromkeys((defaults().resolve(), root.resolve())):
        own, unreadable = tree(folder / TEMPLATES)
        templates |= own
        words, unread = tree(folder / LOCALES)
        locales.append(words)
        problems += [*unreadable, *unread]
    return Design(templates, tuple(locales), tuple(problems))


FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
FACES = ("regular", "bold", "italic", "bold-italic")
FAMILIES = (
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf", "NotoSans-BoldItalic.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSans-BoldOblique.ttf"),
    ("Arial.ttf", "Arial Bold.ttf", "Arial Italic.ttf", "Arial Bold Italic.ttf"),
    ("arial.ttf", "arialbd.ttf", "ariali.ttf", "arialbi.ttf"),
)
"""Families with all letters of Romanian and Polish, in the order of our liking, by the files of their faces."""


def fonts() -> dict[str, bytes]:
    """Read the faces of the first family whose upright ones this computer has."""
    faces = sorted((name, folder) for top in FONTS for folder, _below, names in os.walk(top) for name in names)
    files = {name: Path(folder, name) for name, folder in faces}
    for family in FAMILIES:
        if files.keys() >= {*family[:2]}:
            return {face: files[name].read_bytes() for face, name in zip(FACES, family, strict=True) if name in files}
    return {}


def tree(folder: Path) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Read every file below a folder, by its path from there; a folder that is not there holds none."""
    paths, problems = walk(folder, folder.name)
    files = dict[str, bytes]()
    for path in paths:
        try:
            files[path.partition("/")[2]] = (folder.parent / path).read_bytes()
        except OSError as problem:
            problems.append(_unreadable(path, problem))
    return files, problems


class ChangedError(OSError):
    """A file that is not any more as it was found when the build began: look again."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EBUSY, "This file keeps changing", path)


def file(root: Path, entry: File) -> bytes:
    """Read a file that was found before."""
    try:
        data = (root / entry.path).read_bytes()
    except FileNotFoundError as problem:
        raise ChangedError(entry.path) from problem
    if digest(data) != entry.digest:
        raise ChangedError(entry.path)
    return data


def skeleton() -> dict[str, bytes]:
    """Read the files that a new site begins with, whatever it is about."""
    return tree(Path(__file__).parents[1] / "tools" / "skeleton")[0]


def source(root: Path, path: str) -> bytes:
    """Read one file of the sources, by its path from the site's root."""
    return (root / path).read_bytes()


def lines(root: Path, path: str) -> list[str]:
    """Give the lines of a text file for showing them; none of a link or of what cannot be read."""
    file = root / path
    within = [part for part in (file, *file.parents) if root in part.parents]
    if any(part.is_symlink() for part in within) or not file.is_file():
        return []
    try:
        with file.open("rb") as stream:
            text = stream.read(MAX_BYTES + 1).decode("utf-8-sig", "replace")
    except OSError:
        return []
    return unix(text).split("\n")


def folder(path: Path) -> bool:
    """Say whether a path is a folder's."""
    return path.is_dir()


def document(path: Path, most: int) -> bytes | None:
    """Read at most so many bytes of a file from elsewhere; of a link nothing, wherever it leads."""
    if path.is_symlink():
        return None
    with path.open("rb") as file:
        return file.read(most)


def text(path: Path) -> str:
    """Read a file that is not the site's; what is no UTF-8 in it becomes U+FFFD. A file that is not there has none."""
    try:
        return unix(path.read_bytes()[: MAX_BYTES * 100].decode("utf-8-sig", "replace"))
    except FileNotFoundError:
        return ""


def walk(folder: Path, name: str, depth: int = 0) -> tuple[list[str], list[Diagnostic]]:
    """List the files below a folder in a fixed order, as paths that begin with `name`; hidden files are passed over."""
    paths, problems = list[str](), list[Diagnostic]()
    if depth > MAX_DEPTH:
        return [], [Diagnostic(Place(name), "folder-deep", {"limit": MAX_DEPTH})]
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return [], []
    except OSError as problem:
        return [], [_unreadable(name, problem)]
    if folder.is_symlink():
        return [], [Diagnostic(Place(name), "file-link")]
    for entry in entries:
        path = f"{name}/{entry.name}"
        if entry.name.startswith((".", "~")) or entry.name.endswith("~"):
            continue
        if "\\" in entry.name or _NO_TEXT.search(entry.name):
            problems.append(Diagnostic(Place(_printable(path)), "file-name", {"value": _printable(path)}))
        elif entry.is_symlink():
            problems.append(Diagnostic(Place(path), "file-link"))
        elif entry.is_dir():
            below, wrong = walk(folder / entry.name, path, depth + 1)
            paths += below
            problems += wrong
        elif entry.is_file():
            paths.append(path)
    return paths, problems


def _unreadable(path: str, problem: OSError) -> Diagnostic:
    return Diagnostic(Place(path), "file-unreadable", {"reason": problem.strerror or ""})


def _printable(path: str) -> str:
    """Give a path with what is no text in it, or would steer how it is shown, by its number."""
    text = path.encode("utf-8", "replace").decode("utf-8")
    return _NO_TEXT.sub(lambda sign: f"<U+{ord(sign[0]):04X}>", text)
