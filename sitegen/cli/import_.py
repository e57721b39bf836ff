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
from sitegen.cli.output import FINE, MISTAKES, mistakes, say

if TYPE_CHECKING:
    from sitegen.model.catalogue import Catalogue
    from sitegen.tools import Bulletin, importing
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
    bulletin, problems = tools.bulletin(source)
    if bulletin is None:
        return mistakes(problems, source, words)
    basis = _basis(bulletin, words, language, kind)
    base, prefix = (output, output.as_posix()) if output else (source / "content", "content")
    identities = (f"content/{identity}/" for identity in bulletin.sets)
    taken = {*bulletin.paths, *identities} if output is None else {f"content/{path}" for path in _paths(output)}
    proposed = refused = False
    for file in _files(files):
        try:
            data = _document(Path(file))
            proposal = importing.propose(posixpath.basename(file), data, basis)
        except importing.NotImportedError as problem:
            refused = True
            say(line(_("%(file)s was not imported.") % {"file": file}))
            say(_sentence(problem.finding, "line", words))
            continue
        proposed, name = True, _written(proposal, base, taken, bulletin)
        say(line(f"{file} → {prefix}/{proposal.folder}/{name}/index.{proposal.language}.md"))
        if name != proposal.name:
            numbered = importing.Finding("name-taken", arguments={"taken": proposal.name, "name": name})
            say(_sentence(numbered, "", words))
        for finding in proposal.findings:
            say(_sentence(finding, proposal.unit, words))
    if proposed:
        say(_("Read each proposal beside its document, answer what is open, then run: sitegen check"))
    return MISTAKES if refused else FINE


def _basis(bulletin: Bulletin, words: Catalogue, language: str | None, kind: str | None) -> importing.Basis:
    """Give what proposals stand on; what is asked for must be bulletin."""
    from sitegen.tools import importing

    talk = new.Talk(words, bulletin, terminal=False)
    config, types = bulletin.settings.config, bulletin.design.types
    names = {id_: [*organisation.names.values()] for id_, organisation in bulletin.settings.organisations.items()}
    day = options.now().astimezone(ZoneInfo(config.time_zone)).date().isoformat()
    type_, tag = talk.type(kind).name if kind else "", talk.language(language) if language else ""
    return importing.Basis(types, config.languages, names, day, tag, type_)


def _files(paths: Sequence[Path]) -> Iterator[str]:
    """Give files, and those in folders, in order; hidden ones are passed over."""
    from sitegen.disk import load

    for path in paths:
        file = path.as_posix()
        yield from [f"{file}/{name}" for name in _paths(path)] if load.folder(path) else [file]


def _paths(folder: Path) -> list[str]:
    """Give the paths of all that is in a folder, from there; links too, which nobody follows."""
    from sitegen.disk import load

    paths, problems = load.walk(folder, ".")
    return [path.removeprefix("./") for path in sorted([*paths, *(problem.place.path for problem in problems)])]


def _document(file: Path) -> bytes:
    """Read a file. Raises NotImportedError."""
    from sitegen.disk import load
    from sitegen.tools import importing

    try:
        data = load.document(file, importing.MOST_BYTES + 1)
    except FileNotFoundError as problem:  # its name is no text, so it was found by another
        raise importing.NotImportedError("name") from problem
    if data is None:
        raise importing.NotImportedError("link")
    return data


def _written(proposal: Proposal, base: Path, taken: set[str], bulletin: Bulletin) -> str:
    """Write a proposal under a name that nothing has yet: its own, or one with the next number; give that."""
    from sitegen.disk import write

    name, number, reserved = proposal.name, 1, bulletin.reserved()
    while True:
        identity = f"{proposal.folder}/{name}"
        path = f"{identity}/index.{proposal.language}.md"
        beginnings = (f"content/{identity}/", f"content/{identity}.")
        free = name not in reserved and not name.isdecimal() and not any(old.startswith(beginnings) for old in taken)
        taken.add(f"content/{path}")
        if free and write.create(base, path, proposal.text.encode()):
            break
        number += 1
        name = f"{proposal.name}-{number}"
    for beside, data in proposal.files.items():
        write.create(base, f"{identity}/{beside}", data)
    return name


def _sentence(finding: Finding, unit: str, words: Catalogue) -> str:
    """Say a finding in a line, with its place."""
    from sitegen.language.voices import line
    from sitegen.tools.importing.values import MESSAGES

    _ = words.gettext
    at = finding.at
    places = [_("page %(number)s") % {"number": at.page}] if at.page else []
    if at.number:
        place = _("paragraph %(number)s") if unit == "paragraph" else _("line %(number)s")
        places.append(place % {"number": at.number})
    sentence = _(MESSAGES[finding.code]) % finding.arguments
    return line("  " + (f"{', '.join(places)}: " if places else "") + sentence)
