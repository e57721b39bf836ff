"""Addresses: no two things stand in one place, and nothing is written out of place."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path, PurePosixPath

import pytest
import sites

from sitegen import build
from sitegen.build import order as pipeline
from sitegen.disk import load, write
from sitegen.model.pages import Plan
from sitegen.model.terms import Terms
from sitegen.plan import plan
from sitegen.read import theme

TYPE = "folder: {0}\nlabel: [One, Many]\nfallback: {1}\nfields: {{}}\n"
FILES: dict[str, str | bytes] = {
    "content/topics.yaml": "reading: {ro: Lectură, en: Reading}\n",
    "content/news/una/index.ro.md": sites.news("Una", "topics: [reading]\n", "[foaie](sheet.pdf)"),
    "content/news/una/sheet.pdf": b"%PDF",
    "content/news/alta.ro.md": sites.news("Alta"),
}


def planned(root: Path) -> Plan:
    """Plan a site without building it."""
    design, _found = theme.read(load.design(root))
    order = pipeline.Order(root, root / "public", Terms(sites.AS_OF + timedelta(1)))
    site, _report = build.look(order, lambda _stage, _done, _total: None)
    assert site is not None
    return plan(site, design, "")


def paths(root: Path) -> list[str]:
    made = planned(root)
    return [page.path for page in made.pages] + [copy.path for copy in made.copies]


def told(root: Path) -> list[tuple[str, str, int]]:
    """Build, and give the errors: code, path, line."""
    found = [problem for problem in sites.build(root).problems if problem.severity == "error"]
    return [(problem.code, problem.place.path, problem.place.line) for problem in found]


def with_alias(alias: str) -> dict[str, str | bytes]:
    una = sites.news("Una", f"topics: [reading]\naliases: [{alias}]\n", "[foaie](sheet.pdf)")
    return {**FILES, "content/news/una/index.ro.md": una}


# --- the property -----------------------------------------------------------------------------------------------------


def test_every_planned_path_is_unique_and_none_is_a_folder_of_another(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            **FILES,
            "templates/types/memo/fields.yaml": TYPE.format("memos", "link"),
            "templates/types/note/fields.yaml": TYPE.format("notes", "hide"),
            "content/news/una/index.ro.md": sites.news(
                "Una",
                "topics: [reading]\nslug: prima\naliases: [/vechi/una, /vechi/una/alta, /en/news/una/]\n",
                "[f](x.pdf)",
            ),
            "content/news/una/x.pdf": b"%PDF",
            "content/news/alta.en.md": sites.translation("Other", "slug: other\naliases: [old.html, /vechi/]\n"),
            "content/memos/una.ro.md": sites.news("Memo", "aliases: [/ro/noutati/prima/y/]\n"),
            "content/notes/una.ro.md": sites.news("Notă"),
            "content/pages/una/index.ro.md": sites.news("Pagină", "slug: despre\n", "[f](x.pdf)"),
            "content/pages/una/x.pdf": b"%PDF",
        },
    )
    assert told(root) == []
    made = paths(root)
    assert [path for path, count in Counter(path.lower() for path in made).items() if count > 1] == []
    assert [path for path in made for folder in PurePosixPath(path).parents if str(folder) in made] == []
    assert {*made, "manifest.json"} == {*sites.tree(root / "public")}
    assert {
        "vechi/index.html", "vechi/una/index.html", "vechi/una/alta/index.html", "old.html/index.html",
        "ro/noutati/una/index.html", "ro/noutati/prima/x.pdf", "en/news/una/index.html", "en/news/una/x.pdf",
        "en/news/alta/index.html", "ro/una/index.html", "ro/despre/index.html", "en/una/index.html",
    } <= {*made}  # fmt: skip


# --- old addresses ----------------------------------------------------------------------------------------------------


def test_an_old_address_leads_to_the_document(tmp_path: Path) -> None:
    root = sites.make(tmp_path, with_alias("/Vechi/una.htm"))
    assert told(root) == []
    text = (root / "public/Vechi/una.htm/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.test/ro/noutati/una/">' in text
    assert 'content="0; url=../../ro/noutati/una/"' in text


@pytest.mark.parametrize("alias", ["/ro/noutati/una/", "ro/noutati/una", "/en/news/una/"])
def test_an_old_address_where_the_document_stands_is_silently_fine(tmp_path: Path, alias: str) -> None:
    plain, aliased = sites.make(tmp_path / "plain", FILES), sites.make(tmp_path / "aliased", with_alias(alias))
    assert told(plain) == told(aliased) == []
    assert paths(aliased) == paths(plain)
    assert sites.difference(sites.tree(plain / "public"), sites.tree(aliased / "public")) == ""


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("/../../evil/", "path-invalid"),
        ("/ro/../../evil", "path-invalid"),
        ("https://elsewhere.test/x/", "path-invalid"),
        ("/404.html", "slug-reserved"),
        ("/sitemap.xml/x/", "slug-reserved"),
        ("static/x/", "slug-reserved"),
        ("/Static/style.css", "slug-reserved"),
        ("/ro/", "slug-reserved"),
        ("/RO", "slug-reserved"),
        ("/ro/index.html/x/", "slug-reserved"),
        ("/ro/feed.xml/x/", "slug-reserved"),
        ("/ro/noutati/", "slug-reserved"),
        ("/ro/noutati/page/2/", "slug-reserved"),
        ("/ro/noutati/2026/", "slug-reserved"),
        ("/ro/noutati/register/2026/", "slug-reserved"),
        ("/ro/teme/", "slug-reserved"),
        ("/ro/teme/reading/", "slug-reserved"),
        ("/vechi/nul/", "slug-reserved"),
        ("/ro/noutati/alta/", "slug-clash"),
        ("/en/news/alta/", "slug-clash"),
        ("/ro/noutati/Alta/", "slug-clash"),
        ("/ro/noutati/una/sheet.pdf", "slug-clash"),
        ("/ro/noutati/una/sheet.pdf/x/", "slug-clash"),
        ("/en/news/una/Sheet.PDF/x/", "slug-clash"),
    ],
)
def test_an_old_address_that_is_something_else_is_refused(tmp_path: Path, alias: str, code: str) -> None:
    root = sites.make(tmp_path / "site", with_alias(alias))
    assert told(root) == [(code, "content/news/una/index.ro.md", 7)]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_two_documents_with_one_old_address_are_told(tmp_path: Path) -> None:
    files = {
        "content/news/una.ro.md": sites.news("Una", "aliases: [/vechi/]\n"),
        "content/news/una.en.md": sites.translation("One", "aliases: [/Vechi/]\n"),
    }
    assert told(sites.make(tmp_path, dict(files))) == [("slug-clash", "content/news/una.en.md", 4)]


# --- addresses that are gone ------------------------------------------------------------------------------------------

GONE = "content/gone.yaml"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("../evil", "path-invalid"),
        ("https://elsewhere.test/x/", "path-invalid"),
        ("/ro/", "slug-reserved"),
        ("sitemap.xml", "slug-reserved"),
        ("_headers", "slug-reserved"),
        ("/Static/x/", "slug-reserved"),
        ("/ro/x/index.html/", "slug-reserved"),
        ("/ro/nul/", "slug-reserved"),
        ("/ro/noutati/una/", "slug-clash"),
        ("/en/news/UNA", "slug-clash"),
        ("/vechi/", "slug-clash"),
        ("/ro/noutati/una/sheet.pdf", "slug-clash"),
        ("/en/news/una/Sheet.pdf/x/", "slug-clash"),
    ],
)
def test_what_is_there_cannot_be_gone(tmp_path: Path, address: str, code: str) -> None:
    gone = {GONE: f"# Gone\n{address}: {{title: Una, went: 2026-01-02}}\n"}
    root = sites.make(tmp_path, {**with_alias("/vechi/"), **gone})
    assert told(root) == [(code, GONE, 2)]


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("x", ("group-expected", 1)),
        ("{went: 2026}", ("value-missing", 1)),
        ("{title: null, went: 2026}", ("null-refused", 1)),
        ("{title: X}", ("value-missing", 1)),
        ("\n  title: X\n  went: ieri", ("date-invalid", 3)),
        ("\n  title: X\n  went: 2026\n  replaced_by: news/nowhere", ("reference-unknown", 4)),
        ("\n  title: X\n  went: 2026\n  by: news/una", ("key-unknown", 4)),
        ("{title: X, went: 2026}\n/RO/vechi: {title: X, went: 2026}", ("slug-clash", 2)),
    ],
)
def test_what_is_wrong_with_an_address_that_is_gone_is_told(tmp_path: Path, entry: str, found: tuple[str, int]) -> None:
    root = sites.make(tmp_path, {**FILES, GONE: f"/ro/vechi/: {entry}\n"})
    assert [(code, line) for code, path, line in told(root) if path == GONE] == [found]


def test_what_was_a_list_or_a_feed_can_be_gone_until_there_is_one_again(tmp_path: Path) -> None:
    entry = "{title: X, went: 2026}"
    addresses = ("ro/teme/travel/", "ro/teme/travel/feed.xml/", "ro/noutati/2025/", "ro/teme/reading/", "ro/noutati/")
    root = sites.make(tmp_path, {**FILES, GONE: "".join(f"{address}: {entry}\n" for address in addresses)})
    assert told(root) == []

    def gone() -> list[str]:
        made = [address for address in addresses if (root / f"public/{address}index.html").is_file()]
        rules = (root / "public/_redirects").read_text("utf-8")
        stubs = [one for one in made if "noindex" in (root / f"public/{one}index.html").read_text("utf-8")]
        assert stubs == [address for address in addresses if f"/{address} " in rules]
        return stubs

    assert gone() == ["ro/teme/travel/", "ro/teme/travel/feed.xml/", "ro/noutati/2025/"]
    sites.make(root, {"content/news/alta.ro.md": sites.news("Alta").replace("2026-01-02", "2025-01-02")})
    assert told(root) == []
    assert gone() == ["ro/teme/travel/", "ro/teme/travel/feed.xml/"]


def test_what_is_gone_is_in_no_list_and_no_index(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path, {**FILES, GONE: "ro/noutati/veche/: {title: Veche, went: 2026-01, replaced_by: null}\n"}
    )
    assert told(root) == []
    naming = [path for path, data in sites.tree(root / "public").items() if b"noutati/veche" in data]
    assert naming == [".htaccess", "_redirects", "manifest.json", "nginx-sitegen.conf"]
    text = (root / "public/ro/noutati/veche/index.html").read_text("utf-8")
    assert "<h1>Veche</h1>" in text
    assert '<time datetime="2026-01">ianuarie 2026</time>' in text
    assert "canonical" not in text


# --- names and slugs --------------------------------------------------------------------------------------------------


NAMES = ["2026", "circulars", "com1", "en", "index", "noutati", "nul", "page", "register", "teme"]


@pytest.mark.parametrize(("slug", "line"), [("", 1), ("slug: n-{}\n", 6)], ids=["plain", "slug"])
def test_a_name_with_a_meaning_of_its_own_is_refused_even_under_a_slug(tmp_path: Path, slug: str, line: int) -> None:
    files = {f"content/news/{name}.ro.md": sites.news("Una", slug.format(name)) for name in NAMES}
    assert told(sites.make(tmp_path, dict(files))) == [("slug-reserved", path, line) for path in files]


def test_a_slug_with_a_meaning_of_its_own_is_refused(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/pages/una.ro.md": sites.news("Una", "slug: institutii\n")})
    assert told(root) == [("slug-reserved", "content/pages/una.ro.md", 6)]


def test_a_slug_that_is_the_name_of_a_fallback_is_told(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {**FILES, "content/news/alta.en.md": sites.translation("Other", "slug: una\n")})
    assert told(root) == [("slug-clash", "content/news/alta.en.md", 4)]


def test_a_slug_that_is_the_name_of_another_announcement_is_told(tmp_path: Path) -> None:
    swapped = {
        "content/news/una.ro.md": sites.news("Una", "slug: alta\n"),
        "content/news/alta.ro.md": sites.news("Alta", "slug: una\n"),
    }
    root = sites.make(tmp_path, dict(swapped))
    # Each has an address of its own, but the name of one, where it must lead on for ever, is the page of the other.
    assert told(root) == [("slug-clash", "content/news/alta.ro.md", 6), ("slug-clash", "content/news/una.ro.md", 6)]


def test_an_attachment_may_not_be_a_page(tmp_path: Path) -> None:
    files = {**FILES, "content/news/una/index.html": b"<p>", "content/news/una/INDEX.HTM": b"<p>"}
    listed = "attachments:\n- file: index.html\n- file: INDEX.HTM\n"
    root = sites.make(tmp_path, {**files, "content/news/una/index.ro.md": sites.news("Una", listed)})
    place = "content/news/una/index.ro.md"
    assert told(root) == [("file-kind", place, 7), ("file-kind", place, 8)]


# --- sections ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["memo", "page"])
def test_two_types_in_one_folder_are_told(tmp_path: Path, name: str) -> None:
    root = sites.make(tmp_path, {**FILES, f"templates/types/{name}/fields.yaml": TYPE.format("news", "show")})
    assert {code for code, _path, _line in told(root)} == {"slug-clash"}
    assert not (root / "public").exists()


def words(address: str) -> str:
    return f'{sites.PO_HEADER}\nmsgctxt "address"\nmsgid "awards"\nmsgstr "{address}"\n'


@pytest.mark.parametrize("address", ["noutăți", "Teme"])
def test_sections_whose_names_become_one_address_are_told(tmp_path: Path, address: str) -> None:
    root = sites.make(tmp_path, {**FILES, "locales/ro/LC_MESSAGES/messages.po": words(address)})
    ((code, path, _line),) = told(root)
    assert code == "slug-clash"
    assert path.startswith("templates/types/")


def test_a_section_whose_name_leaves_no_address_keeps_its_folders(tmp_path: Path) -> None:
    award = "name: P\nrecipient: scoala\ngranted_by: null\n"
    root = sites.make(
        tmp_path,
        {
            "content/organisations.yaml": "scoala: {ro: Școala, en: The School}\n",
            "content/awards/una.ro.md": sites.news("Una", award),
            "locales/ro/LC_MESSAGES/messages.po": words("…"),
        },
    )
    assert told(root) == []
    assert "ro/awards/una/index.html" in paths(root)
    assert '<html lang="ro" ' in (root / "public/ro/index.html").read_text("utf-8")


# --- the disk ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["../evil.html", "ro/../../evil.html", "/evil.html", "ro\\evil.html"])
def test_a_path_out_of_the_folder_is_never_written(tmp_path: Path, path: str) -> None:
    output = tmp_path / "public"
    found = write.survey(output, {}, 0)
    with pytest.raises(ValueError, match="evil"), write.Writing(output, found) as writing:
        writing.stage(path, b"x")
    assert list(tmp_path.rglob("*evil*")) == []
