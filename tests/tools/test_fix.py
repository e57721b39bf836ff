"""`sitegen fix`: only what cannot lose anything, only the spans named, and nothing the second time."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import sites
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.cli import FINE, MISTAKES, MISUSED, main
from sitegen.disk import load
from sitegen.language.alphabet import comma_below
from sitegen.language.text import nfc
from sitegen.model import Field
from sitegen.model.sources import Source
from sitegen.read import attachments, types
from sitegen.read.file import parse
from sitegen.read.kinds import convert
from sitegen.tools import fix

PATH = "content/circulars/camp/index.ro.md"
TEMPLATES = load.tree(load.defaults() / "templates")[0]
TYPES = types.read_types([(name, data.decode()) for name, data in TEMPLATES.items() if name.endswith(".yaml")])[0]
FIELDS = TYPES["circular"].fields


def mend(text: str, path: str = PATH, fields: tuple[Field, ...] = FIELDS) -> str:
    return fix.mend(text.encode(), path, fields).decode()


def front(lines: str, body: str = "") -> str:
    return f"---\n{lines}\n---\n{body}"


MENDED = {
    "a colon": ("title: Referitor: înscrieri", 'title: "Referitor: înscrieri"'),
    "a sign": ("title: *Important* pentru școli", 'title: "*Important* pentru școli"'),
    "a date": ("published: 21.01.2026  # azi", "published: 2026-01-21  # azi"),
    "an hour": ("published: 21.01.2026 17.00", "published: 2026-01-21 17:00"),
    "a date in quotes, in a flow": (
        "registration: {number: 7, date: '3.2.2026'}",
        "registration: {number: 7, date: '2026-02-03'}",
    ),
    "a name": ("sumary: Pe scurt", "summary: Pe scurt"),
    "a name, and what is in it": (
        "registraton:\n  number: 1\n  date: 3.2.2026",
        "registration:\n  number: 1\n  date: 2026-02-03",
    ),
    "capital letters": ("Title: Tabără", "title: Tabără"),
    "letters in pieces": ("title: Taba\u0306ra\u0306", "title: Tabără"),
    "a cedilla": ("title: Şcoala şi ţara", "title: Școala și țara"),
    "a cedilla over lines": (
        "summary: >\n  Şcoala\n\n  şi ţara # ţ\nsubject: ţ",
        "summary: >\n  Școala\n\n  și țara # ț\nsubject: ț",
    ),
    "spaces": ("title: Tabără  \t\nsubject: Ceva ", "title: Tabără\nsubject: Ceva"),
    "line ends": ("title: Tabără\r\nsubject: Ceva\r", "title: Tabără\nsubject: Ceva"),
}
KEPT = {
    "a comment after a colon": "title: Referitor: x # de verificat",
    "a value over lines": "title: Referitor: x\n  și mai departe",
    "two near names": "valid_unfrom: 2026-01-02",
    "no near name": "type: circular",
    "a name that is given": "titel: Una\ntitle: Alta",
    "two slips for one name": "titel: Una",
    "a value that does not fit": "topcs: unul",
    "slashes, where the month may come first": "published: 03/04/2026",
    "no such day": "published: 31.02.2026",
    "dates in texts": "title: 21.01.2026",
    "names": "signatories:\n  - name: Ayşe Ţurcanu",
    "as written": "registration:\n  as_written: Nr. 1 din Tîrgu Mureş",
    "an address": "full_text: https://x.example/ş",
    "another language": "lang: tr\ntitle: Başvuru",
    "a space that is escaped": 'title: "Una\\ \n  alta"',
    "signs that decompose to others": "title: a \u1fef b \u037e",
}


@pytest.mark.parametrize("name", MENDED)
def test_what_is_mended(name: str) -> None:
    wrong, right = MENDED[name]
    assert mend(front(wrong)) == front(right)
    assert mend(front(right)) == front(right)


@pytest.mark.parametrize("name", KEPT)
def test_what_is_left(name: str) -> None:
    if name == "two slips for one name":
        assert mend(front("titel: Una\ntitl: Alta")) == front("title: Una\ntitl: Alta")
    else:
        assert mend(front(KEPT[name])) == front(KEPT[name])


BODIES = {
    "Şcoala şi [ţara](https://x.example/ş)": "Școala și [țara](https://x.example/ş)",
    "Rând  \nal doilea ": "Rând  \nal doilea",
    "Rând  \n\n  \nalt": "Rând\n\n\nalt",
    "`ş`\n\n```\nş  \n```\n\n    ş \n\nş": "`ş`\n\n```\nş  \n```\n\n    ş \n\nș",
    "ş\n\n::: {lang=tr}\nBaşvuru\n:::\n\nş": "ș\n\n::: {lang=tr}\nBaşvuru\n:::\n\nș",
    '<span lang="tr">Başvuru</span> şi': '<span lang="tr">Başvuru</span> şi',
    "[a][b]\n\n[b]: https://x.example/ş": "[a][b]\n\n[b]: https://x.example/ş",
    "## Ţară {#ţ}\n\nscrieţi la ş@x.example": "## Țară {#ţ}\n\nscrieți la ş@x.example",
    "a\u0306 <\u0338 ş": "ă <\u0338 ș",
}


@pytest.mark.parametrize("body", BODIES)
def test_the_text(body: str) -> None:
    assert mend(front("title: x", f"\n{body}\n")) == front("title: x", f"\n{BODIES[body]}\n")
    polish = mend(front("title: x", "\nBaşvuru\n"), PATH.replace(".ro.", ".pl."))
    assert "Başvuru" in polish  # whose letters they are, a Polish text does not say


def test_a_file_that_is_fine_stays_to_the_byte() -> None:
    tests = Path(__file__).parents[1]
    for path in [*(tests.parent / "content").rglob("*.md"), *(tests / "sites/samples").rglob("*.md")]:
        name = path.as_posix().split("/content/")[1]
        declared = next((one.fields for one in TYPES.values() if one.folder == name.split("/")[0]), ())
        assert fix.mend(path.read_bytes(), f"content/{name}", declared) == path.read_bytes(), path


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"---", b"---\n---", b"---\n\n---\n", b"\xef\xbb\xbf---\na: b: c\n---"]
)
def test_odd_files(data: bytes) -> None:
    once = fix.mend(data, PATH, FIELDS)
    assert fix.mend(once, PATH, FIELDS) == once
    assert once.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")


# --- whatever people write --------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("title", "titel", "summary", "published", "issuer", "date", "registration", "number", "translation", "lang"),
        *("tr", ":", ": ", "- ", "  ", " ", "\n", "\n", "\n\n", "\r\n", "\t", "#", " # ", "---", "---\n", '"', "'"),
        *("|", ">", "{", "}", "[", "]", ",", "*", "&", "!", "@", "%", "null", "21.01.2026", "3.2.2026 17.00"),
        *("2026-01-02", "03/04/2026", "ş", "ţ", "ș", "a\u0306", "s\u0327", "<\u0338", "\u1fef", "\u037e", "\xa0"),
        *("\\", "\\ ", "```", "`", "~~~", "## ", "](", "[x]: ", "https://x.ro/ş", "<b>", "</b>", "::: {lang=tr}"),
        *(":::", "{#ş}", "<!--", "-->", "  \n", "    ", "ş  \n"),
    ]
)
PAPERS = st.one_of(
    st.binary(),
    st.text().map(str.encode),
    st.lists(PIECES).map(lambda parts: "".join(parts).encode()),
    st.tuples(st.lists(PIECES), st.lists(PIECES)).map(
        lambda parts: f"---\n{''.join(parts[0])}\n---\n{''.join(parts[1])}".encode()
    ),
)


def understood(data: bytes) -> tuple[object, list[str]]:
    """Give what a document says, whatever its cedillas and spaces, and what is wrong with it."""
    parsed = parse(Source(PATH, data))
    head, found = parsed.head, [problem.code for problem in parsed.head.problems]
    values: object = None
    if head.front:
        rest = type(head.front)(tuple(one for one in head.front.entries if one[0].text != "translation"), 1, 1)
        given, problems = convert(rest, FIELDS, PATH)
        values = said(given)
        found += [problem.code for problem in problems]
    outline = head.outline
    shown = "".join(comma_below(nfc(parsed.body.html)).split())
    return (values, outline.sections, [one.target for one in outline.targets], outline.ids, shown), sorted(found)


def said(value: object) -> object:
    if isinstance(value, dict):
        return {name: said(one.value) for name, one in value.items()}
    if isinstance(value, tuple):
        return [said(one.value) for one in value]
    return comma_below(" ".join(str(value).split()))


@given(PAPERS)
@example(b"---\ntitle: a: b\n---\n\ns\xcc\xa7 \n")
def test_mending_loses_nothing_and_ends(data: bytes) -> None:
    once = fix.mend(data, PATH, FIELDS)
    assert fix.mend(once, PATH, FIELDS) == once
    (before, wrong), (after, left) = understood(data), understood(once)
    if any(code.startswith("yaml-") for code in wrong):  # nothing could be read before
        assert before[0] in (None, after[0])  # type: ignore[index]
    else:
        assert before == after or len(left) < len(wrong)
    assert before[1:] == after[1:]  # type: ignore[index]


def test_long_lines_cost_in_proportion() -> None:
    for piece in ("ş", "a-", "a@", "](", "<", "{", "ş: ", "[x", ":::", "a\u0306", "` ", "- "):
        begun = time.perf_counter()
        mend(front("title: x", piece * 20_000))
        mend(front("title: " + piece * 20_000))
        assert time.perf_counter() - begun < 10, piece


# --- the command ------------------------------------------------------------------------------------------------------

WRONG = sites.news("Referitor: ţara", body="Şcoala  \n\nşi")
RIGHT = (
    WRONG.replace("title: Referitor: ţara", 'title: "Referitor: țara"')
    .replace("Şcoala  ", "Școala")
    .replace("şi", "și")
)


def run(*arguments: str | Path) -> int:
    return main([*map(str, arguments), "--ui-language", "en"])


def test_the_command_mends_all_and_nothing_the_second_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": WRONG, "content/topics.yaml": "a: {ro: b: c}\r\n"})
    (root / "content/news/plan.txt").write_bytes(b"as it is \r\n")
    assert run("fix", "--source", root) == FINE
    assert capsys.readouterr().out == "content/news/one.ro.md\ncontent/topics.yaml\n2 files mended.\n"
    assert (root / "content/news/one.ro.md").read_text("utf-8") == RIGHT
    assert (root / "content/news/plan.txt").read_bytes() == b"as it is \r\n"
    before = sites.tree(root)
    assert run("fix", "--source", root) == FINE
    assert capsys.readouterr().out == "0 files mended.\n"
    assert sites.tree(root) == before


def test_a_diff_shows_and_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": WRONG.replace("issuer", "issuer\x1b[31m")})
    before = sites.tree(root)
    assert run("fix", "--diff", "--source", root) == FINE
    told = capsys.readouterr().out
    assert told.startswith("--- a/content/news/one.ro.md\n+++ b/content/news/one.ro.md\n@@ ")
    assert "-Şcoala  \n+Școala\n" in told
    assert "\x1b" not in told
    assert sites.tree(root) == before


def test_files_are_named_and_lie_in_the_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"content/news/one.ro.md": WRONG, "content/news/two.ro.md": WRONG, "README.md": WRONG}
    root = sites.make(tmp_path / "site", files)
    (tmp_path / "outside.ro.md").write_text(WRONG, "utf-8")
    (root / "content/news/link.ro.md").symlink_to(tmp_path / "outside.ro.md")
    assert run("fix", "--source", root, root / "content/news/two.ro.md") == FINE
    assert capsys.readouterr().out == "content/news/two.ro.md\n1 file mended.\n"
    for name in (
        "README.md",
        "content/news/link.ro.md",
        "../outside.ro.md",
        "content/news/three.ro.md",
        "content/../README.md",
    ):
        assert run("fix", "--source", root, root / name) == MISUSED
    assert (tmp_path / "outside.ro.md").read_text("utf-8") == WRONG
    assert (root / "content/news/one.ro.md").read_text("utf-8") == WRONG


def docx() -> bytes:
    """Give an office file with its writer's name."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("docProps/core.xml", "<cp:lastModifiedBy>Ana Model</cp:lastModifiedBy>")
    return written.getvalue()


PHOTO = "content/news/one/afis.jpg"
SHOWN = sites.news("Una", "", "[Afiș](afis.jpg)")


def test_what_files_tell_of_people_is_taken_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files: dict[str, str | bytes] = {
        "content/news/one/index.ro.md": SHOWN,
        PHOTO: sites.photo(b"Ana Model\0"),
        "content/news/one/fisa.docx": docx(),
        "content/news/one/plan.pdf": b"%PDF /Author (Ana Model)",
    }
    root = sites.make(tmp_path, files)
    assert sites.codes(sites.build(root), "warning") == [
        "file-unused",
        "file-unused",
        "personal-author",
        "personal-location",
    ]
    before = sites.tree(root / "content")
    assert run("fix", "--source", root, "--diff") == FINE
    told = capsys.readouterr()
    assert told.out == (
        f"{PHOTO}: to be taken out: the author's name, the place where it was taken.\n"
        "content/news/one/fisa.docx: to be taken out: the author's name.\n"
    )
    assert told.err.startswith("content/news/one/plan.pdf: cannot be taken out here: the author's name.")
    assert sites.tree(root / "content") == before
    assert run("fix", "--source", root, root / PHOTO) == FINE
    assert capsys.readouterr().out == f"{PHOTO}\n1 file mended.\n"
    assert sites.codes(sites.build(root), "warning") == ["file-unused", "file-unused"]
    assert run("fix", "--source", root) == FINE
    assert capsys.readouterr().out == "content/news/one/fisa.docx\n1 file mended.\n"
    assert run("fix", "--source", root) == FINE
    assert capsys.readouterr().out == "0 files mended.\n"


def test_what_an_editor_means_to_publish_stays(tmp_path: Path) -> None:
    excuse = "privacy: [{code: personal-author, reason: Fotografa cere să fie numită}]\n"
    files: dict[str, str | bytes] = {
        "content/news/one/index.ro.md": SHOWN.replace("\n---\n", f"\n{excuse}---\n", 1),
        PHOTO: sites.photo(b"Ana Model\0"),
    }
    root = sites.make(tmp_path, files)
    assert sites.codes(sites.build(root), "warning") == ["personal-location"]
    assert run("fix", "--source", root) == FINE
    assert sites.codes(sites.build(root), "warning") == []
    assert attachments.read(PHOTO, (root / PHOTO).read_bytes()) == ["personal-author"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_killed_anywhere_each_file_is_old_or_new(tmp_path: Path) -> None:
    texts = {f"content/news/n{number}.ro.md": WRONG + "ş" * 9_000 for number in range(40)}
    photo, sheet = sites.photo(b"Ana Model\0"), docx()
    shown = {
        f"content/news/n{number}.{end}": one for number in range(9) for end, one in (("jpg", photo), ("docx", sheet))
    }
    files: dict[str, str | bytes] = {**texts, **shown}
    root = sites.make(tmp_path, files)
    mended = {attachments.mended("a.jpg", photo), attachments.mended("a.docx", sheet)}
    whole = {(WRONG + "ş" * 9_000).encode(), (RIGHT + "ș" * 9_000).encode(), photo, sheet, *mended}
    mixed = False
    for wait in (0.0, 0.02, 0.05, 0.1):
        running = subprocess.Popen(
            [sys.executable, "-m", "sitegen", "fix", "--source", str(root)], stdout=subprocess.PIPE, bufsize=0
        )
        assert running.stdout
        running.stdout.read(1)  # it has begun to write
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()
        found = {(root / path).read_bytes() for path in files}
        assert found <= whole
        mixed |= len(found) > 3
    assert mixed
    assert run("fix", "--source", root) == FINE
    assert {(root / path).read_bytes() for path in files} == {(RIGHT + "ș" * 9_000).encode(), *mended}
    assert [path for path in load.walk(root / "content", "content")[0] if path not in files] == ["content/site.yaml"]


def test_where_no_site_is_nothing_is_called_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sites.make(tmp_path / "site", {"content/news/one.ro.md": sites.news("Una ")})
    (tmp_path / "site/content/site.yaml").unlink()
    assert main(["fix", "--source", str(tmp_path / "site"), "--ui-language", "en"]) == MISTAKES
    assert "error[site-missing]" in capsys.readouterr().out


def test_a_file_may_be_named_from_the_site_s_root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {"content/news/one.ro.md": sites.news("Una", body="Text. ")})
    assert main(["fix", "--source", str(root), "content/news/one.ro.md"]) == FINE
    assert capsys.readouterr().out.startswith("content/news/one.ro.md\n")
