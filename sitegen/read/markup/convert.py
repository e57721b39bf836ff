"""The home of python-markdown and nh3: from Markdown to sanitised, normalised HTML."""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from sitegen.read.markup import blocks

PROVEN = ("3.11.3",)
"""The versions of python-markdown with which `quick` gives the same as the library."""

SCHEMES = frozenset({"http", "https", "mailto", "tel", "announcement"})

# A map's areas and a quotation's source would be links that nothing resolves.
TAGS = frozenset(nh3.ALLOWED_TAGS) - {"area", "map"} | {"section", "figure", "figcaption", "mark", "time"}

# Elements that the policy takes out, and of which only the form is lost.
_FORM = frozenset(
    {
        "applet", "audio", "base", "basefont", "big", "blink", "body", "button", "canvas", "dialog", "embed",
        "fieldset", "font", "footer", "form", "frame", "frameset", "head", "html", "iframe", "input", "label", "legend",
        "link", "main", "marquee", "map", "area", "math", "menu", "meta", "nobr", "noscript", "object", "optgroup",
        "option", "output", "param", "picture", "plaintext", "portal", "progress", "script", "select", "slot", "source",
        "style", "svg", "template", "textarea", "title", "track", "video", "xmp",
    }
)  # fmt: skip
# Of these, one that is never closed is a word in angle brackets, as is any element of the policy that has to be closed.
_WORDS = frozenset(
    {"footer", "form", "head", "label", "link", "main", "map", "menu", "object", "output", "select", "source", "title"}
)
_OPEN = frozenset(
    {
        "br",
        "col",
        "colgroup",
        "dd",
        "dt",
        "hr",
        "img",
        "li",
        "rp",
        "rt",
        "rtc",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "wbr",
    }
)


def vanishes(name: str, *, closed: bool) -> bool:
    """Say whether what looks like a tag of this name is words that nobody would see."""
    if closed or name in _OPEN:
        return name not in TAGS | _FORM
    return name in TAGS or name in _WORDS or name not in _FORM


ATTRIBUTES = {tag: frozenset(names) - {"cite"} for tag, names in nh3.ALLOWED_ATTRIBUTES.items()} | {
    # No role and no aria-hidden: a text says and hides nothing by them.
    "*": frozenset({"id", "class", "lang", "dir", "title", "aria-label", "aria-describedby", "aria-labelledby"}),
    "details": frozenset({"open"}),
    "time": frozenset({"datetime"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "li": frozenset({"value"}),
}

# A passage in another language: `::: {lang=en}`, closed by `:::`.
OPENING = re.compile(r" {0,3}:{3,} *([^\s:][^\n]*?) *")
CLOSING = re.compile(r" {0,3}:{3,} *")
LANGUAGE = re.compile(r"""\{:? *lang=["']?([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)["']? *\}""")


class Passages(Preprocessor):
    """Put each line that opens or closes a passage in a block of its own, as a `div`."""

    def run(self, lines: list[str]) -> list[str]:
        """Replace the lines by stashed HTML; a line that closes nothing stays text."""
        source = "\n".join(lines)
        if ":::" not in source and "[TOC]" not in source:
            return lines
        separated: list[str] = []
        depth = 0
        for line in lines:
            if line.strip() == "[TOC]":  # the page has a table of contents of its own
                continue
            if opening := OPENING.fullmatch(line):
                language = LANGUAGE.fullmatch(opening[1])
                tag = f'<div lang="{language[1]}">' if language else "<div>"
                depth += 1
            elif depth and CLOSING.fullmatch(line):
                tag = "</div>"
                depth -= 1
            else:
                separated.append(line)
                continue
            indent = line[: len(line) - len(line.lstrip(" "))]  # in an item it stays there
            separated += ["", indent + self.md.htmlStash.store(tag), ""]
        return separated


class Bare(InlineProcessor):
    """Makes a link of an address in angle brackets; `weave` puts what it leads to in place of an announcement's."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802, ARG002
        """Make the link."""
        link = Element("a", href=m[1])
        link.text = AtomicString(m[2] or m[1])
        return link, m.start(), m.end()


def stock(make: type[markdown.Markdown] = markdown.Markdown) -> markdown.Markdown:
    """Make a Markdown instance with the extensions that announcements are written with."""
    # By class, not by name: a name makes the library search every installed package for it.
    engine = make(
        extensions=[
            TableExtension(use_align_attribute=True),
            # The title is only the note's number: the words are the engine's, in the page's language.
            FootnoteExtension(BACKLINK_TITLE="{}", PLACE_MARKER="\0"),
            DefListExtension(),
            AttrListExtension(),
            AbbrExtension(),
            AdmonitionExtension(),
        ],
        output_format="html",
    )
    # After raw HTML is taken out, before blocks are parsed.
    engine.preprocessors.register(Passages(engine), "passages", 10)
    blocks.register(engine)
    engine.ESCAPED_CHARS.append("<")  # as CommonMark has it
    engine.inlinePatterns.register(Bare(r"(?i)<(announcement:[^<>\s]+|tel:([^<>\s]+))>", engine), "bare", 125)
    engine.inlinePatterns.register(SimpleTagInlineProcessor(r"()~~([^\s~](?:[^~]{0,500}[^\s~])?)~~", "del"), "del", 55)
    return engine


@cache
def converter(version: str = markdown.__version__) -> markdown.Markdown:
    """Make the process's one Markdown instance: quick with the versions for which that is proven."""
    if version not in PROVEN:
        return stock()
    from sitegen.read.markup import quick  # other versions have not all the parts that it imports

    return quick.quickened(stock(quick.QuickMarkdown))


@cache
def _cleaner() -> nh3.Cleaner:
    """Make the process's one sanitiser."""
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def sanitised_html(source: str) -> str:
    """Convert Markdown to HTML of the policy; control characters that references brought in are dropped."""
    engine = converter().reset()
    return _CONTROL.sub("", _cleaner().clean(engine.convert(source)))
