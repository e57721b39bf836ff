"""Legal life: what has become of announcements, as it follows from other announcements, from dates and from as-of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from sitegen.model import Announcement, Change, DocumentType, Effect, Life, Moment, PartialDate, Value
from sitegen.model.diagnostics import Diagnostic, Place

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
    alive = dict[str, Life]()
    for identity, announcement in shown.items():
        mine = tuple(sorted(changes.get(identity, ()), key=lambda change: (change.date, change.identity)))
        life = _life(announcement, types[announcement.type].closes, mine, as_of)
        if life != Life():
            alive[identity] = life
    return alive


def _life(announcement: Announcement, closes: str, changes: tuple[Change, ...], as_of: datetime.datetime) -> Life:
    """Ask in the order of what matters: what has ended, or was set aside; then what has not begun; then what holds."""
    zone, opening = announcement.zone, announcement.opens
    status = str(_value(announcement, "status") or "")
    start, end = announcement.valid
    repeal = next((change for change in changes if change.effect == "repealed" and change.done), None)
    deadline = _closing(announcement, closes)
    life = Life(closing=deadline, changes=changes)
    if status == "cancelled" and not announcement.documents[announcement.original].occasions:
        return Life("annulled", changes=changes)  # an act; what has a date to keep is called off
    if status in IDLE:
        return Life(status, changes=changes)
    if repeal:
        return Life("repealed", repeal.date, changes=changes)
    if end and as_of >= _end(end, zone):
        return Life("expired", end, changes=changes)
    if status not in ("", "in_force"):
        return Life(status, changes=changes)
    if deadline and as_of >= deadline.passed(zone):
        return life._replace(state="closed")
    if opening and as_of < _begin(opening, zone):
        return life._replace(state="not_yet_open", opening=opening)
    if start and as_of < _begin(start, zone):
        return life._replace(state="not_yet_in_force", since=start)
    if deadline:
        return life._replace(state="open")
    return life._replace(state="amended" if life.amended else status or ("in_force" if start else ""))


def moments(announcements: Iterable[Announcement], types: Mapping[str, DocumentType]) -> Iterator[datetime.datetime]:
    """Give the moments at which something in the life of announcements changes by itself."""
    for announcement in announcements:
        zone = announcement.zone
        if next(_targets(announcement), None):
            yield _begin(effective(announcement), zone)
        start, end = announcement.valid
        yield from (_begin(date, zone) for date in (start, announcement.opens) if date)
        if end:
            yield _end(end, zone)
        if deadline := _closing(announcement, types[announcement.type].closes):
            yield deadline.passed(zone)


def effective(act: Announcement) -> PartialDate:
    """Give the day from which an act has effect: when it comes into force, else its own date."""
    return act.valid[0] or act.day()


def check(announcements: Mapping[str, Announcement], places: Mapping[str, tuple[str, int, int]]) -> list[Diagnostic]:
    """Find acts that change themselves or a later one; `places` says where fields are written, by path and key."""
    problems = list[Diagnostic]()
    for act in announcements.values():
        path = act.documents[act.original].path
        for field, effect in EFFECTS.items():
            for identity in (name for done, name in _targets(act) if done == effect and name in announcements):
                place, other = Place(*places[f"{path}:{field}"]), announcements[identity]
                if act.identity in _reached(identity, announcements):
                    problems.append(Diagnostic(place, "act-cycle", {"key": field, "value": identity}))
                elif act.day().last() < other.day().first():
                    arguments = {"key": field, "value": identity, "date": other.day().iso(), "own": act.day().iso()}
                    problems.append(Diagnostic(place, "act-earlier", arguments))
    return problems


def _reached(identity: str, announcements: Mapping[str, Announcement]) -> set[str]:
    """Give all acts that an act changes, directly or by way of others, and itself."""
    reached, ahead = {identity}, [identity]
    while ahead:
        act = announcements.get(ahead.pop())
        new = {target for _effect, target in _targets(act)} - reached if act else set[str]()
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


def _closing(announcement: Announcement, path: str) -> Moment | None:
    occasions = announcement.documents[announcement.original].occasions
    return next((occasion.start for occasion in occasions if occasion.path == path), None)


def _begin(date: PartialDate | Moment, zone: str) -> datetime.datetime:
    """Give the first moment that a date may mean."""
    return (date if isinstance(date, Moment) else Moment(date.first())).begins(zone)


def _end(date: PartialDate, zone: str) -> datetime.datetime:
    """Give the first moment after all that a date may mean."""
    return Moment(date.last()).passed(zone)
