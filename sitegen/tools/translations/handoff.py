"""A PO for a translator's own tool: what is new or changed, with what was there before beside it.

A home of Babel, whose reader and rules of quoting are used. Conventions are gettext's: the context of an entry is
`path#section/position`; an entry that is only to be confirmed is fuzzy, the source that it was made from its previous
msgid. Earlier sources are known from the PO that was handed off before, which its entries that are done stay in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from babel.messages.pofile import denormalize, normalize

from sitegen.language import catalogues
from sitegen.model.diagnostics import Diagnostic
from sitegen.tools.translations.written import SectionTexts, Versions, section_texts

if TYPE_CHECKING:
    from babel.messages import catalog

WIDTH = 79
ALIKE = 0.6
"""From here on a text is taken for an older one changed (difflib's ratio; gettext's msgmerge asks for 0.6 too)."""


class Entry(NamedTuple):
    """A text to translate, where it stands, its translation so far, and what is known of what was before."""

    context: str
    place: str
    text: str
    translation: str = ""
    fuzzy: bool = False
    previous: str = ""
    notes: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    """The translator's own."""


class Message(NamedTuple):
    """A message of a PO as a translator has it: the text that it was made from, its translation, and what is noted."""

    text: str
    translation: str
    fuzzy: bool
    previous: str = ""
    comments: tuple[str, ...] = ()
    line: int = 0
    """Where it stands, asked of what comes back alone: the same message is the same wherever it stood."""

    @property
    def done(self) -> bool:
        """Whether it is translated, and nobody doubts it."""
        return bool(self.translation) and not self.fuzzy


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier PO says: by context, what is obsolete, and of any text by its section, what is done first."""

    messages: Mapping[str, Message] = field(default_factory=dict)
    obsolete: tuple[tuple[str, Message], ...] = ()
    texts: Mapping[tuple[str, str], Message] = field(default_factory=dict)


def earlier(path: str, text: str, language: str) -> tuple[Earlier | None, list[Diagnostic]]:
    """Read an earlier PO; None where it is none, or one for another language."""
    parsed, problems = catalogues.parse(path, text, language)
    if parsed is None:
        return None, problems
    previous = dict(_previous(text))
    messages = {str(entry.context): message(entry, previous) for entry in parsed if entry.id}
    obsolete = tuple((str(entry.context), message(entry, {})) for entry in parsed.obsolete.values())
    texts = dict[tuple[str, str], Message]()
    for context, known in sorted((*messages.items(), *obsolete), key=lambda pair: pair[1].fuzzy):
        if known.translation:
            texts.setdefault((context.rpartition("/")[0], known.text), known)
    return Earlier(messages, obsolete, texts), []


def message(entry: catalog.Message, previous: Mapping[str, str]) -> Message:
    """Give a message as it is read; of plural forms, which strangers may have, all together."""
    text, translation = (form if isinstance(form, str) else "".join(form or ()) for form in (entry.id, entry.string))
    comments = tuple(comment for comment in entry.user_comments if not comment.startswith("|"))
    return Message(text, translation, entry.fuzzy, previous.get(str(entry.context), ""), comments)


_STRING = r'"(?:[^"\\\n]|\\.)*"'
_PREVIOUS = re.compile(rf"^((?:#\| .*\n)+)msgctxt ((?:{_STRING}\n)+)", re.MULTILINE)


def _previous(text: str) -> Iterator[tuple[str, str]]:
    """Find the previous msgids by context; Babel takes them for comments."""
    for block, context in _PREVIOUS.findall(text):
        _context, _, old = block.partition("#| msgid ")
        yield _unquoted(context), _unquoted(old)


def _unquoted(quoted: str) -> str:
    return denormalize("\n".join(['""', *re.findall(_STRING, quoted)]))


# --- what is handed off -----------------------------------------------------------------------------------------------


def entries(versions: Versions, language: str, before: Earlier) -> list[Entry]:
    """Give what is to be translated of an announcement: its sections that are new or changed, in all their texts."""
    translation = versions.translations.get(language)
    draft = translation is None or translation.draft
    return [
        entry
        for part in section_texts(versions, language)
        if part.state != "fresh" or (draft and any(map(str.__eq__, part.texts, part.known)))
        for entry in _entries(part, versions.original.path, before)
    ]


def _entries(part: SectionTexts, path: str, before: Earlier) -> Iterator[Entry]:
    section, notes = f"{path}#{part.section}", (*part.left.split("\n"),) if part.left else ()
    for position, line, text, known in zip(part.positions, part.lines, part.texts, part.known, strict=True):
        context = f"{section}/{position}"
        # `done`: this text, wherever it stood in the section; `lost`: what stood here, if this may have become of it.
        done, old = before.texts.get((section, text)), before.messages.get(context)
        alike = old and SequenceMatcher(None, old.text, text, autojunk=False).quick_ratio() >= ALIKE
        lost = old if old and alike and old.text not in part.texts else None
        commented = done or lost
        entry = Entry(context, f"{path}:{line}", text, notes=notes, comments=commented.comments if commented else ())
        notes = ()  # what could not be paired stands once, with the section's first text
        if part.state == "fresh" and known != text:  # of a draft: done
            yield entry._replace(translation=known)
        elif done:
            differs = part.state == "changed" and known not in ("", done.translation)
            own = (*entry.notes, *known.split("\n")) if differs else entry.notes
            yield entry._replace(
                translation=done.translation, fuzzy=done.fuzzy or differs, previous=done.previous, notes=own
            )
        elif part.state == "changed" and known:
            yield entry._replace(translation=known, fuzzy=True, previous=old.text if old else "")
        elif lost and lost.translation:
            yield entry._replace(translation=lost.translation, fuzzy=True, previous=lost.text)
        else:
            yield entry


# --- writing ----------------------------------------------------------------------------------------------------------


def written(site: str, language: str, entries: Sequence[Entry], before: Earlier) -> str:
    """Write a PO; the same texts give the same bytes."""
    header = {
        "Project-Id-Version": site,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    blocks = ['msgid ""\nmsgstr ""\n' + "".join(f'"{name}: {value}\\n"\n' for name, value in header.items())]
    blocks += [_block(entry) for entry in entries]
    now, used = {(entry.context, entry.text) for entry in entries}, {entry.translation for entry in entries}
    # Nothing that somebody translated is lost: what is not asked for any more stays as obsolete.
    blocks += [
        _obsolete(context, left)
        for context, left in dict.fromkeys((*before.obsolete, *before.messages.items()))
        if left.translation and (context, left.text) not in now and not (left.fuzzy and left.translation in used)
    ]
    return "\n".join(blocks)


def _block(entry: Entry) -> str:
    lines = [f"# {comment}".rstrip() for comment in entry.comments]
    lines += [f"#. {note}".rstrip() for note in entry.notes]
    lines += [f"#: {entry.place}", *["#, fuzzy"] * entry.fuzzy]
    if entry.fuzzy and entry.previous:
        lines += [f"#| {line}" for line in f"msgid {normalize(entry.previous, width=WIDTH)}".split("\n")]
    lines.append(_message(entry.context, entry.text, entry.translation))
    return "\n".join(lines) + "\n"


def _message(context: str, text: str, translation: str) -> str:
    lines = normalize(context, width=0), normalize(text, width=WIDTH), normalize(translation, width=WIDTH)
    return "\n".join(f"{name} {line}" for name, line in zip(("msgctxt", "msgid", "msgstr"), lines, strict=True))


def _obsolete(context: str, left: Message) -> str:
    lines = _message(context, left.text, left.translation).split("\n")
    return "#, fuzzy\n" * left.fuzzy + "".join(f"#~ {line}\n" for line in lines)
