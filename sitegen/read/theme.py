"""What the designers own, read: templates, what each reaches, document types, static files and catalogues.

A home of Jinja. A site's own folders lie over the defaults: templates and types file by file, catalogues message by
message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, meta

from sitegen.language import catalogues
from sitegen.model import keys, slots
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.keys import key
from sitegen.model.sites import EXTENSIONS, Handbook, Theme
from sitegen.model.sources import LOCALES, TEMPLATES, Design, decode
from sitegen.read import markup
from sitegen.read.types import read_types

PLAIN_PAGE = '{% extends "pages/document.html" %}'
"""The page of a type that arranges nothing."""
_PARSER = Environment(extensions=EXTENSIONS, autoescape=True)
_GUIDE = "editors/guide.{}.md"
_catalogue = lru_cache(maxsize=32)(catalogues.read)


def read(design: Design) -> tuple[Theme, list[Diagnostic]]:
    """Read the designers' files."""
    files, found = design.templates, list(design.problems)
    templates = dict[str, str]()
    declarations = dict[str, str]()
    for name, data in files.items():
        if name.startswith("static/") or not name.endswith((".html", ".xml", ".txt", ".css", ".yaml")):
            continue
        text, problems = decode(data, f"{TEMPLATES}/{name}")
        found += problems
        (declarations if name.endswith(".yaml") else templates)[name] = text or ""
    types, problems = read_types(declarations)
    found += problems
    for name in types:
        templates.setdefault(f"types/{name}/page.html", PLAIN_PAGE)
    reach, problems = _reach(templates)
    found += problems
    words, problems = _catalogues(design.locales)
    found += problems
    digest = key(templates, [(catalogue.language, catalogue.digest()) for catalogue in words.values()])
    handbooks, problems = _handbooks(design, words)
    found += problems
    return Theme(templates, reach, _static(design), types, words, digest, design.fonts, handbooks), found


def text(theme: Theme, found: list[Diagnostic]) -> str:
    """Write what reading the designers' files came to, but for the static files, so that it can be remembered."""
    words = [_plain(one) for one in theme.catalogues.values()]
    books = [(one.language, one.guide, _plain(one.words), one.digest) for one in theme.handbooks.values()]
    return keys.text((theme.templates, theme.reach, theme.types, words, theme.digest, books, found))


def remembered(text: str, design: Design) -> tuple[Theme, list[Diagnostic]]:
    """Take it from what `text` wrote of the same files."""
    noted: Any = keys.noun(text)
    templates, reach, types, words, digest, books, found = noted
    named = {language: Catalogue(language, plural, messages) for language, plural, messages in words}
    handbooks = {said[0]: Handbook(tag, guide, Catalogue(*said), name) for tag, guide, said, name in books}
    return Theme(templates, reach, _static(design), types, named, digest, design.fonts, handbooks), [*found]


def _plain(words: Catalogue) -> tuple[str, str, Mapping[str, tuple[str, ...]]]:
    return words.language, words.plural, words.messages


def _static(design: Design) -> dict[str, bytes]:
    files = design.templates.items()
    return {name.removeprefix("static/"): data for name, data in files if name.startswith("static/")}


def _reach(templates: Mapping[str, str]) -> tuple[dict[str, str], list[Diagnostic]]:
    """Give for each template the key of all the text that it may use; a computed include may use everything."""
    uses, found = dict[str, set[str]](), list[Diagnostic]()
    for name, text in templates.items():
        named = _named(name, text)
        if isinstance(named, Diagnostic):
            found.append(named)
        else:
            uses[name] = {*templates} if None in named else {other for other in named if other is not None}
    reach = {}
    for name in uses:
        reached, ahead = {name}, [name]
        while ahead:
            new = uses.get(ahead.pop(), set()) - reached
            reached |= new
            ahead += new
        reach[name] = key({other: templates.get(other) for other in sorted(reached)})
    return reach, found


@lru_cache(maxsize=512)
def _named(name: str, text: str) -> frozenset[str | None] | Diagnostic:
    """Give the templates that one names, with None for a computed name."""
    try:
        return frozenset(meta.find_referenced_templates(_PARSER.parse(text, name)))
    except TemplateSyntaxError as problem:
        place = Place(f"{TEMPLATES}/{name}", problem.lineno)
        return Diagnostic(place, "template-invalid", {"reason": str(problem).rstrip(".")})
    except RecursionError as problem:
        return Diagnostic(Place(f"{TEMPLATES}/{name}"), "template-invalid", {"reason": str(problem)})


_ENGLISH = "en"
"""The language that messages are written in, so that a catalogue of it may leave them out."""


def _catalogues(layers: tuple[Mapping[str, bytes], ...]) -> tuple[dict[str, Catalogue], list[Diagnostic]]:
    words, found = dict[str, Catalogue](), list[Diagnostic]()
    wanted = dict[str, None]()
    for files in layers:
        for name, data in sorted(files.items()):
            language, _, rest = name.partition("/")
            if name == "messages.pot":
                wanted |= dict.fromkeys(catalogues.names(data.decode("utf-8", "replace")))
            if rest != "LC_MESSAGES/messages.po":
                continue
            path = f"{LOCALES}/{name}"
            text, problems = decode(data, path)
            catalogue, more = _catalogue(path, text or "", language)
            found += [*problems, *(one for one in more if language != _ENGLISH or one.code != "message-missing")]
            base = words.get(language)
            words[language] = catalogues.over(base, catalogue) if base else catalogue
    for language, catalogue in words.items():
        if language != _ENGLISH:
            found += catalogues.missing(catalogue, wanted, f"{LOCALES}/{language}/LC_MESSAGES/messages.po")
    return words, found


def _handbooks(design: Design, languages: Iterable[str]) -> tuple[dict[str, Handbook], list[Diagnostic]]:
    """Read what editors are told in each language; in one without a guide or words of its own, in English."""
    found, handbooks = list[Diagnostic](), dict[str, Handbook]()
    for language in languages:
        tag = next((tag for tag in (language, "en") if _GUIDE.format(tag) in design.templates), "")
        path = f"{TEMPLATES}/{_GUIDE.format(tag)}"
        text, problems = decode(design.templates.get(_GUIDE.format(tag), b""), path)
        outline, body, more = markup.parse_body(path, text or "", 1, tag)
        links = {one.target: (one.target, "") for one in outline.targets}
        found += [*problems, *more]
        words = Catalogue(language, "n != 1", {})
        for files in design.locales:
            name = f"{language}/LC_MESSAGES/cli.po"
            if name in files:
                text, unread = decode(files[name], f"{LOCALES}/{name}")
                own, problems = _catalogue(f"{LOCALES}/{name}", text or "", language)
                words, found = catalogues.over(words, own), [*found, *unread, *problems]
        guide = slots.fill(body.html, links, {}, "", "", {})
        handbooks[language] = Handbook(tag, guide, words, key(tag, guide, words.digest()))
    return handbooks, found
