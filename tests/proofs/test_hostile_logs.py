"""What a hostile proposal writes into a log: nothing that steers a terminal, and no command to GitHub's runner."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import sites
from hypothesis import given
from hypothesis import strategies as st

from sitegen.cli import MISTAKES, main
from sitegen.disk import load
from sitegen.language import voices
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import RULES, Diagnostic, Place

WORDS = Catalogue("en", "n != 1", {})
STEERING = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
NAMED = re.compile(
    r"(?:add-mask|add-path|debug|echo|endgroup|error|group|notice|set-env|stop-commands|warning)(?: .*)?"
)


def commands(log: str) -> list[str]:
    """Find what GitHub's runner takes for a command, as its ActionCommand.cs does."""
    found = list[str]()
    for line in re.split("\r\n|\r|\n", log):
        begun = line.lstrip()
        if begun.startswith("::") and (end := begun.find("::", 2)) >= 0 and NAMED.fullmatch(begun[2:end]):
            found.append(line)
            continue
        at = line.find("##[")
        if at >= 0 and (end := line.find("]", at)) >= 0 and NAMED.fullmatch(line[at + 3 : end]):
            found.append(line)
    return found


def test_the_runners_reading_is_known() -> None:
    assert commands("a\n  ::error file=a::b\n\u3000::stop-commands::x\r::add-mask::y\nb ##[warning]z") != []
    assert commands("::: {lang=en}\n::a::b\n## [error]x\n| ::error::x") == []


PIECES = ["\n", "\r", "::", "error", "::error::", "##[", "##[error]x", "\x1b[2J", "\x9b", "\u202e", " ", "\u2003", "a"]
TEXTS = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))


@given(TEXTS, TEXTS, TEXTS, TEXTS, st.integers(1, 40), st.sampled_from(sorted(RULES)))
def test_no_text_steers(path: str, argument: str, source: str, repair: str, column: int, code: str) -> None:
    class Arguments(dict[str, str]):
        def __missing__(self, _name: str) -> str:
            return argument

    problem = Diagnostic(Place(path, 1, column), code, Arguments(), repair)
    told = {name: voice([problem], WORDS, lambda _path: [source]) for name, voice in voices.VOICES.items()}
    assert [name for name, log in told.items() if STEERING.search(log)] == []
    assert [name for name, log in told.items() if commands(log) and name != "github"] == []
    assert len(commands(told["github"])) == 1
    assert json.loads(told["json"])[0]["path"] == path
    assert told["text"].splitlines()[0].count(f"[{code}]: ") == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif"])
@pytest.mark.parametrize("beside", ["a\n::error file=x::PWNED", "a\r::add-mask::x", "\x1b]0;x\x07.pdf", "\u202ea"])
def test_a_name_that_steers_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, beside: str
) -> None:
    files: dict[str, str | bytes] = {"content/news/one/index.ro.md": sites.news("Una")}
    root = sites.make(tmp_path, {**files, f"content/news/one/{beside}": b"", f"content/news/{beside}/a.pdf": b""})
    options = ["--ui-language", "en", "--jobs", "1"]
    assert main(["check", "--source", str(root), "--format", form, *options]) == MISTAKES
    log = capsys.readouterr().out
    assert log.count("<U+") >= 2
    assert not STEERING.search(log)
    assert commands(log) == [] or form == "github"


def test_names_of_other_alphabets_are_none_of_these(tmp_path: Path) -> None:
    for name in ("Ştefan.pdf", "Szkoła nr 3.pdf", "Наказ.pdf", "a\u0301.pdf", "\u00a0.pdf"):
        (tmp_path / name).touch()
    assert load.walk(tmp_path, "x")[1] == []


def test_a_source_line_is_no_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = "   ::error::PWNED [x](nowhere.md)\n\n##[add-mask]x [y](nothing.md)\n\n::: {lang=en}\n[x](none.md)\n:::"
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una", "", body)})
    assert main(["build", "--source", str(root), "--ui-language", "en", "--jobs", "1"]) == MISTAKES
    log = capsys.readouterr().out
    assert "\n|    ::error::PWNED" in log
    assert "\n  ## [add-mask]x" in log
    assert commands(log) == []
    assert main(["fix", "--diff", "--source", str(root), "--ui-language", "en"]) == 0
    assert commands(capsys.readouterr().out) == []
