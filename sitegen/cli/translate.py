"""The translator's commands: stubs and stamps, how translations stand, texts handed off and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import tools
from sitegen.cli import options, output
from sitegen.cli.output import FINE, MISTAKES, MISUSED

if TYPE_CHECKING:
    from sitegen.model.catalogue import Catalogue
    from sitegen.model.standing import Standing
    from sitegen.tools import Bulletin
    from sitegen.tools.translations.written import Versions

FILE = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
TO = click.option("--to", "language", help="The language to translate into.")


@click.command()
@FILE
@TO
@click.option("--done", is_flag=True, help="Stamp the translation FILE as up to date.")
@click.option("--minor", is_flag=True, help="FILE is an original that has changed without need to translate it anew.")
@options.all_of(options.SOURCE, options.UI_LANGUAGE)
def translate(file: Path, language: str | None, done: bool, minor: bool, source: Path, ui_language: str | None) -> int:
    """Begin a translation of FILE, or say that one is up to date."""
    words = options.words(ui_language)
    _ = words.gettext
    if [language is not None, done, minor].count(True) != 1:
        return _refused(_("Ask for one of --to, --done and --minor."))
    bulletin, problems = tools.bulletin(source)
    if bulletin is None:
        return output.mistakes(problems, source, words)
    sets = {path: bulletin.identity(path) for path in options.within(source, file)}
    path = next((path for path, identity in sets.items() if identity), None)
    if path is None:
        return _refused(_("%(path)s is no announcement's file.") % {"path": file})
    versions, problems = bulletin.read(sets[path])
    if versions is None:
        return output.mistakes(problems, source, words)
    if language is not None:
        return _stub(bulletin, versions, language, words)
    return _done(source, path, versions, words) if done else _minor(source, path, versions, words)


def _stub(bulletin: Bulletin, versions: Versions, language: str, words: Catalogue) -> int:
    from sitegen.disk import write
    from sitegen.tools.translations import stamping

    _, original = words.gettext, versions.original
    if language not in bulletin.languages:
        return _unknown(language, bulletin, words)
    if language == original.language:
        return _refused(_("%(path)s is the original.") % {"path": original.path})
    path, stub = versions.beside(language), stamping.stub(versions)
    if path in versions.blank:
        write.replace(bulletin.root / path, stub)
    elif path in bulletin.paths or not write.create(bulletin.root, path, stub):
        return _refused(_("%(path)s is there already; nothing was written.") % {"path": path})
    output.say(path)
    output.say(_("Translate what it says, then take out the line draft: true."))
    return FINE


def _done(root: Path, path: str, versions: Versions, words: Catalogue) -> int:
    from sitegen.disk import write
    from sitegen.tools.translations import stamping

    _, named = words.gettext, {"path": path}
    translation = next((version for version in versions.translations.values() if version.path == path), None)
    if translation is None:
        return _refused(_("%(path)s is the original; name a translation.") % named)
    data = stamping.done(versions, translation)
    if data is None:
        return _refused(_("%(path)s: its translation block cannot be stamped; sitegen check says why.") % named)
    changed = write.replace(root / path, data)
    output.say((_("%(path)s is stamped as up to date.") if changed else _("%(path)s is up to date already.")) % named)
    return FINE


def _minor(root: Path, path: str, versions: Versions, words: Catalogue) -> int:
    from sitegen.disk import write
    from sitegen.tools.translations import stamping

    _, original = words.gettext, versions.original.path
    if path != original:
        refusal = _("%(path)s is a translation; name the original, %(original)s.")
        return _refused(refusal % {"path": path, "original": original})
    minor = stamping.minor(versions)
    for path, restamped in minor.items():
        if restamped.stamped:
            write.replace(root / path, restamped.data)
        _sections(_("%(path)s: stamped anew: %(sections)s."), path, restamped.stamped)
        _sections(_("%(path)s: still outdated: %(sections)s."), path, restamped.left)
    if not minor:
        output.say(_("No translation is outdated."))
    return FINE


@click.command()
@options.all_of(*options.SITE)
@click.option("--format", "style", type=click.Choice(("text", "json", "csv")), default="text", help="How to tell it.")
def status(style: str, **chosen: Any) -> int:
    """Tell how the translations stand, and what personal data are meant to be published."""
    from sitegen import build
    from sitegen.model import standing

    words = options.words(chosen["ui_language"])
    order = options.order(chosen | {"drafts": True}, words)
    with options.in_a_line(order, words), output.bar(words) as progress:
        site, report = build.look(order, progress)
    if site is None:
        return output.tell(report, order, words)
    rows = [*standing.standings(site)]
    click.echo({"text": _table, "json": _json, "csv": _csv}[style](rows, words), nl=False)
    return FINE


def _cells(rows: Sequence[Standing], words: Catalogue) -> Iterator[tuple[str, ...]]:
    from sitegen.model.standing import STATES

    _ = words.gettext
    yield _("Announcement"), _("Language"), _("State"), _("Changed sections"), _("Excused"), _("Reason")
    for row in rows:
        states = ", ".join(_(STATES[state]) for state in row.states)
        yield row.identity, row.language, states, ", ".join(row.sections), row.code, row.reason


def _table(rows: Sequence[Standing], words: Catalogue) -> str:
    """Lay out how translations stand, then what is excused, if anything is."""
    heads, *cells = _cells(rows, words)
    excused = [(row[0], *row[4:]) for row in cells if row[4]]
    text = _laid([heads[:4], *(row[:4] for row in cells if not row[4])])
    return text + ("\n" + _laid([(heads[0], *heads[4:]), *excused]) if excused else "")


def _laid(cells: Sequence[tuple[str, ...]]) -> str:
    from sitegen.language.voices import CONTROL, shown

    cells = [tuple(CONTROL.sub(" ", cell) for cell in row) for row in cells]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return shown("".join(f"{line}\n" for line in lines))


def _csv(rows: Sequence[Standing], words: Catalogue) -> str:
    import csv
    import io

    text = io.StringIO(newline="")
    csv.writer(text).writerows(_cells(rows, words))
    return text.getvalue()


def _json(rows: Sequence[Standing], _words: Catalogue) -> str:
    import json

    records = [
        {
            "announcement": row.identity,
            "language": row.language,
            "path": row.path,
            "title": row.title.text,
            "states": row.states,
            "sections": row.sections,
            "excused": row.code,
            "reason": row.reason,
        }
        for row in rows
    ]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


@click.command()
@TO
@click.option(
    "--output",
    "po",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The PO. Default: handoff.LANGUAGE.po in the root.",
)
@click.option("--back", type=options.THERE, help="Write what is translated in this PO.")
@options.all_of(options.SOURCE, options.UI_LANGUAGE)
def handoff(language: str | None, po: Path | None, back: Path | None, source: Path, ui_language: str | None) -> int:
    """Hand what is to be translated to a translator's own tool as a PO, and take it back."""
    words = options.words(ui_language)
    if (language is None) == (back is None) or (back and po):
        return _refused(words.gettext("Ask for one of --to and --back."))
    bulletin, problems = tools.bulletin(source)
    if bulletin is None:
        return output.mistakes(problems, source, words)
    return _back(back, bulletin, words) if back else _handed(str(language), po, bulletin, words)


def _handed(language: str, po: Path | None, bulletin: Bulletin, words: Catalogue) -> int:
    from sitegen.disk import load, write
    from sitegen.tools.translations import handoff

    if language not in bulletin.languages:
        return _unknown(language, bulletin, words)
    file = po or bulletin.root / f"handoff.{language}.po"
    text = load.text(file)
    before, problems = handoff.earlier(str(file), text, language) if text else (handoff.Earlier(), [])
    if before is None:
        return output.mistakes(problems, bulletin.root, words, {str(file): text})
    entries = list[handoff.Entry]()
    for identity in bulletin.sets:
        versions, unread = bulletin.read(identity)
        problems += unread if versions is None else []
        if versions and versions.original.language != language and not versions.original.draft:
            entries += handoff.entries(versions, language, before)
    output.mistakes(problems, bulletin.root, words)
    if entries:
        waiting = sum(entry.fuzzy or not entry.translation for entry in entries)
        write.replace(file, handoff.written(bulletin.settings.config.id, language, entries, before).encode())
        counted = words.ngettext(
            "%(path)s: %(num)s text to translate.", "%(path)s: %(num)s texts to translate.", waiting
        )
        output.say(counted % {"path": file, "num": waiting})
    else:
        output.say(words.gettext("There is nothing to translate."))
    return MISTAKES if problems else FINE


def _back(file: Path, bulletin: Bulletin, words: Catalogue) -> int:
    from sitegen.disk import load, write
    from sitegen.tools.translations import back

    _, text = words.gettext, load.text(file)
    returned, problems = back.back(bulletin, str(file), text)
    if problems:
        return output.mistakes(problems, bulletin.root, words, {str(file): text})
    for document in returned:
        if document.data is not None:
            if not document.new:
                write.replace(bulletin.root / document.path, document.data)
            elif not write.create(bulletin.root, document.path, document.data):
                return _refused(_("%(path)s is there already; nothing was written.") % {"path": document.path})
            _sections(_("%(path)s: written: %(sections)s."), document.path, document.stamped)
            if document.draft:
                output.say("  " + _("It is a draft until its line draft: true is taken out."))
        _sections(_("%(path)s: not all is translated in: %(sections)s."), document.path, document.waiting)
        changed = _("%(path)s: the original has changed since; hand off anew: %(sections)s.")
        _sections(changed, document.path, document.stale)
    return FINE


# --- what they share --------------------------------------------------------------------------------------------------


def _sections(message: str, path: str, sections: Sequence[str]) -> None:
    if sections:
        output.say(message % {"path": path, "sections": ", ".join(sections)})


def _unknown(language: str, bulletin: Bulletin, words: Catalogue) -> int:
    message = words.gettext("The site has no language %(language)s; it has: %(languages)s.")
    return _refused(message % {"language": language, "languages": ", ".join(bulletin.languages)})


def _refused(message: str) -> int:
    output.say(message, err=True)
    return MISUSED
