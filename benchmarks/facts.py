"""What the sample site's announcements say in their fields: for each field that the type declares, a value.

It comes from the plan, else from the words by the field's name, else from the field's kind.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from typing import Any

from benchmarks.corpus import LANGUAGES, Texts
from benchmarks.plans import WORDS, Plan, types
from sitegen.language.text import slugify
from sitegen.model import Field


def front(plan: Plan) -> dict[str, Any]:
    """Give the fields that the type declares, as far as the plan, the words or their kinds know a value."""
    title = _title(plan)
    slug = tuple(f"{slugify(text)}-"[:70].rpartition("-")[0] for text in title)
    own = {
        "title": tuple(mark + text for mark, text in zip(WORDS["mark"], title, strict=True)),
        "summary": plan.fill(plan.random.choice(plan.words["summary"])),
        "published": plan.given["day"],
        "issuer": plan.given["issuer"],
        "topics": [WORDS["subjects"][plan.given["subject"]][4]],
        **({"slug": slug} if plan.given.get("slugs") else {}),
    }
    return {**_values(plan, types()[plan.folder].fields, "", own), "issuer": own["issuer"]}


def _title(plan: Plan) -> Texts:
    words = plan.given.get("title") or plan.words["title"]
    act = next((WORDS["acts"][key] for key in WORDS["acts"] if key in plan.given.get("facts", ())), ("", "", ""))
    longer = WORDS["longer"] if plan.given.get("longer") else ("", "", "")
    return plan.fill([f"{a}{b}{c}" for a, b, c in zip(words, act, longer, strict=True)])


def _values(plan: Plan, fields: Iterable[Field], prefix: str, own: Mapping[str, Any]) -> dict[str, Any]:
    values = {}
    for field in fields:
        path = f"{prefix}{field.name}"
        value = own.get(path)
        if value is None:
            value = _value(plan, field, path)
        if value is not None:
            values[field.name] = value
    return values


def _value(plan: Plan, field: Field, path: str) -> Any:
    """Give a value for a field, or None."""
    facts = plan.given.get("facts", {})
    if path in facts:
        fact = facts[path]
        return tuple(fact) if field.translatable and isinstance(fact, list) else fact
    if not field.required and (plan.size == "short" or (_dated(field) and "until" not in plan.given)):
        return None
    words = next((WORDS["fields"][key] for key in _keys(path) if key in WORDS["fields"]), None)
    if words == "none" and not field.required and path not in plan.given.get("with", ()):
        return None
    if words not in (None, "none"):
        return _worded(plan, field, path, words)
    if field.kind == "file":
        return _attached(plan, field) or None
    values = [_of_kind(plan, field, path) for _ in range(2 if field.list and field.fields else 1)]
    different = [value for number, value in enumerate(values) if value is not None and value not in values[:number]]
    return different or None if field.list else values[0]


def _keys(path: str) -> Iterator[str]:
    """Give what a field may be known by: all its names, the last two, the last."""
    parts = path.split(".")
    yield from dict.fromkeys([path, ".".join(parts[-2:]), parts[-1]])


def _dated(field: Field) -> bool:
    """Say whether a group is about something that is due."""
    return field.kind == "group" and any(part.kind == "deadline" for part in field.fields)


def _worded(plan: Plan, field: Field, path: str, words: Any) -> Any:
    rows = words if isinstance(words, list) and isinstance(words[0], list) else [words]
    filled = [_plain(plan, row) for row in rows]
    if not field.translatable:
        filled = [text[LANGUAGES.index(plan.original)] if isinstance(text, tuple) else text for text in filled]
    return filled if field.list else next(plan.decks.setdefault(path, cycle(filled)))


def _plain(plan: Plan, row: Any) -> Any:
    return plan.fill(row) if isinstance(row, list) else str(row).format_map(plan.slots[plan.original])


def _of_kind(plan: Plan, field: Field, path: str) -> Any:
    """Give a value by the field's kind alone."""
    kind, needed = field.kind, bool(field.required)
    if kind in ("date", "datetime", "deadline"):
        rules = [WORDS["days"][key] for key in _keys(path) if key in WORDS["days"]]
        rules += ["until", "day + 30"] if kind == "deadline" else ["day"]
        known = rules if needed or len(rules) > 1 or kind == "deadline" else []
        found = next((moment for rule in known if (moment := plan.moment(rule)) is not None), None)
        return found.date() if kind == "date" and isinstance(found, datetime.datetime) else _minutes(found)
    if kind in ("organisation", "email", "url", "number", "language", "currency"):
        return _simple(plan, field)
    if kind == "decimal":
        return f"{plan.random.randint(20, 900)}500.50"
    if kind == "text" and field.name == "number":
        return f"EX {plan.random.randint(100, 999)}"
    if kind == "text" and needed:
        return plan.fill(["{s}", "{s}", "{s}"]) if field.translatable else plan.slots[plan.original]["s"]
    if kind == "choice" and needed:
        return field.choices[0]
    if kind == "period":
        return {"start": plan.given["day"], "end": plan.given["day"] + datetime.timedelta(700)}
    if kind == "citation":
        return {"as_written": "art. 3, EX 1/2020 (exemplu, przykład, sample)"}
    if kind == "funding":
        return _funding(plan, field, path)
    if kind in ("person", "contact"):
        return _values(plan, field.fields, f"{path}.", _somebody(plan, path))
    if kind == "event" and "starts" not in plan.given:
        return None
    return _values(plan, field.fields, f"{path}.", {}) or None if field.fields else None


def _somebody(plan: Plan, path: str) -> dict[str, Any]:
    """Name one who works for the issuer."""
    issuer = plan.given["issuer"]
    roles = WORDS["roles"].get(issuer and WORDS["organisations"][issuer]["kind"]) or WORDS["roles"]["other"]
    role = next(plan.decks.setdefault(f"{path}.role", cycle(roles)))
    who = {"name": plan.draw("person", WORDS["people"]), "role": plan.fill(role), "organisation": issuer}
    return {f"{path}.{name}": value for name, value in who.items()}


def _simple(plan: Plan, field: Field) -> Any:
    """Give the value of a leaf that nothing else in the announcement depends on."""
    others = [name for name in WORDS["organisations"] if name != plan.given["issuer"]]
    of_kind = {
        "organisation": plan.draw("organisation", others),
        "email": "contact@exemplu.example",
        "url": f"https://exemplu.example/{plan.random.randint(100, 999)}",
        "number": plan.random.randint(2, 95),
        "language": "ro" if field.list else None,
        "currency": "RON",
    }
    return of_kind[field.kind]


def _funding(plan: Plan, field: Field, path: str) -> dict[str, Any]:
    """Give sums that add up."""
    cents = {name: plan.random.randint(2_000_000, 90_000_000) for name in ("eu", "state", "own")}
    sums = {"total": sum(cents.values())} | cents
    money = {
        f"{path}.{name}": {"amount": f"{value // 100}.{value % 100:02}", "currency": "EUR"}
        for name, value in sums.items()
    }
    statement = {f"{path}.statement": "co_funded"}
    return _values(plan, field.fields, f"{path}.", money | statement)


def _minutes(moment: datetime.datetime | datetime.date | None) -> Any:
    return moment.isoformat(" ", "minutes") if isinstance(moment, datetime.datetime) else moment


def _attached(plan: Plan, field: Field) -> Any:
    if field.name != "attachments" and field.required:
        name = next(iter(plan.files or ["draft.pdf"]))
        return [{"file": name}] if field.list else {"file": name}
    files = [{"file": name, "title": tuple(WORDS["files"][name]), "language": plan.original} for name in plan.files]
    return files if field.list and field.name == "attachments" else None
