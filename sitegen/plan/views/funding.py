"""Who paid, in the words that the European Union asks for in the programming period that the money is of."""

from __future__ import annotations

import re

from sitegen.language import formats
from sitegen.model import Field, PartialDate, Text, Values
from sitegen.plan.views.reader import Reader

_YEARS = re.compile(r"\b(20\d\d)\s?[-–—/]\s?(20\d\d)\b")
_PLUS = re.compile(r"\bPlus\b|\w\+")


def statement(funding: Values, period: str, reader: Reader) -> str:
    """Say who paid; nothing where it is not known of which period the money is, as the words could be wrong."""
    _, choice = reader.catalogue.gettext, str(funding.get("statement"))
    if choice not in ("co_funded", "funded"):
        return ""
    if period == "2021-2027":  # Regulation (EU) 2021/1060, annex IX
        return reader.choice(choice)
    if period != "2014-2020":
        return ""
    words = {  # Regulation (EU) No 1303/2013, annex XII: the Union, and the fund
        "co_funded": _("Co-financed from European Union funds: %(fund)s"),
        "funded": _("Financed from European Union funds: %(fund)s"),
    }[choice]
    fund = funding.get("fund")
    if isinstance(fund, Text) and formats.primary(fund.lang) == reader.language:
        return words % {"fund": fund.text}
    return words.partition(":")[0]


def programming_period(funding: Values, around: Values, declared: tuple[Field, ...]) -> str:
    """Give the programming period of an original's funding: as written, else where what it says leaves no other.

    `around` are the values beside the funding, as declared: a period among them may tell.
    """
    if stated := funding.get("programming_period"):
        return str(stated)
    names = [part.text for name in ("programme", "fund") if isinstance(part := funding.get(name), Text)]
    years = {"-".join(match.groups()) for text in names for match in _YEARS.finditer(text)}
    if years:
        return years.pop() if len(years) == 1 else ""
    if any(_PLUS.search(text) for text in names):  # ESF+, which there was not before
        return "2021-2027"
    periods = (around.get(field.name) for field in declared if field.kind == "period" and not field.list)
    period = next((value for value in periods if isinstance(value, dict)), {})
    start, end = period.get("start"), period.get("end")
    if isinstance(start, PartialDate) and start.year > 2023:  # until then money of the period before was spent
        return "2021-2027"
    if isinstance(start, PartialDate) and isinstance(end, PartialDate) and start.year > 2015 and end.year < 2021:
        return "2014-2020"
    return ""
