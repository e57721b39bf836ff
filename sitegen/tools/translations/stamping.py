"""Stubs of translations, and stamps: what a translation was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.model.sources import splice
from sitegen.read import stubs
from sitegen.tools.translations import front
from sitegen.tools.translations.written import Versions, Written, document, stamped


def stub(versions: Versions) -> bytes:
    """Make a translation that is not translated yet: a draft of the original's texts and body, with its stamps."""
    original = versions.original
    front = stubs.front(versions.declared.fields, original.given, original.head, original.language)
    return (front + original.halves.body).encode()


def done(versions: Versions, translation: Written) -> bytes | None:
    """Stamp a translation as made from the original as it is now: nothing but its `source` changes.

    None where its block is written so that it cannot be.
    """
    return _stamped(versions, translation, versions.stamp())


def _stamped(versions: Versions, translation: Written, stamps: Mapping[str, str]) -> bytes | None:
    data = splice(translation.data, front.stamp(translation, stamps))
    again, _found = document(translation.path, data, translation.language, versions.declared)
    return data if again and stamped(again) == stamps else None


@dataclass(frozen=True, slots=True)
class Minor:
    """What a minor change of the original came to for a translation: its bytes, which sections were stamped anew.

    `left` are those that stay outdated.
    """

    data: bytes
    stamped: tuple[str, ...]
    left: tuple[str, ...]


def minor(versions: Versions) -> dict[str, Minor]:
    """Keep translations fresh over a minor change of their original; give those with outdated sections, by language.

    Fingerprints say that a section has changed since a translation was made, not how often. So a section is stamped
    anew only where nothing speaks against its having been up to date before this change: the translation knows the
    section, and all translations that are outdated there were made from one and the same state of it. Where they were
    not, one of them was outdated already, and which one cannot be known.
    """
    now = versions.stamp()
    said = {language: then for language, one in versions.translations.items() if (then := stamped(one)) is not None}
    before: Mapping[str, set[str]] = {
        name: {then[name] for then in said.values() if name in then and then[name] != mark}
        for name, mark in now.items()
    }
    found = dict[str, Minor]()
    for language, then in said.items():
        outdated = [name for name in dict.fromkeys([*now, *then]) if now.get(name) != then.get(name)]
        fresh = tuple(name for name in outdated if name in now and name in then and len(before[name]) == 1)
        if outdated:
            stamps = {name: now[name] if name in fresh else mark for name, mark in then.items()}
            data = _stamped(versions, versions.translations[language], stamps)
            fresh = fresh if data else ()
            left = tuple(name for name in outdated if name not in fresh)
            found[language] = Minor(data or versions.translations[language].data, fresh, left)
    return found
