"""What visitors are to know, what they may ask for, and whether to look again."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from html import escape
from threading import Condition

from sitegen.model.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of the preview may ask for: drafts, and the day that the site is shown for; empty is today."""

    drafts: bool = False
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: the text to tell of it, whether it failed, whether any file of the site is now another.

    `repository` is the address of the sources at a code host, if the site says one.
    """

    text: str
    failed: bool
    changed: bool
    repository: str = ""


class State:
    """What is known to all threads. The condition tells of changes."""

    def __init__(self, words: Catalogue, asked: Asked) -> None:
        _ = words.gettext
        self.changed, self.look = Condition(), True
        self.good = False  # until a build succeeds no page is served
        self.asked, self.repository = asked, ""
        self._errors, self._failures, self._epoch = "", 0, 0
        self._language = words.language
        self._title, self._waiting = _("The site has errors"), _("The site is being built")
        self._note, self._close = _("The page behind this is from the last build without errors."), _("Close")
        self._bar = [_("Preview"), _("Show drafts"), _("As it is on"), _("Edit this page")]

    @property
    def epoch(self) -> str:
        """Name what is on disk, unlike any name that another server gives."""
        return f"{os.getpid()}-{self._epoch}"

    def notice(self) -> None:
        """Look again."""
        with self.changed:
            self.look = True
            self.changed.notify_all()

    def ask(self, asked: Asked) -> None:
        """Show the site otherwise."""
        self.asked = asked
        self.notice()

    def built(self, outcome: Outcome) -> None:
        """Take what came of a build."""
        with self.changed:
            self._epoch += outcome.changed or not self.good
            self._failures += outcome.failed
            self._errors = outcome.text if outcome.failed else ""
            self.good = self.good or not outcome.failed
            self.repository = self.repository if outcome.failed else outcome.repository
            self.changed.notify_all()

    def message(self) -> str:
        """Say all that a page must know, as JSON in one line. Before a good build the page itself tells the rest."""
        return json.dumps(
            {
                "epoch": self.epoch,
                "failures": self._failures,
                "lang": self._language,
                "texts": [self._title, self._note, self._close, self._errors if self.good else ""],
                "bar": self._bar,
                "drafts": self.asked.drafts,
                "as_of": self.asked.as_of,
            }
        )

    def page(self) -> str:
        """Write the page that stands for all while there are none."""
        title = self._title if self._errors else self._waiting
        return (
            f'<!doctype html>\n<html lang="{self._language}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<style>:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }\n"
            "pre { white-space: pre-wrap; overflow-wrap: anywhere; }</style>\n"
            f"<h1>{title}</h1>\n<pre>{escape(self._errors)}</pre>\n"
        )
