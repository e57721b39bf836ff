"""The pipeline: load, parse, check, plan, render, write. It alone joins the stages; there is one build path."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias

from sitegen import executor, keys, load, markup, memory, render, theme, write
from sitegen.check import Terms, check
from sitegen.diagnostics import Diagnostic, ordered
from sitegen.model import Body, Site
from sitegen.pages import Copy, Output, Page, Plan
from sitegen.parse import Head, Parsed, Source, parse
from sitegen.plan import plan
from sitegen.theme import Theme

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the stage, and how much of how much is done."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the site's root, the output folder, the terms, and how hard to work."""

    root: Path
    output: Path
    terms: Terms
    jobs: int = 0
    clean: bool = False
    strict: bool = False


@dataclass(slots=True)
class Report:
    """What came of it. `counts` are of documents, pages and files, `seconds` by stage, `new` addresses of new pages."""

    found: list[Diagnostic] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    base_url: str = ""

    def failed(self, *, strict: bool) -> bool:
        """Say whether anything found keeps the site from being published."""
        return any(strict or problem.severity == "error" for problem in self.found)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0) + time.perf_counter() - begun, 4)


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked site with what rendering it needs: the theme, and by the digest of each body where to find it.

    `parsed` holds the bodies parsed in this build, `sources` the file of each and the memory's name for it.
    """

    site: Site
    theme: Theme
    parsed: Mapping[str, Body]
    sources: Mapping[str, tuple[str, Source]]


def look(order: Order, report: Report, progress: Progress) -> Checked | None:
    """Load, parse and check; None when there is no site, or one with errors."""
    with report.stage("load"):
        content = load.content(order.root)
        layers = load.design(order.root)
        design, found = theme.read(layers)
    with report.stage("parse"):
        heads, names, fresh = _parse(order, content.sources, report, progress)
    with report.stage("check"):
        if any(problem.place.path.endswith(".yaml") for problem in found):
            report.found = ordered(found)  # without its types nothing true can be said of the content
            return None
        site, problems = check(content, heads, design.types, design.catalogues, order.terms)
        if site is not None:
            unused = tuple(f"{theme.LOCALES}/{tag}/" for tag in design.catalogues if tag not in site.config.languages)
            found = [problem for problem in found if not problem.place.path.startswith(unused)]
            report.counts["documents"] = sum(len(one.documents) for one in site.announcements.values())
            report.counts["announcements"] = len(site.announcements)
            report.base_url = site.config.base_url
    report.found = ordered([*found, *problems])
    if site is None or report.failed(strict=order.strict):
        return None
    parsed = {one.head.outline.digest: one.body for one in fresh.values()}
    digests = [head.outline.digest for head in heads]
    sources = dict(zip(digests, zip(names, content.sources, strict=True), strict=True))
    return Checked(site, design, parsed, sources)


def build(order: Order, report: Report, progress: Progress) -> None:
    """Build the site. With errors found, nothing on disk changes."""
    write.refuse(order.output, order.root)
    checked = look(order, report, progress)
    if checked is None:
        return
    with report.stage("plan"):
        static = {name: keys.digest(data) for name, data in checked.theme.static.items()}
        planned = plan(checked.site, checked.theme.catalogues, static)
        words = {language: catalogue.digest() for language, catalogue in checked.theme.catalogues.items()}
        stamps = {page.path: _key(checked.theme, words, page) for page in planned.pages}
        before = write.manifest(order.output)
        kept = {} if order.clean else _kept(order, planned, stamps)
    with report.stage("render"):
        waiting = [page for page in planned.pages if page.path not in kept]
        outputs, problems = _render(order, checked, waiting, progress)
        report.found = ordered([*report.found, *problems])
    report.counts |= {"pages": len(planned.pages), "rendered": len(waiting)}
    if report.failed(strict=order.strict):
        return
    with report.stage("write"):
        files = [*((output.path, output.data) for output in outputs), *_copies(order, checked, planned)]
        done, digests = write.write(order.output, files, kept, planned.documents)
        written = {path: (stamp, digests[path]) for path, stamp in stamps.items()}
        memory.remember_pages(order.root, order.output, written)
    counts = {"written": len(done.new) + len(done.changed), "unchanged": done.unchanged, "removed": len(done.removed)}
    report.counts |= counts
    addresses = sorted(address for versions in planned.documents.values() for address in versions.values())
    report.new = [address for address in addresses if f"{address}index.html" not in (before or {})]


# --- parse ------------------------------------------------------------------------------------------------------------


def _parse(
    order: Order, sources: Sequence[Source], report: Report, progress: Progress
) -> tuple[list[Head], list[str], dict[str, Parsed]]:
    """Parse what is not remembered; give all heads, the memory's names for them, and what was parsed now."""
    engine = keys.engine()
    names = [keys.key(engine, source.path, keys.digest(source.data)) for source in sources]
    known = {} if order.clean else memory.heads(order.root, names)
    waiting = [(name, source) for name, source in zip(names, sources, strict=True) if name not in known]
    fresh = dict[str, Parsed]()
    for name, parsed in executor.batches(_parse_batch, waiting, order.jobs):
        fresh[name] = parsed
        progress("parse", len(fresh), len(waiting))
    if fresh or len(known) != len(sources):
        memory.remember_parsed(order.root, fresh, names)
    report.counts["parsed"] = len(fresh)
    heads = [known[name] if name in known else fresh[name].head for name in names]
    return heads, names, fresh


def _parse_batch(tasks: Sequence[tuple[str, Source]]) -> list[tuple[str, Parsed]]:
    return [(name, parse(source)) for name, source in tasks]


# --- render -----------------------------------------------------------------------------------------------------------


def _key(design: Theme, words: Mapping[str, str], page: Page) -> str:
    """Hash everything that a page's bytes depend on."""
    reach = design.reach.get(page.template, "")
    return keys.key(keys.engine(), page.template, reach, words[page.language], page.view)


def _kept(order: Order, planned: Plan, stamps: Mapping[str, str]) -> dict[str, str]:
    """Filter: give the pages whose key is the one last written here, and whose file is still that one."""
    known = memory.pages(order.root, order.output)
    return {
        page.path: known[page.path][1]
        for page in planned.pages
        if page.path in known
        and known[page.path][0] == stamps[page.path]
        and write.intact(order.output, page.path, known[page.path][1])
    }


def _render(
    order: Order, checked: Checked, waiting: Sequence[Page], progress: Progress
) -> tuple[list[Output], list[Diagnostic]]:
    texts = _bodies(order, checked, waiting)
    tasks = [(page, texts[page.body].html if page.body else "") for page in waiting]
    outputs, found = list[Output](), list[Diagnostic]()
    for number, made in enumerate(executor.batches(partial(_render_batch, checked.theme), tasks, order.jobs), 1):
        progress("render", number, len(tasks))
        if isinstance(made, Output):
            outputs.append(made)
        else:
            found.append(made)
    return outputs, found


def _render_batch(design: Theme, tasks: Sequence[tuple[Page, str]]) -> list[Output | Diagnostic]:
    return [render.render(design, page, body) for page, body in tasks]


def _bodies(order: Order, checked: Checked, waiting: Sequence[Page]) -> dict[str, Body]:
    """Give the bodies that some pages show: parsed in this build, remembered, or else parsed again."""
    wanted = {page.body for page in waiting if page.body}
    found = {digest: body for digest, body in checked.parsed.items() if digest in wanted}
    lacking = {checked.sources[digest][0]: digest for digest in wanted - found.keys()}
    if lacking:
        recalled = memory.bodies(order.root, lacking)
        found |= {lacking[name]: body for name, body in recalled.items() if markup.digest(body) == lacking[name]}
    return found | {digest: parse(checked.sources[digest][1]).body for digest in wanted - found.keys()}


def _copies(order: Order, checked: Checked, planned: Plan) -> Iterator[tuple[str, bytes]]:
    for copy in planned.copies:
        yield copy.path, _copied(order, checked, copy)


def _copied(order: Order, checked: Checked, copy: Copy) -> bytes:
    return checked.theme.static[copy.source] if copy.static else load.file(order.root, copy.source)
