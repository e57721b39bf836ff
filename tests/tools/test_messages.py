"""Messages: a tree of sources in, a tree of catalogues out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import sites

from sitegen import cli
from sitegen.language import catalogues
from sitegen.model import catalogue
from sitegen.tools import messages
from sitegen.tools.messages import Sources

TEMPLATES = {
    "templates/pages/home.html": """{% block main %}
{# Translators: the heading of the page. #}
<h1>{{ _("Newest announcements") }}</h1>
{{ ngettext("%(num)s document", "%(num)s documents", view.entries|length) }}
{{ pgettext("field", "Status") }} {{ _(view.computed) }}
{% trans name=view.name %}Written by {{ name }}{% endtrans %}
{% endblock %}
""",
    "templates/base.html": '<a href="#_main">{{ _("Skip to content") }}</a>{{ _("Newest announcements") }}',
}
DECLARATIONS = {
    "templates/types/common.yaml": """fields:
  title:     {kind: text, label: Title}
  status:    {kind: choice, choices: [in_force, archived], label: Status}
  time_zone: {kind: choice, choices: [Europe/Bucharest]}
""",
    "templates/types/circular/fields.yaml": """folder: circulars
label: [Circular, Circulars]
fields:
  registration:
    kind: group
    label: Registration
    fields:
      number: {kind: text, label: Number}
""",
}
CODE = {
    "sitegen/diagnostics.py": """RULES = {
    "x": error(
        N_("The key {key} is unknown"
           " here."),
        # Translators: said to
        # the editor.
        N_("Write one of: {known}."),
    ),
    "y": error(N_(f"{not_a_message}"), text),
}
""",
    "sitegen/plan/lists.py": '_ = words.gettext\nsaid = _("Home"), words.pgettext("address", "register"), _(name)\n',
    "sitegen/cli.py": 'print(ngettext("{n} page", "{n} pages", n), NP_("field", "Co-financing rate"))\n',
}
SOURCES = Sources(TEMPLATES, DECLARATIONS, CODE, {})
RO, EN, RO_CLI = (
    f"locales/{name}.po" for name in ("ro/LC_MESSAGES/messages", "en/LC_MESSAGES/messages", "ro/LC_MESSAGES/cli")
)


def updated(sources: Sources) -> dict[str, str]:
    texts, found = messages.update(sources)
    assert found == []
    return texts


def again(sources: Sources, texts: dict[str, str]) -> dict[str, str]:
    return updated(replace(sources, catalogues={path: text for path, text in texts.items() if path.endswith(".po")}))


def names(text: str) -> set[str]:
    return {name.replace(catalogue.CONTEXT, "|") for name in catalogues.names(text)}


def test_each_word_is_in_its_domain_and_context() -> None:
    texts = updated(SOURCES)
    assert set(texts) == {"locales/messages.pot", "locales/cli.pot"}
    assert names(texts["locales/cli.pot"]) == {
        "The key {key} is unknown here.",
        "Write one of: {known}.",
        "{n} page",
    }
    site = names(texts["locales/messages.pot"])
    assert site >= {
        "Newest announcements",
        "Skip to content",
        "%(num)s document",
        "Written by %(name)s",
        "field|Status",
        "field|Title",
        "field|Number",
        "type|Circular",
        "type|Circulars",
        "choice|In force",
        "address|circulars",
        "address|topics",
        "address|register",
        "field|Academic title",
        "field|Co-financing rate",
        "Home",
    }
    assert not {name for name in site if "Bucharest" in name or "{" in name}


def test_a_template_names_files_without_lines_and_keeps_comments() -> None:
    text = updated(SOURCES)["locales/messages.pot"]
    assert (
        """
#. Translators: the heading of the page.
#: templates/base.html templates/pages/home.html
msgid "Newest announcements"
msgstr ""
"""
        in text
    )
    assert (
        """
#: templates/pages/home.html
#, python-format
msgid "%(num)s document"
msgid_plural "%(num)s documents"
msgstr[0] ""
msgstr[1] ""
"""
        in text
    )
    assert "#. Translators: said to the editor.\n" in updated(SOURCES)["locales/cli.pot"]


def test_messages_are_sorted_by_file_then_msgid() -> None:
    lines = updated(SOURCES)["locales/messages.pot"].split("\n")
    # A message that many files have names them on several lines.
    files = [line.split()[1] for above, line in pairwise(lines) if line.startswith("#: ") and above[:2] != "#:"]
    assert files == sorted(files)
    circular = lines[lines.index("#: templates/types/circular/fields.yaml") :]
    words = [line for line in circular if line.startswith("msgid ")]
    assert words[:5] == [f'msgid "{word}"' for word in ("Circular", "Circulars", "Number", "Registration", "circulars")]


def test_a_new_catalogue_is_empty_and_the_english_one_says_its_own_words() -> None:
    texts = updated(replace(SOURCES, catalogues={RO: "", EN: "", RO_CLI: ""}))
    romanian, found = catalogues.read(RO, texts[RO], "ro")
    assert {item.code for item in found} == {"message-missing"}
    assert romanian.gettext("Home") == "Home"
    assert '"Language: ro\\n"\n"Plural-Forms: nplurals=3; ' in texts[RO]
    english, found = catalogues.read(EN, texts[EN], "en")
    assert found == []
    assert english.messages["%(num)s document"] == ("%(num)s document", "%(num)s documents")
    assert catalogues.missing(english, catalogues.names(texts["locales/messages.pot"]), EN) == []
    assert names(texts[RO_CLI]) == names(texts["locales/cli.pot"])


OLD = """# Translators of the bulletin.
msgid ""
msgstr ""
"Language: ro\\n"
"PO-Revision-Date: 2026-11-21 10:00+0200\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==0 || n%100>0 && n%100<20 ? 1 : 2);\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Generator: Poedit 3.4\\n"

# Asked the inspectorate.
#: templates/gone.html:12
msgid "Home"
msgstr "Acasă"

#, fuzzy
msgid "Skip to content"
msgstr "Salt"

#: templates/gone.html:3
msgid "No more said"
msgstr "Nu se mai spune"

msgid "No more said, never translated"
msgstr ""

#~ msgid "Newest announcements"
#~ msgstr "Cele mai noi anunțuri"
"""


def test_what_is_translated_is_kept() -> None:
    text = updated(replace(SOURCES, catalogues={RO: OLD}))[RO]
    head, _, _ = OLD.partition("\n\n")
    assert text.startswith(f"{head}\n\n#: sitegen/")
    assert (
        """
# Asked the inspectorate.
#: sitegen/plan/lists.py
msgid "Home"
msgstr "Acasă"
"""
        in text
    )
    assert '#, fuzzy\nmsgid "Skip to content"\nmsgstr "Salt"\n' in text
    assert 'msgid "Newest announcements"\nmsgstr "Cele mai noi anunțuri"\n' in text
    assert text.endswith('\n\n#~ msgid "No more said"\n#~ msgstr "Nu se mai spune"\n')
    assert "never translated" not in text


def test_a_word_that_comes_back_has_its_translation_again() -> None:
    before = updated(replace(SOURCES, catalogues={RO: OLD}))
    without = replace(SOURCES, code={})
    gone = again(without, before)
    assert '\n#~ msgid "Home"\n#~ msgstr "Acasă"\n' in gone[RO]
    assert again(SOURCES, gone)[RO] == before[RO]


def test_updating_twice_changes_nothing() -> None:
    once = updated(replace(SOURCES, catalogues={RO: OLD, EN: "", RO_CLI: ""}))
    assert again(SOURCES, once) == once


def test_the_order_of_the_sources_does_not_matter() -> None:
    turned = replace(
        SOURCES, templates=dict(reversed(TEMPLATES.items())), declarations=dict(reversed(DECLARATIONS.items()))
    )
    assert updated(turned) == updated(SOURCES)


@pytest.mark.parametrize(
    ("sources", "code", "line"),
    [
        (replace(SOURCES, templates={"templates/x.html": "\n{{ _('a') }"}), "template-invalid", 2),
        (replace(SOURCES, catalogues={RO: 'msgid "a"\nmsgstr "b\n'}), "catalogue-invalid", 2),
        (replace(SOURCES, declarations={"templates/types/common.yaml": "a: b: c\n"}), "yaml-colon", 1),
    ],
)
def test_nothing_is_written_while_a_source_has_an_error(sources: Sources, code: str, line: int) -> None:
    texts, found = messages.update(sources)
    assert texts == {}
    assert [(item.code, item.place.line) for item in found] == [(code, line)]


# --- a site -----------------------------------------------------------------------------------------------------------

FOUR = """\
id: example.test
title: {ro: Buletin, pl: Biuletyn, en: Bulletin, de: Bulletin}
base_url: https://example.test/
languages: [ro, pl, en, de]
time_zone: Europe/Bucharest
"""
TENDER = "folder: tenders\nlabel: [Tender, Tenders]\nfields:\n  lot: {kind: text, label: Lot number}\n"
MESSAGES = "locales/{}/LC_MESSAGES/messages.po"


def collect(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Collect a site's words, and give what is told: the files that it wrote."""
    capsys.readouterr()
    assert cli.main(["messages", "--source", str(root), "--ui-language", "en"]) == cli.FINE
    return capsys.readouterr().out.splitlines()


def warned(root: Path) -> dict[str, int]:
    """Count the untranslated messages that a build tells of, by file."""
    report = sites.build(root)
    assert sites.codes(report) == []
    return Counter(one.place.path for one in report.problems if one.code == "message-missing")


def test_a_catalogue_is_begun_for_each_language_that_lacks_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = sites.make(tmp_path, {"content/site.yaml": FOUR, "content/news/una.ro.md": sites.news("Una")})
    assert sites.codes(sites.build(root)) == ["catalogue-missing"]
    assert collect(root, capsys) == ["locales/messages.pot", MESSAGES.format("de")]
    assert collect(root, capsys) == []
    assert {*warned(root)} == {MESSAGES.format("de")}
    text = (root / MESSAGES.format("de")).read_text("utf-8")
    assert text.startswith('msgid ""\nmsgstr ""\n"Language: de\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"')
    assert 'data-title="Una"' in (root / "public/de/news/una/index.html").read_text("utf-8")
    # What is translated stays.
    mended = text.replace('msgid "Skip to the content"\nmsgstr ""', 'msgid "Skip to the content"\nmsgstr "Zum Inhalt"')
    (root / MESSAGES.format("de")).write_text(mended, "utf-8")
    assert collect(root, capsys) == []
    assert "Zum Inhalt" in (root / MESSAGES.format("de")).read_text("utf-8")


def test_a_sites_catalogue_holds_its_own_words_and_no_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {"templates/types/tender/fields.yaml": TENDER})
    assert collect(root, capsys) == ["locales/messages.pot", MESSAGES.format("ro")]
    assert warned(root) == {MESSAGES.format("ro"): 4}
    ro = root / MESSAGES.format("ro")
    own = ro.read_text("utf-8")
    named = {line for line in own.splitlines() if line.startswith("msgid")}
    assert named == {f'msgid "{word}"' for word in ("", "Tender", "Tenders", "Lot number", "tenders")}
    # What the site says in other words than the defaults stays; blank entries for what they say go.
    ro.write_text(f'{own}\nmsgid "Skip to the content"\nmsgstr "La text"\n\nmsgid "Home"\nmsgstr ""\n', "utf-8")
    assert collect(root, capsys) == [MESSAGES.format("ro")]
    assert warned(root) == {MESSAGES.format("ro"): 4}
    assert 'msgstr "La text"' in ro.read_text("utf-8")
    assert 'msgid "Home"' not in ro.read_text("utf-8")
    assert "La text" in (root / "public/ro/index.html").read_text("utf-8")


def test_english_is_never_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {"templates/types/tender/fields.yaml": TENDER})
    blank = sites.PO_HEADER + '\nmsgctxt "type"\nmsgid "Tender"\nmsgstr ""\n'
    sites.make(root, {MESSAGES.format("en"): blank})
    collect(root, capsys)
    assert warned(root) == {MESSAGES.format("ro"): 4}


def test_a_catalogue_that_was_filled_with_blanks_is_emptied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {"content/news/una.ro.md": sites.news("Una")})
    assert collect(root, capsys) == ["locales/messages.pot"]
    blank = (root / "locales/messages.pot").read_text("utf-8")
    sites.make(root, {MESSAGES.format("ro"): blank})
    assert warned(root)[MESSAGES.format("ro")] > 400
    assert collect(root, capsys) == [MESSAGES.format("ro")]
    assert warned(root) == {}


def test_settings_that_cannot_be_read_begin_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = sites.make(tmp_path, {"content/site.yaml": FOUR.replace("[ro, pl, en, de]", "[ro, ../../x]")})
    assert collect(root, capsys) == ["locales/messages.pot"]
    (root / "content/site.yaml").unlink()
    assert collect(root, capsys) == []
