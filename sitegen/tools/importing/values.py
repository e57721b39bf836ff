"""What importing is about: blocks of Markdown with their places, findings, a draft of them; and all that it may say."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen import N_


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the source: a page (0: it has none) and a line of it, or a paragraph, counted from 1; 0: the whole."""

    page: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A line or a paragraph as Markdown; without text it is a gap. `solid`: a list or table, left as it is."""

    text: str
    at: Position
    level: int = 0
    solid: bool = False

    @property
    def words(self) -> str:
        """Give its text without the marks of Markdown."""
        return plain(self.text)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell: its code in `MESSAGES`, its place, and what was there before, if it is gone."""

    code: str
    at: Position = Position()
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document read: its blocks; those of lines (`wrapped`) are to be joined to paragraphs."""

    blocks: tuple[TextBlock, ...]
    findings: tuple[Finding, ...] = ()
    title: str = ""
    address: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    wrapped: bool = False
    unit: str = "line"


class NotImportedError(Exception):
    """A document that cannot be imported, with the finding that says why."""

    def __init__(self, code: str, at: Position = Position(), **arguments: str) -> None:
        super().__init__(code)
        self.finding = Finding(code, at, arguments)


MESSAGES: Mapping[str, str] = {
    # Changed.
    "encoding": N_("The file is not in UTF-8; it was read as %(encoding)s."),
    "letters": N_("Letters repaired: %(before)s → %(after)s"),
    "invisible": N_("Invisible characters and doubled spaces taken out: %(count)s"),
    "joined": N_("Broken lines joined to a paragraph: %(text)s"),
    "hyphen-kept": N_("The hyphen at the end of the line belongs to the word: %(after)s"),
    "hyphen-gone": N_("A word divided at the end of the line was joined: %(before)s → %(after)s"),
    "spaced": N_("A letter-spaced title was joined: %(before)s → %(after)s. Is it written so?"),
    "heading": N_("Taken for a heading: %(text)s"),
    "glued": N_("A heading stood on its paragraph without a gap: %(text)s"),
    "merged": N_("Two lines taken for one heading: %(text)s"),
    "level": N_("The level of a heading was set so that none is skipped: %(text)s"),
    "passage": N_("A passage in another language was marked (%(language)s). Perhaps it is a translation: %(text)s"),
    "cut": N_("Left out, since it belongs to the web site or the page and not to the text: %(text)s"),
    "moved": N_("Put into the field %(field)s: %(text)s"),
    "copied": N_("Also put into the field %(field)s: %(text)s"),
    "alias": N_("The old address leads to the announcement: %(address)s"),
    "accepted": N_("An insertion among the tracked changes was accepted: %(text)s"),
    "deleted": N_("A deletion among the tracked changes was accepted: %(text)s"),
    "comment": N_("A comment was left out: %(text)s"),
    "picture": N_("A picture was put beside the text as %(name)s. Say in words what it shows, between ![ and ]."),
    # In doubt.
    "title-missing": N_("The text has no title; write one."),
    "title-last": N_("The title stood at the end, so columns may be out of order. Read whether the text is in order."),
    "columns": N_("The page seems to have columns. Read whether the text is in order."),
    "page-empty": N_("This page has no text that could be read; perhaps it is a scan."),
    "pages-left": N_("Only the first %(count)s pages were read."),
    "language-guess": N_("The language could not be told; %(language)s was taken. Give it with --language."),
    "type": N_("Taken for %(type)s, because of: %(reason)s"),
    "type-guess": N_("The type could not be told from the text; %(type)s was taken. Give it with --type."),
    "several": N_("More than one is stated, so the field %(field)s stays open: %(text)s"),
    "currency": N_("The text says lei, which may be RON or MDL; write which: %(text)s"),
    "unmatched": N_("%(text)s is not in organisations.yaml; the field %(field)s stays open."),
    "amount": N_("An amount that no field was found for: %(text)s"),
    "deadline": N_("A deadline that no field was found for: %(text)s"),
    "open": N_("The text does not state these fields; answer them: %(keys)s"),
    "cells": N_("A table has merged cells; read whether its columns are right."),
    "head": N_("The first row of a table was taken for its head."),
    "picture-lost": N_("A picture was left out: %(name)s"),
    "unread": N_("The document holds more words than could be read: %(text)s"),
    "margin": N_("The header or footer of the pages was left out: %(text)s"),
    "name-taken": N_("There is %(taken)s already, so this one is %(name)s."),
    # Refused.
    "link": N_("This is a link; put the document itself there."),
    "name": N_("The name of the file has signs that no name should have; rename it."),
    "kind-unknown": N_("Files that can be imported end in: %(endings)s."),
    "large": N_("The file is too large (%(size)s MiB; at most %(most)s)."),
    "unpacked": N_("There is too much in the file (at most %(most)s MiB, its pictures with it)."),
    "broken": N_("The file is broken, or is not what its name says."),
    "slow": N_("The file could not be read within %(seconds)s seconds."),
    "costly": N_("To read the file takes more time or memory than it may."),
    "empty": N_("The file holds no text."),
    "no-text-layer": N_("The PDF is a scan without text. Ask for the original, or have its text recognised (OCR)."),
    "lost": N_(
        "Letters are lost, and no program can tell which (%(text)s). Ask for the original, or have the text "
        "recognised (OCR)."
    ),
    "type-unknown": N_("The site has no type for this text; give one with --type."),
}

_MARKS = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|])")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*)\)")
_STARS = re.compile(r"(?<!\\)(\*\*|\*)(?=\S)(.+?)(?<=\S)\1")


def plain(markdown: str) -> str:
    """Give the words of a line of Markdown without its marks."""
    text = _LINK.sub(_linked, markdown)
    for _depth in range(3):
        text = _STARS.sub(lambda stars: stars[2], text)
    return " ".join(html.unescape(_MARKS.sub(lambda mark: mark[1], text)).split())


def _linked(link: re.Match[str]) -> str:
    words, target = link[1], link[2].removeprefix("mailto:")
    return words if target == words else f"{words} ({target})"


_SPECIAL = re.compile(r"[\\`*_{}\[\]|]")
_FIRST = re.compile(r"(#+|[+\-](?=\s)|>|!!!)|(\d+)([.)])(?=\s)|(:)(?=\s)|(:{3,})|(=+|-+)$")


def escaped(text: str) -> str:
    """Write words so that Markdown shows them as they are."""
    return begun(_SPECIAL.sub(lambda mark: "\\" + mark[0], text.replace("&", "&amp;").replace("<", "&lt;")))


def begun(line: str) -> str:
    """Keep the beginning of a line from meaning something in Markdown."""
    mark = _FIRST.match(line)
    if not mark:
        return line
    if mark[2]:
        return f"{mark[2]}\\{line[len(mark[2]) :]}" if mark[3] == "." else line
    return f"&#58;{line[1:]}" if line.startswith(":") else f"\\{line}" if line[0] in "#+->!" else f"&#61;{line[1:]}"
