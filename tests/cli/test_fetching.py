"""`check --against URL`: what is published is read from its host, and whatever is not known to be right stops."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import sites

from sitegen import cli
from sitegen.check import published
from sitegen.cli import FINE, MISTAKES, MISUSED, fetching

UNA = "content/news/una.ro.md"
HOME: tuple[int, dict[str, str], bytes] = (200, {}, b"<!doctype html>")


class Host:
    """A host on this computer: what it answers by path, and what it was asked for."""

    def __init__(self) -> None:
        self.answers = dict[str, tuple[int, dict[str, str], bytes]]()
        self.asked = list[str]()
        self.pause = 0.0
        host = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                time.sleep(host.pause)
                status, headers, body = host.answers.get(self.path, (404, {}, b"Not here"))
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setenv("no_proxy", "*")
    host = Host()
    yield host
    host.server.shutdown()
    host.server.server_close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = sites.make(tmp_path / "site", {UNA: sites.news("Una"), "content/news/alta.ro.md": sites.news("Alta")})
    assert sites.codes(sites.build(root)) == []
    return root


def manifest(root: Path) -> bytes:
    return (root / "public/manifest.json").read_bytes()


def check(root: Path, against: str, *more: str, language: str = "en") -> int:
    asked = ["check", "--source", str(root), "--as-of", "2026-11-21", "--ui-language", language]
    return cli.main([*asked, "--against", against, *more])


def test_a_site_is_compared_with_its_host(root: Path, host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    host.answers["/manifest.json"] = 200, {}, manifest(root)
    for address in (host.url, host.url.rstrip("/"), f"{host.url}manifest.json"):
        assert check(root, address) == FINE
        assert capsys.readouterr() == ("2 documents, nothing to mend.\n", "")
    assert {*host.asked} == {"/manifest.json"}
    (root / UNA).unlink()
    assert check(root, host.url) == MISTAKES
    assert "/ro/noutati/una/" in capsys.readouterr().out


def test_a_folder_of_a_host_and_a_packed_answer(root: Path, host: Host) -> None:
    host.answers["/b/c/manifest.json"] = 200, {"Content-Encoding": "gzip"}, gzip.compress(manifest(root))
    assert check(root, f"{host.url}b/c/") == FINE
    (root / UNA).unlink()
    assert check(root, f"{host.url}b/c") == MISTAKES


def test_where_nothing_is_published_yet_nothing_can_vanish(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(root, host.url) == FINE
    assert host.asked == ["/manifest.json", "/"]
    assert capsys.readouterr().err == "Nothing is published there yet, so no address can vanish.\n"


def test_the_sites_own_address_may_be_quoted(root: Path, host: Host) -> None:
    """The shell that read it with sed kept the quotes, found no such host, and let everything pass."""
    settings = root / "content/site.yaml"
    for written in (f'"{host.url}"', f"'{host.url}'  # ours", host.url):
        settings.write_text(sites.SITE.replace("https://example.test/", written), "utf-8")
        assert check(root, "published") == FINE
    host.answers["/manifest.json"] = 200, {}, manifest(root)
    (root / UNA).unlink()
    assert check(root, "published") == MISTAKES
    settings.write_text("id: x\n", "utf-8")
    assert check(root, "published") == MISTAKES
    settings.unlink()
    assert check(root, "published") == MISTAKES


LINE = "What is published at {address} cannot be read: "
STOPS: dict[str, tuple[dict[str, tuple[int, dict[str, str], bytes]], str]] = {
    "a home page alone": ({"/": HOME}, "it has a home page, but no manifest.json"),
    "a home page that fails": ({"/": (500, {}, b"")}, "the server answers 500"),
    "a home page behind a password": ({"/": (401, {}, b"")}, "the server answers 401"),
    "a failure": ({"/manifest.json": (503, {}, b"")}, "the server answers 503"),
    "a password": ({"/manifest.json": (403, {}, b"")}, "the server answers 403"),
    "nothing any more": ({"/manifest.json": (410, {}, b"")}, "the server answers 410"),
    "an empty answer": ({"/manifest.json": (204, {}, b"")}, "the server answers 204"),
    "a page": ({"/manifest.json": HOME}, "what it gives as manifest.json is none"),
    "an empty file": ({"/manifest.json": (200, {}, b"")}, "what it gives as manifest.json is none"),
    "another's": ({"/manifest.json": (200, {}, b'{"name": "app"}')}, "what it gives as manifest.json is none"),
    "no gzip": ({"/manifest.json": (200, {"Content-Encoding": "gzip"}, b"{}")}, "what it gives as manifest.json is"),
    "a circle": ({"/manifest.json": (302, {"Location": "/manifest.json"}, b"")}, "it leads on and on"),
    "nowhere": ({"/manifest.json": (302, {}, b"")}, "the server answers 302"),
    "a file": (
        {"/manifest.json": (302, {"Location": "file:///etc/hostname"}, b"")},
        "the server answers 302",
    ),
    "ftp": ({"/manifest.json": (301, {"Location": "ftp://127.0.0.1/x"}, b"")}, "it leads to ftp://127.0.0.1/x, which"),
}


@pytest.mark.parametrize("name", STOPS)
def test_anything_else_stops(name: str, root: Path, host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    answers, said = STOPS[name]
    host.answers |= answers
    assert check(root, host.url, "--summary", str(root / "summary.md")) == MISUSED
    out, told = capsys.readouterr()
    assert out == ""
    assert told.startswith(f"Error: {LINE.format(address=host.url)}{said}")
    assert told.count("\n") == 1
    assert (root / "summary.md").read_text("utf-8").startswith("# What is published at http://127.0.0.1:")
    for language in ("ro", "pl"):
        assert check(root, host.url, language=language) == MISUSED
        assert capsys.readouterr().err.replace("manifest.json", "").find("manifest") < 0


def test_a_manifest_that_breaks_off_stops(root: Path, host: Host) -> None:
    whole = manifest(root)
    for length in (str(len(whole)), str(len(whole) // 2)):
        host.answers["/manifest.json"] = 200, {"Content-Length": length}, whole[: len(whole) // 2]
        assert check(root, host.url) == MISUSED
    packed = gzip.compress(whole)[:-40]
    host.answers["/manifest.json"] = 200, {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}, packed
    assert check(root, host.url) == MISUSED


def test_more_than_a_manifest_may_have_is_not_read(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "MAX_BYTES", 200_000)
    whole = manifest(root) + b" " * 300_000
    for headers, body in (({}, whole), ({"Content-Encoding": "gzip"}, gzip.compress(whole))):
        host.answers["/manifest.json"] = 200, dict(headers), body
        assert check(root, host.url) == MISUSED
        assert "more than 200000 bytes" in capsys.readouterr().err


def test_it_is_followed_where_it_leads_five_times(root: Path, host: Host) -> None:
    for hop in range(6):
        host.answers[f"/{hop}"] = 301, {"Location": f"/{hop + 1}"}, b""
    host.answers["/6"] = 200, {}, manifest(root)
    host.answers["/manifest.json"] = 308, {"Location": f"{host.url}2"}, b""
    assert check(root, host.url) == FINE
    host.answers["/manifest.json"] = 302, {"Location": "/1"}, b""
    assert check(root, host.url) == MISUSED


def test_a_host_that_does_not_answer_stops(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    host.pause = 0.6
    assert check(root, host.url) == MISUSED
    assert "there is no whole answer within 0.2 seconds" in capsys.readouterr().err
    host.server.shutdown()
    host.server.server_close()
    assert check(root, host.url) == MISUSED
    assert "nothing answers there" in capsys.readouterr().err


def test_a_host_without_a_certificate_stops(root: Path, host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root, host.url.replace("http:", "https:")) == MISUSED
    assert "cannot be read: the connection fails (" in capsys.readouterr().err
    assert host.asked == []


@pytest.mark.parametrize(
    "address", ["https://user:word@bulletin.example/", "ftp://x/", "file:///etc/hostname", "https://x/?a=b", "://", ""]
)
def test_what_is_no_address_and_no_file_stops(address: str, root: Path) -> None:
    assert check(root, address) == MISUSED


def test_mistakes_are_told_even_where_nothing_can_be_compared(
    root: Path, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    host.answers["/"] = HOME
    (root / UNA).write_text(sites.news("Una", "titel: x\n"), "utf-8")
    assert check(root, host.url, "--summary", str(root / "summary.md")) == MISUSED
    told = capsys.readouterr()
    assert "error[key-unknown]" in told.out
    assert told.err.endswith("it has a home page, but no manifest.json.\n")
    summary = (root / "summary.md").read_text("utf-8")
    assert summary.startswith("# What is published at")
    assert "There is no field titel" in summary


def test_a_stranger_at_the_other_end_changes_nothing(root: Path, host: Host) -> None:
    host.answers["/manifest.json"] = (
        200, {}, json.dumps({"generator": "sitegen", "documents": {}, "files": {"../../x/index.html": ""}}).encode()
    )  # fmt: skip
    before = sites.tree(root)
    assert check(root, host.url) == MISUSED
    assert {path: data for path, data in sites.tree(root).items() if not path.startswith(".sitegen/")} == {
        path: data for path, data in before.items() if not path.startswith(".sitegen/")
    }
