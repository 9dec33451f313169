"""How many notices were unserved for too long at any one time: at the end of each day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from field_app.cases.case import Case
from field_app.cases.moments import put_right

from .event import Happened, day_of, happening

TOO_LONG = timedelta(hours=24)

BEGUN, ENDED = "unserved a day begun", "unserved a day ended"
STANDING = (BEGUN, ENDED)
"""That a notice was unserved for too long from the end of a day on, and no more from the end of another. Of these, what
was before a period counts in it too."""


def of_waiting(case: Case) -> Iterator[Happened]:
    """From which day's end on its notice was authorised for more than 24 hours and neither served nor withdrawn, and
    from which on no more; nothing where that was at no day's end."""
    decision = case.decision
    if decision is None or decision.entry.kind == "authority refused":
        return
    authorised: datetime = getattr(decision.entry.facts, "given_at", None) or put_right(decision.entry)
    ends: list[datetime] = [one.entry.facts.served_at for one in (case.service,) if one]
    ends += [put_right(one.entry) for one in (case.withdrawal,) if one]
    begun, ended = day_of(authorised + TOO_LONG), day_of(min(ends)) if ends else None
    if ended is not None and ended <= begun:
        return
    yield happening(case, BEGUN, begun, of=begun.isoformat())
    if ended is not None:
        yield happening(case, ENDED, ended, of=ended.isoformat())


def each_day(begun: Mapping[str, int], ended: Mapping[str, int], stood: int, first: date, last: date) -> dict[str, int]:
    """How many stood at the end of each day from `first` to `last`, where any did; `stood`: of the day before."""
    if not stood and not begun:
        return {}
    found = {}
    day = first if stood else max(first, date.fromisoformat(min(begun)))
    while day <= last:
        text = day.isoformat()
        stood += begun.get(text, 0) - ended.get(text, 0)
        if stood:
            found[text] = stood
        day += timedelta(days=1)
    return found
