"""What all tests share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites what tests expect; read the difference before you keep it."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected files")


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
