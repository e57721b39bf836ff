"""Rendering: pages and papers by workers, search indexes by their program, copies as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from sitegen.build.crew import Lazily
from sitegen.build.order import Checked, Means
from sitegen.build.reading import _read_batch, _task
from sitegen.disk import load, write
from sitegen.model import Announcement, keys
from sitegen.model.diagnostics import Diagnostic
from sitegen.model.pages import Bundle, Output, Page, Recipe
from sitegen.model.sites import Theme
from sitegen.render import pagefind, pdf
from sitegen.render import pages as render

if TYPE_CHECKING:
    pass


PRINTING = 100
"""The same for a paper."""
Drawn: TypeAlias = "tuple[Page, bytes, list[bytes], Mapping[str, bytes]]"
"""A page to render, with the whole announcement, the bodies and the images that it shows."""


# --- rendering --------------------------------------------------------------------------------------------------------


def _rendered(checked: Checked, waiting: Sequence[Page], means: Means) -> Iterator[Output | Diagnostic]:
    _fetch(checked, waiting, means)
    wholes, bodies = checked.shelf.wholes, checked.shelf.bodies

    def task(page: Page) -> Drawn:
        images = {address: _copied(checked, path, static=False) for address, path in page.images.items()}
        shown = [bodies.get(name, (b"",))[0] for name in page.bodies]
        return page, wholes.get(page.announcement, b""), shown, images

    pages, papers = ([page for page in waiting if page.path.endswith(".pdf") == printed] for printed in (False, True))
    done = 0
    for some, weight, fonts in ((pages, 1, {}), (papers, PRINTING, checked.theme.fonts)):
        work = partial(_render_batch, replace(checked.theme, static={}, fonts=fonts))
        for made in means.crew.batches(work, Lazily(some, task), weight):
            done += 1
            means.progress("render", done, len(waiting))
            yield made


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
    again = [identity for identity, one in checked.site.announcements.items() if one.digest in lost] if lost else []
    for read in means.crew.batches(_read_batch, [_task(checked.filed, identity) for identity in again]):
        shelf.add(read)


def _render_batch(design: Theme, tasks: Sequence[Drawn]) -> list[Output | Diagnostic]:
    return [_render(design, *task) for task in tasks]


def _render(
    design: Theme, page: Page, whole: bytes, bodies: list[bytes], images: Mapping[str, bytes]
) -> Output | Diagnostic:
    made = render.render(design, _viewed(design, page, whole), [body.decode() for body in bodies])
    if isinstance(made, Diagnostic) or not page.path.endswith(".pdf"):
        return made
    return Output(made.path, pdf.pdf(made.data.decode(), design.fonts, images))


def _viewed(design: Theme, page: Page, whole: bytes) -> Page:
    """Have the view of a page made, where it is only a recipe."""
    if not isinstance(page.view, Recipe):
        return page
    announcement = _announcement(whole) if whole else None
    return replace(page, view=page.view.view(design.catalogues[page.language], announcement))


@lru_cache(maxsize=4)
def _announcement(whole: bytes) -> Announcement:
    """Take an announcement from its text; pages of the same one follow each other."""
    read = keys.noun(whole.decode())
    assert isinstance(read, Announcement)  # noqa: S101  (its digest says so)
    return read


def _indexed(checked: Checked, bundle: Bundle, means: Means) -> Iterator[Output]:
    """Lay the documents of an index out, and have it made."""
    pages = bundle.pages()
    _fetch(checked, pages, means)
    wholes, bodies = checked.shelf.wholes, checked.shelf.bodies
    tasks = [(page, wholes[page.announcement], bodies[page.bodies[0]][1]) for page in pages]
    synonyms = checked.theme.templates.get(bundle.template, "")
    work = partial(_lay_batch, replace(checked.theme, static={}), synonyms)
    with write.scratch() as folder:
        made = pagefind.index(folder, means.crew.batches(work, tasks))
    yield from (Output(bundle.folder + path, data) for path, data in made.items())


def _lay_batch(design: Theme, synonyms: str, tasks: Sequence[tuple[Page, bytes, bytes]]) -> list[tuple[str, bytes]]:
    return [
        (page.path, pagefind.lay_out(_viewed(design, page, whole).view, body.decode(), page.language, synonyms))
        for page, whole, body in tasks
    ]


def _copied(checked: Checked, source: str, static: bool) -> bytes:
    return checked.theme.static[source] if static else load.file(checked.filed.root, checked.site.attachments[source])
