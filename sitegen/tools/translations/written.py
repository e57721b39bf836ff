"""An announcement as its files have it: front matter and body as text, and which part answers to which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sitegen.disk import load
from sitegen.model import DocumentType, Field, routes
from sitegen.model.diagnostics import Diagnostic, Place, ordered
from sitegen.model.sources import Source, decode
from sitegen.read import inheritance, markup, settings, stubs, theme, translations
from sitegen.read import paths as check
from sitegen.read.file import Halves, Head, halves, parse
from sitegen.read.kinds import Fields, Given, convert, given_items
from sitegen.read.yaml import Entries, Scalar
from sitegen.read.yaml import Path as Keys

FRONT, LEAD = "front", "lead"


@dataclass(frozen=True, slots=True)
class Written:
    """A document's file: its bytes, its text with LF line ends, the halves of that, and what parsing found."""

    path: str
    language: str
    data: bytes
    text: str
    halves: Halves
    head: Head
    given: Fields

    @property
    def front_at(self) -> int:
        """Where the front matter begins in the text."""
        return self.text.index("\n") + 1

    @property
    def body_at(self) -> int:
        """Where the body begins in the text."""
        return len(self.text) - len(self.halves.body)

    @property
    def draft(self) -> bool:
        """Whether it says that it is a draft."""
        said = self.given.get("draft")
        return said is not None and said.value is True

    def parts(self) -> list[tuple[str, str]]:
        """Give the body's sections as they are written, by their headings' ids; put together they are the body."""
        return markup.divide(self.halves.body, self.head.outline.headings, self.halves.first_line)


@dataclass(frozen=True, slots=True)
class Versions:
    """An announcement's files: the original, its translations by language, and what is wrong with any of them."""

    identity: str
    declared: DocumentType
    original: Written
    translations: Mapping[str, Written]
    blank: frozenset[str] = frozenset()
    """The paths of files that say nothing, in which a translation may be written."""

    def texts(self) -> dict[str, str]:
        """Give the original's translatable texts by their dotted keys."""
        return dict(inheritance.texts(self.declared.fields, self.original.given))

    def stamp(self) -> dict[str, str]:
        """Give the fingerprints of the original's sections as it is now."""
        return stubs.stamp(self.declared.fields, self.original.given, self.original.head)

    def beside(self, language: str) -> str:
        """Give the path of the version in a language."""
        return self.original.path.removesuffix(f".{self.original.language}.md") + f".{language}.md"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The site's announcements, as paths by identity and language; `found` is what keeps them from being known."""

    root: Path
    id: str
    languages: tuple[str, ...]
    types: Mapping[str, DocumentType]
    sets: Mapping[str, Mapping[str, str]]
    taken: frozenset[str]

    def identity(self, path: str) -> str:
        """Give the announcement that a file is a version of, or nothing."""
        return next((name for name, paths in self.sets.items() if path in paths.values()), "")

    def read(self, identity: str) -> tuple[Versions | None, list[Diagnostic]]:
        """Read an announcement's files; None if one of them cannot be read, or there is not one original."""
        declared = next(one for one in self.types.values() if one.folder == identity.partition("/")[0])
        read, found = dict[str, Written](), list[Diagnostic]()
        for language, path in self.sets[identity].items():
            one, problems = document(path, load.source(self.root, path), language, declared)
            found += problems
            if one:
                read[language] = one
        if len(read) < len(self.sets[identity]):
            return None, found
        told = translations.versions({language: one.head for language, one in read.items()}, self.languages)
        blank = frozenset(one.path for language, one in read.items() if language not in told)
        read = {language: read[language] for language in told}
        originals = [language for language, one in read.items() if not translations.is_translation(one.head)]
        if len(originals) != 1:
            code, paths = "original-doubled" if originals else "original-missing", [one.path for one in read.values()]
            return None, [*found, Diagnostic(Place(paths[-1]), code, {"other": paths[0]})]
        original = read.pop(originals[0])
        return Versions(identity, declared, original, read, blank), found


def bulletin(root: Path) -> tuple[Bulletin | None, list[Diagnostic]]:
    """Find a site's announcements."""
    design = load.design(root)
    themed, found = theme.read(design)
    content, _stamps = load.content(root, {}, 0)
    given, problems = settings.settings(content.settings, themed.catalogues, "")
    found = [*(one for one in found if one.place.path.endswith(".yaml")), *problems]
    if given is None or any(one.severity == "error" for one in found):
        return None, ordered(found)
    languages = given.config.languages
    sets, _misnamed = check.gather(content.sources, languages, themed.types)
    taken = frozenset({*content.sources, *content.files, *(one.place.path for one in content.problems)})
    return Bulletin(root, given.config.id, languages, themed.types, sets, taken), []


def document(path: str, data: bytes, language: str, declared: DocumentType) -> tuple[Written | None, list[Diagnostic]]:
    """Make a document of a file's bytes; None where its front matter cannot be read.

    What is wrong with a translation's facts is for `check` to say, and keeps nobody from translating.
    """
    head = parse(Source(path, data)).head
    text, found = decode(data, path)
    divided = halves(text, path) if text and text.strip() else Halves("", text or "", 1)
    if head.front is None or text is None or not isinstance(divided, Halves):
        return None, [*head.problems, *found]
    entries = tuple(entry for entry in head.front.entries if entry[0].text != "translation")
    given, problems = convert(Entries(entries, 1, 1), declared.fields, path, complete=False)
    return Written(path, language, data, text, divided, head, given), [*head.problems, *problems]


def alone(identity: str, path: str, text: str, declared: DocumentType) -> Versions | None:
    """Make an announcement of an original that has no translation yet; None where it cannot be read."""
    named = routes.source(path)
    original = document(path, text.encode(), named.language, declared)[0] if named else None
    return Versions(identity, declared, original, {}) if original else None


# --- which part answers to which --------------------------------------------------------------------------------------


def stamped(translation: Written) -> dict[str, str] | None:
    """Give what a translation says it was made from: fingerprints by section; None when it does not say."""
    block = translation.head.front.get("translation") if translation.head.front else None
    source = block.get("source") if isinstance(block, Entries) else None
    if not isinstance(source, Entries):
        return None
    return {key.text: value.text for key, value in source.entries if isinstance(value, Scalar)}


def sections(translation: Written, original: Written) -> dict[str, str]:
    """Give a translation's sections as they are written, by the ids of the original's.

    By the order in its stamps, which name what there was when it was made; else, if there are as many sections as the
    original has, by the order of those; else by ids written as {#id}. One that answers to none has its place, counted
    from 1, for its name.
    """
    (_lead, lead), *own = translation.parts()
    now = [name for name, _part in original.parts()[1:]]
    then = [name for name in stamped(translation) or () if name not in (FRONT, LEAD)]
    if len(then) == len(own):
        names = then
    elif len(now) == len(own):
        names = now
    else:
        explicit = {heading.id for heading in translation.head.outline.headings if heading.explicit}
        names = [name if name in explicit and name in now else str(at) for at, (name, _) in enumerate(own, 1)]
    return {LEAD: lead} | {name: part for name, (_, part) in zip(names, own, strict=True)}


class Pair(NamedTuple):
    """A text of the original by its dotted key, where a translation has it among its fields, and what it says there."""

    key: str
    text: str
    place: Keys
    translation: str | None


def pairs(declared: DocumentType, original: Fields, translation: Fields) -> list[Pair]:
    """Pair the texts of the original with those of a translation: lists by position, files by name."""
    return list(_fields(declared.fields, original, translation, "", ()))


def _fields(fields: tuple[Field, ...], ours: Fields, theirs: Fields, key: str, place: Keys) -> Iterator[Pair]:
    for part in fields:
        if part.name in ours:
            yield from _pairs(part, ours[part.name], theirs.get(part.name), f"{key}{part.name}", (*place, part.name))


def _pairs(part: Field, ours: Given, theirs: Given | None, key: str, place: Keys) -> Iterator[Pair]:
    value = theirs.value if theirs else None
    if isinstance(ours.value, Fields):
        yield from _fields(part.fields, ours.value, value if isinstance(value, Fields) else Fields(), f"{key}.", place)
    elif isinstance(ours.value, tuple):
        items = given_items(theirs) if theirs else ()
        for number, item in enumerate(given_items(ours)):
            at = _file(items, item) if part.kind == "file" else number
            yield from _pairs(part, item, items[at] if at < len(items) else None, f"{key}.{number}", (*place, at))
    elif isinstance(ours.value, str) and inheritance.is_text(part):
        yield Pair(key, ours.value, place, value if isinstance(value, str) else None)


def _file(items: tuple[Given, ...], item: Given) -> int:
    """Find the entry for the same file; where there is none, one after the last."""

    def name(one: Given) -> object:
        return one.value["file"].value if isinstance(one.value, Fields) and "file" in one.value else None

    return next((at for at, one in enumerate(items) if name(one) == name(item)), len(items))
