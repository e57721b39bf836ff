"""What all tests share."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import programs
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser


settings.register_profile("untimed", deadline=None)  # how long an example takes depends on how busy the machine is
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites what tests expect; read the difference before you keep it."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected files")


def pytest_xdist_auto_num_workers() -> int:
    """Have one process more than the machine has cores: many tests wait for a browser, a server or a time-out."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True, scope="session")
def _apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the key of memories out of the cache of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("LOCALAPPDATA", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> None:
    """Let programs that tests start hear Ctrl+C, also where the tests themselves run in a shell's background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        with suppress(ValueError):  # no main thread
            signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start a browser; two at once cannot be in one process, so each module closes its own."""
    from playwright.sync_api import sync_playwright

    path = programs.chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=programs.CHROMIUM_ARGUMENTS)
        yield started
        started.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests recorded."""
    passed = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    figures = [
        f"{name}: {value}" for report in passed if report.when == "call" for name, value in report.user_properties
    ]
    if figures:
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(sorted(figures)))
