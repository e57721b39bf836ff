"""The editor's verbs beside `new`: mend what is written, begin a site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen import tools
from sitegen.cli import options, output
from sitegen.cli.output import FINE

if TYPE_CHECKING:
    from sitegen.model.catalogue import Catalogue
    from sitegen.model.sources import Source


@click.command()
@options.SOURCE
@options.UI_LANGUAGE
@click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
def fix(source: Path, ui_language: str | None, diff: bool, files: tuple[Path, ...]) -> int:
    """Mend what can be mended without losing anything, in each FILE or in all of content/."""
    from sitegen.disk import load, write
    from sitegen.model.routes import CONTENT
    from sitegen.tools.fix import mend, strip

    words, (design, wrong) = options.words(ui_language), tools.theme(source)
    if design is None:
        return output.mistakes(wrong, source, words)
    fields = {declared.folder: declared.fields for declared in design.types.values()}
    paths = load.walk(source / CONTENT, CONTENT)[0]
    if f"{CONTENT}/site.yaml" not in paths:
        return output.mistakes(tools.bulletin(source)[1], source, words)
    count = 0
    for path in _asked(files, source, [*filter(_mendable, paths)], words) if files else filter(_mendable, paths):
        data = load.source(source, path)
        if _written(path):
            mended = mend(data, path, fields.get(_folder(path), ()))
            shown = output.difference(path, data, mended) if diff else f"{path}\n"
        else:
            mended, codes, kept = strip(path, data, _beside(source, path, paths))
            shown = _taken(path, codes, words) if diff else f"{path}\n"
            if kept:
                output.say(_left(path, kept, words), err=True)
        if mended != data:
            count += 1
            output.say(shown, nl=False)
            if not diff:
                write.replace(source / path, mended)
    if not diff:
        output.say(words.ngettext("%(num)s file mended.", "%(num)s files mended.", count) % {"num": count})
    return FINE


def _mendable(path: str) -> bool:
    from sitegen.read import attachments

    return _written(path) or attachments.tells(path)


def _beside(root: Path, path: str, paths: list[str]) -> Iterator[Source]:
    """Give the documents in the folder of a file."""
    from sitegen.disk import load
    from sitegen.model.sources import Source

    for other in paths:
        if other.endswith(".md") and other.rpartition("/")[0] == path.rpartition("/")[0]:
            yield Source(other, load.source(root, other))


def _taken(path: str, codes: list[str], words: Catalogue) -> str:
    arguments = {"path": path, "found": _named(codes, words)}
    return words.gettext("%(path)s: to be taken out: %(found)s.") % arguments + "\n"


def _left(path: str, codes: list[str], words: Catalogue) -> str:
    arguments = {"path": path, "found": _named(codes, words)}
    return words.gettext("%(path)s: cannot be taken out here: %(found)s. Do it where the file was made.") % arguments


def _named(codes: list[str], words: Catalogue) -> str:
    _ = words.gettext
    names = {"personal-author": _("the author's name"), "personal-location": _("the place where it was taken")}
    return ", ".join(names[code] for code in codes)


def _written(path: str) -> bool:
    """Say whether a path is that of a document or of settings."""
    from sitegen.disk.load import SETTINGS
    from sitegen.model.routes import CONTENT

    return path.endswith(".md") or path in [f"{CONTENT}/{name}" for name in SETTINGS]


def _folder(path: str) -> str:
    from sitegen.model import routes

    source = routes.source(path)
    return source.folder if source else ""


def _asked(files: tuple[Path, ...], source: Path, known: list[str], words: Catalogue) -> list[str]:
    """Give the paths of files from the site's root; none leads out of content/."""
    paths = dict[str, None]()
    for file in files:
        path = next((candidate for candidate in options.within(source, file) if candidate in known), "")
        if not path:
            message = words.gettext("%(file)s is nothing of this site that can be mended.")
            raise click.ClickException(message % {"file": file})
        paths[path] = None
    return [*paths]
