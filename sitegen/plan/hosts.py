"""What web servers are told: addresses that lead on, addresses with nothing at them any more, the policy of pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote, urlsplit

from sitegen.language import formats
from sitegen.model import Gone, Site, routes
from sitegen.model.pages import HTACCESS, NOT_FOUND, Copy, Page
from sitegen.model.views import Piece, Words
from sitegen.model.views.data import HostView
from sitegen.model.views.front import GoneView
from sitegen.plan.views.reader import Reader


def pages(readers: Mapping[str, Reader], planned: Sequence[Page | Copy]) -> list[Page]:
    """Plan what stands at addresses that are gone, and the files for hosts; `made` is all else that is planned."""
    site = next(iter(readers.values())).site
    taken = {page.path.lower() for page in planned}
    gone = [entry for entry in site.gone if not any(place in taken for place in _places(entry.address.lower()))]
    stubs = [_stub(entry, readers) for entry in gone if not _calendar(entry.address)]
    return stubs if site.config.portable else [*stubs, *_hosts(site, [entry.address for entry in gone])]


def _calendar(address: str) -> bool:
    """Say whether a calendar was there: the program that asks for it again is helped by no page."""
    return address.endswith(".ics/")


def _places(address: str) -> Iterator[str]:
    """Give the files that cannot be beside a page at an address: its own, and those in the place of its folders."""
    yield routes.file_of(address)
    parts = address.split("/")
    for end in range(1, len(parts)):
        yield "/".join(parts[:end])


def _stub(gone: Gone, readers: Mapping[str, Reader]) -> Page:
    site = next(iter(readers.values())).site
    language = routes.language_of(gone.address, site.config.languages)
    reader = readers[language].at(gone.address)
    successor = gone.replaced_by.name if gone.replaced_by else ""
    view = GoneView(
        lang=language,
        root=routes.up(gone.address),
        site_title=reader.title(),
        title=reader.words(gone.title),
        went=Piece(Words(formats.date(gone.went, language)), datetime=gone.went.iso()),
        reason=reader.words(gone.reason) if gone.reason else Words(""),
        replaced_by=reader.announcement(successor) if reader.shows(successor) else None,
        home=reader.to(f"{language}/"),
    )
    return Page(routes.file_of(gone.address), "pages/gone.html", view, language)


# --- hosts ------------------------------------------------------------------------------------------------------------


def _plain(path: str) -> str:
    """Write a path where blanks end it."""
    return quote(path, safe="/~")


def _string(path: str) -> str:
    """Write a path as a string of Apache's or nginx's."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _pattern(path: str) -> str:
    """Write a path as a pattern that it alone fits, with its last slash or without."""
    return _string(f"^{re.escape(path.removesuffix('/'))}/?$")


def _target(path: str) -> str:
    """Write a path as a string in which no sign stands for a variable or a group."""
    return _string(_plain(path))


HOSTS: tuple[tuple[str, str, Callable[[str], str], Callable[[str], str]], ...] = (
    ("_headers", "hosts/headers.txt", _plain, _plain),
    ("_redirects", "hosts/redirects.txt", _plain, _plain),
    (HTACCESS, "hosts/apache.txt", _pattern, _target),
    ("nginx-sitegen.conf", "hosts/nginx.txt", _string, _target),
)
"""For each host's file its template, and how it writes the paths of requests and of answers."""


def _hosts(site: Site, gone: Sequence[str]) -> list[Page]:
    base, language = urlsplit(site.config.base_url).path, site.config.languages[0]
    answers = [(address, NOT_FOUND if _calendar(address) else routes.file_of(address)) for address in gone]
    moved = [(alias, site.addresses[site.redirects[alias]]) for alias in _aliases(site)]
    return [
        Page(
            file,
            template,
            HostView(
                base=base,
                redirects=tuple((asked(base + alias), answered(base + target)) for alias, target in moved),
                gone=tuple((asked(base + address), answered(base + answer)) for address, answer in answers),
            ),
            language,
        )
        for file, template, asked, answered in HOSTS
    ]


def _aliases(site: Site) -> Iterator[str]:
    """Give the addresses that editors wrote down: those that lead from announcements' own names are too many."""
    for announcement in site.announcements.values():
        for document in announcement.documents.values():
            for alias in document.aliases:
                address = f"{alias.strip('/')}/"
                if address in site.redirects:
                    yield address
