"""Texts handed to a translator's own tool and back: exact round trips, a PO that real tools read, a hostile PO."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import programs
import pytest
import sites
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sitegen import cli
from sitegen.read import inheritance
from sitegen.tools import Bulletin, bulletin
from sitegen.tools.translations import back, handoff, units

SITE = """\
id: example.test
title: {ro: Buletin, pl: Biuletyn}
base_url: https://example.test/
languages: [ro, pl]
time_zone: Europe/Bucharest
"""
RO, PL = "content/circulars/camp/index.ro.md", "content/circulars/camp/index.pl.md"
ORIGINAL = """\
---
title: Tabăra de vară
summary: Locurile sunt limitate.
published: 2026-05-04
issuer: null
registration:
  number: 12
  date: 2026-05-01
addressees:
  - Școlile
  - Părinții
subject: "Tabăra: înscrieri"
contact:
  - email: tabara@example.org
  - phone: "0264"
    purpose: Întrebări
signatories:
  - name: Ion Popescu
    role: director
---

Înscrierile încep
luni.

## Program

Plecarea este dimineața.

- Trenul
- Autobuzul

| Ziua | Ora |
|------|----:|
| luni | 8   |
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return sites.make(tmp_path, {"content/site.yaml": SITE, RO: ORIGINAL})


def run(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run the command in English."""
    code = cli.main([*arguments, "--source", str(root), "--ui-language", "en"])
    told = capsys.readouterr()
    return code, told.out + told.err


def translated(text: str) -> str:
    """Translate a PO as a machine would that knows but one word; what is fuzzy is confirmed."""
    catalogue = read_po(text.encode().splitlines(keepends=True))
    for message in catalogue:
        if message.id and (not message.string or message.fuzzy):
            message.string = f"Ł {message.id}"
            message.flags.discard("fuzzy")
    return saved(catalogue)


def saved(catalogue: Catalog) -> str:
    written = io.BytesIO()
    write_po(written, catalogue, width=40)
    return written.getvalue().decode()


def handed(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(root, capsys, "handoff", "--to", "pl")[0] == 0
    return (root / "handoff.pl.po").read_text("utf-8")


def returned(root: Path, capsys: pytest.CaptureFixture[str], text: str) -> tuple[int, str]:
    (root / "handoff.pl.po").write_text(text, "utf-8")
    return run(root, capsys, "handoff", "--back", str(root / "handoff.pl.po"))


# --- the way of a document --------------------------------------------------------------------------------------------


def test_a_document_goes_out_and_comes_back_translated(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = returned(site, capsys, translated(handed(site, capsys)))
    assert (code, told) == (
        0,
        f"{PL}: written: front, lead, program.\n  It is a draft until its line draft: true is taken out.\n",
    )
    assert (
        (site / PL).read_text("utf-8").partition("  source:")[0]
        == """\
---
title: Ł Tabăra de vară
summary: Ł Locurile sunt limitate.
contact:
  - {}
  - purpose: Ł Întrebări
addressees:
  - Ł Școlile
  - Ł Părinții
subject: "Ł Tabăra: înscrieri"
signatories:
  - role: Ł director
draft: true
translation:
  of: ro
  status: unofficial
  translator: null
  reviewed: null
"""
    )
    assert (
        (site / PL).read_text("utf-8").partition("}\n---\n")[2]
        == """\

Ł Înscrierile încep luni.

## Ł Program

Ł Plecarea este dimineața.

- Ł Trenul
- Ł Autobuzul

| Ł Ziua | Ł Ora |
|------|----:|
| Ł luni | 8   |
""".replace("| 8 ", "| Ł 8 ")
    )
    assert sites.codes(sites.build(site, drafts=True)) == []
    assert run(site, capsys, "handoff", "--to", "pl") == (0, "There is nothing to translate.\n")


def test_only_what_changed_goes_out_with_what_was_before_beside_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned(site, capsys, translated(handed(site, capsys)))
    publish(site)
    (site / RO).write_text(ORIGINAL.replace("Trenul", "Trenul rapid"), "utf-8")
    text = handed(site, capsys)
    live = text.partition("#~")[0]
    assert "front/" not in live
    assert "lead/" not in live
    assert (
        f"""#, fuzzy
#| msgid "Trenul"
msgctxt "{RO}#program/3"
msgid "Trenul rapid"
msgstr "Ł Trenul"
"""
        in live
    )
    assert live.count("#, fuzzy") == 1, "what the earlier PO knows to be the same is done"
    before = (site / PL).read_bytes()
    code, told = returned(site, capsys, text)
    assert (code, told) == (0, f"{PL}: not all is translated in: program.\n")
    assert (site / PL).read_bytes() == before
    assert handed(site, capsys) == text, "handed off again it is the same, the earlier sources too"
    assert returned(site, capsys, translated(text)) == (0, f"{PL}: written: program.\n")
    after = (site / PL).read_text("utf-8")
    assert (
        after.replace("Ł Trenul rapid", "Ł Trenul").partition("---\n\n")[2] == (before.decode().partition("---\n\n")[2])
    )
    assert run(site, capsys, "handoff", "--to", "pl") == (0, "There is nothing to translate.\n")


def test_work_that_is_not_done_is_never_lost(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = handed(site, capsys).replace('msgid "Trenul"\nmsgstr ""', 'msgid "Trenul"\nmsgstr "Pociąg (sprawdzić)"')
    marked = f'# moja uwaga\n#, fuzzy\nmsgctxt "{RO}#program/3"'
    (site / "handoff.pl.po").write_text(text.replace(f'msgctxt "{RO}#program/3"', marked), "utf-8")
    (site / RO).write_text(ORIGINAL.replace("Trenul", "Trenul rapid"), "utf-8")
    text = handed(site, capsys)
    assert '#| msgid "Trenul"\n' in text
    assert 'msgid "Trenul rapid"\nmsgstr "Pociąg (sprawdzić)"\n' in text
    assert "# moja uwaga\n" in text
    assert handed(site, capsys) == text
    (site / RO).write_text(ORIGINAL.replace("- Trenul\n", ""), "utf-8")
    gone = handed(site, capsys)
    assert "#, fuzzy\n#~ msgctxt" in gone
    assert '#~ msgstr "Pociąg (sprawdzić)"\n' in gone
    assert handed(site, capsys) == gone


def publish(root: Path) -> None:
    """Take the line out that says that the translation is a draft."""
    text = (root / PL).read_text("utf-8")
    (root / PL).write_text(text.replace("draft: true\n", ""), "utf-8")


def test_without_an_earlier_po_the_old_translation_is_still_beside(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned(site, capsys, translated(handed(site, capsys)))
    publish(site)
    (site / "handoff.pl.po").unlink()
    (site / RO).write_text(ORIGINAL.replace("Trenul", "Trenul rapid"), "utf-8")
    text = handed(site, capsys)
    assert 'msgid "Trenul rapid"\nmsgstr "Ł Trenul"\n' in text
    assert text.count("#, fuzzy") == 8, "nobody knows which of them has changed"
    (site / "handoff.pl.po").unlink()
    (site / RO).write_text(ORIGINAL.replace("- Trenul\n", ""), "utf-8")
    text = handed(site, capsys)
    assert "#, fuzzy" not in text
    assert "#. - Ł Trenul\n" in text, "what cannot be paired is told as a whole"


def test_a_new_section_goes_to_its_place_and_one_that_is_gone_goes(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned(site, capsys, translated(handed(site, capsys)))
    publish(site)
    changed = ORIGINAL.replace("## Program", "## Costuri\n\nNu sunt.\n\n## Program")
    (site / RO).write_text(changed, "utf-8")
    assert "program" not in handed(site, capsys).partition("#~")[0]
    assert returned(site, capsys, translated(handed(site, capsys)))[1] == f"{PL}: written: costuri.\n"
    assert "## Ł Costuri\n\nŁ Nu sunt.\n\n## Ł Program" in (site / PL).read_text("utf-8")
    (site / RO).write_text(ORIGINAL.replace("luni.", "marți."), "utf-8")
    assert returned(site, capsys, translated(handed(site, capsys)))[1] == f"{PL}: written: lead.\n"
    assert "Costuri" not in (site / PL).read_text("utf-8")
    assert sites.codes(sites.build(site), "warning") == []


def test_a_new_entry_of_a_list_is_written_among_what_is_there(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    returned(site, capsys, translated(handed(site, capsys)))
    publish(site)
    text = (site / PL).read_text("utf-8")
    (site / PL).write_text(text.replace("signatories:\n", "signatories:\n  # cine semnează\n"), "utf-8")
    more = "    role: director\n  - name: Ana Pop\n    role: secretară\n"
    (site / RO).write_text(ORIGINAL.replace("    role: director\n", more), "utf-8")
    assert sites.codes(sites.build(site)) == ["list-length"]
    assert returned(site, capsys, translated(handed(site, capsys)))[1] == f"{PL}: written: front.\n"
    assert "# cine semnează\nsignatories:\n  - role: Ł director\n  - role: Ł secretară\n" in (site / PL).read_text(
        "utf-8"
    )
    assert sites.codes(sites.build(site), "warning") == []


def test_a_part_that_is_not_done_leaves_the_rest_as_it_was(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = translated(handed(site, capsys)).replace('msgstr "Ł Autobuzul"', 'msgstr ""')
    code, told = returned(site, capsys, text)
    assert f"{PL}: written: front, lead.\n" in told
    assert f"{PL}: not all is translated in: program.\n" in told
    assert "## Program\n\nPlecarea" in (site / PL).read_text("utf-8"), "of a draft, in the original's words"
    assert handed(site, capsys).partition("#~")[0].count("msgctxt") == 8
    assert code == 0


def test_what_was_translated_from_an_older_original_is_not_written(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = translated(handed(site, capsys))
    (site / RO).write_text(ORIGINAL.replace("luni.", "marți."), "utf-8")
    told = returned(site, capsys, text)[1]
    assert f"{PL}: the original has changed since; hand off anew: lead.\n" in told
    assert "Înscrierile încep\nmarți." in (site / PL).read_text("utf-8")


def test_drafts_of_originals_are_not_handed_off(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / RO).write_text(ORIGINAL.replace("issuer: null", "issuer: null\ndraft: true"), "utf-8")
    assert run(site, capsys, "handoff", "--to", "pl") == (0, "There is nothing to translate.\n")


def test_line_ends_and_a_mark_stay(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    returned(site, capsys, translated(handed(site, capsys)))
    publish(site)
    windows = b"\xef\xbb\xbf" + (site / PL).read_bytes().replace(b"\n", b"\r\n")
    (site / PL).write_bytes(windows)
    (site / RO).write_text(ORIGINAL.replace("Trenul", "Trenul rapid"), "utf-8")
    returned(site, capsys, translated(handed(site, capsys)))
    now = (site / PL).read_bytes()
    assert now.startswith(b"\xef\xbb\xbf---\r\n")
    assert now.count(b"\n") == now.count(b"\r\n") == windows.count(b"\n")


# --- real tools -------------------------------------------------------------------------------------------------------


def test_gettext_reads_it(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    returned(site, capsys, translated(handed(site, capsys)))
    publish(site)
    (site / RO).write_text(ORIGINAL.replace("Trenul", 'Trenul, 50 % din "el" {x}\\n'), "utf-8")
    handed(site, capsys)
    programs.run("msgfmt", "--check", "--output-file", site / "x.mo", site / "handoff.pl.po")
    told = subprocess.run(
        [programs.program("msgfmt"), "--statistics", "-o", "/dev/null", site / "handoff.pl.po"],
        capture_output=True, text=True, check=True, env={"LC_ALL": "C"},
    ).stderr  # fmt: skip
    assert told == "7 translated messages, 1 fuzzy translation.\n"
    cat = programs.run("msgcat", "--width=60", site / "handoff.pl.po")
    before = (site / PL).read_bytes()
    assert returned(site, capsys, cat)[0] == 0
    assert (site / PL).read_bytes() == before


def test_translate_toolkit_reads_it(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    po = pytest.importorskip("translate.storage.pypo", reason="install translate-toolkit (extra: dev)")
    returned(site, capsys, translated(handed(site, capsys)))
    publish(site)
    (site / RO).write_text(ORIGINAL.replace("Trenul", "Trenul rapid"), "utf-8")
    store = po.pofile.parsestring(handed(site, capsys).encode())
    (unit,) = [unit for unit in store.units if unit.isfuzzy()]
    assert (unit.source, unit.target, unit.prev_source) == ("Trenul rapid", "Ł Trenul", "Trenul")
    unit.target = "Pociąg pospieszny"
    unit.markfuzzy(False)  # noqa: FBT003  (the base class and its child name it differently)
    assert returned(site, capsys, bytes(store).decode()) == (0, f"{PL}: written: program.\n")
    assert "- Pociąg pospieszny\n- Ł Autobuzul\n" in (site / PL).read_text("utf-8")


# --- a stranger's PO --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (RO, "content/../../etc/passwd", "handoff-place"),
        (RO, "/etc/passwd", "handoff-place"),
        (RO, "content/circulars/other/index.ro.md", "handoff-place"),
        (RO, "content/site.yaml", "handoff-place"),
        ("Language: pl", "Language: ../x", "handoff-language"),
        ("Language: pl", "Language: de", "handoff-language"),
        ("Language: pl", "Language: ro", "handoff-place"),
        ("Ł Trenul", "# Trenul", "handoff-structure"),
        ("Ł Trenul", "- Trenul", "handoff-structure"),
        ("Ł luni", "Ł | luni", "handoff-structure"),
        ("Ł Plecarea", "<!-- Plecarea", "handoff-structure"),
        ("Ł Plecarea", "Ł\\n## Nou\\n", "handoff-structure"),
        ("Ł Plecarea", "::: {lang=en}\\nPlecarea", "handoff-structure"),
        ("Ł Plecarea", "Ł \u202e", "control-character"),
        ('msgstr "Ł Trenul"', 'msgstr "Ł Trenul', "catalogue-invalid"),
        ('msgstr "Ł Trenul"', 'mgstr "Ł Trenul"', "catalogue-invalid"),
    ],
)
def test_a_bad_po_is_told_and_writes_nothing(
    site: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, code: str
) -> None:
    text = translated(handed(site, capsys))
    text = re.sub(r'"\n"', "", text)  # unwrapped, so that what is looked for is there
    assert old in text
    before = sites.tree(site / "content")
    status, told = returned(site, capsys, text.replace(old, new))
    assert status == 1
    assert f": error[{code}]: " in told
    assert sites.tree(site / "content") == before


def test_texts_are_written_back_as_right_yaml(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    catalogue = read_po(translated(handed(site, capsys)).encode().splitlines(keepends=True))
    odd = iter(["null", "a: b", "- x", "#1", 'q "q" \\ q', "„x”", "[x", "'", "&a", "!x", "2026-01-01"])
    wanted = {}
    for message in catalogue:
        if message.id and "#front/" in str(message.context):
            message.string = wanted[str(message.context).rpartition("/")[2]] = next(odd)
    assert returned(site, capsys, saved(catalogue))[0] == 0
    found = bulletin(site)[0]
    versions = found and found.read("circulars/camp")[0]
    assert versions
    assert dict(inheritance.texts(versions.declared.fields, versions.translations["pl"].fields)) == wanted
    assert sites.codes(sites.build(site, drafts=True)) == []


def test_a_comment_behind_a_text_does_not_become_a_part_of_it(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert returned(site, capsys, translated(handed(site, capsys)))[0] == 0
    begun = (site / PL).read_text("utf-8")
    for text, cut in (("title: Ł", "title: Obóz # letni"), ("summary: Ł", "summary: null\n  # nie")):
        begun = re.sub(f"{text}.*", cut, begun, count=1)
    (site / PL).write_text(begun, "utf-8")
    assert returned(site, capsys, translated(handed(site, capsys)))[0] == 0
    front = (site / PL).read_text("utf-8").partition("\n---")[0]
    assert [line for line in front.split("\n") if "#" in line] == [
        'title: "Ł Tabăra de vară" # letni',
        "  # nie",
    ]
    assert 'summary: "Ł Locurile sunt limitate."\n' in front
    assert sites.codes(sites.build(site, drafts=True)) == []


@given(st.text(max_size=200))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_any_text_is_read_as_a_po_without_a_fault(known: Bulletin, text: str) -> None:
    header = 'msgid ""\nmsgstr ""\n"Language: pl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    nothing = replace(known, sets={})
    assert back.back(nothing, "x.po", header + text)[0] == []
    assert back.back(nothing, "x.po", text)[0] == []


# --- any Markdown -----------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["Ana", "are mere", "łódź", "*x*", "`a|b`", "[x](https://a.ro)", "1.", "—", "a  b", "\u00a0", "&", '"']
)
LINE = st.builds(
    "".join, st.lists(st.one_of(WORDS, st.sampled_from([" ", "  ", "\t", "|", "\\", "{#id}"])), max_size=6)
)
MARKS = """## |### |- |* |1. |> |>|    |  |\t|---|===|: |[^1]: |*[AB]: |!!! note|!!! note "|::: {lang=en}|:::|[r]: |\
<div>|</div>|<!-- |-->|{: .x}|```|#"""
START = st.sampled_from(["", "", "", "| ", "|-|-|", *MARKS.split("|")])
MARKDOWN = st.lists(st.one_of(st.just(""), st.builds(str.__add__, START, LINE)), max_size=14).map("\n".join)
steady = settings(derandomize=True, deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@given(st.one_of(MARKDOWN, st.text(st.characters(exclude_characters="\r"), max_size=60)))
@settings(derandomize=True, deadline=None, max_examples=500)
def test_units_and_what_is_between_them_are_the_source(source: str) -> None:
    pieces = units.divide(source)
    assert "".join(one if isinstance(one, str) else one.raw for one in pieces) == source
    assert units.written(pieces, [unit.text for unit in units.units(pieces)]) == source
    assert all(unit.text.strip(" \t") for unit in units.units(pieces))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Bulletin:
    """Give a site whose files the tests write."""
    root = sites.make(tmp_path_factory.mktemp("site"), {"content/site.yaml": SITE, RO: ORIGINAL})
    found = bulletin(root)[0]
    assert found
    return found


def there(known: Bulletin, files: Mapping[str, str | bytes]) -> Bulletin:
    """Put a site's files in place of those that were there."""
    shutil.rmtree(known.root / "content/circulars")
    sites.make(known.root, files)
    return replace(known, sets={"circulars/camp": {path.split(".")[-2]: path for path in files}})


def out(known: Bulletin, before: str = "") -> tuple[str, list[handoff.Entry]]:
    versions, _found = known.read("circulars/camp")
    assert versions
    assume(not any(one.severity == "error" for one in versions.original.head.problems))
    earlier = handoff.earlier("x.po", before, "pl")[0] if before else handoff.Earlier()
    assert earlier
    entries = handoff.entries(versions, "pl", earlier)
    return handoff.written("x", "pl", entries, earlier), entries


@given(body=MARKDOWN)
@steady
def test_what_comes_back_as_it_went_is_the_same_bytes(known: Bulletin, body: str) -> None:
    original = ORIGINAL.partition("\n---\n")[0] + "\n---\n" + body
    site = there(known, {RO: original})
    text, entries = out(site)
    assert [one.data for one in back.back(site, "x.po", text)[0]] == [None]
    same = [one._replace(translation=one.text) for one in entries]
    (made,), found = back.back(site, "x.po", handoff.written("x", "pl", same, handoff.Earlier()))
    assert (found, made.waiting, made.stale) == ([], (), ())
    assert made.data is not None
    assert made.data.decode().partition("}\n---\n")[2] == body


@given(body=MARKDOWN, later=MARKDOWN, word=st.sampled_from(["Ł", "zażółć gęślą", "1. x", "#", "- "]))
@steady
def test_what_is_translated_is_written_or_refused(known: Bulletin, body: str, later: str, word: str) -> None:
    front = ORIGINAL.partition("\n---\n")[0] + "\n---\n"
    site = there(known, {RO: front + body})
    _text, entries = out(site)
    done = [one._replace(translation=f"{word} {one.text}") for one in entries]
    text = handoff.written("x", "pl", done, handoff.Earlier())
    returned, found = back.back(site, "x.po", text)
    if found:
        assert {one.code for one in found} == {"handoff-structure"}
        return
    assert returned[0].data is not None
    site = there(known, {RO: front + body, PL: returned[0].data})
    assert out(site, text)[1] == [], "all of it is done"
    site = there(known, {RO: front + later, PL: returned[0].data.replace(b"draft: true\n", b"")})
    text, entries = out(site, text)
    if any(entry.fuzzy or not entry.translation for entry in entries):
        for one in back.back(site, "x.po", text)[0]:
            assert one.data is None or set(one.stamped).isdisjoint(
                entry.context.partition("#")[2].rpartition("/")[0]
                for entry in entries
                if entry.fuzzy or not entry.translation
            )


def test_all_samples_go_out_and_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One announcement of each type, its Polish version taken away: the translation is whole and passes the check."""
    root = sites.samples(tmp_path)
    made = [file for file in root.rglob("*.pl.md") if "\ntranslation:" in file.read_text("utf-8")]
    for file in made:
        file.unlink()
    code, told = returned(root, capsys, translated(handed(root, capsys)))
    assert code == 0
    assert "not all is translated" not in told
    assert run(root, capsys, "handoff", "--to", "pl") == (0, "There is nothing to translate.\n")
    for file in made:
        file.write_text(file.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
    report = sites.build(root)
    assert sites.codes(report) == []
    found = [one.code for one in report.problems if root / one.place.path in made]
    assert {"translation-outdated", "text-borrowed", "heading-unpaired"}.isdisjoint(found)


def test_an_announcement_without_an_original_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / RO).rename(site / PL)
    (site / PL).write_text(ORIGINAL.replace("issuer: null", "translation: {of: ro, status: official}"), "utf-8")
    code, told = run(site, capsys, "handoff", "--to", "pl")
    assert code == 1
    assert f"{PL}:1:1: error[original-missing]" in told
