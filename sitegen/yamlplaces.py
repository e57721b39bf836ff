"""YAML as text with places: nothing is converted, so that `012`, `12:30` or `no` never turn into something else.

The home of PyYAML. The tree is built from the parser's events, which libyaml and the pure parser give alike. Anchors,
aliases, merge keys and tags are refused, a doubled key is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from sitegen.diagnostics import Diagnostic, Place

MAX_DEPTH = 20

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_YAML = re.compile("[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_COLON = re.compile(r"^(\s*(?:- +)*[^\s:#'\"][^:#'\"]*: +)([^\s'\"|>\[{&*!%@`].*)$")
_UNQUOTED = re.compile(r"^(\s*(?:- +)*(?:[^\s:#'\"\[{][^:#'\"]*: +)?)([@`%*&!].*)$")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, and whether it stood in quotes."""

    text: str
    quoted: bool
    line: int
    column: int

    @property
    def null(self) -> bool:
        """Whether it is a written-out null."""
        return not self.quoted and self.text in ("null", "~")

    @property
    def empty(self) -> bool:
        """Whether nothing was written at all."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping, in the order written; keys are unique."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, name: str) -> Node | None:
        """Give the value of a key."""
        return next((value for key, value in self.entries if key.text == name), None)


Node: TypeAlias = Scalar | Items | Entries


def place(path: str, node: Node) -> Place:
    """Say where a node stands."""
    return Place(path, node.line, node.column)


def given_at(fronts: Mapping[str, Entries | None], path: str, name: str) -> Place:
    """Say where a file's front matter gives a field; its beginning where it does not."""
    front = fronts.get(path)
    key = next((key for key, _value in front.entries if key.text == name), None) if front else None
    return place(path, key) if key else Place(path)


def compose(text: str, path: str, first_line: int = 1) -> tuple[Entries | None, list[Diagnostic]]:
    """Read a YAML mapping whose first line is `first_line` of its file."""
    found = _refused(text, path, first_line)
    if found:
        return None, found
    try:
        reader = _Reader(path, first_line, yaml.parse(text, Loader=_LOADER))
        node = reader.document()
    except yaml.MarkedYAMLError as problem:
        return None, [_syntax(problem, text, path, first_line)]
    if node is None or reader.found:
        return None, reader.found
    if not isinstance(node, Entries):
        return None, [Diagnostic(place(path, node), "yaml-not-mapping")]
    return node, []


def _refused(text: str, path: str, first_line: int) -> list[Diagnostic]:
    """Find what must not reach the library."""
    found = []
    for number, line in enumerate(text.split("\n"), first_line):
        odd = _NOT_YAML.search(line)
        if odd:
            code = f"U+{ord(odd.group()):04X}"
            found.append(Diagnostic(Place(path, number, odd.start() + 1), "control-character", {"character": code}))
        if re.match(r" *\t", line):
            repair = re.sub(r"^[ \t]*", lambda match: match.group().replace("\t", "  "), line)
            found.append(Diagnostic(Place(path, number, line.index("\t") + 1), "yaml-tab", {}, repair))
    return found or _too_deep(text, path, first_line)


def _too_deep(text: str, path: str, first_line: int) -> list[Diagnostic]:
    """Bound the nesting from above: indentations open at a line, list marks on it, and flow brackets open so far."""
    indents: list[int] = []
    brackets = 0
    for number, line in enumerate(text.split("\n"), first_line):
        lead = re.match(r"(?:[ ]|[-?] )*", line)
        indent = len(lead.group()) if lead else 0
        marks = lead.group().count("-") + lead.group().count("?") if lead else 0
        if line.strip():
            while indents and indents[-1] >= indent - 2 * marks:
                indents.pop()
            indents.extend(range(indent - 2 * marks, indent + 1, 2))
        brackets = max(0, brackets + line.count("[") + line.count("{") - line.count("]") - line.count("}"))
        peak = max(brackets, line.count("[") + line.count("{"))
        if len(indents) > MAX_DEPTH or peak > MAX_DEPTH:
            bracket = re.search(r"[\[{]", line) if peak > MAX_DEPTH else None
            column = (bracket.start() if bracket else indent) + 1
            return [Diagnostic(Place(path, number, column), "yaml-deep", {"limit": MAX_DEPTH})]
    return []


class _Reader:
    """Turns events into nodes; recursion is bounded by MAX_DEPTH, checked before."""

    def __init__(self, path: str, first_line: int, events: Iterator[yaml.Event]) -> None:
        self.path = path
        self.first_line = first_line
        self.events = events
        self.found: list[Diagnostic] = []

    def document(self) -> Node | None:
        """Read the one document that there may be."""
        node = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    self.tell(event, "yaml-documents")
                    break
                node = self.node(next(self.events))
        return node

    def tell(self, event: yaml.Event, code: str, **arguments: str) -> None:
        line, column = self.at(event)
        self.found.append(Diagnostic(Place(self.path, line, column), code, arguments))

    def at(self, event: yaml.Event) -> tuple[int, int]:
        mark = event.start_mark
        assert mark is not None  # noqa: S101  (every event of a text has one)
        return mark.line + self.first_line, mark.column + 1

    def node(self, event: yaml.Event) -> Node:
        line, column = self.at(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.tell(event, "yaml-anchor")
        if getattr(event, "tag", None):
            self.tell(event, "yaml-tag")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, event.style is not None and event.style != "", line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(event))
            return Items(tuple(items), line, column)
        if isinstance(event, yaml.MappingStartEvent):
            return Entries(tuple(self.entries()), line, column)
        return Scalar("", quoted=False, line=line, column=column)

    def entries(self) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, value = self.node(event), self.node(next(self.events))
            if not isinstance(key, Scalar):
                self.tell(event, "yaml-key")
            elif key.text == "<<":
                self.tell(event, "yaml-anchor")
            elif key.text in seen:
                self.tell(event, "key-doubled", key=key.text, line=str(seen[key.text]))
            else:
                seen[key.text] = key.line
                yield key, value


def _syntax(problem: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Diagnostic:
    """Explain a syntax error; the commonest by far is an unquoted colon, so that its repair is shown."""
    mark = problem.problem_mark or problem.context_mark
    if problem.context_mark and "end of stream" in str(problem.problem):  # a quote that is not closed: where it opens
        mark = problem.context_mark
    lines = text.split("\n")
    number = min(mark.line, len(lines) - 1) if mark else 0
    column = min(mark.column, len(lines[number])) if mark else 0
    for pattern, code in ((_COLON, "yaml-colon"), (_UNQUOTED, "yaml-quote")):
        for index in (number, number - 1):
            match = pattern.match(lines[index]) if index >= 0 else None
            if match and (code == "yaml-quote" or re.search(r":(\s|$)", match.group(2))):
                there = Place(path, index + first_line, match.start(2) + 1)
                return Diagnostic(there, code, {}, match.group(1) + quoted(match.group(2)))
    return Diagnostic(Place(path, number + first_line, column + 1), "yaml-syntax")


def quoted(text: str) -> str:
    """Write a text so that YAML takes it as it is."""
    if '"' in text or "\\" in text:
        return "'" + text.strip().replace("'", "''") + "'"
    return f'"{text.strip()}"'
