"""Which files make up which announcement, and by what name its reading is remembered."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.build import engine
from sitegen.model import File, keys, sites
from sitegen.model.sites import Theme
from sitegen.model.sources import Content
from sitegen.read import announcements
from sitegen.read.attachments import contents


@dataclass(frozen=True, slots=True)
class Filed:
    """Which files make up which announcement: their paths by identity and language, and what reading them needs."""

    root: Path
    sources: Mapping[str, File]
    sets: Mapping[str, Mapping[str, str]]
    beside: Mapping[str, Mapping[str, File]]
    rules: Mapping[str, announcements.Rules]


def rules(settings: sites.Settings, theme: Theme) -> dict[str, announcements.Rules]:
    """Give for each type's folder what the reading of its announcements depends on."""
    zones = {name: issuer.time_zone for name, issuer in settings.organisations.items() if issuer.time_zone}
    return {
        declared.folder: announcements.Rules(declared, settings.config.languages, zones, settings.config.time_zone)
        for declared in theme.types.values()
    }


def beside(content: Content) -> dict[str, dict[str, File]]:
    """Give the files of each folder that are no documents, by their paths."""
    folders = dict[str, dict[str, File]]()
    for path, file in content.files.items():
        folders.setdefault(posixpath.dirname(path), {})[path] = file
    return folders


def names(filed: Filed) -> dict[str, list[str]]:
    """Name each announcement's reading, and the rules that it follows."""
    by = ruled(filed)
    return {identity: [_name(filed, identity, by), by[identity.partition("/")[0]]] for identity in filed.sets}


def ruled(filed: Filed) -> dict[str, str]:
    """Name the rules of each type's folder."""
    return {folder: keys.key(engine.engine(), rules) for folder, rules in filed.rules.items()}


def _name(filed: Filed, identity: str, ruled: Mapping[str, str]) -> str:
    """Name a reading by all that it depends on."""
    paths = filed.sets[identity]
    digests = [f"{path} {filed.sources[path].digest}" for path in paths.values()]
    files = filed.beside.get(posixpath.dirname(next(iter(paths.values()))), {}).items()
    attached = (f"{path} {file.digest if contents.tells(path) else ''}" for path, file in files)
    return keys.key(ruled[identity.partition("/")[0]], identity, digests, *attached)
