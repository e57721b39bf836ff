"""The answers: what a visitor of this computer gets, and that nobody else gets anything."""

from __future__ import annotations

import datetime
import json
import re
import sys
from collections.abc import Mapping
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import quote, unquote

from sitegen.model import repositories
from sitegen.model.pages import NOT_FOUND
from sitegen.tools.serve.state import Asked, State

PING = 10  # seconds after which a silent stream says something, so that a visitor who has gone is noticed
STREAM, SCRIPT, TERMS = "/__reload", "/__reload.js", "/__terms"
_ASKED = 200  # bytes that are enough to ask for anything
_SCRIPT = Path(__file__).with_name("preview.js")

_HOST = re.compile(r"(localhost|127\.0\.0\.1)(:\d+)?", re.ASCII | re.IGNORECASE)
_NAME = re.compile(r'(?!\.)[^\x00-\x1f/\\:*?"<>|]+')
_TYPES = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".txt": "text/plain", ".csv": "text/csv",
    ".ics": "text/calendar", ".xml": "application/xml", ".json": "application/json", ".pdf": "application/pdf",
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".webp": "image/webp", ".avif": "image/avif", ".woff2": "font/woff2",
}  # fmt: skip
"""Media types by ending. The system's own tables differ."""


def find(output: Path, address: str) -> Path | None:
    """Find the file or folder at a path of the site; None for what is hidden, a link, or no name at all."""
    try:
        names = [unquote(name, errors="strict") for name in address.removeprefix("/").split("/")]
    except UnicodeDecodeError:
        return None
    path = output
    for name in names if names[-1] else names[:-1]:
        path /= name
        if not _NAME.fullmatch(name) or path.is_symlink():
            return None
    return path if path.is_dir() or (path.is_file() and names[-1]) else None


class Server(ThreadingTCPServer):
    """A server on loopback; http.server's own would ask the network for this computer's name."""

    allow_reuse_address = sys.platform != "win32"  # where it would share the port with whoever has it
    daemon_threads = True

    def __init__(self, port: int, output: Path, content: Path, state: State) -> None:
        self.output, self.state, self._content = output, state, content
        self._epoch, self._documents = "", dict[str, tuple[str, dict[str, str]]]()
        super().__init__(("127.0.0.1", port), _Handler)

    def document(self, address: str) -> tuple[str, dict[str, str]]:
        """Give the file that a document's page is made of, from the site's root, and the addresses of its versions."""
        epoch = self.state.epoch
        if self._epoch != epoch:  # the manifest is large, and the same until another build
            manifest = json.loads((self.output / "manifest.json").read_text("utf-8"))
            self._documents = {
                at: (name, placed) for name, placed in manifest["documents"].items() for at in placed.values()
            }
            self._epoch = epoch
        identity, placed = self._documents.get(address, ("", {}))
        tag = next((tag for tag, at in placed.items() if at == address), "")
        return (_source(self._content, identity, tag), placed) if identity else ("", {})

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a visitor who has gone."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def _source(content: Path, identity: str, tag: str) -> str:
    """Find the file of a document, perhaps in a folder of its year."""
    folder, _, name = identity.partition("/")
    for pattern in (f"{name}/index.{tag}.md", f"{name}.{tag}.md", f"*/{name}/index.{tag}.md", f"*/{name}.{tag}.md"):
        for file in (content / folder).glob(pattern):
            return file.relative_to(content.parent).as_posix()
    return ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: Server

    def do_GET(self) -> None:
        """Answer. A host that is not this computer is another site's page asking (DNS rebinding)."""
        state = self.server.state
        epoch = state.epoch  # before anything is read, so that no page is taken for newer than it is
        if not _HOST.fullmatch(self.headers.get("Host", "")):
            self.send_error(421)
        elif self.path == STREAM:
            self._stream(state)
        elif self.path == SCRIPT:
            self._answer(200, ".js", _SCRIPT.read_bytes())
        elif state.good:
            self._file(*self.path.partition("?"), epoch)
        else:
            self._answer(503, ".html", state.page().encode(), epoch)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        """Show the site otherwise. Other sites cannot ask: a browser says where a question comes from."""
        origin = self.headers.get("Origin", "")
        size = self.headers.get("Content-Length", "")
        if not _HOST.fullmatch(self.headers.get("Host", "")):
            self.send_error(421)
        elif self.path != TERMS:
            self.send_error(501)
        elif origin != f"http://{self.headers['Host']}" or not re.fullmatch("[0-9]{1,9}", size) or int(size) > _ASKED:
            self.send_error(403)
        elif asked := _asked(self.rfile.read(int(size))):
            self.server.state.ask(asked)
            self._answer(200)
        else:
            self.send_error(400)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the terminal is for what editors must know."""

    def _file(self, address: str, mark: str, query: str, epoch: str) -> None:
        output = self.server.output
        path = find(output, address)
        if path is not None and path.is_dir():
            if not address.endswith("/"):
                self._answer(301, Location=f"{quote(unquote(address))}/{mark}{query}")
                return
            path = find(output, f"{address}index.html")
        try:
            status, file = (404, output / NOT_FOUND) if path is None else (200, path)
            page, versions = self.server.document(unquote(address).removeprefix("/").removesuffix("index.html"))
            edit = repositories.edit(self.server.state.repository, page) if page else ""
            bar = json.dumps({"source": page, "versions": versions, "edit": edit})
            self._answer(status, file.suffix.lower(), file.read_bytes(), epoch, bar)
        except FileNotFoundError:
            self.send_error(404)

    def _answer(
        self, status: int, suffix: str = "", data: bytes = b"", epoch: str = "", bar: str = "", **headers: str
    ) -> None:
        """Send an answer; HTML has the script added."""
        media = _TYPES.get(suffix, "application/octet-stream")
        if suffix == ".html":
            data += f'<script src="{SCRIPT}" data-epoch="{epoch}" data-bar="{escape(bar)}"></script>\n'.encode()
        charset = "; charset=utf-8" if media.startswith("text/") or media.endswith(("xml", "json")) else ""
        self._head(status, {"Content-Type": media + charset, "Content-Length": str(len(data)), **headers})
        if self.command != "HEAD":
            self.wfile.write(data)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        private = {"Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin"}
        for name, value in (private | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _stream(self, state: State) -> None:
        """Tell a visitor how things are, and again whenever that changes."""
        self._head(200, {"Content-Type": "text/event-stream; charset=utf-8", "Connection": "close"})
        last, line = "", "retry: 500"
        while self.command != "HEAD":
            self.wfile.write(f"{line}\n\n".encode())
            with state.changed:  # held from the look to the wait, so that no change falls between them
                if state.message() == last:
                    state.changed.wait(PING)
                message = state.message()
            last, line = message, ": still here" if message == last else f"data: {message}"


def _asked(data: bytes) -> Asked | None:
    """Read what a page asks for; None where it is nothing that there is."""
    try:
        asked = json.loads(data)
        if not isinstance(asked, Mapping) or not isinstance(asked.get("drafts"), bool):
            return None
        day = str(asked.get("as_of", ""))
        return Asked(asked["drafts"], datetime.date.fromisoformat(day).isoformat() if day else "")
    except (ValueError, RecursionError):
        return None
