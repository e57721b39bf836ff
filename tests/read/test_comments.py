"""Comments behind values in front matter: no text is cut at a # without a word, and what is told mends it."""

from __future__ import annotations

import json
from pathlib import Path

import programs
import pytest
import sites
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sitegen.disk import load
from sitegen.model import routes
from sitegen.model.diagnostics import Diagnostic
from sitegen.model.sources import Source
from sitegen.read import announcements, paths, theme
from sitegen.read.file import parse
from sitegen.read.yaml import LOADERS, compose
from sitegen.read.yamlnotes import composed
from sitegen.tools import fix
from sitegen.tools.new import examined

DESIGN = theme.read(load.design(programs.ROOT))[0]
RULES = announcements.Rules(DESIGN.types["circular"], ("ro", "en"), {}, "Europe/Bucharest")
PATH = "content/circulars/concurs/index.ro.md"
FIELDS = {
    "title": "Titlu",
    "summary": "null",
    "published": "2026-01-02",
    "issuer": "null",
    "registration": "\n  number: 12\n  date: 2026-01-02\n  as_written: null",
    "addressees": "\n  - Școlile",
    "attention": "null",
    "subject": "Subiect",
    "action_required": "\n  what: Citiți\n  by: null",
    "contact": "\n  - email: a@b.test\n    purpose: null",
    "signatories": "\n  - name: Ana Pop\n    role: null",
}


def document(**fields: str) -> str:
    """Write a circular; a field that begins with a line end goes on below its key."""
    front = "\n".join(f"{key}:{text if text[:1] == chr(10) else f' {text}'}" for key, text in (FIELDS | fields).items())
    return f"---\n{front}\n---\n\nText.\n"


def errors(text: str, path: str = PATH) -> list[Diagnostic]:
    found = examined({path: text}, "circulars/concurs", RULES)
    return [problem for problem in found if problem.severity == "error"]


def whole(text: str) -> str:
    """Give all that an announcement says."""
    named = routes.source(PATH)
    assert named
    head = parse(Source(PATH, text.encode())).head
    return announcements.read("circulars/concurs", {"ro": paths.Version(head, named)}, {}, RULES, {})[1]


def obeyed(text: str) -> str:
    """Put what is told to be written in place of its line, until nothing is told."""
    for _round in range(9):
        lines, found = text.split("\n"), errors(text)
        if not found:
            break
        problem = next((one for one in found if one.repair), None)
        assert problem, [(one.code, one.place) for one in found]
        assert problem.code in ("yaml-comment", "value-comment", "yaml-colon", "yaml-quote"), problem
        lines[problem.place.line - 1] = problem.repair
        text = "\n".join(lines)
    return text


TRICKY = """Examene # „nota” "x" 'y' a: b \\ #"""


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("title", "Concurs # 3 de matematică", '"Concurs # 3 de matematică"'),
        ("title", "Konkurs matematyczny # 3", '"Konkurs matematyczny # 3"'),
        ("title", "Competiția\t# 3", '"Competiția # 3"'),
        ("title", "Programul C #", '"Programul C #"'),
        ("title", TRICKY, json.dumps(TRICKY, ensure_ascii=False)),
        ("title", '"A"#B', r'"\"A\"#B"'),
        ("title", "# Titlu Tabără de vară", "Titlu Tabără de vară"),
        ("title", "## Referitor: tabără", '"Referitor: tabără"'),
        ("title", "#NoiCitim împreună", '"#NoiCitim împreună"'),
        ("attention", "# null", "null"),
        ("title", "Concurs de\n  matematică # 3\n  și fizică", '"Concurs de matematică # 3 și fizică"'),
        ("title", "Concurs de\n    matematică\n\n  rapidă # 3", '"Concurs de matematică rapidă # 3"'),
        ("title", "# Titlu\n  Tabără", "Titlu Tabără"),
        ("title", "Concurs de matematică\n  #3\n    # pentru liceu", '"Concurs de matematică #3 # pentru liceu"'),
        ("title", "Concurs de\n  matematică\n  # 3\n  rapidă", '"Concurs de matematică # 3 rapidă"'),
        ("title", "\n  Tabără # 2", '"Tabără # 2"'),
        ("attention", "# doamnei # directoare", '"doamnei # directoare"'),
        ("published", "# 2026-03-01", "2026-03-01"),
        ("addressees", "# Elevii și părinții", "[Elevii și părinții]"),
        ("addressees", "Elevii # a V-a", '["Elevii # a V-a"]'),
        ("addressees", "\n  - Elevii # a V-a\n  - # Părinții\n  - b", '["Elevii # a V-a", Părinții, b]'),
        ("addressees", "\n- Elevii\n  clasei # 5\n- b", '["Elevii clasei # 5", b]'),
        ("addressees", "[Elevii # a V-a, Părinții]", '["Elevii # a V-a", Părinții]'),
        ("addressees", "[a, b # c\n  , d]", '[a, "b # c", d]'),
        ("addressees", "[a,\n  b # c]", '[a, "b # c"]'),
        ("addressees", "[#NoiCitim, b]", '["#NoiCitim", b]'),
        ("registration", "{number: 7, date: 2026-01-02 # vineri}", "{number: 7, date: 2026-01-02}"),
        ("registration", "{date: 2026-01-02, number: Nr. # 7}", '{date: 2026-01-02, number: "Nr. # 7"}'),
        ("action_required", "\n  what: Citiți # azi\n  by: null", '{what: "Citiți # azi", by: null}'),
        ("contact", "\n  - email: a@b.test\n    purpose: Pytania # 1", '[{email: a@b.test, purpose: "Pytania # 1"}]'),
        ("signatories", "\n  - name: # Nume Ioana Pop", "[{name: Nume Ioana Pop}]"),
        ("signatories", "\n  - {name: Ana # Pop, role: director}", '[{name: "Ana # Pop", role: director}]'),
        ("signatories", "\n  - name: Ana # P.\n    role: dir. # adj.", '[{name: "Ana # P.", role: "dir. # adj."}]'),
    ],
)  # fmt: skip
def test_a_text_is_whole_once_what_is_told_is_obeyed(field: str, written: str, meant: str) -> None:
    text = document(**{field: written})
    assert {problem.code for problem in errors(text)} <= {"yaml-comment", "value-comment"}
    assert errors(text)
    assert whole(obeyed(text)) == whole(document(**{field: meant}))


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("title", "Limbajul C#", '"Limbajul C#"'),
        ("title", '"Tabără" # o notă', "Tabără"),
        ("title", "Tabără\xa0# 3", '"Tabără\xa0# 3"'),
        ("title", "\n  # o notă\n  Tabără", "Tabără"),
        ("title", "|  # o notă\n  Tabără # 3\n# încă una", '"Tabără # 3"'),
        ("title", "2027 # anul", "2027"),
        ("published", "2026-01-02 # vineri", "2026-01-02"),
        ("issuer", "null # documentul nu spune", "null"),
        ("attention", "null # nu spune", "null"),
        ("attention", "", "null"),
        ("addressees", "# către\n  - Școlile", "[Școlile]"),
        ("addressees", "[Școlile] # o notă", "[Școlile]"),
        ("registration", "\n  number: 1921 # x\n  date: 2021-03-19 # vineri\n  as_written: null", None),
        ("action_required", "\n  # ce\n  what: Citiți\n  # până când\n  by: # vineri", None),
        ("addressees", "\n  - Școlile\n  # o notă\n# încă una\n  - b\n\n    # și una", "[Școlile, b]"),
        ("signatories", "\n  # semnează\n  - name: Ana\n    # rolul ei\n    role: null", "[{name: Ana, role: null}]"),
    ],
)
def test_other_comments_stay(field: str, written: str, meant: str | None) -> None:
    """A text that is nothing but a number keeps its comment, as numbers do."""
    assert errors(document(**{field: written})) == []
    if meant and written:
        assert whole(document(**{field: written})) == whole(document(**{field: meant}))


def test_a_translation_and_its_block_are_read_so_too(tmp_path: Path) -> None:
    block = "translation:\n  of: ro\n  status: official\n  translator: Jan # Nowak\n  reviewed: null # nie\n"
    files = {
        "content/news/one.ro.md": sites.news("Una"),
        "content/news/one.en.md": f"---\ntitle: One\n{block}---\n\nText.\n".replace("\n", "\r\n"),
        "content/news/two.ro.md": sites.news("Două"),
        "content/news/two.en.md": f"---\ntitle: # Two\n{block.replace(' # Nowak', '')}---\n",  # not a blank one
    }
    found = [problem for problem in sites.build(sites.make(tmp_path, files)).problems if problem.severity == "error"]
    assert sorted((problem.place.path, problem.place.line, problem.repair) for problem in found) == [
        ("content/news/one.en.md", 6, '  translator: "Jan # Nowak"'),
        ("content/news/two.en.md", 2, "title: Two"),
    ]


def test_settings_keep_their_comments(tmp_path: Path) -> None:
    files = {
        "content/site.yaml": sites.SITE.replace("ro: Buletin,", "ro: Buletin # al nostru\n , ")
        + "publisher: ISJ # Cluj\n",
        "content/organisations.yaml": "isj: # aici\n  ro: Inspectoratul # școlar\n  en: # later\n",
        "content/topics.yaml": "x: {ro: X # y\n , en: X}\n",
        "content/gone.yaml": "/ro/noutati/vechi/:\n  title: Veche # de tot\n  went: 2026-01-01 # luni\n",
        "content/news/one.ro.md": sites.news("Una"),
    }
    assert sites.codes(sites.build(sites.make(tmp_path, files))) == []


def test_fix_leaves_it_to_the_editor() -> None:
    text = document(title="Concurs # 3", addressees="[Elevii # 5]").encode()
    assert fix.mend(text, PATH, RULES.declared.fields) == text


# --- what is begun ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    root = sites.make(tmp_path_factory.mktemp("site"), {"content/news/one.ro.md": sites.news("Una")})
    sites.build(root)
    return [text for language in ("ro", "en") for _path, text, _href in sites.begun(root, language)]


def test_no_hint_stands_behind_a_value(forms: list[str]) -> None:
    for text in forms:
        assert [line for line in text.split("\n") if "#" in line and not line.lstrip().startswith("#")] == []
        assert "#" in text


def test_what_is_typed_beside_a_hint_is_told(forms: list[str]) -> None:
    form = next(text for text in forms if "# Semn" in text and "# Titlu ↓\ntitle:" in text)
    for typed in (
        form.replace("# Titlu ↓", "# Titlu ↓ Tabără # 3"),  # behind the hint
        form.replace("title:", "title: # Tabără # 3"),
        form.replace("title:", "title: Tabără # 3"),
    ):
        assert "value-missing" not in [one.code for one in errors(typed) if one.arguments.get("key") == "title"]
        repairs = [one.repair for one in errors(typed) if one.code in ("yaml-comment", "value-comment")]
        assert repairs == ['title: "Tabără # 3"']
    for typed in (
        form.replace("# Titlu ↓", "# Tabără"),  # in its place
        form.replace("# Titlu ↓", "Tabără"),
        form.replace("# Titlu ↓", "Tabără # Titlu ↓"),  # before it
        form.replace("# Titlu ↓", "# Titlu Tabără ↓"),
    ):
        assert any(one.place.line == 3 and one.place.path == PATH for one in errors(typed)), typed
    assert errors(form.replace("# Titlu ↓\ntitle:", "# Titlu ↓\ntitle: Tabără"))[0].arguments["key"] != "title"


# --- any text ---------------------------------------------------------------------------------------------------------

WORDS = (
    *("Concurs", "de", "#", "# 3", "#3", "##", "C#", "„x”", '"q"', "it's"),
    *("\\", "a:b", "1921", "-", "&", "*", "ș", "№", "@", "%"),
)
SLOTS = {
    "title": "{}",
    "subject": "\n  {}",
    "attention": "{}",
    "addressees": "\n  - {}\n  - b",
    "registration": "\n  number: 12\n  date: 2026-01-02\n  as_written: {}",
    "action_required": "\n  what: {}\n  by: null",
    "contact": "\n- email: a@b.test\n  purpose: {}",
    "signatories": "\n  - name: Ana\n    role: {}",
}
BRACKETS = {
    "addressees": "[{}, b]",
    "registration": "{{number: 12, as_written: {}, date: 2026-01-02}}",
    "signatories": "\n  - {{name: {}, role: director}}\n  - name: b",
}


def placed(slot: tuple[str, str], text: str) -> str:
    return document(**{slot[0]: slot[1].format(text)})


@given(
    st.sampled_from([*SLOTS.items()]),
    st.sampled_from(["Concurs", "„x”", "№"]),
    st.lists(st.sampled_from([*WORDS, "[x]", "{y}", "x,"]), max_size=5),
    st.sampled_from([" ", "  ", "\t", "\n      "]),
)
@example(("title", "{}"), "Concurs", ["#", "3"], " ")
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_text_is_whole_or_told(slot: tuple[str, str], first: str, more: list[str], space: str) -> None:
    assume(
        "\n" not in space or all(word[0] not in "&*@%-[{'\"\\" for word in more)
    )  # what begins a line with these is told
    text = space.join([first, *more])
    meant = json.dumps(" ".join(text.split()), ensure_ascii=False)
    assert whole(obeyed(placed(slot, text))) == whole(placed(slot, meant))


@given(st.sampled_from([*BRACKETS.items()]), st.lists(st.sampled_from(WORDS), max_size=5))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_so_is_any_text_in_brackets(slot: tuple[str, str], more: list[str]) -> None:
    text = " ".join(["Concurs", *more])
    assert whole(obeyed(placed(slot, text))) == whole(placed(slot, json.dumps(text, ensure_ascii=False)))


@given(st.text(alphabet="ab #:'\"[]{},-\n\t|>\\?!&*", max_size=40))
@example("a # b\n  c")
@example("{a: # b\n , c: d # e\n }")
@settings(derandomize=True, deadline=None, max_examples=1000)
def test_both_readers_note_the_same(text: str) -> None:
    text = f"a: {text}\nb: c"
    assume(compose(text, "a.md", 1, LOADERS[0]) == compose(text, "a.md", 1, LOADERS[-1]))
    assert composed(text, "a.md", 1, LOADERS[0]) == composed(text, "a.md", 1, LOADERS[-1])
