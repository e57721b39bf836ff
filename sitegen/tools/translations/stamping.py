"""Stubs and stamps of translations, and texts written into their front matter so that all else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sitegen.model import Field
from sitegen.model.sources import splice
from sitegen.read import inheritance, stubs
from sitegen.read.kinds import given_items
from sitegen.read.yaml import Entries, Node, Path, Scalar, emit, spans, written
from sitegen.tools.translations.written import DocumentFile, Versions, document, stamped

Edit: TypeAlias = tuple[int, int, str]
"""What goes into a document's text in place of what stands between two offsets."""


def stub(versions: Versions) -> bytes:
    """Make a translation that is not translated yet: a draft of the original's texts and body, with its stamps."""
    original = versions.original
    front = stubs.front(versions.declared.fields, original.fields, original.head, original.language)
    return (front + original.halves.body).encode()


def done(versions: Versions, translation: DocumentFile) -> bytes | None:
    """Stamp a translation as made from the original as it is now: nothing but its `source` changes.

    None where its block is written so that it cannot be.
    """
    return _stamped(versions, translation, versions.stamp())


def _stamped(versions: Versions, translation: DocumentFile, stamps: Mapping[str, str]) -> bytes | None:
    data = splice(translation.data, stamp(translation, stamps))
    again, _problems = document(translation.path, data, versions.declared)
    return data if again and stamped(again) == stamps else None


@dataclass(frozen=True, slots=True)
class Minor:
    """What a minor change of the original came to for a translation: its bytes, which sections were stamped anew.

    `left` are those that stay outdated.
    """

    data: bytes
    stamped: tuple[str, ...]
    left: tuple[str, ...]


def minor(versions: Versions) -> dict[str, Minor]:
    """Keep translations fresh over a minor change of their original; give those with outdated sections, by their paths.

    Fingerprints say that a section has changed since a translation was made, not how often. So a section is stamped
    anew only where nothing speaks against its having been up to date before this change: the translation knows the
    section, and all translations that are outdated there were made from one and the same state of it. Where they were
    not, one of them was outdated already, and which one cannot be known.
    """
    now = versions.stamp()
    stamps = {
        language: then
        for language, translation in versions.translations.items()
        if (then := stamped(translation)) is not None
    }
    # The states of each section, other than today's, that translations were made from.
    before: Mapping[str, set[str]] = {
        name: {then[name] for then in stamps.values() if name in then and then[name] != mark}
        for name, mark in now.items()
    }
    minors = dict[str, Minor]()
    for language, then in stamps.items():
        translation = versions.translations[language]
        outdated = [name for name in dict.fromkeys([*now, *then]) if now.get(name) != then.get(name)]
        fresh = tuple(name for name in outdated if name in now and name in then and len(before[name]) == 1)
        if outdated:
            renewed = {name: now[name] if name in fresh else mark for name, mark in then.items()}
            data = _stamped(versions, translation, renewed)
            fresh = fresh if data else ()
            left = tuple(name for name in outdated if name not in fresh)
            minors[translation.path] = Minor(data or translation.data, fresh, left)
    return minors


# --- stamps -----------------------------------------------------------------------------------------------------------


def stamp(translation: DocumentFile, stamps: Mapping[str, str]) -> list[Edit]:
    """Give the edits that stamp a translation: of its `source` alone, none if it says so already or has no block."""
    text, at, places = translation.halves.front, translation.front_at, spans(translation.halves.front)
    line, place, block = stubs.source(stamps), places.get(("translation", "source")), places["translation",]
    node = translation.head.front.get("translation") if translation.head.front else None
    if not isinstance(node, Entries):
        return []
    if place:
        source = node.get("source")
        if isinstance(source, Entries) and {key.text: _text(mark) for key, mark in source.entries} == stamps:
            return []
        if text[place.start : place.end]:
            return [(at + place.start, at + place.end, _apart(text, place.start) + line)]
        colon = re.compile(r"[^:,}]*:").match(text, place.key)  # a key without a value, in brackets also without that
        after = colon.end() if colon else place.end
        return [(at + after, at + after, f" {line}" if colon else f": {line}")]
    if block.flow:
        comma = ", " if node.entries and not text[: block.end - 1].rstrip().endswith(",") else ""
        return [(at + block.end - 1, at + block.end - 1, f"{comma}source: {line}")]
    end = text.find("\n", block.end)
    end = len(text) if end < 0 else end
    return [(at + end, at + end, f"\n{_indent(text, block.start)}source: {line}")]


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _apart(text: str, at: int) -> str:
    """Give the space that a value needs before it where there is none, as after `source:` on a line of its own."""
    return "" if text[at - 1 : at] in (" ", "\n", "[", "{", "\t") else " "


def _commented(text: str, at: int) -> bool:
    """Say whether a comment follows, which is told of behind a text that is not in quotes."""
    return re.compile(r"[ \t]*(?:\n[ \t]+)?#").match(text, at) is not None


def _indent(text: str, at: int) -> str:
    return " " * (at - text.rfind("\n", 0, at) - 1)


# --- texts ------------------------------------------------------------------------------------------------------------


def fill(versions: Versions, translation: DocumentFile, texts: Mapping[str, str]) -> list[Edit]:
    """Give the edits that write all the texts of an announcement, by their dotted keys, into a translation.

    Where a text stands, its value alone is replaced. A field in which a text or an entry is missing is written anew
    as a whole, with what else it says, its comments above it.
    """
    front, at, places = translation.halves.front, translation.front_at, spans(translation.halves.front)
    paired = versions.pairs(translation)
    whole = {pair.key.partition(".")[0] for pair in paired if pair.translation is None}
    whole |= {*_uneven(versions, translation)}
    edits = list[Edit]()
    for pair in paired:
        if pair.translation != texts[pair.key] and pair.key.partition(".")[0] not in whole:
            place = places[pair.place]
            in_quotes = place.flow or _commented(front, place.end)
            new = _apart(front, place.start) + written(texts[pair.key], flow=in_quotes)
            edits.append((at + place.start, at + place.end, new))
    return edits + [
        _anew(versions, translation, field, texts) for field in versions.declared.fields if field.name in whole
    ]


def _uneven(versions: Versions, translation: DocumentFile) -> Iterator[str]:
    """Name the lists with texts that have not as many entries as the original's; files go by their names."""
    original = versions.original.fields
    for field in versions.declared.fields:
        ours, theirs = original.get(field.name), translation.fields.get(field.name)
        if not (ours and theirs) or field.kind == "file" or not any(inheritance.texts((field,), original)):
            continue
        if len(given_items(ours)) != len(given_items(theirs)):
            yield field.name


def _anew(versions: Versions, translation: DocumentFile, field: Field, texts: Mapping[str, str]) -> Edit:
    """Write a whole field; one that is not there goes before the translation block."""
    front, at, places = translation.halves.front, translation.front_at, spans(translation.halves.front)
    node = translation.head.front.get(field.name) if translation.head.front else None
    place = places.get((field.name,))
    key = (place or places["translation",]).key
    indent = _indent(front, key)
    end = max(place.end, front.index(":", key) + 1) if place else key
    in_quotes = _commented(front, end)
    yaml = {name: written(text, flow=in_quotes) for name, text in texts.items()}
    facts = {} if node is None else _facts(node)
    tree = stubs.tree(field, versions.original.fields[field.name], field.name, yaml, facts)
    block = "\n".join(f"{indent}{line}" for line in emit(field.name, tree)).lstrip(" ")
    if place is None:
        return at + key, at + key, f"{block}\n{indent}"
    between = front[key : place.end].split("\n")[1:]
    comments = [line.lstrip() for line in between if line.lstrip().startswith("#")]
    return at + key, at + end, f"\n{indent}".join([*comments, block])


def _facts(node: Node, path: Path = ()) -> dict[Path, str]:
    """Give what a field of a translation says, as YAML, by keys and positions."""
    if isinstance(node, Scalar):
        return {path: written(node.text) if node.quoted else node.text}
    below: Iterator[tuple[str | int, Node]] = (
        ((key.text, inner) for key, inner in node.entries) if isinstance(node, Entries) else enumerate(node.items)
    )
    return {key: text for name, inner in below for key, text in _facts(inner, (*path, name)).items()}
