"""The nouns: frozen plain values, compared by content, that cross process boundaries.

The words are those of the bulletin: an *announcement* is one thing announced, a *document* one language version of it.
A *fact* is the same in every language, a *text* (`Text`) is a value in a language.
"""

from __future__ import annotations

from sitegen.model.announcements import (
    NOTHING,
    ORIGINAL,
    TITLED,
    TRANSLATED,
    Announcement,
    Change,
    Document,
    Due,
    Effect,
    Life,
    Occasion,
    Pointer,
    Reading,
    Translation,
    TranslationStatus,
)
from sitegen.model.declared import DocumentType, Fallback, Field, Requirement, choice_label
from sitegen.model.parsed import NOTES, Body, File, Heading, Outline, Section, Target
from sitegen.model.sites import Config, Gone, Named, Site, Statement
from sitegen.model.values import Moment, PartialDate, Text, Value, Values

__all__ = [
    "NOTES",
    "NOTHING",
    "ORIGINAL",
    "TITLED",
    "TRANSLATED",
    "Announcement",
    "Body",
    "Change",
    "Config",
    "Document",
    "DocumentType",
    "Due",
    "Effect",
    "Fallback",
    "Field",
    "File",
    "Gone",
    "Heading",
    "Life",
    "Moment",
    "Named",
    "Occasion",
    "Outline",
    "PartialDate",
    "Pointer",
    "Reading",
    "Requirement",
    "Section",
    "Site",
    "Statement",
    "Target",
    "Text",
    "Translation",
    "TranslationStatus",
    "Value",
    "Values",
    "choice_label",
]
