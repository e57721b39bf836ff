"""The search index: documents laid out as pages for the Pagefind program, and what it makes of them.

The home of Pagefind and of cbor2. The program counts on names and filters in the order of a hash table, which differs
from run to run; so both are named anew by what they hold, and the bytes depend on the documents alone. That leans on
the files of version 1.5.2, which the extra `search` pins.
"""

from __future__ import annotations

import errno
import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from sitegen.language.alphabet import folded, spellings, words
from sitegen.language.text import plain
from sitegen.model.keys import digest
from sitegen.model.views.lists import RecordView

ENTRY = "pagefind-entry.json"
"""The file that a browser asks for first, which names all others."""
NUMBERS = "numbers.json"
"""Our own: by number, as its digits, which documents bear it."""

_MAGIC = b"pagefind_dcd"
_OURS = re.compile(r"pagefind(-worker)?\.js|pagefind-entry\.json|.+\.pf_(fragment|index)")
_BETWEEN = "; "


# --- laying out -------------------------------------------------------------------------------------------------------


def lay_out(view: object, body: str, language: str, synonyms: str) -> bytes:
    """Write a document as the page that is indexed; `synonyms` holds a row of words of one meaning on each line."""
    assert isinstance(view, RecordView)  # noqa: S101  (planned so)
    entry = view.entry
    texts = [plain(text) for text in (*view.texts, *body.split("\n")) if text]
    title = plain(entry.link.words.text)
    vocabulary = words("\n".join((title, *texts)))
    meta = {
        "title": title,
        "number": _BETWEEN.join(_forms(view.numbers)),
        "further": _BETWEEN.join(_forms(view.further)),
        "alias": " ".join(sorted({alias for word in vocabulary for alias in _aliases(word, language, synonyms)})),
        "type": entry.type_label,
        "date": plain(entry.date),
        "datetime": entry.datetime,
        "state": entry.state,
        "status": plain(entry.state_label),
        "lang": view.lang,
    }
    narrowed = [("type", view.type), ("year", view.year), ("issuer", view.issuer)]
    narrowed += [("topic", topic) for topic in view.topics]
    values = [(name, escape(plain(text))) for name, text in narrowed if text]
    parts = [
        f'<!doctype html><html lang="{escape(language)}"><meta charset="utf-8"><title></title><body>',
        *(f'<i data-pagefind-meta="{name}[title]" title="{escape(text)}"></i>' for name, text in meta.items() if text),
        *(f'<i data-pagefind-filter="{name}[title]" title="{text}"></i>' for name, text in values),
        f'<i data-pagefind-sort="date[title]" title="{escape(entry.datetime)}"></i><div data-pagefind-body>',
        *(f"<p>{escape(text, quote=False)}</p>" for text in texts or [title]),
        "</div></body></html>",
    ]
    return "\n".join(parts).encode()


def _forms(numbers: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(form for number in numbers for form in (number, digits(number)))


@lru_cache(1 << 17)
def _aliases(word: str, language: str, synonyms: str) -> frozenset[str]:
    """Give what else leads to a document that has a word: other spellings, and words of the same meaning."""
    return frozenset(spellings(word, language)) | _rows(synonyms).get(folded(word), frozenset())


@lru_cache(maxsize=16)
def _rows(synonyms: str) -> dict[str, frozenset[str]]:
    rows = (frozenset(words(folded(line))) for line in synonyms.splitlines() if not line.startswith("#"))
    return {word: row for row in rows for word in row}


# --- indexing ---------------------------------------------------------------------------------------------------------


def index(folder: Path, pages: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Index pages, given by their paths, in an empty folder; give the files that a site needs, by theirs.

    Raises OSError, with what the program says, when that fails.
    """
    import pagefind_bin

    for path, data in pages:
        file = folder / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    command = [pagefind_bin.get_executable(), "--site", "site", "--output-path", "index", "--silent"]
    # In an environment of its own, since any of its options may be set by a variable.
    done = subprocess.run(command, cwd=folder, env={}, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").split("\n")[0]
        raise OSError(errno.EIO, reason or f"exit code {done.returncode}", "pagefind")
    output, files = folder / "index", [path for path in (folder / "index").rglob("*") if path.is_file()]
    return _settled({path.relative_to(output).as_posix(): path.read_bytes() for path in files})


def _settled(written: Mapping[str, bytes]) -> dict[str, bytes]:
    """Leave what a browser asks for, under names that follow from what is in it."""
    files = {path: data for path, data in written.items() if _OURS.fullmatch(path)}
    entry = json.loads(written[ENTRY])
    for language, named in entry["languages"].items():
        meta = _unpacked(written[f"pagefind.{named['hash']}.pf_meta"])
        _version, _pages, _chunks, filters, sorts, _fields = meta
        for facet in filters:
            name, values = _unpacked(written[f"filter/{facet[1]}.pf_filter"])
            data = _packed([name, sorted(values)])
            facet[1] = f"{language}_{digest(data)[:10]}"
            files[f"filter/{facet[1]}.pf_filter"] = data
        filters.sort()
        sorts.sort()
        data = _packed(meta)
        named["hash"] = f"{language}_{digest(data)[:10]}"
        files[f"pagefind.{named['hash']}.pf_meta"] = data
        program = f"wasm.{named['wasm'] or 'unknown'}.pagefind"
        files[program] = written[program]
    files[ENTRY] = _json(entry)
    files[NUMBERS] = _json(_numbered(files))
    return files


def _numbered(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Say which documents give a number, first those that bear it: by its digits, the names of their fragments."""
    documents = dict[str, dict[str, None]]()
    names = sorted(path for path in files if path.endswith(".pf_fragment"))
    metas = {name: json.loads(_opened(files[name]))["meta"] for name in names}
    for field in ("number", "further"):
        for name in names:
            for form in metas[name].get(field, "").split(_BETWEEN):
                stem = name.removeprefix("fragment/").removesuffix(".pf_fragment")
                documents.setdefault(digits(form), {})[stem] = None
    return {key: [*stems] for key, stems in documents.items() if key}


def digits(text: str) -> str:
    """Give the numbers in a text, without leading zeros: Nr. 1921/19.03.2021 is 1921/19/3/2021."""
    return "/".join(number.lstrip("0") or "0" for number in re.findall("[0-9]+", text))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _opened(data: bytes) -> bytes:
    import gzip

    return gzip.decompress(data).removeprefix(_MAGIC)


def _unpacked(data: bytes) -> Any:
    import cbor2

    return cbor2.loads(_opened(data))


def _packed(value: object) -> bytes:
    """Pack a value, not compressed: what is saved is little, and differs by the version of the library."""
    import cbor2

    return _MAGIC + cbor2.dumps(value)
