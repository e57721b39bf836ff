"""Foreign programs that checks need. Where one is missing the test is skipped; under CI=true it fails."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Find the browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return _needed(next(filter(None, map(shutil.which, names)), None), "Chromium (Debian: apt install chromium)")


def java() -> str:
    """Find the Java that runs the Nu HTML checker."""
    return _needed(shutil.which("java"), "a Java runtime (Debian: apt install default-jre-headless)")


def program(name: str) -> str:
    """Find a web server; those are not on everybody's path."""
    package = {"nginx": "nginx-light", "apache2": "apache2-bin"}[name]
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
    return _needed(shutil.which(name, path=path), f"{name} (Debian: apt install {package})")


def node() -> str:
    """Find the Node that runs checkers from npm."""
    return _needed(shutil.which("node"), "Node (Debian: apt install nodejs npm)")


def node_module(path: str) -> str:
    """Find a file of an npm package, below SITEGEN_NODE_MODULES or the checkout's node_modules."""
    file = Path(os.environ.get("SITEGEN_NODE_MODULES") or ROOT / "node_modules") / path
    package = path.partition("/")[0]
    return _needed(
        str(file) if file.is_file() else None, f"{package} (npm install --ignore-scripts --no-save {package})"
    )


def _needed(found: str | None, what: str) -> str:
    if found is None:
        missing = f"install {what}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found
