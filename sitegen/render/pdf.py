"""Papers: pages as tagged PDF (PDF/UA-1, ISO 14289-1). Home of WeasyPrint, which is imported when the first is made."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

_PANGO = "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"
_HARFBUZZ = "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"


class PaperError(Exception):
    """A PDF that nobody can make here; the message is the code of why."""


def printer() -> str:
    """Name what sets a PDF's letters, with the versions of the system's libraries where those are found."""
    pango, harfbuzz = _version("pango_version_string", _PANGO), _version("hb_version_string", _HARFBUZZ)
    return f"Pango {pango}, HarfBuzz {harfbuzz}"


def _version(function: str, names: tuple[str, ...]) -> str:
    for name in names:
        with suppress(OSError, AttributeError):
            asked = getattr(ctypes.CDLL(name), function)
            asked.restype = ctypes.c_char_p
            return str(asked().decode())
    return "?"


def pdf(html: str, fonts: Mapping[str, bytes], images: Mapping[str, bytes]) -> bytes:
    """Print a page: `fonts` are whole faces by name, `images` files by address. What else it asks for, it does not get.

    The same input gives the same bytes: the dates are those that the page's own `dcterms` name.
    """
    if not fonts:
        raise PaperError("font")
    page = _weasyprint().HTML(string=html, url_fetcher=_fetcher(fonts, images))
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1", presentational_hints=True))  # the numbers of lists are hints


def _weasyprint() -> Any:
    """Import the library, which needs libraries of the system's in turn."""
    try:
        import weasyprint
    except ImportError as problem:
        raise PaperError("not-installed") from problem
    except OSError as problem:  # it found no Pango
        raise PaperError("library") from problem
    return weasyprint


def _fetcher(fonts: Mapping[str, bytes], images: Mapping[str, bytes]) -> Any:
    """Make what hands WeasyPrint its files; its own would read any file and any host."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    files = {**{f"font:{face}": data for face, data in fonts.items()}, **images}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
            return URLFetcherResponse(url, files[url])

    return Fetcher()
