"""When something of an announcement takes place or ends, by the kinds of its fields."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model import Field, Moment, Occasion, Text, Value, Values


def occasions(declared: tuple[Field, ...], values: Values, above: str = "") -> Iterator[Occasion]:
    """Give the deadlines and events among the values, in the order declared."""
    for field in declared:
        value = values.get(field.name)
        several = enumerate(value) if isinstance(value, tuple) else ((None, value),)
        for index, item in several:
            path = f"{above}{field.name}" + ("" if index is None else f".{index}")
            yield from _occasions(field, item, path)


def _occasions(field: Field, value: Value, path: str) -> Iterator[Occasion]:
    if field.kind == "deadline" and isinstance(value, Moment):
        yield Occasion("deadline", path, field.label, value)
    elif field.kind == "event" and isinstance(value, dict):
        start, end, title, place = (value.get(name) for name in ("start", "end", "title", "place"))
        if isinstance(start, Moment):
            yield Occasion(
                "event",
                path,
                field.label,
                start,
                end if isinstance(end, Moment) else None,
                title if isinstance(title, Text) else None,
                place if isinstance(place, Text) else None,
                online=value.get("online") is True,
            )
    elif isinstance(value, dict):
        yield from occasions(field.fields, value, f"{path}.")
