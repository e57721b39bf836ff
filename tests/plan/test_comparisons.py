"""Two versions of an announcement side by side: which pages there are, what stands beside what, what is marked."""

from __future__ import annotations

import re
from pathlib import Path

import markup_reader
import pytest
import sites

from sitegen.read.markup import parse_body

SITE = sites.SITE.replace("[ro, en]", "[ro, pl, en]").replace("en: Bulletin", "pl: Biuletyn, en: Bulletin")


def built(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Build a site in three languages; give the folder of its pages."""
    root = sites.make(folder, {"content/site.yaml": SITE, **files})
    assert sites.codes(sites.build(root)) == []
    return root / "public"


def pair(folder: Path, left: str, right: str, more: str = "") -> str:
    """Build an announcement in Romanian and Polish from two bodies; give the Romanian page beside the Polish one."""
    files: dict[str, str | bytes] = {
        "content/news/one.ro.md": sites.news("Una", "", left),
        "content/news/one.pl.md": sites.translation("Jedna", more, right),
    }
    return text(built(folder, files), "ro/noutati/one/pl")


def text(public: Path, address: str) -> str:
    return (public / address / "index.html").read_text("utf-8")


def rows(page: str) -> list[tuple[str, str]]:
    """Give what is in the cells of each row after the titles, without markup; nothing for a cell that is not there."""
    found = []
    for row in page.split("</main>")[0].split('<div class="pair">')[1:]:
        left, _, right = row.partition('<div class="second">')
        cells = (re.sub(r'<p class="which".*?</p>|<[^>]+>', " ", cell) for cell in (left, right))
        found.append(tuple(" ".join(cell.split()) for cell in cells))
    return [(left, right) for left, right in found]


# --- which pages there are --------------------------------------------------------------------------------------------

THREE: dict[str, str | bytes] = {
    "content/news/one.ro.md": sites.news("Una", "slug: prima\n", "Text."),
    "content/news/one.pl.md": sites.translation("Jedna", "slug: pierwsza\n", "Tekst."),
    "content/news/one.en.md": sites.translation("One", "", "Words."),
    "content/news/two.ro.md": sites.news("Două", "", "Text."),
    "content/news/two.en.md": sites.translation("Two", "", "Words."),
    "content/news/three.ro.md": sites.news("Trei", "", "Text."),
    "content/pages/about.ro.md": sites.news("Despre", "", "Text."),
    "content/pages/about.en.md": sites.translation("About", "", "Words."),
}
PAIRS = {
    "ro/noutati/prima/pl/", "ro/noutati/prima/en/", "pl/aktualnosci/pierwsza/ro/", "pl/aktualnosci/pierwsza/en/",
    "en/news/one/ro/", "en/news/one/pl/", "ro/noutati/two/en/", "en/news/two/ro/", "ro/about/en/", "en/about/ro/",
}  # fmt: skip


def test_there_is_a_page_for_each_ordered_pair_of_versions(tmp_path: Path) -> None:
    public = built(tmp_path, THREE)
    pages = {
        path.parent.relative_to(public).as_posix() + "/": path.read_text("utf-8") for path in public.rglob("*.html")
    }
    assert {address for address, page in pages.items() if 'class="pair' in page} == PAIRS
    told = (public / "sitemap.xml").read_text("utf-8") + (public / "manifest.json").read_text("utf-8").split('"files"')[
        0
    ]
    for address in PAIRS:
        page = markup_reader.read(pages[address])
        document = address.rsplit("/", 2)[0] + "/"
        assert (page.indexed, page.alternates) == (False, [])
        assert page.canonical == f"https://example.test/{document}"
        assert f"/{address}<" not in told
        assert f'href="{address.split("/")[-2]}/"' in pages[document], "its document leads to it"
    # Where the original stands in for a version there is nothing to compare.
    assert 'class="beside"' not in pages["pl/aktualnosci/two/"]


def test_its_switcher_leads_to_the_same_in_other_languages(tmp_path: Path) -> None:
    public = built(tmp_path, THREE)
    links = re.findall(
        r'<a href="([^"]+)" lang="\w\w" hreflang="(\w\w)"( class="fallback")?>', text(public, "ro/noutati/prima/pl")
    )
    assert links == [("../../../../pl/aktualnosci/pierwsza/ro/", "pl", ""), ("../../../../en/news/one/pl/", "en", "")]
    links = re.findall(
        r'<a href="([^"]+)" lang="\w\w" hreflang="(\w\w)"( class="fallback")?>', text(public, "ro/noutati/two/en")
    )
    assert links == [
        ("../../../../pl/aktualnosci/two/", "pl", ' class="fallback"'),
        ("../../../../en/news/two/ro/", "en", ""),
    ]


def test_a_theme_whose_template_is_empty_has_none(tmp_path: Path) -> None:
    public = built(tmp_path, {**THREE, "templates/pages/compare.html": "\n"})
    assert not [address for address in PAIRS if (public / address).exists()]
    assert 'class="beside"' not in text(public, "ro/noutati/prima")


@pytest.mark.parametrize("alias", ["/ro/noutati/one/en/", "/ro/noutati/one/EN/x/"])
def test_an_old_address_cannot_stand_in_its_place(tmp_path: Path, alias: str) -> None:
    files: dict[str, str | bytes] = {
        "content/news/one.ro.md": sites.news("Una"),
        "content/news/one.en.md": sites.translation("One"),
        "content/news/two.ro.md": sites.news("Două", f"aliases: [{alias}]\n"),
    }
    assert sites.codes(sites.build(sites.make(tmp_path, files))) == ["slug-clash"]


# --- what stands beside what ------------------------------------------------------------------------------------------


def test_parts_stand_beside_their_counterparts(tmp_path: Path) -> None:
    page = pair(tmp_path, "Lead.\n\n## A\n\naa\n\n### A1\n\n## B\n\nbb", "Wstęp.\n\n## X\n\nxx\n\n### X1\n\n## Y\n\nyy")
    assert rows(page) == [("Lead.", "Wstęp."), ("A aa A1", "X xx X1"), ("B bb", "Y yy")]
    assert '<div class="body" lang="pl">\n<p>Wstęp.' in page
    assert '<h1 class="title">Una</h1>' in page
    assert '<h2 class="title" lang="pl">Jedna</h2>' in page


LEFT = "## A {#a}\n\n## B {#b}\n\n## C {#c}\n\n### Deep"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (LEFT, "## A' {#a}\n\n## Own\n\n## C' {#c}", [("A", "A'"), ("B", ""), ("", "Own"), ("C Deep", "C'")]),
        (LEFT, "## Own\n\n## B' {#b}", [("A", ""), ("", "Own"), ("B", "B'"), ("C Deep", "")]),
        # In the order of the page's own text; none is lost.
        (LEFT, "## C' {#c}\n\n## Own\n\n## A' {#a}", [("", "Own"), ("A", "A'"), ("B", ""), ("C Deep", "C'")]),
        ("Only.", "## Own\n\nWords.", [("Only.", ""), ("", "Own Words.")]),
    ],
)
def test_a_part_without_a_counterpart_stands_alone_at_its_place(
    tmp_path: Path, left: str, right: str, expected: list[tuple[str, str]]
) -> None:
    page = pair(tmp_path, left, right)
    assert [tuple(cell.replace("Numai în această versiune. ", "") for cell in row) for row in rows(page)] == expected
    assert page.count("Numai în această versiune.") == sum("" in row for row in expected)


def test_headings_inside_something_begin_no_part(tmp_path: Path) -> None:
    body = "> ## Quoted\n\n- ## Listed\n\n::: {lang=en}\n## Passage\n:::\n\n## Real\n\n> ## Again\n\nend"
    page = pair(tmp_path, body, body)
    assert rows(page) == [("Quoted Listed Passage",) * 2, ("Real Again end",) * 2]


def test_parts_are_cut_where_they_begin() -> None:
    source = "Ș & <b>x</b>\n\n## A\n\n`## B`\n\n    ## C\n\n<h2>D</h2>\n\n[^1]\n\n[^1]: Note."
    outline, body, _told = parse_body("content/news/x.ro.md", source, 1, "ro")
    assert [name for name, _start in outline.parts] == ["a", "d", "_notes"]
    assert [body.html[start:][:4] for _name, start in outline.parts] == ["<h2 ", "<h2 ", "<div"]
    assert body.html[outline.parts[-1][1] :].startswith('<div class="footnote">')


def test_what_only_looks_like_notes_ends_no_part() -> None:
    source = '## A\n\n<div class="footnote">x</div>\n\n## B\n\n<p class="footnote">y</p>\n'
    assert [name for name, _start in parse_body("content/news/x.ro.md", source, 1, "ro")[0].parts] == ["a", "b"]


def test_notes_stand_beside_each_other_at_the_end_and_their_links_lead_there(tmp_path: Path) -> None:
    left = "Unu[^1].\n\n## A {#a}\n\nDoi[^x], [sus](#a), [jos](#doi).\n\nAici\n{#doi}\n\n[^1]: Nota.\n[^x]: Alta."
    right = "Raz[^1].\n\n## B {#a}\n\n[góra](#a), [dół](#dwa)\n\n## Own\n\nTu\n{#dwa}\n\n[^1]: Przypis."
    page = pair(tmp_path, left, right)
    assert [name[:3] for name, _other in rows(page)] == ["Unu", "A D", "", "Not"]
    read = markup_reader.read(page)
    assert len(read.ids) == len(set(read.ids))
    links = [link[1:] for link in read.links() if link.startswith("#")]
    assert set(links) <= set(read.ids)
    assert {"a", "doi", "fn:1", "fnref:x", "_pl-a", "_pl-dwa", "_pl-fn:1"} <= set(links)


def test_ids_that_attributes_name_are_those_of_their_column(tmp_path: Path) -> None:
    body = (
        '## A {#a}\n\n<table aria-labelledby="a b"><tr><th id="b">1</th></tr><tr><td headers="b">2</td></tr></table>\n'
    )
    page = pair(tmp_path, body, body)
    assert re.findall(r'(?:aria-labelledby|headers)="([^"]+)"', page) == ["a b", "b", "_pl-a _pl-b", "_pl-b"]
    assert {"a", "b", "_pl-a", "_pl-b"} <= set(markup_reader.read(page).ids)


def test_files_and_links_are_those_of_the_page(tmp_path: Path) -> None:
    public = built(
        tmp_path,
        {
            "content/news/one/index.ro.md": sites.news(
                "Una", "slug: prima\n", "![x](a.png) [doi](announcement:news/two)"
            ),
            "content/news/one/index.en.md": sites.translation("One", "", "![x](b.png) [two](announcement:news/two)"),
            "content/news/one/a.png": b"a",
            "content/news/one/b.png": b"b",
            "content/news/two.ro.md": sites.news("Două"),
            "content/news/two.en.md": sites.translation("Two"),
        },
    )
    page = text(public, "ro/noutati/prima/en")
    sources = re.findall(r'src="([^"]+)"', page)
    assert sources == ["../a.png", "../../../../en/news/one/b.png"]
    assert all((public / "ro/noutati/prima/en" / source).is_file() for source in sources)
    assert re.findall(r'<a href="([^"]+)">(?:doi|two)</a>', page) == ["../../two/", "../../two/"]
    assert [path.name for path in (public / "ro/noutati/prima/en").iterdir()] == ["index.html"]


def test_texts_of_fields_stand_side_by_side_and_facts_are_not_repeated(tmp_path: Path) -> None:
    front = """\
summary: Pe scurt
published: 2026-01-02
issuer: null
registration: {number: "1921", date: 2021-03-19}
addressees: [Școlile]
subject: Subiectul
action_required: {what: Răspundeți., by: 2026-03-01}
signatories: null
"""
    theirs = "addressees: [Szkoły]\nsubject: Temat\naction_required: {what: Proszę odpowiedzieć.}\n"
    public = built(
        tmp_path,
        {
            "content/circulars/one.ro.md": f"---\ntitle: Una\n{front}---\n\nText.\n",
            "content/circulars/one.pl.md": sites.translation("Jedna", theirs, "Tekst."),
        },
    )
    page = text(public, "ro/circulare/one/pl").split("<main")[1]
    for mine, other in (("Școlile", "Szkoły"), ("Subiectul", "Temat"), ("Răspundeți.", "Proszę odpowiedzieć.")):
        assert mine in page
        assert f'<span lang="pl">{other}</span>' in page
    assert '<p class="summary" lang="ro">' not in page
    assert "1921" not in page
    assert "2026" not in page


# --- what is marked ---------------------------------------------------------------------------------------------------

OWN, OTHER = "s-a modificat după ce a fost făcută această traducere", "s-a modificat în original după ce a fost tradusă"
NOW = "Lead.\n\n## A {#a}\n\naa\n\n> ## Q {#q}\n\n## B {#b}\n\nbb"


def stamp(was: str) -> str:
    """Write what a translation was made from."""
    sections = parse_body("content/news/one.ro.md", was, 1, "ro")[0].sections
    return ", ".join(f"{section.id}: {section.fingerprint}" for section in sections)


def stamped(title: str, was: str) -> str:
    """Write a translation whose title, as no fingerprint says else, has changed in the original."""
    block = (
        f"{{of: ro, status: official, translator: null, reviewed: null, source: {{front: 000000000000, {stamp(was)}}}}}"
    )
    return f"---\ntitle: {title}\ntranslation: {block}\n---\n\n{NOW}\n"


@pytest.mark.parametrize(
    ("was", "marked"),
    [(NOW, []), (NOW.replace("bb", "b"), [2]), (NOW.replace("Q", "P"), [1]), (NOW.replace("Lead", "L"), [0])],
)
def test_a_part_that_changed_since_is_marked_in_both_columns(tmp_path: Path, was: str, marked: list[int]) -> None:
    files: dict[str, str | bytes] = {
        "content/news/one.ro.md": sites.news("Una", "", NOW),
        "content/news/one.pl.md": stamped("Jedna", was),
        "content/news/one.en.md": stamped("One", NOW),
    }
    public = built(tmp_path, files)
    for address, other in (("ro/noutati/one/pl", OTHER), ("en/news/one/pl", "changed in the original since the other")):
        own = OWN if address.startswith("ro") else "changed since this translation was made"
        cells = rows(text(public, address))
        assert [number for number, (left, _right) in enumerate(cells) if other in left] == marked
        assert [number for number, (_left, right) in enumerate(cells) if own in right] == marked
    assert not any(OWN in cell or OTHER in cell for row in rows(text(public, "ro/noutati/one/en")) for cell in row)


def test_a_changed_title_and_an_unrecorded_state_are_said_above(tmp_path: Path) -> None:
    changed = text(
        built(
            tmp_path / "a",
            {
                "content/news/one.ro.md": sites.news("Una", "", NOW),
                "content/news/one.pl.md": stamped("Jedna", NOW),
            },
        ),
        "ro/noutati/one/pl",
    )
    fronts = changed.split('<div class="pair">')[0]
    assert OWN in fronts
    assert OTHER in fronts
    assert "Nu s-a consemnat" in pair(tmp_path / "b", "Text.", "Tekst.").split('<div class="pair">')[0]


def test_a_version_without_a_text_of_its_own_borrows_none(tmp_path: Path) -> None:
    page = pair(tmp_path, "Lead.\n\n## A\n\naa", "")
    assert rows(page) == [("Lead.", ""), ("A aa", "")]
    assert "Textul nu a fost tradus în această limbă." in page
    assert 'lang="ro"' not in page.split("<main")[1]


def test_drafts_and_statuses_are_said(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/news/one.ro.md": sites.news("Una", "", "Text."),
            "content/news/one.en.md": sites.translation("One", "draft: true\n", "Words."),
        },
    )
    assert sites.codes(sites.build(root)) == []
    assert not (root / "public/ro/noutati/one/en").exists()
    sites.build(root, drafts=True)
    page = text(root / "public", "ro/noutati/one/en")
    assert "Acest document nu a fost încă publicat." in page
    assert '<span class="count">Traducere neoficială</span>' in page
    assert '<span class="count">Original</span>' in page


# --- what is rendered -------------------------------------------------------------------------------------------------


def test_an_edit_renders_the_pairs_that_show_it(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/site.yaml": SITE, **THREE})
    sites.build(root)
    assert sites.build(root).counts["rendered"] == 0
    edited = root / "content/news/one.pl.md"
    edited.write_text(edited.read_text("utf-8") + "\nWięcej.\n", "utf-8")
    report = sites.build(root)
    beside = {path.removesuffix("index.html") for path in report.rendered} & PAIRS
    assert beside == {address for address in PAIRS if "pl/" in address}
    sites.build(root, tmp_path / "clean", clean=True)
    assert sites.difference(sites.tree(tmp_path / "clean"), sites.tree(root / "public")) == ""


# --- tables -----------------------------------------------------------------------------------------------------------


def test_tables_are_regions_that_a_keyboard_reaches_each_with_a_name_of_its_own(tmp_path: Path) -> None:
    table = "|a|b|\n|-|-|\n|1|2|\n"
    page = pair(tmp_path, f"{table}\ntext\n\n- x\n\n    {table.replace(chr(10), chr(10) + '    ')}", table)
    regions = [element for element in markup_reader.read(page).elements if element.get("role") == "region"]
    assert [region.get("aria-label") for region in regions] == ["Tabelul 1", "Tabelul 2", "Tabelul 1 (Polski)"]
    assert {region.get("tabindex") for region in regions} == {"0"}
    assert page.count("</table></div>") == 3
