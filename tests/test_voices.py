"""The same few diagnostics in every voice."""

from __future__ import annotations

import json

from sitegen import voices
from sitegen.catalogues import Catalogue
from sitegen.diagnostics import Diagnostic, Place

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


def test_json() -> None:
    first, second = json.loads(voices.as_json(FOUND, ENGLISH, lines))
    assert (first["path"], first["line"], first["column"], first["severity"]) == ("content/a,b.ro.md", 2, 8, "error")
    assert first["repair"] == 'title: "Referitor: 100%"'
    assert second["message"] == "summary is not translated."
