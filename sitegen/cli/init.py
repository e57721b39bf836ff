"""`sitegen init`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen import tools
from sitegen.cli import options, output
from sitegen.cli.output import FINE

if TYPE_CHECKING:
    from sitegen.model.catalogue import Catalogue


# --- beginning a site -------------------------------------------------------------------------------------------------


@click.command()
@options.UI_LANGUAGE
@click.option("--title", help="The site's title, in its first language.")
@click.option("--languages", help="The site's languages, the first first, such as ro,pl,en.")
@click.option("--base-url", help="The address that the site will have, such as https://bulletin.example/.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(ui_language: str | None, title: str | None, languages: str | None, base_url: str | None, folder: Path) -> int:
    """Begin a site in the folder DIR, which builds at once."""
    from sitegen.disk import load, write
    from sitegen.tools import init

    words = options.words(ui_language)
    _ = words.gettext
    if not write.vacant(folder):
        raise click.ClickException(_("%(folder)s holds files already; choose an empty folder.") % {"folder": folder})
    design, problems = tools.theme(folder)
    if design is None:
        return output.mistakes(problems, folder, words)
    title = _line(title, _("Title of the site"), "", _("Give the site a title: --title"))
    tags = init.languages(_line(languages, _("Languages, in their order"), "ro, pl, en"), options.LANGUAGES)
    if not tags:
        raise click.ClickException(_("A site begins in these languages: %(known)s.") % {"known": "ro, pl, en"})
    base_url = _line(base_url, _("Address of the site"), "https://bulletin.example/").rstrip("/") + "/"
    spoken = {tag: options.words(tag) for tag in tags}
    required, vendored, notice = _itself(words)
    files = init.site(title, base_url, spoken, required)
    files |= init.announcements(spoken, design.types, options.now().date().isoformat())
    written = {path: text.encode() for path, text in files.items()}
    written |= init.unchanging(load.skeleton(), tags[0]) | vendored
    wrong = init.problems(written, design.catalogues)
    if wrong:
        return output.mistakes(wrong, folder, words)
    for path in sorted(written):
        if write.create(folder, path, written[path]):
            output.say(path)
    output.say(_("To build the site: sitegen build --source %(folder)s") % {"folder": folder})
    output.say(notice, err=True)
    return FINE


NOWHERE = "./write-here-where-sitegen-comes-from"
"""A requirement that pip refuses, in words that say why."""


def _itself(words: Catalogue) -> tuple[str, dict[str, bytes], str]:
    """Say how a site gets this very Sitegen: as pip requires it, what to put beside it, and what to tell of it."""
    from sitegen import DISTRIBUTION
    from sitegen.tools import distribution

    _, origin = words.gettext, distribution.origin()
    if origin and not origin.changed:
        notice = _("requirements.txt takes Sitegen from %(url)s; CI must be allowed to read that.") % {
            "url": origin.url
        }
        return f"{DISTRIBUTION}[search] @ {origin.url}@{origin.commit}", {}, notice
    packed = distribution.wheel()
    if not packed:
        notice = _(
            "ATTENTION: nobody can tell where this Sitegen comes from."
            " Write it into requirements.txt, or CI cannot build."
        )
        return NOWHERE, {}, notice
    path = f"vendor/{packed[0]}"
    notice = _("This Sitegen is now in %(path)s, from where requirements.txt takes it. Commit it too.") % {"path": path}
    if origin:
        notice = _("ATTENTION: %(url)s does not hold this Sitegen as it is here.") % {"url": origin.url} + " " + notice
    return f"./{path}[search]", {path: packed[1]}, notice


def _line(answer: str | None, title: str, default: str, needed: str = "") -> str:
    """Take an option, or ask for it, or take the default; say what is needed where there is none."""
    if answer is None:
        answer = click.prompt(title, default=default or None) if options.terminal() else default
    line = answer.strip()
    if not line:
        raise click.ClickException(needed)
    return line
