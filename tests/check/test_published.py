"""What is published stays: `check --against` tells of each address that would vanish, and its repair mends it."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sites

from sitegen import cli
from sitegen.check import published
from sitegen.check.published import MAX_BYTES, ManifestError
from sitegen.model.diagnostics import Diagnostic, Place

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


CODES = {"address-vanished", "address-withdrawn"}


def lost(root: Path, manifest: dict[str, Any]) -> dict[str, Diagnostic]:
    """Give what is told of each address that would vanish; what lies below one is not told of."""
    report = sites.against(root, manifest)
    assert {problem.code for problem in report.problems if problem.severity == "error"} <= CODES
    told = [problem for problem in report.problems if problem.code in CODES]
    assert len({problem.place.path for problem in told}) == len(told), "one for each file, to be obeyed at once"
    return {address: one for one in told for address in str(one.arguments["address"]).split(", ")}


def obey(root: Path, manifest: dict[str, Any]) -> dict[str, Diagnostic]:
    """Do what is told, to the letter; then all is well, and each address answers."""
    before = lost(root, manifest)
    for one in {problem.place.path: problem for problem in before.values()}.values():
        file = root / one.place.path
        lines = file.read_text("utf-8").split("\n") if file.exists() else []
        if one.code == "address-withdrawn":
            file.write_text("\n".join([*lines[: one.place.line - 1], *one.repair.split("\n"), ""]), "utf-8")
            continue
        lines[one.place.line - 1 : one.place.line] = one.repair.split("\n")
        file.write_text("\n".join(lines), "utf-8")
    assert lost(root, manifest) == {}
    build(root)
    for path in manifest["files"]:
        compared = re.search(r"/[^/]+/(ro|en|pl)/index", path)
        if path.endswith("index.html") and "/page/" not in path and not compared:
            assert (root / "public" / path).is_file(), path
        assert not path.endswith(".ics") or not (root / "public" / path).is_dir()
    return before


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
    # The page's own address stays: it is the announcement's name, which leads on.
    found = obey(root, manifest)
    assert found.keys() == {"/ro/noutati/una/sheet.pdf"}
    (one,) = found.values()
    assert (one.place, one.repair) == (Place(UNA, 8), "aliases: [/vechi/, /ro/noutati/una/sheet.pdf]")


@pytest.mark.parametrize(
    "aliases", ["", "aliases:\n", "aliases:\n- /vechi/\n", "aliases: # ieri\n    - /vechi/\n    - /mai/\n"]
)
def test_an_alias_is_added_however_aliases_are_written(root: Path, aliases: str) -> None:
    change(root, UNA, "aliases: .*\n", aliases)
    manifest = build(root)
    (root / "content/news/una/sheet.pdf").rename(root / "content/news/una/other.pdf")
    change(root, UNA, "sheet.pdf", "other.pdf")
    assert obey(root, manifest).keys() == {"/ro/noutati/una/sheet.pdf"}


def test_the_alias_goes_to_the_version_whose_address_it_was_or_to_the_original(root: Path) -> None:
    manifest = build(root)
    english = "content/news/una/index.en.md"
    change(root, english, "slug: one", "slug: first")
    ((address, one),) = lost(root, manifest).items()
    assert (address, one.place.path, one.repair) == ("/en/news/one/", english, "---\naliases: [/en/news/one/]")
    (root / english).unlink()
    one = lost(root, manifest)["/en/news/one/"]
    assert (one.place.path, one.repair) == (UNA, "aliases: [/vechi/, /en/news/one/]")
    change(root, UNA, "aliases: .*", one.repair)
    # What is left is what was made of English documents only.
    assert {address.rpartition("/")[2].partition(".")[0] for address in lost(root, manifest)} == {"feed"}


def test_what_is_deleted_is_proposed_as_gone(root: Path) -> None:
    manifest = build(root)
    shutil.rmtree(root / "content/news/una")
    found = obey(root, manifest)
    # Each under its own title; what was only borrowed, led on or lay beside them follows.
    lists = {"/en/news/feed.json", "/en/news/feed.xml", "/ro/teme/", "/ro/teme/reading/"}  # had this alone
    assert found.keys() == {"/en/news/one/", "/ro/noutati/una/", "/vechi/", *lists}
    assert {one.place.path for one in found.values()} == {"content/gone.yaml"}
    went = "  went: 2026-11-21\n"
    entries = f'/ro/noutati/una/:\n  title: "Una"\n{went}/en/news/one/:\n  title: "One"\n{went}'
    assert (root / "content/gone.yaml").read_text("utf-8").startswith(entries)
    assert build(root)["documents"].keys() == manifest["documents"].keys() - {"news/una"}


OPEN = "event:\n  title: Porți\n  start: 2026-12-10T10:00\n  place: Școala\n  organisers: null\n"
PHOTO = "\n![Curtea școlii](foto.jpg)\n"
THREE: dict[str, str | bytes] = {
    "content/site.yaml": sites.SITE.replace("en: Bulletin", "pl: Biuletyn, en: Bulletin").replace("[ro,", "[ro, pl,"),
    "content/events/porti/index.ro.md": sites.news("Porți deschise", OPEN, PHOTO),
    "content/events/porti/foto.jpg": b"\xff\xd8\xff\xd9",
    "content/events/alt.ro.md": sites.news("Alt eveniment", OPEN),
    "content/news/gresita/index.ro.md": sites.news('"Anunț: „greșit” # 1"', body="[plan](plan.pdf)"),
    "content/news/gresita/index.en.md": sites.translation("Wrong", "slug: wrong\n", "[plan](plan.pdf)"),
    "content/news/gresita/plan.pdf": b"%PDF",
    "content/news/alta.ro.md": sites.news("Alta", "slug: cealalta\n"),
    "content/news/noua.ro.md": sites.news("Nouă"),
    "content/news/noua.en.md": sites.translation("New"),
    "content/pages/despre.ro.md": sites.news("Despre"),
}
EVENT, WRONG, GONE = "content/events/porti", "content/news/gresita", "content/gone.yaml"


def slug(root: Path, path: str, name: str) -> bool:
    change(root, path, "title:", f"slug: {name}\ntitle:")
    return True


def move(root: Path, path: str, name: str) -> bool:
    return bool((root / path).rename((root / path).with_name(name)))


def take(root: Path, *paths: str) -> None:
    for path in paths:
        shutil.rmtree(root / path)


OLD = {GONE: "# Ce nu mai este\n/ro/vechi/: {title: Veche, went: 2025}\n"}
STEPS: dict[str, tuple[tuple[Callable[[Path], object], set[str]], ...]] = {
    "an announcement": ((lambda root: shutil.rmtree(root / WRONG), {"/ro/noutati/gresita/", "/en/news/wrong/"}),),
    "one in one language": (
        (lambda root: (root / "content/news/alta.ro.md").unlink(), {"/ro/noutati/alta/", "/ro/noutati/cealalta/"}),
    ),
    "a page": ((lambda root: (root / "content/pages/despre.ro.md").unlink(), {"/ro/despre/"}),),
    "an event": ((lambda root: shutil.rmtree(root / EVENT), {"/ro/evenimente/porti/"}),),
    "a translation": ((lambda root: (root / WRONG / "index.en.md").unlink(), {"/en/news/wrong/"}),),
    "a photo": (
        (lambda root: change(root, f"{EVENT}/index.ro.md", re.escape(PHOTO), "Text."), {
            f"/{at}/porti/foto.jpg" for at in ("ro/evenimente", "pl/wydarzenia", "en/events")
        }),
    ),
    "a slug": ((lambda root: slug(root, f"{EVENT}/index.ro.md", "usi"), {"/ro/evenimente/porti/"}),),
    "a folder": ((lambda root: move(root, EVENT, "usi"), {"/ro/evenimente/porti/"}),),
    "a folder and a slug": (
        (lambda root: slug(root, f"{EVENT}/index.ro.md", "y") and move(root, EVENT, "x"), {"/ro/evenimente/porti/"}),
    ),
    "a folder in two languages": (
        (lambda root: move(root, WRONG, "usi"), {"/ro/noutati/gresita/", "/en/news/gresita/"}),
    ),
    "two at once": (
        (lambda root: take(root, WRONG, EVENT), {
            "/ro/noutati/gresita/", "/en/news/wrong/", "/ro/evenimente/porti/"
        }),
    ),
    "one after another": (
        (lambda root: shutil.rmtree(root / EVENT), {"/ro/evenimente/porti/"}),
        (lambda root: shutil.rmtree(root / WRONG), {"/ro/noutati/gresita/", "/en/news/wrong/"}),
    ),
    "moved twice": (
        (lambda root: slug(root, f"{EVENT}/index.ro.md", "usi"), {"/ro/evenimente/porti/"}),
        (lambda root: change(root, f"{EVENT}/index.ro.md", "slug: usi", "slug: ferestre"), {"/ro/evenimente/usi/"}),
        (lambda root: move(root, EVENT, "geamuri"), set()),
        (
            lambda root: shutil.rmtree(root / "content/events/geamuri"),
            {f"/ro/evenimente/{name}/" for name in ("ferestre", "geamuri", "porti", "usi")},
        ),
    ),
    "beside others": (
        (lambda root: sites.make(root, {**THREE, **OLD}), set()),
        (lambda root: shutil.rmtree(root / WRONG), {"/ro/noutati/gresita/", "/en/news/wrong/"}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_what_is_told_mends_when_obeyed_to_the_letter(name: str, tmp_path: Path) -> None:
    root = sites.make(tmp_path, THREE)
    manifest = build(root)
    for act, told in STEPS[name]:
        act(root)
        assert obey(root, manifest).keys() == told
        before, manifest = manifest, build(root)
        assert {path for path in before["files"] if path.endswith((".jpg", ".ics"))} <= {*manifest["files"]} or (
            "content/gone.yaml" in {*sites.tree(root)} or name == "a photo"
        )


def test_further_pages_of_lists_comparisons_and_what_pages_are_drawn_with_may_go(root: Path) -> None:
    manifest = build(root)
    assert "ro/noutati/page/2/index.html" in manifest["files"]
    manifest["files"] |= {"static/old.css": "", "search/x.js": "", "ro/noutati/una/en/index.html": ""}
    for number in range(5):
        change(root, f"content/news/n{number}.ro.md", "title: ", "draft: true\ntitle: ")
    assert obey(root, manifest).keys() == {f"/ro/noutati/n{number}/" for number in range(5)}


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
    assert "What is published at /ro/veche/ would be there no more." in capsys.readouterr().out
    assert cli.main([*arguments, str(tmp_path / "nowhere.json")]) == cli.MISUSED
