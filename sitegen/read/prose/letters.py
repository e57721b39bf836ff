"""Letters that are not what they look like, lost, or read in a wrong encoding; quotation marks of another language.

What a language's letters are: Romanian has the comma below since 2003 (the Academy), ã, ȋ, ȃ, ǎ stand for ă, î, â where
old fonts lacked them; Romanian and Polish quote „…”. A repair is the line as it should be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sitegen.language.personal import Seen

_CEDILLA = str.maketrans("şţŞŢ", "șțȘȚ")
_ALIKE = str.maketrans("ãÃȋȊȃȂǎǍþÞºª", "ăĂîÎâÂăĂțȚșȘ")
"""What Romanian letters become in old fonts, or where Windows' page 1250 is read as 1252."""
_POLISH = str.maketrans("¹ê³œŸ¿¥£Ê¯ŒæÆñÑ", "ąęłśźżĄŁĘŻŚćĆńŃ")
"""The same for Polish."""
_OTHERS = str.maketrans("аеорсухіјѕАВЕКМНОРСТХІЈЅοΟαΑΕΗΙΚΜΝΡΤΧΒΖν", "aeopcyxijsABEKMHOPCTXIJSoOaAEHIKMNPTXBZv")
"""Cyrillic and Greek letters that look like Latin ones."""

_LETTERS = re.compile("[şţŞŢãÃȋȊȃȂǎǍþÞºª¹³¿ê\u0370-\u04ff\ufffd“‟\u2500-\u257f]")
_BROKEN = re.compile(r"[ÂÄÅĂĹĚâï][^\x00-\x7f\s]")
_SIGNS = {
    ",,": re.compile(",,"),
    "?": re.compile(r"[^\W\d_]\?[^\W\d_]"),
    "”": re.compile(r"(?:^|[\s(])”\w"),
}
"""What any of it begins with: most texts have none, or only letters that are in their place."""
_ALIKE_RO = re.compile(
    r"(?<=[^\W\d_])[þÞºª](?=[^\W\d_])|\b[ªÞþº](?=[^\W\d_]{2})|ã(?!o)|Ã(?=[^\W\d_]{0,40}\b)(?![\x80-\xbf])|[ȋȊȃȂǎǍ]"
)
_ALIKE_PL = re.compile(r"(?<=[^\W\d_])[¹³¿](?=[^\W\d_])|(?<=[^\W\d_]{2})[¹³¿]\b|[ê](?=[^\W\d_]{0,40}[¹³¿œæñê])")
_MIXED = re.compile(r"(?<![^\W\d_])(?=[^\W\d_]*[A-Za-zÀ-ɏ])(?=[^\W\d_]*[\u0370-\u04ff])[^\W\d_]+")
_ANY, _SMALL = r"[^\W\d_]", "[a-zăâîșțąćęłńóśźż]"
_LOST = re.compile(
    rf"\ufffd|(?<={_ANY}{_ANY})\?(?={_SMALL}{_SMALL})"
    rf"|(?<={_ANY}{_ANY}{_ANY})\?(?={_SMALL})|(?<={_ANY})\?(?={_SMALL}{{3}})"
)
_ADDRESS = re.compile(r"\b(?:https?://|www\.|mailto:)[^\s<>\"]+|\]\([^)\s]*\)")
_FOREIGN = re.compile(
    r"[^\x00-\x7f\s]*(?:[^\x00-\x7f\s][^\x00-\x7f\s]|[\u0102\u00c2\u00c3\u00c4\u00c5\u0139].)[^\x00-\x7f\s]*"
)
_ENCODINGS = ("cp1252", "cp1250", "iso8859-2", "cp852", "cp850", "cp437")
_SENSE = frozenset("ăâîșțşţĂÂÎȘȚŞŢąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”“’‘«»–—…§\u00a0€é")
_OPENING = re.compile(r"(?:(?<=^)|(?<=[\s(\[*_>]))[“‟](?=[*_]*\w)|,,(?=[*_]*\w)|(?:(?<=^)|(?<=[\s(]))”(?=[*_]*\w)")
_CLOSING = re.compile(r"(?<=[\w.,;:!?)*_…])[“‟]")


def odd(text: str) -> bool:
    """Say whether a text may have such letters: what is asked first, since most have none."""
    doubtful = any(sign in text and pattern.search(text) for sign, pattern in _SIGNS.items())
    return doubtful or _LETTERS.search(text) is not None or _BROKEN.search(text) is not None


def seen(line: str, lang: str) -> Iterator[tuple[Seen, str]]:
    """Find what is wrong with the letters of a line in a language, and the line as it should be, where that is sure."""
    plain = _ADDRESS.sub(lambda match: " " * len(match[0]), line)
    if whole := _encoded(plain, line):
        yield whole
        return
    for code, search, mend in _BY_LANGUAGE.get(lang, ()):
        if match := search.search(plain):
            yield Seen(code, match.start(), _word(line, match.start())), mend(line)
    if match := _MIXED.search(plain):
        right = _MIXED.sub(lambda word: word[0].translate(_OTHERS), line)
        yield Seen("letter-lookalike", match.start(), match[0]), "" if _MIXED.search(right) else right
    if match := _LOST.search(plain):
        yield Seen("letter-lost", match.start(), _word(line, match.start())), ""


def _word(line: str, at: int) -> str:
    """Give the word around a place, with what stands in it."""
    start = max(line.rfind(" ", 0, at) + 1, 0)
    end = line.find(" ", at)
    return line[start : end if end >= 0 else len(line)].rstrip(".,;:")[:40]


def _encoded(plain: str, line: str) -> tuple[Seen, str] | None:
    """Find UTF-8 that was read in another encoding: only that can be read back, and makes sense then."""
    first: re.Match[str] | None = None
    for garbled in _FOREIGN.finditer(plain):
        if right := _read_back(garbled[0]):
            first = first or garbled
            line = line.replace(garbled[0], right)
    return (Seen("letter-encoding", first.start(), _word(plain, first.start())), line) if first else None


def _read_back(text: str) -> str:
    for encoding in _ENCODINGS:
        try:
            right = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if len(right) < len(text) and all(char.isascii() or char in _SENSE for char in right):
            return right.translate(_CEDILLA)
    return ""


def _quoted(line: str) -> str:
    return _CLOSING.sub("”", _OPENING.sub("„", line))


_QUOTES = re.compile(f"{_OPENING.pattern}|{_CLOSING.pattern}")
_Mend = Callable[[str], str]
_BY_LANGUAGE: dict[str, tuple[tuple[str, re.Pattern[str], _Mend], ...]] = {
    "ro": (
        ("letter-cedilla", re.compile("[şţŞŢ]"), lambda line: line.translate(_CEDILLA)),
        ("letter-lookalike", _ALIKE_RO, lambda line: _ALIKE_RO.sub(lambda letter: letter[0].translate(_ALIKE), line)),
        ("quotes-foreign", _QUOTES, _quoted),
    ),
    "pl": (
        ("letter-lookalike", _ALIKE_PL, lambda line: re.sub(r"\b\w*[¹³¿]\w*|\b\w*ê\w*", _polish, line)),
        ("quotes-foreign", _QUOTES, _quoted),
    ),
}


def _polish(word: re.Match[str]) -> str:
    return word[0].translate(_POLISH) if _ALIKE_PL.search(word[0]) else word[0]
