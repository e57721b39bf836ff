"""The terms of a build: what is asked for that changes what the site is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """The moment that a build is for (without an offset: local to the site), drafts, an address for the site's, PDFs."""

    as_of: datetime.datetime
    drafts: bool = False
    base_url: str = ""
    pdf: bool = False
