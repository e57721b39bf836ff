"""The same few diagnostics in every voice."""

from __future__ import annotations

import json
from collections import defaultdict

from markdown_it import MarkdownIt

from sitegen.language import voices
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import Diagnostic, Place

ENGLISH = Catalogue("en", "n != 1", {})
FOUND = [
    Diagnostic(Place("content/a,b.ro.md", 2, 8), "yaml-colon", {}, 'title: "Referitor: 100%"'),
    Diagnostic(Place("content/x.ro.md", 9, 1), "text-borrowed", {"key": "summary"}),
]


def lines(path: str) -> list[str]:
    return ["---", "title: Referitor: 100%"] if path == "content/a,b.ro.md" else []


def test_text() -> None:
    assert voices.text(FOUND, ENGLISH, lines) == (
        "content/a,b.ro.md:2:8: error[yaml-colon]: A colon inside an unquoted value.\n"
        "  title: Referitor: 100%\n"
        "         ^\n"
        "  Put the value in quotes.\n"
        '    title: "Referitor: 100%"\n'
        "content/x.ro.md:9:1: warning[text-borrowed]: summary is not translated.\n"
        "  It is shown in the language of the original until it is.\n"
    )


def test_github() -> None:
    assert voices.github(FOUND, ENGLISH, lines) == (
        "::error file=content/a%2Cb.ro.md,line=2,col=8,title=yaml-colon::A colon inside an unquoted value.%0A"
        'Put the value in quotes.%0Atitle: "Referitor: 100%25"\n'
        "::warning file=content/x.ro.md,line=9,col=1,title=text-borrowed::summary is not translated.%0A"
        "It is shown in the language of the original until it is.\n"
    )


def test_gitlab() -> None:
    first, second = json.loads(voices.gitlab(FOUND, ENGLISH, lines))
    assert first["location"] == {"path": "content/a,b.ro.md", "lines": {"begin": 2}}
    assert [first["severity"], second["severity"]] == ["blocker", "minor"]
    assert [first["check_name"], second["check_name"]] == ["yaml-colon", "text-borrowed"]
    assert first["fingerprint"] != second["fingerprint"]
    assert "A colon inside" in first["description"]


def test_sarif() -> None:
    whole = json.loads(voices.sarif(FOUND, ENGLISH, lines))
    (run,) = whole["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert (whole["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == ["yaml-colon", "text-borrowed"]
    assert [one["level"] for one in run["results"]] == ["error", "warning"]
    assert rules[0]["shortDescription"]["text"] == "… is not translated."
    physical = run["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "content/a%2Cb.ro.md"}
    assert physical["region"] == {"startLine": 2, "startColumn": 8}
    assert run["results"][0]["message"]["text"].endswith('\ntitle: "Referitor: 100%"')


def test_summary() -> None:
    assert voices.summary(FOUND, ENGLISH, lines) == (
        "# 1 error, 1 warning\n"
        "\n"
        "## content/a,b.ro.md\n"
        "\n"
        "* **error, line 2:** A colon inside an unquoted value. Put the value in quotes.\n"
        "\n"
        "  There it says:\n"
        "\n"
        "  ```\n"
        "  title: Referitor: 100%\n"
        "  ```\n"
        "\n"
        "  Write instead:\n"
        "\n"
        "  ```\n"
        '  title: "Referitor: 100%"\n'
        "  ```\n"
        "\n"
        "## content/x.ro.md\n"
        "\n"
        "* **warning, line 9:** summary is not translated. It is shown in the language of the original until it is.\n"
    )
    assert voices.summary([], ENGLISH, lines) == "There is nothing to mend.\n"


def test_a_source_line_steers_neither_the_summary_nor_who_reads_it() -> None:
    hostile = "title: ``` <img src=x> \u202e[a](https://example.org) | *b*"
    found = [Diagnostic(Place("content/*a*.ro.md", 1, 1), "key-unknown", {"key": "<b>", "known": "[x](y)"})]
    html = MarkdownIt("commonmark").render(voices.summary(found, ENGLISH, lambda _path: [hostile]))
    assert html.count("<code") == 1
    assert "<img" not in html
    assert "<a " not in html
    assert "<b>" not in html
    assert "\u202e" not in html
    assert "<em>" not in html


def test_json() -> None:
    first, second = json.loads(voices.as_json(FOUND, ENGLISH, lines))
    assert (first["path"], first["line"], first["column"], first["severity"]) == ("content/a,b.ro.md", 2, 8, "error")
    assert first["repair"] == 'title: "Referitor: 100%"'
    assert second["message"] == "summary is not translated."


def test_no_persons_number_is_shown_in_any_voice() -> None:
    """Logs of builds are public. What stands beside a number keeps its column; a repair that holds one is left out."""
    line = "Şcoala, CNP 5120301120005, RO49 AAAA 1B31 0075 9384 0000, PESEL 12230112004, CI seria KX nr. 123456"
    found = [
        Diagnostic(Place("x.ro.md", 1, 1), "letter-cedilla", {"value": "Ş"}, line.replace("Ş", "Ș")),
        Diagnostic(Place("x.ro.md", 1, 13), "personal-number"),
        Diagnostic(Place("x.ro.md", 1, 1), "fact-lacking", defaultdict(lambda: "CNP 5120301120005")),
    ]
    voiced = [*voices.VOICES.values(), voices.summary]
    assert len(voiced) > 5
    for voice in voiced:
        told = voice(found, ENGLISH, lambda _path: [line])
        for number in ("5120301120005", "AAAA 1B31 0075", "12230112004", "123456"):
            assert number not in told, voice
    text = voices.text(found[1:2], ENGLISH, lambda _path: [line]).split("\n")
    assert text[1].startswith("  Şcoala, CNP 5••••••••••05, RO4• AAAA •B•• ")
    assert len(text[1]) == 2 + len(line)
    assert text[2].index("^") == text[1].index("5•")
