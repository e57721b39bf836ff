"""What was measured, as tables: seconds, ratios to plain Hugo of the same round, and whether the targets are met."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from benchmarks.measure import SCENARIOS

Samples: TypeAlias = Mapping[str, Mapping[str, list[float]]]
"""By peer and by what was measured: a figure a round, in seconds or MiB."""

ROWS = SCENARIOS | {
    "preview body": "preview: body saved to page served",
    "preview title": "preview: title saved to page served",
    "memory": "peak memory, cold",
    "preview memory": "peak memory, preview",
}
TARGETS = {
    1000: (1.2, 0.20, 0.25, None, 0.25, 0.30, 0.5, 0.5, 0.6, 0.6),
    10000: (1.2, 0.06, 0.10, None, 0.10, 0.15, 0.2, 0.2, 0.4, 0.4),
}
"""By announcements, for each row: the most that the equal theme may take of what plain Hugo takes."""
REAL = 1.5
"""The most that the real theme may take of the equal one's time when nothing or one document changes."""
GROWTH = 1.1
"""How much more than linear the time may grow."""
BASE, EQUAL, REAL_THEME = "hugo", "sitegen", "sitegen-real"
SEARCHING = ("hugo-pagefind", "sitegen-search")
SEARCH_TARGETS = {"noop": 0.1, "title": 0.25}
"""With search, the most that the real theme may take of what Hugo and then Pagefind take, at 3,000 announcements."""


def ratio(samples: Samples, row: str, peer: str, base: str) -> float | None:
    """Give the median of a peer's ratios to another, round by round."""
    mine, theirs = (samples.get(name, {}).get(row, []) for name in (peer, base))
    pairs = [a / b for a, b in zip(mine, theirs, strict=False) if b]
    return statistics.median(pairs) if pairs else None


def _median(samples: Samples, row: str, peer: str) -> float | None:
    found = samples.get(peer, {}).get(row, [])
    return statistics.median(found) if found else None


def _figure(row: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f} MiB" if row.endswith("memory") else f"{value:.3f} s" if value < 1 else f"{value:.2f} s"


def _verdict(value: float | None, target: float | None) -> tuple[str, str]:
    """Give the target and whether it is met."""
    if target is None:
        return "measured", ""
    return f"≤ {target:g}", "–" if value is None else "yes" if value <= target else "NO"


def table(count: int, samples: Samples) -> Iterator[str]:
    """Give the lines of a size's table: of each peer the median and, in brackets, the median ratio to plain Hugo."""
    peers = [*samples]
    yield f"| {'what':<38} |" + "".join(f" {peer:<18} |" for peer in peers) + " target   | met? |"
    yield f"| {'-' * 38} |" + f" {'-' * 18} |" * len(peers) + " -------- | ---- |"
    targets = TARGETS[10000] if count >= 10000 else TARGETS[1000] if count >= 1000 else (None,) * len(ROWS)
    for (row, words), target in zip(ROWS.items(), targets, strict=True):
        cells = []
        for peer in peers:
            times = ratio(samples, row, peer, BASE)
            shown = _figure(row, _median(samples, row, peer))
            cells.append(shown if times is None or peer == BASE else f"{shown} ({times:.3f})")
        asked, met = _verdict(ratio(samples, row, EQUAL, BASE), target)
        yield f"| {words:<38} |" + "".join(f" {cell:<18} |" for cell in cells) + f" {asked:<8} | {met:<4} |"
    for row in ("noop", "stamped", "body", "title"):
        value = ratio(samples, row, REAL_THEME, EQUAL)
        if value is not None:
            asked, met = _verdict(value, REAL)
            yield f"  real theme / equal theme, {SCENARIOS[row]}: {value:.2f} ({asked}, {met})"


def with_search(count: int, samples: Samples) -> Iterator[str]:
    """Give the lines of the table with everything on but PDF: medians, and ratios to Hugo with Pagefind after it."""
    theirs, ours = SEARCHING
    yield f"| {f'{count} announcements, with search':<38} | {theirs:<18} | {ours:<18} | ratio | target | met? |"
    yield f"| {'-' * 38} | {'-' * 18} | {'-' * 18} | ----- | ------ | ---- |"
    for row, words in SCENARIOS.items():
        times = ratio(samples, row, ours, theirs)
        asked, met = _verdict(times, SEARCH_TARGETS.get(row))
        cells = " | ".join(f"{_figure(row, _median(samples, row, peer)):<18}" for peer in SEARCHING)
        yield f"| {words:<38} | {cells} | {'–' if times is None else f'{times:.3f}'} | {asked} | {met} |"


def growth(small: int, large: int, sizes: Mapping[int, Samples]) -> Iterator[str]:
    """Say how the equal theme's figures grow from one size to another."""
    target = GROWTH * large / small
    for row, words in ROWS.items():
        before, after = (_median(sizes[size], row, EQUAL) for size in (small, large))
        if before and after:
            asked, met = _verdict(after / before, target)
            yield f"  {words}: {after / before:.1f} times from {small} to {large} ({asked}, {met})"
