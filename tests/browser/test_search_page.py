"""The search page in a real browser, under the headers that hosts are told to send."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import browsing
import programs
import pytest
import sites
from playwright.sync_api import Browser, Page, expect, sync_playwright

from sitegen.build import engine
from sitegen.disk import load
from sitegen.read import theme

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = {"ro": "ro/cautare/", "pl": "pl/szukaj/", "en": "en/search/"}


def polish(title: str, body: str) -> str:
    return f"---\ntitle: {title}\nsummary: null\npublished: 2026-01-02\nissuer: null\n---\n\n{body}\n"


EXTRA = {
    # Another act of the same number, one whose digits are the same, and one that only speaks of both.
    "content/circulars/elder.ro.md": sites.circular("Tabăra de iarnă", "1921", "2019-11-05", issuer="null"),
    "content/circulars/whole.ro.md": sites.circular("Olimpiada de fizică", "1411", "2020-02-03", issuer="null"),
    "content/circulars/about.ro.md": sites.circular(
        "Precizări", "77", "2024-01-08", "Circulara 1921/19.03.2021 și decizia 14/11 rămân valabile. " * 5, "null"
    ),
    # One form of a word in each, and an older spelling.
    "content/news/old.ro.md": sites.news("Arhiva", "", "Pagini vechi despre învăţămînt, care sînt scrise altfel."),
    "content/news/reading.ro.md": sites.news("Lectura", "", "Concurs pentru biblioteca școlii."),
    "content/news/plural.ro.md": sites.news("Transport", "", "Microbuzele școlilor circulă zilnic."),
    "content/news/pupils.ro.md": sites.news("Burse", "", "Bursele elevilor se plătesc lunar."),
    "content/news/parents.ro.md": sites.news("Ședința", "", "Sunt invitați părinții, la grădiniță."),
    "content/news/signs.ro.md": sites.news("Semne", "", "Se scrie `a < b & c > d`, apoi `<b>îngroșat</b>` și atât."),
    "content/news/council.pl.md": polish("Rada gminy", "Samorząd Łasina zaprasza. Spotkanie odbędzie się w piątek."),
    "content/news/stipends.pl.md": polish("Stypendia", "Uczniowie otrzymają stypendia co miesiąc."),
    "content/news/children.pl.md": polish("Wakacje", "Dzieci jadą nad morze."),
    "content/news/swim.en.md": sites.news("Swimming", "", "Children learn to swim in the lakes."),
    **{
        f"content/news/day-{day}.en.md": sites.news(f"Day {day}", f"date: 2020-01-{day:02}\n", "Sports.")
        for day in range(1, 26)
    },
}

CIPE = {
    "ro": "ro/circulare/proiectul-cipe/",
    "pl": "pl/okolniki/projekt-cipe/",
    "en": "en/circulars/cipe-support-groups/",
}
BALTI = {
    "ro": "ro/noutati/acord-balti-cluj/",
    "pl": "pl/aktualnosci/porozumienie-bielce-kluz/",
    "en": "en/news/balti-cluj-agreement/",
}
LABEL = {
    "ro": "ro/distinctii/certificat-scoala-etwinning-268/",
    "pl": "pl/wyroznienia/certyfikat-szkoly-etwinning-268/",
    "en": "en/awards/etwinning-school-label-268/",
}
PROJECT = {
    "pl": "pl/projekty/kompetencje-kluczowe-jst/",
    "ro": "ro/proiecte/competente-cheie-jst/",
    "en": "en/projects/key-competences-jst/",
}
QUERIES = [
    ("ro", "1921/19.03.2021", CIPE["ro"]),
    ("ro", "nr. 1921 din 19.03.2021", CIPE["ro"]),
    ("ro", "1921/2021", CIPE["ro"]),
    ("ro", "1921/2019", "ro/circulare/elder/"),
    ("ro", "14/11", BALTI["ro"]),
    ("ro", "1411", "ro/circulare/whole/"),
    ("ro", "077", "ro/circulare/about/"),
    ("ro", "circulara 1921 CIPE", CIPE["ro"]),
    ("ro", "scoala", LABEL["ro"]),
    ("ro", "şcoală etwinning", LABEL["ro"]),
    ("ro", "microbuzele scoala", "ro/noutati/plural/"),
    ("ro", "scoli biblioteca", "ro/noutati/reading/"),
    ("ro", "școlilor biblioteca", "ro/noutati/reading/"),
    ("ro", "invatamant arhiva", "ro/noutati/old/"),
    ("ro", "învățământ vechi", "ro/noutati/old/"),
    ("ro", "învăţămînt preuniversitar", CIPE["ro"]),
    ("ro", "elevi burse", "ro/noutati/pupils/"),
    ("ro", "parinte gradinita", "ro/noutati/parents/"),
    ("pl", "samorzadow", PROJECT["pl"]),
    ("pl", "lasin", PROJECT["pl"]),
    ("pl", "lasin spotkanie", "pl/aktualnosci/council/"),
    ("pl", "uczen stypendium", "pl/aktualnosci/stipends/"),
    ("pl", "dziecko morze", "pl/aktualnosci/children/"),
    ("pl", "1921", CIPE["pl"]),
    ("pl", "14/11", BALTI["pl"]),
    ("pl", "kompetencje kluczowe", PROJECT["pl"]),
    ("en", "1921/19.03.2021", CIPE["en"]),
    ("en", "etwinning school label", LABEL["en"]),
    ("en", "child swim", "en/news/swim/"),
    ("en", "local government competences", PROJECT["en"]),
]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    shutil.copytree(programs.ROOT / "content", root / "content")
    sites.make(root, {**EXTRA, "content/site.yaml": (programs.ROOT / "content/site.yaml").read_text("utf-8")})
    report = sites.build(root, root / "host/some/path", search=engine.indexer())
    assert sites.codes(report) == []
    return root / "host"


class Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the library's name)
        """Say nothing."""


@pytest.fixture(scope="module")
def host(public: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(public)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/path/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = programs.chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=programs.CHROMIUM_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def tab(browser: Browser, host: str) -> Iterator[Page]:
    """Give a page on which nothing may be reported: no error, no breach of the policy, no other host, no cookie."""
    tab = browser.new_page()
    reports = list[str]()
    tab.on("console", lambda message: reports.append(message.text))
    tab.on("pageerror", lambda error: reports.append(str(error)))
    tab.on("requestfailed", lambda request: None if browsing.left(request) else reports.append(request.url))
    tab.on("request", lambda request: None if request.url.startswith(host) else reports.append(request.url))
    yield tab
    assert reports == []
    assert tab.context.cookies() == []
    tab.close()


def ask(tab: Page, host: str, language: str, query: str) -> None:
    """Open the search page by the address of a question, and wait for the answer."""
    tab.goto(f"{host}{PAGES[language]}?{query if '=' in query else 'q=' + quote(query)}")
    settled(tab)


def settled(tab: Page) -> None:
    expect(tab.locator("#_results[aria-busy=false]")).to_be_attached(timeout=20_000)


def hits(tab: Page) -> list[str]:
    """Give the addresses of the results, from the root of the site."""
    links = tab.locator("#_results h2 a").all()
    return [str(link.get_attribute("href")).removeprefix("../../") for link in links]


@pytest.mark.parametrize(("language", "query", "first"), QUERIES)
def test_the_document_that_is_meant_comes_first(language: str, query: str, first: str, tab: Page, host: str) -> None:
    ask(tab, host, language, query)
    assert hits(tab)[:1] == [first]


def test_the_number_alone_brings_all_that_bear_it_first(tab: Page, host: str) -> None:
    ask(tab, host, "ro", "1921")
    assert set(hits(tab)[:2]) == {CIPE["ro"], "ro/circulare/elder/"}
    assert "ro/circulare/about/" in hits(tab)


@pytest.mark.parametrize("query", ["scoala", "şcoală", "școlilor", "scoli", "ŞCOALA"])
def test_every_form_of_a_word_finds_the_same_documents(query: str, tab: Page, host: str) -> None:
    ask(tab, host, "ro", query)
    assert {"ro/noutati/plural/", "ro/noutati/reading/", LABEL["ro"], CIPE["ro"]} <= {*hits(tab)}


def test_a_word_that_is_nowhere_finds_nothing(tab: Page, host: str) -> None:
    ask(tab, host, "pl", "żnin")
    expect(tab.get_by_role("status")).to_contain_text("Nic nie znaleziono")
    assert hits(tab) == []


def test_a_text_is_shown_as_it_was_written(tab: Page, host: str) -> None:
    ask(tab, host, "ro", "ingrosat")
    item = tab.locator("#_results li").first
    expect(item).to_contain_text("a < b & c > d")
    expect(item).to_contain_text("<b>îngroșat</b>")
    expect(item.locator("mark")).to_have_count(1)
    assert item.locator("b").count() == 0


def test_an_entry_says_what_it_is(tab: Page, host: str) -> None:
    ask(tab, host, "ro", "1921/2021")
    item = tab.locator("#_results li").first
    expect(item).to_contain_text("Circulară")
    expect(item.locator("time")).to_have_attribute("datetime", "2021-03-19")
    expect(item.locator("time")).to_have_text("19 martie 2021")
    item.get_by_role("link").click()
    assert urlsplit(tab.url).path == f"/some/path/{CIPE['ro']}"


def test_every_page_asks_with_the_box_in_its_header(tab: Page, host: str) -> None:
    tab.goto(host + CIPE["pl"])
    box = tab.get_by_role("search").get_by_role("searchbox")
    box.fill("lasin spotkanie")
    box.press("Enter")
    settled(tab)
    assert tab.url == f"{host}{PAGES['pl']}?q=lasin+spotkanie"
    assert hits(tab)[:1] == ["pl/aktualnosci/council/"]


def test_what_is_typed_is_found_and_stands_in_the_address(tab: Page, host: str) -> None:
    tab.goto(host + PAGES["en"])
    settled(tab)
    expect(tab.get_by_role("status")).to_be_empty()
    tab.get_by_role("searchbox").press_sequentially("swim")
    expect(tab.get_by_role("status")).to_have_text("1 result")
    assert tab.url == f"{host}{PAGES['en']}?q=swim"
    tab.get_by_role("searchbox").fill("")
    expect(tab.get_by_role("status")).to_be_empty()
    assert tab.url == host + PAGES["en"]


def test_results_are_narrowed_by_what_they_are(tab: Page, host: str) -> None:
    ask(tab, host, "ro", "1921")
    year = tab.get_by_label("An", exact=True)
    assert "2019 (1)" in year.locator("option").all_text_contents()
    year.select_option("2019")
    expect(tab.get_by_role("status")).to_have_text("1 rezultat")
    assert hits(tab) == ["ro/circulare/elder/"]
    assert tab.url.endswith("?q=1921&year=2019")
    assert "2021 (1)" in year.locator("option").all_text_contents()  # what another choice would give
    tab.reload()
    settled(tab)
    assert hits(tab) == ["ro/circulare/elder/"]
    expect(tab.get_by_label("An", exact=True)).to_have_value("2019")
    year.select_option("")
    tab.get_by_label("Tipul documentului").select_option("Circulară")
    settled(tab)
    assert tab.url.endswith("?q=1921&type=" + quote("Circulară"))


def test_filters_alone_list_the_newest_first_and_more_is_shown_when_asked(tab: Page, host: str) -> None:
    ask(tab, host, "en", "year=2020")
    expect(tab.get_by_role("status")).to_have_text("25 results")
    assert hits(tab) == [f"en/news/day-{day}/" for day in range(25, 15, -1)]
    more = tab.get_by_role("button", name="Show more results")
    more.click()
    expect(tab.locator("#_results li")).to_have_count(20)
    expect(tab.get_by_role("link", name="Day 15")).to_be_focused()
    more.click()
    expect(tab.locator("#_results li")).to_have_count(25)
    expect(more).to_be_hidden()


def test_results_in_other_languages_are_a_link_away(tab: Page, host: str) -> None:
    ask(tab, host, "en", "1921")
    link = tab.locator("#_others").get_by_role("link", name="Polski")
    expect(link).to_be_visible(timeout=20_000)
    assert (link.get_attribute("lang"), link.get_attribute("hreflang")) == ("pl", "pl")
    expect(tab.locator("#_others li").filter(has_text="Polski")).to_have_text("Polski: 1 result")
    link.click()
    settled(tab)
    assert hits(tab) == [CIPE["pl"]]
    ask(tab, host, "pl", "stypendia")
    expect(tab.locator("#_others")).to_be_hidden()


def test_numbers_of_results_are_said_rightly(public: Path) -> None:
    words = theme.read(load.design(Path("no-such-site")))[0].catalogues
    for language, address in PAGES.items():
        page = (public / "some/path" / address / "index.html").read_text("utf-8")
        counts = re.findall(r'data-counts="(.*?)"', page)[0].split("|")
        plural = re.findall(r'data-plural="(.*?)"', page)[0]
        for number in (*range(1, 300), 1000, 1001, 1002, 1012, 1020, 1022, 1100, 1119, 1120, 1122):
            said = counts[int(plural[number if number < 200 else 100 + number % 100])].format(number)
            assert said == words[language].ngettext("%(num)s result", "%(num)s results", number) % {"num": number}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", PAGES)
def test_axe_finds_nothing_with_results_open(
    language: str, width: int, scheme: str, browser: Browser, host: str
) -> None:
    axe = Path(programs.node_module("axe-core/axe.min.js")).read_text("utf-8")
    look: dict[str, Any] = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    tab = browser.new_page(bypass_csp=True, reduced_motion="reduce", **look)
    ask(tab, host, language, "1921")
    expect(tab.locator("#_others a").first).to_be_visible(timeout=20_000)
    tab.evaluate(axe)
    found = tab.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= width
    tab.close()


def test_the_keyboard_reaches_everything_in_order(tab: Page, host: str) -> None:
    ask(tab, host, "ro", "1921")
    tab.get_by_role("searchbox").focus()
    reached = []
    for _stop in range(8):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("() => document.activeElement.name || document.activeElement.textContent.trim()"))
    assert reached[:6] == ["Căutați", "type", "year", "issuer", "topic", "sort"]
    assert reached[6:] == tab.locator("#_results h2 a").all_text_contents()[:2]


@pytest.mark.parametrize("language", PAGES)
def test_without_script_the_page_leads_to_every_document(language: str, browser: Browser, host: str) -> None:
    tab = browser.new_page(java_script_enabled=False)
    tab.goto(f"{host}{PAGES[language]}?q=1921")
    expect(tab.locator("noscript")).to_be_visible()
    expect(tab.locator("fieldset")).to_be_hidden()
    ways = tab.locator(".ways").get_by_role("link")
    assert ways.count() > 3
    ways.first.click()
    listed = tab.locator(".letter li > a").all()
    found = {str(link.get_attribute("href")).removeprefix("../") for link in listed}
    assert {CIPE[language].removeprefix(f"{language}/"), LABEL[language].removeprefix(f"{language}/")} <= found
    tab.close()


def test_where_there_is_no_index_the_page_says_so(browser: Browser, host: str) -> None:
    tab = browser.new_page()
    tab.route("**/pagefind/**", lambda route: route.abort())
    tab.goto(f"{host}{PAGES['en']}?q=1921")
    expect(tab.get_by_role("status")).to_contain_text("The search does not work here")
    tab.close()
