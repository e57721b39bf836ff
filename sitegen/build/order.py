"""What a build is asked for, what it works with, what came of it, and what is known of the last one."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sitegen.disk.stamps import Stamp
from sitegen.model import keys
from sitegen.model.diagnostics import Diagnostic
from sitegen.model.terms import Terms, local

if TYPE_CHECKING:
    from sitegen.build.crew import Crew
    from sitegen.build.memory import Memory
    from sitegen.disk.write import Survey
    from sitegen.model import Site

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the stage, and how much of how much is done."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the site's root, the output folder, the terms, and how hard to work.

    `executor` names a cluster as `dask=HOST:PORT`; `secret` seals the memory, without one there is none. A `preview`
    does without what takes long and changes no page: the search index. To `hold_back` is to publish the rest when an
    announcement has errors.
    """

    root: Path
    output: Path
    terms: Terms
    jobs: int = 0
    clean: bool = False
    strict: bool = False
    executor: str = ""
    secret: bytes = b""
    preview: bool = False
    hold_back: bool = False

    def asked(self) -> list[str]:
        """Give all that is asked for on which the site depends, as text."""
        asked = [(part.name, getattr(self, part.name)) for part in fields(self)]
        asked += [(part.name, getattr(self.terms, part.name)) for part in fields(self.terms)]
        return [f"{name}={option!r}" for name, option in asked if name not in INDIFFERENT] + [
            f"strict={self.strict and self.hold_back}"  # what is held back depends on it
        ]


INDIFFERENT = frozenset({"root", "output", "terms", "jobs", "clean", "strict", "executor", "secret", "as_of"})
"""Fields of an order and of its terms by which the site is the same. On every other one it depends."""


def failing(problems: Collection[Diagnostic], *, strict: bool) -> bool:
    """Say whether something keeps the site from being published."""
    return any(strict or problem.severity == "error" for problem in problems)


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it. `counts` are of documents, pages and files, `seconds` by stage, `new` addresses of new pages.

    `pages` are the paths of all pages; `rendered` says of each that was rendered what had changed since it last was.
    `held` are the announcements held back, and whether each stays as it was published, or never was.
    """

    problems: list[Diagnostic]
    counts: Mapping[str, int]
    seconds: Mapping[str, float]
    base_url: str = ""
    repository: str = ""
    held: Mapping[str, bool] = field(default_factory=dict)
    pages: Collection[str] = ()
    rendered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)

    def failed(self, *, strict: bool) -> bool:
        """Say whether anything keeps the site from being published."""
        return failing(self.problems, strict=strict)


class Stopwatch:
    """The time that each stage takes, in all attempts together."""

    def __init__(self) -> None:
        self.seconds = dict[str, float]()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        begun = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0) + time.perf_counter() - begun, 4)


@dataclass(frozen=True, slots=True)
class Last:
    """What is known of the last build into an output folder: what it was made of, and what it left.

    `pages` holds for each page its key and the parts of that; `since` and `until` are the moments between which as-of
    makes no difference.
    """

    made_of: str = ""
    zone: str = "UTC"
    since: str = ""
    until: str = ""
    base_url: str = ""
    repository: str = ""
    problems: str = "[]"
    counts: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, bool] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    files: Mapping[str, Stamp] = field(default_factory=dict)
    moment: int = 0

    @classmethod
    def of(
        cls,
        made_of: str,
        site: Site,
        report: Report,
        pages: Mapping[str, tuple[str, str]],
        files: Mapping[str, Stamp],
        moment: int,
    ) -> Last:
        """Give what is to be known of a build next time."""
        return cls(
            made_of=made_of,
            zone=site.config.time_zone,
            since=site.since.isoformat() if site.since else "",
            until=site.until.isoformat() if site.until else "",
            base_url=report.base_url,
            repository=report.repository,
            problems=keys.text(report.problems),
            counts={name: report.counts[name] for name in ("documents", "announcements", "pages")},
            held=report.held,
            pages=pages,
            files=files,
            moment=moment,
        )

    @classmethod
    def noted(cls, note: object) -> Last:
        """Read it from a note."""
        if not isinstance(note, dict):
            return cls()
        return cls(**{**note, "files": {path: Stamp(*row) for path, row in note["files"].items()}})

    def note(self) -> dict[str, object]:
        """Give it as JSON holds it."""
        return {part.name: getattr(self, part.name) for part in fields(self)}

    def holds(self, made_of: str, as_of: datetime) -> bool:
        """Say whether what it was made of makes the same site at a moment."""
        here = local(as_of, self.zone)
        since, until = (datetime.fromisoformat(moment) if moment else here for moment in (self.since, self.until))
        return self.made_of == made_of and since <= here and (not self.until or here < until)

    def left(self, survey: Survey) -> bool:
        """Say whether an output folder holds what it left there, and nothing else."""
        if survey.links or survey.files.keys() != self.files.keys() or 0 in survey.folders.values():
            return False
        return all(
            file is self.files[path] or file.digest == self.files[path].digest for path, file in survey.files.items()
        )

    def report(self, seconds: Mapping[str, float], **counts: int) -> Report:
        """Report what it found, and of how much."""
        counts = {**self.counts, "parsed": 0, "reused": self.counts["documents"], **counts}
        noted = keys.noun(self.problems)
        problems = [entry for entry in noted if isinstance(entry, Diagnostic)] if isinstance(noted, tuple) else []
        return Report(problems, counts, seconds, self.base_url, self.repository, self.held, self.pages)


@dataclass(frozen=True, slots=True)
class Means:
    """What a build works with: the memory, who does the heavy work, whom to tell how far it is, and the stopwatch."""

    memory: Memory
    crew: Crew
    progress: Progress
    watch: Stopwatch
