"""The real site as built: HTML, accessibility, links, languages, feeds and registers.

It is built twice: whole, at the root of a host, and with translations missing, so with fallbacks, below a path.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import browsing
import feedparser
import hosting
import markup_reader
import programs
import pytest
import sites
from playwright.sync_api import Browser

from sitegen.build import engine

LANGUAGES = ("ro", "pl", "en")
BASES = {"whole": "https://bulletin.example/", "partial": "https://bulletin.example/some/path/"}
LOOKS: dict[str, Any] = {
    "whole": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "partial": {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
}
GONE = """\
ro/noutati/veche/: {title: Tabăra de vară, went: 2026-11-01, reason: Anulată, replaced_by: news/balti-cluj-agreement}
en/news/old.pdf: {title: Komunikat, lang: pl, went: 2026-10}
"""
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@dataclass(frozen=True)
class Built:
    """A site on disk, and where it is meant to be."""

    content: Path
    host: Path
    """The folder that a web server would serve."""
    base: str

    @property
    def folder(self) -> Path:
        return self.host / urlsplit(self.base).path.strip("/")

    @cached_property
    def files(self) -> dict[str, Path]:
        return {path.relative_to(self.folder).as_posix(): path for path in self.folder.rglob("*") if path.is_file()}

    @cached_property
    def pages(self) -> dict[str, markup_reader.Page]:
        """Give every HTML page by its address in the site."""
        return {
            re.sub(r"(^|/)index\.html$", r"\1", name): markup_reader.read(path.read_text("utf-8"))
            for name, path in sorted(self.files.items())
            if name.endswith(".html")
        }

    @property
    def own(self) -> dict[str, markup_reader.Page]:
        """Give the pages that only this site has: of the one with translations missing, the fallbacks and the homes."""
        if self.base == BASES["whole"]:
            return self.pages
        return {
            name: page for name, page in self.pages.items() if page.canonical != self.base + name or name.count("/") < 2
        }

    def file(self, address: str) -> Path | None:
        return self.files.get(f"{address}index.html" if address.endswith("/") or not address else address)

    def text(self, name: str) -> str:
        return self.files[name].read_text("utf-8")

    def mistake(self, url: str) -> str:
        """Say what is wrong with an absolute address, if it is in this site's host."""
        if urlsplit(url)[:2] != urlsplit(self.base)[:2]:
            return ""
        address, _, fragment = url.partition("#")
        if not address.startswith(self.base):
            return "leaves the site's path"
        name = unquote(address.removeprefix(self.base))
        if not self.file(name):
            return "no such file"
        if fragment and (name not in self.pages or unquote(fragment) not in self.pages[name].ids):
            return "no such anchor"
        return ""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    made = {}
    for name, base in BASES.items():
        root = tmp_path_factory.mktemp(name)
        shutil.copytree(programs.ROOT / "content", root / "content")
        if name == "partial":
            _forget_translations(root / "content")
            (root / "content/gone.yaml").write_text(GONE, "utf-8")
        site = Built(root / "content", root / "host", base)
        report = sites.build(root, site.folder, as_of=datetime.now(UTC), base_url=base, search=engine.indexer())
        assert sites.codes(report) == []
        made[name] = site
    return made


def _forget_translations(content: Path) -> None:
    """Remove a translation of each announcement, of another language in turn, and both of the last."""
    bundles = [folder for folder in sorted(content.glob("*/*")) if folder.is_dir() and folder.parent.name != "pages"]
    for number, folder in enumerate(bundles):
        translations = [
            file for file in sorted(folder.glob("index.*.md")) if "\ntranslation:" in file.read_text("utf-8")
        ]
        for file in translations if folder == bundles[-1] else translations[number % 2 : number % 2 + 1]:
            file.unlink()


@pytest.fixture(params=BASES)
def site(request: pytest.FixtureRequest, built: dict[str, Built]) -> Built:
    return built[request.param]


# --- what programs say ------------------------------------------------------------------------------------------------


def test_the_nu_html_checker_finds_nothing(built: dict[str, Built]) -> None:
    jar = programs.node_module("vnu-jar/build/dist/vnu.jar")
    files = [str(site.file(name)) for site in built.values() for name in site.own]
    files += [str(path) for name, path in built["whole"].files.items() if name.endswith(".css")]
    command = [programs.java(), "-jar", jar, "--errors-only", "--also-check-css", "--format", "gnu", *files]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stderr[:4000]


@pytest.mark.proof
@pytest.mark.parametrize("part", [*LANGUAGES, "root"])
@pytest.mark.parametrize("site", programs.size(["partial"], [*BASES], [*BASES]), indirect=True)
def test_axe_finds_nothing_and_no_other_host_is_asked(site: Built, part: str, browser: Browser) -> None:
    # What is whole is looked at in the tests of accessibility, a page of each kind; here all, if more is to be proven.
    # A redirect page is gone before axe can look; its target is looked at itself.
    looked_at = [name for name, page in site.own.items() if _part(name) == part and not page.refresh]
    if part not in programs.size(("root",), ("root", LANGUAGES[0]), ("root", *LANGUAGES)):
        kinds = browsing.of_each_kind(site.folder, part)
        looked_at = [name for name in looked_at if name.removesuffix("index.html") in kinds]
    assert looked_at
    found, asked = [], list[tuple[int, str]]()
    with hosting.serve(site.folder, urlsplit(site.base).path) as host:
        look = LOOKS["whole" if site.base == BASES["whole"] else "partial"]
        tab = browser.new_page(bypass_csp=True, reduced_motion="reduce", **look)
        tab.on("response", lambda response: asked.append((response.status, response.url)))
        tab.on("requestfailed", lambda request: None if browsing.left(request) else asked.append((0, request.url)))
        for name in looked_at:
            browsing.go(tab, host + name)
            found += [f"{name}: {problem}" for problem in browsing.violations(tab)]
        tab.close()
    assert found == []
    # A page for what is gone is answered with 410.
    assert [one for one in asked if one[0] not in (200, 304, 410) or not one[1].startswith(host)] == []


def _part(name: str) -> str:
    """Give the language that a page's address says."""
    return name.split("/")[0] if "/" in name else "root"


# --- pages ------------------------------------------------------------------------------------------------------------


def test_each_page_has_a_language_a_title_and_one_first_heading(site: Built) -> None:
    for name, page in site.pages.items():
        assert page.lang == (LANGUAGES[0] if _part(name) == "root" else _part(name)), name
        assert [len(page.all(tag)) for tag in ("h1", "main")] == [1, 1], name
        assert len(page.all("title")) == 1 + len(page.all("svg")), name  # a drawing has one of its own
        assert len(page.ids) == len(set(page.ids)), name


def test_headings_skip_no_level(site: Built) -> None:
    for name, page in site.pages.items():
        levels = [int(element.tag[1]) for element in page.elements if re.fullmatch("h[1-6]", element.tag)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (name, levels)


def test_nothing_of_the_machinery_shows(site: Built) -> None:
    machinery = re.compile(
        r"\bUndefined\b|\bNone\b|\{\{|\{%|\{#|%\(|<[a-z]+\.[A-Za-z.]+ object|&(?:amp|lt|quot);|\ufffd"
    )
    for name, page in site.pages.items():
        if name.startswith(browsing.EDITORS):  # they tell how to write it
            continue
        spoken = ("alt", "title", "content", "aria-label", "placeholder")
        texts = [passage.text for passage in page.passages]
        texts += [element.get(key) for element in page.elements for key in spoken]
        assert [text for text in texts if machinery.search(text)] == [], name
    for name in site.files:
        if name.endswith((".xml", ".json", ".csv", ".txt")):
            assert not re.search(r"\bUndefined\b|\bNone\b|\{\{|\{%|%\(", site.text(name)), name


def test_no_style_or_script_stands_in_a_page(site: Built) -> None:
    for name, page in site.pages.items():
        assert [element for element in page.elements if "style" in element.attributes] == [], name
        handlers = [key for element in page.elements for key in element.attributes if key.startswith("on")]
        scripts = [script for script in page.all("script") if script.get("type") != "application/ld+json"]
        assert (page.all("style"), handlers) == ([], []), name
        waiting = [script for script in scripts if script.get("type") == "module" or "defer" in script.attributes]
        assert (waiting, all(script.get("src") for script in scripts)) == (scripts, True), name


def test_linked_data_loads(site: Built) -> None:
    blocks = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
    found = [
        json.loads(block) for name in site.files if name.endswith(".html") for block in blocks.findall(site.text(name))
    ]
    assert found
    for data in found:
        assert data["@context"] == "https://schema.org"
        assert all(node["@type"] for node in data.get("@graph", [data]))


# --- links ------------------------------------------------------------------------------------------------------------


def declared(page: markup_reader.Page) -> set[str | None]:
    """Give the address that the accessibility statement is for: a fact, whatever the site was built for."""
    return {element.get("href") for element in page.all("a") if element.get("id") == "a11y-url"}


def test_no_link_is_dead(site: Built) -> None:
    dead = []
    for name, page in site.pages.items():
        # A missing page may be at any depth; all others are where they are.
        places = [name, "x", "ro/x/y/z/"] if name == "404.html" else [name]
        for place in places:
            urls = {urljoin(site.base + place, link) for link in page.links() if link not in declared(page)}
            dead += [f"{place or '/'}: {url}: {mistake}" for url in sorted(urls) if (mistake := site.mistake(url))]
    assert dead == []


def test_links_inside_the_site_are_relative(site: Built) -> None:
    for name, page in site.pages.items():
        links = [link for element in page.all("a", "img") for link in (element.get("href"), element.get("src")) if link]
        absolute = [link for link in links if link.startswith((site.base, "/")) and link not in declared(page)]
        assert absolute == [] or name == "404.html", name


def test_pages_fetch_from_this_site_only(site: Built) -> None:
    for name, page in site.pages.items():
        fetched = [urljoin(site.base + name, link) for link in page.fetched()]
        assert fetched, name
        assert [url for url in fetched if not url.startswith(site.base)] == [], name
    for name in site.files:
        if name.endswith(".css"):
            assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", site.text(name)), name


def test_every_page_is_reached_by_links(site: Built) -> None:
    reached, ahead = set[str](), ["", *browsing.EDITORS]
    while ahead:
        name = ahead.pop()
        if name not in reached and name in site.pages:
            reached.add(name)
            ways = [link.get("href") for link in site.pages[name].all("a")]
            ways += [form.get("action") for form in site.pages[name].all("form")]
            urls = [urljoin(site.base + name, way) for way in ways]
            ahead += [
                unquote(url.partition("#")[0].removeprefix(site.base)) for url in urls if url.startswith(site.base)
            ]
    alone = {name for name, page in site.pages.items() if page.refresh or not page.canonical}  # missing, gone
    assert set(site.pages) - reached == alone


# --- languages --------------------------------------------------------------------------------------------------------


def test_hreflang_is_absolute_reciprocal_and_includes_itself(site: Built) -> None:
    addresses = {site.base + name: page for name, page in site.pages.items()}
    seen = 0
    for url, page in addresses.items():
        alternates = page.alternates
        if not alternates:
            continue
        seen += 1
        tags = dict(alternates)
        assert len(tags) == len(alternates), url
        assert "x-default" in tags, url
        assert page.indexed, url
        assert page.canonical == url
        assert url in [href for tag, href in alternates if tag == page.lang or href == site.base], url
        for tag, href in alternates:
            assert href.startswith(site.base), url
            other = addresses[unquote(href)]
            assert sorted(other.alternates) == sorted(alternates), (url, href)
            assert tag == "x-default" or other.lang == tag, (url, href)
    assert seen > 20


def test_pages_that_stand_for_others_have_no_alternates(built: dict[str, Built]) -> None:
    site = built["partial"]
    for name, page in site.pages.items():
        if page.canonical != site.base + name:
            assert page.alternates == [], name


def test_the_sitemap_says_what_the_pages_say(site: Built) -> None:
    tree = ElementTree.fromstring(site.text("sitemap.xml"))  # noqa: S314  (our own file)
    told = {
        str(url.findtext(f"{SITEMAP}loc")): sorted(
            (link.attrib["hreflang"], link.attrib["href"]) for link in url.iter(XHTML_LINK)
        )
        for url in tree.iter(f"{SITEMAP}url")
    }
    pages = {site.base + name: page for name, page in site.pages.items()}
    assert told == {
        url: sorted(page.alternates)
        for url, page in pages.items()
        if page.indexed and page.canonical == url and url in told
    }
    assert {url for url, page in pages.items() if page.indexed and page.canonical == url} - {site.base} <= set(told)


def test_borrowed_titles_say_their_language(built: dict[str, Built]) -> None:
    site = built["partial"]
    titles = _titles(site.content)
    borrowed = 0
    for name, page in site.pages.items():
        for passage in page.passages:
            languages = titles.get(_words(passage.text), set())
            if languages:
                borrowed += page.lang not in languages
                assert passage.lang.split("-")[0] in languages, (name, passage)
    assert borrowed > 10


def test_links_to_another_language_say_so(site: Built) -> None:
    for name, page in site.pages.items():
        for link in page.all("a"):
            target = unquote(urljoin(site.base + name, link.get("href")).partition("#")[0].removeprefix(site.base))
            if target in site.pages and "/" in target and name.endswith("/") and site.pages[target].lang != page.lang:
                assert link.get("hreflang") == site.pages[target].lang, (name, link)


def _titles(content: Path) -> dict[str, set[str]]:
    """Read each title, and the languages of the documents that have it."""
    titles: dict[str, set[str]] = {}
    for file in content.glob("*/*/index.*.md"):
        title = re.search(r"^title: (.*)$", file.read_text("utf-8"), re.MULTILINE)
        assert title, file
        titles.setdefault(_words(title[1].strip("'\"")), set()).add(file.name.split(".")[1])
    return titles


def _words(text: str) -> str:
    """Take away what typography may change."""
    return re.sub(r"[\s\xa0]+", " ", re.sub(r"[„”“\"'’]", "", text)).strip()


# --- data -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_atom_feeds_parse(site: Built, language: str) -> None:
    names = [name for name in site.files if name.startswith(f"{language}/") and name.endswith("/feed.xml")]
    names = [name for name in names if not name.startswith(browsing.EDITORS)]
    assert len(names) > 5
    ids = set()
    for name in names:
        feed = feedparser.parse(site.files[name].read_bytes())
        ids.add(feed.feed.id)
        _check_atom(site, feed, name)
    assert len(ids) == len(names)


def _check_atom(site: Built, feed: Any, name: str) -> None:
    language = name.split("/")[0]
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.language == language
    assert feed.feed.updated_parsed == max(entry.updated_parsed for entry in feed.entries)
    assert feed.feed.title
    assert _self(feed.feed.links) == f"{site.base}{name}"
    assert site.mistake(feed.feed.link) == ""
    assert feed.entries
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        assert entry.title
        assert entry.title_detail.language.split("-")[0] == language
        assert entry.published_parsed
        assert entry.updated_parsed
        assert entry.link.startswith(f"{site.base}{language}/")
        assert site.mistake(entry.link) == ""
    newest = [entry.published_parsed for entry in feed.entries]
    assert newest == sorted(newest, reverse=True)


def _self(links: list[dict[str, str]]) -> str:
    return next(link["href"] for link in links if link["rel"] == "self")


def test_json_feeds_have_what_their_standard_asks(site: Built) -> None:
    names = [name for name in site.files if name.endswith("/feed.json")]
    assert names
    for name in names:
        _check_json_feed(site, json.loads(site.text(name)), name)


def _check_json_feed(site: Built, feed: dict[str, Any], name: str) -> None:
    """JSON Feed 1.1: version, title and items are required; of an item, its id and one of the contents."""
    language = name.split("/")[0]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["language"] == language
    assert feed["feed_url"] == f"{site.base}{name}"
    assert feed["home_page_url"] == f"{site.base}{name.removesuffix('feed.json')}"
    assert feed["items"]
    for item in feed["items"]:
        assert item["id"]
        assert isinstance(item["id"], str)
        assert item.get("content_html") or item.get("content_text")
        assert item["language"].split("-")[0] == language
        assert site.mistake(item["url"]) == ""
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
        for key in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[key]).tzinfo, item
    atom = feedparser.parse(site.files[name.replace(".json", ".xml")].read_bytes())
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom.entries]


def test_every_feed_is_discovered_from_the_page_that_it_follows(site: Built) -> None:
    found = set[str]()
    for name, page in site.pages.items():
        media = {"application/atom+xml": ".xml", "application/feed+json": ".json"}
        links = [link for link in page.all("link") if link.get("rel") == "alternate" and link.get("type") in media]
        found |= {link.get("href") and urljoin(site.base + name, link.get("href")) for link in links}
        assert all(link.get("title") and link.get("href").endswith(media[link.get("type")]) for link in links), name
        if f"{name}feed.xml" in site.files and not name.startswith(browsing.EDITORS):
            assert f"{site.base}{name}feed.xml" in {urljoin(site.base + name, link.get("href")) for link in links}
            assert f"{site.base}{name}feed.xml" in {urljoin(site.base + name, link) for link in page.links()}
    there = {name for name in site.files if name.endswith(("feed.xml", "feed.json"))}
    assert found == {site.base + name for name in there if not name.startswith(browsing.EDITORS)}


def test_pages_say_what_other_sites_may_show_of_them(site: Built) -> None:
    locales = {"ro": "ro_RO", "pl": "pl_PL", "en": "en_GB"}
    for name, page in site.pages.items():
        told = [(meta.get("property"), meta.get("content")) for meta in page.all("meta") if meta.get("property")]
        if page.canonical and not page.refresh and name:  # stubs of what is gone, and the pages before all languages
            graph = dict(told)
            assert graph["og:url"] == page.canonical, name
            assert graph["og:locale"] == locales[page.lang], name
            assert graph["og:type"] in ("article", "website"), name
            assert graph["og:title"], name
            others = {locales[tag] for tag, _href in page.alternates if tag in locales and tag != page.lang}
            assert {value for key, value in told if key == "og:locale:alternate"} == others, name


def test_registers_load_and_agree(site: Built) -> None:
    names = [name.removesuffix(".csv") for name in site.files if name.endswith(".csv")]
    assert {name.split("/")[0] for name in names} == set(LANGUAGES)
    for name in names:
        header, *rows = sites.table(site.files[f"{name}.csv"].read_bytes())
        data = json.loads(site.text(f"{name}.json"))
        keys = list(data["columns"])
        assert header == list(data["columns"].values())
        assert data["language"] == name.split("/")[0]
        assert [dict(zip(keys, row, strict=True)) for row in rows] == data["rows"]
        assert rows
        for row in data["rows"]:
            assert site.mistake(row["address"]) == "", row
        table = site.pages[name.removesuffix("register")].all("tr")
        assert len(table) == len(rows) + 1, name


def test_the_manifest_knows_every_file(site: Built) -> None:
    manifest = json.loads(site.text("manifest.json"))
    digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in site.files.items()}
    del digests["manifest.json"]
    assert manifest["files"] == digests
