"""What a build is asked for, what it works with, and what it leaves."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sitegen.disk.stamps import Stamp
from sitegen.model.diagnostics import Diagnostic
from sitegen.model.terms import Terms, local

if TYPE_CHECKING:
    from sitegen.build.crew import Crew
    from sitegen.build.memory import Memory, Read
    from sitegen.build.naming import Filed
    from sitegen.model import Site
    from sitegen.model.sites import Theme

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


@dataclass(slots=True)
class Report:
    """What came of it. `counts` are of documents, pages and files, `seconds` by stage, `new` addresses of new pages.

    `pages` are the paths of all pages; `rendered` says of each that was rendered what had changed since it last was.
    `held` are the announcements held back, and whether each stays as it was published, or never was.
    """

    problems: list[Diagnostic] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    pages: Collection[str] = ()
    rendered: dict[str, tuple[str, ...]] = field(default_factory=dict)
    base_url: str = ""
    repository: str = ""
    held: dict[str, bool] = field(default_factory=dict)

    def failed(self, *, strict: bool) -> bool:
        """Say whether anything found keeps the site from being published."""
        return any(strict or problem.severity == "error" for problem in self.problems)

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
    counts: dict[str, int] = field(default_factory=dict)
    held: dict[str, bool] = field(default_factory=dict)
    pages: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, Stamp] = field(default_factory=dict)
    moment: int = 0

    def holds(self, as_of: datetime) -> bool:
        """Say whether the same input makes the same site at a moment."""
        here = local(as_of, self.zone)
        since, until = (datetime.fromisoformat(moment) if moment else here for moment in (self.since, self.until))
        return since <= here and (not self.until or here < until)


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
