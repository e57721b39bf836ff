"""The quick Markdown converter gives what python-markdown gives, byte for byte, whatever it is given."""

from __future__ import annotations

import operator
import os
import re
from pathlib import Path

import markdown
import programs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.read.markup import convert, limits
from sitegen.read.markup import source as places

if markdown.__version__ not in convert.PROVEN:
    pytest.skip("the library's own converter is in use", allow_module_level=True)

from sitegen.read.markup import (
    inline,
    quick,  # other versions have not all the parts that it imports
)

CONTENT = Path(__file__).parents[2] / "content"
CORPUS = os.environ.get("SITEGEN_CORPUS")  # a folder of further Markdown

steady = settings(derandomize=True, deadline=None, max_examples=programs.size(150, 800, 8000))
pytestmark = pytest.mark.proof


def outcome(engine: markdown.Markdown, source: str) -> str | type[Exception]:
    """Give the HTML, or the kind of exception."""
    try:
        return engine.reset().convert(source)
    except Exception as problem:
        return type(problem)


def same(source: str) -> None:
    """Compare both converters on a text, each with what the texts before it left there."""
    expected = outcome(convert.converter("none"), source)
    given_instead = outcome(convert.converter(), source)
    if isinstance(expected, type) or expected != given_instead:
        convert.converter.cache_clear()  # what an exception interrupted does not go on
    assert given_instead == expected


# --- generated Markdown -----------------------------------------------------------------------------------------------

SIGNS = [*"*_`[]()!<>&\\{}#|:-=~^+\"'/.;,1290", " ", "  ", "   ", "    ", "\t", "\n", "\n\n", "\n    ", "\n   ", "  \n"]
WORDS = ["a", "b", "word", "HT", "r", "ț", "ă", "ß", "\u00a0", "\u2028", "\u0301", "٣", "²", "😀", "\0", "\x02", "\x03"]
MARKS = [
    *("*a*", "**a**", "***a***", "_a_", "__a__", "*a **b* c**", "a_b_c", "**a*b", "`a`"),
    *("``a`b``", "\\*", "\\\\", "\\`"),
    *("[a](b)", "[a](<b c> 't')", '[a](b "t")', "[a](b (c) d)", "[a](b'c)", "[a]( b )"),
    *("[a](\nb)", "[[a]](b)", "[a]()"),
    *("![a](b)", "![a][r]", "[a][r]", "[a][]", "[r]", "[r][", "![r]", "[^1]", "[^n]", "[^1]:", "![^1]", "[a](b_c_d)"),
    *("<http://a.b/c_d>", "<a@b.c>", "<b>", "</b>", "<b c='d'>", "<br/>", "<!-- a -->"),
    *("<!--", "<?a?>", "<![CDATA[a]]>"),
    *("&amp;", "&#2;", "&#x3;", "&copy", "&", "{#a}", "{.b}", "{: c=d }", "{a}", "{ .b c='d' }", "{lang=en}", "  \n"),
    *("\x02klzzwxh:0000\x03", "klzzwxh:0001", "\x02wzxhzdk:0\x03", "\x0242\x03", "\x02amp\x03", "&\x02lt;"),
]  # fmt: skip
LINES = [
    *("# a", "## a {#b}", "###### a #", "#", "#a", "# a \\#", "a\n=", "a\n---", "---"),
    *("* * *", "_ _ _", "===", "-", "- -"),
    *("- a", "- a\n- b", "- a\n    - b", "* a", "+ a", "1. a", "2. a\n3. b", "1) a", "-a", "- ", "1.", "1. ", "٣. a"),
    *("    - a", "    a", "        a", "   a", "- a\n\n    b", "- a\n\n        b"),
    *("1. a\n\n    - b", "- # a\nb", "- > a"),
    *("> a", "> a\nb", ">> a", "> - a", "> # a", ">", "   > a", "    > a", "a\n> b"),
    *("|a|b|\n|-|:-|\n|c|d|", "a|b\n-|-\nc|`d|e`", "|a|\n|-|", "a|b", "|-|", "|a|b|\n|:-:|-:|", "a\\|b|c\n-|-"),
    *("a\n: b", ": b", "a\n\n: b\n\n    c", "a\n: b\n: c", ":", "a\nb\n:   c", "    : d"),
    *("!!! note", "!!! note\n    a", '!!! note "a"\n    b\n\n    c', '!!! a ""\n    b'),
    *("!!!", "a\n!!! b\n    c", "!!! a\nb"),
    *("[r]: u", "[r]: <u> 't'", "[r]:\nu\n't'", "[r]: u 't", "   [r]: u", "[^1]: a"),
    *("[^1]: a\n    b", "[^n]:\n\n    a\n\n    b"),
    *("*[HT]: a", "*[a]: ''", "*[*]: b", "*[HT]:\na", "[TOC]", "::: {lang=en}", ":::", "::: a", "::::"),
    *("<div>", "</div>", "<div>a</div>", "<p>a\n\nb</p>", "<script>", "<hr>"),
    *("<details open>", "<!-- a\n\nb -->", "<h2>a</h2>"),
]  # fmt: skip
WHOLE = st.sampled_from(LINES + MARKS)
PIECES = st.sampled_from(SIGNS) | st.sampled_from(WORDS) | st.sampled_from(MARKS) | st.text(max_size=3)
text = st.lists(PIECES, max_size=12).map("".join)
block = st.builds("".join, st.lists(WHOLE | text, max_size=4))
indented = st.tuples(st.sampled_from(["", " ", "    ", "        ", "> ", "- ", "1. ", ": "]), block).map("".join)
ended = st.tuples(indented, st.sampled_from(["\n", "\n\n", "\n\n\n", ""])).map("".join)
document = st.lists(ended, max_size=12).map("".join)


@steady
@given(document)
def test_generated_markdown_gives_the_same(source: str) -> None:
    same(source)


@steady
@given(st.lists(PIECES, max_size=60).map("".join))
def test_generated_texts_give_the_same(source: str) -> None:
    same(source)


# --- real texts -------------------------------------------------------------------------------------------------------

FILES = [path for folder in (CONTENT, CORPUS) if folder for path in sorted(Path(folder).rglob("*.md"))]
BODIES = [path.read_text("utf-8").split("\n---\n", 1)[-1] for path in FILES]


def test_real_texts_give_the_same() -> None:
    assert BODIES
    for body in BODIES:
        same(body)


@steady
@given(
    st.sampled_from(BODIES), st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 9), WHOLE | PIECES), max_size=12)
)
def test_real_texts_with_mistakes_give_the_same(body: str, changes: list[tuple[int, int, str]]) -> None:
    for at, length, piece in changes:
        body = body[: at % len(body)] + piece + body[at % len(body) + length :] or "a"
    same(body)


AROUND = [
    "{}",
    "a {} b",
    "a\n{}\nb",
    "{}\n\n{}",
    "- {}",
    "> {}",
    "    {}",
    "*{}*",
    "[{}](x)",
    "a\n\n{}\n\n    b",
    "|a|{}|\n|-|-|",
]


@pytest.mark.parametrize("around", AROUND)
def test_each_piece_gives_the_same(around: str) -> None:
    for piece in LINES + MARKS:
        same(around.replace("{}", piece))


NOTES = "> - a[^1]\n\n- > b[^1] *c[^1]*\n\nd[^1]\n\n[^1]: n"


@pytest.mark.parametrize(
    "source", ["", "\n", "*" * 300, "- " * 15 + "a", "[" * 150 + "a" + "](b)" * 150, "*a **b " * 90, NOTES]
)
def test_the_extreme_gives_the_same(source: str) -> None:
    same(source)


# --- what else is not done in vain ------------------------------------------------------------------------------------

repeated = st.lists(st.builds(operator.mul, WHOLE | PIECES, st.integers(1, 300)), max_size=12).map("".join)


@settings(steady, max_examples=150)
@given(repeated)
def test_a_text_that_looks_modest_exceeds_no_limit(source: str) -> None:
    if limits._modest(source):
        assert limits._repetitive(source) is None
    if not limits._PREFIX.search("\n" + source):
        assert limits._deep(source) is None


@pytest.mark.parametrize("source", [("a" * 150 + "`") * 1000, "[^1] " * 1700, ("a" * 50 + "\n# ") * 6000, "|" * 60_000])
def test_a_text_that_exceeds_a_limit_does_not_look_modest(source: str) -> None:
    assert limits._repetitive(source)
    assert not limits._modest(source)


def links(pattern: re.Pattern[str], source: str) -> list[tuple[str | None, int]]:
    """Give what a pattern finds and where."""
    return [(found.lastgroup, found.end()) for found in pattern.finditer(source)]


@steady
@given(document)
def test_links_and_headings_are_found_the_short_way_too(written: str) -> None:
    if "]:" not in written:
        assert links(places._LINK_INSIDE, written) == links(places._LINK, written)
    assert list(places._headings(written)) == list(places._any_headings(written))


# --- which is used ----------------------------------------------------------------------------------------------------


def test_a_version_that_is_not_proven_gets_the_librarys_own_converter() -> None:
    own, fast = convert.converter("3.0"), convert.converter()
    assert type(own) is markdown.Markdown
    assert type(fast) is quick.QuickMarkdown
    assert not [part for part in own.treeprocessors if type(part).__module__.startswith("sitegen")]
    assert type(own.parser) is markdown.blockparser.BlockParser


def test_every_part_of_the_library_is_known() -> None:
    md = convert.stock()
    assert [md.inlinePatterns[name] for name in inline.PATTERNS] == list(md.inlinePatterns)
    others = {"empty", "indent", "defindent", "code", "paragraph"}
    assert {md.parser.blockprocessors[name] for name in {*quick.BLOCKS, *others}} == set(md.parser.blockprocessors)
    assert not any(pattern.ANCESTOR_EXCLUDES for pattern in md.inlinePatterns)


def test_the_quick_converter_has_the_same_parts_in_the_same_order() -> None:
    own, fast = convert.stock(), quick.quickened(convert.stock(quick.QuickMarkdown))
    for parts in ("preprocessors", "inlinePatterns", "treeprocessors", "postprocessors"):
        pairs = zip(getattr(own, parts), getattr(fast, parts), strict=True)
        assert all(isinstance(b, type(a)) or type(b).__name__ == "_Inline" for a, b in pairs)
    assert [type(part) for part in own.parser.blockprocessors] == [type(part) for part in fast.parser.blockprocessors]
