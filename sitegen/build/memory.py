"""What earlier builds found out: a cache that may always be lost, and is read as a stranger's.

An SQLite file of texts in `.sitegen/`: no format that can run code. What cannot be read is not there; what cannot be
written is no error. Announcements and bodies are named by the digest of what they say, so whoever asks for one sees
whether it is right. All else is sealed (BLAKE2b with a key, RFC 7693) with a secret that never lies in the site's
folder: a memory that came with the site, from whoever, is as good as none.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from sitegen.build import engine
from sitegen.model import Reading, keys

FOLDER = ".sitegen"
GENERATIONS = 10
"""Builds that changed something after which what none of them used is forgotten."""

_COLUMNS = {
    "readings": "key text primary key, text text, seal blob",
    "announcements": "key text primary key, text blob",
    "bodies": "key text primary key, html blob, text blob",
    "notes": "key text primary key, text text, seal blob",
}
_TABLES = "".join(f"create table if not exists {name} ({parts});" for name, parts in _COLUMNS.items())
_SCHEMA = {f"CREATE TABLE {name} ({columns})" for name, columns in _COLUMNS.items()}
Row: TypeAlias = tuple[object, ...]
_BROKEN = (sqlite3.Error, OSError, ValueError)


def secret(file: Path) -> bytes:
    """Give the secret that seals memories on this computer, made at the first use; none where it cannot be kept."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            draft = file.with_name(f"{file.name}-{os.getpid()}")
            draft.write_bytes(secrets.token_bytes(32))
            draft.chmod(0o600)
            try:
                os.link(draft, file)  # whoever is first wins, and none sees half of it
            finally:
                draft.unlink()
        return file.read_bytes()
    return b""


@dataclass(frozen=True, slots=True)
class Read:
    """An announcement read: what the site must know of it, also as text; the whole as text; its bodies by digest.

    A body is its HTML and its text. Texts are UTF-8, which takes half the room of Python's own form.
    """

    key: str
    reading: Reading
    text: str
    whole: bytes
    bodies: Mapping[str, tuple[bytes, bytes]]


@contextmanager
def opened(root: Path, secret: bytes) -> Iterator[Memory]:
    """Open the memory of a site; without a secret, or where none can be kept, it is empty and stays so."""
    connection = None
    if secret:
        with suppress(*_BROKEN):
            connection = _open(root, secret)
    memory = Memory(connection, secret)
    try:
        yield memory
    finally:
        if connection:
            connection.close()


def _open(root: Path, secret: bytes) -> sqlite3.Connection:
    """Open the file; one that is a link is left alone, one that holds more than our own tables begins anew.

    Its name follows from the secret: beside a file whose name he knows, a stranger could lay a journal, by which SQLite
    would delete whatever it names.
    """
    folder = root / FOLDER
    file = folder / f"memory-{hashlib.blake2b(b'name', digest_size=8, key=secret).hexdigest()}.sqlite"
    if folder.is_symlink() or file.is_symlink():
        raise OSError(file)
    folder.mkdir(exist_ok=True)
    for other in folder.glob("memory-*"):
        if not other.name.startswith(file.name):  # of a secret that is lost
            other.unlink()
    for _attempt in range(2):
        connection = sqlite3.connect(file, timeout=10, check_same_thread=False)
        try:
            connection.execute("pragma synchronous = off")  # a power cut may lose it, as it may always be lost
            held = {sql for (sql,) in connection.execute("select sql from sqlite_master where sql is not null")}
            if not held:
                connection.executescript(_TABLES)
                held = _SCHEMA
        except (sqlite3.DatabaseError, ValueError):  # the text of an error may be damaged too
            held = set()
        if held == _SCHEMA:
            return connection
        connection.close()
        file.unlink()
    raise OSError(file)


class Memory:
    """An open memory. What it has read once it keeps at hand, for the next build of the same process."""

    def __init__(self, connection: sqlite3.Connection | None, secret: bytes) -> None:
        self._connection = connection
        self._secret = secret
        self._readings = dict[str, Reading]()

    def note(self, name: str) -> Any:
        """Give what was noted under a name, as JSON holds it; None when nothing was, or by someone else."""
        rows = self._rows("select key, text, seal from notes where key = ?", (name,))
        return next((json.loads(text) for text in self._own("notes", rows).values()), None)

    def readings(self, wanted: Collection[str]) -> dict[str, Reading]:
        """Give the readings remembered under some keys."""
        missing = [key for key in wanted if key not in self._readings]
        if len(missing) > len(wanted) // 2:
            rows = self._rows("select key, text, seal from readings")
        else:
            rows = [row for key in missing for row in self._rows("select * from readings where key = ?", (key,))]
        needed = {*missing}
        for key, text in self._own("readings", (row for row in rows if row[0] in needed)).items():
            reading = keys.noun(text)
            if isinstance(reading, Reading):
                self._readings[key] = reading
        self._readings = {key: self._readings[key] for key in wanted if key in self._readings}
        return dict(self._readings)

    def announcement(self, digest: str) -> bytes | None:
        """Give the text, which has a digest, of an announcement."""
        for (text,) in self._rows("select text from announcements where key = ?", (digest,)):
            if isinstance(text, bytes) and keys.digest(text) == digest:
                return text
        return None

    def body(self, digest: str) -> tuple[bytes, bytes] | None:
        """Give the HTML and the text of the body that has a digest."""
        for html, text in self._rows("select html, text from bodies where key = ?", (digest,)):
            if isinstance(html, bytes) and isinstance(text, bytes) and keys.body(html, text) == digest:
                return html, text
        return None

    def remember(self, read: Iterable[Read]) -> None:
        """Remember what was read: readings by key, sealed; announcements and bodies by digest."""
        readings, announcements, bodies = list[Row](), list[Row](), list[Row]()
        for entry in read:
            self._readings[entry.key] = entry.reading
            readings.append((entry.key, entry.text, self._seal("readings", entry.key, entry.text)))
            if entry.reading.announcement:
                announcements.append((entry.reading.announcement.digest, entry.whole))
                bodies += [(digest, *body) for digest, body in entry.bodies.items()]
        self._write("insert or replace into readings values (?, ?, ?)", readings)
        self._write("insert or replace into announcements values (?, ?)", announcements)
        self._write("insert or replace into bodies values (?, ?, ?)", bodies)

    def write(self, name: str, value: object) -> None:
        """Note something under a name, that JSON can hold."""
        text = json.dumps(value)
        self._write("insert or replace into notes values (?, ?, ?)", [(name, text, self._seal("notes", name, text))])

    def forget(self, used: Mapping[str, Collection[str]]) -> None:
        """Forget what the last builds did not use; `used` holds the keys of this one by table."""
        noted = self.note("unused")
        now, since = (int(noted["now"]) + 1, noted["since"]) if isinstance(noted, dict) else (0, {})
        unused = dict[str, int]()
        for table, names in used.items():
            present = {str(key) for (key,) in self._rows(f"select key from {table}")}  # noqa: S608  (a name of ours)
            idle = {key: since.get(f"{table}:{key}", now) for key in present.difference(names)}
            old = [(key,) for key, when in idle.items() if when <= now - GENERATIONS]
            self._write(f"delete from {table} where key = ?", old)  # noqa: S608
            unused |= {f"{table}:{key}": when for key, when in idle.items() if when > now - GENERATIONS}
        self.write("unused", {"now": now, "since": unused})

    def _own(self, table: str, rows: Iterable[Row]) -> dict[str, str]:
        """Give the texts of rows that carry our seal."""
        return {
            key: text
            for key, text, seal in rows
            if isinstance(key, str)
            and isinstance(text, str)
            and isinstance(seal, bytes)
            and secrets.compare_digest(seal, self._seal(table, key, text))
        }

    def _seal(self, table: str, key: str, text: str) -> bytes:
        sealed = f"{engine.engine()}\n{table}\n{key}\n{text}"  # another version may mean something else by it
        return hashlib.blake2b(sealed.encode(), digest_size=16, key=self._secret).digest()

    def _rows(self, query: str, values: tuple[str, ...] = ()) -> list[Row]:
        with suppress(*_BROKEN):
            return self._connection.execute(query, values).fetchall() if self._connection else []
        return []

    def _write(self, query: str, rows: Iterable[Row]) -> None:
        if self._connection:
            with suppress(*_BROKEN), self._connection:
                self._connection.executemany(query, rows)
