"""One announcement out of its files: the original with its facts, and the translations that inherit them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypedDict

from sitegen.model import (
    NOTHING,
    ORIGINAL,
    TITLED,
    Announcement,
    Document,
    DocumentType,
    Field,
    File,
    Moment,
    PartialDate,
    Pointer,
    Reading,
    Translation,
    Value,
    Values,
    keys,
    links,
)
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read import agreement, inheritance, privacy, stubs, timing, translations
from sitegen.read import pointers as references
from sitegen.read.file import Head
from sitegen.read.kinds import COMPOSITES, Fields, convert
from sitegen.read.occasions import occasions
from sitegen.read.paths import Version
from sitegen.read.yaml import Entries, Node, written

NO_NULL = ("title", "published")
"""What the engine cannot do without: a written-out null is no answer to these."""
PLACED = ("slug", "aliases", "supersedes", "amends", "corrects", "translation.status")
"""Fields whose places are told where addresses are given out, and where it is seen what acts do to each other."""
SHOWN_ELSEWHERE = ("title", "summary", "updated", "draft", "pdf", "menu", "order", "privacy")
"""Fields that planning, lists, feeds, navigation and the status ask for, whatever the type."""
LEGAL = ("status", "supersedes", "amends", "corrects", "valid_from", "valid_until")
"""Fields from which follows what is in force."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the reading of an announcement depends on beyond its files.

    Its type, the site's languages in order, the time zones of organisations by their ids, and the site's own.
    """

    declared: DocumentType
    languages: tuple[str, ...]
    zones: Mapping[str, str]
    time_zone: str


def read(
    identity: str,
    versions: Mapping[str, Version],
    files: Mapping[str, File],
    rules: Rules,
    said: Mapping[str, Sequence[Sequence[str]]],
) -> tuple[Reading, str]:
    """Read an announcement from all its versions and the files beside them; give the whole of it as text too.

    `said` are the codes of what those files say, each with what was found, by path.
    """
    heads = [version.head for version in versions.values()]
    told = translations.versions({tag: version.head for tag, version in versions.items()}, rules.languages)
    versions = {tag: versions[tag] for tag in told}
    meant, found = privacy.excused(heads)
    found += [problem for head in heads for problem in head.problems if problem.code not in meant]
    announcement, pointers = None, list[Pointer]()
    if all(head.front is not None for head in heads):  # else it is said already, where the front matter was read
        announcement, pointers, problems = _read(identity, versions, files, rules)
        found += problems
    if announcement:
        for document in announcement.documents.values():
            further, problems = references.targets(document, files)
            pointers += further
            found += problems
        if all(problem.code != "file-missing" for problem in found):  # else one of them may be meant
            found += references.unused(announcement, files)
        found += [one for one in references.saying(announcement, said, heads) if one.code not in meant]
        titled = {one.value for document in announcement.documents.values() for one in links.titled(document)}
        announcement = replace(announcement, names=_named(pointers) | ({TITLED: (*sorted(titled),)} if titled else {}))
    text = keys.text(announcement) if announcement else ""
    places = {f"{head.path}:{key}": there for head in heads for key in PLACED if (there := _written(head, key))}
    brief = _abridged(announcement, rules.declared, text) if announcement else None
    return Reading(brief, tuple(pointers), places, tuple(found)), text


def _named(pointers: list[Pointer]) -> dict[str, tuple[str, ...]]:
    kinds = dict.fromkeys(pointer.kind for pointer in pointers)
    return {kind: tuple(sorted({one.name for one in pointers if one.kind == kind})) for kind in kinds}


def _read(
    identity: str, versions: Mapping[str, Version], files: Mapping[str, File], rules: Rules
) -> tuple[Announcement | None, list[Pointer], list[Diagnostic]]:
    declared = rules.declared
    originals = {tag: versions[tag] for tag in rules.languages if tag in versions and _is_original(versions[tag])}
    if len(originals) != 1:
        return None, [], _originals(versions, originals)
    original, version = next(iter(originals.items()))
    given, found = _front(version, declared, complete=True)
    pointed = [*references.pointers(declared.fields, given, version.head.path)]
    lost = references.attached(declared.fields, given, version.head.path, files)
    documents = dict[str, Document]()
    if not _errors(found):
        documents[original] = _original(version, declared, given, found)
    for language, item in versions.items():
        if language != original:
            theirs, problems = _front(item, declared, complete=False)
            problems += _refined(theirs, item)
            pointed += references.pointers(declared.fields, theirs, item.head.path, translatable=True)
            if not _errors([*found, *problems]):
                ours = documents[original]
                documents[language] = _translation(item, ours, version, declared, given, theirs, problems)
            found += problems
    if _errors(found) or original not in documents:
        return None, pointed, [*found, *lost]
    facts = documents[original].values
    zone = _zone(facts, rules)
    found += timing.short(declared, given, zone, version.head.path)
    announcement = Announcement(
        identity=identity,
        type=declared.name,
        name=version.source.name,
        documents={tag: _whole(documents[tag], declared) for tag in rules.languages if tag in documents},
        original=original,
        published=_instant(facts["published"], zone),
        **_quoted_by(declared, facts),
        opens=timing.opening(next(lookup(facts, declared.opens), None)),
        valid=timing.validity(facts, next(lookup(facts, declared.valid), None)),
        zone=zone,
        begun=_begun(declared, given, version) if documents.keys() < {*rules.languages} else "",
    )
    return announcement, pointed, [*found, *lost]


def _whole(document: Document, declared: DocumentType) -> Document:
    """Add what follows from all that a document says."""
    dates = tuple(occasions(declared.fields, document.values))
    return replace(document, files=links.files(document), ids=_printed(document), occasions=dates)


def _begun(declared: DocumentType, given: Fields, original: Version) -> str:
    """Write what a translation begins with; all texts in quotes, which is quick, and forgives who types a colon."""
    return stubs.front(declared.fields, given, original.head, original.source.language, partial(written, flow=True))


def _printed(document: Document) -> tuple[str, ...]:
    return tuple(sorted({document.heading_ids.get(name, name) for name in document.outline.ids}))


def _abridged(announcement: Announcement, declared: DocumentType, text: str) -> Announcement:
    """Leave what pages other than its own may show: titles and summaries, the register's columns, its ids."""
    columns = {path.partition(".")[0] for path in declared.register}
    names = {*SHOWN_ELSEWHERE, *LEGAL, *columns}
    documents = {
        tag: replace(
            document,
            values={name: value for name, value in document.values.items() if name in names},
            heading_ids={},
            outline=NOTHING,
            digest=keys.key(document.lang, document.body_lang, document.values),
            whole=keys.key(document),
        )
        for tag, document in announcement.documents.items()
    }
    shown = [
        (tag, one.lang, {name: one.values.get(name) for name in sorted(columns)}) for tag, one in documents.items()
    ]
    row = keys.key(shown, announcement.original, announcement.zone, announcement.published, announcement.date)
    return replace(announcement, documents=documents, digest=keys.digest(text.encode()), row=row)


def _written(head: Head, path: str) -> tuple[str, int, int] | None:
    """Say where a file's front matter gives a field, named by a dotted path: path, line and column."""
    *above, name = path.split(".")
    node: Node | None = head.front
    for part in above:
        node = node.get(part) if isinstance(node, Entries) else None
    keys = (key for key, _value in node.entries if key.text == name) if isinstance(node, Entries) else iter(())
    return next(((head.path, key.line, key.column) for key in keys), None)


def _is_original(version: Version) -> bool:
    return not translations.is_translation(version.head)


def _errors(found: list[Diagnostic]) -> bool:
    return any(problem.severity == "error" for problem in found)


def _originals(versions: Mapping[str, Version], originals: Mapping[str, Version]) -> list[Diagnostic]:
    """Tell that there is no original, or more than one."""
    if not originals:
        first = next(iter(versions.values())).head
        return [Diagnostic(Place(*(_written(first, "translation") or (first.path,))), "original-missing")]
    original, *rest = originals.items()
    block = f"translation: {{of: {original[0]}, status: unofficial, translator: null, reviewed: null}}"
    other = {"other": original[1].head.path}
    return [Diagnostic(Place(item.head.path), "original-doubled", other, block) for _tag, item in rest]


def _front(version: Version, declared: DocumentType, *, complete: bool) -> tuple[Fields, list[Diagnostic]]:
    front = version.head.front or Entries((), 1, 1)
    rest = tuple(entry for entry in front.entries if entry[0].text != "translation")
    entries = Entries(rest, front.line, front.column)
    return convert(entries, declared.fields, version.head.path, complete=complete, needed=NO_NULL)


def _refined(given: Fields, version: Version) -> list[Diagnostic]:
    """`lang` may refine the language of the file's name, not change it."""
    lang = given.get("lang")
    if lang is None or lang.value is None or str(lang.value).split("-")[0] == version.source.language.split("-")[0]:
        return []
    arguments = {"value": str(lang.value), "language": version.source.language}
    return [Diagnostic(lang.place(version.head.path), "lang-contradiction", arguments, version.source.language)]


def _tag(given: Fields, version: Version) -> str:
    lang = given.get("lang")
    return version.source.language if lang is None or lang.value is None else str(lang.value)


def _original(version: Version, declared: DocumentType, given: Fields, found: list[Diagnostic]) -> Document:
    found += _refined(given, version)
    found += timing.ordered(declared, given, version.head.path)
    found += timing.check(declared, given, version.head.path)
    lang = _tag(given, version)
    values = inheritance.values(declared.fields, given, lang)
    return _document(version, lang, values, ORIGINAL)


def _translation(
    version: Version,
    original: Document,
    source: Version,
    declared: DocumentType,
    given: Fields,
    theirs: Fields,
    found: list[Diagnostic],
) -> Document:
    lang = _tag(theirs, version)
    pair = inheritance.Pair(original.path, original.lang, version.head.path, lang)
    values = pair.merge(declared.fields, given, theirs)
    found += pair.problems
    front = inheritance.lines(declared.fields, given)
    translation, problems = translations.read(version.head, source, front)
    found += problems
    if not _errors(problems) and values.get("draft") is not True and original.values.get("draft") is not True:
        translation, problems = _unread(
            translation, version.head, source.head, inheritance.texts(declared.fields, given), (original.lang, lang)
        )
        found += problems
    document = _document(version, lang, values, translation)
    if not version.head.outline.sections and source.head.outline.sections:
        found.append(Diagnostic(Place(version.head.path), "text-borrowed", {"key": "text"}))
        return replace(document, outline=original.outline, body=original.body, body_lang=original.lang)
    ids, problems = translations.pair_headings(version.head, source.head)
    found += problems
    found += agreement.bodies(source.head, version.head, ids, (original.lang, lang))
    return replace(document, heading_ids=ids)


def _unread(
    translation: Translation, head: Head, original: Head, texts: Iterator[tuple[str, str]], langs: tuple[str, str]
) -> tuple[Translation, list[Diagnostic]]:
    """Note, and tell, that facts were stated which cannot be compared; not of what a person has compared since."""
    body = original.text if head.text.strip() else ""
    stated = "\n\n".join([*(text for _key, text in texts), body])
    tags = agreement.unread(*(agreement.Part(head.path, 1, 1, stated, lang) for lang in langs))
    if tags and (translation.reviewed is None or translation.outdated != ()):
        place = Place(*(_written(head, "translation") or (head.path,)))
        arguments = {"languages": ", ".join(tags), "other": original.path}
        return replace(translation, unread=tags), [Diagnostic(place, "facts-unread", arguments)]
    return replace(translation, unread=tags), []


def _document(version: Version, lang: str, values: Values, translation: Translation) -> Document:
    aliases = values.get("aliases")
    return Document(
        path=version.head.path,
        language=version.source.language,
        lang=lang,
        slug=str(values.get("slug") or version.source.name),
        values=values,
        body_lang=lang,
        body=version.head.outline.digest,
        outline=version.head.outline,
        translation=translation,
        aliases=tuple(str(alias) for alias in aliases) if isinstance(aliases, tuple) else (),
    )


def _zone(facts: Values, rules: Rules) -> str:
    """Give the zone of an announcement's moments: its own, else its issuer's, else the site's."""
    return str(facts.get("time_zone") or rules.zones.get(str(facts.get("issuer"))) or rules.time_zone)


def _instant(value: Value, zone: str) -> datetime.datetime:
    assert isinstance(value, Moment)  # noqa: S101  (checked: published is required and has no null)
    return value.begins(zone)


class _QuotedBy(TypedDict):
    form: str
    number: str
    date: PartialDate | None
    date_labels: tuple[str, ...]
    dated: PartialDate | None
    registered: PartialDate | None


def _quoted_by(declared: DocumentType, facts: Values) -> _QuotedBy:
    """Give what an announcement is ordered and quoted by: its form, its number, and which dates it has."""
    ordering = next(_given(declared.date, facts), None)
    return _QuotedBy(
        form=next((value for value in lookup(facts, declared.form) if isinstance(value, str)), ""),
        number=next((str(value) for value in lookup(facts, declared.number) if value), ""),
        date=ordering[1] if ordering else None,
        date_labels=_labels(declared.fields, ordering[0]) if ordering else (),
        dated=next((date for _path, date in _given(declared.dated, facts)), None),
        registered=next((date for _path, date in _given(filter(declared.beside, declared.dated), facts)), None),
    )


def _given(paths: Iterable[str], facts: Values) -> Iterator[tuple[str, PartialDate]]:
    """Give the dates that a type names and the announcement gives, each with its path; of a moment the day."""
    for path, value in ((name, value) for name in paths for value in lookup(facts, name)):
        if isinstance(value, PartialDate):
            yield path, value
        elif isinstance(value, Moment):
            yield path, PartialDate(value.day.year, value.day.month, value.day.day)


def _labels(fields: tuple[Field, ...], path: str) -> tuple[str, ...]:
    """Give what a date is called; "Start" alone would not say of what."""
    name, _, rest = path.partition(".")
    field = next(field for field in fields if field.name == name)
    above = (field.label,) if field.kind in COMPOSITES or not rest else ()
    return above + (_labels(field.fields, rest) if rest else ())


def lookup(values: Values, path: str) -> Iterator[Value]:
    """Give the value at a dotted path, if there is one."""
    name, _, rest = path.partition(".")
    if name in values:
        value = values[name]
        if not rest:
            yield value
        elif isinstance(value, dict):
            yield from lookup(value, rest)
