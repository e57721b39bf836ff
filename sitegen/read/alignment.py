"""Which part of a text is which of its translation, and which fact: in order, with what was left out or added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import zip_longest
from typing import TypeVar

from sitegen.read.prose import Fact

T = TypeVar("T")

LIMIT = 10_000
"""So many pairs of two sequences are weighed at most, a hundred for each of their parts; longer ones pair by order."""


def aligned(
    ours: Sequence[T], theirs: Sequence[T], cost: Callable[[T, T], int], alone: Callable[[T], int]
) -> list[tuple[T | None, T | None]]:
    """Pair two sequences in their order at the least cost; what stands alone has no other."""
    start, least = 0, min(len(ours), len(theirs))
    while start < least and not cost(ours[start], theirs[start]):
        start += 1
    end = 0
    while end < least - start and not cost(ours[-1 - end], theirs[-1 - end]):
        end += 1
    first, second = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    return [
        *zip(ours[:start], theirs, strict=False),
        *(_weighed(first, second, cost, alone) if len(first) * len(second) <= LIMIT else zip_longest(first, second)),
        *zip(ours[len(ours) - end :], theirs[len(theirs) - end :], strict=True),
    ]


def _weighed(
    ours: Sequence[T], theirs: Sequence[T], cost: Callable[[T, T], int], alone: Callable[[T], int]
) -> list[tuple[T | None, T | None]]:
    """Weigh each with each: row by row of a table of the least cost from there to the end."""
    lone = [alone(their) for their in theirs]
    total = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for column in range(len(theirs) - 1, -1, -1):
        total[-1][column] = total[-1][column + 1] + lone[column]
    for row in range(len(ours) - 1, -1, -1):
        here, below, left = total[row], total[row + 1], alone(ours[row])
        here[-1] = below[-1] + left
        for column in range(len(theirs) - 1, -1, -1):
            paired = below[column + 1] + cost(ours[row], theirs[column])
            here[column] = min(paired, below[column] + left, here[column + 1] + lone[column])
    pairs = list[tuple[T | None, T | None]]()
    row = column = 0
    while row < len(ours) and column < len(theirs):
        if total[row][column] == total[row + 1][column + 1] + cost(ours[row], theirs[column]):
            pairs.append((ours[row], theirs[column]))
            row, column = row + 1, column + 1
        elif total[row][column] == total[row + 1][column] + alone(ours[row]):
            pairs.append((ours[row], None))
            row += 1
        else:
            pairs.append((None, theirs[column]))
            column += 1
    return [*pairs, *((our, None) for our in ours[row:]), *((None, their) for their in theirs[column:])]


# --- when two facts are one -------------------------------------------------------------------------------------------

NEAR = 100
"""So many of the facts that may be one are looked at; more make no text, and would take the square of their time."""


def apart(ours: Sequence[Fact], theirs: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Take away what both have: first what is quite the same, then what only may be."""
    ours, theirs = [*ours], [*theirs]
    for key in (lambda fact: fact[:2]), subject, lambda fact: (fact.kind, fact.written), _short:
        ours, theirs = _unmatched(ours, theirs, key) if ours and theirs else (ours, theirs)
    return ours, theirs


def _unmatched(ours: list[Fact], theirs: list[Fact], key: Callable[[Fact], Hashable]) -> tuple[list[Fact], list[Fact]]:
    alike, missing, taken = defaultdict[Hashable, list[int]](list), list[Fact](), set[int]()
    for number, fact in enumerate(theirs):
        alike[key(fact)].append(number)
    for fact in ours:
        near = alike.get(key(fact), [])
        at = next((at for at, number in enumerate(near[:NEAR]) if same(fact, theirs[number])), None)
        if at is None:
            missing.append(fact)
        else:
            taken.add(near.pop(at))
    return missing, [fact for number, fact in enumerate(theirs) if number not in taken]


def same(fact: Fact, other: Fact) -> bool:
    """Say whether two facts may be one: a date without its year, a number without its unit, a link without its path."""
    if fact.kind != other.kind:
        return "number" in (fact.kind, other.kind) and _short(fact) == _short(other)
    if fact.written == other.written:  # 12.400 in an English text is read wrongly, but is there
        return True
    if fact.kind == "phone":  # with or without the country
        return fact.value.endswith(other.value) or other.value.endswith(fact.value)
    (first, detail), (second, more) = _halves(fact), _halves(other)
    return first == second and (detail == more or (fact.kind in _JOINTS and "" in (detail, more)))


def _short(fact: Fact) -> str:
    """Give what a fact says as the number that it may be written as: 15.12 for a day, 8 for an hour."""
    if fact.kind == "date":
        _year, month, day = fact.value.rsplit("-", 2)
        return f"{int(day)}.{month}".rstrip("0")
    if fact.kind == "time":
        hour, _, minute = fact.value.partition(":")
        return f"{int(hour)}.{minute}".rstrip("0").rstrip(".")
    return fact.value


_JOINTS = {"date": "-", "link": "/", "number": " "}


def _halves(fact: Fact) -> tuple[str, str]:
    """Divide what a fact says into its subject, and a detail that may be left out."""
    if fact.kind == "date":
        year, _, day = fact.value.partition("-")
        return day, year.strip("*")
    if fact.kind == "phone":
        return fact.value[-5:], fact.value[:-5]
    subject, _, detail = fact.value.partition(_JOINTS.get(fact.kind, "\0"))
    return subject, detail


def subject(fact: Fact) -> tuple[str, str]:
    """Give what a fact is about, without the details that may be left out."""
    return fact.kind, _halves(fact)[0]
