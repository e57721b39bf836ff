"""`build --hold-back`: what has errors stays as it was last published, and the rest is published."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sites

from sitegen.build import order
from sitegen.build.memory import GENERATIONS
from sitegen.cli import FINE, MISTAKES, main

FILES: dict[str, str | bytes] = {
    "content/topics.yaml": "reading: {ro: Lectură, en: Reading}\n",
    "content/news/one.ro.md": sites.news("Una", "topics: [reading]\n", "[Alta](announcement:news/two)"),
    "content/news/one.en.md": sites.translation("One"),
    "content/news/two/index.ro.md": sites.news("Două", "", "[foaie](sheet.pdf)"),
    "content/news/two/sheet.pdf": b"%PDF-1.4",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = sites.make(tmp_path / "site", FILES)
    assert sites.codes(sites.build(root)) == []
    return root


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / "content/news" / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def hold(root: Path, **more: bool) -> order.Report:
    return sites.build(root, hold_back=True, **more)  # type: ignore[arg-type]


def made_of(root: Path, tmp_path: Path) -> dict[str, bytes]:
    """Give the tree that a clean build makes of a site."""
    copy = shutil.copytree(root, tmp_path / "clean", ignore=shutil.ignore_patterns("public", ".sitegen"))
    assert sites.codes(sites.build(copy)) == []
    return sites.tree(copy / "public")


def test_the_rest_is_published_and_the_site_is_as_if_nothing_were_wrong_there(root: Path, tmp_path: Path) -> None:
    edit(root, "two/index.ro.md", "Două", "Doi")
    expected = made_of(root, tmp_path)  # with the good edit alone
    edit(root, "one.ro.md", "2026-01-02", "02.01.2026")
    before = sites.tree(root / "public")
    assert sites.codes(sites.build(root)) == ["datetime-invalid"]
    assert sites.tree(root / "public") == before
    report = hold(root)
    assert sites.codes(report) == ["datetime-invalid"]
    assert report.held == {"news/one": True}
    assert sites.tree(root / "public") == expected
    again = hold(root)
    assert (again.held, again.counts["written"], sites.codes(again)) == (report.held, 0, ["datetime-invalid"])
    assert sites.tree(root / "public") == expected


def test_mended_it_is_published(root: Path, tmp_path: Path) -> None:
    edit(root, "one.ro.md", "2026-01-02", "02.01.2026")
    hold(root)
    edit(root, "one.ro.md", "02.01.2026", "2026-01-03")
    report = hold(root)
    assert (report.held, sites.codes(report)) == ({}, [])
    assert sites.tree(root / "public") == made_of(root, tmp_path)


def test_what_was_never_published_is_left_out_with_what_needs_it(root: Path, tmp_path: Path) -> None:
    expected = made_of(root, tmp_path)
    sites.make(root, {"content/news/new.ro.md": sites.news("Nouă", "tilu: x\n")})
    edit(root, "one.ro.md", "news/two", "news/new")
    report = hold(root)
    assert report.held == {"news/new": False, "news/one": True}
    assert {*sites.codes(report)} == {"reference-unknown", "key-unknown"}
    assert sites.tree(root / "public") == expected


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("news/one.ro.md", "---\na: b: c\n---\n"),
        ("news/one.ro.md", "\udcff"),
        ("news/one.en.md", "---\ntitle: x\n---\n"),
    ],
)
def test_whatever_is_wrong_with_it(path: str, text: str, root: Path) -> None:
    before = sites.tree(root / "public")
    (root / "content" / path).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert hold(root).held == {"news/one": True}
    assert sites.tree(root / "public") == before


def test_a_wrong_name_beside_it(root: Path) -> None:
    before = sites.tree(root / "public")
    (root / "content/news/two/index.ro.md").rename(root / "content/news/two/index.RO.md")
    assert hold(root).held["news/two"]
    assert sites.tree(root / "public") == before


CANNOT: dict[str, Callable[[Path], object]] = {
    "settings": lambda root: (root / "content/site.yaml").write_text("id: x\n", "utf-8"),
    "no announcement's": lambda root: (root / "content/news/x.md").write_text("x", "utf-8"),
    "an attachment that is gone": lambda root: (root / "content/news/two/sheet.pdf").unlink(),
    "no memory": lambda root: shutil.rmtree(root / ".sitegen"),
    "a template": lambda root: sites.make(root, {"templates/pages/document.html": "{% if %}"}),
}


@pytest.mark.parametrize("why", CANNOT)
def test_else_nothing_is_published(why: str, root: Path) -> None:
    before = sites.tree(root / "public")
    edit(root, "one.ro.md", "2026-01-02", "02.01.2026")
    edit(root, "two/index.ro.md", "Două", "Doi")
    CANNOT[why](root)
    report = hold(root)
    assert report.held == {}
    assert report.failed(strict=False)
    assert sites.tree(root / "public") == before


def test_it_is_remembered_however_long_it_takes(root: Path) -> None:
    edit(root, "one.ro.md", "2026-01-02", "02.01.2026")
    before = sites.tree(root / "public")
    for number in range(GENERATIONS + 3):
        edit(root, "one.ro.md", "Una", f"Una {number}")
        assert sites.codes(sites.build(root)) == ["datetime-invalid"]
    assert hold(root).held == {"news/one": True}
    for number in range(GENERATIONS + 3):
        edit(root, "one.ro.md", "Una", f"Una {number}")
        assert hold(root).held == {"news/one": True}
    assert sites.tree(root / "public") == before


def test_strictly_a_warning_holds_back_too(root: Path) -> None:
    (root / "content/news/one.en.md").unlink()
    assert sites.build(root, strict=True).problems == []
    before = sites.tree(root / "public")
    edit(root, "two/index.ro.md", "summary: null\n", "")
    assert hold(root, strict=True).held == {"news/two": True}
    assert sites.tree(root / "public") == before


def test_the_command_says_which_and_why(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["build", "--source", str(root), "--ui-language", "en", "--jobs", "1", "--as-of", sites.AS_OF.isoformat()]
    assert main([*asked, "--hold-back"]) == FINE
    edit(root, "one.ro.md", "2026-01-02", "02.01.2026")
    sites.make(root, {"content/news/new.ro.md": "x"})
    for _again in range(2):
        capsys.readouterr()
        assert main([*asked, "--hold-back"]) == MISTAKES
        told = capsys.readouterr()
        assert "content/news/one.ro.md:4:12: error[datetime-invalid]" in told.out
        assert "news/one stays as it was last published.\n" in told.err
        assert "news/new is not published yet.\n" in told.err
    (root / "content/site.yaml").write_text("id: x\n", "utf-8")
    assert main([*asked, "--hold-back"]) == MISTAKES
    assert capsys.readouterr().err == "Nothing is published: not all of this can be held back.\n"
