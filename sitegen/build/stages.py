"""Making the site: what is known is looked up, what is not is worked out, and what stands there already is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sitegen import check
from sitegen.build import engine, holding
from sitegen.build.crew import Crew
from sitegen.build.naming import Filed, beside, names, rules
from sitegen.build.order import Checked, Made, Means
from sitegen.build.reading import _lasting, _readings, _strays
from sitegen.build.rendering import _copied, _indexed, _rendered
from sitegen.build.stale import inside, keyed_by, why
from sitegen.check import published
from sitegen.disk import load, write
from sitegen.model import keys
from sitegen.model.diagnostics import Diagnostic, ordered
from sitegen.model.pages import Output
from sitegen.model.sites import Theme
from sitegen.model.sources import LOCALES, Content, Design
from sitegen.model.terms import Terms, local
from sitegen.plan import plan
from sitegen.read import paths as read_paths
from sitegen.read import settings, theme

if TYPE_CHECKING:
    from sitegen.build.order import Last, Order, Report


def crew(order: Order) -> Crew:
    """Give who does the heavy work of a build."""
    return Crew(order.jobs, order.executor)


def look(order: Order, report: Report, means: Means, content: Content, design: Design) -> Checked | None:
    """Parse and check; None when there is no site, or one with errors."""
    report.held = {}
    with report.stage("load"):
        themed, found = _themed(design, means)
        if any(problem.place.path.endswith(".yaml") for problem in found):
            report.problems = ordered(found)  # without its types nothing true can be said of the content
            return None
        given, problems = settings.settings(
            content.settings, themed.catalogues, order.terms.base_url, portable=order.terms.portable
        )
    found += [*content.problems, *problems]
    with report.stage("parse"):
        sets, problems = read_paths.gather(content.sources, given.config.languages, themed.types) if given else ({}, [])
        strays = content.sources.keys() - {path for paths in sets.values() for path in paths.values()}
        found += [*problems, *_strays(order.root, [content.sources[path] for path in sorted(strays)], means)]
        if given is None:
            report.problems = ordered(found)
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
        report.problems = ordered([*found, *problems])
        if order.hold_back and report.failed(strict=order.strict):
            last = holding.remembered(_lasting(filed, means, known), content.files, means.memory)
            held = holding.hold(report, readings, holding.Published(last, means.standing()), checked, order.strict)
            site, named = held or site, {**named, **{one: means.published.get(one, []) for one in report.held}}
    if not report.held and any(problem.severity == "error" for problem in report.problems):
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


def make(order: Order, report: Report, means: Means, checked: Checked, last: Last, found: write.Survey) -> Made | None:
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
        report.problems = ordered([*report.problems, *failed])
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
    of = engine.designed(design)
    noted = means.memory.note("theme")
    if isinstance(noted, dict) and noted["of"] == of:
        return theme.remembered(noted["theme"], design)
    themed, found = theme.read(design)
    means.memory.write("theme", {"of": of, "theme": theme.text(themed, found)})
    return themed, found
