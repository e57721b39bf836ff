"""The pages of an announcement, one in each language: a document of its own, or the original in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sitegen.model import TITLED, Announcement, Document, File, Site, Statement, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.keys import key
from sitegen.model.pages import Copy, Page, Recipe
from sitegen.model.views.documents import DocumentView
from sitegen.model.views.front import RedirectView
from sitegen.plan.excerpts import Excerpt
from sitegen.plan.views.document import article
from sitegen.plan.views.frame import Guide, Navigation
from sitegen.plan.views.reader import Reader

IMAGES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")


def pages(
    announcement: Announcement, readers: Mapping[str, Reader], guides: Mapping[str, Guide], papers: Mapping[str, Guide]
) -> list[Page | Copy]:
    """Plan the pages of an announcement, with the files that they show, and as `papers` where it is to have them."""
    planned = list[Page | Copy]()
    site, identity = next(iter(readers.values())).site, announcement.identity
    placed = {tag: at for tag in readers if (at := site.addresses.get((identity, tag))) is not None}
    files = {
        path: replace(site.attachments[path], digest="")
        for document in announcement.documents.values()
        for path in document.files.values()
        if path in site.attachments
    }
    statement = site.statement if site.statement and site.statement.page.name == identity else None
    excerpt = _Own(announcement, {(identity, tag): at for tag, at in placed.items()}, files, statement)
    printed = {*papers} & {*announcement.documents} if announcement.on_paper(site.types[announcement.type]) else set()
    shown = key(announcement.digest, files, statement and statement.values)
    parts = {"announcement": shown, "addresses": key(placed)}
    template = f"types/{announcement.type}/page.html"
    for language, address in placed.items():
        version = announcement.version(language)
        recipe = _recipe(excerpt, parts, address, guides[language], paper=language in printed)
        path = routes.file_of(address)
        planned.append(Page(path, template, recipe, language, announcement.digest, (version.body,)))
        planned += _files(version, readers[language].at(address)) if version.files else ()
        if language in printed:
            planned.append(_paper(excerpt, parts, readers[language].at(address), papers[language]))
    return planned


class _Own(NamedTuple):
    """What the pages of an announcement share: it, its addresses by (identity, language), and its files by path.

    And, where they show it, the site's accessibility statement.
    """

    announcement: Announcement
    addresses: Mapping[tuple[str, str], str]
    files: Mapping[str, File]
    statement: Statement | None


def _paper(own: _Own, parts: Mapping[str, str], reader: Reader, guide: Guide) -> Page:
    """Plan a document as PDF, with the images that it shows."""
    site, version = reader.site, own.announcement.documents[reader.language]
    images = {
        routes.absolute(site.config.base_url, reader.address + name): path
        for name, path in version.files.items()
        if path in site.attachments and name.lower().endswith(IMAGES)
    }
    shown = key(parts["announcement"], [(url, site.attachments[path].digest) for url, path in images.items()])
    recipe = _recipe(own, {**parts, "announcement": shown}, reader.address, guide)
    path, digest = routes.paper(reader.address), own.announcement.digest
    return Page(path, "pages/paper.html", recipe, reader.language, digest, (version.body,), images)


def _recipe(own: _Own, parts: Mapping[str, str], address: str, guide: Guide, *, paper: bool = False) -> Recipe:
    """Take from the site what the page of an announcement shows of it; `parts` are the digests of what is its own."""
    excerpts, names = guide.excerpts, own.announcement.names
    organisations, of_organisations = excerpts.named("organisation", names.get("organisation", ()), whole=True)
    topics, of_topics = excerpts.named("topic", names.get("topic", ()))
    cited, of_cited = excerpts.cited((*names.get("reference", ()), *names.get(TITLED, ())), names.get("link", ()))
    life, acts, of_life = excerpts.life(own.announcement.identity)
    referring = excerpts.referring(own.announcement.identity)
    others, of_others = excerpts.cited(referring, quoted=acts)
    known = {other.identity for other in others}
    cited = (*others, *(link for link in cited if link.identity not in known))
    of_type, types = excerpts.types[own.announcement.type]
    excerpt = Excerpt(
        excerpts.language,
        excerpts.common,
        types,
        organisations,
        topics,
        own.files,
        cited,
        addresses=own.addresses,
        lives=life,
        statement=own.statement,
    )
    digests = {
        **parts,
        "type": of_type,
        "names": of_organisations + of_topics,
        "links": of_cited,
        "life": of_life + of_others,
        "site": guide.digest,
    }
    tags, drafts = tuple(own.announcement.documents), tuple(sorted(own.announcement.unpublished))
    fed = excerpts.common.sections.get((own.announcement.type, excerpts.language)) in guide.feeds
    return _DocumentPage(digests, excerpt, guide.navigation, address, tags, drafts, referring, fed, paper)


@dataclass(frozen=True, slots=True)
class _DocumentPage(Recipe):
    """The page of an announcement in a language, of whose versions, the `tags`, some are `drafts`.

    `referring` ones point to it; `fed` says whether its section has feeds, `paper` whether it is there as PDF.
    """

    excerpt: Excerpt = field(repr=False)
    navigation: Navigation = field(repr=False)
    address: str
    tags: tuple[str, ...]
    drafts: tuple[str, ...]
    referring: tuple[str, ...]
    fed: bool
    paper: bool

    def view(self, words: Catalogue, whole: Announcement | None, /) -> DocumentView:
        assert whole is not None  # noqa: S101  (the page names it)
        documents = {tag: whole.documents[tag] for tag in self.tags}
        announcement = replace(whole, documents=documents, unpublished=frozenset(self.drafts))
        site = replace(self.excerpt, own=(announcement,)).site()
        reader = Reader(site, self.excerpt.language, words, self.address)
        view = article(announcement, reader, self.navigation, self.referring, fed=self.fed)
        return replace(view, paper=routes.relative(self.address, routes.paper(self.address))) if self.paper else view


def _files(version: Document, reader: Reader) -> list[Copy]:
    attachments = reader.site.attachments
    return [
        Copy(reader.address + name, path, attachments[path].digest)
        for name, path in sorted(version.files.items())
        if path in attachments
    ]


def redirects(readers: Mapping[str, Reader]) -> list[Page]:
    """Plan the pages at addresses that lead on."""
    site = next(iter(readers.values())).site
    planned = list[Page]()
    for address, (identity, language) in site.redirects.items():
        reader, target = readers[language], site.addresses[identity, language]
        view = RedirectView(
            lang=language,
            root=routes.up(address),
            site_title=reader.title(),
            title=reader.words(site.announcements[identity].version(language).title),
            href=reader.at(address).to(target),
            canonical=routes.absolute(site.config.base_url, target),
        )
        planned.append(Page(routes.file_of(address), "pages/redirect.html", view, language))
    return planned


def beside(site: Site, planned: Sequence[Page | Copy]) -> list[Page | Copy]:
    """Plan at each old address in its section what lies beside the page that it leads to: files, calendar, PDF.

    What another program had at an address of its own is not known, and an announcement's own name never had any.
    """
    led = defaultdict[str, list[str]](list)
    for address, (identity, language) in site.redirects.items():
        announcement = site.announcements[identity]
        aliases = announcement.version(language).aliases
        if language in announcement.documents and address.endswith(f"/{announcement.name}/"):
            aliases = tuple(alias for alias in aliases if f"{alias.strip('/')}/" == address)
        if aliases and site.announces(address, announcement.type):
            led[site.addresses[identity, language]].append(address)
    if not led:
        return []
    taken = {"/".join(parts[:end]) for address in (*site.redirects, *(gone.address for gone in site.gone))
             if (parts := address.lower().split("/")) for end in range(1, len(parts))}  # fmt: skip
    moved = list[Page | Copy]()
    for page in planned:
        folder, _, name = page.path.rpartition("/")
        for address in led.get(f"{folder}/", ()) if name != "index.html" else ():
            path = routes.paper(address) if page.path == routes.paper(f"{folder}/") else address + name
            if path.lower() not in taken:
                moved.append(replace(page, path=path))
    return moved
