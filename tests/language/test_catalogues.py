"""Catalogues: a `.po` in, translations and diagnostics out."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.language import catalogues
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import Diagnostic

RO = "nplurals=3; plural=(n==1 ? 0 : n==0 || (n!=1 && n%100>=1 && n%100<=19) ? 1 : 2);"
PL = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"

COUNT = """
msgid "%(num)s document"
msgid_plural "%(num)s documents"
"""


def po(body: str, plural_forms: str = RO) -> str:
    return f"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: {plural_forms}\\n"
{body}"""


def read(text: str, language: str = "ro") -> tuple[Catalogue, list[tuple[str, int]]]:
    catalogue, found = catalogues.read("ro.po", text, language)
    return catalogue, [(item.code, item.place.line) for item in found]


ROMANIAN = po(f"""{COUNT}msgstr[0] "%(num)s document"
msgstr[1] "%(num)s documente"
msgstr[2] "%(num)s de documente"
""")
POLISH = po(
    f"""{COUNT}msgstr[0] "%(num)s dokument"
msgstr[1] "%(num)s dokumenty"
msgstr[2] "%(num)s dokumentów"
""",
    PL,
)


@pytest.mark.parametrize(
    ("text", "n", "expected"),
    [
        (ROMANIAN, 0, "0 documente"),
        (ROMANIAN, 1, "1 document"),
        (ROMANIAN, 2, "2 documente"),
        (ROMANIAN, 19, "19 documente"),
        (ROMANIAN, 20, "20 de documente"),
        (ROMANIAN, 100, "100 de documente"),
        (ROMANIAN, 101, "101 documente"),
        (ROMANIAN, 121, "121 de documente"),
        (POLISH, 0, "0 dokumentów"),
        (POLISH, 1, "1 dokument"),
        (POLISH, 2, "2 dokumenty"),
        (POLISH, 5, "5 dokumentów"),
        (POLISH, 12, "12 dokumentów"),
        (POLISH, 22, "22 dokumenty"),
        (POLISH, 112, "112 dokumentów"),
    ],
)
def test_plural_forms(text: str, n: int, expected: str) -> None:
    catalogue, found = read(text)
    assert found == []
    assert catalogue.ngettext("%(num)s document", "%(num)s documents", n) % {"num": n} == expected


@pytest.mark.parametrize(("language", "n", "form"), [("ro", 20, 2), ("pl", 22, 1), ("en", 2, 1)])
def test_without_a_header_the_languages_own_rule_holds(language: str, n: int, form: int) -> None:
    forms = "".join(f'msgstr[{index}] "{index}"\n' for index in range(2 if language == "en" else 3))
    catalogue, found = read(f'msgid "one"\nmsgid_plural "many"\n{forms}', language)
    assert found == []
    assert catalogue.ngettext("one", "many", n) == str(form)


def test_contexts_are_apart() -> None:
    text = po("""
msgctxt "field"
msgid "Number"
msgstr "Număr"

msgid "Number"
msgstr "Cifră"

msgctxt "n"
msgid "one"
msgid_plural "many"
msgstr[0] "unu"
msgstr[1] "câteva"
msgstr[2] "multe"
""")
    catalogue, found = read(text)
    assert found == []
    assert catalogue.pgettext("field", "Number") == "Număr"
    assert catalogue.gettext("Number") == "Cifră"
    assert catalogue.pgettext("type", "Number") == "Number"
    assert catalogue.npgettext("n", "one", "many", 20) == "multe"


def test_a_missing_message_is_english() -> None:
    catalogue = Catalogue("ro", "n != 1", {})
    assert catalogue.gettext("Home") == "Home"
    assert catalogue.pgettext("field", "Home") == "Home"
    assert catalogue.ngettext("one", "many", 1) == "one"
    assert catalogue.npgettext("field", "one", "many", 0) == "many"


def test_pickles_and_compares_by_content() -> None:
    catalogue, _found = read(ROMANIAN)
    again = pickle.loads(pickle.dumps(catalogue))  # noqa: S301  (our own bytes)
    assert again == catalogue
    assert again.digest() == catalogue.digest()
    assert again.digest() != read(POLISH)[0].digest()
    assert again.ngettext("%(num)s document", "%(num)s documents", 20) == "%(num)s de documente"


def test_multi_line_strings_and_escapes() -> None:
    catalogue, found = read(po('\nmsgid ""\n"a \\"b\\"\\n"\n"c"\nmsgstr "„x”\\\\"\n'))
    assert found == []
    assert catalogue.gettext('a "b"\nc') == "„x”\\"


def test_obsolete_and_earlier_messages_are_passed_over() -> None:
    catalogue, found = read(
        po('\n#| msgid "old"\nmsgid "a"\nmsgstr "b"\n\n#~| msgid "x"\n#~ msgid "c"\n#~ msgstr "d"\n')
    )
    assert found == []
    assert catalogue.messages == {"a": ("b",)}


# --- what is told -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ('msgid "a"\nmsgstr ""', "message-missing"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] ""\nmsgstr[2] "z"', "message-missing"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"', "message-missing"),
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"', "message-fuzzy"),
        ('msgid "by %(name)s"\nmsgstr "de %(nume)s"', "message-placeholders"),
        ('msgid "by %(name)s"\nmsgstr "de"', "message-placeholders"),
        ('msgid "by %(name)s"\nmsgstr "de %(name)"', "message-placeholders"),
        ('msgid "half"\nmsgstr "50 %"', "message-placeholders"),
        ('msgid "{key} is unknown"\nmsgstr "{cheie} nu e cunoscută"', "message-placeholders"),
        ('msgid "{key} is unknown"\nmsgstr "{key} nu e cunoscută}"', "message-placeholders"),
        (f'{COUNT.strip()}\nmsgstr[0] "x"\nmsgstr[1] "x"\nmsgstr[2] "%(n)s"', "message-placeholders"),
        ('msgid "Skip"\nmsgstr "<img src=x onerror=alert(1)>"', "message-unsafe"),
        ('msgid "a"\nmsgstr "a & b"', "message-unsafe"),
        ('msgid "Page %(n)s"\nmsgstr "%(n)s\\"onmouseover=\\"alert(1)"', "message-unsafe"),
        (f'{COUNT.strip()}\nmsgstr[0] "x"\nmsgstr[1] "x"\nmsgstr[2] "<b>"', "message-unsafe"),
        *((f'msgid "a"\nmsgstr "b{sign}"', "message-unsafe") for sign in "\0\x1b\x9b\u2028\u202e\u2066\uffff"),
        ('msgid "a"\nmsgstr "b\\n::error::c"', "message-unsafe"),
        (
            'msgid "%(num)s of %(all)s"\nmsgid_plural "%(num)s of %(all)s"\n'
            'msgstr[0] "%(num)s din %(all)s"\nmsgstr[1] "%(num)s"\nmsgstr[2] "%(num)s din %(all)s"',
            "message-placeholders",
        ),
    ],
)
def test_a_message_that_cannot_be_used_is_told_at_its_line(entry: str, code: str) -> None:
    text = po(f"\n{entry}\n")
    catalogue, found = read(text)
    line = text.split("\n").index(entry.split("\n")[1 if entry.startswith("#") else 0]) + 1
    assert found == [(code, line)]
    assert set(catalogue.messages.values()) == {()}


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "%(a)s and %(b)s"\nmsgstr "%(b)s și %(a)s"',
        'msgid "{a} and {b}"\nmsgstr "{b} și {a}, {a}"',
        'msgid "<b> & \\"c\\""\nmsgstr "\\"c\\" & <b>"',
        'msgid "a"\nmsgstr "\u200fא\u200e"',
        'msgid "half"\nmsgstr "50 %%"',
        'msgid "One document"\nmsgid_plural "{count} documents"\n'
        'msgstr[0] "Un document"\nmsgstr[1] "{count} documente"\nmsgstr[2] "{count} de documente"',
        f'{COUNT.strip()}\nmsgstr[0] "un document"\nmsgstr[1] "%(num)s documente"\nmsgstr[2] "%(num)s de documente"',
    ],
)
def test_placeholders_may_change_places_and_a_plural_form_may_leave_the_number_out(entry: str) -> None:
    assert read(po(f"\n{entry}\n"))[1] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("This is no catalogue.", 1),
        ("\ufffdmsgid", 1),
        (po('\nmsgid "a"\nmsgstr "b\n'), 7),
        (po('\nmsgid "a"\nmsgstr "a "b" c"\n'), 7),
        (po('\nmsgid "a"\nmsgstr "\ufffd"\n'), 7),
        (po('\nmsgstr "b"\n'), 6),
        (po('\nmsgid "a"\n'), 7),
        (po('\nmsgid "a"\nmsgid "b"\nmsgstr "c"\n'), 7),
        (po('\nmsgid "a"\nmsgstr "b"\nmsgstr "c"\n'), 8),
        (po('\nmsgid "a"\n# why\nmsgstr "c"\n'), 7),
        (po('\nmsgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n'), 9),
        (po('\n<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n'), 6),
        (po('\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n', "nplurals=1; plural=0;"), 6),
        (po("", "nplurals=2; plural=n==1 ? 0 : n==2 ? 1 : 2;"), 4),
        (po("", "nplurals=2; plural=n % 0;"), 4),
        (po("", "nplurals=2; plural=__import__;"), 4),
        (po("", "nplurals=900000000; plural=0;"), 4),
        (po("").replace("UTF-8", "ISO-8859-2"), 3),
    ],
)
def test_an_invalid_catalogue_is_told_at_its_line_and_is_empty(text: str, line: int) -> None:
    catalogue, found = read(text)
    assert found == [("catalogue-invalid", line)]
    assert catalogue.messages == {}


def test_arguments_name_the_message_and_its_placeholders() -> None:
    _catalogue, found = catalogues.read("p.po", 'msgctxt "field"\nmsgid "to %(x)s"\nmsgstr "%(y)s"\n', "ro")
    assert [item.arguments for item in found] == [
        {"message": "to %(x)s", "context": "field", "expected": "%(x)s", "found": "%(y)s"}
    ]


def test_a_rule_that_fails_for_a_number_gives_english() -> None:
    catalogue, found = read(po(f'{COUNT}msgstr[0] "x"\nmsgstr[1] "y"\n', "nplurals=2; plural=0/(n-1001);"))
    assert found == []
    assert catalogue.ngettext("%(num)s document", "%(num)s documents", 1001) == "%(num)s documents"


# --- catalogues together ----------------------------------------------------------------------------------------------


def test_missing_tells_what_the_template_has_and_the_catalogue_does_not_mention() -> None:
    template = catalogues.names(
        po('\nmsgid "a"\nmsgstr ""\n\nmsgctxt "c"\nmsgid "b"\nmsgstr ""\n\nmsgid "d"\nmsgstr ""\n')
    )
    assert template == ("a", "c\x04b", "d")
    catalogue, found = read(po('\nmsgid "a"\nmsgstr ""\n\nmsgid "d"\nmsgstr "e"\n'))
    assert found == [("message-missing", 6)]
    assert [
        (item.place.path, item.place.line, item.arguments) for item in catalogues.missing(catalogue, template, "x.po")
    ] == [("x.po", 1, {"message": "b", "context": "c"})]


def test_a_sites_catalogue_lies_over_the_default_message_by_message() -> None:
    base, _found = read(po('\nmsgid "a"\nmsgstr "1"\n\nmsgid "b"\nmsgstr "2"\n'))
    site, _found = read(
        po('\nmsgid "b"\nmsgstr "3"\n\nmsgid "c"\nmsgstr "4"\n\nmsgid "a"\nmsgstr ""\n', "nplurals=1; plural=0;")
    )
    both = catalogues.over(base, site)
    assert both.messages == {"a": ("1",), "b": ("3",), "c": ("4",)}
    assert both.plural == base.plural
    assert catalogues.over(Catalogue("hu", "n != 1", {}), site) == site


# --- any text ---------------------------------------------------------------------------------------------------------

LINES = [
    'msgid "a"',
    'msgid_plural "b"',
    'msgstr "c"',
    'msgstr[0] "d"',
    'msgstr[5] "e"',
    'msgctxt "f"',
    '"g"',
    "#, fuzzy",
    "",
]
ODDS = ["#~ ", "#~|", "#: x:1 ", "#:\u2068", '"', "\\", "%(n)s", "{", "\ufeff", "\r", "\x00", "\ud800"]
PIECES = st.sampled_from([*(f"{line}\n" for line in LINES), *ODDS])
NAMES = [
    "Plural-Forms: ",
    "Language: ",
    "Content-Type: ",
    "POT-Creation-Date: ",
    "nplurals=",
    "plural=",
    "plural*=",
    "charset=",
]
VALUES = [
    "2",
    "; ",
    "n",
    "%",
    "0",
    "?",
    ":",
    "(",
    "x-",
    "\\n",
    "utf-8",
    "*=utf-8''",
    "2021-03-19 10:00",
    "+9999",
    "YEAR",
]
HEADER = st.sampled_from([*NAMES, *VALUES])
TEXTS = st.one_of(
    st.text(),
    st.lists(PIECES).map("".join),
    st.builds(
        lambda header, rest: f'msgid ""\nmsgstr "{"".join(header)}"\n\nmsgid "a"\nmsgid_plural "b"\n{"".join(rest)}',
        st.lists(HEADER),
        st.lists(PIECES),
    ),
)


@given(TEXTS)
def test_any_text_gives_a_catalogue_or_diagnostics(text: str) -> None:
    catalogue, found = catalogues.read("x.po", text, "ro")
    assert all(isinstance(item, Diagnostic) and 1 <= item.place.line <= text.count("\n") + 1 for item in found)
    for n in (0, 1, 2, 20, 1000):
        assert isinstance(catalogue.ngettext("a", "b", n), str)
