"""Catalogues: one language's interface words, read from a gettext `.po` in memory.

A home of Babel, whose reader of `.po` forgives much: it drops the last letter of a string whose quote is not closed. So
the grammar is checked before it. What it parses is used by `messages` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sitegen.model.catalogue import CONTEXT, Catalogue, _plural
from sitegen.model.diagnostics import Diagnostic, Place

if TYPE_CHECKING:
    from babel.messages import Catalog, Message


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # Babel would read the clock
_UNCOUNTED = re.compile(r"nplurals\s*=\s*+(?!\d\b)")


def over(base: Catalogue, site: Catalogue) -> Catalogue:
    """Lay a site's catalogue over another of its language, message by message; the base's plural rule holds."""
    own = {name: forms for name, forms in site.messages.items() if forms or name not in base.messages}
    return replace(site if not base.messages else base, messages={**base.messages, **own})


def missing(catalogue: Catalogue, template: Iterable[str], path: str) -> list[Diagnostic]:
    """Find what a template's messages (see `names`) hold and the catalogue at `path` does not even mention."""
    lacking = [name for name in template if name not in catalogue.messages]
    return [Diagnostic(Place(path), "message-missing", _parts(name)) for name in lacking]


def name(message: str, context: str = "") -> str:
    """Give the name of a message, as a catalogue has it."""
    return context + CONTEXT + message if context else message


def names(text: str) -> tuple[str, ...]:
    """Give the names of the messages of a `.pot`, as a catalogue has them; none if it is no `.pot`."""
    parsed, _problems = parse("", text, "en")
    return tuple(_name(message) for message in _messages(parsed)) if parsed else ()


def read(path: str, text: str, language: str) -> tuple[Catalogue, list[Diagnostic]]:
    """Read a `.po`. What cannot be used is told and left out; of an invalid file that is everything."""
    parsed, problems = parse(path, text, language)
    if parsed is None:
        return Catalogue(language, "n != 1", {}), problems
    messages = dict[str, tuple[str, ...]]()
    for message in _messages(parsed):
        problem = _problem(message, path)
        problems += [problem] if problem else []
        messages[_name(message)] = () if problem else _forms(message)
    return Catalogue(language, parsed.plural_expr, messages), problems


def parse(path: str, text: str, language: str) -> tuple[Catalog | None, list[Diagnostic]]:
    """Parse a `.po` as Babel has it, obsolete messages too; None where it is not a valid one."""
    from babel.messages import Catalog
    from babel.messages.pofile import PoFileError, PoFileParser

    # Earlier msgids of fuzzy messages (#|) are of no use here, and Babel takes them for comments.
    lines = ["" if re.match(r"\s*#~?\|", line) else line.strip() for line in text.removeprefix("\ufeff").split("\n")]
    bad = _misplaced(lines)
    if bad:
        return None, [_invalid(path, bad, lines[bad - 1])]
    if _UNCOUNTED.search(re.sub(r'"\s*"', "", text)):  # Babel would make room for all of them, or read a word
        return None, [_invalid(path, _line(lines, "nplurals"), "nplurals")]
    try:
        parsed = Catalog(locale=language.replace("-", "_"), creation_date=_EPOCH)
        PoFileParser(parsed, abort_invalid=True).parse(lines)
        charset, plural_forms = parsed.charset, parsed.plural_forms
    except PoFileError as problem:
        return None, [_invalid(path, problem.lineno + 1, str(problem))]
    except (AttributeError, TypeError, ValueError) as problem:  # Babel's readers of headers and of locales
        return None, [_invalid(path, 1, str(problem))]
    if charset not in ("utf-8", "utf8", "us-ascii", "ascii"):
        return None, [_invalid(path, _line(lines, "charset"), charset)]
    if not _counts(parsed):
        return None, [_invalid(path, _line(lines, "nplurals"), plural_forms)]
    return parsed, []


# --- the grammar ------------------------------------------------------------------------------------------------------

_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-5]\])?) +)?"(?:[^"\\\ufffd]|\\[\\trn"])*"')
_FORMS = tuple(f"msgstr[{index}]" for index in range(6))
_ENDS = frozenset({"", "msgstr", *_FORMS})
_BEFORE: Mapping[str, frozenset[str]] = {
    "msgctxt": _ENDS,
    "msgid": _ENDS | {"msgctxt"},
    "msgid_plural": frozenset({"msgid"}),
    "msgstr": frozenset({"msgid"}),
    **{form: frozenset({before}) for form, before in zip(_FORMS, ("msgid_plural", *_FORMS), strict=False)},
}
"""What each keyword may stand after; U+FFFD in a string is the trace of a wrong decoding."""


def _misplaced(lines: list[str]) -> int:
    """Find the first line, counted from 1, that a `.po` cannot have where it stands; 0 if there is none."""
    before, obsolete, entry, seen = "", False, list[str](), set[str]()
    for number, line in enumerate(lines, 1):
        between = before in _ENDS
        if not line or (line.startswith("#") and not line.startswith("#~")):
            if line and not between:
                return number
            continue
        match = _LINE.fullmatch(line.removeprefix("#~").lstrip())
        keyword = match[1] if match else None
        if not match or (before not in _BEFORE[keyword] if keyword else not before):
            return number
        if not between and obsolete != line.startswith("#~"):
            return number
        obsolete, before = line.startswith("#~"), keyword or before
        if keyword in ("msgid_plural", "msgstr"):
            if "\n".join(entry) in seen:
                return number - len(entry)
            seen.add("\n".join(entry))
        elif before in ("msgctxt", "msgid"):
            if keyword and between:
                entry = []
            entry.append(line)
    return 0 if before in _ENDS else len(lines)


def _counts(parsed: Catalog) -> bool:
    """Say whether the plural rule gives one of the forms that there are, for any number worth a look."""
    try:
        rule = _plural(parsed.plural_expr)
        return all(0 <= rule(n) < parsed.num_plurals for n in (*range(1001), 10**6))
    except (ArithmeticError, TypeError, ValueError):
        return False


def _line(lines: list[str], word: str) -> int:
    """Give the first line that has a word, else 1."""
    return next((number for number, line in enumerate(lines, 1) if word in line), 1)


def _invalid(path: str, line: int, wrong: str) -> Diagnostic:
    return Diagnostic(Place(path, line), "catalogue-invalid", {"found": wrong})


# --- messages ---------------------------------------------------------------------------------------------------------

_PLACEHOLDER = re.compile(r"%%|\{\{|\}\}|%\(\w+\)[a-z]|\{[^{}]*\}|[%{}]")
_STEERING = re.compile('[<>&"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]')
"""What HTML reads as more than text, or what steers how a text is shown; the marks of Arabic and Hebrew do not."""
_NUMBER = re.compile(r"%\((?:n|num|number|count|total)\)[a-z]|\{(?:n|num|number|count|total)\}")


def _messages(parsed: Catalog) -> list[Message]:
    return [message for message in parsed if message.id]


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _name(message: Message) -> str:
    return ("" if message.context is None else message.context + CONTEXT) + _ids(message)[0]


def _parts(name: str) -> dict[str, str]:
    context, _, message = name.rpartition(CONTEXT)
    return {"message": message, "context": context}


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(text)) - {"%%", "{{", "}}"}


def _problem(message: Message, path: str) -> Diagnostic | None:
    """Say why a message cannot be used."""
    place = Place(path, message.lineno or 1)
    arguments = _parts(_name(message))
    if message.fuzzy:
        return Diagnostic(place, "message-fuzzy", arguments)
    if not all(_forms(message)):
        return Diagnostic(place, "message-missing", arguments)
    if message.context == "address":
        from sitegen.language.text import slugify  # which nobody else here needs

        if long := [text for text in _forms(message) if len(slugify(text)) > 100]:
            return Diagnostic(place, "slug-invalid", {"value": long[0]})  # no disk takes a folder of such a name
    ids = [_placeholders(text) for text in _ids(message)]
    allowed = frozenset[str]().union(*ids)
    # A plural form may leave the number out, and what English leaves out in one of its own.
    number = {token for token in allowed if _NUMBER.fullmatch(token)}
    needed = allowed if len(ids) == 1 else ids[0].intersection(*ids) - number
    foreign = {*_STEERING.findall("".join(_forms(message)))} - {*"".join(_ids(message))}
    if foreign:
        signs = " ".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in sorted(foreign))
        return Diagnostic(place, "message-unsafe", {**arguments, "found": signs})
    for placeholders in map(_placeholders, _forms(message)):
        if not needed <= placeholders <= allowed:
            arguments |= {"expected": " ".join(sorted(allowed)), "found": " ".join(sorted(placeholders))}
            return Diagnostic(place, "message-placeholders", arguments)
    return None
