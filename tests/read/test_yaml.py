"""YAML with places: a text in, a tree of texts or diagnostics out, the same from libyaml and from pure Python."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.model.diagnostics import RULES
from sitegen.read.yaml import LOADERS, MAX_DEPTH, Entries, Items, Node, Scalar, compose, quoted

FAST, PURE = LOADERS[0], LOADERS[-1]

TRICKY = [
    # plain values that YAML 1.1 would turn into something else
    "a: 012\nb: 12:30\nc: no\nd: 2021-03-19\ne: 1_000\nf: .5\ng: ~\nh: null\ni: 0x1F",
    # values and keys in every dress
    "a: \"x\"\nb: 'it''s'\n\"c\": d\n? e\n: f\n? g\n",
    "a: |\n  x\n   y\nb: >-\n  x\n\n  y\nc: |+\n  x\n\n",
    'a: "x\n  y"\nb: x\n y\nc: "\\u0219\\n\\x41"',
    "a:\n- b\n-\n- c: d\n  e:\nf: [g, {h: i, j: }, [k: l]]\n",
    "a:\tb\tc",
    "a: b # c\n# d\ne: f#g",
    "😀: ț\nă: 😀 b: c",
    "",
    "# nothing",
    "---\n",
    "--- \na: b",
    # mistakes
    "title: Referitor: x",
    "- a: b: c",
    "title: @a",
    "title: 50 %\nb: %a",
    "title: *a*",
    'title: "a',
    "title: 'a\nb: 'c'",
    'a: "x\nb: "y"',
    "a: [b\nc: d",
    "a: {b: c",
    "[",
    "{a",
    "a: ]",
    'a: "C:\\Users\\x"',
    'a: "\\q"',
    'a: "\\xzz"',
    'a: "\\',
    'a: "\\ud800"',
    'a: "\\U00110000"',
    "a: &x b\nc: *x",
    "<<: a",
    "a: !t b",
    "a: 1\na: 2",
    "[a]: b",
    "{a: b}: c",
    "- a",
    "a",
    "a: b\n--- \nc: d",
    "a: b\n...\nc: d",
    "a:\n  b: 1\n c: 2",
    "a: b\nc\nd: e",
    "a: - b",
    "a:\n\t- b",
    "a: b\x02c",
    "a: b\u2028c",
    "a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH,
    "a: [\n" * MAX_DEPTH,
    '"' + "a" * 1100 + '": b',
]


def nodes(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Entries):
        for key, value in node.entries:
            yield from (key, *nodes(value))
    elif isinstance(node, Items):
        for item in node.items:
            yield from nodes(item)
    elif node is not None:
        yield node


@pytest.mark.skipif(FAST is PURE, reason="this PyYAML has no libyaml")
@pytest.mark.parametrize("text", TRICKY)
def test_libyaml_and_pure_python_give_the_same(text: str) -> None:
    assert compose(text, "a.md", 2, FAST) == compose(text, "a.md", 2, PURE)


@pytest.mark.parametrize("text", TRICKY)
def test_all_values_stay_as_written(text: str) -> None:
    front, found = compose(text, "a.md")
    assert not (front and found)
    for scalar in nodes(front):
        assert scalar.quoted or not scalar.text or scalar.text.split()[0] in text


def told(text: str) -> list[tuple[str, int, int, str]]:
    """Give code, line, column and repair of what is found."""
    return [(item.code, item.place.line, item.place.column, item.repair) for item in compose(text, "a.md")[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: Referitor: x", ("yaml-colon", 1, 8, 'title: "Referitor: x"')),
        ('title: "A": b: c', ("yaml-syntax", 1, 11, "")),
        ('title: Spune: "da"', ("yaml-colon", 1, 8, "title: 'Spune: \"da\"'")),
        ("to:\n  - Directorii: toți: da", ("yaml-colon", 2, 17, '  - Directorii: "toți: da"')),
        ("title: *Important*", ("yaml-quote", 1, 8, 'title: "*Important*"')),
        ("- @a", ("yaml-quote", 1, 3, '- "@a"')),
        ("title: ok\nsummary: 'a\nissuer: null", ("yaml-syntax", 2, 10, "")),
        ("topics: [a, b\nissuer: null", ("yaml-syntax", 1, 9, "")),
        ('file: "C:\\Users"', ("yaml-backslash", 1, 10, "")),
        ("a:\n \t- b", ("yaml-tab", 2, 2, "   - b")),
        ("a: [[[\n" + "[" * MAX_DEPTH, ("yaml-deep", 2, MAX_DEPTH - 2, "")),
        ("a:\n b: 1\n b: 2", ("key-doubled", 3, 2, "")),
    ],
)
def test_mistakes_are_told_where_they_are(text: str, expected: tuple[str, int, int, str]) -> None:
    assert told(text) == [expected]


def test_a_line_of_tabs_alone_is_empty() -> None:
    front, found = compose("a: b\n\t\nc: d", "a.md")
    assert [key.text for key, _value in front.entries] == ["a", "c"] if front else False
    assert found == []


@pytest.mark.parametrize("unit", ["[", "{", "- ", "? ", "{a: ", "[a]: ", '["]",\n', "- [\n", "a:\n ", "&a [", "!t "])
@pytest.mark.parametrize("loader", LOADERS)
def test_nesting_is_bounded(unit: str, loader: type) -> None:
    front, found = compose(unit * (2 * sys.getrecursionlimit()), "a.md", 1, loader)
    assert front is None
    assert found


# --- properties -------------------------------------------------------------------------------------------------------

SIGNS = ["a", "ț", "😀", " ", "\n", "\n  ", "\t", '"', "'", *"[]{}|>#:,-\\%@`"]
WORDS = [": ", "- ", "? ", "&x", "*x", "!t", "<<", "null", "\\u00e9", "---\n", "...\n", "a: b\n", "- a\n"]
ANY = st.text() | st.lists(st.sampled_from(SIGNS + WORDS), max_size=20).map("".join)


@given(ANY)
@settings(derandomize=True, deadline=None, max_examples=600)
def test_any_text_gives_fields_or_diagnostics_with_a_place_in_it(text: str) -> None:
    lines = text.split("\n")
    for loader in LOADERS:
        front, found = compose(text, "a.md", 1, loader)
        assert front is None or not found
        for line, column in [(item.place.line, item.place.column) for item in found] + [
            (scalar.line, scalar.column) for scalar in nodes(front)
        ]:
            assert 1 <= line <= len(lines)
            assert 1 <= column <= len(lines[line - 1]) + 1
        assert {item.code for item in found} <= RULES.keys()


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1))
@settings(derandomize=True, deadline=None)
def test_quoting_keeps_a_text(text: str) -> None:
    front, found = compose(f"a: {quoted(text)}", "a.md")
    assert found == []
    assert [scalar.text for scalar in nodes(front)] == ["a", text.strip()]
