"""What other programs think of the pages: html-validate, stylelint and Lighthouse.

With `SITEGEN_PROOF=middle` Lighthouse looks at a page of four kinds. Its figure for performance depends
on how busy the machine is: it is printed, and only with `full`, on a quiet machine, must the median of three reach the
mark.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import browsing
import hosting
import programs
import pytest
import sites

from benchmarks import sample
from sitegen.build import engine

MARK = 0.98
KINDS = ("home", "list", "document", "comparison")
CATEGORIES = ("accessibility", "best-practices", "seo", "performance")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the real site; give its output folder."""
    root = tmp_path_factory.mktemp("real")
    shutil.copytree(programs.ROOT / "content", root / "content")
    report = sites.build(root, as_of=datetime.fromisoformat(sample.AS_OF), search=engine.indexer())
    assert sites.codes(report) == []
    return root / "public"


def test_stylelint_finds_nothing() -> None:
    program = Path(programs.node_module("stylelint/bin/stylelint.mjs"))
    programs.node_module("stylelint-config-standard/package.json")
    options: list[str | Path] = [
        "--config",
        programs.ROOT / ".stylelintrc.json",
        "--config-basedir",
        program.parents[3],
    ]
    _silent([programs.node(), program, *options, "templates/static/**/*.css"])


def test_html_validate_finds_nothing(public: Path) -> None:
    program = programs.node_module("html-validate/bin/html-validate.mjs")
    _silent([programs.node(), program, "--config", programs.ROOT / ".htmlvalidate.json", "--formatter", "text", public])


def _silent(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=programs.ROOT, timeout=300, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, ""), (done.stdout + done.stderr)[:4000]


@pytest.mark.proof
@pytest.mark.skipif(programs.SMALL, reason="Lighthouse looks at pages with SITEGEN_PROOF=middle in the environment")
@pytest.mark.parametrize("kind", KINDS)
def test_lighthouse_gives_full_marks(
    public: Path, kind: str, tmp_path: Path, record_property: Callable[[str, str], None]
) -> None:
    with hosting.serve(public) as host:
        runs = [_lighthouse(host + browsing.NAMED[kind], tmp_path) for _ in range(3 if programs.FULL else 1)]
    scores = {category: statistics.median(run[category] for run in runs) for category in CATEGORIES}
    record_property(f"Lighthouse, {kind}", ", ".join(f"{category} {score:.2f}" for category, score in scores.items()))
    optional = {"seo"} if kind == "comparison" else set[str]()  # it is not to be found by search engines
    optional |= set() if programs.FULL else {"performance"}
    assert [(category, score) for category, score in scores.items() if score < MARK and category not in optional] == []


def _lighthouse(url: str, scratch: Path) -> dict[str, float]:
    """Give the score of each category."""
    program = programs.node_module("lighthouse/cli/index.js")
    flags = " ".join([*programs.CHROMIUM_ARGUMENTS, "--headless=new", f"--user-data-dir={scratch / 'profile'}"])
    options = ["--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"]
    command = [programs.node(), program, url, *options]
    environment = {**os.environ, "CHROME_PATH": programs.chromium()}
    for _attempt in range(3):  # "Please run Lighthouse again", it says, when the browser was too slow to be traced
        done = subprocess.run(command, capture_output=True, env=environment, timeout=300, check=False)
        if b"run Lighthouse again" not in done.stderr:
            break
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    report = json.loads(done.stdout)
    return {category: report["categories"][category]["score"] for category in CATEGORIES}
