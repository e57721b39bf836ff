"""`sitegen publish`: only what differs is carried, in an order in which no page leads nowhere, also when it is cut."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import programs
import pytest
import sites

from sitegen.check import published
from sitegen.cli import FINE, MISTAKES, MISUSED, main
from sitegen.tools import publish

CUTS = programs.size(2, 8, 60)
UNA, ALTA, TREI = (f"content/news/{name}.ro.md" for name in ("una", "alta", "trei"))


def build(root: Path, files: Mapping[str, str | None]) -> None:
    """Change a site's files, None to take one away, and build it."""
    sites.make(root, {path: text for path, text in files.items() if text is not None})
    for path, text in files.items():
        if text is None:
            (root / path).unlink()
    assert sites.codes(sites.build(root)) == []


def command(root: Path, to: str, *more: str) -> list[str]:
    return ["publish", "--source", str(root), "--as-of", "2026-11-21", "--ui-language", "en", to, *more]


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    build(root, {UNA: sites.news("Una"), ALTA: sites.news("Alta"), "content/news/two.en.md": sites.news("Two")})
    return root


# --- the order --------------------------------------------------------------------------------------------------------


def test_what_is_new_goes_before_what_leads_to_it_and_the_manifest_ends() -> None:
    before = {
        "a.html": "1",
        "b.html": "1",
        "old.pdf": "1",
        "old.html": "1",
        "style.css": "1",
        "same.html": "1",
        "manifest.json": "1",
    }
    now = {
        "a.html": "2",
        "b.html": "2",
        "n.html": "1",
        "n.pdf": "1",
        "style.css": "2",
        "same.html": "1",
        "manifest.json": "2",
    }
    assert [(step.change, *step.paths) for step in publish.steps(before, now)] == [
        ("new", "n.pdf"),
        ("new", "n.html"),
        ("changed", "style.css"),
        ("changed", "a.html", "b.html"),
        ("removed", "old.html"),
        ("removed", "old.pdf"),
        ("changed", "manifest.json"),
    ]
    assert publish.steps(now, now) == []
    assert [step.change for step in publish.steps({}, now)] == ["new"] * 3


# --- a link -----------------------------------------------------------------------------------------------------------


def test_a_link_is_turned_to_a_whole_copy(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link, releases = tmp_path / "www", set[str]()
    (tmp_path / "www-0123456789ab.sitegen-part").mkdir()
    (tmp_path / "www-data").mkdir()
    for number in range(4):
        build(root, {UNA: sites.news(f"Una {number}")})
        before = link.resolve().name
        assert main(command(root, str(link))) == FINE
        assert tree(link) == tree(root / "public")
        releases = {path.name for path in tmp_path.glob("www-*")}
        assert releases == {link.resolve().name, "www-data"} | ({before} if number else set())
    capsys.readouterr()
    assert main(command(root, str(link))) == FINE
    assert capsys.readouterr().out == "0 files new, 0 changed, 0 removed.\n"
    assert {path.name for path in tmp_path.glob("www-*")} == releases


def test_names_around_a_link_are_nobody_elses(root: Path, tmp_path: Path) -> None:
    link, theirs = tmp_path / "w[w]*", tmp_path / "w[w]*-0123456789ab"
    theirs.mkdir()
    for number in range(3):
        build(root, {UNA: sites.news(f"Una {number}")})
        assert main(command(root, f"{link}/")) == FINE
        assert tree(link) == tree(root / "public")
    assert theirs.is_dir()
    assert len([*tmp_path.iterdir()]) == 5  # the site, the link, two releases, and what is theirs


def test_what_was_published_before_is_published_again(root: Path, tmp_path: Path) -> None:
    link = tmp_path / "www"
    for title in ("Una", "Alta", "Una"):
        build(root, {UNA: sites.news(title)})
        assert main(command(root, str(link))) == FINE
        assert tree(link) == tree(root / "public")


def test_a_dry_run_only_tells(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = tmp_path / "www"
    assert main(command(root, str(link))) == FINE
    served = tree(link)
    build(root, {TREI: sites.news("Trei"), ALTA: sites.news("Alta", "", "Alt text.")})
    capsys.readouterr()
    assert main(command(root, str(link), "--dry-run")) == FINE
    lines = capsys.readouterr().out.splitlines()
    assert "+ ro/noutati/trei/index.html" in lines
    assert "~ ro/noutati/alta/index.html" in lines
    assert lines[-2] == "~ manifest.json"
    assert tree(link) == served


# --- what is refused --------------------------------------------------------------------------------------------------


def test_a_vanished_address_is_not_published(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = tmp_path / "www"
    assert main(command(root, str(link))) == FINE
    served = tree(link)
    build(root, {ALTA: None})
    assert main(command(root, str(link))) == MISTAKES
    assert "address-withdrawn" in capsys.readouterr().out
    assert tree(link) == served


def test_what_is_not_whole_is_not_published(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "public/ro/index.html").write_text("half", "utf-8")
    assert main(command(root, str(tmp_path / "www"))) == MISUSED
    (root / "public/manifest.json").unlink()
    assert main(command(root, str(tmp_path / "www"))) == MISUSED
    assert capsys.readouterr().err.count("is not a whole site as it was built; run sitegen build first.") == 2
    assert not (tmp_path / "www").exists()


@pytest.mark.parametrize("made", [Path.mkdir, Path.touch])
def test_what_is_no_link_is_left_alone(
    root: Path, tmp_path: Path, made: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path / "www")
    assert main(command(root, str(tmp_path / "www"))) == MISUSED
    assert "is there and is no link." in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()].count("www") == 1


def test_a_manifest_that_is_none_stops(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "www-0123456789ab").mkdir()
    (tmp_path / "www").symlink_to("www-0123456789ab")
    for text in (
        "",
        "[]",
        '{"generator": "sitegen"}',
        '{"generator": "sitegen", "documents": {}, "files": {"../x": "0"}}',
    ):
        (tmp_path / "www/manifest.json").write_text(text)
        assert main(command(root, str(tmp_path / "www"))) == MISUSED
        assert "this is no manifest.json of a site made by Sitegen" in capsys.readouterr().err


def test_a_program_that_is_missing_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(root))
    for program in ("rsync", "rclone"):
        assert main(command(root, f"{program}:host:folder")) == MISUSED
        assert f"{program} is not installed (Debian: apt install {program})." in capsys.readouterr().err


@pytest.mark.parametrize("path", ["../outside", "/etc/x", "a//b", "a/../../b"])
def test_a_manifest_names_nothing_outside(path: str) -> None:
    with pytest.raises(published.ManifestError):
        publish.files(json.dumps({"files": {path: "0"}}).encode())


# --- a host -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Run a server for SSH on this machine's own address; give how rsync and rclone reach its folder, and that."""
    folder = tmp_path_factory.mktemp("host")
    for program in ("rsync", "rclone", "sshd", "ssh-keygen"):
        programs.program(program)
    for key in ("host", "user"):
        programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    Path("/run/sshd").mkdir(exist_ok=True)
    (folder / "config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/user.pub\nPidFile none\n"
        "StrictModes no\nUsePAM no\nPermitRootLogin yes\nSubsystem sftp internal-sftp\nMaxStartups 100\n"
    )
    server = subprocess.Popen([programs.program("sshd"), "-D", "-f", folder / "config"])
    until, answers = time.monotonic() + 30, False
    while not answers:
        assert time.monotonic() < until
        with socket.socket() as knock:
            answers = knock.connect_ex(("127.0.0.1", port)) == 0
    user = os.environ.get("USER") or "root"
    shell = (
        f"ssh -p {port} -i {folder}/user -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
    )
    sftp = f":sftp,host=127.0.0.1,port={port},user={user},key_file={folder}/user:"
    yield {"RSYNC_RSH": shell, "rsync": f"rsync:{user}@127.0.0.1:", "rclone": f"rclone:{sftp}"}
    server.terminate()
    server.wait(10)


@pytest.mark.parametrize("program", ["rsync", "rclone"])
def test_a_host_gets_what_differs_and_loses_what_is_gone(
    root: Path, tmp_path: Path, host: dict[str, str], program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RSYNC_RSH", host["RSYNC_RSH"])
    served = tmp_path / "served"
    to = f"{host[program]}{served}"
    assert main(command(root, to)) == MISUSED  # there must be the folder
    served.mkdir()
    (served / "theirs.txt").write_text("stays")
    assert main(command(root, to)) == FINE
    assert tree(served) == {**tree(root / "public"), "theirs.txt": b"stays"}
    same = (served / "ro/noutati/una/index.html").stat().st_mtime_ns
    build(root, {TREI: sites.news("Trei"), TREI.replace(".ro.", ".en."): sites.translation("Three")})
    assert (root / "public/ro/noutati/trei/en/index.html").exists()
    assert main(command(root, to)) == FINE
    assert tree(served) == {**tree(root / "public"), "theirs.txt": b"stays"}
    build(root, {TREI.replace(".ro.", ".en."): None})
    assert main(command(root, to)) == FINE
    assert not (served / "ro/noutati/trei/en/index.html").exists()
    assert tree(served) == {**tree(root / "public"), "theirs.txt": b"stays"}
    assert (served / "ro/noutati/una/index.html").stat().st_mtime_ns == same


def dead(folder: Path) -> set[tuple[str, str]]:
    """Find the links of pages that lead to no file."""
    pages = [path for path in folder.rglob("*.html") if not any(part.startswith(".") for part in path.parts)]
    lost = set[tuple[str, str]]()
    for page in pages:
        for href in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text("utf-8")):
            if not urlsplit(href).scheme and not href.startswith("/"):
                target = page.parent / unquote(href)
                if not (target / "index.html" if href.endswith("/") else target).is_file():
                    lost.add((page.relative_to(folder).as_posix(), href))
    return lost


@pytest.mark.proof
def test_a_connection_that_breaks_leaves_pages_that_lead_somewhere(
    root: Path, tmp_path: Path, host: dict[str, str]
) -> None:
    served, environment = tmp_path / "served", {**os.environ, "RSYNC_RSH": host["RSYNC_RSH"]}
    served.mkdir()
    line = [sys.executable, "-m", "sitegen", *command(root, f"{host['rsync']}{served}")]
    begun = time.monotonic()
    subprocess.run(line, env=environment, check=True, capture_output=True)
    whole, chance = time.monotonic() - begun, random.Random(7)  # noqa: S311  (when to cut)
    assert dead(served) == dead(root / "public") == set()
    for number in range(CUTS):
        more = {f"content/news/n{number}-{each}.ro.md": sites.news(f"Nou {number} {each}") for each in range(5)}
        build(root, {**more, UNA: sites.news("Una", "", f"Textul {number}.")})
        with subprocess.Popen(
            line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as cut:
            try:
                cut.wait(chance.uniform(0.3, 1) * whole)
            except subprocess.TimeoutExpired:
                os.killpg(cut.pid, signal.SIGKILL)
        assert dead(served) == set()
        if number % 2:
            subprocess.run(line, env=environment, check=True, capture_output=True)
            shutil.rmtree(served / ".~tmp~", ignore_errors=True)
            assert tree(served) == tree(root / "public")
