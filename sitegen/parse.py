"""One content file by itself: its front matter as text with places, and its body. Knows no site, no types."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen import markup, prose, routes
from sitegen.diagnostics import Diagnostic, Place
from sitegen.keys import digest
from sitegen.model import Body, Outline
from sitegen.sources import Source, decode
from sitegen.yamlplaces import Entries, compose


@dataclass(frozen=True, slots=True)
class Head:
    """What the site must know of a file: its front matter (None: unreadable), its outline, what is wrong with it.

    `text` is its body as written, from `line` on.
    """

    path: str
    front: Entries | None
    outline: Outline
    found: tuple[Diagnostic, ...]
    text: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file read: head and body apart, since only rendering reads bodies."""

    head: Head
    body: Body


def parse(source: Source) -> Parsed:
    """Read one content file. Any bytes give a head with diagnostics, never an exception."""
    text, found = decode(source.data, source.path)
    if text is None:
        return _unreadable(source.path, found)
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() in ("---", "...")), None)
    if lines[0].rstrip() != "---":
        return _unreadable(source.path, [Diagnostic(Place(source.path), "front-matter-missing", {}, "---")])
    if end is None:
        return _unreadable(source.path, [Diagnostic(Place(source.path), "front-matter-unclosed", {}, "---")])
    front, found = compose("\n".join(lines[1:end]), source.path, first_line=2)
    if front is None and not found:
        front = Entries((), 1, 1)
    body_text = "\n".join(lines[end + 1 :])
    language = routes.language(source.path)
    outline, body, problems = markup.parse_body(source.path, body_text, end + 2, language)
    problems += tuple(prose.told(source.path, text, language, end + 2))
    return Parsed(Head(source.path, front, outline, (*found, *problems), body_text, end + 2), body)


def _unreadable(path: str, found: list[Diagnostic]) -> Parsed:
    return Parsed(Head(path, None, Outline(digest(b"")), tuple(found)), Body("", ""))
