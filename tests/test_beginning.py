"""`sitegen new` and `sitegen init`: what they write passes the check, and nothing that is there is written over."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
import sites
import tools
from hypothesis import given
from hypothesis import strategies as st

from sitegen import DISTRIBUTION, __version__, founding, load, starting, theme
from sitegen.cli import FINE, MISTAKES, MISUSED, main
from sitegen.model import Field
from sitegen.text import nfc, slugify
from sitegen.yamlplaces import Entries, Scalar, compose

TEMPLATES = load.tree(load.defaults() / "templates")[0]
TYPES = theme.read_types({name: data.decode() for name, data in TEMPLATES.items() if name.endswith(".yaml")})[0]
CIRCULAR = [
    *("title=Înscrieri: tabăra „Vara”", "summary=null", "published=2026-01-02", "issuer=isj-cluj"),
    *("registration.number=1921", "registration.date=2026-01-02", "addressees=Școli", "addressees=Grădinițe # toate"),
    *("subject=- Vară", "signatories.name=Ion", "signatories.role=inspector", "signatories.1.name=Ana"),
]
ORIGINAL = """\
---
title: "Înscrieri: tabăra „Vara”"
summary: null
published: 2026-01-02
issuer: isj-cluj
registration:
  number: 1921
  date: 2026-01-02
addressees:
  - Școli
  - "Grădinițe # toate"
subject: "- Vară"
signatories:
  - name: Ion
    role: inspector
  - name: Ana
---

"""
STUB = """\
---
title: "Înscrieri: tabăra „Vara”"
addressees:
  - Școli
  - "Grădinițe # toate"
subject: "- Vară"
signatories:
  - role: inspector
  - {}
draft: true
translation:
  of: ro
  status: unofficial
  translator: null
  reviewed: null
  source: {front: FRONT}
---

"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    organisations = "isj-cluj: {ro: Inspectoratul, en: Inspectorate}\n"
    return sites.make(tmp_path / "site", {"content/organisations.yaml": organisations})


def new(root: Path, *arguments: str, language: str = "en") -> int:
    return main(["new", *arguments, "--source", str(root), "--ui-language", language])


def sets(*answers: str) -> list[str]:
    return [part for answer in answers for part in ("--set", answer)]


def test_all_by_options(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(root, "circular", "--name", "camp", "--translate", "en", *sets(*CIRCULAR)) == FINE
    folder = root / "content/circulars/camp"
    assert capsys.readouterr().out.splitlines()[:-1] == [
        f"content/circulars/camp/index.{tag}.md" for tag in ("ro", "en")
    ]
    assert (folder / "index.ro.md").read_text("utf-8") == ORIGINAL
    stub = (folder / "index.en.md").read_text("utf-8")
    assert re.sub("front: [0-9a-f]{12}", "front: FRONT", stub) == STUB
    report = sites.build(root)
    assert report.found == []
    assert (root / "public/ro/circulare/camp/index.html").is_file()
    assert "circulars/camp" in (root / "public/manifest.json").read_text("utf-8")
    # Whoever translates it takes `draft` away; then it is linked, and up to date.
    (folder / "index.en.md").write_text(stub.replace("draft: true\n", ""), "utf-8")
    assert sites.build(root, strict=True).found == []
    assert (root / "public/en/circulars/camp/index.html").is_file()


def test_nothing_is_written_over(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(root, "news", *sets("title=Una")) == FINE
    before = sites.tree(root)
    for arguments in (["news", *sets("title=Una")], ["news", "--name", "una", *sets("title=Alta")]):
        assert new(root, *arguments) == MISUSED
    assert "There is an announcement news/una already." in capsys.readouterr().err
    sites.make(root, {"content/news/2025/old.ro.md": sites.news("Veche"), "content/news/file/plan.pdf": ""})
    assert new(root, "news", "--name", "old", *sets("title=Alta")) == MISUSED
    assert new(root, "news", "--name", "file", *sets("title=Alta")) == MISUSED
    assert {path: data for path, data in sites.tree(root).items() if path in before} == before


def test_no_link_is_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "content/news").symlink_to(tmp_path / "elsewhere")
    assert new(root, "news", *sets("title=Una")) == MISUSED
    assert list((tmp_path / "elsewhere").iterdir()) == []


WRONG = {
    "no type": ([], "The types of documents are: agreement,"),
    "another type": (["letter"], "The types of documents are: agreement,"),
    "unanswered": (["circular", *sets("title=x")], "Not answered: registration.number, registration.date, addressees,"),
    "no title": (["news"], "Not answered: title."),
    "a title is needed": (["news", *sets("title=null")], "Not answered: title."),
    "another field": (["news", *sets("title=x", "tile=y")], "There is no field tile."),
    "below a text": (["news", *sets("title.one=y")], "There is no field title.one."),
    "a hole in a list": (["circular", *sets("signatories.7.name=x")], "There is no field signatories.7.name."),
    "no answer": (["news", *sets("title")], "An answer is written as KEY=VALUE: title"),
    "a date": (["news", *sets("title=x", "published=2.1.2026")], "--set published: 2.1.2026 is no day"),
    "a choice": (["news", *sets("title=x", "status=sold")], "--set status: sold is none of the choices"),
    "an organisation": (["news", *sets("title=x", "issuer=nobody")], "--set issuer: There is no organisation nobody"),
    "a topic": (["news", *sets("title=x", "topics=none")], "--set topics.0: There is no topic none"),
    "an announcement": (["news", *sets("title=x", "related=news/old")], "--set related.0: There is no announcement"),
    "a control character": (["news", *sets("title=x\x1by")], "--set title: There is an invisible control character"),
    "a language": (["news", "--language", "de", *sets("title=x")], "The languages of the site are: ro, en."),
    "a translation": (["news", "--translate", "ro", *sets("title=x")], "Translations may be in: en."),
    "a name": (["news", "--name", "../x", *sets("title=x")], "--name: ../x cannot stand in an address."),
    "a reserved name": (["news", "--name", "page", *sets("title=x")], "--name: The slug page has a meaning of its own"),
    "a section's name": (["page", "--name", "noutati", *sets("title=x")], "--name: The slug noutati has a meaning"),
    "a year": (["news", "--name", "2026", *sets("title=x")], "--name: The slug 2026 has a meaning of its own"),
    "no letters": (["news", *sets("title=…")], "--name:  cannot stand in an address."),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_call_writes_nothing(name: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, said = WRONG[name]
    before = sites.tree(root)
    assert new(root, *arguments) == MISUSED
    assert said in capsys.readouterr().err
    assert sites.tree(root) == before


def test_what_only_the_whole_tells_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sites.tree(root)
    assert new(root, "news", *sets("title=x", "attachments.file=plan.pdf")) == MISTAKES
    assert "index.ro.md:5:11: error[file-missing]" in capsys.readouterr().out
    (root / "content/site.yaml").write_text("id: x\n", "utf-8")
    assert new(root, "news", *sets("title=x")) == MISTAKES
    assert "content/site.yaml:1:1: error[value-missing]" in capsys.readouterr().out
    assert sites.tree(root) == before | {"content/site.yaml": b"id: x\n"}


@pytest.mark.parametrize("language", ["ro", "pl"])
def test_it_speaks_the_editors_language(language: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, _said in WRONG.values():
        new(root, *arguments, language=language)
    said = capsys.readouterr().err
    assert not re.search(r"\b(the|is|are|no|not|answer|language|field)\b", re.sub(r"--[a-z]+|Error:", "", said))


# --- through a terminal -----------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no such terminal")
def test_a_talk_in_a_terminal(root: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    arguments = ["-m", "sitegen", "new", "--source", str(root), "--ui-language", "ro"]
    child = pexpect.spawn(sys.executable, arguments, encoding="utf-8", timeout=10, dimensions=(50, 200))
    talk = [
        ("circular +Circulară.*Tipul documentului: ", "letter"),
        ("Tipul documentului: ", "circular"),
        (r"Limba originalului \(ro, en\) \[ro\]: ", ""),
        ("Un răspuns gol înseamnă că documentul nu precizează.*Titlu: ", ""),
        ("Câmpul title este obligatoriu.*Titlu: ", "Tabăra: vara"),
        ("Pe scurt: ", ""),
        (r"Emitent \(isj-cluj\): ", "nimeni"),
        (r"nimeni.*organisations.yaml.*Emitent \(isj-cluj\): ", "isj-cluj"),
        (r"Număr \(de exemplu 1921\): ", "7"),
        (r"Dat[aă] \(de exemplu 2021-03-19\): ", "31.02.2026"),
        ("31.02.2026 nu este o dată calendaristică.*: ", "2026-02-03"),
        ("Către 1: ", "Școli"),
        ("Către 2: ", ""),
        ("Referitor la: ", "Vara"),
        ("[Ss]emn.* / Nume[^:]* 1: ", "Ion"),
        ("[Ss]emn.* / Nume[^:]* 2: ", ""),
        (r"Numele din adresă \[tabara-vara\]: ", "page"),
        (r"Numele din adresă \[tabara-vara\]: ", ""),
        (r"Limbile în care se începe traducerea \(en\): ", "en"),
    ]
    for question, answer in talk:
        child.expect(question)
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == FINE, child.before
    text = (root / "content/circulars/tabara-vara/index.ro.md").read_text("utf-8")
    assert 'title: "Tabăra: vara"\nsummary: null\npublished: 20' in text
    assert "issuer: isj-cluj\nregistration:\n  number: 7\n  date: 2026-02-03\naddressees:\n  - Școli\n" in text
    assert (root / "content/circulars/tabara-vara/index.en.md").is_file()
    assert main(["check", "--source", str(root), "--strict"]) == FINE


# --- whatever is answered ---------------------------------------------------------------------------------------------


@given(st.text())
def test_a_text_is_read_as_it_was_answered(text: str) -> None:
    field = Field("title", "text", translatable=True)
    known = starting.Known((), (), ())
    if starting.wrong(text, field, known):
        return
    (line,) = starting.lines({"title": text})
    entries, found = compose(line, "")
    assert found == []
    assert entries
    value = entries.get("title")
    assert isinstance(value, Scalar)
    assert not value.null
    assert value.text.split() == nfc(text).split()


@given(st.lists(st.tuples(st.text(alphabet="signatore.01name-title", max_size=20), st.text(max_size=5))))
def test_answers_are_placed_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        answers = starting.given(pairs, TYPES["circular"].fields)
    except starting.UnknownError:
        return
    starting.missing(answers, TYPES["circular"].fields)
    assert isinstance(compose("\n".join(starting.lines(answers)), "")[0], Entries | None)


# --- a site -----------------------------------------------------------------------------------------------------------


def test_a_new_site_builds_without_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a" / "site"
    asked = ["init", str(folder), "--title", "Buletin: „Vara”", "--base-url", "https://x.example/b"]
    assert main([*asked, "--ui-language", "en"]) == FINE
    told = capsys.readouterr().out.splitlines()
    assert told[-1] == f"To build the site: sitegen build --source {folder}"
    assert sorted(told[:-1]) == sorted(sites.tree(folder))
    now = sites.AS_OF.replace(year=2100)
    assert sites.build(folder, as_of=now, strict=True).found == []
    for tag, word in {"ro": "Despre acest buletin", "pl": "O tym biuletynie", "en": "About this bulletin"}.items():
        page = folder / "public" / tag / slugify(word) / "index.html"
        assert f">{word}</h1>" in page.read_text("utf-8").replace("\xa0", " ")
    before = sites.tree(folder)
    assert main([*asked, "--ui-language", "en"]) == MISUSED
    assert sites.tree(folder) == before


def test_a_new_site_takes_this_sitegen_from_where_it_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As PEP 610 notes it; the program's own name is another project's on the index."""
    assert tomllib.loads((tools.ROOT / "pyproject.toml").read_text("utf-8"))["project"]["name"] == DISTRIBUTION
    noted = {"url": "https://git.example/sitegen.git", "vcs_info": {"vcs": "git", "commit_id": "0a" * 20}}
    for name, direct, expected in (
        ("git", noted, f"{DISTRIBUTION}[search] @ git+https://git.example/sitegen.git@{'0a' * 20}"),
        ("folder", {"url": "file:///x", "dir_info": {}}, f"{DISTRIBUTION}[search]=={__version__}"),
    ):
        installed = tmp_path / name / f"{DISTRIBUTION.replace('-', '_')}-{__version__}.dist-info"
        sites.make(installed, {"METADATA": f"Name: {DISTRIBUTION}\n", "direct_url.json": json.dumps(direct)})
        with monkeypatch.context() as there:
            there.syspath_prepend(installed.parent)
            assert main(["init", str(tmp_path / "site" / name), "--title", "Una"]) == FINE
        assert (tmp_path / "site" / name / "requirements.txt").read_text("utf-8").splitlines()[-1] == expected


@pytest.mark.parametrize("languages", ["en", "pl,ro", "en pl"])
def test_other_languages(languages: str, tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "site"), "--title", "Una", "--languages", languages]) == FINE
    assert sites.build(tmp_path / "site", as_of=sites.AS_OF.replace(year=2100), strict=True).found == []


def test_a_wrong_beginning_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more in (["--title", "x", "--languages", "ro,de"], ["--title", "x", "--base-url", "ftp://x/"], []):
        assert main(["init", str(tmp_path / "site"), *more]) in (MISTAKES, MISUSED)
    assert not (tmp_path / "site").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/x").write_text("x", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "full")
    (tmp_path / "git/.git").mkdir(parents=True)
    for name in ("full", "full/x", "link"):
        assert main(["init", str(tmp_path / name), "--title", "x", "--ui-language", "en"]) == MISUSED
        assert "holds files already" in capsys.readouterr().err
    assert main(["init", str(tmp_path / "git"), "--title", "x"]) == FINE


def test_a_new_site_is_made_as_this_one() -> None:
    """The same actions by the same hashes, the same steps; what differs is how Sitegen comes."""
    skeleton = load.skeleton()
    assert skeleton.keys() == founding.PLACES.keys()
    for name in ("github.yml", "gitlab.yml", "import.yml"):
        file = founding.PLACES[name]
        ours, theirs = (tools.ROOT / file).read_text("utf-8"), skeleton[name].decode()
        assert re.findall(r"uses: .*", ours) == re.findall(r"uses: .*", theirs)
        mine = {line.replace(".venv/bin/python -m sitegen", ".venv/bin/sitegen") for line in ours.splitlines()}
        differ = [line for line in theirs.splitlines() if line not in mine]
        assert [line for line in differ if not re.search("requirements.txt|sitegen build|^#", line)] == []
