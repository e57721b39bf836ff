"""The corpus: announcements in Romanian, Polish and English, the same for Sitegen and for Hugo.

`python -m benchmarks.corpus FOLDER --docs N --seed S --for sitegen|sitegen-real|hugo`; equal arguments, equal bytes.
`sitegen` holds the few fields of the benchmark's theme, `sitegen-real` the facts that the default types ask for.
"""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import yaml

from sitegen.language.text import fingerprint, slugify

LANGUAGES = ("ro", "pl", "en")
FOLDERS = {"circulars": 50, "agreements": 15, "mission-statements": 5, "projects": 20, "awards": 10}
"""The sections, and how many of a hundred announcements each holds."""

ROOM = Path(__file__).parent
WORDS = yaml.safe_load((ROOM / "words.yaml").read_text("utf-8"))
NAMES = {name: [text.removeprefix("the ") for text in texts] for name, texts in WORDS["institution"].items()}
FIRST_DAY, DAYS = datetime.date(2019, 1, 7), 6 * 365

Texts: TypeAlias = tuple[str, str, str]
"""A text in the three languages; in a tree of fields everything else is a fact."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement; `languages` begins with the original's. `bodies` holds blocks of Markdown by language."""

    folder: str
    name: str
    languages: tuple[str, ...]
    published: datetime.date
    number: str
    title: Texts
    summary: Texts
    issuer: str
    addressees: tuple[Texts, ...]
    topics: tuple[str, ...]
    bodies: Mapping[str, tuple[str, ...]]


def announcements(count: int, seed: int) -> Iterator[Announcement]:
    """Make the announcements in the order of their numbers."""
    for index in range(1, count + 1):
        random = _random(f"{seed}/{index}")
        folder, languages = _kind(random)
        number = str(random.randint(10, 9990))
        subject = random.choice(WORDS["subject"])
        titles = zip(WORDS["title"][folder], subject, strict=True)
        title = _texts([text.format(number=number, subject=about) for text, about in titles])
        earlier = [] if index == 1 else _earlier(random, seed, index, languages)
        yield Announcement(
            folder=folder,
            name=_name(folder, index),
            languages=languages,
            published=FIRST_DAY + datetime.timedelta(random.randrange(DAYS)),
            number=number,
            title=title,
            summary=_summary(f"{seed}/{index}/summary"),
            issuer=random.choice([*WORDS["institution"]]),
            addressees=tuple(_texts(one) for one in random.sample(WORDS["addressee"], random.randint(1, 3))),
            topics=tuple(sorted(random.sample([*WORDS["topic"]], random.randint(1, 4)))),
            bodies={
                language: tuple(Writer(language, _random(f"{seed}/{index}/body"), earlier).body())
                for language in languages
            },
        )


def _random(seed: str) -> Random:
    return Random(seed)  # noqa: S311  (to be the same again is what is wanted)


def _kind(random: Random) -> tuple[str, tuple[str, ...]]:
    """Draw the section and the languages: three of them in 60 %, two in 20 %, one in 20 %."""
    folder = random.choices([*FOLDERS], [*FOLDERS.values()])[0]
    chance = random.random()
    wanted = 3 if chance < 0.6 else 2 if chance < 0.8 else 1
    return folder, tuple(sorted(random.sample(LANGUAGES, wanted), key=LANGUAGES.index))


def _name(folder: str, index: int) -> str:
    return f"{folder.rstrip('s')}-{index:05}"


def _earlier(random: Random, seed: int, index: int, languages: tuple[str, ...]) -> list[str]:
    """Draw earlier announcements that exist in all these languages, to link."""
    found = []
    for other in random.choices(range(1, index), k=4):
        folder, theirs = _kind(_random(f"{seed}/{other}"))
        if {*languages} <= {*theirs}:
            found.append(f"{folder}/{_name(folder, other)}")
    return found


def _texts(words: Iterable[str]) -> Texts:
    ro, pl, en = words
    return ro, pl, en


def _summary(seed: str) -> Texts:
    """Make a sentence without markup in each language."""
    return _texts(Writer(language, _random(seed), []).plain() for language in LANGUAGES)


class Writer:
    """Writes Markdown in a language; the same random numbers give the same structure in each."""

    def __init__(self, language: str, random: Random, earlier: list[str]) -> None:
        self._k = LANGUAGES.index(language)
        self._random = random
        self._earlier = earlier

    def _fill(self, text: str) -> str:
        """Fill in the slots; all are drawn, so that the random numbers keep step in every language."""
        draw = self._random
        year, day = draw.randint(2019, 2025), draw.randint(1, 28)
        n = 10 * draw.randint(2, 9) + draw.randint(5, 9)
        inst = draw.choice([*WORDS["institution"].values()])[self._k]
        return text.format(year=year, next=year + 1, day=day, n=n, inst=inst, doc=draw.choice(self._earlier or [""]))

    def _one(self, kind: str) -> str:
        return self._fill(self._random.choice(WORDS[kind])[self._k])

    def _some(self, kind: str, least: int, most: int) -> list[str]:
        chosen = self._random.sample(WORDS[kind], self._random.randint(least, most))
        return [self._fill(one[self._k]) for one in chosen]

    def _sentence(self) -> str:
        opened = self._random.random() < 0.7
        opening, middle, end = self._one("opening"), self._one("middle"), self._one("end")
        text = f"{opening} {middle}{end}." if opened else f"{middle}{end}."
        first = 2 if text.startswith("**") else 0
        return text[:first] + text[first].upper() + text[first + 1 :]

    def plain(self) -> str:
        """Write a sentence without links and emphasis."""
        while set(text := self._sentence()) & set("[`*"):
            pass  # alike in every language, for the marks stand in all three
        return text

    def _paragraph(self, least: int, most: int) -> str:
        return " ".join(self._sentence() for _ in range(self._random.randint(least, most)))

    def _list(self) -> str:
        numbered, nested = self._random.random() < 0.3, self._random.random() < 0.15
        lines = [f"{f'{n}.' if numbered else '-'} {item}" for n, item in enumerate(self._some("item", 3, 6), 1)]
        if nested:
            lines += [f"    - {item}" for item in self._some("stage", 2, 3)]
        return "\n".join(lines)

    def _table(self) -> str:
        head = [column[self._k] for column in WORDS["column"]]
        rows = [
            [stage, self._fill(WORDS["date"][self._k]), self._fill("{inst}")] for stage in self._some("stage", 3, 6)
        ]
        lines = [" | ".join(row) for row in (head, ["---", ":---:", "---"], *rows)]
        return "\n".join(f"| {line} |" for line in lines)

    def body(self) -> Iterator[str]:
        """Write the blocks of a body of 230 to 1,100 words, 580 in the mean."""
        draw = self._random
        notes = draw.sample(WORDS["note"], draw.choice((0, 0, 0, 1, 2)))
        refers = [f"[^{number}]" for number in range(1, len(notes) + 1)]
        tabled, quoted, defined = draw.random() < 0.25, draw.random() < 0.15, draw.random() < 0.12
        yield self._paragraph(2, 4)
        yield self._paragraph(1, 2) + (refers.pop(0) if refers else "")
        headings = draw.sample(WORDS["heading"], draw.randint(4, 8))
        for turn, heading in enumerate(headings):
            yield f"{'###' if turn and draw.random() < 0.2 else '##'} {heading[self._k]}"
            yield self._paragraph(1, 4)
            if draw.random() < 0.5:
                yield self._list()
            if draw.random() < 0.6:
                yield self._paragraph(1, 3)
            if turn == 1 and tabled:
                yield self._table()
            if turn == 1 and quoted:
                yield f"> {self._one('quote')}"
            if turn == 2 and defined:
                yield "\n\n".join(self._some("term", 2, 3))
            if turn == 2 and refers:
                yield self._paragraph(1, 1) + refers.pop(0)
        if self._earlier:
            yield self._one("see")
        yield from (f"[^{number}]: {note[self._k]}" for number, note in enumerate(notes, 1))


# --- fields -----------------------------------------------------------------------------------------------------------


def few(one: Announcement) -> dict[str, Any]:
    """Give the fields of the benchmark's theme, in the order declared there."""
    issuer = _texts(NAMES[one.issuer])
    return {**_head(one), "number": one.number, "issuer": issuer, "addressees": [*one.addressees]}


def _head(one: Announcement) -> dict[str, Any]:
    return {"title": one.title, "summary": one.summary, "published": one.published, "topics": [*one.topics]}


def full(one: Announcement) -> dict[str, Any]:
    """Give what the default types ask for, in the order declared there."""
    random = _random(f"{one.name}/facts")
    day, subject = one.published, _texts(random.choice(WORDS["subject"]))
    one_body, other = random.sample([*WORDS["institution"]], 2)
    people = [
        {"name": name, "role": _texts(random.choice(WORDS["role"]))} for name in random.sample(WORDS["person"], 2)
    ]
    items = [_texts(item) for item in WORDS["item"][:5]]
    place = _texts(random.choice(WORDS["place"]))
    signed = {"number": one.number, "date": day}
    facts: dict[str, dict[str, Any]] = {
        "circulars": {
            "registration": signed,
            "addressees": [*one.addressees],
            "subject": subject,
            "signatories": people,
        },
        "agreements": {
            "registration": signed,
            "parties": [
                {"organisation": body, "represented_by": who}
                for body, who in zip((one_body, other), people, strict=True)
            ],
            "object": subject,
            "areas": items,
            "signed": {"date": day, "place": place},
            "duration": {"term": "indefinite"},
        },
        "mission-statements": {
            "organisation": one_body,
            "adopted": {"body": _texts(NAMES[other]), "date": day},
        },
        "projects": {
            "name": one.title[0],
            "number": one.number,
            "beneficiary": one_body,
            "partners": [other],
            "territory": place,
            "period": {"start": day, "end": day + datetime.timedelta(700)},
            "target_groups": [
                {"who": who, "count": random.randint(20, 900)} for who in map(_texts, WORDS["addressee"][2:4])
            ],
            "funding": {
                "programme": _texts(WORDS["programme"]),
                "fund": _texts(WORDS["programme"]),
                "total": {"amount": f"{random.randint(100, 900)}500.50", "currency": "EUR"},
                "eu": {"amount": f"{random.randint(10, 90)}400.25", "currency": "EUR"},
                "statement": "co_funded",
            },
        },
        "awards": {"name": subject, "recipient": one_body, "granted_by": other, "date": day, "criteria": items},
    }
    return {**_head(one), "issuer": one.issuer} | facts[one.folder]


def said(tree: Any, language: str, *, facts: bool) -> Any:
    """Give what a version in a language says of a tree of fields: its texts, and the facts if asked for."""
    if isinstance(tree, tuple):
        return tree[LANGUAGES.index(language)]
    if isinstance(tree, dict):
        parts = {name: said(part, language, facts=facts) for name, part in tree.items()}
        return {name: part for name, part in parts.items() if part is not None} or None
    if isinstance(tree, list):
        items = [said(item, language, facts=facts) for item in tree]
        return items if any(item is not None for item in items) else None
    return tree if facts else None


def _lines(tree: Any, language: str, key: str = "") -> Iterator[str]:
    """Give the lines that a fingerprint of the front matter is made of (DESIGN: the translation block)."""
    if isinstance(tree, tuple):
        yield f"{key[1:]}\t{said(tree, language, facts=False)}"
    elif isinstance(tree, dict | list):
        for name, part in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _lines(part, language, f"{key}.{name}")


def _stamp(fields: Mapping[str, Any], body: Sequence[str], original: str) -> dict[str, str]:
    """Say what a translation was made from."""
    marks, name = {"front": fingerprint("\n".join(_lines(dict(fields), original)))}, "lead"
    sections: dict[str, list[str]] = {name: []}
    for block in body:
        if block.startswith("## "):
            name = slugify(block)
            sections[name] = []
        sections[name].append(block)
    return marks | {name: fingerprint("\n".join(blocks)) for name, blocks in sections.items()}


# --- writers ----------------------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes YAML without anchors, which the contract refuses."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def file(front: Mapping[str, Any], body: Sequence[str]) -> str:
    """Write a file of front matter and of blocks of Markdown."""
    return f"---\n{dumped(front)}---\n\n" + "\n\n".join(body) + "\n"


def dumped(data: Mapping[str, Any]) -> str:
    """Write YAML by the contract."""
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000))


def path(one: Announcement, language: str) -> str:
    """Give a document's path, which Sitegen and Hugo read alike (leaf bundles)."""
    return f"content/{one.folder}/{one.name}/index.{language}.md"


def contract(one: Announcement, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Write an announcement as Sitegen's content contract has it."""
    return written(f"{one.folder}/{one.name}", one.languages, fields, one.bodies)


def written(
    identity: str, languages: Sequence[str], fields: Mapping[str, Any], bodies: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Write the documents of an announcement by the contract; the first language is the original."""
    original = languages[0]
    stamp = _stamp(fields, bodies[original], original)
    for language in languages:
        front = said(dict(fields), language, facts=language == original)
        if language != original:
            front["translation"] = {"of": original, "status": "unofficial", "translator": None, "reviewed": None}
            front["translation"]["source"] = stamp
        yield f"content/{identity}/index.{language}.md", file(front, bodies[language])


def hugo(one: Announcement) -> Iterator[tuple[str, str]]:
    """Write an announcement for Hugo: every version with all that its page shows."""
    for language in one.languages:
        front = said(few(one), language, facts=True)
        front["date"] = front.pop("published")
        body = tuple(block.replace("](announcement:", "](/") for block in one.bodies[language])
        yield path(one, language), file(front, body)


def _settings() -> Iterator[tuple[str, str]]:
    site = {
        "id": "bulletin.example",
        "title": _named(WORDS["site"]),
        "base_url": "https://bulletin.example/",
        "languages": [*LANGUAGES],
        "time_zone": "Europe/Bucharest",
        "publisher": None,
        "contact": None,
    }
    organisations = {name: _named(texts) for name, texts in NAMES.items()}
    for name, data in (("site", site), ("topics", _topics()), ("organisations", organisations)):
        yield f"content/{name}.yaml", dumped(data)


def _named(texts: Iterable[str]) -> dict[str, str]:
    return dict(zip(LANGUAGES, texts, strict=True))


def _topics() -> dict[str, dict[str, str]]:
    return {name: _named(texts) for name, texts in WORDS["topic"].items()}


def write(folder: Path, made: Iterable[Announcement], form: str) -> None:
    """Write a corpus for `sitegen`, `sitegen-real` or `hugo`."""
    files: list[tuple[str, str]] = []
    if form == "hugo":
        files.append(("data/topics.json", json.dumps(_topics(), ensure_ascii=False)))
    else:
        files += _settings()
    for one in made:
        files += hugo(one) if form == "hugo" else contract(one, few(one) if form == "sitegen" else full(one))
    for name, text in files:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--for", dest="form", choices=("sitegen", "sitegen-real", "hugo"), default="sitegen")
    asked = parser.parse_args()
    write(asked.folder, announcements(asked.docs, asked.seed), asked.form)
