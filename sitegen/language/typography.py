"""Typography: quotation marks and no-break spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.language.text import NO_BREAK_SPACE, _primary

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
