"""Starting an announcement: answers by the declarations of its type go in, the texts of its files come out.

Answers are nested as fields are: texts, None for "the document does not say", lists and groups; an empty text is an
answer that is still open.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from sitegen.language.text import nfc, slugify
from sitegen.model import Field, routes
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.sources import Source
from sitegen.read import announcements, paths
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


def placed(pairs: Sequence[tuple[str, str]], fields: Sequence[Field]) -> Answers:
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
    elif field and isinstance(entries := answers.setdefault(name, []), list):
        # A number chooses the entry, or begins the next one; without it, the last one is meant.
        at = int(rest.pop(0)) if rest and rest[0].isdecimal() and len(rest[0]) < 4 else max(len(entries) - 1, 0)
        if not rest:
            entries.append(answer)
            return
        entries += [{}] if at == len(entries) else []
        inner = entries[at] if at < len(entries) else None
    if field is None or not isinstance(inner, dict):
        raise UnknownError(key)
    _put(inner, rest, text, field.fields, key)


def leaves(answers: Answers, fields: Sequence[Field], above: str = "") -> Iterator[tuple[str, Field, str]]:
    """Give the texts among answers with their dotted keys and their fields."""
    for field in fields:
        answer, key = answers.get(field.name), f"{above}{field.name}"
        listed = [(f"{key}.{number}", entry) for number, entry in enumerate(answer)] if isinstance(answer, list) else []
        for dotted, entry in listed or [(key, answer)]:
            if isinstance(entry, dict):
                yield from leaves(entry, field.fields, f"{dotted}.")
            elif isinstance(entry, str):
                yield dotted, field, entry


def wrong(text: str, field: Field, ids: Mapping[str, Collection[str]]) -> Diagnostic | None:
    """Say what is wrong with an answer to a field, by its kind and by the ids of that kind that the site has."""
    nowhere, text = Place(""), nfc(text).strip()
    _entries, problems = compose(f"answer: {quoted(text)}", "")
    if problems:
        return problems[0]
    answer = LEAVES[field.kind](text, nowhere, field) if field.kind in LEAVES else text
    if isinstance(answer, Diagnostic):
        return answer
    if text not in ids.get(field.kind, (text,)):
        return Diagnostic(nowhere, f"{field.kind}-unknown", {"value": text, "key": field.name})
    return None


def missing(answers: Answers, fields: Sequence[Field], above: str = "") -> list[str]:
    """Give the dotted keys of what is required and not answered."""
    keys = list[str]()
    for field in fields:
        answer, key = answers.get(field.name), f"{above}{field.name}"
        if field.name in NO_NULL and not above and answer is None:
            keys.append(key)
        elif field.name not in answers:
            keys += _keys(field, key) if field.required == "true" else []
        for entry in answer if isinstance(answer, list) else [answer]:
            if isinstance(entry, dict):
                keys += missing(entry, field.fields, f"{key}.")
    return keys


def _keys(field: Field, key: str) -> list[str]:
    parts = [below for part in field.fields if part.required == "true" for below in _keys(part, f"{key}.{part.name}")]
    return parts or [key]


def complete(answers: Answers, fields: Sequence[Field], ask: Ask, above: Sequence[Field] = ()) -> Answers:
    """Ask for what a type needs and is not answered; what is not answered then either is None."""

    def completed(answer: Answer, field: Field) -> Answer:
        return complete(answer, field.fields, ask, (*above, field)) if isinstance(answer, dict) else answer

    done: Answers = {}
    for field in fields:
        if field.name in answers:
            answer = answers[field.name]
            several = [completed(entry, field) for entry in answer] if isinstance(answer, list) else None
            done[field.name] = completed(answer, field) if several is None else several
        elif field.required:
            done[field.name] = _asked(field, ask, above)
    return done


def _asked(field: Field, ask: Ask, above: Sequence[Field], number: int = 0) -> Answer:
    if not field.list:
        return _entry(field, ask, above, number)
    entries = list[Answer]()
    while (entry := _entry(field, ask, above, len(entries) + 1)) is not None:
        entries.append(entry)
    return entries or None


def _entry(field: Field, ask: Ask, above: Sequence[Field], number: int) -> Answer:
    if not field.fields:
        return ask((*above, field), number) or None
    group: Answers = {}
    for part in [part for part in field.fields if part.required] or field.fields:
        group[part.name] = _asked(part, ask, (*above, field), number)
        if field.list and group[part.name] is None:
            break  # there is no further one
    return group if any(answer is not None for answer in group.values()) else None


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
    return [line for key, answer in answers.items() for line in emit(key, _tree(answer))]


def _tree(answer: Answer) -> Tree:
    if isinstance(answer, dict):
        return {key: _tree(below) for key, below in answer.items()}
    if isinstance(answer, list):
        return [_tree(entry) for entry in answer]
    if answer is None:
        return "null"
    text = " ".join(nfc(answer).split(" ")).strip()
    return text and written(text)


def examined(files: Mapping[str, str], identity: str, rules: announcements.Rules) -> list[Diagnostic]:
    """Read an announcement's files by their paths as a build does, and give what is wrong with them."""
    versions = dict[str, paths.Version]()
    for path, text in files.items():
        named = routes.source(path)
        assert named is not None  # noqa: S101  (its path was made so)
        versions[named.language] = paths.Version(parse(Source(path, text.encode())).head, named)
    return list(announcements.read(identity, versions, {}, rules, {})[0].problems)
