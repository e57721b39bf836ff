"""Chrome: lines that belong to a web site or a page and not to the text, by language and content management system."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.importing.values import Block, Finding, plain

_LINES = re.compile(
    "|".join(
        (
            # WordPress, Joomla, Drupal in Romanian.
            r"//+|comentari(?:u|i|ile)\s*\(?\d*\)?|\d+ comentari[iu]|lasă un (?:răspuns|comentariu)|adaugă (?:un )?comentariu",
            r"(?:distribuie|tipărește|printează|imprimă|trimite pe e-?mail|salvează|citește și|vezi și|meniu|acasă)\W*",
            r"(?:articolul|postarea) (?:anterioară?|următo[a]?r(?:ul|e)?)\W.*|etichete\s*:.*|categori[ie]\s*:.*|vizualizări\s*:?\s*\d+",
            r"(?:publicat|postat|adăugat|scris) (?:de|în|la|pe)\b.{0,80}|ultima actualizare\s*:?.{0,60}|acasă\s*[›»/>].*",
            r"linia de informare.{0,40}|program(?:ul)? (?:de lucru|cu publicul)\s*:?.{0,60}|toate drepturile rezervate.*",
            r"sari la conținut|acest site (?:folosește|utilizează) cookie.*|accept(?:ă|ați)? (?:toate )?cookie.*",
            # In Polish, and what the public information bulletins (BIP) add.
            r"(?:drukuj|udostępnij|metryka|rejestr zmian|wstecz|powrót|do góry|strona główna|mapa strony)\W*",
            r"strona główna\s*[›»/>].*|liczba (?:wyświetleń|odwiedzin)\s*:?\s*\d+|(?:dodaj|zostaw) (?:komentarz|odpowiedź)",
            r"(?:czytaj|zobacz) (?:także|również|też)\W*|(?:poprzedni|następny) (?:wpis|artykuł)\W?.*|przejdź do (?:treści|menu).*",
            r"(?:data )?(?:publikacji|opublikowano|wytworzono|wytworzył[a]?|opublikował[a]?|wprowadził[a]?)\s*:.{0,80}",
            r"godziny (?:otwarcia|pracy|urzędowania)\s*:?.{0,60}|komentarze\s*\(?\d*\)?|tagi\s*:.*|kategori[ae]\s*:.*",
            r"ta strona (?:używa|korzysta z) (?:plików )?cookie.*|wszelkie prawa zastrzeżone.*|ostatnia (?:aktualizacja|modyfikacja)\s*:?.{0,60}",
            # In English, which themes leave untranslated.
            r"last updated\s*:.{0,60}|leave a (?:reply|comment)|no comments?|\d+ comments?|share (?:this|on)\b.{0,40}|skip to (?:main )?content",
            r"(?:previous|next) (?:post|article)\W?.*|posted (?:by|on|in)\b.{0,80}|tags\s*:.*|all rights reserved.*|print this page|read more",
            r"©.{0,100}|(?:luni|pn|pon)\W{1,4}(?:vineri|pt|piątek)\W{1,4}\d\d?[:.]\d\d\s*[-–—]\s*\d\d?[:.]\d\d",
            r"\d\d?[:.]\d\d\s*[-–—]\s*\d\d?[:.]\d\d",
        )
    ),
    re.IGNORECASE,
)
_PAGE = re.compile(r"[-–—]?\s*\d{1,3}\s*[-–—]?|(?:pagina|pag\.|strona|str\.|page)\s*\d+(?:\s*(?:/|din|z|of)\s*\d+)?", re.IGNORECASE)
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
