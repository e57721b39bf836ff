"""What a path means: identity and language of a source, and addresses in the site, as paths from its root.

Identity comes from the path (Hugo's leaf bundles): `content/circulars/cipe/index.ro.md` and
`content/circulars/cipe.ro.md` both are the announcement `circulars/cipe` in `ro`; a year folder is filing only.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

CONTENT = "content"
INBOX = "inbox"
"""The folder of documents that are to become announcements."""
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CALENDAR = "calendar.ics"
"""The name of a calendar's file beside the page that it goes with; no attachment may be called so."""
RESERVED = frozenset({"page", "register", "index"})
"""Words that stand in addresses where a slug might; years, languages and section names are reserved too."""
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
)
"""Names that no folder can have on Windows."""

_YEAR = re.compile(r"\d{4}")
_SOURCE = re.compile(r"(?P<name>.+?)\.(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\.md")


@dataclass(frozen=True, slots=True)
class Source:
    """What a content file's path says: section folder, announcement name, language, and the folder of its files."""

    folder: str
    name: str
    language: str
    files: str

    @property
    def identity(self) -> str:
        """Give the announcement's identity."""
        return f"{self.folder}/{self.name}"


def source(path: str) -> Source | None:
    """Read a path such as content/circulars/2021/cipe/index.ro.md; None when it is no announcement's."""
    parts = path.split("/")[1:]
    match = _SOURCE.fullmatch(parts[-1])
    folders = [part for part in parts[:-1] if not _YEAR.fullmatch(part)]
    if not match or not folders:
        return None
    bundled = match["name"] == "index" and len(folders) == 2
    if not bundled and len(folders) != 1:
        return None
    name = folders[1] if bundled else match["name"]
    return Source(folders[0], name, match["language"], posixpath.dirname(path) if bundled else "")


def language(path: str) -> str:
    """Give the language that a file's name says, or nothing."""
    match = _SOURCE.fullmatch(posixpath.basename(path))
    return match["language"] if match else ""


def is_base(url: str) -> bool:
    """Say whether a URL can be that of a site's root: a host, perhaps a port, folders, and a slash at its end."""
    return bool(re.fullmatch(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d{1,5})?(/(?!\.)[A-Za-z0-9._~-]+)*/", url))


def is_year(name: str) -> bool:
    """Say whether a name is that of a year folder."""
    return bool(_YEAR.fullmatch(name))


def language_of(address: str, languages: Sequence[str]) -> str:
    """Give the language of an address, its first part; of one without, the first of the site's."""
    first = address.partition("/")[0]
    return first if first in languages else languages[0]


def file_of(address: str) -> str:
    """Give the output file of an address: ro/circulare/cipe/ is ro/circulare/cipe/index.html."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def comparison(address: str, other: str) -> str:
    """Give where the document at an address stands beside its version in another language."""
    return f"{address}{other}/"


def paper(address: str) -> str:
    """Give the PDF of a document: ro/circulare/cipe/ has ro/circulare/cipe/cipe.pdf."""
    return f"{address}{posixpath.basename(address[:-1])}.pdf"


def sisters(address: str, sections: Mapping[tuple[str, str], str], languages: Sequence[str]) -> dict[str, str]:
    """Give where a name stands in each other language, if it stands in a section: /en/news/una/ for /ro/noutati/una/.

    `sections` are roots by (kind, language); what stands under a language alone has no section.
    """
    above, _, name = address[:-1].rpartition("/")
    for root, rest in ((address, ""), (f"{above}/", f"{name}/")):
        kind = next((kind for (kind, _language), section in sections.items() if section == root), "")
        if kind and (not rest or NAME.fullmatch(name)):
            places = {tag: sections[kind, tag] + rest for tag in languages if (kind, tag) in sections}
            return {tag: place for tag, place in places.items() if place != address}
    if above in languages and NAME.fullmatch(name):
        return {tag: f"{tag}/{name}/" for tag in languages if tag != above}
    return {}


def up(address: str) -> str:
    """Give the way from an address to the root of the site."""
    return "../" * address.count("/")


def relative(origin: str, target: str, *, portable: bool = False) -> str:
    """Give the link from one address to another (a fragment may follow); to itself it is "./" or its file name.

    A portable link names the file, since nobody answers for a folder.
    """
    path, mark, fragment = target.partition("#")
    if path == origin and mark:
        return f"#{fragment}"
    path = file_of(path) if portable else path
    shared, way = origin[: origin.rfind("/") + 1], ""
    while not path.startswith(shared):
        shared, way = shared[: shared.rfind("/", 0, -1) + 1], way + "../"
    return (way + _quoted(path[len(shared) :]) or "./") + (mark and mark + _quoted(fragment))


_quoted = lru_cache(4096)(quote)


@lru_cache(4096)
def absolute(base_url: str, target: str) -> str:
    """Give the full address of a target in the site."""
    return base_url + quote(target, safe="/#")
