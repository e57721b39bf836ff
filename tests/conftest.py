"""What all tests share."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites what tests expect; read the difference before you keep it."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected files")
