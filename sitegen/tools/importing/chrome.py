"""Chrome: what belongs to a web site or a page and not to the text. Regions of HTML and lines are cut, and told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

from sitegen.tools.importing.values import Finding, TextBlock

# --- regions of a web page --------------------------------------------------------------------------------------------

_SILENT = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "object", "canvas"})
"""What a browser does not show as text."""
_CUT = frozenset({"nav", "footer", "aside", "form", "button", "select"})
_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|menu|navbar|navigation|nav|sidebar|widget|footer|cookies?|comments?|respond|share|"
    r"sharing|sharedaddy|social|pagination|pager|pagenav|related|tags?|toolbar|skip|login|search|banner|metryka|"
    r"licznik|meniu|subsol|comentarii|udostepnij|stopka)(?:$|[\s_-])",
    re.IGNORECASE,
)
_REGIONS = frozenset({"div", "section", "ul", "ol", "p", "table", "span", "a"})
"""What may be called by such a class."""
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_INLINE = frozenset(
    "a abbr b bdi bdo cite code em font i mark q s small span strong sub sup u wbr".split()  # noqa: SIM905
)
_ADDRESS = re.compile(r"/?(?:(?![.])[A-Za-z0-9._-]{1,100}(?<![.])/?)+")
"""What a site can give out as an address, as the kind `path` has it."""


class Web(NamedTuple):
    """A page: what is left of it, and its words, its title, the path of its old address, what was cut."""

    html: str
    words: str
    title: str
    address: str
    cuts: list[str]


def page(text: str) -> Web:
    """Cut a page; one with a region that never ends is left whole."""
    for cutting in (True, False):
        reader = _PageReader(cutting=cutting)
        reader.feed(text)
        reader.close()
        if not reader.cutting:
            break
    html, words, title = "".join(reader.kept), "".join(reader.words), reader.heading or reader.title
    return Web(html, words, " ".join(title.split()), _path(reader.address), reader.cuts)


def _path(address: str) -> str:
    """Give the path of a web address, where this site could give it out too."""
    try:
        path = urlsplit(address.strip()).path.removesuffix("index.html")
    except ValueError:
        return ""
    return path if path.strip("/") and _ADDRESS.fullmatch(path) else ""


class _PageReader(HTMLParser):
    def __init__(self, *, cutting: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._cutting = cutting
        self._titling = False
        self._articles = 0  # how many articles and main parts are open, which a header may belong to
        self.cutting: list[str] = []  # the tag of a region that is being cut, once for each of its kind that is open
        self._lost: list[str] = []
        self.kept: list[str] = []
        self.words: list[str] = []
        self.cuts: list[str] = []
        self.title = self.heading = self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "link" and attributes.get("rel", "").lower() == "canonical":
            self.address = attributes.get("href", "") or self.address
        if tag == "meta" and attributes.get("property") == "og:url":
            self.address = self.address or attributes.get("content", "")
        if tag == "meta" and attributes.get("property") == "og:title":
            self.heading = attributes.get("content", "")
        if tag in ("article", "main"):
            self._articles += 1
        self._titling = self._titling or tag == "title"
        if self.cutting:
            self.cutting += [tag] if tag == self.cutting[0] else []
        elif tag in _SILENT or (self._cutting and self._chrome(tag, attributes)):
            self.cutting.append(tag)
        elif tag not in ("main", "title"):
            self.words.append("" if tag in _INLINE else " ")
            self.kept.append(self.get_starttag_text() or "")

    def _chrome(self, tag: str, attributes: dict[str, str]) -> bool:
        named = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        role = attributes.get("role", "") in ("navigation", "search", "complementary", "contentinfo", "banner")
        header = tag == "header" and not self._articles
        return tag in _CUT or header or role or (tag in _REGIONS and bool(_CLASSES.search(named)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("article", "main"):
            self._articles = max(0, self._articles - 1)
        self._titling = self._titling and tag != "title"
        if not self.cutting:
            self.words.append("" if tag in _INLINE else " ")
            if tag not in ("main", "title"):
                self.kept.append(f"</{tag}>")
        elif tag == self.cutting[0]:
            self.cutting.pop()
            if not self.cutting:
                text = " ".join(" ".join(self._lost).split())
                self.cuts += [text] if text and tag not in _SILENT else []
                self._lost.clear()
                self.kept.append(" ")

    def handle_data(self, data: str) -> None:
        if self._titling:
            self.title += data
        elif self.cutting:
            self._lost.append("" if self.cdata_elem else data)
        else:
            self.kept.append(escape(data, quote=False))
            self.words.append(data)


# --- lines, by language and content management system -----------------------------------------------------------------

_PATTERNS: Mapping[str, tuple[str, ...]] = {
    "ro": (
        r"comentari(?:u|i|ile)\s*\(?\d*\)?|\d+ comentari[iu]",
        r"lasă un (?:răspuns|comentariu)|adaugă (?:un )?comentariu",
        r"(?:distribuie|tipărește|printează|imprimă|trimite pe e-?mail|citește și|vezi și|meniu|acasă)\W*",
        r"(?:articolul|postarea) (?:anterioară?|anterior|următoare?a?|următor(?:ul)?)\W.*",
        r"etichete\s*:.*|categori[ie]\s*:.*|vizualizări\s*:?\s*\d+|acasă\s*[›»/>].*",
        r"(?:publicat|postat|adăugat) (?:de|în|la|pe)\b.{0,80}|ultima actualizare\s*:?.{0,60}",
        r"linia de informare.{0,40}|program(?:ul)? (?:de lucru|cu publicul)\s*:?.{0,60}",
        r"sari la conținut|acest site (?:folosește|utilizează) cookie.*|toate drepturile rezervate.*",
    ),
    "pl": (
        r"(?:drukuj|udostępnij|metryka|rejestr zmian|wstecz|powrót|do góry|strona główna|mapa strony)\W*",
        r"strona główna\s*[›»/>].*|liczba (?:wyświetleń|odwiedzin)\s*:?\s*\d+",
        r"(?:dodaj|zostaw) (?:komentarz|odpowiedź)|komentarze\s*\(?\d*\)?|tagi\s*:.*|kategori[ae]\s*:.*",
        r"(?:czytaj|zobacz) (?:także|również|też)\W*|(?:poprzedni|następny) (?:wpis|artykuł)\W?.*",
        r"(?:data )?(?:publikacji|opublikowano|wytworzono|wytworzyła?|opublikowała?|wprowadziła?)\s*:.{0,80}",
        r"godziny (?:otwarcia|pracy|urzędowania)\s*:?.{0,60}|ostatnia (?:aktualizacja|modyfikacja)\s*:?.{0,60}",
        r"przejdź do (?:treści|menu).*|ta strona (?:używa|korzysta z) (?:plików )?cookie.*|"
        r"wszelkie prawa zastrzeżone.*",
    ),
    "en": (  # which themes of WordPress, Joomla and Drupal leave untranslated
        r"last updated\s*:.{0,60}|leave a (?:reply|comment)|no comments?|\d+ comments?|read more",
        r"share (?:this|on)\b.{0,40}|skip to (?:main )?content|(?:previous|next) (?:post|article)\W?.*",
        r"posted (?:by|on|in)\b.{0,80}|tags\s*:.*|all rights reserved.*|print this page",
    ),
    "": (
        r"//+|©.{0,100}|\d\d?[:.]\d\d\s*[-–—]\s*\d\d?[:.]\d\d",
        r"(?:luni|pn\.?|pon\.?)\W{1,4}(?:vineri|pt\.?|piątek)\W{1,4}\d\d?[:.]\d\d\s*[-–—]\s*\d\d?[:.]\d\d",
    ),
}
_LINES = re.compile("|".join(part for parts in _PATTERNS.values() for part in parts), re.IGNORECASE)
_PAGE = re.compile(
    r"[-–—]?\s*\d{1,3}\s*[-–—]?|(?:pagina|pag\.|strona|str\.|page)\s*\d+(?:\s*(?:/|din|z|of)\s*\d+)?",
    re.IGNORECASE,
)
_SEAT = re.compile(
    r"(?:piața|str\.|strada|bd\.|bulevardul|calea|șos\.|aleea|ul\.|al\.|pl\.|plac)\s.{2,60}\d+\w?(?:,.{0,40})?"
    r"|(?:tel|fax|telefon)\b[.:\s].{5,40}",
    re.IGNORECASE,
)
_HEAD = 6
"""Lines at the beginning among which the seat of the site's owner may stand, when other chrome is beside it."""


def cut(blocks: Sequence[TextBlock]) -> tuple[list[TextBlock], list[Finding]]:
    """Leave chrome out."""
    kept, findings = list[TextBlock](), list[Finding]()
    head = any(_LINES.fullmatch(block.words) for block in blocks[:_HEAD])
    for number, block in enumerate(blocks):
        words = block.words
        seat = head and number < _HEAD and _SEAT.fullmatch(words)
        paged = block.at.page and _PAGE.fullmatch(words)
        if not block.solid and (seat or paged or _LINES.fullmatch(words)):
            findings.append(Finding("cut", block.at, {"text": words}))
        else:
            kept.append(block)
    return kept, findings
