"""The pipeline: load, parse, check, plan, render, write. It alone joins the stages; there is one build path.

A build whose input is that of the last one into the same folder, where its files still stand, is done once it has
looked; only else is what makes the site imported.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import partial
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sitegen.build import engine, memory
from sitegen.build.memory import Memory
from sitegen.build.order import Last, Order, Progress, Report
from sitegen.disk import load, stamps, write
from sitegen.disk.stamps import Stamp
from sitegen.model import keys
from sitegen.model.diagnostics import Diagnostic, ordered
from sitegen.model.pages import MANIFEST
from sitegen.model.sources import Content, Design

if TYPE_CHECKING:
    from sitegen.check.published import Published
    from sitegen.model import Site


T = TypeVar("T")
LOOKS = 5
"""How often a site is looked at again that changes meanwhile."""


def build(order: Order, report: Report, progress: Progress, remembered: Memory | None = None) -> None:
    """Build the site. With errors found, nothing on disk changes.

    Whoever builds again in the same process keeps the memory open.
    """
    write.refuse(order.output, order.root)
    with write.alone(order.root) as lock, _uncollected():
        if remembered:
            _looked(order, report, progress, remembered, lock)
        else:
            with memory.opened(order.root, order.secret) as once:
                _looked(order, report, progress, once, lock)


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


def verify(order: Order, progress: Progress) -> list[str]:
    """Build the site from nothing in a folder of its own; give the files that differ from those in the output."""
    with write.scratch() as folder:
        build(replace(order, output=folder / "public", clean=True, secret=b""), Report(), progress)
        made, found = (write.survey(one, {}, 0).files for one in (folder / "public", order.output))
    paths = sorted(made.keys() | found.keys())
    return [path for path in paths if path not in made or path not in found or made[path].digest != found[path].digest]


def check(order: Order, report: Report, progress: Progress, published: Published | None = None) -> None:
    """Say what is wrong with the content; of what was built as it is, what that build said.

    What is `published` is compared with what a build would make.
    """
    with memory.opened(order.root, order.secret) as remembered:

        def once(trusting: bool) -> None:
            with report.stage("load"):
                content, design = _load(order, remembered, 0, trusting=trusting)
                last = Last() if order.clean or published else _last(remembered, _name(order))
                same = last.made_of == _made_of(content, design, order) and last.holds(order.terms.as_of)
            if same:
                _recall(report, last)
            else:
                _seen(order, report, progress, remembered, content, design, published)

        _again(once)


def look(order: Order, report: Report, progress: Progress) -> Site | None:
    """Load, parse and check; None when there is no site, or one with errors."""
    with memory.opened(order.root, order.secret) as remembered:

        def once(trusting: bool) -> Site | None:
            with report.stage("load"):
                content, design = _load(order, remembered, 0, trusting=trusting)
            return _seen(order, report, progress, remembered, content, design)

        return _again(once)


def _seen(
    order: Order,
    report: Report,
    progress: Progress,
    remembered: Memory,
    content: Content,
    design: Design,
    published: Published | None = None,
) -> Site | None:
    from sitegen.build import order as making
    from sitegen.build import stages

    with stages.crew(order) as crew:
        means = making.Means(remembered, crew, progress, _published(remembered, _name(order)))
        checked = stages.look(order, report, means, content, design)
        if checked and published:
            with report.stage("plan"):
                report.problems = ordered([*report.problems, *stages.vanished(checked, published, order.terms)])
        return checked.site if checked else None


def _recall(report: Report, last: Last) -> None:
    """Report what the last build found, and of how much."""
    problems = keys.noun(last.problems)
    report.problems = [one for one in problems if isinstance(one, Diagnostic)] if isinstance(problems, tuple) else []
    report.counts = {**last.counts, "parsed": 0, "reused": last.counts["documents"]}


def _again(once: Callable[[bool], T]) -> T:
    """Look again when files change while they are looked at, then trusting no stamp; but not for ever."""
    looks = 0
    while True:
        try:
            return once(looks == 0)
        except load.ChangedError:
            looks += 1
            if looks > LOOKS:
                raise


def _looked(order: Order, report: Report, progress: Progress, remembered: Memory, lock: Path | None) -> None:
    _again(lambda trusting: _build(order, report, progress, remembered, stamps.moment(lock), trusting=trusting))


def _build(
    order: Order, report: Report, progress: Progress, remembered: Memory, moment: int, *, trusting: bool
) -> None:
    name = _name(order)
    with report.stage("load"):
        content, design = _load(order, remembered, moment, trusting=trusting)
        last = Last() if order.clean else _last(remembered, name)
        found = write.survey(order.output, last.files, last.moment)
        made_of = _made_of(content, design, order)
    if last.made_of == made_of and last.holds(order.terms.as_of) and _as_left(found, last):
        _recall(report, last)
        report.counts |= {"rendered": 0, "written": 0, "unchanged": len(last.files), "removed": 0}
        report.base_url, report.repository = last.base_url, last.repository
        report.pages, report.held = last.pages, last.held
        if found.files != last.files:  # the same, but for their stamps
            noted = {part.name: getattr(last, part.name) for part in fields(last)}
            remembered.write(f"output:{name}", {**noted, "files": found.files, "moment": moment})
        return
    from sitegen.build import order as making
    from sitegen.build import stages

    checked = None
    with stages.crew(order) as crew:
        means = making.Means(remembered, crew, progress, _published(remembered, name), partial(_standing, order.output))
        checked = stages.look(order, report, means, content, design)
        made = stages.make(order, report, means, checked, last, found) if checked else None
    if checked is None or made is None:
        return
    remembered.write(f"published:{name}", checked.published)
    site = checked.site
    counts = {name: report.counts[name] for name in ("documents", "announcements", "pages")}
    remembered.write(
        f"output:{name}",
        {
            "made_of": made_of,
            "zone": site.config.time_zone,
            "since": site.since.isoformat() if site.since else "",
            "until": site.until.isoformat() if site.until else "",
            "base_url": site.config.base_url,
            "repository": site.config.repository,
            "problems": keys.text(report.problems),
            "counts": counts,
            "held": report.held,
            "pages": made.pages,
            "files": made.files,
            "moment": stamps.moment(order.root / memory.FOLDER / "lock"),
        },
    )


def _name(order: Order) -> str:
    """Name an output folder by the way from the root, which is the same wherever both are restored."""
    output = order.output.resolve()
    try:
        return relpath(output, order.root.resolve())
    except ValueError:  # on another of Windows' drives
        return str(output)


def _load(order: Order, remembered: Memory, moment: int, *, trusting: bool) -> tuple[Content, Design]:
    """Find what the site is made of; files that were seen before and not touched since are not read."""
    noted = remembered.note("sources") if trusting and not order.clean else None
    known = {path: Stamp(*row) for path, row in noted["files"].items()} if isinstance(noted, dict) else {}
    content, seen = load.content(order.root, known, noted["moment"] if isinstance(noted, dict) else 0)
    if moment and seen != known:
        remembered.write("sources", {"files": seen, "moment": moment})
    design = load.design(order.root)
    return content, replace(design, fonts=load.fonts()) if order.terms.pdf else design


def _last(remembered: Memory, name: str) -> Last:
    noted = remembered.note(f"output:{name}")
    if not isinstance(noted, dict):
        return Last()
    return Last(**{**noted, "files": {path: Stamp(*row) for path, row in noted["files"].items()}})


def _published(remembered: Memory, name: str) -> dict[str, list[str]]:
    noted = remembered.note(f"published:{name}")
    return noted if isinstance(noted, dict) else {}


def _standing(output: Path) -> Collection[str]:
    """Give the announcements that an output folder holds, as its manifest says."""
    from sitegen.check import published

    try:
        placed = published.read(load.source(output, MANIFEST)).documents
    except (OSError, published.ManifestError):
        return ()
    return {identity for identity, _language in placed.values()}


def _made_of(content: Content, design: Design, order: Order) -> str:
    """Hash all that the site depends on but the moment."""
    files = {**content.sources, **content.files}
    settings = sorted((name, keys.digest(data)) for name, data in content.settings.items())
    terms = order.terms
    asked = [terms.base_url, terms.drafts, terms.portable, terms.search, terms.pdf, order.preview, order.hold_back]
    parts = [engine.designed(design), asked, settings]
    parts += [[(path, file.digest) for path, file in files.items()], keys.text(content.problems)]
    return keys.digest(json.dumps(parts).encode())


def _as_left(found: write.Survey, last: Last) -> bool:
    """Say whether an output folder holds what the last build left there, and nothing else."""
    if found.links or found.files.keys() != last.files.keys() or 0 in found.folders.values():
        return False
    return all(file is last.files[path] or file.digest == last.files[path].digest for path, file in found.files.items())
