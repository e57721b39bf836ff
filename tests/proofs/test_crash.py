"""Builds that are killed, that find the disk full or closed, or that meet: what is published stays whole.

3 builds are killed; with `SITEGEN_PROOF=middle` in the environment 8, with `full` 100.
"""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import programs
import pytest
import sites

from sitegen import cli
from sitegen.build import engine

KILLS = programs.size(3, 8, 100)
CHECKOUT = Path(__file__).parents[2]
UNIX = pytest.mark.skipif(os.name == "nt", reason="process groups and mounts are Unix's")

Tree = dict[str, bytes]


def files(state: str) -> dict[str, str | bytes]:
    """Give a site of 60 announcements in a state: no page is the same in two, some are in one only; C is larger."""
    made: dict[str, str | bytes] = {
        "content/site.yaml": sites.SITE.replace("en: Bulletin", f"en: Bulletin {state}").replace(
            "ro: Buletin,", f"ro: Buletin {state},"
        )
    }
    for number in range(60):
        name = f"item-{number}" if number % 10 else f"item-{number}-{state.lower()}"
        text = f"Text {state if number % 3 else ''} *{number}*. [foaie](sheet.pdf)\n\n- a\n- b\n\n"
        made[f"content/news/{name}/index.ro.md"] = sites.news(f"Titlu {number}", "", text * 3)
        made[f"content/news/{name}/sheet.pdf"] = f"%PDF {state} {number}".encode() * (5000 if state == "C" else 50)
        if number % 2:
            made[f"content/news/{name}/index.en.md"] = sites.translation(f"Title {number}", "", text)
    return made


def edit(root: Path, state: str) -> None:
    """Bring a site into a state."""
    shutil.rmtree(root / "content", ignore_errors=True)
    sites.make(root, files(state))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tree]:
    """Build each state cleanly."""
    trees = {}
    for state in "ABC":
        root = sites.make(tmp_path_factory.mktemp(state), files(state))
        assert sites.codes(sites.build(root, search=engine.indexer())) == []
        trees[state] = sites.tree(root / "public")
    return trees


def arguments(root: Path, output: Path, jobs: int = 1) -> list[str]:
    moment = sites.AS_OF.isoformat()
    return [
        "build", "--source", str(root), "--output", str(output), "--as-of", moment, "--jobs", str(jobs),
        "--ui-language", "en",
    ]  # fmt: skip


def start(root: Path, output: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start the program in a group of processes of its own."""
    command = [sys.executable, "-m", "sitegen", *arguments(root, output, jobs)]
    return subprocess.Popen(
        command, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def see_whole(output: Path, *trees: Mapping[str, bytes]) -> None:
    """See that every file has the bytes of one of some trees, and that none is lacking that is in all of them."""
    found = sites.tree(output)
    for path, data in found.items():
        if path == "manifest.json":
            assert json.loads(data)["generator"] == "sitegen"
        elif not path.endswith(".sitegen-part"):
            assert data in [tree.get(path) for tree in trees], path
    lacking = set.intersection(*(set(tree) for tree in trees)) - found.keys()
    assert not lacking


def see_equal(root: Path, output: Path, expected: Tree) -> None:
    """See that the next build ends in what a clean one gives."""
    assert sites.codes(sites.build(root, output, search=engine.indexer())) == []
    assert sites.difference(expected, sites.tree(output)) == ""


# --- killed -----------------------------------------------------------------------------------------------------------


@UNIX
@pytest.mark.proof
def test_a_killed_build_leaves_whole_files_and_the_next_one_ends_right(tmp_path: Path, clean: dict[str, Tree]) -> None:
    root, output = tmp_path / "site", tmp_path / "public"
    chance, whole_runs, killed = random.Random(3), dict[bool, float](), 0  # noqa: S311  (a seed, so that it is the same)
    for number in range(KILLS + 2):
        afresh = number % 3 == 0
        old, new = "AB" if number % 2 else "BA"
        if afresh:
            for folder in (output, root / ".sitegen"):
                shutil.rmtree(folder, ignore_errors=True)
        edit(root, new)
        begun = time.monotonic()
        process = start(root, output, 2)
        if afresh in whole_runs:
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, 0.7 * whole_runs[afresh]))
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        if process.returncode == 0:  # the first of each kind says how long a whole run takes
            whole_runs.setdefault(afresh, time.monotonic() - begun)
        see_whole(output, *([{}] if afresh else [clean[old]]), clean[new])
        see_equal(root, output, clean[new])
    assert killed  # how many end before they are killed depends on how busy the machine is


# --- meeting ----------------------------------------------------------------------------------------------------------


@UNIX
@pytest.mark.proof
def test_two_builds_at_once_both_end_right(tmp_path: Path, clean: dict[str, Tree]) -> None:
    root, output = tmp_path / "site", tmp_path / "public"
    for state in programs.size("ABA", "ABABA", "ABABA" * 10):
        edit(root, state)
        pair = [start(root, output, 1) for _ in range(2)]
        told = [process.communicate()[1].decode() for process in pair]
        assert [process.returncode for process in pair] == [0, 0], told
        assert sites.difference(clean[state], sites.tree(output)) == ""
        see_equal(root, output, clean[state])


# --- full and closed --------------------------------------------------------------------------------------------------


def call(*command: str) -> None:
    """Run a program that needs root's rights, or skip."""
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        said = getattr(problem, "stderr", b"").decode().strip() or str(problem)
        pytest.skip(f"this needs the right to mount: {said}")


@contextmanager
def disk(place: Path, size: str) -> Iterator[Path]:
    """Mount a small disk of memory."""
    place.mkdir(parents=True, exist_ok=True)
    call("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place))
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@contextmanager
def closed(place: Path) -> Iterator[None]:
    """Take away the right to write below a folder: by its mode or, from root, by a mount over itself."""
    if os.geteuid():
        folders = [place, *(path for path in place.rglob("*") if path.is_dir())]
        for folder in folders:
            folder.chmod(0o555)
        yield
        for folder in folders:
            folder.chmod(0o755)
        return
    call("mount", "--bind", str(place), str(place))
    try:
        call("mount", "-o", "remount,bind,ro", str(place))
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def fill(place: Path, left: int) -> Path:
    """Fill a disk up, but for some bytes, with a hidden file, which a build leaves alone."""
    filler = place / ".filler"
    with filler.open("wb", buffering=0) as file:
        with suppress(OSError):
            while True:
                file.write(bytes(4096))
        file.truncate(max(0, file.tell() - left))
    return filler


def refused(capsys: pytest.CaptureFixture[str], root: Path, output: Path, *numbers: int) -> None:
    """See that a build ends with one line that says what the system said, and the exit code 2."""
    capsys.readouterr()
    assert cli.main(arguments(root, output)) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1, told
    assert any(os.strerror(number) in told for number in numbers), told


@UNIX
@pytest.mark.parametrize("left", [0, 200_000], ids=["at once", "midway"])
def test_a_full_disk_is_told_and_the_old_site_stays(
    tmp_path: Path, clean: dict[str, Tree], capsys: pytest.CaptureFixture[str], left: int
) -> None:
    root = sites.make(tmp_path / "site", files("A"))
    with disk(tmp_path / "disk", "16m") as place:
        output = place / "public"
        see_equal(root, output, clean["A"])
        filler = fill(place, left)
        edit(root, "C")
        refused(capsys, root, output, errno.ENOSPC)
        see_whole(output, clean["A"], clean["C"])
        filler.unlink()
        see_equal(root, output, clean["C"])


@UNIX
def test_a_disk_too_small_from_the_start(
    tmp_path: Path, clean: dict[str, Tree], capsys: pytest.CaptureFixture[str]
) -> None:
    root = sites.make(tmp_path / "site", files("A"))
    with disk(tmp_path / "disk", "300k") as place:
        refused(capsys, root, place / "public", errno.ENOSPC)
        see_whole(place / "public", {}, clean["A"])
        call("mount", "-o", "remount,size=16m", str(place))
        see_equal(root, place / "public", clean["A"])


@UNIX
def test_a_memory_on_a_full_disk_changes_nothing(tmp_path: Path, clean: dict[str, Tree]) -> None:
    root, output = sites.make(tmp_path / "site", files("A")), tmp_path / "public"
    with disk(root / ".sitegen", "128k") as place:
        see_equal(root, output, clean["A"])
        filler = fill(place, 0)
        for state in "BA":
            edit(root, state)
            see_equal(root, output, clean[state])
        filler.unlink()
        see_equal(root, output, clean["A"])


@UNIX
@pytest.mark.parametrize("folder", [".", "en", "ro/noutati"])
def test_a_closed_folder_is_told_and_the_old_site_stays(
    tmp_path: Path, clean: dict[str, Tree], capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    root, output = sites.make(tmp_path / "site", files("A")), tmp_path / "public"
    see_equal(root, output, clean["A"])
    with closed(output / folder):
        assert cli.main(arguments(root, output)) == 0  # nothing has changed, so nothing is written
        edit(root, "B")
        refused(capsys, root, output, errno.EROFS, errno.EACCES)
        see_whole(output, clean["A"], clean["B"])
    see_equal(root, output, clean["B"])


@UNIX
def test_a_closed_memory_changes_nothing(tmp_path: Path, clean: dict[str, Tree]) -> None:
    root, output = sites.make(tmp_path / "site", files("A")), tmp_path / "public"
    see_equal(root, output, clean["A"])
    with closed(root / ".sitegen"):
        for state in "BA":
            edit(root, state)
            see_equal(root, output, clean[state])
    see_equal(root, output, clean["A"])
