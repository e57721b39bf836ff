"""What is due: the page of all deadlines and events that are coming, going on or lately over, and the next of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from sitegen import formats, routes
from sitegen.catalogues import Catalogue
from sitegen.keys import key
from sitegen.model import Announcement, Due, Text
from sitegen.pages import Page, Recipe
from sitegen.plan import calendars, shown
from sitegen.plan.excerpts import Excerpt, Scheduled
from sitegen.plan.frames import Guide, Navigation, Spot, frame
from sitegen.plan.lists import Listing
from sitegen.plan.reader import Reader
from sitegen.views import DueView, LinkView, OccasionView, Words

NEXT = 5

Row = tuple[Due, Scheduled]


def page(reader: Reader, spot: Spot, guide: Guide, found: Iterable[Listing]) -> Page:
    """Plan the page of what is due in a language; `found` are all lists, of which some have a calendar."""
    excerpts, language = guide.excerpts, reader.language
    rows = _rows(reader, guide)
    sections = [listing for listing in found if listing.language == language and listing.calendar and not listing.year]
    labels = {name: excerpts.labels[name] for name in (*(one.type for _due, (one, _) in rows), *_names(sections))}
    types = {name: declared for name, (declared, _digest) in labels.items()}
    excerpt = Excerpt(language, excerpts.common, types, {}, {}, {}, ())
    placed = tuple((listing.name, listing.address + routes.CALENDAR) for listing in sections)
    shown_rows = tuple((due, one) for due, (one, _digest) in rows)
    recipe = Recipe(
        partial(_view, excerpt, guide.navigation, reader.address, spot, shown_rows, placed),
        {
            "entries": key(*((due, digest) for due, (_one, digest) in rows)),
            "type": "".join([digest for _declared, digest in labels.values()]),
            "list": key(reader.address, spot, placed),
            "site": guide.digest,
        },
    )
    return Page(routes.file_of(reader.address), "pages/due.html", recipe, language)


def _names(sections: list[Listing]) -> tuple[str, ...]:
    return tuple(listing.name for listing in sections)


def _rows(reader: Reader, guide: Guide) -> list[tuple[Due, tuple[Scheduled, str]]]:
    """Give what is due to a reader, in order, each with its announcement and the digest of that."""
    known = reader.site.announcements
    seen = [due for due in reader.site.due if reader.shows(due.identity) and reader.scheduled(known[due.identity])]
    return [(due, guide.excerpts.scheduled(known[due.identity])) for due in seen]


def coming(reader: Reader, guide: Guide) -> tuple[OccasionView, ...]:
    """Give the next that are coming."""
    rows = [(due, one) for due, (one, _digest) in _rows(reader, guide) if due.state == "coming"]
    return tuple(view for row in rows for view in _occasion(row, reader))[:NEXT]


def _view(
    excerpt: Excerpt,
    guide: Navigation,
    address: str,
    spot: Spot,
    rows: tuple[Row, ...],
    sections: tuple[tuple[str, str], ...],
    words: Catalogue,
    _whole: Announcement | None,
) -> DueView:
    site, _ = excerpt.site(), words.gettext
    reader = Reader(site, excerpt.language, words, address)
    heading = Words(_("Deadlines and events"))
    views = {
        state: tuple(view for row in rows if row[0].state == state for view in _occasion(row, reader))
        for state in ("coming", "ongoing", "over")
    }
    return DueView(
        frame=frame(reader, spot, heading, guide),
        heading=heading,
        **views,
        calendars=(
            LinkView(Words(_("All deadlines and events")), reader.to(guide.calendar)),
            *(
                LinkView(Words(words.pgettext("type", site.types[name].label[1])), reader.to(calendar))
                for name, calendar in sections
            ),
        ),
        subscribe=routes.absolute(site.config.base_url, guide.calendar),
    )


def _occasion(row: Row, reader: Reader) -> Iterable[OccasionView]:
    """Show an occasion; one that a translation does not have is not there to be shown."""
    due, scheduled = row
    cited = scheduled.cited
    foreign = cited.language if cited.language != reader.language else ""
    for occasion in scheduled.occasions:
        if occasion.path == due.path:
            ends = [one for one in (occasion.start, occasion.end) if one]
            yield OccasionView(
                kind=occasion.kind,
                label=calendars.label(occasion, reader),
                title=reader.words(occasion.title) if occasion.title else Words(""),
                link=LinkView(reader.words(Text(cited.title, cited.language)), reader.to(cited.address), foreign),
                type_label=reader.catalogue.pgettext("type", reader.site.types[scheduled.type].label[0]),
                when=tuple(shown.moment(one, scheduled.zone, reader) for one in ends),
                place=reader.words(occasion.place) if occasion.place else Words(""),
                online=occasion.online,
                state=due.state,
                days=due.days,
                cancelled=scheduled.cancelled,
                language=formats.language_name(foreign, reader.language) if foreign else "",
                calendar=reader.to(cited.address + routes.CALENDAR),
            )
