"""The legal life of an announcement as a reader is told it: its state, what changed it, what it changes, its dates."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen import formats
from sitegen.model import Announcement, Change, Life, Moment, PartialDate
from sitegen.plan import shown
from sitegen.plan.reader import Reader
from sitegen.views import ChangeView, LifeView, LinkView, MilestoneView, Piece, Words

OUTGOING = ("supersedes", "amends", "corrects")


def life(announcement: Announcement, reader: Reader) -> LifeView:
    """Tell the life of an announcement."""
    lived = reader.site.lives.get(announcement.identity, Life())
    milestones = sorted(_milestones(announcement, lived, reader), key=lambda one: one[0])
    legal = lived.changes or lived.since or lived.closing
    return LifeView(
        state=lived.state,
        label=state(lived, announcement.zone, reader),
        changes=tuple(_change(change, reader) for change in lived.changes),
        acts=tuple(view for name in OUTGOING if (view := _act(announcement, name, reader)).links),
        milestones=tuple(view for _day, view in milestones) if legal and len(milestones) > 1 else (),
    )


def state(life: Life, zone: str, reader: Reader) -> str:
    """Say the state of an announcement in a few words, with the date that it is of."""
    _ = reader.catalogue.gettext
    if life.state == "repealed" and life.since:
        return _("Repealed %(from_date)s") % {"from_date": _from(life.since, reader)}
    if life.state == "expired" and life.since:
        return _("Expired; valid %(until_date)s") % {"until_date": formats.period(None, life.since, reader.language)}
    if life.state == "not_yet_in_force" and life.since:
        return _("Not yet in force; in force %(from_date)s") % {"from_date": _from(life.since, reader)}
    if life.closing:
        return _closing(life.closing, life.state == "open", zone, reader)
    if life.state == "amended":
        return reader.catalogue.pgettext("choice", "Amended")
    return reader.choice(life.state) if life.state else ""


def kind(life: Life, reader: Reader) -> str:
    """Say the state of an announcement without its date, as those that one may choose among."""
    pgettext = reader.catalogue.pgettext
    said = {
        "repealed": pgettext("choice", "Repealed"),
        "expired": pgettext("choice", "Expired"),
        "not_yet_in_force": pgettext("choice", "Not yet in force"),
        "open": pgettext("choice", "Open"),
        "closed": pgettext("choice", "Closed"),
        "amended": pgettext("choice", "Amended"),
    }
    return said.get(life.state) or reader.choice(life.state)


def _closing(deadline: Moment, still: bool, zone: str, reader: Reader) -> str:
    """Say until when something is open, or since when it is not: always with day, hour and zone."""
    _ = reader.catalogue.gettext
    day = PartialDate(deadline.day.year, deadline.day.month, deadline.day.day)
    if deadline.time:
        arguments = {"moment": formats.moment(deadline, zone, reader.language)}
        return (_("Open until %(moment)s") if still else _("Closed since %(moment)s")) % arguments
    arguments = {
        "day": formats.date(day, reader.language),
        "zone": formats.zone_name(zone, deadline.passed(zone), reader.language),
    }
    text = _("Open until the end of %(day)s (%(zone)s)") if still else _("Closed since the end of %(day)s (%(zone)s)")
    return text % arguments


def _from(date: PartialDate, reader: Reader) -> str:
    return formats.period(date, None, reader.language)


def _change(change: Change, reader: Reader) -> ChangeView:
    """Say what another act makes of this one, or will; an act that the reader does not get is not named."""
    _ = reader.catalogue.gettext
    done, to_come = {
        "repealed": (_("Repealed %(from_date)s by:"), _("To be repealed %(from_date)s by:")),
        "amended": (_("Amended %(from_date)s by:"), _("To be amended %(from_date)s by:")),
        "corrected": (_("Corrected %(from_date)s by:"), _("To be corrected %(from_date)s by:")),
    }[change.effect]
    label = (done if change.done else to_come) % {"from_date": _from(change.date, reader)}
    return ChangeView(change.effect, label, _links((change.identity,), reader))


def _act(announcement: Announcement, name: str, reader: Reader) -> ChangeView:
    """Say what an act makes of others."""
    _ = reader.catalogue.gettext
    value = announcement.documents[announcement.original].values.get(name)
    identities = tuple(str(item) for item in (value if isinstance(value, tuple) else (value,)) if item)
    label = {
        "supersedes": _("This document repeals:"),
        "amends": _("This document amends:"),
        "corrects": _("This document corrects:"),
    }[name]
    return ChangeView(name, label, _links(identities, reader))


def _links(identities: tuple[str, ...], reader: Reader) -> tuple[LinkView, ...]:
    return tuple(reader.announcement(identity) for identity in identities if reader.shows(identity))


def _milestones(
    announcement: Announcement, life: Life, reader: Reader
) -> Iterator[tuple[tuple[int, int, int], MilestoneView]]:
    """Give the dates in the life of an announcement; one known to the year or month comes first in it."""
    _ = reader.catalogue.gettext
    values = announcement.documents[announcement.original].values
    dates = [
        (announcement.date, _dated(announcement, reader)),
        (values.get("valid_from"), _("Comes into force")),
        (values.get("valid_until"), _("Last day of validity")),
    ]
    for date, label in dates:
        if isinstance(date, PartialDate):
            yield _day(date), MilestoneView(_date(date, reader), label)
    published = values.get("published")
    if isinstance(published, Moment):
        yield _of(published), MilestoneView(_when(published, "", reader), _("Published here"))
    if life.closing:
        yield _of(life.closing), MilestoneView(_when(life.closing, announcement.zone, reader), _("Deadline"))
    for change in life.changes:
        label = {"repealed": _("Repealed by"), "amended": _("Amended by"), "corrected": _("Corrected by")}[
            change.effect
        ]
        links = _links((change.identity,), reader)
        yield _day(change.date), MilestoneView(_date(change.date, reader), label, links[0] if links else None)


def _dated(announcement: Announcement, reader: Reader) -> str:
    """Say of what the announcement's date is, as its field does; a document's own needs more than "Date"."""
    _, labels = reader.catalogue.gettext, announcement.date_labels
    if labels == ("Date",) and announcement.date == announcement.dated:
        return _("Date of the document")
    return ": ".join(reader.label(label) for label in labels if label)


def _day(date: PartialDate) -> tuple[int, int, int]:
    return date.year, date.month, date.day


def _of(moment: Moment) -> tuple[int, int, int]:
    return moment.day.year, moment.day.month, moment.day.day


def _date(date: PartialDate, reader: Reader) -> Piece:
    return Piece(Words(formats.date(date, reader.language)), datetime=date.iso())


def _when(moment: Moment, zone: str, reader: Reader) -> Piece:
    if zone and moment.time:
        return shown.moment(moment, zone, reader)
    return _date(PartialDate(*_of(moment)), reader)
