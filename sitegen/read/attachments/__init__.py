"""What a file tells of people beside what it shows: where a picture was taken, who wrote a document.

Read from the bytes alone, and taken out of them where nothing else is lost. What cannot be read tells nothing, what is
in doubt stays as it is; no bytes raise.
"""

from __future__ import annotations

from collections.abc import Collection

from sitegen.read.attachments import papers, pictures
from sitegen.read.attachments.papers import AUTHOR, LOCATION, UNREADABLE, ExcessError, opened, part, without

__all__ = [
    "AUTHOR",
    "ENDINGS",
    "LOCATION",
    "OFFICE",
    "UNREADABLE",
    "ExcessError",
    "mended",
    "opened",
    "part",
    "read",
    "tells",
]

_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")
OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")
ENDINGS = (*_PICTURES, *OFFICE, ".pdf")
"""How the names of files end that are looked into."""


def tells(name: str) -> bool:
    """Say whether a file is of a kind that is looked into."""
    return name.lower().endswith(ENDINGS)


def read(name: str, data: bytes) -> list[str]:
    """Give the codes of what a file tells, by the ending of its name."""
    ending = name[name.rfind(".") :].lower()
    if ending in OFFICE:
        return sorted({*papers.properties(data)})
    spans = papers.spans(data) if ending == ".pdf" else pictures.spans(data) if ending in _PICTURES else ()
    return sorted({span.code for span in spans})


def mended(name: str, data: bytes, meant: Collection[str] = ()) -> bytes:
    """Give a file that tells nothing but what is meant, if there is a sure way to one; else as it is."""
    ending, after = name[name.rfind(".") :].lower(), data
    if {*read(name, data)} <= {*meant}:
        return data
    if ending in OFFICE:
        after = papers.anonymous(data)
    elif ending == ".pdf":
        after = without(data, [span for span in papers.spans(data) if span.code not in meant])
    elif ending in _PICTURES:
        after = pictures.mended(data, [span for span in pictures.spans(data) if span.code not in meant])
    return after if {*read(name, after)} <= {*meant} else data
