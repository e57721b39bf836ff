"""Legal life: what has become of announcements, as it follows from other announcements, from dates and from as-of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from sitegen.diagnostics import Diagnostic, Place
from sitegen.model import Announcement, Change, DocumentType, Effect, Life, Moment, PartialDate, Value

EFFECTS: Mapping[str, Effect] = {"supersedes": "repealed", "amends": "amended", "corrects": "corrected"}
"""What each field that points to an earlier act makes of it."""
IDLE = ("proposed", "cancelled")
"""Statuses of acts that change no other."""


def lives(
    shown: Mapping[str, Announcement], types: Mapping[str, DocumentType], as_of: datetime.datetime
) -> dict[str, Life]:
    """Give the life of each announcement that has one."""
    changes = dict[str, list[Change]]()
    for act in shown.values():
        for effect, identity in _targets(act):
            if identity in shown and _value(act, "status") not in IDLE:
                done = _begin(effective(act), act.zone) <= as_of
                changes.setdefault(identity, []).append(Change(effect, act.identity, effective(act), done=done))
    found = dict[str, Life]()
    for identity, announcement in shown.items():
        mine = tuple(sorted(changes.get(identity, ()), key=lambda change: (change.date, change.identity)))
        life = _life(announcement, types[announcement.type].closes, mine, as_of)
        if life != Life():
            found[identity] = life
    return found


def _life(announcement: Announcement, closes: str, changes: tuple[Change, ...], as_of: datetime.datetime) -> Life:
    zone = announcement.zone
    status = str(_value(announcement, "status") or "")
    start, end = (_date(announcement, name) for name in ("valid_from", "valid_until"))
    repeal = next((change for change in changes if change.effect == "repealed" and change.done), None)
    deadline = _closing(announcement, closes)
    if status in ("proposed", "cancelled", "archived"):
        return Life(status, changes=changes)
    if repeal:
        return Life("repealed", repeal.date, changes=changes)
    if end and as_of >= _end(end, zone):
        return Life("expired", end, changes=changes)
    if deadline:
        return Life("closed" if as_of >= deadline.passed(zone) else "open", closing=deadline, changes=changes)
    if start and as_of < _begin(start, zone):
        return Life("not_yet_in_force", start, changes=changes)
    if any(change.effect == "amended" and change.done for change in changes):
        return Life("amended", changes=changes)
    return Life(status or ("in_force" if start else ""), changes=changes)


def moments(announcements: Iterable[Announcement], types: Mapping[str, DocumentType]) -> Iterator[datetime.datetime]:
    """Give the moments at which something in the life of announcements changes by itself."""
    for announcement in announcements:
        zone = announcement.zone
        if next(_targets(announcement), None):
            yield _begin(effective(announcement), zone)
        if start := _date(announcement, "valid_from"):
            yield _begin(start, zone)
        if end := _date(announcement, "valid_until"):
            yield _end(end, zone)
        if deadline := _closing(announcement, types[announcement.type].closes):
            yield deadline.passed(zone)


def effective(act: Announcement) -> PartialDate:
    """Give the day from which an act has effect: when it comes into force, else its own date."""
    return _date(act, "valid_from") or act.day()


def check(announcements: Mapping[str, Announcement], places: Mapping[str, tuple[str, int, int]]) -> list[Diagnostic]:
    """Find acts that change themselves or a later one, and validity that ends before it begins.

    `places` says where fields are written, by path and key.
    """
    found = list[Diagnostic]()
    for act in announcements.values():
        path = act.documents[act.original].path
        start, end = (_date(act, name) for name in ("valid_from", "valid_until"))
        if start and end and end.last() < start.first():
            found.append(Diagnostic(Place(*places[f"{path}:valid_until"]), "period-reversed", {"key": "valid_until"}))
        for field, effect in EFFECTS.items():
            for identity in (one for made, one in _targets(act) if made == effect and one in announcements):
                there, other = Place(*places[f"{path}:{field}"]), announcements[identity]
                if act.identity in _reached(identity, announcements):
                    found.append(Diagnostic(there, "act-cycle", {"key": field, "value": identity}))
                elif act.day().last() < other.day().first():
                    arguments = {"key": field, "value": identity, "date": other.day().iso(), "own": act.day().iso()}
                    found.append(Diagnostic(there, "act-earlier", arguments))
    return found


def _reached(identity: str, announcements: Mapping[str, Announcement]) -> set[str]:
    """Give all acts that an act changes, directly or by way of others, and itself."""
    reached, ahead = {identity}, [identity]
    while ahead:
        act = announcements.get(ahead.pop())
        new = {one for _effect, one in _targets(act)} - reached if act else set[str]()
        reached |= new
        ahead += new
    return reached


def _targets(act: Announcement) -> Iterator[tuple[Effect, str]]:
    """Give what an act changes, and how."""
    values = act.documents[act.original].values
    for field, effect in EFFECTS.items():
        value = values.get(field)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, str):
                yield effect, item


def _value(announcement: Announcement, name: str) -> Value:
    return announcement.documents[announcement.original].values.get(name)


def _date(announcement: Announcement, name: str) -> PartialDate | None:
    value = _value(announcement, name)
    return value if isinstance(value, PartialDate) else None


def _closing(announcement: Announcement, path: str) -> Moment | None:
    occasions = announcement.documents[announcement.original].occasions
    return next((one.start for one in occasions if one.path == path), None)


def _begin(date: PartialDate, zone: str) -> datetime.datetime:
    return Moment(date.first()).begins(zone)


def _end(date: PartialDate, zone: str) -> datetime.datetime:
    """Give the first moment after all that a date may mean."""
    return Moment(date.last()).passed(zone)
