"""Sorting: which type a document is of, by the words that tell, and by which words it was told."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from sitegen.tools.importing.letter import Letter
from sitegen.tools.importing.values import Block, plain

_FUNDED = re.compile(
    r"Fond(?:ul(?:ui)?|uri) (?:Social )?Europe\w+|Fundusz\w* (?:Społeczn|Europejsk|Rozwoju)\w*|\b(?:FSE|EFS|"
    r"POCU|POEO|POWER|FEDR)\b|"
    r"(?:do|współ)finansowan\w+|(?:co)?finanțat\w*|nerambursabil\w*|European Social Fund|"
    r"(?:co-?)?funded by the (?:EU|European)"
)
_PROJECT = re.compile(r"\b(?:proiect|projekt|project)\w*", re.IGNORECASE)
_AGREEMENT = re.compile(
    r"(?:acord|protocol)\w* de (?:cooperare|parteneriat|colaborare)|porozumieni\w+ o współ\w+|(?:cooperation|"
    r"partnership) agreement",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"obiectul (?:acordului|protocolului|parteneriatului)|părțile contractante|przedmiot(?:em)? porozumienia|"
    r"strony porozumienia|"
    r"zobowiązania stron|obligațiile părților|subject matter of the agreement",
    re.IGNORECASE,
)
_MISSION = re.compile(r"\b(?:misiun(?:e|ea|ii)|misj[aęi]|mission(?: statement)?)\b", re.IGNORECASE)
_AWARD = re.compile(
    r"\b(?:certificat|diplom|premi|distincți|certyfikat|dyplom|nagrod|odznak|wyróżnieni|award|label)\w*", re.IGNORECASE
)
_GIVEN = re.compile(
    r"\ba(?:u)? (?:primit|obținut|câștigat)|\ba fost (?:acordat|premiat)\w*|s-a acordat|otrzymał\w*|zdobył\w*|"
    r"przyznan\w*|"
    r"uhonorowan\w*|(?:has|have) (?:received|won)|(?:was|were) awarded",
    re.IGNORECASE,
)

_ACT = re.compile(
    r"^(?:hotărâre|decizi[ea]|dispoziți[ea]|ordin(?:ul)?|zarządzenie|uchwała)\b.{0,60}?\bnr\b",
    re.IGNORECASE,
)
_POST = re.compile(
    r"(?:concurs|examen)\w* (?:pentru|de) ocupare\w*|konkurs na stanowisko|nab[oó]r\w* na (?:wolne )?stanowisko",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"apel\w* (?:de|pentru) (?:proiecte|candidaturi)|nab[oó]r\w* wniosków|call for (?:proposals|applications)",
    re.IGNORECASE,
)


def sort(blocks: Sequence[Block], letter: Letter, title: str, types: Collection[str]) -> tuple[str, str]:
    """Give the type that a document is of and the words that tell; nothing where none do."""
    texts = [title, *(plain(block.text) for block in blocks)]
    text, opening = "\n".join(texts), "\n".join(texts[:6])
    letters = [name for name in ("registration", "addressees", "attention", "subject") if name in letter.answers]
    if "circular" in types and len(letters) >= 2:
        lines = dict.fromkeys(number for name in letters for number in letter.blocks[name][:1])
        return "circular", "; ".join(plain(blocks[number].text) for number in lines)
    for name, words in (("decision", _ACT), ("vacancy", _POST), ("call", _CALL)):
        if name in types and (told := words.search(next(filter(None, texts), ""))):
            return name, told[0]
    agreed = _AGREEMENT.search(opening)
    if agreed:
        clauses = _CLAUSES.search(text)
        name = "agreement" if clauses else "news"
        return (name, "; ".join(one[0] for one in (agreed, clauses) if one)) if name in types else ("", "")
    headings = "\n".join([title, *(plain(block.text) for block in blocks if block.level)])
    for name, where, words, more in (
        ("project", opening, _PROJECT, _FUNDED.search(text)),
        ("award", opening, _AWARD, _GIVEN.search(opening)),
        ("mission-statement", headings, _MISSION, True),
    ):
        told = words.search(where)
        if name in types and told and more:
            return name, "; ".join([told[0], *([more[0]] if isinstance(more, re.Match) else [])])
    return "", ""
