"""Legal furniture: the types that a bulletin needs, who answers for a page, EU money, the accessibility statement."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sites

from sitegen.disk import load
from sitegen.read import theme
from sitegen.read import types as read_types

AS_OF = datetime.fromisoformat("2026-04-10T12:00:00+03:00")
STATEMENT = "content/accessibility.yaml"
WORDS = {
    # type: for each language the address, and words that officials write
    "decision": {
        "ro": (
            "acte-administrative/serviciul-in-pauze",
            ["Act administrativ", "Dispoziție nr. 5/2026 din", "Căi de atac"],
        ),
        "pl": ("akty-prawne/duty-rota", ["Akt prawny", "Zarządzenie nr 5/2026 z dnia", "Podstawa prawna", "Pouczenie"]),
        "en": ("decisions/duty-rota", ["Decision", "Order No. 5/2026 of", "Pursuant to", "Right of appeal"]),
    },
    "call": {
        "ro": ("apeluri/reading-clubs", ["Apel", "Termen-limită de depunere", "31 martie 2026, ora\xa016:00"]),
        "pl": ("nabory/kluby-czytelnicze", ["Nabór wniosków", "Termin składania wniosków", "Alokacja"]),
        "en": ("calls/reading-clubs", ["Call for applications", "Deadline for applications", "Results on"]),
    },
    "event": {
        "ro": ("evenimente/county-conference", ["Eveniment", "Când și unde", "Termen de înscriere"]),
        "pl": ("wydarzenia/konferencja-jezykowa", ["Wydarzenie", "Termin i miejsce", "Termin zapisów"]),
        "en": ("events/county-conference", ["Event", "When and where", "Register by"]),
    },
    "consultation": {
        "ro": ("consultari-publice/school-network", ["Consultare publică", "Data afișării", "Dezbatere publică"]),
        "pl": ("konsultacje/siec-szkol", ["Konsultacje społeczne", "Termin zgłaszania uwag", "Wysłuchanie publiczne"]),
        "en": ("consultations/school-network", ["Public consultation", "Comments until", "Public hearing"]),
    },
    "vacancy": {
        "ro": ("posturi-vacante/profesor-de-matematica", ["Post vacant", "Termen de depunere a dosarelor"]),
        "pl": ("praca/maths-teacher", ["Nabór na stanowisko", "Wymiar czasu pracy", "Etapy naboru"]),
        "en": ("vacancies/maths-teacher", ["Vacancy", "Apply by", "Working time"]),
    },
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of samples, built."""
    root = sites.samples(tmp_path_factory.mktemp("furniture"))
    assert sites.build(root, as_of=AS_OF).problems == []
    return root / "public"


def few(folder: Path, kept: str = "pages") -> Path:
    """Give the samples of one section alone, which are built sooner."""
    root = sites.samples(folder)
    for section in (path for path in (root / "content").iterdir() if path.is_dir() and path.name != kept):
        shutil.rmtree(section)
    if kept != "pages":
        (root / STATEMENT).unlink()
    return root


def page(output: Path, address: str) -> str:
    return (output / address / "index.html").read_text("utf-8")


def pages(output: Path) -> Iterator[tuple[str, str]]:
    for path in output.rglob("*.html"):
        yield path.relative_to(output).as_posix(), path.read_text("utf-8")


def edit(root: Path, path: str, *changes: tuple[str, str]) -> None:
    """Change a file of a site; what is to be changed is there."""
    text = (root / path).read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    (root / path).write_text(text, "utf-8")


def told(root: Path, as_of: datetime = AS_OF) -> list[tuple[str, str, int]]:
    """Build, and give what is found: code, file and line."""
    return [(one.code, one.place.path, one.place.line) for one in sites.build(root, as_of=as_of).problems]


# --- types ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ro", "pl", "en"])
@pytest.mark.parametrize("name", WORDS)
def test_a_type_speaks_as_officials_do(built: Path, name: str, language: str) -> None:
    address, words = WORDS[name][language]
    text = page(built, f"{language}/{address}")
    assert f'<article class="columns type-{name}">' in text
    assert [word for word in words if word not in text] == []
    section = address.split("/")[0]
    assert address.split("/")[1] in page(built, f"{language}/{section}/register")


def test_every_field_of_a_type_is_shown_once(built: Path) -> None:
    """A field that the page places is not in the record too."""
    for versions in WORDS.values():
        for language, (address, _words) in versions.items():
            labels = re.findall(r"<dt>(.*?)</dt>", page(built, f"{language}/{address}").split('class="publication"')[0])
            assert len(labels) == len(set(labels)), labels


def test_an_event_is_of_the_day_on_which_it_begins(built: Path) -> None:
    assert "county-conference" in page(built, "en/events/2026")
    assert '<time datetime="2026-05-09">9 May 2026</time>' in page(built, "en/events")
    (row,) = json.loads((built / "en/events/register/register.json").read_text("utf-8"))["rows"]
    assert row["event_start"] == "2026-05-09T10:00"


def test_types_say_what_opens_and_closes_them_and_how_long_they_hold() -> None:
    read, found = theme.read(load.design(load.defaults()))
    assert [one for one in found if one.severity == "error"] == []
    closing = {name: declared.closes for name, declared in read.types.items() if declared.closes}
    assert closing == {"call": "deadline", "consultation": "deadline", "vacancy": "deadline"}
    opening = {name: declared.opens for name, declared in read.types.items() if declared.opens}
    assert opening == {"call": "opens", "consultation": "posted", "vacancy": "announced"}
    assert {name: declared.valid for name, declared in read.types.items() if declared.valid} == {
        "agreement": "duration.period"
    }


@pytest.mark.parametrize(
    ("key", "path", "code", "repair"),
    [
        ("closes", "until", "", ""),
        ("closes", "round.until", "", ""),
        ("closes", "untill", "choice-unknown", "until"),
        ("closes", "announced", "choice-unknown", ""),  # a date, no deadline
        ("closes", "stages", "choice-unknown", ""),  # several
        ("closes", "round", "choice-unknown", "round.until"),
        ("opens", "announced", "", ""),
        ("opens", "round.window.start", "", ""),
        ("opens", "until", "", ""),
        ("opens", "anounced", "choice-unknown", "announced"),
        ("opens", "windows.start", "choice-unknown", "round.window.start"),  # several
        ("valid", "round.window", "", ""),
        ("valid", "windows", "choice-unknown", "round.window"),  # several
        ("valid", "announced", "choice-unknown", ""),
    ],
)
def test_what_opens_closes_and_holds_is_one_field_of_its_kind(key: str, path: str, code: str, repair: str) -> None:
    declaration = f"""\
folder: tenders
label: [Tender, Tenders]
{key}: {path}
fields:
  announced: {{kind: date}}
  until:     {{kind: deadline}}
  stages:    {{kind: deadline, list: true}}
  windows:   {{kind: period, list: true}}
  round:
    kind: group
    fields:
      until:  {{kind: deadline}}
      window: {{kind: period}}
"""
    common = (load.defaults() / "templates/types/common.yaml").read_text("utf-8")
    types, found = read_types.read_types([("types/common.yaml", common), ("types/tender/fields.yaml", declaration)])
    assert [(one.code, one.place.line, one.repair) for one in found] == ([(code, 3, repair)] if code else [])
    assert code or getattr(types["tender"], key) == path


# --- who answers for a page -------------------------------------------------------------------------------------------

METRYKA = {
    "ro": ["Fișa publicării", "Instituția responsabilă", "Întocmit de", "Data întocmirii", "Publicat de",
           "Data publicării", "Ultima actualizare", "Istoricul modificărilor"],
    "pl": ["Metryka", "Podmiot udostępniający", "Wytworzył(a)", "Data wytworzenia", "Opublikował(a)",
           "Data publikacji", "Data ostatniej aktualizacji", "Rejestr zmian"],
    "en": ["Publication record", "Responsible body", "Prepared by", "Drawn up on", "Published by", "Published",
           "Last updated", "Change log"],
}  # fmt: skip


@pytest.mark.parametrize("language", METRYKA)
def test_the_record_of_publication_says_who_and_when(built: Path, language: str) -> None:
    text = page(built, f"{language}/{WORDS['decision'][language][0]}")
    before, block = text.split('<section class="publication"')
    assert [word for word in METRYKA[language] if word not in block] == []
    assert "Jan Przykładny" in block
    assert "Jan Przykładny" not in before
    for moment in ("2026-01-12", "2026-01-14T09:00:00+01:00", "2026-01-20T10:30:00+01:00"):
        assert f'<time datetime="{moment}">' in block
    reasons = {"ro": "S-a îndreptat ora", "pl": "Sprostowano godzinę", "en": "The hour of the first duty"}
    assert reasons[language] in block


def test_what_nobody_gave_is_not_asked_for(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una")})
    assert sites.build(root).problems == []
    block = page(root / "public", "ro/noutati/one").split('<section class="publication"')[1].split("</section>")[0]
    assert re.findall("<dt>(.*?)</dt>", block) == ["Data publicării"]


def test_a_change_has_a_moment_and_a_reason(tmp_path: Path) -> None:
    text = sites.news("Una", "changes:\n  - {person: Ana}\n  - {date: 2026-01-03, reason: Corectat, person: null}\n")
    root = sites.make(tmp_path, {"content/news/one.ro.md": text})
    found = sites.build(root).problems
    assert sorted((one.code, one.place.line, one.arguments["key"]) for one in found) == [
        ("field-missing", 7, "date"),
        ("field-missing", 7, "reason"),
    ]


# --- EU money ---------------------------------------------------------------------------------------------------------

PROJECT = "content/projects/open-classroom/index.pl.md"
CO_FUNDED = {
    "ro": ("ro/proiecte/clasa-deschisa", "Cofinanțat de Uniunea Europeană"),
    "pl": ("pl/projekty/open-classroom", "Dofinansowane przez Unię Europejską"),
    "en": ("en/projects/open-classroom", "Co-funded by the European Union"),
}
FUNDED = {
    "ro": "Finanțat de Uniunea Europeană",
    "pl": "Sfinansowane przez Unię Europejską",
    "en": "Funded by the European Union",
}


@pytest.mark.parametrize("language", CO_FUNDED)
def test_the_money_is_told_in_the_words_of_the_union(built: Path, language: str, tmp_path: Path) -> None:
    address, words = CO_FUNDED[language]
    block = page(built, address).split('<section class="action funding">')[1].split("</section>")[0]
    assert f'<p class="statement">{words}</p>' in block
    assert "85" in block
    assert block.count("<dt>") == 7  # programme, fund, total, EU, state, own, rate
    assert 'href="../register/"' in block
    root = few(tmp_path, "projects")
    edit(root, PROJECT, ("co_funded", "funded"))
    assert told(root) == []
    assert f'<p class="statement">{FUNDED[language]}</p>' in page(root / "public", address)


@pytest.mark.parametrize("piece", ["programme", "fund", "total", "eu", "statement"])
def test_a_piece_of_the_money_is_given_or_answered(tmp_path: Path, piece: str) -> None:
    root = few(tmp_path, "projects")
    text = (root / PROJECT).read_text("utf-8")
    without, null = (re.sub(rf"(?m)^  {piece}: .*\n", new, text) for new in ("", f"  {piece}: null\n"))
    (root / PROJECT).write_text(without, "utf-8")
    found = sites.build(root, as_of=AS_OF).problems
    assert ("field-missing", piece) in [(one.code, one.arguments.get("key")) for one in found]
    (root / PROJECT).write_text(null, "utf-8")
    for language in ("ro", "en"):  # a translation says nothing that the original does not
        translation = PROJECT.replace(".pl.", f".{language}.")
        (root / translation).write_text(
            re.sub(rf"(?m)^  {piece}: .*\n", "", (root / translation).read_text("utf-8")), "utf-8"
        )
    assert [code for code, _path, _line in told(root) if code != "translation-outdated"] == []
    assert '<span class="unstated">nie podano</span>' in page(root / "public", "pl/projekty/open-classroom")


def test_the_sum_of_the_parts_is_the_total(tmp_path: Path) -> None:
    root = few(tmp_path, "projects")
    edit(root, PROJECT, ('own: {amount: "6000.00"', 'own: {amount: "6000.01"'))
    assert [code for code, _path, _line in told(root)] == ["funding-sum"]


def test_all_funded_projects_are_one_table(built: Path) -> None:
    columns = ["name", "beneficiary", "coordinator", "period", "funding_total", "funding_eu", "territory"]
    expected = ["Otwarta klasa", "Primary School No. 1 in Przykładów", "", "2026-05/2027-04", "120000.00 PLN",
                "102000.00 PLN", "Przykładów and its surroundings"]  # fmt: skip
    (row,) = json.loads((built / "en/projects/register/register.json").read_text("utf-8"))["rows"]
    assert [row[column] for column in columns] == expected
    text = (built / "en/projects/register/register.csv").read_text("utf-8-sig")
    assert [*csv.reader(io.StringIO(text))][1][2:9] == expected
    assert "PLN\xa0102,000.00" in page(built, "en/projects/register")


# --- the accessibility statement --------------------------------------------------------------------------------------

IDS = [
    "wstep", "podmiot", "url", "data-publikacja", "data-aktualizacja", "status", "data-sporzadzenie", "data-przeglad",
    "kontakt", "osoba", "email", "telefon", "procedura", "architektura", "aplikacje",
]  # fmt: skip
ADDRESSES = {"ro": "ro/accesibilitate", "pl": "pl/deklaracja-dostepnosci", "en": "en/accessibility"}
META = '<meta name="deklaracja-dostępności" content="https://sample.test/pl/deklaracja-dostepnosci/">'


@pytest.mark.parametrize("language", ADDRESSES)
def test_each_id_stands_once(built: Path, language: str) -> None:
    text = page(built, ADDRESSES[language])
    assert re.findall(r' id="a11y-([a-z-]+)"', text) == IDS
    times = dict(re.findall(r'<time id="a11y-data-([a-z]+)" datetime="([0-9-]+)">', text))
    assert times == {
        "publikacja": "2026-01-02",
        "aktualizacja": "2026-04-01",
        "sporzadzenie": "2026-01-02",
        "przeglad": "2026-03-20",
    }
    assert '<a id="a11y-url" href="../">https://sample.test/</a>' in text
    assert '<a id="a11y-email" href="mailto:dostepnosc@sample.test">' in text


def test_the_ids_stand_also_where_nothing_is_known(tmp_path: Path) -> None:
    root = few(tmp_path)
    text = (root / STATEMENT).read_text("utf-8")
    for name in ("organisation", "law", "published", "updated", "status", "method", "reviewed", "procedure",
                 "architecture", "apps"):  # fmt: skip
        text = re.sub(rf"(?m)^{name}:.*\n( .*\n)*", f"{name}: null\n", text)
    text = re.sub(r"(?m)^  (person|email|phone): .*\n", r"  \1: null\n", text)
    (root / STATEMENT).write_text(text, "utf-8")
    assert told(root) == []
    shown = page(root / "public", ADDRESSES["pl"])
    assert re.findall(r' id="a11y-([a-z-]+)"', shown) == IDS
    assert "Nie oceniono, czy" in shown
    assert "Zgłoś nam" not in shown


STATUS = {
    "ro": ("Acest site este", "parțial conform", "cu Ordonanța"),
    "pl": ("Ta strona internetowa jest", "częściowo zgodna", "z ustawą"),
    "en": ("This website is", "partially compliant", "with the Polish Act of 4 April 2019"),
}


@pytest.mark.parametrize("language", STATUS)
def test_the_statement_is_in_the_readers_language(built: Path, language: str) -> None:
    text = page(built, ADDRESSES[language])
    before, status, after = STATUS[language]
    assert f'{before} <span id="a11y-status">{status}</span> {after}' in text
    assert re.search(r'<div class="accessibility">((?!lang=).)*<div class="body"', text, re.DOTALL)


def test_every_polish_page_names_the_statement(built: Path) -> None:
    seen = 0
    for path, text in pages(built):
        whole = '<main id="_main"' in text  # neither a redirect nor a page of no language
        assert (META in text) == (whole and path.startswith("pl/")), path
        seen += META in text
    assert seen > 20


def test_a_text_that_a_language_lacks_is_borrowed_and_warned_of(tmp_path: Path) -> None:
    root = few(tmp_path)
    edit(root, STATEMENT, ("  pl: [Wejście od strony ulicy nie ma stopni.]\n", ""))
    line = (root / STATEMENT).read_text("utf-8").split("\n").index("architecture:") + 1
    assert told(root) == [("field-unanswered", STATEMENT, line + 1)]
    assert '<span lang="ro">Intrarea dinspre stradă nu are trepte.</span>' in page(root / "public", ADDRESSES["pl"])


def test_a_site_without_the_file_has_no_statement(tmp_path: Path) -> None:
    root = few(tmp_path)
    (root / STATEMENT).unlink()
    assert told(root) == []
    for path, text in pages(root / "public"):
        assert "a11y-" not in text, path
        assert "deklaracja-dostępności" not in text, path


def test_a_statement_stands_on_a_page_that_there_is(tmp_path: Path) -> None:
    root = few(tmp_path)
    edit(root, STATEMENT, ("pages/accessibility", "pages/accesibility"))
    (problem,) = sites.build(root, as_of=AS_OF).problems
    assert (problem.code, problem.place.path, problem.place.line) == ("reference-unknown", STATEMENT, 1)
    assert problem.repair == "pages/accessibility"


def test_a_statement_waits_for_its_page(tmp_path: Path) -> None:
    root = few(tmp_path)
    edit(root, "content/pages/accessibility/index.pl.md", ("menu: footer", "menu: footer\ndraft: true"))
    assert [code for code, _path, _line in told(root) if code != "translation-outdated"] == ["reference-hidden"]
    assert not [path for path, text in pages(root / "public") if "a11y-" in text or META in text]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("status: partially_compliant", "status: partial", "choice-unknown"),
        ("status: partially_compliant\n", "", "field-missing"),
        ("drawn_up: 2026-01-02", "drawn_up: null", "null-refused"),
        ("url: https://sample.test/", "url: null", "null-refused"),
        ("reviewed: 2026-03-20", "reviewed: 20.03.2026", "date-invalid"),
        ("why: undue_burden", "why: expensive", "choice-unknown"),
        ("email: dostepnosc@sample.test", "email: dostepnosc", "email-invalid"),
        ("phone:", "fone:", "key-unknown"),
        ("  en: [The entrance from the street has no steps.]", "  en: The entrance has no steps.", "list-expected"),
        ("  ro: Ordonanța de urgență a Guvernului nr. 112/2018\n", "", "field-missing"),
        ("url: https", "url: {a: b}\nurl: https", "key-doubled"),
    ],
)
def test_mistakes_in_the_statement_are_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    root = few(tmp_path)
    edit(root, STATEMENT, (old, new))
    found = told(root)
    assert code in {one[0] for one in found}
    assert {one[1] for one in found} == {STATEMENT}


@pytest.mark.parametrize(
    ("reviewed", "as_of", "warned"),
    [
        ("2026-03-20", "2026-04-10T12:00:00", False),
        ("2026-03-20", "2027-03-31T23:59:59", False),
        ("2026-03-20", "2027-04-01T00:00:00", True),
        ("2026-12-31", "2027-04-01T00:00:00", True),
        ("2027-01-01", "2027-12-31T00:00:00", False),
        ("null", "2027-03-31T23:59:59", False),  # drawn up in 2026
        ("null", "2027-04-01T00:00:00", True),
    ],
)
def test_a_statement_is_reviewed_by_the_end_of_march(tmp_path: Path, reviewed: str, as_of: str, warned: bool) -> None:
    root = few(tmp_path)
    edit(root, STATEMENT, ("reviewed: 2026-03-20", f"reviewed: {reviewed}"))
    found = told(root, datetime.fromisoformat(as_of))
    assert [code for code, _path, _line in found] == (["statement-outdated"] if warned else [])


def test_the_first_of_april_comes_without_an_edit(tmp_path: Path) -> None:
    root = few(tmp_path)
    days = [datetime.fromisoformat(f"2027-{day}T08:00:00") for day in ("03-30", "04-02", "04-03", "03-31")]
    assert [[code for code, _path, _line in told(root, day)] for day in days] == [
        [],
        ["statement-outdated"],
        ["statement-outdated"],
        [],
    ]


def test_an_edit_of_the_statement_renders_its_page_and_no_other(tmp_path: Path) -> None:
    root = few(tmp_path)
    assert told(root) == []
    edit(root, STATEMENT, ("Wejście od strony ulicy", "Wejście od podwórza"))
    rendered = sites.build(root, as_of=AS_OF).rendered
    assert {path.removesuffix("/index.html") for path in rendered} <= {*ADDRESSES.values()}
    assert "Wejście od podwórza" in page(root / "public", ADDRESSES["pl"])


def test_a_move_of_the_statement_reaches_every_page(tmp_path: Path) -> None:
    root = few(tmp_path)
    assert told(root) == []
    edit(root, "content/pages/accessibility/index.pl.md", ("slug: deklaracja-dostepnosci", "slug: dostepnosc"))
    sites.build(root, as_of=AS_OF)
    warm = sites.tree(root / "public")
    assert META.replace("deklaracja-dostepnosci/", "dostepnosc/") in warm["pl/index.html"].decode()
    sites.build(root, root / "other", as_of=AS_OF, clean=True)
    assert sites.difference(sites.tree(root / "other"), warm) == ""
