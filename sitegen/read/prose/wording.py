"""Words that a reader stumbles over: links that say nothing, paragraphs in another language than they claim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sitegen.language.personal import Seen

_LINKED = re.compile(r"(?<![!\\])\[([^\[\]\n]{1,200}(?:\n[^\[\]\n]{1,200})?)\](?=\(|\[)|<(https?://[^\s<>]+)>")
_ADDRESS = re.compile(r"(?<![\w(<\"'=/\[])(?<!\]: )(?:https?://|www\.)[^\s<>\"'\])]+(?![^\[\n]{0,300}\]\()")
_URL = re.compile(r"https?://\S+|www\.\S+/\S+", re.IGNORECASE)
_NOTHING = """
aici, click aici, clic aici, dați click aici, dați clic aici, apăsați aici, accesați aici, vezi aici, link, linkul,
acest link, acest document, detalii, mai mult, mai multe, mai multe detalii, citește mai mult, citiți mai mult, vezi,
vezi mai mult, descarcă, descărcați,
tutaj, tu, kliknij, kliknij tutaj, kliknij tu, proszę kliknąć tutaj, pod tym linkiem, ten link, odnośnik, więcej,
czytaj więcej, czytaj dalej, zobacz, zobacz więcej, szczegóły, pobierz, dowiedz się więcej,
here, click here, read more, more, more info, this link, this page, learn more, see here, see more, details, download
"""
_EMPTY = frozenset(" ".join(_NOTHING.split()).split(", "))
"""Words that tell nobody who hears a list of the links where one leads (WCAG 2.4.4 and 2.4.9)."""


def links(text: str) -> Iterator[Seen]:
    """Find links whose words say nothing, and web addresses that stand bare in the text."""
    if "](" in text or "][" in text or "<http" in text:
        for match in _LINKED.finditer(text):
            words = " ".join((match[1] or match[2]).split())
            plain = words.strip(" .…>»→:!*_").casefold().translate(_COMMA)
            if plain in _EMPTY or _URL.fullmatch(words):
                yield Seen("link-words", match.start(), words[:60])
    if "http" in text or "www." in text:
        yield from (Seen("link-bare", match.start(), match[0].rstrip(".,;:")[:60]) for match in _ADDRESS.finditer(text))


_COMMA = str.maketrans("şţ", "șț")
_FUNCTION = {
    "ro": "și în de la cu pe din care este sunt pentru nu se un o că să ale al mai prin sau dar lor fi după până către "
    "au fost vor fiecare acest această acestor între privind ce îi îl le ei nici lui cel cea cei",
    "pl": "i w z na do się jest są że nie to od przez dla oraz po przy ich jak lub który która które jego tym tej "
    "tego być będą ma za ze o jako także już pod jej są będzie został została tylko również",
    "en": "the and of in to is are for on with that by this from be or as it at which an was were not have has its "
    "will their they who may also been these when any all",
}
_COMMON = "o a i to in is for on la de cu an un ma do na"
_SHARED = frozenset(_COMMON.split())
"""Words of more than one of the languages, or of names: they say nothing."""
_TELLING = {word: lang for lang, words in _FUNCTION.items() for word in words.split() if word not in _SHARED}
_WORD = re.compile(r"[^\W\d_]+")
_QUIET = re.compile(r"„[^”]*”|“[^”]*”|«[^»]*»|\([^)]*\)|\*\*[^*]*\*\*|`[^`]*`|\]\([^)]*\)|\{[^}]*\}")
LEAST = 5
"""Function words of another language that a paragraph must have before anything is said of it."""


def foreign(paragraph: str, lang: str) -> str:
    """Give the language that a paragraph seems to be in, where that is surely another than it claims; else nothing.

    What stands in quotation marks, brackets or bold may be a name in its own language.
    """
    if lang not in _FUNCTION or not _doubtful(paragraph, lang):
        return ""
    counts = dict.fromkeys(_FUNCTION, 0)
    for word in _WORD.findall(_QUIET.sub(" ", paragraph).casefold().translate(_COMMA)):
        if other := _TELLING.get(word):
            counts[other] += 1
    most = max(counts, key=lambda tag: counts[tag])
    return most if most != lang and counts[most] >= LEAST and counts[most] > 3 * counts[lang] else ""


def _doubtful(paragraph: str, lang: str) -> bool:
    """Say whether words between spaces, which is quickly asked, are of another language often enough."""
    counts = Counter(map(_TELLING.get, paragraph.lower().split()))
    return any(counts[other] >= LEAST - 1 for other in _FUNCTION if other != lang)


def language(text: str) -> str:
    """Give the language that a text seems to be in, by its function words; nothing where they do not tell."""
    counts = Counter(_TELLING.get(word) for word in _WORD.findall(text.casefold().translate(_COMMA)))
    ranked = sorted(_FUNCTION, key=lambda tag: -counts[tag])
    return ranked[0] if counts[ranked[0]] > 2 * counts[ranked[1]] else ""
