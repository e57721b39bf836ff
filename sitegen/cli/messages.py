"""`sitegen messages`."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli import options, output
from sitegen.cli.output import FINE, MISTAKES


@click.command()
@options.SOURCE
@options.UI_LANGUAGE
def messages(source: Path, ui_language: str | None) -> int:
    """Collect the words to translate; begin and update the catalogues in locales/."""
    from sitegen.disk import write
    from sitegen.language import voices
    from sitegen.tools import messages

    sources, problems = messages.sources(source)
    updated = dict[str, str]()
    if not problems:
        updated, problems = messages.update(sources)
    words = options.words(ui_language)
    output.say(voices.text(problems, words, output.lines(source)), nl=False)
    for path, text in updated.items():
        if write.create(source, path, text.encode()) or write.replace(source / path, text.encode()):
            output.say(path)
    return MISTAKES if problems else FINE
