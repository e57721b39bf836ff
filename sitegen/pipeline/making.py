"""Making the site: what is known is looked up, what is not is worked out, and what stands there already is kept."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from zoneinfo import ZoneInfo

from sitegen import check, keys, load, paper, published, render, routes, search, theme, write
from sitegen.diagnostics import Diagnostic, ordered
from sitegen.executor import Crew, Lazily
from sitegen.memory import Memory, Read
from sitegen.model import Announcement, File, Reading, Site
from sitegen.pages import Bundle, Output, Page, Recipe
from sitegen.parse import parse
from sitegen.pipeline import attachments, holding
from sitegen.pipeline.filed import Filed, beside, names, ruled, rules
from sitegen.pipeline.filter import inside, keyed_by, why
from sitegen.plan import plan
from sitegen.sources import LOCALES, Content, Design, Source
from sitegen.stamps import Stamp
from sitegen.terms import Terms, local
from sitegen.theme import Theme

if TYPE_CHECKING:
    from sitegen.pipeline import Last, Order, Progress, Report


READING = 7
"""How many times the rendering of a page the reading of an announcement takes, which has 2.4 documents."""
PRINTING = 100
"""The same for a paper."""
AT_ONCE = 500
"""Announcements that are remembered in one transaction."""
Drawn: TypeAlias = "tuple[Page, bytes, list[bytes], Mapping[str, bytes]]"
"""A page to render, with the whole announcement, the bodies and the images that it shows."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a build works with: the memory, who does the heavy work, and whom to tell how far it is."""

    memory: Memory
    crew: Crew
    progress: Progress
    published: Mapping[str, list[str]] = field(default_factory=dict)
    """The last published reading of each announcement: its key, and that of the rules."""
    standing: Callable[[], Collection[str]] = tuple
    """Gives the announcements that stand in the output folder."""


@dataclass(frozen=True, slots=True)
class Task:
    """An announcement to read: its versions by language, the files beside them, the rules; what the files say."""

    key: str
    identity: str
    sources: Mapping[str, Source]
    files: Mapping[str, File]
    rules: check.Rules
    said: attachments.Said = field(default_factory=dict)


@dataclass(slots=True)
class Shelf:
    """What pages are made of: whole announcements as text, and bodies as HTML and as text, by digest."""

    wholes: dict[str, bytes] = field(default_factory=dict)
    bodies: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)

    def add(self, read: Read) -> None:
        """Put there what was read."""
        if read.reading.announcement:
            self.wholes[read.reading.announcement.digest] = read.whole
            self.bodies.update(read.bodies)


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked site with what rendering it needs."""

    site: Site
    theme: Theme
    filed: Filed
    shelf: Shelf
    published: Mapping[str, list[str]]
    """The reading of each announcement, as `Means` has it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What now stands in the output folder: each page's key with its parts, and the stamps of all files."""

    pages: Mapping[str, tuple[str, str]]
    files: Mapping[str, Stamp]


def crew(order: Order) -> Crew:
    """Give who does the heavy work of a build."""
    return Crew(order.jobs, order.executor)


def look(order: Order, report: Report, means: Means, content: Content, design: Design) -> Checked | None:
    """Parse and check; None when there is no site, or one with errors."""
    report.held = {}
    with report.stage("load"):
        themed, found = _themed(design, means)
        if any(problem.place.path.endswith(".yaml") for problem in found):
            report.found = ordered(found)  # without its types nothing true can be said of the content
            return None
        given, problems = check.settings(
            content.settings, themed.catalogues, order.terms.base_url, portable=order.terms.portable
        )
    found += [*content.found, *problems]
    with report.stage("parse"):
        sets, problems = check.gather(content.sources, given.config.languages, themed.types) if given else ({}, [])
        strays = content.sources.keys() - {path for paths in sets.values() for path in paths.values()}
        found += [*problems, *_strays(order.root, [content.sources[path] for path in sorted(strays)], means)]
        if given is None:
            report.found = ordered(found)
            return None
        filed = Filed(order.root, content.sources, sets, beside(content), rules(given, themed))
        named = names(filed)
        known, shelf = _readings(filed, named, report, means, clean=order.clean)
    with report.stage("check"):
        checked = partial(
            check.check,
            given,
            files=content.files,
            types=themed.types,
            words=themed.catalogues,
            terms=order.terms,
        )
        readings = {identity: known[name] for identity, (name, _rules) in named.items()}
        site, problems = checked(readings)
        unused = tuple(f"{LOCALES}/{tag}/" for tag in themed.catalogues if tag not in site.config.languages)
        found = [problem for problem in found if not problem.place.path.startswith(unused)]
        report.found = ordered([*found, *problems])
        if order.hold_back and report.failed(strict=order.strict):
            last = holding.remembered(_lasting(filed, means, known), content.files, means.memory)
            held = holding.hold(report, readings, holding.Published(last, means.standing()), checked, order.strict)
            site, named = held or site, {**named, **{one: means.published.get(one, []) for one in report.held}}
    if not report.held and any(problem.severity == "error" for problem in report.found):
        return None
    report.counts["documents"] = sum(len(one.documents) for one in site.announcements.values())
    report.counts["announcements"] = len(site.announcements)
    means.progress("check", len(readings), len(readings))
    report.base_url, report.repository = site.config.base_url, site.config.repository
    if report.failed(strict=order.strict) and not report.held:
        return None
    return Checked(site, themed, filed, shelf, {identity: name for identity, name in named.items() if name})


def vanished(checked: Checked, before: published.Published, terms: Terms) -> list[Diagnostic]:
    """Tell of published addresses that are not planned any more; PDFs are, whether or not this build makes them."""
    planned = plan(checked.site, checked.theme, terms.search, "all")
    zone = checked.site.config.time_zone
    day = local(terms.as_of, zone).astimezone(ZoneInfo(zone)).date()
    return published.vanished(before, planned, checked.site, day, partial(load.lines, checked.filed.root))


def make(order: Order, report: Report, means: Means, checked: Checked, last: Last, found: write.Found) -> Made | None:
    """Plan, render what does not stand there, and write; None when a template has errors."""
    with report.stage("plan"):
        printer = keys.key(order.terms.pdf, keys.files(checked.theme.fonts)) if order.terms.pdf else ""
        planned = plan(checked.site, checked.theme, order.terms.search, printer)
        bundles = () if order.preview else planned.bundles
        keyed = keyed_by(checked.theme, [*planned.pages, *bundles])
        reasons = {page.path: why(page.path, keyed[page.path], last, found) for page in planned.pages}
        reasons |= {one.path: why(one.path, keyed[one.path], last, found, one.folder) for one in bundles}
        waiting = [page for page in planned.pages if reasons[page.path]]
    means.progress("plan", len(planned.pages), len(planned.pages))
    report.rendered = {path: reason for path, reason in reasons.items() if reason}
    report.counts |= {"pages": len(reasons), "rendered": len(report.rendered)}
    report.pages = reasons.keys()
    with write.Writing(order.output, found) as writing:
        for page in planned.pages:
            if not reasons[page.path]:
                writing.keep(page.path)
        with report.stage("render"):
            failed = list[Diagnostic]()
            for made in _rendered(checked, waiting, means):
                if isinstance(made, Output):
                    writing.stage(made.path, made.data)
                else:
                    failed.append(made)
        report.found = ordered([*report.found, *failed])
        if failed:
            return None
        with report.stage("search"):
            for bundle in bundles:
                if reasons[bundle.path]:
                    for one in _indexed(checked, bundle, means):
                        writing.stage(one.path, one.data)
                else:
                    writing.keep(*inside(bundle.folder, last))
        with report.stage("write"):
            for copy in planned.copies:
                writing.copy(copy.path, copy.digest, partial(_copied, checked, copy.source, copy.static))
            files = writing.finish(planned.documents, planned.titles)
            means.progress("write", len(files), len(files))
    done = writing.done
    report.counts |= {"written": len(done.new) + len(done.changed), "unchanged": done.unchanged}
    report.counts |= {"removed": len(done.removed)}
    addresses = sorted(address for versions in planned.documents.values() for address in versions.values())
    report.new = [address for address in addresses if f"{address}index.html" not in found.files]
    return Made(keyed, files)


def _themed(design: Design, means: Means) -> tuple[Theme, list[Diagnostic]]:
    """Read the theme, or take it from the memory."""
    of = keys.designed(design)
    noted = means.memory.note("theme")
    if isinstance(noted, dict) and noted["of"] == of:
        return theme.remembered(noted["theme"], design)
    themed, found = theme.read(design)
    means.memory.write("theme", {"of": of, "theme": theme.text(themed, found)})
    return themed, found


# --- reading ----------------------------------------------------------------------------------------------------------


def _lasting(filed: Filed, means: Means, known: Mapping[str, Reading]) -> dict[str, Reading]:
    """Give the last published readings that follow the rules of now."""
    by = ruled(filed)
    return {
        identity: known[name]
        for identity, (name, rules) in means.published.items()
        if name in known and by.get(identity.partition("/")[0]) == rules
    }


def _readings(
    filed: Filed, names: Mapping[str, list[str]], report: Report, means: Means, *, clean: bool
) -> tuple[dict[str, Reading], Shelf]:
    """Read the announcements that are not remembered; give all readings by name, those last published too."""
    named = {identity: name for identity, (name, _rules) in names.items()}
    last = {name for name, _rules in means.published.values()}
    remembered = means.memory.readings({*named.values(), *last})
    known = {} if clean else dict(remembered)
    waiting = [identity for identity, name in named.items() if name not in known]
    shelf, pending = Shelf(), list[Read]()
    said = attachments.said(filed, waiting, means.memory, means.crew, clean=clean)
    tasks = Lazily(waiting, lambda identity: _task(filed, identity, named[identity], said))
    for number, read in enumerate(means.crew.batches(_read_batch, tasks, READING), 1):
        known[read.key] = read.reading
        shelf.add(read)
        pending.append(read)
        if number % AT_ONCE == 0 or number == len(tasks):
            means.memory.remember(pending)
            pending.clear()
        means.progress("parse", number, len(tasks))
    if waiting:
        complete = [one.announcement for one in {**remembered, **known}.values() if one.announcement]
        means.memory.forget(
            {
                "readings": {*named.values(), *last},
                "announcements": {one.digest for one in complete},
                "bodies": {document.body for one in complete for document in one.documents.values()},
            }
        )
    report.counts["parsed"] = sum(len(filed.sets[identity]) for identity in waiting)
    report.counts["reused"] = sum(map(len, filed.sets.values())) - report.counts["parsed"]
    return known, shelf


def _task(filed: Filed, identity: str, name: str = "", said: attachments.Said | None = None) -> Task:
    paths = filed.sets[identity]
    sources = {tag: Source(path, load.file(filed.root, filed.sources[path])) for tag, path in paths.items()}
    beside = filed.beside.get(posixpath.dirname(next(iter(paths.values()))), {})
    rules = filed.rules[identity.partition("/")[0]]
    return Task(name, identity, sources, beside, rules, attachments.beside(said or {}, beside))


def _read_batch(tasks: Sequence[Task]) -> list[Read]:
    return [read(task) for task in tasks]


def read(task: Task) -> Read:
    """Read an announcement from its files."""
    versions, bodies = dict[str, check.Version](), dict[str, tuple[bytes, bytes]]()
    for tag, source in task.sources.items():
        parsed, named = parse(source), routes.source(source.path)
        assert named is not None  # noqa: S101  (it was gathered by its name)
        versions[tag] = check.Version(parsed.head, named)
        bodies[parsed.head.outline.digest] = parsed.body.html.encode(), parsed.body.text.encode()
    reading, whole = check.read(task.identity, versions, task.files, task.rules, task.said)
    return Read(task.key, reading, keys.text(reading), whole.encode(), bodies)


def _strays(root: Path, files: list[File], means: Means) -> list[Diagnostic]:
    """Say what is wrong in files that belong to no announcement, so that all is told at once."""
    sources = [Source(file.path, load.file(root, file)) for file in files]
    return list(means.crew.batches(_stray_batch, sources))


def _stray_batch(sources: Sequence[Source]) -> list[Diagnostic]:
    return [problem for source in sources for problem in parse(source).head.found]


# --- rendering --------------------------------------------------------------------------------------------------------


def _rendered(checked: Checked, waiting: Sequence[Page], means: Means) -> Iterator[Output | Diagnostic]:
    _fetch(checked, waiting, means)
    wholes, bodies = checked.shelf.wholes, checked.shelf.bodies

    def task(page: Page) -> Drawn:
        images = {address: _copied(checked, path, static=False) for address, path in page.images.items()}
        shown = [bodies.get(name, (b"",))[0] for name in page.bodies]
        return page, wholes.get(page.announcement, b""), shown, images

    pages, papers = ([page for page in waiting if page.path.endswith(".pdf") == printed] for printed in (False, True))
    done = 0
    for some, weight, fonts in ((pages, 1, {}), (papers, PRINTING, checked.theme.fonts)):
        work = partial(_render_batch, replace(checked.theme, static={}, fonts=fonts))
        for made in means.crew.batches(work, Lazily(some, task), weight):
            done += 1
            means.progress("render", done, len(waiting))
            yield made


def _fetch(checked: Checked, waiting: Sequence[Page], means: Means) -> None:
    """Put on the shelf what pages are made of: remembered, or else read once more."""
    shelf, lost = checked.shelf, set[str]()
    for page in waiting:
        if page.announcement and page.announcement not in shelf.wholes:
            whole = means.memory.announcement(page.announcement)
            if whole is None:
                lost.add(page.announcement)
            else:
                shelf.wholes[page.announcement] = whole
        for name in page.bodies:
            if name not in shelf.bodies:
                body = means.memory.body(name)
                if body is None:
                    lost.add(page.announcement)
                else:
                    shelf.bodies[name] = body
    again = [identity for identity, one in checked.site.announcements.items() if one.digest in lost] if lost else []
    for read in means.crew.batches(_read_batch, [_task(checked.filed, identity) for identity in again]):
        shelf.add(read)


def _render_batch(design: Theme, tasks: Sequence[Drawn]) -> list[Output | Diagnostic]:
    return [_render(design, *task) for task in tasks]


def _render(
    design: Theme, page: Page, whole: bytes, bodies: list[bytes], images: Mapping[str, bytes]
) -> Output | Diagnostic:
    made = render.render(design, _viewed(design, page, whole), [body.decode() for body in bodies])
    if isinstance(made, Diagnostic) or not page.path.endswith(".pdf"):
        return made
    return Output(made.path, paper.pdf(made.data.decode(), design.fonts, images))


def _viewed(design: Theme, page: Page, whole: bytes) -> Page:
    """Have the view of a page made, where it is only a recipe."""
    if not isinstance(page.view, Recipe):
        return page
    announcement = _announcement(whole) if whole else None
    return replace(page, view=page.view.make(design.catalogues[page.language], announcement))


@lru_cache(maxsize=4)
def _announcement(whole: bytes) -> Announcement:
    """Take an announcement from its text; pages of the same one follow each other."""
    read = keys.noun(whole.decode())
    assert isinstance(read, Announcement)  # noqa: S101  (its digest says so)
    return read


def _indexed(checked: Checked, bundle: Bundle, means: Means) -> Iterator[Output]:
    """Lay the documents of an index out, and have it made."""
    pages = bundle.pages()
    _fetch(checked, pages, means)
    wholes, bodies = checked.shelf.wholes, checked.shelf.bodies
    tasks = [(page, wholes[page.announcement], bodies[page.bodies[0]][1]) for page in pages]
    synonyms = checked.theme.templates.get(bundle.template, "")
    work = partial(_lay_batch, replace(checked.theme, static={}), synonyms)
    with write.scratch() as folder:
        made = search.index(folder, means.crew.batches(work, tasks))
    yield from (Output(bundle.folder + path, data) for path, data in made.items())


def _lay_batch(design: Theme, synonyms: str, tasks: Sequence[tuple[Page, bytes, bytes]]) -> list[tuple[str, bytes]]:
    return [
        (page.path, search.lay_out(_viewed(design, page, whole).view, body.decode(), page.language, synonyms))
        for page, whole, body in tasks
    ]


def _copied(checked: Checked, source: str, static: bool) -> bytes:
    return checked.theme.static[source] if static else load.file(checked.filed.root, checked.site.attachments[source])
