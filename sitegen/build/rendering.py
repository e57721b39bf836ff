"""Rendering: pages and papers by workers, search indexes by their program, copies as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from sitegen.build import reading
from sitegen.build.crew import Lazy
from sitegen.disk import load, write
from sitegen.model import Announcement, Site, keys
from sitegen.model.diagnostics import Diagnostic
from sitegen.model.pages import Bundle, Output, Page, Recipe
from sitegen.model.sites import Theme
from sitegen.render import pagefind, pages, pdf

if TYPE_CHECKING:
    from sitegen.build.order import Means

PRINTING = 100
"""How many times the rendering of a page that of a paper takes."""
Drawn: TypeAlias = "tuple[Page, bytes, list[bytes], Mapping[str, bytes]]"
"""A page to render, with the whole announcement, the bodies and the images that it shows."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked site with what rendering it needs; `names` are those of each reading and of its rules."""

    site: Site
    theme: Theme
    filed: reading.Filed
    shelf: reading.Shelf
    names: Mapping[str, list[str]]


def rendered(checked: Checked, waiting: Sequence[Page], means: Means) -> Iterator[Output | Diagnostic]:
    """Render pages, then papers, which take longer and alone need the fonts."""
    _fetch(checked, waiting, means)
    screens = [page for page in waiting if not page.path.endswith(".pdf")]
    papers = [page for page in waiting if page.path.endswith(".pdf")]
    design = replace(checked.theme, static={})
    outputs = chain(
        _batches(checked, screens, replace(design, fonts={}), 1, means),
        _batches(checked, papers, design, PRINTING, means),
    )
    for done, output in enumerate(outputs, 1):
        means.progress("render", done, len(waiting))
        yield output


def _batches(
    checked: Checked, waiting: Sequence[Page], design: Theme, weight: int, means: Means
) -> Iterator[Output | Diagnostic]:
    tasks = Lazy(len(waiting), (_drawn(checked, page) for page in waiting))
    return means.crew.batches(partial(_render_batch, design), tasks, weight)


def _drawn(checked: Checked, page: Page) -> Drawn:
    images = {address: copied(checked, path, static=False) for address, path in page.images.items()}
    shown = [checked.shelf.bodies.get(name, (b"",))[0] for name in page.bodies]
    return page, checked.shelf.wholes.get(page.announcement, b""), shown, images


def _fetch(checked: Checked, waiting: Sequence[Page], means: Means) -> None:
    """Put on the shelf what pages are made of: remembered, or else read once more."""
    shelf, lost = checked.shelf, set[str]()
    for page in waiting:
        if page.announcement and page.announcement not in shelf.wholes:
            whole = means.memory.announcement(page.announcement)
            if whole is None:
                lost.add(page.announcement)
            else:
                shelf.wholes[page.announcement] = whole
        for name in page.bodies:
            if name not in shelf.bodies:
                body = means.memory.body(name)
                if body is None:
                    lost.add(page.announcement)
                else:
                    shelf.bodies[name] = body
    if lost:
        announcements = checked.site.announcements.items()
        again = [identity for identity, announcement in announcements if announcement.digest in lost]
        for read in reading.again(checked.filed, again, means):
            shelf.add(read)


def _render_batch(design: Theme, tasks: Sequence[Drawn]) -> list[Output | Diagnostic]:
    return [_render(design, *task) for task in tasks]


def _render(
    design: Theme, page: Page, whole: bytes, bodies: list[bytes], images: Mapping[str, bytes]
) -> Output | Diagnostic:
    output = pages.render(design, _viewed(design, page, whole), [body.decode() for body in bodies])
    if isinstance(output, Diagnostic) or not page.path.endswith(".pdf"):
        return output
    return Output(output.path, pdf.pdf(output.data.decode(), design.fonts, images))


def _viewed(design: Theme, page: Page, whole: bytes) -> Page:
    """Have the view of a page made, where it is only a recipe."""
    if not isinstance(page.view, Recipe):
        return page
    announcement = _announcement(whole) if whole else None
    return replace(page, view=page.view.view(design.catalogues[page.language], announcement))


@lru_cache(maxsize=4)
def _announcement(whole: bytes) -> Announcement:
    """Take an announcement from its text; pages of the same one follow each other."""
    announcement = keys.noun(whole.decode())
    assert isinstance(announcement, Announcement)  # noqa: S101  (its digest says so)
    return announcement


def indexed(checked: Checked, bundle: Bundle, means: Means) -> Iterator[Output]:
    """Lay the documents of an index out, and have it made."""
    hits = bundle.pages()
    _fetch(checked, hits, means)
    wholes, bodies = checked.shelf.wholes, checked.shelf.bodies
    tasks = [(page, wholes[page.announcement], bodies[page.bodies[0]][1]) for page in hits]
    synonyms = checked.theme.templates.get(bundle.template, "")
    work = partial(_lay_batch, replace(checked.theme, static={}), synonyms)
    with write.scratch() as folder:
        files = pagefind.index(folder, means.crew.batches(work, tasks))
    yield from (Output(bundle.folder + path, data) for path, data in files.items())


def _lay_batch(design: Theme, synonyms: str, tasks: Sequence[tuple[Page, bytes, bytes]]) -> list[tuple[str, bytes]]:
    return [
        (page.path, pagefind.lay_out(_viewed(design, page, whole).view, body.decode(), page.language, synonyms))
        for page, whole, body in tasks
    ]


def copied(checked: Checked, source: str, *, static: bool) -> bytes:
    """Give a file that is published as it is."""
    return checked.theme.static[source] if static else load.file(checked.filed.root, checked.site.attachments[source])
