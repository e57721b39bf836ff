"""The portable copy: opened from a disk in a browser, every link leads to a file."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import browsing
import markup_reader
import programs
import pytest
import sites
from playwright.sync_api import sync_playwright

from sitegen import cli

GONE = ("ro/noutati", "pl/aktualnosci", "en/news")
"""Where the announcement stood that is gone: languages that only borrowed it say so, too."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a portable copy of the real site, with an old address and one that is gone."""
    root = tmp_path_factory.mktemp("portable")
    shutil.copytree(programs.ROOT / "content", root / "content")
    for file in (root / "content/awards").glob("*/index.pl.md"):
        file.unlink()  # so there are fallbacks
    gone = "ro/noutati/veche/: {title: Veche, went: 2026-11-01, replaced_by: news/balti-cluj-agreement}\n"
    moved = sites.news(
        "Nouă", "aliases: [/vechi/una/]\n", "[Ea](announcement:news/balti-cluj-agreement) și [noi](#noi).\n\n## Noi"
    )
    sites.make(
        root,
        {
            "content/site.yaml": (root / "content/site.yaml").read_bytes(),
            "content/news/moved/index.ro.md": moved,
            "content/gone.yaml": gone,
        },
    )
    report = sites.build(root, root / "portable", as_of=datetime.now(UTC), portable=True)
    assert sites.codes(report) == []
    return root / "portable"


def test_no_link_leads_to_a_folder(copy: Path) -> None:
    seen = 0
    for path in copy.rglob("*.html"):
        for link in markup_reader.read(path.read_text("utf-8")).links():
            parts = urlsplit(link)
            if not parts.scheme and parts.path:
                seen += 1
                assert not parts.path.startswith("/"), (path, link)
                assert (path.parent / unquote(parts.path)).is_file(), (path, link)
                assert not link.endswith("/"), (path, link)
    assert seen > 3000


@pytest.mark.proof
def test_every_page_is_reached_from_a_disk_in_a_browser(copy: Path) -> None:
    """All are reached by their links; a browser opens one of each kind, or all of them."""
    start, reached = (copy / "index.html").as_uri(), set[str]()
    kinds = {name for part in ("ro", "pl", "en", "") for name in browsing.of_each_kind(copy, part, once=True)}
    opened = programs.size({(copy / name / "index.html").as_uri() for name in kinds}, None, None)
    problems, asked = list[str](), list[str]()
    executable = programs.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=programs.CHROMIUM_ARGUMENTS)
        tab = browser.new_page()
        tab.on("console", lambda message: problems.append(f"{tab.url}: {message.text}"))
        tab.on(
            "requestfailed",
            lambda request: None if browsing.left(request) else problems.append(f"{tab.url}: {request.url}"),
        )
        tab.on("request", lambda request: asked.append(request.url))
        ahead = [start, *((copy / f"{name}/veche/index.html").as_uri() for name in GONE)]
        ahead += [(copy / f"{name}index.html").as_uri() for name in browsing.EDITORS]
        while ahead:
            url = urldefrag(ahead.pop()).url
            if url not in reached and url.endswith(".html"):
                reached.add(url)
                if opened is None or url in opened:
                    tab.goto(url)
                    assert tab.locator("h1").count() == 1, url
                    ahead += tab.eval_on_selector_all("a", "links => links.map(link => link.href)")
                else:
                    text = (copy / url.removeprefix(f"{copy.as_uri()}/")).read_text("utf-8")
                    ahead += [urljoin(url, link) for link in markup_reader.read(text).links()]
        leading = browser.new_page()
        leading.goto((copy / "vechi/una/index.html").as_uri())
        leading.wait_for_url("**/ro/noutati/moved/index.html")
        browser.close()
    assert problems == []
    assert [url for url in asked if not url.startswith("file:")] == []
    pages = {path.as_uri() for path in copy.rglob("*.html")}
    alone = {
        url
        for url in pages - reached
        if "refresh" not in (copy / url.removeprefix(f"{copy.as_uri()}/")).read_text("utf-8")
    }
    assert reached <= pages
    assert alone == {(copy / "404.html").as_uri()}


def test_all_else_is_as_on_a_host(copy: Path) -> None:
    root = copy.parent
    sites.build(root, root / "hosted", as_of=datetime.now(UTC))
    hosts = {"_headers", "_redirects", ".htaccess", "nginx-sitegen.conf", "manifest.json", "404.html"}
    portable, hosted = sites.tree(copy), sites.tree(root / "hosted")
    assert portable.keys() - hosts == hosted.keys() - hosts
    assert portable.keys() & hosts == {"manifest.json", "404.html"}
    for path in portable.keys() - hosts:
        same = re.sub(rb'(href="|url=)((?:[^":]*/)?)index\.html(?=["#])', rb"\1\2", portable[path])
        there = re.sub(rb'(href="|url=)\./(?=["#])', rb"\1", hosted[path])
        assert same == there, path


def test_it_has_a_folder_of_its_own_and_is_remembered_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {"content/news/una.ro.md": sites.news("Una")})
    hosted = ["build", "--source", str(root), "--as-of", "2026-11-21", "--ui-language", "en"]
    assert [cli.main(hosted), cli.main([*hosted, "--portable"])] == [cli.FINE, cli.FINE]
    assert 'href="ro/"' in (root / "public/index.html").read_text("utf-8")
    assert 'href="ro/index.html"' in (root / "portable/index.html").read_text("utf-8")
    capsys.readouterr()
    assert [cli.main(hosted), cli.main([*hosted, "--portable", "--verify"])] == [cli.FINE, cli.FINE]
    told = capsys.readouterr().out
    assert told.count(": 0 rendered, 0 written, 0 removed.") == 2
    assert "Verified" in told
    # One folder may become the other, and back.
    assert cli.main([*hosted, "--portable", "--output", str(root / "public")]) == cli.FINE
    assert sites.difference(sites.tree(root / "portable"), sites.tree(root / "public")) == ""
