"""Text as strings: normal forms, fingerprints, slugs, order and typography, by language."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from slugify import slugify as transliterated

SortKey: TypeAlias = tuple[str, str, str, str]

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
    said = " ".join(_KINDS.sub(lambda found: _ONE_KIND[found[0]], nfc(text)).split())
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def comma_below(text: str) -> str:
    """Put the comma below that Romanian has for the cedilla that old encodings had in its place."""
    return text.translate(_COMMA_BELOW)


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
    return _BEFORE_STOP.sub(lambda found: f"%({found[1]})s{stop(str(inserted.get(found[1], '')))}", message)


# --- names ------------------------------------------------------------------------------------------------------------


def slugify(text: str) -> str:
    """Make a name of `a-z 0-9 -` for addresses and ids; empty where the text has no letter or digit."""
    # The back end is named, or else what else is installed would decide on the addresses.
    return transliterated(text, entities=False, decimal=False, hexadecimal=False, backend="text-unidecode")


def nearest(word: str, choices: Iterable[str]) -> str:
    """Find the known name that was probably meant, or nothing."""
    known = {choice.casefold(): choice for choice in sorted(choices, reverse=True)[:MOST_CHOICES]}
    found = difflib.get_close_matches(word[:100].casefold(), known, n=1)
    return known[found[0]] if found else ""


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
    found = _INITIAL.match(collation_key(language)(text[:40])[0])
    if not found:
        return ""
    return "0" if found[1] == "\2" else letters[ord(found[2]) - 1]


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
    found = [folded(word)] if word.translate(_BASES) != word else []
    if _primary(language) == "ro" and _CIRCUMFLEX.search(word):
        found.append(folded(_CIRCUMFLEX.sub(lambda letter: "î" if letter[0] == "â" else "â", word)))
    return tuple(found)


# --- typography -------------------------------------------------------------------------------------------------------

_QUOTES = {"ro": "„”", "pl": "„”", "en": "“”"}
_STRAIGHT = re.compile('"')
_OPENERS = "([{<„“«‹‘/¿¡"
_DASHES = "-‐‑–—"

# What must not be torn apart at the end of a line: in Polish the words of one letter, in both languages a number and
# its unit, an abbreviation and its word, a day and its month. Each space is asked what stands before and after it.
_APART = "\3"  # before each text, so that nothing reaches over
_EITHER = (
    r"[ \n](?:{more}(?<=[{ends}][ \n])(?:{words})(?!\s)|(?<=\d[ \n])(?:{groups}"
    r"(?=[%‰°]|(?:tys|mln|mld|mil|km|m|cm|kg|g|ha|szt|{units})(?!\w))"
    r"|(?=(?:{months})(?!\w))(?:(?<=\D\d[ \n])|(?<=\D[0-3]\d[ \n]))))"
)


def _behind(words: str) -> str:
    """Expect one of the words before a space; an expression can look back only by one length at a time."""
    by_length: dict[int, list[str]] = {}
    for word in words.split():
        by_length.setdefault(len(word), []).append(re.escape(word))
    return "|".join(rf"(?<=\W(?:{'|'.join(listed)})[ \n])" for listed in by_length.values())


_NO_BREAKS = {
    "pl": re.compile(
        _EITHER.format(
            more=r"(?<=[aiouwzAIOUWZ][ \n])(?<=[^\w'’-].[ \n])(?!\s)|(?<=§[ \n])(?!\s)|",
            ends=".rt",
            words=_behind(
                "art. Art. ust. Ust. lit. Lit. poz. Poz. ul. Ul. im. Im. godz. Godz. Dz. prof. Prof. str. Str. "
                "tel. Tel. pkt nr Nr dr Dr mgr Mgr"
            ),
            groups=r"(?=\d{3}(?!\d))(?:(?<=\D\d[ \n])|(?<=\D\d\d[ \n])|(?<=\D\d\d\d[ \n]))|",
            units=r"r\.|zł|gr|euro|EUR|PLN",
            months="stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
        )
    ),
    "ro": re.compile(
        _EITHER.format(
            more="",
            ends=".",
            words=_behind(
                "nr. Nr. art. Art. alin. Alin. lit. Lit. pct. Pct. pag. Pag. str. Str. bd. Bd. tel. Tel. prof. Prof. "
                "drd. Drd. dr. Dr. ing. Ing. jud. Jud."
            ),
            groups="",
            units="lei|leu|euro|EUR|RON|MDL",
            months="ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie",
        )
    ),
}


def _primary(tag: str) -> str:
    """Give the language of a BCP 47 tag without its refinements."""
    return tag.split("-", 1)[0].lower()


def typography(text: str, lang: str, before: str = "") -> str:
    """Set the language's quotation marks and no-break spaces; the length stays the same.

    `before` is the character that stands before the text in the same block, so that a mark after a link closes.
    """
    text = quoted(text, lang, before)
    pattern = _NO_BREAKS.get(_primary(lang))
    return pattern.sub(NO_BREAK_SPACE, f"{_APART}{_sort(before)}{text}")[2:] if pattern else text


def unbroken(texts: Sequence[tuple[str, str]], lang: str) -> list[str]:
    """Set the no-break spaces of texts without control characters at once; with each is given what is before it."""
    pattern = _NO_BREAKS.get(_primary(lang))
    if pattern is None:
        return [text for _before, text in texts]
    joined = "".join([f"{_APART}{_sort(before)}{text}" for before, text in texts])
    return [text[1:] for text in pattern.sub(NO_BREAK_SPACE, joined).split(_APART)[1:]]


def _sort(char: str) -> str:
    """Give a character for what stands before a text: not a word of one letter, but the end of any."""
    return "0" if char.isdecimal() else "x" if char.isalnum() else char or "\2"


def quoted(text: str, lang: str, before: str = "") -> str:
    """Turn straight double quotes into the opening and the closing mark; one that stands alone stays."""
    marks = _QUOTES.get(_primary(lang)) if '"' in text else None
    if not marks:
        return text
    chars = list(text)
    for match in _STRAIGHT.finditer(text):
        at = match.start()
        last = chars[at - 1] if at else before
        following = text[at + 1 : at + 2]
        starts = not last or last.isspace() or last in _OPENERS or (last in _DASHES and following.isalnum())
        if not starts:
            chars[at] = marks[1]
        elif not following.isspace():
            chars[at] = marks[0]
        elif last and last in _OPENERS:
            chars[at] = marks[1]
    return "".join(chars)
