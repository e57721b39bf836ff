"""The command line: what is asked for goes in, what was found comes out, once. The clock and the environment are read.

Each command imports what it needs when it runs, so that `--help` pays for nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sitegen import __version__

if TYPE_CHECKING:
    from sitegen.catalogues import Catalogue
    from sitegen.pipeline import Order, Progress, Report

FINE, MISTAKES, MISUSED, BUG = 0, 1, 2, 70
LANGUAGES = ("en", "ro", "pl")
LONG = 200
"""Tasks from which on a terminal gets a bar."""

F = TypeVar("F", bound=Callable[..., Any])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give the exit code: 0 fine, 1 the content has errors, 2 called wrongly, 70 our own bug.

    A disk that is full or closed to us is nothing that the content could mend, so it counts as a wrong call.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = cli.main(args=arguments, prog_name="sitegen", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return MISUSED
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        sys.stdout = None  # whoever read has gone; closing would fail again
        return FINE
    except OSError as problem:
        click.echo(f"{problem.filename or ''}: {problem.strerror}", err=True)
        return MISUSED
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo(f"This is a bug in Sitegen {__version__}; please report the lines above.", err=True)
        return BUG
    return code if isinstance(code, int) else FINE


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sitegen")
def cli() -> None:
    """Build multilingual bulletins of education announcements from Markdown."""


_SOURCE = click.option(
    "--source",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="The site's root, which holds content/. Default: here.",
)
_UI_LANGUAGE = click.option(
    "--ui-language", type=click.Choice(LANGUAGES), help="The language of messages. Default: the environment's."
)


_SITE = (
    _SOURCE,
    click.option(
        "--output",
        type=click.Path(path_type=Path),
        help="The folder of the built site. Default: public/ in the root.",
    ),
    click.option("--base-url", default="", help="The address that the site will have, instead of site.yaml's."),
    click.option("--as-of", help="The moment that the build is for, such as 2026-11-21T10:00. Default: now."),
    click.option("--drafts", is_flag=True, help="Show drafts, and what is not published yet."),
    click.option("--jobs", type=click.IntRange(min=0), default=0, help="Processes to use. Default: as many as pay."),
    click.option("--executor", default="", help="A cluster instead of processes: dask=HOST:PORT of its scheduler."),
    _UI_LANGUAGE,
)
_TELLING = (
    click.option("--strict", is_flag=True, help="Take warnings for errors."),
    click.option("--clean", is_flag=True, help="Trust no earlier build."),
    click.option(
        "--format",
        "style",
        type=click.Choice(("text", "json", "github", "gitlab")),
        default="text",
        help="How to tell what was found.",
    ),
    click.option(
        "--report", type=click.Path(path_type=Path), help="Write counts, times and diagnostics here, as JSON."
    ),
)


def _options(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Give a command options, in this order."""

    def with_options(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return with_options


@cli.command()
@_options(*_SITE, *_TELLING)
@click.option("--verify", is_flag=True, help="Build once more from nothing, and compare every byte.")
@click.option("--why", metavar="PATH", help="Say why a page was rendered again.")
def build(verify: bool, why: str | None, **options: Any) -> int:
    """Build the site. Content with errors changes nothing."""
    from sitegen import pipeline

    order, report = _order(options), pipeline.Report()
    words = _words(options["ui_language"])
    with _told(order), _bar() as progress:
        pipeline.build(order, report, progress)
    _tell(report, options, order, words)
    if report.failed(strict=order.strict):
        return MISTAKES
    if options["style"] in ("text", "github"):
        _summary(report, words)
    if why:
        click.echo(_reason(why, report, order, words))
    if not verify:
        return FINE
    with _told(order), _bar() as progress:
        return _verified(pipeline.verify(order, progress), words)


@cli.command()
@_options(*_SITE, *_TELLING)
def check(**options: Any) -> int:
    """Check the content, and build nothing."""
    from sitegen import pipeline

    order, report = _order(options), pipeline.Report()
    words = _words(options["ui_language"])
    with _told(order), _bar() as progress:
        pipeline.look(order, report, progress)
    _tell(report, options, order, words)
    if options["style"] == "text" and not report.found:
        count = report.counts.get("documents", 0)
        click.echo(
            words.ngettext("%(num)s document, nothing to mend.", "%(num)s documents, nothing to mend.", count)
            % {"num": count}
        )
    return MISTAKES if report.failed(strict=order.strict) else FINE


@cli.command()
@_options(*_SITE)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port on this computer. Default: 8000.")
def serve(port: int, **options: Any) -> int:
    """Build the site, show it on this computer, and build again when a file is saved."""
    from sitegen import memory, pipeline, voices
    from sitegen import serve as preview
    from sitegen.sources import LOCALES, TEMPLATES

    order = _order(options)
    words = _words(options["ui_language"])

    def again() -> preview.Outcome:
        report, now = pipeline.Report(), _order(options)
        pipeline.build(now, report, progress, remembered)
        told = voices.text(report.found, words, _lines(now.root))
        failed = report.failed(strict=False)
        changed = bool(report.counts.get("written", 0) + report.counts.get("removed", 0))
        return preview.Outcome(told if failed or not changed else told + _line(report, words), failed, changed)

    watched = [order.root / name for name in ("content", TEMPLATES, LOCALES)]
    try:
        with _told(order), memory.opened(order.root, order.secret) as remembered, _bar() as progress:
            preview.serve(again, watched, order.output, port, words, click.echo)
    except preview.PortError as problem:
        raise click.ClickException(_PORTS[str(problem)].format(port=port)) from problem
    return FINE


@cli.command()
@_SOURCE
@_UI_LANGUAGE
def messages(source: Path, ui_language: str | None) -> int:
    """Collect the words to translate, and update the catalogues in locales/."""
    from sitegen import messages as verb
    from sitegen import voices, write

    sources, found = verb.sources(source)
    updated = dict[str, str]()
    if not found:
        updated, found = verb.update(sources)
    words = _words(ui_language)
    click.echo(voices.text(found, words, _lines(source)), nl=False)
    for path, text in updated.items():
        if write.replace(source / path, text.encode()):
            click.echo(path)
    return MISTAKES if found else FINE


# --- asking -----------------------------------------------------------------------------------------------------------

_REFUSALS = {
    "link": "{folder} is a link; the output must be a folder of its own.",
    "sources": "{folder} holds the sources; choose another output folder.",
    "file": "{folder} is a file; the output must be a folder.",
    "foreign": "{folder} holds other things than a site made by Sitegen; choose another output folder, or empty it.",
}


_CLUSTERS = {
    "unknown": "write dask=HOST:PORT",
    "not-installed": 'the library "distributed" is not installed: pip install "sitegen[cluster]"',
    "unreachable": "there is no scheduler that answers",
    "idle": "the cluster has no workers",
    "foreign": "the scheduler or a worker runs another version of Sitegen, or of a library that it uses",
    "gone": "the cluster was lost in the middle of the work",
    "killed": "some work killed each process that took it on; give it more memory, or fewer --jobs",
}
_PORTS = {
    "busy": "Port {port} is taken, perhaps by another preview; choose one with --port.",
    "denied": "Port {port} is closed to you; choose another with --port.",
}


@contextmanager
def _told(order: Order) -> Iterator[None]:
    """Turn what cannot be done into one line."""
    from sitegen import executor, write

    try:
        yield
    except write.RefusedError as problem:
        raise click.ClickException(_REFUSALS[str(problem)].format(folder=order.output)) from problem
    except executor.ExecutorError as problem:
        raise click.ClickException(f"{order.executor or '--jobs'}: {_CLUSTERS[str(problem)]}.") from problem


def _order(options: Mapping[str, Any]) -> Order:
    from sitegen import memory, routes
    from sitegen.pipeline import Order
    from sitegen.terms import Terms

    base_url = options["base_url"]
    base_url = f"{base_url.rstrip('/')}/" if base_url else ""
    if base_url and not routes.is_base(base_url):
        raise click.BadParameter("write an address such as https://example.org/", param_hint="--base-url")
    terms = Terms(_moment(options["as_of"]), options["drafts"], base_url)
    root = options["source"]
    output = options["output"] or root / "public"
    secret = memory.secret(_cache() / "sitegen" / "key")
    clean, strict = options.get("clean", False), options.get("strict", False)
    return Order(root, output, terms, options["jobs"], clean, strict, options["executor"], secret)


def _cache() -> Path:
    """Give the folder where programs keep what they can do without, outside of any site (XDG Base Directory)."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(named) if named else Path.home() / ".cache"


def _moment(as_of: str | None) -> datetime:
    """Read the moment of the build; one without an offset is local to the site."""
    if as_of:
        try:
            return datetime.fromisoformat(as_of)
        except ValueError as problem:
            raise click.BadParameter("write 2026-11-21 or 2026-11-21T10:00", param_hint="--as-of") from problem
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as problem:
        raise click.ClickException(f"SOURCE_DATE_EPOCH: {problem}") from problem


def _words(language: str | None) -> Catalogue:
    """Give the command line's own words in the language asked for, or else the environment's."""
    from sitegen import catalogues, load
    from sitegen.sources import LOCALES

    asked = [language or "", *(os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))]
    asked.append(_windows())
    named = next((name.replace("_", "-").split("-")[0].split(".")[0].split(":")[0] for name in asked if name), "en")
    if named not in LANGUAGES or named == "en":  # the messages themselves are English
        return catalogues.Catalogue("en", "n != 1", {})
    name = f"{named}/LC_MESSAGES/cli.po"
    return catalogues.read(name, load.tree(load.defaults() / LOCALES)[0][name].decode(), named)[0]


def _windows() -> str:
    """Give the language that Windows shows itself in; there the environment says nothing."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


@contextmanager
def _bar() -> Iterator[Progress]:
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
                    tasks[stage] = bars.add_task(stage, total=total)
                bars.update(tasks[stage], completed=done)

        yield progress


# --- telling ----------------------------------------------------------------------------------------------------------


def _tell(report: Report, options: Mapping[str, Any], order: Order, words: Catalogue) -> None:
    import json

    from sitegen import voices, write

    voice = voices.VOICES[options["style"]]
    if report.found or options["style"] in ("json", "gitlab"):
        click.echo(voice(report.found, words, _lines(order.root)), nl=False)
    if options["style"] == "text" and report.found:
        click.echo(_count(report, words))
    if options["report"]:
        data = {
            "counts": report.counts,
            "seconds": report.seconds,
            "peak_memory_mib": _peak(),
            "new": report.new,
            "diagnostics": [voices.record(problem, words) for problem in report.found],
        }
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        write.text(options["report"], text)


def _count(report: Report, words: Catalogue) -> str:
    errors = sum(problem.severity == "error" for problem in report.found)
    warnings = len(report.found) - errors
    return ", ".join(
        (
            words.ngettext("%(num)s error", "%(num)s errors", errors) % {"num": errors},
            words.ngettext("%(num)s warning", "%(num)s warnings", warnings) % {"num": warnings},
        )
    )


def _lines(root: Path) -> Callable[[str], Sequence[str]]:
    """Give the lines of the files that diagnostics point to."""
    from sitegen import load

    return cache(lambda path: load.lines(root, path))


def _peak() -> float | None:
    """Give the most memory that this process had, and the largest of its workers, in MiB; unknown on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / unit, 1)


def _line(report: Report, words: Catalogue) -> str:
    counts = dict.fromkeys(("documents", "pages", "rendered", "written", "removed"), 0) | report.counts
    _ = words.gettext
    return (
        _("%(documents)s documents, %(pages)s pages: %(rendered)s rendered, %(written)s written, %(removed)s removed.")
        % counts
    )


def _summary(report: Report, words: Catalogue) -> None:
    _ = words.gettext
    click.echo(_line(report, words))
    if report.new:
        click.echo(_("New pages:"))
        for address in report.new:
            click.echo(f"  {report.base_url}{address}")


def _reason(path: str, report: Report, order: Order, words: Catalogue) -> str:
    """Say which parts of a page's key have changed."""
    from sitegen.voices import REASONS

    _, path = words.gettext, path.removeprefix(report.base_url).lstrip("/")
    path = f"{path}index.html" if path.endswith("/") or not path else path
    if path in report.rendered:
        reasons = ", ".join(words.gettext(REASONS[part]) for part in report.rendered[path])
        return _("%(page)s was rendered, because of: %(reasons)s.") % {"page": path, "reasons": reasons}
    if path in report.pages:
        return _("%(page)s was not rendered: nothing that it depends on has changed.") % {"page": path}
    return _("%(page)s is no page of the site.") % {"page": path}


def _verified(different: Sequence[str], words: Catalogue) -> int:
    _ = words.gettext
    for path in different:
        click.echo(path)
    if different:
        click.echo(_("These files are not what a clean build makes. This is a bug in Sitegen; --clean mends the site."))
        return BUG
    click.echo(_("Verified: every file is what a clean build makes."))
    return FINE
