"""That the race is fair: both sites say the same on as many pages, and the corpus is no easier than another one."""

from __future__ import annotations

import difflib
import importlib.util
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.corpus import Announcement
from benchmarks.peers import Peer
from sitegen.model.sources import Source
from sitegen.read.file import parse

SAMPLE = 50
LIKENESS = 0.98
"""How much of the words of two pages' contents must be alike; the "r." after a Polish date is only Sitegen's."""

_ONLY_OURS = {
    "years of sections": re.compile(r"\w\w/[a-z-]+/\d{4}/(page/\d+/)?index\.html"),
    "choice of language, 404": re.compile(r"(index|404)\.html"),
    "JSON feeds": re.compile(r"\w\w/(.+/)?feed\.json"),
    "feeds of sections and topics": re.compile(r"\w\w/.+/feed\.xml"),
    "editors' pages": re.compile(r"\w\w/(editors|pentru-redactori|dla-redaktorow)/.*"),
    "lists from A to Z": re.compile(r"\w\w/a-z/(.+/)?index\.html"),
    "topics by type": re.compile(r"\w\w/(topics|teme|tematy)/[a-z-]+/[a-z-]+/(page/\d+/)?index\.html"),
    "files for hosts": re.compile(r"_headers|_redirects|\.htaccess|nginx-.+\.conf"),
    "registers": re.compile(r".*/register/.*"),
    "manifest, robots.txt": re.compile(r"manifest\.json|robots\.txt"),
}


class _Words(HTMLParser):
    """Gathers the words of a text."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []

    def handle_data(self, data: str) -> None:
        """Take the words of a text."""
        self.problems += data.split()


def _words(page: Path) -> list[str]:
    """Give the words of a page's content; the menus around it are in another order."""
    reader = _Words()
    reader.feed(page.read_text("utf-8").partition("<main")[2].partition("</main>")[0])
    return reader.problems


def alike(hugo: Peer, ours: Peer, made: Sequence[Announcement]) -> str:
    """Compare two built sites; give a line that says how far they are the same, or fail."""
    theirs = list(hugo.output.rglob("*.html"))
    files = [path.relative_to(ours.output).as_posix() for path in ours.output.rglob("*") if path.is_file()]
    more = {name: sum(bool(what.fullmatch(file)) for file in files) for name, what in _ONLY_OURS.items()}
    pages = sum(
        file.endswith(".html") and not any(what.fullmatch(file) for what in _ONLY_OURS.values()) for file in files
    )
    if pages != len(theirs):
        raise SystemExit(f"Hugo wrote {len(theirs)} pages, Sitegen {pages} that Hugo should write, too")
    likeness = [*islice(_likeness(hugo, ours, made), SAMPLE)]
    if min(likeness) < LIKENESS:
        raise SystemExit(f"a page has only {min(likeness):.3f} of its words in common with Hugo's")
    extra = ", ".join(f"{name} {number}" for name, number in more.items() if number)
    likely = f"{statistics.mean(likeness):.3f} of the words alike, {min(likeness):.3f} at least"
    return f"both write {pages} pages ({len(likeness)} compared: {likely}); only Sitegen writes: {extra}"


def _likeness(hugo: Peer, ours: Peer, made: Sequence[Announcement]) -> Iterator[float]:
    """Compare documents from all over the corpus, in each language."""
    for one in made[:: max(1, 2 * len(made) // SAMPLE)]:
        for language in one.languages:
            left, right = (_words(peer.output / peer.address(one, language) / "index.html") for peer in (hugo, ours))
            yield difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()


# --- another corpus ---------------------------------------------------------------------------------------------------


def compared(folder: Path, count: int, seed: int) -> Iterator[str]:
    """Compare the corpus with that of `folder/corpus.py`: size and time to parse, document for document."""
    head = ("documents", "words", "bytes", "parse ms", "µs / word", "lines of front matter")
    yield f"{'corpus':<10}" + "".join(f"{name:>{len(name) + 3}}" for name in head)
    own = [source for one in corpus.announcements(count, seed) for source in corpus.contract(one, corpus.few(one))]
    other = [*_foreign(folder, count, seed)]
    rows = {"this": own, "the other": other}
    seconds: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(3):
        for name, sources in rows.items():
            begun = time.process_time()
            for path, text in sources:
                parse(Source(path, text.encode()))
            seconds[name].append((time.process_time() - begun) / len(sources))
    for name, sources in rows.items():
        words = statistics.mean(len(text.split("---\n", 2)[2].split()) for _path, text in sources)
        size = statistics.mean(len(text.encode()) for _path, text in sources)
        lines = statistics.mean(text.split("---\n", 2)[1].count("\n") for _path, text in sources)
        cost = statistics.median(seconds[name])
        figures = (f"{len(sources)}", f"{words:.0f}", f"{size:.0f}", f"{cost * 1e3:.2f}", f"{cost / words * 1e6:.2f}")
        cells = zip(head, (*figures, f"{lines:.1f}"), strict=True)
        yield f"{name:<10}" + "".join(f"{figure:>{len(title) + 3}}" for title, figure in cells)


def _foreign(folder: Path, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Write another generator's documents by our contract; the first language is the original."""
    for facts, versions in _module(folder / "corpus.py").documents(count, seed):
        first, *_rest = versions
        everyone = {
            name: tuple(versions.get(language, versions[first])[name] for language in corpus.LANGUAGES)
            for name in ("title", "summary", "issuer")
        }
        rows = [versions.get(language, versions[first])["addressees"] for language in corpus.LANGUAGES]
        fields = {
            "title": everyone["title"],
            "summary": everyone["summary"],
            "published": facts["date"],
            "topics": facts["topics"],
            "number": facts["number"],
            "issuer": everyone["issuer"],
            "addressees": [*zip(*rows, strict=True)],
        }
        bodies = {language: tuple(version["body"].strip().split("\n\n")) for language, version in versions.items()}
        yield from corpus.written(f"{facts['type']}s/{facts['slug']}", tuple(versions), fields, bodies)


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("other_corpus", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
