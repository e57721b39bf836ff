"""The text of a PDF, line by line as it is drawn. pdfminer.six, which reads it, comes with the extra `import`."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pdfminer.layout import LTChar, LTTextLine

MOST_PAGES = 200
"""Pages beyond these are not read."""


class Line(NamedTuple):
    """A line of letters; measures in points (1/72 inch), `left` and `top` from the page's upper left corner."""

    text: str
    size: float
    bold: bool
    left: float
    top: float


class UnreadableError(ValueError):
    """These bytes are no PDF that can be read."""


def available() -> bool:
    """Say whether PDFs can be read here."""
    return find_spec("pdfminer") is not None


def pages(data: bytes, most: int = MOST_PAGES) -> list[list[Line]]:
    """Give the lines of the first pages in the order in which they stand in the file, empty where there are none.

    Raises UnreadableError; ImportError without the extra.
    """
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        drawn = extract_pages(io.BytesIO(data), maxpages=most, laparams=LAParams())
        return [[_line(line, page.height) for line in _lines(page) if line.get_text().strip()] for page in drawn]
    except Exception as problem:  # pdfminer names no error that covers what a broken file makes it raise
        raise UnreadableError(str(problem)) from problem


def _lines(part: object) -> Iterator[LTTextLine]:
    from pdfminer.layout import LTContainer, LTTextLine

    if isinstance(part, LTTextLine):
        yield part
    elif isinstance(part, LTContainer):
        for below in part:
            yield from _lines(below)


def _line(line: LTTextLine, height: float) -> Line:
    from pdfminer.layout import LTChar

    letters: list[LTChar] = [one for one in line if isinstance(one, LTChar)]
    size = max((round(one.size, 1) for one in letters), default=0.0)
    bold = bool(letters) and all("bold" in one.fontname.lower() for one in letters)
    return Line(line.get_text().rstrip("\n"), size, bold, round(line.x0, 1), round(height - line.y1, 1))
