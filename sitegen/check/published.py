"""What is published: the manifest of a live site, and which of its addresses would be there no more."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.model import Announcement, Document, Site, routes
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.pages import Plan
from sitegen.model.sites import GONE

MAX_BYTES = 64 << 20
_SEGMENT = r"(?!\.)[A-Za-z0-9._-]{1,100}(?<!\.)"
_ADDRESS = re.compile(rf"{_SEGMENT}(/{_SEGMENT}){{0,20}}")
_PAGER = re.compile(r"(.*/)?page/\d+/index\.html")
_LISTED = re.compile(r"aliases\s*:\s*(#.*)?")
_ENTRY = re.compile(r"( *)- ")
_ALIASES = re.compile(r"aliases\s*:\s*\[.*\]\s*")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_TITLE = 300
_INDEX = "/index.html"


class ManifestError(ValueError):
    """What was given is no manifest of ours."""


@dataclass(frozen=True, slots=True)
class Published:
    """A site's manifest: the paths of all files, which announcement stands where in which language, and its title.

    A manifest of an earlier Sitegen knows no titles.
    """

    paths: tuple[str, ...]
    documents: Mapping[str, tuple[str, str]]
    titles: Mapping[tuple[str, str], str]


def read(data: bytes) -> Published:
    """Read a manifest, which a stranger may have written."""
    try:
        manifest = json.loads(data) if len(data) <= MAX_BYTES else None
    except (ValueError, RecursionError) as problem:
        raise ManifestError from problem
    if not isinstance(manifest, dict) or manifest.get("generator") != "sitegen":
        raise ManifestError
    files, addresses = manifest.get("files"), manifest.get("documents")
    if not isinstance(files, dict) or not isinstance(addresses, dict):
        raise ManifestError
    placed = {address: where for where, address in _versions(addresses)}
    published = Published(tuple(files), placed, dict(_versions(manifest.get("titles", {}))))
    if not all(_ADDRESS.fullmatch(path) for path in _lasting(published)):
        raise ManifestError
    return published


def _versions(named: object) -> Iterator[tuple[tuple[str, str], str]]:
    """Give what a manifest says of each document by (identity, language)."""
    for identity, versions in named.items() if isinstance(named, dict) else ():
        if not isinstance(versions, dict):
            raise ManifestError
        for tag, text in versions.items():
            if isinstance(text, str) and _TAG.fullmatch(tag):
                yield (identity, tag), text


def vanished(
    published: Published, planned: Plan, site: Site, day: date, lines: Callable[[str], Sequence[str]]
) -> list[Diagnostic]:
    """Tell of published addresses that nothing planned stands at: what to write into each file so that they live on.

    `lines` gives those of a file.
    """
    paths = {page.path for page in planned.pages} | {copy.path for copy in planned.copies}
    lost, owners, renamed = {*_lost(published, paths, site)}, _owners(published, site), _renamed(published, site)
    heirs = dict[str, tuple[Document, dict[str, None]]]()  # by the file of the document that now stands for them
    headings = dict[str, tuple[str, str]]()  # of what is gone: its title, and the language of that
    tags = site.config.languages

    def rank(address: str) -> tuple[bool, int, str]:
        return address not in published.documents, tags.index(routes.language_of(address, tags)), address

    for address in sorted(lost, key=rank):
        page = address[: address.rfind("/") + 1]
        identity, language = owners.get(page, ("", ""))
        heir = site.announcements.get(identity) or renamed.get(identity)
        follows = _follows(address, page, language, heir, site, paths) if heir else page in lost
        if heir and (follows or not address.endswith(".ics")):
            spoken, alias = _alias(page if follows else address, language, heir, lost, site)
            document = heir.documents[spoken]
            heirs.setdefault(document.path, (document, {}))[1][alias] = None
        elif (heir or address == page or not follows) and (
            address in published.documents or not any(sister in headings for sister in _sisters(address, site))
        ):
            headings[address] = _title(address, identity, language, heir, published)
    problems = [_led(document, addresses, lines(path)) for path, (document, addresses) in heirs.items()]
    return [*problems, _withdrawn(headings, day, lines(GONE), site)] if headings else problems


# --- what is lost -----------------------------------------------------------------------------------------------------


def _lost(published: Published, planned: Collection[str], site: Site) -> Iterator[str]:
    """Give the published addresses where nothing would be; what lay beside a page that is gone is gone with it."""
    gone = {withdrawal.address for withdrawal in site.gone}
    for path in _lasting(published):
        address, page = path.removesuffix("index.html"), path[: path.rfind("/") + 1]
        if path not in planned and f"{path}/index.html" not in planned and not {page, f"{path}/"} & gone:
            yield address


def _lasting(published: Published) -> Iterator[str]:
    """Give the paths that somebody may have written down: pages, and files of a language.

    Not what pages are drawn with, not the further pages of a list, which come and go, not comparisons of two languages.
    """
    languages = {language for _identity, language in published.documents.values()}
    languages |= {path.partition("/")[0] for path in published.paths if path.count("/") == 1 and path.endswith(_INDEX)}
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


# --- what becomes of it -----------------------------------------------------------------------------------------------


def _owners(published: Published, site: Site) -> dict[str, tuple[str, str]]:
    """Give the announcement and the language of each address: where documents stood, and by their own names."""
    owners = dict[str, tuple[str, str]]()
    folders = {declared.folder: declared.name for declared in site.types.values()}
    for identity, _language in published.documents.values():
        folder, _, name = identity.partition("/")
        for tag in site.config.languages:
            owners[f"{site.sections.get((folders.get(folder, ''), tag), f'{tag}/')}{name}/"] = identity, tag
    return {**owners, **published.documents}


def _renamed(published: Published, site: Site) -> dict[str, Announcement]:
    """Find for what is no more the announcement that is new and has its title: its folder has another name."""
    before = {identity for identity, _language in published.documents.values()}
    new = defaultdict[tuple[str, str, str], list[Announcement]](list)
    for identity, announcement in site.announcements.items():
        for tag, document in announcement.documents.items() if identity not in before else ():
            new[identity.partition("/")[0], tag, document.title.text].append(announcement)
    renamed = dict[str, Announcement]()
    for (identity, tag), title in published.titles.items():
        alike = new.get((identity.partition("/")[0], tag, title), [])
        if len(alike) == 1 and identity in before:
            renamed.setdefault(identity, alike[0])
    return renamed


def _follows(address: str, page: str, language: str, heir: Announcement, site: Site, planned: Collection[str]) -> bool:
    """Say whether a file lies beside the page that its own would lead to, and so beside the old one too."""
    target = site.addresses.get((heir.identity, language)) or site.addresses[heir.identity, heir.original]
    file = routes.paper(target) if address == routes.paper(page) else target + address.removeprefix(page)
    return address != page != target and file in planned and site.announces(page, heir.type)


def _alias(address: str, language: str, heir: Announcement, lost: Collection[str], site: Site) -> tuple[str, str]:
    """Say in which of an announcement's versions to write an address: what it only borrowed follows the original."""
    if language in heir.documents:
        return language, address
    first = _sisters(address, site, heir.original)
    return heir.original, next((sister for sister in first if sister in lost), address)


def _sisters(address: str, site: Site, language: str = "") -> list[str]:
    sections = {**site.sections, **site.words}
    sisters = routes.sisters(address, sections, site.config.languages) if address.endswith("/") else {}
    return [sister for tag, sister in sisters.items() if tag == language or not language]


def _led(document: Document, addresses: Iterable[str], source: Sequence[str]) -> Diagnostic:
    """Tell which addresses a document is to lead on: how its line of aliases, or else its first line, is to read."""
    added = [f"/{address}" for address in addresses]
    whole = f"aliases: [{', '.join([*document.aliases, *added])}]"
    line, repair = 1, f"---\n{whole}"
    for number, text in enumerate(source, 1):
        if _ALIASES.fullmatch(text):
            line, repair = number, whole
        elif _LISTED.fullmatch(text):  # the list below it stays
            indent = _ENTRY.match(source[number]) if number < len(source) else None
            line, repair = number, "\n".join([text, *(f"{indent[1] if indent else '  '}- {alias}" for alias in added)])
    return Diagnostic(Place(document.path, line), "address-vanished", {"address": ", ".join(added)}, repair)


def _withdrawn(headings: Mapping[str, tuple[str, str]], day: date, source: Sequence[str], site: Site) -> Diagnostic:
    """Tell what to write into gone.yaml, in one piece; the place is after its last line."""
    entries = list[str]()
    for address, (title, lang) in headings.items():
        entries += [f"/{address}:", f"  title: {json.dumps(title, ensure_ascii=False)}"]
        if lang and lang != routes.language_of(address, site.config.languages):
            entries.append(f"  lang: {lang}")
        entries.append(f"  went: {day}")
    listed = ", ".join(f"/{address}" for address in headings)
    length = len(source) + (not source or bool(source[-1].strip()))
    return Diagnostic(Place(GONE, length), "address-withdrawn", {"address": listed}, "\n".join(entries))


def _title(
    address: str, identity: str, language: str, heir: Announcement | None, published: Published
) -> tuple[str, str]:
    """Give the title of what stood at an address, and its language; or else what the address calls it."""
    if heir:
        return heir.version(language).title.text, heir.version(language).language
    titles = {tag: title for (name, tag), title in published.titles.items() if name == identity}
    for tag in (language, *titles):
        if title := "".join(sign for sign in titles.get(tag, "") if sign.isprintable()).strip():
            return title[:_TITLE], tag
    name = re.sub("[-_]+", " ", address.rstrip("/").rpartition("/")[2]).strip()
    return name[:1].upper() + name[1:], ""
