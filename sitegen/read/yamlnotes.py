"""Comments behind values: YAML does not read them, so that a text with a `#` in it would be cut without a word.

Each is noted beside its value; whether it was meant as text is for the kind of the value to say.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import yaml

from sitegen.model.declared import BELOW
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.yaml import LOADERS, MAX_DEPTH, Entries, Items, Node, Note, compose, quoted, written

_BEHIND = re.compile(rf"^ *[^ #\n].*#|^[ \t]+#|{BELOW}[ \t]*[^ \t\n]", re.MULTILINE)
_ABOVE = re.compile(rf"[ \t]*#[^{BELOW}]*{BELOW}[ \t]*(\S.*)")
_SIGN = re.compile(r"[ \t]*#")
_NOTHING = re.compile(r"[ \t]*$")
_HINT = re.compile(r"[ \t]*(?=#)(?:#+[ \t]+)*(#*[^\s#].*)")
"""Words in a comment without its sign, which a hashtag keeps."""
_NO_TEXT = re.compile(r"(?:null|~|[\d.:-]+)(?= +#)")
"""Behind what is no text, a comment is one."""
_SWALLOWED = "yaml-syntax", "yaml-colon"
_QUOTES = "'", '"'
_MOST = 5
"""Comments of which one may have swallowed what is missing."""
_OPENING = yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken
_CLOSING = yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken
_BEFORE_A_VALUE = yaml.ValueToken, yaml.BlockEntryToken, yaml.FlowEntryToken, *_OPENING


def composed(
    text: str, path: str, first_line: int = 1, loader: type[yaml.SafeLoader] = LOADERS[0]
) -> tuple[Entries | None, list[Diagnostic]]:
    """Compose a mapping, with notes of what stands behind its values as comments."""
    entries, problems = compose(text, path, first_line, loader)
    if not _BEHIND.search(text) or not (entries or any(problem.code in _SWALLOWED for problem in problems)):
        return entries, problems
    notes = _notes(text, loader)
    if entries is None:
        return None, [_swallowed(text, problems[0], first_line, [*notes.values()]) or problems[0]]
    placed = {
        (line + first_line, column + 1): note._replace(line=note.line + first_line)
        for (line, column), note in notes.items()
    }
    return replace(entries, entries=tuple((key, _noted(value, placed)) for key, value in entries.entries)), problems


def repair(note: Note, *, listed: bool = False) -> str:
    """Write the line of a note so that all of its text is read, as the one entry of a list where it is `listed`."""
    if note.folded or not note.before:
        return note.before and note.before + note.text
    plain = not listed and (note.text in ("null", "~") or written(note.text) == note.text)
    scalar = note.text if plain else quoted(note.text)
    return note.before + (f"[{scalar}]" if listed else scalar)


def _noted(node: Node, notes: dict[tuple[int, int], Note]) -> Node:
    if isinstance(node, Entries):
        return replace(node, entries=tuple((key, _noted(value, notes)) for key, value in node.entries))
    if isinstance(node, Items):
        return replace(node, items=tuple(_noted(item, notes) for item in node.items))
    return replace(node, note=notes.get((node.line, node.column)))


def _notes(text: str, loader: type[yaml.SafeLoader]) -> dict[tuple[int, int], Note]:
    """Find the comments behind values, by where those begin: an empty one at its key, in a list behind its hyphen.

    All is counted from 0. What cannot be read, and what follows it, has none.
    """
    lines, notes = [*text.split("\n"), ""], dict[tuple[int, int], Note]()
    # An empty value has no token: its comment is noted at `before`, the last key or hyphen; `indent` is how far
    # a plain text has to be indented to go on below it.
    depth, key, before, indent = 0, (0, 0), (0, 0), sys.maxsize
    try:
        for token in yaml.scan(text.replace("\t", " ") + "\n", Loader=loader):
            start, end = ((mark.line, mark.column) for mark in (token.start_mark, token.end_mark))
            depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
            if depth > MAX_DEPTH:
                break
            number, behind = end
            line = lines[number]
            if isinstance(token, yaml.ScalarToken):
                key = start
                if token.plain and before in notes and not depth:  # it stands below a comment behind its key
                    above = notes[before]
                    notes[start] = above._replace(before=f"{above.before}>-\n{' ' * start[1]}", folded=True)
                if _SIGN.match(line, behind) and (token.plain or (token.style in _QUOTES and line[behind] == "#")):
                    notes[start] = _cut(lines, start, end, flow=depth > 0)
                elif token.plain and not depth and (last := _going_on(lines, number, indent)) > number:
                    notes[start] = _cut(lines, start, (last, 0), flow=False)
            before, indent = end, sys.maxsize
            if isinstance(token, yaml.ValueToken):
                before, indent = key, key[1]
            elif isinstance(token, yaml.BlockEntryToken):
                indent = start[1]
            if isinstance(token, _BEFORE_A_VALUE):
                words = _HINT.match(line, behind)
                if before == key and number and _NOTHING.match(line, behind):
                    words = _ABOVE.match(lines[number - 1])
                if words:
                    column = line.find("#", behind) + 1 or behind + 1
                    notes[before] = Note(number, column, words[1].strip(), f"{line[:behind]} ")
    except yaml.MarkedYAMLError:
        return notes  # of what is before
    return notes


def _going_on(lines: Sequence[str], number: int, indent: int) -> int:
    """Give the last of the lines below one that would go on with its text, being indented more, if no # began them."""
    while number + 1 < len(lines) and (sign := _SIGN.match(lines[number + 1])) and sign.end() - 1 > indent:
        number += 1
    return number


def _cut(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int], *, flow: bool) -> Note:
    (first, column), (last, behind) = start, end
    before, (text, *further) = lines[first][:column], [lines[first][column:], *lines[first + 1 : last + 1]]
    if first == last:
        return Note(first, lines[first].index("#", behind) + 1, text.strip(), before)
    return Note(first, column + 1, text, "" if flow else before + _fold(further), folded=True)


def _fold(further: Sequence[str]) -> str:
    """Begin a text of several lines in which a # is no comment; the least indented of the further ones indents it."""
    return ">-\n" + " " * min((len(line) - len(line.lstrip(" ")) for line in further if line.strip()), default=0)


# --- what a comment swallows ------------------------------------------------------------------------------------------


def _swallowed(text: str, problem: Diagnostic, first_line: int, notes: Sequence[Note]) -> Diagnostic | None:
    """Find the comment that keeps a text from being read on: a bracket closes in it, or what it cuts goes on below."""
    lines, wrong = text.split("\n"), problem.place.line - first_line
    near = sorted((note for note in notes if note.before), key=lambda note: abs(note.line - wrong))
    for note in near[:_MOST]:
        for line in _instead(note, lines[note.line + 1 :]):
            mended = [*lines[: note.line], line, *lines[note.line + 1 :]]
            entries, problems = compose("\n".join(mended), "", -line.count("\n"))
            if entries or (problems and problems[0].place.line > wrong):
                at = Place(problem.place.path, note.line + first_line, note.column)
                return Diagnostic(at, "yaml-comment", {}, line)
    return None


def _instead(note: Note, below: Sequence[str]) -> Iterator[str]:
    """Give the lines that may be meant: a text in brackets ends where they say so, others go on below."""
    text = re.split(r"[,\[\]{}]", note.text, maxsplit=1)[0]
    bare = _NO_TEXT.match(text)
    if bare:
        yield f"{note.before}{bare[0]}{note.text[len(text) :]} {text[bare.end() :].strip()}"
    if note.folded:
        yield note.before + note.text
    elif text.strip():
        yield note.before + quoted(text) + note.text[len(text) :]
        yield note.before + _fold(below[:1]) + note.text
