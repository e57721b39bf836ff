"""The command line in the editor's language: its help, and the words of click.

Click asks the standard library for words, which looks for compiled catalogues on the computer; it gets ours instead.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Sequence
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING

import click

from sitegen import N_
from sitegen.cli.options import LANGUAGES

if TYPE_CHECKING:
    from sitegen.model.catalogue import Catalogue

_SPEAKING: tuple[ModuleType, ...] = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
    click.utils,
)


def ngettext(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message of click's that has a plural."""
    return singular, plural


CLICKS = (
    *(N_("Aborted!"), N_("Options"), N_("Positional arguments"), N_("Commands"), N_("Usage:")),
    *(N_("Show this message and exit."), N_("Show the version and exit."), N_("Error: {message}")),
    *(N_("Missing command."), N_("Missing argument"), N_("Missing option"), N_("Missing parameter")),
    *(N_("Missing {param_type}"), N_("Missing parameter: {param_name}")),
    *(N_("No such option {name!r}."), N_("No such command {name!r}."), N_("Try '{command} {option}' for help.")),
    *(N_("Invalid value: {message}"), N_("Invalid value for {param_hint}: {message}")),
    *(N_("Argument {name!r} takes {nargs} values."), N_("Option {name!r} does not take a value.")),
    *(N_("Choose from:\n\t{choices}"), N_("{value!r} is not a valid {number_type}.")),
    *(N_("{value} is not in the range {range}."), N_("Error: invalid input"), N_("default: {default}")),
    *(N_("required"), N_("unknown error"), N_("Could not open file {filename!r}: {message}")),
    *(N_("{name} {filename!r} does not exist."), N_("{name} {filename!r} is a file.")),
    *(N_("{name} {filename!r} is a directory."), N_("{name} {filename!r} is not readable.")),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""What click says of our commands."""
KINDS = (N_("text"), N_("file"), N_("directory"), N_("path"), N_("filename"), N_("integer range"))
"""What click calls the values of our options."""

SYSTEMS = (
    *(N_("Is a directory"), N_("Not a directory"), N_("No such file or directory"), N_("Permission denied")),
    *(N_("No space left on device"), N_("Read-only file system"), N_("File name too long")),
)
"""What the system says of files (POSIX, in English); what else it says is told as it is."""


def teach(words: Catalogue) -> None:
    """Let click speak a language."""
    for module in _SPEAKING:
        for name, translate in (("_", words.gettext), ("ngettext", words.ngettext)):
            if hasattr(module, name):
                setattr(module, name, translate)


def asked(arguments: Sequence[str]) -> str | None:
    """Find the language that a command line asks for before click reads it, which tells of a wrong one."""
    for option, value in pairwise([*arguments, ""]):
        language = option.partition("=")[2] if option.startswith("--ui-language=") else value
        if option.partition("=")[0] == "--ui-language" and language in LANGUAGES:
            return language
    return None


def spoken(command: click.Command, words: Catalogue) -> click.Command:
    """Give a command that explains itself in a language."""
    translated = copy.copy(command)
    translated.help = words.gettext(inspect.cleandoc(command.help or ""))
    translated.short_help = translated.help.partition("\n")[0].partition(". ")[0].rstrip(".") + "."
    translated.options_metavar = words.gettext(N_("[OPTIONS]"))
    translated.params = [_param(param, words) for param in command.params]
    if isinstance(command, click.Group) and isinstance(translated, click.Group):
        translated.subcommand_metavar = words.gettext(N_("COMMAND [ARGUMENTS]..."))
        translated.commands = {name: spoken(subcommand, words) for name, subcommand in command.commands.items()}
    return translated


def _param(param: click.Parameter, words: Catalogue) -> click.Parameter:
    translated = copy.copy(param)
    translated.type = copy.copy(param.type)
    translated.type.name = words.gettext(param.type.name)
    if isinstance(translated, click.Option) and translated.help:
        translated.help = words.gettext(translated.help)
    if translated.metavar:
        translated.metavar = words.gettext(translated.metavar)
    return translated
