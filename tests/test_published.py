"""What is published stays: `check --against` tells of each address that would vanish, and its repair mends it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import sites

from sitegen import cli, published
from sitegen.diagnostics import Diagnostic
from sitegen.published import MAX_BYTES, ManifestError

UNA = "content/news/una/index.ro.md"
FILES: dict[str, str | bytes] = {
    "content/topics.yaml": "reading: {ro: Lectură, en: Reading}\n",
    UNA: sites.news("Una", "topics: [reading]\naliases: [/vechi/]\n", "[foaie](sheet.pdf)"),
    "content/news/una/index.en.md": sites.translation("One", "slug: one\n", "Text."),
    "content/news/una/sheet.pdf": b"%PDF",
    **{f"content/news/n{number}.ro.md": sites.news(f"N{number}") for number in range(21)},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sites.make(tmp_path, FILES)


def build(root: Path) -> dict[str, Any]:
    """Publish the site: give its manifest."""
    assert sites.codes(sites.build(root)) == []
    manifest: dict[str, Any] = json.loads((root / "public/manifest.json").read_text("utf-8"))
    return manifest


def lost(root: Path, manifest: dict[str, Any]) -> dict[str, Diagnostic]:
    """Give what is told of each address that would vanish."""
    report = sites.against(root, manifest)
    assert {problem.code for problem in report.found if problem.severity == "error"} <= {"address-vanished"}
    return {str(one.arguments["address"]): one for one in report.found if one.code == "address-vanished"}


def change(root: Path, path: str, pattern: str, new: str) -> None:
    file = root / path
    text = file.read_text("utf-8")
    assert re.search(pattern, text)
    file.write_text(re.sub(pattern, new, text, count=1), "utf-8")


def test_a_site_keeps_its_own_addresses(root: Path) -> None:
    assert lost(root, build(root)) == {}


def test_an_address_that_moved_is_proposed_as_an_alias(root: Path) -> None:
    manifest = build(root)
    change(root, UNA, "aliases:", "slug: prima\naliases:")
    (root / "content/news/una/sheet.pdf").rename(root / "content/news/una/other.pdf")
    change(root, UNA, "sheet.pdf", "other.pdf")
    found = lost(root, manifest)
    # The page's own address stays: it is the announcement's name, which leads on.
    assert found.keys() == {"/ro/noutati/una/sheet.pdf"}
    (one,) = found.values()
    assert (one.place.path, one.repair) == (UNA, "aliases: [/vechi/, /ro/noutati/una/sheet.pdf]")
    change(root, UNA, "aliases: .*", one.repair)
    assert lost(root, manifest) == {}


def test_the_alias_goes_to_the_version_whose_address_it_was_or_to_the_original(root: Path) -> None:
    manifest = build(root)
    english = "content/news/una/index.en.md"
    change(root, english, "slug: one", "slug: first")
    ((address, one),) = lost(root, manifest).items()
    assert (address, one.place.path, one.repair) == ("/en/news/one/", english, "aliases: [/en/news/one/]")
    (root / english).unlink()
    one = lost(root, manifest)["/en/news/one/"]
    assert (one.place.path, one.repair) == (UNA, "aliases: [/vechi/, /en/news/one/]")
    change(root, UNA, "aliases: .*", one.repair)
    # What is left is what was made of English documents only.
    assert {address.rpartition("/")[2].partition(".")[0] for address in lost(root, manifest)} == {"feed"}


def test_what_is_deleted_is_proposed_as_gone(root: Path) -> None:
    manifest = build(root)
    for path in sorted((root / "content/news/una").iterdir()):
        path.unlink()
    found = lost(root, manifest)
    assert {"/vechi/", "/ro/noutati/una/", "/ro/noutati/una/sheet.pdf", "/en/news/one/", "/en/news/una/",
            "/ro/teme/reading/", "/en/topics/reading/"} <= found.keys()  # fmt: skip
    assert {one.place.path for one in found.values()} == {"content/gone.yaml"}
    text = "\n".join(one.repair for one in found.values())
    assert "went: 2026-11-21\n" in text
    (root / "content/gone.yaml").write_text(text, "utf-8")
    assert set(sites.codes(sites.build(root))) == {"value-missing"}  # a title is what only the editor knows
    (root / "content/gone.yaml").write_text(text.replace("title:", "title: Una"), "utf-8")
    assert lost(root, manifest) == {}
    assert build(root)["documents"].keys() == manifest["documents"].keys() - {"news/una"}


def test_further_pages_of_lists_comparisons_and_what_pages_are_drawn_with_may_go(root: Path) -> None:
    manifest = build(root)
    assert "ro/noutati/page/2/index.html" in manifest["files"]
    manifest["files"] |= {"static/old.css": "", "search/x.js": "", "ro/noutati/una/en/index.html": ""}
    for number in range(5):
        change(root, f"content/news/n{number}.ro.md", "title: ", "draft: true\ntitle: ")
    assert set(lost(root, manifest)) == {f"/{at}/n{number}/" for number in range(5) for at in ("ro/noutati", "en/news")}


def test_feeds_and_tables_stay(root: Path) -> None:
    manifest = build(root)
    manifest["files"] |= {"ro/feed.rss": "", "ro/noutati/register/register.xlsx": ""}
    assert set(lost(root, manifest)) == {"/ro/feed.rss", "/ro/noutati/register/register.xlsx"}


# --- strangers' manifests ---------------------------------------------------------------------------------------------

PLAIN = {"generator": "sitegen", "documents": {}, "files": {}}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html>",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"1" * 5000,
        b"[" * 100_000,
        b'{"generator": "sitegen"' + b" " * MAX_BYTES + b"}",
        json.dumps(PLAIN | {"generator": "hugo"}).encode(),
        json.dumps(PLAIN | {"files": []}).encode(),
        json.dumps(PLAIN | {"documents": {"news/una": ["ro"]}}).encode(),
        json.dumps(PLAIN | {"files": {"x\x1b[31m/index.html": ""}}).encode(),
        json.dumps(PLAIN | {"files": {"../x/index.html": "", "a" * 200 + "/index.html": ""}}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_manifest_is_told_in_a_line(
    data: bytes, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ManifestError):
        published.read(data)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert cli.main(["check", "--source", str(root), "--against", "-"]) == cli.MISUSED
    *_usage, told = capsys.readouterr().err.splitlines()
    assert told == "Error: Invalid value for --against: this is no manifest.json of a site made by Sitegen"


def test_odd_values_in_a_manifest_do_no_harm(root: Path) -> None:
    documents = {"news/una": {"ro": 1, "en": None, "pl": {}}, "": {}, "x": {"ro": "../../etc/"}}
    assert lost(root, {**PLAIN, "documents": documents, "files": {"index.html": 1, "ro/index.html": []}}) == {}


def test_a_file_or_standard_input_is_compared(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = build(root)
    arguments = ["check", "--source", str(root), "--as-of", "2026-11-21", "--ui-language", "en", "--against"]
    assert cli.main([*arguments, str(root / "public/manifest.json")]) == cli.FINE
    assert "address-vanished" not in capsys.readouterr().out
    manifest["files"]["ro/veche/index.html"] = ""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(manifest).encode())))
    assert cli.main([*arguments, "-"]) == cli.MISTAKES
    assert "The address /ro/veche/ is published" in capsys.readouterr().out
    assert cli.main([*arguments, str(tmp_path / "nowhere.json")]) == cli.MISUSED
