"""`sitegen import`: what is extracted and what is told of; nothing is lost silently, written over or guessed.

The texts in inbox/ are invented, and have the shape of real ones: circulars, scraped pages, text layers of PDFs.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import programs
import pypandoc
import pytest
import sites
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.cli import FINE, MISTAKES, MISUSED, main
from sitegen.disk import load
from sitegen.language.text import nfc
from sitegen.model.sources import Source
from sitegen.read import theme
from sitegen.read.file import parse
from sitegen.tools import importing
from sitegen.tools.importing.values import MESSAGES

INBOX = Path(__file__).parent / "inbox"
SEEDS = programs.ROOT.parent / "shared" / "seeds"
SITE = sites.SITE.replace("[ro, en]", "[ro, pl, en]").replace("title: {", "title: {pl: Biuletyn, ")
ORGANISATIONS = "isj-poiana: {ro: Inspectoratul Școlar Poiana, pl: Inspektorat, en: Inspectorate}\n"
DAY = "2026-11-22"


@cache
def ground(language: str = "", kind: str = "") -> importing.Basis:
    design = theme.read(load.design(programs.ROOT))[0]
    organisations = {"isj-poiana": ("Inspectoratul Școlar Poiana",)}
    return importing.Basis(design.types, ("ro", "pl", "en"), organisations, DAY, language, kind)


def propose(name: str, data: bytes | str) -> importing.Proposal:
    return importing.propose(name, data if isinstance(data, bytes) else data.encode(), ground())


def proposed(name: str) -> importing.Proposal:
    return propose(name, (INBOX / name).read_bytes())


def front(proposal: importing.Proposal) -> str:
    return proposal.text.partition("\n---\n")[0]


def body(proposal: importing.Proposal) -> str:
    return proposal.text.partition("\n---\n")[2]


def told(proposal: importing.Proposal) -> set[str]:
    return {one.code for one in proposal.findings}


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(importing.NotImportedError) as problem:
        propose(name, data)
    return problem.value.finding.code


def outcome(name: str, data: bytes) -> importing.Proposal | importing.Finding:
    try:
        return propose(name, data)
    except importing.NotImportedError as problem:
        return problem.finding


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", nfc(text)))


UNSEEN = {char for char in map(chr, range(0x110000)) if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Cs")}
BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1f\x85]")


def lost(source: str, proposal: importing.Proposal) -> Counter[str]:
    """Give the words of a text that are neither in its proposal nor in what is told of it."""
    seen = "".join(char for char in BREAKS.sub(" ", source) if char not in UNSEEN)
    reported = " ".join(text for one in proposal.findings for text in one.arguments.values())
    return words(seen) - words(proposal.text) - words(reported)


# --- what is extracted ------------------------------------------------------------------------------------------------

CIRCULAR = """\
---
title: Proiectul „Lectură, curiozitate și răbdare” (LCR)
summary:
published: 2026-11-22
issuer:
contact:
  - email: biblioteci@example.org
registration:
  number: 2207
  date: 2024-10-14
  as_written: Nr. 2207/14.10.2024
addressees:
  - Școlile gimnaziale și liceele
attention: doamnei/domnului director
subject: Proiectul „Lectură, curiozitate și răbdare” (LCR)
action_required:
  what: Vă rugăm să transmiteți până la data de 15.11.2024 lista titlurilor de care aveți nevoie.
  by: 2024-11-15
signatories:
  - name: Vălean Ilie-Tudor
    academic_title: prof. drd.
    role: INSPECTOR ȘCOLAR GENERAL
  - name: Maria-Ioana VĂLEANU
    academic_title: prof.
    role: INSPECTOR ȘCOLAR"""


def test_a_romanian_circular() -> None:
    proposal = proposed("circular.ro.txt")
    assert (proposal.folder, proposal.name, proposal.language) == (
        "circulars",
        "proiectul-lectura-curiozitate-si-rabdare-lcr",
        "ro",
    )
    assert front(proposal) == CIRCULAR
    assert "**Cercul bibliotecarilor**" in body(proposal)
    assert "semnalati" in body(proposal)  # an official text's slips are its author's
    assert "Către" not in body(proposal)
    assert "INSPECTOR" not in body(proposal)
    assert told(proposal) == {"type", "open", "moved", "copied"}


def test_news_of_an_agreement_from_a_web_site() -> None:
    proposal = proposed("agreement.ro.txt")
    assert proposal.folder == "news"
    assert front(proposal).endswith("""
agreement:
  name: Acord de parteneriat
  parties:
  areas:
    - muzică
    - sport și mișcare
    - lectură, teatru, film
  signed: 2024-03-06
  term: indefinite
  approval:
    act: Decizia Consiliului municipal Florești
    number: 9/4
    date: 2024-02-12
    as_written: Decizia Consiliului municipal Florești Nr. 9/4 din 12.02.2024""")
    assert front(proposal).startswith("---\ntitle: Semnarea Acordului de parteneriat între Direcția Educație")
    cut = [one.arguments["text"] for one in proposal.findings if one.code == "cut"]
    assert cut == [
        *("09:00 - 16:00", "strada Teilor, 12", "LINIA DE INFORMARE (0299) 1-22-33", "//", "Comentariu0"),
        *("Last updated: martie 11, 2024 at 10:05 am", "Lasă un Răspuns"),
    ]
    (repaired,) = [one for one in proposal.findings if one.code == "letters"]
    assert repaired.arguments == {"before": "comunităţilor şi", "after": "comunităților și"}
    assert repaired.at.number == 12
    assert "comunităților locale, precum și" in body(proposal)
    assert "signatories" not in front(proposal)  # nobody is named as having signed


def test_a_polish_project() -> None:
    proposal = proposed("project.pl.txt")
    assert (proposal.folder, proposal.language) == ("projects", "pl")
    assert front(proposal).endswith("""
name: Cyfrowa biblioteka szkolna - warsztaty i doradztwo dla JST w województwie zmyślonym
beneficiary:
period:
funding:
  programme: WIEDZA 2021-2027
  fund: Europejski Fundusz Społeczny
  total:
    amount: 245300.50
    currency: PLN
    as_written: 245 300,50 zł
  eu:
    amount: 208505.42
    currency: PLN
    as_written: 208 505,42 zł
  statement: co_funded""")
    assert "1-dniowych" in body(proposal)
    (missing,) = [one.arguments["keys"] for one in proposal.findings if one.code == "open"]
    assert missing == "summary, issuer, beneficiary, period"


def test_an_award_with_a_passage_in_another_language() -> None:
    proposal = proposed("award.ro.txt")
    assert (proposal.folder, proposal.language, proposal.name) == ("awards", "ro", "award-ro")
    assert "\ntitle:\n" in front(proposal)
    assert "\nname: Certificatul de Grădiniță Verde\nrecipient:\ngranted_by:" in front(proposal)
    assert {"title-missing", "unmatched", "merged", "passage"} <= told(proposal)
    assert "- grija pentru apă\n- grădina grupei\n- compostarea resturilor\n" in body(proposal)
    before, opening, passage = body(proposal).partition("::: {lang=en}\n\n## Green SCHOOL MISSION\n")
    assert opening
    assert "Grădinița" in before
    assert ":::" not in before
    assert passage.endswith(":::\n")
    assert "\n## Green Schools have a commitment to shared work\n" in passage


def test_the_text_layer_of_a_printed_page() -> None:
    proposal = proposed("mission.ro.txt")
    assert proposal.folder == "mission-statements"
    assert front(proposal) == f"---\ntitle: Misiune\nsummary:\npublished: {DAY}\nissuer:"
    assert "planificându-și activitățile din grădină" in body(proposal)
    assert re.findall(r"^## .*", body(proposal), re.MULTILINE) == [
        "## Școlile Verzi sunt dedicate muncii în comun",
        "## Școlile Verzi sunt profund atașate ideii de răbdare și de muncă în echipă",
        "## Școlile Verzi sunt modele pentru alte școli",
    ]
    assert {"spaced", "title-last", "glued", "hyphen-kept", "joined"} <= told(proposal)
    assert not re.search(r"[^\n]\n[^\n]|  ", body(proposal).strip())  # each paragraph is one line


def test_a_polish_letter() -> None:
    proposal = proposed("letter.pl.txt")
    assert (proposal.folder, proposal.language) == ("circulars", "pl")
    assert front(proposal).endswith("""
registration:
  number: WO.5540.12.2024.JK
  date: 2024-05-07
  as_written: "Wzorowo, dnia 7 maja 2024 r., Znak sprawy: WO.5540.12.2024.JK"
addressees:
  - Dyrektorów szkół podstawowych
  - Dyrektorów przedszkoli
subject: konkursu „Książka w plecaku”
action_required:
  what: Zgłoszenia prosimy przesyłać w terminie do 31 maja 2024 r. do godz. 15.00 na adres konkurs@example.org.
  by: 2024-05-31 15:00
signatories:
  - name: Jan Wzorcowy
    role: z up. Kuratora Oświaty, Wicekurator Oświaty""")


def test_a_web_page() -> None:
    proposal = proposed("page.ro.html")
    assert (proposal.folder, proposal.name) == ("news", "tabara-de-lectura")
    assert "\naliases:\n  - /noutati/tabara-de-lectura/\n" in front(proposal)
    assert body(proposal).startswith("\n## Cine poate veni\n\nLa tabăra de lectură")
    assert "\n### Ce aduceți\n\n- o carte dragă\n- un caiet\n" in body(proposal)
    assert "| Ziua | Ora |\n| --- | --- |\n| luni | 10:00 |\n| marți, pauză | |\n" in body(proposal)
    assert "[lectura@example.org](mailto:lectura@example.org) sau citiți mai sus regulile.\n\nVă aș" in body(proposal)
    assert "ascuns" not in proposal.text
    assert {"cut", "cells", "level", "alias", "type-guess", "letters"} <= told(proposal)
    cut = " ".join(one.arguments["text"] for one in proposal.findings if one.code == "cut")
    assert cut == "Acasă Noutăți Acasă » Noutăți Lasă un comentariu © Școala Model"


@pytest.mark.parametrize("name", sorted(path.name for path in INBOX.glob("*.txt")))
def test_no_word_is_lost(name: str) -> None:
    assert lost((INBOX / name).read_text("utf-8"), proposed(name)) == Counter()


# --- letters ----------------------------------------------------------------------------------------------------------

SENTENCE = (
    "Școala își așteaptă elevii și părinții la sărbătoarea de la sfârșitul anului, în curte, pentru că va fi cald."
)
POLISH = (
    "Szkoła zaprasza uczniów i rodziców na uroczystość, która odbędzie się w sali, ponieważ będzie chłodno i wietrznie."
)


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "cp852"])
def test_utf_8_that_was_read_as_another_encoding(encoding: str) -> None:
    proposal = propose("a.txt", SENTENCE.encode().decode(encoding))
    assert SENTENCE in body(proposal)
    assert "letters" in told(proposal)


def test_polish_that_was_read_as_western() -> None:
    proposal = propose(
        "a.txt", "Deklaracja dostêpnoœci szko³y jest na stronie, a wnioski mo¿na sk³adaæ w sekretariacie."
    )
    assert "dostępności szkoły" in body(proposal)
    assert "można składać" in body(proposal)


NO_ENCODINGS = [
    "idna",
    "punycode",
    "rot13",
    "hex",
    "zlib",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
    "utf-7",
]


@pytest.mark.parametrize("name", [*NO_ENCODINGS, "mbcs", "oem", "x", "-", "utf-16", "cp037", "base64_codec", "a" * 500])
@pytest.mark.parametrize("file", ["a.html", "a.txt"])
def test_a_page_that_names_what_is_no_encoding_of_pages(name: str, file: str) -> None:
    text = f'<meta charset="{name}"><p>{SENTENCE} {SENTENCE}</p>'
    proposal = propose(file, text.encode("cp1250", "xmlcharrefreplace"))
    assert "encoding" in told(proposal)
    assert "sărb" in body(proposal)
    broken = text.encode() + b"\x81"
    assert refusal(file, broken) == "lost"


@pytest.mark.parametrize("name", ["iso-8859-2", "windows-1250", "ISO-8859-16", "latin1"])
def test_a_page_that_names_its_encoding(name: str) -> None:
    word = "école" if name == "latin1" else "grădiniță"
    written = f'<meta charset="{name}"><p>{f"{word} " * 20}</p>'.encode(name, "xmlcharrefreplace")
    assert word in body(propose("a.html", written))


@pytest.mark.parametrize(("text", "encoding"), [(POLISH, "cp1250"), (POLISH, "iso8859-2"), (POLISH, "utf-16")])
def test_text_in_another_encoding(text: str, encoding: str) -> None:
    proposal = propose("a.txt", text.encode(encoding))
    assert text in body(proposal)
    assert "encoding" in told(proposal)


def test_letters_that_can_be_repaired() -> None:
    written = (
        "Ofi\u00adciul a\u0306 \ufb01xat ca\u0302nd\u200b şi  cum se ţine ºedinþa, pentru că așa este bine și frumos."
    )
    proposal = propose("a.txt", written)
    assert "Oficiul ă fixat când și cum se ține ședința, pentru că așa este bine și frumos." in body(proposal)
    assert {"letters", "invisible"} <= told(proposal)
    assert lost(written, proposal) == Counter()


@pytest.mark.parametrize(
    "text",
    [
        "HOTRRE privind msurile de pregtire i inerea lucrrilor la nivelul colilor din jude, pentru prini i elevi.",
        "Programul de investi?ii pentru școlile din județ va fi anunțat de inspectorat în luna martie.",
        "Szkoa zaprasza uczniw i rodzicw, ktre si zgosiy, na spotkanie, rwnie w sobot, do sali numer dwa.",
        "Szanowni Pa\ufffdstwo, zapraszamy na spotkanie, które odbędzie się w sali numer dwa.",
    ],
)
def test_lost_letters_are_refused(text: str) -> None:
    assert refusal("a.txt", text.encode()) == "lost"


def test_a_text_without_diacritics_is_not_refused() -> None:
    proposal = propose(
        "a.txt", "Scoala isi asteapta elevii si parintii la sarbatoare, in curte, la ora zece, pentru premii."
    )
    assert proposal.language == "ro"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Profesorii lucrează împreună, planificându-\nși activitățile", "planificându-și activitățile"),
        ("w województwie kujawsko-\npomorskim będą", "kujawsko-pomorskim będą"),
        ("o școală mare; profesorii din școală și profe-\nsorii de sport", "și profesorii de sport"),
    ],
)
def test_hyphens_at_the_end_of_a_line(before: str, after: str) -> None:
    assert after in body(propose("a.txt", before))


# --- other formats ----------------------------------------------------------------------------------------------------

LETTER = """\
**Nr. 77/03.02.2025**

Către

Grădinițele cu program prelungit

**Referitor:** Ziua porților deschise

# Ce pregătiți

Fiecare grădiniță pregătește o **masă lungă** și un poster[^1] despre *munca* ei, pentru părinții care vin prima oară.

[^1]: Cel mult un metru lățime.

### Program

| Ora | Ce |
|-----|----|
| 9:00 | Deschidere |

1. întâi
2. apoi
    - și mai jos

Vedeți [regulamentul](https://example.org/regulament) & <u>scrieți-ne</u>: 5 < 7, a_b, {x}.

DIRECTOR,

prof. Ana Exemplu
"""


@pytest.fixture(scope="module", params=["docx", "odt"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    file = tmp_path_factory.mktemp("office") / f"letter.{request.param}"
    pypandoc.convert_text(LETTER, request.param, format="markdown", outputfile=str(file))
    return request.param, file.read_bytes()


def test_an_office_file(office: tuple[str, bytes]) -> None:
    form, data = office
    proposal = propose(f"letter.{form}", data)
    assert proposal.folder == "circulars"
    assert "\nregistration:\n  number: 77\n  date: 2025-02-03\n" in front(proposal)
    assert "\naddressees:\n  - Grădinițele cu program prelungit\nsubject: Ziua porților deschise\n" in front(proposal)
    assert "\nsignatories:\n  - name: Ana Exemplu\n    academic_title: prof.\n    role: DIRECTOR" in front(proposal)
    assert "\n## Ce pregătiți\n" in body(proposal)
    assert "\n### Program\n" in body(proposal)
    assert "o **masă lungă** și un poster[^1] despre *munca* ei" in body(proposal)
    assert "\n[^1]: Cel mult un metru lățime.\n" in body(proposal)
    assert "| Ora | Ce |\n| --- | --- |\n| 9:00 | Deschidere |\n" in body(proposal)
    assert "1. întâi\n2. apoi\n    - și mai jos\n" in body(proposal)
    assert "[regulamentul](https://example.org/regulament) &amp; scrieți-ne: 5 &lt; 7, a\\_b, \\{x\\}." in body(
        proposal
    )
    assert "unread" not in told(proposal)
    assert proposal.unit == "paragraph"
    page = parse(Source("content/circulars/a/index.ro.md", proposal.text.encode()))
    assert page.head.problems == ()


def rezip(data: bytes, change: dict[str, bytes]) -> bytes:
    """Put parts into an office file, in the place of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in {*old.namelist(), *change}:
            new.writestr(name, change[name] if name in change else old.read(name))
    return made.getvalue()


@pytest.fixture(scope="module")
def picture() -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(made, "PNG")
    return made.getvalue()


def test_lists_keep_the_marks_that_word_counts(tmp_path: Path) -> None:
    text = (
        "Text.\n\na) unu\nb) doi\n    1) trei\n    2) patru\n        ix) cinci\n        x) șase\n\nB. mare\n\n4. opt\n"
    )
    pypandoc.convert_text(text, "docx", format="markdown+fancy_lists", outputfile=str(tmp_path / "a.docx"))
    body = propose("a.docx", (tmp_path / "a.docx").read_bytes()).text
    assert "a) unu\nb) doi\n    1) trei\n    2) patru\n        ix) cinci\n        x) șase" in body
    assert "\n4. opt" in body


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_pictures_of_an_office_file(form: str, picture: bytes, tmp_path: Path) -> None:
    (tmp_path / "Poza Școlii.png").write_bytes(picture)
    text = f"Un text despre școală, cu o poză.\n\n![]({tmp_path.as_posix()}/Poza%20Școlii.png)\n"
    pypandoc.convert_text(text, form, format="markdown", outputfile=str(tmp_path / f"a.{form}"))
    proposal = propose(f"a.{form}", (tmp_path / f"a.{form}").read_bytes())
    ((name, data),) = proposal.files.items()
    assert data == picture
    assert f"![]({name})" in body(proposal)
    assert "picture" in told(proposal)


DOCUMENT = """\
<?xml version="1.0" encoding="UTF-8"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:r><w:t>Textul de la început </w:t></w:r>
<w:ins w:id="1" w:author="A"><w:r><w:t>adăugat </w:t></w:r></w:ins>
<w:del w:id="2" w:author="A"><w:r><w:delText>șters </w:delText></w:r></w:del>
<w:r><w:t>și sfârșitul lui, în școală.</w:t></w:r></w:p>
<w:tbl>GRID<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>
<w:p><w:r><w:t>Cap de tabel</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>unu</w:t></w:r></w:p><w:p><w:r><w:t>doi</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>trei</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body></w:document>
"""
HEADER = """\
<?xml version="1.0" encoding="UTF-8"?>
<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:p><w:r><w:t>Școala Model</w:t></w:r></w:p>
</w:hdr>
"""


def test_what_word_hides_is_told(tmp_path: Path) -> None:
    pypandoc.convert_text("x", "docx", format="markdown", outputfile=str(tmp_path / "a.docx"))
    grid = '<w:tblGrid><w:gridCol w:w="1"/><w:gridCol w:w="1"/></w:tblGrid>'
    parts = {"word/document.xml": DOCUMENT.replace("GRID", grid).encode(), "word/header1.xml": HEADER.encode()}
    proposal = propose("a.docx", rezip((tmp_path / "a.docx").read_bytes(), parts))
    said = {one.code: one.arguments.get("text") for one in proposal.findings}
    assert said["accepted"] == "adăugat"
    assert said["deleted"] == "șters"
    assert said["margin"] == "Școala Model"
    assert "cells" in said
    assert "unread" not in said
    assert "Textul de la început adăugat și sfârșitul lui" in body(proposal)
    assert "| Cap de tabel | |\n| --- | --- |\n| unu doi | trei |" in body(proposal)


def test_words_that_the_reader_of_office_files_loses_are_told(tmp_path: Path) -> None:
    """A table that does not say how many columns it has."""
    pypandoc.convert_text("x", "docx", format="markdown", outputfile=str(tmp_path / "a.docx"))
    parts = {"word/document.xml": DOCUMENT.replace("GRID", "").encode()}
    proposal = propose("a.docx", rezip((tmp_path / "a.docx").read_bytes(), parts))
    (unread,) = [one for one in proposal.findings if one.code == "unread"]
    assert unread.arguments == {"text": "trei"}


def pdf(html: str, style: str = "") -> bytes:
    from weasyprint import HTML

    css = f"@page {{ size: A4 }} body {{ font: 11pt 'DejaVu Sans'; text-align: left }} {style}"
    made: bytes = HTML(string=f"<html lang=ro><style>{css}</style>{html}</html>").write_pdf()
    return made


PARAGRAPH = "Școlile din județ pregătesc împreună o zi a porților deschise, la care sunt așteptați părinții și copiii. "


def test_a_pdf() -> None:
    data = pdf(f"<h1>Ziua porților deschise</h1><p>{PARAGRAPH * 4}</p><h2>Ce aduceți</h2><p>{PARAGRAPH * 2}</p>")
    proposal = propose("zi.pdf", data)
    assert "title: Ziua porților deschise\n" in front(proposal)
    assert body(proposal) == f"\n{(PARAGRAPH * 4).strip()}\n\n## Ce aduceți\n\n{(PARAGRAPH * 2).strip()}\n"
    assert "columns" not in told(proposal)
    headings = [one.arguments["text"] for one in proposal.findings if one.code == "heading"]
    assert headings == ["Ziua porților deschise", "Ce aduceți"]
    assert {one.at.page for one in proposal.findings if one.code == "joined"} == {1}


def test_bold_lines_of_a_pdf_that_are_no_headings() -> None:
    data = pdf(
        f"<p><b>Nr. 3/04.05.2025</b></p><p><b>Către:</b></p><p>Școli</p><p>{PARAGRAPH}</p><p><b>Atenție, copii!</b></p>"
    )
    proposal = propose("zi.pdf", data)
    assert "number: 3\n  date: 2025-05-04" in front(proposal)
    assert "## " not in body(proposal)
    assert "Atenție, copii!" in body(proposal)


def test_a_pdf_in_columns_with_a_letter_spaced_title() -> None:
    style = "div { columns: 2; height: 6cm } h1 { font-size: 11pt; font-weight: normal }"
    proposal = propose("a.pdf", pdf(f"<div><p>{PARAGRAPH * 6}</p></div><h1>M I S I U N E</h1>", style))
    assert proposal.folder == "mission-statements"
    assert "title: Misiune\n" in front(proposal)
    assert {"columns", "spaced", "title-last"} <= told(proposal)
    assert not words(PARAGRAPH * 6) - words(body(proposal))


def test_a_scan_is_refused() -> None:
    assert refusal("a.pdf", pdf("<p></p>")) == "no-text-layer"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"PK\x03\x04 and then nothing", "broken"),
        ("a.odt", b"", "broken"),
        ("a.pdf", b"%PDF-1.7 and then nothing", "broken"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.html", b"<html><nav>Acas\xc4\x83</nav></html>", "empty"),
        ("a.doc", b"x", "kind-unknown"),
        ("a.xlsx", b"x", "kind-unknown"),
        ("noending", b"x", "kind-unknown"),
        ("a.txt", b"x" * ((32 << 20) + 1), "large"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, data: bytes, code: str) -> None:
    assert refusal(name, data) == code


# --- on whatever there may be -----------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        *(line for file in INBOX.glob("*.txt") for line in file.read_text("utf-8").splitlines() if len(line) < 90),
        *(
            "# Titlu",
            "## Titlu",
            "* punct",
            "• punct",
            "1. unu",
            "| a | b |",
            "| --- | --- |",
            "> citat",
            "::: {lang=en}",
            ":::",
        ),
        *(
            "[x]: http://a.example",
            "*[A]: B",
            "[^1]: notă",
            "!!! note",
            ":   definiție",
            "---",
            "===",
            "    cod",
            "<!-- -->",
        ),
        *(
            "<b>x</b>",
            "`cod`",
            "{: .x}",
            "[TOC]",
            "T I T L U",
            "Nr. 1/02.03.2021",
            "Do:",
            "Data: 01.02.2020",
            "până la 31.12.2020",
        ),
        *(
            "Valoarea totală 5.000,10 lei",
            "wkład własny 10 zł",
            "prof. Ana X",
            "/-/ Jan X",
            "DIRECTOR,",
            "a-",
            "b",
            "\u00a0",
            "",
        ),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=30))).map("\n".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("\ufb01 a\u0301\u200bb\nNr. 1/02.03.2021\nCătre\n<x>&amp;y</x>")
@example("A\x1bº\U0002f800")
def test_whatever_a_text_says_no_word_is_lost(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    proposal = outcome("a.txt", data)
    if isinstance(proposal, importing.Finding):
        assert proposal.code in ("empty", "lost")
        return
    assert lost(data.decode("utf-8-sig"), proposal) == Counter()
    page = parse(Source(f"content/{proposal.folder}/a/index.{proposal.language}.md", proposal.text.encode()))
    assert page.head.front is not None
    assert {"title", "published"} <= {key.text for key, _value in page.head.front.entries}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([".txt", ".pdf", ".html", ".docx", ".odt", ".md", "", ".PDF"]), st.binary(max_size=400))
@example(".docx", b"PK\x05\x06" + bytes(18))
@example(".pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>")
@example(".html", b"<html><nav><div id='menu'></html>")
def test_no_bytes_raise(ending: str, data: bytes) -> None:
    made = outcome(f"a{ending}", data)
    found = (made,) if isinstance(made, importing.Finding) else made.findings
    assert [MESSAGES[one.code] % one.arguments for one in found]
    if isinstance(made, importing.Proposal):
        assert parse(Source("content/news/a.ro.md", made.text.encode())).head.front is not None


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sites.make(tmp_path / "site", {"content/site.yaml": SITE, "content/organisations.yaml": ORGANISATIONS})


def run(root: Path, *arguments: str | Path, language: str = "en") -> int:
    return main(["import", *map(str, arguments), "--source", str(root), "--ui-language", language])


ANSWERS = {
    "agreement": {"parties:": "parties: [isj-poiana]"},
    "award": {"title:": "title: Premiu", "recipient:": "recipient: isj-poiana", "granted_by:": "granted_by: null"},
    "project": {"beneficiary:": "beneficiary: null", "period:": "period: null"},
}


def answered(file: Path, name: str) -> None:
    """Answer what is open, as the report asks for."""
    lines = file.read_text("utf-8").split("\n")
    answers = {"summary:": "summary: Pe scurt.", "issuer:": "issuer: isj-poiana", **ANSWERS.get(name, {})}
    written = [line[: len(line) - len(line.lstrip())] + answers.get(line.strip(), line.strip()) for line in lines]
    file.write_text("\n".join(written), "utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in INBOX.iterdir()))
def test_what_is_open_is_told_and_answered(root: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, INBOX / name) == FINE
    said = capsys.readouterr().out
    path = re.search(r" → (content/\S+)", said)
    assert path
    keys = re.search(r"answer them: (.*)", said)
    assert keys
    report = sites.build(root)
    unanswered = {
        one.arguments["key"]
        for one in report.problems
        if one.code in ("field-missing", "field-unanswered", "value-missing")
    }
    assert unanswered == {key.rpartition(".")[2] for key in keys[1].split(", ")}
    answered(root / path[1], name.partition(".")[0])
    report = sites.build(root)
    assert [one for one in report.problems if one.severity == "error"] == []


def test_nothing_is_overwritten(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _time in range(2):
        assert run(root, INBOX / "mission.ro.txt") == FINE
    first, second = (root / "content/mission-statements" / name / "index.ro.md" for name in ("misiune", "misiune-2"))
    assert first.read_bytes() == second.read_bytes()
    assert "There is misiune already, so this one is misiune-2." in capsys.readouterr().out
    first.write_text("mine", "utf-8")
    assert run(root, INBOX / "mission.ro.txt") == FINE
    assert first.read_text("utf-8") == "mine"
    for _time in range(2):
        assert run(root, INBOX / "mission.ro.txt", "--output", tmp_path / "out") == FINE
    assert sorted(path.parent.name for path in (tmp_path / "out").rglob("*.md")) == ["misiune", "misiune-2"]


def test_a_folder_and_a_file_that_is_refused(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"a b/-x.txt": (INBOX / "circular.ro.txt").read_bytes(), "z.pdf": b"nothing", ".hidden": b"x"}
    inbox = sites.make(tmp_path / "inbox", files)
    assert run(root, inbox) == MISTAKES
    said = capsys.readouterr().out
    assert f"{inbox.as_posix()}/a b/-x.txt → content/circulars/proiectul-lectura" in said
    assert f"{inbox.as_posix()}/z.pdf was not imported.\n  The file is broken, or is not what its name says.\n" in said
    assert ".hidden" not in said


def test_no_link_is_followed(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = sites.make(tmp_path / "inbox", {"real.txt": "Un text despre școală."})
    (tmp_path / "secret.txt").write_text("Un secret.", "utf-8")
    (inbox / "link.txt").symlink_to(tmp_path / "secret.txt")
    for asked in (inbox, inbox / "link.txt"):
        assert run(root, asked) == MISTAKES
        assert (
            "link.txt was not imported.\n  This is a link; put the document itself there.\n" in capsys.readouterr().out
        )
    assert not any("secret" in path.read_text("utf-8") for path in (root / "content").rglob("*.md"))


def test_each_change_is_told_with_its_place_in_the_editors_language(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, INBOX / "agreement.ro.txt", language="ro") == FINE
    assert "  rândul 12: Litere reparate: comunităţilor şi → comunităților și\n" in capsys.readouterr().out
    assert run(root, INBOX / "page.ro.html", language="pl") == FINE
    assert "  akapit 6: Tabela ma scalone komórki;" in capsys.readouterr().out


def test_what_the_editor_says_is_not_told_anew(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, INBOX / "page.ro.html", "--type", "event", "--language", "pl") == FINE
    assert "content/events/tabara-de-lectura/index.pl.md" in capsys.readouterr().out
    assert run(root, INBOX / "page.ro.html", "--type", "letter") == MISUSED
    assert run(root, INBOX / "page.ro.html", "--language", "de") == MISUSED
    assert run(root, tmp := root / "none.txt") == MISUSED
    assert not tmp.exists()


def test_lei_are_not_guessed() -> None:
    text = "Proiectul „Cărți” este finanțat din Fondul Social European. Valoarea totală este de 1.335.589,92 lei."
    proposal = propose("a.txt", text)
    assert "  total:\n    amount: 1335589.92\n    currency:\n    as_written: 1.335.589,92 lei\n" in front(proposal)
    assert "currency" in told(proposal)
    assert "currency: MDL" in front(propose("a.txt", f"{text} Sumele sunt în lei moldovenești (MDL)."))


def test_what_is_to_be_done_by_a_day_is_that_item_of_a_list() -> None:
    head = "Nr. 5/01.02.2025\n\nCătre: Școli\n\nReferitor: Înscrieri\n\n"
    items = "- înscrierea echipelor: până la 10 februarie 2025, ora 16:00;\n- premierea: 5 martie 2025."
    expected = 'what: "înscrierea echipelor: până la 10 februarie 2025, ora 16:00"\n  by: 2025-02-10 16:00\n'
    assert expected in front(propose("a.txt", f"{head}Calendarul este:\n\n{items}\n"))


def test_of_several_deadlines_none_is_taken() -> None:
    head = "Nr. 5/01.02.2025\n\nCătre: Școli\n\nReferitor: Înscrieri\n\n"
    text = "Cererile se depun până la data de 10.02.2025, iar în școli până la 12 februarie 2025."
    proposal = propose("a.txt", head + text)
    assert "several" in told(proposal)
    assert "action_required" not in front(proposal)


def test_amounts_that_may_be_another_part_are_only_told() -> None:
    text = "Projekt „Książki” jest współfinansowany z Europejskiego Funduszu Społecznego. "
    for sentence in ("Wartość dofinansowania: 5 000,00 zł.", "Dofinansowanie z Funduszu Rozwoju: 5 000,00 zł."):
        proposal = propose("a.txt", text + sentence)
        assert proposal.folder == "projects"
        assert "amount: 5000" not in front(proposal)
        assert [one.arguments["text"] for one in proposal.findings if one.code == "amount"] == ["5 000,00 zł"]


def test_an_agreement_of_two_dates_is_signed_on_neither() -> None:
    text = (
        "Acordul de cooperare a fost semnat la 5 mai 2025. Acordul de colaborare, semnat la 6 mai 2025, este al școlii."
    )
    proposal = propose("a.txt", text)
    assert "several" in told(proposal)
    assert "signed" not in front(proposal)


def test_a_sentence_is_no_subject() -> None:
    proposal = propose("a.txt", "Nr. 5/05.05.2025\n\nCătre: Școli\n\nReferitor la cererea din mai, răspunsul este da.")
    assert "\nsubject:\n" in front(proposal)
    assert "Referitor la cererea din mai" in body(proposal)


@pytest.mark.parametrize(
    ("line", "number", "date"),
    [
        ("Nr. 12/A/05.05.2025", "12/A", "2025-05-05"),
        ("Nr. 14/11 din 23.11.2021", "14/11", "2021-11-23"),
        ("**Nr. înreg.: 803 / 4 martie 2024**", "803", "2024-03-04"),
        ("Nr. 18-06-25 din data de 10 iunie 2015", "18-06-25", "2015-06-10"),
        ("Număr de înregistrare: 5512/07.01.2025", "5512", "2025-01-07"),
        ("Znak: WO.P.0712-4/10 z dnia 19 kwietnia 2010 r.", "WO.P.0712-4/10", "2010-04-19"),
        ("Nr 7/2025\n\nWzorowo, 2 stycznia 2025 r.", "7/2025", "2025-01-02"),
    ],
)
def test_registrations(line: str, number: str, date: str) -> None:
    polish = line.startswith(("Znak", "Nr 7"))
    rest = "Dotyczy: konkursu\n\nDo: szkół, które są w gminie" if polish else "Către: Școli\n\nReferitor: Înscrieri"
    proposal = propose("a.txt", f"{line}\n\n{rest}\n")
    assert f"\nregistration:\n  number: {number}\n  date: {date}\n" in front(proposal)


def test_a_letterhead_is_no_title() -> None:
    head = "**Inspectoratul Școlar Poiana**\n\nNr. 5/05.05.2025\n\nCătre: Școlile din județ"
    proposal = propose("a.txt", f"{head}\n\nVă invităm la ședința de luni.")
    assert "title-missing" in told(proposal)
    assert body(proposal).startswith("\n**Inspectoratul Școlar Poiana**\n")


@pytest.mark.parametrize(
    ("text", "folder", "stated"),
    [
        ("Zarządzenie Nr 18/2025\n\nw sprawie organizacji roku, który się zaczyna.", "decisions", "number: 18/2025"),
        (
            "Anunț privind concursul pentru ocuparea postului de secretar\n\n"
            "Dosarele se depun la școală, în str. Lungă, până la data de 27.01.2027, ora 17:00.",
            "vacancies",
            "deadline: 2027-01-27 17:00",
        ),
        ("Apel de proiecte\n\nCererile se depun până la 5 mai 2027, la sediul din oraș.", "calls", "deadline:\n"),
        (
            "# Misja szkoły\n\nSzkoła jest dla uczniów i ich rodziców, którzy się w niej uczą.",
            "mission-statements",
            "title",
        ),
        (
            "Pogoda\n\nBędzie padać, ale nie w szkole, która jest pod dachem, gdzie jest ciepło i sucho.",
            "news",
            "title: Pogoda",
        ),
    ],
)
def test_types(text: str, folder: str, stated: str) -> None:
    proposal = propose("a.txt", text)
    assert proposal.folder == folder
    assert stated in front(proposal)
    assert told(proposal) & {"type", "type-guess"} == {"type-guess" if folder == "news" else "type"}


def test_without_the_libraries_one_line_says_what_to_install(root: Path) -> None:
    code = f"""
import sys
sys.modules["pypandoc"] = None  # as where it is not installed
from sitegen.cli import main
sys.exit(main(["import", {str(INBOX)!r}, "--source", {str(root)!r}, "--ui-language", "en"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == MISUSED
    assert done.stderr.split("\n") == [
        'Error: Importing needs more libraries: pip install "sitegen-bulletin[import]"',
        "",
    ]


@pytest.mark.parametrize("html", ["<div>" * 20_000 + "x", "<blockquote>" * 2_000 + "x"])
def test_what_is_nested_too_deeply_is_refused(html: str) -> None:
    assert refusal("a.html", html.encode()) == "broken"


# --- the five texts that the system exists for ------------------------------------------------------------------------

FACTS = {
    "000": [
        *("number: 1921", "date: 2021-03-19", "as_written: Nr. 1921/19.03.2021", "name: Pășcan Sabin-Gavril"),
        *("- Unitățile de învățământ preuniversitar", "attention: doamnei/domnului director"),
        *("academic_title: prof. drd.", "role: INSPECTOR ȘCOLAR GENERAL", "name: Ancuța-Loredana PAȘCAN"),
        "subject: Proiectul „Competență, inovare și profesionalism în educație” (CIPE)",
        "email: cristina.grigore@romaeducationfund.ro",
    ],
    "001": [
        *("title: Semnarea Acordului de cooperare între", "name: Acord de cooperare", "signed: 2022-01-18"),
        *("term: indefinite", "number: 14/11", "date: 2021-11-23", "act: Decizia Consiliului municipal Bălți"),
        *("- învățământ", "- cultură, patrimoniu, istorie", "- incluziune educațională și socială"),
    ],
    "002": [
        *("title: Realizacja projektu „Rozwijanie", "amount: 1335589.92", "amount: 1125635.18", "currency: PLN"),
        *("as_written: 1 335 589,92 zł", "programme: POWER 2014-2020", "fund: Europejski Fundusz Społeczny"),
        "name: Rozwijanie kompetencji kluczowych uczniów - szkolenia i doradztwo dla JST",
    ],
    "003": ["title:\n", "name: Certificatul de Școală eTwinning\n", "granted_by:\n"],
    "004": ["title: Misiune\n"],
}
WARNED = {
    "000": {"open"},
    "001": {"cut", "letters", "open"},
    "002": {"open"},
    "003": {"title-missing", "unmatched", "passage", "merged", "heading"},
    "004": {"spaced", "title-last", "glued", "hyphen-kept", "joined", "invisible"},
}
TYPES = {"000": "circulars", "001": "news", "002": "projects", "003": "awards", "004": "mission-statements"}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five texts are not here")
@pytest.mark.parametrize("number", FACTS)
def test_the_five_texts(number: str) -> None:
    (file,) = SEEDS.glob(f"{number}_*.txt")
    proposal = propose(file.name, file.read_bytes())
    assert proposal.folder == TYPES[number]
    assert [fact for fact in FACTS[number] if fact not in f"{front(proposal)}\n"] == []
    assert WARNED[number] <= told(proposal)
    assert lost(file.read_text("utf-8"), proposal) == Counter()


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five texts are not here")
def test_the_mission_is_in_paragraphs() -> None:
    (file,) = SEEDS.glob("004_*.txt")
    written = body(propose(file.name, file.read_bytes()))
    assert "planificându-și activitățile eTwinning" in written
    assert len(re.findall(r"^## ", written, re.MULTILINE)) == 5
    assert "\n## Școlile eTwinning sunt organizații de învățare incluzive și novatoare\n" in written
    assert len(written.strip().split("\n\n")) == 5 + 5 + 3
