"""What hosts are told: policy, redirects, addresses that are gone; asked of Apache and nginx themselves."""

from __future__ import annotations

import gzip
import http.client
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import browsing
import hosting
import markup_reader
import programs
import pytest
import sites
from playwright.sync_api import Page, sync_playwright

BASES = {"root": "https://example.test/", "folder": "https://example.test/some/~path/v1.2/"}
FILES: dict[str, str | bytes] = {
    "content/topics.yaml": "reading: {ro: Lectură, en: Reading}\n",
    "content/news/una/index.ro.md": sites.news(
        "Una", "topics: [reading]\naliases: [/Vechi/una.htm, /vechi, /vechi/a..b/-x_, old.ics]\n", "[foaie](sheet.pdf)"
    ),
    "content/news/una/sheet.pdf": b"%PDF",
    "content/news/alta.ro.md": sites.news("Alta", "slug: cealalta\n"),
    "content/news/alta.en.md": sites.translation("Other", "aliases: [/en/news/other.html]\n"),
    "content/news/later.ro.md": sites.news("Mai târziu").replace("2026-01-02", "2027-01-02"),
    "content/gone.yaml": """\
/ro/noutati/veche/: {title: „Veche” <b> & nouă, went: 2026-11-01, replaced_by: news/alta}
en/news/una/plan.pdf: {title: Plan, went: 2026-10, reason: Greșeală, lang: ro}
/old.page: {title: Pagină, went: 2025, replaced_by: null}
/ro/teme/writing/feed.xml: {title: Scris, went: 2025, replaced_by: news/later}
/ro/teme/reading/: {title: Lectură, went: 2025}
/ro/feed.xml/x/: {title: X, went: 2025}
""",
}
MOVED = {
    "Vechi/una.htm": "ro/noutati/una/",
    "Vechi/una.htm/": "ro/noutati/una/",
    "vechi/": "ro/noutati/una/",
    "vechi/a..b/-x_/": "ro/noutati/una/",
    "old.ics/": "ro/noutati/una/",
    "en/news/other.html": "en/news/alta/",
}
GONE = {
    "ro/noutati/veche/": ("ro", "„Veche” <b> & nouă"),
    "ro/noutati/veche": ("ro", "„Veche” <b> & nouă"),
    "en/news/una/plan.pdf": ("en", "Plan"),
    "old.page/": ("ro", "Pagină"),
    "ro/teme/writing/feed.xml": ("ro", "Scris"),
}
THERE = ("", "ro/", "ro/teme/reading/", "ro/feed.xml", "ro/noutati/una/sheet.pdf", "ro/noutati/veche/index.html")
NOWHERE = ("vechi/una/", "Vechi/unaXhtm", "vechi2/", "ro/noutati/alta2/", "old_page/", "ro/feed.xml/x/")


def build(root: Path, base: str) -> Path:
    """Build the site where a host with that base finds it; give the host's folder."""
    sites.make(root, FILES)
    output = root / "host" / urlsplit(base).path.strip("/")
    assert sites.codes(sites.build(root, output, base_url=base)) == []
    return root / "host"


# --- hosts ------------------------------------------------------------------------------------------------------------


class Host(NamedTuple):
    """A program that serves a folder: its configuration is given the folder of its own, the site's, path and port."""

    program: str
    command: Callable[[str, Path], list[str]]
    configuration: str


APACHE = Host(
    "apache2",
    lambda program, own: [program, "-d", str(own), "-f", str(own / "conf"), "-DFOREGROUND"],
    """\
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {own}/pid
ErrorLog {own}/log
DefaultRuntimeDir {own}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule autoindex_module /usr/lib/apache2/modules/mod_autoindex.so
LoadModule deflate_module /usr/lib/apache2/modules/mod_deflate.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule filter_module /usr/lib/apache2/modules/mod_filter.so
LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
TypesConfig /etc/mime.types
DocumentRoot {folder}
<Directory {folder}>
AllowOverride FileInfo Indexes Options=Indexes
Options +Indexes
</Directory>
<IfModule unixd_module>
User nobody
Group nogroup
</IfModule>
""",
)
NGINX = Host(
    "nginx",
    lambda program, own: [program, "-p", str(own), "-c", str(own / "conf"), "-e", str(own / "log")],
    """\
daemon off;
pid {own}/pid;
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {own}/body;
  proxy_temp_path {own}/proxy;
  fastcgi_temp_path {own}/fastcgi;
  uwsgi_temp_path {own}/uwsgi;
  scgi_temp_path {own}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {folder};
    include {folder}{path}nginx-sitegen.conf;
  }}
}}
""",
)


@contextmanager
def started(host: Host, folder: Path, path: str) -> Iterator[str]:
    """Serve a folder by a program, which may run as another user, so from a folder that all may read."""
    program = programs.program(host.program)
    with tempfile.TemporaryDirectory() as name, socket.socket() as free:
        own = Path(name)
        own.chmod(0o755)
        served = shutil.copytree(folder, own / "host")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        (own / "conf").write_text(host.configuration.format(own=own, folder=served, path=path, port=port), "utf-8")
        free.close()
        with (own / "said").open("w", encoding="utf-8") as said:
            process = subprocess.Popen(host.command(program, own), stderr=said)
        try:
            for _ in range(200):
                if process.poll() is not None:
                    logs = [own / name for name in ("said", "log")]
                    pytest.fail("".join(log.read_text("utf-8") for log in logs if log.exists()))
                with socket.socket() as tried:
                    if not tried.connect_ex(("127.0.0.1", port)):
                        break
                time.sleep(0.05)
            assert "warn" not in "".join((own / name).read_text("utf-8") for name in ("said", "log"))
            yield f"http://127.0.0.1:{port}{path}"
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(
    scope="module", params=[(host, base) for host in ("own", "apache", "nginx") for base in BASES], ids="-".join
)
def host(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site; give its address."""
    name, base = request.param
    path = urlsplit(BASES[base]).path
    folder = build(tmp_path_factory.mktemp(name), BASES[base])
    if name == "own":
        with hosting.serve(folder / path.strip("/"), path) as address:
            yield address
    else:
        with started(APACHE if name == "apache" else NGINX, folder, path) as address:
            yield address


class Answer(NamedTuple):
    """What a host answers."""

    status: int
    headers: dict[str, str]
    data: bytes


def ask(url: str, **headers: str) -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", parts.path, headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def follow(url: str) -> tuple[str, Answer]:
    """Ask as a browser does: give where one ends, and the answer there. A host may add the last slash by itself."""
    answer = ask(url)
    for _ in range(3):
        if answer.status != 301:
            break
        url = urljoin(url, answer.headers["location"])
        answer = ask(url)
    return url, answer


def test_what_is_there_is_served_with_the_policy(host: str, tmp_path: Path) -> None:
    folder = build(tmp_path, BASES["root"])
    ((_pattern, policy),) = hosting.rules(folder).headers
    assert {name for name, _value in policy} > {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"}
    for address in (*THERE, "nowhere/"):
        answer = ask(host + address)
        assert answer.status == (404 if address == "nowhere/" else 200), address
        assert {name: answer.headers.get(name.lower()) for name, _value in policy} == dict(policy), address


def test_old_addresses_lead_on(host: str) -> None:
    for asked, answered in MOVED.items():
        url, answer = follow(host + asked)
        assert (url, answer.status) == (host + answered, 200), asked


def test_what_is_gone_says_so(host: str) -> None:
    for asked, (lang, title) in GONE.items():
        _url, answer = follow(host + asked)
        page = markup_reader.read(answer.data.decode())
        assert (answer.status, page.lang, page.indexed) == (410, lang, False), asked
        assert title in [passage.text for passage in page.passages], asked


def test_nothing_else_leads_anywhere(host: str) -> None:
    for asked in NOWHERE:
        _url, answer = follow(host + asked)
        assert answer.status == 404, asked
        assert "nu a fost găsită" in answer.data.decode() or "Page not found" in answer.data.decode(), asked


def test_no_folder_is_listed(host: str) -> None:
    assert follow(f"{host}static/")[1].status in (403, 404)


@pytest.mark.parametrize(
    ("address", "type"),
    [
        ("", "text/html; charset=utf-8"),
        ("static/style.css", "text/css; charset=utf-8"),
        ("ro/noutati/register/register.csv", "text/csv; charset=utf-8"),
        ("ro/noutati/register/register.json", "application/json; charset=utf-8"),
        ("ro/noutati/una/sheet.pdf", "application/pdf"),
    ],
)
def test_types_are_told(host: str, address: str, type: str) -> None:  # noqa: A002
    assert ask(host + address).headers["content-type"].lower() == type


REAL = pytest.mark.parametrize("host", [("apache", "root"), ("nginx", "folder")], indirect=True, ids="-".join)


@REAL
def test_files_for_hosts_are_not_served(host: str) -> None:
    for name in (".htaccess", "_headers", "_redirects", "nginx-sitegen.conf"):
        assert ask(host + name).status == 404


@REAL
def test_a_feed_is_told_to_be_one(host: str) -> None:
    assert ask(f"{host}ro/feed.xml").headers["content-type"] == "application/atom+xml; charset=utf-8"


@REAL
@pytest.mark.parametrize("address", ["", "static/style.css", "ro/feed.xml", "static/icon.svg"])
def test_texts_are_sent_packed(host: str, address: str) -> None:
    whole, packed = ask(host + address), ask(host + address, **{"Accept-Encoding": "gzip"})
    assert packed.headers.get("content-encoding") == "gzip"
    assert gzip.decompress(packed.data) == whole.data
    assert "accept-encoding" in packed.headers["vary"].lower()


# --- in a browser -----------------------------------------------------------------------------------------------------

BAD = """<!doctype html><html lang="en"><title>Bad</title><p style="color: red">x</p>
<script>document.title = "run"</script><img alt="" src="https://elsewhere.test/x.png">"""


def complaints(tab: Page, host: str, addresses: Iterable[str]) -> list[str]:
    """Open pages; give what the browser's console says, and what is asked of other hosts, or in vain."""
    found = list[str]()
    tab.on("console", lambda message: found.append(f"{tab.url}: {message.type}: {message.text}"))
    tab.on("pageerror", lambda problem: found.append(f"{tab.url}: {problem}"))
    asked, answered = list[str](), list[tuple[int, str]]()
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("response", lambda response: answered.append((response.status, response.url)))
    for address in addresses:
        tab.goto(host + address)
    found += [url for url in asked if not url.startswith(host)]
    return [*found, *(f"{status} {url}" for status, url in answered if status != 200)]


@pytest.mark.proof
def test_no_page_of_the_real_site_meets_the_policy(tmp_path: Path) -> None:
    executable = programs.chromium()
    shutil.copytree(programs.ROOT / "content", tmp_path / "content")
    path = "/a/folder/"
    report = sites.build(tmp_path, as_of=datetime.now(UTC), base_url=f"https://bulletin.example{path}")
    assert sites.codes(report) == []
    public = tmp_path / "public"
    pages = {file: markup_reader.read(file.read_text("utf-8")) for file in sorted(public.rglob("*.html"))}
    addresses = [
        file.relative_to(public).as_posix().removesuffix("index.html")
        for file, page in pages.items()
        if not page.refresh
    ]
    assert len(addresses) > 100
    few = programs.size(("ro/", "pl/", "en/"), ("pl/", "en/"), ())
    kinds = {name for tag in few for name in browsing.of_each_kind(public, tag.strip("/"), once=programs.SMALL)}
    addresses = [name for name in addresses if not name.startswith(few) or name in kinds]
    (public / "bad.html").write_text(BAD, "utf-8")
    with sync_playwright() as playwright, hosting.serve(public, path) as host:
        browser = playwright.chromium.launch(executable_path=executable, args=programs.CHROMIUM_ARGUMENTS)
        assert complaints(browser.new_page(), host, addresses) == []
        bad = browser.new_page()
        told = "\n".join(complaints(bad, host, ["bad.html"]))
        assert (bad.title(), bad.locator("p").evaluate("p => getComputedStyle(p).color")) == ("Bad", "rgb(0, 0, 0)")
        browser.close()
    assert all(what in told for what in ("style-src", "script-src", "img-src"))
