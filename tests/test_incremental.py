"""The rebuild: what is rendered after which edit, and that it always equals a clean build."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sites

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


def edit_attachment(root: Path) -> None:
    (root / "content/news/three/sheet.pdf").write_bytes(b"%PDF-1.7")


def edit_catalogue(root: Path) -> None:
    folder = root / "locales/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(sites.PO_HEADER + '\nmsgid "Home"\nmsgstr "Start"\n', "utf-8")


def touch(root: Path) -> None:
    for path in root.glob("content/**/*.md"):
        path.touch()


EDITS = [
    edit_body, edit_title, copy, delete_translation, delete_announcement, rename, edit_topic, edit_template,
    edit_attachment, edit_catalogue, touch,
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


@pytest.mark.parametrize(
    ("edit", "most"),
    [(touch, 0), (edit_body, 1), (edit_attachment, 0), (edit_template, 2)],
    ids=["touch", "body", "attachment", "template"],
)
def test_an_edit_renders_no_more_than_shows_it(tmp_path: Path, edit: Callable[[Path], None], most: int) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    edit(root)
    # The body of "two" is shown in its own page and, since it has no English version, in the fallback there.
    assert sites.build(root).counts["rendered"] <= most * 2


@pytest.mark.parametrize("damage", ["lost", "truncated", "foreign", "folder"])
def test_a_damaged_memory_changes_nothing(tmp_path: Path, damage: str) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    before = sites.tree(root / "public")
    file = root / ".sitegen/memory.sqlite"
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
