"""The preview: watch, build, serve, reload. The door to the network, which leads no farther than this computer.

The main thread builds; an event of the watch means: look again. Each visitor has a thread and is answered at once with
what is on disk. A served page has a script added that is in no built file. It listens to Server-Sent Events, each of
which holds all that a page must know, so that a missed one does no harm.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from threading import Condition, Thread
from typing import Any
from urllib.parse import quote, unquote

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from sitegen.catalogues import Catalogue
from sitegen.pages import NOT_FOUND

QUIET = 0.03  # seconds from the first event to the build: by then one save has done what it does to a folder
PING = 10  # seconds after which a silent stream says something, so that a visitor who has gone is noticed
STREAM, SCRIPT = "/__reload", "/__reload.js"


class PortError(Exception):
    """A port that is not to be had; the message says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: what to tell of it, whether it failed, whether any file of the site is now another."""

    told: str
    failed: bool
    changed: bool


def serve(
    build: Callable[[], Outcome],
    watched: Iterable[Path],
    output: Path,
    port: int,
    words: Catalogue,
    tell: Callable[[str], None],
) -> None:
    """Build, serve the output folder, and build again on every change in the watched folders, until Ctrl+C.

    A watched folder need not exist yet, but the one that it is in must. Raises PortError, and what `build` raises.
    """
    _, state = words.gettext, _State(words)
    try:
        server = _Server(port, output, state)
    except OSError as problem:
        reasons = {errno.EADDRINUSE: "busy", errno.EACCES: "denied"}
        raise (PortError(reasons[problem.errno]) if problem.errno in reasons else problem) from None
    visits = Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    try:
        visits.start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        tell(_("The preview is at %(address)s and ends with Ctrl+C.") % {"address": address})
        folders = [folder.absolute() for folder in watched]
        try:
            watch = _Watch(folders, state, Observer())
        except OSError:
            tell(_("This system cannot watch so many folders; they are looked through every second instead."))
            watch = _Watch(folders, state, PollingObserver(timeout=1))
        while True:
            _again(build, watch, state, tell)
    except KeyboardInterrupt:
        pass
    finally:
        if visits.is_alive():
            server.shutdown()
        server.server_close()


def _again(build: Callable[[], Outcome], watch: _Watch, state: _State, tell: Callable[[str], None]) -> None:
    """Wait until there is something to look at, and build."""
    with state.changed:
        while not state.look:
            state.changed.wait(1)  # not for ever, which on Windows Ctrl+C would wait for
    time.sleep(QUIET)
    state.look = False
    try:
        watch.follow()
        outcome = build()
    except OSError as problem:  # a file went while it was looked at, or the disk is full
        outcome = Outcome(f"{problem.filename or ''}: {problem.strerror}", failed=True, changed=True)
    if outcome.failed and state.look:
        return  # perhaps it was half a save, and here is the other half
    state.built(outcome)
    if outcome.told:
        tell(outcome.told.rstrip("\n"))


class _State:
    """What visitors are to know, and whether to look again. The condition tells of changes."""

    def __init__(self, words: Catalogue) -> None:
        _ = words.gettext
        self.changed, self.look = Condition(), True
        self.good = False  # until a build succeeds no page is served
        self._told, self._failures, self._epoch = "", 0, 0
        self._language, self._title, self._waiting = (
            words.language,
            _("The site has errors"),
            _("The site is being built"),
        )
        self._note, self._close = _("The page behind this is from the last build without errors."), _("Close")

    @property
    def epoch(self) -> str:
        """Name what is on disk, unlike any name that another server gives."""
        return f"{os.getpid()}-{self._epoch}"

    def notice(self) -> None:
        with self.changed:
            self.look = True
            self.changed.notify_all()

    def built(self, outcome: Outcome) -> None:
        with self.changed:
            self._epoch += outcome.changed or not self.good
            self._failures += outcome.failed
            self._told = outcome.told if outcome.failed else ""
            self.good = self.good or not outcome.failed
            self.changed.notify_all()

    def message(self) -> str:
        """Say all that a page must know, as JSON in one line. Before a good build the page itself tells the rest."""
        texts = [self._title, self._note, self._close, self._told if self.good else ""]
        return json.dumps({"epoch": self.epoch, "failures": self._failures, "lang": self._language, "texts": texts})

    def page(self) -> str:
        """Write the page that stands for all while there are none."""
        title = self._title if self._told else self._waiting
        return (
            f'<!doctype html>\n<html lang="{self._language}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<style>:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }\n"
            "pre { white-space: pre-wrap; overflow-wrap: anywhere; }</style>\n"
            f"<h1>{title}</h1>\n<pre>{escape(self._told)}</pre>\n"
        )


# --- watch ------------------------------------------------------------------------------------------------------------

_FILTER: list[type[events.FileSystemEvent]] = [
    *(events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent, events.FileDeletedEvent),
    *(events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent),
]
"""Not those of opening and closing: the build reads, and would be followed by another without end."""


class _Watch(events.FileSystemEventHandler):
    """Notices changes in folders, which may come and go."""

    def __init__(self, folders: Iterable[Path], state: _State, observer: BaseObserver) -> None:
        self._folders = {str(folder): folder for folder in folders}
        self._state, self._observer = state, observer
        self._watches, self._stale = dict[str, ObservedWatch](), set(self._folders)
        observer.start()
        try:
            self.follow()
            # Last, because watchdog passes over subfolders for which the system has no watch left: then this one fails.
            for above in {str(folder.parent) for folder in self._folders.values()}:
                observer.schedule(self, above, event_filter=_FILTER)
        except OSError:
            observer.stop()
            raise
        self._stale |= self._folders.keys() - self._watches.keys()  # one may have come meanwhile

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Notice what concerns the folders, not what else lies beside them."""
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        self._stale |= self._folders.keys() & set(paths)
        if any(f"{path}{os.sep}".startswith(f"{folder}{os.sep}") for path in paths for folder in self._folders):
            self._state.notice()

    def follow(self) -> None:
        """Watch the folders that have come, and no longer those that have gone."""
        while self._stale:
            name = self._stale.pop()
            if name in self._watches:
                self._observer.unschedule(self._watches.pop(name))
            if self._folders[name].is_dir() and not self._folders[name].is_symlink():
                self._watches[name] = self._observer.schedule(self, name, recursive=True, event_filter=_FILTER)


# --- answer -----------------------------------------------------------------------------------------------------------

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
    found = output
    for name in names if names[-1] else names[:-1]:
        found /= name
        if not _NAME.fullmatch(name) or found.is_symlink():
            return None
    return found if found.is_dir() or (found.is_file() and names[-1]) else None


class _Server(ThreadingTCPServer):
    """A server on loopback; http.server's own would ask the network for this computer's name."""

    allow_reuse_address = sys.platform != "win32"  # where it would share the port with whoever has it
    daemon_threads = True

    def __init__(self, port: int, output: Path, state: _State) -> None:
        self.output, self.state = output, state
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):  # a visitor who has gone
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        """Answer. A host that is not this computer is another site's page asking (DNS rebinding)."""
        state = self.server.state
        epoch = state.epoch  # before anything is read, so that no page is taken for newer than it is
        if not _HOST.fullmatch(self.headers.get("Host", "")):
            self.send_error(421)
        elif self.path == STREAM:
            self._stream(state)
        elif self.path == SCRIPT:
            self._answer(200, ".js", _SCRIPT.encode())
        elif state.good:
            self._file(*self.path.partition("?"), epoch)
        else:
            self._answer(503, ".html", state.page().encode(), epoch)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the terminal is for what editors must know."""

    def _file(self, address: str, mark: str, query: str, epoch: str) -> None:
        output = self.server.output
        found = find(output, address)
        if found is not None and found.is_dir() and not address.endswith("/"):
            self._answer(301, Location=f"{quote(unquote(address))}/{mark}{query}")
            return
        if found is not None and found.is_dir():
            found = find(output, f"{address}index.html")
        try:
            status, file = (404, output / NOT_FOUND) if found is None else (200, found)
            self._answer(status, file.suffix.lower(), file.read_bytes(), epoch)
        except FileNotFoundError:
            self.send_error(404)

    def _answer(self, status: int, suffix: str = "", data: bytes = b"", epoch: str = "", **headers: str) -> None:
        """Send an answer; HTML has the script added."""
        media = _TYPES.get(suffix, "application/octet-stream")
        if suffix == ".html":
            data += f'<script src="{SCRIPT}" data-epoch="{epoch}"></script>\n'.encode()
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

    def _stream(self, state: _State) -> None:
        """Tell a visitor how things are, and again whenever that changes."""
        self._head(200, {"Content-Type": "text/event-stream; charset=utf-8", "Connection": "close"})
        told, line = "", "retry: 500"
        while self.command != "HEAD":
            self.wfile.write(f"{line}\n\n".encode())
            with state.changed:
                if state.message() == told:
                    state.changed.wait(PING)
                message = state.message()
            told, line = message, ": still here" if message == told else f"data: {message}"


_SCRIPT = """\
"use strict";
(() => {
  const epoch = document.currentScript.dataset.epoch;
  const root = document.documentElement.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
  const dialog = root.appendChild(document.createElement("dialog"));
  const parts = ["h1", "p", "button", "pre"].map((name) => dialog.appendChild(document.createElement(name)));
  parts[2].onclick = () => dialog.close();
  root.adoptedStyleSheets = [new CSSStyleSheet()];
  root.adoptedStyleSheets[0].replaceSync(`
    dialog { box-sizing: border-box; width: min(60rem, 100% - 2rem); max-height: calc(100% - 2rem); padding: 1rem;
      border: 1px solid; border-top: .5rem solid #c5221f; color-scheme: light dark; font: 1rem/1.5 system-ui; }
    h1 { margin: 0; font-size: 1.4rem; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; }
    button { min-height: 2.75rem; padding: 0 1.5rem; font: inherit; }`);
  let source, shown = 0;

  function show({ failures, lang, texts }) {
    if (!texts.at(-1)) dialog.close();
    else if (failures !== shown) { // else it was seen, and perhaps closed
      parts.forEach((part, i) => { part.textContent = texts[i]; });
      dialog.lang = lang;
      dialog.ariaLabel = texts[0];
      if (!dialog.open) dialog.showModal();
    }
    shown = failures;
  }

  function listen() {
    source?.close();
    if (document.hidden) return; // a browser opens six connections to a host: tabs that nobody sees keep none
    source = new EventSource("/__reload");
    source.onmessage = (event) => {
      const state = JSON.parse(event.data);
      state.epoch === epoch ? show(state) : location.reload();
    };
  }
  addEventListener("pageshow", listen);
  addEventListener("pagehide", () => source?.close());
  document.addEventListener("visibilitychange", listen);
})();
"""
