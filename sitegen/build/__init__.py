"""The build: load, read, check, plan, render, write. It alone joins the stages; there is one build path.

A build whose input is that of the last one into the same folder, where its files still stand, is done once it has
looked; only else is what makes the site imported.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sitegen.build import engine, memory
from sitegen.build.memory import Memory
from sitegen.build.order import Last, Means, Order, Progress, Report, Stopwatch
from sitegen.disk import load, stamps, write
from sitegen.disk.stamps import Stamp
from sitegen.model import keys
from sitegen.model.diagnostics import ordered
from sitegen.model.sources import Content, Design

if TYPE_CHECKING:
    from sitegen.check.published import Published
    from sitegen.model import Site

T = TypeVar("T")
LOOKS = 5
"""How often a site is looked at again that changes meanwhile."""


def build(order: Order, progress: Progress, remembered: Memory | None = None) -> Report:
    """Build the site. With errors found, nothing on disk changes.

    Whoever builds again in the same process keeps the memory open.
    """
    write.refuse(order.output, order.root)
    opened = nullcontext(remembered) if remembered else memory.opened(order.root, order.secret)
    with write.alone(order.root) as lock, _uncollected(), opened as known:
        return _steadily(_build, order, progress, known, Stopwatch(), lock)


def _build(
    order: Order, progress: Progress, known: Memory, watch: Stopwatch, lock: Path | None, *, trusting: bool
) -> Report:
    output = _name(order)
    with watch.stage("load"):
        moment = stamps.moment(lock)
        content, design = _load(order, known, moment, trusting=trusting)
        made_of = _made_of(content, design, order)
        last = Last() if order.clean else Last.noted(known.note(f"output:{output}"))
        survey = write.survey(order.output, last.files, last.moment)
    if last.holds(made_of, order.terms.as_of) and last.left(survey):
        if survey.files != last.files:  # the same, but for their stamps
            known.write(f"output:{output}", replace(last, files=survey.files, moment=moment).note())
        return last.report(watch.seconds, rendered=0, written=0, unchanged=len(last.files), removed=0)

    from sitegen.build import stages  # from here on the libraries are needed that make a site
    from sitegen.build.crew import Crew

    with Crew(order.jobs, order.executor) as crew:
        means = Means(known, crew, progress, watch)
        seen = stages.look(order, means, content, design, _published(known, order))
        if seen.checked is None:
            return Report(seen.problems, seen.counts, watch.seconds)
        planned = stages.plan(order, means, seen.checked, last, survey)
        with write.Writing(order.output, survey) as writing:
            unrendered = stages.render(means, seen.checked, planned, last, writing)
            files = {} if unrendered else stages.finish(means, seen.checked, planned, writing)
    report = Report(
        ordered([*seen.problems, *unrendered]),
        {**seen.counts, **planned.counts(), **(writing.done.counts() if files else {})},
        watch.seconds,
        seen.checked.site.config.base_url,
        seen.checked.site.config.repository,
        seen.held,
        planned.reasons.keys(),
        planned.rendered(),
        planned.new(survey) if files else [],
    )
    if files:
        known.write(f"published:{output}", seen.checked.names)
        moment = stamps.moment(order.root / memory.FOLDER / "lock")
        last = Last.of(made_of, seen.checked.site, report, planned.keyed, files, moment)
        known.write(f"output:{output}", last.note())
    return report


def verify(order: Order, progress: Progress) -> list[str]:
    """Build the site from nothing in a folder of its own; give the files that differ from those in the output."""
    with write.scratch() as folder:
        build(replace(order, output=folder / "public", clean=True, secret=b""), progress)
        clean, built = (write.survey(output, {}, 0).files for output in (folder / "public", order.output))
    both = clean.keys() & built.keys()
    return sorted((clean.keys() ^ built.keys()) | {path for path in both if clean[path].digest != built[path].digest})


def check(order: Order, progress: Progress, published: Published | None = None) -> Report:
    """Say what is wrong with the content; of what was built as it is, what that build said.

    What is `published` is compared with what a build would make.
    """
    with memory.opened(order.root, order.secret) as known:
        recall = not (order.clean or published)
        return _steadily(_look, order, progress, known, Stopwatch(), published, recall=recall)[1]


def look(order: Order, progress: Progress) -> tuple[Site | None, Report]:
    """Load, read and check; there is no site with errors."""
    with memory.opened(order.root, order.secret) as known:
        return _steadily(_look, order, progress, known, Stopwatch(), None, recall=False)


def _look(
    order: Order,
    progress: Progress,
    known: Memory,
    watch: Stopwatch,
    published: Published | None,
    *,
    recall: bool,
    trusting: bool,
) -> tuple[Site | None, Report]:
    with watch.stage("load"):
        content, design = _load(order, known, 0, trusting=trusting)
        last = Last.noted(known.note(f"output:{_name(order)}")) if recall else Last()
    if recall and last.holds(_made_of(content, design, order), order.terms.as_of):
        return None, last.report(watch.seconds)

    from sitegen.build import stages
    from sitegen.build.crew import Crew

    with Crew(order.jobs, order.executor) as crew:
        seen = stages.look(order, Means(known, crew, progress, watch), content, design, _published(known, order))
    problems = seen.problems
    if seen.checked and published:
        with watch.stage("plan"):
            problems = ordered([*problems, *stages.vanished(seen.checked, published, order.terms)])
    return seen.checked.site if seen.checked else None, Report(problems, seen.counts, watch.seconds)


def _steadily(attempt: Callable[..., T], *arguments: object, **options: object) -> T:
    """Try again when files change while they are looked at, then trusting no stamp; but not for ever."""
    for attempts in range(LOOKS):
        try:
            return attempt(*arguments, **options, trusting=attempts == 0)
        except load.ChangedError:
            continue
    return attempt(*arguments, **options, trusting=False)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do without the collector of cyclic garbage: among very many values that stay it searches longer than we build."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _name(order: Order) -> str:
    """Name an output folder by the way from the root, which is the same wherever both are restored."""
    output = order.output.resolve()
    try:
        return relpath(output, order.root.resolve())
    except ValueError:  # on another of Windows' drives
        return str(output)


def _load(order: Order, known: Memory, moment: int, *, trusting: bool) -> tuple[Content, Design]:
    """Find what the site is made of; files that were seen before and not touched since are not read."""
    note = known.note("sources") if trusting and not order.clean else None
    before = {path: Stamp(*row) for path, row in note["files"].items()} if isinstance(note, dict) else {}
    content, files = load.content(order.root, before, note["moment"] if isinstance(note, dict) else 0)
    if moment and files != before:
        known.write("sources", {"files": files, "moment": moment})
    design = load.design(order.root)
    return content, replace(design, fonts=load.fonts()) if order.terms.pdf else design


def _published(known: Memory, order: Order) -> dict[str, list[str]]:
    """Give the last published reading of each announcement: its name, and that of the rules."""
    note = known.note(f"published:{_name(order)}")
    return note if isinstance(note, dict) else {}


def _made_of(content: Content, design: Design, order: Order) -> str:
    """Hash all that the site depends on but the moment."""
    files = {**content.sources, **content.files}
    settings = sorted((name, keys.digest(data)) for name, data in content.settings.items())
    parts = [engine.designed(design), order.asked(), settings]
    parts += [[(path, file.digest) for path, file in files.items()], keys.text(content.problems)]
    return keys.digest(json.dumps(parts).encode())
