"""Markup: sanitised HTML with slots, the outline with places, and what the editor is told."""

import html as entities
import re
import time
from html.parser import HTMLParser

import programs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.language.text import fingerprint
from sitegen.model.diagnostics import Place
from sitegen.model.slots import fill
from sitegen.read.markup import parse_body, weave
from sitegen.read.markup.convert import sanitised_html

PATH = "content/circulars/x/index.ro.md"
steady = settings(derandomize=True, deadline=None, max_examples=120)


def html(source: str, lang: str = "ro") -> str:
    """Give the body with visible slots."""
    return parse_body(PATH, source, 1, lang)[1].html.replace("\x02", "<<").replace("\x03", ">>")


def told(source: str, first_line: int = 1) -> list[tuple[str, int, int]]:
    """Give code, line and column of each diagnostic."""
    found = parse_body(PATH, source, first_line, "ro")[2]
    return [(item.code, item.place.line, item.place.column) for item in found]


def filled(source: str, lang: str = "ro", **links: tuple[str, str]) -> str:
    """Give the body with its slots filled."""
    body = parse_body(PATH, source, 1, lang)[1]
    addresses = {name.replace("_", "."): link for name, link in links.items()}
    return fill(body.html, addresses, {"vechi": "nou"}, "Înapoi la nota {}", "Tabelul {}", {"note": "Notă"})


# --- HTML and slots ---------------------------------------------------------------------------------------------------


def test_links_of_the_site_become_slots_and_others_stay() -> None:
    assert html("[a](b.md#c&d)") == "<p><a <<A:b.md#c&amp;d>>>a</a></p>"
    assert html("[a](announcement:circulars/x)") == "<p><a <<A:announcement:circulars/x>>>a</a></p>"
    assert html("![a](b.png)") == '<p><img <<S:b.png>> alt="a"></p>'
    for address in ("https://x.ro/a?b=1&amp;c=2", "mailto:a@x.ro", "tel:+40123"):
        assert html(f"[a]({address})") == f'<p><a href="{address}">a</a></p>'


def test_slots_are_filled_and_escaped() -> None:
    assert filled("[a](x.md)", x_md=('../"&<', "pl")) == '<p><a href="../&quot;&amp;&lt;" hreflang="pl">a</a></p>'
    assert filled("![a](x.png)", x_png=("x.png", "pl")) == '<p><img src="x.png" alt="a"></p>'
    assert filled("[a](gone.md)") == "<p><a>a</a></p>"
    assert filled("## Titlu {#vechi}") == '<h2 id="nou">Titlu</h2>'
    assert filled("## Titlu") == '<h2 id="titlu">Titlu</h2>'


def test_the_way_back_from_a_note_is_said_in_the_pages_words() -> None:
    page = filled("Text[^1].\n\n[^1]: Nota.")
    assert 'title="Înapoi la nota 1"' in page
    assert 'aria-label="Înapoi la nota 1"' in page
    assert 'href="#fn:1"' in page
    assert 'href="#fnref:1"' in page


def test_an_admonitions_default_title_is_the_pages_word() -> None:
    assert ">Notă</p>" in filled("!!! note\n    Text.")
    assert ">Danger</p>" in filled("!!! danger\n    Text.")
    assert ">Important „azi”</p>" in filled('!!! note "Important „azi”"\n    Text.')
    assert ">Note</p>" not in filled('!!! note ""\n    Text.\n\nAlt text.')


def test_typography_follows_the_language_of_the_passage_and_spares_code() -> None:
    source = 'Un "x" `a "b"`.\n\n::: {lang=en}\n"English"\n\n::: {lang=pl}\nw domu\n:::\n\n"Again"\n:::\n\nIar "ro".'
    assert html(source) == (
        '<p>Un „x” <code>a "b"</code>.</p>\n<div lang="en">\n<p>“English”</p>\n<div lang="pl">\n<p>w\u00a0domu</p>\n'
        "</div>\n<p>“Again”</p>\n</div>\n<p>Iar „ro”.</p>"
    )
    assert html('*"x"*{lang=en} "y"') == '<p><em lang="en">“x”</em> „y”</p>'
    assert html('"[a](https://x.ro)" și **"b"**') == ('<p>„<a href="https://x.ro">a</a>” și <strong>„b”</strong></p>')


def test_a_no_break_reference_becomes_the_character() -> None:
    assert html("a&nbsp;b <b title='c&nbsp;d'>e</b>") == '<p>a\u00a0b <b title="c\u00a0d">e</b></p>'


def test_tables_are_aligned_by_class() -> None:
    page = html("|a|b|c|d|\n|:-|:-:|-:|-|\n|1|2|3|4|")
    assert re.findall(r"<th\b([^>]*)>", page) == [f' class="align-{side}"' for side in ("left", "center", "right")] + [
        ""
    ]
    assert "style" not in page


def test_numbered_lists_keep_their_first_number() -> None:
    assert '<ol start="3">' in html("3. trei\n4. patru")


def test_text_has_no_markup_no_notes_and_no_no_break_spaces() -> None:
    body = parse_body(PATH, "## Un *titlu*[^1]\n\nw domu `x < y` &amp; z\n\n- a\n- b\n\n[^1]: Nota.", 1, "pl")[1]
    assert body.text == "Un titlu\nw domu x < y & z\na\nb\nNota."


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x.png alt=a onerror=alert(1)>",
        "<a href='&#106;avascript:alert(1)'>a</a>",
        "[a](javascript:alert(1))",
        "[a]( JaVaScRiPt:alert(1))",
        "[a](data:text/html,x)",
        "<iframe src=x></iframe><svg onload=x></svg>",
        "*a*{onclick=alert(1) style=color:red}",
        "<a href='java&#10;script:alert(1)'>a</a>",
    ],
)
def test_what_is_dangerous_is_gone(source: str) -> None:
    page = fill(html(source), {}, {}, "", "", {})
    assert not re.search(r"<(script|iframe|svg)|<[^>]*(javascript|data:|\son\w+=|style=)", page, re.IGNORECASE)


# --- the outline ------------------------------------------------------------------------------------------------------


def test_sections_are_named_and_printed_from_the_source() -> None:
    source = "Început.\n\n## Cum vă alăturați?\n\nText.\n\n### Mai jos\n\nText.\n\n## Alta {#alta-2}\n\nSfârșit.\n"
    outline = parse_body(PATH, source, 5, "ro")[0]
    assert [(section.id, section.fingerprint) for section in outline.sections] == [
        ("lead", fingerprint("Început.")),
        ("cum-va-alaturati", fingerprint("## Cum vă alăturați?\n\nText.\n\n### Mai jos\n\nText.")),
        ("alta-2", fingerprint("## Alta {#alta-2} Sfârșit.")),
    ]
    assert [(found.id, found.level, found.text, found.line, found.explicit) for found in outline.headings] == [
        ("cum-va-alaturati", 2, "Cum vă alăturați?", 7, False),
        ("mai-jos", 3, "Mai jos", 11, False),
        ("alta-2", 2, "Alta", 15, True),
    ]


def test_a_body_that_begins_with_a_heading_has_no_lead() -> None:
    assert [section.id for section in parse_body(PATH, "\n## A\n", 1, "ro")[0].sections] == ["a"]
    assert parse_body(PATH, "", 1, "ro")[0].sections == ()


def test_ids_of_headings_are_unique_and_not_those_of_other_sections() -> None:
    outline = parse_body(PATH, "## A\n\n## A\n\n## B {#a-2}\n\n## Lead\n\n## !!!\n\nTitlu\n-----\n", 1, "ro")[0]
    assert outline.ids == ("a", "a-3", "a-2", "lead-2", "section", "titlu")
    assert [section.id for section in outline.sections] == list(outline.ids)


def test_targets_have_the_places_of_the_source() -> None:
    source = (
        "`[cod](a.md)` [unu](a.md)\n\n    [cod](a.md)\n\n- [doi](a.md) ![trei](b c.png)\n\n"
        "[patru][r] <https://x.ro/> <x@y.ro> [cinci](a.md)\n\n[r]: d.md 'T'\n<!-- [x](a.md) -->\n"
    )
    outline = parse_body(PATH, source, 10, "ro")[0]
    assert [(found.target, found.line, found.column, found.image) for found in outline.targets] == [
        ("a.md", 10, 21, False),
        ("a.md", 14, 9, False),
        ("b c.png", 14, 23, True),
        ("d.md", 18, 6, False),
        ("https://x.ro/", 16, 13, False),
        ("mailto:x@y.ro", 16, 29, False),
        ("a.md", 16, 45, False),
    ]


def test_the_digest_is_of_the_content() -> None:
    one, two, other = (parse_body(PATH, text, 1, "ro")[0].digest for text in ("a", "a\n", "b"))
    assert one == two != other
    assert len(one) == 64


# --- what is told -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ("a\n# Titlu", "heading-one", 2, 1),
        ("## A\n\n#### B", "heading-skipped", 3, 1),
        ("### A", "heading-skipped", 1, 1),
        ("## A {#a}\n\n## B {#a}", "id-doubled", 3, 8),
        ("## A {#Ăă}", "id-invalid", 1, 8),
        ("*a*{#_tema}", "id-invalid", 1, 6),
        ("x ![](a.png)", "image-alt", 1, 7),
        ("![a](https://x.ro/a.png)", "image-remote", 1, 6),
        ("![a](//x.ro/a.png)", "image-remote", 1, 6),
        ("[a](javascript:x)", "link-scheme", 1, 5),
        ("[a](data:x)", "link-scheme", 1, 5),
        ("[a](ftp://x.ro)", "link-scheme", 1, 5),
        ("x [](a.md)", "link-empty", 1, 6),
        ("a <u onclick=x>b</u>", "html-removed", 1, 6),
        ("a <numele școlii> <nume>", "angle-brackets", 1, 19),
        ("a <font>b</font>", "html-removed", 1, 3),
        ("*a*{style=x}", "html-removed", 1, 5),
        ("[a](b.md){: target=_blank }", "html-removed", 1, 13),
        ("a\x07b", "control-character", 1, 2),
        ("::: {lang=en .x}\na\n:::", "passage-attribute", 1, 1),
        ("a\n\n::: {lang=en}\na", "passage-unclosed", 3, 1),
        ("a\n\n:::\n", "passage-unopened", 3, 1),
        ("a\n\n" + "> " * 30 + "a", "body-deep", 3, 1),
        ("a\n\n" + "[" * 300, "body-brackets", 3, 1),
        ("a\n\n" + "# a\n" * 19_000, "body-repetition", 3, 1),
        ("a\n" * 30_000, "body-long", 20_001, 1),
    ],
)
def test_each_mistake_is_told_at_its_place(source: str, code: str, line: int, column: int) -> None:
    assert (code, line, column) in told(source)


@pytest.mark.parametrize(
    "source",
    [
        "## A\n\n### B\n\n## C\n\nText cu `<script>` și `[a](javascript:x)`.",
        "[![logo](a.png)](b.md)",
        "    # cod\n\n- a\n\n    - b\n\n        > c",
        "[^1]: Nota: text.\n\nA[^1] <!-- <script> --> <a@b.ro>",
        "- " * 30 + "-",
        "a" + " " * 64 + "\nb",
        "::: {lang=en-GB}\na\n:::",
    ],
)
def test_what_is_right_is_told_nothing(source: str) -> None:
    assert told(source) == []


# --- hostile and huge -------------------------------------------------------------------------------------------------

NESTED = "*[HT]: x\n\n" + "*a **b " * 190 + "c** d* " * 190


@pytest.mark.parametrize(
    "source",
    [
        *(
            (mark * 1_000_000)[:1_048_576]
            for mark in ("*", "_", "`", "<", "![", "[", ">", "- ", "&", "{", "[a](", "<a ", "|", "# a\n", "1. ", "\\")
        ),
        *(
            (mark * 100_000)[:100_000]
            for mark in ("*a_ ", "<b>", "[a](b) ", "a\n: b\n", "[^1]", "*[a]: b\n", "-\n", "\u00a0")
        ),
        "".join("    " * depth + "- a\n" for depth in range(300)),
        "".join(f"a[^{note}] " for note in range(9000)) + "".join(f"\n\n[^{note}]: b" for note in range(9000)),
        "|a" * 4000 + "|\n" + "|-" * 4000 + "|\n" + "|a\n" * 4000,
        "# a" + " " * 1_000_000 + "b",
        "[" * 190 + "a" + "](x.md)" * 190,
        NESTED,
    ],
    ids=lambda source: f"{source[:8]!r}-{len(source)}",
)
def test_no_text_takes_long_or_recurses(source: str) -> None:
    start = time.process_time()
    parse_body(PATH, source, 1, "ro")
    assert time.process_time() - start < 8


def test_a_long_ordinary_body_is_read() -> None:
    source = "## Titlu\n\nUn text *obișnuit* cu o [legătură](a.md) și nr. 5.\n\n" * 2000
    outline, body, found = parse_body(PATH, source, 1, "ro")
    assert len(outline.sections) == 2000
    assert body.text.count("legătură") == 2000
    assert found == ()


INLINE = r"""
* ** _ ` `` < ![ [ ] ](x.md) ]( ( ) ![a](b.png) [^1] [^1]: | {#x} {.a} {onclick=x} {id} !!! ::: &nbsp; &#2; &#3; & \ " '
<div> </div> <b> </b> <script> </script> </a> <!-- --> <? ?> ]]> HT text w 5 <svg> <math> <table> <style> <title> <p>
<select> <template> <plaintext> <br> <em> <h2> </h2> = - + > # ## javascript:x data:x <http://a.b> <a@b.c> nr. ș [r]
"""
BLOCKS = """
\n|\n\n|\n    |    |\t|- |1. | |\n---\n|\n===\n|\n:   def\n|::: {lang=en}\n|\n:::\n|!!! note\n    |\n*[HT]: Hyper\n|
\n[r]: u 't'\n|\n[^1]: nota\n|<a href='javascript:x'>|<img src=x onerror=y>|<h2 id='x'>|<p id=fn:1>|<b title='"&lt;>'>|
\x00|\x02|\x03klzzwxh:0001\x03|\u0338
"""
TABLE = "\n|a|b|\n|-|:-|\n|c|d|\n"
FRAGMENTS = [*INLINE.split(), *BLOCKS.split("|"), TABLE]
hostile = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=40).map("".join)


def inside(source: str, line: int, column: int) -> bool:
    """Say whether a place is in the source."""
    lines = source.split("\n")
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


@settings(steady, max_examples=programs.size(150, 400, 4000))
@given(hostile, st.sampled_from(["ro", "pl", "en"]))
def test_any_text_gives_safe_whole_html_and_places_inside(source: str, lang: str) -> None:
    outline, body, found = parse_body(PATH, source, 1, lang)
    places = [item.place for item in found]
    places += [Place(PATH, heading.line, heading.column) for heading in outline.headings]
    places += [Place(PATH, target.line, target.column) for target in outline.targets]
    assert all(inside(source, place.line, place.column) for place in places)
    assert len(set(outline.ids)) == len(outline.ids)
    slots = re.compile("\x02[ASIBTWN]:[^\x02\x03]*\x03")
    assert not re.search("[\x02\x03]", slots.sub("", body.html))
    page = fill(body.html, {}, {}, "Back to note {}", "Table {}", {})
    assert not re.search("[\x02\x03]", page)
    assert not re.search(r"<(script|style|svg|math|iframe|template)", page)
    bare = re.sub(r'(title|alt|class|aria-label|id|lang)="[^"]*"', "", page)
    assert not re.search(r"<[^>]*(javascript:|data:|\son\w+=)", bare)


@steady
@given(st.text(max_size=60).map(str.strip))
def test_fingerprints_of_sections_are_stable_under_reflow(text: str) -> None:
    words = [word for word in re.findall(r"\w+", text) if not re.search(r"[\x00-\x1f\x7f-\x9f]", word)]
    sections = parse_body(PATH, f"## T\n\n{' '.join(words)}", 1, "ro")[0].sections
    assert sections == parse_body(PATH, "## T\n\n" + "\n".join(words), 1, "ro")[0].sections


@steady
@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=10))
def test_filling_escapes_whatever_it_is_given(address: str, word: str, lang: str) -> None:
    body = parse_body(PATH, "[a](x.md)[^1]\n\n|t|\n|-|\n\n!!! note\n    b\n\n[^1]: c", 1, "ro")[1]
    page = fill(body.html, {"x.md": (address, lang)}, {"fn:1": word}, word, word, {"note": word})
    shape = fill(body.html, {"x.md": ("x", "y" if lang else "")}, {}, "", "", {"note": ""})
    tags, retagged = (re.sub(r">[^<]*", ">", one) for one in (page, shape))  # in a text, quotes are only quotes
    assert re.sub(r'"[^"]*"|[^<>"]', "", tags) == re.sub(r'"[^"]*"|[^<>"]', "", retagged)


# --- reading what the sanitiser writes --------------------------------------------------------------------------------

PIECES = [
    *("<p", "<i", "<a", "<td", "<br", "<img", "<pre", "</p", "</i", "</a", "<b>", "</b>", "<b/>", "<!-- a -->"),
    *(" title=", " href=", " alt=", " id=", " class", "=", '"', "'", ">", "/>", "<", "/", " ", "\n", "\u00a0", "]]>"),
    *("a", "ș", "&", "&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&#10;", "&#62;", "&#338;", "<!", "<?", "</"),
    *("<i title='a\"b>c<d&e\u00a0f'>", "<i title=a'b>", "<script>a<b</script>", "<textarea><i>", "<td align=left>"),
]  # fmt: skip


class Reader(HTMLParser):
    """Gives tags and texts, as the weaver meets them."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.met: list[tuple[str, object]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.met.append((f"/{tag}", {}))

    def handle_data(self, data: str) -> None:
        self.met.append(("", data))


@settings(steady, max_examples=programs.size(500, 1500, 15000))
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_the_weaver_reads_what_the_sanitiser_writes_as_a_parser_does(source: str) -> None:
    written = sanitised_html(source)
    met: list[tuple[str, object]] = []
    for index, piece in enumerate(weave._TAG.split(written)):
        if index % 2:
            tag, _, attributes = piece.partition(" ")
            values = {name: entities.unescape(value) for name, value in weave._attributes(attributes).items()}
            met.append((tag, values))
        elif piece:
            assert "<" not in piece
            assert ">" not in piece
            met.append(("", entities.unescape(piece)))
    assert met == Reader(written).met
