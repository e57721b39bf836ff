"""One broken site per diagnostic code: what the editor is told, word for word. `pytest --accept` rewrites expected.txt.

An example is a folder of broken/ laid over its `_base`. Files that git or an editor would change are made here
(`MADE`).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import sites
from sitegen.cli import FINE, MISTAKES, main
from sitegen.disk import load
from sitegen.language import catalogues, voices
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import ERROR, RULES, WARNING, Diagnostic
from sitegen.model.sources import MAX_BYTES
from sitegen.tools import bulletin
from sitegen.tools.translations import back

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
BASE = BROKEN / "_base"
ERRORS = sorted(code for code, rule in RULES.items() if rule.severity == ERROR)
WARNINGS = sorted(code for code, rule in RULES.items() if rule.severity == WARNING)


class Link(NamedTuple):
    """A symbolic link."""

    target: str


PO = "handoff.po"
NEWS = "content/news/camp/index.ro.md"
TEXT = """---
title: Tabără de vară
summary: Locurile sunt limitate.
published: 2026-05-04
issuer: isj-cluj
---

Vedeți programul.
"""
MADE: dict[str, Mapping[str, bytes | Link | None]] = {
    "body-long": {NEWS: TEXT.encode() + b"\n" * 20_000},
    "body-repetition": {NEWS: TEXT.encode() + b"\n" + "*Atenție* ".encode() * 500},
    "control-character": {NEWS: TEXT.replace("de vară", "de\x02 vară").encode()},
    "file-case": {NEWS: TEXT.encode(), "content/news/camp/Plan.pdf": b"", "content/news/camp/plan.pdf": b""},
    "file-encoding": {NEWS: TEXT.encode("cp1250", "replace")},
    "file-large": {NEWS: TEXT.encode() + b"\n" * MAX_BYTES},
    "file-link": {"content/news/camp": Link("opening")},
    "file-unreadable": {"templates": Link("templates")},
    "site-missing": {"content/site.yaml": None},
    "facts-unread": {
        # The words of a fourth language, all there: those of another one will do.
        "locales/de/LC_MESSAGES/messages.po": (HERE.parents[1] / "locales/ro/LC_MESSAGES/messages.po").read_bytes()
    },
    "personal-location": {
        NEWS: TEXT.replace("programul", "[afișul](afis-tabara.jpg)").encode(),
        "content/news/camp/afis-tabara.jpg": sites.photo(),
    },
    "yaml-tab": {NEWS: TEXT.replace("published", "contact:\n\t- email: tabara@example.org\npublished").encode()},
}

SAID = {
    "attachment-card": ("fisa.txt", b"Mama: CI seria KX nr. 123456"),
    "attachment-iban": ("fisa.csv", b"Cont;RO49 AAAA 1B31 0075 9384 0000"),
    "attachment-number": ("fisa.docx", sites.docx("<w:t>CNP 51203</w:t><w:t>01120005</w:t>")),
    "attachment-number-likely": ("fisa.csv", b"1,12230112004"),
    "attachment-scanned": ("fisa.pdf", sites.scan()),
    "attachment-unsearched": ("fisa.txt", b"0 " * (3 << 20)),
    "attachment-tracked": ("fisa.docx", sites.docx('<w:ins w:id="1" w:author="Ana"><w:t>Da</w:t></w:ins>')),
}
"""Attachments that say something, by the code of what is told of them."""
MADE |= {
    code: {NEWS: TEXT.replace("programul", f"[fișa]({name})").encode(), f"content/news/camp/{name}": data}
    for code, (name, data) in SAID.items()
}


def lay(code: str, root: Path) -> Path:
    """Lay an example over the base site."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    shutil.copytree(BROKEN / code, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    for name, made in MADE.get(code, {}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if made is None:
            path.unlink()
        elif isinstance(made, Link):
            link(path, made.target)
        else:
            path.write_bytes(made)
    if code == "file-case" and len(list((root / "content/news/camp").iterdir())) < 3:
        pytest.skip("small and capital letters are the same here")
    return root


def link(path: Path, target: str) -> None:
    try:
        path.symlink_to(target, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")


def run(capsys: pytest.CaptureFixture[str], verb: str, root: Path, *options: str) -> tuple[int, str]:
    """Run a command on a site at a fixed moment, in English."""
    asked = ["--as-of", sites.AS_OF.isoformat(), "--jobs", "1"] if verb != "handoff" else []
    with pytest.MonkeyPatch.context() as there:
        there.chdir(root)
        code = main([verb, "--source", str(root), *asked, "--ui-language", "en", *options])
    return code, capsys.readouterr().out


def expected(code: str, text: str, request: pytest.FixtureRequest) -> str:
    """Give what an example is to tell; with --accept, that is what it tells."""
    file = BROKEN / code / "expected.txt"
    if request.config.getoption("--accept"):
        file.write_text(text, "utf-8", newline="\n")
    assert f" {RULES[code].severity}[{code}]: " in text
    return file.read_text("utf-8")


def told(capsys: pytest.CaptureFixture[str], root: Path) -> list[dict[str, str | int]]:
    """Check a site and give what is found as plain values."""
    before = ["--against", str(root / "published.json")] if (root / "published.json").exists() else []
    found: list[dict[str, str | int]] = json.loads(run(capsys, "check", root, "--format", "json", *before)[1])
    return found


# --- what is told -----------------------------------------------------------------------------------------------------


def test_every_code_has_its_example_and_every_example_its_code() -> None:
    assert {path.name for path in BROKEN.iterdir()} - {BASE.name} == RULES.keys()


def test_the_base_site_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = shutil.copytree(BASE, tmp_path / "site")
    assert run(capsys, "check", root, "--strict") == (FINE, "1 document, nothing to mend.\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the base site, built."""
    root = shutil.copytree(BASE, tmp_path_factory.mktemp("built") / "site")
    assert sites.codes(sites.build(root)) == []
    return root / "public"


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_is_told_word_for_word_and_changes_nothing_on_disk(
    code: str, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    root = lay(code, tmp_path / "site")
    output = shutil.copytree(built, root / "public")
    before = sites.tree(output)
    status, text = run(capsys, *_asked(root))
    assert text == expected(code, text, request)
    assert status == MISTAKES
    assert sites.tree(output) == before


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_is_told_word_for_word_and_survived_unless_strict(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    root = lay(code, tmp_path / "site")
    status, text = run(capsys, "build", root, "--strict")
    assert text == expected(code, text, request)
    assert status == MISTAKES
    assert not (root / "public").exists()
    assert run(capsys, "check", root) == (FINE, text)
    assert run(capsys, "build", root)[0] == FINE
    assert (root / "public/manifest.json").is_file()


def _asked(root: Path) -> tuple[str, Path, *tuple[str, ...]]:
    """Say what to run on an example: a comparison with what is published, a PO that comes back, or else a build."""
    if (root / "published.json").exists():
        return "check", root, "--against", str(root / "published.json")
    return ("handoff", root, "--back", PO) if (root / PO).exists() else ("build", root)


def test_check_tells_what_build_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay("date-invalid", tmp_path / "site")
    assert run(capsys, "check", root) == run(capsys, "build", root)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_places_are_the_same_with_any_line_ends_and_a_mark(
    ends: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = lay("key-doubled", tmp_path / "site")
    file = root / NEWS
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", ends.encode()))
    assert run(capsys, "check", root)[1] == (BROKEN / "key-doubled/expected.txt").read_text("utf-8")


# --- in the editor's language -----------------------------------------------------------------------------------------

MESSAGES = sorted({text for rule in RULES.values() for text in (rule.message, rule.advice)})


def words(language: str) -> tuple[Catalogue, list[Diagnostic]]:
    path = HERE.parents[1] / "locales" / language / "LC_MESSAGES" / "cli.po"
    return catalogues.read(path.name, path.read_text("utf-8"), language)


def placeholders(text: str) -> list[str]:
    return sorted(name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", ["ro", "pl"])
def test_every_message_is_translated(language: str) -> None:
    catalogue, found = words(language)
    assert found == []
    assert [text for text in MESSAGES if catalogue.gettext(text) == text] == []
    assert [text for text in MESSAGES if placeholders(catalogue.gettext(text)) != placeholders(text)] == []


ENGLISH = re.compile("|".join(
    sorted({re.escape(part) for text in MESSAGES for part in re.split(r"\{.*?\}+", text) if part.count(" ") > 2})
))  # fmt: skip
"""The parts of messages between their placeholders, where they are longer than a word or two."""


@pytest.fixture(scope="module")
def spoken() -> dict[str, Catalogue]:
    return {language: words(language)[0] for language in ("ro", "pl")}


@pytest.mark.parametrize("code", sorted(RULES))
def test_nothing_is_said_in_english(code: str, spoken: Mapping[str, Catalogue], tmp_path: Path) -> None:
    root = lay(code, tmp_path / "site")
    published = root / "published.json"
    if published.exists():
        found = sites.against(root, json.loads(published.read_text("utf-8"))).problems
    elif (root / PO).exists():
        site = bulletin(root)[0]
        found = back.back(site, PO, (root / PO).read_text("utf-8"))[1] if site else []
    else:
        found = sites.build(root, strict=True).problems
    assert code in {problem.code for problem in found}
    for catalogue in spoken.values():
        assert ENGLISH.search(voices.text(found, catalogue, lambda path: load.lines(root, path))) is None


@pytest.mark.parametrize(("language", "severity"), [("ro", "eroare"), ("pl", "błąd")])
def test_the_command_line_speaks_the_language_asked_for(
    language: str, severity: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = lay("date-invalid", tmp_path / "site")
    assert f" {severity}[date-invalid]: " in run(capsys, "check", root, "--ui-language", language)[1]


# --- repairs ----------------------------------------------------------------------------------------------------------

VALUE, KEY, LINE, BEFORE, NAME = "value", "key", "line", "before", "name"
FIELD, ANCHOR, FOLDER, CLOSE, FILE = "field", "anchor", "folder", "close", "file"
REPAIRS: Mapping[str, str] = {
    "address-vanished": FIELD,
    "address-withdrawn": FILE,
    "amount-invalid": VALUE,
    "angle-brackets": LINE,
    "base-url-invalid": VALUE,
    "bold-spaced": LINE,
    "choice-unknown": VALUE,
    "currency-invalid": VALUE,
    "date-invalid": VALUE,
    "datetime-invalid": VALUE,
    "field-missing": BEFORE,
    "field-unanswered": LINE,
    "file-ending": NAME,
    "file-language": NAME,
    "file-missing": VALUE,
    "file-name": NAME,
    "flag-invalid": VALUE,
    "folder-unknown": FOLDER,
    "front-matter-missing": BEFORE,
    "front-matter-unclosed": CLOSE,
    "heading-one": LINE,
    "id-invalid": VALUE,
    "key-unknown": KEY,
    "lang-contradiction": VALUE,
    "letter-cedilla": LINE,
    "letter-encoding": LINE,
    "letter-lookalike": LINE,
    "link-anchor": ANCHOR,
    "list-expected": VALUE,
    "list-unread": LINE,
    "organisation-unknown": VALUE,
    "original-doubled": FIELD,
    "path-invalid": VALUE,
    "quotes-foreign": LINE,
    "reference-unknown": VALUE,
    "slug-invalid": VALUE,
    "table-tabs": LINE,
    "topic-unknown": VALUE,
    "translation-of": VALUE,
    "translation-outdated": FIELD,
    "translation-unstamped": BEFORE,
    "url-invalid": VALUE,
    "value-comment": LINE,
    "value-missing": BEFORE,
    "yaml-colon": LINE,
    "yaml-comment": LINE,
    "yaml-quote": LINE,
    "yaml-tab": LINE,
}
"""Where the repair of a code goes.

In place of the value, the key, the line, the file's or its folder's name, or an anchor; before the line; as a field, in
place of the one of that name or after the line; where the front matter ends; or a file of its own.
"""

THEN = {"original-doubled": {"translation-unstamped"}}
"""What a repaired site is told of next."""


def mend(root: Path, found: Mapping[str, str | int]) -> None:
    """Do what a repair says."""
    path, repair, way = root / str(found["path"]), str(found["repair"]), REPAIRS[str(found["code"])]
    if way == NAME:
        target = root / repair if "/" in repair else path.with_name(repair)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        return
    if way == FOLDER:
        shutil.move(path.parent, path.parent.parent.with_name(repair))
        return
    if way == FILE:
        path.write_text(f"{repair}\n", "utf-8")
        return
    lines = path.read_text("utf-8").split("\n")
    number, column = int(found["line"]) - 1, int(found["column"]) - 1
    line = lines[number]
    if way == LINE:
        lines[number] = repair
    elif way == BEFORE:
        lines.insert(number, " " * column + repair)
    elif way == CLOSE:
        lines.insert(lines.index(""), repair)
    elif way == FIELD:
        key = f"{repair.partition(':')[0]}:"
        there = next((at for at, one in enumerate(lines) if one.strip().startswith(key)), None)
        if there is None:
            lines.insert(number + 1, repair)
        else:
            lines[there] = lines[there][: lines[there].index(key)] + repair
    else:
        column += way == ANCHOR
        before, after = line[:column], line[column:]
        end = r":" if way == KEY else r"\)" if way == ANCHOR else r"[]},]|$" if re.search(r"[\[{]", before) else "$"
        lines[number] = before + repair + after[re.search(end, after).start() :]  # type: ignore[union-attr]
    path.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize("code", sorted(REPAIRS))
def test_the_repair_mends(code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay(code, tmp_path / "site")
    found = [problem for problem in told(capsys, root) if problem["repair"]]
    assert {problem["code"] for problem in found} == {code}
    for problem in reversed(found):  # since some repairs add lines
        mend(root, problem)
    assert [problem for problem in told(capsys, root) if problem["code"] not in THEN.get(code, ())] == []


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_repair_is_tried(code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repaired = {problem["code"] for problem in told(capsys, lay(code, tmp_path / "site")) if problem["repair"]}
    assert repaired <= REPAIRS.keys()
