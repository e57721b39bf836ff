"""Structured data: what pages are, in schema.org's terms, for programs that read them (JSON-LD).

Only what the document says; where it says nothing, nothing is said here either.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import urljoin

from sitegen.language import formats
from sitegen.model import (
    TRANSLATED,
    Announcement,
    Document,
    Life,
    Moment,
    Named,
    Occasion,
    PartialDate,
    Text,
    Values,
    routes,
)
from sitegen.model.views import LinkView
from sitegen.model.views.documents import AttachmentView
from sitegen.plan.views.frame import Spot
from sitegen.plan.views.reader import Reader, bare

Node: TypeAlias = "dict[str, object]"

KINDS = {
    "GovernmentOrganization": ("agency", "authority", "directorate", "inspectorate", "ministry", "municipality"),
    "NGO": ("association", "foundation"),
    "Preschool": ("kindergarten", "preschool"),
    "School": ("school",),
    "CollegeOrUniversity": ("university",),
}
"""What organisations are, with their kinds in organisations.yaml; any other is an Organization."""
MEDIA = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""Media types (IANA) by the endings of names; what the system knows of them differs between machines."""
EVENTS = ("Event", "EducationEvent", "BusinessEvent", "SocialEvent")


def site(reader: Reader) -> str:
    """Describe the site in a language, on its home."""
    node: Node = {"@context": "https://schema.org", "@type": "WebSite", "@id": _here(reader), "url": _here(reader)}
    node |= {"name": reader.title(), "inLanguage": reader.language, "publisher": _publisher(reader)}
    return _written(node)


def document(
    announcement: Announcement,
    reader: Reader,
    where: Spot,
    files: tuple[AttachmentView, ...],
    trail: tuple[LinkView, ...],
) -> str:
    """Describe a document and the way to it; what stands in for another language's is described on its own page."""
    version = announcement.version(reader.language)
    if version.language != reader.language:
        return ""
    name = reader.site.types[announcement.type].schema_org
    work = _work(announcement, version, reader, name if name not in _THINGS else "DigitalDocument")
    work |= _translations(announcement, reader, where)
    work["encoding"] = [_file(file, reader) for file in files]
    if name.startswith("Legislation"):
        work |= _legislation(announcement, version, reader)
    occasions = [occasion for occasion in version.occasions if occasion.kind == "event"]
    events = [_event(occasion, announcement, version, reader, name) for occasion in occasions]
    if name in _THINGS:
        work["mainEntity"] = (name in EVENTS and events) or _THINGS[name](announcement, version, reader, name)
    named = (reader.site.topics[topic] for topic in announcement.names.get("topic", ()))
    topics = [_named("DefinedTerm", "topics", topic, reader) for topic in named]
    work["about"] = topics if name in EVENTS else topics + events
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": bare(link.words),
                "item": urljoin(_here(reader), link.href).removesuffix("index.html"),  # which a portable link has
            }
            for place, link in enumerate(trail, 1)
        ],
    }
    return _written({"@context": "https://schema.org", "@graph": [work, crumbs]})


def _written(node: object) -> str:
    """Write a node without what is empty; `<` cannot close the script element."""
    return json.dumps(_full(node), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _full(node: object) -> object:
    if isinstance(node, dict):
        return {name: _full(value) for name, value in node.items() if value not in ("", None, [], {})}
    return [_full(part) for part in node] if isinstance(node, list) else node


def _here(reader: Reader) -> str:
    return routes.absolute(reader.site.config.base_url, reader.address)


def _work(announcement: Announcement, version: Document, reader: Reader, name: str) -> Node:
    """Describe what every document is: a creative work."""
    values, summary, updated = version.values, version.values.get("summary"), version.values.get("updated")
    title = bare(reader.words(version.title))
    return {
        "@type": name,
        "@id": _here(reader),
        "url": _here(reader),
        "name": title,
        "headline": title if name.endswith("Article") else "",
        "description": bare(reader.words(summary)) if isinstance(summary, Text) else "",
        "inLanguage": version.lang,
        "identifier": announcement.number,
        "dateCreated": announcement.dated.iso() if announcement.dated else "",
        "datePublished": announcement.published.isoformat(),
        "dateModified": formats.rfc3339(updated, announcement.zone) if isinstance(updated, Moment) else "",
        "temporalCoverage": _coverage(announcement, values, reader),
        "author": _organisation(values.get("issuer"), reader),
        "publisher": _publisher(reader),
        "translator": {"name": version.translation.translator} if version.translation.translator else None,
        "isBasedOn": values.get("full_text"),
        "isPartOf": {"@id": routes.absolute(reader.site.config.base_url, f"{reader.language}/")},
    }


def _coverage(announcement: Announcement, values: Values, reader: Reader) -> str:
    """Give the time that a document is about: that of its validity, or the first period that it names (ISO 8601)."""
    declared = reader.site.types[announcement.type].fields
    start, end = announcement.valid
    periods: list[Values] = [{"start": start, "end": end}]
    periods += [
        value for field in declared if field.kind == "period" and isinstance(value := values.get(field.name), dict)
    ]
    for period in periods:
        ends = [part.iso() if isinstance(part := period.get(end), PartialDate) else ".." for end in ("start", "end")]
        if ends != ["..", ".."]:
            return "/".join(ends)
    return ""


def _translations(announcement: Announcement, reader: Reader, where: Spot) -> Node:
    """Name what was translated from a document, or what it was; parallel and authentic versions are no translations."""
    others = {
        tag: {
            "@id": routes.absolute(reader.site.config.base_url, address),
            "inLanguage": announcement.documents[tag].lang,
        }
        for tag, address in where.addresses.items()
        if tag != reader.language
    }
    translated = {tag for tag, version in announcement.documents.items() if version.translation.status in TRANSLATED}
    if reader.language in translated:
        return {"translationOfWork": others[announcement.original]}
    first = reader.language == announcement.original
    return {"workTranslation": [node for tag, node in others.items() if tag in translated]} if first else {}


def _organisation(identity: object, reader: Reader) -> Node | None:
    if not isinstance(identity, str):
        return None
    named = reader.site.organisations[identity]
    kind = next((name for name, kinds in KINDS.items() if named.kind in kinds), "Organization")
    place = {"@type": "Place", "name": named.place} if named.place else None
    return {**_named(kind, "organisations", named, reader), "url": named.url, "location": place}


def _named(kind: str, word: str, named: Named, reader: Reader) -> Node:
    page = f"{reader.site.words[word, reader.language]}{named.id}/"
    name = bare(reader.words(reader.name(named)))
    return {"@type": kind, "@id": routes.absolute(reader.site.config.base_url, page), "name": name}


def _publisher(reader: Reader) -> Node | None:
    name = reader.site.config.publisher
    return {"@type": "Organization", "name": name} if name else None


def _file(file: AttachmentView, reader: Reader) -> Node:
    return {
        "@type": "MediaObject",
        "name": bare(file.words),
        "contentUrl": urljoin(_here(reader), file.href),
        "encodingFormat": MEDIA.get(posixpath.splitext(file.href)[1][1:].lower(), ""),
        "contentSize": file.size.replace("\xa0", " "),
        "inLanguage": (file.hreflang or reader.language) if file.language else "",
    }


# --- what some types are, or are about --------------------------------------------------------------------------------

FORCE = {"repealed": "NotInForce", "expired": "NotInForce", "not_yet_in_force": "NotInForce", "proposed": "NotInForce"}
FORCE |= {"annulled": "NotInForce", "cancelled": "NotInForce", "in_force": "InForce", "amended": "InForce"}
"""The legal force (schema.org's LegalForceStatus) that follows from a state; without a state none is told."""


def _legislation(announcement: Announcement, version: Document, reader: Reader) -> Node:
    state = reader.site.lives.get(announcement.identity, Life()).state
    acts = {"amends": "legislationAmends", "supersedes": "legislationRepeals", "corrects": "legislationCorrects"}
    return {
        "legislationIdentifier": announcement.number,
        "legislationDate": announcement.dated.iso() if announcement.dated else "",
        "legislationType": reader.singular(announcement.type, announcement.form),
        "legislationPassedBy": _organisation(version.values.get("issuer"), reader),
        "legislationLegalForce": f"https://schema.org/{FORCE[state]}" if state in FORCE else "",
        **{name: [*_pointed(version.values.get(field), reader)] for field, name in acts.items()},
    }


def _pointed(value: object, reader: Reader) -> Iterator[Node]:
    """Name announcements by their addresses; what the reader does not get is not named."""
    for identity in value if isinstance(value, tuple) else (value,):
        if isinstance(identity, str) and reader.shows(identity):
            address = reader.site.address(identity, reader.language)
            yield {"@id": routes.absolute(reader.site.config.base_url, address)}


def _event(occasion: Occasion, announcement: Announcement, version: Document, reader: Reader, name: str) -> Node:
    state = reader.site.lives.get(announcement.identity, Life()).state
    places = [{"@type": "Place", "name": bare(reader.words(occasion.place))}] if occasion.place else []
    mode = ("MixedEventAttendanceMode" if places else "OnlineEventAttendanceMode") if occasion.online else ""
    return {
        "@type": name if name in EVENTS else "Event",
        "name": bare(reader.words(occasion.title or version.title)),
        "startDate": formats.rfc3339(occasion.start, announcement.zone, short=True),
        "endDate": formats.rfc3339(occasion.end, announcement.zone, short=True) if occasion.end else "",
        "eventStatus": f"https://schema.org/{'EventCancelled' if state == 'cancelled' else 'EventScheduled'}",
        "eventAttendanceMode": f"https://schema.org/{mode or 'OfflineEventAttendanceMode'}" if mode or places else "",
        "location": [*places, {"@type": "VirtualLocation", "url": _here(reader)}] if occasion.online else places,
    }


def _thing(announcement: Announcement, version: Document, reader: Reader, name: str) -> Node:  # noqa: ARG001
    return {"@type": name, "name": bare(reader.words(version.title))}


def _project(announcement: Announcement, version: Document, reader: Reader, name: str) -> Node:
    """Describe a project, with what its funding comes to."""
    declared = reader.site.types[announcement.type].fields
    fundings = [
        value
        for field in declared
        if field.kind == "funding" and isinstance(value := version.values.get(field.name), dict)
    ]
    grants = list[Node]()
    for funding in fundings:
        total = funding.get("total")
        if isinstance(total, dict):
            amount = {"@type": "MonetaryAmount", "value": str(total["amount"]), "currency": total["currency"]}
            grants.append({"@type": "MonetaryGrant", "amount": amount})
    return {**_thing(announcement, version, reader, name), "identifier": announcement.number, "funding": grants}


def _job(announcement: Announcement, version: Document, reader: Reader, name: str) -> Node:
    deadline = next((occasion.start for occasion in version.occasions if occasion.kind == "deadline"), None)
    return {
        "@type": name,
        "title": bare(reader.words(version.title)),
        "datePosted": announcement.published.date().isoformat(),
        "validThrough": formats.rfc3339(deadline, announcement.zone, short=True) if deadline else "",
        "hiringOrganization": _organisation(version.values.get("issuer"), reader),
    }


_THINGS: Mapping[str, Callable[[Announcement, Document, Reader, str], Node]] = {
    **dict.fromkeys((*EVENTS, "Organization", "Service", "GovernmentService", "Grant", "MonetaryGrant"), _thing),
    "Project": _project,
    "ResearchProject": _project,
    "JobPosting": _job,
}
"""Types of schema.org that are no creative works: the document about one has it as its main entity."""
