"""Which files make up which announcement."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sitegen.language.text import nearest, nfc, slugify
from sitegen.model import DocumentType, routes
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.read.file import Head


@dataclass(frozen=True, slots=True)
class Version:
    """A file, and what its path says."""

    head: Head
    source: routes.Source


def gather(
    paths: Collection[str], languages: Collection[str], types: Mapping[str, DocumentType]
) -> tuple[dict[str, dict[str, str]], list[Diagnostic]]:
    """Group files by identity and language; the type stands for the folder."""
    folders = {declared.folder: declared for declared in types.values()}
    sets, problems = dict[str, dict[str, str]](), list[Diagnostic]()
    for path in paths:
        source = routes.source(path)
        problem = _misnamed(path, source, languages, paths) or _misplaced(path, source, folders)
        if problem or source is None:
            problems += [problem] if problem else []
            continue
        versions = sets.setdefault(source.identity, {})
        twin = versions.get(source.language)
        other = next(iter(versions.values()), path)  # all are in the folder of the first
        if twin:
            problems.append(Diagnostic(Place(path), "file-twice", {"other": twin}))
        elif posixpath.dirname(other) != posixpath.dirname(path):
            problems.append(Diagnostic(Place(path), "file-apart", {"other": other}))
        else:
            versions[source.language] = path
    return dict(sorted(sets.items())), problems


_WELL_NAMED = re.compile(rf"content(?:/{routes.NAME.pattern})+\.[A-Za-z0-9-]+\.md")


def _misnamed(
    path: str, source: routes.Source | None, languages: Collection[str], paths: Collection[str]
) -> Diagnostic | None:
    """Check the names that an identity is made of, and show the right name."""
    if source and source.language in languages and _WELL_NAMED.fullmatch(path):
        return None
    folder, name = posixpath.split(path)
    at = Place(path)
    stem = re.sub(r"(\.(md|markdown|txt))+$", "", name, flags=re.IGNORECASE)
    stem, _, tag = stem.rpartition(".") if "." in stem else (stem, "", "")
    right = next((language for language in languages if language.lower() == tag.lower()), "")
    known = ", ".join(languages)
    if not right:
        free = [language for language in languages if f"{folder}/{stem}.{language}.md" not in paths]
        return Diagnostic(at, "file-language", {"languages": known}, _in_a_language(stem, tag, free))
    if not name.lower().endswith(f".{right}.md".lower()):
        return Diagnostic(at, "file-ending", {}, f"{stem}.{right}.md")
    named = "/".join(part if routes.is_year(part) else slugify(nfc(part)) for part in folder.split("/"))
    repaired = f"{named}/{slugify(nfc(stem))}.{right}.md"
    if repaired == path:
        return Diagnostic(at, "file-place", {"languages": known})
    return Diagnostic(at, "file-name", {"value": path}, repaired)


def _in_a_language(stem: str, tag: str, languages: list[str]) -> str:
    """Give the right name for a file whose tag is none of the site's: nothing where it is another language's.

    `languages` are those that the announcement has no file in.
    """
    primary = tag.lower().partition("-")[0]
    if primary in languages:  # ro-MD is said by `lang` in the front matter
        return f"{stem}.{primary}.md"
    if re.fullmatch(r"[a-z]{2}", primary):
        return ""
    return f"{slugify(f'{stem} {tag}')}.{languages[0]}.md" if languages else ""


def _misplaced(path: str, source: routes.Source | None, folders: Mapping[str, DocumentType]) -> Diagnostic | None:
    if source is None or source.folder in folders:
        return None
    near = nearest(source.folder, folders)
    arguments = {"folder": source.folder, "known": ", ".join(sorted(folders))}
    return Diagnostic(Place(path), "folder-unknown", arguments, near)
