"""The command line: what is asked for goes in, what was found comes out, once. The clock and the environment are read.

Each command imports what it needs when it runs, so that `--help` pays for nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import StringIO, TextIOWrapper

import click

from sitegen import __version__
from sitegen.cli import (
    build,
    explain,
    fix,
    import_,
    init,
    messages,
    new,
    options,
    output,
    publish,
    schema,
    speech,
    translate,
)
from sitegen.cli.output import BUG, FINE, MISTAKES, MISUSED

__all__ = ["BUG", "FINE", "MISTAKES", "MISUSED", "cli", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give the exit code: 0 fine, 1 the content has errors, 2 called wrongly, 70 our own bug.

    A disk that is full or closed to us is nothing that the content could mend, so it counts as a wrong call.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = sys.argv[1:] if arguments is None else arguments
    words = options.words(speech.asked(arguments))
    speech.teach(words)
    try:
        code = speech.spoken(cli, words).main(args=arguments, prog_name="sitegen", standalone_mode=False)
    except click.ClickException as problem:
        refusal = StringIO()
        problem.show(refusal)
        output.say(refusal.getvalue(), nl=False, err=True)
        return MISUSED
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stdout = None  # whoever read has gone; closing would fail again
        return FINE
    except OSError as problem:
        file = " ".join(str(problem.filename or "").split("\n"))
        output.say(f"{file}: {words.gettext(problem.strerror or '')}", err=True)
        return MISUSED
    except Exception:
        import traceback

        output.say(traceback.format_exc(), nl=False, err=True)
        farewell = words.gettext("This is a bug in Sitegen %(version)s; please report the lines above.")
        output.say(farewell % {"version": __version__}, err=True)
        return BUG
    return code if isinstance(code, int) else FINE


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="sitegen %(version)s")
def cli() -> None:
    """Build multilingual bulletins of education announcements from Markdown."""


SITE = (build.build, build.check, build.next_change, build.serve, publish.publish)
EDITORS = (new.new, fix.fix, import_.import_, translate.translate, translate.status, translate.handoff)
OPERATORS = (init.init, messages.messages, schema.schema, explain.explain)
for command in (*SITE, *EDITORS, *OPERATORS):
    cli.add_command(command)
