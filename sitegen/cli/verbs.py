"""The editor's verbs beside `new`: mend what is written, begin a site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli import asking, telling
from sitegen.cli.telling import FINE

if TYPE_CHECKING:
    from sitegen.catalogues import Catalogue
    from sitegen.sources import Source


@click.command()
@asking.SOURCE
@asking.UI_LANGUAGE
@click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
def fix(source: Path, ui_language: str | None, diff: bool, files: tuple[Path, ...]) -> int:
    """Mend what can be mended without losing anything, in each FILE or in all of content/."""
    from sitegen import load, mending, write
    from sitegen.routes import CONTENT

    words, (design, wrong) = asking.words(ui_language), telling.theme(source)
    if design is None:
        return telling.told(wrong, source, words)
    fields = {declared.folder: declared.fields for declared in design.types.values()}
    there = load.walk(source / CONTENT, CONTENT)[0]
    if f"{CONTENT}/site.yaml" not in there:
        return telling.told(telling.settings(source, design)[2], source, words)
    count = 0
    for path in _asked(files, source, [*filter(_mendable, there)], words) if files else filter(_mendable, there):
        data = load.source(source, path)
        if _written(path):
            mended = mending.mend(data, path, fields.get(_folder(path), ()))
            told = telling.difference(path, data, mended) if diff else f"{path}\n"
        else:
            mended, found, left = mending.strip(path, data, _beside(source, path, there))
            told = _taken(path, found, words) if diff else f"{path}\n"
            if left:
                telling.say(_left(path, left, words), err=True)
        if mended != data:
            count += 1
            telling.say(told, nl=False)
            if not diff:
                write.replace(source / path, mended)
    if not diff:
        telling.say(words.ngettext("%(num)s file mended.", "%(num)s files mended.", count) % {"num": count})
    return FINE


def _mendable(path: str) -> bool:
    from sitegen import traces

    return _written(path) or traces.tells(path)


def _beside(root: Path, path: str, there: list[str]) -> Iterator[Source]:
    """Give the documents in the folder of a file."""
    from sitegen import load
    from sitegen.sources import Source

    for other in there:
        if other.endswith(".md") and other.rpartition("/")[0] == path.rpartition("/")[0]:
            yield Source(other, load.source(root, other))


def _taken(path: str, found: list[str], words: Catalogue) -> str:
    said = {"path": path, "found": _named(found, words)}
    return words.gettext("%(path)s: to be taken out: %(found)s.") % said + "\n"


def _left(path: str, found: list[str], words: Catalogue) -> str:
    said = {"path": path, "found": _named(found, words)}
    return words.gettext("%(path)s: cannot be taken out here: %(found)s. Do it where the file was made.") % said


def _named(found: list[str], words: Catalogue) -> str:
    _ = words.gettext
    names = {"personal-author": _("the author's name"), "personal-location": _("the place where it was taken")}
    return ", ".join(names[code] for code in found)


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
        path = next((one for one in asking.within(source, file) if one in there), "")
        if not path:
            message = words.gettext("%(file)s is nothing of this site that can be mended.")
            raise click.ClickException(message % {"file": file})
        paths[path] = None
    return [*paths]


# --- beginning a site -------------------------------------------------------------------------------------------------


@click.command()
@asking.UI_LANGUAGE
@click.option("--title", help="The site's title, in its first language.")
@click.option("--languages", help="The site's languages, the first first, such as ro,pl,en.")
@click.option("--base-url", help="The address that the site will have, such as https://bulletin.example/.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(ui_language: str | None, title: str | None, languages: str | None, base_url: str | None, folder: Path) -> int:
    """Begin a site in the folder DIR, which builds at once."""
    from sitegen import founding, load, write

    words = asking.words(ui_language)
    _ = words.gettext
    if not write.vacant(folder):
        raise click.ClickException(_("%(folder)s holds files already; choose an empty folder.") % {"folder": folder})
    design, found = telling.theme(folder)
    if design is None:
        return telling.told(found, folder, words)
    title = _line(title, _("Title of the site"), "", _("Give the site a title: --title"))
    tags = founding.languages(_line(languages, _("Languages, in their order"), "ro, pl, en"), asking.LANGUAGES)
    if not tags:
        raise click.ClickException(_("A site begins in these languages: %(known)s.") % {"known": "ro, pl, en"})
    base_url = _line(base_url, _("Address of the site"), "https://bulletin.example/").rstrip("/") + "/"
    spoken = {tag: asking.words(tag) for tag in tags}
    required, vendored, notice = _itself(words)
    files = founding.site(title, base_url, spoken, required)
    files |= founding.announcements(spoken, design.types, asking.now().date().isoformat())
    written = {path: text.encode() for path, text in files.items()}
    written |= founding.unchanging(load.skeleton(), tags[0]) | vendored
    wrong = founding.wrong(written, design.catalogues)
    if wrong:
        return telling.told(wrong, folder, words)
    for path in sorted(written):
        if write.create(folder, path, written[path]):
            telling.say(path)
    telling.say(_("To build the site: sitegen build --source %(folder)s") % {"folder": folder})
    telling.say(notice, err=True)
    return FINE


NOWHERE = "./write-here-where-sitegen-comes-from"
"""A requirement that pip refuses, in words that say why."""


def _itself(words: Catalogue) -> tuple[str, dict[str, bytes], str]:
    """Say how a site gets this very Sitegen: as pip requires it, what to put beside it, and what to tell of it."""
    from sitegen import DISTRIBUTION, distribution

    _, origin = words.gettext, distribution.origin()
    if origin and not origin.changed:
        told = _("requirements.txt takes Sitegen from %(url)s; CI must be allowed to read that.") % {"url": origin.url}
        return f"{DISTRIBUTION}[search] @ {origin.url}@{origin.commit}", {}, told
    packed = distribution.wheel()
    if not packed:
        told = _(
            "ATTENTION: nobody can tell where this Sitegen comes from."
            " Write it into requirements.txt, or CI cannot build."
        )
        return NOWHERE, {}, told
    path = f"vendor/{packed[0]}"
    told = _("This Sitegen is now in %(path)s, from where requirements.txt takes it. Commit it too.") % {"path": path}
    if origin:
        told = _("ATTENTION: %(url)s does not hold this Sitegen as it is here.") % {"url": origin.url} + " " + told
    return f"./{path}[search]", {path: packed[1]}, told


def _line(given: str | None, title: str, default: str, needed: str = "") -> str:
    """Take an option, or ask for it, or take the default; say what is needed where there is none."""
    if given is None:
        given = click.prompt(title, default=default or None) if asking.terminal() else default
    line = given.strip()
    if not line:
        raise click.ClickException(needed)
    return line
