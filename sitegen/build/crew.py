"""Where the heavy work runs: in this process, in a pool of processes, or on a dask cluster. Home of `distributed`.

Work is a function of a batch of tasks that gives as many results; where and how often it runs changes nothing.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Generic, Self, TypeAlias, TypeVar

from sitegen.build.engine import engine

T = TypeVar("T")
R = TypeVar("R")
Work: TypeAlias = Callable[[Sequence[T]], list[R]]

BATCH = 25
AHEAD = 4
"""Batches under way for each process: none waits for a slow one, and few are in memory at once."""
TRIES = 3
PATIENCE = 10.0
"""Seconds in which a cluster must answer, and a worker come back."""
MOST_PROCESSES = 61  # that Windows can wait for
WORTH_A_POOL = 600
"""Pages below which starting processes costs more than it saves.

Computed from what was measured on two cores: a pool's first results come after 0.47 s (median of six), and to send a
task and its result takes 0.05 ms; so it is even at 990 pages of 1 ms. Less, since pages follow sources.
"""


class ExecutorError(Exception):
    """Work that nobody could do; the message is the code of why."""


@dataclass(frozen=True, slots=True)
class Lazy(Generic[T]):
    """So many tasks, each made when it is wanted, so that not all are in memory at once."""

    count: int
    tasks: Iterable[T]

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[T]:
        return iter(self.tasks)


class Crew:
    """Does the heavy work of one build: what it takes is started when it first pays, and kept until the end."""

    def __init__(self, jobs: int = 0, where: str = "") -> None:
        """Take the number of processes, 0 for as many as pay, or a cluster: `dask=HOST:PORT`."""
        self._jobs, self._where = jobs, where
        self._site: _Pool | _Cluster | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        if self._site:
            self._site.close()

    def batches(self, work: Work[T, R], tasks: Sequence[T] | Lazy[T], weight: int = 1) -> Iterator[R]:
        """Do the work on tasks, some batches at once, and give the results in the order of the tasks.

        A task weighs as many times what an ordinary page takes to render.
        """
        if self._site is None and len(tasks) > 1:
            if self._where:
                self._site = _Cluster(self._where)
            elif self._jobs > 1 or (self._jobs == 0 and len(tasks) * weight >= WORTH_A_POOL and _processors() > 1):
                self._site = _Pool(self._jobs or _processors(), work)
        if self._site is None or len(tasks) < 2:
            for task in tasks:
                yield from work((task,))
            return
        size = max(1, min(BATCH, len(tasks) // self._site.ahead))
        running, ahead = deque[Callable[[], list[R]]](), iter(tasks)
        while batch := list(islice(ahead, size)):
            running.append(self._site.start(work, batch))
            if len(running) >= self._site.ahead:
                yield from running.popleft()()
        while running:
            yield from running.popleft()()


def _processors() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# --- processes --------------------------------------------------------------------------------------------------------


class _Pool:
    """Processes of this machine, begun anew when one of them dies."""

    def __init__(self, jobs: int, work: Work[T, R]) -> None:
        self._jobs = min(jobs, MOST_PROCESSES)
        self.ahead = AHEAD * self._jobs
        self._context = _context(work)
        self._executor = self._processes(self._jobs)

    def start(self, work: Work[T, R], batch: Sequence[T]) -> Callable[[], list[R]]:
        """Have a batch done; what comes back waits for its results."""
        try:
            future = _submit(self._executor, work, batch)
        except BrokenExecutor:
            self._executor.shutdown()
            self._executor = self._processes(self._jobs)
            future = _submit(self._executor, work, batch)
        return partial(self._results, work, batch, future)

    def close(self) -> None:
        """End the processes, each after the batch that it is doing; what still waits is dropped."""
        self._executor.shutdown(cancel_futures=True)

    def _results(self, work: Work[T, R], batch: Sequence[T], future: Future[list[R]]) -> list[R]:
        """Give a batch's results. One lost with a process is tried again alone: that shows which one kills.

        One that does is not tried in this process, which it would kill as well.
        """
        with suppress(BrokenExecutor):
            return future.result()
        for _time in range(TRIES):
            with suppress(BrokenExecutor), self._processes(1) as alone:
                return _submit(alone, work, batch).result()
        raise ExecutorError("killed")

    def _processes(self, number: int) -> Executor:
        from concurrent.futures import ProcessPoolExecutor

        return ProcessPoolExecutor(number, mp_context=self._context, initializer=_serve)


def _context(work: Work[T, R]) -> Any:
    """Choose how processes start; to fork is unsafe beside the threads of a progress bar or a watcher of files.

    A fork server imports the work's module once for all processes, also for later pools. Windows has none, and on
    macOS the system's libraries may start threads.
    """
    import multiprocessing

    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([(work.func if isinstance(work, partial) else work).__module__])
    return context


def _submit(executor: Executor, work: Work[T, R], batch: Sequence[T]) -> Future[list[R]]:
    """Submit a batch. Processes that start are deaf to Ctrl+C, which a terminal sends to all: this one ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        return executor.submit(work, batch)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return executor.submit(work, batch)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve() -> None:
    """Leave Ctrl+C to the parent, and end when it is gone: one that was killed tells nobody."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(multiprocessing.parent_process(),), daemon=True).start()


def _follow(parent: Any) -> None:
    parent.join()
    os._exit(1)


# --- a cluster --------------------------------------------------------------------------------------------------------


class _Cluster:
    """The workers of a dask scheduler, which itself gives to others what a lost one had."""

    def __init__(self, where: str) -> None:
        name, _, address = where.partition("=")
        if name != "dask" or not address:
            raise ExecutorError("unknown")
        with _told("not-installed", ImportError):
            import distributed
        for library in ("distributed", "tornado"):
            logging.getLogger(library).handlers = [logging.NullHandler()]  # what matters is raised
        warnings.filterwarnings("ignore", module="distributed")
        self._killed = distributed.KilledWorker
        client: Any = distributed.Client
        self._client = client.__new__(client)  # one that fails to begin must be closed all the same, or may hang later
        try:
            with _told("unreachable", Exception):  # no such host, scheme or certificate: many kinds of exception
                self._client.__init__(address, timeout=PATIENCE, set_as_default=False)
            self._executor: Executor = self._client.get_executor(pure=False)
            self._meet()
        except BaseException:
            self.close()
            raise

    def start(self, work: Work[T, R], batch: Sequence[T]) -> Callable[[], list[R]]:
        """Have a batch done; what comes back waits for its results."""
        with _told("gone", Exception):
            return partial(self._results, self._executor.submit(_same, engine(), work, batch))

    def close(self) -> None:
        """Leave the cluster; what still waits is dropped."""
        with suppress(Exception):  # it may be gone; closing cancels what was submitted
            self._client.close(PATIENCE)

    def _results(self, future: Future[list[R] | None]) -> list[R]:
        """Give a batch's results; that takes as long as it takes while there are workers."""
        while not wait([future], PATIENCE).done:
            self._wait()
        with _told("killed", self._killed), _told("gone", CancelledError):
            results = future.result()
        if results is None:
            raise ExecutorError("foreign")
        return results

    def _wait(self) -> None:
        with _told("gone", Exception), _told("idle", TimeoutError):
            self._client.wait_for_workers(1, PATIENCE)

    def _meet(self) -> None:
        """Refuse another engine: the scheduler could not read what is sent, and the bytes could differ."""
        self._wait()
        with _told("gone", Exception), _told("foreign", ImportError, AttributeError):
            engines = {self._client.run_on_scheduler(engine), *self._client.run(engine).values()}
        if engines != {engine()}:
            raise ExecutorError("foreign")
        self.ahead = AHEAD * sum(self._client.nthreads().values())


def _same(wanted: str, work: Work[T, R], batch: Sequence[T]) -> list[R] | None:
    """Work where the engine is the same; this worker may have come late."""
    return work(batch) if engine() == wanted else None


@contextmanager
def _told(code: str, *kinds: type[BaseException]) -> Iterator[None]:
    """Tell a cluster's problem by a code of ours."""
    try:
        yield
    except ExecutorError:
        raise
    except kinds as problem:
        raise ExecutorError(code) from problem
