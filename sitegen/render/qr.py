"""QR codes (ISO/IEC 18004) of addresses, for paper. Home of segno."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

QUIET = 4
"""Modules around a code that stay white (ISO/IEC 18004, 6.3.8)."""
MASK = 3
"""The pattern that is laid over all codes. To look for the best of eight takes five times as long; over 150 addresses
the worst code with this one was about as good to read (penalty 1,935) as the worst of the best ones (1,873)."""

_RUN = re.compile(b"(\x00*)(\x01+)")


@lru_cache(maxsize=4096)
def code(address: str, label: str) -> Markup:
    """Draw an address as SVG: a stroke for each run of dark modules in a row. `label` says what it is."""
    import segno

    rows = segno.make_qr(address, error="m", boost_error=False, mask=MASK).matrix
    lines = (_RUN.sub(_stroke, row).rstrip(b"\0").decode() for row in rows)
    size, path = len(rows) + 2 * QUIET, "".join(f"M0 {y}{line}" for y, line in enumerate(lines))
    # A stroke runs through the middle of its row: the edge of the first row is half a module above 0.
    opening = Markup('<svg class="qr" role="img" viewBox="{0} {0}.5 {1} {1}"><title>{2}</title>').format(
        -QUIET, size, label
    )
    return opening + Markup('<path stroke="#000" d="{}"/></svg>').format(path)


def _stroke(run: re.Match[bytes]) -> bytes:
    light, dark = len(run[1]), len(run[2])
    return b"m%d 0h%d" % (light, dark) if light else b"h%d" % dark
