"""Deadlines and events: files for calendars, read back, and the page of what is due, at many moments."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import browsing
import programs
import pytest
import sites
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from sitegen import build
from sitegen.build import order as pipeline
from sitegen.language import text, typography
from sitegen.model import Site
from sitegen.model.terms import Terms

SITE = """\
id: example.test
title: {ro: Buletin, pl: Biuletyn, en: Bulletin}
base_url: https://example.test/
languages: [ro, pl, en]
time_zone: Europe/Bucharest
"""
ORGANISATIONS = "varsovia: {ro: Varșovia, pl: Warszawa, en: Warsaw, time_zone: Europe/Warsaw}\n"
CALL_TYPE = """\
folder: contests
label: [Contest, Contests]
fallback: show
fields:
  stages:
    kind: group
    list: true
    label: Stages
    fields:
      until: {kind: deadline, label: Until}
  meeting: {kind: event, label: Meeting}
"""
DUE = {"ro": "ro/termene", "pl": "pl/terminy", "en": "en/due"}
NEWS = {"ro": "ro/noutati", "pl": "pl/aktualnosci", "en": "en/news"}
UNTIL = {"ro": "Până la", "pl": "Do", "en": "Until"}


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def event(when: str, title: str = "Târg", more: str = "") -> str:
    return f"events:\n  - title: {title}\n    {when}\n{more}"


def call(until: str, more: str = "") -> str:
    """Write an announcement with a deadline."""
    return sites.news("Apel", f"stages:\n  - until: {until}\n{more}")


def make(folder: Path, files: dict[str, str | bytes]) -> Path:
    own = {
        "content/site.yaml": SITE,
        "content/organisations.yaml": ORGANISATIONS,
        "templates/types/contest/fields.yaml": CALL_TYPE,
    }
    return sites.make(folder, {**own, **files})


def built(folder: Path, files: dict[str, str | bytes], as_of: str = "2026-11-21T12:00:00+02:00") -> Path:
    root = make(folder, files)
    assert sites.codes(sites.build(root, as_of=at(as_of))) == []
    return root


def look(root: Path, as_of: datetime) -> Site:
    order = pipeline.Order(root, root / "public", Terms(as_of))
    site, _report = build.look(order, lambda _stage, _done, _total: None)
    assert site
    return site


def page(root: Path, address: str) -> str:
    return (root / "public" / address / "index.html").read_text("utf-8")


def events(root: Path, address: str) -> list[Event]:
    """Read a calendar back, and see that it is written as it must be."""
    data = (root / "public" / address / "calendar.ics").read_bytes()
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()  # no letter is torn by folding
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    assert calendar["version"] == "2.0"
    assert "method" not in calendar
    zones = {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")}
    found = [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]
    assert zones == {tzid for one in found for name in ("dtstart", "dtend") if (tzid := zone_of(one, name))}
    assert [one.errors for one in found] == [[]] * len(found)
    assert found
    return found


def zone_of(one: Event, name: str) -> str:
    return str(one[name].params.get("TZID", "")) if name in one else ""


def start(one: Event) -> date | datetime:
    value = one.decoded("dtstart")
    assert isinstance(value, date)
    return value


def end(one: Event) -> date | datetime | None:
    value = one.decoded("dtend", None)
    assert value is None or isinstance(value, date)
    return value


def shown(text: str) -> list[str]:
    """Give the main part of a page as a reader sees it, line by line."""
    main = text.split("<main", 1)[1].split("</main>")[0]
    words = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(p|h\d|li|span)>", "\n", "<main" + main)))
    return [line for part in words.replace("\xa0", " ").splitlines() if (line := " ".join(part.split()))]


def section(text: str, state: str) -> str:
    """Give the entries of a page of what is due that stand in a state."""
    return "".join(re.findall(rf'<li class="state-{state}">.*?</li>', text, re.DOTALL))


# --- times ------------------------------------------------------------------------------------------------------------

CHANGES = [
    ("2026-03-28 23:00", "2026-03-29 08:00"),  # over the night in which the clock is put forward
    ("2026-10-24 23:00", "2026-10-25 08:00"),  # and back
    ("2026-03-29 03:30", "2026-03-29 05:00"),  # begins in the hour that is skipped in Bucharest
    ("2026-10-25 03:30", "2026-10-25 04:30"),  # and in the one that comes twice
    ("2026-01-15 10:00", "2026-07-15 10:00"),
]


@pytest.mark.parametrize(("begin", "over"), CHANGES)
@pytest.mark.parametrize("zone", ["Europe/Bucharest", "Europe/Chisinau", "Europe/Warsaw"])
def test_the_times_are_those_of_the_page_by_the_calendars_own_rules(
    tmp_path: Path, zone: str, begin: str, over: str
) -> None:
    text = sites.news("Una", event(f'start: "{begin}"\n    end: "{over}"', more=f"time_zone: {zone}\n"))
    root = built(tmp_path, {"content/news/one.ro.md": text})
    for language, address in NEWS.items():
        times = re.findall(r'<time datetime="(\d[^"]*T[^"]*)">', page(root, f"{address}/one").split("<main")[1])
        first, last = (at(time) for time in times[:2])
        for place in (language, address, f"{address}/one"):
            (one,) = events(root, place)
            assert (zone_of(one, "dtstart"), zone_of(one, "dtend")) == (zone, zone)
            begins, ends = start(one), end(one)
            assert isinstance(begins, datetime)
            assert isinstance(ends, datetime)
            assert begins.astimezone(UTC) == first
            assert ends.astimezone(UTC) == last
            assert by_rules(root, place, begins) == begins.utcoffset()
            assert by_rules(root, place, ends) == ends.utcoffset()


def by_rules(root: Path, address: str, moment: datetime) -> timedelta | None:
    """Give the offset at a local time by the rules that the calendar itself holds (RFC 5545, 3.6.5)."""
    calendar = Calendar.from_ical((root / "public" / address / "calendar.ics").read_bytes())
    (zone,) = (one for one in calendar.walk("VTIMEZONE") if isinstance(one, Timezone))
    clock, best = moment.replace(tzinfo=None), None
    parts = [one for one in zone.subcomponents if isinstance(one, TimezoneStandard | TimezoneDaylight)]
    for part in parts:
        more = part.get("rdate")
        onsets = [part.DTSTART, *(one.dt for one in (more.dts if more else ()))]
        for onset in onsets:
            passed = onset.replace(tzinfo=None) <= clock
            later = best is None or onset.replace(tzinfo=None) > best[0]
            # A time that does not exist is by the offset before the gap, one that comes twice is the first.
            skip = part.TZOFFSETTO - part.TZOFFSETFROM
            begun = onset.replace(tzinfo=None) + max(skip, timedelta())
            if passed and later and clock >= begun:
                best = onset.replace(tzinfo=None), part.TZOFFSETTO
    return best[1] if best else None


def test_rules_of_time_tell_changes_by_the_clock_that_they_end(tmp_path: Path) -> None:
    text = sites.news("Una", event('start: "2026-07-01 10:00"'))
    root = built(tmp_path, {"content/news/one.ro.md": text})
    rules = (root / "public/ro/calendar.ics").read_text("utf-8").split("BEGIN:VEVENT")[0].replace("\r", "")
    summer = "DTSTART:20260329T030000\nTZNAME:EEST\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\n"
    winter = "DTSTART:20261025T040000\nTZNAME:EET\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\n"
    assert f"BEGIN:DAYLIGHT\n{summer}END:DAYLIGHT" in rules
    assert f"BEGIN:STANDARD\n{winter}END:STANDARD" in rules


DAYS = [
    ("start: 2026-12-04", date(2026, 12, 4), date(2026, 12, 5)),
    ("start: 2026-12-04\n    end: 2026-12-06", date(2026, 12, 4), date(2026, 12, 7)),
    ('start: 2026-12-04\n    end: "2026-12-06 12:00"', date(2026, 12, 4), date(2026, 12, 7)),
    ('start: "2026-12-04 10:00"', at("2026-12-04T10:00+02:00"), None),
    ('start: "2026-12-04 10:00"\n    end: "2026-12-04 10:00"', at("2026-12-04T10:00+02:00"), None),
    ('start: "2026-12-04 10:00"\n    end: 2026-12-05', at("2026-12-04T10:00+02:00"), at("2026-12-06T00:00+02:00")),
    ("start: 9999-12-31", date(9999, 12, 31), None),
    ("start: 0001-01-01", date(1, 1, 1), date(1, 1, 2)),
]


@pytest.mark.parametrize(("when", "begins", "ends"), DAYS)
def test_days_and_hours(tmp_path: Path, when: str, begins: date, ends: date | None) -> None:
    root = built(tmp_path, {"content/news/one.ro.md": sites.news("Una", event(when))})
    (one,) = events(root, "ro/noutati/one")
    assert (start(one), end(one)) == (begins, ends)
    assert "transp" not in one


@pytest.mark.parametrize(
    ("until", "begins", "ends"),
    [
        ('"2026-12-04 16:00"', at("2026-12-04T16:00+02:00"), None),
        ("2026-12-04", date(2026, 12, 4), date(2026, 12, 5)),
        ("9999-12-31", date(9999, 12, 31), None),
        ('"9999-12-31 23:59"', at("9999-12-31T23:59+02:00"), None),
        ('"0001-01-01 00:00"', at("0001-01-01T00:00:00+01:44:24"), None),
    ],
)
def test_a_deadline_is_an_event_that_ends_with_it(tmp_path: Path, until: str, begins: date, ends: date | None) -> None:
    root = built(tmp_path, {"content/contests/one.ro.md": call(until)})
    (one,) = events(root, "ro/contests/one")
    assert (start(one), end(one)) == (begins, ends)
    assert one["transp"] == "TRANSPARENT"
    assert "duration" not in one


def test_what_a_calendar_says_of_an_announcement(tmp_path: Path) -> None:
    more = event(
        'start: "2026-12-04 10:00"\n    place: Cluj\n    online: true', "Târgul", "updated: 2026-02-03 10:00\n"
    )
    english = sites.translation("One", "events:\n  - title: The fair\n    place: Cluj\n")
    root = built(tmp_path, {"content/news/one.ro.md": sites.news("Una", more), "content/news/one.en.md": english})
    (one,) = events(root, "en/news/one")
    assert {name: str(value) for name, value in one.items() if name in ("UID", "SUMMARY", "LOCATION", "URL")} == {
        "UID": "news/one/events.0@example.test",
        "SUMMARY": "The fair",
        "LOCATION": "Cluj, online",
        "URL": "https://example.test/en/news/one/",
    }
    assert str(one["description"]).split("\n") == [
        "One",
        "4 December 2026, 10:00 (Bucharest, UTC+2)",
        "https://example.test/en/news/one/",
    ]
    assert one.decoded("dtstamp") == at("2026-02-03T08:00Z")
    assert {one[name].params["LANGUAGE"] for name in ("summary", "location", "description")} == {"en"}
    assert "status" not in one
    (untouched,) = events(
        built(tmp_path / "other", {"content/contests/one.ro.md": call("2026-12-04")}), "en/contests/one"
    )
    assert untouched.decoded("dtstamp") == at("2026-01-01T22:00Z")  # when it was published


# --- who gets what ----------------------------------------------------------------------------------------------------


def test_each_language_section_and_announcement_has_its_calendar(tmp_path: Path) -> None:
    root = built(
        tmp_path,
        {
            "content/news/one.ro.md": sites.news("Una", event("start: 2026-12-04")),
            "content/news/two.ro.md": sites.news("Două"),
            "content/contests/three.en.md": call("2026-12-05").replace("Apel", "Call"),
            "content/contests/four.ro.md": sites.news("Patru", "stages: null\nmeeting: null\n"),
            "content/pages/five.ro.md": sites.news("Cinci"),
        },
    )
    found = {path for path in sites.tree(root / "public") if path.endswith(".ics")}
    assert found == {
        f"{place}/calendar.ics"
        for tag, news in NEWS.items()
        for place in (tag, news, f"{news}/one", f"{tag}/contests", f"{tag}/contests/three")
    }
    for tag, news in NEWS.items():
        everything = {str(one["uid"]) for one in events(root, tag)}
        assert everything == {"news/one/events.0@example.test", "contests/three/stages.0.until@example.test"}
        assert {str(one["uid"]) for one in events(root, news)} == {"news/one/events.0@example.test"}
        assert {str(one["url"]) for one in events(root, tag)} == {
            f"https://example.test/{news}/one/",
            f"https://example.test/{tag}/contests/three/",
        }


def test_a_borrowed_text_says_its_language(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/contests/one.ro.md": call("2026-12-04"),
        "content/news/two.ro.md": sites.news("Una", event("start: 2026-12-04\n    place: Iași", "Târgul")),
        "content/news/two.en.md": sites.translation("One"),
    }
    root = built(tmp_path, files)
    deadline = next(one for one in events(root, "en") if "until" in str(one["uid"]))
    assert (str(deadline["summary"]), deadline["summary"].params["LANGUAGE"]) == ("Until: Apel", "ro")
    assert str(deadline["description"]).startswith("4 decembrie 2026\n")
    (fair,) = events(root, "en/news/two")
    assert (str(fair["summary"]), fair["summary"].params["LANGUAGE"]) == ("Târgul", "ro")
    assert (str(fair["location"]), fair["location"].params["LANGUAGE"]) == ("Iași", "ro")
    assert (str(fair["description"]).split("\n")[0], fair["description"].params["LANGUAGE"]) == ("One", "en")
    text = page(root, DUE["en"])
    assert '<a href="../contests/one/" hreflang="ro"><span lang="ro">Apel</span></a>' in text
    assert '<a href="../news/two/"><span lang="ro">Târgul</span></a>' in text
    assert "Language of the text: Romanian" in text


def test_fallbacks_and_drafts(tmp_path: Path) -> None:
    types = {
        f"templates/types/{name}/fields.yaml": CALL_TYPE.replace("contests", f"{name}s").replace("show", name)
        for name in ("link", "hide")
    }
    files: dict[str, str | bytes] = {
        **types,
        "content/links/one.ro.md": call("2026-12-04"),
        "content/hides/two.ro.md": call("2026-12-05"),
        "content/contests/three.ro.md": call("2026-12-06", "draft: true\n"),
        "content/contests/four.ro.md": call("2026-12-07"),
        "content/contests/four.en.md": sites.translation("Draft", "draft: true\n"),
    }
    root = built(tmp_path, files)
    for drafts in (False, True):
        sites.build(root, drafts=drafts)
        four = [] if drafts else ["contests/four/stages.0.until@example.test"]
        assert [str(one["uid"]) for one in events(root, "en")] == [*four, "links/one/stages.0.until@example.test"]
        assert len(events(root, "ro")) == 3
        assert not (root / "public/en/hides").exists()
        assert not (root / "public/en/links/one").exists()
        text = page(root, DUE["en"])
        assert 'href="../../ro/links/one/calendar.ics"' in text
        assert "hides" not in text
        assert "Draft" not in text


def test_a_site_without_dates_to_keep_has_none_of_it(tmp_path: Path) -> None:
    root = built(tmp_path, {"content/news/one.ro.md": sites.news("Una")})
    assert not [path for path in sites.tree(root / "public") if path.endswith(".ics") or "termene" in path]
    pages = {path: data for path, data in sites.tree(root / "public").items() if ".html" in path}
    guides = browsing.EDITORS  # where calendars are told of
    assert not [path for path, data in pages.items() if b"calendar.ics" in data and not path.startswith(guides)]


def test_every_page_leads_to_calendars_that_are_there(tmp_path: Path) -> None:
    root = built(
        tmp_path,
        {
            "content/news/one.ro.md": sites.news("Una", event("start: 2026-12-04")),
            "content/news/two.ro.md": sites.news("Două"),
        },
    )
    linked = re.compile(r'<link rel="alternate" type="text/calendar" title="([^"]+)" href="([^"]+)">')
    found = {}
    for path, data in sites.tree(root / "public").items():
        if path.endswith(".html") and path.count("/"):
            folder = (root / "public" / path).parent
            links = linked.findall(data.decode())
            assert all((folder / href).resolve().is_file() for _title, href in links)
            found[path.removesuffix("index.html")] = [href for _title, href in links]
    assert found["en/news/one/"] == ["../../calendar.ics", "calendar.ics"]
    assert found["en/news/"] == ["../calendar.ics", "calendar.ics"]
    assert found["en/news/2026/"] == ["../../calendar.ics", "../calendar.ics"]
    assert found["en/news/two/"] == ["../../calendar.ics"]
    assert all(found.values())


def test_a_document_offers_its_calendar_beside_each_date(tmp_path: Path) -> None:
    two = '  - until: "2026-12-05 16:00"\nmeeting: {title: Ședința, start: 2026-12-03, place: Cluj}\n'
    root = built(tmp_path, {"content/contests/one.ro.md": call("2026-12-04", two)})
    text = page(root, "pl/contests/one")
    link = '<a class="ics" href="calendar.ics" type="text/calendar">Dodaj do kalendarza (.ics)</a>'
    assert text.count(link) == 3
    assert f'<span lang="ro">Cluj</span> {link}' in text
    assert f"</time> {link}" in text


def test_what_is_called_off_says_so(tmp_path: Path) -> None:
    old = call("2026-12-04", "valid_from: 2026-01-01\n")
    files: dict[str, str | bytes] = {
        "content/news/one.ro.md": sites.news("Una", event("start: 2026-12-04", more="status: cancelled\n")),
        "content/contests/old.ro.md": old,
        "content/contests/new.ro.md": call("2026-12-24", "supersedes: [contests/old]\nvalid_from: 2026-02-01\n"),
    }
    root = built(tmp_path, files)
    marks = {
        "ro": ("Anulat", "Document abrogat"),
        "pl": ("Odwołano", "Dokument uchylony"),
        "en": ("Cancelled", "Repealed"),
    }
    for language, (cancelled, repealed) in marks.items():
        by_uid = {str(one["uid"]).split("/events")[0].split("/stages")[0]: one for one in events(root, language)}
        assert {name: one.get("status") for name, one in by_uid.items()} == {
            "news/one": "CANCELLED",
            "contests/old": "CANCELLED",
            "contests/new": None,
        }
        assert str(by_uid["news/one"]["summary"]) == f"{cancelled}: Târg"
        assert str(by_uid["contests/old"]["summary"]) == f"{cancelled}: {UNTIL[language]}: Apel"
        text = section(page(root, DUE[language]), "coming")
        assert f'<span class="mark status-cancelled">{cancelled}</span>' in text
        assert f'<span class="mark status-cancelled">{repealed} ' in text.replace("\xa0", " ")
        assert text.count('class="left"') == 1


# --- identity ---------------------------------------------------------------------------------------------------------


def uids(root: Path) -> dict[str, list[str]]:
    return {tag: [str(one["uid"]) for one in events(root, tag)] for tag in DUE}


def test_uids_outlive_edits(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/news/one.ro.md": sites.news("Una", event("start: 2026-12-04")),
        "content/contests/two.ro.md": call("2026-12-04", '  - until: "2026-12-05 16:00"\n'),
    }
    before = uids(built(tmp_path / "before", files))
    assert before["ro"] == before["pl"] == before["en"]
    assert len({*before["ro"]}) == 3
    edited: dict[str, str | bytes] = {
        "content/site.yaml": SITE.replace("https://example.test/", "https://other.test/in/"),
        "content/news/2026/one.ro.md": sites.news("Alta", event('start: "2027-01-05 10:00"', "Bâlci", "slug: nou\n")),
        "content/news/2026/one.en.md": sites.translation("Another", "slug: new\n"),
        "content/contests/two.ro.md": call("2027-12-04", '  - until: "2027-12-05 16:00"\nstatus: cancelled\n'),
    }
    after = uids(built(tmp_path / "after", edited))
    assert {tag: {*found} for tag, found in after.items()} == {tag: {*found} for tag, found in before.items()}


@pytest.mark.proof
@settings(max_examples=programs.size(8, 40, 400), deadline=None, derandomize=True)
@given(
    title=st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1).filter(str.strip),
    place=st.text("ăâîșțĄęłŻź,;:\\\"n ^'„”=\U0001f4c5", min_size=1, max_size=200).filter(str.strip),
)
@example(title="Una, alta; \\n și \\, „ghilimele”: = + \U0001f4c5", place="Școala nr. 5; sala 3, et. 2\\")
@example(title="ș" * 200, place="a" * 200)
@example(title="BEGIN:VEVENT END:VEVENT", place="\\;\\,\\n\\N")
def test_any_title_and_place_comes_back(tmp_path_factory: pytest.TempPathFactory, title: str, place: str) -> None:
    quoted = json.dumps(title, ensure_ascii=False), json.dumps(place, ensure_ascii=False)
    body = event(f"start: 2026-12-04\n    place: {quoted[1]}", quoted[0])
    files: dict[str, str | bytes] = {"content/news/one.ro.md": sites.news(quoted[0], body)}
    root = make(tmp_path_factory.mktemp("site"), files)
    report = sites.build(root)
    if sites.codes(report):  # a text that is refused, such as one with bidirectional marks that are not closed
        return
    (one,) = events(root, "ro/noutati/one")
    feed = json.loads((root / "public/ro/feed.json").read_text("utf-8"))
    written = " ".join(re.sub(r"[ \t\n]+", " ", title).split(" ")).strip()
    assert str(one["summary"]) == feed["items"][0]["title"]
    assert str(one["summary"]) == text.plain(typography.typography(text.nfc(written), "ro"))
    held = re.sub(r"[ \t\n]+", " ", place).strip()
    assert str(one["location"]) == text.plain(typography.typography(text.nfc(held), "ro"))


# --- what is due ------------------------------------------------------------------------------------------------------

LEFT = {
    "ro": ("Astăzi", "Mâine", "mai sunt 2 zile", "mai sunt 5 zile", "mai sunt 20 de zile", "mai sunt 101 zile"),
    "pl": ("Dzisiaj", "Jutro", "pozostały 2 dni", "pozostało 5 dni", "pozostało 20 dni", "pozostało 101 dni"),
    "en": ("Today", "Tomorrow", "2 days left", "5 days left", "20 days left", "101 days left"),
}
IN = {
    "ro": ("Astăzi", "Mâine", "peste 2 zile", "peste 5 zile", "peste 20 de zile", "peste 101 zile"),
    "pl": ("Dzisiaj", "Jutro", "za 2 dni", "za 5 dni", "za 20 dni", "za 101 dni"),
    "en": ("Today", "Tomorrow", "in 2 days", "in 5 days", "in 20 days", "in 101 days"),
}


def test_days_are_counted_in_right_plurals(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/contests/one.ro.md": call('"2026-11-21 16:00"'),
        "content/news/two.ro.md": sites.news("Una", event('start: "2026-11-21 18:00"\n    end: "2026-11-21 19:00"')),
    }
    root = make(tmp_path, files)
    for index, days in enumerate((0, 1, 2, 5, 20, 101)):
        as_of = at("2026-11-21T09:00:00+02:00") - timedelta(days)
        assert sites.codes(sites.build(root, as_of=as_of)) == []
        for language, address in DUE.items():
            for place in (address, language):
                words = "\n".join(shown(page(root, place)))
                assert LEFT[language][index] in words
                assert IN[language][index] in words
    assert sites.difference(clean(root, tmp_path, as_of), sites.tree(root / "public")) == ""


def clean(root: Path, folder: Path, as_of: datetime) -> dict[str, bytes]:
    sites.build(root, folder / "clean", as_of=as_of, clean=True)
    return sites.tree(folder / "clean")


def test_the_page_says_day_hour_and_zone(tmp_path: Path) -> None:
    more = "meeting: {title: Ședința, start: 2026-12-01 10:00, end: 2026-12-01 12:00, place: Cluj, online: true}\n"
    root = built(tmp_path, {"content/contests/one.ro.md": call('"2026-11-30 16:00"', more)})
    assert shown(page(root, DUE["en"]))[1:14] == [
        "Coming deadlines and events",
        "Apel",
        "9 days left",
        "Until: 30 November 2026, 16:00 (Bucharest, UTC+2)",
        "Contest",
        "Language of the text: Romanian",
        "Add to calendar (.ics): Apel",
        "Ședința",
        "in 10 days",
        "Event: 1 December 2026, 10:00 – 12:00 (Bucharest, UTC+2)",
        "Cluj",
        "online",
        "Contest: Apel",
    ]


STATES = [
    # A deadline at 16:00 in Warsaw, at 17:00 in Bucharest.
    ("one", "2026-11-30T16:59:59+02:00", "coming", "Today"),
    ("one", "2026-11-30T17:00:00+02:00", "over", "The deadline has passed"),
    ("one", "2026-12-31T00:59:59+02:00", "over", "The deadline has passed"),
    ("one", "2026-12-31T01:00:00+02:00", "", ""),
    # The day begins at midnight there.
    ("one", "2026-11-30T00:59:59+02:00", "coming", "Tomorrow"),
    ("one", "2026-11-30T01:00:00+02:00", "coming", "Today"),
    # A deadline without an hour is over with its day.
    ("two", "2026-11-30T23:59:59+02:00", "coming", "Today"),
    ("two", "2026-12-01T00:00:00+02:00", "over", "The deadline has passed"),
    # An event from 10:00 to 12:00 of the next day.
    ("three", "2026-11-30T09:59:59+02:00", "coming", "Today"),
    ("three", "2026-11-30T10:00:00+02:00", "ongoing", "Under way"),
    ("three", "2026-12-01T11:59:59+02:00", "ongoing", "Under way"),
    ("three", "2026-12-01T12:00:00+02:00", "over", "The event is over"),
    # Of an event that does not say when it ends, nobody says that it is over before its day is.
    ("four", "2026-11-30T20:00:00+02:00", "coming", "Today"),
    ("four", "2026-12-01T00:00:00+02:00", "over", "The event is over"),
    # One of some days lasts until the end of the last.
    ("five", "2026-11-29T23:59:59+02:00", "coming", "Tomorrow"),
    ("five", "2026-11-30T00:00:00+02:00", "ongoing", "Under way"),
    ("five", "2026-12-02T23:59:59+02:00", "ongoing", "Under way"),
    ("five", "2026-12-03T00:00:00+02:00", "over", "The event is over"),
]
DATED: dict[str, str | bytes] = {
    "content/contests/one.ro.md": call('"2026-11-30 16:00"').replace("issuer: null", "issuer: varsovia"),
    "content/contests/two.ro.md": call("2026-11-30"),
    "content/news/three.ro.md": sites.news(
        "Una", event('start: "2026-11-30 10:00"\n    end: "2026-12-01 12:00"', "Trei")
    ),
    "content/news/four.ro.md": sites.news("Una", event('start: "2026-11-30 10:00"', "Patru")),
    "content/news/five.ro.md": sites.news("Una", event("start: 2026-11-30\n    end: 2026-12-02", "Cinci")),
}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("dated"), DATED)


@pytest.mark.parametrize(("name", "as_of", "state", "words"), STATES)
def test_how_things_stand_at_a_moment(dated: Path, name: str, as_of: str, state: str, words: str) -> None:
    assert sites.codes(sites.build(dated, as_of=at(as_of))) == []
    text = page(dated, DUE["en"])
    found = [one for one in ("coming", "ongoing", "over") if f"/{name}/" in section(text, one)]
    assert found == ([state] if state else [])
    if state:
        (entry,) = (one for one in section(text, state).split("</li>") if f"/{name}/" in one)
        assert f"{words}</span>" in entry


def test_what_is_next_comes_first(dated: Path) -> None:
    sites.build(dated, as_of=at("2026-11-29T12:00:00+02:00"))
    text = page(dated, DUE["ro"])
    order = re.findall(r'<h3><a href="\.\./\w+/(\w+)/"', section(text, "coming"))
    assert order == ["two", "five", "four", "three", "one"]
    assert re.findall(r'<a href="\w+/(\w+)/"', page(dated, "ro").split('class="next"')[1].split("</ul>")[0]) == order
    sites.build(dated, as_of=at("2026-12-05T12:00:00+02:00"))
    passed = re.findall(r'<h3><a href="\.\./\w+/(\w+)/"', section(page(dated, DUE["ro"]), "over"))
    assert passed == ["five", "three", "two", "four", "one"]
    assert "Nu există termene sau evenimente viitoare." in page(dated, "ro")


def test_the_home_shows_five(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"content/contests/n{day}.ro.md": call(f"2026-12-{day:02}").replace("Apel", f"Apel {day}")
        for day in range(1, 9)
    }
    root = built(tmp_path, files)
    home = page(root, "ro").split('class="next"')[1].split("</ul>")[0]
    assert re.findall(r">Apel.(\d)</a>", home) == ["1", "2", "3", "4", "5"]
    assert '<a href="termene/">' in page(root, "ro")


def test_the_site_changes_at_its_moments_and_at_no_other(dated: Path, tmp_path: Path) -> None:
    """Walk from change to change: just before one all is as it was, at it something is new, as in a clean build."""
    as_of, seen = at("2026-11-27T12:00:00+02:00"), list[datetime]()
    sites.build(dated, as_of=as_of)
    while (until := look(dated, as_of).until) and len(seen) < 60:
        before = sites.tree(dated / "public")
        late = sites.build(dated, as_of=until - timedelta(seconds=1))
        assert (late.counts["rendered"], late.counts["written"]) == (0, 0)
        assert sites.build(dated, as_of=until).counts["rendered"] > 0, until
        after = sites.tree(dated / "public")
        changed = {path for path in before if before[path] != after[path]} - {"manifest.json"}
        assert changed, until
        assert changed <= {f"{address}/index.html" for address in (*DUE.values(), *DUE)}, until
        assert sites.difference(clean(dated, tmp_path, until), after) == ""
        assert look(dated, until).since == until
        as_of, seen = until, [*seen, until]
    assert seen == [at(f"{moment}+02:00") for moment in MOMENTS]
    assert not section(page(dated, DUE["ro"]), "over")


MOMENTS = [
    # Days are counted from midnight to midnight, in Bucharest and in Warsaw.
    *("2026-11-28T00:00", "2026-11-28T01:00", "2026-11-29T00:00", "2026-11-29T01:00"),
    *("2026-11-30T00:00", "2026-11-30T01:00"),
    # Things begin and end.
    *("2026-11-30T10:00", "2026-11-30T17:00", "2026-12-01T00:00", "2026-12-01T12:00", "2026-12-03T00:00"),
    # Thirty days later they are told no more.
    *("2026-12-31T00:00", "2026-12-31T01:00", "2027-01-01T00:00", "2027-01-02T00:00"),
]


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("slug: termene\n", "slug-reserved"),
        ("aliases: [ro/calendar.ics]\n", "slug-reserved"),
        ("aliases: [ro/noutati/one/calendar.ics]\n", "slug-reserved"),
        ("aliases: [ro/termene/x]\n", "slug-reserved"),
    ],
)
def test_nothing_else_can_have_their_addresses(tmp_path: Path, more: str, code: str) -> None:
    root = make(tmp_path, {"content/news/one.ro.md": sites.news("Una", more)})
    assert sites.codes(sites.build(root)) == [code]
