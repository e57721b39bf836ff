"""Files known by their stamps: what was touched is read again, whatever its times say."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import sites

from sitegen.disk.stamps import SLACK, Stamp, moment, stamp
from sitegen.model.keys import digest

FILES = {"content/news/one.ro.md": sites.news("Una", "", "Text."), "content/news/two.ro.md": sites.news("Două")}
NEVER = 1 << 62
"""A moment after everything, as if the stamps had been taken long ago."""


def forged(known: Stamp) -> Stamp:
    """Give a stamp that is right but for its digest, so that one sees whether it was believed."""
    return known._replace(digest="forged")


def test_what_was_not_touched_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x")
    known = stamp(str(file), None, 0)
    assert known.digest == digest(b"x")
    assert stamp(str(file), forged(known), NEVER).digest == "forged"


def test_what_was_touched_just_now_is_read_again(tmp_path: Path) -> None:
    """A second write in the same tick of the clock leaves every time as it was."""
    file = tmp_path / "a"
    file.write_bytes(b"x")
    known = forged(stamp(str(file), None, 0))
    assert stamp(str(file), known, known.changed + SLACK).digest == digest(b"x")
    assert stamp(str(file), known, known.changed + SLACK + 1).digest == "forged"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no time of the last change of an entry")
def test_a_time_that_was_set_back_deceives_nobody(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x")
    known = stamp(str(file), None, 0)
    while moment(file) <= known.changed:
        pass
    file.write_bytes(b"y")
    os.utime(file, ns=(known.modified, known.modified))
    assert stamp(str(file), known, NEVER).digest == digest(b"y")


def test_a_folder_without_a_clock_is_read_each_time(tmp_path: Path) -> None:
    assert moment(None) == moment(tmp_path / "nowhere") == 0
    file = tmp_path / "a"
    file.write_bytes(b"x")
    assert stamp(str(file), forged(stamp(str(file), None, 0)), 0).digest == digest(b"x")


def test_a_checkout_with_new_times_makes_nothing_again(tmp_path: Path) -> None:
    """As in CI: every file has a new time and a new inode, the memory and the output are restored elsewhere."""
    root = sites.make(tmp_path / "site", FILES)
    sites.build(root)
    before = sites.tree(root / "public")
    shutil.copytree(root, tmp_path / "again")
    for path in (tmp_path / "again").rglob("*"):
        os.utime(path)
    counts = sites.build(tmp_path / "again").counts
    assert [counts[name] for name in ("parsed", "rendered", "written", "removed")] == [0, 0, 0, 0]
    assert sites.tree(tmp_path / "again/public") == before


def test_a_page_that_was_edited_by_hand_is_mended(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    page = root / "public/ro/index.html"
    whole, entry = page.read_bytes(), page.stat()
    page.write_bytes(whole.replace(b"Una", b"Uno"))
    os.utime(page, ns=(entry.st_atime_ns, entry.st_mtime_ns))
    report = sites.build(root)
    assert report.rendered == {"ro/index.html": ("file",)}
    assert page.read_bytes() == whole


def test_no_later_moment_is_taken_for_the_same(tmp_path: Path) -> None:
    """Nothing was edited, but what was to come has come."""
    later = sites.news("Mâine").replace("2026-01-02", "2026-11-22")
    root = sites.make(tmp_path, FILES | {"content/news/later.ro.md": later})
    sites.build(root)
    assert sites.build(root).counts["rendered"] == 0
    assert not (root / "public/ro/noutati/later/index.html").exists()
    eve, day = (sites.AS_OF.replace(day=day, hour=hour) for day, hour in ((21, 23), (22, 0)))
    assert sites.build(root, as_of=eve).counts["rendered"] == 0
    assert sites.build(root, as_of=day).counts["rendered"] > 0
    assert (root / "public/ro/noutati/later/index.html").exists()
    assert sites.build(root, as_of=day.replace(day=25)).counts["rendered"] == 0
    sites.build(root, as_of=eve)
    assert not (root / "public/ro/noutati/later/index.html").exists()
