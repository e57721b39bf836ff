"""One content file by itself: its front matter as text with places, and its body. Knows no site, no types."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.model import Body, Outline, routes
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.keys import digest
from sitegen.model.sources import Source, decode
from sitegen.read import markup, prose
from sitegen.read.yaml import Entries, Scalar
from sitegen.read.yamlnotes import composed


@dataclass(frozen=True, slots=True)
class Head:
    """What the site must know of a file: its front matter (None: unreadable), its outline, what is wrong with it.

    `text` is its body as written, from `line` on.
    """

    path: str
    front: Entries | None
    outline: Outline
    problems: tuple[Diagnostic, ...]
    text: str = ""
    line: int = 1

    @property
    def blank(self) -> bool:
        """Whether it has neither title nor body, as an editing screen leaves a language that has no translation."""
        title = self.front.get("title") if self.front else None
        untitled = title is None or (isinstance(title, Scalar) and (title.empty or title.null) and not title.note)
        return self.front is not None and untitled and not self.text.strip()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file read: head and body apart, since only rendering reads bodies."""

    head: Head
    body: Body


@dataclass(frozen=True, slots=True)
class Halves:
    """A file's text divided: its front matter, which begins on line 2, and its body, with the line that begins on."""

    front: str
    body: str
    first_line: int


def halves(text: str, path: str) -> Halves | Diagnostic:
    """Divide a text with LF line ends at the lines that enclose its front matter."""
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() in ("---", "...")), None)
    if lines[0].rstrip() != "---":
        return Diagnostic(Place(path), "front-matter-missing", {}, "---")
    if end is None:
        return Diagnostic(Place(path), "front-matter-unclosed", {}, "---")
    return Halves("\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2)


def parse(source: Source) -> Parsed:
    """Read one content file. Any bytes give a head with diagnostics, never an exception."""
    text, undecoded = decode(source.data, source.path)
    if text is None:
        return _unreadable(source.path, undecoded)
    divided = halves(text, source.path) if text.strip() else Halves("", text, 1)  # an empty file says nothing
    if isinstance(divided, Diagnostic):
        return _unreadable(source.path, [divided])
    front, problems = composed(divided.front, source.path, first_line=2)
    if front is None and not problems:
        front = Entries((), 1, 1)
    language = routes.language(source.path)
    outline, body, further = markup.parse_body(source.path, divided.body, divided.first_line, language)
    problems += (*further, *prose.problems(source.path, text, language, divided.first_line))
    head = Head(source.path, front, outline, tuple(problems), divided.body, divided.first_line)
    return Parsed(head, body)


def _unreadable(path: str, problems: list[Diagnostic]) -> Parsed:
    return Parsed(Head(path, None, Outline(digest(b"")), tuple(problems)), Body("", ""))
