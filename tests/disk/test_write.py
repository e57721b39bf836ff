"""The output folder: whose it is, and that nothing outside it is written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sites

from sitegen.disk import write

FILES = {"content/news/one.ro.md": sites.news("Una")}


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    root = sites.make(tmp_path / "site", FILES)
    other = tmp_path / "home"
    other.mkdir()
    (other / "thesis.odt").write_bytes(b"x")
    with pytest.raises(write.RefusedError, match="foreign"):
        sites.build(root, other)
    assert sites.tree(other) == {"thesis.odt": b"x"}


@pytest.mark.parametrize("output", [".", "content", "content/news", "templates", ".."])
def test_a_folder_over_the_sources_is_refused(tmp_path: Path, output: str) -> None:
    root = sites.make(tmp_path / "site", FILES)
    before = sites.tree(root)
    with pytest.raises(write.RefusedError, match="sources"):
        sites.build(root, root / output)
    assert sites.tree(root) == before


def test_hidden_files_of_the_operator_stay(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    (root / "public/.nojekyll").touch()
    (root / "public/.git").mkdir()
    (root / "public/.git/HEAD").write_text("ref", "utf-8")
    sites.build(root)
    assert (root / "public/.nojekyll").exists()
    assert (root / "public/.git/HEAD").exists()


def test_the_one_hidden_file_that_is_ours_is_kept_right(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    file = root / "public/.htaccess"
    right = file.read_bytes()
    assert sites.build(root).counts["written"] == 0
    file.write_bytes(b"Options +Indexes")
    assert sites.build(root).counts["written"] == 1
    assert file.read_bytes() == right
    file.unlink()
    assert sites.build(root).counts["written"] == 1
    assert file.read_bytes() == right


def test_somebody_elses_htaccess_is_not_written_over(tmp_path: Path) -> None:
    root = sites.make(tmp_path / "site", FILES)
    other = sites.make(tmp_path / "www", {".htaccess": "Require all denied"})
    (other / "content/site.yaml").unlink()
    (other / "content").rmdir()
    with pytest.raises(write.RefusedError, match="foreign"):
        sites.build(root, other)
    assert sites.tree(other) == {".htaccess": b"Require all denied"}


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_in_the_output_leads_nowhere(tmp_path: Path) -> None:
    root = sites.make(tmp_path / "site", FILES)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("mine", "utf-8")
    sites.build(root)
    before = sites.tree(root / "public")
    for name in ("ro/news", "en"):
        place = root / "public" / name
        for path in sorted(place.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        if place.exists():
            place.rmdir()
        place.parent.mkdir(exist_ok=True)
        place.symlink_to(outside, target_is_directory=True)
    sites.build(root)
    assert sites.tree(outside) == {"index.html": b"mine"}
    assert sites.tree(root / "public") == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_an_output_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    root = sites.make(tmp_path / "site", FILES)
    (tmp_path / "elsewhere").mkdir()
    (root / "public").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(write.RefusedError, match="link"):
        sites.build(root)
    assert sites.tree(tmp_path / "elsewhere") == {}


def test_a_file_where_a_folder_must_be_makes_way(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    before = sites.tree(root / "public")
    (root / "public/ro/index.html").unlink()
    (root / "public/ro/index.html").mkdir()
    (root / "public/ro/index.html/inner").touch()
    sites.build(root)
    assert sites.tree(root / "public") == before


def test_parts_of_a_killed_build_are_cleared_away(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    before = sites.tree(root / "public")
    (root / "public/ro/index.html.sitegen-part").write_text("half", "utf-8")
    (root / "public/manifest.json.sitegen-part").write_text("half", "utf-8")
    sites.build(root)
    assert sites.tree(root / "public") == before
