"""Values: what a field holds once converted."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Text:
    """A value in a language; `lang` is a BCP 47 tag."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day (0: not known)."""

    year: int
    month: int = 0
    day: int = 0

    def first(self) -> datetime.date:
        """Give the first day that the date may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def last(self) -> datetime.date:
        """Give the last day that the date may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def iso(self) -> str:
        """Give the ISO 8601 form in its own precision: 2021, 2021-03 or 2021-03-19."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


@dataclass(frozen=True, slots=True)
class Moment:
    """A local day, or a local time on it; which zone is meant stands on the announcement."""

    day: datetime.date
    time: datetime.time | None = None

    def begins(self, zone: str) -> datetime.datetime:
        """Give its instant in a zone: without a time, the beginning of its day."""
        instant = datetime.datetime.combine(self.day, self.time or datetime.time(), ZoneInfo(zone))
        # Its offset, and no zone whose rules may change; and two of one zone would be compared by the clock.
        return datetime.datetime.fromisoformat(instant.isoformat())

    def passed(self, zone: str) -> datetime.datetime:
        """Give the instant from which it is past in a zone: without a time, the end of its day."""
        if self.time:
            return self.begins(zone)
        after = self.day + datetime.timedelta(1) if self.day < datetime.date.max else self.day
        return Moment(after).begins(zone)


Value: TypeAlias = "bool | int | str | Decimal | PartialDate | Moment | Text | tuple[Value, ...] | Values | None"
"""What a field holds once converted. None: answered with a written-out null, "the document does not say"."""

Values: TypeAlias = "dict[str, Value]"
"""A group's fields by name; a field that is not there was never answered."""
