"""The search index: made anew only when a document has changed, the same bytes each time, never a stale one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import programs
import pytest
import sites

from sitegen.build import engine, order
from sitegen.cli import main
from sitegen.render import pagefind

FILES = {
    "content/organisations.yaml": "school: {ro: Liceul, en: Lyceum}\nspare: {ro: Rezervă, en: Spare}\n",
    "content/circulars/call.ro.md": sites.circular("Apel", "7", "2026-01-05", "Elevii și școala."),
    "content/circulars/call.en.md": sites.translation("Call", "", "Pupils and the school."),
    "content/circulars/later.ro.md": sites.circular("Mai târziu", "8", "2026-02-05"),
    "content/news/visit.ro.md": sites.news("Vizita", "date: 2026-02-01\n", "Am fost acolo."),
    "content/news/draft.ro.md": sites.news("Ciorna", "draft: true\n", "Încă nu."),
    "content/pages/about.en.md": sites.news("About", "menu: footer\n", "This is it."),
}
INDEXES = {language: f"pagefind/{language}/pagefind-entry.json" for language in ("ro", "en")}


def build(
    root: Path, output: Path | None = None, *, clean: bool = False, as_of: datetime = sites.AS_OF
) -> order.Report:
    report = sites.build(root, output, clean=clean, as_of=as_of, search=engine.indexer())
    assert sites.codes(report) == []
    return report


def made(report: order.Report) -> set[str]:
    """Give the languages whose index was made."""
    return {language for language, path in INDEXES.items() if path in report.rendered}


def put(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), "utf-8")

    return edit


def write(path: str, text: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        sites.make(root, {path: text})

    return edit


def remove(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


BOTH, NONE = {"ro", "en"}, set[str]()
EDITS: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "nothing": (lambda _root: None, NONE),
    "title": (put("content/circulars/call.ro.md", "title: Apel", "title: Apel nou"), {"ro"}),
    "title of a translation": (put("content/circulars/call.en.md", "title: Call", "title: A call"), {"en"}),
    "body": (put("content/news/visit.ro.md", "Am fost", "N-am fost"), {"ro"}),
    "fact": (put("content/circulars/call.ro.md", 'number: "7"', 'number: "9"'), BOTH),
    "date": (put("content/circulars/call.ro.md", "2026-01-05", "2026-01-06"), BOTH),
    "draft": (put("content/news/draft.ro.md", "Încă nu.", "Nu încă."), NONE),
    "no draft": (put("content/news/draft.ro.md", "draft: true\n", ""), {"ro"}),
    "new": (write("content/news/new.ro.md", sites.news("Nou")), {"ro"}),
    "gone": (remove("content/circulars/later.ro.md"), {"ro"}),
    "gone in one language": (remove("content/circulars/call.en.md"), {"en"}),
    "repealed": (
        put("content/news/visit.ro.md", "issuer: null\n", "issuer: null\nsupersedes: [circulars/call]\n"),
        BOTH,
    ),
    "slug": (put("content/circulars/call.en.md", "title: Call", "title: Call\nslug: the-call"), {"en"}),
    "name of the issuer": (put("content/organisations.yaml", "ro: Liceul", "ro: Școala"), {"ro"}),
    "name of another": (put("content/organisations.yaml", "ro: Rezervă", "ro: Altă rezervă"), NONE),
    "menu": (put("content/pages/about.en.md", "menu: footer", "menu: header"), {"en"}),
    "synonyms": (write("templates/search/synonyms.en.txt", "pupil learner\n"), {"en"}),
    "another template": (write("templates/pages/home.html", '{% extends "base.html" %}'), NONE),
    "style": (write("templates/static/style.css", "p {}"), NONE),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_makes_the_indexes_that_hold_it_and_what_stands_is_never_stale(name: str, tmp_path: Path) -> None:
    edit, expected = EDITS[name]
    root = sites.make(tmp_path / "site", FILES)
    first = build(root)
    assert made(first) == BOTH
    edit(root)
    report = build(root)
    assert made(report) == expected
    assert report.counts["pages"] == len(report.pages)
    assert report.counts["rendered"] == len(report.rendered)
    build(root, tmp_path / "clean", clean=True)
    found, clean = sites.tree(root / "public"), sites.tree(tmp_path / "clean")
    assert found == clean, sites.difference(clean, found)[:2000]
    assert made(build(root)) == NONE


def test_a_moment_that_changes_a_document_changes_its_index(tmp_path: Path) -> None:
    files = {**FILES, "content/news/short.ro.md": sites.news("Scurt", "valid_until: 2026-12-31\n")}
    root = sites.make(tmp_path, files)
    build(root)
    report = build(root, as_of=datetime.fromisoformat("2027-02-01T12:00:00+02:00"))
    assert made(report) == {"ro"}
    assert any('"state":"expired"' in text for text in fragments(root))


def fragments(root: Path, language: str = "ro") -> list[str]:
    files = sorted((root / "public/pagefind" / language / "fragment").iterdir())
    return [pagefind._opened(file.read_bytes()).decode() for file in files]


@pytest.mark.parametrize("damage", ["lost", "changed", "foreign", "whole"])
def test_a_damaged_index_is_mended(damage: str, tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    build(root)
    before, folder = sites.tree(root / "public"), root / "public/pagefind/ro"
    fragment = next((folder / "fragment").iterdir())
    if damage == "lost":
        fragment.unlink()
    elif damage == "changed":
        fragment.write_bytes(b"?" * fragment.stat().st_size)
    elif damage == "foreign":
        (folder / "fragment/other").write_bytes(b"")
    else:
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    report = build(root)
    assert sites.tree(root / "public") == before
    assert made(report) == ({"ro"} if damage != "foreign" else NONE)
    assert damage == "foreign" or report.rendered == {INDEXES["ro"]: ("file",)}


def test_two_processes_make_the_same_bytes(tmp_path: Path) -> None:
    many = {
        f"content/circulars/c{number}.ro.md": sites.circular(
            f"Circulara {number}",
            str(number),
            f"20{number % 7 + 10}-0{number % 9 + 1}-11",
            "Școala din Făurești. " * number,
        )
        for number in range(60)
    }
    root = sites.make(tmp_path / "site", {**FILES, **many})
    trees = []
    for seed in ("1", "77"):
        output = tmp_path / seed
        environment = {
            **os.environ,
            "PYTHONPATH": str(programs.ROOT),
            "PYTHONHASHSEED": seed,
            "PAGEFIND_EXCLUDE_SELECTORS": "p",
        }
        command = [sys.executable, "-m", "sitegen", "build", "--source", str(root), "--output", str(output), "--clean"]
        subprocess.run([*command, "--as-of", "2026-12-01"], env=environment, capture_output=True, check=True)
        trees.append(sites.tree(output))
    assert trees[0] == trees[1]
    assert "pagefind/ro/pagefind.js" in trees[0]


def test_what_pagefind_brings_for_itself_stays_out(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    build(root)
    folder = root / "public/pagefind/ro"
    names = {re.sub(r"(ro_)?[0-9a-f]{7,}|ro", "*", path.relative_to(folder).as_posix()) for path in folder.rglob("*.*")}
    kinds = {
        "index/*.pf_index",
        "filter/*.pf_filter",
        "fragment/*.pf_fragment",
        "pagefind.*.pf_meta",
        "wasm.*.pagefind",
    }
    assert names == {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "numbers.json", *kinds}


def test_drafts_and_documents_of_another_language_are_not_found(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    sites.build(root, drafts=True, search=engine.indexer())
    found = {json.loads(text)["url"] for text in fragments(root)}
    assert found == {"/ro/circulare/call/", "/ro/circulare/later/", "/ro/noutati/visit/"}
    assert {json.loads(text)["url"] for text in fragments(root, "en")} == {"/en/circulars/call/", "/en/about/"}


def test_numbers_lead_to_documents_first_to_those_that_bear_them(tmp_path: Path) -> None:
    approved = (
        "agreement: {name: Acord, parties: null, signed: 2026-01-01, term: null, approval: {act: x, number: 014/11}}\n"
    )
    files = {
        "content/circulars/a.ro.md": sites.circular("A", "14/11", "2021-03-09", issuer="null"),
        "content/news/b.ro.md": sites.news("B", approved.replace("parties: null", "parties: [school]")),
        "content/organisations.yaml": FILES["content/organisations.yaml"],
    }
    root = sites.make(tmp_path, files)
    build(root)
    numbers = json.loads((root / "public/pagefind/ro/numbers.json").read_text("utf-8"))
    urls = {}
    for file in (root / "public/pagefind/ro/fragment").iterdir():
        urls[file.stem] = json.loads(pagefind._opened(file.read_bytes()))["url"]
    assert {number: [urls[stem] for stem in stems] for number, stems in numbers.items()} == {
        "14/11": ["/ro/circulare/a/", "/ro/noutati/b/"],
        "14/11/2021": ["/ro/circulare/a/"],
        "14/11/9/3/2021": ["/ro/circulare/a/"],
    }


def test_a_preview_leaves_the_index_out_and_changes_no_page(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    build(root)
    whole = sites.tree(root / "public")
    report = sites.build(root, search=engine.indexer(), preview=True)
    preview = sites.tree(root / "public")
    assert report.rendered == {}
    assert {path for path in whole if path not in preview} == {path for path in whole if path.startswith("pagefind/")}
    assert all(preview[path] == whole[path] for path in preview if path != "manifest.json")
    assert made(build(root)) == BOTH
    assert sites.tree(root / "public") == whole


# --- what is not installed --------------------------------------------------------------------------------------------


def without_pagefind(folder: Path) -> Path:
    """Make a folder of all installed libraries but Pagefind."""
    for library in {Path(path) for path in sys.path if path.endswith("site-packages")}:
        for path in library.iterdir():
            if not path.name.startswith("pagefind") and path.suffix != ".pth":
                (folder / path.name).symlink_to(path)
    return folder


def run(root: Path, *libraries: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from sitegen.cli import main; sys.exit(main())"
    paths = os.pathsep.join(map(str, (programs.ROOT, *libraries)))
    command = [sys.executable, "-S", "-c", code, "build", "--source", str(root), "--strict", "--ui-language", "en"]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False)


def test_without_pagefind_one_line_says_so_and_the_menu_leads_to_the_list(tmp_path: Path) -> None:
    root = sites.make(tmp_path / "site", {"content/news/una.en.md": sites.news("One"), "content/site.yaml": english()})
    build(root)
    (tmp_path / "libraries").mkdir()
    done = run(root, without_pagefind(tmp_path / "libraries"))
    assert done.returncode == 0, done.stderr
    expected = 'The site has no search, only lists from A to Z. To give it one: pip install "sitegen-bulletin[search]"'
    assert done.stderr == f"{expected}\n"
    public = root / "public"
    assert not (public / "pagefind").exists()
    assert not (public / "en/search").exists()
    home = (public / "en/index.html").read_text("utf-8")
    assert 'role="search"' not in home
    assert home.count('<a href="a-z/">') == 2


def test_a_program_that_fails_is_told_in_a_line_and_nothing_changes(tmp_path: Path) -> None:
    root = sites.make(tmp_path / "site", {"content/news/una.en.md": sites.news("One"), "content/site.yaml": english()})
    build(root)
    before = sites.tree(root / "public")
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    without_pagefind(libraries)
    program = "import pathlib\ndef get_executable():\n    return pathlib.Path(__file__).with_name('program')\n"
    (libraries / "pagefind_bin").mkdir()
    (libraries / "pagefind_bin/__init__.py").write_text(program, "utf-8")
    (libraries / "pagefind_bin/program").write_text("#!/bin/sh\necho 'no more room' >&2\nexit 3\n", "utf-8")
    (libraries / "pagefind_bin/program").chmod(0o755)
    for name in ("pagefind-1.dist-info", "pagefind_bin-1.dist-info"):
        (libraries / name).mkdir()
    done = run(root, libraries)
    assert (done.returncode, done.stderr) == (2, "pagefind: no more room\n")
    assert sites.tree(root / "public") == before


def english() -> str:
    return sites.SITE.replace("[ro, en]", "[en]")


# --- the list from A to Z ---------------------------------------------------------------------------------------------


def test_the_list_is_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    titles = ["Țară", "„Tată”", "Școală", "sat", "Încă", "Iarna", "9 texte", "10 texte", "Ёлка", "Âra", "ara", "Łódź"]
    files = {f"content/news/n{number}.ro.md": sites.news(f"'{title}'") for number, title in enumerate(titles)}
    root = sites.make(tmp_path, files)
    sites.build(root)
    page = (root / "public/ro/a-z/index.html").read_text("utf-8")
    shown = re.findall(r'<li><a href="../noutati/n\d+/">(.*?)</a>', page)
    assert shown == [
        "9 texte",
        "10 texte",
        "ara",
        "Âra",
        "Iarna",
        "Încă",
        "Łódź",
        "sat",
        "Școală",
        "„Tată”",
        "Țară",
        "Ёлка",
    ]
    headings = dict(re.findall(r'<h2 id="(.*?)">(.*?)</h2>', page))
    assert " ".join(headings) == "_0-9 _a _a-3 _i _i-2 _l _s _s-2 _t _t-2 _other"
    assert " ".join(headings.values()) == "0–9 A Â I Î L S Ș T Ț Altele"
    assert re.findall(r'<li><a href="(#.*?)">', page)[:3] == ["#_0-9", "#_a", "#_a-3"]
    english = (root / "public/en/a-z/index.html").read_text("utf-8")
    assert '<a href="../news/n0/" hreflang="ro" lang="ro">Țară</a>' in english


def test_a_long_list_has_a_page_for_each_letter(tmp_path: Path) -> None:
    titles = [*(f"Anunțul {number}" for number in range(301)), "Școala", "Sat"]
    files = {f"content/news/n{number}.ro.md": sites.news(title) for number, title in enumerate(titles)}
    root = sites.make(tmp_path, {**files, "content/site.yaml": sites.SITE.replace("[ro, en]", "[ro]")})
    report = sites.build(root)
    assert {path for path in report.pages if "/a-z/" in path} == {
        f"ro/a-z/{name}index.html" for name in ("", "a/", "s/", "s-2/")
    }
    first = (root / "public/ro/a-z/index.html").read_text("utf-8")
    assert re.findall(r'<li><a href="(.*?)">(.*?)</a></li>', first.split('class="letters"')[1])[:3] == [
        ("a/", "A"), ("s/", "S"), ("s-2/", "Ș"),
    ]  # fmt: skip
    one = (root / "public/ro/a-z/s-2/index.html").read_text("utf-8")
    assert re.findall(r"<h1>(.*?)</h1>", one) == ["Toate documentele: Ș"]
    assert re.findall(r'<a href="(.*?)" aria-current="page">Ș</a>', one) == ["./"]
    assert "ro/a-z/s-2/" in (root / "public/sitemap.xml").read_text("utf-8")


def test_a_reserved_word_is_no_slug(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {"content/pages/cautare.ro.md": sites.news("Căutare")})
    assert main(["check", "--source", str(root), "--ui-language", "en"]) == 1
    assert "slug-reserved" in capsys.readouterr().out
