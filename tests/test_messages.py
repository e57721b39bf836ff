"""Messages: a tree of sources in, a tree of catalogues out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sitegen import catalogues, messages
from sitegen.messages import Sources

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
    return {name.replace(catalogues.CONTEXT, "|") for name in catalogues.names(text)}


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
    files = [line.split()[1] for line in lines if line.startswith("#: ")]
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
