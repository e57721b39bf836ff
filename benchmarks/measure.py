"""Whole processes timed: builds in every state that a site may be in, a server from a saved file to the page."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from benchmarks.peers import Peer, environment

SCENARIOS = {
    "cold": "cold build, no memory",
    "noop": "nothing changed",
    "stamped": "nothing changed, all time stamps new",
    "restored": "memory restored, output empty",
    "body": "one body edited",
    "title": "one title edited",
}
_edit = count(1)


class FailedError(Exception):
    """A generator failed, or published a page that is not what the sources say."""


# --- builds -----------------------------------------------------------------------------------------------------------


def build(peer: Peer, scenario: str) -> float:
    """Bring a site into the state of a scenario, build it, and give the seconds of the whole process."""
    mark = ""
    if scenario == "cold":
        forget(peer)
    elif scenario == "stamped":
        _touch(peer)
    elif scenario == "restored":
        shutil.rmtree(peer.output)
    elif scenario in ("body", "title"):
        mark = f"marked{next(_edit)}"
        peer.source.write_text(edit(peer.text, scenario, mark), "utf-8")
    if hasattr(os, "sync"):
        os.sync()  # what others wrote is not this build's to wait for
    begun = time.perf_counter()
    done = subprocess.run(peer.build, cwd=peer.root, env=environment(), capture_output=True, check=False)
    if peer.after and not done.returncode:
        done = subprocess.run(peer.after, cwd=peer.root, env=environment(), capture_output=True, check=False)
    taken = time.perf_counter() - begun
    if done.returncode or not _published(peer, mark):
        raise FailedError(f"{peer.name}: {scenario} failed ({done.returncode}): {done.stderr.decode()[-2000:]}")
    return taken


def _published(peer: Peer, mark: str) -> bool:
    """Say whether the edited document's page is there, and says what was edited."""
    page = peer.output / peer.address(peer.edited, peer.edited.languages[0]) / "index.html"
    return page.is_file() and mark in page.read_text("utf-8")


def others(pause: float = 0.2) -> float:
    """Give the cores that others use while we do nothing: what keeps them busy disturbs the figures."""
    before = _busy()
    time.sleep(pause)
    return (_busy() - before) / pause


def _busy() -> float:
    """Give the CPU seconds that the machine has been busy for; 0 where unknown."""
    try:
        ticks = [int(part) for part in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    except OSError:
        return 0
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")  # but idle and waiting for the disk


def reset(peer: Peer) -> None:
    """Undo the edits of the last round."""
    peer.source.write_text(peer.text, "utf-8")


def forget(peer: Peer) -> None:
    """Remove the output and all that the generator remembers."""
    for name in ("public", *peer.memory):
        path = peer.root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def edit(text: str, what: str, mark: str) -> str:
    """Put a mark into a source's title or at the end of its body."""
    if what == "body":
        return f"{text}\n{mark}.\n"
    head, title, rest = text.partition("title: '")
    return f"{head}{title}{mark} {rest}"


def _touch(peer: Peer) -> None:
    """Give every file a new time, as `git checkout` and the restoring of a CI cache do."""
    for folder, _folders, names in os.walk(peer.root):
        for name in names:
            os.utime(Path(folder) / name)


# --- memory -----------------------------------------------------------------------------------------------------------


def peak(peer: Peer) -> float | None:
    """Give the peak memory of a cold build in MiB, from a run of its own that is not timed; None where unknown.

    It is the sum of each process's own peak (VmHWM), looked at a hundred times a second. A page that several processes
    share counts in each of them, and peaks that fall in different moments are added, which is against who uses more
    than one.
    """
    forget(peer)
    child = subprocess.Popen(
        peer.build, cwd=peer.root, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    highest = dict[int, int]()
    while child.poll() is None:
        _look(child.pid, highest)
        time.sleep(0.01)
    return sum(highest.values()) / 1024 or None


def _look(pid: int, highest: dict[int, int]) -> None:
    """Note the peaks so far of a process and of those that it started, in KiB."""
    family = [pid]
    for one in family:
        try:
            family += [int(child) for task in Path(f"/proc/{one}/task").iterdir() for child in _children(task)]
            lines = Path(f"/proc/{one}/status").read_text().splitlines()
        except OSError:
            continue
        found = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
        highest[one] = max(found, highest.get(one, 0))


def _children(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except OSError:
        return []


# --- preview ----------------------------------------------------------------------------------------------------------


def preview(peer: Peer, edits: int) -> dict[str, float | None]:
    """Serve a site and save a file again and again: median seconds until the changed page is served, peak MiB."""
    forget(peer)
    reset(peer)
    highest, taken = dict[int, int](), dict[str, list[float]](body=[], title=[])
    with _serving(peer) as (child, get):
        page = f"/{_first(peer, child, get, highest)}"
        warm = 2 if edits > 1 else 0  # the first of each warms up
        for number in range(2 * edits + warm):
            what, mark = ("title" if number % 2 else "body"), f"marked{next(_edit)}"
            time.sleep(1)  # as an editor, who does not save while the last change is being built
            begun = time.perf_counter()
            peer.source.write_text(edit(peer.text, what, mark), "utf-8")
            _until(lambda wanted=mark: wanted in get(page), child, f"{peer.name}: {what} not served")  # type: ignore[misc]
            if number >= warm:
                taken[what].append(time.perf_counter() - begun)
        _look(child.pid, highest)
    reset(peer)
    medians = {f"preview {what}": statistics.median(times) for what, times in taken.items()}
    return {**medians, "preview memory": sum(highest.values()) / 1024 or None}


def _first(peer: Peer, child: subprocess.Popen[bytes], get: Callable[[str], str], highest: dict[int, int]) -> str:
    """Wait for the first page, noting the peaks of memory, and give the address of the edited document."""
    language = peer.edited.languages[0]

    def served() -> bool:
        _look(child.pid, highest)
        return "</html>" in get(f"/{language}/") and (peer.root / peer.last).exists()

    _until(served, child, f"{peer.name}: no page is served")
    return peer.address(peer.edited, language)


def _until(seen: Callable[[], bool], child: subprocess.Popen[bytes], complaint: str, limit: float = 300) -> None:
    """Ask until it is so: at once again, but every 2 ms at most."""
    end = time.perf_counter() + limit
    while not seen():
        if child.poll() is not None or time.perf_counter() > end:
            raise FailedError(complaint)
        time.sleep(0.002)


@contextmanager
def _serving(peer: Peer) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[str], str]]]:
    """Start a server on a free port; give the process and what asks it for a page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def get(path: str) -> str:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.read().decode("utf-8", "replace") if answer.status == 200 else ""
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            connection.close()

    command = [part.format(port=port) for part in peer.serve]
    child = subprocess.Popen(
        command, cwd=peer.root, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield child, get
    finally:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
