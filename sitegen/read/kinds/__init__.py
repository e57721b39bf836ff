"""Kinds: what a field's value is, and how a mapping is read by the declarations of its fields.

A leaf holds one text; a composite kind (person, money, event …) is a group of fields declared here; the fields of a
group are declared by the type. `convert` keeps places, so that later checks can name the line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from sitegen.language.text import nearest, nfc
from sitegen.model import Field
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.kinds import EXAMPLES
from sitegen.read.kinds.composites import COMPOSITES, Fields, Given, consistent, earliest, given_items, latest
from sitegen.read.kinds.leaves import LANGUAGE, LEAVES, file_name
from sitegen.read.yaml import Entries, Items, Node, Scalar, nothing, place, quoted
from sitegen.read.yamlnotes import repair

__all__ = [
    "COMPOSITES",
    "EXAMPLES",
    "KINDS",
    "LANGUAGE",
    "LEAVES",
    "Fields",
    "Given",
    "convert",
    "earliest",
    "file_name",
    "given_items",
    "latest",
]

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")
KINDS = frozenset({*LEAVES, *COMPOSITES, "group"}) - {"decimal", "currency", "filename", "zone"}
"""The kinds that a type may declare."""


def convert(
    node: Entries, fields: tuple[Field, ...], path: str, *, complete: bool = True, needed: Collection[str] = ()
) -> tuple[Fields, list[Diagnostic]]:
    """Read a mapping by its declarations. Where it is `complete`, fields that it must answer are missed.

    To those that are `needed` a written-out null is no answer.
    """
    answers, problems = Fields(), list[Diagnostic]()
    known = {field.name: field for field in fields}
    reported = set[str]()  # fields of which something is told already: that they lack an answer would say it twice
    for key, value in node.entries:
        field = known.get(key.text)
        if field is None:
            near = nearest(key.text, known)
            arguments = {"key": key.text, "known": ", ".join(sorted(known))}
            problems.append(Diagnostic(place(path, key), "key-unknown", arguments, near))
            reported.add(near)
        elif isinstance(value, Scalar) and value.null and field.name in needed:
            problems.append(Diagnostic(place(path, value), "null-refused", {"key": field.name}))
            reported.add(field.name)
        elif unread := _unread(value, field, path, field.required == "true" or field.name in needed):
            problems.append(unread)
            reported.add(field.name)
        elif not nothing(value):
            answer, further = _field(value, field, path, complete)
            problems += further
            if answer is not None:
                answers[field.name] = answer
            elif further:
                reported.add(field.name)
    if complete:
        silent = [field for field in fields if field.required and field.name not in {*reported, *answers}]
        problems += _unanswered(node, silent, path, needed)
    return answers, problems


def _unanswered(node: Entries, silent: Sequence[Field], path: str, needed: Collection[str]) -> list[Diagnostic]:
    problems = []
    for field in silent:
        code = "field-missing" if field.required == "true" else "field-unanswered"
        answer = field.example or "null"
        if field.name in needed:
            code, answer = "value-missing", field.example
        where = next((place(path, key) for key, _value in node.entries if key.text == field.name), place(path, node))
        problems.append(Diagnostic(where, code, {"key": field.name}, answer and f"{field.name}: {answer}"))
    return problems


def _field(node: Node, field: Field, path: str, complete: bool) -> tuple[Given | None, list[Diagnostic]]:
    if isinstance(node, Scalar) and node.null:
        return Given(None, node.line, node.column), []
    if (isinstance(node, Items) and not node.items) or (isinstance(node, Entries) and not node.entries):
        return None, []  # an empty value is no answer
    if not field.list:
        return _single(node, field, path, complete)
    if cut := _cut(node, field, path, listed=True):
        return None, [cut]
    if not isinstance(node, Items):
        return None, [_misshapen(node, field, path, "list-expected")]
    answers, problems = list[Given](), list[Diagnostic]()
    for entry in node.items:
        blank = nothing(entry) or (isinstance(entry, Entries) and not entry.entries)
        if not complete and field.fields and blank:  # nothing in it to translate
            answers.append(Given(Fields(), entry.line, entry.column))
            continue
        if isinstance(entry, Scalar) and not entry.quoted and (entry.empty or entry.null):
            empty = Diagnostic(place(path, entry), "item-empty", {"key": field.name})
            problems.append(_unread(entry, replace(field, list=False), path) or empty)
            continue
        answer, further = _single(entry, field, path, complete)
        problems += further
        answers += [answer] if answer else []
    return (None if problems and not answers else Given(tuple(answers), node.line, node.column)), problems


def _unread(node: Node, field: Field, path: str, asked: bool = False) -> Diagnostic | None:
    """Tell of a value that stands in a comment; where it is none, only if one is `asked` for."""
    if not isinstance(node, Scalar) or not node.note or not nothing(node):
        return None
    note, converter = node.note, LEAVES.get(field.kind)
    where = Place(path, note.line, note.column)
    if converter and not isinstance(converter(nfc(note.text), where, field), Diagnostic):
        return Diagnostic(where, "value-comment", {"key": field.name}, repair(note, listed=field.list))
    return Diagnostic(where, "value-comment", {"key": field.name}) if asked else None


def _cut(node: Node, field: Field, path: str, *, listed: bool = False) -> Diagnostic | None:
    """Tell of a free text that a comment cuts; behind what can be nothing else, as a number, a comment is one."""
    if field.kind != "text" or not isinstance(node, Scalar) or not node.note or _NUMBER.fullmatch(node.text):
        return None
    note = node.note
    return Diagnostic(Place(path, note.line, note.column), "yaml-comment", {}, repair(note, listed=listed))


def _single(node: Node, field: Field, path: str, complete: bool) -> tuple[Given | None, list[Diagnostic]]:
    converter = LEAVES.get(field.kind)
    if converter is None:
        if not isinstance(node, Entries):
            return None, [_misshapen(node, field, path, "group-expected")]
        fields, problems = convert(node, field.fields, path, complete=complete)
        problems += [] if problems else consistent(field.kind, fields, field, path, node)
        return Given(fields, node.line, node.column), problems
    if not isinstance(node, Scalar):
        return None, [_misshapen(node, field, path, "text-expected")]
    if cut := _cut(node, field, path):
        return None, [cut]
    value = converter(nfc(node.text).strip(), place(path, node), field)
    if isinstance(value, Diagnostic):
        return None, [value]
    if value == "":
        return None, []
    return Given(value, node.line, node.column), []


def _misshapen(node: Node, field: Field, path: str, code: str) -> Diagnostic:
    names = ", ".join(part.name for part in field.fields)
    repair = ""
    if code == "list-expected" and isinstance(node, Scalar) and field.kind in LEAVES:
        repair = f"[{quoted(node.text)}]"
    return Diagnostic(place(path, node), code, {"key": field.name, "fields": names}, repair)
