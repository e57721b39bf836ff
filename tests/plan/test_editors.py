"""The editors' pages: the guide, the fields of all types, all that editors may be told; readers are not led there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import feedparser
import markup_reader
import programs
import pytest
import sites

from sitegen.disk import load
from sitegen.model import Field, routes
from sitegen.model import kinds as model_kinds
from sitegen.model.diagnostics import RULES, Diagnostic, Place
from sitegen.read import kinds, theme
from sitegen.tools import bulletin
from sitegen.tools.translations import stamping

DESIGN = theme.read(load.design(programs.ROOT))[0]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = sites.make(tmp_path_factory.mktemp("editing"), {"content/news/one.ro.md": sites.news("Una")})
    assert sites.codes(sites.build(root)) == []
    return root / "public"


def test_each_language_has_its_guide_and_readers_are_not_led_there(public: Path) -> None:
    for language, root in sites.EDITORS.items():
        words = {"ro": "Cum publicați un anunț din browser", "en": "Publish an announcement in the browser"}[language]
        assert words in (public / root / "index.html").read_text("utf-8")
        for part in ("", "fields/", "codes/", "translations/"):
            page = (public / root / part / "index.html").read_text("utf-8")
            assert '<meta name="robots" content="noindex' in page
            assert 'hreflang="x-default"' not in page
    assert "editors" not in (public / "sitemap.xml").read_text("utf-8")
    for path in public.rglob("*.html"):
        if not path.is_relative_to(public / "en/editors"):
            links = markup_reader.read(path.read_text("utf-8")).links()
            ours = path.is_relative_to(public / "ro/pentru-redactori")
            assert ours or not any("editors/" in link or "pentru-redactori/" in link for link in links), path


def test_every_code_is_explained_in_the_page_s_language(public: Path) -> None:
    for language, word in (("ro", "nu este o dată"), ("en", "is no date")):
        page = (public / sites.EDITORS[language] / "codes/index.html").read_text("utf-8")
        assert sorted(re.findall(r'<dt id="([a-z-]+)">', page)) == sorted(RULES)
        assert word in page


def declared() -> Iterator[tuple[str, Field]]:
    def below(fields: tuple[Field, ...], above: str) -> Iterator[tuple[str, Field]]:
        for field in fields:
            yield above + field.name, field
            yield from below(field.fields, f"{above}{field.name}.")

    for one in DESIGN.types.values():
        yield from below(one.fields, "")


def test_every_field_of_every_type_is_there(public: Path) -> None:
    page = (public / sites.EDITORS["en"] / "fields/index.html").read_text("utf-8")
    shown = set(re.findall(r'<th scope="row"><code>([a-z_.]+)</code>', page))
    assert shown == {path for path, _field in declared()}
    for one in DESIGN.types.values():
        assert f'id="_{one.name}"' in page


def test_every_example_is_a_value_of_its_kind() -> None:
    checked = 0
    for path, field in declared():
        example = (field.example or model_kinds.EXAMPLES.get(field.kind, "")).strip('"')
        if example and field.kind in kinds.LEAVES:
            value = kinds.LEAVES[field.kind](example, Place(path), field)
            assert not isinstance(value, Diagnostic), (path, example)
            checked += 1
    assert checked > 100
    assert set(kinds.LEAVES) - set(model_kinds.EXAMPLES) == {"text", "choice", "zone"}


def test_a_language_without_a_guide_is_told_in_english(tmp_path: Path) -> None:
    root = sites.make(
        tmp_path,
        {
            "content/site.yaml": sites.SITE.replace("[ro, en]", "[ro, uk]"),
            "locales/uk/LC_MESSAGES/messages.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n',
            "content/news/one.ro.md": sites.news("Una"),
        },
    )
    sites.build(root)
    page = (root / "public/uk/editors/index.html").read_text("utf-8")
    assert '<div class="body" lang="en">' in page
    assert "is no date" in (root / "public/uk/editors/codes/index.html").read_text("utf-8")
    (root / "content/news/one.ro.md").write_text(sites.news("Alta"), "utf-8")  # the theme is remembered
    sites.build(root)
    assert page == (root / "public/uk/editors/index.html").read_text("utf-8")


def test_a_site_s_own_guide_lies_over_ours(tmp_path: Path) -> None:
    files = {
        "content/news/one.ro.md": sites.news("Una"),
        "templates/editors/guide.ro.md": "*Aici* <b onclick=x()>b</b>\n",
    }
    root = sites.make(tmp_path, files)
    sites.build(root)
    page = (root / "public" / sites.EDITORS["ro"] / "index.html").read_text("utf-8")
    assert "<em>Aici</em>" in page
    assert "onclick" not in page


# --- what is to be translated -----------------------------------------------------------------------------------------


def test_what_is_to_be_translated_is_a_page_and_a_feed(tmp_path: Path) -> None:
    outdated = "  source: {front: x, lead: y}\n"
    files = {
        "content/news/missing.ro.md": sites.news("Lipsă"),
        "content/news/outdated.ro.md": sites.news("Veche", "updated: 2026-03-04\n", "Text."),
        "content/news/outdated.en.md": f"---\ntitle: Old\ntranslation:\n  of: ro\n  status: official\n{outdated}---\n",
        "content/news/hidden.ro.md": sites.news("Ascuns", "draft: true\n"),
        "content/news/draft.ro.md": sites.news("Început"),
        "content/news/draft.en.md": sites.translation("Begun", "draft: true\n"),
        "content/news/done.en.md": sites.translation("Done").replace("unofficial", "official"),
        "content/news/done.ro.md": sites.news("Gata"),
    }
    root = sites.make(tmp_path, files)
    (root / "content/news/done.en.md").write_text(stamped(root, "news/done"), "utf-8")
    assert sites.codes(sites.build(root)) == []
    public = root / "public"
    page = (public / "en/editors/translations/index.html").read_text("utf-8")
    rows = re.findall(r'lang="ro">([^<]+)</a></th><td>([^<]+)</td><td>([^<]+)</td><td><code>([^<]+)</code>', page)
    assert sorted(rows) == [
        ("Lipsă", "English", "missing", "content/news/missing.en.md"),
        ("Veche", "English", "outdated: front, lead", "content/news/outdated.en.md"),
        ("Început", "English", "missing", "content/news/draft.en.md"),
    ]
    assert '<meta name="robots" content="noindex' in page
    assert "neactualizată: front, lead" in (public / "ro/pentru-redactori/translations/index.html").read_text("utf-8")
    feed = feedparser.parse((public / "en/editors/translations/feed.xml").read_bytes())
    assert not feed.bozo
    assert {entry.title for entry in feed.entries} == {"Lipsă (English)", "Veche (English)", "Început (English)"}
    assert next(one.updated for one in feed.entries if "Veche" in one.title).startswith("2026-03-04")
    assert "translations" not in (public / "sitemap.xml").read_text("utf-8")


def stamped(root: Path, identity: str) -> str:
    """Give the English version of an announcement, stamped."""
    found = bulletin(root)[0]
    versions = found and found.read(identity)[0]
    assert versions
    done = stamping.done(versions, versions.translations["en"])
    assert done
    return done.decode()


def test_what_is_done_anew_is_a_new_entry_of_the_feed(tmp_path: Path) -> None:
    files = {"content/news/one.ro.md": sites.news("Una"), "content/news/one.en.md": sites.translation("One")}
    root = sites.make(tmp_path, files)
    ids = set()
    for source in ("", "  source: {front: x}\n", "  source: {front: x, lead: y}\n"):
        text = f"---\ntitle: One\ntranslation:\n  of: ro\n  status: official\n{source}---\n\nText.\n"
        (root / "content/news/one.en.md").write_text(text, "utf-8")
        sites.build(root)
        feed = feedparser.parse((root / "public/en/editors/translations/feed.xml").read_bytes())
        ids |= {entry.id for entry in feed.entries}
    assert len(ids) == 3


# --- in the browser alone ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("repository", "form", "keys"),
    [
        ("https://github.com/example/bulletin", "https://github.com/example/bulletin/new/main", ("filename", "value")),
        (
            "https://gitlab.example.org/a/b/",
            "https://gitlab.example.org/a/b/-/new/main",
            ("file_name", "content"),
        ),
        ("https://code.example.org/a/b", "", ()),
    ],
)
def test_a_file_of_each_type_is_begun_at_the_code_host(
    repository: str, form: str, keys: tuple[str, ...], tmp_path: Path
) -> None:
    settings = f"{sites.SITE}repository: {repository}\n"
    root = sites.make(tmp_path, {"content/site.yaml": settings, "content/news/one.ro.md": sites.news("Una")})
    assert sites.codes(sites.build(root)) == []
    files = sites.begun(root, "ro")
    assert len(files) == len(DESIGN.types)
    for path, text, href in files:
        assert routes.source(path)
        address, _, query = href.partition("?")
        assert address == form
        assert parse_qs(query) == dict(zip(keys, ([path], [text]), strict=False))
    page = (root / "public/ro/pentru-redactori/index.html").read_text("utf-8")
    ways = {"github.com": "/upload/main/inbox", "gitlab.example.org": "/-/tree/main/inbox"}
    uploads = [f"{repository.rstrip('/')}{way}" for host, way in ways.items() if host in repository]
    assert re.findall(r'href="([^"]+/inbox)"', page) == uploads


def test_what_is_begun_asks_for_its_answers_and_nothing_else(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una")})
    sites.build(root)
    for path, text, _href in sites.begun(root, "ro"):
        codes = set(sites.codes(sites.build(sites.make(tmp_path, {path: text}))))
        assert codes <= {"field-missing", "value-missing", "field-unanswered", "item-empty"}, (path, codes)
        assert "value-missing" in codes
        (root / path).unlink()


def test_a_translation_is_begun_or_changed_at_the_code_host(tmp_path: Path) -> None:
    files = {
        "content/site.yaml": f"{sites.SITE}repository: https://github.com/example/bulletin\n",
        "content/news/one.ro.md": sites.news(
            """'Una: „două” și "trei"'""",
            "contact: [{email: a@b.test, purpose: Întrebări}]\n",
            "Text.\n\n## Cum\n\nAșa.",
        ),
        "content/news/two.ro.md": sites.news("Două"),
        "content/news/two.en.md": sites.translation("Two"),
    }
    root = sites.make(tmp_path, files)
    sites.build(root)
    page = (root / "public/en/editors/translations/index.html").read_text("utf-8")
    assert "https://github.com/example/bulletin/edit/main/content/news/two.en.md" in page
    (link,) = re.findall(r'href="(https://github.com/example/bulletin/new/main\?[^"]+)"', page)
    asked = parse_qs(urlsplit(html.unescape(link)).query)
    (path,), (text,) = asked["filename"], asked["value"]
    assert html.unescape(re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)[0]) == text
    assert (root / path).relative_to(root).as_posix() == "content/news/one.en.md"
    sites.make(root, {path: f"{text.replace('draft: true', 'draft: false')}Text.\n\n## How\n\nSo.\n"})
    assert [one.code for one in sites.build(root).problems if one.place.path == path] == []
    assert "one.en.md" not in (root / "public/en/editors/translations/index.html").read_text("utf-8")
