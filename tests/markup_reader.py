"""Read HTML pages as a checker sees them: elements and texts, each with the language it is in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FETCHED = {"img": "src", "script": "src", "source": "src", "audio": "src", "video": "src", "iframe": "src"}
FETCHED_LINKS = {"stylesheet", "icon", "manifest", "preload", "prefetch", "preconnect"}
UNSPOKEN = {"script", "style", "title"}


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag, with the language in force on it."""

    tag: str
    attributes: dict[str, str]
    lang: str

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text, with the language in force there and the elements around it."""

    text: str
    lang: str
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    elements: list[Element] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @property
    def lang(self) -> str:
        return self.all("html")[0].get("lang")

    @property
    def ids(self) -> list[str]:
        return [element.get("id") for element in self.elements if "id" in element.attributes]

    @property
    def indexed(self) -> bool:
        return not any(meta.get("name") == "robots" and "noindex" in meta.get("content") for meta in self.all("meta"))

    @property
    def canonical(self) -> str:
        return next((link.get("href") for link in self.all("link") if link.get("rel") == "canonical"), "")

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Give the page in other languages, as (hreflang, href)."""
        links = [link for link in self.all("link") if link.get("rel") == "alternate" and link.get("hreflang")]
        return [(link.get("hreflang"), link.get("href")) for link in links]

    @property
    def refresh(self) -> str:
        """Give where the page leads by itself."""
        metas = [meta.get("content") for meta in self.all("meta") if meta.get("http-equiv").lower() == "refresh"]
        return metas[0].partition("url=")[2] if metas else ""

    def links(self) -> Iterator[str]:
        """Give every address that the page names, whether a reader goes there or a browser fetches it."""
        for element in self.elements:
            yield from (element.get(name) for name in ("href", "src", "poster") if name in element.attributes)
            yield from (part.split()[0] for part in element.get("srcset").split(",") if part.strip())
        if self.refresh:
            yield self.refresh

    def fetched(self) -> Iterator[str]:
        """Give the addresses that a browser asks for by itself."""
        for element in self.elements:
            if element.tag in FETCHED and element.get(FETCHED[element.tag]):
                yield element.get(FETCHED[element.tag])
            if element.tag == "link" and FETCHED_LINKS & set(element.get("rel").split()):
                yield element.get("href")


def read(html: str) -> Page:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, str]] = []

    @property
    def lang(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, attributes.get("lang", self.lang))
        self.page.elements.append(element)
        if tag not in VOID:
            self.open.append((tag, element.lang))

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1][0] == tag, f"</{tag}> after <{self.open[-1][0]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not UNSPOKEN & {tag for tag, _lang in self.open}:
            self.page.passages.append(Passage(data.strip(), self.lang, tuple(tag for tag, _lang in self.open)))
