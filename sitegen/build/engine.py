"""The engine's own stamp: its code, Python and the libraries that shape its output."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from contextlib import suppress
from functools import cache
from pathlib import Path

from sitegen.model.keys import digest, files, key
from sitegen.model.sources import Design

LIBRARIES = frozenset(
    {
        "babel",
        "jinja2",
        "markdown",
        "markupsafe",
        "nh3",
        "python_slugify",
        "python_stdnum",
        "pyyaml",
        "text_unidecode",
        "tzdata",
    }
    | {"segno", "weasyprint", "cssselect2", "fonttools", "pillow", "pydyf", "pyphen", "tinycss2", "tinyhtml5"}
    | {"icalendar", "python_dateutil", "pdfminer_six", "pdfminer.six"}
)


_INDEXERS = frozenset({"cbor2", "pagefind", "pagefind_bin"})


def indexer() -> str:
    """Name what makes search indexes, with versions; empty where it is not installed."""
    versions = libraries(_INDEXERS)
    return " ".join(versions) if len(versions) == len(_INDEXERS) else ""


def designed(design: Design) -> str:
    """Give the hash of all that the designers' files depend on, and of what reads them."""
    layers = (design.templates, *design.locales)
    return key(engine(), [files(layer) for layer in layers], design.problems, files(design.fonts))


@cache
def engine() -> str:
    """Give the engine's own stamp: its code, Python's version, and those of the libraries that shape its output."""
    folder = Path(__file__).parents[1]
    code = [(path.relative_to(folder).as_posix(), digest(path.read_bytes())) for path in sorted(folder.rglob("*.py"))]
    return key(code, sys.version, libraries(), _time_zones())


def _time_zones() -> list[tuple[str, str]]:
    """Name the system's rules of time zones, which go before those of `tzdata`, by where they are and what they say."""
    from zoneinfo import TZPATH

    rules = [(folder, "") for folder in TZPATH]
    for folder in TZPATH:
        for name in ("tzdata.zi", "+VERSION"):
            with suppress(OSError):
                rules.append((name, digest(Path(folder, name).read_bytes())))
    return rules


def libraries(names: Collection[str] = LIBRARIES) -> list[str]:
    """Name libraries with their versions, as their folders do; `importlib.metadata` takes longer than a look."""
    installed = list[str]()
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            installed += [
                entry.name for entry in os.scandir(folder or ".") if entry.name.endswith((".dist-info", ".egg-info"))
            ]
    return sorted(name for name in installed if name.partition("-")[0].lower() in names)
