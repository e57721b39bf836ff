"""Importing documents of other programs: each becomes a proposed announcement, and every change to it is told."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from sitegen import tools
from sitegen.cli import new, options
from sitegen.cli import output as telling
from sitegen.cli.output import FINE, MISTAKES

if TYPE_CHECKING:
    from sitegen.model.catalogue import Catalogue
    from sitegen.tools import Ground, importing
    from sitegen.tools.importing import Finding, Proposal


@click.command("import")
@options.SOURCE
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="The folder to write under, instead of content/."
)
@options.UI_LANGUAGE
@click.option("--language", help="The language of the documents. Default: told from their words.")
@click.option("--type", "kind", metavar="TYPE", help="The type of the announcements. Default: told from their words.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
def import_(
    source: Path,
    output: Path | None,
    ui_language: str | None,
    language: str | None,
    kind: str | None,
    files: tuple[Path, ...],
) -> int:
    """Propose an announcement from each FILE, or those in a folder: DOCX, ODT, PDF, HTML, text. It overwrites none."""
    from sitegen.language.voices import line
    from sitegen.tools import importing

    words = options.words(ui_language)
    _ = words.gettext
    if not importing.available():
        command = 'pip install "sitegen-bulletin[import]"'
        raise click.ClickException(_("Importing needs more libraries: %(command)s") % {"command": command})
    there, found = tools.ground(source)
    if there is None:
        return telling.mistakes(found, source, words)
    ground = _ground(there, words, language, kind)
    base, prefix = (output, output.as_posix()) if output else (source / "content", "content")
    identities = (f"content/{identity}/" for identity in there.identities)
    taken = {*there.paths, *identities} if output is None else {f"content/{path}" for path in _paths(output)}
    proposed = refused = False
    for file in _files(files):
        try:
            data = _document(Path(file))
            proposal = importing.propose(posixpath.basename(file), data, ground)
        except importing.RefusedError as problem:
            refused = True
            telling.say(line(_("%(file)s was not imported.") % {"file": file}))
            telling.say(_said(problem.finding, "line", words))
            continue
        proposed, name = True, _written(proposal, base, taken, there)
        telling.say(line(f"{file} → {prefix}/{proposal.folder}/{name}/index.{proposal.language}.md"))
        if name != proposal.name:
            other = importing.Finding("name-taken", arguments={"taken": proposal.name, "name": name})
            telling.say(_said(other, "", words))
        for finding in proposal.findings:
            telling.say(_said(finding, proposal.unit, words))
    if proposed:
        telling.say(_("Read each proposal beside its document, answer what is open, then run: sitegen check"))
    return MISTAKES if refused else FINE


def _ground(there: Ground, words: Catalogue, language: str | None, kind: str | None) -> importing.Ground:
    """Give what proposals stand on; what is asked for must be there."""
    from sitegen.tools import importing

    talk = new.Talk(words, there, terminal=False)
    config = there.settings.config
    names = {id_: [*one.names.values()] for id_, one in there.settings.organisations.items()}
    day = options.now().astimezone(ZoneInfo(config.time_zone)).date().isoformat()
    asked = talk.type(kind).name if kind else ""
    return importing.Ground(
        there.design.types, config.languages, names, day, talk.language(language) if language else "", asked
    )


def _files(asked: Sequence[Path]) -> Iterator[str]:
    """Give files, and those in folders, in order; hidden ones are passed over."""
    from sitegen.disk import load

    for path in asked:
        yield from (f"{path.as_posix()}/{one}" for one in _paths(path)) if load.folder(path) else [path.as_posix()]


def _paths(folder: Path) -> list[str]:
    """Give the paths of all that is in a folder, from there; links too, which nobody follows."""
    from sitegen.disk import load

    paths, found = load.walk(folder, ".")
    return [path.removeprefix("./") for path in sorted([*paths, *(one.place.path for one in found)])]


def _document(file: Path) -> bytes:
    """Read a file. Raises RefusedError."""
    from sitegen.disk import load
    from sitegen.tools import importing

    try:
        data = load.document(file, importing.MOST_BYTES + 1)
    except FileNotFoundError as problem:  # its name is no text, so it was found by another
        raise importing.RefusedError("name") from problem
    if data is None:
        raise importing.RefusedError("link")
    return data


def _written(proposal: Proposal, base: Path, taken: set[str], there: Ground) -> str:
    """Write a proposal under a name that nothing has yet: its own, or one with the next number; give that."""
    from sitegen.disk import write

    name, number, reserved = proposal.name, 1, there.reserved()
    while True:
        identity = f"{proposal.folder}/{name}"
        path = f"{identity}/index.{proposal.language}.md"
        free = not _is_taken(f"content/{identity}", name, taken, reserved)
        taken.add(f"content/{path}")
        if free and write.create(base, path, proposal.text.encode()):
            break
        number += 1
        name = f"{proposal.name}-{number}"
    for beside, data in proposal.files.items():
        write.create(base, f"{identity}/{beside}", data)
    return name


def _is_taken(identity: str, name: str, taken: set[str], reserved: set[str]) -> bool:
    beginnings = (f"{identity}/", f"{identity}.")
    return name in reserved or name.isdecimal() or any(path.startswith(beginnings) for path in taken)


def _said(finding: Finding, unit: str, words: Catalogue) -> str:
    """Say a finding in a line, with its place."""
    from sitegen.language.voices import line
    from sitegen.tools.importing.values import SAID

    _ = words.gettext
    at = finding.at
    places = [_("page %(number)s") % {"number": at.page}] if at.page else []
    if at.number:
        place = _("paragraph %(number)s") if unit == "paragraph" else _("line %(number)s")
        places.append(place % {"number": at.number})
    said = _(SAID[finding.code]) % finding.arguments
    return line("  " + (f"{', '.join(places)}: " if places else "") + said)
