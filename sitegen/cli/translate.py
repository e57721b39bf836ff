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
    from sitegen.model.diagnostics import Diagnostic
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
    bulletin = _bulletin(source, words)
    path, identity = _located(bulletin, file) if bulletin else ("", "")
    if bulletin is None:
        return MISTAKES
    if not identity:
        return _refused(_("%(path)s is no announcement's file.") % {"path": path})
    versions, problems = bulletin.read(identity)
    if versions is None:
        _tell(source, problems, words)
        return MISTAKES
    if done:
        return _done(source, path, versions, words)
    return _minor(source, path, versions, words) if minor else _stub(source, str(language), bulletin, versions, words)


def _stub(root: Path, language: str, bulletin: Bulletin, versions: Versions, words: Catalogue) -> int:
    from sitegen.disk import write
    from sitegen.tools.translations import stamping

    _, original = words.gettext, versions.original
    if language not in bulletin.languages:
        known = {"language": language, "languages": ", ".join(bulletin.languages)}
        return _refused(_("The site has no language %(language)s; it has: %(languages)s.") % known)
    if language == original.language:
        return _refused(_("%(path)s is the original.") % {"path": original.path})
    path, stub = versions.beside(language), stamping.stub(versions)
    if path in versions.blank:
        write.replace(root / path, stub)
    elif path in bulletin.paths or not write.create(root, path, stub):
        return _refused(_("%(path)s is there already; nothing was written.") % {"path": path})
    output.say(path)
    output.say(_("Translate what it says, then take out the line draft: true."))
    return FINE


def _done(root: Path, path: str, versions: Versions, words: Catalogue) -> int:
    from sitegen.disk import write
    from sitegen.tools.translations import stamping

    _ = words.gettext
    translation = next((version for version in versions.translations.values() if version.path == path), None)
    if translation is None:
        return _refused(_("%(path)s is the original; name a translation.") % {"path": path})
    data = stamping.done(versions, translation)
    if data is None:
        refusal = _("%(path)s: its translation block cannot be stamped; sitegen check says why.")
        return _refused(refusal % {"path": path})
    changed = write.replace(root / path, data)
    message = _("%(path)s is stamped as up to date.") if changed else _("%(path)s is up to date already.")
    output.say(message % {"path": path})
    return FINE


def _minor(root: Path, path: str, versions: Versions, words: Catalogue) -> int:
    from sitegen.disk import write
    from sitegen.tools.translations import stamping

    _ = words.gettext
    if path != versions.original.path:
        refusal = _("%(path)s is a translation; name the original, %(original)s.")
        return _refused(refusal % {"path": path, "original": versions.original.path})
    minor = stamping.minor(versions)
    for language, restamped in minor.items():
        named = {"path": versions.translations[language].path}
        if restamped.stamped:
            write.replace(root / named["path"], restamped.data)
            sections = {"sections": ", ".join(restamped.stamped)}
            output.say(_("%(path)s: stamped anew: %(sections)s.") % {**named, **sections})
        if restamped.left:
            sections = {"sections": ", ".join(restamped.left)}
            output.say(_("%(path)s: still outdated: %(sections)s.") % {**named, **sections})
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
        output.tell(report, chosen | {"style": "text", "report": None, "summary": None}, order, words)
        return MISTAKES
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
    bulletin = _bulletin(source, words)
    if bulletin is None:
        return MISTAKES
    return _back(back, bulletin, words) if back else _handed(str(language), po, bulletin, words)


def _handed(language: str, po: Path | None, bulletin: Bulletin, words: Catalogue) -> int:
    from sitegen.disk import load, write
    from sitegen.tools.translations import handoff

    _, file = words.gettext, po or bulletin.root / f"handoff.{language}.po"
    if language not in bulletin.languages:
        known = {"language": language, "languages": ", ".join(bulletin.languages)}
        return _refused(_("The site has no language %(language)s; it has: %(languages)s.") % known)
    before, text = handoff.Earlier(), load.text(file)
    if text:
        earlier, invalid = handoff.earlier(str(file), text, language)
        if earlier is None:
            _tell(bulletin.root, invalid, words, (str(file), text))
            return MISTAKES
        before = earlier
    entries, problems = list[handoff.Entry](), list["Diagnostic"]()
    for identity in bulletin.sets:
        versions, unread = bulletin.read(identity)
        problems += unread if versions is None else []
        if versions and versions.original.language != language and not versions.original.draft:
            entries += handoff.entries(versions, language, before)
    _tell(bulletin.root, problems, words)
    waiting = sum(entry.fuzzy or not entry.translation for entry in entries)
    if entries:
        write.replace(file, handoff.written(bulletin.settings.config.id, language, entries, before).encode())
        message = words.ngettext(
            "%(path)s: %(num)s text to translate.", "%(path)s: %(num)s texts to translate.", waiting
        )
        output.say(message % {"path": file, "num": waiting})
    else:
        output.say(_("There is nothing to translate."))
    return MISTAKES if problems else FINE


def _back(file: Path, bulletin: Bulletin, words: Catalogue) -> int:
    from sitegen.disk import load, write
    from sitegen.tools.translations import back

    _, text = words.gettext, load.text(file)
    returned, problems = back.back(bulletin, str(file), text)
    if problems:
        _tell(bulletin.root, problems, words, (str(file), text))
        return MISTAKES
    for document in returned:
        named = {"path": document.path}
        if document.data is not None:
            if not document.new:
                write.replace(bulletin.root / document.path, document.data)
            elif not write.create(bulletin.root, document.path, document.data):
                return _refused(_("%(path)s is there already; nothing was written.") % named)
            output.say(_("%(path)s: written: %(sections)s.") % {**named, "sections": ", ".join(document.stamped)})
            if document.draft:
                output.say("  " + _("It is a draft until its line draft: true is taken out."))
        if document.waiting:
            output.say(
                _("%(path)s: not all is translated in: %(sections)s.")
                % {**named, "sections": ", ".join(document.waiting)}
            )
        if document.stale:
            message = _("%(path)s: the original has changed since; hand off anew: %(sections)s.")
            output.say(message % {**named, "sections": ", ".join(document.stale)})
    return FINE


# --- what they share --------------------------------------------------------------------------------------------------


def _bulletin(root: Path, words: Catalogue) -> Bulletin | None:
    bulletin, problems = tools.bulletin(root)
    _tell(root, problems, words)
    return bulletin


def _located(bulletin: Bulletin, file: Path) -> tuple[str, str]:
    """Give a file's path from the site's root, and its announcement."""
    paths = options.within(bulletin.root, file)
    return next(((path, name) for path in paths if (name := bulletin.identity(path))), (str(file), ""))


def _tell(root: Path, problems: Sequence[Diagnostic], words: Catalogue, own: tuple[str, str] = ("", "")) -> None:
    """Tell what was found; `own` is a file that is not the site's, and its text."""
    from sitegen.language import voices

    lines = output.lines(root)
    output.say(
        voices.text(problems, words, lambda path: own[1].split("\n") if path == own[0] else lines(path)), nl=False
    )


def _refused(message: str) -> int:
    output.say(message, err=True)
    return MISUSED
