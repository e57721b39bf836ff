"""Lists: what CommonMark means by their indents, marks that stay as written, and what is no list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import programs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sitegen.read.markup import limits, parse_body
from sitegen.read.markup.convert import sanitised_html
from sitegen.read.markup.source import without_code

PATH = "content/decisions/x/index.ro.md"
steady = settings(derandomize=True, deadline=None, max_examples=programs.size(80, 400, 4000))
pytestmark = pytest.mark.proof


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


# --- marks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("- unu\n  - a\n  - b\n- doi", "<ul><li>unu<ul><li>a</li><li>b</li></ul></li><li>doi</li></ul>"),
        ("1. unu\n   - a\n2. doi", "<ol><li>unu<ul><li>a</li></ul></li><li>doi</li></ol>"),
        # Two spaces are meant as an inside, too, also below a number.
        ("1. unu\n  - a\n2. doi", "<ol><li>unu<ul><li>a</li></ul></li><li>doi</li></ol>"),
        ("1. unu\n  1. a\n  2. b\n2. doi", "<ol><li>unu<ol><li>a</li><li>b</li></ol></li><li>doi</li></ol>"),
        ("1. a\n  2. b\n 3. c", "<ol><li>a</li><li>b</li><li>c</li></ol>"),
        ("100. a\n    - b", '<ol start="100"><li>a<ul><li>b</li></ul></li></ol>'),
        ("a) x\nb) y", '<ol class="paren-a" type="a"><li>x</li><li>y</li></ol>'),
        ("1) x\n2) y", '<ol class="paren"><li>x</li><li>y</li></ol>'),
        ("i) x\nii) y", '<ol class="paren-i" type="i"><li>x</li><li>y</li></ol>'),
        ("h) x\ni) y\nj) z", '<ol class="paren-a" start="8" type="a"><li>x</li><li>y</li><li>z</li></ol>'),
        ("i) x\nj) y", '<ol class="paren-a" start="9" type="a"><li>x</li><li>y</li></ol>'),
        ("z) x\naa) y", '<ol class="paren-a" start="26" type="a"><li>x</li><li>y</li></ol>'),
        ("B) x\n\nI) y\n\nII) z", '<ol class="paren-upper-a" start="2" type="A"><li>x</li></ol>'
         '<ol class="paren-upper-i" type="I"><li><p>y</p></li><li><p>z</p></li></ol>'),
        # A number that was left out, as where a point was repealed, is left out.
        ("1) x\n2) y\n4) z", '<ol class="paren"><li>x</li><li>y</li><li value="4">z</li></ol>'),
        ("1. x\n1. y\n1. z", "<ol><li>x</li><li>y</li><li>z</li></ol>"),
        ("Se aprobă:\n2. doi\n3. trei", '<p>Se aprobă:</p><ol start="2"><li>doi</li><li>trei</li></ol>'),
        ("1) unu\n   a) x\n   b) y", '<ol class="paren"><li>unu<ol class="paren-a" type="a"><li>x</li><li>y</li></ol>'
         "</li></ol>"),
        ("1) a) x\n   b) y", '<ol class="paren"><li><ol class="paren-a" type="a"><li>x</li><li>y</li></ol></li></ol>'),
        ("- a) x\n- b) y", "<ul><li>a) x</li><li>b) y</li></ul>"),
        ("> a) x\n> b) y", '<blockquote><ol class="paren-a" type="a"><li>x</li><li>y</li></ol></blockquote>'),
        ("- [ ] x\n- [X] y", "<ul><li>☐ x</li><li>☑ y</li></ul>"),
        ("# T\n- a\n## U\n- b", "<h1>T</h1><ul><li>a</li></ul><h2>U</h2><ul><li>b</li></ul>"),
        ("!!! note\n    - a\n      - b\n\n    - c", '<div class="admonition note"><p class="admonition-title">Note</p>'
         "<ul><li><p>a</p><ul><li>b</li></ul></li><li><p>c</p></li></ul></div>"),
        ("- a\n\n  ::: {lang=en}\n  b\n  :::\n- c",
         '<ul><li><p>a</p><div lang="en"><p>b</p></div></li><li><p>c</p></li></ul>'),
    ],
)  # fmt: skip
def test_marks_and_indents_mean_what_their_writer_means(source: str, html: str) -> None:
    assert short(source) == html


LONG = "Înscrierea candidaților se face la secretariatul liceului din localitate, pe data de"


@pytest.mark.parametrize(
    "source",
    [
        f"{LONG}\n19. martie 2027, ora 14.",
        f"{LONG}\n- cel mult - trei zile.",
        f"{LONG} anul\n2021. Restul",
        "Potrivit art. 5 alin. (2) lit.\na) din Legea nr. 1/2011.",
        "Potrivit art. 5 alin.\n1) din lege.",
        "Se aprobă (vezi\nda) planul.",
        "Se alege una dintre variantele\na) sau b) până vineri.",
        f"- {LONG}\n  19. martie 2027, ora 14.",
        f"1. {LONG}\n19. martie 2027, ora 14.\n2. doi",
        f"1. {LONG}\n19. martie 2027, ora 14.",
    ],
)
def test_a_sentence_broken_into_lines_stays_one(source: str) -> None:
    assert short(source).count("<li>") == source.count("\n2.") + source.startswith(("- ", "1. "))
    assert "\x04" not in short(source)
    assert (re.findall(r"\d+|[a-z]\)", source)) == (
        re.findall(r"\d+|[a-z]\)", re.sub("<[^>]*>", "", ("1." if source[0] == "1" else "") + short(source)))
        + (["2"] if "\n2." in source else [])
    )


def test_indented_lines_are_code_where_the_page_has_code() -> None:
    source = "- a\n\n      cod `x`\n\n  [b](b.md)\n\n        [c](c.md)\n\n1. d\n\n    [e](e.md)\n\n    cod [f](f.md)"
    for text in (source, source.replace("\n\n    cod [f]", "\n\nText.\n\n    cod [f]")):
        bare, html = without_code(text), sanitised_html(text)
        assert re.findall(r"\]\((\w)\.md", bare) == re.findall(r'href="(\w)\.md', html)


@pytest.mark.parametrize("mark", ["- ", "1. ", "a) ", "1) ", "> - "])
def test_hostile_nesting_is_refused(mark: str) -> None:
    for step in ("  ", "   ", "    "):
        quote = mark[: mark.find("> ") + 2] if ">" in mark else ""
        text = "".join(f"{quote}{step * deep}{mark.removeprefix(quote)}x\n" for deep in range(60))
        assert told(text)[0][0] == "body-deep"
    assert told(mark * 40 + "x")[0][0] == "body-deep"


# --- what is no list --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "repairs"),
    [
        ("• unu\n• doi", {1: "- unu", 2: "- doi"}),
        ("Text:\n\uf0b7 unu", {2: "- unu"}),
        ("Text:\n\n– unu;\n– doi.", {3: "- unu;", 4: "- doi."}),
        ("-unu\n-doi", {1: "- unu", 2: "- doi"}),
        ("1.unu\n2.doi", {1: "1. unu", 2: "2. doi"}),
        ("o\tunu\no\tdoi", {1: "- unu", 2: "- doi"}),
        ("- unu\n  • a\n  • b", {2: "  - a", 3: "  - b"}),
        ("> ▪ unu\n> ▪ doi", {1: "> - unu", 2: "> - doi"}),
        ("• unu care\ncontinuă\n• doi", {1: "- unu care", 3: "- doi"}),
        ("[ ] unu\n[x] doi", {1: "- [ ] unu", 2: "- [x] doi"}),
        ("(a) unu\n(b) doi", {2: "\n(b) doi"}),
        ("α) unu\nβ) doi", {2: "\nβ) doi"}),
        ("s) unu\nș) doi\nt) trei", {2: "\nș) doi\n"}),
        ("§ 1. Unu.\n§ 2. Doi.\n§ 3. Trei.", {2: "\n§ 2. Doi.", 3: "\n§ 3. Trei."}),
        ("Art. 1. Unu.\nArt. 2. Doi.", {2: "\nArt. 2. Doi."}),
        ("lit. a) unu\nlit. b) doi", {2: "\nlit. b) doi"}),
        ("a. unu\nb. doi", {2: "\nb. doi"}),
        ("1.1. unu\n1.2. doi", {2: "\n1.2. doi"}),
        ("Text\n5. cinci\n7. șapte", {2: "\n5. cinci", 3: "\n7. șapte"}),
        ("i. unu\nii. doi", {2: "\nii. doi"}),
        ("**1.** unu\n**2.** doi", {2: "\n**2.** doi"}),
        ("**Art. 1.** Unu.\n**Art. 2.** Doi.", {2: "\n**Art. 2.** Doi."}),
        ("1. unu\na) doi\nb) trei\n2. patru", {4: "\n2. patru"}),
        ("Text:\n    - unu\n        - doi\n    - trei", {2: "- unu", 3: "    - doi", 4: "- trei"}),
        ("Text:\n\t1. unu\n\t2. doi", {2: "1. unu", 3: "2. doi"}),
        ("Text:\n    • unu\n    • doi", {2: "- unu", 3: "- doi"}),
        ("Text:\n    (1) unu\n    (2) doi", {2: "\n(1) unu", 3: "\n(2) doi"}),
        ("- unu\n        - doi\n        - trei", {2: "    - doi", 3: "    - trei"}),
        ("·\tunu\n·\tdoi", {1: "- unu", 2: "- doi"}),
    ],
)
def test_what_is_meant_as_a_list_never_runs_together_without_a_word(source: str, repairs: dict[int, str]) -> None:
    assert told(source) == [("list-unread", line, repair) for line, repair in repairs.items()]
    lines = source.split("\n")
    for number, repair in repairs.items():
        lines[number - 1] = repair
    mended = "\n".join(lines)
    assert told(mended) == []
    words = re.findall(r"\w{3,}", source)
    assert re.findall(r"\w{3,}", re.sub("<[^>]*>", "", sanitised_html(mended))) == words


@pytest.mark.parametrize(
    "source",
    [
        f"{LONG}\nart. 5 și cu cele prevăzute la celelalte alineate ale aceleiași legi, precum și la\nart. 7 din lege.",
        "(a) unu  \n(b) doi",
        "(a) unu<br>\n(b) doi",
        "Prof. A. Popescu și\nM. Ionescu",
        "    • cod\n    • cod",
        "| • a | b |\n|---|---|\n| • c | d |",
        "`• a`\n\n`• b`",
        "2 * 3 ** 4",
        "**a** și **b**",
        "`** a **`",
        "a\tb",
        "Temperatura:\n-5 grade",
        "**A. Popescu**\n**M. Ionescu**",
        "- Joi,\n19. martie",
    ],
)
def test_what_is_no_list_is_told_nothing(source: str) -> None:
    assert told(source) == []


@pytest.mark.parametrize(
    ("source", "code", "repair"),
    [
        ("** Important ** azi", "bold-spaced", "**Important** azi"),
        ("Un **cuvânt ** și **altul**.", "bold-spaced", "Un **cuvânt** și **altul**."),
        ("Nr.\tNume\n1\tAna", "table-tabs", "| Nr. | Nume |\n| --- | --- |"),
        ("Un <nume> și <http://x.ro>", "angle-brackets", "Un &lt;nume&gt; și <http://x.ro>"),
    ],
)
def test_what_word_left_is_told_with_its_mend(source: str, code: str, repair: str) -> None:
    assert (code, 1, repair) in told(source)


def test_tildes_strike_out() -> None:
    assert short("~~a *b*~~ c ~ d ~~ e") == "<p><del>a <em>b</em></del> c ~ d ~~ e</p>"
