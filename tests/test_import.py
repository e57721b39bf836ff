"""`sitegen import`: what is extracted and what is told of; nothing is lost silently, written over or guessed.

The texts in tests/inbox/ are invented, and have the shape of real ones: circulars, scraped pages, text layers of PDFs.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pypandoc
import pytest
import sites
import tools
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen import importing, load, theme
from sitegen.cli import FINE, MISTAKES, MISUSED, main
from sitegen.importing.values import SAID
from sitegen.parse import parse
from sitegen.sources import Source
from sitegen.text import nfc

INBOX = Path(__file__).parent / "inbox"
SEEDS = tools.ROOT.parent / "shared" / "seeds"
SITE = sites.SITE.replace("[ro, en]", "[ro, pl, en]").replace("title: {", "title: {pl: Biuletyn, ")
ORGANISATIONS = "isj-poiana: {ro: Inspectoratul Școlar Poiana, pl: Inspektorat, en: Inspectorate}\n"
DAY = "2026-11-22"


@cache
def ground(language: str = "", kind: str = "") -> importing.Ground:
    design = theme.read(load.design(tools.ROOT))[0]
    organisations = {"isj-poiana": ("Inspectoratul Școlar Poiana",)}
    return importing.Ground(design.types, ("ro", "pl", "en"), organisations, DAY, language, kind)


def propose(name: str, data: bytes | str) -> importing.Proposal:
    return importing.propose(name, data if isinstance(data, bytes) else data.encode(), ground())


def proposed(name: str) -> importing.Proposal:
    return propose(name, (INBOX / name).read_bytes())


def front(proposal: importing.Proposal) -> str:
    return proposal.text.partition("\n---\n")[0]


def body(proposal: importing.Proposal) -> str:
    return proposal.text.partition("\n---\n")[2]


def told(proposal: importing.Proposal) -> set[str]:
    return {one.code for one in proposal.found}


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(importing.RefusedError) as problem:
        propose(name, data)
    return problem.value.finding.code


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", nfc(text)))


UNSEEN = {char for char in map(chr, range(0x110000)) if unicodedata.category(char) in ("Cc", "Cf", "Cn", "Cs")}
BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1f\x85]")


def lost(source: str, proposal: importing.Proposal) -> Counter[str]:
    """Give the words of a text that are neither in its proposal nor in what is told of it."""
    seen = "".join(char for char in BREAKS.sub(" ", source) if char not in UNSEEN)
    reported = " ".join(text for one in proposal.found for text in one.arguments.values())
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
    cut = [one.arguments["text"] for one in proposal.found if one.code == "cut"]
    assert cut == [
        *("09:00 - 16:00", "strada Teilor, 12", "LINIA DE INFORMARE (0299) 1-22-33", "//", "Comentariu0"),
        *("Last updated: martie 11, 2024 at 10:05 am", "Lasă un Răspuns"),
    ]
    (repaired,) = [one for one in proposal.found if one.code == "letters"]
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
    assert "1 235 zł" not in front(proposal)
    (missing,) = [one.arguments["keys"] for one in proposal.found if one.code == "open"]
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
    cut = " ".join(one.arguments["text"] for one in proposal.found if one.code == "cut")
    assert cut == "Acasă Noutăți Acasă » Noutăți Lasă un comentariu © Școala Model"


@pytest.mark.parametrize("name", sorted(path.name for path in INBOX.glob("*.txt")))
def test_no_word_is_lost(name: str) -> None:
    assert lost((INBOX / name).read_text("utf-8"), proposed(name)) == Counter()


# --- letters ----------------------------------------------------------------------------------------------------------

SENTENCE = "Școala își așteaptă elevii și părinții la sărbătoarea de la sfârșitul anului, în curte, pentru că va fi cald."
POLISH = "Szkoła zaprasza uczniów i rodziców na uroczystość, która odbędzie się w sali, ponieważ będzie chłodno i wietrznie."


@pytest.mark.parametrize("encoding", ["cp1250", "cp1252"])
def test_text_that_was_decoded_twice(encoding: str) -> None:
    garbled = SENTENCE.replace("ș", "ş").replace("ț", "ţ").replace("Ș", "S").encode("utf-8").decode(encoding, "ignore")
    source = SENTENCE.replace("Ș", "S").replace("ș", "ş").replace("ț", "ţ")
    try:
        garbled = source.encode("utf-8").decode(encoding)
    except UnicodeDecodeError:
        pytest.skip("this encoding has no letter for one of the bytes")
    proposal = propose("a.txt", garbled)
    assert SENTENCE.replace("Ș", "S") in body(proposal)
    assert "letters" in told(proposal)


@pytest.mark.parametrize(("text", "encoding"), [(POLISH, "cp1250"), (POLISH, "iso8859-2"), (POLISH, "utf-16")])
def test_text_in_another_encoding(text: str, encoding: str) -> None:
    proposal = propose("a.txt", text.encode(encoding))
    assert text in body(proposal)
    assert "encoding" in told(proposal)


def test_letters_that_can_be_repaired() -> None:
    written = "Ofi\u00adciul a\u0306 \ufb01xat ca\u0302nd\u200b şi  cum se ţine ºedinþa, pentru că așa este bine și frumos."
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
    proposal = propose("a.txt", "Scoala isi asteapta elevii si parintii la sarbatoare, in curte, la ora zece, pentru premii.")
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
