"""The filter between plan and render: what stands in the output folder by the same key is not made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sitegen.build.engine import engine
from sitegen.disk import write
from sitegen.model import keys
from sitegen.model.pages import Bundle, Page, Recipe
from sitegen.model.sites import Theme

if TYPE_CHECKING:
    from sitegen.build.order import Last


def keyed_by(theme: Theme, pages: Sequence[Page | Bundle]) -> dict[str, tuple[str, str]]:
    """Hash for each page all that its bytes depend on: the key, and its parts in short, to tell them apart later."""
    reach, stamp = theme.reach, engine()
    words = {language: catalogue.digest() for language, catalogue in theme.catalogues.items()}
    keyed = dict[str, tuple[str, str]]()
    for page in pages:
        template = reach.get(page.template, page.template)
        # As arguments, since a part of a page by one of these names would hide ours; so it is an error.
        parts: dict[str, str] = dict(engine=stamp, template=template, words=words[page.language], **_parts(page))
        whole = keys.digest("\n".join(parts.values()).encode())
        keyed[page.path] = (
            whole,
            " ".join([f"{name}:{mark[:4]}{mark[-4:]}" for name, mark in parts.items() if name != "address"]),
        )
    return keyed


def _parts(page: Page | Bundle) -> Mapping[str, str]:
    if isinstance(page, Bundle):
        return page.parts
    return page.view.parts if isinstance(page.view, Recipe) else {"view": keys.key(page.view)}


def inside(folder: str, last: Last) -> list[str]:
    """Give the files that the last build left in a folder."""
    return [path for path in last.files if path.startswith(folder)]


def why(path: str, keyed: tuple[str, str], last: Last, survey: write.Survey, folder: str = "") -> tuple[str, ...]:
    """Filter: say why a page must be rendered; for no reason where its key is the one that its file was written by.

    A bundle has all the files in its `folder`.
    """
    if path not in last.pages:
        return ("new",)
    key, parts = last.pages[path]
    if key != keyed[0]:
        before, now = ({*side.split()} for side in (parts, keyed[1]))
        return tuple(sorted({part.partition(":")[0] for part in before ^ now})) or ("view",)
    for file in inside(folder, last) if folder else (path,):
        stamp = survey.files.get(file)
        if stamp is None or stamp.digest != last.files[file].digest:
            return ("file",)
    return ()
