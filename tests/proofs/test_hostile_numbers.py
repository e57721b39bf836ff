"""Hostile numbers: whatever digits stand in a text or a field, they are read, or told, and never raise."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import sites
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.disk import load
from sitegen.model import Field
from sitegen.model.diagnostics import Place
from sitegen.model.sites import Theme
from sitegen.read import theme
from sitegen.read.attachments import contents
from sitegen.read.kinds.leaves import LEAVES
from sitegen.read.prose.facts import facts, implied
from sitegen.tools import importing

SIGNS = [
    "1",
    "0",
    "٣",
    "²",
    "½",
    "Ⅳ",
    "①",
    "𝟗",
    "M",
    " ",
    "\u00a0",
    ".",
    ",",
    "/",
    "-",
    ":",
    "+",
    "e9",
    "E-9",
    "nan",
    "inf",
]
WORDS = [" mld lei", " mii zł", " %", " euro", "ora ", "tel. ", "Nr. ", " martie ", " sierpnia ", "PLN ", "\n"]
RUNS = st.builds(lambda sign, times: sign * times, st.sampled_from(SIGNS), st.integers(1, 5_000))
NUMBERS = st.lists(st.one_of(st.sampled_from(SIGNS + WORDS), RUNS), max_size=8).map("".join)


@settings(deadline=None)
@given(NUMBERS, st.sampled_from(["ro", "pl", "en", "hu"]))
def test_any_number_in_a_text_is_read(text: str, lang: str) -> None:
    for fact in facts(text, lang):
        assert text.startswith(fact.written, fact.at) or fact.kind in ("date", "link")
        assert len(fact.value) < len(text) + 60
    implied(text, lang)


@settings(deadline=None)
@given(NUMBERS, st.sampled_from(sorted(LEAVES)))
def test_any_number_in_a_field_is_read_or_told(text: str, kind: str) -> None:
    LEAVES[kind](text, Place("x"), Field("x", kind))


@cache
def design() -> Theme:
    return theme.read(load.design(Path("nowhere")))[0]


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_any_number_in_a_translation_is_compared(original: str, translated: str) -> None:
    files = {
        "content/news/one/index.ro.md": sites.news("Una", "", original).encode(),
        "content/news/one/index.en.md": sites.translation("One", "", translated).encode(),
    }
    sites.read(files, design())


@pytest.mark.parametrize("number", ["1" * 1_000_001, "1" * 999 + " mld", "0" * 41 + ",5 lei"])
def test_more_digits_than_a_number_has_are_none(number: str) -> None:
    assert facts(f"Sunt {number} aici.", "ro") == []


@pytest.mark.parametrize(
    ("number", "value"), [("1" * 40, "1" * 40), ("9" * 29 + "1,5 mld lei", "9" * 29 + "1500000000 lei")]
)
def test_long_numbers_are_not_rounded(number: str, value: str) -> None:
    assert [fact.value for fact in facts(f"Sunt {number} aici.", "ro")] == [value]


@pytest.mark.skipif(not importing.available(), reason="the extra import is not installed")
@pytest.mark.parametrize("number", ["9" * 40 + " lei", "9" * 30 + ",55 mld lei", "1" * 5_000 + " euro", "0" * 39])
def test_any_amount_is_imported(number: str) -> None:
    basis = importing.Basis(design().types, ("ro", "pl", "en"), {}, "2026-11-21", "ro", "")
    text = f"Proiectul Satul\n\nValoarea totală a proiectului este de {number}, din care {number} cofinanțare.\n"
    assert importing.propose("a.txt", text.encode(), basis).text


def test_an_office_file_names_a_sign_by_a_number_without_end() -> None:
    told = contents.read("one.docx", sites.docx(f"&#{'9' * 5000}; 12"))
    assert [code for code, _found in told] == []


def test_a_link_names_a_sign_by_a_number_without_end(tmp_path: Path) -> None:
    body = f"[x](&#{'9' * 5000};)\n"
    sites.build(sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una", "", body)}))
