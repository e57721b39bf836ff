"""How documents are named and dated: by their own form, number and date, in the grammar of each language."""

from __future__ import annotations

import datetime
import html
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import programs
import pytest
import sites
from babel.dates import get_month_names
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.language import catalogues, formats
from sitegen.language.text import stopped
from sitegen.model import PartialDate

TRILINGUAL = sites.SITE.replace("[ro, en]", "[ro, pl, en]").replace("en: Bulletin", "en: Bulletin, pl: Biuletyn")
SIGNED = "addressees: [Școli]\nsubject: x\nsignatories: null\n"


def text(root: Path, address: str) -> str:
    """Give the words of a page's main part, without tags and no-break spaces."""
    page = (root / "public" / address / "index.html").read_text("utf-8").partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).replace("\xa0", " ").split())


def described(root: Path, address: str) -> dict[str, Any]:
    page = (root / "public" / address / "index.html").read_text("utf-8")
    return next(iter(json.loads(re.findall(r'ld\+json">(.*?)</script>', page, re.DOTALL)[0])["@graph"]))


def built(folder: Path, files: dict[str, str], **more: Any) -> Path:
    root = sites.make(folder, {"content/site.yaml": TRILINGUAL, **files})
    assert sites.codes(sites.build(root, **more)) == []
    return root


# --- dates in sentences -----------------------------------------------------------------------------------------------

NOMINATIVE = "|".join(get_month_names("wide", "stand-alone", "pl").values())
DATES = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from([PartialDate(*day.timetuple()[:length]) for length in (1, 2, 3)])
)


def wrong(said: str) -> str:
    """Find what no official writes in Polish: a nominative after a preposition, a "dnia" that names no day."""
    said = said.replace("\xa0", " ")
    return "; ".join(
        found[0] for found in re.finditer(rf"\b(z|od|do|dnia) ({NOMINATIVE})\b|\bdnia (?!\d+ \w+ \d)", said)
    )


@given(DATES, DATES, st.sampled_from(["pl", "pl-PL"]))
def test_polish_dates_stand_in_the_case_that_their_sentence_asks_for(
    one: PartialDate, other: PartialDate, lang: str
) -> None:
    start, end = sorted((one, other), key=lambda date: (date.first(), date.last()))
    ranges = (formats.period(*ends, lang) for ends in ((start, end), (start, None), (None, end)))
    for said in (formats.of_date(one, lang), *ranges):
        assert wrong(said) == "", said
        assert said.endswith("r.") or re.fullmatch(r"\d+–\d+", said), said
    assert formats.of_date(one, lang).startswith("z dnia" if one.day else "z ")


SAID: dict[str, Callable[[PartialDate, str], str]] = {
    "of_date": formats.of_date,
    "from_date": lambda date, lang: formats.period(date, None, lang),
    "until_date": lambda date, lang: formats.period(None, date, lang),
    "date": formats.date,
}
"""What stands in messages, of whatever precision."""
WRONG: dict[str, Callable[[str], str]] = {
    "pl": wrong,
    "ro": lambda said: " ".join(re.findall(r"\b(?:din|la|în) (?:din|la|până)\b|\bla \D+ 20", said)),
    "en": lambda said: " ".join(re.findall(r"\b(?:of|on|from|until) (?:of|on|from|until)\b", said)),
}


@pytest.mark.parametrize("lang", WRONG)
@settings(deadline=None, max_examples=50)
@given(date=DATES)
def test_every_message_with_a_date_is_a_sentence_in_every_precision(lang: str, date: PartialDate) -> None:
    said = 0
    for name, form in messages(lang).items():
        for key in set(re.findall(r"%\((\w+)\)s", form)) & SAID.keys():
            if "on %(date)s" in name and not date.day:
                continue  # what is "on" a date has its day
            text = form % defaultdict(str, {key: SAID[key](date, lang)})
            said += 1
            assert WRONG[lang](text) == "", text
    assert said > 8


@cache
def messages(lang: str) -> dict[str, str]:
    path = programs.ROOT / f"locales/{lang}/LC_MESSAGES/messages.po"
    read, _found = catalogues.read(path.name, path.read_text("utf-8"), lang)
    return {name: forms[0] for name, forms in read.messages.items() if forms}


@pytest.mark.parametrize(
    ("date", "ro", "pl", "en"),
    [
        ("2026-11-06", "din 6 noiembrie 2026", "z dnia 6 listopada 2026 r.", "of 6 November 2026"),
        ("2026-11", "din noiembrie 2026", "z listopada 2026 r.", "of November 2026"),
        ("2026", "din 2026", "z 2026 r.", "of 2026"),
    ],
)
def test_pages_say_of_which_date_a_number_is(date: str, ro: str, pl: str, en: str, tmp_path: Path) -> None:
    published = ("2026-01-02", "2026-12-01")
    act = f"registration: {{number: 7, date: {date}}}\nlegal_basis: null\nvalid_from: null\n{SIGNED}form: order\n"
    act = act.replace("addressees: [Școli]\n", "")
    root = built(
        tmp_path,
        {
            "content/circulars/una.ro.md": sites.news(
                "Una", f"registration: {{number: 7, date: {date}}}\n{SIGNED}"
            ).replace(*published),
            "content/decisions/una.ro.md": sites.news("Una", act.replace("addressees: [Școli]\n", "")).replace(
                *published
            ),
        },
        as_of=datetime.datetime.fromisoformat("2027-01-02T00:00:00+02:00"),
    )
    for place, head, quoted in (
        ("ro/circulare", f"Nr. 7 {ro}", f"Circulară nr. 7 {ro}"),
        ("pl/okolniki", f"Nr 7 {pl}", f"Okólnik nr 7 {pl}"),
        ("en/circulars", f"No. 7 {en}", f"Circular No. 7 {en}"),
        ("ro/acte-administrative", f"Ordin nr. 7 {ro}", f"Ordin nr. 7 {ro}"),
        ("pl/akty-prawne", f"Zarządzenie nr 7 {pl}", f"Zarządzenie nr 7 {pl}"),
        ("en/decisions", f"Order No. 7 {en}", f"Order No. 7 {en}"),
    ):
        said = text(root, f"{place}/una")
        assert head in said, place
        assert quoted in said[said.index("Una") :], place
        assert wrong(said) == ""


def test_a_language_without_a_word_for_it_puts_the_date_in_brackets() -> None:
    assert formats.of_date(PartialDate(2026, 5, 6), "de") == "(6. Mai 2026)"


# --- full stops -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "inserted", "expected"),
    [
        ("Date: %(date)s.", {"date": "30 września 2026 r."}, "Date: %(date)s"),
        ("Date: %(date)s.", {"date": "<time>30 września 2026 r.</time> "}, "Date: %(date)s"),
        ("Date: %(date)s.", {"date": "30 septembrie 2026"}, "Date: %(date)s."),
        ("%(a)s. %(b)s.", {"a": "Sp. z o.o.", "b": "art. 5 alin."}, "%(a)s %(b)s"),
        ("%(a)s...", {"a": "2026 r."}, "%(a)s..."),
        ("See %(path)s.", {"path": '<a href="../">here</a>'}, "See %(path)s."),
        ("%(a)s.", {"a": "Kto?"}, "%(a)s"),
        ("%(a)s.", {}, "%(a)s."),
    ],
)
def test_no_full_stop_stands_after_another(message: str, inserted: dict[str, str], expected: str) -> None:
    assert stopped(message, inserted) == expected


DOUBLED = re.compile(r"(?<!\.)\.\.(?![./])")


def test_no_page_has_two_full_stops(tmp_path: Path) -> None:
    """Dates, names and laws that end in a full stop stand at the end of sentences."""
    more = "translation: {of: ro, status: official, translator: Biuro X Sp. z o.o., reviewed: 2026-09-30}\n"
    statement = (
        'page: pages/access\norganisation: {ro: Școala Nr. 1 S.R.L., pl: Szkoła Sp. z o.o.}\nurl: "https://x.example/"\n'
        "law: {ro: OUG nr. 112 alin., pl: ustawą z dnia 4 kwietnia 2019 r.}\npublished: 2026-01-02\nupdated: null\n"
        "status: fully_compliant\ndrawn_up: 2026-01-02\nmethod: null\nreviewed: null\n"
        "contact: {person: null, email: null, phone: null}\nprocedure: null\narchitecture: null\napps: null\n"
    )
    root = built(
        tmp_path,
        {
            "content/accessibility.yaml": statement,
            "content/pages/access.ro.md": sites.news("Accesibilitate"),
            "content/pages/access.pl.md": sites.translation("Dostępność").replace("unofficial", "authentic"),
            "content/circulars/una.ro.md": sites.news(
                "Anunț S.R.L.", f"registration: {{number: 7, date: 2026-01-01}}\n{SIGNED}"
            ),
            "content/circulars/una.pl.md": sites.translation(
                "Ogłoszenie Sp. z o.o.", "addressees: [Szkoły]\nsubject: x\n"
            ).replace(sites.translation("", "").split("\n")[2], more.strip()),
        },
    )
    assert "Data weryfikacji: 30 września 2026 r. Czytaj" in text(root, "pl/okolniki/una")
    assert "Sp. z o.o. Data" in text(root, "pl/okolniki/una")
    for page in (root / "public").rglob("*.html"):
        words = re.sub(r"<(script|style).*?</\1>|<[^>]*>", "", page.read_text("utf-8"), flags=re.DOTALL)
        assert not DOUBLED.search(words), page


# --- what a document is called, and of what its date is --------------------------------------------------------------

CALL = "deadline: 2026-12-01 12:00\nsubmit_to: null\n"
TYPED = {
    "calls": f"opens: 2026-01-05\n{CALL}",
    "vacancies": "announced: 2026-01-01\nposition: x\nemployer: isj\nsubmit_at: x\ncontract: null\n"
    "deadline: 2026-12-01\n",
    "consultations": "posted: 2026-01-01\nproposal: x\ndeadline: 2026-12-01\nsubmit_to: null\n",
    "projects": "name: X\nbeneficiary: isj\nperiod: {start: 2018-05, end: 2030}\nfunding: null\nvalid_until: 2030\n"
    "amends: []\n",
}
ORGANISATION = "isj: {ro: Inspectoratul, pl: Inspektorat, en: Inspectorate}\n"


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {f"content/{folder}/una.ro.md": sites.news("Una", more) for folder, more in TYPED.items()}
    registered = f"registration: {{number: 7/2026, date: 2026-01-01}}\nopens: 2026-02-05\n{CALL}"
    agreement = (
        "parties: [{organisation: isj}]\nobject: x\nduration: {term: indefinite}\nvalid_until: 2030\n"
        'registration: {number: "14/11"}\nsigned: {date: 2026-01-01}\n'
    )
    return built(
        tmp_path_factory.mktemp("typed"),
        {
            "content/organisations.yaml": ORGANISATION,
            **files,
            "content/calls/registered.ro.md": sites.news("Una", registered),
            "content/agreements/una.ro.md": sites.news("Una", agreement),
            "content/projects/later.ro.md": sites.news("Later", TYPED["projects"].replace("[]", "[projects/una]")),
        },
    )


@pytest.mark.parametrize(
    ("address", "milestone", "cited"),
    [
        ("pl/nabory/una", "5 stycznia 2026 r. Nabór od", "Nabór wniosków."),
        ("ro/apeluri/una", "5 ianuarie 2026 Data deschiderii", "Apel."),
        ("en/calls/una", "5 January 2026 Opens on", "Call for applications."),
        ("en/vacancies/una", "1 January 2026 Announced on", "Vacancy."),
        ("en/consultations/una", "1 January 2026 Posted on", "Public consultation."),
        ("en/projects/una", "May 2018 Implementation period: From", "Project."),
        ("en/calls/registered", "1 January 2026 Date of the document", "applications No. 7/2026 of 1 January 2026."),
        ("en/agreements/una", "1 January 2026", "Cooperation agreement No. 14/11, 1 January 2026."),
    ],
)  # fmt: skip
def test_a_date_is_called_what_it_is_and_cited_only_if_it_is_the_document_s(
    address: str, milestone: str, cited: str, typed: Path
) -> None:
    said = text(typed, address)
    assert cited in said.partition({"pl": "Jak cytować", "ro": "Cum se citează", "en": "How to cite"}[address[:2]])[2]
    assert milestone in said


def test_programs_are_told_the_date_of_the_document_alone(typed: Path) -> None:
    assert described(typed, "ro/apeluri/registered")["dateCreated"] == "2026-01-01"
    assert "dateCreated" not in described(typed, "ro/apeluri/una")


def test_an_act_is_called_by_its_form_wherever_it_stands(tmp_path: Path) -> None:
    act = (
        "form: order\nregistration: {number: 5/2026, date: 2026-05-06}\nsubject: x\nlegal_basis: null\n"
        "valid_from: null\nsignatories: null\n"
    )
    root = built(
        tmp_path,
        {"content/decisions/una.ro.md": sites.news("Una", act).replace("2026-01-02", "2026-05-07")}
        | {"content/decisions/una.en.md": sites.translation("One", "subject: y\n")}
        | {"content/decisions/una.pl.md": sites.translation("Jeden", "subject: y\n")},
    )
    for language, section, form, quoted, kind in (
        ("ro", "acte-administrative", "Ordin", "Ordin nr. 5/2026 din 6 mai 2026", "Act administrativ"),
        ("pl", "akty-prawne", "Zarządzenie", "Zarządzenie nr 5/2026 z dnia 6 maja 2026 r.", "Akt prawny"),
        ("en", "decisions", "Order", "Order No. 5/2026 of 6 May 2026", "Decision"),
    ):
        page = f"{language}/{section}/una"
        assert text(root, page).count(quoted) == 2, "in the head and in the citation"
        assert described(root, page)["legislationType"] == form
        for address in (f"{language}/{section}", language):
            assert not re.search(rf"\b{kind}\b(?! \()", text(root, address)), address
            assert form in text(root, address)
        feed = json.loads((root / "public" / language / "feed.json").read_text("utf-8"))
        assert feed["items"][0]["tags"] == [form]


# --- what gives no date -----------------------------------------------------------------------------------------------


def test_a_day_of_publication_stands_nowhere_for_the_document_s_own(tmp_path: Path) -> None:
    award = "name: Premiul\nrecipient: isj\ngranted_by: null\ndate: {}\n"
    root = built(
        tmp_path,
        {
            "content/organisations.yaml": ORGANISATION,
            "content/awards/una.ro.md": sites.news("Una", award.format("null")),
            "content/awards/una.pl.md": sites.translation("Jedna"),
            "content/awards/dated.ro.md": sites.news("Doua", award.format("2025-03")),
        },
    )
    marked = {
        "ro": ("publicat aici la 2 ianuarie 2026", "fără dată", ("", "distinctii", "distinctii/2026", "a-z")),
        "pl": ("opublikowano tu 2 stycznia 2026 r.", "bez daty", ("", "wyroznienia", "wyroznienia/2026", "a-z")),
        "en": ("published here on 2 January 2026", "undated", ("", "awards", "awards/2026", "a-z")),
    }
    for language, (label, undated, addresses) in marked.items():
        for address in addresses:
            said = text(root, f"{language}/{address}")
            assert label in said, address
            assert label.count("2026") == len(re.findall(r"\b2 \w+ 2026", said)), address
        section = addresses[1]
        assert f"{undated} , {label}" in text(root, f"{language}/{section}/register"), "a row of the register"
        assert undated not in text(root, f"{language}/{section}/register/2025")
        table = sites.table((root / f"public/{language}/{section}/register/register.csv").read_bytes())
        assert [row[2] for row in table[1:]] == ["", "2025-03"], "as data it is not stated"


# --- which version is what --------------------------------------------------------------------------------------------


def versions(first: str, english: str, polish: str) -> dict[str, str]:
    status = {"en": english, "pl": polish}
    return {"content/news/una.ro.md": sites.news(first)} | {
        f"content/news/una.{tag}.md": sites.translation(f"Title {tag}").replace("unofficial", one)
        for tag, one in status.items()
        if one
    }


def statuses(said: str) -> list[str]:
    return re.findall(r"(?:Română|English|Polski) – ([\w ]+?)(?= Side|$| Title| Publication| Una| On this)", said)


@pytest.mark.parametrize(
    ("english", "polish", "first", "second", "third"),
    [
        ("unofficial", "official", "Original", "Unofficial translation", "Official translation"),
        ("parallel", "unofficial", "Parallel version", "Parallel version", "Unofficial translation"),
        ("authentic", "machine", "Authentic version", "Authentic version", "Machine translation"),
        ("authentic", "authentic", "Authentic version", "Authentic version", "Authentic version"),
    ],
)
def test_none_is_the_original_where_no_source_says_so(
    english: str, polish: str, first: str, second: str, third: str, tmp_path: Path
) -> None:
    root = built(tmp_path, versions("Una", english, polish))
    said = text(root, "en/news/una").partition("Language versions")[2]
    for name, status in (("Română", first), ("English", second), ("Polski", third)):
        assert f"{name} – {status}" in said
    compared = text(root, "en/news/una/ro")
    assert f"Română {first}" in compared
    assert f"English {second}" in compared
    equal, work = first != "Original", described(root, "ro/noutati/una")
    translated = [tag for tag, one in (("pl", polish), ("en", english)) if one not in ("parallel", "authentic")]
    assert [one["inLanguage"] for one in work.get("workTranslation", [])] == translated
    assert ("Read the original" in text(root, "en/news/una")) != equal
    assert ("translationOfWork" in described(root, "en/news/una")) != equal
    if third not in ("Authentic version",):
        assert ("Przetłumaczono z rumuńskiego" in text(root, "pl/aktualnosci/una")) == equal
        assert ("Czytaj oryginał" in text(root, "pl/aktualnosci/una")) != equal
    alternate = 'hreflang="x-default" href="https://example.test/ro/noutati/una/"'
    assert alternate in (root / "public/en/news/una/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("tag", "ro", "pl", "en"),
    [
        ("ro-MD", "din limba română", "z rumuńskiego", "from Romanian"),
        ("pl", "din limba poloneză", "z polskiego", "from Polish"),
        ("de", "din limba germană", "z niemieckiego", "from German"),
        ("hi", "din limba hindi", "z języka hindi", "from Hindi"),
    ],
)
def test_the_language_of_a_translation_s_source_stands_in_its_case(tag: str, ro: str, pl: str, en: str) -> None:
    said = [formats.from_language(tag, lang).replace("\xa0", " ") for lang in ("ro", "pl", "en", "uk")]
    assert said[:3] == [ro, pl, en]
    assert said[3].startswith("(")


def test_no_page_of_the_real_site_calls_its_own_statement_a_translation(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {})
    shutil.copytree(programs.ROOT / "content", root / "content", dirs_exist_ok=True)
    assert sites.codes(sites.build(root)) == []
    for page in (root / "public/pl").glob("*/index.html"):
        assert "Czytaj oryginał" not in page.read_text("utf-8"), page
    for page in (root / "public/pl").rglob("*.html"):
        words = re.sub(r"<(script|style).*?</\1>|<[^>]*>", "", page.read_text("utf-8"), flags=re.DOTALL)
        assert not DOUBLED.search(words), page
        assert wrong(words) == "", page


# --- who paid ---------------------------------------------------------------------------------------------------------

UNION = re.compile(r"(Cof|F)inanțat de Uniunea Europeană|(Dof|Sf)inansowane przez Unię|[Ff]unded by the European Union")
FUNDS = re.compile(r"finanțat din fonduri ale Uniunii Europene: Fondul Social")


@pytest.mark.parametrize(
    ("programme", "fund", "more", "period", "expected"),
    [
        ("POCU 2014-2020", "Fondul Social European", "", "null", FUNDS),
        ("POCU 2014–2020", "Fondul Social European", "", "{start: 2024, end: 2025}", FUNDS),
        ("PEO", "Fondul Social European Plus", "", "null", UNION),
        ("PEO", "FSE+", "", "{start: 2019, end: 2020}", UNION),
        ("PEO 2021-2027", "Fondul Social European", "", "null", UNION),
        ("POCU", "Fondul Social European", "  programming_period: 2014-2020\n", "null", FUNDS),
        ("POCU", "Fondul Social European", "  programming_period: 2021-2027\n", "{start: 2018, end: 2019}", UNION),
        ("POCU", "Fondul Social European", "", "{start: 2018-04, end: 2020-12}", FUNDS),
        ("POCU", "Fondul Social European", "", "{start: 2024-01, end: null}", UNION),
        ("POCU", "Fondul Social European", "", "{start: 2014-04, end: 2015}", None),
        ("POCU", "Fondul Social European", "", "{start: 2018, end: 2022}", None),
        ("POCU", "Fondul Social European", "", "null", None),
        ("POSDRU 2007-2013", "Fondul Social European", "", "null", None),
        ("POCU", "Fondul Social European", "  programming_period: null\n", "null", None),
    ],
)
def test_who_paid_is_said_in_the_words_of_the_programming_period(
    programme: str, fund: str, more: str, period: str, expected: re.Pattern[str] | None, tmp_path: Path
) -> None:
    money = "{amount: '100', currency: RON}"
    funding = f"funding:\n  programme: {programme}\n  fund: {fund}\n  total: {money}\n  eu: {money}\n{more}"
    project = f"name: X\nbeneficiary: isj\nperiod: {period}\n{funding}  statement: co_funded\n"
    root = built(
        tmp_path,
        {
            "content/organisations.yaml": ORGANISATION,
            "content/projects/una.ro.md": sites.news("Una", project),
            "content/projects/una.en.md": sites.translation("One", "funding: {programme: P, fund: Social Fund}\n"),
        },
    )
    for address in ("ro/proiecte/una", "en/projects/una", "pl/projekty/una"):
        said = text(root, address)
        assert bool(UNION.search(said)) == (expected is UNION), address
        assert (fund if address[:2] != "en" else "Social Fund") in said, "the fund is named as the document names it"
    assert bool(FUNDS.search(text(root, "ro/proiecte/una"))) == (expected is FUNDS)
    assert ("from European Union funds: Social Fund" in text(root, "en/projects/una")) == (expected is FUNDS)
