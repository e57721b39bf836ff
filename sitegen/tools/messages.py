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

from babel.messages import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import write_po
from jinja2 import TemplateSyntaxError
from jinja2.ext import babel_extract

from sitegen.check import addresses
from sitegen.disk import load
from sitegen.language import catalogues
from sitegen.model import Field, choice_label
from sitegen.model.declared import STATEMENT
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.sources import LOCALES, TEMPLATES, decode
from sitegen.read import settings
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
    """

    templates: Mapping[str, str]
    declarations: Mapping[str, str]
    code: Mapping[str, str]
    catalogues: Mapping[str, str]
    domains: tuple[str, ...] = (SITE, COMMANDS)
    languages: tuple[str, ...] = ()
    known: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceMessage:
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


def sources(root: Path) -> tuple[Sources, list[Diagnostic]]:
    """Read what there is to translate: the default templates with a site's own over them, and the engine's code.

    The command line's words belong to the engine alone, so a site gets the domain of its own words only.
    """
    engine = Path(__file__).parents[1]
    own = (root / engine.name).is_dir()
    design = load.design(root)
    code, _unreadable = load.tree(engine)
    locales, unreadable = load.tree(root / LOCALES)
    problems = [*design.problems, *unreadable]
    texts = _decoded(TEMPLATES, {name: data for name, data in design.templates.items() if _has_words(name)}, problems)
    return Sources(
        templates={path: text for path, text in texts.items() if not path.endswith(".yaml")},
        declarations={path: text for path, text in texts.items() if path.endswith(".yaml")},
        code=_decoded(engine.name, {name: data for name, data in code.items() if name.endswith(".py")}, problems),
        catalogues=_decoded(LOCALES, {name: data for name, data in locales.items() if name.endswith(".po")}, problems),
        domains=(SITE, COMMANDS) if own else (SITE,),
        languages=_languages(root),
        known={} if own else _known(),
    ), problems


def _languages(root: Path) -> tuple[str, ...]:
    """Give the languages of a site, English apart: messages are written in it."""
    try:
        config = settings.site(load.source(root, settings.SITE), ())[0]
    except FileNotFoundError:
        return ()
    return tuple(tag for tag in config.languages if tag != "en") if config else ()


def _known() -> dict[str, set[str]]:
    known = dict[str, set[str]]()
    for path, data in load.tree(load.defaults() / LOCALES)[0].items():
        language, _, rest = path.partition("/")
        if rest == f"LC_MESSAGES/{SITE}.po":
            words = catalogues.read(path, data.decode("utf-8", "replace"), language)[0]
            known[language] = {name for name, forms in words.messages.items() if forms}
    return known


def _decoded(folder: str, files: Mapping[str, bytes], problems: list[Diagnostic]) -> dict[str, str]:
    texts = dict[str, str]()
    for name, data in sorted(files.items()):
        path = f"{folder}/{name}"
        text, undecoded = decode(data, path)
        problems += undecoded
        texts[path] = text or ""
    return texts


def _has_words(name: str) -> bool:
    return name.endswith((".html", ".xml", ".yaml")) and not name.startswith("static/")


def update(sources: Sources) -> tuple[dict[str, str], list[Diagnostic]]:
    """Give the new text of each template (.pot) and catalogue by its path; none where a source has an error."""
    messages, problems = _extract(sources)
    texts = dict[str, str]()
    for domain in sources.domains:
        own = [message for message in messages if message.domain == domain]
        texts[f"{LOCALES}/{domain}.pot"] = _header("", "") + _body(_template(own))
        for path, text in sorted(_begun(sources, domain, own).items()):
            language = PurePosixPath(path).relative_to(LOCALES).parts[0]
            old, more = catalogues.parse(path, text, language)
            problems += more
            if old is not None:
                needed = [message for message in own if not _spared(message, old, sources.known.get(language, ()))]
                texts[path] = _updated(old, _template(needed), text, language)
    return ({} if problems else texts), problems


def _begun(sources: Sources, domain: str, own: list[SourceMessage]) -> dict[str, str]:
    """Give the catalogues of a domain; those of the site's words that lack and have something to say are empty."""
    texts = {path: text for path, text in sources.catalogues.items() if PurePosixPath(path).stem == domain}
    for language in sources.languages if domain == SITE else ():
        known = sources.known.get(language, ())
        if any(message.name not in known for message in own):
            texts.setdefault(f"{LOCALES}/{language}/LC_MESSAGES/{domain}.po", "")
    return texts


def _spared(message: SourceMessage, old: Catalog, known: Collection[str]) -> bool:
    """Say whether a site's catalogue has no need of a message: the defaults have it, and the site says nothing else."""
    entry = old.get(message.ids[0], message.context)
    return message.name in known and not (entry and _translated(entry))


# --- extracting -------------------------------------------------------------------------------------------------------


def _extract(sources: Sources) -> tuple[list[SourceMessage], list[Diagnostic]]:
    messages, problems = list[SourceMessage](), list[Diagnostic]()
    for path, text in sources.templates.items():
        try:
            messages += _marked(path, text)
        except TemplateSyntaxError as problem:
            place = Place(path, problem.lineno)
            problems.append(Diagnostic(place, "template-invalid", {"reason": problem.message or ""}))
    for path, text in sources.declarations.items():
        tree, more = compose(text, path)
        problems += more
        messages += _declared(path, tree) if tree else ()
    for path, text in sources.code.items():
        messages += _marked(path, text)
        messages += _explained(path, text) if "click" in text else ()
    # Labels that Python declares are no calls of gettext's functions; a translator is told their modules.
    messages += _labelled("sitegen/read/kinds/composites.py", chain.from_iterable(COMPOSITES.values()))
    messages += _labelled("sitegen/model/declared.py", STATEMENT)
    messages += [SourceMessage("sitegen/check/addresses.py", (word,), "address") for word in addresses.WORDS]
    return messages, problems


def _marked(path: str, text: str) -> Iterator[SourceMessage]:
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
        yield SourceMessage(path, (ids,) if isinstance(ids, str) else tuple(ids), context, comment)


def _explained(path: str, text: str) -> Iterator[SourceMessage]:
    """Extract the help of commands: their docstrings, and what their options and arguments say of themselves."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            decorators = {ast.unparse(call.func) for call in node.decorator_list if isinstance(call, ast.Call)}
            if decorators & {"click.command", "click.group", "cli.command"}:
                yield SourceMessage(path, (ast.get_docstring(node) or "",))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("click.option", "click.argument"):
            for keyword in node.keywords:
                if keyword.arg in ("help", "metavar"):
                    yield SourceMessage(path, (ast.literal_eval(keyword.value),))


def _declared(path: str, tree: Entries) -> Iterator[SourceMessage]:
    """Extract the words of a type, or of the fields common to all."""
    for key, context in (("label", "type"), ("folder", "address")):
        yield from (SourceMessage(path, (word,), context) for word in _words(tree.get(key)))
    yield from _labelled(path, _fields(tree.get("fields")))


def _fields(node: Node | None) -> Iterator[Field]:
    for key, value in node.entries if isinstance(node, Entries) else ():
        if isinstance(value, Entries):
            label, choices = "".join(_words(value.get("label"))), tuple(_words(value.get("choices")))
            yield Field(key.text, "", label, choices=choices, fields=tuple(_fields(value.get("fields"))))


def _words(node: Node | None) -> Iterator[str]:
    for item in node.items if isinstance(node, Items) else (node,):
        if isinstance(item, Scalar) and not item.null and not item.empty:
            yield item.text


def _labelled(path: str, fields: Iterable[Field]) -> Iterator[SourceMessage]:
    """Extract the words of fields; one without a label is not shown, so nor are its choices."""
    for declared in fields:
        if declared.label:
            yield SourceMessage(path, (declared.label,), "field")
            yield from (SourceMessage(path, (choice_label(choice),), "choice") for choice in declared.choices)
        yield from _labelled(path, declared.fields)


# --- writing ----------------------------------------------------------------------------------------------------------


def _template(messages: Iterable[SourceMessage]) -> Catalog:
    """Make a template's catalogue, sorted by the first file that has a message, then by msgid and context."""
    first = dict[str, str]()
    for message in messages:
        first[message.name] = min(first.get(message.name, message.path), message.path)
    template = Catalog()
    for message in sorted(
        messages,
        key=lambda message: (first[message.name], message.ids, message.context or "", message.path, message.comment),
    ):
        ids = message.ids[0] if len(message.ids) == 1 else message.ids
        comments = [f"{_COMMENT} {message.comment}"] if message.comment else []
        template.add(ids, locations=[(message.path, 0)], auto_comments=comments, context=message.context)
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
