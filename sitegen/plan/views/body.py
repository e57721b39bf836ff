"""The body of a document on its page: what stands in its slots, its headings, its files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sitegen.language import formats
from sitegen.model import Document, Heading, Text, Values, links, slots
from sitegen.model.views import Words
from sitegen.model.views.documents import AttachmentView, BodyView, HeadingView
from sitegen.plan.views.reader import Reader


def body(version: Document, reader: Reader, address: str, aside: str = "") -> BodyView:
    """Name the body that a version shows, and say what stands in its slots; its files stand at an address.

    The ids of one that stands `aside` in another's page begin with that language.
    """
    _ = reader.catalogue.gettext
    prefix = f"_{aside}-" if aside else ""
    # Translators: {} is the number of a table in the text.
    table = _("Table {}")
    return BodyView(
        digest=version.body,
        lang=version.body_lang,
        links=dict(_links(version, reader, address, prefix)),
        ids={name: prefix + version.heading_ids.get(name, name) for name in version.outline.ids}
        if aside
        else dict(version.heading_ids),
        # Translators: {} is the number of a footnote.
        back_to_note=_("Back to the text at note {}"),
        table=f"{table} ({formats.endonym(aside)})" if aside else table,
        admonitions=_admonitions(reader),
        titles=titles(version, reader),
    )


def _admonitions(reader: Reader) -> dict[str, str]:
    pgettext = reader.catalogue.pgettext
    return {
        "note": pgettext("admonition", "Note"),
        "tip": pgettext("admonition", "Tip"),
        "hint": pgettext("admonition", "Hint"),
        "important": pgettext("admonition", "Important"),
        "attention": pgettext("admonition", "Attention"),
        "caution": pgettext("admonition", "Caution"),
        "warning": pgettext("admonition", "Warning"),
        "danger": pgettext("admonition", "Danger"),
        "error": pgettext("admonition", "Error"),
    }


def _links(version: Document, reader: Reader, address: str, prefix: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Resolve the body's links; one to an announcement that the reader does not get stays without an address."""
    for target in version.outline.targets:
        link = links.read(target.target, version.path)
        if link.kind == "anchor":
            yield target.target, (f"#{prefix}{version.heading_ids.get(link.anchor, link.anchor)}", "")
        elif link.kind == "announcement" and reader.shows(link.value):
            view = reader.announcement(link.value, link.anchor)
            yield target.target, (view.href, view.hreflang)
        elif link.kind == "file":
            fragment = f"#{link.anchor}" if link.anchor else ""  # a page of a PDF, say
            yield target.target, (reader.to(address + posixpath.basename(link.value)) + fragment, "")


def titles(version: Document, reader: Reader) -> dict[str, tuple[str, str]]:
    """Give the titles that stand for links without words, each with its language."""
    named = dict[str, tuple[str, str]]()
    for target in version.outline.targets:
        link = links.read(target.target, version.path)
        if target.bare and reader.shows(link.value):
            words = reader.announcement(link.value).words
            named[target.target] = words.text, words.lang or reader.language
    return named


def heading(read: Heading, version: Document, reader: Reader) -> Words:
    """Give a heading's words."""
    text = slots.worded(read.named, titles(version, reader)) if read.named else read.text
    return reader.words(Text(text, version.body_lang))


def contents(version: Document, reader: Reader) -> tuple[HeadingView, ...]:
    """Give the table of contents."""
    return tuple(
        HeadingView(heading(read, version, reader), f"#{version.heading_ids.get(read.id, read.id)}", read.level)
        for read in version.outline.headings
        if read.level <= 3
    )


def _listed(version: Document) -> list[Values]:
    files = version.values.get("attachments")
    return [item for item in files if isinstance(item, dict)] if isinstance(files, tuple) else []


def attachments(version: Document, reader: Reader) -> tuple[AttachmentView, ...]:
    """Give the files to download."""
    views = list[AttachmentView]()
    listed = {str(item["file"]): item for item in _listed(version)}
    images = {links.read(target.target, version.path).value for target in version.outline.targets if target.image}
    for name, path in version.files.items():
        if name not in listed and path in images:
            continue
        file, item = reader.site.attachments[path], listed.get(name, {})
        title, language = item.get("title"), str(item.get("language") or "")
        views.append(
            AttachmentView(
                words=reader.words(title) if isinstance(title, Text) else Words(name),
                href=reader.to(reader.address + name),
                format=posixpath.splitext(name)[1].lstrip(".").upper(),
                size=formats.size(file.size, reader.language),
                language=formats.language_name(language, reader.language) if language else "",
                hreflang="" if language == reader.language else language,
                scan=item.get("scan") is True,
            )
        )
    return tuple(views)
