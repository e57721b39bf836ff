"""The editors' pages: the guide, the fields of all types, all that editors may be told; readers are not led there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import markup_reader
import pytest
import sites
import tools

from sitegen import kinds, load, theme
from sitegen.diagnostics import RULES, Diagnostic, Place
from sitegen.model import Field
from sitegen.plan.editing import EXAMPLES

ROOTS = {"ro": "ro/pentru-redactori", "en": "en/editors"}
DESIGN = theme.read(load.design(tools.ROOT))[0]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = sites.make(tmp_path_factory.mktemp("editing"), {"content/news/one.ro.md": sites.news("Una")})
    assert sites.codes(sites.build(root)) == []
    return root / "public"


def test_each_language_has_its_guide_and_readers_are_not_led_there(public: Path) -> None:
    for language, root in ROOTS.items():
        words = {"ro": "Cum publicați un anunț din browser", "en": "Publish an announcement in the browser"}[language]
        assert words in (public / root / "index.html").read_text("utf-8")
        for part in ("", "fields/", "codes/"):
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
        page = (public / ROOTS[language] / "codes/index.html").read_text("utf-8")
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
    page = (public / ROOTS["en"] / "fields/index.html").read_text("utf-8")
    shown = set(re.findall(r'<th scope="row"><code>([a-z_.]+)</code>', page))
    assert shown == {path for path, _field in declared()}
    for one in DESIGN.types.values():
        assert f'id="_{one.name}"' in page


def test_every_example_is_a_value_of_its_kind() -> None:
    checked = 0
    for path, field in declared():
        example = (field.example or EXAMPLES.get(field.kind, "")).strip('"')
        if example and field.kind in kinds.LEAVES:
            value = kinds.LEAVES[field.kind](example, Place(path), field)
            assert not isinstance(value, Diagnostic), (path, example)
            checked += 1
    assert checked > 100
    assert set(kinds.LEAVES) - set(EXAMPLES) == {"text", "choice", "zone"}


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


def test_a_site_s_own_guide_lies_over_ours(tmp_path: Path) -> None:
    files = {
        "content/news/one.ro.md": sites.news("Una"),
        "templates/editors/guide.ro.md": "*Aici* <b onclick=x()>b</b>\n",
    }
    root = sites.make(tmp_path, files)
    sites.build(root)
    page = (root / "public" / ROOTS["ro"] / "index.html").read_text("utf-8")
    assert "<em>Aici</em>" in page
    assert "onclick" not in page
