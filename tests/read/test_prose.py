"""What the words of a file say: personal data, letters, links, dates, languages. Figures are measured, and stated."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sites
from hypothesis import given
from hypothesis import strategies as st

from sitegen.language import personal
from sitegen.model.diagnostics import RULES, Diagnostic
from sitegen.read import prose

ROOT = Path(__file__).parents[2]
REAL = sorted([*ROOT.glob("content/**/*.md"), *ROOT.glob("tests/sites/samples/content/**/*.md")])


def told(body: str, lang: str = "ro", summary: str = "x") -> list[Diagnostic]:
    """Tell what is wrong in a body."""
    return prose.problems(f"content/news/x.{lang}.md", f"---\nsummary: {summary}\n---\n{body}", lang, 4)


def codes(body: str, lang: str = "ro") -> list[str]:
    return [problem.code for problem in told(body, lang)]


# --- personal data ----------------------------------------------------------------------------------------------------

NUMBERS = 20_000


def rates(digits: int, around: str) -> Iterator[tuple[str, float]]:
    """Give how many of random numbers in a sentence are told of, by code, in percent."""
    chance = random.Random(2026)  # noqa: S311  (no secret)
    text = "\n".join(around.format("".join(chance.choices("0123456789", k=digits))) for _ in range(NUMBERS))
    found = Counter(one.code for one in personal.seen(text))
    yield from ((code, round(100 * count / NUMBERS, 2)) for code, count in sorted(found.items()))


@pytest.mark.parametrize(
    ("digits", "around", "expected"),
    [
        (6, "Nr. {}", {}),
        (8, "NIP sau CUI {}", {}),
        (10, "NIP {}", {}),
        (11, "Nr {}", {"personal-number-likely": 0.45}),
        (11, "PESEL {}", {"personal-number": 0.45}),
        (13, "Cod {}", {"personal-number": 0.14}),
        (13, "IDNO {}", {}),
        (13, "IDNP {}", {"personal-number": 1.2}),
        (14, "REGON {}", {}),
        (16, "Nr. {}", {}),
        (26, "Nr {}", {"personal-iban": 1.16}),
    ],
)
def test_a_random_number_cries_no_wolf(digits: int, around: str, expected: dict[str, float]) -> None:
    assert dict(rates(digits, around)) == expected


def test_the_real_content_and_the_samples_are_quiet() -> None:
    """No code of this room is told on 51 files in three languages: 0 false alarms."""
    found = [
        (path.name, problem.code)
        for path in REAL
        for text in [path.read_text("utf-8")]
        for problem in prose.problems(
            path.name, text, path.name.split(".")[-2], text.count("\n", 0, text.find("\n---")) + 3
        )
    ]
    assert len(REAL) == 51
    assert found == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Elevul are CNP 5120301120005.", "personal-number"),
        ("CNP: 5 120301 120005", "personal-number"),
        ("cod 5120301120006", ""),
        ("ISBN 9786069223451 și 978-606-92234-5-1", ""),
        ("[evenimentul](https://example.org/events/5120301120005)", ""),
        ("PESEL: 12230112004", "personal-number"),
        ("Jan Przykładny, 12230112004", "personal-number"),
        ("nr 12230112004", "personal-number-likely"),
        ("tel. +12230112004", ""),
        ("IDNP 2004001010000", "personal-number"),
        ("2004001010000", ""),
        ("IDNO 1002600040104", ""),
        ("RO49 AAAA 1B31 0075 9384 0000", "personal-iban"),
        ("61 1090 1014 0000 0712 1981 2874", "personal-iban"),
        ("RO48 AAAA 1B31 0075 9384 0000", ""),
        ("CI seria KX nr. 123456", "personal-card"),
        ("dowód osobisty seria i numer ABC 123456", "personal-card"),
        ("lista se depune cu copie de pe cartea de identitate", ""),
        ("născută la data de 12.03.2009", "personal-birth"),
        ("ur. 12 marca 2009", "personal-birth"),
        ("born on 12 March 2009", "personal-birth"),
        ("Mihai Eminescu s-a născut la 15 ianuarie 1850", ""),
        ("data nașterii: ............", ""),
        ("domiciliat în Cluj-Napoca, str. Lungă nr. 7", "personal-address"),
        ("zamieszkała w Łasinie przy ul. Długiej 7", "personal-address"),
        ("elevii domiciliați în comuna Florești", ""),
        ("cu sediul în Cluj-Napoca, str. Lungă nr. 7", ""),
        ("Elevul Ion Model are certificat de orientare", "personal-health"),
        ("uczeń Jan Wzór ma orzeczenie o potrzebie kształcenia", "personal-health"),
        ("elevii cu CES și certificat de orientare", ""),
        ("ion.model@yahoo.com", "personal-mail"),
        ("jan.wzor@wp.pl", "personal-mail"),
        ("scoala.nr5@yahoo.com, sekretariat.sp3@wp.pl", ""),
        ("ion.model@isjcj.ro", ""),
        ("| Elev | Nota |\n|--|--|\n| Ana Model | 9,50 |\n| Ion Model | 8 |", "personal-marks"),
        ("| Uczeń | Wynik |\n|--|--|\n| Ewa Wzór | przyjęta |\n| Jan Wzór | nieprzyjęty |", "personal-marks"),
        ("| Școala | Media |\n|--|--|\n| Liceul Avram Iancu | 9,50 |\n| Școala Ion Agârbiceanu | 8 |", ""),
        ("| Cod | Nota |\n|--|--|\n| A17 | 9,50 |\n| B03 | 8 |", ""),
    ],
)
def test_personal_data_are_told_by_their_context(text: str, code: str) -> None:
    assert codes(text) == ([code] if code else [])


def test_the_front_matter_is_read_as_it_is_written() -> None:
    """YAML would make 02070703627 an octal number (domain: PyYAML 1.1)."""
    (problem,) = told("", "pl", "PESEL 02070803628")
    assert (problem.code, problem.place.line) == ("personal-number", 2)


EXCUSE = "privacy: [{{code: {}, reason: {}}}]\n"


@pytest.mark.parametrize(
    ("privacy", "expected"),
    [
        ("", ["personal-number"]),
        (EXCUSE.format("personal-number", "Exemplu inventat"), []),
        (EXCUSE.format("personal-iban", "Contul școlii"), ["personal-number"]),
        (EXCUSE.format("personal-number", "null"), ["null-refused", "personal-number"]),
        (EXCUSE.format("personal-number", "''"), ["field-missing", "null-refused", "personal-number"]),
        ("privacy: [{code: personal-number}]\n", ["field-missing", "personal-number"]),
        ("privacy: [{code: date-invalid, reason: x}]\n", ["choice-unknown", "personal-number"]),
    ],
)
def test_an_exception_needs_a_reason_and_is_shown_to_no_reader(
    privacy: str, expected: list[str], tmp_path: Path
) -> None:
    files = {
        "content/news/one.ro.md": sites.news("Una", privacy, "Text."),
        "content/news/one.en.md": sites.translation("One", "", "The CNP 5120301120005."),
    }
    root = sites.make(tmp_path, files)
    assert sorted(sites.codes(sites.build(root))) == expected
    if not expected:
        assert not any("inventat" in data.decode("utf-8", "replace") for data in sites.tree(root / "public").values())


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang", "code"),
    [
        ("luni, 21 ianuarie 2022", "ro", "date-weekday"),
        ("vineri, 21 ianuarie 2022; sâmbătă (22.01.2022)", "ro", ""),
        ("5 luni, 21 ianuarie 2022", "ro", ""),
        ("w dniu 21 stycznia 2022 r. (czwartek)", "pl", "date-weekday"),
        ("w piątek, 21 stycznia 2022 r.", "pl", ""),
        ("Monday 21 January 2022", "en", "date-weekday"),
        ("luni – vineri, 17 – 21 ianuarie 2022", "ro", ""),
        ("31 kwietnia 2022 r.", "pl", "date-impossible"),
        ("29.02.2023", "ro", "date-impossible"),
        ("Versiunea 4.13.2", "ro", ""),
        ("[Kliknij tutaj](https://example.org/x)", "pl", "link-words"),
        ("[https://example.org/x](https://example.org/x)", "en", "link-words"),
        ("<https://example.org/x>", "en", "link-words"),
        ("[regulamentul](https://example.org/x) și [www.edu.ro](https://www.edu.ro)", "ro", ""),
        ("Vedeți https://example.org/x.", "ro", "link-bare"),
        ("[x]: https://example.org/x", "ro", ""),
        ("`https://example.org/x`", "ro", ""),
        ("Floreşti", "ro", "letter-cedilla"),
        ("İstanbul şehri", "tr", ""),
        ("::: {lang=tr}\nşehir\n:::", "ro", ""),
        ("São Paulo", "ro", ""),
        ("bunã ziua", "ro", "letter-lookalike"),
        ("szko³a", "pl", "letter-lookalike"),
        ("Сluj", "en", "letter-lookalike"),
        ("Сибиу și Москва", "ro", ""),
        ("stabile╚Öte", "ro", "letter-encoding"),
        ("SzkoÅ‚a", "pl", "letter-encoding"),
        ("na\ufffdterii", "ro", "letter-lost"),
        ("Vine? Da.", "ro", ""),
        ("“Școala”", "ro", "quotes-foreign"),
        ("“School” and “class”", "en", ""),
        (
            "The camp is for pupils who have been in the mountains and for all of their teachers.",
            "ro",
            "language-foreign",
        ),
        ("Grupa „Join the group and the teachers of this school that have been here”", "pl", ""),
        ("::: {lang=en}\nThe camp is for pupils who have been here and for all of their teachers.\n:::", "ro", ""),
    ],
)
def test_words_are_told(text: str, lang: str, code: str) -> None:
    assert codes(text, lang) == ([code] if code else [])


@given(
    st.text(max_size=400) | st.text("0123456789 .-/|[](){}:şţÃ„”?,\n", max_size=200),
    st.sampled_from(["ro", "pl", "en", "uk", ""]),
)
def test_any_text_is_read(text: str, lang: str) -> None:
    for problem in prose.problems("content/news/x.ro.md", text, lang, 1):
        rule = RULES[problem.code]
        assert rule.message.format(**problem.arguments)
        assert rule.advice.format(**problem.arguments)
        assert 1 <= problem.place.line <= text.count("\n") + 1
    for fact in prose.facts(text, lang):
        assert 0 <= fact.at <= len(text)
    assert prose.implied(text, lang) is not None


LONG = {
    "Ă": "",
    "::: {lang=en}\n": "",
    "12.03.2026\n\n": "",
    "12.03.2026 ": "",
    '](a "': "",
    "5-": "",
    "A-": "",
    "x 1 ": "",
    "www.a ": "link-bare",
    "aа": "letter-lookalike",
    "Я1a": "letter-lookalike",
    "Ã": "letter-lookalike",
    "Luni 12.03.2026\n\n": "date-weekday",
}
"""What a long text is made of, and what is told of it."""


@pytest.mark.parametrize("part", LONG)
def test_any_long_text_is_read_once(part: str) -> None:
    """Nothing here goes over a text again and again: what does would take minutes of this."""
    text = part * (100_000 // len(part))
    assert {one.code for one in told(text)} == {LONG[part]} - {""}
    assert all(text.startswith(one.written, one.at) for one in prose.facts(text, "ro"))
