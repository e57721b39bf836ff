"""The steps of a build: look (read, check, hold back), plan, render, write.

What is known is looked up, what is not is worked out, and what stands in the output folder by the same key is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sitegen import plan as planning
from sitegen.build import engine, holding, reading, rendering
from sitegen.build.order import failing
from sitegen.build.rendering import Checked
from sitegen.check import published
from sitegen.disk import load, write
from sitegen.model import keys
from sitegen.model.diagnostics import Diagnostic, ordered
from sitegen.model.pages import Bundle, Output, Page, Plan, Recipe
from sitegen.model.sites import Theme
from sitegen.model.sources import LOCALES, Content, Design
from sitegen.model.terms import Terms, local
from sitegen.read import settings, theme

if TYPE_CHECKING:
    from sitegen.build.memory import Memory
    from sitegen.build.order import Last, Means, Order
    from sitegen.disk.stamps import Stamp


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a site came to: what is wrong, and the checked site unless that keeps it from being published."""

    problems: list[Diagnostic]
    counts: Mapping[str, int] = field(default_factory=dict)
    checked: Checked | None = None
    held: Mapping[str, bool] = field(default_factory=dict)


def look(order: Order, means: Means, content: Content, design: Design, before: Mapping[str, Sequence[str]]) -> Seen:
    """Read, check, and hold back what must be; `before` names the last published reading of each announcement."""
    with means.watch.stage("load"):
        themed, problems = _themed(design, means.memory)
        if any(problem.place.path.endswith(".yaml") for problem in problems):
            return Seen(ordered(problems))  # without its types nothing true can be said of the content
        base_url, portable = order.terms.base_url, order.terms.portable
        shared, wrong = settings.settings(content.settings, themed.catalogues, base_url, portable=portable)
        problems += [*content.problems, *wrong]
    with means.watch.stage("parse"):
        if shared is None:
            return Seen(ordered([*problems, *reading.strays(order.root, content.sources.values(), means)]))
        filed, wrong = reading.filed(order.root, content, shared, themed)
        problems += [*wrong, *reading.strays(order.root, filed.strays(), means)]
        names = reading.names(filed)
        known = reading.readings(filed, names, before, means, clean=order.clean)
    with means.watch.stage("check"):
        unused = tuple(f"{LOCALES}/{tag}/" for tag in themed.catalogues if tag not in shared.config.languages)
        problems = [problem for problem in problems if not problem.place.path.startswith(unused)]
        basis = holding.Basis(shared, themed, content.files, order.terms)
        readings = {identity: known.readings[name] for identity, (name, _rules) in names.items()}
        site, wrong = basis.check(readings)
        problems, held = ordered([*problems, *wrong]), dict[str, bool]()
        if order.hold_back and failing(problems, strict=order.strict):
            lasting = reading.lasting(filed, before, known.readings)
            last, standing = holding.whole(lasting, content.files, means.memory), holding.standing(order.output)
            if kept := holding.hold(problems, readings, last, standing, basis, strict=order.strict):
                site, problems, held = kept
                names |= {identity: [*before.get(identity, ())] for identity in held}
    if not held and failing(problems, strict=False):
        return Seen(problems, known.counts)
    documents = sum(len(announcement.documents) for announcement in site.announcements.values())
    counts = {**known.counts, "documents": documents, "announcements": len(site.announcements)}
    means.progress("check", len(readings), len(readings))
    if not held and failing(problems, strict=order.strict):
        return Seen(problems, counts)
    remembered = {identity: name for identity, name in names.items() if name}
    return Seen(problems, counts, Checked(site, themed, filed, known.shelf, remembered), held)


def _themed(design: Design, memory: Memory) -> tuple[Theme, list[Diagnostic]]:
    """Read the theme, or take it from the memory."""
    of = engine.designed(design)
    note = memory.note("theme")
    if isinstance(note, dict) and note["of"] == of:
        return theme.remembered(note["theme"], design)
    themed, problems = theme.read(design)
    memory.write("theme", {"of": of, "theme": theme.text(themed, problems)})
    return themed, problems


def vanished(checked: Checked, before: published.Published, terms: Terms) -> list[Diagnostic]:
    """Tell of published addresses that are not planned any more; PDFs are, whether or not this build makes them."""
    planned = planning.plan(checked.site, checked.theme, terms.search, "all")
    zone = checked.site.config.time_zone
    day = local(terms.as_of, zone).astimezone(ZoneInfo(zone)).date()
    return published.vanished(before, planned, checked.site, day, partial(load.lines, checked.filed.root))


# --- plan -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be made: the plan, the bundles wanted of it, and by path each key and why it must be rendered."""

    plan: Plan
    bundles: Sequence[Bundle]
    keyed: Mapping[str, tuple[str, str]]
    reasons: Mapping[str, tuple[str, ...]]

    def rendered(self) -> dict[str, tuple[str, ...]]:
        """Give what must be rendered, and why."""
        return {path: reason for path, reason in self.reasons.items() if reason}

    def counts(self) -> dict[str, int]:
        """Count pages, and those that must be rendered."""
        return {"pages": len(self.reasons), "rendered": len(self.rendered())}

    def new(self, survey: write.Survey) -> list[str]:
        """Give the addresses of documents where nothing stood."""
        addresses = sorted(address for versions in self.plan.documents.values() for address in versions.values())
        return [address for address in addresses if f"{address}index.html" not in survey.files]


def plan(order: Order, means: Means, checked: Checked, last: Last, survey: write.Survey) -> Planned:
    """Plan all pages, and filter: what stands in the output folder by the same key is not made again."""
    with means.watch.stage("plan"):
        printer = keys.key(order.terms.pdf, keys.files(checked.theme.fonts)) if order.terms.pdf else ""
        planned = planning.plan(checked.site, checked.theme, order.terms.search, printer)
        bundles = () if order.preview else planned.bundles
        keyed = _keyed(checked.theme, [*planned.pages, *bundles])
        reasons = {page.path: _why(page.path, keyed[page.path], last, survey) for page in planned.pages}
        reasons |= {
            bundle.path: _why(bundle.path, keyed[bundle.path], last, survey, bundle.folder) for bundle in bundles
        }
    means.progress("plan", len(planned.pages), len(planned.pages))
    return Planned(planned, bundles, keyed, reasons)


def _keyed(theme: Theme, pages: Sequence[Page | Bundle]) -> dict[str, tuple[str, str]]:
    """Hash for each page all that its bytes depend on: the key, and its parts in short, to tell them apart later."""
    reach, stamp = theme.reach, engine.engine()
    words = {language: catalogue.digest() for language, catalogue in theme.catalogues.items()}
    keyed = dict[str, tuple[str, str]]()
    for page in pages:
        template = reach.get(page.template, page.template)
        # As arguments, since a part of a page by one of these names would hide ours; so it is an error.
        parts: dict[str, str] = dict(engine=stamp, template=template, words=words[page.language], **_parts(page))
        whole = keys.digest("\n".join(parts.values()).encode())
        keyed[page.path] = (
            whole,
            " ".join([f"{name}:{mark[:4]}{mark[-4:]}" for name, mark in parts.items() if name != "address"]),
        )
    return keyed


def _parts(page: Page | Bundle) -> Mapping[str, str]:
    if isinstance(page, Bundle):
        return page.parts
    return page.view.parts if isinstance(page.view, Recipe) else {"view": keys.key(page.view)}


def _why(path: str, keyed: tuple[str, str], last: Last, survey: write.Survey, folder: str = "") -> tuple[str, ...]:
    """Say why a page must be rendered; for no reason where its key is the one that its file was written by.

    A bundle has all the files in its `folder`.
    """
    if path not in last.pages:
        return ("new",)
    key, parts = last.pages[path]
    if key != keyed[0]:
        before, now = ({*side.split()} for side in (parts, keyed[1]))
        return tuple(sorted({part.partition(":")[0] for part in before ^ now})) or ("view",)
    for file in _inside(folder, last) if folder else (path,):
        stamp = survey.files.get(file)
        if stamp is None or stamp.digest != last.files[file].digest:
            return ("file",)
    return ()


def _inside(folder: str, last: Last) -> list[str]:
    """Give the files that the last build left in a folder."""
    return [path for path in last.files if path.startswith(folder)]


# --- render, write ----------------------------------------------------------------------------------------------------


def render(means: Means, checked: Checked, planned: Planned, last: Last, writing: write.Writing) -> list[Diagnostic]:
    """Stage what must be rendered, and keep the rest; give what is wrong with the templates."""
    problems = list[Diagnostic]()
    for page in planned.plan.pages:
        if not planned.reasons[page.path]:
            writing.keep(page.path)
    with means.watch.stage("render"):
        waiting = [page for page in planned.plan.pages if planned.reasons[page.path]]
        for output in rendering.rendered(checked, waiting, means):
            if isinstance(output, Output):
                writing.stage(output.path, output.data)
            else:
                problems.append(output)
    if problems:
        return problems
    with means.watch.stage("search"):
        for bundle in planned.bundles:
            if planned.reasons[bundle.path]:
                for output in rendering.indexed(checked, bundle, means):
                    writing.stage(output.path, output.data)
            else:
                writing.keep(*_inside(bundle.folder, last))
    return []


def finish(means: Means, checked: Checked, planned: Planned, writing: write.Writing) -> dict[str, Stamp]:
    """Copy what is shown as it is, and put all in its place; give the stamps of all files."""
    with means.watch.stage("write"):
        for copy in planned.plan.copies:
            writing.copy(copy.path, copy.digest, partial(rendering.copied, checked, copy.source, static=copy.static))
        files = writing.finish(planned.plan.documents, planned.plan.titles)
        means.progress("write", len(files), len(files))
    return files
