"""What programs are told: schema.org on each document, DCAT-AP of the registers; read back and equal to the facts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import rdflib
import sites
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

ORGANISATIONS = (
    "isj: {ro: Inspectoratul, en: Inspectorate, kind: inspectorate, place: Cluj, url: 'https://isj.example/'}\n"
    "liceu: {ro: Liceul, en: School, kind: school}\n"
)
CIRCULAR = """\
---
title: Circulara „una”
summary: Pe scurt.
published: 2026-01-02 10:00
updated: 2026-02-03
issuer: isj
topics: [reading]
valid_from: 2026-02
registration: {number: "1921", date: 2026-01-01}
addressees: [Școli]
subject: x
signatories: null
attachments:
  - {file: plan.pdf, title: Plan, language: ro}
---

Text.
"""
EVENT = """\
folder: meetings
label: [Meeting, Meetings]
date: when.start
schema_org: EducationEvent
fields:
  when: {kind: event, label: When}
  until: {kind: deadline, label: Until}
"""


def described(root: Path, address: str) -> dict[str, Any]:
    """Give what a page says of itself: the nodes by their types."""
    text = (root / "public" / address / "index.html").read_text("utf-8")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    data = json.loads(block)
    return {node["@type"]: node for node in data.get("@graph", [data])}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = sites.make(
        tmp_path_factory.mktemp("structured"),
        {
            "content/site.yaml": sites.SITE + "publisher: Inspectoratul\ncontact: a@example.test\n",
            "content/organisations.yaml": ORGANISATIONS,
            "content/topics.yaml": "reading: {ro: Lectură, en: Reading}\n",
            "templates/types/meeting/fields.yaml": EVENT,
            "templates/types/ruling/fields.yaml": "folder: rulings\nlabel: [Ruling, Rulings]\n"
            "schema_org: Legislation\nnumber: no\ndate: on\nregister: [no, on, title, status]\nfields:\n"
            "  no: {kind: text, label: Number}\n  on: {kind: date, label: Date}\n",
            "templates/types/opening/fields.yaml": "folder: openings\nlabel: [Opening, Openings]\n"
            "schema_org: JobPosting\nfields:\n  until: {kind: deadline, label: Until}\n",
            "content/circulars/una/index.ro.md": CIRCULAR,
            "content/circulars/una/index.en.md": sites.translation(
                "Circular one",
                "summary: In brief.\naddressees: [Schools]\nsubject: y\n"
                "attachments: [{file: plan.pdf, title: The plan}]\n",
            ).replace("translator: null", "translator: Biroul X"),
            "content/circulars/una/plan.pdf": b"%PDF-1.4 " + b"x" * 2000,
            "content/meetings/open.ro.md": sites.news(
                "Ședința",
                "when: {title: Ziua, start: 2026-07-01 17:30, end: 2026-07-01 19:00, place: Sala 2, online: true}\n"
                "status: cancelled\n",
            ),
            "content/rulings/old.ro.md": sites.news("Vechea", 'no: "1"\non: 2026-01-01\n'),
            "content/rulings/new.ro.md": sites.news("Noua", 'no: "2"\non: 2026-01-02\nsupersedes: [rulings/old]\n'),
            "content/openings/post.ro.md": sites.news("Post", "until: 2026-12-01 16:00\n").replace(
                "issuer: null", "issuer: liceu"
            ),
        },
    )
    assert sites.codes(sites.build(made)) == []
    return made


def test_a_document_is_described_by_its_facts(root: Path) -> None:
    work = described(root, "ro/circulare/una")["DigitalDocument"]
    here = "https://example.test/ro/circulare/una/"
    assert work == {
        "@type": "DigitalDocument",
        "@id": here,
        "url": here,
        "name": "Circulara „una”",
        "description": "Pe scurt.",
        "inLanguage": "ro",
        "identifier": "1921",
        "dateCreated": "2026-01-01",
        "datePublished": "2026-01-02T10:00:00+02:00",
        "dateModified": "2026-02-03T00:00:00+02:00",
        "temporalCoverage": "2026-02/..",
        "author": {
            "@type": "GovernmentOrganization",
            "@id": "https://example.test/ro/institutii/isj/",
            "name": "Inspectoratul",
            "url": "https://isj.example/",
            "location": {"@type": "Place", "name": "Cluj"},
        },
        "publisher": {"@type": "Organization", "name": "Inspectoratul"},
        "isPartOf": {"@id": "https://example.test/ro/"},
        "workTranslation": [{"@id": "https://example.test/en/circulars/una/", "inLanguage": "en"}],
        "encoding": [
            {
                "@type": "MediaObject",
                "name": "Plan",
                "contentUrl": here + "plan.pdf",
                "encodingFormat": "application/pdf",
                "contentSize": "2 kB",
                "inLanguage": "ro",
            }
        ],
        "about": [
            {"@type": "DefinedTerm", "@id": "https://example.test/ro/teme/reading/", "name": "Lectură"},
        ],
    }


def test_a_translation_names_its_original_and_its_translator(root: Path) -> None:
    work = described(root, "en/circulars/una")["DigitalDocument"]
    assert work["translationOfWork"] == {"@id": "https://example.test/ro/circulare/una/", "inLanguage": "ro"}
    assert work["translator"] == {"name": "Biroul X"}
    assert "workTranslation" not in work
    assert work["encoding"][0]["name"] == "The plan"


def test_what_stands_in_for_a_document_is_described_on_its_own_page_only(root: Path) -> None:
    text = (root / "public/en/rulings/new/index.html").read_text("utf-8")
    assert "application/ld+json" not in text


def test_the_way_to_a_document_is_that_of_its_page(root: Path) -> None:
    crumbs = described(root, "ro/circulare/una")["BreadcrumbList"]["itemListElement"]
    assert [(one["position"], one["name"], one["item"]) for one in crumbs] == [
        (1, "Pagina principală", "https://example.test/ro/"),
        (2, "Circulare", "https://example.test/ro/circulare/"),
        (3, "Circulara „una”", "https://example.test/ro/circulare/una/"),
    ]


def test_an_event_says_when_and_that_it_is_cancelled(root: Path) -> None:
    work = described(root, "ro/meetings/open")["DigitalDocument"]
    assert work["mainEntity"] == [
        {
            "@type": "EducationEvent",
            "name": "Ziua",
            "startDate": "2026-07-01T17:30:00+03:00",
            "endDate": "2026-07-01T19:00:00+03:00",
            "eventStatus": "https://schema.org/EventCancelled",
            "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
            "location": [
                {"@type": "Place", "name": "Sala 2"},
                {"@type": "VirtualLocation", "url": "https://example.test/ro/meetings/open/"},
            ],
        }
    ]


def test_an_act_says_what_it_repeals_and_whether_it_is_in_force(root: Path) -> None:
    old, new = (described(root, f"ro/rulings/{name}")["Legislation"] for name in ("old", "new"))
    assert new["legislationRepeals"] == [{"@id": old["@id"]}]
    assert (new["legislationIdentifier"], new["legislationDate"]) == ("2", "2026-01-02")
    assert old["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_a_vacancy_ends(root: Path) -> None:
    job = described(root, "ro/openings/post")["DigitalDocument"]["mainEntity"]
    assert (job["@type"], job["validThrough"]) == ("JobPosting", "2026-12-01T16:00:00+02:00")
    assert job["hiringOrganization"]["@type"] == "School"


def test_the_home_is_a_site(root: Path) -> None:
    site = described(root, "en")["WebSite"]
    assert (site["@id"], site["name"], site["inLanguage"]) == ("https://example.test/en/", "Bulletin", "en")


def test_markup_cannot_leave_the_script_element(tmp_path: Path) -> None:
    title = "</script><script>alert(1)</script>"
    made = sites.make(tmp_path, {"content/news/one.ro.md": sites.news(f"'{title}'")})
    assert sites.codes(sites.build(made)) == []
    assert described(made, "ro/noutati/one")["NewsArticle"]["name"] == title


# --- the catalogue ----------------------------------------------------------------------------------------------------

MEDIA = {"csv": "text/csv", "json": "application/json"}
EU = "http://publications.europa.eu/resource/authority"


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its reader of JSON-LD uses its own old names
def test_the_catalogue_is_what_dcat_ap_asks_for_and_leads_to_files_that_exist(root: Path) -> None:
    """DCAT-AP: a catalogue has title, description and publisher, a data set title and description."""
    graph = rdflib.Graph().parse(root / "public/data.jsonld", format="json-ld")
    (catalog,) = graph.subjects(RDF.type, DCAT.Catalog)
    assert str(catalog) == "https://example.test/data.jsonld"
    for kind in (DCAT.Catalog, DCAT.Dataset):
        for subject in graph.subjects(RDF.type, kind):
            for asked in (DCTERMS.title, DCTERMS.description):
                assert {text.language for text in graph.objects(subject, asked)} == {"ro", "en"}  # type: ignore[attr-defined]
            assert [str(name) for name in graph.objects(graph.value(subject, DCTERMS.publisher), FOAF.name)] == [
                "Inspectoratul"
            ]
    sets = set(graph.objects(catalog, DCAT.dataset))
    assert sets == set(graph.subjects(RDF.type, DCAT.Dataset))
    assert {str(one).partition("#")[2] for one in sets} == {"circular", "ruling"}
    circulars = rdflib.URIRef("https://example.test/data.jsonld#circular")
    assert graph.value(circulars, DCTERMS.issued) == rdflib.Literal("2026-01-02", datatype=XSD.date)
    assert graph.value(circulars, DCTERMS.modified) == rdflib.Literal("2026-02-03", datatype=XSD.date)
    assert {str(tag) for tag in graph.objects(circulars, DCTERMS.language)} == {
        f"{EU}/language/RON",
        f"{EU}/language/ENG",
    }
    files = {str(url) for url in graph.objects(None, DCAT.downloadURL)}
    assert len(files) == 8  # two registers, two languages, two formats
    assert files == {str(url) for url in graph.objects(None, DCAT.accessURL)}
    pages = {str(url) for url in graph.objects(None, DCAT.landingPage)}
    for url in (*files, *(page + "index.html" for page in pages)):
        assert (root / "public" / url.removeprefix("https://example.test/")).is_file(), url
    for one in graph.subjects(RDF.type, DCAT.Distribution):
        ending = str(graph.value(one, DCAT.downloadURL)).rpartition(".")[2]
        media = str(graph.value(one, DCAT.mediaType))
        assert (
            media
            == f"https://www.iana.org/assignments/media-types/{'text/csv' if ending == 'csv' else 'application/json'}"
        )


def test_readers_find_the_data_sets(root: Path) -> None:
    text = (root / "public/ro/date-deschise/index.html").read_text("utf-8")
    links = re.findall(r'href="([^"]*register\.[a-z]+)"', text)
    assert {(root / "public/ro/date-deschise" / link).resolve().is_file() for link in links} == {True}
    assert len(links) == 4
    assert re.search(r'<time datetime="2026-02-03">3 februarie 2026</time>', text)
    assert 'href="../../data.jsonld"' in text
    home = (root / "public/ro/index.html").read_text("utf-8")
    assert '<a href="date-deschise/">Date deschise</a>' in home
    register = (root / "public/ro/circulare/register/index.html").read_text("utf-8")
    assert '<link rel="describedby" type="application/ld+json" href="../../../data.jsonld">' in register


def test_a_site_without_registers_has_no_open_data(tmp_path: Path) -> None:
    made = sites.make(tmp_path, {"content/pages/about.ro.md": sites.news("Despre", "menu: footer\n")})
    assert sites.codes(sites.build(made)) == []
    assert not (made / "public/data.jsonld").exists()
    assert not (made / "public/ro/date-deschise").exists()
    assert "date-deschise" not in (made / "public/ro/index.html").read_text("utf-8")
