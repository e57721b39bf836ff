"""How diagnostics are told: as text for a terminal, as JSON, for GitHub, for GitLab. A voice knows no rule."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from sitegen.catalogues import Catalogue
from sitegen.diagnostics import N_, RULES, Diagnostic
from sitegen.keys import key

Lines: TypeAlias = Callable[[str], Sequence[str]]
"""Gives the lines of a file by its path from the site's root; none where it cannot be read."""

_WIDTH = 100
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What would steer the terminal."""
_SEVERITIES = {"error": N_("error"), "warning": N_("warning")}

REASONS = {
    "new": N_("the page is new"),
    "file": N_("the file in the output folder"),
    "engine": N_("Sitegen or a library that it uses"),
    "template": N_("its template, or a part of it"),
    "words": N_("the catalogue of its language"),
    "view": N_("what it shows"),
    "announcement": N_("the announcement's own texts, facts or files"),
    "type": N_("the declaration of the type"),
    "names": N_("the name of an organisation or a topic"),
    "links": N_("an announcement that it refers to"),
    "addresses": N_("its address, or that of another version"),
    "site": N_("the site's settings or navigation"),
    "entries": N_("an announcement in the list"),
    "list": N_("the length of the list, or its years"),
    "rows": N_("an announcement in the register"),
    "titles": N_("a title or an address in the register"),
    "records": N_("a document that the search finds"),
    "program": N_("the program that makes the search index"),
}
"""What a page was rendered because of, by the part of its key."""


def said(problem: Diagnostic, words: Catalogue) -> tuple[str, str, str]:
    """Give the severity, the message and the advice in a language."""
    rule = RULES[problem.code]
    message, advice = (words.gettext(text).format(**problem.arguments) for text in (rule.message, rule.advice))
    return words.gettext(_SEVERITIES[rule.severity]), message, advice


def text(found: Iterable[Diagnostic], words: Catalogue, lines: Lines) -> str:
    """Tell place, code and message in a line, then the source line with a caret, then how to mend it."""
    return "".join(_one(problem, words, lines) for problem in found)


def _one(problem: Diagnostic, words: Catalogue, lines: Lines) -> str:
    severity, message, advice = said(problem, words)
    place = problem.place
    told = [f"{place.path}:{place.line}:{place.column}: {severity}[{problem.code}]: {message}"]
    source = lines(place.path)
    line = CONTROL.sub("\ufffd", source[place.line - 1].replace("\t", " ")) if place.line <= len(source) else ""
    if line.strip():
        start = max(0, place.column - 1 - _WIDTH + 20)
        told += [f"  {line[start : start + _WIDTH]}", f"  {' ' * (place.column - 1 - start)}^"]
    told.append(f"  {advice}")
    if problem.repair:
        told += [f"    {part}" for part in problem.repair.split("\n")]
    return "\n".join(told) + "\n"


def as_json(found: Iterable[Diagnostic], words: Catalogue, lines: Lines) -> str:  # noqa: ARG001
    """Tell all as a JSON list."""
    return json.dumps([record(problem, words) for problem in found], ensure_ascii=False, indent=1) + "\n"


def record(problem: Diagnostic, words: Catalogue) -> dict[str, object]:
    """Give one diagnostic as plain values."""
    _severity, message, advice = said(problem, words)
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": message,
        "advice": advice,
        "repair": problem.repair,
    }


def github(found: Iterable[Diagnostic], words: Catalogue, lines: Lines) -> str:  # noqa: ARG001
    """Tell all as GitHub's workflow commands, errors first: only the first ten of each are shown there."""
    ranked = sorted(found, key=lambda problem: problem.severity)
    return "".join(_command(problem, words) for problem in ranked)


def _command(problem: Diagnostic, words: Catalogue) -> str:
    _severity, message, advice = said(problem, words)
    whole = "\n".join(part for part in (message, advice, problem.repair) if part)
    place = problem.place
    head = f"file={_property(place.path)},line={place.line},col={place.column},title={_property(problem.code)}"
    return f"::{problem.severity} {head}::{_escaped(whole)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(found: Iterable[Diagnostic], words: Catalogue, lines: Lines) -> str:  # noqa: ARG001
    """Tell all as a Code Quality report, which GitLab shows beside the lines of a merge request."""
    report = [
        {
            "description": " ".join(said(problem, words)[1:]),
            "check_name": problem.code,
            "fingerprint": key(problem),
            "severity": {"error": "blocker", "warning": "minor"}[problem.severity],
            "location": {"path": problem.place.path, "lines": {"begin": problem.place.line}},
        }
        for problem in found
    ]
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


VOICES: Mapping[str, Callable[[Iterable[Diagnostic], Catalogue, Lines], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "gitlab": gitlab,
}
