"""The whole reader, front matter and body: any bytes give a document, or diagnostics with a place inside the file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import sites
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.disk import load
from sitegen.model import Site
from sitegen.model.diagnostics import RULES, Diagnostic
from sitegen.model.sites import Theme
from sitegen.model.sources import decode
from sitegen.read import theme

PATH = "content/circulars/letter.ro.md"

LINES = st.sampled_from(
    [
        "title: Referitor: x",
        "title: 'a",
        "title: |",
        "  text",
        "title: [a",
        "title: {a: b}",
        "published: 2026-13-40",
        "published: 2026-01-02",
        "summary: null",
        "issuer: null",
        "issuer: &x y",
        "issuer: *x",
        "issuer: !!python/none x",
        "\ttab: x",
        "registration:",
        "  number: 012",
        "  date: 21.01.2026",
        "  date: 2021-03",
        "addressees: []",
        "addressees:",
        "- a",
        "  - b: c",
        "subject: ''",
        "signatories: null",
        "title: ț\u0301",
        "<<: {a: b}",
        "? [k]",
        ": v",
        "draft: yes",
        "lang: ru",
        "slug: Ș",
        "translation: {of: ro}",
        "translation: x",
        "topics: [a, b]",
        "---",
        "...",
        "attachments:",
        "  - file: ../../etc/passwd",
        "action_required: {what: x, by: 2026-02-30}",
        "\x00",
        "\u2028",
        "legal_basis: [{as_written: x, url: 'javascript:alert(1)'}]",
        "#",
        "%YAML 1.1",
        "@",
        "`",
        "key",
        "a: b: c",
    ]
)
BODIES = st.sampled_from(
    [
        "# One",
        "## Doi",
        "#### Patru",
        "## Doi {#x}",
        "[a](b)",
        "[a](announcement:x/y#z)",
        "[a](../../../etc)",
        "![](x.png)",
        "![a](http://e.org/x.png)",
        "<script>alert(1)</script>",
        "<a href='javascript:x'>y</a>",
        "::: {lang=en}",
        ":::",
        "::: {onclick=x}",
        "- a",
        "    - b",
        "> " * 30,
        "- " * 30,
        "[" * 250,
        "![" * 250,
        "*" * 60,
        "_" * 60,
        "`" * 61,
        "<" * 60,
        "| a | b |",
        "|---|--:|",
        "| 1 | 2 |",
        "[^1]",
        "[^1]: nota",
        "*[ONU]: Org",
        "!!! note",
        "    text",
        "Termen",
        ": definiție",
        "{: .x #y }",
        "&#106;avascript:",
        '"citat"',
        "\x02",
        "\x03",
        "",
        "text",
        "\\",
        "&",
        "a\u2028b",
        "http://e.org/ț",
    ]
)


@cache
def design() -> Theme:
    return theme.read(load.design(Path("no-such-site")))[0]


def read(data: bytes, path: str = PATH) -> tuple[Site | None, list[Diagnostic]]:
    return sites.read({path: data}, design())


def holds(data: bytes) -> None:
    site, found = read(data)
    text, _problems = decode(data, PATH)
    lines = (text if text is not None else data.decode("utf-8", "replace").replace("\r\n", "\n")).split("\n")
    for problem in found:
        assert problem.code in RULES
        RULES[problem.code].message.format(**problem.arguments)
        RULES[problem.code].advice.format(**problem.arguments)
        if problem.place.path == PATH:
            assert 1 <= problem.place.line <= len(lines)
            assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
    assert (site is None) == any(problem.severity == "error" for problem in found)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.binary(max_size=300))
@example(b"\xff\xfe-\x00")
@example(b"---\n---")
@example(b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n")
def test_any_bytes(data: bytes) -> None:
    holds(data)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(LINES, max_size=12), st.lists(BODIES, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_editors_write(front: list[str], body: list[str], end: str) -> None:
    holds(end.join(["---", *front, "---", "", *body]).encode("utf-8", "surrogatepass"))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.text(max_size=200), st.text(max_size=400))
def test_any_text(front: str, body: str) -> None:
    holds(f"---\n{front}\n---\n{body}".encode("utf-8", "surrogatepass"))


def test_a_good_document_is_read() -> None:
    site, found = read(sites.news("Una").encode(), "content/news/one.ro.md")
    assert site is not None
    assert not found
    assert site.announcements["news/one"].documents["ro"].title.text == "Una"
