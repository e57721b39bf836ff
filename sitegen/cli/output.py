"""What is told: how far a build is, what was found, what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from sitegen import N_

if TYPE_CHECKING:
    from sitegen.build.order import Order, Progress, Report
    from sitegen.model.catalogue import Catalogue
    from sitegen.model.diagnostics import Diagnostic


FINE, MISTAKES, MISUSED, BUG = 0, 1, 2, 70
"""Exit codes."""
STAGES = {
    "parse": N_("reading"),
    "check": N_("checking"),
    "plan": N_("planning"),
    "render": N_("rendering"),
    "write": N_("writing"),
}
"""What a build is at."""
LONG = 200
"""Tasks from which on a terminal gets a bar."""


@contextmanager
def bar(words: Catalogue) -> Iterator[Progress]:
    """Show a bar for each stage, on a terminal and for long work only."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if total >= LONG:
                if stage not in tasks:
                    tasks[stage] = bars.add_task(words.gettext(STAGES[stage]), total=total)
                bars.update(tasks[stage], completed=done)

        yield progress


def say(text: str, *, nl: bool = True, err: bool = False) -> None:
    """Write lines for a person to read, whatever is in the names that they tell."""
    from sitegen.language import voices

    click.echo(voices.shown(text), nl=nl, err=err)


def tell(report: Report, order: Order, words: Catalogue, style: str = "text") -> int:
    """Tell what was found in the form asked for, and give the exit code of it."""
    from sitegen.language import voices

    if report.problems or style in ("json", "gitlab", "sarif"):
        click.echo(voices.VOICES[style](report.problems, words, lines(order.root)), nl=False)
    if style == "text" and report.problems:
        say(voices.counted(report.problems, words))
    return MISTAKES if report.failed(strict=order.strict) else FINE


def files(
    report: Report,
    options: Mapping[str, Any],
    order: Order,
    words: Catalogue,
    unread: click.ClickException | None = None,
) -> None:
    """Write the summary and the report that are asked for; the summary begins with what could not be compared with."""
    import json

    from sitegen.disk import write
    from sitegen.language import voices

    if options["summary"]:
        above = f"# {voices.escaped(unread.format_message())}\n\n" if unread else ""
        summary = voices.summary(report.problems, words, lines(order.root)) if report.problems or not unread else ""
        write.text(options["summary"], above + summary)
    if options["report"]:
        counts = {"counts": report.counts, "seconds": report.seconds, "peak_memory_mib": _peak(), "new": report.new}
        diagnostics = [voices.record(problem, words) for problem in report.problems]
        text = json.dumps({**counts, "diagnostics": diagnostics}, ensure_ascii=False, indent=1) + "\n"
        write.text(options["report"], text)


def lines(root: Path) -> Callable[[str], Sequence[str]]:
    """Give the lines of the files that diagnostics point to."""
    from sitegen.disk import load

    return cache(lambda path: load.lines(root, path))


def _peak() -> float | None:
    """Give the most memory that this process had, and the largest of its workers, in MiB; unknown on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / unit, 1)


def line(report: Report, words: Catalogue) -> str:
    """Count what a build did."""
    counts = dict.fromkeys(("documents", "pages", "rendered", "written", "removed"), 0) | dict(report.counts)
    _ = words.gettext
    return (
        _("%(documents)s documents, %(pages)s pages: %(rendered)s rendered, %(written)s written, %(removed)s removed.")
        % counts
    )


def summary(report: Report, words: Catalogue) -> None:
    """Tell what a build did."""
    _ = words.gettext
    say(line(report, words))
    if report.new:
        say(_("New pages:"))
        for address in report.new:
            say(f"  {report.base_url}{address}")


def held(report: Report, order: Order, words: Catalogue) -> None:
    """Say what is held back, and what of the rest is published; or that nothing can be."""
    _ = words.gettext
    stays, absent = _("%(name)s stays as it was last published."), _("%(name)s is not published yet.")
    for identity, published in report.held.items():
        say((stays if published else absent) % {"name": identity}, err=True)
    if report.held:
        say(line(report, words), err=True)
    elif report.failed(strict=order.strict):
        say(_("Nothing is published: not all of this can be held back."), err=True)


def unsearched(words: Catalogue) -> None:
    """Say that the site has no search, and how it gets one; that is no mistake of the content."""
    _ = words.gettext
    say(
        _("The site has no search, only lists from A to Z. To give it one: %(command)s")
        % {"command": 'pip install "sitegen-bulletin[search]"'},
        err=True,
    )


def reason(path: str, report: Report, words: Catalogue) -> str:
    """Say which parts of a page's key have changed."""
    from sitegen.language.voices import REASONS

    _, path = words.gettext, path.removeprefix(report.base_url).lstrip("/")
    path = f"{path}index.html" if path.endswith("/") or not path else path
    if path in report.rendered:
        reasons = ", ".join(words.gettext(REASONS[part]) for part in report.rendered[path])
        return _("%(page)s was rendered. What changed: %(reasons)s.") % {"page": path, "reasons": reasons}
    if path in report.pages:
        return _("%(page)s was not rendered: nothing that it depends on has changed.") % {"page": path}
    return _("%(page)s is no page of the site.") % {"page": path}


def difference(path: str, before: bytes, after: bytes) -> str:
    """Tell how a file differs from what it would be, as a unified diff."""
    import difflib

    from sitegen.language.voices import CONTROL

    old, new = (data.decode("utf-8", "replace").split("\n") for data in (before, after))
    changes = difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")
    return "".join(f"{CONTROL.sub(chr(0xFFFD), line)}\n" for line in changes)


def verified(different: Sequence[str], words: Catalogue) -> None:
    """Name the files that a clean build makes otherwise, or say that there are none."""
    _ = words.gettext
    for path in different:
        say(path)
    if different:
        say(_("These files are not what a clean build makes. This is a bug in Sitegen; --clean mends the site."))
    else:
        say(_("Verified: every file is what a clean build makes."))


def mistakes(
    problems: Sequence[Diagnostic], root: Path, words: Catalogue, texts: Mapping[str, str] = MappingProxyType({})
) -> int:
    """Tell what keeps a command from its work, and give the exit code of that; `texts` are of files not the site's."""
    from sitegen.language import voices

    known = lines(root)
    text = voices.text(problems, words, lambda path: texts[path].split("\n") if path in texts else known(path))
    say(text, nl=False)
    return MISTAKES
