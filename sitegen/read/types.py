"""Types of documents, as their folders in `templates/types/` declare them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sitegen.language.text import nearest
from sitegen.model import DocumentType, Fallback, Field, Requirement
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.routes import NAME
from sitegen.model.sources import TEMPLATES
from sitegen.read.kinds import COMPOSITES, KINDS, Fields, convert
from sitegen.read.yaml import Entries, Items, Node, Scalar, compose, place

# --- document types ---------------------------------------------------------------------------------------------------

_TYPE = (
    Field("folder", "slug", required="true"),
    Field("label", "text", required="true", list=True),
    Field("fallback", "choice", choices=("show", "link", "hide")),
    Field("date", "text", list=True),
    Field("register", "text", list=True),
    Field("number", "text"),
    Field("schema_org", "text"),
    Field("pdf", "flag"),
    Field("opens", "text"),
    Field("closes", "text"),
    Field("valid", "text"),
    Field("form", "text"),
    Field("dated", "text", list=True),
)
SINGLE: Mapping[str, tuple[str, ...]] = {
    "opens": ("date", "datetime", "deadline"),
    "closes": ("deadline",),
    "valid": ("period",),
    "form": ("choice",),
}
"""Keys of a type that name one field of certain kinds, of which an announcement has one at most, as a dotted path."""
POINTING = frozenset({"date", "dated", "register", "number"})
"""Keys of a type that name fields, as dotted paths."""
_FIELD = (
    Field("kind", "choice", required="true", choices=tuple(sorted(KINDS))),
    Field("label", "text"),
    Field("required", "choice", choices=("true", "warn", "false")),
    Field("translatable", "flag"),
    Field("list", "flag"),
    Field("choices", "text", list=True),
    Field("example", "text"),
    Field("min_days", "number"),
    Field("zone", "zone"),
)
_REQUIREMENTS: Mapping[str, Requirement] = {"true": "true", "warn": "warn"}


ENGINE = (
    ("title", "text", True, False),
    ("summary", "text", True, False),
    ("slug", "slug", True, False),
    ("lang", "language", True, False),
    ("aliases", "path", True, True),
    ("draft", "flag", True, False),
    ("published", "datetime", False, False),
    ("updated", "datetime", False, False),
    ("topics", "topic", False, True),
    ("attachments", "file", False, True),
)
"""Fields that the engine asks for by name: name, kind, whether translatable, whether a list."""


def read_types(declarations: Sequence[tuple[str, str]]) -> tuple[dict[str, DocumentType], list[Diagnostic]]:
    """Read `types/common.yaml` and `types/<type>/fields.yaml`, each with its name below `templates/`."""
    common, problems = _declared(dict(declarations).get("types/common.yaml", ""), "types/common.yaml")
    types = dict[str, DocumentType]()
    for name, text in sorted(declarations):
        parts = name.split("/")
        if len(parts) != 3 or parts[0] != "types" or parts[2] != "fields.yaml":
            continue
        own, further = _declared(text, name)
        problems += further
        declared, further = _type(parts[1], own, name, common)
        problems += further
        if declared:
            types[declared.name] = declared
    return types, problems


def _declared(text: str, name: str) -> tuple[Entries | None, list[Diagnostic]]:
    return compose(text, f"{TEMPLATES}/{name}")


def _type(
    name: str, own: Entries | None, file: str, common: Entries | None
) -> tuple[DocumentType | None, list[Diagnostic]]:
    path = f"{TEMPLATES}/{file}"
    if own is None or common is None:
        return None, []
    rest = Entries(tuple((key, _listed(key, value)) for key, value in own.entries if key.text != "fields"), 1, 1)
    answers, problems = convert(rest, _TYPE, path)
    shared = _fields(common.get("fields"), f"{TEMPLATES}/types/common.yaml", problems)
    fields = tuple({field.name: field for field in (*shared, *_fields(own.get("fields"), path, problems))}.values())
    declared = own.get("fields")
    for needed in ENGINE:
        if not any((field.name, field.kind, field.translatable, field.list) == needed for field in fields):
            mine = isinstance(declared, Entries) and declared.get(needed[0]) is not None
            at = Place(path if mine else f"{TEMPLATES}/types/common.yaml")
            problems.append(Diagnostic(at, "field-fixed", {"key": needed[0]}))
    if not NAME.fullmatch(name):
        problems.append(Diagnostic(Place(path), "id-invalid", {"value": name, "key": "type"}))
    values = {key: answer.value for key, answer in answers.items()}
    labels = _texts(values.get("label"))
    if not problems and len(labels) != 2:
        arguments = {"key": "label", "fields": "one, many"}
        problems.append(Diagnostic(answers["label"].place(path), "list-expected", arguments))
    problems += _astray(answers, fields, path)
    if problems:
        return None, problems
    fallback: Fallback = "link" if values.get("fallback") == "link" else "hide"
    document_type = DocumentType(
        name=name,
        folder=str(values["folder"]),
        label=(labels[0], labels[1]),
        fallback="show" if values.get("fallback", "show") == "show" else fallback,
        fields=fields,
        date=_texts(values.get("date")),
        register=_texts(values.get("register")),
        number=str(values.get("number", "")),
        schema_org=str(values.get("schema_org", "CreativeWork")),
        pdf=values.get("pdf") is True,
        dated=_texts(values.get("dated")),
        **{pointing: str(values.get(pointing, "")) for pointing in SINGLE},
    )
    if "dated" in values:
        return document_type, []
    return replace(document_type, dated=tuple(filter(document_type.beside, document_type.date))), []


def _astray(answers: Fields, fields: tuple[Field, ...], path: str) -> Iterator[Diagnostic]:
    """Find keys of a type that name a field which it has not, or one of another kind."""
    for pointing in sorted(POINTING & answers.keys()):
        value = answers[pointing].value
        for part in _texts(value) or (str(value),):
            if not _known(part, fields):
                near = nearest(part, [field.name for field in fields])
                arguments = {"key": part, "known": ", ".join(field.name for field in fields)}
                yield Diagnostic(answers[pointing].place(path), "key-unknown", arguments, near)
    for pointing in sorted(SINGLE.keys() & answers.keys()):
        choices, pointed = tuple(_single(fields, SINGLE[pointing])), str(answers[pointing].value)
        if pointed not in choices:
            arguments = {"value": pointed, "key": pointing, "choices": ", ".join(choices)}
            yield Diagnostic(answers[pointing].place(path), "choice-unknown", arguments, nearest(pointed, choices))


def _listed(key: Scalar, value: Node) -> Node:
    """Take a single date for a list of one."""
    alone = key.text in ("date", "dated") and isinstance(value, Scalar)
    return Items((value,), value.line, value.column) if alone else value


def _known(path: str, fields: tuple[Field, ...]) -> bool:
    name, _, rest = path.partition(".")
    field = next((field for field in fields if field.name == name), None)
    return field is not None and (not rest or _known(rest, field.fields))


def _single(fields: tuple[Field, ...], kinds: tuple[str, ...], above: str = "") -> Iterator[str]:
    """Give the paths of the fields of some kinds of which an announcement has one at most."""
    for field in fields:
        if field.kind in kinds and not field.list:
            yield above + field.name
        elif not field.list:
            yield from _single(field.fields, kinds, f"{above}{field.name}.")


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(getattr(answer, "value", "")) for answer in value) if isinstance(value, tuple) else ()


def _fields(node: Node | None, path: str, problems: list[Diagnostic]) -> tuple[Field, ...]:
    """Read declarations of fields, those of groups within them too."""
    fields = list[Field]()
    for name, value in node.entries if isinstance(node, Entries) else ():
        if not isinstance(value, Entries):
            arguments = {"key": name.text, "fields": "kind, label"}
            problems.append(Diagnostic(place(path, value), "group-expected", arguments))
            continue
        answers, further = convert(value.without("fields"), _FIELD, path)
        problems += further
        if further:
            continue
        values = {part: answer.value for part, answer in answers.items()}
        field = Field(
            name=name.text,
            kind=str(values["kind"]),
            label=str(values.get("label", "")),
            required=_REQUIREMENTS.get(str(values.get("required")), ""),
            translatable=values.get("translatable") is True,
            list=values.get("list") is True,
            choices=_texts(values.get("choices")),
            example=str(values.get("example", "")),
            min_days=days if isinstance(days := values.get("min_days"), int) else 0,
            zone=str(values.get("zone") or ""),
        )
        inner = COMPOSITES.get(field.kind, ())
        below = _fields(value.get("fields"), path, problems) if field.kind == "group" else inner
        fields.append(replace(field, fields=below))
    return tuple(fields)
