"""The editors' pages: the guide, the fields of all types, all that editors may be told. No reader's page leads here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sitegen.language import formats, voices
from sitegen.language.text import slugify
from sitegen.model import Announcement, DocumentType, Field, Moment, Site, kinds, repositories, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.declared import BELOW
from sitegen.model.diagnostics import RULES
from sitegen.model.keys import key
from sitegen.model.pages import Page, Recipe
from sitegen.model.sites import Handbook
from sitegen.model.standing import STATES, Standing, standings
from sitegen.model.views import Frame, LinkView, Words
from sitegen.model.views.data import FeedEntryView, FeedView
from sitegen.model.views.editors import (
    CodesView,
    CodeView,
    DeclaredGroupView,
    DeclaredView,
    EditorsView,
    FieldsView,
    NewFileView,
    TranslationsView,
    TranslationView,
)
from sitegen.plan.excerpts import Excerpt
from sitegen.plan.views.frame import Guide, Navigation, Spot, frame
from sitegen.plan.views.reader import Reader

FIELDS, CODES, TRANSLATIONS = "fields/", "codes/", "translations/"
LIMIT = 200
"""So many the page shows; `sitegen status` shows all."""
NEWEST = 20
PENDING = frozenset(STATES) - {"fine", "unreviewed", "uncompared", "excused"}


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where an editor of a language sits: the roots are those of the editors' pages, by language."""

    reader: Reader
    navigation: Navigation
    handbook: Handbook
    roots: Mapping[str, str]

    def at(self, part: str) -> Reader:
        """Give the reader on one of the pages."""
        return self.reader.at(self.roots[self.reader.language] + part)

    def framed(self, part: str, title: str) -> Frame:
        """Frame one of the pages, which no search engine lists."""
        spot = Spot({tag: root + part for tag, root in self.roots.items()}, None)
        reader, _ = self.at(part), self.reader.catalogue.gettext
        above = LinkView(Words(_("For editors")), reader.to(self.roots[self.reader.language]))
        framed = frame(reader, spot, Words(title), self.navigation, trail=(above,) if part else (), index=False)
        return replace(framed, alternates=(), locales=())


def pages(
    readers: Mapping[str, Reader], guides: Mapping[str, Guide], handbooks: Mapping[str, Handbook]
) -> Iterator[Page]:
    """Plan the editors' pages of each language."""
    roots = {language: reader.site.words["editors", language] for language, reader in readers.items()}
    pending = _pending(next(iter(readers.values())).site)
    for language, reader in readers.items():
        guide, book, root = guides[language], handbooks[language], roots[language]
        site, common = reader.site, guide.excerpts.common
        excerpt = Excerpt(language, common, site.types, {}, {}, {}, ())
        types = "".join(guide.excerpts.types[name][0] for name in site.types)
        digests = {"type": types, "handbook": book.digest, "site": guide.digest}
        for part, (template, _show) in _PARTS.items():
            recipe = _EditorsPage(digests, excerpt, guide.navigation, book, part, roots)
            yield Page(routes.file_of(root + part), template, recipe, language)
        desk = _Desk(reader, guide.navigation, book, roots)
        listed = _translations(desk, pending)
        yield Page(routes.file_of(root + TRANSLATIONS), "pages/translations.html", listed, language)
        feed = _feed(root + TRANSLATIONS, listed.frame.title.text, reader, book.words, pending)
        yield Page(f"{root}{TRANSLATIONS}feed.xml", "feeds/atom.xml", feed, language)


@dataclass(frozen=True, slots=True)
class _EditorsPage(Recipe):
    """One of the editors' pages, by its part of the address; `roots` are those of all languages."""

    OWN = "list"
    excerpt: Excerpt = field(repr=False)
    navigation: Navigation = field(repr=False)
    handbook: Handbook = field(repr=False)
    part: str
    roots: Mapping[str, str]

    def view(self, words: Catalogue, _whole: Announcement | None, /) -> object:
        reader = Reader(self.excerpt.site(), self.excerpt.language, words)
        return _PARTS[self.part][1](_Desk(reader, self.navigation, self.handbook, self.roots))


def _front(desk: _Desk) -> EditorsView:
    book, reader, here = desk.handbook, desk.reader, desk.at("")
    fields, codes, translations = (here.to(here.address + part) for part in (FIELDS, CODES, TRANSLATIONS))
    files = tuple(_begun(declared, reader) for declared in reader.site.types.values())
    return EditorsView(
        frame=desk.framed("", reader.catalogue.gettext("For editors")),
        guide=book.guide,
        lang="" if book.language == reader.language else book.language,
        fields=fields,
        codes=codes,
        translations=translations,
        files=files,
        inbox=repositories.upload(reader.site.config.repository, routes.INBOX),
    )


def _begun(declared: DocumentType, reader: Reader) -> NewFileView:
    """Begin an announcement: the fields that it must answer, each with what readers see it called."""
    words, language = reader.catalogue, reader.language
    path = f"content/{declared.folder}/{slugify(words.gettext('my announcement'))}/index.{language}.md"
    text = "\n".join(["---", *_blank(declared.fields, reader), "---", "", ""])
    href = repositories.new(reader.site.config.repository, path, text)
    return NewFileView(words.pgettext("type", declared.label[0]), path, text, href)


def _blank(fields: tuple[Field, ...], reader: Reader) -> Iterator[str]:
    """Ask for fields, each below a line that says what it is: what stands behind a # is not read."""
    for declared in fields:
        if declared.required:
            if declared.label:
                yield f"# {reader.label(declared.label)} {BELOW}"
            yield f"{declared.name}:"
            below = [*_blank(declared.fields, reader)]
            first = next((number for number, line in enumerate(below) if not line.startswith("#")), 0)
            if declared.list and not below:
                yield "  -"
            for number, line in enumerate(below):
                mark = "" if not declared.list or number < first else "- " if number == first else "  "
                yield f"  {mark}{line}"


# --- fields -----------------------------------------------------------------------------------------------------------


def _fields(desk: _Desk) -> FieldsView:
    reader = desk.reader
    types = list(reader.site.types.values())
    common = tuple(field for field in types[0].fields if all(field in declared.fields for declared in types))
    _ = reader.catalogue.gettext
    shared = DeclaredGroupView("_common", _("All types"), "", tuple(_declared(common, reader)))
    return FieldsView(
        desk.framed(FIELDS, _("What is written above a text")),
        (shared, *(_of_type(declared, common, reader) for declared in types)),
    )


def _of_type(declared: DocumentType, common: tuple[Field, ...], reader: Reader) -> DeclaredGroupView:
    own = tuple(field for field in declared.fields if field not in common)
    label = reader.catalogue.pgettext("type", declared.label[0])
    return DeclaredGroupView(f"_{declared.name}", label, declared.folder, tuple(_declared(own, reader)))


def _declared(fields: tuple[Field, ...], reader: Reader, above: str = "") -> Iterator[DeclaredView]:
    """Show fields, each before those that it is made of."""
    for declared in fields:
        yield DeclaredView(
            key=above + declared.name,
            label=reader.label(declared.label) if declared.label else "",
            kind=declared.kind,
            example=declared.example or kinds.EXAMPLES.get(declared.kind, ""),
            required=declared.required,
            translatable=declared.translatable,
            list=declared.list,
            choices=tuple((choice, reader.choice(choice)) for choice in declared.choices),
        )
        yield from _declared(declared.fields, reader, f"{above}{declared.name}.")


# --- codes ------------------------------------------------------------------------------------------------------------


def _codes(desk: _Desk) -> CodesView:
    title = desk.reader.catalogue.gettext("What editors are told")
    words, codes = desk.handbook.words, list[CodeView]()
    for code in sorted(RULES):
        label, message, advice = voices.meaning(code, words)
        codes.append(CodeView(code, RULES[code].severity, label, message, advice))
    return CodesView(desk.framed(CODES, title), tuple(codes))


_PARTS: Mapping[str, tuple[str, Callable[[_Desk], object]]] = {
    "": ("pages/editors.html", _front),
    FIELDS: ("pages/fields.html", _fields),
    CODES: ("pages/codes.html", _codes),
}
"""The pages that are made where they are rendered: by their part of the address the template, and what shows them."""


# --- what is to be translated -----------------------------------------------------------------------------------------


def _pending(site: Site) -> list[Standing]:
    """Give what is to be translated, of the newest announcements first."""
    unfinished = [standing for standing in standings(site) if not PENDING.isdisjoint(standing.states)]
    return sorted(unfinished, key=lambda standing: site.announcements[standing.identity].published, reverse=True)


def _translations(desk: _Desk, pending: list[Standing]) -> TranslationsView:
    reader, words, site = desk.at(TRANSLATIONS), desk.handbook.words, desk.reader.site
    framed = desk.framed(TRANSLATIONS, reader.catalogue.gettext("What is to be translated"))
    rows = (
        TranslationView(
            LinkView(reader.words(standing.title), reader.to(_address(standing, site)), _foreign(standing, reader)),
            formats.language_name(standing.language, reader.language),
            _states(standing, words),
            standing.path,
            _way(standing, site),
            _front_matter(standing, site),
        )
        for standing in pending[:LIMIT]
    )
    return TranslationsView(framed, tuple(rows), len(pending), "feed.xml")


def _way(standing: Standing, site: Site) -> str:
    """Give where a translation is written in the browser: changed, or begun."""
    repository, begun = site.config.repository, _front_matter(standing, site)
    return repositories.new(repository, standing.path, begun) if begun else repositories.edit(repository, standing.path)


def _front_matter(standing: Standing, site: Site) -> str:
    begun = site.announcements[standing.identity].begun if "missing" in standing.states else ""
    return begun and f"{begun}\n"


def _address(standing: Standing, site: Site) -> str:
    """Give the address of the original."""
    return site.addresses[standing.identity, site.announcements[standing.identity].original]


def _foreign(standing: Standing, reader: Reader) -> str:
    original = reader.site.announcements[standing.identity].original
    return "" if original == reader.language else original


def _states(standing: Standing, words: Catalogue) -> str:
    states = ", ".join(words.gettext(STATES[state]) for state in standing.states)
    return f"{states}: {', '.join(standing.sections)}" if standing.sections else states


def _feed(page: str, title: str, reader: Reader, words: Catalogue, pending: list[Standing]) -> FeedView:
    """Make the feed of a page. What is to be done anew is a new entry: states and sections are in its id."""
    site, base = reader.site, reader.site.config.base_url
    entries = tuple(_entry(standing, reader, words) for standing in pending[:NEWEST])
    return FeedView(
        id=f"tag:{site.config.id},2026:{reader.language}/translations",
        lang=reader.language,
        title=Words(f"{title} – {reader.title()}"),
        author=site.config.publisher or reader.title(),
        home=routes.absolute(base, page),
        address=routes.absolute(base, f"{page}feed.xml"),
        updated=max((entry.updated for entry in entries), key=datetime.fromisoformat, default="1970-01-01T00:00:00Z"),
        entries=entries,
    )


def _entry(standing: Standing, reader: Reader, words: Catalogue) -> FeedEntryView:
    announcement = reader.site.announcements[standing.identity]
    published = announcement.published.isoformat()
    moment = announcement.documents[announcement.original].values.get("updated")
    updated = formats.rfc3339(moment, announcement.zone) if isinstance(moment, Moment) else published
    name = formats.language_name(standing.language, reader.language)
    state = key(standing.states, standing.sections)[:12]
    return FeedEntryView(
        id=f"tag:{reader.site.config.id},2026:{standing.identity}/{standing.language}/{state}",
        title=Words(f"{standing.title.text} ({name})", _foreign(standing, reader)),
        href=routes.absolute(reader.site.config.base_url, _address(standing, reader.site)),
        hreflang=announcement.original,
        published=published,
        updated=max(published, updated, key=datetime.fromisoformat),
        summary=Words(f"{_states(standing, words)} ({standing.path})"),
        type_label="",
    )
