"""The preview: a change shows; an error shows, and the last good pages stay; nobody else looks in."""

from __future__ import annotations

import contextlib
import html
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import programs
import pytest
import sites
from playwright.sync_api import expect, sync_playwright

from sitegen import cli
from sitegen.disk import load
from sitegen.language import voices
from sitegen.model.catalogue import Catalogue
from sitegen.tools import serve

ENGLISH = Catalogue("en", "n != 1", {})
NEWS = "content/news/one.ro.md"
GOOD = {NEWS: sites.news("Una", body="Prima.")}
BROKEN = sites.news("Una <b>", "titlul: <i>\n")
PAGE = "/ro/noutati/one/"
PLURALS = "nplurals=3; plural=(n == 1 ? 0 : (n == 0 || n % 100 >= 1 && n % 100 <= 19) ? 1 : 2);"
WORDS = (
    sites.PO_HEADER.replace("nplurals=2; plural=(n != 1);", PLURALS)
    + '\nmsgid "Skip to the content"\nmsgstr "La text"\n'
)
PATIENCE = 60.0
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


def served(root: Path, port: int) -> None:
    """Be the command, at a fixed moment."""

    def build(asked: serve.Asked) -> serve.Outcome:
        day = datetime.fromisoformat(f"{asked.as_of}T12:00+00:00") if asked.as_of else sites.AS_OF
        report = sites.build(root, drafts=asked.drafts, as_of=day)
        told = voices.text(report.problems, ENGLISH, lambda path: load.lines(root, path))
        changed = bool(report.counts.get("written", 0) + report.counts.get("removed", 0))
        return serve.Outcome(told or "built", report.failed(strict=False), changed, report.repository)

    watched = [root / name for name in ("content", "templates", "locales")]
    serve.serve(build, watched, root / "public", port, ENGLISH, lambda line: print(line, flush=True), serve.Asked())


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.005)


@dataclass
class Preview:
    """A preview in a process of its own, and a visitor to it."""

    root: Path
    port: int
    process: subprocess.Popen[bytes]

    def ask(self, path: str, method: str = "GET", host: str | None = "localhost") -> tuple[HTTPResponse, str]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.putrequest(method, path, skip_host=True)
            if host is not None:
                connection.putheader("Host", host)
            connection.endheaders()
            with connection.getresponse() as answer:
                return answer, answer.read().decode("utf-8", "replace")

    def status(self, path: str, **more: str) -> int:
        return self.ask(path, **more)[0].status

    def text(self, path: str = PAGE) -> str:
        return self.ask(path)[1]

    def epoch(self) -> str:
        return str(re.findall('data-epoch="(.+?)"', self.text())[0])

    def messages(self) -> Iterator[dict[str, Any]]:
        """Listen, as the script does."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request("GET", serve.STREAM)
            with connection.getresponse() as stream:
                assert stream.getheader("Content-Type") == "text/event-stream; charset=utf-8"
                while line := stream.readline():
                    if line.startswith(b"data: "):
                        yield json.loads(line.removeprefix(b"data: "))

    def answers(self) -> bool:
        assert self.process.poll() is None, "it has ended"
        try:
            return self.ask("/")[0].status > 0
        except ConnectionRefusedError:
            return False

    def ready(self) -> bool:
        return self.status("/") == 200

    def write(self, path: str, text: str) -> None:
        """Save one file, and touch no other."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, "utf-8")

    def built(self) -> int:
        """Count the builds that succeeded."""
        return (self.root / "told").read_text("utf-8").splitlines().count("built")

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def start(root: Path, *command: str, port: int = 0) -> Preview:
    port = port or free_port()
    around = os.environ | {
        "PYTHONPATH": f"{programs.ROOT}{os.pathsep}{programs.ROOT / 'tests'}",
        "SOURCE_DATE_EPOCH": str(int(sites.AS_OF.timestamp())),
    }
    with (root / "told").open("wb") as told, (root / "complaints").open("wb") as complaints:
        line = [sys.executable, *(command or (__file__, str(root))), str(port)]
        process = subprocess.Popen(line, stdout=told, stderr=complaints, env=around)
    preview = Preview(root, port, process)
    until(lambda: process.poll() is not None or ADDRESS.search((root / "told").read_text("utf-8")) is not None)
    if address := ADDRESS.search((root / "told").read_text("utf-8")):
        preview.port = int(address[1])
    until(preview.answers)
    return preview


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    started = start(sites.make(tmp_path, GOOD))
    until(started.ready)
    yield started
    started.end()
    assert (tmp_path / "complaints").read_text("utf-8") == ""


# --- build and reload -------------------------------------------------------------------------------------------------


def test_a_change_shows_and_open_pages_hear_of_it(preview: Preview) -> None:
    messages = preview.messages()
    assert next(messages)["epoch"] == preview.epoch()
    preview.write(NEWS, sites.news("Una", body="A doua."))
    until(lambda: "A doua." in preview.text())
    assert next(messages)["epoch"] == preview.epoch()


def test_the_script_is_in_what_is_served_and_in_no_built_file(preview: Preview) -> None:
    assert preview.text().count(f'<script src="{serve.SCRIPT}"') == 1
    assert all(serve.STREAM.encode() not in data for data in sites.tree(preview.root / "public").values())


def test_an_error_shows_and_the_last_good_page_stays(preview: Preview) -> None:
    messages = preview.messages()
    good = next(messages)
    assert good["texts"][-1] == ""
    preview.write(NEWS, BROKEN)
    told = next(messages)
    assert told["epoch"] == good["epoch"]
    assert f"{NEWS}:6:1: error[key-unknown]" in told["texts"][-1]
    assert "Prima." in preview.text()
    assert next(preview.messages()) == told  # to a page opened later, too
    preview.write(NEWS, GOOD[NEWS])
    mended = next(messages)
    assert (mended["texts"][-1], mended["epoch"]) == ("", good["epoch"])  # nothing is to be loaded again
    preview.write(NEWS, BROKEN)
    assert next(messages)["failures"] == told["failures"] + 1


def test_before_the_first_good_build_all_pages_tell_why(tmp_path: Path) -> None:
    preview = start(sites.make(tmp_path, {NEWS: BROKEN}))
    until(lambda: "error[key-unknown]" in preview.text("/any/page/"))
    answer, text = preview.ask(PAGE)
    assert answer.status == 503
    assert "&lt;i&gt;" in text
    assert "<i>" not in text
    messages = preview.messages()
    assert next(messages)["texts"][-1] == ""
    before = preview.epoch()
    preview.write(NEWS, GOOD[NEWS])
    assert next(messages)["epoch"] != before
    assert preview.status(PAGE) == 200
    assert preview.end() == 0


def test_folders_may_come_and_go(preview: Preview) -> None:
    own = "templates/parts/text.html"
    good = (programs.ROOT / own).read_text("utf-8")
    for _time in range(2):
        for text, failed in ((good + "{% broken %}", True), (good, False), (good + "{% broken %}", True)):
            preview.write(own, text)
            until(lambda: (next(preview.messages())["texts"][-1] != "") is failed)  # noqa: B023
        shutil.rmtree(preview.root / "templates")
        until(lambda: next(preview.messages())["texts"][-1] == "")
    (preview.root / "content").rename(preview.root / "aside")
    until(lambda: next(preview.messages())["texts"][-1] != "")
    (preview.root / "aside").rename(preview.root / "content")
    until(lambda: next(preview.messages())["texts"][-1] == "")
    preview.write("content/news/two.ro.md", sites.news("Două"))
    until(lambda: preview.status("/ro/noutati/two/") == 200)
    (preview.root / "content/news/two.ro.md").unlink()
    until(lambda: preview.status("/ro/noutati/two/") == 404)


def test_reading_and_what_lies_beside_the_sources_build_nothing(preview: Preview) -> None:
    for number in range(100):
        (preview.root / f"notes{number}").write_bytes(b"")
        sites.tree(preview.root / "content")
        preview.text()
    assert preview.built() == 1
    preview.write(NEWS, sites.news("Una", body="A doua."))
    until(lambda: "A doua." in preview.text())
    assert preview.built() <= 3


def test_a_visitor_need_not_wait_for_a_build(tmp_path: Path) -> None:
    root = sites.make(tmp_path, GOOD)
    begun, go_on = threading.Event(), threading.Event()

    def build(_asked: serve.Asked) -> serve.Outcome:
        if (root / "public").exists():
            begun.set()
            assert go_on.wait(PATIENCE)
            raise KeyboardInterrupt  # as Ctrl+C does
        return serve.Outcome("", sites.build(root).failed(strict=False), changed=True)

    port = free_port()
    arguments = (build, [root / "content"], root / "public", port, ENGLISH, list[str]().append, serve.Asked())
    server = threading.Thread(target=serve.serve, args=arguments)
    server.start()
    preview = Preview(root, port, subprocess.Popen(["sleep", "0"]))
    preview.process.wait()
    until((root / "public/manifest.json").exists)
    preview.write(NEWS, sites.news("Una", body="A doua."))
    assert begun.wait(PATIENCE)
    assert "Prima." in preview.text()
    go_on.set()
    server.join(PATIENCE)
    assert not server.is_alive()


# --- answer -----------------------------------------------------------------------------------------------------------


def test_addresses_are_those_of_a_host(preview: Preview) -> None:
    answer, _text = preview.ask(PAGE.rstrip("/") + "?a=b")
    assert (answer.status, answer.getheader("Location")) == (301, f"{PAGE}?a=b")
    answer, text = preview.ask("/nowhere/")
    assert answer.status == 404
    assert text.startswith((preview.root / "public/404.html").read_text("utf-8"))
    assert preview.text() == preview.text(f"{PAGE}index.html")
    assert preview.status(f"{PAGE}index.html/") == 404
    assert preview.ask("/")[0].getheader("Cache-Control") == "no-store"


@pytest.mark.parametrize(
    ("path", "media"),
    [
        (PAGE, "text/html; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/manifest.json", "application/json; charset=utf-8"),
        ("/static/style.css", "text/css; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml; charset=utf-8"),
        ("/one.ics", "text/calendar; charset=utf-8"),
        ("/one.csv", "text/csv; charset=utf-8"),
        ("/one.PDF", "application/pdf"),
        ("/one.bin", "application/octet-stream"),
        (serve.SCRIPT, "text/javascript; charset=utf-8"),
    ],
)
def test_media_types(shared: Preview, path: str, media: str) -> None:
    if path.startswith("/one."):
        (shared.root / "public" / path[1:]).write_bytes(b"")
    answer, _text = shared.ask(path)
    assert (answer.status, answer.getheader("Content-Type")) == (200, media)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Give a preview whose sources no test changes."""
    started = start(sites.make(tmp_path_factory.mktemp("shared"), GOOD))
    until(started.ready)
    yield started
    started.end()


@pytest.mark.parametrize(
    "path",
    [
        "/../content/site.yaml",
        "/%2e%2e/content/site.yaml",
        "/..%2fcontent/site.yaml",
        "/ro/../../content/site.yaml",
        "/ro/%2E%2E/%2e./content/site.yaml",
        "/..%5ccontent%5csite.yaml",
        "/ro%2findex.html",
        "//content/site.yaml",
        "/ro//index.html",
        "/./index.html",
        "/.hidden",
        "/link.yaml",
        "/linked/site.yaml",
        "/C:/index.html",
        "/index.html%00",
        "/%ff",
        "/%c0%ae%c0%ae/content/site.yaml",
        "http://localhost/",
        "content/site.yaml",
        "*",
    ],
)
def test_nothing_but_the_site_is_served(shared: Preview, path: str) -> None:
    public = shared.root / "public"
    (public / ".hidden").write_text("example.test", "utf-8")
    for name, target in (("link.yaml", "content/site.yaml"), ("linked", "content")):
        if not (public / name).is_symlink():
            (public / name).symlink_to(shared.root / target)
    answer, text = shared.ask(path)
    assert answer.status == 404
    assert "id: example.test" not in text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LocalHost:8000", 200),
        ("127.0.0.1:1", 200),
        ("", 421),
        (None, 421),
        ("evil.test", 421),
        ("localhost.evil.test", 421),
        ("127.0.0.1.evil.test:8000", 421),
        ("localhost:80@evil.test", 421),
        ("evil.test:127.0.0.1", 421),
    ],
)
@pytest.mark.parametrize("path", ["/", serve.SCRIPT, serve.STREAM])
def test_other_names_for_this_computer_are_refused(shared: Preview, host: str | None, status: int, path: str) -> None:
    answer, _text = shared.ask(path, method="HEAD", host=host)
    assert answer.status == status
    assert answer.getheader("Access-Control-Allow-Origin") is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_nothing_can_be_done_but_look(shared: Preview, method: str) -> None:
    assert shared.status(PAGE, method=method) == 501


def ask(preview: Preview, body: str, **headers: str) -> int:
    """Ask for another showing, as a page does; `headers` go before those of a page of the preview."""
    host = f"127.0.0.1:{preview.port}"
    with closing(HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)) as connection:
        connection.request("POST", serve.TERMS, body, {"Host": host, "Origin": f"http://{host}"} | headers)
        return connection.getresponse().status


def test_a_page_asks_for_drafts_and_for_another_day(preview: Preview) -> None:
    preview.write("content/news/draft.ro.md", sites.news("Ciornă", "draft: true\n"))
    preview.write("content/news/later.ro.md", sites.news("Mai târziu").replace("2026-01-02", "2027-05-01"))
    pages = "/ro/noutati/draft/", "/ro/noutati/later/"
    until(lambda: preview.built() > 1)
    assert [preview.status(page) for page in pages] == [404, 404]
    assert ask(preview, '{"drafts": true, "as_of": ""}') == 200
    until(lambda: [preview.status(page) for page in pages] == [200, 200])
    assert ask(preview, '{"drafts": false, "as_of": "2027-06-01"}') == 200
    until(lambda: [preview.status(page) for page in pages] == [404, 200])


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ('{"drafts": true}', {"Origin": "http://evil.test"}, 403),
        ('{"drafts": true}', {"Origin": ""}, 403),
        ('{"drafts": true}', {"Host": "evil.test", "Origin": "http://evil.test"}, 421),
        ('{"drafts": true}' + " " * 500, {}, 403),
        ('{"drafts": 1}', {}, 400),
        ('{"drafts": true, "as_of": "tomorrow"}', {}, 400),
        ("[" * 150, {}, 400),
        ("\xff", {}, 400),
    ],
)
def test_nobody_else_asks_and_nothing_else_is_asked(
    shared: Preview, body: str, headers: dict[str, str], status: int
) -> None:
    assert ask(shared, body, **headers) == status


def test_a_page_says_what_it_is_made_of(preview: Preview) -> None:
    bars = [json.loads(html.unescape(bar)) for bar in re.findall('data-bar="(.*?)"', preview.text())]
    assert bars == [{"source": NEWS, "versions": {"ro": PAGE.removeprefix("/")}, "edit": ""}]
    assert '"source": ""' in html.unescape(preview.text("/ro/"))


def test_head_is_get_without_the_page(shared: Preview) -> None:
    (head, nothing), (get, text) = shared.ask(PAGE, "HEAD"), shared.ask(PAGE)
    assert nothing == ""
    assert head.getheader("Content-Length") == get.getheader("Content-Length") == str(len(text.encode()))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address of this computer")
def test_it_listens_on_one_address_only(shared: Preview) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", shared.port), PATIENCE)


# --- begin and end ----------------------------------------------------------------------------------------------------


def test_a_port_that_is_taken_makes_way_for_the_next(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        preview = start(sites.make(tmp_path, GOOD), port=port)
        told = (tmp_path / "told").read_text("utf-8").splitlines()
        assert told[0] == f"Port {port} is taken."
        assert preview.port > port
        preview.end()


def test_ports_that_are_all_taken(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        first = 0
        while not first:  # until as many ports in a row as are tried are ours
            first = _taken(stack)
        with pytest.raises(serve.PortError, match="busy"):
            served(sites.make(tmp_path, GOOD), first)
    assert not (tmp_path / "public").exists()


def _taken(stack: contextlib.ExitStack) -> int:
    """Take as many ports in a row as are tried, and give the first; 0 when one of them is another's."""
    first = free_port()
    for port in range(first, first + serve.PORTS + 1):
        other = stack.enter_context(socket.socket())
        try:
            other.bind(("127.0.0.1", port))
        except OSError:
            return 0
        other.listen()
    return first


COMMAND = ("-m", "sitegen", "serve", "--source", "{root}", "--port")


@pytest.mark.parametrize(
    "command",
    [
        (__file__, "{root}"),
        pytest.param(COMMAND, marks=pytest.mark.skipif("serve" not in cli.cli.commands, reason="no command yet")),
    ],
)
@pytest.mark.parametrize("text", [GOOD[NEWS], BROKEN])
def test_ctrl_c_ends_it_at_once_with_an_open_tab(tmp_path: Path, command: tuple[str, ...], text: str) -> None:
    preview = start(sites.make(tmp_path, {NEWS: text}), *(part.format(root=tmp_path) for part in command))
    messages = preview.messages()
    assert next(messages)["epoch"]
    begun = time.monotonic()
    assert preview.end() == 0
    assert time.monotonic() - begun < serve.PING  # it waits for no visitor
    assert next(messages, None) is None
    assert (tmp_path / "complaints").read_text("utf-8") == ""


# --- in a browser -----------------------------------------------------------------------------------------------------

POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; \
style-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'\">"


@pytest.mark.parametrize("policy", ["", POLICY])
def test_a_browser_reloads_and_shows_errors(preview: Preview, policy: str) -> None:
    base = (programs.ROOT / "templates/base.html").read_text("utf-8")
    preview.write("templates/base.html", base.replace("<head>", f"<head>{policy}"))
    until(lambda: policy in preview.text())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=programs.chromium(), args=programs.CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 320, "height": 568})
        expect.set_options(timeout=PATIENCE * 1000)
        complaints = list[str]()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        page.goto(f"http://127.0.0.1:{preview.port}{PAGE}")
        dialog = page.get_by_role("dialog", name="The site has errors")
        expect(page.locator("main")).to_contain_text("Prima.")
        expect(dialog).to_have_count(0)
        preview.write(NEWS, sites.news("Una", body="A doua."))
        expect(page.locator("main")).to_contain_text("A doua.")
        preview.write(NEWS, BROKEN)
        expect(dialog).to_contain_text("titlul: <i>")
        expect(page.locator("main")).to_contain_text("A doua.")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_have_count(0)
        preview.write(NEWS, BROKEN + "\n")
        expect(dialog).to_be_visible()
        preview.write(NEWS, sites.news("Una", body="A treia."))
        expect(page.locator("main")).to_contain_text("A treia.")
        expect(dialog).to_have_count(0)
        preview.write("locales/ro/LC_MESSAGES/messages.po", WORDS)
        expect(page.locator("a.skip")).to_have_text("La text")
        preview.write(NEWS, sites.news("Una", body="Sus.\n\n" + "Rând.\n\n" * 99))
        expect(page.locator("main")).to_contain_text("Sus.")
        page.evaluate("scrollTo(0, 900)")
        for number in range(10):  # ten saves at once, of which the last counts
            preview.write(NEWS, sites.news("Una", body="Sus.\n\n" + "Rând.\n\n" * 99 + f"Salvarea {number}."))
        expect(page.locator("main")).to_contain_text("Salvarea 9.")
        page.wait_for_function("scrollY === 900")
        page.get_by_text("Preview", exact=True).click()
        expect(page.get_by_text(NEWS)).to_be_visible()
        expect(page.get_by_text("Edit this page")).to_have_count(0)
        preview.write("content/site.yaml", f"{sites.SITE}repository: https://github.com/example/bulletin\n")
        expect(page.get_by_role("link", name="Edit this page")).to_have_attribute(
            "href", f"https://github.com/example/bulletin/edit/main/{NEWS}"
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        preview.write(NEWS, sites.news("Una", "draft: true\n", body="A patra."))
        expect(page.locator("main")).to_contain_text("Page not found")
        page.get_by_label("Show drafts").check()
        expect(page.locator("main")).to_contain_text("A patra.")
        preview.write(NEWS, sites.news("Una", body="A cincea.").replace("2026-01-02", "2027-05-01"))
        page.get_by_label("Show drafts").uncheck()
        expect(page.locator("main")).to_contain_text("Page not found")
        page.get_by_label("As it is on").fill("2027-06-01")
        expect(page.locator("main")).to_contain_text("A cincea.")
        complaints = [one for one in complaints if "404" not in one]
        assert complaints == []
        browser.close()


if __name__ == "__main__":
    served(Path(sys.argv[1]), int(sys.argv[2]))
