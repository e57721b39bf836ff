"""`sitegen explain`."""

from __future__ import annotations

import click

from sitegen.cli import options, output
from sitegen.cli.output import FINE


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@options.UI_LANGUAGE
def explain(codes: tuple[str, ...], ui_language: str | None) -> int:
    """Say what a code such as date-invalid means, and how such a mistake is mended; without a code, say it of all."""
    from difflib import get_close_matches

    from sitegen.language import voices
    from sitegen.model.diagnostics import RULES

    words = options.words(ui_language)
    for code in codes:
        if code not in RULES:
            near = ", ".join(get_close_matches(code, RULES, 3))
            _ = words.gettext
            message = _("There is no code %(code)s. Perhaps: %(near)s.") if near else _("There is no code %(code)s.")
            raise click.ClickException(message % {"code": code, "near": near})
    output.say("\n".join(voices.explained(code, words) for code in codes or sorted(RULES)), nl=False)
    return FINE
