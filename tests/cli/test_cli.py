"""The command line: exit codes, languages, encodings, reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sites

from sitegen import build as pipeline
from sitegen import cli
from sitegen.build import engine
from sitegen.build import order as build_order
from sitegen.model.diagnostics import RULES
from sitegen.model.terms import Terms

GOOD = {"content/news/one.ro.md": sites.news("Știrea întâi")}
BAD = {"content/news/one.ro.md": sites.news("Una").replace("2026-01-02", "02.01.2026")}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a person does, with a pipe for its output."""
    around = {name: value for name, value in os.environ.items() if not name.startswith(("LANG", "LC_"))}
    command = [sys.executable, "-m", "sitegen", *arguments]
    return subprocess.run(command, capture_output=True, env=around | environment, check=False)


def test_exit_codes(tmp_path: Path) -> None:
    good = str(sites.make(tmp_path / "good", GOOD))
    bad = str(sites.make(tmp_path / "bad", BAD))
    assert cli.main(["build", "--source", good]) == 0
    assert cli.main(["check", "--source", bad]) == 1
    assert cli.main(["build", "--source", bad]) == 1
    assert cli.main(["build", "--source", good, "--as-of", "tomorrow"]) == 2
    assert cli.main(["build", "--source", str(tmp_path / "nowhere")]) == 2
    assert cli.main(["build", "--source", good, "--output", good]) == 2
    assert cli.main(["bild"]) == 2
    assert cli.main(["--version"]) == 0


def test_a_disk_that_refuses_is_told_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, GOOD)
    assert cli.main(["check", "--source", str(root), "--report", str(root / "content")]) == 2
    assert capsys.readouterr().err == f"{root / 'content'}: Is a directory\n"


def test_output_is_utf_8_wherever_it_goes(tmp_path: Path) -> None:
    root = sites.make(tmp_path, GOOD | {"content/news/two.ro.md": sites.news("Două", "titlul: ț\n")})
    told = run("check", "--source", str(root), PYTHONIOENCODING="cp1250", PYTHONUTF8="0").stdout
    assert "titlul: ț" in told.decode("utf-8")


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({}, "error[date-invalid]".replace("date-invalid", "datetime-invalid")),
        ({"LANG": "ro_RO.UTF-8"}, "eroare[datetime-invalid]"),
        ({"LANG": "pl_PL"}, "błąd[datetime-invalid]"),
        ({"LANG": "ro_RO.UTF-8", "LC_ALL": "pl_PL.UTF-8"}, "błąd[datetime-invalid]"),
        ({"LANG": "C.UTF-8"}, "error[datetime-invalid]"),
        ({"LANG": "de_DE"}, "error[datetime-invalid]"),
    ],
)
def test_messages_follow_the_environment(tmp_path: Path, environment: dict[str, str], word: str) -> None:
    root = sites.make(tmp_path, BAD)
    assert word in run("check", "--source", str(root), **environment).stdout.decode()


def test_a_language_asked_for_wins(tmp_path: Path) -> None:
    root = sites.make(tmp_path, BAD)
    told = run("check", "--source", str(root), "--ui-language", "ro", LANG="pl_PL.UTF-8").stdout.decode()
    assert "eroare[datetime-invalid]" in told
    assert "1 eroare, 0 avertismente" in told


def test_the_report(tmp_path: Path) -> None:
    root = sites.make(tmp_path / "site", GOOD)
    report = tmp_path / "report.json"
    assert cli.main(["build", "--source", str(root), "--report", str(report)]) == 0
    data = json.loads(report.read_text("utf-8"))
    assert data["counts"].keys() >= {"documents", "pages", "parsed", "rendered", "written", "removed"}
    assert data["counts"]["documents"] == 1
    assert data["seconds"].keys() == {"load", "parse", "check", "plan", "render", "search", "write"}
    assert data["diagnostics"] == []


def test_the_summary_prints_new_addresses_and_nothing_else_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = sites.make(tmp_path, GOOD)
    cli.main(["build", "--source", str(root), "--ui-language", "en"])
    assert "https://example.test/ro/noutati/one/\n" in capsys.readouterr().out
    cli.main(["build", "--source", str(root), "--ui-language", "en"])
    assert "https" not in capsys.readouterr().out


def test_time_is_an_input(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una").replace("2026-01-02", "2030-01-01")})
    page = root / "public/ro/noutati/one/index.html"
    run("build", "--source", str(root), SOURCE_DATE_EPOCH="1767225600")  # 2026-01-01
    assert not page.exists()
    run("build", "--source", str(root), SOURCE_DATE_EPOCH="1924905600")  # 2030-12-31
    assert page.exists()
    run("build", "--source", str(root), "--as-of", "2029-12-31T23:59", SOURCE_DATE_EPOCH="1924905600")
    assert not page.exists()


def test_strict_takes_warnings_for_errors(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una").replace("summary: null\n", "")})
    assert cli.main(["build", "--source", str(root), "--strict"]) == 1
    assert not (root / "public").exists()
    assert cli.main(["build", "--source", str(root)]) == 0


def test_piped_output_has_no_bar(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {f"content/news/n{number}.ro.md": sites.news(f"N {number}") for number in range(250)})
    done = run("build", "--source", str(root), "--jobs", "1")
    assert done.returncode == 0
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout


def test_a_build_is_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, GOOD)
    assert cli.main(["build", "--source", str(root), "--verify", "--ui-language", "en"]) == 0
    assert capsys.readouterr().out.endswith("Verified: every file is what a clean build makes.\n")
    order = build_order.Order(root, root / "public", Terms(datetime.now(UTC), search=engine.indexer()))
    (root / "public/ro/index.html").write_text("forged", "utf-8")
    (root / "public/ro/more.html").touch()
    (root / "public/robots.txt").unlink()
    wrong = ["ro/index.html", "ro/more.html", "robots.txt"]
    assert pipeline.verify(order, lambda _stage, _done, _total: None) == sorted(wrong)


@pytest.mark.parametrize(
    ("edit", "page", "reason"),
    [
        (("content/news/one.ro.md", "întâi", "a doua"), "/ro/noutati/one/", "the announcement's own texts"),
        (("content/news/one.ro.md", "întâi", "a doua"), "ro/feed.xml", "announcement in the list"),
        (("content/news/one.ro.md", "întâi", "a doua"), "https://example.test/ro/noutati/", "announcement in the list"),
        (("content/site.yaml", "Buletin", "Foaie"), "/en/news/one/", "the site's settings or navigation"),
        (("public/404.html", "html", "htm"), "404.html", "the file in the output folder"),
        (("content/news/one.ro.md", "Text", "Text nou"), "ro/feed.xml", "nothing that it depends on has changed"),
        (("content/news/one.ro.md", "Text", "Text"), "ro/feed.xml", "nothing that it depends on has changed"),
        (("content/news/one.ro.md", "Text", "Text"), "/ro/nowhere/", "is no page of the site"),
    ],
)
def test_a_page_was_rendered_for_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], edit: tuple[str, str, str], page: str, reason: str
) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Știrea întâi", "", "Text.")})
    build = ["build", "--source", str(root), "--ui-language", "en", "--as-of", "2026-11-21"]
    assert cli.main(build) == 0
    file = root / edit[0]
    file.write_text(file.read_text("utf-8").replace(*edit[1:]), "utf-8")
    assert cli.main([*build, "--why", page]) == 0
    assert reason in capsys.readouterr().out.splitlines()[-1]


def test_a_report_says_what_was_done(tmp_path: Path) -> None:
    root = sites.make(tmp_path / "site", GOOD | {"content/news/two.ro.md": sites.news("Două")})
    file = tmp_path / "report.json"
    build = ["build", "--source", str(root), "--report", str(file)]
    assert cli.main(build) == 0
    first = json.loads(file.read_text("utf-8"))
    assert (first["counts"]["parsed"], first["counts"]["reused"]) == (2, 0)
    assert {"load", "parse", "check", "plan", "render", "search", "write"} == first["seconds"].keys()
    assert os.name == "nt" or first["peak_memory_mib"] > 10
    (root / "content/news/two.ro.md").write_text(sites.news("Două", "", "Text."), "utf-8")
    assert cli.main(build) == 0
    counts = json.loads(file.read_text("utf-8"))["counts"]
    assert (counts["parsed"], counts["reused"], counts["rendered"]) == (1, 1, 5)  # its two pages, an index, what waits
    assert 2 < counts["written"] == first["counts"]["written"] - counts["unchanged"]


@pytest.mark.parametrize(
    ("where", "told"),
    [("spark=x", "write dask=HOST:PORT"), ("dask=127.0.0.1:1", "there is no scheduler that answers")],
)
def test_a_cluster_that_is_none_is_told_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str, told: str
) -> None:
    pytest.importorskip("distributed")
    root = sites.make(tmp_path, GOOD | {"content/news/two.ro.md": sites.news("Două")})
    assert cli.main(["build", "--source", str(root), "--executor", where]) == 2
    assert capsys.readouterr().err == f"Error: {where}: {told}.\n"
    assert not (root / "public").exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "error[date-invalid]: … is no date.\n  Write year-month-day (2021-03-19), or only 2021-03 or 2021.\n"),
        ("ro", "eroare[date-invalid]: "),
        ("pl", "błąd[date-invalid]: … nie jest datą.\n"),
    ],
)
def test_a_code_is_explained(language: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "date-invalid", "--ui-language", language]) == 0
    assert capsys.readouterr().out.startswith(words)
    assert cli.main(["explain", "--ui-language", language]) == 0
    assert capsys.readouterr().out.count("]: ") == len(RULES)


def test_a_code_that_there_is_not_is_told_with_those_like_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "date-invald"]) == 2
    assert "date-invalid" in capsys.readouterr().err
