"""What a body may not be: so deep, long or repetitive that the Markdown library recurses or takes minutes.

The library looks at many things once for each mark in a block, or once for each block. The limits bound those products,
measured on texts up to 1 MiB; no announcement comes near them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

DEPTH = 20
BRACKETS = 200
LINES = 20_000
MARKS = 50_000
EMPHASES = 400
DEFINITIONS = 100
SPACES = 300
SECONDS = 2.0

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

# What the beginning of a line that is too deep is made of, and all that makes work for the library.
_NUMBER = r"(?:\d+[.)]|[A-Za-z]{1,6}\))"
_PREFIX = re.compile(rf"\n(?:[ >*+\d.):!-]|[A-Za-z]{{1,6}}\)){{{DEPTH + 1}}}")
_WORK = b"\n!#&*+-.:<=[\\]_`{|"

_BLOCK = re.compile(r"(?m)(?:^[^\n]*[^ \n][^\n]*(?:\n|\Z))+")
_NESTED = re.compile(rf"(?m)^( *)((?:(?:>|(?:[-*+]|{_NUMBER}|:)(?= )|!!!) *)+)|^ {{80}}(?= *[^ \n])")
_CONTAINER = re.compile(rf">|[-*+] |{_NUMBER}|:|!!!")
_RULE = re.compile(r" {0,3}(?:(?:- {0,2}){3,}|(?:\* {0,2}){3,}|(?:_ {0,2}){3,})")
_BRACKET = re.compile(r"[\[\]]")
_SPACES = re.compile(r"(?<=[^ \n]) {300}")
_MARK = re.compile(r"\*+|_+|[`\[<&\\!|]|  \n")
_EMPHASIS = re.compile(r"\*+|_+")
_BACKTICKS = re.compile(r"`+")
_FOOTNOTE = re.compile(r"\[\^")
_DEFINITION = re.compile(r"(?m)^ *: ")
# What makes the library begin again with the rest of the block, or search it to its end in vain.
_AGAIN = re.compile(
    r"(?m)^[ >]*(?:#{1,6}|[-=]+ *$|: |\*?\[[^\]\n]*\] ?:|!!!|(?:[-*+]|\d+[.)]) *$)"
    r"|<(?=[A-Za-z/!?])(?![^<>]*>)|\{|\]\((?![^()]*(?:\([^()]*\)[^()]*)*\))"
)
_NEXT_ITEM = re.compile(rf"\n(?= *(?:[-*+]|{_NUMBER}) )")
_ITEM = re.compile(rf" {{0,3}}(?:[-*+]|{_NUMBER}) ")
_DELIMITER = re.compile(r"[ |:-]*\|[ |:-]*")


def exceeded(source: str) -> tuple[int, str, int] | None:
    """Find the first limit that the text exceeds: the line (from 0), the code, and how much is allowed."""
    text = source.expandtabs(4) if "\t" in source else source
    if text.count("\n") > LINES:
        return LINES, "body-long", LINES
    if _PREFIX.search("\n" + text) and (deep := _deep(text)) is not None:
        return _line(text, deep), "body-deep", DEPTH
    if " " * SPACES in text and (spaces := _SPACES.search(text)):
        return _line(text, spaces.start()), "body-repetition", SPACES
    return None if _modest(text) else _repetitive(text)


def _modest(text: str) -> bool:
    """Say whether a text has so few marks that it keeps within all limits of repetition, wherever they stand."""
    data = text.encode("utf-8", "surrogatepass")
    marks = len(data) - len(data.translate(None, _WORK))
    cells = (text.count("\n") + 1) * (text.count("|") + 1)
    return (
        text.count("[") <= BRACKETS
        and text.count(": ") <= DEFINITIONS
        and text.count("*") + text.count("_") <= EMPHASES
        and marks + cells <= MARKS
        and 0.7e-6 * marks**2 + 81e-9 * marks * len(text) < 0.99 * SECONDS
    )


def _line(text: str, at: int) -> int:
    """Count the line ends before a position."""
    return text.count("\n", 0, at)


def _deep(text: str) -> int | None:
    """Find where lists and quotes stand deeper in one another than is allowed."""
    open_at = list[int]()  # where the lines of what is still open have to begin at least
    for prefix in _NESTED.finditer(text):
        if prefix[2] is None:
            return prefix.start()
        containers = list(_CONTAINER.finditer(prefix[2]))
        marks = [len(prefix[1]) + container.start() for container in containers if container[0] != ">"]
        while open_at and (not marks or marks[0] < open_at[-1]):
            open_at.pop()
        if len(open_at) + len(containers) > DEPTH:
            line = text[prefix.start() : text.find("\n", prefix.start()) % (len(text) + 1)]
            if not _RULE.fullmatch(line):
                return prefix.start()
        open_at += [mark + 2 for mark in marks]
    return None


def _repetitive(text: str) -> tuple[int, str, int] | None:
    """Find the block that has too many brackets open, or with which the whole becomes too much work."""
    marks = 0
    effort = 0.7e-6 * len(_FOOTNOTE.findall(text)) ** 2
    for block in _BLOCK.finditer(text):
        if _open_brackets(block[0]) > BRACKETS:
            return _line(text, block.start()), "body-brackets", BRACKETS
        if len(_DEFINITION.findall(block[0])) > DEFINITIONS:
            return _line(text, block.start()), "body-repetition", DEFINITIONS
        effort += len(block[0]) * 30e-9 * len(_AGAIN.findall(block[0]))
        for piece, cells in _pieces(block[0]):
            if len(_EMPHASIS.findall(piece)) > EMPHASES:
                return _line(text, block.start()), "body-repetition", EMPHASES
            count = len(_MARK.findall(piece))
            marks += count + cells
            effort += len(piece) * (1e-9 * count + 50e-9 * len(_BACKTICKS.findall(piece)))
        if marks > MARKS or effort > SECONDS:
            return _line(text, block.start()), "body-repetition", MARKS
    return None


def _pieces(block: str) -> Iterator[tuple[str, int]]:
    """Divide a block into what the library reads at once, with the cells it makes: rows, items, or else the whole."""
    lines = block.split("\n", 2)
    if len(lines) > 1 and "|" in lines[0] and _DELIMITER.fullmatch(lines[1]):
        columns = lines[1].count("|") + 1
        yield from ((line, columns) for line in block.split("\n"))
    elif _ITEM.match(block):
        yield from ((item, 1) for item in _NEXT_ITEM.split(block))
    else:
        yield block, 0


def _open_brackets(block: str) -> int:
    """Count the most square brackets that are open at one time."""
    if block.count("[") <= BRACKETS:
        return 0
    deepest = depth = 0
    for bracket in _BRACKET.finditer(block):
        depth = depth + 1 if bracket[0] == "[" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest
