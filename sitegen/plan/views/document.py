"""The view of an announcement in a language: what its page says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sitegen.language import formats
from sitegen.model import TRANSLATED, Announcement, Document, Moment, Site, Text, Values, routes
from sitegen.model.declared import STATEMENT
from sitegen.model.views import FieldView, Frame, LinkView, Piece, Words
from sitegen.model.views.documents import DocumentView, VersionView
from sitegen.plan.views import body, life, schema_org
from sitegen.plan.views.frame import Navigation, Spot, frame
from sitegen.plan.views.reader import Reader, bare
from sitegen.plan.views.values import Origin, fields, head, moment, origin, quoted, registered

APART = frozenset(
    {
        "title",
        "summary",
        "published",
        "updated",
        "edition",
        "full_text",
        "topics",
        "attachments",
        "status",
        "menu",
        "order",
    }
    | {*life.OUTGOING}
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


def article(
    announcement: Announcement, reader: Reader, guide: Navigation, referring: tuple[str, ...], *, fed: bool
) -> DocumentView:
    """Give an announcement's view for a reader; `referring` ones point to it, `fed`: its section has feeds."""
    site, shown_in = reader.site, announcement.version(reader.language)
    declared, values, where = site.types[announcement.type], shown_in.values, spot(site, announcement)
    words = summary(values, reader)
    foreign = shown_in.language != reader.language
    borrowed = formats.primary(shown_in.body_lang) != formats.primary(shown_in.lang)
    listed = tuple(field for field in declared.fields if field.name not in APART)
    calendar = reader.to(reader.address + routes.CALENDAR) if reader.scheduled(announcement) else ""
    files = body.attachments(shown_in, reader)
    framed = _frame(announcement, reader, guide, where, reader.words(shown_in.title), bare(words), fed=fed)
    return DocumentView(
        frame=framed,
        type=announcement.type,
        type_label=reader.singular(announcement.type),
        registered=head(registered(announcement, reader), announcement, reader),
        quoted=head(quoted(announcement, reader), announcement, reader),
        title=framed.title,
        summary=words,
        lang=shown_in.body_lang if shown_in.body_lang != reader.language else "",
        borrowed=formats.language_name(shown_in.body_lang, reader.language) if foreign or borrowed else "",
        edition=str(values.get("edition") or ""),
        full_text=str(values.get("full_text") or ""),
        draft=_draft(announcement, reader),
        life=life.life(announcement, reader),
        published=_moment(values, "published", announcement, reader),
        updated=_moment(values, "updated", announcement, reader) if isinstance(values.get("updated"), Moment) else None,
        fields=fields(listed, values, reader, replace(origin(announcement, reader), calendar=calendar)),
        versions=_versions(announcement, reader, guide),
        translation_label=status_of(shown_in, announcement, reader),
        original_href=_original(shown_in, announcement, reader, where),
        translated=_translated(shown_in, announcement, reader),
        translator=shown_in.translation.translator or "",
        reviewed=_reviewed(shown_in, reader),
        unstamped=shown_in.translation.outdated is None,
        outdated=_outdated(shown_in, announcement, reader),
        attachments=files,
        contents=body.contents(shown_in, reader),
        topics=tuple(reader.topic(topic) for topic in _tuple(values.get("topics"))),
        citation=tuple(_citation(announcement, reader)),
        referring=tuple(reader.announcement(identity) for identity in referring if reader.shows(identity)),
        publisher=site.config.publisher or "",
        json_ld=schema_org.document(announcement, reader, where, files, framed.breadcrumbs),
        body=body.body(shown_in, reader, reader.address),
        register=_register(announcement, reader),
        statement=_statement(announcement, reader),
    )


def _original(version: Document, announcement: Announcement, reader: Reader, where: Spot) -> str:
    """Give the way from a translation to what it was made from."""
    translated = version.translation.status in TRANSLATED
    return reader.to(where.addresses[announcement.original]) if translated else ""


def _translated(version: Document, announcement: Announcement, reader: Reader) -> str:
    """Say from which language a version was translated, where what it was made from is not the only original."""
    if version.translation.status not in TRANSLATED or announcement.equals() is None:
        return ""
    language = formats.from_language(announcement.documents[announcement.original].lang, reader.language)
    # Translators: "from_language" is a language with what a language says before it: from Romanian, z rumuńskiego.
    return reader.catalogue.gettext("Translated %(from_language)s") % {"from_language": language}


def _register(announcement: Announcement, reader: Reader) -> str:
    """Give the way to the register of an announcement's type."""
    section = reader.site.sections.get((announcement.type, reader.language))
    return reader.to(f"{section}register/") if section and reader.site.types[announcement.type].register else ""


def _statement(announcement: Announcement, reader: Reader) -> dict[str, FieldView]:
    """Say what the accessibility statement says, on the page that it stands on."""
    statement, language = reader.site.statement, reader.language
    if statement is None or statement.page.name != announcement.identity:
        return {}
    here = Origin(language, reader.site.config.time_zone, language)
    return fields(STATEMENT, statement.values[language], reader, here)


def summary(values: Values, reader: Reader) -> Words:
    """Give the summary, or no words."""
    text = values.get("summary")
    return reader.words(text) if isinstance(text, Text) else Words("")


def _citation(announcement: Announcement, reader: Reader) -> Iterator[Words]:
    """Say what to quote a document by: who issued it, what it is with number and date, its title, where it was read."""
    version = announcement.version(reader.language)
    issuer = version.values.get("issuer")
    if isinstance(issuer, str):
        yield reader.organisation(issuer).words
    yield Words(quoted(announcement, reader))
    yield reader.words(version.title)
    status = status_of(version, announcement, reader)
    if status and version.language != announcement.original:
        yield Words(status)
    yield Words(reader.title())


def _frame(
    announcement: Announcement,
    reader: Reader,
    guide: Navigation,
    where: Spot,
    title: Words,
    summary: str,
    *,
    fed: bool,
) -> Frame:
    """Frame a document; one that stands in for another language's leaves the description and search to its own page."""
    site, shown_in = reader.site, announcement.version(reader.language)
    foreign = shown_in.language != reader.language
    original = routes.absolute(site.config.base_url, where.addresses[announcement.original])
    section = site.sections.get((announcement.type, reader.language))
    label = Words(reader.plural(announcement.type))
    return frame(
        reader,
        where,
        title,
        guide,
        description="" if foreign else summary,
        trail=(LinkView(label, reader.to(section)),) if section else (),
        canonical=original if foreign else "",
        index=not _draft(announcement, reader),
        calendar=reader.address + routes.CALENDAR if reader.scheduled(announcement) else "",
        feed=LinkView(label, section) if section and fed else None,
        kind="article",
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
    return moment(value, announcement.zone, reader)


def status_of(version: Document, announcement: Announcement, reader: Reader) -> str:
    """Say how a version relates to the others; of an announcement in one language there is nothing to say.

    Where another is parallel to the first, or as authentic, nobody says that the first is the original.
    """
    _, status = reader.catalogue.gettext, version.translation.status
    if len(announcement.documents) == 1:
        return ""
    return {
        "original": _("Original"),
        "official": _("Official translation"),
        "unofficial": _("Unofficial translation"),
        "machine": _("Machine translation"),
        "parallel": _("Parallel version"),
        "authentic": _("Authentic version"),
    }[announcement.equals() or status if status == "original" else status]


def _versions(announcement: Announcement, reader: Reader, guide: Navigation) -> tuple[VersionView, ...]:
    views = list[VersionView]()
    for language, version in announcement.documents.items():
        beside = guide.compared and language != reader.language and reader.language in announcement.documents
        views.append(
            VersionView(
                lang=language,
                name=formats.endonym(language),
                href=reader.to(reader.site.addresses[announcement.identity, language]),
                title=bare(reader.words(version.title)),
                status=status_of(version, announcement, reader),
                outdated=_outdated(version, announcement, reader),
                current=language == reader.language,
                translated=version.translation.status in TRANSLATED,
                comparison=reader.to(routes.comparison(reader.address, language)) if beside else "",
            )
        )
    return tuple(views)


def _outdated(version: Document, announcement: Announcement, reader: Reader) -> tuple[Words, ...]:
    """Name the sections that changed in the original, by their headings there."""
    _ = reader.catalogue.gettext
    original = announcement.documents[announcement.original]
    titles = {read.id: body.heading(read, original, reader) for read in original.outline.headings}
    titles |= {"front": Words(_("Title and particulars")), "lead": Words(_("Introduction"))}
    return tuple(titles.get(section, Words(section)) for section in version.translation.outdated or ())
