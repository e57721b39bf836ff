"""Front matter of translations: stamps and texts written so that they are right YAML, and all else left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from sitegen.model import Field
from sitegen.read import inheritance, stubs
from sitegen.read.kinds import given_items
from sitegen.read.yaml import Entries, Node, Scalar, emit, spans, written
from sitegen.read.yaml import Path as Keys
from sitegen.tools.translations.written import Versions, Written, pairs

Edit: TypeAlias = tuple[int, int, str]
"""What goes into a document's text in place of what stands between two offsets."""


def stamp(document: Written, stamps: Mapping[str, str]) -> list[Edit]:
    """Give the edits that stamp a translation: of its `source` alone, none if it says so already or has no block."""
    text, at, found = document.halves.front, document.front_at, spans(document.halves.front)
    line, there, block = stubs.source(stamps), found.get(("translation", "source")), found["translation",]
    node = document.head.front.get("translation") if document.head.front else None
    if not isinstance(node, Entries):
        return []
    if there:
        said = node.get("source")
        if isinstance(said, Entries) and {key.text: _text(value) for key, value in said.entries} == stamps:
            return []
        if text[there.start : there.end]:
            return [(at + there.start, at + there.end, _apart(text, there.start) + line)]
        colon = re.compile(r"[^:,}]*:").match(text, there.key)  # a key without a value, in brackets also without that
        after = colon.end() if colon else there.end
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


def fill(versions: Versions, document: Written, texts: Mapping[str, str]) -> list[Edit]:
    """Give the edits that write all the texts of an announcement, by their dotted keys, into a translation.

    Where a text stands, its value alone is replaced. A field in which a text or an entry is missing is written anew
    as a whole, with what else it says, its comments above it.
    """
    front, at, found = document.halves.front, document.front_at, spans(document.halves.front)
    paired = pairs(versions.declared, versions.original.given, document.given)
    whole = {pair.key.partition(".")[0] for pair in paired if pair.translation is None}
    whole |= {*_uneven(versions, document)}
    edits = list[Edit]()
    for pair in paired:
        if pair.translation != texts[pair.key] and pair.key.partition(".")[0] not in whole:
            span = found[pair.place]
            in_quotes = span.flow or _commented(front, span.end)
            new = _apart(front, span.start) + written(texts[pair.key], flow=in_quotes)
            edits.append((at + span.start, at + span.end, new))
    for part in versions.declared.fields:
        if part.name in whole:
            edits.append(_anew(versions, document, part, texts))
    return edits


def _uneven(versions: Versions, document: Written) -> Iterator[str]:
    """Name the lists with texts that have not as many entries as the original's; files go by their names."""
    for part in versions.declared.fields:
        ours, theirs = versions.original.given.get(part.name), document.given.get(part.name)
        if not (ours and theirs) or part.kind == "file" or not any(inheritance.texts((part,), versions.original.given)):
            continue
        if len(given_items(ours)) != len(given_items(theirs)):
            yield part.name


def _anew(versions: Versions, document: Written, part: Field, texts: Mapping[str, str]) -> Edit:
    """Write a whole field; one that is not there goes before the translation block."""
    front, at, found = document.halves.front, document.front_at, spans(document.halves.front)
    node = document.head.front.get(part.name) if document.head.front else None
    span = found.get((part.name,))
    key = (span or found["translation",]).key
    indent = _indent(front, key)
    facts, given = {} if node is None else _facts(node), versions.original.given[part.name]
    end = max(span.end, front.index(":", key) + 1) if span else key
    in_quotes = _commented(front, end)
    yaml = {name: written(text, flow=in_quotes) for name, text in texts.items()}
    value = stubs.tree(part, given, part.name, yaml, facts)
    block = "\n".join(f"{indent}{line}" for line in emit(part.name, value)).lstrip(" ")
    if span is None:
        return at + key, at + key, f"{block}\n{indent}"
    between = front[key : span.end].split("\n")[1:]
    comments = [line.lstrip() for line in between if line.lstrip().startswith("#")]
    return at + key, at + end, f"\n{indent}".join([*comments, block])


def _facts(node: Node, path: Keys = ()) -> dict[Keys, str]:
    """Give what a field of a translation says, as YAML, by keys and positions."""
    if isinstance(node, Scalar):
        return {path: written(node.text) if node.quoted else node.text}
    below: list[tuple[str | int, Node]]
    if isinstance(node, Entries):
        below = [(key.text, value) for key, value in node.entries]
    else:
        below = [*enumerate(node.items)]
    return {key: text for name, value in below for key, text in _facts(value, (*path, name)).items()}
