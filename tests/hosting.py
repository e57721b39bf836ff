"""A host for built sites, on this machine's own address: it does what the `_headers` and `_redirects` beside one say.

with hosting.serve(root / "public") as host:
    page.goto(host + "ro/")
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

TYPES = {
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
}


class Redirect(NamedTuple):
    """A line of `_redirects`, as Netlify reads it: what is asked for, what is answered, and how."""

    asked: str
    answered: str
    status: int
    force: bool


class Rules(NamedTuple):
    """What a host is told: headers by the pattern of a path, and redirects."""

    headers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    redirects: tuple[Redirect, ...]

    def headers_of(self, path: str) -> list[tuple[str, str]]:
        return [
            header
            for pattern, headers in self.headers
            if re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), path)
            for header in headers
        ]


def rules(folder: Path) -> Rules:
    """Read `_headers` and `_redirects` of a built site; what is not of their forms fails."""
    headers = list[tuple[str, list[tuple[str, str]]]]()
    for line in _lines(folder / "_headers"):
        if line.startswith("/"):
            headers.append((line, []))
        else:
            name, value = re.fullmatch(r"  ([A-Za-z-]+): (\S.*)", line).groups()  # type: ignore[union-attr]
            headers[-1][1].append((name, value))
    redirects = list[Redirect]()
    for line in _lines(folder / "_redirects"):
        asked, answered, status, force = re.fullmatch(r"(/\S*) (/\S*) (\d{3})(!?)", line).groups()  # type: ignore[union-attr]
        redirects.append(Redirect(asked, answered, int(status), force == "!"))
    return Rules(tuple((pattern, tuple(pairs)) for pattern, pairs in headers), tuple(redirects))


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@contextmanager
def serve(folder: Path, base: str = "/") -> Iterator[str]:
    """Serve a built site below a path while the test runs; give its address."""
    handler = partial(_Handler, folder=folder, base=base, rules=rules(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *given: Any, folder: Path, base: str, rules: Rules) -> None:
        self.folder, self.base, self.rules = folder, base, rules
        super().__init__(*given)

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self._file(path)
        for rule in self.rules.redirects:
            if rule.asked.rstrip("/") == path.rstrip("/") and (rule.force or not (file and file.is_file())):
                answer = self._file(rule.answered) if rule.status >= 400 else None
                return self._answer(rule.status, path, answer, rule.answered)
        if file and file.is_dir():
            if not path.endswith("/"):
                return self._answer(301, path, None, f"{path}/")
            file /= "index.html"
        if file and file.is_file():
            return self._answer(200, path, file)
        return self._answer(404, path, self.folder / "404.html")

    def _file(self, path: str) -> Path | None:
        """Find what a path means; nothing below the site's means something else."""
        inside = path.removeprefix(self.base) if path.startswith(self.base) else ".."
        return None if ".." in inside.split("/") else self.folder / inside

    def _answer(self, status: int, path: str, file: Path | None, location: str = "") -> None:
        data = file.read_bytes() if file else b""
        self.send_response(status)
        for name, value in self.rules.headers_of(path):
            self.send_header(name, value)
        if file:
            self.send_header("Content-Type", TYPES.get(file.suffix[1:], "application/octet-stream"))
        elif location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the library's name)
        """Say nothing."""
