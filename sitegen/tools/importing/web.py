"""A web page: what belongs to the site and not to the text is cut, and told; its old address and title are read."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

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
    reader = _Reader(cutting=True)
    reader.feed(text)
    reader.close()
    if reader.cutting:
        reader = _Reader(cutting=False)
        reader.feed(text)
        reader.close()
    title = reader.heading or reader.title
    return Web(
        "".join(reader.kept),
        "".join(reader.words),
        " ".join(title.split()),
        _path(reader.address),
        [*filter(None, reader.cuts)],
    )


def _path(address: str) -> str:
    """Give the path of a web address, where this site could give it out too."""
    try:
        path = urlsplit(address.strip()).path.removesuffix("index.html")
    except ValueError:
        return ""
    return path if path.strip("/") and _ADDRESS.fullmatch(path) else ""


class _Reader(HTMLParser):
    def __init__(self, *, cutting: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._cutting = cutting
        self._within = ""  # the title, or the article or main part that a header may belong to
        self._articles = 0
        self.cutting: list[tuple[str, bool]] = []  # the tags of a region that is being cut, and whether it is told
        self._lost: list[str] = []
        self.kept: list[str] = []
        self.words: list[str] = []
        self.cuts: list[str] = []
        self.title = self.heading = self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel", "").lower() == "canonical":
            self.address = given.get("href", "") or self.address
        if tag == "meta" and given.get("property") in ("og:url", "og:title"):
            if given["property"] == "og:url":
                self.address = self.address or given.get("content", "")
            else:
                self.heading = given.get("content", "")
        if tag in ("article", "main"):
            self._articles += 1
        if tag == "title":
            self._within = tag
        if self.cutting:
            if tag == self.cutting[0][0]:
                self.cutting.append((tag, True))
        elif tag in _SILENT or (self._cutting and self._chrome(tag, given)):
            self.cutting.append((tag, tag not in _SILENT))
        elif tag not in ("main", "title"):
            self.words.append("" if tag in _INLINE else " ")
            self.kept.append(self.get_starttag_text() or "")

    def _chrome(self, tag: str, given: dict[str, str]) -> bool:
        named = f"{given.get('class', '')} {given.get('id', '')}"
        role = given.get("role", "") in ("navigation", "search", "complementary", "contentinfo", "banner")
        header = tag == "header" and not self._articles
        return tag in _CUT or header or role or (tag in _REGIONS and bool(_CLASSES.search(named)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("article", "main"):
            self._articles = max(0, self._articles - 1)
        if self._within == tag:
            self._within = ""
        if not self.cutting:
            self.words.append("" if tag in _INLINE else " ")
            if tag not in ("main", "title"):
                self.kept.append(f"</{tag}>")
        elif tag == self.cutting[0][0]:
            _tag, told = self.cutting.pop()
            if not self.cutting:
                if told:
                    self.cuts.append(" ".join(" ".join(self._lost).split()))
                self._lost.clear()
                self.kept.append(" ")

    def handle_data(self, data: str) -> None:
        if self._within == "title":
            self.title += data
        elif self.cutting:
            self._lost.append("" if self.cdata_elem else data)
        else:
            self.kept.append(escape(data, quote=False))
            self.words.append(data)
