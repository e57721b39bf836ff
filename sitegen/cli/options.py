"""What is asked for: the options that commands share, and the order that they make; what cannot be done, in a line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sitegen import N_

if TYPE_CHECKING:
    from sitegen.build.order import Order
    from sitegen.check.published import Published
    from sitegen.model.catalogue import Catalogue

LANGUAGES = ("en", "ro", "pl")

F = TypeVar("F", bound=Callable[..., Any])

THERE = click.Path(path_type=Path, exists=True, dir_okay=False)
"""A file that there is."""
SOURCE = click.option(
    "--source",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="The site's root, which holds content/. Default: here.",
)
UI_LANGUAGE = click.option(
    "--ui-language", type=click.Choice(LANGUAGES), help="The language of messages. Default: the environment's."
)


SITE = (
    SOURCE,
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
    UI_LANGUAGE,
)
TELLING = (
    click.option("--strict", is_flag=True, help="Take warnings for errors."),
    click.option("--clean", is_flag=True, help="Trust no earlier build."),
    click.option(
        "--format",
        "style",
        type=click.Choice(("text", "json", "github", "gitlab", "sarif")),
        default="text",
        help="How to tell what was found.",
    ),
    click.option(
        "--report", type=click.Path(path_type=Path), help="Write counts, times and diagnostics here, as JSON."
    ),
    click.option(
        "--summary", type=click.Path(path_type=Path), help="Write what is to be mended here, as Markdown for editors."
    ),
)


def all_of(*declared: Callable[[F], F]) -> Callable[[F], F]:
    """Give a command options, in this order."""

    def with_options(command: F) -> F:
        for option in reversed(declared):
            command = option(command)
        return command

    return with_options


_REFUSALS = {
    "link": N_("{folder} is a link; the output must be a folder of its own."),
    "sources": N_("{folder} holds the sources; choose another output folder."),
    "file": N_("{folder} is a file; the output must be a folder."),
    "foreign": N_(
        "{folder} holds other things than a site made by Sitegen; choose another output folder, or empty it."
    ),
}


_CLUSTERS = {
    "unknown": N_("write dask=HOST:PORT"),
    "not-installed": N_('the library "distributed" is not installed: pip install "sitegen-bulletin[cluster]"'),
    "unreachable": N_("there is no scheduler that answers"),
    "idle": N_("the cluster has no workers"),
    "foreign": N_("the scheduler or a worker runs another version of Sitegen, or of a library that it uses"),
    "gone": N_("the cluster was lost in the middle of the work"),
    "killed": N_("some work killed each process that took it on; give it more memory, or fewer --jobs"),
}
_PAPERS = {
    "not-installed": N_('the library "weasyprint" is not installed: pip install "sitegen-bulletin[pdf]"'),
    "library": N_("the system lacks Pango (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"),
    "font": N_("the system has no font with all letters (Debian: apt install fonts-noto-core, or fonts-dejavu-core)"),
}
PORTS = {
    "busy": N_("Port {port} is taken, perhaps by another preview; choose one with --port."),
    "denied": N_("Port {port} is closed to you; choose another with --port."),
}


@contextmanager
def in_a_line(order: Order, words: Catalogue) -> Iterator[None]:
    """Tell what cannot be done in one line."""
    from sitegen.build import crew
    from sitegen.disk import write
    from sitegen.render.pdf import PaperError

    try:
        yield
    except write.RefusedError as problem:
        raise click.ClickException(words.gettext(_REFUSALS[str(problem)]).format(folder=order.output)) from problem
    except PaperError as problem:
        raise click.ClickException(f"--pdf: {words.gettext(_PAPERS[str(problem)])}.") from problem
    except crew.ExecutorError as problem:
        reason = words.gettext(_CLUSTERS[str(problem)])
        raise click.ClickException(f"{order.executor or '--jobs'}: {reason}.") from problem


def order(options: Mapping[str, Any], words: Catalogue, *, preview: bool = False) -> Order:
    """Make the order that the options ask for."""
    from sitegen.build import engine, memory
    from sitegen.build.order import Order
    from sitegen.model import routes
    from sitegen.model.terms import Terms
    from sitegen.render.pdf import printer

    base_url = options["base_url"]
    base_url = f"{base_url.rstrip('/')}/" if base_url else ""
    if base_url and not routes.is_base(base_url):
        raise click.BadParameter(
            words.gettext("write an address such as https://example.org/"), param_hint="--base-url"
        )
    as_of, portable = options["as_of"], options.get("portable", False)
    search = "" if portable else engine.indexer()  # which does not work from a disk
    pdf = printer() if options.get("pdf") else ""
    at = moment(as_of, "--as-of", words) if as_of else now()
    terms = Terms(at, options["drafts"], base_url, portable, search, pdf)
    root = options["source"]
    output = options["output"] or root / ("portable" if portable else "public")
    secret = memory.secret(_cache() / "sitegen" / "key")
    clean, strict = options.get("clean", False), options.get("strict", False)
    how = (clean, strict, options["executor"], secret, preview, options.get("hold_back", False))
    return Order(root, output, terms, options["jobs"], *how)


OWN = "published"
"""Stands for the address that site.yaml names."""


def published(against: str, order: Order, words: Catalogue) -> Published | None:
    """Read the manifest of the published site, from a file or its host; None where nothing is published yet."""
    from sitegen.check import published

    address = _own(order) if against == OWN else against
    if "://" in address:
        from sitegen.cli import fetching

        return fetching.manifest(address, words)
    if against == OWN:
        return None  # what is wrong with site.yaml is told of it
    try:
        with click.open_file(against, "rb") as stream:
            return published.read(stream.read(published.MAX_BYTES + 1))
    except published.ManifestError as problem:
        message = words.gettext("this is no manifest.json of a site made by Sitegen")
        raise click.BadParameter(message, param_hint="--against") from problem
    except OSError as problem:
        raise click.ClickException(f"--against {against}: {words.gettext(problem.strerror or '')}") from problem


def _own(order: Order) -> str:
    """Give the address that the site has, or nothing where its settings are wrong."""
    from sitegen.disk import load
    from sitegen.model.routes import CONTENT
    from sitegen.read import settings

    try:
        files = {"site.yaml": load.source(order.root, f"{CONTENT}/site.yaml")}
    except FileNotFoundError:
        return ""
    own = settings.settings(files, LANGUAGES, order.terms.base_url)[0]
    return own.config.base_url if own else ""


def _cache() -> Path:
    """Give the folder where programs keep what they can do without, outside of any site (XDG Base Directory)."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(named) if named else Path.home() / ".cache"


def moment(text: str, option: str, words: Catalogue) -> datetime:
    """Read a moment; one without an offset is local to the site."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as problem:
        raise click.BadParameter(words.gettext("write 2026-11-21 or 2026-11-21T10:00"), param_hint=option) from problem


def now() -> datetime:
    """Give the moment of the build when none is asked for."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as problem:
        raise click.ClickException(f"SOURCE_DATE_EPOCH: {problem}") from problem


def within(root: Path, file: Path) -> list[str]:
    """Give the paths from the site's root that a file may mean: named from here, or from there."""
    paths = list[str]()
    for candidate in (file, root / file):
        with suppress(ValueError):  # on another of Windows' drives
            paths.append(Path(os.path.relpath(candidate.resolve(), root.resolve())).as_posix())
    return paths


def terminal() -> bool:
    """Say whether somebody is there who could answer."""
    return bool(sys.stdin and sys.stdin.isatty())


def words(language: str | None) -> Catalogue:
    """Give the command line's own words in the language asked for, or else the environment's."""
    asked = [language or "", *(os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))]
    asked.append(_windows())
    named = next((name.replace("_", "-").split("-")[0].split(".")[0].split(":")[0] for name in asked if name), "en")
    return _catalogue(named if named in LANGUAGES else "en")


@cache
def _catalogue(language: str) -> Catalogue:
    from sitegen.language import catalogues
    from sitegen.model import catalogue

    if language == "en":  # the messages themselves are English
        return catalogue.Catalogue("en", "n != 1", {})
    from sitegen.disk import load
    from sitegen.model.sources import LOCALES

    name = f"{language}/LC_MESSAGES/cli.po"
    return catalogues.read(name, load.tree(load.defaults() / LOCALES)[0][name].decode(), language)[0]


def _windows() -> str:
    """Give the language that Windows shows itself in; there the environment says nothing."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
