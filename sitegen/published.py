"""What is published: the manifest of a live site, and which of its addresses would be there no more."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.config import GONE
from sitegen.diagnostics import Diagnostic, Place
from sitegen.model import Site
from sitegen.pages import Plan

MAX_BYTES = 64 << 20
_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,100}(/[A-Za-z0-9._-]{1,100}){0,20}")
_PAGER = re.compile(r"(.*/)?page/\d+/index\.html")


class ManifestError(ValueError):
    """What was given is no manifest of ours."""


@dataclass(frozen=True, slots=True)
class Published:
    """A site's manifest: the paths of all files, and which announcement stands where in which language."""

    paths: tuple[str, ...]
    documents: Mapping[str, tuple[str, str]]


def read(data: bytes) -> Published:
    """Read a manifest, which a stranger may have written."""
    try:
        manifest = json.loads(data) if len(data) <= MAX_BYTES else None
    except (ValueError, RecursionError) as problem:
        raise ManifestError from problem
    if not isinstance(manifest, dict) or manifest.get("generator") != "sitegen":
        raise ManifestError
    files, documents = manifest.get("files"), manifest.get("documents")
    if not isinstance(files, dict) or not isinstance(documents, dict):
        raise ManifestError
    placed = dict[str, tuple[str, str]]()
    for identity, versions in documents.items():
        if not isinstance(versions, dict):
            raise ManifestError
        placed |= {address: (identity, tag) for tag, address in versions.items() if isinstance(address, str)}
    published = Published(tuple(files), placed)
    if not all(_ADDRESS.fullmatch(path) for path in _lasting(published)):
        raise ManifestError
    return published


def vanished(published: Published, planned: Plan, site: Site, day: date) -> list[Diagnostic]:
    """Tell of published addresses that nothing planned stands at: as aliases, or as gone since a day."""
    there = {page.path for page in planned.pages} | {copy.path for copy in planned.copies}
    lost = dict[str, list[str]]()  # what is lost to each announcement's file, or to none
    for path in _lasting(published):
        if path not in there and f"{path}/index.html" not in there:
            lost.setdefault(_heir(path, published, site), []).append(path.removesuffix("index.html"))
    aliases = {one.path: one.aliases for all_of in site.announcements.values() for one in all_of.documents.values()}
    found = list[Diagnostic]()
    for heir, addresses in lost.items():
        all_of_them = ", ".join([*aliases.get(heir, ()), *(f"/{address}" for address in addresses)])
        for address in addresses:
            repair = f"aliases: [{all_of_them}]" if heir else f"/{address}:\n  title:\n  went: {day}"
            found.append(Diagnostic(Place(heir or GONE), "address-vanished", {"address": f"/{address}"}, repair))
    return found


def _lasting(published: Published) -> Iterator[str]:
    """Give the paths that somebody may have written down: pages, and files of a language.

    Not what pages are drawn with, not the further pages of a list, which come and go, not comparisons of two languages.
    """
    languages = {language for _identity, language in published.documents.values()}
    for path in published.paths:
        address = path.removesuffix("index.html")
        if address == path:
            lasting = path.partition("/")[0] in languages and "/" in path
        else:
            lasting = bool(address) and not _PAGER.fullmatch(path) and not _compares(address, published, languages)
        if lasting:
            yield path


def _compares(address: str, published: Published, languages: Collection[str]) -> bool:
    above, _, last = address.removesuffix("/").rpartition("/")
    return last in languages and f"{above}/" in published.documents


def _heir(path: str, published: Published, site: Site) -> str:
    """Give the file of the document that now is what stood at or beside a path, or nothing."""
    address = path[: path.rfind("/") + 1]
    identity, language = published.documents.get(address, ("", ""))
    announcement = site.announcements.get(identity)
    return announcement.version(language).path if announcement else ""
