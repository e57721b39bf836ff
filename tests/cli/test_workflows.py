"""The CI files: their shell steps run in a fresh clone, call only the documents' commands, and give nothing away."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import programs
import pytest
import sites
import yaml

GITHUB = programs.ROOT / ".github" / "workflows" / "publish.yml"
IMPORT = programs.ROOT / ".github" / "workflows" / "import.yml"
GITLAB = programs.ROOT / ".gitlab-ci.yml"
AGAINST = ' ${SITE_ADDRESS:+--against "$SITE_ADDRESS"}'
BROKEN = "content/circulars/cipe-support-groups/index.pl.md"


def _load(path: Path) -> dict[Any, Any]:
    loaded: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def _github() -> list[str]:
    return [step["run"] for job in _load(GITHUB)["jobs"].values() for step in job["steps"] if "run" in step]


def _gitlab() -> list[str]:
    loaded = _load(GITLAB)
    assert loaded["review"]["extends"] == loaded["pages"]["extends"] == ".build"
    steps: list[str] = loaded[".build"]["script"]
    return steps


STEPS = {"github": _github(), "gitlab": _gitlab()}


def _told() -> set[str]:
    """Give the commands in the documents' shell blocks, one by one."""
    texts = [path.read_text("utf-8") for path in (programs.ROOT / "README.md", *(programs.ROOT / "docs").glob("*.md"))]
    blocks = re.findall(r"^```sh\n(.*?)^```", "\n".join(texts), re.MULTILINE | re.DOTALL)
    return {part.strip() for block in blocks for line in block.splitlines() for part in line.split("&&")}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Clone what is committed. In place of an installation its Python is the one that runs here."""
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(programs.ROOT), str(folder)], check=True, timeout=60)
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    return folder


def _run(step: str, clone: Path, verify: str = "", published: str = "") -> subprocess.CompletedProcess[str]:
    around = {**os.environ, "CI": "true", "LANG": "C.UTF-8", "PYTHONPATH": "", "VERIFY": verify}
    around |= {"SITE_ADDRESS": published, "no_proxy": "*"}
    around |= {"XDG_CACHE_HOME": str(clone.parent / "cache"), "GITHUB_STEP_SUMMARY": str(clone.parent / "summary.md")}
    return subprocess.run(
        ["bash", "-e", "-c", step], cwd=clone, env=around, capture_output=True, text=True, check=False, timeout=120
    )


def _steps(name: str) -> Iterator[str]:
    """Give a file's steps but for the installations."""
    for step in STEPS[name]:
        if " install " not in step:
            yield step


@pytest.mark.proof
@pytest.mark.parametrize("name", programs.size(["github"], [*STEPS], [*STEPS]))
def test_the_steps_build_the_site_in_a_fresh_clone(name: str, clone: Path) -> None:
    for step in _steps(name):
        done = _run(step, clone)
        assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"
    made = sites.tree(clone / "public")
    assert {"index.html", "404.html", "manifest.json", "ro/index.html", "pl/index.html", "en/index.html"} <= set(made)
    # The next run finds this one's .sitegen/ and public/ in the cache, and has nothing to write; at night it verifies.
    again = [_run(step, clone, "--verify") for step in _steps(name)]
    assert ": 0 rendered, 0 written, 0 removed." in again[-1].stdout
    assert "Verified: every file is what a clean build makes." in again[-1].stdout
    assert sites.tree(clone / "public") == made


def test_a_mistake_becomes_an_annotation_and_publishes_nothing(clone: Path) -> None:
    _look, check, build = _steps("github")
    assert _run(build, clone).returncode == 0
    made = sites.tree(clone / "public")
    file = clone / BROKEN
    text = file.read_text("utf-8")
    file.write_text(text.replace("\ntitle:", "\ntitel:", 1), "utf-8")
    told, refused = _run(check, clone), _run(build, clone)
    assert (told.returncode, refused.returncode) == (1, 1)
    line = text[: text.index("\ntitle:")].count("\n") + 2
    assert re.search(rf"^::error file={re.escape(BROKEN)},line={line},col=1,title=[a-z-]+::", told.stdout, re.MULTILINE)
    assert sites.tree(clone / "public") == made
    summary = (clone.parent / "summary.md").read_text("utf-8")
    assert summary.startswith(
        f"# 1 error, 0 warnings\n\n## {BROKEN}\n\n* **error, line {line}:** There is no field titel."
    )
    assert summary.endswith("  Write instead:\n\n  ```\n  title\n  ```\n")


@pytest.mark.parametrize("name", STEPS)
def test_an_address_that_would_vanish_is_told_with_all_else_in_one_round(name: str, clone: Path) -> None:
    *_before, check, _build = _steps(name)
    assert _run(".venv/bin/python build.py", clone).returncode == 0
    shutil.rmtree(clone / Path(BROKEN).parent)
    published = str(clone.parent / "published.json")
    shutil.copyfile(clone / "public/manifest.json", published)
    told = _run(check, clone, published=published)
    assert told.returncode == 1
    entry = "/ro/circulare/proiectul-cipe/:\n  title: "
    assert entry.replace("\n", "%0A" if name == "github" else "\n    ") in told.stdout
    if name == "github":
        summary = (clone.parent / "summary.md").read_text("utf-8")
        assert summary.startswith("# 1 error, ")
        assert "\n## content/gone.yaml\n" in summary
        assert "  " + entry.replace("\n", "\n  ") in summary
    else:
        (report,) = json.loads((clone / "gl-code-quality-report.json").read_text("utf-8"))
        assert report["location"]["path"] == "content/gone.yaml"


@pytest.mark.parametrize("name", STEPS)
def test_what_cannot_be_compared_stops_the_run(name: str, clone: Path) -> None:
    *_before, check, _build = _steps(name)
    told = _run(check, clone, published="http://127.0.0.1:9/")
    assert told.returncode == 2
    assert "What is published at http://127.0.0.1:9/ cannot be read" in told.stderr
    if name == "github":
        summary = (clone.parent / "summary.md").read_text("utf-8")
        assert summary.startswith("# What is published at http://127.0.0.1:9/ cannot be read")
        assert "nothing to mend" not in summary


@pytest.mark.parametrize("name", STEPS)
def test_a_proposal_does_not_say_which_site_is_published(name: str, clone: Path) -> None:
    """Its site.yaml may be a stranger's. Without the variable it is told that nothing is compared."""
    *before, _build = _steps(name)
    unset = [_run(step, clone) for step in before]
    assert [step.returncode for step in unset] == [0] * len(unset)
    assert "Set the variable SITE_ADDRESS" in "".join(step.stdout for step in unset)
    if name == "github":
        (check,) = [step for step in _load(GITHUB)["jobs"]["build"]["steps"] if "SITE_ADDRESS" in step.get("env", {})]
        asked = "vars.SITE_ADDRESS || github.event_name != 'pull_request' && 'published' || ''"
        assert check["env"] == {"SITE_ADDRESS": f"${{{{ {asked} }}}}"}
    else:
        loaded = _load(GITLAB)
        assert loaded["pages"]["variables"] == {"SITE_ADDRESS": "published"}
        assert "SITE_ADDRESS" not in {**loaded["variables"], **loaded["review"].get("variables", {})}


@pytest.mark.parametrize("name", STEPS)
def test_the_steps_are_the_documents_commands(name: str) -> None:
    lines = [line.replace(AGAINST, "") for step in STEPS[name] for line in step.splitlines()]
    parts = {part.strip() for line in lines if not line.startswith('test -n "$SITE') for part in line.split("&&")}
    plain = {re.sub(r"^sudo | --format \w+( > \S+ \|\| .*| --summary \S+)?$| \$VERIFY$", "", part) for part in parts}
    assert plain <= _told()


def test_actions_are_pinned_and_nothing_secret_is_named() -> None:
    for file, least in ((GITHUB, 6), (IMPORT, 2)):
        text, jobs = file.read_text("utf-8"), _load(file)["jobs"]
        uses = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
        assert len(uses) >= least
        assert [use for use in uses if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", use)] == []
        assert len(re.findall(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", text, re.MULTILINE)) == len(uses)
        assert "pull_request_target" not in text
    for file in (GITHUB, GITLAB):
        publishing = file.read_text("utf-8").partition("\n# A file that is put into inbox/")[0]
        assert not re.search(r"secrets?\b|token(?!: write)|password", publishing, re.IGNORECASE), file


def test_only_the_publishing_job_of_main_may_write() -> None:
    loaded = _load(GITHUB)
    assert loaded["permissions"] == {"contents": "read"}
    allowed = {name: job.get("permissions") for name, job in loaded["jobs"].items()}
    assert allowed == {"build": None, "publish": {"pages": "write", "id-token": "write"}}
    assert loaded["jobs"]["publish"]["if"] == "github.ref == 'refs/heads/main'"
    assert loaded["jobs"]["build"]["steps"][0]["with"] == {"persist-credentials": False}


def test_proposals_pushes_and_nights_start_a_run() -> None:
    github = _load(GITHUB)[True]  # YAML 1.1 takes `on` for true
    assert {"pull_request", "push", "schedule"} <= set(github)
    assert github["push"] == {"branches": ["main"]}
    gitlab = {rule["if"]: rule.get("variables") for rule in _load(GITLAB)["workflow"]["rules"]}
    assert gitlab == {
        '$CI_PIPELINE_SOURCE == "merge_request_event"': None,
        '$CI_PIPELINE_SOURCE == "schedule"': {"VERIFY": "--verify"},
        "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH": None,
    }
    (build,) = [step for step in _load(GITHUB)["jobs"]["build"]["steps"] if step.get("name") == "Build"]
    assert build["env"] == {"VERIFY": "${{ github.event_name == 'schedule' && '--verify' || '' }}"}
    assert _load(GITLAB)["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]


def test_the_last_build_is_kept_and_the_site_is_an_artefact() -> None:
    steps = {step["uses"].split("@")[0]: step for step in _load(GITHUB)["jobs"]["build"]["steps"] if "uses" in step}
    assert steps["actions/cache"]["with"]["path"].split() == [".sitegen", "public", "~/.cache/sitegen"]
    assert steps["actions/upload-artifact"]["with"]["path"] == "public"
    assert steps["actions/upload-pages-artifact"]["if"] == "github.ref == 'refs/heads/main'"
    template = _load(GITLAB)[".build"]
    assert template["cache"]["paths"] == [".sitegen/", ".cache/sitegen/", "public/"]
    assert template["artifacts"]["paths"] == ["public/"]
