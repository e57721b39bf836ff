"""What one content file says by itself, and a file as found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body; `explicit` when its id was written as {#id}.

    `named` is its text with slots for titles (see `markup`), where it has any.
    """

    id: str
    level: int
    text: str
    line: int
    column: int
    explicit: bool = False
    named: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a body's link or image points to, as written, and where; a `bare` one is shown by its target's title."""

    target: str
    line: int
    column: int
    image: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a body that is translated as one: "lead", then each `##` with all below it."""

    id: str
    fingerprint: str


NOTES = "_notes"
"""Names the part of a body that holds its notes; no id of a text begins so."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What the site must know of a body without reading it."""

    digest: str
    sections: tuple[Section, ...] = ()
    headings: tuple[Heading, ...] = ()
    targets: tuple[Target, ...] = ()
    ids: tuple[str, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
    """Where in the HTML each part after the lead begins (see `markup`): its heading's id, and the character."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body as sanitised HTML with slots (see `markup`), and as plain text."""

    html: str
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """A file as found: its path from the site's root, its size in bytes, and the SHA-256 of its bytes."""

    path: str
    size: int
    digest: str
