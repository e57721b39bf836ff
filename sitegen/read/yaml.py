"""YAML as text with places: nothing is converted, so that `012`, `12:30` or `no` never turn into something else.

The home of PyYAML. The tree is built from the parser's events, which libyaml and the pure parser give alike. Anchors,
aliases, merge keys and tags are refused, a doubled key is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple, TypeAlias

import yaml

from sitegen.model.diagnostics import Diagnostic, Place

MAX_DEPTH = 20

LOADERS = tuple(loader for loader in (getattr(yaml, "CSafeLoader", None), yaml.SafeLoader) if loader)
"""libyaml's where there is one, and the pure one: what they give is the same."""

# Neither control characters nor those that turn the direction of a line: both hide what is said.
_NOT_YAML = re.compile("[^\t\n -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_BEYOND = re.compile(r"\\u[Dd][89A-Fa-f][0-9A-Fa-f]{2}|\\U(?!000|0010)[0-9A-Fa-f]{8}")  # no characters of Unicode
_COLON = re.compile(r"^(\s*(?:- +)*[^\s:#'\"][^:#'\"]*: +)([^\s'\"|>\[{&*!%@`].*)$")
_UNQUOTED = re.compile(r"^(\s*(?:- +)*(?:[^\s:#'\"\[{][^:#'\"]*: +)?)([@`%*&!].*)$")


class Note(NamedTuple):
    """A comment behind a value, which YAML does not read: `text` is both together, `before` what its line begins with.

    A `folded` text goes on in further lines; between brackets, where that cannot be written so, nothing is `before`.
    """

    line: int
    column: int
    text: str
    before: str
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, whether it stood in quotes, and a comment behind it where those are looked for (`yamlnotes`)."""

    text: str
    quoted: bool
    line: int
    column: int
    note: Note | None = None

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

    def without(self, name: str) -> Entries:
        """Leave out what is read by itself."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry[0].text != name))


Node: TypeAlias = Scalar | Items | Entries


def place(path: str, node: Node) -> Place:
    """Say where a node stands."""
    return Place(path, node.line, node.column)


def compose(
    text: str, path: str, first_line: int = 1, loader: type[yaml.SafeLoader] = LOADERS[0]
) -> tuple[Entries | None, list[Diagnostic]]:
    """Read a YAML mapping whose first line is `first_line` of its file."""
    problems = _refused(text, path, first_line)
    if problems:
        return None, problems
    text = text.replace("\t", " ") + "\n"  # the two loaders differ on tabs within a line, and on where a text ends
    reader = _Reader(path, first_line, yaml.parse(text, Loader=loader))
    try:
        node = reader.document()
    except _DeepError:
        return None, reader.problems
    except yaml.MarkedYAMLError as problem:
        return None, [_syntax(problem, text, path, first_line)]
    if node is None or reader.problems or nothing(node):
        return None, reader.problems
    if not isinstance(node, Entries):
        return None, [Diagnostic(place(path, node), "yaml-not-mapping")]
    return node, []


def _refused(text: str, path: str, first_line: int) -> list[Diagnostic]:
    """Find what must not reach the library."""
    problems: list[Diagnostic] = []
    if not ("\t" in text or "\\" in text or _NOT_YAML.search(text)):
        return problems
    for number, line in enumerate(text.split("\n"), first_line):
        odd = _NOT_YAML.search(line)
        if odd:
            code = {"code": f"U+{ord(odd.group()):04X}"}
            problems.append(Diagnostic(Place(path, number, odd.start() + 1), "control-character", code))
        beyond = _BEYOND.search(line)
        if beyond:
            problems.append(Diagnostic(Place(path, number, beyond.start() + 1), "yaml-backslash"))
        if re.match(r" *\t\s*\S", line):
            repair = re.sub(r"^[ \t]*", lambda match: match.group().replace("\t", "  "), line)
            problems.append(Diagnostic(Place(path, number, line.index("\t") + 1), "yaml-tab", {}, repair))
    return problems


class _DeepError(Exception):
    """Nesting that is not followed any further, so that recursion and the scanner's work stay bounded."""


class _Reader:
    """Turns events into nodes."""

    def __init__(self, path: str, first_line: int, events: Iterator[yaml.Event]) -> None:
        self.path = path
        self.first_line = first_line
        self.events = events
        self.problems: list[Diagnostic] = []

    def document(self) -> Node | None:
        """Read the one document that there may be."""
        node = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    self.tell(event, "yaml-documents")
                    break
                node = self.node(next(self.events), 0)
        return node

    def tell(self, event: yaml.Event, code: str, **arguments: str | int) -> None:
        line, column = self.at(event)
        self.problems.append(Diagnostic(Place(self.path, line, column), code, arguments))

    def at(self, event: yaml.Event) -> tuple[int, int]:
        mark = event.start_mark
        assert mark is not None  # noqa: S101  (every event of a text has one)
        return mark.line + self.first_line, mark.column + 1

    def node(self, event: yaml.Event, depth: int) -> Node:
        line, column = self.at(event)
        if depth > MAX_DEPTH:
            self.tell(event, "yaml-deep", limit=MAX_DEPTH)
            raise _DeepError
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self.tell(event, "yaml-anchor")
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
            self.tell(event, "yaml-tag")
        if isinstance(event, yaml.ScalarEvent):
            if event.style == '"' and (odd := _NOT_YAML.search(event.value)):  # an escape may have made it
                arguments = {"code": f"U+{ord(odd.group()):04X}"}
                self.problems.append(Diagnostic(Place(self.path, line, column), "control-character", arguments))
            return Scalar(event.value, event.style is not None and event.style != "", line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(event, depth + 1))
            return Items(tuple(items), line, column)
        if isinstance(event, yaml.MappingStartEvent):
            return Entries(tuple(self.entries(depth + 1)), line, column)
        return Scalar("", quoted=False, line=line, column=column)

    def entries(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, value = self.node(event, depth), self.node(next(self.events), depth)
            if not isinstance(key, Scalar):
                self.tell(event, "yaml-key")
            elif key.text == "<<":
                self.tell(event, "yaml-anchor")
            elif key.text in seen:
                self.tell(event, "key-doubled", key=key.text, line=seen[key.text])
            else:
                seen[key.text] = key.line
                yield key, Scalar("", quoted=False, line=key.line, column=key.column) if nothing(value) else value


def nothing(node: Node) -> bool:
    """Say whether nothing is written there; the two loaders differ on where that is."""
    return isinstance(node, Scalar) and node.empty and not node.quoted


def _syntax(problem: yaml.MarkedYAMLError, text: str, path: str, first_line: int) -> Diagnostic:
    """Explain a syntax error; the commonest by far is an unquoted colon, so that its repair is shown."""
    lines = text.split("\n")
    mark = problem.problem_mark
    if mark and "quoted scalar" in str(problem.context) and not str(problem.problem).startswith("found unexpected"):
        column = lines[mark.line].rfind("\\", 0, mark.column + 1) + 1
        return Diagnostic(Place(path, mark.line + first_line, max(column, 1)), "yaml-backslash")
    number, column = _where(problem, lines)
    for pattern, code in ((_COLON, "yaml-colon"), (_UNQUOTED, "yaml-quote")):
        for index in (number, number - 1):
            match = pattern.match(lines[index]) if index >= 0 else None
            if match and (code == "yaml-quote" or re.search(r":(\s|$)", match.group(2))):
                at = Place(path, index + first_line, match.start(2) + 1)
                return Diagnostic(at, code, {}, match.group(1) + quoted(match.group(2)))
    return Diagnostic(Place(path, number + first_line, column + 1), "yaml-syntax")


def _where(problem: yaml.MarkedYAMLError, lines: list[str]) -> tuple[int, int]:
    """Find the line and column, from 0, of a syntax error: of a quote or bracket that is not closed, where it opens."""
    mark, opening = problem.problem_mark, problem.context_mark
    last = max((index for index, line in enumerate(lines) if line.strip()), default=0)
    end = last, len(lines[last].rstrip())
    position = (mark.line, mark.column) if mark else end
    if opening and (position >= end or "flow" in str(problem.context)):
        position = opening.line, opening.column
    return min(position, end)


def quoted(text: str) -> str:
    """Write a text so that YAML takes it as it is."""
    if '"' in text or "\\" in text:
        return "'" + text.strip().replace("'", "''") + "'"
    return f'"{text.strip()}"'


# --- writing ----------------------------------------------------------------------------------------------------------


class Span(NamedTuple):
    """Where a value stands in its text, by its first character and the one after its last; `flow`: within brackets.

    `key` is where its key begins, or where it does if it has none.
    """

    start: int
    end: int
    flow: bool
    key: int


Path: TypeAlias = "tuple[str | int, ...]"


def spans(text: str) -> dict[Path, Span]:
    """Find the values of a mapping that `compose` accepts, by their keys and positions; the mapping's own is `()`."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    events = yaml.parse(text.replace("\t", " ") + "\n", Loader=LOADERS[0])
    places = dict[Path, Span]()

    def offset(event: yaml.Event, *, end: bool = False) -> int:
        mark = event.end_mark if end else event.start_mark
        assert mark is not None  # noqa: S101  (every event of a text has one)
        return min(starts[mark.line] + mark.column, len(text))

    def value(event: yaml.Event, path: Path, key: yaml.Event, *, flow: bool) -> Span:
        start, end = offset(event), offset(event, end=True)
        flow = flow or bool(getattr(event, "flow_style", False))
        if isinstance(event, yaml.CollectionStartEvent):
            mapping, number = isinstance(event, yaml.MappingStartEvent), 0
            while not isinstance(below := next(events), yaml.CollectionEndEvent):
                name = below.value if mapping and isinstance(below, yaml.ScalarEvent) else number
                end = max(end, value(next(events) if mapping else below, (*path, name), below, flow=flow).end)
                number += 1
            end = offset(below, end=True) if flow else end  # a block ends after its last value, not before the next key
        places[path] = Span(start, start + len(text[start:end].rstrip()), flow, offset(key))
        return places[path]

    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            value(event, (), event, flow=False)
    return places


def written(text: str, *, flow: bool = False) -> str:
    """Write a text as a scalar on one line: plain where YAML then takes it as it is, else in quotes."""
    if not flow and "\n" not in text and text == text.strip():
        node, _problems = compose(f"a: {text}", "")
        value = node.get("a") if node else None
        if isinstance(value, Scalar) and value == Scalar(text, quoted=False, line=1, column=4) and not value.null:
            return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
"""What is to be written: values that are YAML already, lists and groups."""


def emit(name: str, value: Tree, indent: str = "") -> list[str]:
    """Write a field as lines of YAML; an empty value is left open."""
    if isinstance(value, str):
        return [f"{indent}{name}: {value}".rstrip()]
    if isinstance(value, dict):
        return [f"{indent}{name}:", *(line for key, part in value.items() for line in emit(key, part, indent + "  "))]
    return [f"{indent}{name}:", *(line for part in value for line in _item(part, indent + "  "))]


def _item(value: Tree, indent: str) -> list[str]:
    if isinstance(value, str):
        return [f"{indent}- {value}".rstrip()]
    if isinstance(value, list) or not value:
        return [f"{indent}- {{}}"]
    first, *rest = (line for key, part in value.items() for line in emit(key, part, indent + "  "))
    return [f"{indent}- {first.strip()}", *rest]


class _Dumper(yaml.SafeDumper):
    """Writes what stands twice twice."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def dumped(value: object) -> str:
    """Write plain values as YAML, in their order, one to a line."""
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return text
