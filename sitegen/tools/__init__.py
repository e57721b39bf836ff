"""What editors and translators use beside the build; and the ground that a new announcement stands on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sitegen import tools

if TYPE_CHECKING:
    from sitegen.model import DocumentType
    from sitegen.model.diagnostics import Diagnostic
    from sitegen.model.sites import Settings, Theme
    from sitegen.read.announcements import Rules
    from sitegen.tools.new import Known


class Ground(NamedTuple):
    """What a new announcement stands on: the designers' files, the settings, the content's paths, what there is."""

    design: Theme
    settings: Settings
    paths: Sequence[str]
    identities: Collection[str]

    def known(self) -> Known:
        """Give what an answer may name."""
        from sitegen.tools.new import Known

        return Known(self.settings.organisations, self.settings.topics, self.identities)

    def rules(self, declared: DocumentType) -> Rules:
        """Give what the reading of announcements of a type depends on."""
        from sitegen.read.announcements import Rules

        zones = {name: one.time_zone for name, one in self.settings.organisations.items() if one.time_zone}
        return Rules(declared, self.settings.config.languages, zones, self.settings.config.time_zone)

    def reserved(self) -> set[str]:
        """Give the names that mean something else in addresses."""
        from sitegen.check import addresses

        design, languages = self.design, self.settings.config.languages
        sections = addresses.sections(design.types, languages, design.catalogues)
        return addresses.Placement(languages, *sections, {}).words


def ground(source: Path) -> tuple[Ground | None, list[Diagnostic]]:
    """Read what announcements stand on; None where the settings or the types have errors."""
    from sitegen.read import paths as check

    design, found = tools.theme(source)
    if design is None:
        return None, found
    settings, paths, found = tools.settings(source, design)
    if settings is None:
        return None, found
    documents = [path for path in paths if path.endswith(".md")]
    sets = check.gather(documents, settings.config.languages, design.types)[0]
    return Ground(design, settings, paths, sets), []


def theme(source: Path) -> tuple[Theme | None, list[Diagnostic]]:
    """Read the designers' files; None where the declarations of types have errors."""
    from sitegen.disk import load
    from sitegen.read import theme as designed

    design, found = designed.read(load.design(source))
    wrong = [problem for problem in found if problem.place.path.endswith(".yaml")]
    return (None if wrong else design), wrong


def settings(source: Path, design: Theme) -> tuple[Settings | None, list[str], list[Diagnostic]]:
    """Read a site's settings, None where they have errors; give the paths of all of the content too."""
    from sitegen.disk import load
    from sitegen.model.routes import CONTENT
    from sitegen.read import settings as check

    there = load.walk(source / CONTENT, CONTENT)[0]
    files = {name: load.source(source, path) for name in load.SETTINGS if (path := f"{CONTENT}/{name}") in there}
    given, found = check.settings(files, design.catalogues, "")
    wrong = [one for one in found if one.severity == "error"]
    return (None if wrong else given), there, wrong
