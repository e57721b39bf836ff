"""What is due: the page of all deadlines and events that are coming, going on or lately over, and the next of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sitegen.language import formats
from sitegen.model import Announcement, Due, Text, routes
from sitegen.model.catalogue import Catalogue
from sitegen.model.keys import key
from sitegen.model.pages import Page, Recipe
from sitegen.model.views import LinkView, Piece, Words
from sitegen.model.views.lists import DueView, OccasionView
from sitegen.plan import calendars
from sitegen.plan.excerpts import CALLED_OFF, Excerpt, Scheduled
from sitegen.plan.lists import Listing
from sitegen.plan.views.frame import Guide, Navigation, Spot, frame
from sitegen.plan.views.life import state
from sitegen.plan.views.reader import Reader

NEXT = 5

Row = tuple[Due, Scheduled]


def spot(readers: Mapping[str, Reader], order: Mapping[str, list[Announcement]]) -> Spot:
    """Say where the page of what is due stands: in the languages whose readers get a date to keep."""
    site = next(iter(readers.values())).site
    placed = {
        language: site.words["due", language]
        for language, reader in readers.items()
        if any(map(reader.scheduled, order[language]))
    }
    return Spot(placed, placed.get(site.config.languages[0]))


def pages(
    spot: Spot, readers: Mapping[str, Reader], guides: Mapping[str, Guide], listings: Iterable[Listing]
) -> list[Page]:
    """Plan the pages of what is due; `found` are all lists, of which some have a calendar."""
    return [_page(readers[tag].at(at), spot, guides[tag], listings) for tag, at in spot.addresses.items()]


def _page(reader: Reader, spot: Spot, guide: Guide, listings: Iterable[Listing]) -> Page:
    excerpts, language = guide.excerpts, reader.language
    digested = _rows(reader, guide)
    rows = tuple((due, scheduled) for due, (scheduled, _digest) in digested)
    sections = tuple(
        (listing.name, listing.calendar)
        for listing in listings
        if listing.language == language and listing.calendar and not listing.year
    )
    names = [scheduled.type for _due, scheduled in rows] + [name for name, _calendar in sections]
    types, of_types = excerpts.labelled(names)
    excerpt = Excerpt(language, excerpts.common, types, {}, {}, {}, ())
    entries = key(*((due, digest) for due, (_scheduled, digest) in digested))
    digests = {"entries": entries, "type": of_types, "site": guide.digest}
    page = _DuePage(digests, excerpt, guide.navigation, rows, reader.address, spot, sections)
    return Page(routes.file_of(reader.address), "pages/due.html", page, language)


def _rows(reader: Reader, guide: Guide) -> list[tuple[Due, tuple[Scheduled, str]]]:
    """Give what is due to a reader, in order, each with its announcement and the digest of that."""
    known = reader.site.announcements
    seen = [due for due in reader.site.due if reader.shows(due.identity) and reader.scheduled(known[due.identity])]
    return [(due, guide.excerpts.scheduled(known[due.identity])) for due in seen]


def coming(reader: Reader, guide: Guide) -> tuple[OccasionView, ...]:
    """Give the next that are coming."""
    rows = [(due, scheduled) for due, (scheduled, _digest) in _rows(reader, guide) if due.state == "coming"]
    return tuple(view for row in rows for view in _occasion(row, reader))[:NEXT]


@dataclass(frozen=True, slots=True)
class _DuePage(Recipe):
    """The page of what is due; `sections` are those with a calendar: the type, and the calendar's address."""

    OWN = "list"
    excerpt: Excerpt = field(repr=False)
    navigation: Navigation = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    address: str
    spot: Spot
    sections: tuple[tuple[str, str], ...]

    def view(self, words: Catalogue, _whole: Announcement | None, /) -> DueView:
        site, _ = self.excerpt.site(), words.gettext
        reader = Reader(site, self.excerpt.language, words, self.address)
        heading = Words(_("Deadlines and events"))
        views = {
            state: tuple(view for row in self.rows if row[0].state == state for view in _occasion(row, reader))
            for state in ("coming", "ongoing", "over")
        }
        return DueView(
            frame=frame(reader, self.spot, heading, self.navigation),
            heading=heading,
            **views,
            calendars=(
                LinkView(Words(_("All deadlines and events")), reader.to(self.navigation.calendar)),
                *(LinkView(Words(reader.plural(name)), reader.to(calendar)) for name, calendar in self.sections),
            ),
            subscribe=routes.absolute(site.config.base_url, self.navigation.calendar),
        )


def _state(scheduled: Scheduled, reader: Reader) -> str:
    """Say why a date is not to be kept any more, or not yet."""
    _ = reader.catalogue.gettext
    life = scheduled.life
    # Translators: said of an event, or of a deadline, that was called off.
    return _("Cancelled") if life.state == "cancelled" else state(life, scheduled.zone, reader)


def _occasion(row: Row, reader: Reader) -> Iterable[OccasionView]:
    """Show an occasion; one that a translation does not have is not there to be shown."""
    due, scheduled = row
    cited = scheduled.cited
    foreign = cited.language if cited.language != reader.language else ""
    for occasion in scheduled.occasions:
        if occasion.path == due.path:
            moments = [moment for moment in (occasion.start, occasion.end) if moment]
            texts = formats.span(occasion.start, occasion.end, scheduled.zone, reader.language)
            yield OccasionView(
                kind=occasion.kind,
                label=calendars.label(occasion, reader),
                title=reader.words(occasion.title) if occasion.title else Words(""),
                link=LinkView(reader.words(Text(cited.title, cited.language)), reader.to(cited.address), foreign),
                type_label=reader.singular(scheduled.type, scheduled.form),
                when=tuple(
                    Piece(Words(text), datetime=formats.rfc3339(moment, scheduled.zone, short=True))
                    for text, moment in zip(texts, moments, strict=True)
                ),
                place=reader.words(occasion.place) if occasion.place else Words(""),
                online=occasion.online,
                state=due.state,
                days=due.days,
                cancelled=_state(scheduled, reader) if scheduled.life.state in CALLED_OFF else "",
                opening=_state(scheduled, reader) if calendars.unopened(occasion, scheduled) else "",
                language=formats.language_name(foreign, reader.language) if foreign else "",
                calendar=reader.to(cited.address + routes.CALENDAR),
            )
