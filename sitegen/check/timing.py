"""What is shown at a moment, and until when that holds."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import replace

from sitegen.model import (
    Announcement,
)


def horizon(
    moments: Collection[datetime.datetime], as_of: datetime.datetime
) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """Give the last moment before as-of at which something changed by itself, and the first after it."""
    before = max((moment for moment in moments if moment <= as_of), default=None)
    return before, min((moment for moment in moments if moment > as_of), default=None)


def visible(
    announcements: Mapping[str, Announcement], as_of: datetime.datetime, *, drafts: bool
) -> dict[str, Announcement]:
    """Leave out what is a draft, and what is to be published later than `as_of`; with `drafts`, mark it."""
    shown = {}
    for identity, announcement in announcements.items():
        versions = announcement.documents
        hidden = {tag for tag, document in versions.items() if document.values.get("draft") is True}
        if announcement.original in hidden or announcement.published > as_of:
            hidden = {*versions}
        if not hidden:
            shown[identity] = announcement
        elif drafts:
            shown[identity] = replace(announcement, unpublished=frozenset(hidden))
        elif announcement.original not in hidden:
            kept = {tag: document for tag, document in versions.items() if tag not in hidden}
            shown[identity] = replace(announcement, documents=kept)
    return shown
