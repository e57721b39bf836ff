"""Open data: the registers as data sets, for readers as a page, for data portals as a catalogue (DCAT-AP, JSON-LD)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from sitegen.language import formats
from sitegen.model import Announcement, Moment, PartialDate, routes
from sitegen.model.pages import Page
from sitegen.model.views import LinkView, Piece, Words
from sitegen.model.views.data import CatalogView
from sitegen.model.views.lists import DataSetView, DataView
from sitegen.plan import lists, registers
from sitegen.plan.lists import Listing
from sitegen.plan.views.frame import Guide, Spot, frame
from sitegen.plan.views.reader import Reader

FILE = "data.jsonld"
FORMATS = (("csv", "text/csv"), ("json", "application/json"))

_EU = "http://publications.europa.eu/resource/authority"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class _Span:
    """The days of the first publication in a data set, and of the last change."""

    first: datetime.date
    last: datetime.date


def data_sets(reader: Reader, spot: Spot, guide: Guide, listings: list[Listing]) -> Page:
    """Plan the page of a language that lists its data sets."""
    _ = reader.catalogue.gettext
    whole = registers.whole(listings, reader.site)
    sets = tuple(_set(listing, reader) for listing in whole if listing.language == reader.language)
    view = DataView(frame(reader, spot, Words(_("Open data")), guide.navigation), sets, reader.to(FILE))
    return Page(routes.file_of(reader.address), "pages/data.html", view, reader.language)


def _set(listing: Listing, reader: Reader) -> DataSetView:
    last = _span(listing.announcements).last
    day = PartialDate(last.year, last.month, last.day)
    address = lists.register(listing)
    return DataSetView(
        link=LinkView(Words(reader.plural(listing.name)), reader.to(address)),
        number=listing.total,
        updated=Piece(Words(formats.date(day, reader.language)), datetime=day.iso()),
        csv=reader.to(f"{address}register.csv"),
        json=reader.to(f"{address}register.json"),
    )


def _span(announcements: Iterable[Announcement]) -> _Span:
    published, days = set[datetime.date](), set[datetime.date]()
    for announcement in announcements:
        published.add(announcement.published.date())
        updated = announcement.documents[announcement.original].values.get("updated")
        if isinstance(updated, Moment):
            days.add(updated.day)
    return _Span(min(published), max(published | days))


# --- the catalogue ----------------------------------------------------------------------------------------------------


def catalogue(readers: Mapping[str, Reader], listings: list[Listing]) -> list[Page]:
    """Plan the catalogue of the data sets of all languages: a set for each type that has a register."""
    first = next(iter(readers.values()))
    config = first.site.config
    sets = dict[str, list[Listing]]()
    for listing in registers.whole(listings, first.site):
        sets.setdefault(listing.name, []).append(listing)
    if not sets:
        return []
    spans = {name: _span(chain(*(listing.announcements for listing in same))) for name, same in sets.items()}
    titles = {tag: reader.catalogue.gettext("Open data") + f": {reader.title()}" for tag, reader in readers.items()}
    abouts = {
        tag: reader.catalogue.gettext(
            "The registers of this bulletin as tables, to be read by programs and used again."
        )
        for tag, reader in readers.items()
    }
    node = {
        "@context": _CONTEXT,
        "@id": _at(first, FILE),
        "@type": "dcat:Catalog",
        "dct:title": _texts(titles),
        "dct:description": _texts(abouts),
        "dct:publisher": _publisher(first),
        "dct:language": _languages(readers),
        "foaf:homepage": {"@id": config.base_url},
        "dct:modified": _day(max(span.last for span in spans.values())),
        "dcat:dataset": [_dataset(name, same, spans[name], readers) for name, same in sets.items()],
    }
    return [Page(FILE, FILE, CatalogView(json.dumps(node, ensure_ascii=False, indent=1) + "\n"), config.languages[0])]


def _dataset(name: str, listings: list[Listing], span: _Span, readers: Mapping[str, Reader]) -> dict[str, object]:
    """Describe a register: in each language that has it, a file of each format."""
    first = next(iter(readers.values()))
    declared, config, base = first.site.types[name], first.site.config, _at(first, f"{FILE}#{name}")
    columns = registers.columns_of(declared)
    titles, about = dict[str, str](), dict[str, str]()
    for tag in (listing.language for listing in listings):
        words = readers[tag].catalogue
        titles[tag] = readers[tag].plural(name)
        labels = formats.listing([readers[tag].label(column.label) for column in columns.values()], tag)
        text = words.gettext("The register of the section “%(section)s”. Its columns: %(columns)s.")
        about[tag] = text % {"section": titles[tag], "columns": labels}
    contact = {"@type": "vcard:Kind", "vcard:hasEmail": {"@id": f"mailto:{config.contact}"}}
    return {
        "@id": base,
        "@type": "dcat:Dataset",
        "dct:identifier": f"tag:{config.id},2026:register/{name}",
        "dct:title": _texts(titles),
        "dct:description": _texts(about),
        "dct:publisher": _publisher(first),
        "dct:language": _languages(titles),
        "dct:issued": _day(span.first),
        "dct:modified": _day(span.last),
        "dcat:theme": {"@id": f"{_EU}/data-theme/EDUC"},
        "dcat:landingPage": [{"@id": _at(first, lists.register(listing))} for listing in listings],
        **({"dcat:contactPoint": contact} if config.contact else {}),
        "dcat:distribution": [
            {
                "@id": f"{base}-{listing.language}-{ending}",
                "@type": "dcat:Distribution",
                "dct:language": _languages((listing.language,)),
                "dcat:accessURL": {"@id": _at(first, f"{lists.register(listing)}register.{ending}")},
                "dcat:downloadURL": {"@id": _at(first, f"{lists.register(listing)}register.{ending}")},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
                "dct:format": {"@id": f"{_EU}/file-type/{ending.upper()}"},
            }
            for listing in listings
            for ending, media in FORMATS
        ],
    }


def _at(reader: Reader, address: str) -> str:
    return routes.absolute(reader.site.config.base_url, address)


def _publisher(reader: Reader) -> dict[str, object]:
    config = reader.site.config
    names = {"": config.publisher} if config.publisher else config.title
    return {"@type": "foaf:Agent", "foaf:name": _texts(names)}


def _texts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, **({"@language": tag} if tag else {})} for tag, text in texts.items()]


def _languages(tags: Iterable[str]) -> list[dict[str, str]]:
    return [{"@id": f"{_EU}/language/{code}"} for tag in tags if (code := formats.iso639_3(tag).upper())]


def _day(day: datetime.date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}
