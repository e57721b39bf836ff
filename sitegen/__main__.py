"""`python -m sitegen`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from sitegen.cli import main


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Be the program. All is closed by then; to take the values of a large site apart would take tenths of a second."""
    code = main(arguments)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # none there, or whoever read it has gone
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
