"""The configuration of a git-based editing screen, by the declarations: one that Decap and Sveltia both read.

Decap's documentation and Sveltia's JSON Schema say what either knows; what only one knows the other passes over. Facts
stand in the form of the original alone, texts in that of every language. A file of the screen is one like any other:
what a screen cannot see, whether an announcement exists or sums add up, `check` tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sitegen import N_
from sitegen.language import voices
from sitegen.model import DocumentType, Field, choice_label, repositories
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.routes import CONTENT
from sitegen.model.sites import Settings
from sitegen.read.kinds import LEAVES
from sitegen.read.translations import BLOCK
from sitegen.read.yaml import dumped
from sitegen.tools import schema

Form: TypeAlias = dict[str, Any]

LABELS: Mapping[str, str] = {
    "slug": N_("Name in the address"),
    "lang": N_("Language tag"),
    "aliases": N_("Old addresses"),
    "draft": N_("Draft"),
    "pdf": N_("With a PDF"),
    "time_zone": N_("Time zone"),
    "privacy": N_("Personal data that is meant to be public"),
    "code": N_("Code"),
    "reason": N_("Reason"),
    "of": N_("Translated from"),
    "status": N_("Kind of translation"),
    "translator": N_("Translator"),
    "reviewed": N_("Reviewed on"),
}
"""What the engine's own fields, which no reader sees, are called in a form."""
STATUSES: Mapping[str, str] = {
    "official": "Official translation",
    "unofficial": "Unofficial translation",
    "machine": "Machine translation",
    "parallel": "Parallel version",
    "authentic": "Authentic version",
}
"""What a translation's status is called where readers see it."""
LEAF: Mapping[str, Form] = {
    "flag": {"widget": "boolean"},
    "number": {"widget": "number", "value_type": "int", "min": 0},
    "date": {"widget": "datetime", "format": "YYYY-MM-DD", "time_format": False},
    "filename": {"widget": "file"},
}
"""What a leaf is written with; those of other kinds are lines of text."""
_DECIMAL = r"^\d{1,15}(\.\d{1,4})?$"


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of forms: the site's and the command line's own, in one language; and what ids may be chosen, by kind.

    `ids` holds pairs of an id and its name.
    """

    words: Catalogue
    own: Catalogue
    ids: Mapping[str, Sequence[tuple[str, str]]]

    def label(self, field: Field) -> str:
        """Name a field."""
        if field.label:
            return self.words.pgettext("field", field.label)
        return self.own.gettext(LABELS[field.name]) if field.name in LABELS else field.name

    def options(self, field: Field) -> list[Form]:
        """Give what may be chosen; nothing where anything may be written."""
        ids = [(choice, self._choice(choice, field)) for choice in field.choices] or self.ids.get(field.kind, ())
        return [{"label": label, "value": id_} for id_, label in ids]

    def _choice(self, choice: str, field: Field) -> str:
        if field.label:
            return self.words.pgettext("choice", choice_label(choice))
        return self.words.gettext(STATUSES[choice]) if choice in STATUSES else choice

    def pattern(self, field: Field) -> list[str]:
        """Give the pattern of a leaf's text, and what is said where it does not fit: what `check` says."""
        pattern = _DECIMAL if field.kind == "decimal" else schema.LEAVES[field.kind].get("pattern", "")
        # No kind with a pattern accepts this, so its own reader says what it asks for.
        problem = LEAVES[field.kind]("?", Place(""), field)
        return [pattern, voices.worded(problem, self.own)[2]] if pattern and isinstance(problem, Diagnostic) else []


def configuration(settings: Settings, types: Iterable[DocumentType], words: Catalogue, own: Catalogue) -> str:
    """Write the configuration as YAML, labelled in the catalogues' language.

    `words` are the site's, `own` the command line's.
    """
    site, language = settings.config, own.language
    terms = {"organisation": settings.organisations.values(), "topic": settings.topics.values()}
    ids = {kind: [(term.id, term.names.get(language, term.id)) for term in those] for kind, those in terms.items()}
    speech = Speech(words, own, ids)
    return dumped(
        {
            "backend": repositories.backend(site.repository),
            "local_backend": True,  # on this computer Decap asks its own server first
            "locale": language,
            "site_url": site.base_url,
            "media_folder": f"{CONTENT}/media",  # for what belongs to no announcement
            "public_folder": "/media",
            "slug": {"encoding": "ascii", "clean_accents": True},
            "editor": {"preview": False},
            "output": {"omit_empty_optional_fields": True},  # Sveltia's empty null would be an answer
            "i18n": {
                "structure": "multiple_files",
                "locales": [*site.languages],
                "default_locale": site.languages[0],
                "initial_locales": "default",
            },
            "collections": [_collection(declared, site.languages, speech) for declared in types],
        }
    )


def _collection(declared: DocumentType, languages: Sequence[str], speech: Speech) -> Form:
    """Give the form of a type; its files lie in the announcement's own folder, and attachments beside them."""
    preset: Mapping[str, Form] = {
        "slug": {"required": True},  # it is the name of the announcement's folder
        "pdf": {"default": declared.pdf},  # else Sveltia writes that there is to be none
    }
    body: Form = {"name": "body", "label": speech.own.gettext("Text"), "widget": "markdown"}
    return {
        "name": declared.name,
        "label": speech.words.pgettext("type", declared.label[1]),
        "label_singular": speech.words.pgettext("type", declared.label[0]),
        "folder": f"{CONTENT}/{declared.folder}",
        "create": True,
        "slug": "{{fields.slug}}",
        "path": "{{slug}}/index",
        "extension": "md",
        "format": "yaml-frontmatter",
        "media_folder": "",
        "public_folder": "",
        "aliases_field": False,
        "i18n": True,
        "summary": "{{title}}",
        "sortable_fields": ["title", "published"],
        "fields": [
            *(_field(field, speech) | preset.get(field.name, {}) for field in declared.fields),
            body | {"required": False, "i18n": True},
            _translation(languages, speech),
        ],
    }


def _translation(languages: Sequence[str], speech: Speech) -> Form:
    """Give the block that makes a file a translation; what both screens keep unseen is what it was made from."""
    of, *rest = BLOCK
    parts = (Field(of.name, "choice", choices=tuple(languages)), *rest)
    form = _field(Field("translation", "group", fields=parts), speech)
    for part in form["fields"]:
        part["i18n"] = True
    hint = speech.own.gettext(N_("Only where this is a translation of another text; the original leaves it empty."))
    return {**form, "label": speech.own.gettext("Translation"), "hint": hint, "i18n": True, "collapsed": False}


def _field(field: Field, speech: Speech, *, answered: bool = True) -> Form:
    """Give the form of a field; where its group may be left out, it is not required: Decap would ask for it."""
    form: Form = {"name": field.name, "label": speech.label(field)}
    form |= _list(field, speech) if field.list else _single(field, speech)
    form["required"] = answered and field.required == "true"
    if field.example and "options" not in form:
        form["hint"] = speech.own.gettext("for example %(example)s") % {"example": field.example.strip('"')}
    elif "pattern" in form:
        form["hint"] = form["pattern"][1]
    if _translatable(field):
        form["i18n"] = True
    return form


def _translatable(field: Field) -> bool:
    """Say whether a translation writes something of a field; it names the files whose titles it translates."""
    return field.translatable or field.kind == "filename" or any(map(_translatable, field.fields))


def _list(field: Field, speech: Speech) -> Form:
    if speech.options(field):
        return {**_single(field, speech), "multiple": True}
    form: Form = {"widget": "list", "collapsed": False}
    if field.fields:
        return {**form, "fields": [_field(part, speech) for part in field.fields]}
    inner: Form = {"name": field.name, "label": speech.label(field), **_single(field, speech)}
    return {**form, "field": inner | ({"i18n": True} if field.translatable else {})}


def _single(field: Field, speech: Speech) -> Form:
    if field.fields:
        required = field.required == "true"
        parts = [_field(part, speech, answered=required) for part in field.fields]
        return {"widget": "object", "collapsed": not required, "fields": parts}
    if options := speech.options(field):
        return {"widget": "select", "options": options}
    if field.kind in LEAF:
        return dict(LEAF[field.kind])
    pattern = speech.pattern(field)
    return {"widget": "string"} | ({"pattern": pattern} if pattern else {})
