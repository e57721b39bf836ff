"""`sitegen publish`."""

from __future__ import annotations

from typing import Any

import click

from sitegen import N_
from sitegen.cli import options, output
from sitegen.cli.output import FINE

_PROBLEMS = {
    "unbuilt": N_("%(name)s is not a whole site as it was built; run sitegen build first."),
    "folder": N_(
        "%(name)s is there and is no link. What is published is switched as a link: name another, or move it away."
    ),
    "missing": N_("%(name)s is not installed (Debian: apt install %(name)s)."),
}
_CHANGES = {"new": "+", "changed": "~", "removed": "-"}


@click.command()
@options.all_of(*options.SITE)
@click.option("--dry-run", is_flag=True, help="Say what would be carried and removed, and do nothing.")
@click.argument("to")
def publish(to: str, dry_run: bool, **chosen: Any) -> int:
    """Carry the built site TO a link on this machine, rsync:USER@HOST:PATH or rclone:REMOTE:PATH.

    No address that is published may vanish. Readers never meet half a site.
    """
    from sitegen import build
    from sitegen.check import published
    from sitegen.tools import publish

    words = options.words(chosen["ui_language"])
    order = options.order(chosen, words)
    try:
        files, place = publish.built(order.output), publish.place(to)
        manifest = place.manifest()
        before, named = (published.read(manifest), publish.files(manifest)) if manifest is not None else (None, {})
        with options.in_a_line(order, words), output.bar(words) as progress:
            report = build.check(order, progress, before)
        code, steps = output.tell(report, order, words), publish.steps(named, files)
        for path in (f"{_CHANGES[step.change]} {path}" for step in steps if dry_run for path in step.paths):
            output.say(path)
        if code == FINE and steps and not dry_run:
            place.publish(order.output, steps)
    except publish.PublishError as problem:
        message = words.gettext(_PROBLEMS[problem.reason]) if problem.reason in _PROBLEMS else "%(name)s: %(detail)s"
        raise click.ClickException(message % {"name": problem.name, "detail": problem.detail}) from problem
    except published.ManifestError as problem:
        message = words.gettext("What is published at {address} cannot be read: {reason}.")
        reason = words.gettext("this is no manifest.json of a site made by Sitegen")
        raise click.ClickException(message.format(address=to, reason=reason)) from problem
    if code == FINE:
        counts = {change: sum(len(step.paths) for step in steps if step.change == change) for change in _CHANGES}
        output.say(words.gettext("%(new)s files new, %(changed)s changed, %(removed)s removed.") % counts)
    return code
