"""What the sample site's announcements are: `sample.yaml` read, with the words that its texts are filled with."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import yaml
from babel.dates import format_date

from benchmarks.corpus import LANGUAGES, Texts
from sitegen.disk import load
from sitegen.model import DocumentType
from sitegen.read import theme

WORDS = yaml.safe_load(Path(__file__).with_name("sample.yaml").read_text("utf-8"))


@cache
def types() -> Mapping[str, DocumentType]:
    """Give the repository's types of documents by their folders."""
    declared = theme.read(load.design(Path("no-such-site")))[0].types
    return {one.folder: one for one in declared.values()}


@dataclass(frozen=True, slots=True)
class Plan:
    """What `sample.yaml` says of an announcement, the words that its texts are filled with, and its random numbers."""

    identity: str
    given: Mapping[str, Any]
    slots: Mapping[str, Mapping[str, str]]
    """By language: what stands for {s}, {org} and so on."""
    random: Random
    decks: dict[str, Iterator[Any]]
    """What is still to be drawn, by what it is for."""

    @property
    def folder(self) -> str:
        """Give the folder of the announcement's type."""
        return self.identity.partition("/")[0]

    @property
    def size(self) -> str:
        """Say how long the text is: short, long or nothing."""
        return str(self.given.get("size", ""))

    @property
    def original(self) -> str:
        """Give the language of the original."""
        return str(self.given["in"][0])

    @property
    def files(self) -> list[str]:
        """Give the names of what is attached."""
        return [*self.given.get("files", ())]

    @property
    def words(self) -> Mapping[str, Any]:
        """Give the texts of the announcement's type."""
        words: Mapping[str, Any] = WORDS["types"][types()[self.folder].name]
        return words

    def fill(self, words: Sequence[str]) -> Texts:
        """Fill in a text in each language."""
        ro, pl, en = (text.format_map(self.slots[tag]) for tag, text in zip(LANGUAGES, words, strict=True))
        return ro, pl, en

    def draw(self, name: str, choices: Sequence[Any]) -> Any:
        """Draw one of some choices: the same again only when all have been drawn."""
        if name not in self.decks:
            self.decks[name] = cycle(self.random.sample(choices, len(choices)))
        return next(self.decks[name])

    def moment(self, rule: str) -> datetime.datetime | datetime.date | None:
        """Give the moment that a rule of `days` names, such as `until + 20`, or None if the plan lacks it."""
        anchor, _, days = rule.partition(" ")
        given = self.given.get(anchor)
        if isinstance(given, str):
            given = datetime.datetime.fromisoformat(given)
        if given is None or not days:
            return given
        day = given.date() if isinstance(given, datetime.datetime) else given
        return day + datetime.timedelta(int(days.replace(" ", "")))


def plans() -> Iterator[Plan]:
    """Read what is to be written, in its order."""
    for identity, given in WORDS["announcements"].items():
        random = Random(identity)  # noqa: S311  (to be the same again is what is wanted)
        yield Plan(identity, given, _slots(given, random), random, {})


def _slots(given: Mapping[str, Any], random: Random) -> dict[str, dict[str, str]]:
    ro, pl, genitive, en, _topic = WORDS["subjects"][given["subject"]]
    day: datetime.date = given["day"]
    year, n = day.year - (day.month < 8), 10 * random.randint(2, 9) + random.randint(5, 9)
    names = WORDS["organisations"][given["issuer"]]["names"] if given["issuer"] else ("", "", "")
    posts = WORDS["posts"].get(given.get("post"), ("", "", ""))
    slots = {}
    for tag, subject, of, name, post in zip(LANGUAGES, (ro, pl, en), (ro, genitive, en), names, posts, strict=True):
        words = {"s": subject, "g": of, "org": name, "issuer": given["issuer"], "post": post, "of": day.year}
        words |= {"n": n, "year": year, "next": year + 1}
        words |= {f"d{number}": _day(day + datetime.timedelta(9 * number), tag) for number in range(1, 7)}
        slots[tag] = {key: str(word) for key, word in words.items()}
    return slots


def _day(day: datetime.date, language: str) -> str:
    text = format_date(day, "d MMMM y", locale=language)
    return f"{text} r." if language == "pl" else text
