"""Facts once: what a translation takes from its original, and what an editor is told where the two do not fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sites

from sitegen import cli
from sitegen.model.diagnostics import Diagnostic

# The worked example of the design, as it stands there.
WORKED = {
    "content/circulars/cipe-support-groups/index.ro.md": """\
---
title: Proiectul „Competență, inovare și profesionalism în educație” (CIPE)
slug: proiectul-cipe
summary: Unitățile de învățământ sunt invitate în grupul de Facebook al proiectului CIPE.
published: 2026-11-21
edition: summary
topics: [inclusion]
issuer: null                       # an answer: the document does not say
registration:
  number: 1921
  date: 2021-03-19
  as_written: Nr. 1921/19.03.2021
addressees:
  - Unitățile de învățământ preuniversitar
attention: doamnei/domnului director
subject: Proiectul „Competență, inovare și profesionalism în educație” (CIPE)
action_required:
  what: Căutați pe Facebook grupul „Competență, inovare și profesionalism în educație” și alăturați-vă.
  by: null
contact:
  - email: cristina.grigore@romaeducationfund.ro
    purpose: Semnalarea dificultăților întâmpinate
signatories:
  - name: Pășcan Sabin-Gavril
    academic_title: prof. drd.
    role: INSPECTOR ȘCOLAR GENERAL
  - name: Ancuța-Loredana PAȘCAN
    academic_title: prof.
    role: INSPECTOR ȘCOLAR
---
""",
    "content/circulars/cipe-support-groups/index.pl.md": """\
---
title: Projekt „Kompetencje, innowacyjność i profesjonalizm w edukacji” (CIPE)
slug: projekt-cipe
summary: Placówki oświatowe są zaproszone do grupy projektu CIPE na Facebooku.
addressees:
  - Placówki oświatowe szczebla przeduniwersyteckiego
attention: Pani Dyrektor / Pana Dyrektora
subject: Projekt „Kompetencje, innowacyjność i profesjonalizm w edukacji” (CIPE)
action_required:
  what: Prosimy odszukać na Facebooku grupę „Competență, inovare și profesionalism în educație” i do niej dołączyć.
contact:
  - purpose: Zgłaszanie napotkanych trudności
signatories:
  - role: GENERALNY INSPEKTOR SZKOLNY
  - role: INSPEKTOR SZKOLNY
translation:
  of: ro
  status: unofficial
  translator: null
  reviewed: null
  source: {front: 5f1c09e2ab47, lead: 90d2b7716ac3, cum-va-alaturati: c4470e1f8d25}
---
""",
    "content/site.yaml": """\
id: bulletin.example               # in feed and calendar ids; never follows --base-url
title: {ro: Buletin de anunțuri în educație, pl: Biuletyn ogłoszeń oświatowych, en: Education announcements bulletin}
base_url: https://bulletin.example/
languages: [ro, pl, en]            # their order; the first is the default
time_zone: Europe/Bucharest
publisher: null
contact: null
""",
    "content/organisations.yaml": """\
isj-cluj:
  ro: Inspectoratul Școlar Județean Cluj
  pl: Inspektorat Szkolny Okręgu Kluż
  en: Cluj County School Inspectorate
  kind: inspectorate
  place: Cluj-Napoca
""",
    "content/topics.yaml": "inclusion: {ro: Incluziune, pl: Włączanie, en: Inclusion}\n",
}
ORIGINAL = """\
---
title: Una
summary: null
published: 2026-01-02
issuer: null
registration: {{number: "7", date: 2026-01-01}}
addressees: [Școli, Licee]
subject: Subiectul
signatories: [{{name: Ana, role: Directoare}}, {{name: Ion}}]
contact:
- email: a@example.test
- {{email: b@example.test, purpose: Altele}}
attachments: [{{file: a.pdf, title: Anexa A}}, {{file: b.pdf, title: Anexa B}}]
---

{0}
"""
HERE = "content/circulars/one/index.en.md"
THERE = "content/circulars/one/index.ro.md"


def pair(folder: Path, more: str, body: str = "", original: str = "") -> tuple[Path, list[Diagnostic]]:
    """Build a circular with a translation whose front matter goes on with `more`, from line 4 on."""
    files: dict[str, str | bytes] = {THERE: ORIGINAL.format(original), HERE: sites.translation("One", more, body)}
    root = sites.make(folder, {**files, "content/circulars/one/a.pdf": b"%A", "content/circulars/one/b.pdf": b"%B"})
    return root, sites.build(root).problems


def errors(found: list[Diagnostic]) -> list[tuple[str, str, int, str | int | None]]:
    """Give what is wrong: the code, the key, its line here, and where the original says otherwise."""
    problems = [problem for problem in found if problem.severity == "error"]
    assert {problem.place.path for problem in problems} <= {HERE}
    return [
        (problem.code, str(problem.arguments["key"]), problem.place.line, problem.arguments.get("other"))
        for problem in problems
    ]


def borrowed(found: list[Diagnostic]) -> list[str]:
    return [str(problem.arguments["key"]) for problem in found if problem.code == "text-borrowed"]


def page(root: Path, address: str = "en/circulars/one") -> str:
    return (root / "public" / address / "index.html").read_text("utf-8")


# --- the worked example -----------------------------------------------------------------------------------------------


def test_the_worked_example_builds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, WORKED)
    asked = ["build", "--source", str(root), "--as-of", "2026-11-21T12:00", "--jobs", "1", "--format", "json"]
    assert cli.main(asked) == cli.FINE
    # The fingerprints of the example are made up, so the translation is out of date; nothing else is to be told.
    assert re.findall(r'"code": "([^"]+)"', capsys.readouterr().out) == ["translation-outdated"]
    polish = page(root, "pl/okolniki/projekt-cipe")
    assert 'Nr 1921 z dnia <time datetime="2021-03-19">19\xa0marca 2021\xa0r.</time>' in polish
    assert "Pășcan Sabin-Gavril<br>GENERALNY INSPEKTOR SZKOLNY</li>" in polish
    assert 'Zgłaszanie napotkanych trudności, <a href="mailto:cristina.grigore@romaeducationfund.ro">' in polish
    assert 'Termin:</span> <span class="unstated">' in polish
    assert "../../tematy/inclusion/" in polish
    assert "Proiectul" in page(root, "en/circulars/cipe-support-groups")


# --- facts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("registration:\n  number: 8\n", ("number", 5, 6)),
        ("registration:\n  date: 2026-01-02\n", ("date", 5, 6)),
        ("published: 2026-01-03\n", ("published", 4, 4)),
        ("contact:\n- email: c@example.test\n-\n", ("email", 5, 11)),
        ("summary: Pe scurt.\n", ("summary", 4, 3)),
        # A null is an answer, and so another one than the original's.
        ("registration: null\n", ("registration", 4, 6)),
        ("registration:\n  number: null\n", ("number", 5, 6)),
        ("subject: null\n", ("subject", 4, 8)),
        ("addressees: null\n", ("addressees", 4, 7)),
        ("signatories: null\n", ("signatories", 4, 9)),
    ],
)
def test_another_fact_is_told_at_both_lines(tmp_path: Path, more: str, expected: tuple[str, int, int]) -> None:
    root, found = pair(tmp_path, more)
    key, line, other = expected
    assert errors(found) == [("fact-contradiction", key, line, f"{THERE}:{other}")]
    assert not (root / "public").exists()


@pytest.mark.parametrize(
    "more",
    [
        'registration: {number: 7, date: "2026-01-01"}\npublished: 2026-01-02\n',
        "registration: {date: 2026-01-01}\n",
        "contact: [{email: a@example.test}, {email: b@example.test}]\n",
        "summary: null\nissuer: null\n",
        "attention: null\n",
    ],
    ids=["whole", "part", "list", "null", "null alone"],
)
def test_the_same_fact_again_is_fine(tmp_path: Path, more: str) -> None:
    root, found = pair(tmp_path, more)
    assert errors(found) == []
    assert "1 January 2026" in page(root)


@pytest.mark.parametrize(
    ("more", "key", "line"),
    [
        ("attention: Head teachers\n", "attention", 4),
        ("signatories:\n- role: Head\n- role: Teacher\n", "role", 6),
        ("valid_until: 2027\n", "valid_until", 4),
        ("attachments: [{file: c.pdf}]\n", "attachments", 4),
        ("attachments: [{title: Annex C}]\n", "attachments", 4),
    ],
)
def test_what_only_the_translation_says_is_told(tmp_path: Path, more: str, key: str, line: int) -> None:
    _root, found = pair(tmp_path, more)
    assert errors(found) == [("not-in-original", key, line, THERE)]


# --- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", ["-", "- {}"])
def test_lists_match_by_position(tmp_path: Path, nothing: str) -> None:
    more = f"""\
addressees: [Schools, Upper secondary schools]
subject: The subject
signatories:
- role: Head teacher
{nothing}
contact:
{nothing}
- purpose: Other matters
attachments: [{{file: a.pdf, title: A}}, {{file: b.pdf, title: B}}]
"""
    root, found = pair(tmp_path, more)
    assert (errors(found), borrowed(found)) == ([], [])
    text = page(root)
    assert "<li>Schools</li><li>Upper secondary schools</li>" in text
    assert re.findall(r"<li>(A.*?|I.*?)</li>", text) == ["Ana<br>Head teacher", "Ion"]
    assert re.findall(r">([^<]*)<a href=\"mailto:(.)@", text) == [("", "a"), ("Other matters, ", "b")]


@pytest.mark.parametrize(
    "more", ["addressees: [Schools]\n", "contact: [{}, {purpose: X}, {}]\n", "signatories: [{}]\n"]
)
def test_a_list_of_another_length_is_told(tmp_path: Path, more: str) -> None:
    _root, found = pair(tmp_path, more)
    ((code, key, line, _other),) = errors(found)
    assert (code, key, line) == ("list-length", more.partition(":")[0], 4)


def test_a_list_of_texts_has_no_gaps(tmp_path: Path) -> None:
    _root, found = pair(tmp_path, "addressees:\n- Schools\n-\n")
    assert [(problem.code, problem.place.line) for problem in found if problem.severity == "error"] == [
        ("item-empty", 6)
    ]


def test_files_match_by_name(tmp_path: Path) -> None:
    root, found = pair(
        tmp_path / "two", "attachments: [{file: b.pdf, title: Annex B}, {file: a.pdf, title: Annex A}]\n"
    )
    assert errors(found) == []
    listed = re.compile(r'<a href="(.\.pdf)"( lang="ro")?>([^<]*)</a>')
    assert listed.findall(page(root)) == [("a.pdf", "", "Annex A"), ("b.pdf", "", "Annex B")]
    root, found = pair(tmp_path / "one", "attachments: [{file: b.pdf, title: Annex B}]\n")
    assert errors(found) == []
    assert "attachments" in borrowed(found)
    assert listed.findall(page(root)) == [("a.pdf", ' lang="ro"', "Anexa A"), ("b.pdf", "", "Annex B")]


# --- texts ------------------------------------------------------------------------------------------------------------

BODY = re.compile(r'<div class="body"([^>]*)>(.*?)</div>', re.DOTALL)
NOTICE = "This document has not been translated"


def shown(root: Path, address: str = "en/circulars/one") -> tuple[str, str]:
    """Give the attributes of the element that holds the body, and what is in it."""
    match = BODY.search(page(root, address))
    assert match
    return match[1], match[2].strip()


def test_a_translation_without_a_body_borrows_it_and_says_so(tmp_path: Path) -> None:
    root, found = pair(tmp_path, "", original="## Întâi\n\nTextul.")
    assert "text" in borrowed(found)
    assert shown(root) == (' lang="ro"', '<h2 id="intai">Întâi</h2>\n<p>Textul.</p>')
    assert NOTICE in page(root)
    assert "<h1>One</h1>" in page(root)


def test_an_original_without_a_body_leaves_nothing_to_borrow(tmp_path: Path) -> None:
    root, found = pair(tmp_path, "")
    assert "text" not in borrowed(found)
    assert shown(root) == ("", "")
    assert NOTICE not in page(root)


def test_a_body_that_only_the_translation_has_is_its_own(tmp_path: Path) -> None:
    root, found = pair(tmp_path, "", "The text.")
    assert errors(found) == []
    assert shown(root) == ("", "<p>The text.</p>")
    assert shown(root, "ro/circulare/one") == ("", "")


# --- a refined language -----------------------------------------------------------------------------------------------

PROJECT = """\
---
title: Proiect
summary: Pe scurt.
published: 2026-01-02
issuer: null
lang: ro-MD
name: Titlu
beneficiary: casa
period: {start: 2018, end: 2019}
funding:
  programme: Programul
  fund: Fondul
  total: {amount: "1200", currency: MDL}
  eu: {amount: "600", currency: MDL}
  statement: co_funded
---

Text.
"""


def test_a_refined_language_is_the_articles_and_not_the_pages(tmp_path: Path) -> None:
    houses = "casa: {ro: Casa, en: The House}\n"
    root = sites.make(tmp_path, {"content/projects/one.ro.md": PROJECT, "content/organisations.yaml": houses})
    assert sites.codes(sites.build(root)) == []
    text = page(root, "ro/proiecte/one")
    assert '<html lang="ro" ' in text
    assert '<h1 lang="ro-MD">Proiect</h1>' in text
    assert shown(root, "ro/proiecte/one") == (' lang="ro-MD"', "<p>Text.</p>")
    assert "1.200,00\xa0lei<" in text  # in Romania's Romanian they would be "lei moldovenești"
    assert '<link rel="alternate" hreflang="ro" href="https://example.test/ro/proiecte/one/">' in text
    for address in ("ro/proiecte", "ro", "ro/institutii/casa", "ro/proiecte/register"):
        assert ">Proiect</a>" in page(root, address) or ">Titlu</a>" in page(root, address)
        assert "ro-MD" not in page(root, address)
    assert '<h1 lang="ro-MD">Proiect</h1>' in page(root, "en/projects/one")
    assert re.search(r'<a href="one/" hreflang="ro" lang="ro">Proiect</a>', page(root, "en/projects"))


def test_a_language_may_be_refined_and_not_changed(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una", "lang: en-GB\n")})
    assert sites.codes(sites.build(root)) == ["lang-contradiction"]


# --- files of one announcement ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "language", "code"),
    [
        ("one/index.ro.md", "one.en.md", "en", "file-apart"),
        ("2025/one.ro.md", "2026/one.en.md", "en", "file-apart"),
        ("2025/one/index.ro.md", "2026/one/index.en.md", "en", "file-apart"),
        ("one/index.ro.md", "one.ro.md", "ro", "file-twice"),
        ("2025/one.ro.md", "2026/one.ro.md", "ro", "file-twice"),
    ],
)
def test_the_languages_of_an_announcement_stand_side_by_side(
    tmp_path: Path, first: str, second: str, language: str, code: str
) -> None:
    text = sites.translation("One") if language == "en" else sites.news("Una")
    files = {f"content/news/{first}": sites.news("Una"), f"content/news/{second}": text}
    report = sites.build(sites.make(tmp_path, dict(files)))
    problems = [problem for problem in report.problems if problem.severity == "error"]
    assert [problem.code for problem in problems] == [code]
    assert {problems[0].place.path, problems[0].arguments["other"]} == set(files)
