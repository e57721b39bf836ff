"""Describing the site to other programs: those that check while one types, and editing screens in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen import tools
from sitegen.cli import options, output
from sitegen.cli.output import FINE

if TYPE_CHECKING:
    from sitegen.model.catalogue import Catalogue
    from sitegen.model.sites import Theme


@click.command()
@click.argument("name", metavar="[TYPE]", required=False)
@click.option(
    "--for", "tool", type=click.Choice(("cms",)), help="Write the configuration of an editing screen: Decap or Sveltia."
)
@options.SOURCE
@options.UI_LANGUAGE
def schema(name: str | None, tool: str | None, source: Path, ui_language: str | None) -> int:
    """Write the JSON Schema of a TYPE's front matter, such as circular, or what an editing screen reads (--for)."""
    from sitegen.tools import schema

    own = options.words(ui_language)
    if (name is None) == (tool is None):
        raise click.ClickException(own.gettext("Ask for one of TYPE and --for cms."))
    if name is None:
        return _screen(source, own)
    design, problems = tools.theme(source)
    if design is None:
        return output.mistakes(problems, source, own)
    if name not in design.types:
        raise click.ClickException(
            own.gettext("The types of documents are: %(known)s.") % {"known": ", ".join(design.types)}
        )
    click.echo(schema.text(schema.schema(design.types[name], _spoken(design, own))), nl=False)
    return FINE


def _spoken(design: Theme, own: Catalogue) -> Catalogue:
    return design.catalogues.get(own.language) or next(iter(design.catalogues.values()))


def _screen(source: Path, own: Catalogue) -> int:
    """Write the configuration of an editing screen."""
    from sitegen.tools import cms

    bulletin, problems = tools.bulletin(source)
    if bulletin is None:
        return output.mistakes(problems, source, own)
    words = _spoken(bulletin.design, own)
    click.echo(cms.configuration(bulletin.settings, bulletin.design.types.values(), words, own), nl=False)
    return FINE
