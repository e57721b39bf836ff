"""Types are data: a new one is a folder, a new language a catalogue and a line."""

from __future__ import annotations

from pathlib import Path

import sites

TENDER = """\
folder: tenders
label: [Tender, Tenders]
fallback: link
date: announced
register: [reference, announced, title]
fields:
  reference: {kind: text, required: true, label: Reference}
  announced: {kind: date, required: true, label: Announced}
  object:    {kind: text, translatable: true, required: true, label: Subject matter}
  value:     {kind: money, label: Value}
  until:     {kind: deadline, required: true, label: Offers until}
"""
PAGE = """\
{% extends "pages/document.html" %}
{% block opening %}<p class="tender">{{ view.fields.reference.items[0][0].words.text }}</p>{% endblock %}
"""
ROOF = """\
---
title: Reparația acoperișului
summary: null
published: 2026-01-02
issuer: null
reference: A/7
announced: 2026-01-01
object: Acoperișul școlii
value: {amount: "120000.50", currency: RON}
until: 2026-02-01 16:00
---
"""
FILES = {
    "templates/types/tender/fields.yaml": TENDER,
    "templates/types/tender/page.html": PAGE,
    "content/tenders/roof.ro.md": ROOF,
}


def test_a_type_takes_a_folder_and_no_python(tmp_path: Path) -> None:
    root = sites.make(tmp_path, FILES)
    report = sites.build(root)
    assert sites.codes(report) == []
    page = (root / "public/ro/tenders/roof/index.html").read_text("utf-8")
    assert '<p class="tender">A/7</p>' in page
    assert 'datetime="2026-02-01T16:00:00+02:00"' in page
    assert "120.000,50\xa0lei" in page
    assert "1 februarie 2026, ora\xa016:00" in page
    assert "A/7" in (root / "public/ro/tenders/register/2026/index.html").read_text("utf-8")
    # fallback: link, so English lists lead to the Romanian page, and say in which language it is
    assert not (root / "public/en/tenders/roof").exists()
    listed = (root / "public/en/tenders/index.html").read_text("utf-8")
    assert '<a href="../../ro/tenders/roof/" hreflang="ro" lang="ro">Reparația acoperișului</a>' in listed


def test_a_types_fields_are_checked(tmp_path: Path) -> None:
    wrong = ROOF.replace("2026-02-01 16:00", "1 februarie").replace("object:", "objekt:")
    report = sites.build(sites.make(tmp_path, {**FILES, "content/tenders/roof.ro.md": wrong}))
    assert sorted(sites.codes(report)) == ["datetime-invalid", "key-unknown"]


def test_a_declaration_with_mistakes_is_told(tmp_path: Path) -> None:
    wrong = TENDER.replace("kind: money", "kind: monei").replace("announced, title", "anounced, title")
    report = sites.build(sites.make(tmp_path, {**FILES, "templates/types/tender/fields.yaml": wrong}))
    told = {(problem.code, problem.place.line, problem.repair) for problem in report.problems}
    assert ("choice-unknown", 10, "money") in told


def test_a_fourth_language_takes_a_catalogue_and_a_line(tmp_path: Path) -> None:
    catalogue = sites.PO_HEADER + (
        '\nmsgctxt "address"\nmsgid "news"\nmsgstr "nachrichten"\n\nmsgid "Home"\nmsgstr "Startseite"\n'
    )
    root = sites.make(
        tmp_path,
        {
            "content/site.yaml": sites.SITE.replace("[ro, en]", "[ro, en, de]"),
            "locales/de/LC_MESSAGES/messages.po": catalogue,
            "content/news/one.ro.md": sites.news("Una"),
            "content/news/one.de.md": sites.translation("Eins", "lang: de-AT\n"),
        },
    )
    report = sites.build(root)
    assert sites.codes(report) == []
    page = (root / "public/de/nachrichten/one/index.html").read_text("utf-8")
    assert '<html lang="de" ' in page
    assert "Startseite" in page
    assert "Eins" in page
    assert "2. Januar 2026" in page
    assert "message-missing" in sites.codes(report, "warning")  # the rest is in English, and the build says so
