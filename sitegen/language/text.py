"""Text as strings: normal forms, fingerprints, slugs, order and typography, by language."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from slugify import slugify as transliterated

NO_BREAK_SPACE = "\u00a0"
MOST_CHOICES = 500  # a guess is not worth more work than that


# --- normal forms -----------------------------------------------------------------------------------------------------

# Double marks to ", single ones to ', every dash to -, and the cedilla that old Romanian texts have to the comma below.
_ONE_KIND = dict(zip("„“”‟«»‘’‚‛‐‑‒–—―−şţŞŢ", '"' * 6 + "'" * 4 + "-" * 7 + "șțȘȚ", strict=True))
_KINDS = re.compile(f"[{''.join(_ONE_KIND)}]")


def nfc(text: str) -> str:
    """Compose the text (Unicode normalisation form C)."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fingerprint(text: str) -> str:
    """Tell what the text says: 12 hex digits that marks, dashes and the breaking of lines do not change."""
    normal = " ".join(_KINDS.sub(lambda match: _ONE_KIND[match[0]], nfc(text)).split())
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def plain(text: str) -> str:
    """Turn no-break spaces into spaces, for titles, descriptions, feeds and search."""
    return text.replace(NO_BREAK_SPACE, " ").replace("\u202f", " ")


_BEFORE_STOP = re.compile(r"%\((\w+)\)s\.(?!\.)")
_STOPPED = re.compile(r"[.…?!](?:\s|<[^>]*>)*\Z")


def stop(text: str) -> str:
    """Give the full stop after a text, which may be HTML: none if it ends in one itself, as "2026 r." does."""
    return "" if _STOPPED.search(text) else "."


def stopped(message: str, inserted: Mapping[str, object]) -> str:
    """Leave out the full stops of a message that would stand after those of what is inserted into it."""
    if ")s." not in message:
        return message
    return _BEFORE_STOP.sub(lambda match: f"%({match[1]})s{stop(str(inserted.get(match[1], '')))}", message)


# --- names ------------------------------------------------------------------------------------------------------------


def slugify(text: str) -> str:
    """Make a name of `a-z 0-9 -` for addresses and ids; empty where the text has no letter or digit."""
    # The back end is named, or else what else is installed would decide on the addresses.
    return transliterated(text, entities=False, decimal=False, hexadecimal=False, backend="text-unidecode")


def nearest(word: str, choices: Iterable[str]) -> str:
    """Find the known name that was probably meant, or nothing."""
    known = {choice.casefold(): choice for choice in sorted(choices, reverse=True)[:MOST_CHOICES]}
    near = difflib.get_close_matches(word[:100].casefold(), known, n=1)
    return known[near[0]] if near else ""


def _primary(tag: str) -> str:
    """Give the language of a BCP 47 tag without its refinements."""
    return tag.split("-", 1)[0].lower()
