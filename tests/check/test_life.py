"""Legal life: what other acts, dates and as-of make of a document, told on every page that shows it."""

from __future__ import annotations

import itertools
import re
import shutil
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sites

from sitegen.cli import main
from sitegen.disk import load
from sitegen.read import theme


def act(title: str, date: str, more: str = "") -> str:
    return sites.news(title, f"date: {date}\n{more}")


ACTS = {
    "content/news/first.ro.md": act("Primul act", "2026-02-01", "status: in_force\nvalid_from: 2026-02-10\n"),
    "content/news/first.en.md": sites.translation("The first act"),
    "content/news/change.ro.md": act("Modificare", "2026-03-01", "amends: [news/first]\n"),
    "content/news/later-change.ro.md": act("A doua modificare", "2026-04-15", "amends: [news/first]\n"),
    "content/news/erratum.ro.md": act("Erată", "2026-03-05", "corrects: news/first\n"),
    "content/news/repeal.ro.md": act(
        "Abrogare", "2026-05-01", "supersedes: [news/first]\nvalid_from: 2026-06-01\nvalid_until: 2026-12\n"
    ),
    "content/news/mention.ro.md": sites.news("Mențiune", "about: news/first\n"),
}


def at(root: Path, moment: str, language: str = "ro") -> dict[str, str]:
    """Build as of a moment; give the pages of the news by name, as text without tags."""
    report = sites.build(root, as_of=datetime.fromisoformat(moment))
    assert sites.codes(report) == []
    section = {"ro": "ro/noutati", "en": "en/news"}[language]
    return {
        path.parent.name: plain(path.read_text("utf-8")) for path in (root / "public" / section).rglob("index.html")
    }


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html.partition("<main")[2])).replace("\u00a0", " ")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sites.make(tmp_path, ACTS)


def test_an_act_is_amended_corrected_and_repealed_as_time_goes_by(root: Path) -> None:
    assert (
        "Nu este încă în vigoare; va fi în vigoare din 10 februarie 2026" in at(root, "2026-02-05T12:00+02:00")["first"]
    )
    assert "Document modificat din 1 martie 2026 prin: Modificare" in (
        page := at(root, "2026-03-10T12:00+02:00")["first"]
    )
    assert "Documentul se abrogă din 1 iunie 2026 prin: Abrogare" in page
    page = at(root, "2026-06-01T00:00+03:00")["first"]
    assert "Document abrogat din 1 iunie 2026 prin: Abrogare" in page
    assert page.index("Modificare") < page.index("A doua modificare"), "amendments stand in their order"


def test_the_other_direction_says_so_too_and_in_the_reader_s_language(root: Path) -> None:
    pages = at(root, "2026-07-01T00:00+03:00")
    assert "Acest document abrogă: Primul act" in pages["repeal"]
    assert "Acest document rectifică: Primul act" in pages["erratum"]
    english = at(root, "2026-07-01T00:00+03:00", "en")
    assert "Repealed from 1 June 2026 by: Abrogare" in english["first"]
    assert "This document repeals: The first act" in english["repeal"]


def test_lists_and_registers_show_the_state_and_others_that_refer_to_it(root: Path) -> None:
    pages = at(root, "2026-07-01T00:00+03:00")
    assert "Document abrogat din 1 iunie 2026" in pages["noutati"]
    assert re.search("Documente care fac trimitere la acesta Mențiune", pages["first"])
    html = (root / "public/ro/noutati/first/index.html").read_text("utf-8")
    assert 'class="mark status-repealed"' in html


def test_the_last_day_of_validity_is_valid(root: Path) -> None:
    assert "Document expirat" not in at(root, "2026-12-31T23:59+02:00")["repeal"]
    assert "Document expirat; a fost valabil până în decembrie 2026" in at(root, "2027-01-01T00:00+02:00")["repeal"]


def test_an_act_may_be_valid_to_the_last_day_that_there_is(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una", "valid_until: 9999-12-31\n")})
    assert sites.codes(sites.build(root)) == []


def test_a_proposed_or_cancelled_act_changes_nothing(root: Path) -> None:
    for status in ("proposed", "cancelled"):
        path = root / "content/news/repeal.ro.md"
        path.write_text(act("Abrogare", "2026-05-01", f"supersedes: [news/first]\nstatus: {status}\n"), "utf-8")
        page = at(root, "2026-07-01T00:00+03:00")["first"]
        assert "Document abrogat" not in page
        assert "Documentul se abrogă" not in page


def test_as_of_alone_decides_and_a_later_build_equals_a_clean_one(root: Path, tmp_path: Path) -> None:
    for moment in (
        "2026-02-05",
        "2026-03-10",
        "2026-05-31T23:59",
        "2026-06-01",
        "2026-07-01",
        "2027-01-01",
        "2026-03-10",
    ):
        sites.build(root, as_of=datetime.fromisoformat(moment))
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        sites.build(root, tmp_path / "clean", as_of=datetime.fromisoformat(moment), clean=True)
        assert sites.difference(sites.tree(tmp_path / "clean"), sites.tree(root / "public")) == ""


def test_next_change_leads_through_every_moment_at_which_a_page_changes(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def next_change(moment: str, *more: str) -> tuple[int, str]:
        code = main(["next-change", "--source", str(root), "--as-of", moment, "--ui-language", "en", *more])
        return code, capsys.readouterr().out.strip()

    moment, seen = "2026-01-01T00:00:00+02:00", ["2026-01-01T00:00:00+02:00"]
    while (told := next_change(moment)[1])[0].isdigit():
        moment = told
        seen.append(moment)
        assert len(seen) < 30
    assert told == "Nothing changes by itself."
    assert "2026-06-01T00:00:00+03:00" in seen
    for before, after in pairwise(seen):
        just = datetime.fromisoformat(after) - timedelta(seconds=1)
        trees = [tmp_path / name for name in ("before", "just", "after")]
        for as_of, folder in zip(
            (datetime.fromisoformat(before), just, datetime.fromisoformat(after)), trees, strict=True
        ):
            sites.build(root, folder, as_of=as_of, secret=b"")
        assert sites.tree(trees[0]) == sites.tree(trees[1]), f"nothing changes between {before} and {after}"
    assert next_change("2026-05-31", "--before", "2026-06-01T00:01")[0] == 1
    assert next_change("2026-05-31", "--before", "2026-06-01T00:00")[0] == 0
    assert next_change("2026-05-31", "--before", "soon")[0] == 2


def call(deadline: str, more: str = "") -> str:
    given = f"deadline: {deadline}\nopens: 2026-03-01\nsubmit_to: null\n{more}"
    return sites.news("Apel pentru cluburi", given)


def texts(root: Path, moment: str, *paths: str) -> list[str]:
    report = sites.build(root, as_of=datetime.fromisoformat(moment))
    assert sites.codes(report) == []
    return [plain((root / "public" / path / "index.html").read_text("utf-8")) for path in paths]


def test_what_a_deadline_closes_says_until_when_with_hour_and_zone(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/calls/clubs.ro.md": call("2026-03-31 16:00")})
    pages = ("ro/apeluri/clubs", "ro/apeluri", "ro/apeluri/register", "en/calls/clubs")
    for text in texts(root, "2026-03-31T15:59+03:00", *pages[:3]):
        assert "Termenul expiră la 31 martie 2026, ora 16:00 (București, UTC+3)" in text
    assert "Open until 31 March 2026, 16:00 (Bucharest, UTC+3)" in texts(root, "2026-03-31T15:59+03:00", pages[3])[0]
    for text in texts(root, "2026-03-31T16:00+03:00", *pages[:3]):
        assert "Termenul a expirat la 31 martie 2026, ora 16:00 (București, UTC+3)" in text
        assert "Termenul expiră" not in text


def test_a_deadline_without_an_hour_is_open_until_its_day_ends(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/calls/clubs.ro.md": call("2026-03-28")})
    told = "Termenul expiră la sfârșitul zilei de 28 martie 2026 (București, UTC+2)"
    assert told in texts(root, "2026-03-28T23:59+02:00", "ro/apeluri/clubs")[0]
    assert "Termenul a expirat la sfârșitul zilei" in texts(root, "2026-03-29T00:00+02:00", "ro/apeluri/clubs")[0]


def test_a_cancelled_call_is_not_open(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/calls/clubs.ro.md": call("2026-03-31 16:00", "status: cancelled\n")})
    assert "Termenul expiră" not in texts(root, "2026-03-30T12:00+03:00", "ro/apeluri/clubs")[0]


def test_no_page_says_only_open(tmp_path: Path) -> None:
    root = sites.samples(tmp_path / "samples")
    sites.build(root, as_of=datetime.fromisoformat("2026-03-01T12:00+02:00"))
    words = {"ro": r"Termenul expiră", "pl": r"Termin upływa", "en": r"Open until"}
    said = 0
    for language, word in words.items():
        for path in (root / "public" / language).rglob("index.html"):
            text = plain(path.read_text("utf-8"))
            for found in re.finditer(word, text):
                said += 1
                assert re.match(r".{0,60}?\d{1,2} \w+ 2026.{0,30}\(\w+, UTC\+\d\)", text[found.end() :]), (path, text)
    assert said > 6


# --- which state matters ----------------------------------------------------------------------------------------------

RANK = (
    *("proposed", "cancelled", "repealed", "expired", "archived"),
    *("closed", "not_yet_open", "not_yet_in_force", "open", "amended", "in_force"),
)
"""All that may be true of an announcement at once: the first is what a reader is told."""
BEGUN = {"past": "2026-03-01", "to come": "2027-03-01"}
ENDED = {"past": "2026-06-01", "to come": "2027-06-01"}


def test_of_all_that_is_true_the_state_is_what_matters_most() -> None:
    """Every status, every date in the past, in the future or missing, every change: some 3,600 calls."""
    when = ("", "past", "to come")
    status = ("", "in_force", "proposed", "cancelled", "archived")
    files, expected = dict[str, bytes](), dict[str, str]()
    changed = {(effect, done): list[str]() for effect in ("amends", "supersedes") for done in BEGUN}
    for number, row in enumerate(itertools.product(status, when, when, when, when, when, when)):
        written, start, end, opens, deadline, amended, repealed = row
        if (start, end) == ("to come", "past") or (opens, deadline) == ("to come", "past"):
            continue  # an error, see below
        name = f"calls/call-{number}"
        dates = {
            "valid_from": BEGUN.get(start),
            "valid_until": ENDED.get(end),
            "opens": BEGUN.get(opens),
            "deadline": ENDED.get(deadline),
            "status": written,
        }
        lines = "".join(f"{key}: {text or 'null'}\n" for key, text in dates.items() if text or key != "status")
        files[f"content/{name}.ro.md"] = sites.news("Apel", lines + "submit_to: null\n").encode()
        for effect, done in (("amends", amended), ("supersedes", repealed)):
            if done:
                changed[effect, done].append(name)
        true = {
            written: True,
            "cancelled": written == "cancelled",
            "repealed": repealed == "past",
            "expired": end == "past",
            "closed": deadline == "past",
            "not_yet_open": opens == "to come",
            "not_yet_in_force": start == "to come",
            "open": deadline == "to come",
            "amended": amended == "past",
            "in_force": written == "in_force" or start == "past",
        }
        state = next((name for name in RANK if true.get(name)), "")
        called_off = state == "cancelled" and deadline
        expected[name] = "annulled" if state == "cancelled" and not called_off else state
    for number, ((effect, done), names) in enumerate(changed.items()):
        lines = f"date: 2027-03-01\nvalid_from: {BEGUN[done]}\n{effect}: [{', '.join(names)}]\n"
        files[f"content/news/act-{number}.ro.md"] = sites.news("Act", lines).encode()
    design, _found = theme.read(load.design(load.defaults()))
    site, found = sites.read(files, design)
    assert site, [one for one in found if one.severity == "error"][:3]
    assert {name: site.lives[name].state if name in site.lives else "" for name in expected} == expected
    assert {*RANK, "", "annulled"} == {*expected.values()}, "each state is met"


def test_what_opens_later_is_not_open_anywhere(tmp_path: Path) -> None:
    text = call("2027-02-26 15:00").replace("opens: 2026-03-01", "opens: 2027-01-11")
    root = sites.make(tmp_path, {"content/calls/clubs.ro.md": text})
    shown = ("ro/apeluri/clubs", "ro/apeluri", "ro/apeluri/register", "ro/termene", "ro")
    sites.build(root, as_of=datetime.fromisoformat("2027-01-10T23:59:59+02:00"))
    for path in (*sites.tree(root / "public/ro"),):
        if path.endswith((".html", ".json", ".csv", ".ics")) and "static/" not in path:
            text = (root / "public/ro" / path).read_text("utf-8")
            assert "Termenul expiră" not in text, path
    for page in texts(root, "2027-01-10T23:59:59+02:00", *shown):
        assert "Se deschide la 11 ianuarie 2027" in page
    calendar = (root / "public/ro/apeluri/clubs/calendar.ics").read_text("utf-8").replace("\r\n ", "")
    assert "Se deschide la 11 ianuarie 2027" in calendar
    assert "STATUS:CANCELLED" not in calendar
    opened = texts(root, "2027-01-11T00:00+02:00", *shown)
    assert all("Se deschide" not in page for page in opened)
    assert all("Termenul expiră la 26 februarie 2027, ora 15:00" in page for page in opened[:3])


@pytest.mark.parametrize(
    ("opens", "language", "label", "moment"),
    [
        ("2027-01-11", "en", "Opens on 11 January 2027", "2027-01-11T00:00+02:00"),
        ("2027-01-11", "pl", "Początek: 11 stycznia 2027 r.", "2027-01-11T00:00+02:00"),
        ("2027-01", "ro", "Se deschide în ianuarie 2027", "2027-01-01T00:00+02:00"),
        ("2027-01", "pl", "Początek: styczeń 2027", "2027-01-01T00:00+02:00"),
        ("2027", "en", "Opens in 2027", "2027-01-01T00:00+02:00"),
    ],
)
def test_an_opening_has_a_precision_and_a_moment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], opens: str, language: str, label: str, moment: str
) -> None:
    text = call("2027-12-26 15:00").replace("opens: 2026-03-01", f"opens: {opens}")
    settings = sites.SITE.replace("[ro, en]", "[ro, pl, en]")
    root = sites.make(tmp_path, {"content/site.yaml": settings, "content/calls/clubs.ro.md": text})
    section = {"ro": "ro/apeluri", "pl": "pl/nabory", "en": "en/calls"}[language]
    assert label in texts(root, "2026-11-21T12:00+02:00", f"{section}/clubs")[0]
    early = "2026-12-30T12:00+02:00"
    main(["next-change", "--source", str(root), "--as-of", early, "--ui-language", "en"])
    told = capsys.readouterr().out.strip()
    while datetime.fromisoformat(told) < datetime.fromisoformat(moment):
        main(["next-change", "--source", str(root), "--as-of", told, "--ui-language", "en"])
        told = capsys.readouterr().out.strip()
    assert datetime.fromisoformat(told) == datetime.fromisoformat(moment)
    assert label not in texts(root, moment, f"{section}/clubs")[0]


def test_the_day_of_opening_is_one_of_the_announcement_s_zone(tmp_path: Path) -> None:
    text = call("2027-02-26", "time_zone: Europe/Warsaw\n").replace("opens: 2026-03-01", "opens: 2027-01-11")
    root = sites.make(tmp_path, {"content/calls/clubs.ro.md": text})
    assert "Se deschide" in texts(root, "2027-01-11T00:59+02:00", "ro/apeluri/clubs")[0]
    assert "Termenul expiră" in texts(root, "2027-01-11T01:00+02:00", "ro/apeluri/clubs")[0]


@pytest.mark.parametrize(("opens", "hour"), [("window.start", ""), ("from", ", ora 08:00 (București, UTC+2)")])
def test_a_type_of_one_s_own_says_what_opens_it(tmp_path: Path, opens: str, hour: str) -> None:
    fields = f"""\
folder: enrolments
label: [Enrolment, Enrolments]
opens: {opens}
fields:
  window: {{kind: period, label: Window}}
  from:   {{kind: datetime, label: From}}
"""
    text = sites.news("Una", 'window: {start: 2026-12-01, end: 2026-12-05}\nfrom: "2026-12-01 08:00"\n')
    files = {"templates/types/enrolment/fields.yaml": fields, "content/enrolments/one.ro.md": text}
    root = sites.make(tmp_path, files)
    before, after = "2026-12-01T07:59+02:00", "2026-12-01T08:00+02:00"
    if not hour:
        before, after = "2026-11-30T23:59+02:00", "2026-12-01T00:00+02:00"
    assert f"Se deschide la 1 decembrie 2026{hour}" in texts(root, before, "ro/enrolments/one")[0]
    assert "Se deschide" not in texts(root, after, "ro/enrolments/one")[0]


# --- what has ended ---------------------------------------------------------------------------------------------------


def agreement(period: str, more: str = "") -> str:
    given = f"parties: null\nobject: null\nsigned: {{date: 2024-03-01}}\nduration: {{term: fixed, period: {period}}}\n"
    return sites.news("Acord", given + more)


@pytest.mark.parametrize(
    ("period", "more", "label"),
    [
        ("{start: 2024-03-18, end: 2026-11-20}", "status: in_force\n", "Document expirat; a fost valabil până la 20"),
        ("{start: 2024-03-18, end: 2026-11-21}", "", "În vigoare"),
        ("{start: 2024-03-18, end: 2026-11}", "", "În vigoare"),
        ("{start: 2024-03-18, end: 2026-10}", "", "Document expirat; a fost valabil până în octombrie 2026"),
        ("{start: 2024-03-18, end: null}", "", "În vigoare"),
        ("{start: 2026-12-01, end: 2027-12-01}", "status: in_force\n", "Nu este încă în vigoare"),
        ("{start: 2024-03-18, end: 2026-02-16}", "valid_until: 2027-02-16\n", "În vigoare"),  # prolonged
        ("{start: 2024-03-18, end: 2027-02-16}", "valid_until: 2026-02-16\n", "Document expirat"),  # ended early
        ("{start: 2024-03-18, end: 2026-02-16}", "status: cancelled\n", "Act anulat"),
    ],
)
def test_a_period_of_validity_begins_and_ends_it(tmp_path: Path, period: str, more: str, label: str) -> None:
    root = sites.make(tmp_path, {"content/agreements/one.ro.md": agreement(period, more)})
    for page in texts(root, "2026-11-21T12:00+02:00", "ro/acorduri/one", "ro/acorduri", "ro/acorduri/register"):
        assert label in page
        assert label == "În vigoare" or "În vigoare" not in page


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (agreement("{start: 2024-03-18, end: 2025-01-01}", "valid_until: 2024-01-01\n"), "valid_until"),
        (agreement("{start: 2024-03-18, end: 2025-01-01}", "valid_from: 2025-02\n"), "duration"),
        (agreement("null", "valid_from: 2025-02-02\nvalid_until: 2025-02-01\n"), "valid_until"),
    ],
)
def test_validity_that_ends_before_it_begins_is_an_error(tmp_path: Path, file: str, line: str) -> None:
    report = sites.build(sites.make(tmp_path, {"content/agreements/one.ro.md": file}))
    (told,) = [one for one in report.problems if one.severity == "error"]
    assert told.code == "period-reversed"
    assert file.splitlines()[told.place.line - 1].startswith(line)


@pytest.mark.parametrize(
    ("opens", "deadline", "code"),
    [
        ("2026-04-01", "2026-03-31 16:00", ["period-reversed"]),
        ("2026-04", "2026-03-31", ["period-reversed"]),
        ("2026-03-31", "2026-03-31", []),
        ("2026-03", "2026-03-01", []),
        ("null", "2026-03-31", []),
    ],
)
def test_what_closes_before_it_opens_is_an_error(tmp_path: Path, opens: str, deadline: str, code: list[str]) -> None:
    text = call(deadline).replace("opens: 2026-03-01", f"opens: {opens}")
    assert sites.codes(sites.build(sites.make(tmp_path, {"content/calls/clubs.ro.md": text}))) == code


# --- what other acts make of it ---------------------------------------------------------------------------------------


def test_an_amended_act_is_in_force_and_an_amended_call_is_open(root: Path) -> None:
    sites.make(root, {"content/news/more.ro.md": act("Alta", "2026-03-02", "amends: [calls/clubs]\n")})
    sites.make(root, {"content/calls/clubs.ro.md": call("2026-05-31").replace("opens: 2026-03-01", "opens: 2026-02")})
    pages = at(root, "2026-03-10T12:00+02:00")
    assert "În vigoare, modificat" in pages["first"]
    assert "În vigoare, modificat" in pages["noutati"]
    assert "In force, amended" in at(root, "2026-03-10T12:00+02:00", "en")["first"]
    page = plain((root / "public/ro/apeluri/clubs/index.html").read_text("utf-8"))
    assert "Termenul expiră la sfârșitul zilei de 31 mai 2026 (București, UTC+3); anunț modificat" in page


@pytest.mark.parametrize(
    ("language", "date", "label"),
    [
        ("ro", "2026-03-05", "Document rectificat la 5 martie 2026 prin: Erată"),
        ("ro", "2026-03", "Document rectificat în martie 2026 prin: Erată"),
        ("pl", "2026-03-05", "Dokument sprostowano 5 marca 2026 r.: Erată"),
        ("pl", "2026-03", "Dokument sprostowano (marzec 2026 r.): Erată"),
        ("en", "2026-03-05", "Corrected on 5 March 2026 by: Erată"),
        ("en", "2026", "Corrected in 2026 by: Erată"),
    ],
)
def test_a_correction_is_of_a_day_and_not_from_it(tmp_path: Path, language: str, date: str, label: str) -> None:
    files = {
        "content/site.yaml": sites.SITE.replace("[ro, en]", "[ro, pl, en]"),
        "content/news/first.ro.md": act("Primul act", "2026-02-01" if "-" in date else "2025-02-01"),
        "content/news/erratum.ro.md": act("Erată", date, "corrects: news/first\n"),
    }
    root = sites.make(tmp_path, files)
    section = {"ro": "ro/noutati", "pl": "pl/aktualnosci", "en": "en/news"}[language]
    assert label in texts(root, "2026-11-21T12:00+02:00", f"{section}/first")[0]


def decision(title: str, number: str, date: str, more: str = "") -> str:
    registration = f"registration: {{number: '{number}', date: {date}}}\nform: decision\nsubject: null\n"
    text = sites.news(title, registration + "legal_basis: null\nsignatories: null\n" + more)
    return text.replace("published: 2026-01-02", f"published: {date}")


def test_acts_are_named_with_number_and_date_and_what_became_of_them(tmp_path: Path) -> None:
    files = {
        "content/site.yaml": sites.SITE.replace("[ro, en]", "[ro, pl, en]"),
        "content/decisions/first.ro.md": decision("Prima", "5/2026", "2026-02-01", "valid_from: 2026-02-01\n"),
        "content/decisions/second.ro.md": decision(
            "A doua", "6/2026", "2026-03-01", "valid_from: 2026-03-01\namends: [decisions/first]\n"
        ),
        "content/decisions/third.ro.md": decision(
            "A treia", "7/2026", "2026-09-01", "valid_from: 2026-10-01\nsupersedes: [decisions/first]\n"
        ),
    }
    root = sites.make(tmp_path, files)
    folders = {"ro": "ro/acte-administrative", "pl": "pl/akty-prawne", "en": "en/decisions"}
    quoted = {"ro": "Prima, nr. 5/2026, 1 februarie 2026", "pl": "Prima, nr 5/2026, 1 lutego 2026 r."}
    quoted["en"] = "Prima, No. 5/2026, 1 February 2026"
    over = {"ro": "Document abrogat din 1 octombrie 2026", "en": "Repealed from 1 October 2026"}
    over["pl"] = "Dokument uchylony z mocą od 1 października 2026 r."
    for language, folder in folders.items():
        before, after = (
            texts(root, moment, f"{folder}/second")[0]
            for moment in ("2026-09-30T23:59+03:00", "2026-10-01T00:00+03:00")
        )
        assert quoted[language] in before
        assert f"{quoted[language]} {over[language]}" not in before
        assert f"{quoted[language]} {over[language]}" in after
    assert (
        "prin: A treia, nr. 7/2026, 1 septembrie 2026" in texts(root, "2026-11-21", "ro/acte-administrative/first")[0]
    )
    assert "In force" in texts(root, "2026-11-21", "en/decisions/second")[0], "its own state is its own"


def test_an_event_is_called_off_and_an_act_is_annulled(tmp_path: Path) -> None:
    event = sites.news("Ziua porților", "event: {title: Ziua, start: 2026-12-01 10:00}\nstatus: cancelled\n")
    files = {
        "content/site.yaml": sites.SITE.replace("[ro, en]", "[ro, pl, en]"),
        "content/events/day.ro.md": event,
        "content/decisions/first.ro.md": decision("Prima", "5/2026", "2026-02-01", "status: cancelled\n"),
    }
    root = sites.make(tmp_path, files)
    event, act = texts(root, "2026-11-21", "pl/wydarzenia/day", "pl/akty-prawne/first")
    assert "Odwołano" in event
    assert "Unieważniony" in act
    assert "Odwołano" not in act
    assert "NotInForce" in (root / "public/ro/acte-administrative/first/index.html").read_text("utf-8")


def test_a_draft_is_no_reason_to_build_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for draft, said in ("false", "2027-01-11"), ("true", "Nothing"):
        page = sites.news("Una", f"draft: {draft}\nvalid_from: 2027-01-11\n")
        root = sites.make(tmp_path / draft, {"content/news/one.ro.md": page})
        asked = ["next-change", "--source", str(root), "--as-of", "2026-12-01", "--ui-language", "en"]
        assert main(asked) == 0
        assert capsys.readouterr().out.startswith(said)
