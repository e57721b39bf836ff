"""What a site is made of, as found: the content's files and settings, the designers' files; and files as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.parsed import File

TEMPLATES = "templates"
LOCALES = "locales"
MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A content file read: its path from the site's root, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """The content folder as found: announcements' sources, the settings' bytes by name, and all other files."""

    sources: Mapping[str, File]
    settings: Mapping[str, bytes]
    files: Mapping[str, File]
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Design:
    """The designers' files as found: of `templates/` the uppermost of each name, of `locales/` each layer by itself.

    `fonts` are the faces for papers, which the computer has, by name.
    """

    templates: Mapping[str, bytes]
    locales: tuple[Mapping[str, bytes], ...]
    problems: tuple[Diagnostic, ...]
    fonts: Mapping[str, bytes] = field(default_factory=dict)


def decode(data: bytes, path: str) -> tuple[str | None, list[Diagnostic]]:
    """Read UTF-8 text with any line ends, with or without a byte order mark."""
    if len(data) > MAX_BYTES:
        return None, [Diagnostic(Place(path), "file-large", {"size": len(data), "limit": MAX_BYTES})]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = data[: problem.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", "replace")) + 1
        return None, [Diagnostic(Place(path, line, column), "file-encoding")]
    return unix(text), []


def unix(text: str) -> str:
    """Give a text LF line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def splice(data: bytes, edits: Iterable[tuple[int, int, str]]) -> bytes:
    """Replace spans of a file, given by where they begin and end in its text as `decode` gives it.

    All else stays byte for byte, its mark and its line ends too; what is new gets the first line's end.
    """
    written = data.decode("utf-8")
    mark = "\ufeff" if written.startswith("\ufeff") else ""
    written = written.removeprefix("\ufeff")
    line_end = re.search("\r\n|\n|\r", written)
    at = [match.start() for match in re.finditer("\r\n|.", written, re.DOTALL)] + [len(written)]
    for start, end, new in sorted(edits, reverse=True):
        lines = new.replace("\n", line_end[0] if line_end else "\n")
        written = written[: at[start]] + lines + written[at[end] :]
    return (mark + written).encode()
