"""An announcement as its files have it: front matter and body as text, which part answers to which, what is waiting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sitegen.language.text import fingerprint
from sitegen.model import DocumentType, Field, routes
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.sources import Source, decode
from sitegen.read import inheritance, markup, stubs, translations
from sitegen.read.file import Halves, Head, halves, parse
from sitegen.read.kinds import Fields, Given, convert, given_items
from sitegen.read.yaml import Entries, Path, Scalar
from sitegen.tools.translations import units

FRONT, LEAD = "front", "lead"
State = Literal["new", "changed", "fresh"]
"""How a translation's section stands to the original's."""


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document's file: its bytes, its text with LF line ends, the halves of that, and what parsing read."""

    path: str
    language: str
    data: bytes
    text: str
    halves: Halves
    head: Head
    fields: Fields

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
        flag = self.fields.get("draft")
        return flag is not None and flag.value is True

    def parts(self) -> list[tuple[str, str]]:
        """Give the body's sections as they are written, by their headings' ids; put together they are the body."""
        return markup.divide(self.halves.body, self.head.outline.headings, self.halves.first_line)


@dataclass(frozen=True, slots=True)
class Versions:
    """An announcement's files: the original, and its translations by language."""

    identity: str
    declared: DocumentType
    original: DocumentFile
    translations: Mapping[str, DocumentFile]
    blank: frozenset[str] = frozenset()
    """The paths of files that say nothing, in which a translation may be written."""

    def texts(self) -> dict[str, str]:
        """Give the original's translatable texts by their dotted keys."""
        return dict(inheritance.texts(self.declared.fields, self.original.fields))

    def stamp(self) -> dict[str, str]:
        """Give the fingerprints of the original's sections as it is now."""
        return stubs.stamp(self.declared.fields, self.original.fields, self.original.head)

    def beside(self, language: str) -> str:
        """Give the path of the version in a language."""
        return self.original.path.removesuffix(f".{self.original.language}.md") + f".{language}.md"

    def pairs(self, translation: DocumentFile) -> list[TextPair]:
        """Pair the original's texts with those of a translation: lists by position, files by name."""
        return list(_paired(self.declared.fields, self.original.fields, translation.fields, "", ()))


def versions(
    identity: str, files: Mapping[str, bytes], declared: DocumentType, languages: Sequence[str]
) -> tuple[Versions | None, list[Diagnostic]]:
    """Read an announcement's files by their paths; None if one cannot be read, or there is not one original."""
    by_language, problems = dict[str, DocumentFile](), list[Diagnostic]()
    for path, data in files.items():
        version, more = document(path, data, declared)
        problems += more
        if version:
            by_language[version.language] = version
    if len(by_language) < len(files):
        return None, problems
    meant = translations.versions({language: version.head for language, version in by_language.items()}, languages)
    blank = frozenset(version.path for language, version in by_language.items() if language not in meant)
    by_language = {language: by_language[language] for language in meant}
    originals = [tag for tag, version in by_language.items() if not translations.is_translation(version.head)]
    if len(originals) != 1:
        code = "original-doubled" if originals else "original-missing"
        paths = [version.path for version in by_language.values()]
        return None, [*problems, Diagnostic(Place(paths[-1]), code, {"other": paths[0]})]
    original = by_language.pop(originals[0])
    return Versions(identity, declared, original, by_language, blank), problems


def document(path: str, data: bytes, declared: DocumentType) -> tuple[DocumentFile | None, list[Diagnostic]]:
    """Read a document as its file has it; None where its front matter cannot be read.

    What is wrong with a translation's facts is for `check` to say, and keeps nobody from translating.
    """
    named = routes.source(path)
    assert named is not None  # noqa: S101  (the path was taken from a name like this, or made so)
    head = parse(Source(path, data)).head
    text, undecoded = decode(data, path)
    divided = halves(text, path) if text and text.strip() else Halves("", text or "", 1)
    if head.front is None or text is None or not isinstance(divided, Halves):
        return None, [*head.problems, *undecoded]
    entries = tuple(entry for entry in head.front.entries if entry[0].text != "translation")
    fields, problems = convert(Entries(entries, 1, 1), declared.fields, path, complete=False)
    return DocumentFile(path, named.language, data, text, divided, head, fields), [*head.problems, *problems]


# --- which part answers to which --------------------------------------------------------------------------------------


def stamped(translation: DocumentFile) -> dict[str, str] | None:
    """Give what a translation says it was made from: fingerprints by section; None when it does not say."""
    block = translation.head.front.get("translation") if translation.head.front else None
    source = block.get("source") if isinstance(block, Entries) else None
    if not isinstance(source, Entries):
        return None
    return {key.text: node.text for key, node in source.entries if isinstance(node, Scalar)}


def sections(translation: DocumentFile, original: DocumentFile) -> dict[str, str]:
    """Give a translation's sections as they are written, by the ids of the original's.

    By the order in its stamps, which name what there was when it was made; else, if there are as many sections as the
    original has, by the order of those; else by ids written as {#id}. One that answers to none has its place, counted
    from 1, for its name.
    """
    (_lead, lead), *own = translation.parts()
    now = [name for name, _source in original.parts()[1:]]
    then = [name for name in stamped(translation) or () if name not in (FRONT, LEAD)]
    if len(then) == len(own):
        names = then
    elif len(now) == len(own):
        names = now
    else:
        explicit = {heading.id for heading in translation.head.outline.headings if heading.explicit}
        names = [name if name in explicit and name in now else str(at) for at, (name, _) in enumerate(own, 1)]
    return {LEAD: lead} | {name: source for name, (_, source) in zip(names, own, strict=True)}


class TextPair(NamedTuple):
    """A text of the original by its dotted key, where a translation has it among its fields, and what it says there."""

    key: str
    text: str
    place: Path
    translation: str | None


def _paired(fields: tuple[Field, ...], ours: Fields, theirs: Fields, key: str, place: Path) -> Iterator[TextPair]:
    for field in fields:
        if field.name in ours:
            own = theirs.get(field.name)
            yield from _pairs(field, ours[field.name], own, f"{key}{field.name}", (*place, field.name))


def _pairs(field: Field, ours: Given, theirs: Given | None, key: str, place: Path) -> Iterator[TextPair]:
    answer = theirs.value if theirs else None
    if isinstance(ours.value, Fields):
        own = answer if isinstance(answer, Fields) else Fields()
        yield from _paired(field.fields, ours.value, own, f"{key}.", place)
    elif isinstance(ours.value, tuple):
        items = given_items(theirs) if theirs else ()
        for number, item in enumerate(given_items(ours)):
            at = _same_file(items, item) if field.kind == "file" else number
            yield from _pairs(field, item, items[at] if at < len(items) else None, f"{key}.{number}", (*place, at))
    elif isinstance(ours.value, str) and inheritance.is_text(field):
        yield TextPair(key, ours.value, place, answer if isinstance(answer, str) else None)


def _same_file(items: tuple[Given, ...], item: Given) -> int:
    """Find the entry for the same file; where there is none, one after the last."""

    def name(entry: Given) -> object:
        return entry.value["file"].value if isinstance(entry.value, Fields) and "file" in entry.value else None

    return next((at for at, other in enumerate(items) if name(other) == name(item)), len(items))


# --- what there is to translate ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SectionTexts:
    """A section: of each of its texts the position (in the front matter its key), the line, and the translation so far.

    `known` texts are "" where there is none. `left` is a translation that could not be paired with the texts.
    """

    section: str
    positions: tuple[str, ...]
    lines: tuple[int, ...]
    texts: tuple[str, ...]
    known: tuple[str, ...]
    state: State
    left: str = ""


def section_texts(versions: Versions, language: str) -> list[SectionTexts]:
    """Give the sections of an announcement that have texts, in their order."""
    original, translation = versions.original, versions.translations.get(language)
    now = versions.stamp()
    then = (translation and stamped(translation)) or {}
    written = sections(translation, original) if translation else {}
    listed = [_front(versions, translation, now, then)]
    line = original.halves.first_line
    for name, source in original.parts():
        pieces = units.divide(source)
        if name in now and units.units(pieces):
            own = written.get(name, "")
            # In a draft, what still stands as the stub had it is the original's old text, not a translation of it.
            untouched = translation and translation.draft and then.get(name) == fingerprint(own)
            if not own.strip() or (untouched and then.get(name) != now[name]):
                own = ""
            listed.append(_section(name, pieces, line, own, _state(own, then.get(name) == now[name])))
        line += source.count("\n")
    return [part for part in listed if part.texts]


def _state(translation: str, fresh: bool) -> State:
    return "fresh" if translation and fresh else "changed" if translation else "new"


def _front(
    versions: Versions, translation: DocumentFile | None, now: dict[str, str], then: dict[str, str]
) -> SectionTexts:
    texts = versions.texts()
    known = dict.fromkeys(texts, "")
    if translation:
        own = inheritance.lines(versions.declared.fields, translation.fields)
        untouched = translation.draft and fingerprint(own) == then.get(FRONT)
        if not untouched or then.get(FRONT) == now[FRONT]:
            known |= {pair.key: pair.translation or "" for pair in versions.pairs(translation)}
    state = _state("".join(known.values()), then.get(FRONT) == now[FRONT] and all(known.values()))
    return SectionTexts(FRONT, (*texts,), (1,) * len(texts), (*texts.values(),), (*known.values(),), state)


def _section(name: str, pieces: units.Pieces, line: int, translation: str, state: State) -> SectionTexts:
    theirs = units.divide(translation)
    paired = units.shape(theirs) == units.shape(pieces)
    lines, at = list[int](), line
    for piece in pieces:
        if isinstance(piece, units.Unit):
            lines.append(at)
        at += (piece if isinstance(piece, str) else piece.raw).count("\n")
    texts = tuple(unit.text for unit in units.units(pieces))
    positions = tuple(str(number) for number in range(1, len(texts) + 1))
    known = tuple(unit.text for unit in units.units(theirs)) if paired else ("",) * len(texts)
    return SectionTexts(name, positions, (*lines,), texts, known, state, "" if paired else translation.strip())
