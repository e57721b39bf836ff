"""Render pages: pure functions of a theme, a page and its body, which run in any process. A home of Jinja."""

from __future__ import annotations

import csv
import io
import json
import re
import traceback
import unicodedata
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from sitegen.language.text import stop, stopped
from sitegen.model import slots
from sitegen.model.diagnostics import Diagnostic, Place
from sitegen.model.pages import Output, Page
from sitegen.model.sites import EXTENSIONS, Theme
from sitegen.model.sources import TEMPLATES
from sitegen.model.views.data import CalendarView, CatalogView, FeedView, TableView
from sitegen.model.views.documents import BodyView, ComparisonView, DocumentView
from sitegen.render import qr


class _Compiled(BytecodeCache):
    """What templates were compiled to: the same for all languages, so it is done once a process."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def clear(self) -> None:
        self._codes.clear()

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code  # noqa: S101  (it was just compiled)
        self._codes[bucket.key, bucket.checksum] = bucket.code


class _Environment(Environment):
    """One whose templates have its globals and none of their own: a plain dictionary, which is quick to copy."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:  # noqa: ARG002
        return self.globals


_compiled = _Compiled()
_environments: dict[tuple[str, str], Environment] = {}


def render(theme: Theme, page: Page, bodies: Sequence[str]) -> Output | Diagnostic:
    """Make an output; `bodies` are the HTML with slots that the page's view names. A template's mistake is told."""
    writer = _WRITERS.get(page.template)
    if writer:
        return Output(page.path, writer(page.view))
    try:
        template = _environment(theme, page.language).get_template(page.template)
        text = template.render(view=page.view, body=_body(page.view, bodies))
    except Exception as problem:
        return _mistake(problem, page)
    return Output(page.path, text.encode())


def _environment(theme: Theme, language: str) -> Environment:
    """Make the environment of a language, once a process: what it does depends on its arguments alone."""
    remembered = _environments.get((theme.digest, language))
    if remembered is None:
        if any(digest != theme.digest for digest, _language in _environments):
            _environments.clear()  # a preview lives long, and sees many themes
            _compiled.clear()
        remembered = _Environment(
            loader=FunctionLoader(lambda name: _source(theme, name)),
            bytecode_cache=_compiled,
            auto_reload=False,
            autoescape=select_autoescape(("html", "xml"), default=False),
            undefined=StrictUndefined,
            extensions=EXTENSIONS,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        words = theme.catalogues[language]
        remembered.newstyle_gettext = True  # type: ignore[attr-defined]
        remembered.globals |= {
            name: _saying(getattr(words, name)) for name in ("gettext", "ngettext", "pgettext", "npgettext")
        }
        remembered.filters |= {"qr_code": qr.code, "stop": stop}
        remembered.globals["_"] = remembered.globals["gettext"]  # which Jinja would look up at each call
        _environments[theme.digest, language] = remembered
    return remembered


_TAG = re.compile("<[^<>]*>")


def _saying(find: Callable[..., str]) -> Callable[..., str]:
    """Let templates say a message with what they insert: translators write text, and no full stop follows another.

    Only the tags that the template's own message has are HTML, and none else beside them.
    """

    @pass_context
    def say(context: Context, *words: Any, **inserted: Any) -> str:
        message = stopped(find(*words), inserted)
        if context.eval_ctx.autoescape:
            own = [_TAG.findall(part) for part in words if isinstance(part, str) and "<" in part]
            tags = _TAG.findall(message) if own else []
            tagged = own and sorted(tags) in map(sorted, own) and not {*"<>"} & {*_TAG.sub("", message)}
            message = Markup(message) if tagged else escape(message)  # noqa: S704  (the designer's own tags)
        return message % {"num": words[-1], **inserted}

    return say


def _source(theme: Theme, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    text = theme.templates.get(name)
    return None if text is None else (text, f"{TEMPLATES}/{name}", lambda: True)


def _body(view: object, bodies: Sequence[str]) -> Markup | list[list[Markup]]:
    """Give a document's text; of a comparison, the text of each part, row by row."""
    if isinstance(view, DocumentView):
        return _filled(view.body, bodies[0])
    if isinstance(view, ComparisonView):
        sides = [*zip(view.sides, bodies, strict=True)]
        return [
            [
                _filled(side.body, html[part.start : part.end]) if part else Markup()
                for (side, html), part in zip(sides, row, strict=True)
            ]
            for row in view.rows
        ]
    return Markup()


def _filled(body: BodyView, html: str) -> Markup:
    filled = slots.fill(html, body.links, body.ids, body.back_to_note, body.table, body.admonitions, body.titles)
    return Markup(filled)  # noqa: S704  (sanitised when it was parsed)


def _mistake(problem: Exception, page: Page) -> Diagnostic:
    """Give the place in a designer's file where rendering failed; what failed elsewhere is our own bug."""
    frames = traceback.extract_tb(problem.__traceback__)
    in_templates = [frame for frame in frames if frame.filename.startswith(f"{TEMPLATES}/")]
    name, line = getattr(problem, "filename", None), getattr(problem, "lineno", None)
    if in_templates:
        name, line = in_templates[-1].filename, in_templates[-1].lineno
    elif getattr(problem, "templates", None):  # TemplateNotFound before anything ran
        name, line = f"{TEMPLATES}/{page.template}", 1
    if not name or Path(frames[-1].filename).name == "slots.py":
        raise problem
    arguments = {"page": page.path, "reason": f"{type(problem).__name__}: {problem}"}
    return Diagnostic(Place(str(name), int(line or 1)), "template-failed", arguments)


# --- data -------------------------------------------------------------------------------------------------------------


def _csv(view: object) -> bytes:
    assert isinstance(view, TableView)  # noqa: S101  (planned so)
    text = io.StringIO()
    rows = [[_guarded(cell) for cell in row] for row in (view.columns, *view.rows)]
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")  # spreadsheets take the mark for "this is UTF-8"


_MISTAKEN = re.compile(r"(?!\d{4}-\d\d-\d\d$)(0\d+|\d+[Ee]\d+|\d{16,}|\d+([/-]\d+){1,2}|\d+([.:]\d+){2})")
"""14/11 would become a day, 2021-03 the first of that month, 007 a 7, 1E5 100000; a whole date is one everywhere."""


def _guarded(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute or mistake, and before what begins with one.

    So a cell that begins with an apostrophe has exactly one more than the text (OWASP, CSV injection).
    """
    first = next((char for char in cell if unicodedata.category(char)[0] not in "ZC"), "")  # what a reader sees first
    formula = unicodedata.normalize("NFKC", first) in {*"=+-@", "\u2212"} and not re.fullmatch(r"-\d+(\.\d+)?", cell)
    return f"'{cell}" if formula or cell[:1] in {*"'\t\r\n"} or _MISTAKEN.fullmatch(cell) else cell


def _table(view: object) -> bytes:
    assert isinstance(view, TableView)  # noqa: S101  (planned so)
    labels = dict(zip(view.names, view.columns, strict=True))
    head = _json({"title": view.title, "language": view.lang, "columns": labels}).decode().removesuffix("\n}\n")
    rows = [json.dumps(dict(zip(view.names, row, strict=True)), ensure_ascii=False) for row in view.rows]
    return "".join([head, ',\n "rows": [\n  ', ",\n  ".join(rows), "\n ]\n}\n"]).encode()  # a row is a line


def _feed(view: object) -> bytes:
    """Write a JSON Feed 1.1."""
    assert isinstance(view, FeedView)  # noqa: S101  (planned so)
    items = [
        {
            "id": entry.id,
            "url": entry.href,
            "title": entry.title.text,
            "summary": entry.summary.text,
            "content_text": entry.summary.text or entry.title.text,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "language": entry.hreflang,
            "tags": [entry.type_label],
        }
        for entry in view.entries
    ]
    return _json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": view.title.text,
            "home_page_url": view.home,
            "feed_url": view.address,
            "authors": [{"name": view.author}],
            "language": view.lang,
            "items": items,
        }
    )


def _calendar(view: object) -> bytes:
    from sitegen.render import icalendar  # whose library takes a tenth of a second to import

    assert isinstance(view, CalendarView)  # noqa: S101  (planned so)
    return icalendar.write(view)


def _catalog(view: object) -> bytes:
    assert isinstance(view, CatalogView)  # noqa: S101  (planned so)
    return view.json_ld.encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


_WRITERS: Mapping[str, Callable[[object], bytes]] = {
    "table.csv": _csv,
    "table.json": _table,
    "feed.json": _feed,
    "calendar.ics": _calendar,
    "data.jsonld": _catalog,
}
