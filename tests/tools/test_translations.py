"""The translator's day but for the PO: stubs, stamps, minor changes, how translations stand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import sites
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import cli
from sitegen.model.sources import decode, splice
from sitegen.read.yaml import Scalar, compose, spans, written
from sitegen.tools import bulletin
from sitegen.tools.translations import stamping

SITE = sites.SITE.replace("[ro, en]", "[ro, pl, en]").replace("en: B", "pl: Biuletyn, en: B")
RO, PL, EN = (f"content/news/camp/index.{tag}.md" for tag in ("ro", "pl", "en"))
BODY = "Lead.\n\n## Unu\n\nText unu.\n\n## Doi\n\nText doi."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sites.make(tmp_path, {"content/site.yaml": SITE, RO: sites.news("Tabără: vara", "", BODY).replace(
        "title: Tabără: vara", "title: 'Tabără: vara' # titlul")})  # fmt: skip


def run(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str, language: str = "en") -> tuple[int, str]:
    code = cli.main([*arguments, "--source", str(root), "--ui-language", language])
    told = capsys.readouterr()
    return code, told.out + told.err


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


# --- stubs ------------------------------------------------------------------------------------------------------------


def test_a_stub_is_a_draft_with_the_originals_texts_and_stamps(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(root, capsys, "translate", RO, "--to", "pl")
    assert (code, told) == (0, f"{PL}\nTranslate what it says, then take out the line draft: true.\n")
    text = (root / PL).read_text("utf-8")
    assert text.startswith('---\ntitle: "Tabără: vara"\ndraft: true\ntranslation:\n  of: ro\n  status: unofficial\n')
    assert text.endswith(f"}}\n---\n\n{BODY}\n")
    report = sites.build(root, drafts=True)
    assert [problem.code for problem in report.problems if problem.place.path == PL] == []


def test_a_stub_is_not_published(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sites.build(root)
    before = sites.tree(root / "public")
    assert run(root, capsys, "translate", RO, "--to", "pl")[0] == 0
    sites.build(root)
    assert sites.difference(before, sites.tree(root / "public")) == ""


@pytest.mark.parametrize("there", ["file", "link"])
def test_a_stub_never_overwrites(root: Path, capsys: pytest.CaptureFixture[str], there: str, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    if there == "file":
        (root / PL).write_bytes(b"mine")
    else:
        (root / PL).symlink_to(target)
    code, told = run(root, capsys, "translate", RO, "--to", "pl")
    assert code != 0
    assert not target.exists()
    assert there == "link" or (root / PL).read_bytes() == b"mine"
    assert PL in told


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((RO,), 2, "Ask for one of --to, --done and --minor."),
        ((RO, "--to", "pl", "--done"), 2, "Ask for one of --to, --done and --minor."),
        ((RO, "--to", "de"), 2, "The site has no language de; it has: ro, pl, en."),
        ((RO, "--to", "../x"), 2, "The site has no language ../x; it has: ro, pl, en."),
        ((RO, "--to", "ro"), 2, f"{RO} is the original."),
        ((RO, "--done"), 2, f"{RO} is the original; name a translation."),
        (("content/site.yaml", "--to", "pl"), 2, "content/site.yaml is no announcement's file."),
        (("../x", "--to", "pl"), 2, "../x is no announcement's file."),
        ((RO, "--minor"), 0, "No translation is outdated."),
    ],
)
def test_wrong_calls_are_told_in_a_line(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, told: str
) -> None:
    before = sites.tree(root)
    assert run(root, capsys, "translate", *arguments) == (code, f"{told}\n")
    assert sites.tree(root) == before


def test_an_unreadable_original_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(root, RO, "title: 'Tabără: vara'", "title: Tabără: vara")
    code, told = run(root, capsys, "translate", RO, "--to", "pl")
    assert code == 1
    assert "error[yaml-colon]" in told
    assert not (root / PL).exists()


def test_the_samples_get_stubs_that_pass_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each type's original of the samples, its translations taken away and made anew."""
    root = sites.samples(tmp_path)
    found = bulletin(root)[0]
    assert found
    for identity in found.sets:
        versions, _found = found.read(identity)
        assert versions
        for language, one in versions.translations.items():
            (root / one.path).unlink()
            assert run(root, capsys, "translate", versions.original.path, "--to", language)[0] == 0
    report = sites.build(root, drafts=True)
    assert sites.codes(report) == []
    stale = {"translation-outdated", "translation-unstamped", "heading-unpaired", "text-borrowed"}
    assert stale.isdisjoint(sites.codes(report, "warning"))


# --- stamps -----------------------------------------------------------------------------------------------------------

BLOCKS = [
    "translation:\n  of: ro # limba\n  status: unofficial\n  translator: null\n  reviewed: null\n",
    "translation:\n    of: ro\n    source:\n      lead: 0123\n      unu: x   # veche\n    status: unofficial\n",
    "translation:\n  of: ro\n  source: # gol\n  status: unofficial\n",
    "translation:\n  source: {lead: x,\n     unu: y} # lung\n  of: ro\n  status: unofficial\n# sfârșit\n",
    "translation: {of: ro, status: unofficial}  # scurt\n",
    "translation: {of: ro, source: {lead: x}, status: unofficial}\n",
    "translation:\n  of: ro\n  source: null\n  status: unofficial\n",
    "translation:\n  of: ro\n  source:\n    {lead: x}\n  status: unofficial\n",
    "# întâi\ntranslation:\n  status: unofficial\n  of: ro",
    "translation: {of: ro, status: unofficial,}\n",
    "translation: {of: ro, source, status: unofficial}\n",
    "translation: {source: , of: ro, status: unofficial}\n",
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("block", BLOCKS)
def test_done_changes_the_source_alone(root: Path, capsys: pytest.CaptureFixture[str], block: str, ends: str) -> None:
    text = f"---\n# despre\ntitle:   'Obóz' # tytuł\n{block.rstrip()}\n---\n\n{BODY}\n".replace("\n", ends)
    (root / PL).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert run(root, capsys, "translate", PL, "--done") == (0, f"{PL} is stamped as up to date.\n")
    now = (root / PL).read_bytes()
    assert sites.codes(sites.build(root)) == []
    assert "translation-outdated" not in sites.codes(sites.build(root), "warning")
    assert "translation-unstamped" not in sites.codes(sites.build(root), "warning")
    lines, before = (one.decode("utf-8-sig").split(ends) for one in (now, b"\xef\xbb\xbf" + text.encode()))
    kept = [line for line in lines if "source" not in line and "{front:" not in line]
    old = [line for line in before if line in kept]
    assert kept == old, "what is there was there, in this order"
    assert now.count(b"\n") == now.count(ends.encode())
    assert run(root, capsys, "translate", PL, "--done") == (0, f"{PL} is up to date already.\n")
    assert (root / PL).read_bytes() == now


@pytest.mark.parametrize("block", ["translation: ro\n", "translation:\n", "translation: null\n", "translation: [ro]\n"])
def test_a_block_that_is_none_is_not_stamped(root: Path, capsys: pytest.CaptureFixture[str], block: str) -> None:
    before = f"---\ntitle: Obóz\n{block}---\n\n{BODY}\n"
    (root / PL).write_text(before, "utf-8")
    code, told = run(root, capsys, "translate", PL, "--done")
    assert (code, told) == (2, f"{PL}: its translation block cannot be stamped; sitegen check says why.\n")
    assert (root / PL).read_text("utf-8") == before
    assert run(root, capsys, "check")[0] == 1


def test_a_path_may_be_named_from_here(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "content/news/camp")
    assert run(root, capsys, "translate", "index.ro.md", "--to", "pl")[1].startswith(PL)
    assert run(root, capsys, "translate", str(root / RO), "--to", "en")[1].startswith(EN)


# --- minor changes ----------------------------------------------------------------------------------------------------


@pytest.fixture
def trilingual(root: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    for tag, path in (("pl", PL), ("en", EN)):
        run(root, capsys, "translate", RO, "--to", tag)
        edit(root, path, "draft: true\n", "")
    return root


def outdated(root: Path) -> dict[str, str]:
    found = (problem for problem in sites.build(root).problems if problem.code == "translation-outdated")
    return {problem.place.path[-5:-3]: str(problem.arguments["sections"]) for problem in found}


def test_a_minor_change_keeps_translations_fresh(trilingual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(trilingual, RO, "Text unu", "Textul unu")
    assert outdated(trilingual) == {"pl": "unu", "en": "unu"}
    code, told = run(trilingual, capsys, "translate", RO, "--minor")
    assert (code, told) == (0, f"{EN}: stamped anew: unu.\n{PL}: stamped anew: unu.\n")
    assert outdated(trilingual) == {}


def test_what_was_outdated_before_stays_so_where_that_can_be_known(
    trilingual: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(trilingual, RO, "Text unu", "Cu totul altceva")
    run(trilingual, capsys, "translate", EN, "--done")  # Polish is left behind
    edit(trilingual, RO, "altceva", "alt ceva")
    edit(trilingual, RO, "Text doi", "Textul doi")
    code, told = run(trilingual, capsys, "translate", RO, "--minor")
    assert (code, told) == (
        0,
        f"{EN}: stamped anew: doi.\n{EN}: still outdated: unu.\n{PL}: stamped anew: doi.\n{PL}: still outdated: unu.\n",
    )
    assert outdated(trilingual) == {"pl": "unu", "en": "unu"}


def test_a_new_section_is_no_minor_change(trilingual: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(trilingual, RO, "## Doi", "## Nou\n\nText.\n\n## Doi")
    told = run(trilingual, capsys, "translate", RO, "--minor")[1]
    assert told == f"{EN}: still outdated: nou.\n{PL}: still outdated: nou.\n"
    assert run(trilingual, capsys, "translate", PL, "--minor") == (
        2,
        f"{PL} is a translation; name the original, {RO}.\n",
    )


# --- how translations stand -------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Give a site with a translation in each state."""
    body = "Text.\n\n## Unu\n\nText."
    states = {"fine": "reviewed: 2026-01-03", "machine": "status: machine", "official": "status: official"}
    files = {"content/site.yaml": sites.SITE}
    for name in ("fine", "missing", "draft", "machine", "official", "unreviewed", "unstamped", "outdated"):
        files[f"content/news/{name}.ro.md"] = sites.news(name.capitalize(), "", body)
    root = sites.make(tmp_path, files)
    for name in ("fine", "draft", "machine", "official", "unreviewed", "unstamped", "outdated"):
        path = f"content/news/{name}.en.md"
        run(root, capsys, "translate", f"content/news/{name}.ro.md", "--to", "en")
        if name != "draft":
            edit(root, path, "draft: true\n", "")
        if name in states:
            key = states[name].partition(":")[0]
            edit(root, path, f"  {key}: {'null' if key == 'reviewed' else 'unofficial'}", f"  {states[name]}")
    text = (root / "content/news/unstamped.en.md").read_text("utf-8")
    kept = [line for line in text.split("\n") if not line.startswith("  source:")]
    (root / "content/news/unstamped.en.md").write_text("\n".join(kept), "utf-8")
    edit(root, "content/news/outdated.ro.md", "## Unu\n\nText", "## Unu\n\nAltul")
    return root


STANDING = {
    "draft": ["draft", "unreviewed"],
    "fine": ["fine"],
    "machine": ["machine"],
    "missing": ["missing"],
    "official": ["fine"],
    "outdated": ["unreviewed", "outdated"],
    "unreviewed": ["unreviewed"],
    "unstamped": ["unreviewed", "unstamped"],
}


def test_status_tells_how_each_translation_stands(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(mixed, capsys, "status", "--format", "json")
    assert code == 0
    rows = json.loads(told)
    assert {row["announcement"].removeprefix("news/"): row["states"] for row in rows} == STANDING
    assert {row["language"] for row in rows} == {"en"}
    assert [row["sections"] for row in rows if row["sections"]] == [["unu"]]
    assert all((mixed / row["path"]).is_file() != (row["states"] == ["missing"]) for row in rows)


def test_status_is_a_table(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(mixed, capsys, "status")[1].split("\n")[:4] == [
        "Announcement     Language  State                      Changed sections",
        "---------------  --------  -------------------------  ----------------",
        "news/draft       en        a draft, not reviewed",
        "news/fine        en        fine",
    ]


@pytest.mark.parametrize(
    ("language", "state"), [("ro", "nerevizuită, neactualizată"), ("pl", "niesprawdzone, nieaktualne")]
)
def test_status_speaks_the_editors_language(
    mixed: Path, capsys: pytest.CaptureFixture[str], language: str, state: str
) -> None:
    rows = [*csv.reader(io.StringIO(run(mixed, capsys, "status", "--format", "csv", language=language)[1]))]
    assert rows[6] == ["news/outdated", "en", state, "unu", "", ""]
    assert not {"Announcement", "State", "Excused", "Reason", "fine", "missing"} & {
        cell for row in rows for cell in row
    }


def test_status_shows_what_is_excused_and_why(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    excuse = "privacy: [{code: personal-iban, reason: Contul școlii}]"
    edit(mixed, "content/news/fine.ro.md", "published:", f"{excuse}\npublished:")
    assert run(mixed, capsys, "status")[1].split("\n\n")[1] == (
        "Announcement  Excused        Reason\n"
        "------------  -------------  -------------\n"
        "news/fine     personal-iban  Contul școlii\n"
    )
    rows = json.loads(run(mixed, capsys, "status", "--format", "json")[1])
    (row,) = [row for row in rows if row["states"] == ["excused"]]
    assert (row["path"], row["excused"], row["reason"]) == ("content/news/fine.ro.md", "personal-iban", "Contul școlii")
    told = run(mixed, capsys, "status", "--format", "csv", language="ro")[1]
    assert "news/fine,ro,o excepție,,personal-iban,Contul școlii" in told.split("\r\n")


def test_status_of_a_site_with_errors_tells_the_errors(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(mixed, "content/news/fine.ro.md", "2026-01-02", "02.01.2026")
    code, told = run(mixed, capsys, "status")
    assert code == 1
    assert "error[datetime-invalid]" in told


# --- what writing needs -----------------------------------------------------------------------------------------------


@given(st.text(max_size=40))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_what_is_written_is_what_yaml_reads(text: str) -> None:
    for flow in (False, True):
        line = f"a: {{b: {written(text, flow=True)}}}" if flow else f"a: {written(text)}"
        node, found = compose(line, "x")
        if any(one.code == "control-character" for one in found):
            continue
        value = node.get("a") if node else None
        if flow:
            value = value.get("b") if value and not isinstance(value, Scalar) else None  # type: ignore[union-attr]
        assert isinstance(value, Scalar), found
        assert value.text == text
        assert not value.null


NODES = st.recursive(
    st.sampled_from(["x", "'a b'", '"ș: ț"', "null", "2021-01-02"]),
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3),
        st.dictionaries(st.sampled_from(["a", "bb", "'c c'"]), below, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


def block(node: object, indent: str = "") -> str:
    if isinstance(node, dict):
        return "".join(f"\n{indent}{key}: {block(value, indent + '  ')}  # n" for key, value in node.items())
    if isinstance(node, list):
        return "".join(f"\n{indent}- {block(value, indent + '  ')}" for value in node)
    return str(node)


@given(st.dictionaries(st.sampled_from(["k", "l", "m"]), NODES, min_size=1, max_size=3))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_a_span_is_where_a_value_stands(tree: dict[str, object]) -> None:
    text = block(tree).lstrip("\n")
    node, found = compose(text, "x")
    assert node, found
    places = spans(text)

    def look(node: object, path: tuple[str | int, ...]) -> None:
        if isinstance(node, Scalar):
            span = places[path]
            read = compose(f"z: {text[span.start : span.end]}", "x")[0]
            assert read
            value = read.get("z")
            assert isinstance(value, Scalar)
            assert (value.text, value.quoted) == (node.text, node.quoted)
        else:
            pairs = getattr(node, "entries", None)
            below = [(key.text, one) for key, one in pairs] if pairs is not None else enumerate(node.items)  # type: ignore[attr-defined]
            for name, one in below:
                look(one, (*path, name))

    look(node, ())


@given(st.text("abș\ufeff\n", max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.data())
@settings(derandomize=True, deadline=None, max_examples=300)
def test_what_is_not_replaced_stays_byte_for_byte(lines: str, ends: str, data: st.DataObject) -> None:
    raw = lines.replace("\n", ends).encode()
    text = decode(raw, "x")[0]
    assert text is not None
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert splice(raw, []) == raw
    assert splice(raw, [(start, end, text[start:end])]) == raw
    assert decode(splice(raw, [(start, end, "X")]), "x")[0] == text[:start] + "X" + text[end:]


def test_a_stub_is_made_of_texts_alone(root: Path) -> None:
    found = bulletin(root)[0]
    versions = found and found.read("news/camp")[0]
    assert versions
    assert "published" not in stamping.stub(versions).decode()
