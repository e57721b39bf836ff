"""Comparisons: two versions of an announcement side by side, a page for each ordered pair of its languages."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sitegen.language import formats
from sitegen.model import NOTES, TITLED, TRANSLATED, Announcement, Document, Field, Life, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.keys import key
from sitegen.model.pages import Page, Recipe
from sitegen.model.views import Frame, LinkView, Words
from sitegen.model.views.documents import ComparisonView, PartView, SideView
from sitegen.plan.excerpts import Excerpt
from sitegen.plan.views import values
from sitegen.plan.views.body import body
from sitegen.plan.views.document import APART, spot, status_of, summary
from sitegen.plan.views.frame import Guide, Navigation, Spot, frame
from sitegen.plan.views.life import state
from sitegen.plan.views.reader import Reader

TEMPLATE = "pages/compare.html"


def kinds(templates: Mapping[str, str]) -> set[str]:
    """Say whether a theme has comparisons: not where their template is empty."""
    return {"comparisons"} if templates.get(TEMPLATE, "").strip() else set()


def pages(announcement: Announcement, readers: Mapping[str, Reader], guides: Mapping[str, Guide]) -> Iterator[Page]:
    """Plan the comparisons of an announcement: none where it has one version, or the theme has none."""
    identity, documents = announcement.identity, announcement.documents
    if len(documents) == 1 or not guides[announcement.original].navigation.compared:
        return
    known = next(iter(readers.values())).site.addresses
    placed = {(identity, tag): known[identity, tag] for tag in readers if (identity, tag) in known}
    tags, drafts = tuple(documents), tuple(sorted(announcement.unpublished))
    shared = key(placed, announcement.original, announcement.zone)
    for language in tags:
        guide = guides[language]
        of_type, types = guide.excerpts.types[announcement.type]
        cited, of_cited = guide.excerpts.cited(announcement.names.get(TITLED, ()), announcement.names.get("link", ()))
        lives, _changing, of_life = guide.excerpts.life(identity)
        excerpt = Excerpt(language, guide.excerpts.common, types, {}, {}, {}, cited, addresses=placed, lives=lives)
        for other in tags:
            if other == language:
                continue
            left, right = documents[language], documents[other]
            address = routes.comparison(placed[identity, language], other)
            digests = {
                "announcement": left.whole + right.whole,
                "addresses": shared,
                "type": of_type,
                "links": of_cited,
                "life": of_life,
                "site": guide.digest,
            }
            recipe = _ComparisonPage(digests, excerpt, guide.navigation, address, (language, other), tags, drafts)
            bodies = left.body, right.body
            yield Page(routes.file_of(address), TEMPLATE, recipe, language, announcement.digest, bodies)


@dataclass(frozen=True, slots=True)
class _ComparisonPage(Recipe):
    """A comparison: the `pair` of languages, among the `tags` of all versions, of which `drafts` are not published."""

    excerpt: Excerpt = field(repr=False)
    navigation: Navigation = field(repr=False)
    address: str
    pair: tuple[str, str]
    tags: tuple[str, ...]
    drafts: tuple[str, ...]

    def view(self, words: Catalogue, whole: Announcement | None, /) -> ComparisonView:
        assert whole is not None  # noqa: S101  (the page names it)
        documents = {tag: whole.documents[tag] for tag in self.tags}
        announcement = replace(whole, documents=documents, unpublished=frozenset(self.drafts))
        site = replace(self.excerpt, own=(announcement,)).site()
        reader = Reader(site, self.excerpt.language, words, self.address)
        own, other = (documents[tag] for tag in self.pair)
        life = site.lives.get(announcement.identity, Life())
        return ComparisonView(
            frame=_frame(announcement, self.pair, reader, self.navigation),
            type_label=reader.singular(announcement.type),
            state=life.state,
            state_label=state(life, announcement.zone, reader),
            edition=str(own.values.get("edition") or ""),
            sides=(_side(own, other, announcement, reader), _side(other, own, announcement, reader)),
            rows=tuple(_rows(own, other, reader)),
        )


def _frame(announcement: Announcement, pair: tuple[str, str], reader: Reader, guide: Navigation) -> Frame:
    """Frame a comparison: it stands for the document, and in another language for that one beside the same."""
    site, where, (language, other) = reader.site, spot(reader.site, announcement), pair
    counterparts = {
        tag: routes.comparison(address, language if tag == other else other) for tag, address in where.addresses.items()
    }
    title = reader.words(announcement.documents[language].title)
    section = site.sections.get((announcement.type, language))
    label = Words(reader.plural(announcement.type))
    framed = frame(
        reader,
        Spot(counterparts, None, where.fallbacks),
        Words(f"{title.text} ({formats.endonym(language)} – {formats.endonym(other)})", title.lang),
        guide,
        trail=(
            *((LinkView(label, reader.to(section)),) if section else ()),
            LinkView(title, reader.to(where.addresses[language])),
        ),
        canonical=routes.absolute(site.config.base_url, where.addresses[language]),
        index=False,
    )
    *way, here = framed.breadcrumbs
    short = replace(here, words=Words(reader.catalogue.gettext("Side by side")))
    return replace(framed, alternates=(), locales=(), breadcrumbs=(*way, short))


def _side(version: Document, beside: Document, announcement: Announcement, reader: Reader) -> SideView:
    aside = version.language if version.language != reader.language else ""
    address = reader.site.addresses[announcement.identity, version.language]
    fields = tuple(_texts(reader.site.types[announcement.type].fields))
    views = values.fields(fields, version.values, reader, values.origin(announcement, reader))
    return SideView(
        lang=version.body_lang if version.body_lang != reader.language else "",
        name=Words(formats.endonym(version.language), aside),
        href=reader.to(address),
        hreflang=aside,
        status=status_of(version, announcement, reader),
        notes=tuple(_notes(version, beside, announcement, reader)),
        title=reader.words(version.title),
        summary=summary(version.values, reader),
        fields={name: view for name, view in views.items() if view.stated},
        body=body(version, reader, address, aside),
    )


def _texts(fields: Iterable[Field]) -> Iterator[Field]:
    """Give the fields that a translation writes anew, and of a group those in it; facts are the same everywhere.

    What is said of each of several things says little without the facts that tell them apart.
    """
    for declared in fields:
        below = tuple(_texts(declared.fields)) if declared.kind == "group" and not declared.list else ()
        written = declared.kind == "text" and declared.translatable
        if declared.label and declared.name not in APART and (below or written):
            yield replace(declared, fields=below)


def _notes(version: Document, beside: Document, announcement: Announcement, reader: Reader) -> Iterator[str]:
    """Say what a reader must know of a version before reading it."""
    _ = reader.catalogue.gettext
    if version.language in announcement.unpublished:
        yield _("This document has not been published yet.")
    if _borrowed(version):
        yield _("The text has not been translated into this language.")
    translated = version.translation.status in TRANSLATED
    if version.translation.outdated is None and translated:
        yield _("Nobody has recorded which state of the original was translated; the original may have changed since.")
    elif version.translation.outdated is None:
        yield _("Nobody has recorded whether this language version still says the same as the others.")
    elif version.translation.outdated and "front" not in version.translation.outdated:
        yield (
            _("Parts of the original have changed since.")
            if translated
            else _("Parts of another version have changed since.")
        )
    if changed := _changed({"front"}, version, beside, reader):
        yield changed


def _changed(sections: set[str], version: Document, beside: Document, reader: Reader) -> str:
    """Say that sections of the original changed since one of the two was translated."""
    _ = reader.catalogue.gettext
    if not sections.isdisjoint(version.translation.outdated or ()):
        if version.translation.status in TRANSLATED:
            return _("The original of this part has changed since this translation was made.")
        return _("This part has changed in another version since this one was written.")
    if not sections.isdisjoint(beside.translation.outdated or ()):
        if beside.translation.status in TRANSLATED:
            return _("This part has changed in the original since the other version was translated.")
        return _("This part has changed since the other version was written.")
    return ""


# --- parts ------------------------------------------------------------------------------------------------------------


class Part(NamedTuple):
    """A part of a body: what it is paired by, from where to where its HTML goes, and the sections that it holds.

    Sections are those by which changes are noticed; their headings may stand in a quotation, say, and begin no part.
    """

    id: str
    start: int
    end: int | None
    sections: set[str]


def _borrowed(version: Document) -> bool:
    """Say whether a version has no text of its own; the original's is not shown in its place twice."""
    return formats.primary(version.body_lang) != formats.primary(version.lang)


def _parts(version: Document) -> list[Part]:
    """Divide a body: what stands before the first `##`, each `##` with all below it, the notes."""
    outline, ids = version.outline, version.heading_ids
    if _borrowed(version) or not outline.sections:
        return []
    starts = [("lead", 0), *outline.parts]
    ends = [start for _name, start in outline.parts]
    held = {name: {ids.get(name, name)} for name, _start in starts}
    current = held["lead"]
    for heading in outline.headings:
        if heading.level == 2:
            current = held.get(heading.id, current)
            current.add(ids.get(heading.id, heading.id))
    return [
        Part(ids.get(name, name), start, end, held[name])
        for (name, start), end in zip(starts, [*ends, None], strict=True)
        if start != end
    ]


def _paired(left: list[Part], right: list[Part]) -> Iterator[tuple[Part | None, Part | None]]:
    """Pair parts in the order of the left; one without a counterpart stands alone, at its place."""
    places = {part.id: place for place, part in enumerate(right)}
    known = {part.id for part in left}
    alone = deque(part for part in right if part.id not in known)
    for part in left:
        place = places.get(part.id, len(right) if part.id == NOTES else -1)
        while alone and places[alone[0].id] < place:
            yield None, alone.popleft()
        yield part, right[place] if part.id in places else None
    yield from ((None, part) for part in alone)


def _rows(own: Document, other: Document, reader: Reader) -> Iterator[tuple[PartView | None, PartView | None]]:
    left, right = _parts(own), _parts(other)
    lonely = reader.catalogue.gettext("Only in this version.") if left and right else ""
    for mine, theirs in _paired(left, right):
        sections = {*(mine.sections if mine else ()), *(theirs.sections if theirs else ())}
        alone = lonely if not (mine and theirs) else ""
        yield (
            mine and PartView(mine.start, mine.end, _changed(sections, own, other, reader) or alone),
            theirs and PartView(theirs.start, theirs.end, _changed(sections, other, own, reader) or alone),
        )
