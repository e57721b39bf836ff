"""The documents are true: what they claim is what there is, and what they tell to do is done as it is written."""

from __future__ import annotations

import html
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from textwrap import dedent

import click
import figures
import programs
import pypandoc
import pytest
import sites
import test_architecture

from sitegen import cli
from sitegen.cli import build
from sitegen.language import catalogues
from sitegen.model import views
from sitegen.model.views import data, documents, editors, front, lists
from sitegen.read import kinds
from sitegen.tools import messages, serve

ROOT = programs.ROOT
PATHS = [
    "README.md",
    "CONTRIBUTING.md",
    "templates/README.md",
    *(f"docs/{path.name}" for path in ROOT.glob("docs/*.md")),
]
TEXTS = {path: (ROOT / path).read_text("utf-8") for path in PATHS}
README, EDITORS, OPERATORS = TEXTS["README.md"], TEXTS["docs/editors.md"], TEXTS["docs/operators.md"]


def command(name: str) -> list[str]:
    """Give the README's command that is marked with a name, step by step."""
    return marked(f"command: {name}").split(" && ")


def marked(mark: str) -> str:
    """Give the README's block that is marked."""
    match = re.search(rf"<!-- {mark} -->\n```(?:sh)?\n(.+?)\n```", README, re.DOTALL)
    assert match, mark
    return match[1]


def test_the_readme_is_read_in_a_sitting() -> None:
    lines = README.splitlines()
    assert len(lines) <= 150
    assert "![" in "".join(lines[:3])


@pytest.mark.parametrize("name", ["build", "tests"])
def test_the_commands_are_self_contained(name: str) -> None:
    venv, install, run = command(name)
    assert venv == "python3 -m venv .venv"
    assert install.startswith(".venv/bin/pip install -c constraints.txt ")
    assert (ROOT / "constraints.txt").is_file()
    program, *arguments = shlex.split(run)
    assert program == ".venv/bin/python"
    assert arguments[0] == "-m" or (ROOT / arguments[0]).is_file()
    windows = run.replace(".venv/bin/python", ".venv\\Scripts\\python")
    assert windows in README
    assert ("py -m venv .venv; " + install.replace(".venv/bin/pip", ".venv\\Scripts\\pip")) in README


def test_every_option_is_told_to_operators_and_every_one_there_exists() -> None:
    told = set(re.findall(r"^\| `(--[a-z-]+)", OPERATORS, re.MULTILINE))
    only = {
        verb: set(re.findall(rf"^\| `(--[a-z-]+).*\(only `{verb}`\)", OPERATORS, re.MULTILINE))
        for verb in ("build", "check")
    }
    for verb, those in ((build.build, told - only["check"]), (build.check, told - only["build"])):
        real = {name for option in verb.params if isinstance(option, click.Option) for name in option.opts}
        assert real == those


def test_every_command_has_help_and_is_in_the_documents() -> None:
    text = "".join(TEXTS.values())
    for name, verb in cli.cli.commands.items():
        assert verb.help
        assert f"sitegen {name}" in text


def test_every_kind_is_told_to_designers() -> None:
    listed = TEXTS["docs/designers.md"].split("each with its kind")[1].split("any may be a `list`")[0]
    assert set(re.findall(r"`([a-z]+)`", listed)) == kinds.KINDS


GUIDES = sorted((ROOT / "templates" / "editors").glob("guide.*.md"))


def examples(guide: Path) -> tuple[str, str]:
    """Give the original and the translation that a guide shows."""
    blocks = re.findall(r"(?:^(?: {4}.*)?\n)+", guide.read_text("utf-8"), re.MULTILINE)
    original, translation = (dedent(block).strip("\n") + "\n" for block in blocks if "    ---\n" in block)
    return original, translation


def test_the_example_of_a_mistake_is_what_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = EDITORS.split("content/circulars/summer/index.ro.md:8:9")[1].split("```")[0]
    original = examples(GUIDES[0])[0].replace("2027-02-26", "26.02.2027")
    root = sites.make(
        tmp_path,
        {
            "content/circulars/summer/index.ro.md": original,
            "content/organisations.yaml": "isj-cluj: {ro: Inspectoratul, en: Inspectorate}\n",
            "content/projects/key-competences-jst.ro.md": "---\ntitle: x\n---\n",
        },
    )
    cli.main(["check", "--source", str(root), "--ui-language", "en"])
    said = capsys.readouterr().out.split("content/circulars/summer/index.ro.md:8:9")[1].split("\ncontent/")[0]
    assert said.strip() == example.strip()


def summer(folder: Path) -> Path:
    """Make a site that holds the guide's example."""
    return sites.make(
        folder,
        {
            "content/site.yaml": sites.SITE.replace("[ro, en]", "[ro, pl]"),
            "content/circulars/summer/index.ro.md": examples(GUIDES[0])[0],
            "content/organisations.yaml": "isj-cluj: {ro: Inspectoratul, pl: Inspektorat}\n",
            "content/projects/key-competences-jst.ro.md": project(),
        },
    )


def said(text: str) -> list[str]:
    """Give the commands of a document's shell blocks that need nothing but a site."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    begun = ".venv/bin/python -m sitegen "
    return [line.removeprefix(begun) for line in lines if line.startswith(begun) and not line.endswith(" serve")]


@pytest.mark.parametrize("name", ["editors", "translators", "designers"])
def test_the_commands_run_one_after_the_other(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = summer(tmp_path)
    letter = (ROOT / "tests/tools/inbox/circular.ro.txt").read_text("utf-8")
    pypandoc.convert_text(letter, "docx", format="markdown", outputfile=str(root / "circular.docx"))
    monkeypatch.chdir(root)
    commands = said(TEXTS[f"docs/{name}.md"])
    assert commands
    told = {command: cli.main([*shlex.split(command), "--ui-language", "en"]) for command in commands}
    assert {command for command, code in told.items() if code != cli.FINE} == set()


def overlay(address: str) -> str:
    """Give what the page in the browser is told to show over the last good one."""
    with urllib.request.urlopen(address.removesuffix("/") + serve.STREAM, timeout=60) as stream:  # noqa: S310
        message = next(line for line in stream if line.startswith(b"data: "))
    return str(json.loads(message.removeprefix(b"data: "))["texts"][-1])


def get(address: str) -> str:
    """Read what a preview shows; before the first build that is a page that says so."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310
            return html.unescape(answer.read().decode())
    except urllib.error.HTTPError as refused:
        return refused.read().decode()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are those of another shell")
def test_a_bulletin_of_ones_own(tmp_path: Path) -> None:
    """The README's three commands as they are written, in a fresh clone; then the mistake that it makes and mends."""
    clone, first = tmp_path / "clone", tmp_path / "bulletin/content/news/first/index.en.md"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    around = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    around |= {
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "en",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "no_proxy": "127.0.0.1",
    }
    install, begin, preview = marked("command: own").splitlines()
    for step in (install, begin):
        done = subprocess.run(["bash", "-ec", step], cwd=clone, env=around, capture_output=True, text=True, check=False)
        if done.returncode and "No matching distribution" in done.stderr and os.environ.get("CI") != "true":
            pytest.skip("no index that has what Sitegen needs")
        assert done.returncode == 0, done.stderr
    with subprocess.Popen(["bash", "-ec", f"exec {preview}"], cwd=clone, env=around, stdout=subprocess.PIPE) as server:
        try:
            assert server.stdout
            lines = (line.decode() for line in server.stdout)
            address = next(filter(None, (re.search(r"http://127\.0\.0\.1:\d+/", line) for line in lines)))[0]
            until(lambda: "The bulletin has begun" in get(f"{address}en/"))
            good, told = first.read_text("utf-8"), marked("told: own")
            wrong = told.splitlines()[1].strip()
            assert f"`{wrong}`" in README
            first.write_text(re.sub("published: .*", wrong, good), "utf-8")
            until(lambda: told in overlay(address))
            first.write_text(re.sub("published: .*", f"published: {told.split()[-1]}", good), "utf-8")
            until(lambda: overlay(address) == "")
        finally:
            server.send_signal(signal.SIGINT)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_example_of_an_announcement_builds(guide: Path, tmp_path: Path) -> None:
    original, translation = examples(guide)
    root = sites.make(
        tmp_path,
        {
            "content/site.yaml": sites.SITE.replace("[ro, en]", "[ro, pl]"),
            "content/circulars/summer/index.ro.md": original,
            "content/circulars/summer/index.pl.md": translation,
            "content/organisations.yaml": "isj-cluj: {ro: Inspectoratul, pl: Inspektorat}\n",
            "content/projects/key-competences-jst.ro.md": project(),
        },
    )
    assert sites.codes(sites.build(root, as_of=sites.AS_OF.replace(year=2028))) == []
    assert "Letnia szkoła 2027" in "".join(path.read_text("utf-8") for path in (root / "public/pl").rglob("*.html"))


def project() -> str:
    given = {"name": "x", "beneficiary": "null", "period": "null", "funding": "null"}
    return sites.news("Proiect", "".join(f"{key}: {value}\n" for key, value in given.items()))


def test_every_view_of_a_template_is_in_the_designers_readme() -> None:
    text = TEXTS["templates/README.md"]
    for path in ROOT.glob("templates/**/*.*"):
        if path.suffix in (".html", ".xml", ".txt") and path.parent.name in ("pages", "feeds", "hosts"):
            assert f"{path.parent.name}/{path.name}" in text
    named = set(re.findall(r"`([A-Z][A-Za-z]+View)`", text))
    known = {
        name: value for room in (views, data, documents, editors, front, lists) for name, value in vars(room).items()
    }
    real = {name for name, value in known.items() if is_dataclass(value) and name.endswith("View")}
    assert named <= real
    shown = {name for name in real if any(field.name in ("frame", "root") for field in fields(known[name]))}
    assert shown <= named


def test_the_catalogues_hold_every_word_and_are_complete() -> None:
    sources, found = messages.sources(ROOT)
    updated, problems = messages.update(sources)
    assert found == problems == []
    for path, text in updated.items():
        assert (ROOT / path).read_text("utf-8") == text, f"run `sitegen messages`: {path}"
        if path.endswith(".po"):
            assert catalogues.read(path, text, path.split("/")[1])[1] == []


# --- links and paths --------------------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """Give the anchors of a document's headings, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PATHS)
def test_every_link_leads_somewhere(path: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", TEXTS[path]):
        if not target.startswith("https://"):
            name, _, anchor = target.partition("#")
            file = (ROOT / path).parent / name if name else ROOT / path
            assert file.is_file(), target
            assert not anchor or anchor in anchors(file.read_text("utf-8")), target


THEME = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
OURS = {
    *test_architecture.ROOMS,
    *THEME,
    "sitegen",
    "tests",
    "templates",
    "locales",
    "benchmarks",
    "docs",
    ".ci",
    ".github",
}
"""Folders whose files are meant when a path begins with them."""


def named(text: str) -> Iterator[str]:
    """Give the paths that a document names as its own repository's: from its root, or the engine's, or the theme's."""
    for path in re.findall(r"`([\w.<>*/-]+)`", text):
        parts = path.split("/")
        if path.endswith(".py") or (len(parts) > 1 and parts[0] in OURS):
            yield path


@pytest.mark.parametrize("path", PATHS)
def test_every_path_that_is_named_exists(path: str) -> None:
    missing = set()
    for name in named(TEXTS[path]):
        pattern = re.sub(r"<\w+>", "*", name).rstrip("/")
        if not any(any((ROOT / base).glob(pattern)) for base in ("", "sitegen", "templates")):
            missing.add(name)
    assert missing == set()


def test_what_contributors_are_sent_to_is_there() -> None:
    """A name in brackets behind a file is one of that file's."""
    sent = re.findall(r"`([\w/]+\.\w+)` \(((?:`\w+`(?:, )?)+)\)", TEXTS["CONTRIBUTING.md"])
    assert sent
    for path, names in sent:
        (file,) = [ROOT / base / path for base in ("", "sitegen") if (ROOT / base / path).is_file()]
        text = file.read_text("utf-8")
        for name in re.findall(r"\w+", names):
            assert re.search(rf"^\s*(?:(?:def|class) )?{name}\b", text, re.MULTILINE), f"{name} in {path}"


def test_the_house_is_told_in_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert (list(figures.ROOMS), figures.STAGES) == (test_architecture.ROOMS, test_architecture.STAGES)
    figures.main()
    told = capsys.readouterr().out
    assert told.startswith("imports that point back: 0")
    assert {line.split()[0] for line in told.splitlines() if line} >= {*figures.ROOMS, "all", "bindings:"}
    assert len(told.splitlines()) <= 24
