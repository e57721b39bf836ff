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
    zone: str = ""
    """The time zone of whose announcements `min_days` is asked: a law ends at its country's border. None: of all."""


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


# --- the accessibility statement --------------------------------------------------------------------------------------

STATEMENT = (
    Field("page", "reference", required="true", example="pages/accessibility"),
    Field("organisation", "text", "Public body", "true", translatable=True),
    Field("url", "url", "Website", "true", example="https://bulletin.example/"),
    Field("law", "text", "Law", "true", translatable=True),
    Field("published", "date", "Website published on", "true"),
    Field("updated", "date", "Last significant update", "true"),
    Field("status", "choice", "Status", "true", choices=("fully_compliant", "partially_compliant", "non_compliant")),
    Field(
        "problems",
        "group",
        "Content that is not accessible",
        list=True,
        fields=(
            Field("what", "text", "Content", "true", translatable=True),
            Field("why", "choice", "Reason", "true", choices=("non_compliance", "undue_burden", "out_of_scope")),
        ),
    ),
    Field("drawn_up", "date", "Statement drawn up on", "true", example="2026-11-21"),
    Field("method", "choice", "Method", "true", choices=("self_assessment", "third_party_assessment")),
    Field("assessor", "text", "Assessed by"),
    Field("reviewed", "date", "Statement last reviewed on", "true"),
    Field(
        "contact",
        "group",
        "Contact",
        "true",
        fields=(
            Field("person", "text", "Contact person", "true"),
            Field("email", "email", "E-mail", "true"),
            Field("phone", "text", "Phone", "true"),
        ),
    ),
    Field("procedure", "text", "Requests and complaints", "true", list=True, translatable=True),
    Field(
        "authority",
        "group",
        "Complaints to",
        fields=(Field("name", "text", "Authority", "true", translatable=True), Field("url", "url", "Address")),
    ),
    Field("architecture", "text", "Accessibility of the buildings", "true", list=True, translatable=True),
    Field("apps", "text", "Mobile applications", "true", list=True, translatable=True),
)
"""What a statement says, by the model of Decision (EU) 2018/1523 and the Polish technical conditions."""


BELOW = "↓"
"""Ends a line that says what goes on the line below; what is written behind it would be lost."""
