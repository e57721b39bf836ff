"""Text: what a fingerprint, a slug, an order and typography promise."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.language.alphabet import collation_key, natural_key
from sitegen.language.text import fingerprint, nearest, nfc, plain, slugify
from sitegen.language.typography import quoted, typography, unbroken

steady = settings(derandomize=True, deadline=None, max_examples=150)
prose = st.text(
    alphabet=st.sampled_from(list('aAwzix5 \n"„”“()-–[.,;%§țłĄ\u00a0')) | st.characters(exclude_categories=["Cs"])
)
tags = st.sampled_from(["ro", "pl", "en", "ro-MD", "de", ""])


def test_a_fingerprint_forgives_marks_dashes_cedillas_and_line_ends() -> None:
    assert fingerprint("Școala „Ion” – 2021") == fingerprint('  Şcoala\n"Ion"\u00a0- \t2021\n')
    assert len(fingerprint("")) == 12
    assert fingerprint("e\u0301") == fingerprint("é")
    assert fingerprint("până la 5 mai") != fingerprint("până la 6 mai")


@steady
@given(prose)
def test_a_fingerprint_is_stable_under_reflow(text: str) -> None:
    assert fingerprint(text) == fingerprint("\n".join(text.split())) == fingerprint("\u00a0\u00a0".join(text.split()))


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Łasin i Łódź – „Źdźbło”", "lasin-i-lodz-zdzblo"),
        ("ȘI învățământ, țară", "si-invatamant-tara"),
        ("a_b  c/d", "a-b-c-d"),
        ("AT&amp;T", "at-amp-t"),
        ("!!!", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


@steady
@given(st.text(max_size=50))
def test_a_slug_is_always_a_name(text: str) -> None:
    slug = slugify(text)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slugify(slug) == slug


def test_the_nearest_name() -> None:
    assert nearest("circulra", ["circular", "award"]) == "circular"
    assert nearest("AWARD", ["circular", "award"]) == "award"
    assert nearest("xyz", ["circular", "award"]) == ""
    assert nearest("", []) == ""


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("ro", "sat, scoală, Scut, stat, șah, școală, ștampilă, tară, tată, țară"),
        ("ro-MD", "Grădinița nr. 9, Grădinița nr. 46, Grădinița nr. 268"),
        ("ro", "mar, mare, măr, mâine, mâr, „mic”, mijloc"),
        ("pl", "cma, cyrk, ćma"),
        ("pl", "Lasin, lato, lód, Łasin, łaska"),
        ("pl", "zebra, zoo, źródło, żaba"),
        ("en", "cafe, café, Café, cafeteria, Łasin, zebra"),
        ("de", "Apfel, Ärger, „Birne”, Zebra"),
    ],
)
def test_alphabetical_order(language: str, ordered: str) -> None:
    words = ordered.split(", ")
    shuffled = random.Random(7).sample(words, len(words))  # noqa: S311
    assert sorted(shuffled, key=collation_key(language)) == words


def test_cedillas_sort_with_commas() -> None:
    assert sorted(["ştiri", "șah", "stat"], key=collation_key("ro")) == ["stat", "șah", "ştiri"]


def test_registration_numbers_sort_by_value() -> None:
    assert sorted(["14/11", "10", "14/9", "9", "1921"], key=natural_key) == ["9", "10", "14/9", "14/11", "1921"]


@steady
@given(st.lists(st.text(max_size=20), max_size=6), tags)
def test_any_texts_can_be_sorted(texts: list[str], language: str) -> None:
    key, backwards = collation_key(language), texts[::-1]
    assert sorted(texts, key=key) == sorted(backwards, key=key)


@pytest.mark.parametrize(
    ("lang", "written", "shown"),
    [
        ("ro", 'Proiectul "Competență" și ("alt" text)', "Proiectul „Competență” și („alt” text)"),
        ("pl-PL", '"Ala" ma "kota".', "„Ala” ma „kota”."),
        ("en", '"Yes," she said: "no"', "“Yes,” she said: “no”"),
        ("de", '"Ja" w domu', '"Ja" w domu'),
        ("ro", 'un ecran de 24 " mare', 'un ecran de 24 " mare'),
        ("pl", "a z tego w Łasinie", "a~z~tego w~Łasinie"),
        ("pl", '"A to" i\nten', "„A~to” i~ten"),
        (
            "pl",
            "nr 7, art. 5 ust. 2, § 3, 2021 r., 100 zł, 50 %, 3 maja 2021",
            "nr~7, art.~5 ust.~2, §~3, 2021~r., 100~zł, 50~%, 3~maja 2021",
        ),
        ("pl", "Kraków to miasto, klasa a-z", "Kraków to miasto, klasa a-z"),
        (
            "ro",
            "nr. 268, art. 10 alin. (2) lit. b), prof. drd. X, 50 %, 100 lei",
            "nr.~268, art.~10 alin.~(2) lit.~b), prof.~drd.~X, 50~%, 100~lei",
        ),
        ("ro", "w x a z", "w x a z"),
    ],
)
def test_typography(lang: str, written: str, shown: str) -> None:
    assert typography(written, lang) == shown.replace("~", "\u00a0")


def test_what_stands_before_decides_on_a_mark() -> None:
    assert typography('" și', "ro", before="e") == "” și"
    assert typography('"și', "ro", before=" ") == "„și"
    assert typography(" tego", "pl", before="w") == " tego"
    assert typography(" zł", "pl", before="5") == "\u00a0zł"


@steady
@given(prose, tags, st.sampled_from(["", " ", "a", "w", "5", "(", '"', "„", "–"]))
def test_typography_is_idempotent_and_changes_only_quotes_and_spaces(text: str, lang: str, before: str) -> None:
    shown = typography(text, lang, before)
    assert typography(shown, lang, before) == shown
    assert len(shown) == len(text)
    for old, new in zip(text, shown, strict=True):
        assert old == new or (old == '"' and new in "„”“") or (old in " \n" and new == "\u00a0")


@steady
@given(st.lists(st.tuples(st.sampled_from(["", " ", "a", "w", "5", "'", "–"]), prose), max_size=5), tags)
def test_texts_set_together_are_set_as_each_alone(texts: list[tuple[str, str]], lang: str) -> None:
    texts = [(before, text.replace("\3", "")) for before, text in texts]
    marked = [(before, quoted(text, lang, before)) for before, text in texts]
    assert unbroken(marked, lang) == [typography(text, lang, before) for before, text in texts]


def test_plain_text_has_no_no_break_spaces() -> None:
    assert plain("w\u00a0domu 5\u202f%") == "w domu 5 %"


@steady
@given(st.text())
def test_nfc_is_idempotent(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)


def test_groups_of_digits_stay_together_in_polish() -> None:
    assert typography("1 335 589,92 zł w 2018 500", "pl") == "1\xa0335\xa0589,92\xa0zł w\xa02018 500"
