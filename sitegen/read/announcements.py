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
    Occasion,
    PartialDate,
    Pointer,
    Reading,
    Text,
    Translation,
    Value,
    Values,
    keys,
    links,
)
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.sites import Settings
from sitegen.read import agreement, inheritance, pointers, privacy, stubs, timing, translations
from sitegen.read.file import Head
from sitegen.read.kinds import COMPOSITES, Fields, convert
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


def rules(declared: DocumentType, settings: Settings) -> Rules:
    """Give what the reading of announcements of a type depends on."""
    zones = {name: issuer.time_zone for name, issuer in settings.organisations.items() if issuer.time_zone}
    return Rules(declared, settings.config.languages, zones, settings.config.time_zone)


def read(
    identity: str,
    versions: Mapping[str, Version],
    files: Mapping[str, File],
    rules: Rules,
    findings: Mapping[str, Sequence[Sequence[str]]],
) -> tuple[Reading, str]:
    """Read an announcement from all its versions and the files beside them; give the whole of it as text too.

    `findings` are the codes of what those files say, each with the words that say it, by path.
    """
    heads = [version.head for version in versions.values()]
    tags = translations.versions({tag: version.head for tag, version in versions.items()}, rules.languages)
    versions = {tag: versions[tag] for tag in tags}
    meant, problems = privacy.excused(heads)
    problems += [problem for head in heads for problem in head.problems if problem.code not in meant]
    # What is wrong with the files is told even where no announcement comes of them.
    announcement, pointed = None, list[Pointer]()
    if all(head.front is not None for head in heads):  # else it is said already, where the front matter was read
        announcement, pointed, further = _read(identity, versions, files, rules)
        problems += further
    if announcement:
        for document in announcement.documents.values():
            beyond, further = pointers.targets(document, files)
            pointed += beyond
            problems += further
        if all(problem.code != "file-missing" for problem in problems):  # else one of them may be meant
            problems += pointers.unused(announcement, files)
        telling = pointers.saying(announcement, findings, heads)
        problems += [problem for problem in telling if problem.code not in meant]
        titled = {link.value for document in announcement.documents.values() for link in links.titled(document)}
        announcement = replace(announcement, names=_named(pointed) | ({TITLED: (*sorted(titled),)} if titled else {}))
    text = keys.text(announcement) if announcement else ""
    places = {f"{head.path}:{key}": place for head in heads for key in PLACED if (place := _written(head, key))}
    brief = _abridged(announcement, rules.declared, text) if announcement else None
    return Reading(brief, tuple(pointed), places, tuple(problems)), text


def _named(pointers: list[Pointer]) -> dict[str, tuple[str, ...]]:
    kinds = dict.fromkeys(pointer.kind for pointer in pointers)
    return {kind: tuple(sorted({pointer.name for pointer in pointers if pointer.kind == kind})) for kind in kinds}


def _read(
    identity: str, versions: Mapping[str, Version], files: Mapping[str, File], rules: Rules
) -> tuple[Announcement | None, list[Pointer], list[Diagnostic]]:
    declared = rules.declared
    present = {tag: versions[tag] for tag in rules.languages if tag in versions}
    originals = {tag: version for tag, version in present.items() if not translations.is_translation(version.head)}
    if len(originals) != 1:
        return None, [], _originals(versions, originals)
    original, version = next(iter(originals.items()))
    answers, problems = _front(version, declared, complete=True)
    pointed = [*pointers.pointers(declared.fields, answers, version.head.path)]
    lost = pointers.attached(declared.fields, answers, version.head.path, files)
    documents = dict[str, Document]()
    if not _errors(problems):
        documents[original] = _original(version, declared, answers, problems)
    for language, translated in versions.items():
        if language != original:
            theirs, further = _front(translated, declared, complete=False)
            further += _refined(theirs, translated)
            pointed += pointers.pointers(declared.fields, theirs, translated.head.path, translatable=True)
            if not _errors([*problems, *further]):
                ours = documents[original]
                documents[language] = _translation(translated, ours, version, declared, answers, theirs, further)
            problems += further
    if _errors(problems) or original not in documents:
        return None, pointed, [*problems, *lost]
    facts = documents[original].values
    zone = str(facts.get("time_zone") or rules.zones.get(str(facts.get("issuer"))) or rules.time_zone)
    begun = ""
    if documents.keys() < {*rules.languages}:
        # All texts in quotes, which is quick, and forgives who types a colon.
        begun = stubs.front(declared.fields, answers, version.head, original, partial(written, flow=True))
    problems += timing.short(declared, answers, zone, version.head.path)
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
        begun=begun,
    )
    return announcement, pointed, [*problems, *lost]


def _whole(document: Document, declared: DocumentType) -> Document:
    """Add what follows from all that a document says."""
    dates = tuple(_occasions(declared.fields, document.values))
    printed = tuple(sorted({document.heading_ids.get(name, name) for name in document.outline.ids}))
    return replace(document, files=links.files(document), ids=printed, occasions=dates)


def _abridged(announcement: Announcement, declared: DocumentType, text: str) -> Announcement:
    """Leave what pages other than its own may show: titles and summaries, the register's columns, its ids."""
    # Every list holds these of every announcement: what only its own page shows would make all lists heavy.
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
        (tag, document.lang, {name: document.values.get(name) for name in sorted(columns)})
        for tag, document in documents.items()
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


def _errors(problems: list[Diagnostic]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _originals(versions: Mapping[str, Version], originals: Mapping[str, Version]) -> list[Diagnostic]:
    """Tell that there is no original, or more than one."""
    if not originals:
        first = next(iter(versions.values())).head
        return [Diagnostic(Place(*(_written(first, "translation") or (first.path,))), "original-missing")]
    original, *rest = originals.items()
    block = f"translation: {{of: {original[0]}, status: unofficial, translator: null, reviewed: null}}"
    other = {"other": original[1].head.path}
    return [Diagnostic(Place(version.head.path), "original-doubled", other, block) for _tag, version in rest]


def _front(version: Version, declared: DocumentType, *, complete: bool) -> tuple[Fields, list[Diagnostic]]:
    front = version.head.front or Entries((), 1, 1)
    return convert(front.without("translation"), declared.fields, version.head.path, complete=complete, needed=NO_NULL)


def _refined(answers: Fields, version: Version) -> list[Diagnostic]:
    """`lang` may refine the language of the file's name, not change it."""
    lang = answers.get("lang")
    if lang is None or lang.value is None or str(lang.value).split("-")[0] == version.source.language.split("-")[0]:
        return []
    arguments = {"value": str(lang.value), "language": version.source.language}
    return [Diagnostic(lang.place(version.head.path), "lang-contradiction", arguments, version.source.language)]


def _tag(answers: Fields, version: Version) -> str:
    lang = answers.get("lang")
    return version.source.language if lang is None or lang.value is None else str(lang.value)


def _original(version: Version, declared: DocumentType, answers: Fields, problems: list[Diagnostic]) -> Document:
    problems += _refined(answers, version)
    problems += timing.check(declared, answers, version.head.path)
    lang = _tag(answers, version)
    values = inheritance.values(declared.fields, answers, lang)
    return _document(version, lang, values, ORIGINAL)


def _translation(
    version: Version,
    original: Document,
    source: Version,
    declared: DocumentType,
    answers: Fields,
    theirs: Fields,
    problems: list[Diagnostic],
) -> Document:
    lang = _tag(theirs, version)
    pair = inheritance.Pair(original.path, original.lang, version.head.path, lang)
    values = pair.merge(declared.fields, answers, theirs)
    problems += pair.problems
    front = inheritance.lines(declared.fields, answers)
    translation, further = translations.read(version.head, source, front)
    problems += further
    if not _errors(further) and values.get("draft") is not True and original.values.get("draft") is not True:
        translation, further = _unread(
            translation, version.head, source.head, inheritance.texts(declared.fields, answers), (original.lang, lang)
        )
        problems += further
    document = _document(version, lang, values, translation)
    if not version.head.outline.sections and source.head.outline.sections:
        problems.append(Diagnostic(Place(version.head.path), "text-borrowed", {"key": "text"}))
        return replace(document, outline=original.outline, body=original.body, body_lang=original.lang)
    ids, further = translations.pair_headings(version.head, source.head)
    problems += further
    problems += agreement.bodies(source.head, version.head, ids, (original.lang, lang))
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
    ordering = next(_dates(declared.date, facts), None)
    return _QuotedBy(
        form=next((value for value in lookup(facts, declared.form) if isinstance(value, str)), ""),
        number=next((str(value) for value in lookup(facts, declared.number) if value), ""),
        date=ordering[1] if ordering else None,
        date_labels=_labels(declared.fields, ordering[0]) if ordering else (),
        dated=next((date for _path, date in _dates(declared.dated, facts)), None),
        registered=next((date for _path, date in _dates(filter(declared.beside, declared.dated), facts)), None),
    )


def _dates(paths: Iterable[str], facts: Values) -> Iterator[tuple[str, PartialDate]]:
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


# --- occasions --------------------------------------------------------------------------------------------------------


def _occasions(fields: tuple[Field, ...], values: Values, above: str = "") -> Iterator[Occasion]:
    """Give the deadlines and events among the values, in the order declared."""
    for field in fields:
        value = values.get(field.name)
        several = enumerate(value) if isinstance(value, tuple) else ((None, value),)
        for index, part in several:
            path = f"{above}{field.name}" + ("" if index is None else f".{index}")
            yield from _occasion(field, part, path)


def _occasion(field: Field, value: Value, path: str) -> Iterator[Occasion]:
    if field.kind == "deadline" and isinstance(value, Moment):
        yield Occasion("deadline", path, field.label, value)
    elif field.kind == "event" and isinstance(value, dict):
        start, end, title, place = (value.get(name) for name in ("start", "end", "title", "place"))
        if isinstance(start, Moment):
            yield Occasion(
                "event",
                path,
                field.label,
                start,
                end if isinstance(end, Moment) else None,
                title if isinstance(title, Text) else None,
                place if isinstance(place, Text) else None,
                online=value.get("online") is True,
            )
    elif isinstance(value, dict):
        yield from _occasions(field.fields, value, f"{path}.")
