"""The legal life of an announcement as a reader is told it: its state, what changed it, what it changes, its dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.language import formats
from sitegen.model import Announcement, Change, Life, Moment, PartialDate
from sitegen.model.views import ActView, Piece, Words
from sitegen.model.views.documents import ChangeView, LifeView, MilestoneView
from sitegen.plan.excerpts import CHANGING, OVER
from sitegen.plan.views import values
from sitegen.plan.views.reader import Reader

OUTGOING = ("supersedes", "amends", "corrects")
PENDING = ("open", "not_yet_open", "not_yet_in_force")
"""States whose words do not say by themselves that there was an amendment."""


def life(announcement: Announcement, reader: Reader) -> LifeView:
    """Tell the life of an announcement."""
    lived = reader.site.lives.get(announcement.identity, Life())
    milestones = sorted(_milestones(announcement, lived, reader), key=lambda milestone: milestone[0])
    legal = lived.changes or lived.since or lived.closing or lived.opening
    return LifeView(
        state=lived.state,
        label=state(lived, announcement.zone, reader),
        changes=tuple(_change(change, reader) for change in lived.changes),
        acts=tuple(view for name in OUTGOING if (view := _outgoing(announcement, name, reader)).acts),
        milestones=tuple(view for _day, view in milestones) if legal and len(milestones) > 1 else (),
    )


def state(life: Life, zone: str, reader: Reader) -> str:
    """Say the state of an announcement in a few words, with the date that it is of."""
    text = _state(life, zone, reader)
    if life.amended and life.state in PENDING:
        # Translators: the first part is a state, such as "Open until 26 February 2027".
        return reader.catalogue.gettext("%(state)s; amended") % {"state": text}
    return text


def _state(life: Life, zone: str, reader: Reader) -> str:
    _ = reader.catalogue.gettext
    if life.state == "repealed" and life.since:
        return _("Repealed %(from_date)s") % {"from_date": _from(life.since, reader)}
    if life.state == "expired" and life.since:
        return _("Expired; valid %(until_date)s") % {"until_date": formats.period(None, life.since, reader.language)}
    if life.state == "not_yet_in_force" and life.since:
        return _("Not yet in force; in force %(from_date)s") % {"from_date": _from(life.since, reader)}
    if life.opening:
        return _opening(life.opening, zone, reader)
    if life.closing and life.state in ("open", "closed"):
        return _closing(life.closing, life.state == "open", zone, reader)
    return kind(life, reader) if life.state else ""


def kind(life: Life, reader: Reader) -> str:
    """Say the state of an announcement without its date, as those that one may choose among."""
    pgettext = reader.catalogue.pgettext
    labels = {
        # Translators: said of an act that was cancelled; an event or a call is called off.
        "annulled": pgettext("act", "Cancelled"),
        "repealed": pgettext("choice", "Repealed"),
        "expired": pgettext("choice", "Expired"),
        "not_yet_in_force": pgettext("choice", "Not yet in force"),
        "not_yet_open": pgettext("choice", "Not yet open"),
        "open": pgettext("choice", "Open"),
        "closed": pgettext("choice", "Closed"),
        "amended": pgettext("choice", "In force, amended"),
    }
    return labels.get(life.state) or reader.choice(life.state)


def _opening(opening: PartialDate | Moment, zone: str, reader: Reader) -> str:
    """Say when something opens, with hour and zone if it has an hour."""
    _ = reader.catalogue.gettext
    if isinstance(opening, PartialDate) and not opening.day:
        # Translators: the date is a month or a year, in the nominative.
        return _("Opens in %(date)s") % {"date": formats.date(opening, reader.language)}
    moment = opening if isinstance(opening, Moment) else Moment(opening.first())
    return _("Opens on %(date)s") % {"date": formats.moment(moment, zone, reader.language)}


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
    # A correction works from the beginning, so its day is only the one on which it was made.
    on = (_("Corrected on %(date)s by:"), _("To be corrected on %(date)s by:"))
    # Translators: the date is a month or a year, in the nominative.
    within = (_("Corrected in %(date)s by:"), _("To be corrected in %(date)s by:"))
    done, to_come = {
        "repealed": (_("Repealed %(from_date)s by:"), _("To be repealed %(from_date)s by:")),
        "amended": (_("Amended %(from_date)s by:"), _("To be amended %(from_date)s by:")),
        "corrected": on if change.date.day else within,
    }[change.effect]
    dates = {"from_date": _from(change.date, reader), "date": formats.date(change.date, reader.language)}
    label = (done if change.done else to_come) % dates
    return ChangeView(change.effect, label, _acts((change.identity,), reader, {}))


def _outgoing(announcement: Announcement, name: str, reader: Reader) -> ChangeView:
    """Say what an act makes of others."""
    _ = reader.catalogue.gettext
    value = announcement.documents[announcement.original].values.get(name)
    identities = tuple(str(item) for item in (value if isinstance(value, tuple) else (value,)) if item)
    label = {
        "supersedes": _("This document repeals:"),
        "amends": _("This document amends:"),
        "corrects": _("This document corrects:"),
    }[name]
    return ChangeView(name, label, _acts(identities, reader, reader.site.lives if name in CHANGING else {}))


def _acts(identities: tuple[str, ...], reader: Reader, lives: Mapping[str, Life]) -> tuple[ActView, ...]:
    """Name acts, and say of those that hold no longer, by their `lives`, what became of them."""
    return tuple(_act(identity, lives.get(identity, Life()), reader) for identity in filter(reader.shows, identities))


def _act(identity: str, life: Life, reader: Reader) -> ActView:
    _, act = reader.catalogue.gettext, reader.site.announcements[identity]
    quoted = [_("No. %(number)s") % {"number": act.number}] if act.number else []
    quoted += [formats.date(act.date, reader.language)] if act.date else []
    label = state(life, "", reader) if life.state in OVER else ""
    return ActView(reader.announcement(identity), ", ".join(quoted), life.state if label else "", label)


def _milestones(
    announcement: Announcement, life: Life, reader: Reader
) -> Iterator[tuple[tuple[int, int, int], MilestoneView]]:
    """Give the dates in the life of an announcement; one known to the year or month comes first in it."""
    _ = reader.catalogue.gettext
    published = announcement.documents[announcement.original].values.get("published")
    start, end = announcement.valid
    dates = [
        (announcement.date, _dated(announcement, reader)),
        (start, _("Comes into force")),
        (end, _("Last day of validity")),
    ]
    for date, label in dates:
        if isinstance(date, PartialDate):
            yield _day(date), MilestoneView(_date(date, reader), label)
    if isinstance(published, Moment):
        yield _of(published), MilestoneView(_when(published, "", reader), _("Published here"))
    if life.closing:
        yield _of(life.closing), MilestoneView(_when(life.closing, announcement.zone, reader), _("Deadline"))
    for change in life.changes:
        label = {"repealed": _("Repealed by"), "amended": _("Amended by"), "corrected": _("Corrected by")}[
            change.effect
        ]
        acts = _acts((change.identity,), reader, {})
        yield _day(change.date), MilestoneView(_date(change.date, reader), label, acts[0].link if acts else None)


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
        return values.moment(moment, zone, reader)
    return _date(PartialDate(*_of(moment)), reader)
