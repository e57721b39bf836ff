"""Time: zones, publication, drafts, and dates in their own precision."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
import sites

ORGANISATIONS = """\
varsovia: {ro: Varșovia, en: Warsaw, time_zone: Europe/Warsaw}
cluj: {ro: Cluj, en: Cluj}
"""
PUBLISHED = "2026-03-01 10:00"


def item(published: str, issuer: str = "null", more: str = "", body: str = "") -> str:
    text = sites.news("Una", more, body)
    return text.replace("2026-01-02", published).replace("issuer: null", f"issuer: {issuer}")


def site(folder: Path, text: str, **files: str) -> Path:
    return sites.make(folder, {"content/organisations.yaml": ORGANISATIONS, "content/news/one.ro.md": text, **files})


def page(root: Path, address: str) -> str:
    return (root / "public" / address / "index.html").read_text("utf-8")


def there(root: Path) -> set[str]:
    """Say in which languages the announcement has a page."""
    addresses = {"ro": "ro/noutati/one", "en": "en/news/one"}
    return {tag for tag, address in addresses.items() if (root / "public" / address).exists()}


CONSULTATION = """\
---
title: Una
summary: null
published: 2026-03-02
issuer: {issuer}
posted: 2026-03-02
proposal: Una
deadline: 2026-03-08
submit_to: [{{email: una@example.org}}]
{more}---

Text.
"""


@pytest.mark.parametrize(
    ("issuer", "more", "told"),
    [
        ("null", "", True),
        ("cluj", "", True),
        ("varsovia", "", False),
        ("null", "time_zone: Europe/Chisinau\n", False),
        ("varsovia", "time_zone: Europe/Bucharest\n", True),
    ],
    ids=["site", "no zone", "issuer", "own", "own before the issuer's"],
)
def test_the_days_that_a_law_leaves_are_asked_where_it_is_the_law(
    tmp_path: Path, issuer: str, more: str, told: bool
) -> None:
    root = sites.make(tmp_path, {
        "content/organisations.yaml": ORGANISATIONS,
        "content/consultations/one.ro.md": CONSULTATION.format(issuer=issuer, more=more),
    })  # fmt: skip
    codes = sites.codes(sites.build(root), "warning")
    assert ("deadline-short" in codes) is told


# --- zones ------------------------------------------------------------------------------------------------------------

ZONES = [
    ("null", "", "+02:00", "Bucharest, UTC+2"),
    ("cluj", "", "+02:00", "Bucharest, UTC+2"),
    ("varsovia", "", "+01:00", "Warsaw, UTC+1"),
    ("varsovia", "time_zone: Europe/Chisinau\n", "+02:00", "Chisinau, UTC+2"),
]


@pytest.mark.parametrize(("issuer", "more", "offset", "name"), ZONES, ids=["site", "no zone", "issuer", "own"])
def test_the_zone_is_the_announcements_else_the_issuers_else_the_sites(
    tmp_path: Path, issuer: str, more: str, offset: str, name: str
) -> None:
    event = 'events: [{title: X, start: "2026-03-02 09:30"}]\n'
    root = site(tmp_path, item(PUBLISHED, issuer, more + event))
    sites.build(root, as_of=datetime.fromisoformat("2026-04-01T00:00Z"))
    times = re.findall(r'<time datetime="([^"]*T[^"]*)">([^<]*)</time>', page(root, "en/news/one"))
    assert sorted(times) == [
        (f"2026-03-01T10:00:00{offset}", f"1 March 2026, 10:00 ({name})"),
        (f"2026-03-02T09:30:00{offset}", f"2 March 2026, 09:30 ({name})"),
    ]


def test_the_offset_is_that_of_the_day(tmp_path: Path) -> None:
    root = site(tmp_path, item("2026-07-01 10:00"))
    sites.build(root, as_of=datetime.fromisoformat("2026-08-01T00:00Z"))
    assert 'datetime="2026-07-01T10:00:00+03:00"' in page(root, "ro/noutati/one")


# --- publication ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "issuer", "as_of", "shown"),
    [
        (PUBLISHED, "null", "2026-03-01T07:59:59Z", False),
        (PUBLISHED, "null", "2026-03-01T08:00:00Z", True),
        (PUBLISHED, "varsovia", "2026-03-01T08:59:00Z", False),
        (PUBLISHED, "varsovia", "2026-03-01T09:00:00Z", True),
        # A day begins at midnight there.
        ("2026-03-01", "null", "2026-02-28T21:59:00Z", False),
        ("2026-03-01", "null", "2026-02-28T22:00:00Z", True),
        ("2026-03-01", "varsovia", "2026-02-28T22:59:00Z", False),
        ("2026-03-01", "varsovia", "2026-02-28T23:00:00Z", True),
        # A moment without an offset is local to the site: 10:59 in Bucharest is 9:59 in Warsaw.
        (PUBLISHED, "null", "2026-03-01T09:59:00", False),
        (PUBLISHED, "null", "2026-03-01T10:00:00", True),
        (PUBLISHED, "varsovia", "2026-03-01T10:59:00", False),
        (PUBLISHED, "varsovia", "2026-03-01T11:00:00", True),
    ],
)
def test_an_announcement_waits_for_its_moment_in_its_zone(
    tmp_path: Path, published: str, issuer: str, as_of: str, shown: bool
) -> None:
    root = site(tmp_path, item(published, issuer))
    sites.build(root, as_of=datetime.fromisoformat(as_of))
    assert there(root) == ({"ro", "en"} if shown else set())


def test_what_has_waited_appears_without_an_edit(tmp_path: Path) -> None:
    root = site(tmp_path, item(PUBLISHED))
    before = sites.build(root, as_of=datetime.fromisoformat("2026-03-01T07:59Z"))
    after = sites.build(root, as_of=datetime.fromisoformat("2026-03-01T08:00Z"))
    later = sites.build(root, as_of=datetime.fromisoformat("2026-03-02T08:00Z"))
    assert (before.new, after.new, later.new) == ([], ["ro/noutati/one/"], [])
    assert (later.counts["rendered"], later.counts["written"]) == (0, 0)


# --- drafts -----------------------------------------------------------------------------------------------------------

DRAFT = "draft: true\n"
NOINDEX = '<meta name="robots" content="noindex">'
MARKS = {"ro": "<strong>Ciornă.</strong>", "en": "<strong>Draft.</strong>"}


def test_a_draft_of_a_translation_hides_only_that(tmp_path: Path) -> None:
    english = {"content/news/one.en.md": sites.translation("Unfinished", DRAFT, "Unfinished.")}
    root = site(tmp_path, item("2026-01-02", body="Textul."), **english)
    assert sites.codes(sites.build(root)) == []
    assert there(root) == {"ro", "en"}
    assert '<h1 lang="ro">Una</h1>' in page(root, "en/news/one")
    assert [path for path, data in sites.tree(root / "public").items() if b"Unfinished" in data] == []
    sites.build(root, drafts=True)
    text = page(root, "en/news/one")
    assert "<p>Unfinished.</p>" in text
    assert NOINDEX in text
    assert MARKS["en"] in text
    assert NOINDEX not in page(root, "ro/noutati/one")
    assert MARKS["ro"] not in page(root, "ro/noutati/one")


@pytest.mark.parametrize("translated", [True, False])
def test_a_draft_of_the_original_hides_all(tmp_path: Path, translated: bool) -> None:
    english = {"content/news/one.en.md": sites.translation("Unfinished", "", "Unfinished.")} if translated else {}
    root = site(tmp_path, item("2026-01-02", more=DRAFT, body="Textul."), **english)
    assert sites.codes(sites.build(root)) == []
    assert there(root) == set()
    assert [path for path, data in sites.tree(root / "public").items() if b"news/one" in data or b"Una" in data] == []
    sites.build(root, drafts=True)
    for tag, address in (("ro", "ro/noutati/one"), ("en", "en/news/one")):
        assert NOINDEX in page(root, address)
        assert MARKS[tag] in page(root, address)


# --- dates ------------------------------------------------------------------------------------------------------------

DATES = {
    "2018": {"ro": "2018", "pl": "2018\xa0r.", "en": "2018"},
    "2018-04": {"ro": "aprilie 2018", "pl": "kwiecień 2018\xa0r.", "en": "April 2018"},
    "2018-04-05": {"ro": "5 aprilie 2018", "pl": "5\xa0kwietnia 2018\xa0r.", "en": "5 April 2018"},
}
SECTIONS = {"ro": "ro/noutati", "pl": "pl/aktualnosci", "en": "en/news"}


@pytest.mark.parametrize("date", DATES)
def test_a_date_keeps_its_precision(tmp_path: Path, date: str) -> None:
    languages = sites.SITE.replace("en: Bulletin", "pl: Biuletyn, en: Bulletin").replace("[ro, en]", "[ro, pl, en]")
    text = sites.news("Una", f"date: {date}\n")
    root = sites.make(tmp_path, {"content/site.yaml": languages, "content/news/one.ro.md": text})
    assert sites.build(root).problems == []
    for tag, section in SECTIONS.items():
        written = f'<time datetime="{date}">{DATES[date][tag]}</time>'
        for address in (section, f"{section}/one", f"{section}/2018", f"{section}/register"):
            assert written in page(root, address), address
        for name in ("register.csv", "register.json"):
            data = (root / "public" / section / "register" / name).read_text("utf-8")
            assert re.search(
                rf"""[,\"]'?{date}[,\"]""", data
            )  # a month has a guard, lest a spreadsheet make a day of it


def test_a_preview_marks_what_is_to_come_and_tells_no_machine(tmp_path: Path) -> None:
    text = sites.news("Una").replace("2026-01-02", "2030-01-01")
    root = sites.make(tmp_path, {"content/news/one.ro.md": text, "content/news/two.ro.md": sites.news("Două")})
    assert sites.codes(sites.build(root, drafts=True)) == []
    later, now = ((root / f"public/ro/noutati/{name}/index.html").read_text("utf-8") for name in ("one", "two"))
    assert '<meta name="robots" content="noindex">' in later
    assert '<meta name="robots" content="noindex">' not in now
    for name in ("sitemap.xml", "ro/feed.xml", "ro/feed.json"):
        machine = (root / "public" / name).read_text("utf-8")
        assert "noutati/two/" in machine
        assert "noutati/one/" not in machine
