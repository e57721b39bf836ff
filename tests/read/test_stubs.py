"""A file with neither title nor body is no translation: editing screens write one for each language of the site."""

from __future__ import annotations

from pathlib import Path

import pytest
import sites

from sitegen import cli

RO, EN = (f"content/news/camp/index.{tag}.md" for tag in ("ro", "en"))
BLANK = {
    "nothing": "",
    "a line": "\n",
    "nothing in YAML": "---\n{}\n---\n",
    "an empty title": "---\ntitle:\nsummary: ''\n---\n\n",
    "an empty text for a title": '---\ntitle: ""\n---\n',
    "a title that is null": "---\ntitle: null\n---\n",
    "the facts": "---\npublished: 2026-01-02\ndraft: false\n---\n",
    "a block": "---\ntranslation:\n  of: ro\n---\n",
}


def codes(root: Path, *, severity: str = "error") -> list[str]:
    return sites.codes(sites.build(root), severity)


@pytest.mark.parametrize("blank", BLANK.values(), ids=BLANK.keys())
def test_a_blank_file_is_no_translation(tmp_path: Path, blank: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path / "with", {RO: sites.news("Tabără", "", "Text."), EN: blank})
    without = sites.make(tmp_path / "without", {RO: sites.news("Tabără", "", "Text.")})
    assert codes(root) == codes(root, severity="warning") == codes(without) == []
    assert sites.difference(sites.tree(without / "public"), sites.tree(root / "public")) == ""
    assert cli.main(["status", "--source", str(root), "--format", "csv", "--ui-language", "en"]) == cli.FINE
    assert "news/camp,en,missing," in capsys.readouterr().out


@pytest.mark.parametrize("blank", BLANK.values(), ids=BLANK.keys())
def test_a_blank_file_that_gains_a_title_becomes_a_translation(tmp_path: Path, blank: str) -> None:
    root = sites.make(tmp_path, {RO: sites.news("Tabără", "", "Text."), EN: blank})
    assert codes(root) == []
    (root / EN).write_text(sites.translation("Camp", "", "Text."), "utf-8")
    assert codes(root) == []
    assert "<h1>Camp</h1>" in (root / "public/en/news/camp/index.html").read_text("utf-8")
    sites.build(root, tmp_path / "clean", clean=True)
    assert sites.difference(sites.tree(tmp_path / "clean"), sites.tree(root / "public")) == ""


def test_blank_translations_alone_have_no_original(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {RO: BLANK["a block"], EN: BLANK["a block"]})
    assert codes(root) == ["original-missing"]
    assert cli.main(["status", "--source", str(root)]) == cli.MISTAKES


@pytest.mark.parametrize("blank", ["", "\n", "---\n{}\n---\n"])
@pytest.mark.parametrize("other", ["", sites.translation("Camp", "", "Text.")], ids=["all", "original"])
def test_a_blank_original_is_told(tmp_path: Path, blank: str, other: str) -> None:
    root = sites.make(tmp_path, {RO: blank, EN: other})
    report = sites.build(root)
    assert {(problem.code, problem.place.path) for problem in report.problems if problem.severity == "error"} == {
        ("value-missing", RO)
    }
    assert not (root / "public").exists()


def test_a_file_with_only_a_text_or_only_a_title_is_a_version(tmp_path: Path) -> None:
    for text in ("---\n{}\n---\n\nText.\n", "---\ntitle: Camp\n---\n"):
        root = sites.make(tmp_path, {RO: sites.news("Tabără", "", "Text."), EN: text})
        assert codes(root) == ["original-doubled"]


def test_what_must_not_be_public_is_told_all_the_same(tmp_path: Path) -> None:
    files = {RO: sites.news("Tabără", "", "Text."), EN: "---\nsummary: CNP 1800101221144\n---\n"}
    assert codes(sites.make(tmp_path, files)) == ["personal-number"]


@pytest.mark.parametrize("blank", ["", "---\n{}\n---\n"])
def test_a_translation_is_begun_in_a_blank_file(tmp_path: Path, blank: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {RO: sites.news("Tabără", "", "Text."), EN: blank})
    told = [cli.main(["translate", RO, "--to", "en", "--source", str(root)]) for _time in range(2)]
    assert told == [cli.FINE, cli.MISUSED]  # the second time it is a translation
    assert (root / EN).read_text("utf-8").startswith("---\ntitle: Tabără\n")
    assert codes(root) == []
    capsys.readouterr()


def test_a_handed_back_translation_is_written_into_a_blank_file(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {RO: sites.news("Tabără", "", "Text."), EN: "\n"})
    assert cli.main(["handoff", "--to", "en", "--source", str(root)]) == cli.FINE
    po = root / "handoff.en.po"
    text = po.read_text("utf-8")
    for said, meant in (("Tabără", "Camp"), ("Text.", "Words.")):
        assert f'msgid "{said}"\nmsgstr ""' in text
        text = text.replace(f'msgid "{said}"\nmsgstr ""', f'msgid "{said}"\nmsgstr "{meant}"')
    po.write_text(text, "utf-8")
    assert cli.main(["handoff", "--back", str(po), "--source", str(root)]) == cli.FINE
    assert "title: Camp\n" in (root / EN).read_text("utf-8")
    assert codes(root) == []
