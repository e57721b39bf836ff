"""How diagnostics are told: as text for a terminal, as JSON or SARIF, for GitHub, for GitLab. A voice knows no rule."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias
from urllib.parse import quote

from sitegen import N_, __version__
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import RULES, Diagnostic, Place
from sitegen.model.keys import key

Lines: TypeAlias = Callable[[str], Sequence[str]]
"""Gives the lines of a file by its path from the site's root; none where it cannot be read."""

_WIDTH = 100
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What would steer the terminal."""
_STEERING = re.compile(rf"(?![\t\n]){CONTROL.pattern}")
_COMMAND = re.compile(r"^(?:  )?(?=[^\S\n]*::(?!:))", re.MULTILINE)
"""Where a line begins, indented or not, that GitHub's runner would take for a command of its own to it."""
_UNSAID = re.compile(rf"{_STEERING.pattern}|(?<=##)\[")
"""What JSON can say without writing it; ##[ begins a command wherever it stands in a line."""
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
    "life": N_("what has become of it, or of an act that it names"),
    "links": N_("an announcement that it refers to"),
    "addresses": N_("its address, or that of another version"),
    "site": N_("the site's settings or navigation"),
    "entries": N_("an announcement in the list"),
    "list": N_("the length of the list, or its years"),
    "rows": N_("an announcement in the register"),
    "titles": N_("a title or an address in the register"),
    "records": N_("a document that the search finds"),
    "handbook": N_("what editors are told"),
    "program": N_("the program that makes the search index"),
}
"""What a page was rendered because of, by the part of its key."""


def shown(text: str) -> str:
    """Give lines as they may stand in a log: they steer no terminal, and GitHub's runner finds no command in them."""
    return _COMMAND.sub("| ", _STEERING.sub("\ufffd", text).replace("##[", "## ["))


def line(text: str) -> str:
    """Keep what others wrote from being more than a line."""
    return CONTROL.sub("\ufffd", " ".join(text.split("\n")))


def _json(values: object) -> str:
    text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    return _UNSAID.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def worded(problem: Diagnostic, words: Catalogue) -> tuple[str, str, str]:
    """Give the severity, the message and the advice in a language. Logs are public: what is said names no number."""
    rule = RULES[problem.code]
    arguments = problem.arguments
    if "languages" in arguments and "{named}" in rule.message:
        from sitegen.language.formats import language_name  # which is slow to load, and seldom needed

        tags = str(arguments["languages"]).split(", ")
        arguments = {**arguments, "named": ", ".join(language_name(tag, words.language) for tag in tags)}
    message, advice = (words.gettext(text).format_map(arguments) for text in (rule.message, rule.advice))
    return words.gettext(_SEVERITIES[rule.severity]), line(_masked(message)), line(_masked(advice))


def _masked(text: str) -> str:
    """Give a text in which no person's number can be read; the least of them has six digits."""
    if sum(map(str.isdigit, text)) < 6:
        return text
    from sitegen.language.personal import masked

    return masked(text)


def _repair(problem: Diagnostic) -> str:
    """Give what to write instead; nothing where a person's number would be shown, or be lost by writing it masked."""
    return problem.repair if _masked(problem.repair) == problem.repair else ""


def text(problems: Iterable[Diagnostic], words: Catalogue, lines: Lines) -> str:
    """Tell place, code and message in a line, then the source line with a caret, then how to mend it."""
    return shown("".join(_one(problem, words, lines) for problem in problems))


def _one(problem: Diagnostic, words: Catalogue, lines: Lines) -> str:
    severity, message, advice = worded(problem, words)
    place = problem.place
    parts = [f"{line(place.path)}:{place.line}:{place.column}: {severity}[{problem.code}]: {message}"]
    source = lines(place.path)
    written = _masked(source[place.line - 1]) if place.line <= len(source) else ""
    written = CONTROL.sub("\ufffd", written.replace("\t", " "))
    if written.strip():
        start = max(0, place.column - 1 - _WIDTH + 20)
        parts += [f"  {written[start : start + _WIDTH]}", f"  {' ' * (place.column - 1 - start)}^"]
    parts.append(f"  {advice}")
    if repair := _repair(problem):
        parts += [f"    {part}" for part in repair.split("\n")]
    return "\n".join(parts) + "\n"


def as_json(problems: Iterable[Diagnostic], words: Catalogue, lines: Lines) -> str:  # noqa: ARG001
    """Tell all as a JSON list."""
    return _json([record(problem, words) for problem in problems])


def record(problem: Diagnostic, words: Catalogue) -> dict[str, object]:
    """Give one diagnostic as plain values."""
    _severity, message, advice = worded(problem, words)
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": message,
        "advice": advice,
        "repair": _repair(problem),
    }


def github(problems: Iterable[Diagnostic], words: Catalogue, lines: Lines) -> str:  # noqa: ARG001
    """Tell all as GitHub's workflow commands, errors first: only the first ten of each are shown there."""
    ranked = sorted(problems, key=lambda problem: problem.severity)
    return "".join(_command(problem, words) for problem in ranked)


def _command(problem: Diagnostic, words: Catalogue) -> str:
    place, whole = problem.place, _whole(problem, words)
    head = f"file={_property(place.path)},line={place.line},col={place.column},title={_property(problem.code)}"
    return f"::{problem.severity} {head}::{_escaped(whole)}\n"


def _whole(problem: Diagnostic, words: Catalogue) -> str:
    """Give message, advice and repair, each on its lines."""
    _severity, message, advice = worded(problem, words)
    return "\n".join(part for part in (message, advice, _repair(problem)) if part)


def _escaped(text: str) -> str:
    return _STEERING.sub("\ufffd", text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(problems: Iterable[Diagnostic], words: Catalogue, lines: Lines) -> str:  # noqa: ARG001
    """Tell all as a Code Quality report, which GitLab shows beside the lines of a merge request."""
    entries = [
        {
            "description": " ".join(worded(problem, words)[1:]),
            "check_name": problem.code,
            "fingerprint": key(problem),
            "severity": {"error": "blocker", "warning": "minor"}[problem.severity],
            "location": {"path": problem.place.path, "lines": {"begin": problem.place.line}},
        }
        for problem in problems
    ]
    return _json(entries)


def sarif(problems: Iterable[Diagnostic], words: Catalogue, lines: Lines) -> str:  # noqa: ARG001
    """Tell all as SARIF 2.1.0 (OASIS), which code hosts and editors read."""
    ranked = list(problems)
    codes = sorted({problem.code for problem in ranked})
    rules = []
    for code in codes:
        _severity, message, advice = meaning(code, words)
        rules.append({"id": code, "shortDescription": {"text": message}, "help": {"text": advice}})
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": codes.index(problem.code),
            "level": problem.severity,
            "message": {"text": _whole(problem, words)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(problem.place.path)},
                        "region": {"startLine": problem.place.line, "startColumn": problem.place.column},
                    }
                }
            ],
        }
        for problem in ranked
    ]
    driver = {"name": "Sitegen", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _json({"version": "2.1.0", "runs": [run]})


def explained(code: str, words: Catalogue) -> str:
    """Say what a code means and how such a mistake is mended."""
    severity, message, advice = meaning(code, words)
    return f"{severity}[{code}]: {message}\n  {advice}\n"


def meaning(code: str, words: Catalogue) -> tuple[str, str, str]:
    """Give the severity, the message and the advice of a code; what only a mistake itself knows is left open."""
    return worded(Diagnostic(Place(""), code, defaultdict(lambda: "…")), words)


def summary(problems: Iterable[Diagnostic], words: Catalogue, lines: Lines) -> str:
    """Tell all to the editor as Markdown, file by file: what is wrong, in which line, and what to write instead."""
    ranked, _ = sorted(problems, key=lambda problem: problem.place), words.gettext
    if not ranked:
        return _("There is nothing to mend.") + "\n"
    parts = [f"# {counted(ranked, words)}\n"]
    for path, of_file in groupby(ranked, key=lambda problem: problem.place.path):
        parts.append(f"## {escaped(path)}\n")
        parts += [_item(problem, words, lines(path)) for problem in of_file]
    return "\n".join(parts)


def _item(problem: Diagnostic, words: Catalogue, source: Sequence[str]) -> str:
    severity, message, advice = worded(problem, words)
    at = words.gettext("line %(number)s") % {"number": problem.place.line}
    parts = [f"* **{severity}, {at}:** {escaped(message)} {escaped(advice)}\n"]
    line = _masked(source[problem.place.line - 1]).strip() if problem.place.line <= len(source) else ""
    if line:
        parts.append(_block(words.gettext("There it says:"), line[:_WIDTH]))
    if repair := _repair(problem):
        parts.append(_block(words.gettext("Write instead:") if line else words.gettext("Write there:"), repair))
    return "\n".join(parts)


def _block(heading: str, text: str) -> str:
    """Quote a text in a list item, in a fence that it cannot close."""
    lines = [CONTROL.sub("\ufffd", line) for line in text.split("\n")]
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"  {heading}\n\n" + "".join(f"  {line}\n" for line in (fence, *lines, fence))


def escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&])", r"\\\1", CONTROL.sub("\ufffd", text))


def counted(problems: Sequence[Diagnostic], words: Catalogue) -> str:
    """Count errors and warnings."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    return ", ".join(
        (
            words.ngettext("%(num)s error", "%(num)s errors", errors) % {"num": errors},
            words.ngettext("%(num)s warning", "%(num)s warnings", warnings) % {"num": warnings},
        )
    )


VOICES: Mapping[str, Callable[[Iterable[Diagnostic], Catalogue, Lines], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
}
