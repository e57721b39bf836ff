"""The documents are true: what README and templates/README.md claim is what there is."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields, is_dataclass
from pathlib import Path
from textwrap import dedent

import click
import pytest
import sites

from sitegen import cli
from sitegen.cli import build
from sitegen.language import catalogues
from sitegen.model import views
from sitegen.model.views import data, documents, editors, front, lists
from sitegen.read import kinds
from sitegen.tools import messages

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def command(name: str) -> list[str]:
    """Give the README's command that is marked with a name, step by step."""
    match = re.search(rf"<!-- command: {name} -->\n```sh\n(.+?)\n```", README, re.DOTALL)
    assert match, name
    return match[1].split(" && ")


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


def test_every_option_is_in_the_readme_and_every_one_there_exists() -> None:
    told = set(re.findall(r"^\| `(--[a-z-]+)", README, re.MULTILINE))
    only = {
        verb: set(re.findall(rf"^\| `(--[a-z-]+).*\(only `{verb}`\)", README, re.MULTILINE))
        for verb in ("build", "check")
    }
    for verb, those in ((build.build, told - only["check"]), (build.check, told - only["build"])):
        real = {name for option in verb.params if isinstance(option, click.Option) for name in option.opts}
        assert real == those


def test_every_command_has_help_and_is_in_the_readme() -> None:
    for name, verb in cli.cli.commands.items():
        assert verb.help
        assert f"sitegen {name}" in README


def test_every_kind_is_in_the_readme() -> None:
    listed = README.split("each with its kind")[1].split("any may be a `list`")[0]
    assert set(re.findall(r"`([a-z]+)`", listed)) == kinds.KINDS


GUIDES = sorted((ROOT / "templates" / "editors").glob("guide.*.md"))


def examples(guide: Path) -> tuple[str, str]:
    """Give the original and the translation that a guide shows."""
    blocks = re.findall(r"(?:^(?: {4}.*)?\n)+", guide.read_text("utf-8"), re.MULTILINE)
    original, translation = (dedent(block).strip("\n") + "\n" for block in blocks if "    ---\n" in block)
    return original, translation


def test_the_example_of_a_mistake_is_what_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = README.split("content/circulars/summer/index.ro.md:8:9")[1].split("```")[0]
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
    text = (ROOT / "templates/README.md").read_text("utf-8")
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
