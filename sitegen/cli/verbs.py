"""The editor's verbs: mend what is written, begin an announcement, begin a site."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli import asking, telling

if TYPE_CHECKING:
    from sitegen.catalogues import Catalogue
    from sitegen.diagnostics import Diagnostic
    from sitegen.theme import Theme

MISTAKES = 1


@click.command()
@asking.SOURCE
@asking.UI_LANGUAGE
@click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def fix(source: Path, ui_language: str | None, diff: bool, files: tuple[Path, ...]) -> int:
    """Mend what can be mended without losing anything, in FILES or in all of content/."""
    from sitegen import load, mending, write
    from sitegen.routes import CONTENT

    words, (design, found) = asking.words(ui_language), _theme(source)
    if design is None:
        return _told(found, source, words)
    fields = {declared.folder: declared.fields for declared in design.types.values()}
    there = [path for path in load.walk(source / CONTENT, CONTENT)[0] if _written(path)]
    count = 0
    for path in _asked(files, source, there, words) if files else there:
        data = load.source(source, path)
        mended = mending.mend(data, path, fields.get(_folder(path), ()))
        if mended == data:
            continue
        count += 1
        if diff:
            click.echo(telling.difference(path, data, mended), nl=False)
        else:
            write.replace(source / path, mended)
            click.echo(path)
    if not diff:
        click.echo(words.ngettext("%(num)s file mended.", "%(num)s files mended.", count) % {"num": count})
    return 0


def _written(path: str) -> bool:
    """Say whether a path is that of a document or of settings."""
    from sitegen.load import SETTINGS
    from sitegen.routes import CONTENT

    return path.endswith(".md") or path in [f"{CONTENT}/{name}" for name in SETTINGS]


def _folder(path: str) -> str:
    from sitegen import routes

    source = routes.source(path)
    return source.folder if source else ""


def _asked(files: tuple[Path, ...], source: Path, there: list[str], words: Catalogue) -> list[str]:
    """Give the paths of files from the site's root; none leads out of content/."""
    paths = dict[str, None]()
    for file in files:
        path = Path(os.path.relpath(file, source)).as_posix()
        if path not in there:
            message = words.gettext("%(file)s is no document and no settings file of this site.")
            raise click.ClickException(message % {"file": file})
        paths[path] = None
    return [*paths]


def _theme(source: Path) -> tuple[Theme | None, list[Diagnostic]]:
    """Read the designers' files; None where the declarations of types have errors."""
    from sitegen import load, theme

    design, found = theme.read(load.design(source))
    wrong = [problem for problem in found if problem.place.path.endswith(".yaml")]
    return (None if wrong else design), wrong


def _told(found: list[Diagnostic], source: Path, words: Catalogue) -> int:
    from sitegen import voices

    click.echo(voices.text(found, words, telling.lines(source)), nl=False)
    return MISTAKES
