"""A reader's language: how the site's names, addresses and words reach a reader of it on one page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sitegen.language.text import plain
from sitegen.language.typography import typography
from sitegen.model import Announcement, Named, Site, Text, choice_label, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.views import LinkView, Words


@dataclass(frozen=True, slots=True)
class Reader:
    """A language of the site, with its catalogue and the address of the page that the reader is on."""

    site: Site
    language: str
    catalogue: Catalogue
    address: str = ""

    def at(self, address: str) -> Reader:
        """Give the same reader on another page."""
        return Reader(self.site, self.language, self.catalogue, address)

    def to(self, target: str) -> str:
        """Give the way to an address of the site."""
        return routes.relative(self.address, target, portable=self.site.config.portable)

    def words(self, text: Text) -> Words:
        """Set a text, with its language where that is not the reader's."""
        return _words(text.text, text.lang, self.language)

    def say(self, text: str) -> Words:
        """Set a text that is in the reader's language, or in none."""
        return _words(text, self.language, self.language)

    def name(self, named: Named) -> Text:
        """Give a name in the reader's language, or else in the site's first that has one."""
        for language in (self.language, *self.site.config.languages):
            if language in named.names:
                return Text(named.names[language], language)
        return Text(named.id, self.language)

    def organisation(self, identity: str) -> LinkView:
        """Link an organisation."""
        named = self.site.organisations[identity]
        target = self.site.words["organisations", self.language] + f"{identity}/"
        return LinkView(self.words(self.name(named)), self.to(target))

    def topic(self, identity: str) -> LinkView:
        """Link a topic."""
        named = self.site.topics[identity]
        return LinkView(
            self.words(self.name(named)), self.to(self.site.words["topics", self.language] + f"{identity}/")
        )

    def shows(self, identity: str) -> bool:
        """Say whether the reader gets an announcement at all."""
        return identity in self.site.announcements and bool(self.site.shown(identity, self.language))

    def scheduled(self, announcement: Announcement) -> bool:
        """Say whether calendars hold what the reader gets of an announcement: a date to keep, and no draft."""
        version = announcement.version(self.language)
        return bool(version.occasions) and version.language not in announcement.unpublished

    def announcement(self, identity: str, anchor: str = "") -> LinkView:
        """Link an announcement by its title: in the reader's language, or marked as what it is in."""
        announcement = self.site.announcements[identity]
        document = announcement.version(self.language)
        fragment = f"#{anchor}" if anchor in document.ids else ""  # a version without that section has its beginning
        foreign = "" if document.language == self.language else document.language
        title = Text(document.title.text, document.language)
        return LinkView(self.words(title), self.to(self.site.address(identity, self.language) + fragment), foreign)

    def title(self) -> str:
        """Give the site's title."""
        titles = self.site.config.title
        return titles.get(self.language) or next(iter(titles.values()))

    def choice(self, value: str) -> str:
        """Say a choice."""
        return self.catalogue.pgettext("choice", choice_label(value))

    def singular(self, type_name: str, form: str = "") -> str:
        """Say what a document of a type is called, or by the form of act that it says it has."""
        return called(self.catalogue, self.site.types[type_name].label[0], form)

    def plural(self, type_name: str) -> str:
        """Say what the documents of a type are called, and so its section."""
        return self.catalogue.pgettext("type", self.site.types[type_name].label[1])

    def label(self, msgid: str) -> str:
        """Say a field's label."""
        return self.catalogue.pgettext("field", msgid)


def called(words: Catalogue, label: str, form: str) -> str:
    """Say what a document is: the form of act that it says it has, else its type, of which the label is given."""
    return words.pgettext("choice", choice_label(form)) if form else words.pgettext("type", label)


@lru_cache(4096)
def _words(text: str, lang: str, language: str) -> Words:
    return Words(typography(text, lang), "" if lang == language else lang)


def bare(words: Words) -> str:
    """Give words as plain text, for titles, descriptions and feeds."""
    return plain(words.text)
