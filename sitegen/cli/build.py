"""`sitegen build`, and what is done with the same site: `check`, `next-change`, `serve`."""

from __future__ import annotations

from typing import Any

import click

from sitegen.cli import options, output
from sitegen.cli.output import BUG, FINE, MISTAKES


@click.command()
@options.all_of(*options.SITE, *options.TELLING)
@click.option("--pdf", is_flag=True, help="Write a tagged PDF too beside each document that is to have one.")
@click.option("--portable", is_flag=True, help="Make a copy to open from a disk or a zip, by default in portable/.")
@click.option("--hold-back", is_flag=True, help="Publish the rest when an announcement has errors; exit with 1.")
@click.option("--verify", is_flag=True, help="Build once more from nothing, and compare every byte.")
@click.option("--why", metavar="PATH", help="Say why a page was rendered again.")
def build(verify: bool, why: str | None, **chosen: Any) -> int:
    """Build the site. Content with errors changes nothing."""
    from sitegen import build

    words = options.words(chosen["ui_language"])
    order = options.order(chosen, words)
    with options.in_a_line(order, words), output.bar(words) as progress:
        report = build.build(order, progress)
    code = output.tell(report, order, words, chosen["style"])
    output.files(report, chosen, order, words)
    if order.hold_back:
        output.held(report, order, words)
    if code != FINE:
        return code
    if chosen["style"] in ("text", "github"):
        output.summary(report, words)
    if not order.terms.search:
        output.unsearched(words)
    if why:
        output.say(output.reason(why, report, words))
    if not verify:
        return FINE
    with options.in_a_line(order, words), output.bar(words) as progress:
        different = build.verify(order, progress)
    output.verified(different, words)
    return BUG if different else FINE


@click.command()
@options.all_of(*options.SITE, *options.TELLING)
@click.option(
    "--against",
    metavar="URL|FILE",
    help="The published site, or its manifest.json: no address may vanish. “published” is site.yaml's own address.",
)
def check(against: str | None, **chosen: Any) -> int:
    """Check the content, and build nothing."""
    from sitegen import build

    words = options.words(chosen["ui_language"])
    order = options.order(chosen, words)
    published, unread = None, None
    try:
        published = options.published(against, order, words) if against is not None else None
    except click.ClickException as problem:
        unread = problem  # what is to be mended is told all the same
    with options.in_a_line(order, words), output.bar(words) as progress:
        report = build.check(order, progress, published)
    code = output.tell(report, order, words, chosen["style"])
    output.files(report, chosen, order, words, unread)
    if unread:
        raise unread
    if against is not None and published is None and not report.failed(strict=False):
        output.say(words.gettext("Nothing is published there yet, so no address can vanish."), err=True)
    if chosen["style"] == "text" and not report.problems:
        count = report.counts.get("documents", 0)
        fine = words.ngettext("%(num)s document, nothing to mend.", "%(num)s documents, nothing to mend.", count)
        output.say(fine % {"num": count})
    return code


@click.command("next-change")
@options.all_of(*options.SITE)
@click.option("--before", help="Exit with 1 if something changes before this moment, such as 2026-11-22T06:00.")
def next_change(before: str | None, **chosen: Any) -> int:
    """Say when the site will next change by itself: a deadline passes, an act comes into force, a text is published."""
    from sitegen import build
    from sitegen.model.terms import local

    words = options.words(chosen["ui_language"])
    order = options.order(chosen, words)
    limit = options.moment(before, "--before", words) if before else None
    with options.in_a_line(order, words):
        site, report = build.look(order, lambda _stage, _done, _total: None)
    if site is None:
        return output.tell(report, order, words)
    output.say(site.until.isoformat() if site.until else words.gettext("Nothing changes by itself."))
    if site.until and limit and site.until < local(limit, site.config.time_zone):
        return MISTAKES  # for a schedule that builds only when something is due
    return FINE


@click.command()
@options.all_of(*options.SITE)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port on this computer. Default: 8000.")
def serve(port: int, **chosen: Any) -> int:
    """Build the site, show it on this computer, and build again when a file is saved."""
    from sitegen import build
    from sitegen.build import memory
    from sitegen.language import voices
    from sitegen.model.sources import LOCALES, TEMPLATES
    from sitegen.tools import serve

    words = options.words(chosen["ui_language"])
    order = options.order(chosen, words, preview=True)

    def again(asked: serve.Asked) -> serve.Outcome:
        now = options.order(chosen | {"drafts": asked.drafts, "as_of": asked.as_of or None}, words, preview=True)
        report = build.build(now, progress, remembered)
        text = voices.text(report.problems, words, output.lines(now.root))
        failed = report.failed(strict=False)
        changed = bool(report.counts.get("written", 0) + report.counts.get("removed", 0))
        text = text if failed or not changed else text + output.line(report, words)
        return serve.Outcome(text, failed, changed, report.repository)

    asked = serve.Asked(chosen["drafts"], chosen["as_of"] or "")
    watched = [order.root / name for name in ("content", TEMPLATES, LOCALES)]
    try:
        with (
            options.in_a_line(order, words),
            memory.opened(order.root, order.secret) as remembered,
            output.bar(words) as progress,
        ):
            serve.serve(again, watched, order.output, port, words, output.say, asked)
    except serve.PortError as problem:
        raise click.ClickException(words.gettext(options.PORTS[str(problem)]).format(port=port)) from problem
    return FINE
