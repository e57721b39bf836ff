"""The rebuild, proven: any sequence of edits and damage, then a build, gives what a clean build gives, byte for byte.

A Hypothesis state machine plays editor, designer, operator and bad luck on a small site. After each rule the site is
built; a table says which kinds of page that may have rendered, and the same build again renders none. 12 sequences;
with `SITEGEN_PROOF=middle` in the environment 60, with `full` 5,000.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import programs
import pytest
import sites
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sitegen.build.order import Report
from sitegen.disk import load

SEQUENCES = programs.size(12, 60, 5000)
STEPS = 4
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  (no disk to wait for)

# --- the site ---------------------------------------------------------------------------------------------------------

ALL = ("ro", "pl", "en")
MOMENTS = [
    sites.AS_OF,
    *(
        datetime.fromisoformat(f"{moment}+02:00")
        for moment in ("2026-11-22T12:00", "2026-12-24T12:00", "2027-01-05T12:00")
    ),
]
DEFAULTS = load.defaults()

SITE = """\
id: example.test
title: {ro: Buletin, pl: Biuletyn, en: Bulletin}
base_url: https://example.test/
languages: [ro, pl, en]
time_zone: Europe/Bucharest
"""
CALL = """\
---
title: Apel
summary: Pe scurt
published: 2026-01-02
issuer: school
topics: [reading]
registration: {number: "7", date: 2026-01-01}
addressees: [Toate școlile]
subject: Apel
action_required: {what: Un răspuns, by: 2026-11-23 16:00}
signatories: null
---

Vedeți [vizita](announcement:news/visit).
"""
VISIT = "[{title: Drumul, start: 2026-12-23, end: 2026-12-25}]"
STATEMENT = """\
page: pages/about
organisation: {ro: Lic, pl: Liceum, en: School}
url: https://example.test/
law: null
published: null
updated: null
status: null
drawn_up: 2026-01-02
method: null
reviewed: null
contact: {person: null, email: null, phone: null}
procedure: null
architecture: null
apps: null
"""
NEWS_TYPE = (DEFAULTS / "templates/types/news/fields.yaml").read_text("utf-8")
NEWS_WITHOUT_REGISTER = re.sub(r"(?m)^register:.*\n", "", NEWS_TYPE)
FILES: dict[str, str | bytes] = {
    "content/site.yaml": SITE,
    "content/topics.yaml": "reading: {ro: Carte, pl: Czytanie, en: Reading}\ntravel: {ro: Drum, pl: Droga, en: Way}\n",
    "content/organisations.yaml": "school: {ro: Lic, pl: Liceum, en: School}\noffice: {ro: Sala, pl: Sala, en: Hall}\n",
    "content/circulars/call.ro.md": CALL,
    "content/circulars/call.pl.md": sites.translation("Apel po polsku"),
    "content/circulars/call.en.md": sites.translation("Call", "", "See [it](announcement:news/visit)."),
    "content/news/visit/index.ro.md": sites.news(
        "Vizita", f"topics: [travel]\nrelated: [circulars/call]\nevents: {VISIT}\n", "[foaie](sheet.pdf)"
    ),
    "content/news/visit/index.en.md": sites.translation("Visit", "slug: the-visit\n", "Text."),
    "content/news/visit/sheet.pdf": b"%PDF-1.4",
    "content/news/prize.en.md": sites.news("Prize", "", "Text.").replace("2026-01-02", "2026-12-01"),
    "content/news/plan.ro.md": sites.news("Plan", "draft: true\n", "Text."),
    "content/pages/about.ro.md": sites.news("Despre", "menu: footer\n", "Text."),
    "content/pages/about.en.md": sites.translation("About", "", "Text.").replace("unofficial", "authentic"),
    "content/gone.yaml": "/ro/gone/una/: {title: Veche, replaced_by: news/visit, went: 2026-11-01}\n",
    "templates/types/news/fields.yaml": NEWS_WITHOUT_REGISTER,
}
WORDS = ("Alfa", "Țară", "Żaba", "Zeta", "A & B", "„C”")
BODIES = ("Un rând.", "Alt rând, *cu accent*.", "- unu\n- doi", "Notă.[^1]\n\n[^1]: Jos.")
HEADINGS = ("## Unu\n\nText.", "## Unu\n\nText.\n\n### Doi\n\nText.", "Text.\n\n## Trei {#trei}\n\nText.")

# --- the table --------------------------------------------------------------------------------------------------------

LISTED = (
    "own list here, own topic here, own organisation here, home here, feed.xml here, feed.json here, "
    "own feed here, az here"
)
REGISTERED = "own register, own table"
DATED = "due here, own calendar here, calendars here"
CITING = "related document, related comparison, related register, related table, linked document, linked comparison"
POINTING = CITING.replace(",", " here,") + " here"
OWN = "own document, own comparison"
MANY = "document, comparison, list, register, table, topic, organisation, az, due, calendar, calendars"
APPEARS = (
    f"{OWN}, own redirect, own list, own topic, own topics, own organisation, own organisations, {REGISTERED}, "
    f"home, feed.xml, feed.json, own feed, kin document, pointed document, data, catalog, az, sitemap, {CITING}, "
    "gone, hosts, due, own calendar, calendars, waiting"
)
TABLE = {
    # What may be rendered: `own` pages of what was edited, `related` and `linked` ones of what points to it by a field
    # or in its text, `pointed` ones of what it points to itself, `kin` ones of its section (for its feeds), `here`
    # those in the languages that show it; without such a word, all pages of the kind.
    "body": f"{OWN}, pointed document, waiting",
    "ids": f"{OWN}, {CITING}, pointed document, waiting",  # of headings and notes, to which links may lead
    "title": f"{OWN}, own redirect here, {REGISTERED}, {LISTED}, {DATED}, {POINTING}, pointed document here, "
    "gone here, waiting",
    "summary": f"{OWN}, {LISTED}, waiting",
    "number": f"{OWN}, {REGISTERED}",
    "date": f"{OWN}, own list, own topic, own organisation, home, az, {REGISTERED}",
    "published": APPEARS,
    "related": f"{OWN}, {REGISTERED}, pointed document",
    "events": f"{OWN}, own list, home, due, own calendar, calendars, sitemap, waiting",
    "moment": "home, due",  # the days that are left, and what is over
    "topics": f"{OWN}, own topic, own topics, own feed, home, sitemap",
    "issuer": f"{OWN}, own organisation, own organisations, own feed, sitemap, {REGISTERED}",
    "alias": f"{OWN}, own redirect, hosts",
    "gone": "gone, hosts",
    "slug": f"{OWN}, own redirect, {REGISTERED}, {LISTED}, {DATED}, {POINTING}, pointed document here, sitemap, "
    "gone here, hosts, waiting",
    # a language more or less
    "version": f"{OWN}, own redirect, {REGISTERED}, {LISTED}, {DATED}, {POINTING}, kin document here, "
    "pointed document here, sitemap, gone here, hosts, waiting",
    "announcement": APPEARS,  # one more or less, be it by its file, its draft mark or the moment of the build
    "rename": APPEARS,
    "filing": f"{OWN}, waiting",  # into a year's folder, which is in no address
    "attachment": "",
    "attachment size": "own document",
    "menu": "document here, home here, list here, register here, topics here, topic here, organisations here, "
    "comparison here, organisation here, data here, az here, due here, editors here, waiting here",
    "statement": "own document",  # that it is there at all is said in every head: a "menu"
    "site title": f"{MANY}, home here, topics here, organisations here, redirect here, feed.xml here, feed.json here, "
    "feed here, data here, az, catalog, chooser, missing, gone here, editors, waiting here",
    "topic name": "own document, own topic, own topics here, own feed here, home here",
    "organisation name": f"own document, own organisation, own organisations here, own feed here, {REGISTERED}",
    "pages/home.html": "home",
    "pages/compare.html": "comparison",
    "pages/register.html": "register",
    "feeds/atom.xml": "feed.xml, feed, waiting",
    "types/news/page.html": "own document",
    "parts/lists.html": "home, list, topics, topic, organisations, organisation, register, data, az",
    "static/style.css": "",
    "catalogue": "any here",
    "address": f"any here, {MANY}, home, own redirect, sitemap, feed.xml, feed.json, feed, data, catalog, az, gone, "
    "hosts, editors, waiting",
    "register": f"{OWN}, own list, own topic, own organisation, az, {REGISTERED}, data, catalog, sitemap, "
    "due, own calendar, editors",
    "fallback": f"{OWN}, own list, own topic, own organisation, home, {REGISTERED}, {CITING}, pointed document, "
    "az, gone, due, own calendar, calendars, editors",
    "damage": "own file",
    "everything": "any",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """What a path of the output is: its kind, its language, and what it is about (also its own path)."""

    path: str
    kind: str
    language: str
    subject: str


@dataclass(frozen=True, slots=True)
class Scope:
    """An edit as the table needs it: its kind, what it is about, what points to that, the languages that show it.

    `pointed` is what it points to itself.
    """

    edit: str
    own: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    here: frozenset[str] = frozenset(ALL)
    pointed: frozenset[str] = frozenset()

    def allows(self, spot: Spot) -> bool:
        return any(self._fits(entry.split(), spot) for entry in TABLE[self.edit].split(", ") if entry)

    def _fits(self, entry: list[str], spot: Spot) -> bool:
        if "here" in entry and spot.language not in self.here:
            return False
        if not {"any", "file", spot.kind} & {*entry}:
            return False
        if "file" in entry:
            return spot.path in self.own
        if "kin" in entry and spot.subject.partition("/")[0] not in self.own:
            return False
        whose = {"own": self.own, "related": self.related, "linked": self.linked, "pointed": self.pointed}
        return all(spot.subject in whose[word] for word in entry if word in whose)


SECTIONS = {
    "circulare": "circulars", "okolniki": "circulars", "circulars": "circulars",
    "noutati": "news", "stiri": "news", "aktualnosci": "news", "news": "news",
    "teme": "topics", "tematy": "topics", "topics": "topics",
    "institutii": "organisations", "instytucje": "organisations", "organisations": "organisations",
    "termene": "due", "terminy": "due", "due": "due",
}  # fmt: skip
ROOT = {
    "index.html": "chooser",
    "404.html": "missing",
    "sitemap.xml": "sitemap",
    "data.jsonld": "catalog",
    "robots.txt": "robots",
} | dict.fromkeys(("_headers", "_redirects", ".htaccess", "nginx-sitegen.conf"), "hosts")


EDITORS = frozenset({"editors", "pentru-redactori", "dla-redaktorow"})


def spot(path: str, documents: Mapping[str, Mapping[str, str]], default: str) -> Spot:
    """Say what a path is, by the documents that a manifest names and the site's first language."""
    if path in ROOT:
        return Spot(path, ROOT[path], default, "")
    language, *rest = path.removesuffix("index.html").rstrip("/").split("/")
    if not rest:
        return Spot(path, "home", language, "")
    if rest[0] in EDITORS:
        return Spot(path, "waiting" if rest[1:2] == ["translations"] else "editors", language, "")
    if rest[0] in ("feed.xml", "feed.json"):
        return Spot(path, rest[0], language, "")
    if rest[-1] == "calendar.ics":
        page = spot(path.replace("calendar.ics", "index.html"), documents, default)
        return Spot(path, "calendar" if page.subject else "calendars", language, page.subject)
    if rest[0] in ("date-deschise", "dane", "data"):
        return Spot(path, "data", language, "")
    if rest[0] == "a-z":
        return Spot(path, "az", language, "")
    if rest[-1] in ("feed.xml", "feed.json"):
        return Spot(path, "feed", language, rest[1] if rest[2:] else SECTIONS[rest[0]])
    for identity, versions in documents.items():
        if path.removesuffix("index.html") in versions.values():
            return Spot(path, "document", language, identity)
        if path.endswith("/index.html") and path.rsplit("/", 2)[0] + "/" in versions.values():
            return Spot(path, "comparison", language, identity)
    if rest[0] == "gone":
        return Spot(path, "gone", language, "")
    if rest[0] == "old":
        return Spot(path, "redirect", language, "/".join(rest[1:]))
    section = SECTIONS.get(rest[0], "")
    if section == "due":
        return Spot(path, "due", language, "")
    if section in ("topics", "organisations"):
        one = section.removesuffix("s")
        return Spot(path, one, language, rest[1]) if rest[1:] else Spot(path, section, language, section)
    if section and rest[1:2] == ["register"]:
        return Spot(path, "table" if rest[-1].startswith("register.") else "register", language, section)
    if section and (not rest[1:] or rest[1].isdigit()):
        return Spot(path, "list", language, section)
    identity = f"{section}/{rest[1]}" if section else f"pages/{rest[0]}"
    aliased = identity not in documents or language in documents[identity]
    return Spot(path, "redirect" if aliased else "document", language, identity)


# --- what the files say -----------------------------------------------------------------------------------------------

Texts = dict[str, dict[str, str]]
"""The text of each language version by identity."""


def identity_of(path: str) -> tuple[str, str]:
    """Give identity and language of `content/…​.md`."""
    parts = [part for part in path.split("/")[1:] if not part.isdigit()]
    name, language, _ending = parts[-1].rsplit(".", 2)
    return "/".join([parts[0], parts[1] if name == "index" else name]), language


def listed(text: str, name: str) -> list[str]:
    match = re.search(rf"(?m)^{name}: \[(.*)\]$", text)
    return match[1].split(", ") if match and match[1] else []


def given(text: str, name: str) -> str:
    match = re.search(rf"(?m)^{name}: (.*)$", text)
    return match[1] if match else ""


def put(text: str, name: str, value: str) -> str:
    """Write a field of the front matter; an empty value takes it out."""
    without = re.sub(rf"(?m)^{name}: .*\n", "", text)
    return without.replace("\n---\n", f"\n{name}: {value}\n---\n", 1) if value else without


def body(text: str) -> str:
    return text.split("---\n", 2)[-1].strip()


def original(versions: Mapping[str, str]) -> str:
    return next(language for language, text in versions.items() if not given(text, "translation"))


@dataclass(frozen=True, slots=True)
class State:
    """All that decides what is built: the files, and the terms of the build."""

    files: Mapping[str, bytes]
    as_of: datetime
    drafts: bool
    base_url: str

    def texts(self) -> Texts:
        found = Texts()
        for path, data in sorted(self.files.items()):
            if path.endswith(".md"):
                identity, language = identity_of(path)
                found.setdefault(identity, {})[language] = data.decode()
        return found

    def visible(self) -> Texts:
        """Give what a reader gets."""
        found = Texts()
        for identity, versions in self.texts().items():
            first = versions[original(versions)]
            later = datetime.fromisoformat(given(first, "published") + "T00:00:00+02:00") > self.as_of
            if self.drafts or not (later or given(first, "draft")):
                found[identity] = {
                    tag: text for tag, text in versions.items() if self.drafts or not given(text, "draft")
                }
        return found

    def languages(self) -> list[str]:
        return listed(self.files["content/site.yaml"].decode(), "languages")

    def marked(self) -> dict[str, tuple[bool, frozenset[str]]]:
        """Say what a preview marks: by identity whether it is to come, and which versions are drafts."""
        now = State(self.files, self.as_of, drafts=False, base_url="").visible()
        return {one: (one in now, frozenset(now.get(one, {}))) for one in self.visible()}

    def menu(self) -> dict[str, object]:
        """Give what the navigation of each language is made of."""
        visible = self.visible()
        texts = [versions[original(versions)] for versions in visible.values()]
        sections = {identity.split("/")[0] for identity in visible}
        kinds = any(listed(text, "topics") for text in texts), any(named(text) for text in texts)
        pages = {one: versions for one, versions in visible.items() if given(versions[original(versions)], "menu")}
        shown = {
            language: [
                (one, text := version(pages[one], language), given(text, "slug"), language in pages[one])
                for one in pages
            ]
            for language in self.languages()
        }
        kept = b"register:" in self.files["templates/types/news/fields.yaml"]
        data = "circulars" in sections or ("news" in sections and kept)
        common = "content/accessibility.yaml" in self.files, sections, kinds, data
        return {
            language: (
                *(*common, self.dated(language)),
                [(one, given(text, "title"), *more) for one, text, *more in shown[language]],
            )
            for language in shown
        }

    def dated(self, language: str) -> bool:
        """Say whether readers of a language get a date to keep, that is no draft."""
        marked = self.marked()
        return any(
            (language if language in versions else first) in marked[identity][1]
            for identity, versions in self.visible().items()
            for first in [original(versions)]
            if any(given(versions[first], name) for name in ("events", "action_required"))
        )


def version(versions: Mapping[str, str], language: str) -> str:
    return versions.get(language) or versions[original(versions)]


def named(text: str) -> list[str]:
    """Give the organisations that an original names."""
    issuer = given(text, "issuer")
    return [issuer] if issuer not in ("", "null") else []


def scope(edit: str, states: tuple[State, State], identities: set[str], here: set[str] | None = None) -> Scope:
    """Give the scope of an edit of some announcements, by the files before and after it."""
    own, related, linked, pointed = {*identities}, set[str](), set[str](), set[str]()
    for state in states:
        for identity, versions in state.texts().items():
            first = versions[original(versions)]
            if identity in identities:
                topics, organisations = listed(first, "topics"), named(first)
                own |= {identity.split("/")[0], *topics, *organisations}
                own |= {"topics"} if topics else set()
                own |= {"organisations"} if organisations else set()
                pointed |= {*listed(first, "related")}
                pointed |= {one for text in versions.values() for one in re.findall(r"announcement:([^)#]+)", text)}
            if not identities.isdisjoint(listed(first, "related")):
                related |= {identity, identity.split("/")[0]}
            if any(f"announcement:{one})" in text for one in identities for text in versions.values()):
                linked.add(identity)
    languages = frozenset(ALL if here is None else here)
    return Scope(edit, frozenset(own), frozenset(related), frozenset(linked), languages, frozenset(pointed))


def shown_in(versions: Mapping[str, str], language: str, part: Callable[[str], str] = str) -> set[str]:
    """Give the languages whose readers get a part of a version: its own, and those that borrow it of the original."""
    if language != original(versions):
        return {language}
    return {tag for tag in ALL if tag == language or not part(versions.get(tag, ""))}


# --- the machine ------------------------------------------------------------------------------------------------------

NUMBER = st.integers(0, 9999)
Clean = tuple[list[str], dict[str, bytes]]
_clean: dict[object, Clean] = {}
"""Clean builds made lately, by all that they depend on: the same site need not be built clean twice."""


class Rebuild(RuleBasedStateMachine):
    """A site that is edited, damaged and built."""

    base: Path

    def __init__(self) -> None:
        super().__init__()
        self.root, self.output = self.base / "site", self.base / "site/public"
        self.as_of, self.drafts, self.base_url = sites.AS_OF, False, ""
        self.waiting = 0
        self.log = list[Scope]()
        self.built = dict[Path, int]()
        self.history = list[tuple[int, dict[str, tuple[bytes, int]]]]()
        self.parsed = dict[str, bytes]()
        self.failing = False

    def teardown(self) -> None:
        if self.waiting:
            self.waiting = 0
            self.holds()

    @initialize()
    def begin(self) -> None:
        """Begin with a site that was built: its memory and its output are restored, as a CI does."""
        for name in ("site", "other", "prepared"):
            shutil.rmtree(self.base / name, ignore_errors=True)
        if not (self.base / "first").exists():
            sites.make(self.root, FILES)
            self.holds()
            shutil.copytree(self.root, self.base / "first")
        else:
            shutil.copytree(self.base / "first", self.root)
            self.built[self.output] = 0
            self.remember()

    # --- looking ------------------------------------------------------------------------------------------------------

    def state(self) -> State:
        return State(self.files(), self.as_of, self.drafts, self.base_url)

    def files(self) -> dict[str, bytes]:
        folders = ("content", "templates", "locales")
        return {f"{name}/{path}": data for name in folders for path, data in sites.tree(self.root / name).items()}

    def choose(self, number: int) -> str:
        """Choose an announcement."""
        texts = self.state().texts()
        return sorted(texts)[number % len(texts)]

    def path(self, identity: str, language: str) -> Path:
        for path in self.files():
            if path.endswith(".md") and identity_of(path) == (identity, language):
                return self.root / path
        raise AssertionError(identity, language)

    # --- editing ------------------------------------------------------------------------------------------------------

    def did(self, edit: str, before: State, identities: set[str] | None = None, here: set[str] | None = None) -> None:
        """Note an edit, what it does to the navigation, and the state that one may come back to."""
        after = self.state()
        self.log.append(scope(edit, (before, after), identities or set(), here))
        old, new = before.menu(), after.menu()
        changed = {language for language in old if old[language] != new.get(language)}
        if changed:
            self.log.append(Scope("menu", here=frozenset(changed)))

    def remember(self) -> None:
        """Remember the files as they are, so that one can come back to them."""
        stamped = {path: (data, (self.root / path).stat().st_mtime_ns) for path, data in self.files().items()}
        self.history.append((len(self.log), stamped))

    def write(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def field(self, edit: str, number: int, name: str, value: str | Callable[[str, str], str], kind: str = "") -> None:
        """Change a text of some version, or a fact of some original, in announcements of a kind."""
        before = self.state()
        choice = [
            (identity, language)
            for identity, versions in before.texts().items()
            if identity.startswith(kind)
            for language in versions
            if name in ("title", "slug", "aliases") or language == original(versions) or self.may(name, versions)
        ]
        identity, language = choice[number % len(choice)]
        path = self.path(identity, language)
        new = value if isinstance(value, str) else value(identity, language)
        path.write_text(put(path.read_text("utf-8"), name, new), "utf-8")
        texts = name in ("title", "summary", "slug")
        versions = before.visible().get(identity, before.texts()[identity])
        here = shown_in(versions, language, lambda text: given(text, name)) if texts else None
        self.did(edit, before, {identity}, here)

    def may(self, name: str, versions: Mapping[str, str]) -> bool:
        """Say whether a translation may have a text: the original must not say that there is none."""
        return name == "summary" and given(versions[original(versions)], name) not in ("", "null")

    @rule(number=NUMBER, word=st.sampled_from(WORDS))
    def change_title(self, number: int, word: str) -> None:
        self.field("title", number, "title", word)

    @rule(number=NUMBER, word=st.sampled_from(WORDS))
    def change_summary(self, number: int, word: str) -> None:
        self.field("summary", number, "summary", word)

    @rule(number=NUMBER, value=st.integers(1, 3))
    def change_number(self, number: int, value: int) -> None:
        self.registered("number", number, r'number: "\d+"', f'number: "{value}"')

    @rule(number=NUMBER, day=st.integers(1, 2))
    def change_date(self, number: int, day: int) -> None:
        self.registered("date", number, r"date: [\d-]+", f"date: 2026-01-0{day}")

    def registered(self, edit: str, number: int, pattern: str, new: str) -> None:
        """Change a part of a circular's registration."""
        texts = self.state().texts()
        self.field(
            edit,
            number,
            "registration",
            lambda identity, tag: re.sub(pattern, new, given(texts[identity][tag], "registration")),
            "circulars/",
        )

    @rule(number=NUMBER, day=st.sampled_from(("2026-01-02", "2026-01-03", "2026-02-02", "2026-12-01")))
    def change_publication(self, number: int, day: str) -> None:
        self.field("published", number, "published", day)

    @rule(number=NUMBER, other=NUMBER)
    def change_related(self, number: int, other: int) -> None:
        identities = sorted(self.state().texts())
        choice = ["", *(f"[{one}]" for one in identities)]
        self.field("related", number, "related", choice[other % len(choice)])

    @rule(number=NUMBER, topics=st.sampled_from(("", "[reading]", "[travel]", "[reading, travel]")))
    def change_topics(self, number: int, topics: str) -> None:
        self.field("topics", number, "topics", topics)

    @rule(number=NUMBER, issuer=st.sampled_from(("null", "school", "office")))
    def change_issuer(self, number: int, issuer: str) -> None:
        self.field("issuer", number, "issuer", issuer)

    @rule(
        number=NUMBER,
        events=st.sampled_from(("", VISIT, "[{title: Altul, start: 2026-11-22}]", f"{VISIT[:-1]}, {VISIT[1:]}")),
    )
    def change_events(self, number: int, events: str) -> None:
        self.field("events", number, "events", events, "news/")

    @rule(number=NUMBER, slug=st.sampled_from(("", "short")))
    def change_slug(self, number: int, slug: str) -> None:
        self.field("slug", number, "slug", lambda identity, _tag: slug and f"{slug}-{identity.split('/')[1]}")

    @rule(number=NUMBER, alias=st.sampled_from(("", "old")))
    def change_alias(self, number: int, alias: str) -> None:
        def written(identity: str, language: str) -> str:
            return alias and f"[{language}/{alias}/{identity}/]"

        self.field("alias", number, "aliases", written)

    @rule(number=NUMBER, word=st.sampled_from(WORDS))
    def change_gone(self, number: int, word: str) -> None:
        before = self.state()
        told = f"{{title: {word}, replaced_by: {self.choose(number)}, went: 2026-11-01}}"
        self.write("content/gone.yaml", f"/ro/gone/una/: {told}\n")
        self.did("gone", before)

    @rule(number=NUMBER, on=st.booleans(), whole=st.booleans())
    def change_draft(self, number: int, *, on: bool, whole: bool) -> None:
        before = self.state()
        identity = self.choose(number)
        versions = before.texts()[identity]
        rest = sorted({*versions} - {original(versions)})
        language = original(versions) if whole or not rest else rest[number % len(rest)]
        path = self.path(identity, language)
        path.write_text(put(path.read_text("utf-8"), "draft", "true" if on else ""), "utf-8")
        self.did("announcement" if language == original(versions) else "version", before, {identity})

    @rule(number=NUMBER, text=st.sampled_from(BODIES), link=st.none() | NUMBER)
    def change_body(self, number: int, text: str, link: int | None) -> None:
        linked = "" if link is None else f"\n\n[Mai mult](announcement:{self.choose(link)})."
        self.body(number, text + linked)

    @rule(number=NUMBER, text=st.sampled_from(HEADINGS))
    def change_headings(self, number: int, text: str) -> None:
        self.body(number, text)

    def body(self, number: int, text: str) -> None:
        before = self.state()
        identity = self.choose(number)
        versions = before.texts()[identity]
        language = sorted(versions)[number // 7 % len(versions)]
        marked = any(mark in body(versions[language]) + text for mark in ("##", "[^"))
        path = self.path(identity, language)
        path.write_text(versions[language].replace("---\n\n" + body(versions[language]), "---\n\n" + text), "utf-8")
        after = self.state()
        here = set[str]()
        for state in (before, after):
            shown = state.visible().get(identity, state.texts()[identity])
            here |= shown_in(shown, language, body) if language in shown else set()
        self.did("ids" if marked else "body", before, {identity}, here)

    @rule(number=NUMBER, letter=st.sampled_from("XYZ"))
    def change_title_unseen(self, number: int, letter: str) -> None:
        """Change a letter of a title, and set the file's time back: as long as before, as old as before."""
        before = self.state()
        identity = self.choose(number)
        versions = before.texts()[identity]
        language = sorted(versions)[number // 7 % len(versions)]
        path = self.path(identity, language)
        stamp = path.stat()
        old = path.read_bytes()
        new = re.sub(rb"(?m)^title: [A-Z]", b"title: " + letter.encode(), old)
        path.write_bytes(new)
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        assert len(old) == len(new)
        self.did("title", before, {identity}, shown_in(before.visible().get(identity, versions), language))

    # --- files ----------------------------------------------------------------------------------------------------

    @rule(number=NUMBER, language=st.sampled_from(ALL), folder=st.sampled_from(("news", "circulars", "pages")))
    def create(self, number: int, language: str, folder: str) -> None:
        before = self.state()
        if language not in before.languages():
            return
        text = CALL.replace("visit", "visit") if folder == "circulars" else sites.news("Nou", "", "Text.")
        if folder == "circulars":
            text = text.replace(body(text), "Text.")
        name = f"{folder}/new-{number % 3}"
        if name not in before.texts():
            self.write(f"content/{name}.{language}.md", text)
            self.did("announcement", before, {name})

    @rule(number=NUMBER)
    def copy(self, number: int) -> None:
        """Copy all files of an announcement under another name."""
        before = self.state()
        identity = self.choose(number)
        folder, name = identity.split("/")
        copied = f"{folder}/{name}-copy"
        if copied in before.texts() or "aliases:" in "".join(before.texts()[identity].values()):
            return
        if any("slug:" in text for text in before.texts()[identity].values()):
            return  # two with one slug would be a mistake
        for path, data in before.files.items():
            if re.fullmatch(rf"content/{folder}/(\d+/)?{name}(/.*|\.\w+\.md)", path):
                self.write(re.sub(rf"/{name}([/.])", rf"/{name}-copy\1", path, count=1), data)
        self.did("announcement", before, {copied})

    @rule(number=NUMBER)
    def copy_language(self, number: int) -> None:
        """Copy a translation unchanged to a language that is lacking."""
        before = self.state()
        choice = [
            (identity, language, lacking)
            for identity, versions in before.texts().items()
            for language in versions
            for lacking in before.languages()
            if lacking not in versions and language != original(versions) and "slug:" not in versions[language]
            if "aliases:" not in versions[language]
        ]
        if choice:
            identity, language, lacking = choice[number % len(choice)]
            path = self.path(identity, language)
            shutil.copy2(path, path.with_name(path.name.replace(f".{language}.md", f".{lacking}.md")))
            self.did("version", before, {identity}, {lacking})

    @rule(number=NUMBER, word=st.sampled_from(WORDS))
    def translate(self, number: int, word: str) -> None:
        before = self.state()
        choice = [
            (identity, language)
            for identity, versions in before.texts().items()
            for language in before.languages()
            if language not in versions
        ]
        if choice:
            identity, language = choice[number % len(choice)]
            of = original(before.texts()[identity])
            path = self.path(identity, of)
            new = path.with_name(path.name.replace(f".{of}.md", f".{language}.md"))
            new.write_text(sites.translation(word, "", "Text.", of), "utf-8")
            self.did("version", before, {identity}, {language})

    @rule(number=NUMBER)
    def remove_language(self, number: int) -> None:
        before = self.state()
        choice = [
            (identity, language)
            for identity, versions in before.texts().items()
            for language in versions
            if language != original(versions)
        ]
        if choice:
            identity, language = choice[number % len(choice)]
            self.path(identity, language).unlink()
            self.did("version", before, {identity}, {language})

    @rule(number=NUMBER)
    def delete(self, number: int) -> None:
        before = self.state()
        everything = "".join(text for versions in before.texts().values() for text in versions.values())
        lone = [one for one in before.texts() if f"announcement:{one})" not in everything]
        pointed = {one for versions in before.texts().values() for one in listed(version(versions, ""), "related")}
        gone = before.files["content/gone.yaml"].decode()
        choice = [one for one in lone if one not in pointed and f": {one}," not in gone]
        if choice and len(before.visible()) > 1:
            identity = choice[number % len(choice)]
            self.take_away(identity)
            self.did("announcement", before, {identity})

    def take_away(self, identity: str) -> None:
        for path in self.files():
            if re.fullmatch(rf"content/{re.sub('/', r'/([0-9]+/)?', identity)}(/.*|\.\w+\.md)", path):
                (self.root / path).unlink()

    @rule(number=NUMBER)
    def rename(self, number: int) -> None:
        """Rename an announcement, and mend what points to it."""
        before = self.state()
        identity = self.choose(number)
        folder, name = identity.split("/")
        new = f"{folder}/{name.removesuffix('-b')}" if name.endswith("-b") else f"{identity}-b"
        if new in before.texts() or "aliases:" in "".join(before.texts()[identity].values()):
            return
        for path, data in before.files.items():
            place = self.root / path
            if re.fullmatch(rf"content/{folder}/(\d+/)?{name}(/.*|\.\w+\.md)", path):
                target = self.root / re.sub(rf"/{name}([/.])", rf"/{new.split('/')[1]}\1", path, count=1)
                target.parent.mkdir(parents=True, exist_ok=True)
                place.rename(target)
                place = target
            if path.endswith((".md", "gone.yaml")):
                pointing = re.sub(rf"{identity}(?=[)\],])".encode(), new.encode(), data)
                if pointing != data:
                    place.write_bytes(pointing)
        self.did("rename", before, {identity, new})

    @rule(number=NUMBER)
    def file_by_year(self, number: int) -> None:
        """Move an announcement without a folder of its own into a year's folder, or out of it."""
        before = self.state()
        identity = self.choose(number)
        for path in before.files:
            place = self.root / path
            if path.endswith(".md") and identity_of(path)[0] == identity and "/index." not in path:
                target = place.parent.parent if place.parent.name == "2026" else place.parent / "2026"
                target.mkdir(exist_ok=True)
                place.rename(target / place.name)
        self.did("filing", before, {identity})

    @rule(data=st.sampled_from((b"%PDF-1.4", b"%PDF-1.7", b"%PDF-1.4" * 300)), kept=st.booleans())
    def change_attachment(self, data: bytes, *, kept: bool) -> None:
        before = self.state()
        for path, old in before.files.items():
            if path.endswith(".pdf"):
                place = self.root / path
                stamp = place.stat()
                place.write_bytes(data)
                if kept:
                    os.utime(place, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
                edit = "attachment" if len(old) == len(data) else "attachment size"
                self.did(edit, before, {"/".join(path.split("/")[1:3])})

    # --- settings -------------------------------------------------------------------------------------------------

    def replaced(self, path: str, pattern: str, new: str) -> None:
        file = self.root / path
        file.write_text(re.sub(pattern, new, file.read_text("utf-8"), count=1), "utf-8")

    @rule(language=st.sampled_from(ALL), word=st.sampled_from(("Unu", "Doi")))
    def change_site_title(self, language: str, word: str) -> None:
        before = self.state()
        self.replaced("content/site.yaml", rf"{language}: \w+", f"{language}: {word}")
        self.did("site title", before, here={language})

    @rule(address=st.sampled_from(("https://example.test/", "https://other.test/", "https://other.test/in/")))
    def change_site_address(self, address: str) -> None:
        before = self.state()
        self.replaced("content/site.yaml", r"https://\S+", address)
        self.did("everything", before)

    @rule(languages=st.sampled_from(("ro, pl, en", "en, ro, pl", "ro, en")))
    def change_languages(self, languages: str) -> None:
        before = self.state()
        originals = {original(versions) for versions in before.texts().values()}
        if "pl" in originals and "pl" not in languages:
            return
        for path in before.files:
            if path.endswith(".pl.md") and "pl" not in languages:
                (self.root / path).unlink()
        self.replaced("content/site.yaml", r"languages: .*", f"languages: [{languages}]")
        self.did("everything", before)

    @rule(
        name=st.sampled_from(("reading", "travel")), language=st.sampled_from(ALL), word=st.sampled_from(("Unu", "Doi"))
    )
    def change_topic_name(self, name: str, language: str, word: str) -> None:
        before = self.state()
        self.replaced("content/topics.yaml", rf"({name}: .*{language}: )\w+", rf"\g<1>{word}")
        self.name_changed("topic name", before, name, language)

    @rule(
        name=st.sampled_from(("school", "office")), language=st.sampled_from(ALL), word=st.sampled_from(("Unu", "Doi"))
    )
    def change_organisation_name(self, name: str, language: str, word: str) -> None:
        before = self.state()
        self.replaced("content/organisations.yaml", rf"({name}: .*{language}: )\w+", rf"\g<1>{word}")
        self.name_changed("organisation name", before, name, language)

    def name_changed(self, edit: str, before: State, name: str, language: str) -> None:
        naming = {
            identity
            for identity, versions in before.texts().items()
            if name in (*listed(version(versions, ""), "topics"), *named(version(versions, "")))
        }
        self.did(edit, before, naming, {language})

    # --- the designer ---------------------------------------------------------------------------------------------

    @rule(
        name=st.sampled_from(
            [
                *("", "pages/home.html", "pages/compare.html", "pages/register.html", "feeds/atom.xml"),
                *("types/news/page.html", "parts/lists.html"),
            ]
        )
    )
    def change_template(self, name: str) -> None:
        """Have a template of the site's own, one at a time; the one that was there before goes."""
        before = self.state()
        for path in before.files:
            if path.startswith("templates/") and not path.endswith((".yaml", ".css")):
                (self.root / path).unlink()
                self.template_changed(path.removeprefix("templates/"), before)
        if name:
            text = (DEFAULTS / "templates" / name).read_text("utf-8")
            tag = re.search(r"\{% (block (content|opening)|macro \w+\(.*?\)) -?%\}", text)
            text = text.replace(tag[0], f"{tag[0]}<!-- ours -->", 1) if tag else f"{text}<!-- ours -->\n"
            self.write(f"templates/{name}", text)
            self.template_changed(name, before)

    def template_changed(self, name: str, before: State) -> None:
        self.did(name, before, {one for one in before.texts() if one.startswith("news/")})

    @rule(colour=st.sampled_from(("red", "blue")))
    def change_style(self, colour: str) -> None:
        before = self.state()
        self.write("templates/static/style.css", f"body {{ color: {colour} }}\n")
        self.did("static/style.css", before)

    @rule(language=st.sampled_from(("ro", "en")), word=st.sampled_from(("", "Home", "address")))
    def change_catalogue(self, language: str, word: str) -> None:
        before = self.state()
        path = self.root / f"locales/{language}/LC_MESSAGES/messages.po"
        old = path.read_text("utf-8") if path.exists() else ""
        header = sites.PO_HEADER
        if language == "ro":
            header = header.replace(
                "nplurals=2; plural=(n != 1)", "nplurals=3; plural=(n==1 ? 0 : n==0 || n%100>0 && n%100<20 ? 1 : 2)"
            )
        new = {
            "": header,
            "Home": f'{header}\nmsgid "Home"\nmsgstr "Start"\n',
            "address": f'{header}\nmsgctxt "address"\nmsgid "news"\nmsgstr "stiri"\n',
        }[word]
        self.write(path.relative_to(self.root).as_posix(), new)
        news = {one for one in before.texts() if one.startswith("news/")}
        self.did("address" if "address" in old + new else "catalogue", before, news, {language})

    @rule(name=st.sampled_from(("", "School", "Hall")))
    def change_statement(self, name: str) -> None:
        before = self.state()
        path = "content/accessibility.yaml"
        if name:
            self.write(path, STATEMENT.replace("en: School", f"en: {name}"))
        else:
            (self.root / path).unlink(missing_ok=True)
        self.did("statement", before, {"pages/about"})

    @rule(register=st.booleans(), fallback=st.sampled_from(("show", "link")))
    def change_type(self, *, register: bool, fallback: str) -> None:
        before = self.state()
        path = "templates/types/news/fields.yaml"
        old = before.files[path].decode()
        new = (NEWS_TYPE if register else NEWS_WITHOUT_REGISTER).replace("fallback: show", f"fallback: {fallback}")
        self.write(path, new)
        news = {one for one in before.texts() if one.startswith("news/")}
        if ("register:" in old) != register:
            self.did("register", before, news)
        if given(old, "fallback") != fallback:
            self.did("fallback", before, news)

    # --- the operator -----------------------------------------------------------------------------------------------

    @rule(as_of=st.sampled_from(MOMENTS), drafts=st.booleans())
    def change_moment(self, *, as_of: datetime, drafts: bool) -> None:
        before = self.state()
        self.as_of, self.drafts = as_of, drafts
        after = self.state()
        old, new = before.visible(), after.visible()
        marks = before.marked(), after.marked()
        flipped = {
            one for one in {*old, *new} if old.get(one) != new.get(one) or marks[0].get(one) != marks[1].get(one)
        }
        self.did("announcement", before, flipped)
        self.did("moment", before)

    @rule(base_url=st.sampled_from(("", "https://preview.test/pr-1/")))
    def change_base_url(self, base_url: str) -> None:
        changed = base_url != self.base_url
        self.base_url = base_url
        if changed:
            self.log.append(Scope("everything"))

    @rule()
    def change_output(self) -> None:
        """Build into the other of two folders."""
        other = self.base / "other"
        self.output = self.root / "public" if self.output == other else other

    @rule()
    def wait(self) -> None:
        """Build the next two edits together."""
        self.waiting = 3

    @rule(number=NUMBER, how=st.sampled_from(("new times", "old times", "renamed")))
    def undo(self, number: int, how: str) -> None:
        """Come back to files as they were, as `git checkout`, `cp -p` or renaming a folder brings them back."""
        if not self.history:
            return
        self.remember()
        mark, files = self.history[number % len(self.history)]
        place = self.base / "prepared" if how == "renamed" else self.root
        if how != "renamed":
            for name in ("content", "templates", "locales"):
                shutil.rmtree(place / name, ignore_errors=True)
        for path, (data, stamp) in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(data)
            if how != "new times":
                os.utime(place / path, ns=(stamp, stamp))
        if how == "renamed":
            for name in ("content", "templates", "locales"):
                shutil.rmtree(self.root / name, ignore_errors=True)
                if (place / name).exists():
                    (place / name).rename(self.root / name)
        self.log += self.log[mark:]

    MISTAKES = (
        ("content/news/wrong.ro.md", "---\ntitle: [\n---\n"),
        ("content/news/wrong.ro.md", "---\ntitle: Una\n---\n"),
        ("content/news/wrong.ro.md", sites.news("Una", "", "[x](announcement:news/nowhere)")),
        ("content/news/wrong.ro.md", sites.news("Una", "about: news/nowhere\n")),
        ("content/site.yaml", "id: [\n"),
        ("content/topics.yaml", "reading: 1\n"),
        ("content/accessibility.yaml", "page: pages/nowhere\n"),
        ("templates/pages/home.html", "{% if"),
        ("templates/pages/home.html", "{{ view.nothing.at_all }}"),
        ("templates/types/news/fields.yaml", "folder: news\n"),
        ("locales/en/LC_MESSAGES/messages.po", 'msgid "Home\n'),
    )

    @rule(mistake=st.sampled_from(MISTAKES))
    def mistake(self, mistake: tuple[str, str]) -> None:
        """Make a mistake: the old site stays. Mend it: nothing more to do than before."""
        self.waiting = 0
        self.holds()
        path, text = mistake
        file = self.root / path
        old = file.read_bytes() if file.exists() else None
        self.write(path, text)
        self.failing = True
        self.holds()
        self.failing = False
        file.unlink() if old is None else file.write_bytes(old)

    # --- bad luck -------------------------------------------------------------------------------------------------

    @rule(
        how=st.sampled_from(("lost", "truncated", "flipped", "foreign", "tables", "folder", "nothing")),
        places=st.lists(NUMBER, min_size=1, max_size=20),
    )
    def damage_memory(self, how: str, places: list[int]) -> None:
        folder = self.root / ".sitegen"
        self.log.append(Scope("everything"))
        self.parsed = {}
        for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if not file.is_file():
                continue
            data = bytearray(file.read_bytes())
            if how == "truncated":
                file.write_bytes(data[: len(data) * places[0] // 10000])
            elif how == "flipped":
                for place in places if data else []:
                    data[len(data) * place // 10000] ^= 1 + place % 255
                file.write_bytes(data)
            elif how == "foreign":
                file.write_bytes(b"something else\n" * 100)
            elif how == "nothing":
                file.write_bytes(b"")
            else:
                file.unlink()
            if how == "folder":
                file.mkdir()
                (file / "inside").touch()
            elif how == "tables":
                with sqlite3.connect(file) as connection:
                    connection.execute("create table parsed (key, head, html, text)")
                connection.close()
        if how == "folder":  # left alone, as it is not ours; so nothing is remembered until it is gone
            self.holds(again=False)
        if how in ("lost", "folder"):
            shutil.rmtree(folder, ignore_errors=True)
            self.parsed = {}
            self.log.append(Scope("everything"))

    @rule()
    def close_memory(self) -> None:
        """Take away the right to write into the memory, build, and give it back."""
        folder = self.root / ".sitegen"
        places = [folder, *folder.rglob("*")] if folder.is_dir() else []
        for place in places:
            place.chmod(0o555 if place.is_dir() else 0o444)
        self.waiting = 0
        self.holds(again=os.geteuid() == 0)
        for place in places:
            if place.exists():
                place.chmod(0o755 if place.is_dir() else 0o644)
        self.log.append(Scope("everything"))
        self.parsed = {}

    @rule(
        number=NUMBER,
        how=st.sampled_from(("edited", "edited unseen", "deleted", "link", "folder", "foreign file", "foreign folder",
                             "foreign link", "whole folder", "manifest")),
    )  # fmt: skip
    def damage_output(self, number: int, how: str) -> None:
        files = sorted(set(sites.tree(self.output)) - {"manifest.json"}) if self.output.is_dir() else []
        if not files:
            return
        path = files[number % len(files)]
        file, damaged = self.output / path, {path}
        stamp = file.stat()
        if how.startswith("edited"):
            data = bytearray(file.read_bytes())
            data[number % len(data)] ^= 1
            file.write_bytes(data)
            if how == "edited unseen":
                os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        elif how == "deleted":
            file.unlink()
        elif how == "link":
            same = self.base / "same"
            same.write_bytes(file.read_bytes())
            file.unlink()
            file.symlink_to(same)
        elif how == "folder":
            file.unlink()
            file.mkdir()
            (file / "inside.html").touch()
        elif how == "whole folder":
            folder = path.split("/")[0]
            damaged = {one for one in files if one.split("/")[0] == folder}
            shutil.rmtree(self.output / folder) if (self.output / folder).is_dir() else file.unlink()
        elif how == "manifest":
            manifest = self.output / "manifest.json"
            manifest.write_bytes(manifest.read_bytes()[: 100 + number])
        else:
            stray = file.with_name("stray")
            if how == "foreign file":
                stray.write_text("stray", "utf-8")
            elif how == "foreign folder":
                stray.mkdir()
                (stray / "empty").mkdir()
            else:
                stray.symlink_to(self.base, target_is_directory=True)
        self.log.append(Scope("damage", frozenset(damaged)))

    # --- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def is_right(self) -> None:
        if self.log and self.waiting <= 1:
            self.holds()
        self.waiting = max(0, self.waiting - 1)

    def holds(self, *, again: bool = True) -> None:
        """Build, and compare with a clean build, with the table, and with the same build once more."""
        state = self.state()
        codes, expected = clean(self.base, state)
        before = sites.tree(self.output)
        report = self.build()
        assert sorted(set(sites.codes(report))) == codes
        assert bool(codes) == self.failing, codes
        if codes:
            assert sites.difference(before, sites.tree(self.output)) == ""
            return
        assert sites.difference(expected, sites.tree(self.output)) == ""
        assert not [path for path in self.output.rglob("*") if path.is_symlink()]
        self.within_table([*report.rendered], before, expected, state)
        self.within_changes(report.counts["parsed"], state)
        self.built[self.output] = len(self.log)
        self.remember()
        if again:
            stamps = {path: path.stat().st_mtime_ns for path in self.output.rglob("*")}
            counts = self.build().counts
            assert [counts[name] for name in ("parsed", "rendered", "written", "removed")] == [0, 0, 0, 0]
            assert stamps == {path: path.stat().st_mtime_ns for path in self.output.rglob("*")}

    def within_changes(self, parsed: int, state: State) -> None:
        """See that nothing was parsed but announcements of which a file has changed."""
        old, new = self.parsed, state.files
        self.parsed = dict(new)
        changed = [path for path in {*old, *new} if old.get(path) != new.get(path)] if old else ["settings.yaml"]
        if not any(path.endswith((".yaml", ".po")) for path in changed):
            touched = {identity_of(path)[0] for path in changed if path.endswith(".md")}
            touched |= {"/".join(path.split("/")[1:3]) for path in changed if path.endswith(".pdf")}  # looked into
            assert parsed <= sum(len(versions) for one, versions in state.texts().items() if one in touched)

    def build(self) -> Report:
        return sites.build(self.root, self.output, as_of=self.as_of, drafts=self.drafts, base_url=self.base_url)

    def within_table(
        self, rendered: list[str], before: Mapping[str, bytes], after: Mapping[str, bytes], state: State
    ) -> None:
        """See that the edits since the last build into this folder allow what was rendered."""
        if self.output not in self.built:
            return
        default = state.languages()[0]
        done = self.log[self.built[self.output] :]
        maps = [documents(files) for files in (before, after)]
        more = [
            path
            for path in rendered
            if not any(one.allows(spot(path, placed, default)) for placed in maps for one in done)
        ]
        assert not more, (more, done)


def documents(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """Give the documents that a manifest names; none where it is damaged."""
    try:
        named: dict[str, dict[str, str]] = json.loads(files["manifest.json"])["documents"]
    except ValueError:
        return {}
    return named


def clean(base: Path, state: State) -> Clean:
    """Build a fresh copy of the site with nothing remembered: the codes of errors, and the tree."""
    key = tuple(sorted(state.files.items())), state.as_of, state.drafts, state.base_url
    if key not in _clean:
        root, output = base / "fresh", base / "clean"
        for folder in (root, output):
            shutil.rmtree(folder, ignore_errors=True)
        sites.make(root, {"content/site.yaml": SITE, **state.files})
        report = sites.build(root, output, as_of=state.as_of, drafts=state.drafts, base_url=state.base_url, clean=True)
        if len(_clean) > 50:
            del _clean[list(_clean)[1]]  # the first is where every sequence begins
        _clean[key] = sorted(set(sites.codes(report))), sites.tree(output)
    return _clean[key]


@pytest.mark.proof
def test_any_sequence_of_edits_ends_in_what_a_clean_build_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="sitegen-", dir=IN_MEMORY) as folder:
        monkeypatch.setattr(Rebuild, "base", Path(folder), raising=False)
        run_state_machine_as_test(
            Rebuild,
            settings=settings(
                max_examples=SEQUENCES,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=True,
                database=None,
                print_blob=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
