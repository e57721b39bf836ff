"""Office files and web pages: pandoc reads them; its tree becomes blocks of the Markdown that announcements are in.

pandoc runs in its sandbox, where it reads no file and no network, with a limit of memory and of time. The Markdown is
written here, since pandoc's own leaves out a table with merged cells and escapes what our dialect does not.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from sitegen.language.text import slugify
from sitegen.tools.importing.values import Finding, NotImportedError, Position, TextBlock, begun, escaped

SECONDS = 60
MEMORY = "1g"
_WORDS = re.compile(r"^([^\S\n]*)(\S(?:[^\n]*\S)?)([^\S\n]*)$", re.MULTILINE)
"""What a line's marks go around: not the spaces beside its words, nor its end."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")


def tree(data: bytes, form: str) -> dict[str, Any]:
    """Read bytes in pandoc's format `form` to its tree. Raises NotImportedError."""
    try:
        document = json.loads(_pandoc(data, form))
    except (ValueError, RecursionError) as problem:
        raise NotImportedError("broken") from problem
    if not isinstance(document, dict):
        raise NotImportedError("broken")
    return document


def _pandoc(data: bytes, form: str) -> bytes:
    import subprocess

    import pypandoc

    command = [pypandoc.get_pandoc_path(), "+RTS", f"-M{MEMORY}", "-RTS", "--sandbox", "--from", form, "--to", "json"]
    changes = ["--track-changes=all"] if form == "docx" else []
    try:
        process = subprocess.run(  # noqa: S603  (no shell, and nothing of the document is among the arguments)
            [*command, *changes], input=data, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as problem:
        raise NotImportedError("slow", seconds=str(SECONDS)) from problem
    if process.returncode:
        raise NotImportedError("broken")
    return process.stdout


_ROMAN = {50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}


def _mark(number: int, style: str, delimiter: str) -> str:
    """Write the mark of a list item: letters and Roman numbers with a parenthesis, which is how Markdown has them."""
    letters = ""
    if style in ("LowerAlpha", "UpperAlpha") and number <= 26:
        letters = chr(96 + number)
    elif style in ("LowerRoman", "UpperRoman") and number <= 50:
        rest = number
        for worth, sign in _ROMAN.items():
            letters += sign * (rest // worth)
            rest %= worth
    if letters:
        return f"{letters.upper() if style.startswith('Upper') else letters})"
    return f"{number})" if delimiter in ("OneParen", "TwoParens") else f"{number}."


_CHANGES = {"insertion": "accepted", "deletion": "deleted", "comment-start": "comment"}
"""The classes of tracked changes, and what is told of each."""


class Writer:
    """Writes the blocks of a tree, and gathers what is to be told of it."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.pictures: dict[str, str] = {}
        self._at = Position()
        self._notes: list[str] = []

    def blocks(self, document: dict[str, Any]) -> tuple[TextBlock, ...]:
        """Write a document; each paragraph is a block, notes stand at its end."""
        blocks = list[TextBlock]()
        for block in _flat(document.get("blocks", [])):
            blocks += self._block(block, Position(0, len(blocks) + 1))
        blocks += [TextBlock(note, Position(0, len(blocks) + 1), solid=True) for note in self._notes]
        return tuple(blocks)

    def title(self, document: dict[str, Any]) -> str:
        """Write the title among a document's properties."""
        title = document.get("meta", {}).get("title", {})
        return self.inlines(title["c"]) if title.get("t") == "MetaInlines" else ""

    def _block(self, block: dict[str, Any], at: Position) -> Iterator[TextBlock]:
        self._at = at
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind in ("Para", "Plain"):
            for number, line in enumerate(filter(None, self._lines(content))):
                yield TextBlock(line, Position(0, at.number + number))
        elif kind == "Header":
            text = " ".join(self.inlines(content[2]).split())
            yield TextBlock(re.sub(r"^\*\*(.+)\*\*$", r"\1", text), at, level=content[0])
        else:
            text = "\n".join(self._solid(block))
            if text.strip():
                yield TextBlock(text, at, solid=True)

    def _solid(self, block: dict[str, Any]) -> Iterator[str]:
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind == "BulletList":
            yield from self._items(content, ["-"] * len(content))
        elif kind == "OrderedList":
            start, style, delimiter = content[0]
            numbers = range(start, start + len(content[1]))
            yield from self._items(content[1], [_mark(number, style["t"], delimiter["t"]) for number in numbers])
        elif kind == "DefinitionList":
            for term, meanings in content:
                yield from ("", f"**{self.inlines(term)}**")
                yield from (line for meaning in meanings for line in ("", *self._inner(meaning)))
        elif kind == "Table":
            yield from self._table(content)
        elif kind == "CodeBlock":
            yield from (f"    {line}" for line in content[1].split("\n"))
        elif kind == "BlockQuote":
            yield from (f"> {line}".rstrip() for line in self._inner(content))
        elif kind == "LineBlock":
            yield from (f"{self.inlines(line)}  " for line in content)
        elif kind == "RawBlock":
            self.findings.append(Finding("cut", self._at, {"text": content[1]}))

    def _items(self, items: list[Any], marks: list[str]) -> Iterator[str]:
        for mark, item in zip(marks, items, strict=True):
            lines = [*self._inner(item)] or [""]
            yield f"{mark} {lines[0]}"
            yield from (f"    {line}".rstrip() for line in lines[1:])

    def _inner(self, blocks: list[Any]) -> Iterator[str]:
        """Write what stands in an item, a quotation or a note."""
        for number, block in enumerate(_flat(blocks)):
            if number and block["t"] not in ("BulletList", "OrderedList"):
                yield ""
            if block["t"] in ("Para", "Plain"):
                yield from self._lines(block["c"])
            elif block["t"] == "Header":
                yield f"**{self.inlines(block['c'][2])}**"
            else:
                yield from self._solid(block)

    def _lines(self, content: list[Any]) -> list[str]:
        return [begun(" ".join(line.split())) for line in self.inlines(content).split("\n")]

    def _table(self, content: list[Any]) -> Iterator[str]:
        """Write a table row by row; a merged cell stands in the first of its places."""
        _attributes, caption, columns, head, bodies, foot = content
        if words := " ".join(self._inner(caption[1])):
            yield from (words, "")
        body = [row for part in bodies for row in (*part[2], *part[3])]
        if not head[1]:
            self._tell("head")
        rows = [self._row(row, len(columns)) for row in (*head[1], *body, *foot[1])] or [[""] * len(columns)]
        header, *lines = [re.sub(" +", " ", f"| {' | '.join(row)} |") for row in rows]
        yield from (header, "|" + " --- |" * len(columns), *lines)

    def _row(self, row: list[Any], width: int) -> list[str]:
        cells = list[str]()
        for _attributes, _align, down, across, blocks in row[1]:
            if down > 1 or across > 1:
                self._tell("cells")
            cells += [" ".join(" ".join(self._inner(blocks)).split()), *[""] * (across - 1)]
        return [*cells, *[""] * (width - len(cells))]

    def _tell(self, code: str, **arguments: str) -> None:
        finding = Finding(code, self._at, arguments)
        if finding not in self.findings:
            self.findings.append(finding)

    def inlines(self, parts: Iterable[dict[str, Any]]) -> str:
        """Write running text; a line end in it is one that the author set."""
        return "".join(self._inline(part["t"], part.get("c")) for part in parts)

    def _inline(self, kind: str, content: Any) -> str:
        if kind == "Str":
            return escaped(content)
        if kind in ("Space", "SoftBreak"):
            return " "
        if kind == "LineBreak":
            return "\n"
        if kind in ("Emph", "Strong"):
            mark = "*" if kind == "Emph" else "**"
            return _WORDS.sub(rf"\g<1>{mark}\g<2>{mark}\g<3>", self.inlines(content))
        if kind == "Quoted":
            return '"' + self.inlines(content[1]) + '"'
        if kind in ("Code", "Math"):
            return escaped(content[1])
        if kind in ("Span", "Link", "Image", "Note"):
            return getattr(self, f"_{kind.lower()}")(content)  # type: ignore[no-any-return]
        if kind == "RawInline":
            self._tell("cut", text=content[1])
            return ""
        return self.inlines(content[-1] if kind == "Cite" else content)  # underlined, small capitals, and their like

    def _span(self, content: list[Any]) -> str:
        classes, words = content[0][1], self.inlines(content[1])
        change = next((name for name in _CHANGES if name in classes), "")
        if change and words.strip():
            self._tell(_CHANGES[change], text=words.strip())
        return "" if change in ("deletion", "comment-start") else words

    def _link(self, content: list[Any]) -> str:
        words, target = self.inlines(content[1]), content[2][0]
        if not re.match(r"(?:https?|mailto|tel):", target, re.IGNORECASE):
            if target and not target.startswith("#"):
                self._tell("cut", text=target)
            return words  # an anchor of the file's own, or what only its author's computer has
        target = quote(target, safe="/:?#@!$&'*+,;=%~[]")
        return words if not words.strip() else f"[{words.strip()}]({target})"

    def _image(self, content: list[Any]) -> str:
        target = content[2][0]
        stem, ending = posixpath.splitext(posixpath.basename(target))
        name, ending = slugify(stem) or "image", ending.lower()
        if ending not in PICTURES or re.match(r"[a-z]+:", target, re.IGNORECASE):
            self._tell("picture-lost", name=target[:200])
            return self.inlines(content[1])
        file = self.pictures.setdefault(target, f"{name}{ending}")
        if [*self.pictures.values()].count(file) > 1:
            file = self.pictures[target] = f"{name}-{len(self.pictures)}{ending}"
        self._tell("picture", name=file)
        return f"![{self.inlines(content[1])}]({file})"

    def _note(self, content: list[Any]) -> str:
        self._notes.append("")  # its place, before those of notes within it
        number = len(self._notes)
        self._notes[number - 1] = "\n".join(self._items([content], [f"[^{number}]:"]))
        return f"[^{number}]"


def _flat(blocks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give blocks without the divisions and figures that hold them."""
    for block in blocks:
        if block["t"] == "Div":
            yield from _flat(block["c"][1])
        elif block["t"] == "Figure":
            yield from _flat(block["c"][2])
            yield from _flat(block["c"][1][1])
        elif block["t"] not in ("HorizontalRule", "Null"):
            yield block
