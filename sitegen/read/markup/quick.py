"""python-markdown with the same output in less time: what cannot apply to a text is not tried on it.

Each part takes the place of the library's own where the library provides for it, and does the same in the same order,
except that

- a block is tested only by the processors whose mark begins one of its lines (`BLOCKS`), and a text searched only by
  the patterns whose mark is in it (`inline.PATTERNS`): the others would find nothing, and so change nothing;
- references are not looked up where none is defined, and raw HTML is not looked for without `<` or `&`;
- an ordinary link's text and address are found by expressions instead of character by character;
- elements' ancestors, which only patterns of other extensions ask for, are not kept.

This holds for the extensions of `convert.stock` and the versions in `convert.PROVEN`, with which tests compare it to
the library's own converter on generated Markdown and on real texts. Any other version is used as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import ClassVar
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.serializers import BOOLEAN_ATTRIBUTES, RE_AMP  # type: ignore[attr-defined]
from markdown.treeprocessors import PrettifyTreeprocessor, UnescapeTreeprocessor
from markdown.util import BLOCK_LEVEL_ELEMENTS

from sitegen.read.markup import inline

# The characters of which one must begin a line of a block, after spaces, for a processor to take it (0: any digit;
# ")": letters and a parenthesis); "|" may stand anywhere.
BLOCKS = {
    "admonition": "!", "table": "|", "hashheader": "#", "setextheader": "=-", "hr": "-_*", "list": "0*+-)",
    "deflist": ":", "quote": ">", "footnote": "[", "abbr": "*", "reference": "[",
}  # fmt: skip
_BLOCK_MARKS = frozenset("".join(BLOCKS.values())) - {")"}
_LONGEST = 7
"""The characters of the longest mark that is of letters."""

_SPACES = re.compile(r"(?<=\n) +\n")
_BOOLEAN = BOOLEAN_ATTRIBUTES["html"]
_VOID: frozenset[str] = frozenset(HTML_EMPTY)


@lru_cache(maxsize=512)
def _block_level(tag: object) -> bool:
    """Say whether a tag is a block's."""
    return isinstance(tag, str) and tag.lower().rstrip("/") in BLOCK_LEVEL_ELEMENTS


# --- lines and blocks -------------------------------------------------------------------------------------------------


class _Whitespace(NormalizeWhitespace):
    """Searches for lines of spaces only where a line begins with one."""

    def run(self, lines: list[str]) -> list[str]:
        """Normalise line ends, tabs and empty lines."""
        source = "\n".join(lines).replace("\x02", "").replace("\x03", "")
        source = source.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        source = source.expandtabs(self.md.tab_length) if "\t" in source else source
        return (_SPACES.sub("\n", source) if " \n" in source else source).split("\n")


class _HtmlBlocks(HtmlBlockPreprocessor):
    """Looks for HTML only where the characters are that begin any."""

    def run(self, lines: list[str]) -> list[str]:
        """Take raw HTML out."""
        source = "".join(lines)
        return super().run(lines) if "<" in source or "&" in source else lines


class _Blocks(BlockParser):
    """Tests a block only by the processors that the first characters of its lines allow."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._chosen: dict[str, tuple[BlockProcessor, ...]] = {}

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """Parse blocks into a parent, each by the first processor that takes it."""
        while blocks:
            for processor in self._processors(blocks[0]):
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break

    def _processors(self, block: str) -> tuple[BlockProcessor, ...]:
        """Choose the processors that may take a block, in their order."""
        if not block or block.startswith(("\n", "    ")):
            return tuple(self.blockprocessors)
        if "\n" in block:
            firsts = {line.lstrip(" ")[:_LONGEST] for line in block.split("\n")}
            marks = "".join(sorted({_block_mark(first) for first in firsts})) + ("|" if "|" in block else "")
        else:
            marks = _block_mark(block.lstrip(" ")[:_LONGEST])
        if marks not in self._chosen:
            allowed = [
                self.blockprocessors[name] for name, any_of in BLOCKS.items() if not set(any_of).isdisjoint(marks)
            ]
            allowed.append(self.blockprocessors["paragraph"])
            self._chosen[marks] = tuple(processor for processor in self.blockprocessors if processor in allowed)
        return self._chosen[marks]


def _block_mark(start: str) -> str:
    """Give the mark that a line begins with, if any."""
    first = start[:1]
    if first in _BLOCK_MARKS:
        return first
    return "0" if first.isdecimal() else ")" if start.find(")", 1) > 0 else ""


# --- the tree ---------------------------------------------------------------------------------------------------------


class _Prettify(PrettifyTreeprocessor):
    """Puts line ends between blocks without asking twice what a block is."""

    def _prettifyETree(self, elem: Element) -> None:  # noqa: N802
        """Put line ends around a block's blocks."""
        if _block_level(elem.tag) and elem.tag not in ("code", "pre"):
            if len(elem) and _block_level(elem[0].tag) and not (elem.text and elem.text.strip()):
                elem.text = "\n"
            for child in elem:
                if _block_level(child.tag):
                    self._prettifyETree(child)
        if not elem.tail or not elem.tail.strip():
            elem.tail = "\n"


class _AttributeLists(AttrListTreeprocessor):
    """Looks for attribute lists only where a brace opens one."""

    def run(self, doc: Element) -> None:
        """Give elements the attributes that are written after them."""
        if "{" in "".join(self.md.lines):  # type: ignore[attr-defined]
            super().run(doc)


class _Unescape(UnescapeTreeprocessor):
    """Puts escaped characters back only where a backslash escaped any."""

    def run(self, root: Element) -> None:
        """Put escaped characters back."""
        if "\\" in "".join(self.md.lines):  # type: ignore[attr-defined]
            super().run(root)


def _escaped(text: str) -> str:
    """Escape text, except for what are references already."""
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;")


def serialized(element: Element) -> str:
    """Write an element and what is in it as HTML."""
    pieces: list[str] = []
    _serialize(element, pieces.append)
    return "".join(pieces)


def _serialize(element: Element, write: Callable[[str], object]) -> None:
    """Write an element, what is in it, and the text after it."""
    tag = element.tag
    if attributes := element.items():
        write(f"<{tag}")
        for name, value in sorted(attributes):
            if value is None or (name == (escaped := _escaped(value).replace('"', "&quot;")) and name in _BOOLEAN):
                write(f" {name}")
            else:
                write(f' {name}="{escaped}"')
        write(">")
    else:
        write(f"<{tag}>")
    if element.text:
        write(_escaped(element.text))
    for child in element:
        _serialize(child, write)
    if tag not in _VOID:
        write(f"</{tag}>")
    if tail := element.tail:
        write(_escaped(tail) if tail != "\n" else tail)


# --- the whole --------------------------------------------------------------------------------------------------------


class QuickMarkdown(Markdown):
    """The converter with quick parts in the places of the library's own."""

    output_formats: ClassVar = {"html": serialized}

    def build_parser(self) -> QuickMarkdown:
        """Make the parts."""
        super().build_parser()
        blocks = _Blocks(self)
        blocks.blockprocessors = self.parser.blockprocessors
        for processor in blocks.blockprocessors:
            processor.parser = blocks
        self.parser = blocks
        return self

    def is_block_level(self, tag: object) -> bool:
        """Say whether a tag is a block's."""
        return _block_level(tag)


def quickened(md: Markdown) -> Markdown:
    """Put the quick parts in the places of the library's own."""
    md.preprocessors.register(_Whitespace(md), "normalize_whitespace", 30)
    md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)
    inline.register(md)
    md.treeprocessors.register(_Prettify(md), "prettify", 10)
    md.treeprocessors.register(_AttributeLists(md), "attr_list", 8)
    md.treeprocessors.register(_Unescape(md), "unescape", 0)
    return md
