"""The text of a PDF, line by line as it is drawn. pdfminer.six, which reads it, comes with the extra `import`.

A PDF of a few kilobytes can ask for any time and memory, and pdfminer.six has no bounds. So this module is also run by
itself, as a child that reads one PDF after another and dies of the first that asks for too much.
"""

from __future__ import annotations

import atexit
import faulthandler
import io
import json
import logging
import os
import signal
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from subprocess import Popen

    from pdfminer.layout import LTChar, LTTextLine

MOST_PAGES = 200
"""Pages beyond these are not read."""
MOST_LETTERS = 1 << 23
"""Pages after so many letters are not read."""
MEMORY = 1 << 30
"""Bytes that a child may have, where the system counts them (not on macOS, nor on Windows)."""
SECONDS = 8
"""Of a processor that a PDF may take; three times as many by the clock, for where the system does not count them."""


class Line(NamedTuple):
    """A line of letters; measures in points (1/72 inch), `left` and `top` from the page's upper left corner."""

    text: str
    size: float
    bold: bool
    left: float
    top: float


class UnreadableError(ValueError):
    """These bytes are no PDF that can be read."""


class CostlyError(UnreadableError):
    """To read this PDF takes more time or memory than it may."""


def available() -> bool:
    """Say whether PDFs can be read here."""
    return find_spec("pdfminer") is not None


def pages(data: bytes, most: int = MOST_PAGES, seconds: int = 0) -> list[list[Line]]:
    """Give the lines of the first pages in the order in which they stand in the file, empty where there are none.

    Raises UnreadableError, and CostlyError where that is why.
    """
    child = _idle.pop() if _idle else _child()
    try:
        if child.poll() is not None:  # it was killed while it waited
            child = _child()
        answer = _asked(child, _ASKED.pack(len(data), most, seconds or SECONDS), data)
    except BaseException:
        _end(child)
        raise
    if answer is None:
        _end(child)
        raise CostlyError
    _idle.append(child)
    read = json.loads(answer)
    if read is None:
        raise UnreadableError
    return [[Line(*line) for line in page] for page in read]


# --- the parent's side ------------------------------------------------------------------------------------------------

_ASKED, _ANSWERED = struct.Struct(">QII"), struct.Struct(">Q")
_idle: list[Popen[bytes]] = []


def _child() -> Popen[bytes]:
    """Start a child. Its program is this file and what is installed, nothing of the folder that it runs in (`-P`)."""
    import subprocess

    quiet = subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603  (no shell, and nothing of the document is among the arguments)
        [sys.executable, "-P", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet
    )


def _asked(child: Popen[bytes], *question: bytes) -> bytes | None:
    """Give a child's answer; None where it died of the question."""
    assert child.stdin  # noqa: S101  (it was started so)
    assert child.stdout  # noqa: S101
    try:
        for part in question:
            child.stdin.write(part)
        child.stdin.flush()
    except OSError:  # it has died already
        return None
    size = child.stdout.read(_ANSWERED.size)
    if len(size) < _ANSWERED.size:
        return None
    answer = child.stdout.read(*_ANSWERED.unpack(size))
    return answer if len(answer) == _ANSWERED.unpack(size)[0] else None


@atexit.register
def _end(*children: Popen[bytes]) -> None:
    """End a child, or all that wait."""
    for child in children or _idle:
        child.kill()
        with suppress(OSError):  # what was not yet sent to it
            child.__exit__(None, None, None)


# --- the child's side -------------------------------------------------------------------------------------------------


def _serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until nobody asks any more."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent's business
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    _limit("RLIMIT_AS", MEMORY)
    while len(asked := questions.read(_ASKED.size)) == _ASKED.size:
        size, most, seconds = _ASKED.unpack(asked)
        data = questions.read(size)
        faulthandler.dump_traceback_later(3 * seconds, exit=True)
        _limit("RLIMIT_CPU", int(time.process_time()) + 1 + seconds)
        answer = json.dumps(_pages(data, most)).encode()
        faulthandler.cancel_dump_traceback_later()
        answers.write(_ANSWERED.pack(len(answer)) + answer)
        answers.flush()


def _follow(parent: int) -> None:
    """End when the parent is gone, which tells nobody when it is killed; on Windows the clock alone ends this."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _limit(name: str, most: int) -> None:
    with suppress(ImportError, AttributeError, ValueError, OSError):  # not every system has it, or allows it
        import resource

        kind = getattr(resource, name)
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _pages(data: bytes, most: int) -> list[list[Line]] | None:
    """Read a PDF; None for bytes that are none."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams

    read, letters = list[list[Line]](), 0
    try:
        for page in extract_pages(io.BytesIO(data), maxpages=most, laparams=LAParams()):
            read.append([_line(line, page.height) for line in _lines(page) if line.get_text().strip()])
            letters += sum(len(line.text) for line in read[-1])
            if letters > MOST_LETTERS:
                break
    except MemoryError:
        os._exit(1)
    except Exception:  # pdfminer names no error that covers what a broken file makes it raise
        return None
    return read


def _lines(part: object) -> Iterator[LTTextLine]:
    from pdfminer.layout import LTContainer, LTTextLine

    if isinstance(part, LTTextLine):
        yield part
    elif isinstance(part, LTContainer):
        for below in part:
            yield from _lines(below)


def _line(line: LTTextLine, height: float) -> Line:
    from pdfminer.layout import LTChar

    letters: list[LTChar] = [letter for letter in line if isinstance(letter, LTChar)]
    size = max((round(letter.size, 1) for letter in letters), default=0.0)
    bold = bool(letters) and all("bold" in letter.fontname.lower() for letter in letters)
    return Line(line.get_text().rstrip("\n"), size, bold, round(line.x0, 1), round(height - line.y1, 1))


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
