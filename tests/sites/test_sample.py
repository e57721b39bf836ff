"""The sample site: what it is written from is whole, and nothing in it can be taken for a real announcement."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

import sites
from benchmarks import sample
from benchmarks.plans import WORDS, plans, types


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        sample.write(tmp_path / name)
    assert sites.difference(sites.tree(tmp_path / "one"), sites.tree(tmp_path / "two")) == ""


def test_another_site_is_not_overwritten(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {})
    with pytest.raises(SystemExit):
        sample.write(root)
    assert sites.tree(root)


def test_sixty_announcements_of_every_type() -> None:
    found = [plan.folder for plan in plans()]
    assert len(found) == 60
    assert len(WORDS["organisations"]) == 12
    assert set(types()) <= set(found)


def test_it_has_the_mistakes_that_it_means_and_says_everywhere_what_it_is(tmp_path: Path) -> None:
    count = sample.write(tmp_path)
    report = sites.build(tmp_path, as_of=datetime.fromisoformat(sample.AS_OF))
    assert sites.codes(report) == []
    assert set(sites.codes(report, "warning")) == {*sample.MEANT}
    assert count == sum(plan.folder in types() for plan in plans())
    for plan in plans():
        for file in (tmp_path / "content" / plan.identity).glob("index.*.md"):
            text = file.read_text("utf-8")
            language = ("ro", "pl", "en").index(file.suffixes[0][1:])
            assert f"title: '{WORDS['mark'][language]}" in text, file
            assert WORDS["notice"][language] in text, file
    for page in (tmp_path / "public").rglob("*.html"):
        text = page.read_text("utf-8")
        assert any(mark in text for mark in [*WORDS["mark"], *WORDS["site"]]), page
