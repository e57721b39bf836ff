"""What a translation begins with: front matter of its original's texts and stamps, a draft until it is translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sitegen.model import Field, TranslationStatus
from sitegen.read import inheritance, translations
from sitegen.read.file import Head
from sitegen.read.kinds import Fields, Given, given_items
from sitegen.read.yaml import Path, Tree, emit, written


def front(
    fields: tuple[Field, ...], answers: Fields, head: Head, language: str, write: Callable[[str], str] = written
) -> str:
    """Write the front matter of a translation of an original, whose language, fields and head are given.

    Its status is `unofficial`: who writes it is a person until someone says otherwise.
    """
    texts, stamps = {key: write(text) for key, text in inheritance.texts(fields, answers)}, stamp(fields, answers, head)
    lines = [
        line
        for part in fields
        if any(inheritance.texts((part,), answers))
        for line in emit(part.name, tree(part, answers[part.name], part.name, texts, {}))
    ]
    return "\n".join(["---", *lines, "draft: true", *block(language, "unofficial", stamps), "---", ""])


def stamp(fields: tuple[Field, ...], answers: Fields, head: Head) -> dict[str, str]:
    """Give the fingerprints of an original's sections as it is now."""
    return translations.stamp(head, inheritance.lines(fields, answers))


def block(language: str, status: TranslationStatus, stamps: Mapping[str, str]) -> list[str]:
    """Write the translation block of what is made from an original in a language as it is now."""
    return [
        "translation:",
        f"  of: {language}",
        f"  status: {status}",
        "  translator: null",
        "  reviewed: null",
        f"  source: {source(stamps)}",
    ]


def source(stamps: Mapping[str, str]) -> str:
    """Write fingerprints as the value of `source`."""
    return "{" + ", ".join(f"{name}: {mark}" for name, mark in stamps.items()) + "}"


def tree(
    part: Field, answer: Given, key: str, texts: Mapping[str, str], facts: Mapping[Path, str], at: Path = ()
) -> Tree:
    """Give one of the original's fields with new texts, and of its facts those that a translation repeats or needs.

    Texts, by dotted keys, and facts, by keys and positions, are YAML already.
    """
    if isinstance(answer.value, Fields):
        group = dict[str, Tree]()
        for below in part.fields:
            if below.name in answer.value:
                inner, position = answer.value[below.name], (*at, below.name)
                value = tree(below, inner, f"{key}.{below.name}", texts, {} if part.kind == "file" else facts, position)
                if part.kind == "file" and below.name == "file":  # by which it is matched
                    value = written(str(inner.value))
                group |= {below.name: value} if value else {}
        return group
    if isinstance(answer.value, tuple):
        numbered = enumerate(given_items(answer))
        entries = [tree(part, entry, f"{key}.{number}", texts, facts, (*at, number)) for number, entry in numbered]
        return entries if all(entries) or any(inheritance.texts((part,), Fields({part.name: answer}))) else ""
    return texts[key] if key in texts else facts.get(at, "")
