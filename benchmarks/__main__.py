"""`python -m benchmarks`: how long `sitegen --help` takes to start beside a bare Python, interleaved, as medians."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 15
COMMANDS = {"bare": ["-c", "pass"], "help": ["-m", "sitegen", "--help"]}


def seconds(arguments: list[str]) -> float:
    """Time a whole process, from start to exit."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def main() -> None:
    """Print the medians and what `--help` costs above a bare start."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _round in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            taken[name].append(seconds(arguments))
    bare, helped = (statistics.median(taken[name]) * 1000 for name in ("bare", "help"))
    print(f"bare {bare:.0f} ms, --help {helped:.0f} ms, above bare {helped - bare:.0f} ms")


if __name__ == "__main__":
    main()
