"""Messages: the words to translate, taken from templates, declarations of types and Python, and written to catalogues.

Texts in, texts out. Domain `messages` holds the site's words, `cli` the words of the command line and of diagnostics. A
home of Babel, and of Jinja's plug-in for it. What is written depends on its sources alone: no dates, no line numbers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from babel.messages import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import write_po
from jinja2 import TemplateSyntaxError
from jinja2.ext import babel_extract

from sitegen.disk import load
from sitegen.language import catalogues
from sitegen.model import Field, choice_label
from sitegen.model.declared import STATEMENT
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.sources import LOCALES, TEMPLATES, decode
from sitegen.read import settings as config
from sitegen.read.kinds import COMPOSITES
from sitegen.read.yaml import Entries, Items, Node, Scalar, compose

SITE, COMMANDS = "messages", "cli"
CONTEXTS = frozenset({"address", "choice", "field", "type"})
"""Contexts of the site's words, wherever they are written."""

_KEYWORDS: Mapping[str, object] = {
    **dict.fromkeys(("_", "N_", "gettext"), None),
    "ngettext": (1, 2),
    **dict.fromkeys(("pgettext", "NP_"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}
_COMMENT = "Translators:"
_SITE_CODE = ("sitegen/plan",)


@dataclass(frozen=True, slots=True)
class Sources:
    """Texts by their paths from the root, and the languages that are to have a catalogue: one that lacks is begun.

    `known` are the names of what the defaults say in a language, so that a site's own catalogue need not.
    `templates` are Jinja's, `declarations` those of types (common.yaml, fields.yaml), `code` the engine's modules.
    `addresses` are the English words that the engine itself puts into addresses.
    """

    templates: Mapping[str, str]
    declarations: Mapping[str, str]
    code: Mapping[str, str]
    catalogues: Mapping[str, str]
    addresses: tuple[str, ...] = ("a-z", "data", "due", "editors", "organisations", "search", "topics")
    folder: str = "locales"
    domains: tuple[str, ...] = (SITE, COMMANDS)
    languages: tuple[str, ...] = ()
    known: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A message as its source has it: one msgid, or the singular and the plural one."""

    path: str
    ids: tuple[str, ...]
    context: str | None = None
    comment: str = ""

    @property
    def name(self) -> str:
        """Give its name, as a catalogue has it."""
        return catalogues.name(self.ids[0], self.context or "")

    @property
    def domain(self) -> str:
        """Say whose word it is."""
        site = not self.path.endswith(".py") or self.path.startswith(_SITE_CODE) or self.context in CONTEXTS
        return SITE if site else COMMANDS


Extracted: TypeAlias = tuple[list[Found], list[Diagnostic]]


def sources(root: Path) -> tuple[Sources, list[Diagnostic]]:
    """Read what there is to translate: the default templates with a site's own over them, and the engine's code.

    The command line's words belong to the engine alone, so a site gets the domain of its own words only.
    """
    engine = Path(__file__).parents[1]
    own = (root / engine.name).is_dir()
    design = load.design(root)
    code, _found = load.tree(engine)
    locales, problems = load.tree(root / LOCALES)
    found = [*design.problems, *problems]
    texts = _decoded({f"{TEMPLATES}/{name}": data for name, data in design.templates.items() if _text(name)}, found)
    return Sources(
        templates={path: text for path, text in texts.items() if not path.endswith(".yaml")},
        declarations={path: text for path, text in texts.items() if path.endswith(".yaml")},
        code=_decoded({f"{engine.name}/{name}": data for name, data in code.items() if name.endswith(".py")}, found),
        catalogues=_decoded(
            {f"{LOCALES}/{name}": data for name, data in locales.items() if name.endswith(".po")}, found
        ),
        domains=(SITE, COMMANDS) if own else (SITE,),
        languages=_languages(root),
        known={} if own else _known(),
    ), found


def _languages(root: Path) -> tuple[str, ...]:
    """Give the languages of a site, English apart: messages are written in it."""
    try:
        settings = config.site(load.source(root, config.SITE), ())[0]
    except FileNotFoundError:
        return ()
    return tuple(tag for tag in settings.languages if tag != "en") if settings else ()


def _known() -> dict[str, set[str]]:
    known = dict[str, set[str]]()
    for path, data in load.tree(load.defaults() / LOCALES)[0].items():
        language, _, rest = path.partition("/")
        if rest == f"LC_MESSAGES/{SITE}.po":
            words = catalogues.read(path, data.decode("utf-8", "replace"), language)[0]
            known[language] = {name for name, forms in words.messages.items() if forms}
    return known


def _decoded(files: Mapping[str, bytes], found: list[Diagnostic]) -> dict[str, str]:
    texts = dict[str, str]()
    for path, data in sorted(files.items()):
        text, problems = decode(data, path)
        found += problems
        texts[path] = text or ""
    return texts


def _text(name: str) -> bool:
    return name.endswith((".html", ".xml", ".yaml")) and not name.startswith("static/")


def update(sources: Sources) -> tuple[dict[str, str], list[Diagnostic]]:
    """Give the new text of each template (.pot) and catalogue by its path; none where a source has an error."""
    found, problems = _extract(sources)
    texts = dict[str, str]()
    for domain in sources.domains:
        own = [message for message in found if message.domain == domain]
        texts[f"{sources.folder}/{domain}.pot"] = _header("", "") + _body(_template(own))
        for path, text in sorted(_begun(sources, domain, own).items()):
            language = PurePosixPath(path).relative_to(sources.folder).parts[0]
            old, more = catalogues.parse(path, text, language)
            problems += more
            if old is not None:
                mine = [message for message in own if not _spared(message, old, sources.known.get(language, ()))]
                texts[path] = _updated(old, _template(mine), text, language)
    return ({} if problems else texts), problems


def _begun(sources: Sources, domain: str, own: list[Found]) -> dict[str, str]:
    """Give the catalogues of a domain; those of the site's words that lack and have something to say are empty."""
    texts = {path: text for path, text in sources.catalogues.items() if PurePosixPath(path).stem == domain}
    for language in sources.languages if domain == SITE else ():
        known = sources.known.get(language, ())
        if any(message.name not in known for message in own):
            texts.setdefault(f"{sources.folder}/{language}/LC_MESSAGES/{domain}.po", "")
    return texts


def _spared(message: Found, old: Catalog, known: Collection[str]) -> bool:
    """Say whether a site's catalogue has no need of a message: the defaults have it, and the site says nothing else."""
    there = old.get(message.ids[0], message.context)
    return message.name in known and not (there and _translated(there))


# --- extracting -------------------------------------------------------------------------------------------------------


def _extract(sources: Sources) -> Extracted:
    found, problems = list[Found](), list[Diagnostic]()
    for path, text in sources.templates.items():
        try:
            found += _marked(path, text)
        except TemplateSyntaxError as problem:
            place = Place(path, problem.lineno)
            problems.append(Diagnostic(place, "template-invalid", {"reason": problem.message or ""}))
    for path, text in sources.declarations.items():
        tree, more = compose(text, path)
        problems += more
        found += _declared(path, tree) if tree else ()
    for path, text in sources.code.items():
        found += _marked(path, text)
        found += _explained(path, text) if "click" in text else ()
    composite = chain.from_iterable(COMPOSITES.values())
    found += [Found("sitegen/read/kinds/composites.py", (id_,), context) for context, id_ in _labels(composite)]
    found += [Found("sitegen/model/declared.py", (id_,), context) for context, id_ in _labels(STATEMENT)]
    found += [Found("sitegen/check/addresses.py", (word,), "address") for word in sources.addresses]
    return found, problems


def _marked(path: str, text: str) -> Iterator[Found]:
    """Extract what a template or a module marks with gettext's functions."""
    method = extract_python if path.endswith(".py") else babel_extract
    options = {"silent": "false", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
    for _line, ids, comments, context in extract(
        method,  # type: ignore[arg-type]  # as Babel's own table of methods has them
        BytesIO(text.encode()),
        _KEYWORDS,  # type: ignore[arg-type]
        (_COMMENT,),
        options if method is babel_extract else {},
    ):
        comment = " ".join(" ".join(comments).removeprefix(_COMMENT).split())
        yield Found(path, (ids,) if isinstance(ids, str) else tuple(ids), context, comment)


def _explained(path: str, text: str) -> Iterator[Found]:
    """Extract the help of commands: their docstrings, and what their options and arguments say of themselves."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            called = {ast.unparse(one.func) for one in node.decorator_list if isinstance(one, ast.Call)}
            if called & {"click.command", "click.group", "cli.command"}:
                yield Found(path, (ast.get_docstring(node) or "",))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("click.option", "click.argument"):
            said = [one.value for one in node.keywords if one.arg in ("help", "metavar")]
            yield from (Found(path, (ast.literal_eval(one),)) for one in said)


def _declared(path: str, tree: Entries) -> Iterator[Found]:
    """Extract the words of a type, or of the fields common to all."""
    for word in _words(tree.get("label")):
        yield Found(path, (word,), "type")
    for word in _words(tree.get("folder")):
        yield Found(path, (word,), "address")
    for context, word in _labels(_fields(tree.get("fields"))):
        yield Found(path, (word,), context)


def _fields(node: Node | None) -> Iterator[Field]:
    for key, value in node.entries if isinstance(node, Entries) else ():
        if isinstance(value, Entries):
            label, choices = "".join(_words(value.get("label"))), tuple(_words(value.get("choices")))
            yield Field(key.text, "", label, choices=choices, fields=tuple(_fields(value.get("fields"))))


def _words(node: Node | None) -> Iterator[str]:
    for item in node.items if isinstance(node, Items) else (node,):
        if isinstance(item, Scalar) and not item.null and not item.empty:
            yield item.text


def _labels(fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    """Give contexts and msgids of fields; a field without a label is not shown, so nor are its choices."""
    for declared in fields:
        if declared.label:
            yield "field", declared.label
            yield from (("choice", choice_label(choice)) for choice in declared.choices)
        yield from _labels(declared.fields)


# --- writing ----------------------------------------------------------------------------------------------------------


def _template(found: Iterable[Found]) -> Catalog:
    """Make a template's catalogue, sorted by the first file that has a message, then by msgid and context."""
    first = dict[tuple[str, str | None], str]()
    for item in found:
        name = item.ids[0], item.context
        first[name] = min(first.get(name, item.path), item.path)
    template = Catalog()
    for item in sorted(
        found,
        key=lambda item: (first[item.ids[0], item.context], item.ids, item.context or "", item.path, item.comment),
    ):
        ids = item.ids[0] if len(item.ids) == 1 else item.ids
        comments = [f"{_COMMENT} {item.comment}"] if item.comment else []
        template.add(ids, locations=[(item.path, 0)], auto_comments=comments, context=item.context)
    return template


def _updated(catalogue: Catalog, template: Catalog, text: str, language: str) -> str:
    """Bring a catalogue up to a template: nothing translated is lost, nothing is guessed."""
    for message in catalogue.obsolete.values():
        if catalogue.get(message.id, message.context) is None:
            catalogue[message.id] = message
    catalogue.obsolete.clear()
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    old = sorted(catalogue.obsolete.items(), key=lambda item: str(item[0]))
    catalogue.obsolete = {name: message for name, message in old if _translated(message) and not message.fuzzy}
    for message in catalogue:
        if language == "en" and message.id and not _translated(message):
            message.string = message.id
    header = re.match(r'(?:#[^~\n]*\n)*msgid ""\nmsgstr (?:".*"\n)+', text)
    return (f"{header[0]}\n" if header else _header(language, catalogue.plural_forms)) + _body(catalogue)


def _translated(message: Message) -> bool:
    return bool(message.string if isinstance(message.string, str) else any(message.string or ()))


def _header(language: str, plural_forms: str) -> str:
    lines = {
        "Language": language,
        "Plural-Forms": plural_forms,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{name}: {value}\\n"\n' for name, value in lines.items() if value) + "\n"


def _body(catalogue: Catalog) -> str:
    written = BytesIO()
    catalogue.charset = "utf-8"
    write_po(written, catalogue, width=0, omit_header=True, include_lineno=False)
    return written.getvalue().decode().rstrip("\n") + "\n"
