"""Values as a reader sees them: by kind, never by a field's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sitegen.language import formats
from sitegen.model import Announcement, Field, Moment, PartialDate, Text, Value, Values
from sitegen.model.views import FieldView, Piece, Words
from sitegen.plan.views import funding
from sitegen.plan.views.reader import Reader

Row = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where facts come from: the language of the original, which their words are in, and the zone of their moments.

    `tag` is the reader's language, refined as the document that she reads has it: it says how facts are written.
    `calendar` leads to the file for calendars that holds their dates to keep, where it is to be offered.
    """

    lang: str
    zone: str
    tag: str
    calendar: str = ""
    facts: Values | None = None
    """The values of the original."""


def origin(announcement: Announcement, reader: Reader) -> Origin:
    """Give where an announcement's facts come from."""
    version = announcement.version(reader.language)
    tag = version.lang if version.language == reader.language else reader.language
    original = announcement.documents[announcement.original]
    return Origin(original.lang, announcement.zone, tag, facts=original.values)


def fields(declared: tuple[Field, ...], values: Values, reader: Reader, origin: Origin) -> dict[str, FieldView]:
    """Show the fields that have a label and a value, in the order declared."""
    views = (
        _field(field, values[field.name], reader, origin, (values, declared))
        for field in declared
        if field.label and field.name in values
    )
    return {view.name: view for view in views if view.items or view.fields or not view.stated}


def _field(
    field: Field, value: Value, reader: Reader, origin: Origin, around: tuple[Values, tuple[Field, ...]]
) -> FieldView:
    label = reader.label(field.label)
    if value is None:
        return FieldView(field.name, label, stated=False)
    if field.list:
        items = value if isinstance(value, tuple) else ()
        rows = (row(field, item, reader, origin) for item in items)
        return FieldView(field.name, label, items=tuple(pieces for pieces in rows if pieces))
    if isinstance(value, dict) and field.kind in ("group", "funding"):
        below = fields(field.fields, value, reader, origin)
        if field.kind == "funding":
            facts = (origin.facts or {}).get(field.name)  # a translation may call the programme otherwise
            period = funding.programming_period(facts if isinstance(facts, dict) else value, *around)
            below = _with_statement(below, funding.statement(value, period, reader)) | _rate(value, reader, origin)
        return FieldView(field.name, label, fields=below)
    only = row(field, value, reader, origin)
    return FieldView(field.name, label, items=(only,) if only else ())


def _with_statement(below: dict[str, FieldView], sentence: str) -> dict[str, FieldView]:
    """Put the sentence that says who paid in the place of the choice, or nothing where there is none."""
    shown = below.get("statement")
    if shown is None or not shown.stated:
        return below
    replaced = {"statement": replace(shown, items=((Piece(Words(sentence)),),))} if sentence else {}
    return {name: view for name, view in below.items() if name != "statement"} | replaced


def _rate(amounts: Values, reader: Reader, origin: Origin) -> dict[str, FieldView]:
    """Compute the co-financing rate, where both amounts are in one currency."""
    total, eu = amounts.get("total"), amounts.get("eu")
    if not (isinstance(total, dict) and isinstance(eu, dict)) or total.get("currency") != eu.get("currency"):
        return {}
    whole, part = total.get("amount"), eu.get("amount")
    if not (isinstance(whole, Decimal) and isinstance(part, Decimal) and whole):
        return {}
    rate = formats.percent(part / whole, origin.tag)
    label = reader.catalogue.pgettext("field", "Co-financing rate")
    return {"rate": FieldView("rate", label, items=((Piece(Words(rate)),),))}


def row(field: Field, value: Value, reader: Reader, origin: Origin) -> Row:
    """Show one value as a row of pieces."""
    if value is None:
        return ()
    composite = _COMPOSITES.get(field.kind)
    if composite and isinstance(value, dict):
        return composite(value, reader, origin)
    if isinstance(value, dict):
        return _labelled(field.fields, value, reader, origin)
    if field.kind == "reference" and not reader.shows(str(value)):
        return ()  # what is not published, or is hidden in this language, is not named either
    return (piece(field, value, reader, origin),)


def _labelled(declared: tuple[Field, ...], value: Values, reader: Reader, origin: Origin) -> Row:
    """Show a group that is an item of a list: each part under its label."""
    pieces = list[Piece]()
    for field in declared:
        part = value.get(field.name)
        if part is None:
            continue
        rows = [row(field, item, reader, origin) for item in (part if isinstance(part, tuple) else (part,))]
        pieces += [
            replace(first, label=reader.label(field.label) if not index else "")
            for line in rows
            for index, first in enumerate(line)
        ]
    return tuple(pieces)


def piece(field: Field, value: Value, reader: Reader, origin: Origin) -> Piece:
    """Show a leaf."""
    if isinstance(value, Text):
        return Piece(reader.words(value))
    if isinstance(value, PartialDate):
        return Piece(Words(formats.date(value, origin.tag)), datetime=value.iso())
    if isinstance(value, Moment):
        calendar = origin.calendar if field.kind == "deadline" else ""
        return replace(moment(value, origin.zone, reader), calendar=calendar)
    if isinstance(value, bool):
        _ = reader.catalogue.gettext
        return Piece(Words(_("yes") if value else _("no")))
    if isinstance(value, int | Decimal):
        return Piece(Words(formats.number(value, origin.tag)), value=str(value))
    if field.kind == "text" and " " in str(value):  # words, not a number or a mark
        return Piece(reader.words(Text(str(value), origin.lang)))
    return _named(field, str(value), reader)


def _named(field: Field, text: str, reader: Reader) -> Piece:
    """Show a leaf whose text is a name of something."""
    if field.kind == "organisation":
        link = reader.organisation(text)
        return Piece(link.words, href=link.href)
    if field.kind == "topic":
        link = reader.topic(text)
        return Piece(link.words, href=link.href)
    if field.kind == "reference":
        link = reader.announcement(text)
        return Piece(link.words, href=link.href, hreflang=link.hreflang)
    if field.kind == "choice":
        return Piece(Words(reader.choice(text)))
    if field.kind == "language":
        return Piece(Words(formats.language_name(text, reader.language)))
    if field.kind in ("url", "email"):
        return Piece(Words(text), href=text if field.kind == "url" else f"mailto:{text}")
    return Piece(Words(text))


def moment(value: Moment, zone: str, reader: Reader) -> Piece:
    """Show a moment: with its hour and zone where the hour is known."""
    return Piece(Words(formats.moment(value, zone, reader.language)), datetime=formats.rfc3339(value, zone, short=True))


def head(text: str, announcement: Announcement, reader: Reader) -> Row:
    """Divide what says under what number and date a document is registered, so that the date is told to programs."""
    registered = announcement.registered
    if not (text and registered):
        return ()
    date = formats.genitive(registered, origin(announcement, reader).tag)
    before, _date, after = text.rpartition(date)
    return Piece(Words(before)), Piece(Words(date), datetime=registered.iso()), Piece(Words(after))


def registered(announcement: Announcement, reader: Reader) -> str:
    """Say under what number and date a document is registered, where it gives both: No. 1921 of 19 March 2021."""
    if not (announcement.number and announcement.registered):
        return ""
    # Translators: "of_date" is the date with what a language says before it: of 19 March 2021, din …, z dnia ….
    return reader.catalogue.gettext("No. %(number)s %(of_date)s") % _registration(announcement, reader)


def quoted(announcement: Announcement, reader: Reader) -> str:
    """Name a document as it is quoted: by its form, number and date, Order No. 5/2026 of 6 May 2026."""
    _ = reader.catalogue.gettext
    form = reader.singular(announcement.type, announcement.form)
    if announcement.number and announcement.registered:
        # Translators: how an act is quoted: its form (decision, order, circular …), its number and its date.
        return _("%(form)s No. %(number)s %(of_date)s") % {"form": form, **_registration(announcement, reader)}
    if announcement.number:
        form = _("%(form)s No. %(number)s") % {"form": form, "number": announcement.number}
    return f"{form}, {formats.date(announcement.dated, reader.language)}" if announcement.dated else form


def _registration(announcement: Announcement, reader: Reader) -> dict[str, str]:
    assert announcement.registered  # noqa: S101  (who asks has looked)
    of_date = formats.of_date(announcement.registered, origin(announcement, reader).tag)
    return {"number": announcement.number, "of_date": of_date}


# --- composite kinds --------------------------------------------------------------------------------------------------


def _texts(value: Values, reader: Reader, *names: str) -> list[Piece]:
    parts = (value.get(name) for name in names)
    return [Piece(reader.words(part) if isinstance(part, Text) else Words(str(part))) for part in parts if part]


def _period(value: Values, reader: Reader, origin: Origin) -> Row:  # noqa: ARG001
    start, end = (part if isinstance(part := value.get(name), PartialDate) else None for name in ("start", "end"))
    interval = "/".join(part.iso() if part else ".." for part in (start, end))  # ISO 8601-2
    return (Piece(Words(formats.period(start, end, origin.tag)), value=interval),) if start or end else ()


def _money(value: Values, reader: Reader, origin: Origin) -> Row:  # noqa: ARG001
    amount = value.get("amount")
    if not isinstance(amount, Decimal):
        return ()
    return (Piece(Words(formats.money(amount, str(value.get("currency")), origin.tag)), value=str(amount)),)


def _person(value: Values, reader: Reader, origin: Origin) -> Row:  # noqa: ARG001
    name = " ".join(str(part) for part in (value.get("academic_title"), value.get("name")) if part)
    return (Piece(Words(name)), *_texts(value, reader, "role"), *_organisation(value.get("organisation"), reader))


def _organisation(value: Value, reader: Reader) -> Row:
    return (_named(Field("organisation", "organisation"), value, reader),) if isinstance(value, str) else ()


def _contact(value: Values, reader: Reader, origin: Origin) -> Row:  # noqa: ARG001
    email = str(value.get("email") or "")
    mail = [Piece(Words(email), href=f"mailto:{email}")] if email else []
    return (*_texts(value, reader, "purpose", "name", "role"), *mail, *_texts(value, reader, "phone"))


def _citation(value: Values, reader: Reader, origin: Origin) -> Row:
    written = reader.words(Text(str(value.get("as_written") or ""), origin.lang))
    other = value.get("announcement")
    if isinstance(other, str) and reader.shows(other):
        link = reader.announcement(other)
        return (Piece(written, href=link.href, hreflang=link.hreflang),)
    return (Piece(written, href=str(value.get("url") or value.get("eli") or "")),)


def _event(value: Values, reader: Reader, origin: Origin) -> Row:
    start, end = (part if isinstance(part := value.get(name), Moment) else None for name in ("start", "end"))
    _ = reader.catalogue.gettext
    when = [
        Piece(moment(part, origin.zone, reader).words, datetime=formats.rfc3339(part, origin.zone, short=True))
        for part in (start, end)
        if part
    ]
    online = [Piece(Words(_("online")))] if value.get("online") is True else []
    bodies = value.get("organisers")
    organisers = (
        [piece for body in bodies for piece in _organisation(body, reader)] if isinstance(bodies, tuple) else []
    )
    pieces = [*_texts(value, reader, "title"), *when, *online, *_texts(value, reader, "place"), *organisers]
    if isinstance(start, Moment):
        pieces[-1] = replace(pieces[-1], calendar=origin.calendar)
    return tuple(pieces)


def _file(value: Values, reader: Reader, origin: Origin) -> Row:  # noqa: ARG001
    return tuple(_texts(value, reader, "title") or _texts(value, reader, "file"))


_COMPOSITES: Mapping[str, Callable[[Values, Reader, Origin], Row]] = {
    "period": _period,
    "money": _money,
    "person": _person,
    "contact": _contact,
    "citation": _citation,
    "event": _event,
    "file": _file,
}
