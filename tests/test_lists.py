"""Lists: what CommonMark means by their indents, marks that stay as written, and what is no list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sitegen.markup import limits, parse_body
from sitegen.markup.convert import sanitised_html
from sitegen.markup.source import without_code

PATH = "content/decisions/x/index.ro.md"
steady = settings(derandomize=True, deadline=None, max_examples=300)


class Structure(HTMLParser):
    """Reads HTML as nested lists: a tag with its start, and in it texts and other tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tree: list[object] = []
        self.stack: list[tuple[str, list[object]]] = [("", self.tree)]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr"):
            self.stack[-1][1].append(tag)
            return
        start = dict(attrs).get("start")
        inside: list[object] = []
        self.stack[-1][1].append((tag if start is None else f"{tag} {start}", inside))
        self.stack.append((tag, inside))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.stack[-1][0] == "code":
            self.stack[-1][1].append(data.rstrip("\n"))
        elif data.strip():
            self.stack[-1][1].append(" ".join(data.split()))


def structure(source: str) -> list[object]:
    """Give what we make of a source."""
    return Structure(sanitised_html(source)).tree


def meant(source: str) -> list[object]:
    """Give what CommonMark makes of a source."""
    return Structure(MarkdownIt("commonmark").enable("table").render(source)).tree


def short(source: str) -> str:
    """Give the HTML on one line."""
    return sanitised_html(source).replace("\n", "")


def told(source: str, lang: str = "ro") -> list[tuple[str, int, str]]:
    """Give code, line and repair of each diagnostic."""
    return [(problem.code, problem.place.line, problem.repair) for problem in parse_body(PATH, source, 1, lang)[2]]


# --- as CommonMark ----------------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["unu", "doi", "școală", "*trei*", "w 5"]), min_size=1, max_size=3).map(" ".join)


def under(mark: str, blocks: Sequence[str]) -> str:
    """Write an item: its blocks, indented below its mark."""
    first, *rest = "\n\n".join(blocks).split("\n")
    return "\n".join([mark + first, *((" " * len(mark) + line) if line else line for line in rest)])


@st.composite
def listing(draw: st.DrawFn, depth: int) -> str:
    """Write a list, tight or loose."""
    start = draw(st.integers(1, 12))
    sign = draw(st.sampled_from(["-", "*", "+", ".", ")"]))
    marks = [f"{start + at}{sign} " if sign in ".)" else f"{sign} " for at in range(draw(st.integers(1, 3)))]
    # Where four spaces make code, eight do here too, but all of them are its indent: marks as wide as four have none.
    items = [under(mark, draw(content(depth - 1, wide=len(mark) > 3))) for mark in marks]
    return draw(st.sampled_from(["\n", "\n\n"])).join(items)




@st.composite
def content(draw: st.DrawFn, depth: int, *, wide: bool = False) -> list[str]:
    """Write the blocks of an item, of which the first is a paragraph."""
    wrapped = st.lists(WORDS, min_size=1, max_size=2).map("\n".join)
    others = [wrapped, st.just("> citat\n> lung"), st.just("|a|b|\n|---|---|\n|c|d|"), st.just("### Titlu")]
    if not wide:
        others.append(st.just("    cod *x*\n    y"))
    if depth:
        others.append(listing(depth))
    # Of one kind only one: quotes and lists that follow each other are one for python-markdown.
    blocks = [draw(wrapped), *draw(st.lists(st.one_of(others), max_size=2, unique_by=lambda text: text[:1]))]
    if depth and draw(st.booleans()):
        blocks[0] += "\n" + draw(listing(depth).filter(lambda text: re.match(r"[-*+] |1[.)] ", text) is not None))
    return blocks


@steady
@given(st.lists(st.one_of(listing(3), WORDS), min_size=1, max_size=3).map("\n\n".join))
def test_lists_are_what_commonmark_means(source: str) -> None:
    assert structure(source) == meant(source)


@steady
@given(WORDS, listing(2).filter(lambda text: re.match(r"[-*+] |1[.)] ", text) is not None), st.sampled_from(["", ":"]))
def test_a_list_directly_under_a_paragraph_is_one(words: str, below: str, end: str) -> None:
    source = f"{words}{end}\n{below}"
    assert structure(source) == meant(source)


@steady
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("-*"), WORDS), min_size=1, max_size=8))
def test_four_spaces_nest_as_they_did(lines: list[tuple[int, str, str]]) -> None:
    source, depth = "", -1
    for wanted, sign, words in lines:
        depth = min(wanted, depth + 1)
        source += " " * (4 * depth) + f"{sign} {words}\n"
    assert structure(source) == meant(source)


DEEP = st.lists(
    st.tuples(st.sampled_from(["", "  ", "   ", "    ", "      ", "> ", ">   "]), st.integers(0, 12),
              st.sampled_from(["- ", "1. ", "2) ", "a) ", "i) ", "* ", "> ", "", "- - ", "10. ", "iv) "]),
              st.sampled_from(["a", "b\n", "", "# c", "| d |", "---"])),
    max_size=60,
).map(lambda lines: "\n".join(before + "  " * deep + mark + text for before, deep, mark, text in lines))  # fmt: skip


@steady
@given(DEEP)
def test_any_nesting_stays_bounded_and_loses_no_word(source: str) -> None:
    if limits.exceeded(source) is None:
        html = sanitised_html(source)
        assert len(re.findall(r"[bd]\b", re.sub(r"<[^>]*>", "", html))) == len(re.findall(r"b\b|d \|", source))
        for tree in (Structure(html).tree,):
            assert depth(tree) <= 3 * limits.DEPTH + 10


def depth(tree: Sequence[object]) -> int:
    """Say how deep the lists and quotes are."""
    return max(
        (depth(part[1]) + (part[0][:2] in ("ul", "ol", "bl")) for part in tree if isinstance(part, tuple)), default=0
    )
