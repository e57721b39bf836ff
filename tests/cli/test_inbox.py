"""The inbox: the steps of the CI files run on a real repository, and propose what is put there; no name breaks them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import programs
import pytest
import sites
import yaml

GITHUB = programs.ROOT / ".github" / "workflows" / "import.yml"
GITLAB = programs.ROOT / ".gitlab-ci.yml"
TEXT = (Path(__file__).parents[1] / "tools" / "inbox" / "circular.ro.txt").read_text("utf-8")
HOSTILE = 'inbox/anul 2027/-x "$(touch pwned)"; touch pwned \'\n.txt'
FOLDER = "content/circulars/proiectul-lectura-curiozitate-si-rabdare-lcr"


def _load(path: Path) -> dict[Any, Any]:
    loaded: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def git(*arguments: str, cwd: Path) -> str:
    named = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "core.quotePath=false"]
    done = subprocess.run(["git", *named, *arguments], cwd=cwd, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


class Repository(NamedTuple):
    """A working copy, its bare origin, and where the programs are that stand for the host's."""

    work: Path
    origin: Path
    programs: Path

    def put(self, files: dict[str, str | bytes]) -> str:
        """Commit and push files; give the commit before."""
        before = git("rev-parse", "HEAD", cwd=self.work)
        for path, text in files.items():
            file = self.work / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        git("add", "-A", cwd=self.work)
        git("commit", "-q", "-m", "Files", cwd=self.work)
        git("push", "-q", "origin", "main", cwd=self.work)
        return before

    def run(self, step: str, **named: str) -> subprocess.CompletedProcess[str]:
        """Run a step as a runner does, with the host's own variables."""
        around = {
            **os.environ,
            "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(programs.ROOT),
            "LANGUAGE": "ro",
            "GITHUB_RUN_ID": "77",
            "GITHUB_ACTOR": "ana",
            "GITHUB_STEP_SUMMARY": str(self.programs / "summary.md"),
            **named,
        }
        command = ["bash", "-e", "-o", "pipefail", "-c", step]
        return subprocess.run(
            command, cwd=self.work, env=around, capture_output=True, text=True, check=False, timeout=120
        )

    def proposed(self, branch: str) -> list[str]:
        """Give how a branch at the origin differs from main."""
        return git("diff", "--name-status", "--no-renames", "main", branch, cwd=self.origin).split("\n")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    origin, programs = tmp_path / "origin.git", tmp_path / "programs"
    git("init", "-q", "--bare", "-b", "main", str(origin), cwd=tmp_path)
    git("config", "receive.advertisePushOptions", "true", cwd=origin)
    git("clone", "-q", str(origin), "work", cwd=tmp_path)
    work = sites.make(tmp_path / "work", {".gitignore": ".venv/\n", "inbox/.gitkeep": ""})
    git("checkout", "-q", "-b", "main", cwd=work)
    git("add", "-A", cwd=work)
    git("commit", "-q", "-m", "Site", cwd=work)
    git("push", "-q", "origin", "main", cwd=work)
    _program(work / ".venv/bin/python", f'exec "{sys.executable}" "$@"')
    _program(programs / "gh", 'printf "%s\\n" "$*" >> "$0.log"; test "$1" != pr || cp .git/inbox.md "$0.md"')
    return Repository(work, origin, programs)


def _program(file: Path, script: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)


def _github(repository: Repository, before: str) -> list[subprocess.CompletedProcess[str]]:
    """Run the steps but for the installation, up to one that fails."""
    steps = [step["run"] for step in _load(GITHUB)["jobs"]["propose"]["steps"] if "run" in step]
    done = list[subprocess.CompletedProcess[str]]()
    for step in steps:
        if " install " not in step:
            done.append(repository.run(step, BEFORE=before))
            if done[-1].returncode:
                break
    return done


def _gitlab(repository: Repository, before: str) -> subprocess.CompletedProcess[str]:
    (step,) = [step for step in _load(GITLAB)["inbox"]["script"] if " install " not in step]
    url = "https://oauth2:key@gitlab.example/a/b.git"
    git("config", f"url.{repository.origin}.insteadOf", url, cwd=repository.work)
    named = {"CI_COMMIT_BEFORE_SHA": before, "INBOX_TOKEN": "key", "CI_PROJECT_URL": "https://gitlab.example/a/b"}
    named |= {"CI_DEFAULT_BRANCH": "main", "CI_JOB_ID": "77", "CI_JOB_URL": "https://gitlab.example/a/b/-/jobs/77"}
    return repository.run(step, **named, GITLAB_USER_NAME="Ana", GITLAB_USER_EMAIL="ana@example.org")


def test_a_file_in_the_inbox_becomes_a_pull_request(repository: Repository) -> None:
    done = _github(repository, repository.put({HOSTILE: TEXT, "inbox/scan.pdf": b"nothing"}))
    assert [one.returncode for one in done] == [0, 0, 0], "\n".join(one.stdout + one.stderr for one in done)
    written, removed = repository.proposed("inbox-77")
    assert written == f"A\t{FOLDER}/index.ro.md"
    assert removed.startswith("D\t")  # what could not be imported stays
    assert "pwned" in removed
    assert not list(repository.work.rglob("pwned"))
    assert git("log", "-1", "--format=%an", "inbox-77", cwd=repository.origin) == "ana"
    calls = (repository.programs / "gh.log").read_text("utf-8").splitlines()
    assert calls == [
        "auth setup-git",
        "pr create --base main --head inbox-77 --title inbox → content --body-file .git/inbox.md",
    ]
    told = (repository.programs / "gh.md").read_text("utf-8")
    assert "\n      rândul 3: Mutat în câmpul registration: Nr. 2207/14.10.2024\n" in told
    assert "    inbox/scan.pdf nu a fost importat.\n" in told
    assert f"\n## {FOLDER}/index.ro.md\n" in told  # what the check says of it
    assert "issuer" in told


def test_the_next_file_is_proposed_alone(repository: Repository) -> None:
    repository.put({"inbox/one.txt": TEXT})
    before = repository.put({"inbox/two.txt": "Un text despre școală și despre elevii din ea."})
    assert [one.returncode for one in _github(repository, before)] == [0, 0, 0]
    assert repository.proposed("inbox-77") == ["A\tcontent/news/two/index.ro.md", "D\tinbox/two.txt"]


def test_a_first_push_proposes_all_that_is_there(repository: Repository) -> None:
    repository.put({"inbox/one.txt": TEXT})
    assert [one.returncode for one in _github(repository, "0" * 40)] == [0, 0, 0]
    assert repository.proposed("inbox-77") == [f"A\t{FOLDER}/index.ro.md", "D\tinbox/one.txt"]


def test_what_is_merged_is_not_proposed_again(repository: Repository) -> None:
    repository.put({"inbox/one.txt": TEXT})
    (repository.work / "inbox/one.txt").unlink()
    before = repository.put({})
    assert [one.returncode for one in _github(repository, before)] == [0, 0, 0]
    assert git("branch", "--list", cwd=repository.origin) == "* main"


def test_when_nothing_can_be_imported_the_run_says_so(repository: Repository) -> None:
    done = _github(repository, repository.put({"inbox/scan.pdf": b"nothing"}))
    assert [one.returncode for one in done] == [0, 0, 1]
    assert "inbox/scan.pdf nu a fost importat." in (repository.programs / "summary.md").read_text("utf-8")
    assert git("branch", "--list", cwd=repository.origin) == "* main"


def test_a_wrong_call_is_no_refusal(repository: Repository) -> None:
    (repository.work / ".venv/bin/python").write_text("#!/bin/sh\nexit 2\n", "utf-8")
    done = _github(repository, repository.put({"inbox/one.txt": TEXT}))
    assert done[-1].returncode not in (0, None)
    assert git("branch", "--list", cwd=repository.origin) == "* main"


def test_gitlab_makes_a_merge_request(repository: Repository) -> None:
    hook = repository.origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION_ > options\n", "utf-8")
    hook.chmod(0o755)
    done = _gitlab(repository, repository.put({HOSTILE: TEXT}))
    assert done.returncode == 0, done.stdout + done.stderr
    written, removed = repository.proposed("inbox-77")
    assert written == f"A\t{FOLDER}/index.ro.md"
    assert removed.startswith("D\t")
    assert not list(repository.work.rglob("pwned"))
    options = (repository.origin / "options").read_text("utf-8")
    assert "GIT_PUSH_OPTION_0=merge_request.create\n" in options
    assert "=merge_request.target=main\n" in options
    assert "rândul 3: Mutat în câmpul registration" in done.stdout
    refused = _gitlab(repository, repository.put({"inbox/scan.pdf": b"nothing"}))
    assert refused.returncode == 1


def test_the_token_is_given_to_the_last_step_alone() -> None:
    loaded = _load(GITHUB)
    assert loaded[True] == {"push": {"branches": ["main"], "paths": ["inbox/**"]}}  # YAML 1.1 takes `on` for true
    assert loaded["permissions"] == {"contents": "read"}
    assert "concurrency" not in loaded  # of runs that wait in a group only the last would come about
    (job,) = loaded["jobs"].values()
    assert job["permissions"] == {"contents": "write", "pull-requests": "write"}
    checkout, *_others, last = job["steps"]
    assert checkout["with"]["persist-credentials"] is False
    assert [step for step in job["steps"] if "token" in str(step.get("env", ""))] == [last]
    assert not any("${{" in step.get("run", "") for step in job["steps"])


def test_gitlab_imports_on_pushes_to_the_default_branch_alone() -> None:
    (rule,) = _load(GITLAB)["inbox"]["rules"]
    assert rule["changes"] == ["inbox/**/*"]
    assert rule["if"] == '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $INBOX_TOKEN'
