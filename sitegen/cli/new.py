"""Beginning an announcement: what its type needs is given or asked for in the editor's language, and tried at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn
from zoneinfo import ZoneInfo

import click

from sitegen.cli import options, output
from sitegen.cli.output import FINE, MISTAKES
from sitegen.tools import Bulletin, bulletin

if TYPE_CHECKING:
    from sitegen.model import DocumentType, Field
    from sitegen.model.catalogue import Catalogue
    from sitegen.model.diagnostics import Diagnostic
    from sitegen.tools.new import Answers


MOST_IDS = 12
"""Ids that a question names."""


@click.command()
@options.SOURCE
@options.UI_LANGUAGE
@click.option("--language", help="The language of the original. Default: the site's first.")
@click.option("--name", help="The announcement's name in addresses. Default: made of the title.")
@click.option("--translate", multiple=True, help="A language to begin a translation in; may be repeated.")
@click.option("--set", "answers", multiple=True, metavar="KEY=VALUE", help="An answer, such as registration.number=7.")
@click.argument("kind", metavar="[TYPE]", required=False)
def new(
    source: Path,
    ui_language: str | None,
    language: str | None,
    name: str | None,
    translate: tuple[str, ...],
    answers: tuple[str, ...],
    kind: str | None,
) -> int:
    """Begin an announcement of a TYPE: ask what it needs, write the original and stubs of translations."""
    from sitegen.disk import write
    from sitegen.language import voices
    from sitegen.tools import new
    from sitegen.tools.translations import stamping, written

    words = options.words(ui_language)
    site, problems = bulletin(source)
    if site is None:
        return output.mistakes(problems, source, words)
    talk = Talk(words, site, options.terminal())
    declared, config = talk.type(kind), site.settings.config
    original = talk.language(language)
    front = _front(answers, declared, talk)
    front.setdefault("published", options.now().astimezone(ZoneInfo(config.time_zone)).date().isoformat())
    if talk.terminal:
        output.say(words.gettext("An empty answer says that the document does not say."))
        front = new.complete(front, declared.fields, talk.ask)
    lacking = new.missing(front, declared.fields)
    if lacking:
        talk.refuse(
            words.gettext("Not answered: %(keys)s. Answer by --set KEY=VALUE; null: the document does not say."),
            keys=lacking,
        )
    identity = f"{declared.folder}/{talk.name(name, declared, str(front['title']))}"
    others = talk.translations(translate, original)
    paths = [f"content/{identity}/index.{tag}.md" for tag in (original, *others)]
    files = {paths[0]: new.original(front, declared.fields)}
    versions, _problems = written.versions(identity, {paths[0]: files[paths[0]].encode()}, declared, config.languages)
    if versions:  # else it is told next what is wrong
        files |= {path: stamping.stub(versions).decode() for path in paths[1:]}
    problems = new.examined(files, identity, site.rules(declared))
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        output.say(voices.text(errors, words, lambda path: files[path].split("\n")), nl=False)
        return MISTAKES
    for path in files:
        if write.create(source, path, files[path].encode()):
            output.say(path)
    output.say(words.gettext("Write the text below the second line of three hyphens, then run: sitegen check"))
    return FINE


def _front(answers: tuple[str, ...], declared: DocumentType, talk: Talk) -> Answers:
    """Read the answers that options give, and check each."""
    from sitegen.model.diagnostics import Diagnostic, Place
    from sitegen.tools import new

    pairs = [(key.strip(), text.strip()) for key, mark, text in (answer.partition("=") for answer in answers) if mark]
    if len(pairs) < len(answers):
        talk.refuse(
            talk.words.gettext("An answer is written as KEY=VALUE: %(given)s"),
            given=[answer for answer in answers if "=" not in answer],
        )
    try:
        front = new.placed(pairs, declared.fields)
    except new.UnknownError as problem:
        arguments = {"key": str(problem), "known": ", ".join(field.name for field in declared.fields)}
        raise click.ClickException(talk.explained(Diagnostic(Place(""), "key-unknown", arguments))) from problem
    for key, field, text in new.leaves(front, declared.fields):
        if wrong := new.wrong(text, field, talk.ground.ids()):
            raise click.ClickException(f"--set {key}: {talk.explained(wrong)}")
    return front


class Talk(NamedTuple):
    """A talk with the editor in her language; without a terminal nothing is asked."""

    words: Catalogue
    ground: Bulletin
    terminal: bool

    def refuse(self, message: str, **named: Sequence[str]) -> NoReturn:
        """Say what was called wrongly, naming some things."""
        raise click.ClickException(message % {name: ", ".join(items) for name, items in named.items()})

    def explained(self, problem: Diagnostic) -> str:
        """Say what is wrong with an answer, and how to mend it."""
        from sitegen.language import voices

        _severity, message, advice = voices.worded(problem, self.words)
        return " ".join(part for part in (message, advice, problem.repair) if part)

    def type(self, asked: str | None) -> DocumentType:
        """Give the type asked for, by its name or its folder."""
        types = self.ground.design.types
        names = {**types, **{declared.folder: declared for declared in types.values()}}
        if asked not in names and (asked or not self.terminal):
            self.refuse(self.words.gettext("The types of documents are: %(known)s."), known=[*types])
        labels = self.ground.design.catalogues.get(self.words.language)
        if asked is None:
            for name, declared in types.items():
                label = labels.pgettext("type", declared.label[0]) if labels else declared.label[0]
                output.say(f"  {name:20}{label}")
        while asked is None or asked not in names:
            asked = self.prompt(self.words.gettext("Type of document"))
        return names[asked]

    def language(self, asked: str | None) -> str:
        """Give the language of the original."""
        languages = self.ground.settings.config.languages
        if asked is None and self.terminal and len(languages) > 1:
            while asked not in languages:
                title = self.words.gettext("Language of the original")
                asked = self.prompt(f"{title} ({', '.join(languages)})", languages[0])
        if asked is not None and asked not in languages:
            self.refuse(self.words.gettext("The languages of the site are: %(known)s."), known=languages)
        return asked or languages[0]

    def translations(self, asked: Sequence[str], original: str) -> list[str]:
        """Give the languages to begin translations in."""
        others = [tag for tag in self.ground.settings.config.languages if tag != original]
        if not asked and self.terminal and others:
            title = self.words.gettext("Begin translations in")
            while True:
                asked = self.prompt(f"{title} ({', '.join(others)})").replace(",", " ").split()
                if {*asked} <= {*others}:
                    break
        if not {*asked} <= {*others}:
            self.refuse(self.words.gettext("Translations may be in: %(known)s."), known=others)
        return [tag for tag in others if tag in asked]

    def name(self, asked: str | None, declared: DocumentType, title: str) -> str:
        """Give the announcement's name, which nothing has yet."""
        from sitegen.tools import new

        proposal = new.name(title)
        while True:
            name = asked
            if name is None:
                name = self.prompt(self.words.gettext("Name in the address"), proposal) if self.terminal else proposal
            wrong = self._misnamed(name, declared)
            if wrong is None:
                return name
            if asked is not None or not self.terminal:
                raise click.ClickException(f"--name: {wrong}")
            output.say(f"  {wrong}")

    def _misnamed(self, name: str, declared: DocumentType) -> str | None:
        from sitegen.model import Field
        from sitegen.model.diagnostics import Diagnostic, Place
        from sitegen.read.kinds import LEAVES

        read = LEAVES["slug"](name, Place(""), Field("name", "slug"))
        if isinstance(read, Diagnostic):
            return self.explained(read)
        if name in self.ground.reserved() or (name.isdecimal() and len(name) == 4):
            return self.explained(Diagnostic(Place(""), "slug-reserved", {"slug": name}))
        identity = f"{declared.folder}/{name}"
        beginnings = (f"content/{identity}/", f"content/{identity}.")
        if identity in self.ground.sets or any(path.startswith(beginnings) for path in self.ground.paths):
            return self.words.gettext("There is an announcement %(name)s already.") % {"name": identity}
        return None

    def ask(self, way: Sequence[Field], number: int) -> str:
        """Ask for a leaf until the answer fits its kind."""
        from sitegen.model.diagnostics import Diagnostic, Place
        from sitegen.read.announcements import NO_NULL
        from sitegen.tools import new

        labels, field = self.ground.design.catalogues.get(self.words.language), way[-1]
        named = [
            (labels and step.label and labels.pgettext("field", step.label)) or step.label or step.name for step in way
        ]
        title = " / ".join(named) + (f" {number}" if number else "") + self._hint(field)
        while True:
            text = self.prompt(title)
            if text in ("", "null", "~"):
                if len(way) > 1 or field.name not in NO_NULL:
                    return ""
                wrong: Diagnostic | None = Diagnostic(Place(""), "value-missing", {"key": field.name})
            else:
                wrong = new.wrong(text, field, self.ground.ids())
            if wrong is None:
                return text
            output.say(f"  {self.explained(wrong)}")

    def _hint(self, field: Field) -> str:
        """Give choices, ids or an example."""
        ids = () if field.kind == "reference" else self.ground.ids().get(field.kind, field.choices)
        if ids:
            return f" ({', '.join([*ids][:MOST_IDS])}{', …' if len(ids) > MOST_IDS else ''})"
        from sitegen.model.kinds import EXAMPLES

        example = field.example or EXAMPLES.get(field.kind, "").strip('"')
        return " ({})".format(self.words.gettext("for example %(example)s") % {"example": example}) if example else ""

    def prompt(self, title: str, default: str = "") -> str:
        """Ask for a line."""
        answer: str = click.prompt(title, default=default, show_default=bool(default))
        return answer.strip()
