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
# The preview reads the same files at each save, but for one of them.
_catalogue = lru_cache(maxsize=32)(catalogues.read)
_names = lru_cache(maxsize=8)(catalogues.names)
_body = lru_cache(maxsize=8)(markup.parse_body)
_types = lru_cache(maxsize=4)(read_types)


def read(design: Design) -> tuple[Theme, list[Diagnostic]]:
    """Read the designers' files."""
    files, problems = design.templates, list(design.problems)
    templates = dict[str, str]()
    declarations = dict[str, str]()
    for name, data in files.items():
        if name.startswith("static/") or not name.endswith((".html", ".xml", ".txt", ".css", ".yaml")):
            continue
        text, further = decode(data, f"{TEMPLATES}/{name}")
        problems += further
        (declarations if name.endswith(".yaml") else templates)[name] = text or ""
    types, further = _types(tuple(declarations.items()))
    problems += further
    for name in types:
        templates.setdefault(f"types/{name}/page.html", PLAIN_PAGE)
    reach, further = _reach(templates)
    problems += further
    words, further = _catalogues(design.locales)
    problems += further
    digest = key(templates, [(catalogue.language, catalogue.digest()) for catalogue in words.values()])
    handbooks, further = _handbooks(design, words)
    problems += further
    return Theme(templates, reach, _static(design), types, words, digest, design.fonts, handbooks), problems


def text(theme: Theme, problems: list[Diagnostic]) -> str:
    """Write what reading the designers' files came to, but for the static files, so that it can be remembered."""
    words = [_plain(catalogue) for catalogue in theme.catalogues.values()]
    books = [(book.language, book.guide, _plain(book.words), book.digest) for book in theme.handbooks.values()]
    return keys.text((theme.templates, theme.reach, theme.types, words, theme.digest, books, problems))


def remembered(text: str, design: Design) -> tuple[Theme, list[Diagnostic]]:
    """Take it from what `text` wrote of the same files."""
    noted: Any = keys.noun(text)
    templates, reach, types, words, digest, books, problems = noted
    named = {language: Catalogue(language, plural, messages) for language, plural, messages in words}
    handbooks = {plain[0]: Handbook(tag, guide, Catalogue(*plain), name) for tag, guide, plain, name in books}
    return Theme(templates, reach, _static(design), types, named, digest, design.fonts, handbooks), [*problems]


def _plain(words: Catalogue) -> tuple[str, str, Mapping[str, tuple[str, ...]]]:
    return words.language, words.plural, words.messages


def _static(design: Design) -> dict[str, bytes]:
    files = design.templates.items()
    return {name.removeprefix("static/"): data for name, data in files if name.startswith("static/")}


def _reach(templates: Mapping[str, str]) -> tuple[dict[str, str], list[Diagnostic]]:
    """Give for each template the key of all the text that it may use; a computed include may use everything."""
    uses, problems = dict[str, set[str]](), list[Diagnostic]()
    for name, text in templates.items():
        named = _named(name, text)
        if isinstance(named, Diagnostic):
            problems.append(named)
        else:
            uses[name] = {*templates} if None in named else {other for other in named if other is not None}
    # A page depends on all that is included, however far; so its key changes with any of these, and with no other.
    reach = {}
    for name in uses:
        reached, ahead = {name}, [name]
        while ahead:
            new = uses.get(ahead.pop(), set()) - reached
            reached |= new
            ahead += new
        reach[name] = key({other: templates.get(other) for other in sorted(reached)})
    return reach, problems


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
    words, problems = dict[str, Catalogue](), list[Diagnostic]()
    wanted = dict[str, None]()
    for files in layers:
        for name, data in sorted(files.items()):
            language, _, rest = name.partition("/")
            if name == "messages.pot":
                wanted |= dict.fromkeys(_names(data.decode("utf-8", "replace")))
            if rest != "LC_MESSAGES/messages.po":
                continue
            path = f"{LOCALES}/{name}"
            text, further = decode(data, path)
            catalogue, more = _catalogue(path, text or "", language)
            problems += further
            problems += [problem for problem in more if language != _ENGLISH or problem.code != "message-missing"]
            base = words.get(language)
            words[language] = catalogues.over(base, catalogue) if base else catalogue
    for language, catalogue in words.items():
        if language != _ENGLISH:
            problems += catalogues.missing(catalogue, wanted, f"{LOCALES}/{language}/LC_MESSAGES/messages.po")
    return words, problems


def _handbooks(design: Design, languages: Iterable[str]) -> tuple[dict[str, Handbook], list[Diagnostic]]:
    """Read what editors are told in each language; in one without a guide or words of its own, in English."""
    problems, handbooks = list[Diagnostic](), dict[str, Handbook]()
    for language in languages:
        tag = next((tag for tag in (language, "en") if _GUIDE.format(tag) in design.templates), "")
        path = f"{TEMPLATES}/{_GUIDE.format(tag)}"
        text, further = decode(design.templates.get(_GUIDE.format(tag), b""), path)
        outline, body, more = _body(path, text or "", 1, tag)
        links = {target.target: (target.target, "") for target in outline.targets}
        problems += [*further, *more]
        words = Catalogue(language, "n != 1", {})
        for files in design.locales:
            name = f"{language}/LC_MESSAGES/cli.po"
            if name in files:
                text, unread = decode(files[name], f"{LOCALES}/{name}")
                own, further = _catalogue(f"{LOCALES}/{name}", text or "", language)
                words, problems = catalogues.over(words, own), [*problems, *unread, *further]
        guide = slots.fill(body.html, links, {}, "", "", {})
        handbooks[language] = Handbook(tag, guide, words, key(tag, guide, words.digest()))
    return handbooks, problems
