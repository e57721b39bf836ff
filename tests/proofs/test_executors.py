"""Serial, in processes and on a cluster the same comes out, also when workers die."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Self

import programs
import pytest
import sites

from sitegen.build import build
from sitegen.build import crew as executor
from sitegen.build.crew import Crew, ExecutorError
from sitegen.build.engine import engine
from sitegen.build.order import Order
from sitegen.model.sources import Source
from sitegen.model.terms import Terms
from sitegen.read.file import Parsed, parse

HERE = Path(__file__).parent
AROUND = {**os.environ, "PYTHONPATH": os.pathsep.join((str(programs.ROOT), str(HERE), str(HERE.parent)))}

needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="distributed is not installed (extra: cluster)"
)
everywhere = pytest.mark.parametrize("where", ["pool", pytest.param("dask", marks=needs_dask)])


def parsed(tasks: Sequence[tuple[str, bytes]]) -> list[Parsed]:
    return [parse(Source(path, data)) for path, data in tasks]


def doubled(tasks: Sequence[int]) -> list[int]:
    return [2 * task for task in tasks]


def killed_once(marker: Path, tasks: Sequence[int]) -> list[int]:
    """Kill the worker at the seventh task, but once only."""
    if 7 in tasks and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(tasks)


def killed_always(tasks: Sequence[int]) -> list[int]:
    if 7 in tasks:
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(tasks)


def refused(tasks: Sequence[int]) -> list[int]:
    raise ValueError(tasks[0])


def stamped(folder: Path, tasks: Sequence[int]) -> list[int]:
    """Leave a file that says which process works, and take a while."""
    (folder / str(os.getpid())).touch()
    time.sleep(0.01 * len(tasks))
    return list(tasks)


# --- a cluster of one machine -----------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A scheduler and two workers, each a process of its own, as the README starts them."""

    def __init__(self, log: Path, workers: Path = programs.ROOT) -> None:
        self.port, self._log = free_port(), log.open("wb")
        self.scheduler = self._run(programs.ROOT, "scheduler", "--host", "127.0.0.1", "--port", str(self.port))
        options = ("--host", "127.0.0.1", "--nworkers", "2", "--nthreads", "1")
        self.workers = self._run(workers, "worker", f"tcp://127.0.0.1:{self.port}", *options)

    @property
    def where(self) -> str:
        return f"dask=127.0.0.1:{self.port}"

    def _run(self, engine: Path, *command: str) -> subprocess.Popen[bytes]:
        around = {**AROUND, "PYTHONPATH": os.pathsep.join((str(engine), str(HERE), str(HERE.parent)))}
        command = (sys.executable, "-m", "dask", *command, "--no-dashboard")
        return subprocess.Popen(command, env=around, cwd=HERE, stdout=self._log, stderr=self._log)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        for process in (self.workers, self.scheduler):
            process.terminate()
            process.wait(30)
        self._log.close()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster") / "log") as made:
        yield made


@pytest.fixture
def crew(where: str, request: pytest.FixtureRequest) -> Iterator[Crew]:
    """Give a crew of two workers."""
    made = Crew(2) if where == "pool" else Crew(where=request.getfixturevalue("cluster").where)
    with made:
        yield made


# --- the same comes out -----------------------------------------------------------------------------------------------


@everywhere
def test_the_same_comes_out_in_the_same_order(crew: Crew) -> None:
    files = sorted((programs.ROOT / "content" / "announcements").rglob("*.md"))
    sources = [(file.relative_to(programs.ROOT).as_posix(), file.read_bytes()) for file in files] * 5
    expected = parsed(sources)
    assert list(crew.batches(parsed, sources)) == expected
    assert list(crew.batches(doubled, range(3))) == [0, 2, 4]
    assert list(crew.batches(doubled, range(1))) == [0]
    assert list(crew.batches(doubled, ())) == []


@pytest.mark.skipif("executor" not in Order.__dataclass_fields__, reason="a build knows no executor yet")
@everywhere
def test_a_site_is_built_to_the_same_bytes(where: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    shutil.copytree(programs.ROOT / "content", tmp_path / "content")
    chosen: dict[str, Any] = {"jobs": 2}
    if where == "dask":
        chosen = {"executor": request.getfixturevalue("cluster").where}
    trees = [_built(tmp_path, tmp_path / "serial", jobs=1), _built(tmp_path, tmp_path / where, **chosen)]
    assert trees[0], "nothing was built"
    assert trees[0] == trees[1], sites.difference(*trees)[:4000]


def _built(root: Path, output: Path, **chosen: Any) -> dict[str, bytes]:
    order = Order(root, output, Terms(sites.AS_OF), clean=True, **chosen)
    report = build(order, lambda _stage, _done, _total: None)
    assert not sites.codes(report)
    return sites.tree(output)


@everywhere
def test_two_processes_do_the_work_of_all_calls(crew: Crew, tmp_path: Path) -> None:
    folder = tmp_path / "processes"
    folder.mkdir()
    for _call in range(2):
        assert list(crew.batches(partial(stamped, folder), range(40))) == list(range(40))
    assert len(list(folder.iterdir())) == 2
    assert not (folder / str(os.getpid())).exists()


def test_little_work_is_done_here() -> None:
    with Crew() as crew:
        assert set(crew.batches(pids, range(executor.WORTH_A_POOL - 1))) == {os.getpid()}
    with Crew(jobs=1) as crew:
        assert set(crew.batches(pids, range(2 * executor.WORTH_A_POOL))) == {os.getpid()}


def pids(tasks: Sequence[int]) -> list[int]:
    return [os.getpid() for _task in tasks]


@everywhere
def test_few_batches_are_under_way_at_once(crew: Crew) -> None:
    tasks = Counted(5_000)
    results = crew.batches(doubled, executor.Lazy(tasks.count, tasks))
    assert next(results) == 0
    assert tasks.taken <= 2 * executor.AHEAD * executor.BATCH
    assert list(results) == [2 * number for number in range(1, tasks.count)]


class Counted:
    """Numbers that count how many of them were taken."""

    def __init__(self, count: int) -> None:
        self.count, self.taken = count, 0

    def __iter__(self) -> Iterator[int]:
        for number in range(self.count):
            self.taken += 1
            yield number


# --- what goes wrong --------------------------------------------------------------------------------------------------


@everywhere
def test_a_worker_killed_in_the_middle_changes_nothing(crew: Crew, tmp_path: Path) -> None:
    marker = tmp_path / "killed"
    found = list(crew.batches(partial(killed_once, marker), range(1000)))
    assert marker.exists()
    assert found == doubled(range(1000))
    assert list(crew.batches(doubled, range(1000))) == doubled(range(1000))


@everywhere
def test_a_batch_that_always_kills_is_told(crew: Crew) -> None:
    with pytest.raises(ExecutorError, match="killed"):
        list(crew.batches(killed_always, range(1000)))


@everywhere
def test_what_the_work_raises_comes_out(crew: Crew) -> None:
    with pytest.raises(ValueError, match=r"^0$"):
        list(crew.batches(refused, range(1000)))


@needs_dask
def test_a_missing_scheduler_is_told_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executor, "PATIENCE", 3.0)
    begun = time.monotonic()
    with pytest.raises(ExecutorError, match="unreachable"), Crew(where=f"dask=127.0.0.1:{free_port()}") as crew:
        list(crew.batches(doubled, range(100)))
    assert time.monotonic() - begun < 10


@needs_dask
@pytest.mark.parametrize("address", ["nonsense", "smoke://127.0.0.1:1", "tls://127.0.0.1:1"])
def test_an_address_that_cannot_be_is_told(address: str) -> None:
    with pytest.raises(ExecutorError, match="unreachable"), Crew(where=f"dask={address}") as crew:
        list(crew.batches(doubled, range(100)))


@pytest.mark.parametrize("where", ["dask", "dask=", "ray=127.0.0.1:1", "127.0.0.1:1"])
def test_another_executor_is_unknown(where: str) -> None:
    with pytest.raises(ExecutorError, match="unknown"), Crew(where=where) as crew:
        list(crew.batches(doubled, range(100)))


@needs_dask
@pytest.mark.parametrize(("who", "code"), [("scheduler", "gone"), ("workers", "idle")])
def test_a_cluster_lost_in_the_middle_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: str, code: str
) -> None:
    with Cluster(tmp_path / "log") as cluster, Crew(where=cluster.where) as crew:
        results = crew.batches(partial(stamped, tmp_path), range(2_000))
        assert next(results) == 0
        monkeypatch.setattr(executor, "PATIENCE", 2.0)
        getattr(cluster, who).terminate()
        with pytest.raises(ExecutorError, match=code), ThreadPoolExecutor(1) as waiting:
            waiting.submit(list[int], results).result(60)


@needs_dask
def test_workers_of_another_engine_are_refused(tmp_path: Path) -> None:
    shutil.copytree(programs.ROOT / "sitegen", tmp_path / "sitegen")
    with (tmp_path / "sitegen" / "__init__.py").open("a") as file:
        file.write("# another engine\n")
    with (
        Cluster(tmp_path / "log", tmp_path) as cluster,
        Crew(where=cluster.where) as crew,
        pytest.raises(ExecutorError, match="foreign"),
    ):
        list(crew.batches(doubled, range(100)))


def test_a_worker_that_came_late_says_that_it_is_of_another_engine() -> None:
    assert executor._same(engine(), doubled, [1]) == [2]
    assert executor._same("another", doubled, [1]) is None


# --- the end ----------------------------------------------------------------------------------------------------------

PROGRAM = """
import sys
from functools import partial
from pathlib import Path
from sitegen.build.crew import Crew
from test_executors import stamped
try:
    print("begun", flush=True)
    with Crew(2) as crew:
        list(crew.batches(partial(stamped, Path(sys.argv[1])), range(100_000)))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX's")
@pytest.mark.parametrize("moment", [0.0, 0.2, "at work"])
@pytest.mark.parametrize("blow", ["Ctrl+C", "SIGKILL"])
def test_no_process_outlives_the_build(tmp_path: Path, blow: str, moment: float | str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, tmp_path],
        env=AROUND,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout
        assert program.stderr
        assert program.stdout.readline() == b"begun\n"
        if isinstance(moment, float):
            time.sleep(moment)
        else:
            assert within(30, lambda: len(list(tmp_path.iterdir())) == 2)
        if blow == "Ctrl+C":
            os.killpg(program.pid, signal.SIGINT)  # a terminal sends it to the group
            assert program.wait(20) == 130
        else:
            program.kill()
            program.wait(10)
        assert within(10, lambda: not alive(program.pid))
        said = program.stderr.read()
        assert blow == "SIGKILL" or said == b"", said.decode()


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False
