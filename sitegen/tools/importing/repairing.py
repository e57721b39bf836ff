"""Repairing: letters, lines, hyphens, titles and headings as their author meant them. Each change is told.

What source texts look like is from real pages and PDFs: Romanian clitics and Polish compounds are spelt with a hyphen
(planificându-și, kujawsko-pomorskie), so one at the end of a line stays unless the text itself has the word without.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from sitegen.language.text import nfc
from sitegen.read.prose import letters
from sitegen.tools.importing.values import Finding, Position, TextBlock, plain

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\n]{2,}|[\t\x0b\x0c\x1c-\x1f\x85\u2000-\u200a\u2028\u2029\u3000]")


def cleaned(blocks: Sequence[TextBlock], lang: str) -> tuple[list[TextBlock], list[Finding]]:
    """Repair the letters of blocks; what cannot be repaired stays for the check."""
    repaired, findings = list[TextBlock](), list[Finding]()
    for block in blocks:
        seen = "".join(char for char in _INVISIBLE.sub("", block.text) if unicodedata.category(char) != "Cn")
        if block.solid:
            lines = [(line, line.lstrip()) for line in seen.split("\n")]
            seen = "\n".join(line.removesuffix(words) + _SPACES.sub(" ", words.rstrip()) for line, words in lines)
            seen = seen.strip("\n")
        elif not _SPACED.fullmatch(seen.strip()):
            seen = _SPACES.sub(" ", seen).strip()
        if count := len(block.text.strip()) - len(seen.strip()):
            findings.append(Finding("invisible", block.at, {"count": str(count)}))
        mended = _mended(nfc(seen).translate(_LIGATURES), lang)
        if mended != seen:
            before, after = _differing(seen, mended)
            findings.append(Finding("letters", block.at, {"before": before, "after": after}))
        repaired.append(replace(block, text=mended))
    return repaired, findings


def _mended(line: str, lang: str) -> str:
    """Repair what is surely wrong with letters; quotation marks are their author's."""
    for _time in range(6):  # one repair may show what else is wrong; some could go back and forth
        if not letters.odd(line):
            break
        sure = [right for problem, right in letters.seen(line, lang) if right and problem.code != "quotes-foreign"]
        if not sure:
            break
        line = nfc(sure[0])
    return line


def _differing(before: str, after: str) -> tuple[str, str]:
    """Give the words that differ, or all where they cannot be paired."""
    old, new = before.split(), after.split()
    if len(old) != len(new):
        return " ".join(old), " ".join(new)
    pairs = [(word, repaired) for word, repaired in zip(old, new, strict=True) if word != repaired]
    return " ".join(word for word, _repaired in pairs), " ".join(repaired for _word, repaired in pairs)


# --- letters that are lost --------------------------------------------------------------------------------------------

_STUMPS = {
    "ro": "n fr dup ctre pn nvmnt nvmntul colar colare colii colar colilor nv elevi inerea lucrrilor hotrre hotrrea "
    "hotrrii msurile msuri judeul judeean judeene educaie educaiei instituii instituia instituiile naional naionale "
    "informaii informaie activiti activitile uniti unitile direcia organizaie comunitii prinii prini situaie "
    "administraie aprobri propunei aezmnt pregtire pregtirea fcut cte dac",
    "pl": "si s owiaty owiata szkoy szkoa uczniw rwnie mog bd moe ktry ktre ktra ktrych wojewdztwo wojewdztwa wnioskw "
    "niepenosprawnych niepenosprawni jzyk jzyka uczestnikw rodzicw zaczniki zacznik dziaania dziaa dzie prosz spoeczny "
    "spoecznego wrzenia padziernika midzy sowa midzynarodowy zoy zoenia ycia",
}
_WHOLE = {"ro": frozenset("ăâîșțşţ"), "pl": frozenset("ąćęłńóśźż")}
LEAST = 3
"""Stumps of words that a text must have to be refused, and no letter of those that its language has beyond a-z."""


def lost(blocks: Sequence[TextBlock], lang: str) -> tuple[Position, str] | None:
    """Find letters that are lost: question marks and boxes within words, or words without their letters."""
    for block in blocks:
        if letters.odd(block.text):
            for problem, right in letters.seen(block.text, lang):
                if problem.code == "letter-lost" and not right:
                    return block.at, problem.value
    known = frozenset(_STUMPS.get(lang, "").split())
    stumps = list[str]()
    for block in blocks:
        words = re.findall(r"[^\W\d_]+", block.text.lower())
        if not _WHOLE.get(lang, frozenset()).isdisjoint(block.text.lower()):
            return None
        stumps += [word for word in words if word in known]
    first = next((block.at for block in blocks if block.text), Position())
    return (first, ", ".join(dict.fromkeys(stumps))) if len(stumps) >= LEAST and len({*stumps}) > 1 else None


# --- lines ------------------------------------------------------------------------------------------------------------

_LONGEST = 120
"""Characters of a line; a text with longer ones was not broken by hand or by a printer."""
_NARROW, _WIDE = 25, 40
"""Characters of the longest line of a column: below that, lines are short because their author wants them so."""
_ITEM = re.compile(r"- |\d+\\?[.)] |[a-zA-Z]\) |> |#{1,6} |\|")
_LABEL = re.compile(
    r"(?:\*\*)?(?:nr\.|către\b|în atenția|spre știință|referitor|ref\.|subiect|znak|dotyczy|do:|do wiadomości|do rąk|"
    r"w sprawie:|szanown|stimat|prof\.|dr\.|drd\.|mgr\b|dr\b|inż\.|ing\.|/-/|z up\.|tel|fax|e-?mail|adres|www\.|"
    r"termen|termin|załącznik|anex[aă]|data|semnat|podpis|l\.s\.)",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?:[^\W\d_][ \u00a0]){3,}[^\W\d_]|(?:[^\W\d_][ \u00a0]+){4,}[^\W\d_]")


def joined(blocks: Sequence[TextBlock]) -> tuple[list[TextBlock], list[Finding]]:
    """Join lines that a page's width has broken; a gap ends a paragraph."""
    longest = max((len(block.text) for block in blocks), default=0)
    if longest > _LONGEST:  # then each line is a paragraph already
        return _standing([block for block in blocks if block.text], [])
    known = {word.lower() for block in blocks for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", block.text)}
    paragraphs, findings = list[TextBlock](), list[Finding]()
    for group in [[*lines] for full, lines in groupby(blocks, key=lambda block: bool(block.text)) if full]:
        width = max(len(line.text) for line in group)
        parts = [[group[0]]]
        for line in group[1:]:
            if _continues(parts[-1][-1].text, line, (width, len(group)), parts[-1][0]):
                parts[-1].append(line)
            else:
                parts.append([line])
        paragraphs += [_paragraph(lines, known, findings) for lines in parts]
    return _standing(paragraphs, findings)


def _standing(blocks: list[TextBlock], findings: list[Finding]) -> tuple[list[TextBlock], list[Finding]]:
    """Keep as headings, of the lines that stand out, those that read as one."""
    standing = list[TextBlock]()
    for block in blocks:
        words = block.words
        if block.level and (len(words) > LONGEST_TITLE or _ENDED.search(words) or _LABEL.match(words)):
            block = replace(block, level=0)
        elif block.level and not _SPACED.fullmatch(block.text):
            findings.append(Finding("heading", block.at, {"text": words}))
        standing.append(block)
    return standing, findings


def _continues(line: str, then: TextBlock, column: tuple[int, int], first: TextBlock) -> bool:
    """Say whether a line goes on in the next: by a small letter, or since its first word had no room.

    `column` is how wide the lines around are, and how many.
    """
    width, lines = column
    if _ITEM.match(then.text) or _LABEL.match(then.text) or _SPACED.fullmatch(line) or _SPACED.fullmatch(then.text):
        return False
    if bool(first.level) != bool(then.level) or (_LABEL.match(line) and line.endswith(":")):
        return False
    if (line.isupper() or then.text.isupper()) and line.isupper() != then.text.isupper():
        return False
    if first.level:
        return True
    start = then.text.lstrip("„”\"'(*«")[:1]
    ended = line.endswith((".", "!", "?")) and lines > 3
    full = len(line) + 1 + len(then.text.split()[0]) > width
    return start.islower() or line.endswith("-") or (full and width > (_NARROW if ended else _WIDE))


def _paragraph(lines: list[TextBlock], known: set[str], findings: list[Finding]) -> TextBlock:
    text = lines[0].text
    for line in lines[1:]:
        first = re.search(r"([^\W\d_]+)-$", text[-_LONGEST:])
        rest = re.match(r"[^\W\d_]+", line.text)
        if not first or not rest:
            text = f"{text} {line.text}"
            continue
        whole, compound = f"{first[1]}{rest[0]}", f"{first[1]}-{rest[0]}"
        if whole.lower() in known and compound.lower() not in known:
            text = text[:-1] + line.text
            findings.append(Finding("hyphen-gone", line.at, {"before": compound, "after": whole}))
        else:
            text += line.text
            findings.append(Finding("hyphen-kept", line.at, {"after": compound}))
    if len(lines) > 1:
        words = plain(text).split()
        opening = " ".join(words[:8]) + (" …" if len(words) > 8 else "")
        findings.append(Finding("joined", lines[0].at, {"text": opening}))
    return replace(lines[0], text=text)


# --- titles and headings ----------------------------------------------------------------------------------------------

_BOLD = re.compile(r"\*\*([^*]+)\*\*:?")
_ENDED = re.compile(r"[.!?:;,…][”\"')*]*$")
LONGEST_HEADING, LONGEST_TITLE = 110, 250
"""Characters of a heading within a text, and of the one that it begins with."""


def headed(blocks: Sequence[TextBlock]) -> tuple[list[TextBlock], list[Finding]]:
    """Find headings: letter-spaced lines, those in bold, and short ones that a paragraph follows."""
    headings, findings = list[TextBlock](), list[Finding]()
    for number, block in enumerate(blocks):
        then = blocks[number + 1] if number + 1 < len(blocks) else None
        bold = _BOLD.fullmatch(block.text)
        hashed = re.fullmatch(r"(#{1,6})\s+(.+?)\s*#*", block.text) if not block.solid else None
        if hashed:
            block = replace(block, text=hashed[2], level=len(hashed[1]))
        elif _SPACED.fullmatch(block.text) and block.text.isupper():
            after = " ".join("".join(word.split()) for word in re.split(r"[ \u00a0]{2,}", block.text)).capitalize()
            findings.append(Finding("spaced", block.at, {"before": block.text, "after": after}))
            block = replace(block, text=after, level=-1)
        elif not block.level and not block.solid and then and _heads(block.text, then, number):
            block = replace(block, text=bold[1] if bold else block.text, level=2)
            near = then.at.page == block.at.page and then.at.number == block.at.number + 1
            code = "glued" if near and not bold else "heading"
            findings.append(Finding(code, block.at, {"text": block.words}))
        headings.append(block)
    return _merged(headings, findings), findings


def _heads(text: str, then: TextBlock, number: int) -> bool:
    """Say whether a line is a heading: short, without an end of a sentence, over a longer paragraph that has one."""
    words, bold = plain(text), _BOLD.fullmatch(text)
    longest = LONGEST_HEADING if number else LONGEST_TITLE
    if not words or len(words) > longest or _LABEL.match(words) or _ITEM.match(text) or "@" in words:
        return False
    if _ENDED.search(words) or not any(char.isupper() for char in words.split()[0]) or words[0].isdecimal():
        return False
    follows = then.words
    if bold:
        return bool(follows) and not _BOLD.fullmatch(then.text)
    return len(follows) > 1.5 * len(words) and len(follows) > 60 and follows.rstrip("”\"')")[-1:] in ".!?:;"


def _merged(blocks: list[TextBlock], findings: list[Finding]) -> list[TextBlock]:
    """Join a heading that stands on two lines, both in capitals at their meeting."""
    merged = list[TextBlock]()
    for block in blocks:
        last = merged[-1] if merged else None
        if last and block.level and not last.solid and 0 < len(last.text) <= 40 and len(block.text) <= 40:
            whole = f"{last.text} {block.text}"
            if last.text.split()[-1].isupper() and block.text.isupper() and not last.text.isupper():
                findings.append(Finding("merged", last.at, {"text": plain(whole)}))
                merged[-1] = replace(block, text=whole, at=last.at)
                continue
        merged.append(block)
    return merged


def levelled(blocks: Sequence[TextBlock]) -> tuple[list[TextBlock], list[Finding]]:
    """Begin headings on the second level, and skip none."""
    graded, findings = list[TextBlock](), list[Finding]()
    above = list[int]()
    for block in blocks:
        if block.level:
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            level = min(len(above) + 1, 6)
            if level != block.level:
                findings.append(Finding("level", block.at, {"text": block.words}))
            block = replace(block, level=level)
        graded.append(block)
    return graded, findings
