"""Declarations for other tools: a JSON Schema (2020-12) of a type's front matter, checked while one types.

A schema reads YAML as its tools do, and can say less than the check: that ids exist, that sums add up, stays there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sitegen.model import DocumentType, Field, choice_label
from sitegen.model.catalogue import Catalogue
from sitegen.read.translations import BLOCK

Schema: TypeAlias = dict[str, Any]

_DAY = r"\d{4}-\d{2}-\d{2}"
_MOMENT = rf"^{_DAY}([T ]\d{{2}}:\d{{2}}(:00)?)?$"
_WORDS: Schema = {"type": ["string", "number"]}
_ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
LEAVES: Mapping[str, Schema] = {
    "text": _WORDS,
    "slug": _ID,
    "path": {"type": "string"},
    "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"},
    "url": {"type": "string", "pattern": "^https?://"},
    "email": {"type": "string", "pattern": "^[^\\s@]+@[^\\s@]+$"},
    "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    "organisation": _ID,
    "topic": _ID,
    "reference": {"type": "string", "pattern": "^[a-z0-9-]+/[a-z0-9-]+$"},
    "filename": {"type": "string"},
    "flag": {"type": "boolean"},
    "zone": {"type": "string"},
    "choice": {"type": "string"},
    "number": {"type": "integer", "minimum": 0},
    "decimal": {"type": ["string", "number"]},
    "date": {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    "datetime": {"type": "string", "pattern": _MOMENT},
    "deadline": {"type": "string", "pattern": _MOMENT},
}
"""What YAML has for a leaf of each kind; a year alone is a number there."""


def schema(declared: DocumentType, words: Catalogue) -> Schema:
    """Describe the front matter of a type's files, labelled in a language. Only an original must give the facts."""
    block = _group(BLOCK, words)
    block["properties"]["source"] = {"type": "object", "additionalProperties": {"type": ["string", "number"]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": words.pgettext("type", declared.label[0]),
        "type": "object",
        "properties": {**_properties(declared.fields, words), "translation": block},
        "additionalProperties": False,
        "if": {"required": ["translation"]},
        "then": {"required": ["title"]},
        "else": {"required": [field.name for field in declared.fields if field.required == "true"]},
    }


def _group(fields: Sequence[Field], words: Catalogue) -> Schema:
    return {"type": "object", "properties": _properties(fields, words), "additionalProperties": False}


def _properties(fields: Iterable[Field], words: Catalogue) -> Schema:
    return {field.name: _described(field, words) for field in fields}


def _described(field: Field, words: Catalogue) -> Schema:
    """Describe a field; every one may be answered with null, but the engine refuses that for a few."""
    single: Schema = _group(field.fields, words) if field.fields else dict(LEAVES[field.kind])
    if field.choices:
        single["enum"] = [*field.choices]
        labels = {choice: words.pgettext("choice", choice_label(choice)) for choice in field.choices}
        single["description"] = ", ".join(f"{choice}: {label}" for choice, label in labels.items())
    described: Schema = {"type": "array", "items": single} if field.list else single
    if field.label:
        described["title"] = words.pgettext("field", field.label)
    if field.example:
        described["examples"] = [field.example.strip('"')]
    kinds = described["type"] if isinstance(described["type"], list) else [described["type"]]
    described["type"] = [*kinds, "null"]
    if "enum" in described:
        described["enum"].append(None)
    return described


def text(described: Schema) -> str:
    """Write a schema."""
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"
