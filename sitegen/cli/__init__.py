"""The command line: what is asked for goes in, what was found comes out, once. The clock and the environment are read.

Each command imports what it needs when it runs, so that `--help` pays for nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import click

from sitegen import __version__
from sitegen.cli import asking, beginning, describing, importing, speech, telling, translating, verbs
from sitegen.cli.telling import BUG, FINE, MISTAKES, MISUSED

__all__ = ["BUG", "FINE", "MISTAKES", "MISUSED", "cli", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give the exit code: 0 fine, 1 the content has errors, 2 called wrongly, 70 our own bug.

    A disk that is full or closed to us is nothing that the content could mend, so it counts as a wrong call.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = sys.argv[1:] if arguments is None else arguments
    words = asking.words(speech.asked(arguments))
    speech.teach(words)
    try:
        code = speech.spoken(cli, words).main(args=arguments, prog_name="sitegen", standalone_mode=False)
    except click.ClickException as problem:
        refusal = StringIO()
        problem.show(refusal)
        telling.say(refusal.getvalue(), nl=False, err=True)
        return MISUSED
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stdout = None  # whoever read has gone; closing would fail again
        return FINE
    except OSError as problem:
        file = " ".join(str(problem.filename or "").split("\n"))
        telling.say(f"{file}: {words.gettext(problem.strerror or '')}", err=True)
        return MISUSED
    except Exception:
        import traceback

        telling.say(traceback.format_exc(), nl=False, err=True)
        said = words.gettext("This is a bug in Sitegen %(version)s; please report the lines above.")
        telling.say(said % {"version": __version__}, err=True)
        return BUG
    return code if isinstance(code, int) else FINE


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="sitegen %(version)s")
def cli() -> None:
    """Build multilingual bulletins of education announcements from Markdown."""


@cli.command()
@asking.options(*asking.SITE, *asking.TELLING)
@click.option("--pdf", is_flag=True, help="Write a tagged PDF too beside each document that is to have one.")
@click.option("--portable", is_flag=True, help="Make a copy to open from a disk or a zip, by default in portable/.")
@click.option("--hold-back", is_flag=True, help="Publish the rest when an announcement has errors; exit with 1.")
@click.option("--verify", is_flag=True, help="Build once more from nothing, and compare every byte.")
@click.option("--why", metavar="PATH", help="Say why a page was rendered again.")
def build(verify: bool, why: str | None, **options: Any) -> int:
    """Build the site. Content with errors changes nothing."""
    from sitegen import pipeline

    words = asking.words(options["ui_language"])
    order, report = asking.order(options, words), pipeline.Report()
    with asking.in_a_line(order, words), telling.bar(words) as progress:
        pipeline.build(order, report, progress)
    telling.tell(report, options, order, words)
    if order.hold_back:
        telling.held(report, order, words)
    if report.failed(strict=order.strict):
        return MISTAKES
    if options["style"] in ("text", "github"):
        telling.summary(report, words)
    if not order.terms.search:
        telling.unsearched(words)
    if why:
        telling.say(telling.reason(why, report, words))
    if not verify:
        return FINE
    with asking.in_a_line(order, words), telling.bar(words) as progress:
        different = pipeline.verify(order, progress)
    telling.verified(different, words)
    return BUG if different else FINE


@cli.command()
@asking.options(*asking.SITE, *asking.TELLING)
@click.option(
    "--against",
    metavar="URL|FILE",
    help="The published site, or its manifest.json: no address may vanish. “published” is site.yaml's own address.",
)
def check(against: str | None, **options: Any) -> int:
    """Check the content, and build nothing."""
    from sitegen import pipeline

    words = asking.words(options["ui_language"])
    order, report = asking.order(options, words), pipeline.Report()
    published, unread = None, None
    try:
        published = asking.published(against, order, words) if against is not None else None
    except click.ClickException as problem:
        unread = problem  # what is to be mended is told all the same
    with asking.in_a_line(order, words), telling.bar(words) as progress:
        pipeline.check(order, report, progress, published)
    telling.tell(report, options, order, words, unread)
    if unread:
        raise unread
    if against is not None and published is None and not report.failed(strict=False):
        telling.say(words.gettext("Nothing is published there yet, so no address can vanish."), err=True)
    if options["style"] == "text" and not report.found:
        count = report.counts.get("documents", 0)
        telling.say(
            words.ngettext("%(num)s document, nothing to mend.", "%(num)s documents, nothing to mend.", count)
            % {"num": count}
        )
    return MISTAKES if report.failed(strict=order.strict) else FINE


@cli.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@asking.UI_LANGUAGE
def explain(codes: tuple[str, ...], ui_language: str | None) -> int:
    """Say what a code such as date-invalid means, and how such a mistake is mended; without a code, say it of all."""
    from difflib import get_close_matches

    from sitegen import voices
    from sitegen.diagnostics import RULES

    words = asking.words(ui_language)
    for code in codes:
        if code not in RULES:
            near = ", ".join(get_close_matches(code, RULES, 3))
            _ = words.gettext
            told = _("There is no code %(code)s. Perhaps: %(near)s.") if near else _("There is no code %(code)s.")
            raise click.ClickException(told % {"code": code, "near": near})
    telling.say("\n".join(voices.explained(code, words) for code in codes or sorted(RULES)), nl=False)
    return FINE


@cli.command("next-change")
@asking.options(*asking.SITE)
@click.option("--before", help="Exit with 1 if something changes before this moment, such as 2026-11-22T06:00.")
def next_change(before: str | None, **options: Any) -> int:
    """Say when the site will next change by itself: a deadline passes, an act comes into force, a text is published."""
    from sitegen import pipeline
    from sitegen.terms import local

    words = asking.words(options["ui_language"])
    order, report = asking.order(options, words), pipeline.Report()
    limit = asking.moment(before, "--before", words) if before else None
    with asking.in_a_line(order, words):
        site = pipeline.look(order, report, lambda _stage, _done, _total: None)
    if site is None:
        telling.tell(report, options | {"style": "text", "report": None, "summary": None}, order, words)
        return MISTAKES
    telling.say(site.until.isoformat() if site.until else words.gettext("Nothing changes by itself."))
    if site.until and limit and site.until < local(limit, site.config.time_zone):
        return MISTAKES  # for a schedule that builds only when something is due
    return FINE


@cli.command()
@asking.options(*asking.SITE)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port on this computer. Default: 8000.")
def serve(port: int, **options: Any) -> int:
    """Build the site, show it on this computer, and build again when a file is saved."""
    from sitegen import memory, pipeline, voices
    from sitegen import serve as preview
    from sitegen.sources import LOCALES, TEMPLATES

    words = asking.words(options["ui_language"])
    order = asking.order(options, words, preview=True)

    def again(asked: preview.Asked) -> preview.Outcome:
        now = asking.order(options | {"drafts": asked.drafts, "as_of": asked.as_of or None}, words, preview=True)
        report = pipeline.Report()
        pipeline.build(now, report, progress, remembered)
        told = voices.text(report.found, words, telling.lines(now.root))
        failed = report.failed(strict=False)
        changed = bool(report.counts.get("written", 0) + report.counts.get("removed", 0))
        told = told if failed or not changed else told + telling.line(report, words)
        return preview.Outcome(told, failed, changed, report.repository)

    asked = preview.Asked(options["drafts"], options["as_of"] or "")
    watched = [order.root / name for name in ("content", TEMPLATES, LOCALES)]
    try:
        with (
            asking.in_a_line(order, words),
            memory.opened(order.root, order.secret) as remembered,
            telling.bar(words) as progress,
        ):
            preview.serve(again, watched, order.output, port, words, telling.say, asked)
    except preview.PortError as problem:
        raise click.ClickException(words.gettext(asking.PORTS[str(problem)]).format(port=port)) from problem
    return FINE


@cli.command()
@asking.SOURCE
@asking.UI_LANGUAGE
def messages(source: Path, ui_language: str | None) -> int:
    """Collect the words to translate; begin and update the catalogues in locales/."""
    from sitegen import messages as verb
    from sitegen import voices, write

    sources, found = verb.sources(source)
    updated = dict[str, str]()
    if not found:
        updated, found = verb.update(sources)
    words = asking.words(ui_language)
    telling.say(voices.text(found, words, telling.lines(source)), nl=False)
    for path, text in updated.items():
        if write.create(source, path, text.encode()) or write.replace(source / path, text.encode()):
            telling.say(path)
    return MISTAKES if found else FINE


EDITORS = (beginning.new, importing.import_, verbs.fix, verbs.init, describing.schema)
for command in (*EDITORS, translating.translate, translating.status, translating.handoff):
    cli.add_command(command)
