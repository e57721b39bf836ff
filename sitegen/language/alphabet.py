"""Alphabets: the order of words, their initials, and how they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from sitegen.language.text import _primary, nfc

SortKey: TypeAlias = tuple[str, str, str, str]


def comma_below(text: str) -> str:
    """Put the comma below that Romanian has for the cedilla that old encodings had in its place."""
    return text.translate(_COMMA_BELOW)


# --- order ------------------------------------------------------------------------------------------------------------

_ALPHABETS = {
    "ro": "aăâbcdefghiîjklmnopqrsștțuvwxyz",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
}
_LATIN = "abcdefghijklmnopqrstuvwxyz"

# Letters that Unicode does not decompose, and the cedilla that stands for the comma below.
_BASES = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_COMMA_BELOW = str.maketrans("şţŞŢ", "șțȘȚ")
_NUMBER = re.compile(r"0*([0-9]+)")
_SPACES = re.compile(r"\s+")
_LETTER = re.compile(r"[^\W\d_]")
_MARKS = frozenset("„“”‟«»\"'‘’‚‛")


class _Ranks(dict[int, str]):
    """What each character counts as: its sort (space and signs, numbers, letters of the alphabet, others), its rank."""

    def __init__(self, alphabet: str) -> None:
        super().__init__()
        self._letters = {letter: f"\3{chr(rank + 1)}" for rank, letter in enumerate(alphabet)}

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isspace():
            rank = "\1\0"
        elif _LETTER.match(char):
            rank = self._letter(char.lower())
        else:
            rank = "" if char in _MARKS or unicodedata.combining(char) else f"\1{char}"
        self[code] = rank
        return rank

    def _letter(self, small: str) -> str:
        if small in self._letters:
            return self._letters[small]
        bases = unicodedata.normalize("NFKD", small.translate(_BASES))
        return "".join(self._letters.get(base, f"\4{base}") for base in bases if not unicodedata.combining(base))


@cache
def collation_key(language: str) -> Callable[[str], SortKey]:
    """Make the key that sorts texts as the language's dictionaries do: by letters, then accents, then small first.

    Each letter of the alphabet counts for itself (CLDR); others count as their base letter. Numbers go by value,
    before letters; quotation marks do not count.
    """
    ranks = _Ranks(alphabet(language))

    def key(text: str) -> SortKey:
        composed = nfc(text).translate(_COMMA_BELOW)
        parts = _NUMBER.split(_SPACES.sub(" ", composed))
        counted = [
            f"\2{chr(len(part))}{part}" if index % 2 else part.translate(ranks) for index, part in enumerate(parts)
        ]
        return "".join(counted), composed.lower(), composed.swapcase(), text

    return key


_INITIAL = re.compile("(?:\1.)*([\2\3])(.)", re.DOTALL)


def initial(text: str, language: str) -> str:
    """Give the letter under which an alphabetical list puts a text: of the language's alphabet, small.

    It is "0" for a number, and empty for what begins with no letter of that alphabet.
    """
    letters, first = alphabet(language), text[:1].lower().translate(_COMMA_BELOW)
    if first and first in letters:
        return first
    match = _INITIAL.match(collation_key(language)(text[:40])[0])
    if not match:
        return ""
    return "0" if match[1] == "\2" else letters[ord(match[2]) - 1]


def alphabet(language: str) -> str:
    """Give the letters of a language's alphabet in order, small."""
    return _ALPHABETS.get(_primary(language), _LATIN)


def natural_key(text: str) -> SortKey:
    """Make the key that sorts registration numbers by value: 9 before 10, 14/9 before 14/11."""
    return collation_key("")(text)


# --- search -----------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+")
_CIRCUMFLEX = re.compile(r"(?<=[^\W_])[âî](?=[^\W_])")


def folded(text: str) -> str:
    """Give a text as it is typed on a keyboard that has not the language's letters: small, without marks."""
    bases = unicodedata.normalize("NFKD", text.lower().translate(_BASES))
    return "".join(char for char in bases if not unicodedata.combining(char))


def words(text: str) -> set[str]:
    """Give the words of a text in small letters, each once."""
    return {*_WORD.findall(nfc(text).lower())}


def spellings(word: str, language: str) -> tuple[str, ...]:
    """Give how else a word may be typed, beyond the marks that every search leaves out.

    That is without letters that Unicode does not decompose (ł); in Romanian with î for â within it, as older texts
    have it, and the other way round.
    """
    typed = [folded(word)] if word.translate(_BASES) != word else []
    if _primary(language) == "ro" and _CIRCUMFLEX.search(word):
        typed.append(folded(_CIRCUMFLEX.sub(lambda letter: "î" if letter[0] == "â" else "â", word)))
    return tuple(typed)
