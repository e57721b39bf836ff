"""Finding: the search page of each language, the index that it asks, and the alphabetical list for all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sitegen.language import formats
from sitegen.language.alphabet import alphabet, collation_key, folded, initial
from sitegen.model import Announcement, Field, PartialDate, Text, Values, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.keys import key
from sitegen.model.pages import Bundle, Page, Recipe
from sitegen.model.views import LinkView, Words
from sitegen.model.views.lists import LettersView, PlaceView, RecordView, SearchView
from sitegen.plan import lists, registers
from sitegen.plan.excerpts import Excerpt, Listed
from sitegen.plan.lists import Listing
from sitegen.plan.views.frame import Guide, Navigation, Spot, frame
from sitegen.plan.views.reader import Reader

AT_ONCE = 300
"""Announcements that an alphabetical list shows on one page; with more of them each letter has its own."""
INDEX = "pagefind/"
"""The folder of the indexes."""


def own(language: str, order: Sequence[Announcement]) -> list[Announcement]:
    """Give the announcements that have a published version in a language, which is what its search finds."""
    return [
        announcement for announcement in order if language in announcement.documents.keys() - announcement.unpublished
    ]


class Ways(NamedTuple):
    """Pages, and where they stand in each language."""

    pages: list[Page]
    spots: list[Spot]


def kinds(language: str, order: Sequence[Announcement], stamp: str) -> set[str]:
    """Say which ways to find a document a language has: a search, a list from A to Z."""
    return {kind for kind, documents in (("a-z", order), ("search", stamp and own(language, order))) if documents}


def pages(
    readers: Mapping[str, Reader],
    guides: Mapping[str, Guide],
    listings: Sequence[Listing],
    order: Mapping[str, Sequence[Announcement]],
    stamp: str,
) -> Ways:
    """Plan the search pages and the alphabetical lists."""
    planned, spots = letters(readers, guides, order)
    places = {
        language: reader.site.words["search", language]
        for language, reader in readers.items()
        if "search" in kinds(language, order[language], stamp)
    }
    spot = Spot(places, places.get(next(iter(readers))))
    planned += [page(readers[tag].at(address), spot, guides[tag], listings) for tag, address in places.items()]
    return Ways(planned, [*spots, spot])


def indexes(
    readers: Mapping[str, Reader], guides: Mapping[str, Guide], order: Mapping[str, Sequence[Announcement]], stamp: str
) -> list[Bundle]:
    """Plan the index of each language that has a search."""
    return [
        index(reader, guides[language], order[language], stamp)
        for language, reader in readers.items()
        if "search" in kinds(language, order[language], stamp)
    ]


# --- the search page --------------------------------------------------------------------------------------------------


def page(reader: Reader, spot: Spot, guide: Guide, listings: Sequence[Listing]) -> Page:
    """Plan the search page of a language."""
    site, _, ngettext = reader.site, reader.catalogue.gettext, reader.catalogue.ngettext
    heading = Words(_("Search"))
    phrases = [ngettext("%(num)s result", "%(num)s results", number) % {"num": "{}"} for number in range(200)]
    counts = tuple(dict.fromkeys(phrases))
    places = [
        PlaceView(tag, formats.endonym(tag), reader.to(address), reader.to(f"{INDEX}{tag}/"))
        for tag, address in spot.addresses.items()
        if tag != reader.language
    ]
    view = SearchView(
        frame=frame(reader, spot, heading, guide.navigation),
        heading=heading,
        index=reader.to(f"{INDEX}{reader.language}/"),
        others=tuple(places),
        letters=LinkView(Words(_("All documents, A–Z")), reader.to(site.words["a-z", reader.language])),
        registers=tuple(
            LinkView(Words(reader.plural(listing.name)), reader.to(lists.register(listing)))
            for listing in registers.whole(listings, site)
            if listing.language == reader.language
        ),
        counts=counts,
        plural="".join(str(counts.index(text)) for text in phrases),
    )
    return Page(routes.file_of(reader.address), "pages/search.html", view, reader.language)


# --- its index --------------------------------------------------------------------------------------------------------


def index(reader: Reader, guide: Guide, order: Sequence[Announcement], stamp: str) -> Bundle:
    """Plan the index of a language's own documents; `stamp` names what makes it."""
    excerpts, language = guide.excerpts, reader.language
    mine = own(language, order)
    listed = [excerpts.listed(announcement) for announcement in mine]
    kinds = {name: excerpts.types[name] for name in sorted({announcement.type for announcement in mine})}
    pointed = {
        kind: tuple(sorted({name for announcement in mine for name in announcement.names.get(kind, ())}))
        for kind in ("organisation", "topic")
    }
    organisations, of_organisations = excerpts.named("organisation", pointed["organisation"])
    topics, of_topics = excerpts.named("topic", pointed["topic"])
    types = {name: declared for _digest, declarations in kinds.values() for name, declared in declarations.items()}
    excerpt = Excerpt(language, excerpts.common, types, organisations, topics, {}, ())

    def pages() -> list[Page]:
        return [
            Page(
                routes.file_of(row.cited.address),
                "",
                _IndexRecord({}, excerpt, row),
                language,
                announcement.digest,
                (announcement.documents[language].body,),
            )
            for announcement, (row, _digest) in zip(mine, listed, strict=True)
        ]

    texts = [((version := announcement.documents[language]).digest, version.body) for announcement in mine]
    return Bundle(
        folder=f"{INDEX}{language}/",
        path=f"{INDEX}{language}/pagefind-entry.json",
        template=f"search/synonyms.{language}.txt",
        language=language,
        parts={
            "records": key([digest for _row, digest in listed], texts),
            "type": key([digest for digest, _declared in kinds.values()]),
            "names": of_organisations + of_topics,
            "program": key(stamp),
        },
        pages=pages,
    )


@dataclass(frozen=True, slots=True)
class _IndexRecord(Recipe):
    """What the index holds of a document; its digests are those of the whole index."""

    excerpt: Excerpt = field(repr=False)
    listed: Listed

    def view(self, words: Catalogue, whole: Announcement | None, /) -> RecordView:
        assert whole is not None  # noqa: S101  (the page names it)
        reader = Reader(self.excerpt.site(), self.excerpt.language, words)
        document, declared = whole.documents[reader.language], reader.site.types[whole.type]
        issuer, values = document.values.get("issuer"), document.values
        topics, numbers = values.get("topics"), [*_numbers(declared.fields, values)]
        return RecordView(
            entry=lists.entry(self.listed, reader),
            type=reader.singular(whole.type),
            numbers=tuple(dict.fromkeys(form for number, form in numbers if number == whole.number)),
            further=tuple(dict.fromkeys(form for number, form in numbers if number != whole.number)),
            year=f"{self.listed.day[0]:04}" if self.listed.dated else words.gettext("undated"),
            issuer=reader.organisation(issuer).words.text if isinstance(issuer, str) else "",
            topics=tuple(reader.topic(str(topic)).words.text for topic in topics) if isinstance(topics, tuple) else (),
            texts=tuple(_texts(declared.fields, values, reader)),
            lang=document.body_lang if formats.primary(document.body_lang) != formats.primary(reader.language) else "",
        )


def _items(values: Values, declared: Field) -> Iterator[object]:
    value = values.get(declared.name)
    yield from value if isinstance(value, tuple) else (value,)


def _texts(fields: Sequence[Field], values: Values, reader: Reader) -> Iterator[str]:
    """Give the words that fields hold which readers are shown, by kind; the title is the record's own."""
    for declared in fields:
        for item in _items(values, declared) if declared.label and declared.name != "title" else ():
            if isinstance(item, dict):
                yield from _texts(declared.fields, item, reader)
            elif isinstance(item, Text):
                yield reader.words(item).text
            elif isinstance(item, str) and declared.kind in ("text", "email"):
                yield item
            elif isinstance(item, str) and declared.kind in ("organisation", "topic"):
                yield (reader.organisation(item) if declared.kind == "organisation" else reader.topic(item)).words.text


def _numbers(fields: Sequence[Field], values: Values) -> Iterator[tuple[str, str]]:
    """Give the numbers that a document is asked for by, those of fields called `number`; each also with its date."""
    for declared in fields:
        for item in _items(values, declared):
            if isinstance(item, dict):
                yield from _numbers(declared.fields, item)
            elif isinstance(item, str) and declared.name == "number" and declared.kind == "text":
                yield item, item
                date = values.get("date")
                if isinstance(date, PartialDate):
                    yield item, f"{item}/{date.year}"
                    yield item, f"{item}/{date.day:02}.{date.month:02}.{date.year}" if date.day else item


# --- the alphabetical list --------------------------------------------------------------------------------------------


class Alphabet:
    """The alphabetical list of a language: its announcements by letter, in the alphabet's order, and where each is."""

    def __init__(self, reader: Reader, order: Sequence[Announcement]) -> None:
        self.reader, self.address = reader, reader.site.words["a-z", reader.language]
        self._letters = alphabet(reader.language)
        groups = dict[str, list[Announcement]]()
        for announcement in order:
            letter = initial(announcement.version(reader.language).title.text, reader.language)
            groups.setdefault(letter, []).append(announcement)
        self.groups = {letter: groups[letter] for letter in ("0", *self._letters, "") if letter in groups}
        self.split, self.total = len(order) > AT_ONCE, len(order)

    def slug(self, letter: str) -> str:
        """Name a letter in addresses: s, and s-2 for ș."""
        if letter in ("", "0"):
            return "other" if not letter else "0-9"
        alike = [other for other in self._letters if folded(other) == folded(letter)]
        at = alike.index(letter)
        return f"{alike[0]}-{at + 1}" if at else folded(letter)

    def pages(self) -> list[tuple[str, tuple[str, ...]]]:
        """Give the address of each page, and the letters that are on it."""
        if not self.split:
            return [(self.address, tuple(self.groups))]
        return [(self.address, ()), *((f"{self.address}{self.slug(letter)}/", (letter,)) for letter in self.groups)]


def letters(
    readers: Mapping[str, Reader], guides: Mapping[str, Guide], order: Mapping[str, Sequence[Announcement]]
) -> Ways:
    """Plan the alphabetical list of each language."""
    planned, spots = list[Page](), list[Spot]()
    alphabets = {language: Alphabet(reader, order[language]) for language, reader in readers.items() if order[language]}
    roots = {language: a_to_z.address for language, a_to_z in alphabets.items()}
    whole = Spot(roots, roots.get(next(iter(guides))))
    for language, a_to_z in alphabets.items():
        others = {tag: address for tag, address in roots.items() if tag != language}
        for address, shown in a_to_z.pages():
            spot = whole if address == a_to_z.address else Spot({language: address}, None, others)
            recipe = _recipe(a_to_z, address, shown, spot, guides[language])
            planned.append(Page(routes.file_of(address), "pages/letters.html", recipe, language))
            spots += [spot] if spot is not whole else []
    return Ways(planned, [whole, *spots])


def _recipe(a_to_z: Alphabet, address: str, shown: tuple[str, ...], spot: Spot, guide: Guide) -> Recipe:
    """Take from the site what a page of an alphabetical list shows of it."""
    excerpts = guide.excerpts
    entries = {letter: [excerpts.listed(announcement) for announcement in a_to_z.groups[letter]] for letter in shown}
    names = sorted({listed.type for group in entries.values() for listed, _digest in group})
    types, of_types = excerpts.labelled(names)
    excerpt = Excerpt(excerpts.language, excerpts.common, types, {}, {}, {}, ())
    slugs = tuple((letter, a_to_z.slug(letter)) for letter in a_to_z.groups)
    groups = {letter: tuple(listed for listed, _digest in group) for letter, group in entries.items()}
    total = sum(map(len, groups.values())) or a_to_z.total
    entries_of = key([(letter, [digest for _listed, digest in group]) for letter, group in entries.items()])
    digests = {"entries": entries_of, "type": of_types, "site": guide.digest}
    return _LettersPage(digests, excerpt, guide.navigation, groups, address, slugs, total, spot)


@dataclass(frozen=True, slots=True)
class _LettersPage(Recipe):
    """A page of an alphabetical list: `slugs` are those of all letters, `groups` hold what this page shows."""

    OWN = "list"
    excerpt: Excerpt = field(repr=False)
    navigation: Navigation = field(repr=False)
    groups: Mapping[str, tuple[Listed, ...]] = field(repr=False)
    address: str
    slugs: tuple[tuple[str, str], ...]
    total: int
    spot: Spot

    def view(self, words: Catalogue, _whole: Announcement | None, /) -> LettersView:
        address, slugs, groups = self.address, self.slugs, self.groups
        reader, _ = Reader(self.excerpt.site(), self.excerpt.language, words, address), words.gettext
        root = reader.site.words["a-z", reader.language]
        heading, trail = Words(_("All documents, A–Z")), tuple[LinkView, ...]()
        names = {letter: Words({"": _("Other"), "0": "0–9"}.get(letter, letter.upper())) for letter, _slug in slugs}
        if address != root:
            trail = (LinkView(heading, reader.to(root)),)
            (letter,) = groups
            heading = Words(_("All documents: %(letter)s") % {"letter": names[letter].text})
        order = collation_key(reader.language)
        apart = address != root or not groups
        return LettersView(
            frame=frame(reader, self.spot, heading, self.navigation, trail=trail),
            heading=heading,
            letters=tuple(
                LinkView(
                    names[letter],
                    reader.to(f"{root}{slug}/") if apart else f"#_{slug}",
                    current=apart and letter in groups,
                )
                for letter, slug in slugs
            ),
            groups=tuple(
                (
                    names[letter],
                    f"_{dict(slugs)[letter]}",
                    tuple(lists.entry(row, reader) for row in sorted(group, key=lambda row: order(row.cited.title))),
                )
                for letter, group in groups.items()
            ),
            total=self.total,
        )
