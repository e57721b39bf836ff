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
from sitegen.diagnostics import Diagnostic, Place
from sitegen.model import Body, Heading, Outline, Section, Target
from sitegen.parse import Head, Parsed
from sitegen.yamlplaces import Entries, Items, Scalar

FOLDER = ".sitegen"
_NOUNS: Mapping[str, type] = {
    noun.__name__: noun for noun in (Diagnostic, Place, Head, Outline, Section, Heading, Target, Entries, Items, Scalar)
}
_TABLES = """
create table if not exists parsed (key text primary key, head text, html text, text text) without rowid;
create table if not exists pages (
    output text, path text, key text, digest text, primary key (output, path)
) without rowid;
"""


def _open(root: Path) -> sqlite3.Connection:
    (root / FOLDER).mkdir(exist_ok=True)
    connection = sqlite3.connect(root / FOLDER / "memory.sqlite", timeout=10)
    connection.executescript(_TABLES)
    return connection


def heads(root: Path, wanted: Iterable[str]) -> dict[str, Head]:
    """Give the heads remembered under some keys."""
    found = dict[str, Head]()
    with suppress(sqlite3.Error, OSError), closing(_open(root)) as connection:
        known = dict(connection.execute("select key, head from parsed"))
        for key in wanted:
            with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
                head = keys.noun(json.loads(known[key]), _NOUNS)
                if isinstance(head, Head):
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
