"""Inline Markdown, quicker: see `quick`."""

from __future__ import annotations

import re
from collections import deque
from typing import cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import LINK_RE, DelimiterProcessor, InlineProcessor, LinkInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import INLINE_PLACEHOLDER as PLACEHOLDER
from markdown.util import INLINE_PLACEHOLDER_PREFIX as PREFIX
from markdown.util import INLINE_PLACEHOLDER_RE as PLACEHOLDERS
from markdown.util import STX, AtomicString

# What must be in a text for a pattern to find anything, in the order of the patterns.
PATTERNS = {
    "backtick": "`", "escape": "\\", "footnote": "[^", "reference": "[", "link": "[", "image_link": "![",
    "image_reference": "![", "short_reference": "[", "short_image_ref": "![", "bare": "<", "autolink": "<",
    "automail": "<", "linebreak": "  \n", "html": "<", "entity": "&", "em_strong": "", "del": "~~",
}  # fmt: skip
_REFERENCES = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})

_BRACKET = re.compile(r"[\[\]]")
_EMPHASIZED = re.compile(r"(\*\*?)(?![\s*])([^*_]+)(?<!\s)\1(?!\*)")
_ADDRESS = re.compile(r"\(([^\s()<\"'\x02]*)\)")


class _Link(LinkInlineProcessor):
    """Finds brackets and ordinary addresses by expressions."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802
        """Find the bracket that closes the link's text."""
        depth = 1
        for bracket in _BRACKET.finditer(data, index):
            depth += 1 if bracket[0] == "[" else -1
            if depth == 0:
                return data[index : bracket.start()], bracket.end(), True
        return data[index:], len(data), False

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        """Read the address and the title."""
        if plain := _ADDRESS.match(data, index):
            return plain[1], None, plain.end(), True
        return super().getLink(data, index)


def _marked(text: str) -> bool:
    """Say whether a text may have inline markup; a placeholder counts as such."""
    return (
        "*" in text or "[" in text or "_" in text or STX in text or "`" in text or "\\" in text
        or "<" in text or "&" in text or "  \n" in text
        or "~~" in text
    )  # fmt: skip


class _Emphasis(DelimiterProcessor):
    """Finds the next delimiter, and what is emphasized without another delimiter in it, by expressions."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Pair delimiters."""
        plain = None if self.regions else _EMPHASIZED.match(data, m.start())
        if plain is None:
            return super().handleMatch(m, data)
        node = Element("em" if plain[1] == "*" else "strong")
        node.text = plain[2]
        return node, plain.start(), plain.end()

    def search(self, data: str, start: int) -> re.Match[str] | None:
        """Find the next delimiter that may open or close emphasis; only after another may it close."""
        for sign in self.compiled_re.finditer(data, start):
            delimiter = self.delimiters[sign[0]]
            match = delimiter.boundary.match(data, sign.start())
            if match and (delimiter.stack or match.lastgroup != "end"):
                return match
        return None


class _Inline(Treeprocessor):
    """Turns inline markup into elements, as the library's processor of this name, but leaves texts without any alone.

    What a pattern finds is stashed, and a placeholder put in its place; `stashed_nodes` is what patterns look into.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.stashed_nodes: dict[str, Element | str] = {}
        self._patterns = [
            (cast(InlineProcessor, md.inlinePatterns[name]), mark, name in _REFERENCES)
            for name, mark in PATTERNS.items()
        ]

    def run(self, root: Element) -> None:
        """Parse the texts of the tree, breadth first: footnotes are numbered in this order."""
        self.stashed_nodes = {}
        queue = deque([root])
        while queue:
            element = queue.popleft()
            inner: list[tuple[Element, list[Element]]] = []
            for child in element:  # meets the elements too that are inserted meanwhile
                if (text := child.text) and _marked(text) and not isinstance(text, AtomicString):
                    child.text = None
                    elements = self._unstashed(self._stashed(text), child, inside=True)
                    queue += elements
                    inner.append((child, elements))
                if (tail := child.tail) and _marked(tail):
                    child.tail = None
                    holder = Element("")
                    elements = self._unstashed(self._stashed(tail), holder, inside=False)
                    if holder.tail:
                        child.tail = holder.tail
                    _insert(element, list(element).index(child) + 1, elements)
                if len(child):
                    queue.append(child)
            for child, elements in inner:
                _insert(child, 0, elements)

    def _stashed(self, text: str, first: int = 0) -> str:
        """Put placeholders for what the patterns find, beginning with a pattern."""
        if isinstance(text, AtomicString) or not _marked(text):
            return text
        for at in range(first, len(self._patterns)):
            pattern, mark, reference = self._patterns[at]
            if mark in text if mark else "*" in text or "_" in text:
                if reference and not self.md.references:
                    continue
                start: int | None = 0
                while start is not None:
                    text, start = self._applied(pattern, at, text, start)
        return text

    def _applied(self, pattern: InlineProcessor, at: int, text: str, start: int) -> tuple[str, int | None]:
        """Put a placeholder for what a pattern finds next; say where to go on, None if it found nothing."""
        for match in pattern.getCompiledRegExp().finditer(text, start):
            node, begin, end = pattern.handleMatch(match, text)
            if begin is not None and end is not None:
                break
        else:
            return text, None
        if node is None:
            return text, end
        if not isinstance(node, str) and not isinstance(node.text, AtomicString):
            for child in [node, *node]:
                if child.text:
                    child.text = self._stashed(child.text, at + 1)
                if child.tail:
                    child.tail = self._stashed(child.tail, at)
        name = f"{len(self.stashed_nodes):04d}"
        self.stashed_nodes[name] = node
        placeholder = PLACEHOLDER % name
        return f"{text[:begin]}{placeholder}{text[end:]}", begin + len(placeholder)

    def _unstashed(self, text: str, parent: Element, *, inside: bool) -> list[Element]:
        """Give the elements for a text's placeholders, with texts between them; what comes first is the parent's."""
        elements: list[Element] = []
        at = 0
        while (prefix := text.find(PREFIX, at)) >= 0:
            placeholder = PLACEHOLDERS.search(text, prefix)
            node = self.stashed_nodes.get(placeholder[1]) if placeholder else None
            if placeholder is None or node is None:
                end = prefix + len(PREFIX)
                _append(text[at:end], elements, parent, inside=inside)
                at = end
                continue
            _append(text[at:prefix], elements, parent, inside=inside)
            at = placeholder.end()
            if isinstance(node, str):
                _append(node, elements, parent, inside=inside)
                continue
            for child in [node, *node]:
                if child.tail and STX in child.tail and child.tail.strip():
                    self._unstash(node, child, inside=False)
                if child.text and STX in child.text and child.text.strip():
                    self._unstash(child, child, inside=True)
            elements.append(node)
        rest = text[at:]
        _append(AtomicString(rest) if isinstance(text, AtomicString) else rest, elements, parent, inside=inside)
        return elements

    def _unstash(self, node: Element, child: Element, *, inside: bool) -> None:
        """Replace the placeholders in the text of an element, or in its tail."""
        if inside:
            text, child.text = child.text or "", None
        else:
            text, child.tail = child.tail or "", None
        elements = self._unstashed(text, child, inside=inside)
        _insert(node, 0 if inside or node is child else list(node).index(child) + 1, elements)


def _append(text: str, elements: list[Element], parent: Element, *, inside: bool) -> None:
    """Add text after the last element found, or else to the parent's text or tail."""
    if not text:
        return
    if elements:
        elements[-1].tail = elements[-1].tail + text if elements[-1].tail else text
    elif inside:
        parent.text = parent.text + text if parent.text else text
    else:
        parent.tail = parent.tail + text if parent.tail else text


def _insert(parent: Element, at: int, elements: list[Element]) -> None:
    """Insert elements in their order."""
    for node in reversed(elements):
        parent.insert(at, node)


def register(md: Markdown) -> None:
    """Take the places of the library's own parts."""
    emphasis = _Emphasis("*", "strong,em", md)
    emphasis.add("_", "strong,em", smart=True)
    md.inlinePatterns.register(emphasis, "em_strong", 60)
    md.inlinePatterns.register(_Link(LINK_RE, md), "link", 160)
    md.treeprocessors.register(_Inline(md), "inline", 20)
