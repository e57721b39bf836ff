"""The terms of a build: what is asked for that changes what the site is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Terms:
    """The moment that a build is for (without an offset: local to the site), drafts, an address for the site's.

    A portable site is opened from a disk: its links lead to files. `search` names what makes the search index,
    with versions; where it is empty the site has no search. So does `pdf` for the PDFs of documents.
    """

    as_of: datetime.datetime
    drafts: bool = False
    base_url: str = ""
    portable: bool = False
    search: str = ""
    pdf: str = ""


def local(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """Give a moment as an instant: one without an offset is local to the zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
