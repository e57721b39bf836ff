"""Facts once: what a translation takes from its original, and where the two may not differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sitegen.model import Field, Text, Value, Values
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.agreement import Part, compared
from sitegen.read.kinds import Fields, Given, given_items


def is_text(declared: Field) -> bool:
    """Say whether a field is a text: translatable, and borrowed from the original where a translation lacks it."""
    return declared.translatable and declared.kind == "text"


def values(fields: tuple[Field, ...], answers: Fields, lang: str) -> Values:
    """Give the values of an original."""
    return {part.name: _value(part, answers[part.name], lang) for part in fields if part.name in answers}


def _value(declared: Field, answer: Given, lang: str) -> Value:
    if isinstance(answer.value, Fields):
        return values(declared.fields, answer.value, lang)
    if isinstance(answer.value, tuple):
        return tuple(_value(declared, part, lang) for part in answer.value if isinstance(part, Given))
    if isinstance(answer.value, str) and is_text(declared):
        return Text(answer.value, lang)
    return answer.value


def texts(fields: tuple[Field, ...], answers: Fields, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Give the translatable texts in declared order, by their dotted keys."""
    for part in fields:
        if part.name in answers:
            yield from _texts(part, answers[part.name], f"{prefix}{part.name}")


def lines(fields: tuple[Field, ...], answers: Fields) -> str:
    """Write the translatable texts as the fingerprint of `front` is taken of them: a line each, `key<TAB>text`."""
    return "\n".join(f"{key}\t{text}" for key, text in texts(fields, answers))


def _texts(declared: Field, answer: Given, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(answer.value, Fields):
        yield from texts(declared.fields, answer.value, f"{key}.")
    elif isinstance(answer.value, tuple):
        for number, part in enumerate(answer.value):
            if isinstance(part, Given):
                yield from _texts(declared, part, f"{key}.{number}")
    elif isinstance(answer.value, str) and is_text(declared):
        yield key, answer.value


@dataclass(frozen=True, slots=True)
class Pair:
    """An original and a translation of it: paths and BCP 47 tags; `problems` gathers where they do not fit."""

    original: str
    original_lang: str
    path: str
    lang: str
    problems: list[Diagnostic] = field(default_factory=list)

    def merge(self, fields: tuple[Field, ...], original: Fields, translation: Fields) -> Values:
        """Give the values of the translation."""
        merged: Values = {}
        for part in fields:
            ours, theirs = original.get(part.name), translation.get(part.name)
            if part.translatable and not is_text(part):  # of one language version alone, as its slug
                if theirs:
                    merged[part.name] = _value(part, theirs, self.lang)
            elif ours is None:
                if theirs is not None and theirs.value is not None:
                    self._tell(theirs, "not-in-original", part, Place(self.original))
            else:
                merged[part.name] = self._field(part, ours, theirs)
        return merged

    def _field(self, part: Field, ours: Given, theirs: Given | None) -> Value:
        if theirs is None:
            if any(_texts(part, ours, part.name)):
                self.problems.append(Diagnostic(Place(self.path), "text-borrowed", {"key": part.name}))
            return _value(part, ours, self.original_lang)
        if isinstance(ours.value, tuple) and isinstance(theirs.value, tuple):
            return self._items(part, ours, theirs)
        if isinstance(ours.value, Fields) and isinstance(theirs.value, Fields):
            return self.merge(part.fields, ours.value, theirs.value)
        if is_text(part) and isinstance(ours.value, str) and isinstance(theirs.value, str):
            mine = Part(self.original, ours.line, ours.column, ours.value, self.original_lang)
            self.problems.extend(compared(mine, Part(self.path, theirs.line, theirs.column, theirs.value, self.lang)))
            return _value(part, theirs, self.lang)
        return self._fact(part, ours, theirs)

    def _fact(self, part: Field, ours: Given, theirs: Given) -> Value:
        if _value(part, ours, "") != _value(part, theirs, ""):
            self._tell(theirs, "fact-contradiction", part, ours.place(self.original))
        return _value(part, ours, self.original_lang)

    def _items(self, part: Field, ours: Given, theirs: Given) -> Value:
        if not any(_translatable(part)):
            return self._fact(part, ours, theirs)
        first, second = given_items(ours), given_items(theirs)
        if part.kind == "file":
            return self._files(part, first, second)
        if len(first) != len(second):
            where = ours.place(self.original)
            arguments: dict[str, str | int] = {
                "key": part.name,
                "count": len(second),
                "expected": len(first),
                "other": _line(where),
            }
            self.problems.append(Diagnostic(theirs.place(self.path), "list-length", arguments))
            return _value(part, ours, self.original_lang)
        return tuple(self._field(part, mine, yours) for mine, yours in zip(first, second, strict=True))

    def _files(self, part: Field, ours: tuple[Given, ...], theirs: tuple[Given, ...]) -> Value:
        """Match files by name."""
        named = {_file(answer): answer for answer in theirs}
        for name in named.keys() - {_file(answer) for answer in ours}:
            self._tell(named[name], "not-in-original", part, Place(self.original))
        return tuple(self._field(part, answer, named.get(_file(answer))) for answer in ours)

    def _tell(self, answer: Given, code: str, part: Field, other: Place) -> None:
        arguments = {"key": part.name, "other": _line(other)}
        self.problems.append(Diagnostic(answer.place(self.path), code, arguments))


def _translatable(part: Field) -> Iterator[Field]:
    if is_text(part):
        yield part
    for below in part.fields:
        yield from _translatable(below)


def _file(answer: Given) -> str:
    name = answer.value.get("file") if isinstance(answer.value, Fields) else None
    return str(name.value) if name else ""


def _line(place: Place) -> str:
    return place.path if place.line == 1 else f"{place.path}:{place.line}"
