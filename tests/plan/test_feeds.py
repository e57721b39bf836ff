"""Feeds of languages, sections, topics and organisations; lists divided by year and type."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import markup_reader
import sites

NAMES = {
    "content/topics.yaml": "reading: {ro: Lectură, en: Reading}\n",
    "content/organisations.yaml": "office: {ro: Birou, en: Office}\n",
}


def feed(root: Path, name: str) -> Any:
    parsed = feedparser.parse((root / "public" / name).read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def page(root: Path, address: str) -> markup_reader.Page:
    return markup_reader.read((root / "public" / address / "index.html").read_text("utf-8"))


def followed(root: Path, language: str) -> set[str]:
    """Give the feeds that readers of a language have; editors have one of their own."""
    paths = (path.relative_to(root / "public").as_posix() for path in root.glob(f"public/{language}/**/feed.xml"))
    return {path for path in paths if not path.endswith("translations/feed.xml")}


def discovered(root: Path, address: str) -> set[str]:
    links = page(root, address).all("link")
    return {urljoin(f"/{address}/", link.get("href")) for link in links if link.get("type") == "application/atom+xml"}


def test_each_list_is_followed_by_what_is_in_it(tmp_path: Path) -> None:
    one = sites.news("Una", "topics: [reading]\n").replace("issuer: null", "issuer: office")
    root = sites.make(
        tmp_path,
        {
            **NAMES,
            "content/news/one.ro.md": one,
            "content/news/one.en.md": sites.translation("One"),
            "content/news/two.ro.md": sites.news("Două").replace("2026-01-02", "2026-01-03"),
        },
    )
    assert sites.codes(sites.build(root)) == []
    titles = {
        name: [entry.title for entry in feed(root, f"{name}/feed.xml").entries]
        for name in ("ro", "ro/noutati", "ro/teme/reading", "ro/institutii/office", "en/news")
    }
    assert titles == {
        "ro": ["Două", "Una"],
        "ro/noutati": ["Două", "Una"],
        "ro/teme/reading": ["Una"],
        "ro/institutii/office": ["Una"],
        "en/news": ["One"],
    }
    assert feed(root, "ro/teme/reading/feed.xml").feed.title == "Lectură – Buletin"
    assert feed(root, "ro/noutati/feed.xml").feed.link == "https://example.test/ro/noutati/"
    assert discovered(root, "ro/teme/reading") == {"/ro/feed.xml", "/ro/teme/reading/feed.xml"}
    assert discovered(root, "ro/noutati/one") == {"/ro/feed.xml", "/ro/noutati/feed.xml"}
    assert discovered(root, "ro/noutati/2026") == {"/ro/feed.xml", "/ro/noutati/feed.xml"}


def test_ids_are_unique_stable_and_the_same_in_all_feeds(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path, {**NAMES, "content/news/one.ro.md": sites.news("Una", "topics: [reading]\nslug: una\n")}
    )
    sites.build(root)
    feeds = [feed(root, path) for path in followed(root, "ro")]
    assert len({one.feed.id for one in feeds}) == len(feeds) == 3
    assert {entry.id for one in feeds for entry in one.entries} == {"tag:example.test,2026:news/one/ro"}
    before = {one.feed.id for one in feeds}
    sites.make(
        tmp_path,
        {
            "content/news/one.ro.md": sites.news("Alta", "topics: [reading]\n"),
            "locales/ro/LC_MESSAGES/messages.po": sites.PO_HEADER.replace(
                "nplurals=2; plural=(n != 1)", "nplurals=3; plural=(n==1 ? 0 : n==0 || n%100>0 && n%100<20 ? 1 : 2)"
            )
            + '\nmsgctxt "address"\nmsgid "news"\nmsgstr "stiri"\n',
        },
    )
    sites.build(root, base_url="https://moved.test/x/")
    feeds = [feed(root, path) for path in followed(root, "ro")]
    assert {one.feed.id for one in feeds} == before
    assert {entry.id for one in feeds for entry in one.entries} == {"tag:example.test,2026:news/one/ro"}
    assert (root / "public/ro/stiri/feed.xml").exists()


def test_a_feed_is_as_new_as_its_newest_entry_whatever_the_zone(tmp_path: Path) -> None:
    files = {
        "content/news/one.ro.md": sites.news("Una", "time_zone: Europe/Warsaw\nupdated: 2026-06-01 11:30\n"),
        "content/news/two.ro.md": sites.news("Două", "updated: 2026-06-01 12:00\n"),
        "content/news/three.ro.md": sites.news("Trei", "updated: 2026-01-02\n"),
    }
    root = sites.make(tmp_path, dict(files))
    assert sites.codes(sites.build(root)) == []
    text = (root / "public/ro/feed.xml").read_text("utf-8")
    # 11:30 in Warsaw is 12:30 in Bucharest; nothing was updated before it was published.
    assert re.findall("<updated>(.*?)</updated>", text)[0] == "2026-06-01T11:30:00+02:00"
    entries = {
        item["title"]: item["date_modified"] for item in json.loads((root / "public/ro/feed.json").read_text())["items"]
    }
    assert entries["Trei"] == "2026-01-02T00:00:00+02:00"


def test_a_list_without_a_document_of_its_own_has_no_feed(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {**NAMES, "content/news/one.ro.md": sites.news("Una", "topics: [reading]\n")})
    assert sites.codes(sites.build(root)) == []
    assert followed(root, "en") == {"en/feed.xml"}  # whose address is fixed
    assert feed(root, "en/feed.xml").entries == []
    assert discovered(root, "en/news") == discovered(root, "en/news/one") == {"/en/feed.xml"}


def test_markup_in_titles_stays_text(tmp_path: Path) -> None:
    title = 'A < B & "C" <b>x</b> ]]> &amp;'
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news(f"'{title}'")})
    assert sites.codes(sites.build(root)) == []
    entry = feed(root, "ro/noutati/feed.xml").entries[0]
    assert entry.title_detail.type == "text/plain"
    assert re.sub("[„”]", '"', entry.title) == title
    items = json.loads((root / "public/ro/noutati/feed.json").read_text("utf-8"))["items"]
    assert [re.sub("[„”]", '"', item["title"]) for item in items] == [title]


def test_a_title_renders_only_the_feeds_that_show_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"content/news/n{number}.ro.md": sites.news(f"Știrea {number}").replace("2026-01-02", f"2026-01-{number:02}")
        for number in range(1, 26)
    }
    root = sites.make(tmp_path, files)
    sites.build(root)
    editors = {f"{page}/translations/feed.xml" for page in ("ro/pentru-redactori", "en/editors")}
    for number, shown in ((1, False), (25, True)):
        path = root / f"content/news/n{number}.ro.md"
        path.write_text(path.read_text("utf-8").replace("Știrea", "Anunțul"), "utf-8")
        rendered = {name for name in sites.build(root).rendered if "/feed." in name}
        feeds = {f"ro/{folder}feed.{ending}" for folder in ("", "noutati/") for ending in ("xml", "json")}
        assert rendered == (feeds | editors if shown else set())


def test_a_long_list_is_divided_by_type_and_a_short_one_counts(tmp_path: Path) -> None:
    call = (
        "---\ntitle: Apel {0}\nsummary: null\npublished: 2026-01-02\nissuer: null\ntopics: [reading]\n"
        'registration: {{number: "{0}", date: 2026-01-01}}\naddressees: [Toți]\nsubject: x\nsignatories: null\n---\n'
    )
    files: dict[str, str | bytes] = {
        f"content/news/n{number}.ro.md": sites.news(f"Știrea {number}", "topics: [reading]\n") for number in range(19)
    }
    root = sites.make(tmp_path, {**NAMES, **files, "content/circulars/c1.ro.md": call.format(1)})
    assert sites.codes(sites.build(root)) == []
    short = (root / "public/ro/teme/reading/index.html").read_text("utf-8")
    assert re.findall(r"<li>(Circulare|Noutăți) <span class=\"count\">([^<]*)</span>", short) == [
        ("Circulare", "1 document"),
        ("Noutăți", "19 documente"),
    ]
    assert not (root / "public/ro/teme/reading/circulare").exists()
    sites.make(tmp_path, {"content/circulars/c2.ro.md": call.format(2)})
    assert sites.codes(sites.build(root)) == []
    long = (root / "public/ro/teme/reading/index.html").read_text("utf-8")
    assert 'href="circulare/">Circulare</a> <span class="count">2 documente' in long
    part = (root / "public/ro/teme/reading/circulare/index.html").read_text("utf-8")
    assert "<h1>Lectură: Circulare</h1>" in part
    assert len(re.findall("<h2><a href=[^>]*>Apel", part)) == 2
    assert "Știrea" not in part
    assert [
        link.get("href") for link in page(root, "ro/teme/reading/circulare").all("link") if link.get("hreflang") == "en"
    ]


def test_a_section_counts_its_years_on_its_first_list_only(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"content/news/n{number}.ro.md": sites.news(f"Știrea {number}", f"date: 202{number // 2}-01-01\n")
        for number in range(4)
    }
    root = sites.make(tmp_path, files)
    assert sites.codes(sites.build(root)) == []
    whole = (root / "public/ro/noutati/index.html").read_text("utf-8")
    assert re.findall(r'href="(\d+)/">\d+</a> <span class="count">2 documente</span>', whole) == ["2021", "2020"]
    sites.make(tmp_path, {"content/news/n5.ro.md": sites.news("Știrea 5", "date: 2021-02-01\n")})
    assert "ro/noutati/2020/index.html" not in sites.build(root).rendered
