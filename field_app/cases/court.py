"""The application before the court and the order, as they stand. `static/js/court.js` says the same on the phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from field_app.law.clocks import LONDON, Deadline, last_day_of_order

from .entries import Held
from .section import section

Current = Mapping[str, Sequence[Held[Any]]]

NOTICE_SERVED = ("served", "before the court", "ordered", "ended")
"""The stages in which the notice has been served or the court has decided."""

LISTED, ADJOURNED, ORDER = "hearing listed", "hearing adjourned", "order made"
TOLD, ENDED, NOTICE = (
    "order served or explained",
    "application refused or withdrawn",
    "notice of hearing given or attempted",
)


def order(current: Current) -> Held[Any] | None:
    """The order that stands: the newest record of one."""
    return _newest(current, ORDER)


def ended(current: Current) -> Held[Any] | None:
    """What ended the application without an order; an order recorded beside it goes before."""
    return None if order(current) else _newest(current, ENDED)


def determined_on(current: Current) -> date | None:
    """The day in Europe/London on which the court decided, which ended the notice (CSA 2010 s.27(9)); None before it.

    A withdrawal decides nothing.
    """
    if made := order(current):
        day: date = made.entry.facts.made_on
        return day
    over = ended(current)
    if over is None or over.entry.facts.outcome == "withdrawn":
        return None
    at: datetime = over.entry.facts.decided_at
    return at.astimezone(LONDON).date()


def stage(current: Current, *, served: bool) -> str | None:
    """How far the court has taken the case; None where it has not come to it. A court's order binds, served or not."""
    if order(current):
        return "ordered"
    if ended(current):
        return "ended"
    heard = current.get(LISTED) or current.get(ADJOURNED)
    return "before the court" if served and heard else None


def last_day(facts: Any) -> date | None:
    """The last day of an order as made (CSA 2010 s.28(10)-(11)); None where neither days nor a day was recorded.

    Of two that differ the earlier: nobody is arrested under an order that may have ended.
    """
    counted = last_day_of_order(facts.made_on, facts.days) if facts.days else None
    return min((day for day in (counted, facts.last_day) if day), default=None)


def is_told(current: Current) -> bool:
    """Whether the respondent knows of the order that stands: was in court, or was told, then or since (P25)."""
    made = order(current)
    return made is not None and (made.entry.facts.respondent != "not in court, not told" or bool(current.get(TOLD)))


def next_hearing(current: Current) -> datetime | None:
    """When the application is heard next: the newest of what was listed and what the court adjourned to."""
    newest = max(
        (*current.get(LISTED, ()), *current.get(ADJOURNED, ())),
        key=lambda one: (one.entry.made_at.timestamp() + (one.entry.clock_offset_s or 0), one.entry.id),
        default=None,
    )
    if newest is None:
        return None
    facts = newest.entry.facts
    at: datetime | None = facts.sitting_at if newest.entry.kind == LISTED else facts.until
    return at


def heard_by(current: Current, deadline: Deadline | None) -> datetime | None:
    """The latest the application is heard, for whoever is arrested for breach (CSA 2010 s.26(1)(b)).

    As listed, or not later than the deadline, whichever is earlier; once a hearing was adjourned, as adjourned.
    """
    listed = next_hearing(current)
    if current.get(ADJOURNED):
        return listed
    times = [at for at in (listed, deadline.at if deadline else None) if at]
    return min(times, default=None)


def _newest(current: Current, kind: str) -> Held[Any] | None:
    found = current.get(kind)
    return found[-1] if found else None


def view(current: Current, deadline: Deadline | None) -> dict[str, Any]:
    """What the case view says of the court."""
    made, by, at = order(current), heard_by(current, deadline), next_hearing(current)
    day = last_day(made.entry.facts) if made else None
    computed = {"ends_on": day.isoformat() if day else None, "told": is_told(current)}
    return {
        "listed": section(_newest(current, LISTED)),
        "next": at.isoformat() if at else None,
        "heard_by": by.isoformat() if by else None,
        "notices": [section(one) or {} for one in current.get(NOTICE, ())],
        "adjourned": [section(one) or {} for one in current.get(ADJOURNED, ())],
        "order": {**(section(made) or {}), **computed} if made else None,
        "told": [section(one) or {} for one in current.get(TOLD, ())],
        "ended": section(ended(current)),
    }
