"""Declarations: what announcements of a type have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Requirement: TypeAlias = Literal["", "warn", "true"]
Fallback: TypeAlias = Literal["show", "link", "hide"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field as an announcement's type declares it; `fields` are those of a group or a composite kind."""

    name: str
    kind: str
    label: str = ""
    required: Requirement = ""
    translatable: bool = False
    list: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    example: str = ""
    min_days: int = 0
    """How many days a deadline must leave after the announcement's date."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """What announcements of one type have; `label` holds the msgids of one and of many."""

    name: str
    folder: str
    label: tuple[str, str]
    fallback: Fallback
    fields: tuple[Field, ...]
    date: tuple[str, ...] = ()
    register: tuple[str, ...] = ()
    schema_org: str = "CreativeWork"
    number: str = ""
    """The field that holds the number by which it is quoted, as a dotted path."""
    opens: str = ""
    """The date or moment from which its announcements are open, as a dotted path."""
    closes: str = ""
    """The deadline after which its announcements are closed, as a dotted path."""
    valid: str = ""
    """The period in which its announcements are in force, as a dotted path."""
    pdf: bool = False
    form: str = ""
    """The choice that says what form of act it is, as a dotted path; without one it is called as its type."""
    dated: tuple[str, ...] = ()
    """The dates of the document itself, of which the first given counts: of registration, of signing."""

    def beside(self, path: str) -> bool:
        """Say whether a field stands beside the number, so that the two are quoted as one."""
        return bool(self.number) and path.rpartition(".")[0] == self.number.rpartition(".")[0]


def choice_label(choice: str) -> str:
    """Give the msgid (context `choice`) that says a choice to a reader: in_force is "In force"."""
    return choice.replace("_", " ").capitalize()
