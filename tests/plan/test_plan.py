"""What stands where: addresses, fallbacks, lists, registers, feeds, time."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest
import sites

from sitegen.model.sources import TEMPLATES

HIDE = "folder: {0}s\nlabel: [{0}, {0}s]\nfallback: {1}\nfields: {{}}\n"


def page(root: Path, address: str) -> str:
    return (root / "public" / address / "index.html").read_text("utf-8")


def linked(text: str) -> list[tuple[str, str]]:
    return re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text)


def test_a_fallback_page_says_what_it_is(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/news/una.ro.md": sites.news("Una", "slug: prima\n", "Text."),
            "content/news/alta.ro.md": sites.news("Alta", "", "[una](announcement:news/una)"),
            "content/news/alta.en.md": sites.translation("Other", "", "[una](announcement:news/una)"),
        },
    )
    assert sites.codes(sites.build(root)) == []
    fallback = page(root, "en/news/una")
    assert '<link rel="canonical" href="https://example.test/ro/noutati/prima/">' in fallback
    assert linked(fallback) == []
    assert re.search(r'<h1 lang="ro">\s*Una', fallback)
    assert re.search(r'<div class="body" lang="ro">\s*<p>Text.</p>', fallback)
    assert "en/news/una/" not in (root / "public/sitemap.xml").read_text("utf-8")
    assert "news/una" not in (root / "public/en/feed.xml").read_text("utf-8")
    assert '<a href="../una/" hreflang="ro">una</a>' in page(root, "en/news/alta")
    assert re.search(r'<a href="una/" hreflang="ro" lang="ro">Una</a>', page(root, "en/news"))
    # Romanian has a slug of its own, so the announcement's name leads there; no page is left without an address.
    assert "prima/" in page(root, "ro/noutati/una")
    assert "ro/noutati/una/" not in (root / "public/sitemap.xml").read_text("utf-8")


def test_link_and_hide(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "templates/types/note/fields.yaml": HIDE.format("note", "hide"),
            "templates/types/memo/fields.yaml": HIDE.format("memo", "link"),
            "content/notes/one.ro.md": sites.news("Notă"),
            "content/memos/two.ro.md": sites.news("Memo", "", "[x](announcement:notes/one)"),
        },
    )
    assert sites.codes(sites.build(root)) == []
    assert not (root / "public/en/notes").exists()
    assert not (root / "public/en/memos/two").exists()
    assert 'href="../../ro/memos/two/" hreflang="ro"' in page(root, "en/memos")
    assert "Notă" not in page(root, "en")


def test_alternates_are_for_real_versions_and_x_default_is_the_originals(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/site.yaml": sites.SITE.replace("[ro, en]", "[ro, en, pl]"),
            "content/news/one.en.md": sites.news("One"),
            "content/news/one.ro.md": sites.translation("Una", of="en"),
        },
    )
    sites.build(root)
    expected = [
        ("ro", "https://example.test/ro/noutati/one/"),
        ("en", "https://example.test/en/news/one/"),
        ("x-default", "https://example.test/en/news/one/"),
    ]
    assert linked(page(root, "ro/noutati/one")) == linked(page(root, "en/news/one")) == expected
    assert ("x-default", "https://example.test/") in linked(page(root, "en"))
    assert ("x-default", "https://example.test/ro/noutati/") in linked(page(root, "en/news"))


def test_lists_have_pages_and_years(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"content/news/n{number}.ro.md": sites.news(
            f"Știrea {number}", f"date: 20{20 + number // 15}-01-{number % 15 + 1:02}\n"
        )
        for number in range(45)
    }
    root = sites.make(tmp_path, files)
    assert sites.codes(sites.build(root)) == []
    shown = [re.findall(r">Știrea (\d+)</a>", page(root, f"ro/noutati/{part}")) for part in ("", "page/2", "page/3")]
    assert [int(number) for part in shown for number in part] == list(range(44, -1, -1))
    assert [len(part) for part in shown] == [20, 20, 5]
    assert len(re.findall(r">Știrea \d+</a>", page(root, "ro/noutati/2021"))) == 15
    assert not (root / "public/ro/noutati/2021/page").exists()


def test_lists_stand_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    words = ["țară", "sat", "șah", "tată", "scoală"]
    topics = "".join(f"t{number}: {{ro: {word}}}\n" for number, word in enumerate(words))
    named = ", ".join(f"t{number}" for number in range(len(words)))
    root = sites.make(
        tmp_path,
        {"content/topics.yaml": topics, "content/news/one.ro.md": sites.news("Una", f"topics: [{named}]\n")},
    )
    assert sites.codes(sites.build(root)) == []
    listed = re.findall(r"(?:țară|sat|șah|tată|scoală)(?=</a>)", page(root, "ro/teme"))
    assert listed == ["sat", "scoală", "șah", "tată", "țară"]


CIRCULAR = """\
---
title: {title}
summary: null
published: 2026-01-02
issuer: null
registration: {{number: "{number}", date: {date}}}
addressees: [Școli]
subject: x
signatories: null
---
"""


def test_a_register_is_sorted_by_year_and_number(tmp_path: Path) -> None:
    numbers = [("9", "2025-03-01"), ("10", "2025-02-01"), ("2", "2026-01-01"), ("14/11", "2025-01-01")]
    files: dict[str, str | bytes] = {
        f"content/circulars/c{index}.ro.md": CIRCULAR.format(title=f"C {number}", number=number, date=date)
        for index, (number, date) in enumerate(numbers)
    }
    root = sites.make(tmp_path, files)
    assert sites.codes(sites.build(root)) == []
    found = re.findall(r'<th scope="row">\s*(\S+?)\s*</th>', page(root, "ro/circulare/register"))
    assert found == ["2", "14/11", "10", "9"]
    folder = root / "public/ro/circulare/register"
    rows = sites.table((folder / "register.csv").read_bytes())
    data = json.loads((folder / "register.json").read_text("utf-8"))
    assert rows[1:] == [list(row.values()) for row in data["rows"]]
    assert [row["registration_date"] for row in data["rows"]] == [
        "2026-01-01",
        "2025-01-01",
        "2025-02-01",
        "2025-03-01",
    ]
    assert json.loads((folder / "2025/register.json").read_text("utf-8"))["rows"] == data["rows"][1:]


@pytest.mark.parametrize(
    ("as_of", "drafts", "shown"),
    [
        ("2026-03-01T09:59:00+02:00", False, False),
        ("2026-03-01T10:00:00+02:00", False, True),
        ("2026-01-01", True, True),
    ],
)
def test_publication_waits_for_its_moment(tmp_path: Path, as_of: str, drafts: bool, shown: bool) -> None:
    text = sites.news("Una").replace("2026-01-02", "2026-03-01 10:00")
    root = sites.make(tmp_path, {"content/news/one.ro.md": text})
    sites.build(root, as_of=datetime.fromisoformat(as_of), drafts=drafts)
    assert (root / "public/ro/noutati/one/index.html").exists() == shown


def test_a_link_to_what_is_not_published_yet_is_no_link(tmp_path: Path) -> None:
    files = {
        "content/news/one.ro.md": sites.news("Una", "draft: true\n"),
        "content/news/two.ro.md": sites.news("Două", "related: [news/one]\n", "Vezi [ciorna](announcement:news/one)."),
    }
    root = sites.make(tmp_path, dict(files))
    report = sites.build(root)
    assert sites.codes(report, "warning").count("reference-hidden") == 2
    text = page(root, "ro/noutati/two")
    assert "news/one" not in text
    assert "Ciornă" not in text
    assert "Vezi <a>ciorna</a>." in text


def test_a_translation_inherits_facts_and_borrows_texts(tmp_path: Path) -> None:
    translation = sites.translation("Other", "addressees: [Schools]\n")
    original = CIRCULAR.format(title="Una", number="7", date="2026-01-01").replace("subject: x", "subject: Subiectul")
    root = sites.make(tmp_path, {"content/circulars/one.ro.md": original, "content/circulars/one.en.md": translation})
    report = sites.build(root)
    assert sites.codes(report) == []
    borrowed = [problem.arguments["key"] for problem in report.problems if problem.code == "text-borrowed"]
    assert borrowed == ["subject"]
    text = page(root, "en/circulars/one")
    assert "1 January 2026" in text
    assert '<span lang="ro">Subiectul</span>' in text
    assert "Schools" in text


def test_anchors_work_in_every_language(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/news/one.ro.md": sites.news("Una", "", "## Pași de urmat\n\nText.\n\n## Sfârșit"),
            "content/news/one.en.md": sites.translation("One", "", "## What to do\n\n[end](#the-end)\n\n## The end"),
            "content/news/two.en.md": sites.news("Two", "", "[there](announcement:news/one#pasi-de-urmat)"),
        },
    )
    assert sites.codes(sites.build(root)) == []
    assert '<h2 id="pasi-de-urmat">What to do</h2>' in page(root, "en/news/one")
    assert '<a href="#sfarsit">end</a>' in page(root, "en/news/one")
    assert '<a href="../one/#pasi-de-urmat">there</a>' in page(root, "en/news/two")


def test_feeds_keep_their_ids_when_the_site_moves(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una")})
    sites.build(root)
    sites.build(root, tmp_path / "moved", base_url="https://elsewhere.test/b/")
    feeds = [(folder / "ro/feed.json").read_text("utf-8") for folder in (root / "public", tmp_path / "moved")]
    ids = [[item["id"] for item in json.loads(feed)["items"]] for feed in feeds]
    assert ids[0] == ids[1] == ["tag:example.test,2026:news/one/ro"]
    assert "https://elsewhere.test/b/ro/noutati/one/" in feeds[1]


def test_a_template_that_fails_is_told_at_its_line(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/news/one.ro.md": sites.news("Una"),
            "templates/pages/home.html": "<p>\n{{ view.nothing }}\n</p>",
            "templates/pages/list.html": "{% if %}",
        },
    )
    report = sites.build(root)
    assert sites.codes(report) == ["template-invalid"]
    (root / "templates/pages/list.html").unlink()
    report = sites.build(root)
    places = {
        (problem.code, problem.place.path, problem.place.line)
        for problem in report.problems
        if problem.severity == "error"
    }
    assert places == {("template-failed", f"{TEMPLATES}/pages/home.html", 2)}
    assert not (root / "public").exists()
