"""Markup: a body's Markdown to sanitised HTML with slots, its outline, and what to tell its editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.language.text import fingerprint
from sitegen.model import Body, Heading, Outline, Section, Target, keys
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.markup import unread
from sitegen.read.markup.convert import sanitised_html
from sitegen.read.markup.limits import CONTROL, exceeded
from sitegen.read.markup.source import Places, diagnosed, without_code
from sitegen.read.markup.weave import Fault, Link, Weaver

__all__ = ["divide", "parse_body", "without_code"]

_CONTROLS_TOLD = 20


def parse_body(path: str, source: str, first_line: int, lang: str) -> tuple[Outline, Body, tuple[Diagnostic, ...]]:
    """Read a body: `source` has LF line ends and begins on line `first_line` of the file; `lang` is its BCP 47 tag."""
    problems: list[Diagnostic] = []
    if CONTROL.search(source):
        problems += _controls(path, source, first_line)
        source = CONTROL.sub(" ", source)
    if limit := exceeded(source):
        line, code, allowed = limit
        problems.append(Diagnostic(Place(path, first_line + line), code, {"limit": allowed}))
        return Outline(_name(Body("", ""))), Body("", ""), tuple(problems)
    bare = without_code(source)
    places = Places(path, bare, first_line)
    problems += diagnosed(bare, places)
    problems += unread.problems(source, bare, places)
    weaver = Weaver(sanitised_html(source), lang)
    headings = tuple(_headings(weaver, places))
    targets = tuple(_targets(weaver, places))
    problems += _headings_told(headings, path)
    problems += _links_told(weaver.links, targets, path)
    problems += _ids_told(weaver.faults, places)
    body = Body("".join(weaver.pieces), weaver.text)
    sections = tuple(_sections(source, headings, first_line))
    return Outline(_name(body), sections, headings, targets, tuple(weaver.ids), weaver.parts), body, tuple(problems)


def _name(body: Body) -> str:
    """Name a body by its digest."""
    return keys.body(body.html.encode(), body.text.encode())


def _controls(path: str, source: str, first_line: int) -> Iterator[Diagnostic]:
    """Tell of the first control characters."""
    for control, _ in zip(CONTROL.finditer(source), range(_CONTROLS_TOLD), strict=False):
        at = control.start()
        place = Place(path, first_line + source.count("\n", 0, at), at - source.rfind("\n", 0, at))
        yield Diagnostic(place, "control-character", {"code": f"U+{ord(control[0]):04X}"})


def _headings(weaver: Weaver, places: Places) -> Iterator[Heading]:
    """Give the rendered headings their places."""
    for heading in weaver.headings:
        place = places.heading(heading.level, heading.text)
        yield Heading(
            heading.id, heading.level, heading.text, place.line, place.column, heading.explicit, heading.named
        )


def _targets(weaver: Weaver, places: Places) -> Iterator[Target]:
    """Give the rendered links and images their places."""
    for link in weaver.links:
        place = places.link(link.target)
        yield Target(link.target, place.line, place.column, link.image, link.bare)


def _headings_told(headings: Sequence[Heading], path: str) -> Iterator[Diagnostic]:
    """Tell of headings that the page's own is, and of levels left out."""
    last = 1
    for heading in headings:
        place = Place(path, heading.line, heading.column)
        if heading.level == 1:
            yield Diagnostic(place, "heading-one", {"text": heading.text}, repair=f"## {heading.text}")
        elif heading.level > last + 1:
            yield Diagnostic(place, "heading-skipped", {"level": heading.level, "expected": last + 1})
        last = heading.level


def _links_told(links: Sequence[Link], targets: Sequence[Target], path: str) -> Iterator[Diagnostic]:
    """Tell of links and images without words, and of images that are not the site's."""
    for link, target in zip(links, targets, strict=True):
        place = Place(path, target.line, target.column)
        if not link.worded:
            yield Diagnostic(place, "image-alt" if link.image else "link-empty", {"target": link.target})
        if link.remote:
            yield Diagnostic(place, "image-remote", {"target": link.target})


def _ids_told(faults: Sequence[Fault], places: Places) -> Iterator[Diagnostic]:
    """Tell of ids that cannot stay, the doubled at their second place."""
    for fault in faults:
        if fault.code == "id-doubled":
            places.id(fault.id)
        yield Diagnostic(places.id(fault.id), fault.code, {"id": fault.id})


def divide(source: str, headings: Sequence[Heading], first_line: int) -> list[tuple[str, str]]:
    """Divide a source at its headings of level 2, by their ids, after the lead, which may be blank.

    Put together, the parts are the source.
    """
    lines = [f"{line}\n" for line in source.split("\n")]
    lines[-1] = lines[-1][:-1]
    starts = sorted((heading.line - first_line, heading.id) for heading in headings if heading.level == 2)
    ends = [line for line, _ in starts] + [len(lines)]
    parts = [("lead", "".join(lines[: ends[0]]))]
    return parts + [(name, "".join(lines[line:end])) for (line, name), end in zip(starts, ends[1:], strict=True)]


def _sections(source: str, headings: Sequence[Heading], first_line: int) -> Iterator[Section]:
    """Give the parts their fingerprints; there is a lead only if it says something."""
    for name, part in divide(source, headings, first_line):
        if name != "lead" or part.strip():
            yield Section(name, fingerprint(part))
