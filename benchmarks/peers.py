"""The generators that are measured, each with a site of its own: how it builds, how it serves, what is edited."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks import corpus
from benchmarks.corpus import ROOM, Announcement

REPOSITORY = ROOM.parent
MANIFEST = "public/manifest.json"
CACHED = {
    '{{ partial "menu.html" . }}': '{{ partialCached "menu.html" . .Language.Lang .Section }}',
    '{{ partial "entry.html" . }}': '{{ partialCached "entry.html" . .RelPermalink }}',
}
"""What makes the variant of Hugo's site that renders a menu once a section, and an entry of a list once a document."""
INDEXED = {"<article>": "<article data-pagefind-body>"}
"""What makes Pagefind index the documents of Hugo's site and nothing else, as ours does."""
UNSEARCHED = "import sitegen.build.engine; sitegen.build.engine.indexer = str; from sitegen.__main__ import run; run()"
"""A program that is Sitegen with no Pagefind installed, for the race with a Hugo that has no search either."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator with its site in `root`; `{port}` stands in `serve`.

    `memory` names what is kept beside `public/`, `last` the file that a build writes last, where that is known; `text`
    is what the file that is edited holds before; `after` is a program that follows the build, and is part of it.
    """

    name: str
    root: Path
    build: tuple[str, ...]
    serve: tuple[str, ...]
    memory: tuple[str, ...]
    last: str
    edited: Announcement
    text: str
    after: tuple[str, ...] = ()

    @property
    def output(self) -> Path:
        """Give the folder of the built site."""
        return self.root / "public"

    @property
    def source(self) -> Path:
        """Give the file that is edited: an original that has translations."""
        return self.root / corpus.path(self.edited, self.edited.languages[0])

    def address(self, one: Announcement, language: str) -> str:
        """Give the address of a document in the built site."""
        if not self.last:
            return f"{language}/{one.folder}/{one.name}/"
        manifest = json.loads((self.root / self.last).read_text("utf-8"))
        return str(manifest["documents"][f"{one.folder}/{one.name}"][language])


def hugo_binary() -> Path | None:
    """Find the program in the package `hugo`, so that its Python starter is not measured."""
    return _program("hugo", "binaries/hugo")


def pagefind_binary() -> Path | None:
    """Find the program in the package `pagefind-bin`."""
    return _program("pagefind_bin", "pagefind")


def _program(package: str, name: str) -> Path | None:
    found = find_spec(package)
    folders = [*found.submodule_search_locations] if found and found.submodule_search_locations else []
    name = f"{name}.exe" if sys.platform == "win32" else name
    return next((path for folder in folders if (path := Path(folder) / name).is_file()), None)


def environment() -> Mapping[str, str]:
    """Give the environment of every measured process: this checkout first, no colours, modules kept compiled."""
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": ""}


def prepare(name: str, root: Path, made: Sequence[Announcement]) -> Peer:
    """Write a peer's site; `name` is one of PEERS of `__main__` or of those with search."""
    if root.exists():
        shutil.rmtree(root)
    form = "hugo" if name.startswith("hugo") else "sitegen" if name == "sitegen" else "sitegen-real"
    corpus.write(root, made, form)
    edited = next(one for one in made[len(made) // 2 :] if len(one.languages) == 3 and one.folder == "circulars")
    text = (root / corpus.path(edited, edited.languages[0])).read_text("utf-8")
    if form == "hugo":
        binary = str(hugo_binary())
        shutil.copytree(ROOM / "hugo", root, dirs_exist_ok=True)
        shutil.copytree(ROOM / "theme" / "static", root / "static" / "static")
        changed = CACHED if name == "hugo-cached" else INDEXED if name == "hugo-pagefind" else {}
        for file in (root / "layouts").rglob("*.html"):
            layout = file.read_text("utf-8")
            for ours, theirs in changed.items():
                layout = layout.replace(ours, theirs)
            file.write_text(layout, "utf-8")
        after = (str(pagefind_binary()), "--site", "public", "--silent") if name == "hugo-pagefind" else ()
        server = (binary, "server", "--quiet", "--bind", "127.0.0.1", "--port", "{port}")
        return Peer(name, root, (binary, "--quiet"), server, ("resources", ".hugo_build.lock"), "", edited, text, after)
    if name == "sitegen":
        shutil.copytree(ROOM / "theme", root / "templates")
    program = ("-m", "sitegen") if name == "sitegen-search" else ("-c", UNSEARCHED)
    start, where = (sys.executable, *program), ("--source", ".", "--output", "public")
    serve = (*start, "serve", "--port", "{port}", *where)
    return Peer(name, root, (*start, "build", *where), serve, (".sitegen",), MANIFEST, edited, text)
