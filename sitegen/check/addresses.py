"""Where everything stands in the site, and that no two things stand in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sitegen.language.text import slugify
from sitegen.model import Announcement, DocumentType, Gone, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import Diagnostic, Place

ROOTED = "page"
"""The type whose announcements have no section: /ro/despre/."""

WORDS = ("topics", "organisations", "due", "data", "search", "a-z", "editors")
FIXED = frozenset(
    {"index.html", "404.html", "manifest.json", "sitemap.xml", "robots.txt", "feed.xml", "feed.json", "data.jsonld"}
    | {routes.CALENDAR, "_headers", "_redirects", "nginx-sitegen.conf"}
)
"""Names of the site's files: no folder may be called so, wherever it stands."""


def sections(
    types: Mapping[str, DocumentType], languages: Sequence[str], words: Mapping[str, Catalogue]
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Give the addresses of the sections, and of topics, organisations and what is due: their names in a language."""
    by_section, by_word = dict[tuple[str, str], str](), dict[tuple[str, str], str]()
    for language in languages:
        for declared in types.values():
            if declared.name != ROOTED:
                by_section[declared.name, language] = f"{language}/{_word(declared.folder, language, words)}/"
        for word in WORDS:
            by_word[word, language] = f"{language}/{_word(word, language, words)}/"
    return by_section, by_word


def _word(word: str, language: str, words: Mapping[str, Catalogue]) -> str:
    return (slugify(words[language].pgettext("address", word)) if language in words else "") or word


def shared(
    types: Mapping[str, DocumentType],
    by_section: Mapping[tuple[str, str], str],
    by_word: Mapping[tuple[str, str], str],
) -> list[Diagnostic]:
    """Tell of two types in one folder, and of names of sections that are the same in a language."""
    problems, owners = list[Diagnostic](), {address: word for (word, _language), address in by_word.items()}
    claims = [(declared.name, f"{routes.CONTENT}/{declared.folder}/") for declared in types.values()]
    claims += [(name, address) for (name, _language), address in by_section.items()]
    for name, address in claims:
        other = owners.setdefault(address, name)
        if other != name:
            place = Place(f"templates/types/{name}/fields.yaml")
            problems.append(Diagnostic(place, "slug-clash", {"address": address, "other": other}))
    return problems


class Placement:
    """Gives out addresses: real pages first, then those that lead to them. What does not fit is in `found`."""

    def __init__(
        self,
        languages: Sequence[str],
        by_section: Mapping[tuple[str, str], str],
        by_word: Mapping[tuple[str, str], str],
        places: Mapping[str, tuple[str, int, int]],
    ) -> None:
        self.homes = {tag.lower() for tag in languages}
        self.languages = languages
        self.by_section = by_section
        self.sections = {**by_section, **by_word}
        self.roots = {address.lower() for address in (*by_section.values(), *by_word.values())}
        self.topics = tuple(address.lower() for address in by_word.values())
        self.words = {*routes.RESERVED, *routes.DEVICES, *self.homes, *(root.split("/")[1] for root in self.roots)}
        self.places = places
        self.pages = dict[tuple[str, str], str]()
        self.redirects = dict[str, tuple[str, str]]()
        self.ended = dict[str, Place]()
        self.withdrawn = list[Gone]()
        # By address in small letters, since some disks do not tell them apart: whose it is, and how it is written.
        self.owners = dict[str, tuple[str, str]]()
        self.problems = list[Diagnostic]()

    def page(self, announcement: Announcement, language: str, slug: str) -> None:
        """Place an announcement in a language, its own or a fallback's."""
        path = announcement.version(language).path
        address = f"{self._folder(announcement, language)}{slug}/"
        self._own(slug, path)
        other, _ = self.owners.setdefault(address.lower(), (path, address))
        if other != path:
            self.problems.append(_clash(address, self._place(path, "slug"), self._place(other, "slug")))
        self.pages[announcement.identity, language] = address

    def redirect(self, announcement: Announcement, language: str, address: str, key: str) -> None:
        """Place an address that leads to an announcement in a language, as a key of its front matter says."""
        document = announcement.documents[language]
        owner = self.owners.get(address.lower())
        if address == self.pages[announcement.identity, language] or owner == (document.path, address):
            return  # it is there already: its own page, or the one where it stands in for another language
        place = self._place(document.path, key)
        if self._reserved(address.lower()):
            self.problems.append(Diagnostic(place, "slug-reserved", {"slug": address}))
        elif owner:
            self.problems.append(Diagnostic(place, "slug-clash", {"address": address, "other": owner[0]}))
        else:
            self.owners[address.lower()] = document.path, address
            self.redirects[address] = announcement.identity, language

    def redirects_of(self, announcement: Announcement) -> None:
        """Keep the announcement's own name alive where a version has a slug, and its old addresses."""
        for language, document in announcement.documents.items():
            if self._own(announcement.name, document.path):
                address = f"{self._folder(announcement, language)}{announcement.name}/"
                self.redirect(announcement, language, address, "slug")
            for alias in document.aliases:
                self.redirect(announcement, language, alias.strip("/") + "/", "aliases")

    def gone(self, withdrawal: Gone) -> None:
        """Place what says that nothing is there any more. Lists and feeds come and go, so it may be where one was."""
        address = withdrawal.address.lower()
        parts, other = address.strip("/").split("/"), self.owners.get(address)
        fixed = {*FIXED, *self.homes} if len(parts) == 1 else {"index.html", *routes.DEVICES}
        if parts[0] == "static" or not fixed.isdisjoint(parts):
            self.problems.append(Diagnostic(withdrawal.place, "slug-reserved", {"slug": withdrawal.address}))
        elif other:
            self.problems.append(
                Diagnostic(withdrawal.place, "slug-clash", {"address": withdrawal.address, "other": other[0]})
            )
        else:
            self.owners[address] = withdrawal.place.path, withdrawal.address
            self.ended[withdrawal.address] = withdrawal.place

    def sisters(self, site: Mapping[str, Announcement], gone: Sequence[Gone]) -> None:
        """Let an old address, or one that is gone, speak for the same name in the languages that only borrowed it.

        Whatever else stands there goes before.
        """
        for announcement in site.values():
            for alias in announcement.documents[announcement.original].aliases:
                borrowed = {tag for tag in self.languages if tag not in announcement.documents}
                for language, address in self._sisters(alias.strip("/") + "/").items():
                    placed = (announcement.identity, language) in self.pages
                    if language in borrowed and placed and not self._reserved(address.lower()):
                        self.owners[address.lower()] = announcement.version(language).path, address
                        self.redirects[address] = announcement.identity, language
        for withdrawal in gone:
            if withdrawal.address in self.ended:
                for address in self._sisters(withdrawal.address).values():
                    self.owners[address.lower()] = withdrawal.place.path, address
                    self.withdrawn.append(replace(withdrawal, address=address))

    def _sisters(self, address: str) -> dict[str, str]:
        sisters = routes.sisters(address, self.sections, self.languages)
        return {tag: at for tag, at in sisters.items() if at.lower() not in self.owners}

    def files(self, site: Mapping[str, Announcement], types: Mapping[str, DocumentType]) -> None:
        """See that no address that leads on or is gone is, or is below, a file beside a page, or a comparison."""
        copied = {
            f"{page}{name}/".lower(): site[identity].version(language).path
            for (identity, language), page in self.pages.items()
            for name in (*site[identity].version(language).files, *site[identity].documents)
        }
        for (identity, language), page in self.pages.items():
            announcement, paper = site[identity], routes.paper(page)
            if language in announcement.documents and announcement.on_paper(types[announcement.type]):
                version = announcement.documents[language]
                names = {f"{page}{name}".lower(): path for name, path in version.files.items()}
                if path := names.get(paper.lower()):
                    self.problems.append(Diagnostic(Place(path), "file-reserved", {"value": paper.rpartition("/")[2]}))
                copied[f"{paper}/".lower()] = version.path
        for address in (*self.redirects, *self.ended):
            parts = address.lower().split("/")
            for end in range(1, len(parts)):
                other = copied.get("/".join(parts[:end]) + "/")
                if other:
                    place = self.ended.get(address) or self._place(self.owners[address.lower()][0], "aliases")
                    self.problems.append(Diagnostic(place, "slug-clash", {"address": address, "other": other}))

    def _folder(self, announcement: Announcement, language: str) -> str:
        return self.by_section.get((announcement.type, language), f"{language}/")

    def _place(self, path: str, key: str) -> Place:
        return Place(*self.places.get(f"{path}:{key}", (path, 1, 1)))

    def _own(self, slug: str, path: str) -> bool:
        """Say whether an announcement may be called so."""
        free = slug not in self.words and not routes.is_year(slug)
        if not free:
            self.problems.append(Diagnostic(self._place(path, "slug"), "slug-reserved", {"slug": slug}))
        return free

    def _reserved(self, address: str) -> bool:
        """Say whether an address in small letters has a meaning of its own: files, homes, lists, and what is below."""
        parts = address.strip("/").split("/")
        if parts[0] in ("static", "pagefind") or (len(parts) == 1 and parts[0] in self.homes):
            return True
        if not (FIXED | routes.DEVICES).isdisjoint(parts):
            return True
        below = [address.removeprefix(root).split("/")[0] for root in self.roots if address.startswith(root)]
        return address.startswith(self.topics) or any(
            not name or name in routes.RESERVED or routes.is_year(name) for name in below
        )


def place(
    site: Mapping[str, Announcement],
    types: Mapping[str, DocumentType],
    languages: Sequence[str],
    placement: Placement,
    gone: Sequence[Gone],
) -> None:
    """Give every announcement its addresses, and those that are gone theirs; two may not share one."""
    for language in languages:
        for announcement in site.values():
            if language in announcement.documents:
                placement.page(announcement, language, announcement.documents[language].slug)
            elif types[announcement.type].fallback == "show":
                placement.page(announcement, language, announcement.name)
    for announcement in site.values():
        placement.redirects_of(announcement)
    for withdrawal in gone:
        placement.gone(withdrawal)
    placement.sisters(site, gone)
    placement.files(site, types)


def _clash(address: str, place: Place, other: Place) -> Diagnostic:
    """Tell of two with the same address, at the one whose slug is written down."""
    if place.line == 1:
        place, other = other, place
    return Diagnostic(place, "slug-clash", {"address": address, "other": other.path})
