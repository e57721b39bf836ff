"""A body in units that a translator's tool likes: headings, paragraphs, list items, cells of tables.

Units and what stands between them, put together, are the source; so no Markdown is lost, whatever it means. A unit's
text is its paragraph without the breaking of lines; a break that shows (two spaces at the end of a line) is a line end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Unit:
    """What is translated as one: as it is written, as text, and whether its lines may be broken elsewhere."""

    kind: str
    raw: str
    text: str
    flowing: bool = True


Pieces: TypeAlias = "list[str | Unit]"

_MARKS = re.compile(
    r"[ \t]*(?:>[ \t]?)*[ \t]*"
    r"(?P<marks>(?:(?:[-*+]|\d{1,9}[.)]|(?:[A-Za-z]|[ivx]{2,5}|[IVX]{2,5})\))[ \t]+"
    r"|:[ \t]+|\[\^[^\]\n]+\]:[ \t]*|\*\[[^\]\n]+\]:[ \t]*)*"
    r"(?P<head>#{1,6}[ \t]*)?)"
)
_QUOTE = re.compile(r"[ \t]*((?:>[ \t]?)*)[ \t]*")
_HEAD_END = re.compile(r"[ \t]*#*[ \t]*(?:\{[^{}\n]*\})?[ \t]*$")
_TITLED = re.compile(r"([ \t>]*!!![ \t]*[\w -]*?[ \t]+\")([^\"\n]*?)(\"[ \t]*)")
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*(?::?-+:?[ \t]*)?)*")
_GLUE = re.compile(r"(?:[-=*_][ \t]*)*|:{3,}.*|!!!.*|\{:?[^{}\n]*\}|\[(?!\^)[^\]\n]+\]:.*|\[TOC\]|" + _RULE.pattern)
"""Lines that say nothing to a translator: rules, passages, attributes, addresses of references."""
_CELL = re.compile(r"(?<!\\)\|")
_SAYS = re.compile(r"\w")


def divide(source: str) -> Pieces:
    """Divide a source with LF line ends into units and what stands between them."""
    lines = source.split("\n")
    rows = _rows(lines)
    pieces: Pieces = []
    at, comment = 0, False
    while at < len(lines):
        line, end = lines[at], at + 1
        opened = comment or _bare(line).startswith("<!--")
        if opened:
            comment = "-->" not in line
            pieces.append(line)
        elif at in rows:
            pieces += _cells(line)
        elif titled := _TITLED.fullmatch(line):
            pieces += [titled[1], *_unit("title", titled[2]), titled[3]]
        elif _is_glue(line):
            pieces.append(line)
        else:
            marks = _marks(line)
            kind = "heading" if marks["head"] else "item" if marks["marks"] else "paragraph"
            while kind != "heading" and end < len(lines) and end not in rows and _continues(line, lines[end]):
                end += 1
            pieces += _block(lines[at:end], marks.end(), kind)
        at = end
        pieces.append("\n")
    pieces.pop()
    return _joined(pieces)


def _rows(lines: Sequence[str]) -> frozenset[int]:
    """Find the lines that are rows of tables: one above a rule of hyphens and bars, and those below it."""
    rows = set[int]()
    for at in range(1, len(lines)):
        ruled = "|" in lines[at] and "|" in lines[at - 1]
        if ruled and _RULE.fullmatch(_bare(lines[at])) and not _is_glue(lines[at - 1]):
            rows.add(at - 1)
            below = at + 1
            while below < len(lines) and lines[below].strip() and "|" in lines[below]:
                rows.add(below)
                below += 1
    return frozenset(rows)


def _marks(line: str) -> re.Match[str]:
    """Match the signs that a line begins with, if only none."""
    marks = _MARKS.match(line)
    assert marks is not None  # noqa: S101  (all of the pattern may be missing)
    return marks


def _bare(line: str) -> str:
    return line.strip(" \t>")


def _is_glue(line: str) -> bool:
    return _GLUE.fullmatch(_bare(line)) is not None


def _continues(first: str, line: str) -> bool:
    """Say whether a line goes on with the paragraph that another began."""
    if _is_glue(line) or _TITLED.fullmatch(line) or _bare(line).startswith("<!--"):
        return False
    if _marks(line)["marks"]:
        return False
    above, below = (text[: _marks(text).start("marks")].count(">") for text in (first, line))
    return below in (0, above)  # a paragraph in a quotation may go on without its sign


def _block(lines: Sequence[str], start: int, kind: str) -> Pieces:
    raw = "\n".join(lines)
    prefix, raw = raw[:start], raw[start:]
    body = _HEAD_END.sub("", raw) if kind == "heading" else raw.rstrip(" \t")
    if not _SAYS.search(body):
        return [prefix + raw]
    # In code and in raw HTML, ends of lines may mean something.
    code = re.match(r"(?: {4}|\t)", lines[0]) is not None
    flowing = not (kind == "paragraph" and (code or body.startswith("<"))) and "```" not in body
    return [prefix, Unit(kind, body, _text(body, flowing=flowing), flowing), raw[len(body) :]]


def _unit(kind: str, raw: str) -> Pieces:
    """Make a unit of a part of a line."""
    text = raw.strip(" \t")
    if not _SAYS.search(text):
        return [raw]
    before, _, after = raw.partition(text)
    return [before, Unit(kind, text, text), after]


def _cells(line: str) -> Pieces:
    """Divide a row into its cells; one with code, where a bar may be text, stays one."""
    if "`" in line:
        return _unit("row", line)
    pieces: Pieces = []
    done = 0
    for bar in _CELL.finditer(line):
        pieces += [*_unit("cell", line[done : bar.start()]), "|"]
        done = bar.end()
    return [*pieces, *_unit("cell", line[done:])]


def _text(raw: str, *, flowing: bool) -> str:
    """Give what a unit says, without what begins its further lines."""
    first, *rest = raw.split("\n")
    text = first
    for before, line in zip([first, *rest], rest, strict=False):
        bare = line[len((_QUOTE.match(line) or [""])[0]) :]
        if not flowing or before.endswith("  "):
            text = (text.rstrip(" ") if flowing else text) + "\n" + bare
        else:
            text = text.rstrip(" \t") + " " + bare
    return text


def _joined(pieces: Pieces) -> Pieces:
    """Put together what stands between two units."""
    joined: Pieces = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece:
            joined.append(piece)
    return joined


def units(pieces: Pieces) -> list[Unit]:
    """Give the units among pieces."""
    return [piece for piece in pieces if isinstance(piece, Unit)]


def shape(pieces: Pieces) -> tuple[str, ...]:
    """Give the kinds of the units, which pair a source with its translation."""
    return tuple(unit.kind for unit in units(pieces))


def between(pieces: Pieces) -> str:
    """Give what stands between units, without spaces and attributes."""
    return re.sub(r"\{[^{}\n]*\}|\s", "", "\0".join("\1" if isinstance(piece, Unit) else piece for piece in pieces))


def written(pieces: Pieces, texts: Sequence[str], known: Sequence[Unit] = ()) -> str:
    """Put texts in place of units, in their order. What a unit says already stays as it is written.

    `known` are units in the same order that may say it, too.
    """
    waiting = zip(texts, known or units(pieces), strict=True)
    before, parts = "", list[str]()
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
            before = piece
        else:
            text, other = next(waiting)
            raw = next((unit.raw for unit in (piece, other) if unit.text == text), None)
            parts.append(_broken(text, piece, before) if raw is None else raw)
    return "".join(parts)


def _broken(text: str, unit: Unit, before: str) -> str:
    """Write a text that has not been written yet, its further lines below its first."""
    # Below a further line of its own or, where there is none, below its mark as wide as that is.
    rest = unit.raw.partition("\n")[2]
    under = (_QUOTE.match(rest) or [""])[0] if rest else re.sub(r"[^>\t]", " ", before.rpartition("\n")[2])
    return (("  \n" if unit.flowing else "\n") + under).join(text.split("\n"))
