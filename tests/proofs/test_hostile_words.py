"""What a hostile catalogue brings: no message is more than text on a page."""

from __future__ import annotations

import re
from pathlib import Path

import browsing
import hosting
import programs
import pytest
import sites
from playwright.sync_api import sync_playwright

from sitegen.language import catalogues

PAYLOAD = """<img src=x onerror=ran(0)>"onmouseover="ran(0)"><script>ran(0)</script>'onclick='ran(0)"""


HANDLERS = """() => [...document.querySelectorAll("*")].flatMap(
  one => one.getAttributeNames().filter(name => name.startsWith("on"))
)"""


def hostile() -> str:
    """Give a catalogue in which every message but those of addresses runs script, if anything lets it."""
    language = "ro"
    text = (programs.ROOT / "locales/messages.pot").read_text("utf-8")
    template, _found = catalogues.parse("", text, language)
    assert template
    entries = [sites.PO_HEADER]
    for message in (one for one in template if one.id and one.context != "address"):
        ids = (message.id,) if isinstance(message.id, str) else message.id
        kept = " ".join(re.findall(r"%\(\w+\)[a-z]|\{\w*\}", ids[-1]))
        names = [*zip(("msgid", "msgid_plural"), ids, strict=False)]
        strings = ["msgstr"] if len(ids) == 1 else ["msgstr[0]", "msgstr[1]"]
        lines = [f"msgctxt {quoted(message.context)}"] if message.context else []
        lines += [f"{name} {quoted(one)}" for name, one in names]
        lines += [f"{name} {quoted(f'{PAYLOAD} {kept}')}" for name in strings]
        entries.append("\n".join(lines) + "\n")
    return "\n".join(entries)


def spoken(folder: Path, head: str = "") -> Path:
    """Give a site whose Romanian is that catalogue."""
    root = sites.samples(folder)
    file = root / "locales/ro/LC_MESSAGES/messages.po"
    file.parent.mkdir(parents=True)
    file.write_text(head + hostile(), "utf-8")
    return root


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def test_no_message_with_markup_is_used(tmp_path: Path) -> None:
    root = spoken(tmp_path)
    report = sites.build(root)
    assert {*sites.codes(report)} == {"message-unsafe"}
    assert len(report.problems) > 300
    assert not (root / "public").exists()


WORD = 'msgid "Skip to the content"\nmsgstr "Salt"\n'
COUNTED = sites.PO_HEADER.replace("nplurals=2", "nplurals={}")
REFUSED = {
    "long address": (sites.PO_HEADER + f'msgctxt "address"\nmsgid "news"\nmsgstr "{"a" * 101}"\n', "slug-invalid"),
    "no number": (COUNTED.format("x") + WORD, "catalogue-invalid"),
    "many forms": (COUNTED.format("9" * 9) + WORD, "catalogue-invalid"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_not_build_is_refused_at_its_line(tmp_path: Path, case: str) -> None:
    text, code = REFUSED[case]
    root = sites.make(tmp_path, {"locales/ro/LC_MESSAGES/messages.po": text, "content/news/one.ro.md": sites.news("A")})
    (problem,) = (one for one in sites.build(root).problems if one.severity == "error")
    assert problem.code == code
    mark = "msgctxt" if code == "slug-invalid" else "nplurals"
    lines = [number for number, line in enumerate(text.split("\n"), 1) if mark in line]
    assert problem.place
    assert problem.place.line - (code == "slug-invalid") in lines


@pytest.mark.parametrize(("data", "code"), [
    (b"#" * (1 << 20) + b"\n", "file-large"),
    (sites.PO_HEADER.encode() + b'msgid "a"\nmsgstr "\xff"\n', "file-encoding"),
])  # fmt: skip
@pytest.mark.parametrize("name", ["messages.po", "cli.po"])
def test_both_catalogues_of_a_site_are_text_of_a_bounded_length(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    root = sites.make(tmp_path, {f"locales/ro/LC_MESSAGES/{name}": data, "content/news/one.ro.md": sites.news("A")})
    assert sites.codes(sites.build(root)) == [code]


@pytest.mark.proof
def test_no_message_runs_on_a_page_even_if_it_were_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first wall, that such a catalogue is refused, is taken down here."""
    executable = programs.chromium()
    monkeypatch.setattr(catalogues, "_STEERING", re.compile("(?!)"))
    root = spoken(tmp_path, "# A text that nobody has read before.\n")
    report = sites.build(root)
    assert sites.codes(report) == []
    (root / "public/_headers").write_text("", "utf-8")  # GitHub Pages sends no policy
    ran = list[str]()
    with sync_playwright() as playwright, hosting.serve(root / "public") as host:
        browser = playwright.chromium.launch(executable_path=executable, args=programs.CHROMIUM_ARGUMENTS)
        tab = browser.new_page()
        tab.expose_function("ran", lambda at: ran.append(f"{tab.url}: {at}"))
        public = root / "public"
        every = [name for name in browsing.addresses(public) if name.startswith("ro/")]
        for name in programs.size(browsing.of_each_kind(public, "ro"), every, every):
            browsing.go(tab, host + name)
            ran += tab.evaluate(HANDLERS)
        browser.close()
    assert ran == []


@pytest.mark.parametrize(
    ("translation", "shown"),
    [
        ("Citiți <b>%(x)s</b>!", "Citiți <b>&lt;i&gt;</b>!"),
        ("</b>%(x)s<b>", "</b>&lt;i&gt;<b>"),
        ("<b onclick=x>%(x)s</b>", "&lt;b onclick=x&gt;&lt;i&gt;&lt;/b&gt;"),
        ("<b>%(x)s</b><b>", "&lt;b&gt;&lt;i&gt;&lt;/b&gt;&lt;b&gt;"),
        ("<b>%(x)s</b><img src=x", "&lt;b&gt;&lt;i&gt;&lt;/b&gt;&lt;img src=x"),
        ("%(x)s", "&lt;i&gt;"),
    ],
)
def test_a_translation_has_the_tags_of_its_message_or_none(tmp_path: Path, translation: str, shown: str) -> None:
    """A designer may write tags into a message of a template; they are markup where the translation has just those."""
    words = f'{sites.PO_HEADER}\nmsgid "Read <b>%(x)s</b>"\nmsgstr "{translation}"\n'
    root = sites.make(
        tmp_path,
        {
            "content/news/one.ro.md": sites.news("Una"),
            "locales/ro/LC_MESSAGES/messages.po": words,
            "templates/types/news/page.html": "[{{ _('Read <b>%(x)s</b>', x='<i>') }}]",
        },
    )
    assert sites.codes(sites.build(root)) == []
    assert (root / "public/ro/noutati/one/index.html").read_text("utf-8") == f"[{shown}]"
