"""The page of an announcement in a language: a document of its own, or the original in its place."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from sitegen import formats, links, routes
from sitegen.catalogues import Catalogue
from sitegen.keys import key
from sitegen.model import Announcement, Document, File, Moment, Site, Text, Values
from sitegen.pages import Copy, Page, Recipe
from sitegen.plan import shown
from sitegen.plan.excerpts import Excerpt
from sitegen.plan.frames import Guide, Navigation, Spot, frame
from sitegen.plan.reader import Reader, bare
from sitegen.views import (
    AttachmentView,
    BodyView,
    DocumentView,
    Frame,
    HeadingView,
    LinkView,
    Piece,
    RedirectView,
    VersionView,
    Words,
)

APART = frozenset(
    {"title", "summary", "published", "updated", "edition", "topics", "attachments", "status", "menu", "order"}
)
"""Fields that a document's view shows in a place of their own."""


def spot(site: Site, announcement: Announcement) -> Spot:
    """Give the addresses of an announcement: of its own versions, and where the original stands in for one."""
    placed = {tag: site.addresses.get((announcement.identity, tag)) for tag in site.config.languages}
    own = {tag: address for tag, address in placed.items() if address is not None and tag in announcement.documents}
    rest = {
        tag: address for tag, address in placed.items() if address is not None and tag not in announcement.documents
    }
    if site.types[announcement.type].fallback == "link":
        original = own[announcement.original]
        rest = {tag: original for tag in site.config.languages if tag not in own}
    return Spot(own, own[announcement.original], rest)


def pages(announcement: Announcement, readers: Mapping[str, Reader], guides: Mapping[str, Guide]) -> list[Page | Copy]:
    """Plan the pages of an announcement, with the files that they show."""
    made = list[Page | Copy]()
    site, identity = next(iter(readers.values())).site, announcement.identity
    placed = {tag: at for tag in readers if (at := site.addresses.get((identity, tag))) is not None}
    files = {
        path: replace(site.attachments[path], digest="")
        for document in announcement.documents.values()
        for path in document.files.values()
        if path in site.attachments
    }
    excerpt = _Own(announcement, {(identity, tag): at for tag, at in placed.items()}, files)
    parts = {
        "announcement": key(announcement.digest, *announcement.documents, *sorted(announcement.unpublished), files),
        "addresses": key(placed),
    }
    template = f"types/{announcement.type}/page.html"
    for language, address in placed.items():
        version, recipe = announcement.version(language), _recipe(excerpt, parts, address, guides[language])
        path = routes.file_of(address)
        made.append(Page(path, template, recipe, language, announcement.digest, version.body))
        made += _files(version, readers[language].at(address)) if version.files else ()
    return made


class _Own(NamedTuple):
    """What the pages of an announcement share: it, its addresses by (identity, language), and its files by path."""

    announcement: Announcement
    addresses: Mapping[tuple[str, str], str]
    files: Mapping[str, File]


def _recipe(own: _Own, parts: Mapping[str, str], address: str, guide: Guide) -> Recipe:
    """Take from the site what the page of an announcement shows of it; `parts` are the digests of what is its own."""
    excerpts, names = guide.excerpts, own.announcement.names
    organisations, of_organisations = excerpts.named("organisation", names.get("organisation", ()))
    topics, of_topics = excerpts.named("topic", names.get("topic", ()))
    cited, of_cited = excerpts.cited(names.get("reference", ()), names.get("link", ()))
    of_type, types = excerpts.types[own.announcement.type]
    excerpt = Excerpt(
        excerpts.language, excerpts.common, types, organisations, topics, own.files, cited, addresses=own.addresses
    )
    tags = tuple(own.announcement.documents)
    return Recipe(
        partial(_view, excerpt, guide.navigation, address, tags, own.announcement.unpublished),
        {
            **parts,
            "type": of_type,
            "names": of_organisations + of_topics,
            "links": of_cited,
            "address": address,
            "site": guide.digest,
        },
    )


def _view(
    excerpt: Excerpt,
    guide: Navigation,
    address: str,
    tags: tuple[str, ...],
    unpublished: frozenset[str],
    words: Catalogue,
    whole: Announcement | None,
) -> DocumentView:
    assert whole is not None  # noqa: S101  (the page names it)
    documents = {tag: whole.documents[tag] for tag in tags}
    announcement = replace(whole, documents=documents, unpublished=unpublished)
    site = replace(excerpt, own=(announcement,)).site()
    return document(announcement, Reader(site, excerpt.language, words, address), guide)


def document(announcement: Announcement, reader: Reader, guide: Navigation) -> DocumentView:
    """Give the view of an announcement for a reader."""
    site, shown_in = reader.site, announcement.version(reader.language)
    declared = site.types[announcement.type]
    values = shown_in.values
    where = spot(site, announcement)
    title = reader.words(shown_in.title)
    summary = values.get("summary")
    words = reader.words(summary) if isinstance(summary, Text) else Words("")
    foreign = shown_in.language != reader.language
    borrowed = formats.primary(shown_in.body_lang) != formats.primary(shown_in.lang)
    original = where.addresses[announcement.original]
    status = str(values.get("status") or "")
    updated = values.get("updated")
    fields = tuple(field for field in declared.fields if field.name not in APART)
    return DocumentView(
        frame=_frame(announcement, reader, guide, where, title, bare(words)),
        type=announcement.type,
        type_label=reader.catalogue.pgettext("type", declared.label[0]),
        title=title,
        summary=words,
        lang=shown_in.body_lang if shown_in.body_lang != reader.language else "",
        borrowed=formats.language_name(shown_in.body_lang, reader.language) if foreign or borrowed else "",
        edition=str(values.get("edition") or ""),
        draft=_draft(announcement, reader),
        status=status,
        status_label=reader.choice(status) if status else "",
        published=_moment(values, "published", announcement, reader),
        updated=_moment(values, "updated", announcement, reader) if isinstance(updated, Moment) else None,
        fields=shown.fields(fields, values, reader, shown.origin(announcement, reader)),
        versions=_versions(announcement, reader),
        translation_label=status_of(shown_in, announcement, reader),
        original_href=reader.to(original) if shown_in.language != announcement.original else "",
        translator=shown_in.translation.translator or "",
        reviewed=_reviewed(shown_in, reader),
        unstamped=shown_in.translation.outdated is None,
        outdated=_outdated(shown_in, announcement, reader),
        attachments=_attachments(shown_in, reader),
        contents=_contents(shown_in, reader),
        topics=tuple(reader.topic(topic) for topic in _tuple(values.get("topics"))),
        publisher=site.config.publisher or "",
        json_ld=_json_ld(announcement, shown_in, reader, where),
        body=_body(shown_in, reader),
    )


def _frame(
    announcement: Announcement, reader: Reader, guide: Navigation, where: Spot, title: Words, summary: str
) -> Frame:
    """Frame a document; one that stands in for another language's leaves the description and search to its own page."""
    site, shown_in = reader.site, announcement.version(reader.language)
    foreign = shown_in.language != reader.language
    original = routes.absolute(site.config.base_url, where.addresses[announcement.original])
    section = site.sections.get((announcement.type, reader.language))
    label = Words(reader.catalogue.pgettext("type", site.types[announcement.type].label[1]))
    return frame(
        reader,
        where,
        title,
        guide,
        description="" if foreign else summary,
        trail=(LinkView(label, reader.to(section)),) if section else (),
        canonical=original if foreign else "",
        index=not _draft(announcement, reader),
    )


def _draft(announcement: Announcement, reader: Reader) -> bool:
    """Say whether only a preview shows what the reader gets."""
    return announcement.version(reader.language).language in announcement.unpublished


def _reviewed(version: Document, reader: Reader) -> str:
    """Say when a translation was reviewed."""
    reviewed = version.translation.reviewed
    return formats.date(reviewed, reader.language) if reviewed else ""


def _tuple(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, tuple) else ()


def _moment(values: Values, name: str, announcement: Announcement, reader: Reader) -> Piece:
    value = values[name]
    assert isinstance(value, Moment)  # noqa: S101  (checked: kind datetime, and published has no null)
    return shown.moment(value, announcement.zone, reader)


def status_of(version: Document, announcement: Announcement, reader: Reader) -> str:
    """Say how a version relates to the others; of an announcement in one language there is nothing to say."""
    _ = reader.catalogue.gettext
    if len(announcement.documents) == 1:
        return ""
    return {
        "original": _("Original"),
        "official": _("Official translation"),
        "unofficial": _("Unofficial translation"),
        "machine": _("Machine translation"),
        "parallel": _("Parallel version"),
        "authentic": _("Authentic version"),
    }[version.translation.status]


def _versions(announcement: Announcement, reader: Reader) -> tuple[VersionView, ...]:
    _ = reader.catalogue.gettext
    views = list[VersionView]()
    for language, version in announcement.documents.items():
        note = _("Parts of the original have changed since.") if version.translation.outdated else ""
        views.append(
            VersionView(
                lang=language,
                name=formats.endonym(language),
                href=reader.to(reader.site.addresses[announcement.identity, language]),
                title=bare(reader.words(version.title)),
                status=status_of(version, announcement, reader),
                note=note,
                current=language == reader.language,
            )
        )
    return tuple(views)


def _outdated(version: Document, announcement: Announcement, reader: Reader) -> tuple[Words, ...]:
    """Name the sections that changed in the original, by their headings there."""
    _ = reader.catalogue.gettext
    original = announcement.documents[announcement.original]
    titles = {heading.id: reader.words(Text(heading.text, original.body_lang)) for heading in original.outline.headings}
    titles |= {"front": Words(_("Title and particulars")), "lead": Words(_("Introduction"))}
    return tuple(titles.get(section, Words(section)) for section in version.translation.outdated or ())


def _contents(version: Document, reader: Reader) -> tuple[HeadingView, ...]:
    return tuple(
        HeadingView(
            reader.words(Text(heading.text, version.body_lang)),
            f"#{version.heading_ids.get(heading.id, heading.id)}",
            heading.level,
        )
        for heading in version.outline.headings
        if heading.level <= 3
    )


# --- body and files ---------------------------------------------------------------------------------------------------


def _body(version: Document, reader: Reader) -> BodyView:
    _ = reader.catalogue.gettext
    return BodyView(
        digest=version.body,
        lang=version.body_lang,
        links=dict(_links(version, reader)),
        ids=dict(version.heading_ids),
        # Translators: {} is the number of a footnote.
        back_to_note=_("Back to the text at note {}"),
        admonitions=_admonitions(reader),
    )


def _admonitions(reader: Reader) -> dict[str, str]:
    pgettext = reader.catalogue.pgettext
    return {
        "note": pgettext("admonition", "Note"),
        "tip": pgettext("admonition", "Tip"),
        "hint": pgettext("admonition", "Hint"),
        "important": pgettext("admonition", "Important"),
        "attention": pgettext("admonition", "Attention"),
        "caution": pgettext("admonition", "Caution"),
        "warning": pgettext("admonition", "Warning"),
        "danger": pgettext("admonition", "Danger"),
        "error": pgettext("admonition", "Error"),
    }


def _links(version: Document, reader: Reader) -> Iterator[tuple[str, tuple[str, str]]]:
    """Resolve the body's links; one to an announcement that the reader does not get stays without an address."""
    for target in version.outline.targets:
        link = links.read(target.target, version.path)
        if link.kind == "anchor":
            yield target.target, (f"#{version.heading_ids.get(link.anchor, link.anchor)}", "")
        elif link.kind == "announcement" and reader.shows(link.value):
            view = reader.announcement(link.value, link.anchor)
            yield target.target, (view.href, view.hreflang)
        elif link.kind == "file":
            there = f"#{link.anchor}" if link.anchor else ""  # a page of a PDF, say
            yield target.target, (reader.to(reader.address + posixpath.basename(link.value)) + there, "")


def _listed(version: Document) -> list[Values]:
    files = version.values.get("attachments")
    return [item for item in files if isinstance(item, dict)] if isinstance(files, tuple) else []


def _files(version: Document, reader: Reader) -> list[Copy]:
    attachments = reader.site.attachments
    return [
        Copy(reader.address + name, path, attachments[path].digest)
        for name, path in sorted(version.files.items())
        if path in attachments
    ]


def _attachments(version: Document, reader: Reader) -> tuple[AttachmentView, ...]:
    views = list[AttachmentView]()
    listed = {str(item["file"]): item for item in _listed(version)}
    images = {links.read(target.target, version.path).value for target in version.outline.targets if target.image}
    for name, path in version.files.items():
        if name not in listed and path in images:
            continue
        file, item = reader.site.attachments[path], listed.get(name, {})
        title, language = item.get("title"), str(item.get("language") or "")
        views.append(
            AttachmentView(
                words=reader.words(title) if isinstance(title, Text) else Words(name),
                href=reader.to(reader.address + name),
                format=posixpath.splitext(name)[1].lstrip(".").upper(),
                size=formats.size(file.size, reader.language),
                language=formats.language_name(language, reader.language) if language else "",
                hreflang="" if language == reader.language else language,
            )
        )
    return tuple(views)


# --- other addresses, and data ----------------------------------------------------------------------------------------


def redirects(readers: Mapping[str, Reader]) -> list[Page]:
    """Plan the pages at addresses that lead on."""
    site = next(iter(readers.values())).site
    made = list[Page]()
    for address, (identity, language) in site.redirects.items():
        reader, target = readers[language], site.addresses[identity, language]
        view = RedirectView(
            lang=language,
            root=routes.up(address),
            site_title=reader.title(),
            title=reader.words(site.announcements[identity].documents[language].title),
            href=routes.relative(address, target),
            canonical=routes.absolute(site.config.base_url, target),
        )
        made.append(Page(routes.file_of(address), "pages/redirect.html", view, language))
    return made


def _json_ld(announcement: Announcement, version: Document, reader: Reader, where: Spot) -> str:
    """Describe the document in schema.org's terms; `<` cannot close the script element."""
    base = reader.site.config.base_url
    if version.language != reader.language:
        return ""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": reader.site.types[announcement.type].schema_org,
        "@id": routes.absolute(base, reader.address),
        "url": routes.absolute(base, reader.address),
        "name": bare(reader.words(version.title)),
        "inLanguage": version.lang,
        "datePublished": announcement.published.isoformat(),
    }
    others = [routes.absolute(base, address) for tag, address in where.addresses.items() if tag != reader.language]
    if reader.language == announcement.original:
        data |= {"workTranslation": [{"@id": address} for address in others]} if others else {}
    else:
        data["translationOfWork"] = {"@id": routes.absolute(base, where.addresses[announcement.original])}
    return json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c")
