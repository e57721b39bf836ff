"""Blocks that python-markdown reads otherwise than announcements are written: lists, and what holds several blocks."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.admonition import AdmonitionProcessor

from sitegen.read.markup import lists

_TASK = re.compile(r"\[([ xX])\](?= \S)")
_PARENS = {"1": "paren", "a": "paren-a", "A": "paren-upper-a", "i": "paren-i", "I": "paren-upper-i"}
"""Classes of lists whose marks are followed by a bracket, by the style of the numbers."""
_BOXES = {" ": "☐", "x": "☑", "X": "☑"}


class _Lines:
    """The lines of the first blocks, of which more are taken as they are asked for."""

    def __init__(self, blocks: list[str]) -> None:
        self.blocks = blocks
        self.lines = blocks.pop(0).split("\n")

    def line(self, at: int) -> str | None:
        while at >= len(self.lines) and self.blocks:
            self.lines += ["", *self.blocks.pop(0).split("\n")]
        return self.lines[at] if at < len(self.lines) else None

    def leave(self, at: int) -> None:
        """Put back what comes after."""
        rest = "\n".join(self.lines[at:]).lstrip("\n")
        if rest:
            self.blocks[:0] = rest.split("\n\n")


class ListProcessor(BlockProcessor):
    """Makes lists of all kinds, each with all that is in it."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self._last: tuple[Element, str, str] | None = None

    def test(self, parent: Element, block: str) -> bool:
        """Say whether a list begins in a block."""
        return self._begins(parent, block.split("\n")) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the list, after what stands before it."""
        lines = _Lines(blocks)
        start = self._begins(parent, lines.lines) or 0
        if start:
            self.parser.parseBlocks(parent, ["\n".join(lines.lines[:start])])
        listing = lists.read(lines.line, start)
        lines.leave(listing.end)
        element = self._joined(parent, listing)
        loose = listing.loose or element is not None
        element = self._element(parent, listing) if element is None else element
        for at, item in enumerate(listing.items):
            li = SubElement(element, "li")
            counted = listing.counted or item.ordinal == (listing.items[at - 1].ordinal + 1 if at else item.ordinal)
            if listing.style and not counted:
                li.set("value", str(item.ordinal))
            content = "\n".join([_TASK.sub(lambda task: _BOXES[task[1]], item.lines[0], count=1), *item.lines[1:]])
            self.parser.state.set("looselist" if loose else "list")
            self.parser.parseBlocks(li, content.split("\n\n"))
            self.parser.state.reset()
        self._last = element, listing.sign, listing.style

    def _begins(self, parent: Element, lines: list[str]) -> int | None:
        """Find where in a block a list begins."""
        inside = parent.tag == "li"
        return lists.begins(lines, inside=inside, first=inside and not parent.text and not len(parent))

    def _joined(self, parent: Element, listing: lists.Listing) -> Element | None:
        """Give the list that this one goes on with, where another processor gives a list block by block."""
        last = self.lastChild(parent)
        here = self._last
        return last if here and here[0] is last and here[1:] == (listing.sign, listing.style) else None

    def _element(self, parent: Element, listing: lists.Listing) -> Element:
        """Begin a list."""
        element = SubElement(parent, "ol" if listing.style else "ul")
        if listing.style and listing.items[0].ordinal != 1:
            element.set("start", str(listing.items[0].ordinal))
        if listing.style not in ("", "1"):
            element.set("type", listing.style)
        if listing.sign == ")":
            element.set("class", _PARENS[listing.style])
        return element


class _Admonition(AdmonitionProcessor):
    """Takes all that is indented at once, so that a list in it is read as one."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the admonition, or go on with it."""
        taken = 1
        while taken < len(blocks) and blocks[taken].lstrip("\n").startswith(" " * self.tab_length):
            taken += 1
        blocks[:taken] = ["\n\n".join(blocks[:taken])]
        super().run(parent, blocks)


def register(md: Markdown) -> None:
    """Take the places of the library's own."""
    processors = md.parser.blockprocessors
    processors.deregister("olist")
    processors.deregister("ulist")
    processors.register(ListProcessor(md.parser), "list", 75)
    processors.register(_Admonition(md.parser), "admonition", 105)
