"""Chrome: lines that belong to a web site or a page and not to the text, by language and content management system."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sitegen.tools.importing.values import Block, Finding, plain

_PATTERNS: Mapping[str, tuple[str, ...]] = {
    "ro": (
        r"comentari(?:u|i|ile)\s*\(?\d*\)?|\d+ comentari[iu]",
        r"lasă un (?:răspuns|comentariu)|adaugă (?:un )?comentariu",
        r"(?:distribuie|tipărește|printează|imprimă|trimite pe e-?mail|citește și|vezi și|meniu|acasă)\W*",
        r"(?:articolul|postarea) (?:anterioară?|anterior|următoare?a?|următor(?:ul)?)\W.*",
        r"etichete\s*:.*|categori[ie]\s*:.*|vizualizări\s*:?\s*\d+|acasă\s*[›»/>].*",
        r"(?:publicat|postat|adăugat) (?:de|în|la|pe)\b.{0,80}|ultima actualizare\s*:?.{0,60}",
        r"linia de informare.{0,40}|program(?:ul)? (?:de lucru|cu publicul)\s*:?.{0,60}",
        r"sari la conținut|acest site (?:folosește|utilizează) cookie.*|toate drepturile rezervate.*",
    ),
    "pl": (
        r"(?:drukuj|udostępnij|metryka|rejestr zmian|wstecz|powrót|do góry|strona główna|mapa strony)\W*",
        r"strona główna\s*[›»/>].*|liczba (?:wyświetleń|odwiedzin)\s*:?\s*\d+",
        r"(?:dodaj|zostaw) (?:komentarz|odpowiedź)|komentarze\s*\(?\d*\)?|tagi\s*:.*|kategori[ae]\s*:.*",
        r"(?:czytaj|zobacz) (?:także|również|też)\W*|(?:poprzedni|następny) (?:wpis|artykuł)\W?.*",
        r"(?:data )?(?:publikacji|opublikowano|wytworzono|wytworzyła?|opublikowała?|wprowadziła?)\s*:.{0,80}",
        r"godziny (?:otwarcia|pracy|urzędowania)\s*:?.{0,60}|ostatnia (?:aktualizacja|modyfikacja)\s*:?.{0,60}",
        r"przejdź do (?:treści|menu).*|ta strona (?:używa|korzysta z) (?:plików )?cookie.*|"
        r"wszelkie prawa zastrzeżone.*",
    ),
    "en": (  # which themes of WordPress, Joomla and Drupal leave untranslated
        r"last updated\s*:.{0,60}|leave a (?:reply|comment)|no comments?|\d+ comments?|read more",
        r"share (?:this|on)\b.{0,40}|skip to (?:main )?content|(?:previous|next) (?:post|article)\W?.*",
        r"posted (?:by|on|in)\b.{0,80}|tags\s*:.*|all rights reserved.*|print this page",
    ),
    "": (
        r"//+|©.{0,100}|\d\d?[:.]\d\d\s*[-–—]\s*\d\d?[:.]\d\d",
        r"(?:luni|pn\.?|pon\.?)\W{1,4}(?:vineri|pt\.?|piątek)\W{1,4}\d\d?[:.]\d\d\s*[-–—]\s*\d\d?[:.]\d\d",
    ),
}
_LINES = re.compile("|".join(part for parts in _PATTERNS.values() for part in parts), re.IGNORECASE)
_PAGE = re.compile(
    r"[-–—]?\s*\d{1,3}\s*[-–—]?|(?:pagina|pag\.|strona|str\.|page)\s*\d+(?:\s*(?:/|din|z|of)\s*\d+)?",
    re.IGNORECASE,
)
_SEAT = re.compile(
    r"(?:piața|str\.|strada|bd\.|bulevardul|calea|șos\.|aleea|ul\.|al\.|pl\.|plac)\s.{2,60}\d+\w?(?:,.{0,40})?"
    r"|(?:tel|fax|telefon)\b[.:\s].{5,40}",
    re.IGNORECASE,
)
_HEAD = 6
"""Lines at the beginning among which the seat of the site's owner may stand, when other chrome is beside it."""


def cut(blocks: Sequence[Block]) -> tuple[list[Block], list[Finding]]:
    """Leave chrome out."""
    found = list[Finding]()
    kept = list[Block]()
    head = any(_LINES.fullmatch(plain(block.text)) for block in blocks[:_HEAD])
    for number, block in enumerate(blocks):
        words = plain(block.text)
        seat = head and number < _HEAD and _SEAT.fullmatch(words)
        paged = block.at.page and _PAGE.fullmatch(words)
        if not block.solid and (seat or paged or _LINES.fullmatch(words)):
            found.append(Finding("cut", block.at, {"text": words}))
        else:
            kept.append(block)
    return kept, found
