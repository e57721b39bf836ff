"""What `content/site.yaml`, `organisations.yaml` and `topics.yaml` say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.diagnostics import Diagnostic, Place
from sitegen.kinds import LANGUAGE, Fields, convert
from sitegen.model import Config, Field, Named
from sitegen.parse import decode
from sitegen.routes import CONTENT, NAME
from sitegen.text import nfc
from sitegen.yamlplaces import Entries, Scalar, compose, place

ZONES = ("Europe/Bucharest", "Europe/Chisinau", "Europe/Warsaw")
SITE = f"{CONTENT}/site.yaml"


def site(data: bytes | None) -> tuple[Config | None, list[Diagnostic]]:
    """Read site.yaml; nothing can be built without it."""
    if data is None:
        return None, [Diagnostic(Place(SITE), "site-missing")]
    entries, found = _entries(data, SITE)
    if entries is None:
        return None, found
    languages = _languages(entries)
    fields = _fields(languages)
    given, problems = convert(entries, fields, SITE, needed=[field.name for field in fields if field.required])
    found += problems
    errors = [item for item in found if item.severity == "error"]
    if not errors:
        base = str(given["base_url"].value)
        if not re.fullmatch(r"https?://[^?#]+/", base):
            errors.append(Diagnostic(given["base_url"].place(SITE), "base-url-invalid", {"value": base}, f"{base}/"))
            found += errors
    if errors:
        return None, found
    values = {name: item.value for name, item in given.items()}
    return Config(
        id=str(values["id"]),
        title=_names(values["title"]),
        base_url=str(values["base_url"]),
        languages=languages,
        time_zone=str(values["time_zone"]),
        publisher=_optional(values.get("publisher")),
        contact=_optional(values.get("contact")),
    ), found


def _languages(entries: Entries) -> tuple[str, ...]:
    """Look at the languages first: the title is declared by them."""
    listed = getattr(entries.get("languages"), "items", ())
    return tuple(dict.fromkeys(item.text for item in listed if isinstance(item, Scalar) and LANGUAGE.match(item.text)))


def _fields(languages: tuple[str, ...]) -> tuple[Field, ...]:
    return (
        Field("id", "text", required="true", example="bulletin.example"),
        _per_language("title", languages),
        Field("base_url", "url", required="true", example="https://bulletin.example/"),
        Field("languages", "language", required="true", list=True, example="[ro, pl, en]"),
        Field("time_zone", "choice", required="true", choices=ZONES, example="Europe/Bucharest"),
        Field("publisher", "text"),
        Field("contact", "email"),
    )


def _per_language(name: str, languages: tuple[str, ...]) -> Field:
    return Field(name, "group", required="true", fields=_names_in(languages))


def _names_in(languages: tuple[str, ...]) -> tuple[Field, ...]:
    """Ask for a name in the default language; others borrow it with a warning, so a line adds a language."""
    return tuple(Field(tag, "text", required="warn" if index else "true") for index, tag in enumerate(languages))


def named(data: bytes | None, file: str, config: Config) -> tuple[dict[str, Named], list[Diagnostic]]:
    """Read organisations.yaml or topics.yaml: id -> names per language and, of organisations, what is known."""
    path = f"{CONTENT}/{file}"
    entries, found = _entries(data or b"", path)
    fields = _names_in(config.languages)
    if file == "organisations.yaml":
        zone = Field("time_zone", "choice", choices=ZONES)
        fields += (Field("kind", "text"), Field("place", "text"), Field("url", "url"), zone)
    names = ", ".join(field.name for field in fields)
    read = dict[str, Named]()
    for key, value in entries.entries if entries else ():
        if not NAME.fullmatch(key.text):
            found.append(Diagnostic(place(path, key), "id-invalid", {"value": key.text, "key": key.text}))
        elif not isinstance(value, Entries):
            found.append(Diagnostic(place(path, value), "group-expected", {"key": key.text, "fields": names}))
        else:
            given, problems = convert(value, fields, path, needed=config.languages[:1])
            found += problems
            texts = {name: str(item.value) for name, item in given.items() if item.value is not None}
            details = {name: texts.pop(name, "") for name in ("kind", "place", "url", "time_zone")}
            read[key.text] = Named(key.text, texts, **details)
    return read, found


def _entries(data: bytes, path: str) -> tuple[Entries | None, list[Diagnostic]]:
    text, found = decode(data, path)
    return compose(nfc(text), path) if text is not None else (None, found)


def _names(value: object) -> Mapping[str, str]:
    assert isinstance(value, Fields)  # noqa: S101  (converted as a group)
    return {name: str(item.value) for name, item in value.items() if item.value is not None}


def _optional(value: object) -> str | None:
    return None if value is None else str(value)
