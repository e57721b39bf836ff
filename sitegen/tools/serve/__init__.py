"""The preview: watch, build, serve, reload. The door to the network, which leads no farther than this computer.

The main thread builds; an event of the watch means: look again. Each visitor has a thread and is answered at once with
what is on disk. A served page has a script added that is in no built file. It listens to Server-Sent Events, each of
which holds all that a page must know, so that a missed one does no harm.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Thread

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from sitegen.model.catalogue import Catalogue
from sitegen.tools.serve.answers import PING, SCRIPT, STREAM, TERMS, Server, find
from sitegen.tools.serve.state import Asked, Outcome, State

__all__ = ["PING", "PORTS", "SCRIPT", "STREAM", "TERMS", "Asked", "Outcome", "PortError", "find", "serve"]

QUIET = 0.03  # seconds from the first event to the build: by then one save has done what it does to a folder
PORTS = 20
"""How many ports are tried, one after another, when they are taken."""


class PortError(Exception):
    """A port that is not to be had; the message says why."""


def serve(
    build: Callable[[Asked], Outcome],
    watched: Iterable[Path],
    output: Path,
    port: int,
    words: Catalogue,
    tell: Callable[[str], None],
    asked: Asked,
) -> None:
    """Build, serve the output folder, and build again on every change in the watched folders, until Ctrl+C.

    A watched folder need not exist yet, but the one that it is in must. A port that is taken makes way for the next.
    `asked` is what a page may change. Raises PortError, and what `build` raises.
    """
    _, folders = words.gettext, [folder.absolute() for folder in watched]
    state = State(words, asked)
    server = _open(port, output, folders[0], state)
    visits = Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    try:
        visits.start()
        taken = server.server_address[1]
        if port and taken != port:
            tell(_("Port %(port)s is taken.") % {"port": port})
        tell(_("The preview is at %(address)s and ends with Ctrl+C.") % {"address": f"http://127.0.0.1:{taken}/"})
        try:
            watch = Watch(folders, state, Observer())
        except OSError:
            tell(_("This system cannot watch so many folders; they are looked through every second instead."))
            watch = Watch(folders, state, PollingObserver(timeout=1))
        while True:
            _again(build, watch, state, tell)
    except KeyboardInterrupt:
        pass
    finally:
        if visits.is_alive():
            server.shutdown()
        server.server_close()


def _open(port: int, output: Path, content: Path, state: State) -> Server:
    """Listen on a port, or on the next one that is free."""
    last = min(port + PORTS, 65535) if port else 0
    for number in range(port, last + 1):
        try:
            return Server(number, output, content, state)
        except OSError as problem:
            if problem.errno == errno.EACCES:
                raise PortError("denied") from None
            if problem.errno != errno.EADDRINUSE:
                raise
    raise PortError("busy")


def _again(build: Callable[[Asked], Outcome], watch: Watch, state: State, tell: Callable[[str], None]) -> None:
    """Wait until there is something to look at, and build."""
    with state.changed:
        while not state.look:
            state.changed.wait(1)  # not for ever, which on Windows Ctrl+C would wait for
    time.sleep(QUIET)
    state.look = False
    try:
        watch.follow()
        outcome = build(state.asked)
    except OSError as problem:  # a file went while it was looked at, or the disk is full
        outcome = Outcome(f"{problem.filename or ''}: {problem.strerror}", failed=True, changed=True)
    if outcome.failed and state.look:
        return  # perhaps it was half a save, and here is the other half
    state.built(outcome)
    if outcome.text:
        tell(outcome.text.rstrip("\n"))


# --- the watch --------------------------------------------------------------------------------------------------------

_FILTER: list[type[events.FileSystemEvent]] = [
    *(events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent, events.FileDeletedEvent),
    *(events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent),
]
"""Not those of opening and closing: the build reads, and would be followed by another without end."""


class Watch(events.FileSystemEventHandler):
    """Notices changes in folders, which may come and go."""

    def __init__(self, folders: Iterable[Path], state: State, observer: BaseObserver) -> None:
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
