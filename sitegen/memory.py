"""What earlier builds found out: a cache that may always be lost, and is read as a stranger's.

An SQLite file of JSON texts in `.sitegen/`: no format that can run code. What cannot be read is not there; what cannot
be written is no error.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from sitegen import keys
from sitegen.diagnostics import RULES
from sitegen.model import Body
from sitegen.parse import Head, Parsed

FOLDER = ".sitegen"
_COLUMNS = {
    "parsed": "key text primary key, head text, html text, text text",
    "pages": "output text, path text, key text, digest text, primary key (output, path)",
}
_TABLES = "".join(f"create table if not exists {name} ({parts}) without rowid;" for name, parts in _COLUMNS.items())
_SCHEMA = {f"CREATE TABLE {name} ({columns}) without rowid" for name, columns in _COLUMNS.items()}


def _open(root: Path) -> sqlite3.Connection:
    """Open the memory; one that is a link is left alone, one that holds more than our two tables begins anew."""
    folder, file = root / FOLDER, root / FOLDER / "memory.sqlite"
    if folder.is_symlink() or file.is_symlink():
        raise OSError(file)
    folder.mkdir(exist_ok=True)
    for _attempt in range(2):
        connection = sqlite3.connect(file, timeout=10)
        try:
            connection.executescript(_TABLES)
            held = {sql for (sql,) in connection.execute("select sql from sqlite_master")}
        except sqlite3.DatabaseError:
            held = set()
        if held == _SCHEMA:
            return connection
        connection.close()
        file.unlink()
    raise OSError(file)


def heads(root: Path, wanted: Iterable[str]) -> dict[str, Head]:
    """Give the heads remembered under some keys."""
    found = dict[str, Head]()
    with suppress(sqlite3.Error, OSError), closing(_open(root)) as connection:
        known = dict(connection.execute("select key, head from parsed"))
        for key in wanted:
            with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
                head = keys.noun(json.loads(known[key]), Head)
                if isinstance(head, Head) and all(problem.code in RULES for problem in head.found):
                    found[key] = head
    return found


def bodies(root: Path, wanted: Iterable[str]) -> dict[str, Body]:
    """Give the bodies remembered under some keys."""
    found = dict[str, Body]()
    with suppress(sqlite3.Error, OSError), closing(_open(root)) as connection:
        for key in wanted:
            row = connection.execute("select html, text from parsed where key = ?", (key,)).fetchone()
            if row and isinstance(row[0], str) and isinstance(row[1], str):
                found[key] = Body(*row)
    return found


def pages(root: Path, output: Path) -> dict[str, tuple[str, str]]:
    """Give for each page last written to an output folder its key, and the digest of its bytes."""
    with suppress(sqlite3.Error, OSError), closing(_open(root)) as connection:
        rows = connection.execute("select path, key, digest from pages where output = ?", (str(output.resolve()),))
        return {str(path): (str(key), str(digest)) for path, key, digest in rows}
    return {}


def remember_parsed(root: Path, new: Mapping[str, Parsed], used: Iterable[str]) -> None:
    """Remember what was parsed, and forget what no source of this build uses."""
    with suppress(sqlite3.Error, OSError), closing(_open(root)) as connection, connection:
        rows = [
            (key, json.dumps(keys.plain(parsed.head), ensure_ascii=False), parsed.body.html, parsed.body.text)
            for key, parsed in new.items()
        ]
        connection.executemany("insert or replace into parsed values (?, ?, ?, ?)", rows)
        stale = {key for (key,) in connection.execute("select key from parsed")} - set(used)
        connection.executemany("delete from parsed where key = ?", [(key,) for key in stale])


def remember_pages(root: Path, output: Path, written: Mapping[str, tuple[str, str]]) -> None:
    """Remember what now stands in an output folder."""
    name = str(output.resolve())
    with suppress(sqlite3.Error, OSError), closing(_open(root)) as connection, connection:
        connection.execute("delete from pages where output = ?", (name,))
        rows = [(name, path, key, digest) for path, (key, digest) in written.items()]
        connection.executemany("insert into pages values (?, ?, ?, ?)", rows)
