"""Legal life: what other acts, dates and as-of make of a document, told on every page that shows it."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sites

from sitegen.cli import main


def act(title: str, date: str, more: str = "") -> str:
    return sites.news(title, f"date: {date}\n{more}")


ACTS = {
    "content/news/first.ro.md": act("Primul act", "2026-02-01", "status: in_force\nvalid_from: 2026-02-10\n"),
    "content/news/first.en.md": sites.translation("The first act"),
    "content/news/change.ro.md": act("Modificare", "2026-03-01", "amends: [news/first]\n"),
    "content/news/later-change.ro.md": act("A doua modificare", "2026-04-15", "amends: [news/first]\n"),
    "content/news/erratum.ro.md": act("Erată", "2026-03-05", "corrects: news/first\n"),
    "content/news/repeal.ro.md": act(
        "Abrogare", "2026-05-01", "supersedes: [news/first]\nvalid_from: 2026-06-01\nvalid_until: 2026-12\n"
    ),
    "content/news/mention.ro.md": sites.news("Mențiune", "about: news/first\n"),
}


def at(root: Path, moment: str, language: str = "ro") -> dict[str, str]:
    """Build as of a moment; give the pages of the news by name, as text without tags."""
    report = sites.build(root, as_of=datetime.fromisoformat(moment))
    assert sites.codes(report) == []
    section = {"ro": "ro/noutati", "en": "en/news"}[language]
    return {
        path.parent.name: plain(path.read_text("utf-8")) for path in (root / "public" / section).rglob("index.html")
    }


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html.partition("<main")[2])).replace("\u00a0", " ")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sites.make(tmp_path, ACTS)


def test_an_act_is_amended_corrected_and_repealed_as_time_goes_by(root: Path) -> None:
    assert (
        "Nu este încă în vigoare; va fi în vigoare din 10 februarie 2026" in at(root, "2026-02-05T12:00+02:00")["first"]
    )
    assert "Document modificat din 1 martie 2026 prin: Modificare" in (
        page := at(root, "2026-03-10T12:00+02:00")["first"]
    )
    assert "Documentul se abrogă din 1 iunie 2026 prin: Abrogare" in page
    page = at(root, "2026-06-01T00:00+03:00")["first"]
    assert "Document abrogat din 1 iunie 2026 prin: Abrogare" in page
    assert page.index("Modificare") < page.index("A doua modificare"), "amendments stand in their order"


def test_the_other_direction_says_so_too_and_in_the_reader_s_language(root: Path) -> None:
    pages = at(root, "2026-07-01T00:00+03:00")
    assert "Acest document abrogă: Primul act" in pages["repeal"]
    assert "Acest document rectifică: Primul act" in pages["erratum"]
    english = at(root, "2026-07-01T00:00+03:00", "en")
    assert "Repealed from 1 June 2026 by: Abrogare" in english["first"]
    assert "This document repeals: The first act" in english["repeal"]


def test_lists_and_registers_show_the_state_and_others_that_refer_to_it(root: Path) -> None:
    pages = at(root, "2026-07-01T00:00+03:00")
    assert "Document abrogat din 1 iunie 2026" in pages["noutati"]
    assert re.search("Documente care fac trimitere la acesta Mențiune", pages["first"])
    html = (root / "public/ro/noutati/first/index.html").read_text("utf-8")
    assert 'class="mark status-repealed"' in html


def test_the_last_day_of_validity_is_valid(root: Path) -> None:
    assert "Document expirat" not in at(root, "2026-12-31T23:59+02:00")["repeal"]
    assert "Document expirat; a fost valabil până în decembrie 2026" in at(root, "2027-01-01T00:00+02:00")["repeal"]


def test_an_act_may_be_valid_to_the_last_day_that_there_is(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una", "valid_until: 9999-12-31\n")})
    assert sites.codes(sites.build(root)) == []


def test_a_proposed_or_cancelled_act_changes_nothing(root: Path) -> None:
    for status in ("proposed", "cancelled"):
        path = root / "content/news/repeal.ro.md"
        path.write_text(act("Abrogare", "2026-05-01", f"supersedes: [news/first]\nstatus: {status}\n"), "utf-8")
        page = at(root, "2026-07-01T00:00+03:00")["first"]
        assert "Document abrogat" not in page
        assert "Documentul se abrogă" not in page


def test_as_of_alone_decides_and_a_later_build_equals_a_clean_one(root: Path, tmp_path: Path) -> None:
    for moment in (
        "2026-02-05",
        "2026-03-10",
        "2026-05-31T23:59",
        "2026-06-01",
        "2026-07-01",
        "2027-01-01",
        "2026-03-10",
    ):
        sites.build(root, as_of=datetime.fromisoformat(moment))
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        sites.build(root, tmp_path / "clean", as_of=datetime.fromisoformat(moment), clean=True)
        assert sites.difference(sites.tree(tmp_path / "clean"), sites.tree(root / "public")) == ""


def test_next_change_leads_through_every_moment_at_which_a_page_changes(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def next_change(moment: str, *more: str) -> tuple[int, str]:
        code = main(["next-change", "--source", str(root), "--as-of", moment, "--ui-language", "en", *more])
        return code, capsys.readouterr().out.strip()

    moment, seen = "2026-01-01T00:00:00+02:00", ["2026-01-01T00:00:00+02:00"]
    while (told := next_change(moment)[1])[0].isdigit():
        moment = told
        seen.append(moment)
        assert len(seen) < 30
    assert told == "Nothing changes by itself."
    assert "2026-06-01T00:00:00+03:00" in seen
    for before, after in pairwise(seen):
        just = datetime.fromisoformat(after) - timedelta(seconds=1)
        trees = [tmp_path / name for name in ("before", "just", "after")]
        for as_of, folder in zip(
            (datetime.fromisoformat(before), just, datetime.fromisoformat(after)), trees, strict=True
        ):
            sites.build(root, folder, as_of=as_of, secret=b"")
        assert sites.tree(trees[0]) == sites.tree(trees[1]), f"nothing changes between {before} and {after}"
    assert next_change("2026-05-31", "--before", "2026-06-01T00:01")[0] == 1
    assert next_change("2026-05-31", "--before", "2026-06-01T00:00")[0] == 0
    assert next_change("2026-05-31", "--before", "soon")[0] == 2


def call(deadline: str, more: str = "") -> str:
    given = f"deadline: {deadline}\nopens: 2026-03-01\nsubmit_to: null\n{more}"
    return sites.news("Apel pentru cluburi", given)


def texts(root: Path, moment: str, *paths: str) -> list[str]:
    report = sites.build(root, as_of=datetime.fromisoformat(moment))
    assert sites.codes(report) == []
    return [plain((root / "public" / path / "index.html").read_text("utf-8")) for path in paths]


def test_what_a_deadline_closes_says_until_when_with_hour_and_zone(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/calls/clubs.ro.md": call("2026-03-31 16:00")})
    pages = ("ro/apeluri/clubs", "ro/apeluri", "ro/apeluri/register", "en/calls/clubs")
    for text in texts(root, "2026-03-31T15:59+03:00", *pages[:3]):
        assert "Termenul expiră la 31 martie 2026, ora 16:00 (București, UTC+3)" in text
    assert "Open until 31 March 2026, 16:00 (Bucharest, UTC+3)" in texts(root, "2026-03-31T15:59+03:00", pages[3])[0]
    for text in texts(root, "2026-03-31T16:00+03:00", *pages[:3]):
        assert "Termenul a expirat la 31 martie 2026, ora 16:00 (București, UTC+3)" in text
        assert "Termenul expiră" not in text


def test_a_deadline_without_an_hour_is_open_until_its_day_ends(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/calls/clubs.ro.md": call("2026-03-28")})
    told = "Termenul expiră la sfârșitul zilei de 28 martie 2026 (București, UTC+2)"
    assert told in texts(root, "2026-03-28T23:59+02:00", "ro/apeluri/clubs")[0]
    assert "Termenul a expirat la sfârșitul zilei" in texts(root, "2026-03-29T00:00+02:00", "ro/apeluri/clubs")[0]


def test_a_cancelled_call_is_not_open(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/calls/clubs.ro.md": call("2026-03-31 16:00", "status: cancelled\n")})
    assert "Termenul expiră" not in texts(root, "2026-03-30T12:00+03:00", "ro/apeluri/clubs")[0]


def test_no_page_says_only_open(tmp_path: Path) -> None:
    root = sites.samples(tmp_path / "samples")
    sites.build(root, as_of=datetime.fromisoformat("2026-03-01T12:00+02:00"))
    words = {"ro": r"Termenul expiră", "pl": r"Termin upływa", "en": r"Open until"}
    said = 0
    for language, word in words.items():
        for path in (root / "public" / language).rglob("index.html"):
            text = plain(path.read_text("utf-8"))
            for found in re.finditer(word, text):
                said += 1
                assert re.match(r".{0,60}?\d{1,2} \w+ 2026.{0,30}\(\w+, UTC\+\d\)", text[found.end() :]), (path, text)
    assert said > 6
