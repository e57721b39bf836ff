"""Links in a text: to sources, anchors and files; what is not published is never named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sites

STEPS = "## Pași de urmat\n\nText.\n\n## Sfârșit\n"


def body(root: Path, address: str) -> str:
    """Give what a page has for its text."""
    text = (root / "public" / address / "index.html").read_text("utf-8")
    match = re.search(r'<div class="body"[^>]*>(.*?)</div>', text, re.DOTALL)
    assert match
    return match[1].strip()


def told(root: Path, severity: str = "error") -> list[tuple[str, str, int]]:
    """Build, and give what was found but for stamps: code, path, line."""
    return [
        (problem.code, problem.place.path, problem.place.line)
        for problem in sites.build(root).problems
        if problem.severity == severity and problem.code != "translation-unstamped"
    ]


# --- announcements ----------------------------------------------------------------------------------------------------


def test_a_path_to_a_source_leads_to_its_page_in_the_readers_language(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/news/2025/two.ro.md": sites.news("Două", "slug: al-doilea\n", STEPS),
            "content/news/2025/two.en.md": sites.translation("Two", "", "## What to do\n\n## The end\n"),
            "content/news/2026/flat.ro.md": sites.news(
                "Una", "", "[a](../2025/two.ro.md#pasi-de-urmat) [b](bundle/index.ro.md#sfarsit) [c](flat.ro.md)"
            ),
            "content/news/2026/bundle/index.ro.md": sites.news(
                "Trei", "", "[a](../../2025/two.en.md#sfarsit) [b](../flat.ro.md)\n\n## Sfârșit"
            ),
            "content/pages/bundle/index.ro.md": sites.news("Pagină", "", "[a](../../news/2025/two.ro.md#sfarsit)"),
        },
    )
    assert told(root) == []
    assert body(root, "ro/noutati/flat") == (
        '<p><a href="../al-doilea/#pasi-de-urmat">a</a> <a href="../bundle/#sfarsit">b</a> <a href="./">c</a></p>'
    )
    assert body(root, "en/news/flat") == (
        '<p><a href="../two/#pasi-de-urmat">a</a> <a href="../bundle/#sfarsit" hreflang="ro">b</a> '
        '<a href="./" hreflang="ro">c</a></p>'
    )
    assert '<a href="../al-doilea/#sfarsit">a</a> <a href="../flat/">b</a>' in body(root, "ro/noutati/bundle")
    assert '<a href="../two/#sfarsit">a</a> <a href="../flat/" hreflang="ro">b</a>' in body(root, "en/news/bundle")
    assert body(root, "ro/bundle") == '<p><a href="../noutati/al-doilea/#sfarsit">a</a></p>'


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("../2025/three.ro.md", "reference-unknown"),
        ("announcement:news/three", "reference-unknown"),
        ("announcement:", "reference-unknown"),
        ("../2025/two.ro.md#pasi", "link-anchor"),
        ("announcement:news/two#pasi", "link-anchor"),
        ("#pasi", "link-anchor"),
        # An anchor is the original's, whatever the language of the text that links it.
        ("announcement:news/two#what-to-do", "link-anchor"),
    ],
)
def test_a_dead_link_is_told(tmp_path: Path, target: str, code: str) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/news/2025/two.ro.md": sites.news("Două", "", STEPS),
            "content/news/2025/two.en.md": sites.translation("Two", "", "## What to do\n\n## The end\n"),
            "content/news/2026/one.ro.md": sites.news("Una", "", f"[a]({target})"),
        },
    )
    assert told(root) == [(code, "content/news/2026/one.ro.md", 8)]


# --- anchors ----------------------------------------------------------------------------------------------------------

UNPAIRED = "## What to do {#pasi-de-urmat}\n\n### More\n\n## The end\n"


def test_an_anchor_that_the_readers_version_lacks_is_left_out(tmp_path: Path) -> None:
    both = "[a](announcement:news/two#pasi-de-urmat) [b](announcement:news/two#sfarsit)"
    root = sites.make(
        tmp_path,
        {
            "content/news/two.ro.md": sites.news("Două", "", STEPS),
            "content/news/two.en.md": sites.translation("Two", "", UNPAIRED),
            "content/news/one.ro.md": sites.news("Una", "", both),
            "content/news/one.en.md": sites.translation("One", "", both),
        },
    )
    unpaired = [("heading-unpaired", "content/news/two.en.md", line) for line in (8, 10)]
    assert told(root, "warning") == unpaired
    ours, theirs = '<a href="../two/#pasi-de-urmat">a</a>', '<a href="../two/#sfarsit">b</a>'
    assert body(root, "ro/noutati/one") == f"<p>{ours} {theirs}</p>"
    assert body(root, "en/news/one") == f'<p>{ours} <a href="../two/">b</a></p>'
    assert '<h2 id="the-end">' in body(root, "en/news/two")


def test_in_a_translation_that_does_not_pair_only_its_own_ids_are_known(tmp_path: Path) -> None:
    own = f"{UNPAIRED}\n[a](#pasi-de-urmat) [b](#the-end)\n"
    files = {"content/news/two.ro.md": sites.news("Două", "", STEPS)}
    root = sites.make(tmp_path / "own", {**files, "content/news/two.en.md": sites.translation("Two", "", own)})
    assert told(root) == []
    assert '<a href="#pasi-de-urmat">a</a> <a href="#the-end">b</a>' in body(root, "en/news/two")
    theirs = f"{UNPAIRED}\n[a](#sfarsit)\n"
    root = sites.make(tmp_path / "theirs", {**files, "content/news/two.en.md": sites.translation("Two", "", theirs)})
    assert told(root) == [("link-anchor", "content/news/two.en.md", 12)]


def test_in_a_translation_that_pairs_an_id_may_be_its_own_or_the_originals(tmp_path: Path) -> None:
    files = {
        "content/news/two.ro.md": sites.news("Două", "", STEPS),
        "content/news/two.en.md": sites.translation("Two", "", "## Do\n\n## End\n\n[a](#end) [b](#sfarsit)\n"),
    }
    root = sites.make(tmp_path, dict(files))
    assert told(root) == []
    assert '<a href="#sfarsit">a</a> <a href="#sfarsit">b</a>' in body(root, "en/news/two")


def test_a_paired_id_that_the_translation_uses_elsewhere_is_told(tmp_path: Path) -> None:
    files = {
        "content/news/two.ro.md": sites.news("Două", "", STEPS),
        "content/news/two.en.md": sites.translation("Two", "", "## Do\n\nText.\n{: #sfarsit }\n\n## End\n"),
    }
    assert told(sites.make(tmp_path, dict(files))) == [("id-doubled", "content/news/two.en.md", 11)]


# --- what is not published --------------------------------------------------------------------------------------------

CIRCULAR = """\
---
title: Circulară
summary: null
published: 2026-01-02
issuer: null
registration: {number: "7", date: 2026-01-02}
addressees: [Școli]
subject: Subiectul
legal_basis:
- {as_written: Legea A, announcement: news/ciorna}
- {as_written: Legea B, announcement: news/viitor}
- {as_written: Legea C, announcement: notes/ascuns}
signatories: null
supersedes: [news/ciorna]
---
"""


def test_what_is_not_published_or_hidden_is_never_named(tmp_path: Path) -> None:
    related = "related: [news/ciorna, news/viitor, notes/ascuns]\nabout: news/ciorna\n"
    text = "[a](announcement:news/ciorna) [b](viitor.ro.md#x) [c](announcement:notes/ascuns)"
    root = sites.make(
        tmp_path,
        {
            "templates/types/note/fields.yaml": "folder: notes\nlabel: [Note, Notes]\nfallback: hide\nfields: {}\n",
            "content/news/ciorna.ro.md": sites.news("Titlu ciornă", "draft: true\n"),
            "content/news/viitor.ro.md": sites.news("Titlu viitor").replace("2026-01-02", "2027-01-02"),
            "content/notes/ascuns.ro.md": sites.news("Titlu ascuns"),
            "content/news/una.ro.md": sites.news("Una", related, text),
            "content/news/doua.ro.md": sites.news("Două", "about: news/viitor\n"),
            "content/circulars/c.ro.md": CIRCULAR,
        },
    )
    assert told(root) == []
    assert set(told(root, "warning")) == {
        ("reference-hidden", path, line)
        for path, lines in (
            ("content/news/una.ro.md", (6, 7, 10)),
            ("content/news/doua.ro.md", (6,)),
            ("content/circulars/c.ro.md", (10, 11, 14)),
        )
        for line in lines
    }
    files = {path: data.decode("utf-8", "replace") for path, data in sites.tree(root / "public").items()}
    unpublished = re.compile(r"ciorna|viitor|Titlu ciornă|Titlu viitor")
    del files["ro/pentru-redactori/index.html"]  # whose guide has the words too
    assert [path for path, held in files.items() if unpublished.search(path) or unpublished.search(held)] == []
    ours = [path for path, held in files.items() if path.startswith("en/") and "ascuns" in path + held]
    assert [path for path in ours if not path.startswith("en/editors/translations/")] == []
    assert body(root, "en/news/una") == "<p><a>a</a> <a>b</a> <a>c</a></p>"
    assert body(root, "ro/noutati/una") == '<p><a>a</a> <a>b</a> <a href="../../notes/ascuns/">c</a></p>'
    for law in "ABC":
        assert f'<span lang="ro">Legea {law}</span>' in files["en/circulars/c/index.html"]
    assert '<a href="../../notes/ascuns/">Legea C</a>' in files["ro/circulare/c/index.html"]


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_in_the_text_is_listed_and_an_image_is_not(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/news/una/index.ro.md": sites.news("Una", "", "[Foaia](foaie.pdf) ![O poză](poza.png)"),
            "content/news/una/foaie.pdf": b"x" * 1_249_999,
            "content/news/una/poza.png": b"x",
            "content/news/una/rest.pdf": b"x",
        },
    )
    assert told(root) == []
    for address, size in (("ro/noutati/una", "1,2\xa0MB"), ("en/news/una", "1.2\xa0MB")):
        assert body(root, address) == '<p><a href="foaie.pdf">Foaia</a> <img src="poza.png" alt="O poză"></p>'
        text = (root / "public" / address / "index.html").read_text("utf-8")
        listed = re.findall(r'<ul class="files">(.*?)</ul>', text, re.DOTALL)
        assert [re.sub(r"\s*\n\s*", "", item) for item in listed] == [
            f'<li><a href="foaie.pdf">foaie.pdf</a><span class="count">PDF, {size}</span></li>'
        ]
        there = {path.name for path in (root / "public" / address).iterdir()}
        assert there == {"index.html", "foaie.pdf", "poza.png"}


@pytest.mark.parametrize(
    ("target", "bundled", "flat"),
    [
        ("", "link-outside", "link-outside"),
        ("//host.test/x", "link-root", "link-root"),
        ("/ro/", "link-root", "link-root"),
        ("?q", "file-missing", "link-outside"),
        (".", "link-outside", "link-outside"),
        ("..", "link-outside", "link-outside"),
        ("../../../../etc/passwd", "link-outside", "link-outside"),
        ("../two/foaie.pdf", "link-outside", "link-outside"),
        ("%2e%2e/two/foaie.pdf", "link-outside", "link-outside"),
        ("foaie.pdf?x", "file-missing", "link-outside"),
        ("lipsa.pdf", "file-missing", "link-outside"),
        ("pagina.html", "file-kind", "link-outside"),
        ("desen.SVG", "file-kind", "link-outside"),
        ("foaie.pdf", "", "link-outside"),
        ("javascript:alert(1)", "link-scheme", "link-scheme"),
    ],
)
def test_a_link_is_a_file_beside_the_text_or_refused(tmp_path: Path, target: str, bundled: str, flat: str) -> None:
    files: dict[str, str | bytes] = {
        f"content/news/{name}": b"x" for name in ("una/foaie.pdf", "una/pagina.html", "una/desen.SVG", "two/foaie.pdf")
    }
    files |= {"content/news/two/index.ro.md": sites.news("Două")}
    for path, code in (("una/index.ro.md", bundled), ("una.ro.md", flat)):
        place = f"content/news/{path}"
        root = sites.make(tmp_path / path, {**files, place: sites.news("Una", "", f"[x]({target})")})
        assert told(root) == ([(code, place, 8)] if code else [])


def test_an_empty_link_is_named_as_it_is_written(tmp_path: Path) -> None:
    report = sites.build(sites.make(tmp_path, {"content/news/una.ro.md": sites.news("Una", "", "[x]()")}))
    assert [problem.arguments for problem in report.problems] == [{"value": "()"}]


def test_one_unreadable_announcement_hides_no_dead_link_of_another(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/news/broken.ro.md": "---\ntitle: a: b\n---\n",
            "content/news/fine.ro.md": sites.news(
                "Una", "", "[a](announcement:news/broken#x) [b](announcement:news/none)"
            ),
        },
    )
    found = sites.build(root).problems
    assert [(problem.code, problem.place.path) for problem in found] == [
        ("yaml-colon", "content/news/broken.ro.md"),
        ("reference-unknown", "content/news/fine.ro.md"),
    ]


# --- references without words -----------------------------------------------------------------------------------------

BARE = "<announcement:news/two>"


def linked(title: str, address: str = "../two/") -> str:
    return f'<a href="{address}">{title}</a>'


def test_a_reference_without_words_is_shown_by_the_title(tmp_path: Path) -> None:
    places = [
        ("A {} b, {}.", "<p>A {} b, {}.</p>"),
        ("- Punct {}", "<li>Punct {}</li>"),
        ("| {} | b |\n|---|---|\n| c | *{}* |", "<td><em>{}</em></td>"),
        ("> {}", "<blockquote>\n<p>{}</p>"),
        ("## Vezi {}", '<h2 id="vezi">Vezi {}</h2>'),
        ("## {}", '<h2 id="section">{}</h2>'),
        ("Notă[^1].\n\n[^1]: {}", "<p>{}\u00a0<a"),
        ('"{}"!', "<p>„{}”!</p>"),
    ]
    text = "\n\n".join(source for source, _html in places).replace("{}", BARE)
    root = sites.make(
        tmp_path,
        {
            "content/news/two.ro.md": sites.news('"Două & <jumătate>"'),
            "content/news/two.en.md": sites.translation("Two and a half"),
            "content/news/one.ro.md": sites.news("Una", "", text),
        },
    )
    assert told(root) == []
    for address, title in (
        ("ro/noutati/one", "Două &amp; &lt;jumătate&gt;"),
        ("en/news/one", '<span lang="en">Two and a half</span>'),
    ):
        page = (root / "public" / address / "index.html").read_text("utf-8")
        for _source, html in places:
            assert html.replace("{}", linked(title)) in page
    contents = (root / "public/en/news/one/index.html").read_text("utf-8")
    assert "\x02" not in contents


def test_a_title_from_another_language_says_which(tmp_path: Path) -> None:
    passage = f"::: {{lang=en}}\n{BARE}\n:::\n\n{BARE.upper().replace('NEWS/TWO', 'news/two')} {BARE[:-1]}#nou>"
    files = {
        "content/news/two.ro.md": sites.news("Două", "", "## Nou"),
        "content/news/one.ro.md": sites.news("Una", "", passage),
        "content/news/one.en.md": sites.translation("One", "", BARE),
    }
    root, borrowed = sites.make(tmp_path, dict(files)), '<span lang="ro">Două</span>'
    assert told(root) == []
    assert body(root, "ro/noutati/one") == f'<div lang="en">\n<p>{linked(borrowed)}</p>'
    assert linked("Două", "../two/#nou") in (root / "public/ro/noutati/one/index.html").read_text("utf-8")
    assert body(root, "en/news/one") == '<p><a href="../two/" hreflang="ro"><span lang="ro">Două</span></a></p>'


def test_the_contents_name_what_a_heading_refers_to(tmp_path: Path) -> None:
    text = "".join(f"## {number} {BARE}\n\nText.\n\n" for number in range(5))
    files = {"content/news/two.ro.md": sites.news("Două"), "content/news/one.ro.md": sites.news("Una", "", text)}
    page = sites.make(tmp_path, files)
    assert told(page) == []
    html = (page / "public/ro/noutati/one/index.html").read_text("utf-8")
    assert re.search(r'<a href="#3">3\s+Două</a>', html)
    assert "\x02" not in html


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("<announcement:news/none>", "reference-unknown"),
        ("<announcement:news/two#none>", "link-anchor"),
        ("<announcement:>", "angle-brackets"),
        ("<www.edu.ro>", "angle-brackets"),
        ("<content/news/two.ro.md>", "angle-brackets"),
        ("<Art. 5>", "angle-brackets"),
        ("<data limită>", "angle-brackets"),
        ("clasa <a>", "angle-brackets"),
        ("<i>varianta</i> <b>", "angle-brackets"),
        ("varianta <b>, nu <b>x</b>", "angle-brackets"),
        ("semnat <p> de", "angle-brackets"),
    ],
)
def test_what_stands_in_angle_brackets_is_never_lost_without_a_word(tmp_path: Path, written: str, code: str) -> None:
    files = {
        "content/news/two.ro.md": sites.news("Două", "", "## Nou"),
        "content/news/one.ro.md": sites.news("Una", "", f"- a {written} b"),
    }
    assert told(sites.make(tmp_path, files)) == [(code, "content/news/one.ro.md", 8)]


def test_elements_and_escaped_brackets_are_no_words_that_are_lost(tmp_path: Path) -> None:
    written = r"- a \<nume>, \<b>, <b>x <b>y</b></b>,<br>H<sub>2</sub>O<wbr>"
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una", "", written)})
    assert told(root) == told(root, "warning") == []
    assert "a &lt;nume&gt;, &lt;b&gt;, <b>x <b>y</b></b>,<br>H<sub>2</sub>O<wbr>" in body(root, "ro/noutati/one")


def test_what_is_not_shown_yet_is_not_named_by_a_reference(tmp_path: Path) -> None:
    files = {
        "content/news/two.ro.md": sites.news("Ciornă", "draft: true\n"),
        "content/news/one.ro.md": sites.news("Una", "", f"## {BARE}\n\nVezi {BARE}."),
    }
    root = sites.make(tmp_path, files)
    assert told(root, "warning") == [("reference-hidden", "content/news/one.ro.md", line) for line in (8, 10)]
    assert body(root, "ro/noutati/one") == '<h2 id="section"><a>…</a></h2>\n<p>Vezi <a>…</a>.</p>'
