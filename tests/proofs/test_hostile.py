"""What a hostile or clumsy proposal brings: nothing hangs, nothing leaves its folder, nothing runs."""

from __future__ import annotations

import csv
import io
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
import sites

from sitegen.build import order
from sitegen.cli import MISTAKES, main

FILES: dict[str, str | bytes] = {"content/news/one/index.ro.md": sites.news("Una", "", "Text.")}
REPOSITORY = Path(__file__).parents[2]
LINKS = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")


@pytest.mark.parametrize(
    "trap",
    [
        "drop table readings; create view readings as with recursive n(key) as (select 1 union all select key from n) "
        "select key, key as text, key as seal from n",
        "create trigger trap after insert on readings "
        "begin insert into readings select key || 'x', '', '' from readings; end",
        "create table more (x)",
    ],
    ids=["view", "trigger", "table"],
)
def test_a_memory_that_is_not_ours_begins_anew(tmp_path: Path, trap: str) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    before = sites.tree(root / "public")
    with sqlite3.connect(sites.memory(root)) as connection:
        connection.executescript(trap)
    connection.close()
    assert sites.codes(sites.build(root)) == []
    assert sites.tree(root / "public") == before
    assert sites.build(root).counts["parsed"] == 0


@pytest.mark.parametrize(
    "forgery",
    [
        "update readings set text = replace(text, 'Una', 'Alta')",
        "update announcements set text = replace(text, 'Una', 'Alta')",
        "update bodies set html = replace(html, 'Text', '<script>alert(1)</script>')",
        "update notes set text = replace(text, 'Una', 'Alta')",
        "update notes set text = replace(text, '\"digest\"', '\"x\"')",
        "update notes set text = '[]'",
        "update notes set text = '" + "[" * 2000 + "'",
        "update readings set text = '{\"\\u0000Reading\": []}'",
    ],
)
def test_a_memory_that_was_changed_is_not_believed(tmp_path: Path, forgery: str) -> None:
    root = sites.make(tmp_path / "site", FILES)
    sites.build(root)
    before = sites.tree(root / "public")
    with sqlite3.connect(sites.memory(root)) as connection:
        assert connection.execute(forgery).rowcount
    connection.close()
    (root / "templates/parts").mkdir(parents=True)  # every page is to be rendered, and shows what is remembered
    (root / "templates/base.html").write_bytes((REPOSITORY / "templates/base.html").read_bytes() + b"\n")
    sites.build(root)
    assert sites.tree(root / "public") == sites.tree(clean(root, tmp_path))
    (root / "templates/base.html").unlink()
    sites.build(root)
    assert sites.tree(root / "public") == before


def test_a_memory_that_a_stranger_made_changes_no_byte(tmp_path: Path) -> None:
    """A proposal brings the memory, and the site, of another bulletin that was built from files that look the same."""
    strange = sites.make(tmp_path / "strange", FILES)
    sites.build(strange, secret=b"of a stranger")
    forged = strange / "content/news/one/index.ro.md"
    forged.write_bytes(forged.read_bytes().replace(b"Text.", b"Lies."))
    sites.build(strange, secret=b"of a stranger")
    root = sites.make(tmp_path / "site", FILES)
    for folder in (".sitegen", "public"):
        shutil.copytree(strange / folder, root / folder)
    with sqlite3.connect(sites.memory(root)) as connection:
        # What he says was made of the lie, he says was made of the truth.
        truth = list(connection.execute("select key from readings"))
        connection.execute("update readings set text = (select text from readings order by key limit 1)")
    connection.close()
    assert len(truth) == 2
    report = sites.build(root)
    assert report.counts["parsed"] == 1
    assert sites.tree(root / "public") == sites.tree(clean(root, tmp_path))


@LINKS
def test_a_journal_that_a_stranger_lays_deletes_nothing(tmp_path: Path) -> None:
    """SQLite rolls a journal back that lies beside its file, and deletes what that names; so nobody knows the name."""
    victim = tmp_path / "victim.txt"
    victim.write_text("mine", "utf-8")
    root = sites.make(tmp_path / "site", FILES)
    sites.build(root, secret=b"of a stranger")
    theirs = sites.memory(root)
    theirs.with_name(f"{theirs.name}-journal").write_bytes(b"\0" * 512)
    sites.build(root)
    assert sites.memory(root).name != theirs.name
    assert [path.name for path in (root / ".sitegen").glob("memory*")] == [sites.memory(root).name]
    assert victim.read_text("utf-8") == "mine"


@LINKS
def test_a_pipe_in_the_output_keeps_nobody_waiting(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root)
    before = sites.tree(root / "public")
    os.mkfifo(root / "public/pipe")
    sites.build(root)
    assert sites.tree(root / "public") == before
    assert not (root / "public/pipe").exists()


def test_a_template_that_comes_empty_is_another_than_none(tmp_path: Path) -> None:
    page = '{% extends "base.html" %}{% block content %}{% include ["own.html", "other.html"] %}{% endblock %}'
    more = {"templates/types/news/page.html": page, "templates/other.html": "OTHER"}
    root = sites.make(tmp_path, FILES | more)
    sites.build(root)
    assert "OTHER" in (root / "public/ro/noutati/one/index.html").read_text("utf-8")
    (root / "templates/own.html").touch()
    assert sites.build(root).counts["rendered"] == 2
    assert "OTHER" not in (root / "public/ro/noutati/one/index.html").read_text("utf-8")


def test_a_version_points_to_what_there_is(tmp_path: Path) -> None:
    fields = "folder: visits\nlabel: [Visit, Visits]\nfields:\n"
    fields += "  host: {kind: organisation, translatable: true, label: Host}\n"
    more = {
        "templates/types/visit/fields.yaml": fields,
        "content/organisations.yaml": "school: {ro: Școala, en: School}\n",
        "content/visits/one.ro.md": sites.news("Una", "host: school\n"),
        "content/visits/one.en.md": sites.translation("One", "host: nowhere\n"),
    }
    root = sites.make(tmp_path, FILES | more)
    assert sites.codes(sites.build(root)) == ["organisation-unknown"]


def test_without_a_secret_nothing_is_remembered(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root, secret=b"")
    assert not list((root / ".sitegen").glob("memory*"))
    assert sites.build(root, secret=b"").counts["parsed"] == 1


def clean(root: Path, folder: Path) -> Path:
    sites.build(root, folder / "clean", clean=True)
    return folder / "clean"


@LINKS
def test_a_memory_behind_a_link_is_left_alone(tmp_path: Path) -> None:
    root = sites.make(tmp_path / "site", FILES)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / ".sitegen").symlink_to(elsewhere, target_is_directory=True)
    assert sites.codes(sites.build(root)) == []
    assert list(elsewhere.iterdir()) == []


@LINKS
@pytest.mark.parametrize("link", ["content/news/two.ro.md", "content/news/two"])
def test_what_a_link_leads_to_is_not_shown(link: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else a proposal could have the runner's environment in the log and on the page of the run."""
    secret = tmp_path / "secret" / "index.ro.md"
    sites.make(secret.parent, {"index.ro.md": "TOKEN=hunter2\n"})
    root = sites.make(tmp_path / "site", {"content/news/one.ro.md": sites.news("Una")})
    (root / link).symlink_to(secret if link.endswith(".md") else secret.parent)
    for style in ("text", "json", "github", "gitlab", "sarif"):
        options = ["--format", style, "--summary", str(tmp_path / "summary.md"), "--ui-language", "en"]
        assert main(["check", "--source", str(root), *options]) == MISTAKES
        said = capsys.readouterr().out + (tmp_path / "summary.md").read_text("utf-8")
        assert "file-link" in said
        assert "hunter2" not in said


@pytest.mark.parametrize("folder", ["content", "templates", "locales"])
def test_folders_of_the_site_are_no_links(tmp_path: Path, folder: str) -> None:
    root = sites.make(tmp_path / "site", FILES)
    elsewhere = tmp_path / "elsewhere"
    if (root / folder).exists():
        (root / folder).rename(elsewhere)
    else:
        elsewhere.mkdir()
    (root / folder).symlink_to(elsewhere, target_is_directory=True)
    assert "file-link" in sites.codes(sites.build(root))
    assert not (root / "public").exists()


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ('title: "a\\bb"', "control-character"),
        ("title: Acord \u202enepub", "control-character"),
        ("aliases: [.git/hooks/x]", "path-invalid"),
        ("aliases: [a./b.]", "path-invalid"),
        ("date: 2021-00-15", "date-invalid"),
        ("date: 2021-03-00", "date-invalid"),
    ],
)
def test_fields(tmp_path: Path, field: str, code: str) -> None:
    text = sites.news("Una") if not field.startswith("title") else sites.news("Una").replace("title: Una\n", "")
    root = sites.make(tmp_path, {"content/news/one.ro.md": text.replace("summary", f"{field}\nsummary", 1)})
    assert sites.codes(sites.build(root)) == [code]


@pytest.mark.parametrize(
    "period",
    ["{start: 2021, end: 2021-06}", "{start: 2021-05, end: 2021-05-10}", "{start: 2021-12-30, end: 2021}"],
)
def test_a_period_may_end_within_what_it_began_in(tmp_path: Path, period: str) -> None:
    given = f"name: x\nbeneficiary: null\nfunding: null\nperiod: {period}\n"
    root = sites.make(tmp_path, {"content/projects/one.ro.md": sites.news("Una", given)})
    assert sites.codes(sites.build(root)) == []


@pytest.mark.parametrize(
    "name", ["a.html", "a.svg", "a.xsl", "a.php", "a.docm", "plain", "index.html", "a" * 120 + ".pdf"]
)
def test_files_that_are_not_offered(tmp_path: Path, name: str) -> None:
    files = FILES | {
        f"content/news/one/{name}": b"x",
        "content/news/one/index.ro.md": sites.news("Una", "", f"[x]({name})"),
    }
    root = sites.make(tmp_path, files)
    assert set(sites.codes(sites.build(root))) <= {"file-kind", "file-name"}
    assert not (root / "public").exists()


@pytest.mark.parametrize(
    "target", ["![y](announcement:news/one)", "![q](#h)", "![z](mailto:a@b.c)", "[x]()", "[x](//e.org)"]
)
def test_links_that_lead_nowhere(tmp_path: Path, target: str) -> None:
    root = sites.make(tmp_path, FILES | {"content/news/two.ro.md": sites.news("Două", "", f"## H\n\n{target}")})
    assert sites.codes(sites.build(root))


def test_a_text_cannot_pose_as_the_bulletin(tmp_path: Path) -> None:
    body = (
        '<div class="notice warning x-mine" role="alert" aria-hidden="true"><p>x</p></div>\n\n<input type="password">'
    )
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una", "", body)})
    sites.build(root)
    text = (root / "public/ro/noutati/one/index.html").read_text("utf-8")
    assert '<div class="x-mine">' in text
    assert "role=" not in text.split('class="body"')[1].split("</article>")[0]
    assert "password" not in text


def test_a_register_runs_no_formula(tmp_path: Path) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news('"=HYPERLINK(1)"')})
    sites.build(root)
    data = (root / "public/ro/noutati/register/register.csv").read_bytes().decode("utf-8-sig")
    assert [row[2] for row in csv.reader(io.StringIO(data))][1] == "'=HYPERLINK(1)"


def test_many_mistakes_take_no_minutes(tmp_path: Path) -> None:
    """The work is counted, not timed: lines are read once a file, guesses are made among few."""
    fields = "".join(f"k{number}: 1\n" for number in range(3000))
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una", fields)})
    report = sites.build(root)
    assert sites.codes(report).count("key-unknown") == 3000


@pytest.mark.parametrize(
    "address", ["https://[x/", "https://x//evil.com/", "https://x/../y/", "https://x/%zz/", "ftp://x/"]
)
def test_addresses_that_a_site_cannot_have(tmp_path: Path, address: str) -> None:
    root = sites.make(tmp_path, FILES | {"content/site.yaml": sites.SITE.replace("https://example.test/", address)})
    assert set(sites.codes(sites.build(root))) <= {"base-url-invalid", "url-invalid"}
    assert not (root / "public").exists()


def test_a_long_url_is_read_in_its_length(tmp_path: Path) -> None:
    long = "https://" + "a" * 200_000 + '"'
    organisations = f"x: {{ro: X, en: X, url: '{long}'}}\n"
    root = sites.make(tmp_path, FILES | {"content/organisations.yaml": organisations})
    assert sites.codes(sites.build(root)) == ["url-invalid"]


@LINKS
def test_names_that_are_no_text(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    try:
        Path(os.fsdecode(os.fsencode(root / "content/news") + b"/\xff.ro.md")).write_bytes(b"x")
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    report: order.Report = sites.build(root)
    assert sites.codes(report) == ["file-name"]
