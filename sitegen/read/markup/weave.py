"""One pass over sanitised HTML: typography, the outline, and slots (see `slots`) for what only a page knows."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sitegen.language import text as language
from sitegen.language import typography
from sitegen.model import NOTES
from sitegen.model.slots import NAMED, escaped

_TAG = re.compile(r'<(/?[a-zA-Z][^">]*(?:"[^"]*"[^">]*)*)>')
_ATTRIBUTE = re.compile(r'([^\s=>"]+)(?:="([^"]*)")?')
_CLASS = re.compile(
    r"x-[a-z0-9-]+|align-(?:left|center|right)|footnote(?:-ref|-backref)?|admonition-title|paren(?:-(?:upper-)?[ai])?"
)
_ID = re.compile(r"[a-z0-9-]+")
_EXTERNAL = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|https?:", re.IGNORECASE)
_NOTE = re.compile(r"#?fn(?:ref\d*)?:")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_NOTED = _HEADINGS | {"img", "table"}
_NAMING = ("aria-describedby", "aria-labelledby", "headers")
"""Attributes that name elements by their ids."""
_VERBATIM = frozenset({"code", "pre", "kbd", "samp"})
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "col"})
_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "input",
        "ins", "kbd", "mark", "q", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
        "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
# The names of sections that are no heading's, and so may be no heading's id.
RESERVED = frozenset({"lead", "front"})


_slug = lru_cache(maxsize=1024)(language.slugify)  # announcements have many headings in common


class Rendered(NamedTuple):
    """A heading as rendered; `named` is its text with slots for titles, where it has any."""

    id: str
    level: int
    text: str
    explicit: bool
    named: str


class Link(NamedTuple):
    """A link or an image as rendered: whether it has words, is another host's, takes its target's title."""

    target: str
    image: bool
    worded: bool
    remote: bool = False
    bare: bool = False


class Fault(NamedTuple):
    """An id that cannot stay: the diagnostic's code, and the id."""

    code: str
    id: str


class Element(NamedTuple):
    """An open element: its name, its language, and whether its text is left as it is."""

    tag: str
    lang: str
    verbatim: bool


def _own_classes(attributes: dict[str, str]) -> None:
    """Keep the classes that Markdown makes, and the designer's for editors (x-…): a text cannot pose as a notice."""
    names = attributes.get("class", "").split()
    if names and "admonition" not in names:
        kept = [name for name in names if _CLASS.fullmatch(name)]
        attributes |= {"class": " ".join(kept)} if kept else {}
        if not kept:
            del attributes["class"]


class Weaver:
    """Walks the HTML once and keeps what it finds."""

    def __init__(self, html: str, lang: str) -> None:
        self.pieces: list[str] = []
        self.words: list[str] = []
        self.headings: list[Rendered] = []
        self.links: list[Link] = []
        self.ids: dict[str, None] = {}
        self.faults: list[Fault] = []
        # What is open while the pieces go by: elements, a heading with its pieces and words, a link, a note's mark.
        self._open = [Element("", lang, verbatim=False)]
        self._taken = set(re.findall(r' id="([^"]*)"', html)) | RESERVED
        self._numbers: dict[str, int] = {}
        self._before = ""
        self._heading: tuple[int, int, dict[str, str]] | None = None
        self._link: tuple[int, int] | None = None
        self._reference = False
        self._admonition = ""
        self._normal = language.nfc(html) == html
        # Texts by their languages, each with the numbers of its piece and its word: they are set at the end.
        self._set: dict[str, list[tuple[int, int, str, str]]] = {}
        self._tables = 0
        self._parts: list[tuple[str, int]] = []
        first, *rest = _TAG.split(html)
        if first:
            self._text(first)
        for tag, text in zip(rest[::2], rest[1::2], strict=True):
            if tag[0] == "/":
                self._end(tag[1:])
            else:
                name, _, written = tag.partition(" ")
                self._start(name, _attributes(written) if written else {})
            if text == "\n" and not self._before and not self._admonition:  # a line end between blocks
                self.pieces.append(text)
            elif text:
                self._text(text)
        self._unbroken()

    @property
    def text(self) -> str:
        """Give the words as plain text, a line for each block."""
        words = NAMED.sub("", "".join(self.words))
        lines = (" ".join(line.split()) for line in language.plain(words).split("\n\n"))
        return "\n".join(line for line in lines if line)

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """Say where in the HTML each part after the lead begins: the `##` that stand in nothing else, and the notes."""
        parts, length, done = list[tuple[str, int]](), 0, 0
        for name, piece in self._parts:
            length += sum(map(len, self.pieces[done:piece]))
            done = piece
            parts.append((name, length))
        return tuple(parts)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        parent = self._open[-1]
        if self._before and tag not in _INLINE:
            self._block()
        noted = attributes or self._admonition or tag in _NOTED
        self.pieces.append(self._noted(tag, attributes) if noted else f"<{tag}>")
        if tag not in _VOID:
            lang = attributes.get("lang") or parent.lang if attributes else parent.lang
            self._open.append(Element(tag, lang, verbatim=parent.verbatim or tag in _VERBATIM))

    def _noted(self, tag: str, attributes: dict[str, str]) -> str:
        """Take and write a start tag that says more than its name."""
        if attributes:
            self._attributes(tag, attributes)
        if tag == "div" and "admonition" in (names := attributes.get("class", "").split()):
            self._admonition = next((name for name in names if name != "admonition"), "")
        elif self._admonition and tag == "p" and attributes.get("class") != "admonition-title":
            self._admonition = ""
        elif tag == "sup" and attributes.get("id", "").startswith("fnref"):
            self._reference = True
        elif tag == "div" and attributes.get("class") == "footnote" and len(self._open) == 1:
            self._part(NOTES, len(self.pieces))
        slot = region = ""
        if tag == "a":
            slot = self._anchor(attributes)
        elif tag == "img":
            slot = self._image(attributes)
        elif tag in _HEADINGS:
            self._heading = len(self.pieces), len(self.words), {**attributes, "id": attributes.get("id", "")}
        elif tag == "table":
            self._tables += 1  # wider than the screen, it scrolls, which a keyboard must be able to do
            label = f"\x02T:{self._tables}\x03"
            region = f'<div class="scroll" role="region" aria-label="{label}" tabindex="0">'
        if "id" in attributes:
            attributes["id"] = _id_slot(attributes["id"])
        return region + _tag(tag, attributes, slot)

    def _attributes(self, tag: str, attributes: dict[str, str]) -> None:
        """Keep what attributes may stay."""
        if "align" in attributes:
            align = attributes.pop("align").lower()
            if tag in ("td", "th") and align in ("left", "center", "right"):
                attributes["class"] = f"{attributes.get('class', '')} align-{align}".strip()
        self._id(attributes)
        _own_classes(attributes)
        for name in _NAMING:
            if name in attributes:
                attributes[name] = " ".join([_id_slot(reference) for reference in attributes[name].split()])

    def _id(self, attributes: dict[str, str]) -> None:
        """Keep an id that is well formed and new."""
        name = attributes.get("id")
        if name is None:
            return
        if _NOTE.match(name):
            attributes["id"] = name = _note(name)
        elif not _ID.fullmatch(name) or name in RESERVED:
            self.faults.append(Fault("id-invalid", entities.unescape(name)))
        if name in self.ids:
            self.faults.append(Fault("id-doubled", entities.unescape(name)))
        if name in self.ids or not name or name.startswith("_"):
            del attributes["id"]
        else:
            self.ids[name] = None

    def _anchor(self, attributes: dict[str, str]) -> str:
        """Take a link's target; give its slot, or nothing when the address stays."""
        target = attributes.get("href")
        if target is None:
            return ""
        if _NOTE.match(target):
            attributes["href"] = f"#{_id_slot(_note(target).lstrip('#'))}"
            if attributes.get("class") == "footnote-backref":
                self._reference = True
                words = f"\x02B:{attributes.get('title', '')}\x03"
                attributes |= {"title": words, "aria-label": words}
            return ""
        self._link = len(self.links), len(self.words)
        labelled = bool(attributes.get("aria-label", "").strip())
        self.links.append(Link(entities.unescape(target), image=False, worded=labelled))
        if _EXTERNAL.match(target):
            return ""
        attributes.pop("hreflang", None)
        del attributes["href"]
        return f"\x02A:{target}\x03"

    def _image(self, attributes: dict[str, str]) -> str:
        """Take an image's address and words; give its slot."""
        target = attributes.pop("src", "")
        worded = bool(entities.unescape(attributes.get("alt", "")).strip())
        remote = bool(_REMOTE.match(target))
        self.links.append(Link(entities.unescape(target), image=True, worded=worded, remote=remote))
        if worded and self._link:
            at = self._link[0]
            self.links[at] = self.links[at]._replace(worded=True)
        self._before = "x"
        if remote:
            attributes["src"] = target
            return ""
        return f"\x02S:{target}\x03"

    def _end(self, tag: str) -> None:
        """Take an end tag."""
        if len(self._open) > 1:
            self._open.pop()
        if tag in ("a", "sup"):
            self._reference = False
        if tag == "a" and self._link:
            self._end_link(*self._link)
        elif self._heading and tag in _HEADINGS:
            self._end_heading(int(tag[1]))
        elif tag == "p":
            self._admonition = ""
        self.pieces.append(f"</{tag}>" if tag != "table" else "</table></div>")
        if self._before and tag not in _INLINE:
            self._block()

    def _end_link(self, link: int, words: int) -> None:
        """Say whether the link has words; those that only repeat an announcement's address give way to its title."""
        self._link = None
        shown, target = "".join(self.words[words:]).strip(), self.links[link].target
        bare = shown == target and target[:13].lower() == "announcement:" and self.pieces[-1] == escaped(target)
        if bare:
            self.pieces[-1] = f"\x02N:{self._open[-1].lang} {escaped(target)}\x03"
            self.words[words:] = [self.pieces[-1]]
        if shown:
            self.links[link] = self.links[link]._replace(worded=True, bare=bare)

    def _end_heading(self, level: int) -> None:
        """Give the heading an id from its words, unless it has one, and write it as a slot."""
        assert self._heading  # noqa: S101
        piece, words, attributes = self._heading
        self._heading = None
        named = " ".join(language.plain("".join(self.words[words:])).split())
        text = " ".join(NAMED.sub("", named).split())
        name = attributes["id"]
        explicit = bool(name)
        if not explicit:
            name = self._unique(_slug(text) or "section")
            self.ids[name] = None
        self.headings.append(Rendered(entities.unescape(name), level, text, explicit, named if named != text else ""))
        self.pieces[piece] = _tag(f"h{level}", {**attributes, "id": _id_slot(name)}, "")
        if level == 2 and len(self._open) == 1:
            self._part(entities.unescape(name), piece)

    def _part(self, name: str, piece: int) -> None:
        """Begin a part with a piece; what looks like notes is none where another part follows."""
        if self._parts and self._parts[-1][0] == NOTES:
            self._parts.pop()
        self._parts.append((name, piece))

    def _unique(self, name: str) -> str:
        """Add a number to a name that is taken."""
        unique = name
        while unique in self._taken:
            self._numbers[name] = self._numbers.get(name, 1) + 1
            unique = f"{name}-{self._numbers[name]}"
        self._taken.add(unique)
        return unique

    def _text(self, escaped: str) -> None:
        """Take a piece of text."""
        marked = "&" in escaped
        text = entities.unescape(escaped) if marked else escaped
        element = self._open[-1]
        if self._admonition and element.tag == "p":
            kind, self._admonition = self._admonition, ""
            if text == kind.capitalize():
                self.pieces.append(f"\x02W:{kind}\x03")
                return
        if not element.verbatim:
            text = language.nfc(text) if marked or not self._normal else text
            text = typography.quoted(text, element.lang, self._before) if '"' in text else text
            if " " in text or "\n" in text:
                word = -1 if self._reference else len(self.words)
                self._set.setdefault(element.lang, []).append((len(self.pieces), word, self._before, text))
        self._before = text[-1:] or self._before
        self.pieces.append(entities.escape(text, quote=False) if marked else text)
        if not self._reference:
            self.words.append(text)

    def _unbroken(self) -> None:
        """Set the no-break spaces of all texts: together, since that takes a fraction of the time."""
        for lang, passages in self._set.items():
            texts = typography.unbroken([(before, text) for _piece, _word, before, text in passages], lang)
            for (piece, word, _before, text), kept in zip(passages, texts, strict=True):
                if kept != text:
                    self.pieces[piece] = entities.escape(kept, quote=False)
                    if word >= 0:
                        self.words[word] = kept

    def _block(self) -> None:
        """Begin a block, where no text stands before."""
        self._before = ""
        self.words.append("\n\n")


def _attributes(written: str) -> dict[str, str]:
    """Read a start tag's attributes; their values stay as HTML escapes them."""
    return dict(_ATTRIBUTE.findall(written.replace("&nbsp;", "\u00a0")))


def _tag(tag: str, attributes: Mapping[str, str], slot: str) -> str:
    """Write a start tag."""
    written = "".join([f' {name}="{value}"' for name, value in attributes.items()]) if attributes else ""
    return f"<{tag}{' ' if slot else ''}{slot}{written}>"


def _id_slot(name: str) -> str:
    """Write a slot for an id."""
    return f"\x02I:{name}\x03"


def _note(name: str) -> str:
    """Write a note's anchor without what may stand in no id."""
    return re.sub(r"[^\w#:.-]", "-", entities.unescape(name))
