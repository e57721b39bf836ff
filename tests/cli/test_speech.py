"""The command line in the editor's language: each command is run in each, and no English word of ours is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import sites
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from sitegen import cli
from sitegen.cli import speech
from sitegen.disk import load
from sitegen.model.sources import LOCALES

LOCALE = load.defaults() / LOCALES
WORD = re.compile(r"[^\W\d_]{3,}")
NAMES = re.compile(
    r"^  .*\n *\^$|^    (?! ).*$|^[-+].*$|^  [a-z-]+  "  # lines of sources, repairs, diffs, names of commands
    r"|'[^']*'|„[^”]*”|\"[^\"]*\"|\[[a-z-]+(\|[a-z-]+)*\]|\{[^}]*\}"  # what is quoted, choices and codes
    r"|https?://\S+|\S*[/=@_]\S*|--?[a-z][\w-]*|\b[a-z]+(-[a-z]+)+\b|\S+\.[a-z]{2,4}\b"  # addresses, options, files
    r"|([a-z-]+, ){3,}[a-z-]+"  # lists of types
    r"|%\(\w+\)s|sitegen \w+",
    re.MULTILINE,
)
"""What is the same in every language."""
KNOWN = {"title", "published", "languages", "issuer", "summary", "registration", "addressees", "subject"}
"""Fields of site.yaml and of announcements."""
GOOD: dict[str, str | bytes] = {
    "content/news/one.ro.md": sites.news("Una", "attachments: [{file: one.pdf}]\n", "Vedeți [anexa](one.pdf).\n"),
    "content/news/one.pdf": b"%PDF-1.4",
    "content/news/one.en.md": sites.translation("One", body="See it.\n"),
    "content/news/two.ro.md": sites.news("Două", "draft: true\n"),
    "a.txt": "Nr. 7/02.03.2026\n\nCătre\n\nȘcolile din județ\n\nReferitor: Tabăra de vară\n\nVă invităm la tabără.\n",
    "b.txt": "HOTRRE privind inerea lucrrilor la investi?ii n coal\n",
}
BAD: dict[str, str | bytes] = {
    "content/news/one.ro.md": sites.news("Una", "published: 02.01.2026\ntitel: x\n", "[a](b.pdf) şi\n")
}
COMMANDS = {
    "": [[], ["--help"], ["qq"], ["--qq"]],
    "build": [[], ["--help"], ["--verify"], ["--why", "ro/"], ["--output", "{root}"], ["--as-of", "x"]],
    "check": [[], ["--help"], ["--against", "{root}/content/site.yaml"], ["--against", "x"], ["--base-url", "x"]],
    "explain": [[], ["--help"], ["qq"]],
    "fix": [["--diff"], [], ["--help"], ["{root}/qq"]],
    "handoff": [["--to", "en"], ["--to", "de"], [], ["--back", "{root}/qq"], ["--help"]],
    "import": [["--help"], [], ["{root}/a.txt"], ["{root}/a.txt"], ["{root}/b.txt"], ["{root}/qq"]],
    "init": [["{root}/new", "--title", "Aviz"], ["{root}"], ["--help"], []],
    "messages": [[], ["--help"]],
    "new": [[], ["--help"], ["news", "--name", "x", "--set", "title=Trei"], ["news", "--set", "a"], ["qq"]],
    "next-change": [[], ["--help"], ["--before", "x"]],
    "publish": [["--help"], [], ["{root}/www", "--dry-run"], ["{root}/www"], ["{root}/content"], ["rsync:{root}/qq"]],
    "schema": [["--help"], [], ["qq"], ["--for", "qq"]],
    "serve": [["--help"], ["--port", "99999"]],
    "status": [[], ["--help"], ["--format", "qq"]],
    "translate": [
        ["--help"], [], ["{root}/content/news/one.en.md", "--done"], ["{root}/content/news/two.ro.md", "--to", "en"],
        ["{root}/content/news/two.ro.md", "--to", "en"], ["{root}/content/news/one.ro.md", "--minor"],
        ["{root}/no", "--done"],
    ],
}  # fmt: skip
SITES: dict[str, dict[str, str | bytes]] = {"good": GOOD, "bad": BAD, "none": {"content/site.yaml": "title: x\n"}}


def words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(NAMES.sub(" ", text))}


def forms(said: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [said] if isinstance(said, str) else [*(said or ())]


def english(language: str) -> set[str]:
    """Give the words of our English messages that none of a language's has."""
    ours, theirs = set[str](), set[str]()
    for domain in ("cli", "messages"):
        with (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            for message in read_po(file):
                for id_, string in zip(forms(message.id), forms(message.string), strict=False):
                    ours |= words(id_)
                    theirs |= words(string)
    return ours - theirs - KNOWN


@pytest.mark.parametrize("language", ["ro", "pl"])
@pytest.mark.parametrize("site", SITES)
def test_no_english_word_is_left(
    language: str, site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Source lines, quotations, names of files, codes and options are left out: they are the same in every language."""
    monkeypatch.setenv("LANGUAGE", language)
    root, foreign = sites.make(tmp_path, SITES[site]), english(language)
    assert {"the", "not", "announcement", "error", "missing"} <= foreign
    assert {*COMMANDS} == {"", *cli.cli.commands}
    for command, asked in COMMANDS.items():
        options = [name for one in cli.cli.commands[command].params for name in one.opts] if command else []
        for arguments in asked:
            given = [command, *(["--source", str(root)] if "--source" in options else []), *arguments]
            code = cli.main([argument.format(root=root) for argument in given if argument])
            said = "".join(capsys.readouterr()).replace(str(tmp_path), "")
            assert code in (0, 1, 2), said
            assert [line for line in NAMES.sub(" ", said).split("\n") if words(line) & foreign] == [], given


@pytest.mark.parametrize(("language", "word"), [("ro", "Utilizare:"), ("pl", "Użycie:"), ("en", "Usage:")])
def test_help_follows_the_environment_and_the_option(
    language: str, word: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    assert cli.main(["--help"]) == 0
    assert capsys.readouterr().out.startswith(word)
    assert cli.main(["build", "--ui-language", language, "--help"]) == 0
    assert cli.main(["build", f"--ui-language={language}", "--help"]) == 0
    assert capsys.readouterr().out.count(word) == 2


def clicks() -> Iterator[tuple[str, ...]]:
    """Give the messages of the click that is installed."""
    folder = str(Path(click.__file__).parent)
    for _file, _line, ids, _comments, _context in extract_from_dir(folder, method_map=[("**.py", "python")]):
        yield (ids,) if isinstance(ids, str) else tuple(ids)


NOT_OURS = re.compile(
    "Deprecat|deprecat|Shell|Bash|Editing|UUID|boolean|format|[Cc]onfirm|color|Press|env var|dynamic|two entered|stream"
    "|Windows|Value must|Takes|twice|flag|declarations|declaration|defined|continue|Invalid start|Choice|values are"
    "|executable|writable|version|^d$"
)
"""Messages of what none of our commands has: editors, passwords, colours, shells; and of faults in our declarations."""


def test_all_that_click_says_is_translated() -> None:
    ours = {*speech.CLICKS, *speech.KINDS}
    for ids in {*clicks()}:
        one = ids[0] if len(ids) == 1 else ids
        assert one in ours or NOT_OURS.search(ids[0]), ids
