"""Which part of a text is which of its translation: in order, with what was left out or added between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TypeVar

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
