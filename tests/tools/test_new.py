"""`sitegen new` and `sitegen init`: what they write passes the check, and nothing that is there is written over."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import programs
import pytest
import sites
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen import DISTRIBUTION, __version__
from sitegen.cli import FINE, MISTAKES, MISUSED, main
from sitegen.disk import load
from sitegen.language.text import nfc, slugify
from sitegen.model import Field
from sitegen.read import types
from sitegen.read.yaml import Entries, Scalar, compose
from sitegen.tools import distribution
from sitegen.tools import init as founding
from sitegen.tools import new as starting

TEMPLATES = load.tree(load.defaults() / "templates")[0]
TYPES = types.read_types([(name, data.decode()) for name, data in TEMPLATES.items() if name.endswith(".yaml")])[0]
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
    assert report.problems == []
    assert (root / "public/ro/circulare/camp/index.html").is_file()
    assert "circulars/camp" in (root / "public/manifest.json").read_text("utf-8")
    # Whoever translates it takes `draft` away; then it is linked, and up to date.
    (folder / "index.en.md").write_text(stub.replace("draft: true\n", ""), "utf-8")
    assert sites.build(root, strict=True).problems == []
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
    if starting.wrong(text, field, {}):
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
        answers = starting.placed(pairs, TYPES["circular"].fields)
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
    assert sites.build(folder, as_of=now, strict=True).problems == []
    for tag, word in {"ro": "Despre acest buletin", "pl": "O tym biuletynie", "en": "About this bulletin"}.items():
        page = folder / "public" / tag / slugify(word) / "index.html"
        assert f">{word}</h1>" in page.read_text("utf-8").replace("\xa0", " ")
    before = sites.tree(folder)
    assert main([*asked, "--ui-language", "en"]) == MISUSED
    assert sites.tree(folder) == before


REPOSITORY = "https://git.example/sitegen.git"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (REPOSITORY, REPOSITORY),
        ("https://token@git.example/a/b", "https://git.example/a/b"),
        ("https://user:word@git.example:8443/a", "https://git.example:8443/a"),
        ("http://git.example/a", "http://git.example/a"),
        ("git://git.example/a", "git://git.example/a"),
        ("ssh://git:word@git.example/a", "ssh://git@git.example/a"),
        ("git@git.example:group/a.git", "ssh://git@git.example/group/a.git"),
        ("git.example:a", "ssh://git.example/a"),
        ("/srv/git/a", ""),
        ("../a", ""),
        ("file:///srv/git/a", ""),
        ("C:/git/a", ""),
        ("C:\\git\\a", ""),
        ("", ""),
    ],
)
def test_only_what_others_can_read_is_named_and_no_secret(url: str, expected: str) -> None:
    assert distribution.reachable(url) == expected


def noted(folder: Path, direct: object) -> Path:
    """Lay what an installation notes of where it came from (PEP 610)."""
    name = f"{DISTRIBUTION.replace('-', '_')}-{__version__}.dist-info"
    about = metadata.distribution(DISTRIBUTION).read_text("METADATA") or ""
    entries = "[console_scripts]\nsitegen = sitegen.__main__:run\n"
    files = {"METADATA": about, "entry_points.txt": entries, "direct_url.json": json.dumps(direct)}
    return sites.make(folder / name, dict(files)).parent


def test_a_new_site_takes_sitegen_from_the_repository_that_it_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tomllib.loads((programs.ROOT / "pyproject.toml").read_text("utf-8"))["project"]["name"] == DISTRIBUTION
    direct = {"url": "https://t0ken@git.example/sitegen.git", "vcs_info": {"vcs": "git", "commit_id": "0a" * 20}}
    monkeypatch.syspath_prepend(noted(tmp_path / "installed", direct))
    assert main(["init", str(tmp_path / "site"), "--title", "Una", "--ui-language", "en"]) == FINE
    told = (tmp_path / "site/requirements.txt").read_text("utf-8").splitlines()[-1]
    assert told == f"{DISTRIBUTION}[search] @ git+{REPOSITORY}@{'0a' * 20}"
    assert f"takes Sitegen from git+{REPOSITORY}; CI must be allowed" in capsys.readouterr().err
    assert not (tmp_path / "site/vendor").exists()


def test_where_nothing_says_what_sitegen_needs_pip_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = noted(tmp_path / "installed", {"url": "file:///nowhere", "archive_info": {}})
    next(folder.iterdir()).joinpath("METADATA").write_text("Name: x\nVersion: 9\n", "utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(distribution, "_git", lambda *_asked: "")
    assert main(["init", str(tmp_path / "site"), "--title", "Una", "--ui-language", "en"]) == FINE
    assert "ATTENTION: nobody can tell where this Sitegen comes from" in capsys.readouterr().err
    asked = [sys.executable, "-m", "pip", "install", "--dry-run", "-r", "requirements.txt"]
    done = subprocess.run(asked, cwd=tmp_path / "site", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "./write-here-where-sitegen-comes-from" in done.stderr


def git(folder: Path, *asked: str) -> str:
    own = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"]
    return subprocess.run(["git", *own, *asked], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Clone what is committed, from a repository that calls itself a host's."""
    git(tmp_path, "clone", "-q", "--bare", str(programs.ROOT), "bare")
    git(tmp_path, "clone", "-q", "bare", "clone")
    git(tmp_path / "clone", "remote", "set-url", "origin", REPOSITORY.replace("//", "//user:t0ken@"))
    return tmp_path / "clone"


def test_a_clone_is_named_by_its_origin_and_commit_as_long_as_that_holds_it(clone: Path) -> None:
    def init(name: str) -> tuple[str, str]:
        asked = [sys.executable, "-m", "sitegen", "init", f"../{name}", "--title", "Una", "--ui-language", "en"]
        done = subprocess.run(asked, cwd=clone, check=True, capture_output=True, text=True)
        text = (clone.parent / name / "requirements.txt").read_text("utf-8")
        assert "t0ken" not in text
        return text.splitlines()[-1], done.stderr

    commit = git(clone, "rev-parse", "HEAD")
    assert init("one")[0] == f"{DISTRIBUTION}[search] @ git+{REPOSITORY}@{commit}"
    path = f"vendor/{DISTRIBUTION.replace('-', '_')}-{__version__}-py3-none-any.whl"
    (clone / "README.md").write_text("x", "utf-8")  # is no part of it
    assert init("two")[0].startswith(f"{DISTRIBUTION}[search] @ git+")
    (clone / "templates/own.html").write_text("x", "utf-8")
    wanted, told = init("three")
    assert wanted == f"./{path}[search]"
    assert f"ATTENTION: git+{REPOSITORY} does not hold this Sitegen as it is here. " in told
    with zipfile.ZipFile(clone.parent / "three" / path) as archive:
        assert "sitegen/defaults/templates/own.html" in archive.namelist()
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "not pushed")
    assert init("four")[0] == f"./{path}[search]"
    git(clone, "remote", "set-url", "origin", str(clone.parent / "bare"))
    wanted, told = init("five")
    assert wanted == f"./{path}[search]"
    assert "ATTENTION" not in told


def steps(folder: Path) -> list[str]:
    """Give what the site's own CI runs."""
    loaded = yaml.safe_load((folder / ".github/workflows/publish.yml").read_text("utf-8"))
    return [step["run"] for step in loaded["jobs"]["build"]["steps"] if "run" in step]


@pytest.mark.skipif(sys.platform == "win32", reason="CI's shell")
@pytest.mark.proof
@pytest.mark.parametrize("way", programs.size(["wheel"], ["wheel", "repository"], ["wheel", "repository"]))
def test_a_new_site_is_built_by_its_own_ci(
    way: str, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its set-up as it is written there; from a wheel with the libraries that are here, so that it needs no index."""
    site = tmp_path / "site"
    asked = ["init", str(site), "--title", "Una", "--ui-language", "en"]
    if way == "wheel":
        monkeypatch.syspath_prepend(noted(tmp_path / "installed", {"url": "file:///nowhere", "archive_info": {}}))
        monkeypatch.setattr(distribution, "_git", lambda *_asked: "")
        assert main(asked) == FINE
    else:
        subprocess.run([sys.executable, "-m", "sitegen", *asked], cwd=clone, check=True, capture_output=True)
    around = {name: text for name, text in os.environ.items() if name not in ("PYTHONPATH", "SITE_ADDRESS")}
    around |= {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1"} if way == "wheel" else {}
    around |= {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.file://{tmp_path}/bare.insteadOf"}
    around |= {
        "GIT_CONFIG_VALUE_0": REPOSITORY,
        "LC_ALL": "C.UTF-8",
        "VERIFY": "",
        "LANGUAGE": "en",
    }
    around |= {"XDG_CACHE_HOME": str(tmp_path / "cache"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}

    def run(step: str) -> str:
        done = subprocess.run(
            ["bash", "-e", "-c", step], cwd=site, env=around, capture_output=True, text=True, check=False
        )
        if done.returncode and "No matching distribution" in done.stderr and os.environ.get("CI") != "true":
            pytest.skip("no index that has what builds Sitegen, and what it needs")
        assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    git(site, "init", "-q")
    look, setup, check, build = steps(site)
    run(look)
    run(setup)
    (packages,) = (site / ".venv/lib").glob("python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    kept = run("git add -A && git ls-files").splitlines()
    assert (".venv" in "".join(kept), any(path.startswith("vendor/") for path in kept)) == (False, way == "wheel")
    assert "::error" not in run(check)
    assert "6 documents, " in run(build)
    assert run(".venv/bin/sitegen messages") == "locales/messages.pot\n"
    assert run(".venv/bin/sitegen check") == "6 documents, nothing to mend.\n"
    assert str(site) in run(".venv/bin/python -c 'import sitegen; print(sitegen.__file__)'")
    # A site that such an installation begins takes the same.
    run(".venv/bin/sitegen init ../next --title Alta --ui-language en")
    alike = ["requirements.txt", *(path for path in kept if path.startswith("vendor/"))]
    assert [(tmp_path / "next" / path).read_bytes() for path in alike] == [(site / path).read_bytes() for path in alike]


@pytest.mark.parametrize("languages", ["en", "pl,ro", "en pl"])
def test_other_languages(languages: str, tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "site"), "--title", "Una", "--languages", languages]) == FINE
    assert sites.build(tmp_path / "site", as_of=sites.AS_OF.replace(year=2100), strict=True).problems == []


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
        ours, theirs = (programs.ROOT / file).read_text("utf-8"), skeleton[name].decode()
        assert re.findall(r"uses: .*", ours) == re.findall(r"uses: .*", theirs)
        mine = {line.replace(".venv/bin/python -m sitegen", ".venv/bin/sitegen") for line in ours.splitlines()}
        differ = [line for line in theirs.splitlines() if line not in mine]
        assert [line for line in differ if not re.search("requirements|sitegen build|^#", line)] == []
