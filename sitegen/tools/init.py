"""Founding a site: a title, languages and an address go in, the texts of its first files come out.

It builds at once and without a warning. What is written in a language is the catalogue's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from sitegen import DISTRIBUTION
from sitegen.language.text import slugify
from sitegen.model import DocumentType
from sitegen.model.catalogue import Catalogue
from sitegen.model.diagnostics import Diagnostic
from sitegen.model.routes import CONTENT
from sitegen.read import settings, stubs
from sitegen.tools import new
from sitegen.tools.new import Answers
from sitegen.tools.translations.written import versions

ZONES = {"ro": "Europe/Bucharest", "pl": "Europe/Warsaw"}
"""The clocks that a site's days go by, by its first language."""
PLACES = {
    "editorconfig": ".editorconfig",
    "gitattributes": ".gitattributes",
    "github.yml": ".github/workflows/publish.yml",
    "gitignore": ".gitignore",
    "gitlab.yml": ".gitlab-ci.yml",
    "import.yml": ".github/workflows/import.yml",
    "inbox": "inbox/.gitkeep",
}
"""Where the files stand that are the same in every site."""


def site(title: str, base_url: str, words: Mapping[str, Catalogue], requirement: str) -> dict[str, str]:
    """Write the settings, and what says how the site is made; `words` are those of its languages, the first first."""
    languages = [*words]
    _ = words[languages[0]].gettext
    answers: Answers = {
        "id": urlsplit(base_url).hostname or "",
        "title": {tag: None if index else title for index, tag in enumerate(languages)},
        "base_url": base_url,
    }
    lines = [*new.lines(answers), f"languages: [{', '.join(languages)}]"]
    lines += [f"time_zone: {ZONES.get(languages[0], 'Europe/Bucharest')}", "publisher: null", "contact: null"]
    named = "{" + ", ".join(f"{tag}: …" for tag in languages) + "}"
    origin = _("Sitegen. To take it from its repository:")
    readme = [
        f"# {title}",
        _("This is a bulletin that Sitegen makes. To build it:"),
        "```sh\npython3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/sitegen build\n```",
        _("On Windows:"),
        "```powershell\npy -m venv .venv\n.venv\\Scripts\\pip install -r requirements.txt\n"
        ".venv\\Scripts\\sitegen build\n```",
        _("The site is then in `public/`. `sitegen new` begins an announcement, `sitegen check` tells what to mend."),
    ]
    return {
        "content/site.yaml": "\n".join([*lines, ""]),
        "content/organisations.yaml": f"# {_('One line for each organisation:')} isj-cluj: {named}\n",
        "content/topics.yaml": f"# {_('One line for each topic:')} inclusion: {named}\n",
        "README.md": "\n\n".join(readme) + "\n",
        "requirements.txt": f"# {origin} {DISTRIBUTION}[search] @ git+https://…\n{requirement}\n",
    }


def announcements(words: Mapping[str, Catalogue], types: Mapping[str, DocumentType], today: str) -> dict[str, str]:
    """Write a page about the site and a first announcement, in every language."""
    pages, news = dict[str, tuple[Answers, str]](), dict[str, tuple[Answers, str]]()
    for tag, catalogue in words.items():
        _ = catalogue.gettext
        pages[tag] = _texts(
            _("About this bulletin"),
            _("Who publishes it, and for whom."),
            _("Write here who publishes this bulletin, for whom, and whom to ask."),
        )
        news[tag] = _texts(
            _("The bulletin has begun"),
            _("From today on announcements are published here."),
            _("This is an example. Write your own text here, or delete this folder."),
        )
    facts: Answers = {"published": today, "issuer": None}
    menu: Answers = {"menu": "header", "order": "1"}
    return _versions("pages/about", pages, facts | menu, types["page"]) | _versions(
        "news/first", news, facts, types["news"]
    )


def _texts(title: str, summary: str, body: str) -> tuple[Answers, str]:
    return {"title": title, "summary": summary, "slug": slugify(title)}, f"{body}\n"


def _versions(
    identity: str, documents: Mapping[str, tuple[Answers, str]], facts: Answers, declared: DocumentType
) -> dict[str, str]:
    """Write an announcement: its versions stand side by side, none was made from another."""
    (first, (answers, body)), *others = documents.items()
    path = f"content/{identity}/index.{first}.md"
    files = {path: new.original(answers | facts, declared.fields, body)}
    announcement, _problems = versions(identity, {path: files[path].encode()}, declared, [*documents])
    assert announcement is not None  # noqa: S101  (it was just written)
    for tag, (own, text) in others:
        front = [*new.lines(own), *stubs.block(first, "parallel", announcement.stamp())]
        files[f"content/{identity}/index.{tag}.md"] = "\n".join(["---", *front, "---", "", text])
    return files


def unchanging(skeleton: Mapping[str, bytes], language: str) -> dict[str, bytes]:
    """Give the files that all sites have alike, by their paths; `language` is that in which editors are told."""
    variable = f"LANGUAGE: {language} ".encode()
    return {PLACES[name]: data.replace(b"LANGUAGE: ro ", variable) for name, data in skeleton.items()}


def problems(files: Mapping[str, bytes], words: Mapping[str, Catalogue]) -> list[Diagnostic]:
    """Give what is wrong with the settings, such as an address that cannot be a site's."""
    names = {path.removeprefix(f"{CONTENT}/"): data for path, data in files.items()}
    return settings.settings(names, words, "")[1]


def languages(asked: str, known: Sequence[str]) -> list[str]:
    """Read a list of languages such as "ro, pl"; none where one is not known."""
    listed = list(dict.fromkeys(asked.replace(",", " ").split()))
    return listed if set(listed) <= {*known} else []
