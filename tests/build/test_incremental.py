"""The rebuild: what is rendered after which edit, and that it always equals a clean build."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sites

from sitegen import build
from sitegen.build import order as pipeline
from sitegen.build.memory import GENERATIONS
from sitegen.language import voices
from sitegen.model.terms import Terms

FILES: dict[str, str | bytes] = {
    "content/topics.yaml": "reading: {ro: Lectură, en: Reading}\n",
    "content/news/one.ro.md": sites.news("Una", "topics: [reading]\n", "[Alta](announcement:news/two)"),
    "content/news/one.en.md": sites.translation("One"),
    "content/news/two.ro.md": sites.news("Două"),
    "content/news/three/index.ro.md": sites.news("Trei", "", "[foaie](sheet.pdf)"),
    "content/news/three/sheet.pdf": b"%PDF-1.4",
}


def edit_body(root: Path) -> None:
    path = root / "content/news/two.ro.md"
    path.write_text(path.read_text("utf-8") + "\nÎncă un rând.\n", "utf-8")


def edit_title(root: Path) -> None:
    path = root / "content/news/two.ro.md"
    path.write_text(path.read_text("utf-8").replace("Două", "Doi"), "utf-8")


def copy(root: Path) -> None:
    """Copy a file unchanged under another language's name: its bytes are known, what they mean is not."""
    shutil.copy(root / "content/news/two.ro.md", root / "content/news/four.ro.md")


def delete_translation(root: Path) -> None:
    (root / "content/news/one.en.md").unlink()


def empty_translation(root: Path) -> None:
    """Leave of a translation what an editing screen writes for a language without text."""
    (root / "content/news/one.en.md").write_text("\n", "utf-8")


def delete_announcement(root: Path) -> None:
    (root / "content/news/one.ro.md").unlink()
    (root / "content/news/one.en.md").unlink()


def rename(root: Path) -> None:
    (root / "content/news/three").rename(root / "content/news/third")


def edit_topic(root: Path) -> None:
    (root / "content/topics.yaml").write_text("reading: {ro: Citit, en: Reading}\n", "utf-8")


def edit_template(root: Path) -> None:
    (root / "templates/pages").mkdir(parents=True)
    (root / "templates/pages/redirect.html").write_text("<!doctype html><title>{{ view.title.text }}</title>", "utf-8")


def edit_register(root: Path) -> None:
    (root / "templates/pages").mkdir(parents=True)
    (root / "templates/pages/register.html").write_text(
        "<!doctype html><title>{{ view.heading.text }}</title>", "utf-8"
    )


def edit_attachment(root: Path) -> None:
    (root / "content/news/three/sheet.pdf").write_bytes(b"%PDF-1.7")


def grow_attachment(root: Path) -> None:
    (root / "content/news/three/sheet.pdf").write_bytes(b"%PDF-1.4" * 200)


def edit_catalogue(root: Path) -> None:
    folder = root / "locales/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(sites.PO_HEADER + '\nmsgid "Home"\nmsgstr "Start"\n', "utf-8")


def touch(root: Path) -> None:
    for path in root.glob("content/**/*.md"):
        path.touch()


EDITS = [
    edit_body, edit_title, copy, delete_translation, empty_translation, delete_announcement, rename, edit_topic,
    edit_template, edit_register, edit_attachment, grow_attachment, edit_catalogue, touch,
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_a_warm_build_equals_a_clean_one(tmp_path: Path, edit: Callable[[Path], None]) -> None:
    root = sites.make(tmp_path / "site", FILES)
    assert not sites.codes(sites.build(root))
    edit(root)
    warm = sites.build(root)
    clean = sites.build(root, tmp_path / "clean", clean=True)
    assert sites.codes(warm) == sites.codes(clean) == []
    assert sites.difference(sites.tree(tmp_path / "clean"), sites.tree(root / "public")) == ""
    assert sites.build(root).counts["rendered"] == 0


# What each edit shows in. The site has 65 pages: index, 404, sitemap, robots, the catalogue of data and four files for
# hosts; in each language the home, the list from A to Z, the page of data, the section with its one year, the register
# as page, table and data, whole and of the year, the topics, the one topic, two feeds of all, of the section and of the
# topic, three documents, one of them beside its other version, and four pages and a feed for editors. `written` counts
# files whose bytes differ, attachments among them.
COUNTS = [
    # No byte has changed, so no key has.
    (touch, 0, 0),
    # Its page, and the one where it stands in for the English version that it lacks; what is to be translated (2),
    # which has the stamps of the text as it is now.
    (edit_body, 4, 4),
    # In each language its page (2), the home (2), the list from A to Z (2), the section and its year (4), the register
    # and its year as page, table and data (12); and the Romanian feeds of all and of the section (4), for English ones
    # hold English documents only; and what is to be translated, as page and feed (4). The link that another text has to
    # it is in that text's own words, and the sitemap has addresses.
    (edit_title, 30, 30),
    # In Romanian only: the topics, the topic with its feeds, the home that counts it, the document that has it.
    (edit_topic, 6, 6),
    # Nothing has moved, so no page uses it.
    (edit_template, 0, 0),
    # The register and its year, in two languages; table and data have no template.
    (edit_register, 4, 4),
    # As large as before, so the pages say the same; the file stands beside the page and the fallback.
    (edit_attachment, 0, 2),
    # The two pages say its size, and the file stands beside both.
    (grow_attachment, 2, 4),
    # All English pages have a catalogue that is new to them (28). The word stands in the trail of those below the home:
    # section, year, two registers, data, topics, topic, the list from A to Z, three documents, the comparison, and the
    # editors' four pages.
    (edit_catalogue, 28, 16),
]


@pytest.mark.parametrize(("edit", "rendered", "written"), COUNTS, ids=[edit.__name__ for edit, *_counts in COUNTS])
def test_an_edit_renders_what_shows_it(
    tmp_path: Path, edit: Callable[[Path], None], rendered: int, written: int
) -> None:
    root = sites.make(tmp_path, FILES)
    first = sites.build(root).counts
    assert (first["pages"], first["rendered"]) == (65, 65)
    edit(root)
    report = sites.build(root)
    assert sites.codes(report) == []
    assert (report.counts["rendered"], report.counts["written"]) == (rendered, written)
    assert {reason for reasons in report.rendered.values() for reason in reasons} <= voices.REASONS.keys()


@pytest.mark.parametrize("language", ["ro", "en"])
def test_a_title_that_stands_in_another_text_is_new_there_too(tmp_path: Path, language: str) -> None:
    body = sites.news("Una", "", "- <announcement:news/two>")
    both = {"content/news/one.en.md": sites.translation("One", "", "- <announcement:news/two>")}
    files = {**FILES, **both, "content/news/one.ro.md": body}
    if language == "en":
        files["content/news/two.en.md"] = sites.translation("Two")
    root = sites.make(tmp_path / "site", files)
    assert not sites.codes(sites.build(root))
    path = root / f"content/news/two.{language}.md"
    path.write_text(path.read_text("utf-8").replace("title: ", "title: Noua "), "utf-8")
    assert not sites.codes(sites.build(root))
    pages = [root / "public" / page / "index.html" for page in ("ro/noutati/one", "en/news/one", "ro/noutati/one/en")]
    shown = [page.read_text("utf-8").count(">Noua ") for page in pages]
    # On the page of the other language only where that borrows the title; in the comparison in its reader's language.
    assert [count > 0 for count in shown] == ([True, True, True] if language == "ro" else [False, True, False])
    sites.build(root, tmp_path / "clean", clean=True)
    assert sites.difference(sites.tree(tmp_path / "clean"), sites.tree(root / "public")) == ""


@pytest.mark.parametrize("damage", ["lost", "truncated", "foreign", "folder"])
def test_a_damaged_memory_changes_nothing(tmp_path: Path, damage: str) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    before = sites.tree(root / "public")
    file = sites.memory(root)
    if damage == "truncated":
        file.write_bytes(file.read_bytes()[:5000])
    elif damage == "foreign":
        file.write_bytes(b"something else\n" * 1000)
    else:
        file.unlink()
    if damage == "folder":
        file.mkdir()
    report = sites.build(root)
    assert sites.codes(report) == []
    assert sites.tree(root / "public") == before


def test_a_changed_output_file_is_made_again(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    before = sites.tree(root / "public")
    (root / "public/ro/index.html").write_text("mine", "utf-8")
    (root / "public/en/index.html").unlink()
    (root / "public/ro/stray.html").write_text("stray", "utf-8")
    report = sites.build(root)
    assert report.counts["removed"] == 1
    assert report.counts["written"] == 2
    assert sites.tree(root / "public") == before


def test_the_manifest_names_every_file_and_document(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    data = json.loads((root / "public/manifest.json").read_text("utf-8"))
    assert set(data["files"]) == set(sites.tree(root / "public")) - {"manifest.json"}
    assert data["documents"]["news/one"].keys() == {"ro", "en"}


def test_content_with_errors_changes_nothing(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    before = sites.tree(root / "public")
    (root / "content/news/two.ro.md").write_text("---\ntitle: Doi\n---\n", "utf-8")
    assert sites.codes(sites.build(root)) == ["value-missing"]
    assert sites.tree(root / "public") == before


def test_new_pages_are_told(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    (root / "content/news/five.ro.md").write_text(sites.news("Cinci"), "utf-8")
    (address,) = sites.build(root).new
    assert address.startswith("ro/")
    assert address.endswith("/five/")


@pytest.mark.parametrize("table", ["bodies", "announcements"])
def test_what_the_memory_lost_is_read_again(tmp_path: Path, table: str) -> None:
    root = sites.make(tmp_path / "site", FILES)
    sites.build(root)
    with sqlite3.connect(sites.memory(root)) as connection:
        connection.execute(f"delete from {table}")  # noqa: S608
    connection.close()
    sites.build(root, tmp_path / "other")
    assert sites.difference(sites.tree(root / "public"), sites.tree(tmp_path / "other")) == ""


def test_a_file_that_changes_while_it_is_looked_at_is_looked_at_again(tmp_path: Path) -> None:
    root = sites.make(tmp_path / "site", FILES)
    sheet = root / "content/news/three/sheet.pdf"
    told = list[str]()

    def edited(stage: str, _done: int, _total: int) -> None:
        """Be the editor who saves just before the file is copied."""
        if stage == "render" and stage not in told:
            sheet.write_bytes(b"%PDF-2.0")
        told.append(stage)

    order = pipeline.Order(root, root / "public", Terms(sites.AS_OF), secret=sites.SECRET)
    report = build.build(order, edited)
    assert sites.codes(report) == []
    assert (root / "public/ro/noutati/three/sheet.pdf").read_bytes() == b"%PDF-2.0"
    sites.build(root, tmp_path / "clean", clean=True)
    assert sites.difference(sites.tree(tmp_path / "clean"), sites.tree(root / "public")) == ""


def test_what_was_looked_at_anew_is_known_the_next_time(tmp_path: Path) -> None:
    """Restored files have new stamps; they are read once, not at each build."""
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    page = root / "public/ro/index.html"
    page.touch()
    noted = [_noted(root) for _build in range(3) if sites.build(root).counts["rendered"] == 0]
    assert noted[0]["files"]["ro/index.html"][1] == page.stat().st_mtime_ns
    assert noted[0] == noted[1] == noted[2]


def _noted(root: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(sites.memory(root))) as connection:
        ((text,),) = connection.execute("select text from notes where key = 'output:public'")
    noted: dict[str, Any] = json.loads(text)
    return noted


def test_what_no_source_uses_is_forgotten_after_a_while(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    (root / "content/news/one.en.md").unlink()
    body = root / "content/news/two.ro.md"
    held = list[dict[str, int]]()
    for number in range(2 * GENERATIONS):
        body.write_text(sites.news("Două", "", f"Rândul {number}."), "utf-8")
        sites.build(root)
        with closing(sqlite3.connect(sites.memory(root))) as connection:
            tables = ("readings", "announcements", "bodies")
            counts = (connection.execute(f"select count(*) from {table}").fetchone() for table in tables)  # noqa: S608
            held.append({table: count for table, (count,) in zip(tables, counts, strict=True)})
    # Of the three announcements one is another each time: there are three, what was published before, and what the
    # last builds used.
    assert held[-1] == held[-2] == dict.fromkeys(held[-1], 2 + 1 + 1 + GENERATIONS)
    body.write_text(sites.news("Două"), "utf-8")
    report = sites.build(root)
    assert report.counts["parsed"] == 1


def test_every_stage_is_told(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    order, told = pipeline.Order(root, root / "public", Terms(sites.AS_OF)), dict[str, tuple[int, int]]()
    build.build(order, lambda stage, done, total: told.update({stage: (done, total)}))
    assert list(told) == ["parse", "check", "plan", "render", "write"]
    assert all(done == total > 0 for done, total in told.values())


def test_a_check_tells_what_the_build_of_the_same_input_told(tmp_path: Path) -> None:
    """Of input that was built it is remembered, so a change, another moment and no build are looked at anew."""
    one = "content/news/one.ro.md"
    later = sites.news("Două").replace("2026-01-02", "2026-12-24")
    first = sites.news("Una", body="Vedeți [aici](two.ro.md).")
    root = sites.make(tmp_path, {one: first, "content/news/two.ro.md": later})

    def told(as_of: datetime = sites.AS_OF) -> list[tuple[str, str]]:
        order = pipeline.Order(root, root / "public", Terms(as_of), 1, secret=sites.SECRET)
        report = build.check(order, lambda _stage, _done, _total: None)
        return [(problem.place.path, problem.code) for problem in report.problems]

    before = told()
    assert before == [(one, "link-words"), (one, "reference-hidden")]
    assert told(sites.AS_OF.replace(month=12, day=25)) == [(one, "link-words")]
    sites.make(root, {one: sites.news("Una", body="Vedeți [programul](announcement:news/two).")})
    built = [(problem.place.path, problem.code) for problem in sites.build(root).problems]
    assert told() == built
    assert told(sites.AS_OF.replace(month=12, day=25)) == []
    sites.make(root, {one: sites.news("Una", body="[aici](announcement:news/two)")})
    assert (one, "link-words") in told()


def test_what_is_said_to_make_no_difference_is_an_option() -> None:
    """All other options belong to the key; a name here that is none would be a forgotten one."""
    options = {part.name for kind in (pipeline.Order, Terms) for part in fields(kind)}
    assert options >= pipeline.INDIFFERENT


def test_why_a_repealed_act_is_rendered_has_words(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una")})
    sites.build(root)
    sites.make(root, {"content/news/two.ro.md": sites.news("Două", "supersedes: [news/one]\n")})
    report = sites.build(root)
    assert "life" in report.rendered["ro/noutati/one/index.html"]
    assert {reason for reasons in report.rendered.values() for reason in reasons} <= voices.REASONS.keys()
