"""The configuration of an editing screen: Decap and Sveltia read it, and what is made in Decap passes the check."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import programs
import pytest
import sites
import yaml
from jsonschema import Draft7Validator
from playwright.sync_api import Browser, Locator, Page, Route, expect

from sitegen import cli
from sitegen.disk import load
from sitegen.model import repositories
from sitegen.read import theme
from sitegen.read.yaml import LOADERS

THEME = theme.read(load.design(programs.ROOT))[0]
DECAP = ("locale", "local_backend")
"""What only Decap knows; Sveltia says so and goes on."""


def written(root: Path, language: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.main(["schema", "--for", "cms", "--source", str(root), "--ui-language", language]) == cli.FINE
    return capsys.readouterr().out


def configured(root: Path, language: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    config: dict[str, Any] = yaml.load(written(root, language, capsys), LOADERS[0])  # noqa: S506  (a safe loader)
    return config


def fields(collection: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in collection["fields"]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a copy of the real site."""
    shutil.copytree(programs.ROOT / "content", tmp_path / "site/content")
    return tmp_path / "site"


# --- what it says -----------------------------------------------------------------------------------------------------


def test_sveltias_schema_takes_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    described = json.loads(Path(programs.node_module("@sveltia/cms/schema/sveltia-cms.json")).read_text("utf-8"))
    config = configured(root, "ro", capsys)
    config = {key: value for key, value in config.items() if key not in DECAP}
    assert [problem.message for problem in Draft7Validator(described).iter_errors(config)] == []


@pytest.mark.parametrize("language", ["ro", "pl", "en"])
def test_every_type_has_a_form_in_the_language_asked_for(
    language: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(root, language, capsys)
    words = THEME.catalogues[language]
    labels = {f"content/{one.folder}": words.pgettext("type", one.label[1]) for one in THEME.types.values()}
    assert {one["folder"]: one["label"] for one in config["collections"]} == labels
    for declared, collection in zip(THEME.types.values(), config["collections"], strict=True):
        names = [*(field.name for field in declared.fields), "body", "translation"]
        assert [*fields(collection)] == names
        for field in declared.fields:
            form = fields(collection)[field.name]
            assert not field.label or form["label"] == words.pgettext("field", field.label)
            assert form["required"] == (field.required == "true" or field.name == "slug")
            assert not field.translatable or form["i18n"]
    assert config["i18n"]["locales"] == ["ro", "pl", "en"]


def test_no_form_shows_english_words_in_another_language(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    english, polish = (configured(root, language, capsys) for language in ("en", "pl"))
    keys = {field.name for declared in THEME.types.values() for field in declared.fields}

    def labels(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (str(node[key]) for key in ("label", "hint") if key in node)
            yield from (str(node["pattern"][1]) for _once in range("pattern" in node))
        for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from labels(below)

    same = {one for one, other in zip(labels(english), labels(polish), strict=True) if one == other}
    assert not {one for one in same if one in keys} - {"status"}
    assert {one for one in same if " " in one} == set()


def test_what_may_be_named_may_be_chosen(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collections = configured(root, "pl", capsys)["collections"]
    (circular,) = (fields(one) for one in collections if one["name"] == "circular")
    assert {"label": "Inspektorat Szkolny Okręgu Kluż", "value": "isj-cluj"} in circular["issuer"]["options"]
    assert circular["topics"]["multiple"]
    assert circular["contact"]["i18n"]
    assert "i18n" not in circular["registration"], "facts stand in the original alone"


@pytest.mark.parametrize(
    ("address", "backend"),
    [
        ("", {"name": "test-repo"}),
        ("https://git.example.org/a/b", {"name": "test-repo"}),
        ("https://github.com/a/b.git", {"name": "github", "repo": "a/b", "branch": "main"}),
        ("https://gitlab.com/a/b/c/", {"name": "gitlab", "repo": "a/b/c", "branch": "main"}),
        (
            "https://gitlab.example.org/a/b",
            {
                "name": "gitlab",
                "repo": "a/b",
                "branch": "main",
                "base_url": "https://gitlab.example.org",
                "api_root": "https://gitlab.example.org/api/v4",
            },
        ),
    ],
)
def test_the_code_host_is_the_sites(address: str, backend: dict[str, str]) -> None:
    assert repositories.backend(address) == backend


@pytest.mark.parametrize("arguments", [[], ["circular", "--for", "cms"], ["--for", "else"]])
def test_called_wrongly_is_told(arguments: list[str], root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", *arguments, "--source", str(root)]) == cli.MISUSED
    assert capsys.readouterr().err


def test_settings_with_errors_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {"content/site.yaml": "id: x\n"})
    assert cli.main(["schema", "--for", "cms", "--source", str(root)]) == cli.MISTAKES
    assert "content/site.yaml:" in capsys.readouterr().out


# --- in the browser ---------------------------------------------------------------------------------------------------

BESIDE = "http://localhost:8081/"
"""Where Decap looks for its own server; the one that the test starts is somewhere else."""


@contextmanager
def admin(browser: Browser, script: str, config: str, server: str = "") -> Iterator[tuple[Page, list[str]]]:
    """Open an editing screen as an operator puts it below /admin/; nothing is asked of other hosts.

    Gives the page, and what it complains of.
    """
    folder = Path(programs.node_module(script)).parent
    page = f'<!doctype html><meta charset="utf-8"><body><script src="{Path(script).name}"></script>'

    def answer(route: Route) -> None:
        address = route.request.url.partition("?")[0]
        if server and address.startswith(BESIDE):
            route.fulfill(response=route.fetch(url=address.replace(BESIDE, server)))
        elif address == "http://localhost/admin/":
            route.fulfill(body=page, content_type="text/html")
        elif address == "http://localhost/admin/config.yml":
            route.fulfill(body=config, content_type="text/yaml")
        elif address.startswith("http://localhost/admin/") and (file := folder / address[23:]).is_file():
            route.fulfill(path=file)
        else:
            route.abort()

    context = browser.new_context(
        viewport={"width": 1400, "height": 1000}, locale="en-US"
    )  # Sveltia's words of other languages are elsewhere
    context.route("**/*", answer)
    tab, told = context.new_page(), list[str]()
    tab.on("console", lambda said: told.append(said.text) if said.type in ("error", "warning") else None)
    tab.on("pageerror", lambda problem: told.append(str(problem)))
    tab.goto("http://localhost/admin/")
    yield tab, told
    context.close()


@contextmanager
def decap_server(root: Path) -> Iterator[str]:
    """Start what writes Decap's files on this computer."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "BIND_HOST": "127.0.0.1", "GIT_REPO_DIRECTORY": str(root)}
    program = [programs.node(), programs.node_module("decap-server/dist/index.js")]
    with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert any("listening" in line for line in process.stdout)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def test_sveltia_reads_it(browser: Browser, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with admin(browser, "@sveltia/cms/dist/sveltia-cms.js", written(root, "ro", capsys)) as (tab, told):
        tab.get_by_role("button", name="Work with Test Repository").click()
        expect(tab.get_by_role("treeitem", name="Circulare")).to_be_visible()
        tab.goto("http://localhost/admin/#/collections/circular/new")
        expect(tab.get_by_text("Titlu").first).to_be_visible()
        expect(tab.get_by_role("button", name=re.compile("Enable .?Polish"))).to_be_visible()  # else it is not written
    told = [one for one in told if "net::ERR_FAILED" not in one]  # fonts and the newest version, which it asks about
    assert [one for one in told if not any(name in one for name in DECAP)] == []


def of(tab: Page, name: str) -> tuple[Locator, Locator]:
    """Find a field's inputs in the form of the original and in that of the language beside it."""
    seen = tab.locator(f"[id^='{name}-field-']:visible")
    return seen.first, seen.last


def choose(tab: Page, where: Locator, name: str) -> None:
    where.click()
    tab.get_by_role("option", name=name).click()


def test_what_is_made_in_decap_passes_the_check(
    browser: Browser, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = written(root, "ro", capsys)
    with decap_server(root) as server, admin(browser, "decap-cms/dist/decap-cms.js", config, server) as (tab, told):
        tab.get_by_role("button", name="Autentifică-te").click()
        expect(tab.get_by_role("link", name="Circulare")).to_be_visible()
        tab.goto("http://localhost/admin/#/collections/circular/new")
        fill(tab)
        tab.get_by_role("button", name="Publicare").click()
        tab.get_by_role("menuitem", name="Publicare", exact=True).click()
        expect(tab.get_by_text("Intrare salvată")).to_be_visible()
        assert told == []
    folder = root / "content/circulars/circulara-5"
    ro, pl, en = ((folder / f"index.{tag}.md").read_text("utf-8") for tag in ("ro", "pl", "en"))
    assert "translation" not in ro
    assert "attachments:\n  - file: cerere-inscriere.pdf\n" in ro
    assert (folder / "cerere-inscriere.pdf").read_bytes().startswith(b"%PDF")
    assert 'number: "012"\n  date: 2021-03-19\n' in ro
    assert "translation:\n  of: ro\n  status: unofficial\n" in pl
    assert "registration" not in pl
    assert en.strip() == ""
    assert cli.main(["check", "--source", str(root), "--ui-language", "en"]) == cli.FINE
    told_of = capsys.readouterr().out
    assert "0 errors" in told_of
    assert "warning[translation-unstamped]" in told_of  # the screen knows no fingerprints
    assert cli.main(["status", "--source", str(root), "--ui-language", "en", "--format", "csv"]) == cli.FINE
    states = capsys.readouterr().out
    assert 'circulars/circulara-5,pl,"not reviewed, not stamped"' in states
    assert "circulars/circulara-5,en,missing" in states


def fill(tab: Page) -> None:
    """Write a circular in Romanian, and its title, summary and text in Polish."""
    for name, ours, theirs in (
        ("title", "Circulara nr. 5: „anunț”", "Okólnik nr 5"),
        ("summary", "Pe scurt: tot ce trebuie.", "W skrócie."),
        ("subject", "Anunț", "Ogłoszenie"),
    ):
        original, translation = of(tab, name)
        original.fill(ours)
        translation.fill(theirs)
    for name, text in (("slug", "circulara-5"), ("published", "2026-11-21"), ("number", "012"), ("date", "2021-03-19")):
        of(tab, name)[0].fill(text)
    choose(tab, of(tab, "issuer")[0], "Inspectoratul Școlar Județean Cluj")
    tab.get_by_role("button", name="Add către").first.click()
    tab.locator("input[id^='addressees-field-']:visible").first.fill("Unitățile de învățământ")
    tab.get_by_role("button", name="Add anexe").first.click()
    tab.get_by_role("button", name="Alege un fișier").click()
    annex = {"name": "Cerere – înscriere.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    tab.locator("input[type=file]").set_input_files(annex)  # type: ignore[arg-type]
    tab.get_by_role("button", name="Alege fișierele selectate").click()
    tab.get_by_role("button", name="Add semnatari").first.click()
    of(tab, "name")[0].fill("Pășcan Sabin-Gavril")
    choose(tab, of(tab, "of")[1], "ro")
    choose(tab, of(tab, "status")[1], "Traducere neoficială")
    for body, text in zip(tab.locator("[contenteditable=true]:visible").all(), ("Text.", "Tekst."), strict=True):
        body.click()
        tab.keyboard.type(text)
