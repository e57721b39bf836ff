"""Starting an announcement: answers by the declarations of its type go in, the texts of its files come out.

Answers are nested as fields are: texts, None for "the document does not say", lists and groups; an empty text is an
answer that is still open.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sitegen.language.text import nfc, slugify
from sitegen.model import Field, routes
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.sources import Source
from sitegen.read import announcements as check
from sitegen.read import paths
from sitegen.read.announcements import NO_NULL
from sitegen.read.file import parse
from sitegen.read.kinds import LEAVES
from sitegen.read.yaml import Tree, compose, emit, quoted, written

Answer: TypeAlias = "str | list[Answer] | Answers | None"
Answers: TypeAlias = "dict[str, Answer]"
Ask: TypeAlias = Callable[[Sequence[Field], int], str]
"""Asks for a leaf, given with the groups above it, the outermost first, and its number in a list; "" is no answer."""

LONGEST_NAME = 60


class UnknownError(ValueError):
    """An answer to a field that there is not; the message is its dotted key."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a site has that an answer may name."""

    organisations: Collection[str]
    topics: Collection[str]
    announcements: Collection[str]


def given(pairs: Sequence[tuple[str, str]], fields: Sequence[Field]) -> Answers:
    """Put answers in their places by dotted keys: `registration.number`, `signatories.0.name`; a list's are repeated.

    Raises UnknownError.
    """
    answers: Answers = {}
    for key, text in pairs:
        _put(answers, key.split("."), text, fields, key)
    return answers


def _put(answers: Answers, way: list[str], text: str, fields: Sequence[Field], key: str) -> None:
    name, *rest = way
    field = next((field for field in fields if field.name == name), None)
    answer = None if text in ("null", "~") else text
    inner: Answer = None
    if field and not rest and (answer is None or not field.list):
        answers[name] = answer
        return
    if field and not field.list:
        inner = answers.setdefault(name, {})
    elif field and isinstance(items := answers.setdefault(name, []), list):
        at = int(rest.pop(0)) if rest and rest[0].isdecimal() and len(rest[0]) < 4 else max(len(items) - 1, 0)
        if not rest:
            items.append(answer)
            return
        items += [{}] if at == len(items) else []
        inner = items[at] if at < len(items) else None
    if field is None or not isinstance(inner, dict):
        raise UnknownError(key)
    _put(inner, rest, text, field.fields, key)


def leaves(answers: Answers, fields: Sequence[Field], above: str = "") -> Iterator[tuple[str, Field, str]]:
    """Give the texts among answers with their dotted keys and their fields."""
    for field in fields:
        value = answers.get(field.name)
        numbered = [(f".{number}", item) for number, item in enumerate(value)] if isinstance(value, list) else []
        for suffix, item in numbered or [("", value)]:
            key = f"{above}{field.name}{suffix}"
            if isinstance(item, dict):
                yield from leaves(item, field.fields, f"{key}.")
            elif isinstance(item, str):
                yield key, field, item


def wrong(text: str, field: Field, known: Known) -> Diagnostic | None:
    """Say what is wrong with an answer to a field, by its kind and by what the site has."""
    nowhere, text = Place(""), nfc(text).strip()
    _entries, found = compose(f"answer: {quoted(text)}", "")
    if found:
        return found[0]
    value = LEAVES[field.kind](text, nowhere, field) if field.kind in LEAVES else text
    if isinstance(value, Diagnostic):
        return value
    there = {"organisation": known.organisations, "topic": known.topics, "reference": known.announcements}
    if field.kind in there and text not in there[field.kind]:
        return Diagnostic(nowhere, f"{field.kind}-unknown", {"value": text, "key": field.name})
    return None


def missing(answers: Answers, fields: Sequence[Field], above: str = "") -> list[str]:
    """Give the dotted keys of what is required and not answered."""
    lacking = list[str]()
    for field in fields:
        value, key = answers.get(field.name), f"{above}{field.name}"
        if field.name in NO_NULL and not above and value is None:
            lacking.append(key)
        elif field.name not in answers:
            lacking += _keys(field, key) if field.required == "true" else []
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                lacking += missing(item, field.fields, f"{key}.")
    return lacking


def _keys(field: Field, key: str) -> list[str]:
    parts = [below for part in field.fields if part.required == "true" for below in _keys(part, f"{key}.{part.name}")]
    return parts or [key]


def complete(answers: Answers, fields: Sequence[Field], ask: Ask, above: Sequence[Field] = ()) -> Answers:
    """Ask for what a type needs and is not answered; what is not answered then either is None."""
    done: Answers = {}
    for field in fields:
        if field.name not in answers:
            if field.required:
                done[field.name] = _asked(field, ask, above)
            continue
        value = answers[field.name]
        if isinstance(value, dict):
            done[field.name] = complete(value, field.fields, ask, (*above, field))
        elif isinstance(value, list):
            done[field.name] = [
                complete(item, field.fields, ask, (*above, field)) if isinstance(item, dict) else item for item in value
            ]
        else:
            done[field.name] = value
    return done


def _asked(field: Field, ask: Ask, above: Sequence[Field], number: int = 0) -> Answer:
    if not field.list:
        return _one(field, ask, above, number)
    items = list[Answer]()
    while (item := _one(field, ask, above, len(items) + 1)) is not None:
        items.append(item)
    return items or None


def _one(field: Field, ask: Ask, above: Sequence[Field], number: int) -> Answer:
    if not field.fields:
        return ask((*above, field), number) or None
    group: Answers = {}
    for part in [part for part in field.fields if part.required] or field.fields:
        group[part.name] = _asked(part, ask, (*above, field), number)
        if field.list and group[part.name] is None:
            break  # there is no further one
    return group if any(value is not None for value in group.values()) else None


def name(title: str) -> str:
    """Make an announcement's name of its title."""
    short = slugify(title)
    if len(short) <= LONGEST_NAME:
        return short
    return short[: LONGEST_NAME + 1].rpartition("-")[0] or short[:LONGEST_NAME]


def original(answers: Answers, fields: Sequence[Field], body: str = "") -> str:
    """Write an original: its answers in declared order, then the text."""
    front = lines({field.name: answers[field.name] for field in fields if field.name in answers})
    return "\n".join(["---", *front, "---", "", body])


def lines(answers: Answers) -> list[str]:
    """Write answers as YAML."""
    return [line for key, value in answers.items() for line in emit(key, _tree(value))]


def _tree(value: Answer) -> Tree:
    if isinstance(value, dict):
        return {key: _tree(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_tree(item) for item in value]
    if value is None:
        return "null"
    text = " ".join(nfc(value).split(" ")).strip()
    return text and written(text)


def examined(files: Mapping[str, str], identity: str, rules: check.Rules) -> list[Diagnostic]:
    """Read an announcement's files by their paths as a build does, and give what is wrong with them."""
    versions = dict[str, paths.Version]()
    for path, text in files.items():
        named = routes.source(path)
        assert named is not None  # noqa: S101  (its path was made so)
        versions[named.language] = paths.Version(parse(Source(path, text.encode())).head, named)
    return list(check.read(identity, versions, {}, rules, {})[0].problems)
