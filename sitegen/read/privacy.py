"""What an announcement's editor has considered and means to publish: personal data that are not told of again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.model.diagnostics import Diagnostic
from sitegen.read.file import Head
from sitegen.read.translations import is_translation
from sitegen.read.yaml import Entries, Items, Scalar, place


def excused(heads: Iterable[Head]) -> tuple[set[str], list[Diagnostic]]:
    """Give the codes that the original excuses with a reason; a code without a reason is no answer, and told."""
    codes, problems = set[str](), list[Diagnostic]()
    for head in heads:
        if not is_translation(head):
            for code, reason in _written(head):
                if reason.null or reason.empty:
                    problems.append(Diagnostic(place(head.path, reason), "null-refused", {"key": "reason"}))
                else:
                    codes.add(code.text)
    return codes, problems


def _written(head: Head) -> Iterator[tuple[Scalar, Scalar]]:
    listed = head.front.get("privacy") if head.front else None
    for item in listed.items if isinstance(listed, Items) else ():
        code, reason = (item.get("code"), item.get("reason")) if isinstance(item, Entries) else (None, None)
        if isinstance(code, Scalar) and isinstance(reason, Scalar):
            yield code, reason
