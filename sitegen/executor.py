"""Where the heavy work runs: `concurrent.futures.Executor` is the one interface."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")

BATCH = 25
MOST_PROCESSES = 61  # that Windows can wait for
WORTH_A_POOL = 400
"""Tasks below which starting processes costs more than it saves (about 2 ms a task, half a second a pool)."""


class Serial(Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a task; its result, or what it raised, is in the future that comes back."""
        future = Future[R]()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as problem:
            future.set_exception(problem)
        return future


def executor(jobs: int, tasks: int) -> Executor:
    """Give an executor for some tasks; with no `jobs` asked for, processes are started where they pay."""
    wanted = jobs or (os.cpu_count() or 1 if tasks >= WORTH_A_POOL else 1)
    if wanted == 1 or tasks < 2:
        return Serial()
    return ProcessPoolExecutor(min(wanted, tasks, MOST_PROCESSES), mp_context=multiprocessing.get_context("spawn"))


def batches(work: Callable[[Sequence[T]], list[R]], tasks: Sequence[T], jobs: int) -> Iterator[R]:
    """Do the work on tasks in batches, and give the results in the order of the tasks."""
    with executor(jobs, len(tasks)) as pool:
        yield from (
            result
            for future in [pool.submit(work, tasks[start : start + BATCH]) for start in range(0, len(tasks), BATCH)]
            for result in future.result()
        )
