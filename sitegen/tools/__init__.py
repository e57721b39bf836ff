"""What editors and translators use beside the build; and the one way in which they open a site."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.model import DocumentType
    from sitegen.model.diagnostics import Diagnostic
    from sitegen.model.sites import Settings, Theme
    from sitegen.read.announcements import Rules
    from sitegen.tools.translations.written import Versions

# Imports stand in the functions: the command line imports this module before it knows whether a site is opened at all.


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A site as tools see it: the designers' files, the settings, and what there is; no announcement is read yet.

    `sets` holds the announcements' paths by identity and language, `paths` all that is in content/, whatever it is.
    """

    root: Path
    design: Theme
    settings: Settings
    sets: Mapping[str, Mapping[str, str]]
    paths: frozenset[str]

    @property
    def languages(self) -> Sequence[str]:
        """The site's languages, in their order."""
        return self.settings.config.languages

    def ids(self) -> Mapping[str, Collection[str]]:
        """Give what an answer may name, by the kind of its field."""
        return {"organisation": self.settings.organisations, "topic": self.settings.topics, "reference": self.sets}

    def rules(self, declared: DocumentType) -> Rules:
        """Give what the reading of announcements of a type depends on."""
        from sitegen.read import announcements

        return announcements.rules(declared, self.settings)

    def reserved(self) -> set[str]:
        """Give the names that mean something else in addresses."""
        from sitegen.check import addresses

        sections = addresses.sections(self.design.types, self.languages, self.design.catalogues)
        return addresses.Placement(self.languages, *sections, {}).words

    def identity(self, path: str) -> str:
        """Give the announcement that a file is a version of, or nothing."""
        return next((identity for identity, paths in self.sets.items() if path in paths.values()), "")

    def read(self, identity: str) -> tuple[Versions | None, list[Diagnostic]]:
        """Read an announcement's files as they are written."""
        from sitegen.disk import load
        from sitegen.tools.translations import written

        folder = identity.partition("/")[0]
        declared = next(declared for declared in self.design.types.values() if declared.folder == folder)
        files = {path: load.source(self.root, path) for path in self.sets[identity].values()}
        return written.versions(identity, files, declared, self.languages)


def bulletin(root: Path) -> tuple[Bulletin | None, list[Diagnostic]]:
    """Open a site; None where the settings or the types have errors, which are given."""
    from sitegen.disk import load
    from sitegen.model.diagnostics import ordered
    from sitegen.model.routes import CONTENT
    from sitegen.read import paths, settings

    design, problems = theme(root)
    if design is None:
        return None, problems
    listed, unusable = load.walk(root / CONTENT, CONTENT)
    files = {name: load.source(root, path) for name in load.SETTINGS if (path := f"{CONTENT}/{name}") in listed}
    stated, problems = settings.settings(files, design.catalogues, "")
    errors = [problem for problem in problems if problem.severity == "error"]
    if stated is None or errors:
        return None, ordered(errors)
    documents = [path for path in listed if path.endswith(".md")]
    sets, _misnamed = paths.gather(documents, stated.config.languages, design.types)
    # What cannot be used, such as a link, takes its place all the same: nothing new is written there.
    return Bulletin(root, design, stated, sets, frozenset({*listed, *(problem.place.path for problem in unusable)})), []


def theme(root: Path) -> tuple[Theme | None, list[Diagnostic]]:
    """Read the designers' files alone, as where there is no site yet; None where the types have errors."""
    from sitegen.disk import load
    from sitegen.read import theme

    design, problems = theme.read(load.design(root))
    errors = [problem for problem in problems if problem.place.path.endswith(".yaml")]
    return (None if errors else design), errors
