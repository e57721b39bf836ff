"""What `content/site.yaml`, `organisations.yaml`, `topics.yaml`, `accessibility.yaml` and `gone.yaml` say."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from sitegen.language.text import nfc
from sitegen.model import (
    Config,
    Field,
    Gone,
    Moment,
    Named,
    PartialDate,
    Pointer,
    Statement,
    Text,
    Value,
    Values,
)
from sitegen.model.declared import STATEMENT
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.routes import CONTENT, NAME, is_base, language_of
from sitegen.model.sites import GONE, Settings
from sitegen.model.sources import decode
from sitegen.read.kinds import LANGUAGE, LEAVES, Fields, Given, convert, given_items
from sitegen.read.yaml import Entries, Items, Node, Scalar, compose, place

SITE = f"{CONTENT}/site.yaml"
ACCESSIBILITY = f"{CONTENT}/accessibility.yaml"


def site(data: bytes | None, words: Collection[str]) -> tuple[Config | None, list[Diagnostic]]:
    """Read site.yaml; nothing can be built without it. `words` are the languages that there are catalogues for."""
    if data is None:
        return None, [Diagnostic(Place(SITE), "site-missing")]
    entries, problems = _entries(data, SITE)
    if problems:
        return None, problems
    entries = entries or Entries((), 1, 1)
    languages = _languages(entries)
    fields = _fields(entries, languages)
    answers, further = convert(entries, fields, SITE, needed=[field.name for field in fields if field.required])
    problems += further
    if not any(problem.severity == "error" for problem in problems):
        problems += _fit(answers, languages[0])
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    problems += [
        Diagnostic(answer.place(SITE), "catalogue-missing", {"language": str(answer.value)})
        for answer in given_items(answers["languages"])
        if answer.value not in words
    ]
    values = {name: answer.value for name, answer in answers.items()}
    return Config(
        id=str(values["id"]),
        title=_names(values["title"]),
        base_url=str(values["base_url"]),
        languages=languages,
        time_zone=str(values["time_zone"]),
        publisher=_optional(values.get("publisher")),
        contact=_optional(values.get("contact")),
        repository=_optional(values.get("repository")) or "",
    ), problems


def _fit(answers: Fields, default: str) -> list[Diagnostic]:
    """Check what the declarations of the fields cannot say."""
    problems, base, titles = list[Diagnostic](), str(answers["base_url"].value), answers["title"].value
    if not is_base(base):
        repair = f"{base}/" if is_base(f"{base}/") else ""
        problems.append(Diagnostic(answers["base_url"].place(SITE), "base-url-invalid", {"value": base}, repair))
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", str(answers["id"].value)):  # RFC 4151: a host's name
        arguments = {"value": str(answers["id"].value), "key": "id"}
        problems.append(Diagnostic(answers["id"].place(SITE), "id-invalid", arguments))
    if isinstance(titles, Fields) and titles[default].value is None:
        problems.append(Diagnostic(titles[default].place(SITE), "null-refused", {"key": default}))
    return problems


def _languages(entries: Entries) -> tuple[str, ...]:
    """Look at the languages first: the title is declared by them."""
    listed = getattr(entries.get("languages"), "items", ())
    return tuple(dict.fromkeys(item.text for item in listed if isinstance(item, Scalar) and LANGUAGE.match(item.text)))


def _fields(entries: Entries, languages: tuple[str, ...]) -> tuple[Field, ...]:
    return (
        Field("id", "text", required="true", example="bulletin.example"),
        Field("title", "group", required="true", fields=_names_in(languages, entries.get("title"))),
        Field("base_url", "url", required="true", example="https://bulletin.example/"),
        Field("languages", "language", required="true", list=True, example="[ro, pl, en]"),
        Field("time_zone", "zone", required="true", example="Europe/Bucharest"),
        Field("publisher", "text"),
        Field("contact", "email"),
        Field("repository", "url", example="https://github.com/example/bulletin"),
    )


def _names_in(languages: tuple[str, ...], names: Node | None) -> tuple[Field, ...]:
    """Ask for a name in the default language; others borrow it with a warning, so a line adds a language.

    Names may stand in languages that the site does not have, or does not have any more.
    """
    asked = [Field(tag, "text", required="warn" if index else "true") for index, tag in enumerate(languages)]
    written = [key.text for key, _value in names.entries] if isinstance(names, Entries) else []
    more = [
        Field(tag, "text") for tag in written if tag not in languages and re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", tag)
    ]
    return (*asked, *more)


def named(data: bytes | None, file: str, config: Config) -> tuple[dict[str, Named], list[Diagnostic]]:
    """Read organisations.yaml or topics.yaml: id -> names per language and, of organisations, what is known."""
    path = f"{CONTENT}/{file}"
    entries, problems = _entries(data or b"", path)
    known: tuple[Field, ...] = ()
    if file == "organisations.yaml":
        zone = Field("time_zone", "zone")
        known = (Field("kind", "text"), Field("place", "text"), Field("url", "url"), zone)
    names = ", ".join([*config.languages, *(field.name for field in known)])
    read = dict[str, Named]()
    for key, value in entries.entries if entries else ():
        if not NAME.fullmatch(key.text):
            problems.append(Diagnostic(place(path, key), "id-invalid", {"value": key.text, "key": key.text}))
        elif not isinstance(value, Entries):
            problems.append(Diagnostic(place(path, value), "group-expected", {"key": key.text, "fields": names}))
        else:
            fields = (*_names_in(config.languages, value), *known)
            answers, further = convert(value, fields, path, needed=config.languages[:1])
            problems += further
            texts = {name: str(answer.value) for name, answer in answers.items() if answer.value is not None}
            details = {name: texts.pop(name, "") for name in ("kind", "place", "url", "time_zone")}
            read[key.text] = Named(key.text, texts, **details)
    return read, problems


def statement(data: bytes | None, config: Config) -> tuple[Statement | None, list[Diagnostic]]:
    """Read accessibility.yaml, if there is one; its texts are written by language."""
    entries, problems = _entries(data or b"", ACCESSIBILITY)
    if data is None or problems:
        return None, problems
    entries = entries or Entries((), 1, 1)
    written = Entries(tuple(_keys(entries)), 1, 1)
    fields = tuple(_by_language(field, config.languages, written) for field in STATEMENT)
    answers, problems = convert(entries, fields, ACCESSIBILITY, needed=("page", "url", "drawn_up", "contact"))
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    status, barriers = answers["status"], given_items(answers["problems"]) if "problems" in answers else ()
    if status.value == "partially_compliant" and not barriers:
        return None, [*problems, Diagnostic(status.place(ACCESSIBILITY), "statement-problems")]
    page, last = answers["page"], answers["reviewed"] if answers["reviewed"].value else answers["drawn_up"]
    assert isinstance(last.value, PartialDate)  # noqa: S101  (converted as a date, and drawn_up has no null)
    year = min(last.value.year, datetime.MAXYEAR - 1)
    due = Moment(datetime.date(year + 1, 3, 31)).passed(config.time_zone)  # each year by 31 March
    return Statement(
        Pointer("reference", str(page.value), "", ACCESSIBILITY, page.line, page.column),
        {tag: _said(STATEMENT, answers, (tag, *config.languages)) for tag in config.languages},
        due,
        answers["reviewed"].place(ACCESSIBILITY),
    ), problems


def _keys(node: Node) -> Iterator[tuple[Scalar, Node]]:
    """Give all entries, however deep: among their keys are the languages that texts are written in."""
    for key, value in node.entries if isinstance(node, Entries) else ():
        yield key, value
        yield from _keys(value)
    for item in node.items if isinstance(node, Items) else ():
        yield from _keys(item)


def _by_language(field: Field, languages: tuple[str, ...], written: Entries) -> Field:
    """Declare a field with its texts as groups of languages."""
    if not field.translatable:
        return replace(field, fields=tuple(_by_language(part, languages, written) for part in field.fields))
    names = tuple(replace(name, list=field.list) for name in _names_in(languages, written))
    return replace(field, kind="group", translatable=False, list=False, fields=names)


def _said(fields: tuple[Field, ...], answers: Fields, languages: tuple[str, ...]) -> Values:
    """Give the values that fields have in the first language that has them."""
    return {field.name: _value(field, answers[field.name], languages) for field in fields if field.name in answers}


def _value(field: Field, answer: Given, languages: tuple[str, ...]) -> Value:
    if field.translatable and isinstance(answer.value, Fields):
        texts = answer.value
        tag = next((tag for tag in languages if tag in texts and texts[tag].value is not None), "")
        if not tag:
            return None
        translated = tuple(Text(str(text.value), tag) for text in given_items(texts[tag]) or (texts[tag],))
        return translated if field.list else translated[0]
    if isinstance(answer.value, Fields):
        return _said(field.fields, answer.value, languages)
    if isinstance(answer.value, tuple):
        return tuple(_value(field, entry, languages) for entry in given_items(answer))
    return answer.value


_GONE = (
    Field("title", "text", required="true"),
    Field("lang", "language"),
    Field("went", "date", required="true", example="2026-11-21"),
    Field("reason", "text"),
    Field("replaced_by", "reference"),
)


def gone(data: bytes | None, config: Config) -> tuple[tuple[Gone, ...], list[Diagnostic]]:
    """Read gone.yaml: addresses that were published and are no more -> what stood there."""
    entries, problems = _entries(data or b"", GONE)
    read = list[Gone]()
    for key, value in entries.entries if entries else ():
        address = LEAVES["path"](key.text, place(GONE, key), Field("address", "path"))
        if isinstance(address, Diagnostic):
            problems.append(address)
        elif not isinstance(value, Entries):
            names = ", ".join(field.name for field in _GONE)
            problems.append(Diagnostic(place(GONE, value), "group-expected", {"key": key.text, "fields": names}))
        else:
            answers, further = convert(value, _GONE, GONE, needed=("title", "went"))
            problems += further
            if not further:
                read.append(_gone(f"{str(address).strip('/')}/", answers, place(GONE, key), config))
    return tuple(read), problems


def _gone(address: str, answers: Fields, at: Place, config: Config) -> Gone:
    values = {name: answer.value for name, answer in answers.items() if answer.value is not None}
    lang, went = str(values.get("lang") or language_of(address, config.languages)), values["went"]
    assert isinstance(went, PartialDate)  # noqa: S101  (converted as a date)
    reason = Text(str(values["reason"]), lang) if "reason" in values else None
    successor, answer = values.get("replaced_by"), answers.get("replaced_by", at)
    pointer = Pointer("reference", str(successor), "", GONE, answer.line, answer.column) if successor else None
    return Gone(address, Text(str(values["title"]), lang), went, reason, pointer, at)


def _entries(data: bytes, path: str) -> tuple[Entries | None, list[Diagnostic]]:
    text, problems = decode(data, path)
    return compose(nfc(text), path) if text is not None else (None, problems)


def _names(value: object) -> Mapping[str, str]:
    assert isinstance(value, Fields)  # noqa: S101  (converted as a group)
    return {name: str(answer.value) for name, answer in value.items() if answer.value is not None}


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


def settings(
    files: Mapping[str, bytes], words: Collection[str], base_url: str, *, portable: bool = False
) -> tuple[Settings | None, list[Diagnostic]]:
    """Read the settings by their names; `words` are the languages of catalogues, `base_url` stands for the site's."""
    config, problems = site(files.get("site.yaml"), words)
    if config is None:
        return None, problems
    config = replace(config, base_url=base_url or config.base_url, portable=portable)
    organisations, unknown = named(files.get("organisations.yaml"), "organisations.yaml", config)
    topics, unnamed = named(files.get("topics.yaml"), "topics.yaml", config)
    accessible, unstated = statement(files.get("accessibility.yaml"), config)
    addresses, astray = gone(files.get("gone.yaml"), config)
    problems += [*unknown, *unnamed, *unstated, *astray]
    return Settings(config, organisations, topics, accessible, addresses), problems
