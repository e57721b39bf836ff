"""Slots: what stands in a body for what only a page knows, and how a page fills it in.

A slot stands between the characters U+0002 and U+0003, which no body can hold: `A:target` for a link's address,
`S:target` for an image's, `I:id` for an id and wherever one is named, `B:1` for the words of a note's way back, `T:1`
for those of a table's region, `W:note` for the title of an admonition that has none of its own, `N:lang target` for the
title of what a link without own words leads to, in a text of that language. Targets and ids are written in them as HTML
escapes them.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping
from types import MappingProxyType

_SLOT = re.compile("\x02([ASIBTWN]):([^\x03]*)\x03")
NAMED = re.compile("\x02N:[^\x03 ]* ([^\x03]*)\x03")
"""A title's slot, and in it the target."""
_HIDDEN = "…"
"""Stands for the title of what the reader does not get."""
_SPELT = re.compile('<a href="(https?://[^"]*)">(?=\\1</a>)')
"""A link whose words are its address, which so needs not be printed after it."""


def escaped(text: str) -> str:
    """Write text as HTML escapes it."""
    return entities.escape(text, quote=False)


def worded(named: str, titles: Mapping[str, tuple[str, str]]) -> str:
    """Put titles in place of their slots in plain text."""
    return NAMED.sub(lambda slot: titles.get(entities.unescape(slot[1]), (_HIDDEN, ""))[0], named)


def fill(
    html: str,
    links: Mapping[str, tuple[str, str]],
    ids: Mapping[str, str],
    back_to_note: str,
    table: str,
    admonitions: Mapping[str, str],
    titles: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> str:
    """Fill the slots: `links` gives (address, hreflang) of a target as written, `titles` (title, its language).

    `back_to_note` and `table` have `{}` for the number.
    A link or image whose target is not there loses its address.
    """

    def filled(slot: re.Match[str]) -> str:
        kind, written = slot.groups()
        name = entities.unescape(written)
        if kind in "AS":
            if name not in links:
                return "\x02"
            address, hreflang = links[name]
            attribute = "href" if kind == "A" else "src"
            refined = f' hreflang="{entities.escape(hreflang)}"' if hreflang and kind == "A" else ""
            return f'{attribute}="{entities.escape(address)}"{refined}'
        if kind == "I":
            return entities.escape(ids.get(name, name))
        if kind in "BT":
            return entities.escape((back_to_note if kind == "B" else table).replace("{}", name))
        if kind == "N":
            here, _, target = name.partition(" ")
            title, lang = titles.get(target, (_HIDDEN, here))
            same = lang.partition("-")[0] == here.partition("-")[0]
            return escaped(title) if same else f'<span lang="{entities.escape(lang)}">{escaped(title)}</span>'
        return entities.escape(admonitions.get(name, name.capitalize()), quote=False)

    # What stays empty takes the space before it along.
    whole = _SLOT.sub(filled, html).replace(" \x02", "").replace("\x02", "")
    return _SPELT.sub(r'<a class="spelt" href="\1">', whole)
