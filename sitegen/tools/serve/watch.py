"""The watch: what is saved in the folders that a site is made of."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from watchdog import events
from watchdog.observers.api import BaseObserver, ObservedWatch

from sitegen.tools.serve.state import State

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
