"""The application before the court and the order, as they stand. `static/js/court.js` says the same on the phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from field_app.law.clocks import LONDON, Deadline, last_day_of_order

from .entries import Held
from .moments import made as by_made
from .section import section

Current = Mapping[str, Sequence[Held[Any]]]

NOTICE_SERVED = ("served", "before the court", "ordered", "ended")
"""The stages in which the notice has been served or the court has decided."""

UNDECIDED = ("served", "before the court")
"""The stages in which the notice has been served and the court has not decided."""

LISTED, ADJOURNED, ORDER = "hearing listed", "hearing adjourned", "order made"
TOLD, ENDED, NOTICE, CHANGED = (
    "order served or explained",
    "application refused or withdrawn",
    "notice of hearing given or attempted",
    "order changed by the court",
)

NOT_TOLD = "not in court, not told"


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


@dataclass(frozen=True)
class Stands:
    """How an order stands: `now`, by which change of the court's (None: as made), `until` when it is suspended.

    Of what binds the respondent: the conditions, the last day in Europe/London, and whether they know of both (P25).
    """

    now: str
    by: Held[Any] | None
    until: datetime | None
    conditions: tuple[str, ...]
    last_day: date | None
    told: bool


def changes(current: Current) -> list[Held[Any]]:
    """What the court did to the order since it was made, by when; of one minute, in the order it was written down."""
    return sorted(current.get(CHANGED, ()), key=lambda one: one.entry.facts.decided_at)


LEAVES = {"rescinded": "ended", "suspended": "suspended"}
"""How an order stands after what these words alone say: nobody is arrested under it, whatever else is written."""


def left_by(change: Any) -> str:
    """How the order stands from this change on: in force, suspended or ended."""
    now: str = LEAVES.get(change.what, change.order_now)
    return now


def is_new_to_them(change: Any) -> bool:
    """Whether a change leaves something the respondent is to be told of: other conditions, or another last day."""
    return change.conditions is not None or change.last_day is not None


def stands(current: Current, at: datetime | None = None) -> Stands | None:
    """How the order stands after everything the court did to it; None without one.

    With `at`, as it stood then: only what was decided by then counts, and a suspension may have run out.
    """
    made = order(current)
    if made is None:
        return None
    facts = made.entry.facts
    conditions, last = tuple(facts.conditions), last_day(facts)
    knows, since, now, by, until = facts.respondent != NOT_TOLD, None, "in force", None, None
    for one in changes(current):
        change = one.entry.facts
        if at is not None and change.decided_at > at:
            break
        now, by = left_by(change), one
        until = change.until if now == "suspended" else None
        conditions = tuple(change.conditions) if change.conditions is not None else conditions
        last = change.last_day or last
        if is_new_to_them(change):
            knows, since = change.respondent != NOT_TOLD, change.decided_at
    if at is not None and until is not None and until <= at:
        now, until = "in force", None
    told = [one.entry.facts.told_at for one in current.get(TOLD, ())]
    knows = knows or any(since is None or when > since for when in told)
    return Stands(now, by, until, conditions, last, knows)


def runs_until(current: Current) -> date | None:
    """The last day of the order that stands; None without one, once the court has ended it, and where none is known."""
    order_stands = stands(current)
    return order_stands.last_day if order_stands and order_stands.now != "ended" else None


def is_told(current: Current) -> bool:
    """Whether the respondent knows of the order as it stands: was in court, or was told, then or since (P25)."""
    order_stands = stands(current)
    return order_stands is not None and order_stands.told


def newest_hearing(current: Current) -> Held[Any] | None:
    """The newest of what was listed and what the court adjourned to."""
    return max((*current.get(LISTED, ()), *current.get(ADJOURNED, ())), key=by_made, default=None)


def next_hearing(current: Current) -> datetime | None:
    """When the application is heard next, as listed or adjourned to."""
    newest = newest_hearing(current)
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
    computed = _computed(stands(current))
    return {
        "listed": section(_newest(current, LISTED)),
        "next": at.isoformat() if at else None,
        "heard_by": by.isoformat() if by else None,
        "notices": [section(one) or {} for one in current.get(NOTICE, ())],
        "adjourned": [section(one) or {} for one in current.get(ADJOURNED, ())],
        "order": {**(section(made) or {}), **computed} if made else None,
        "changed": [section(one) or {} for one in changes(current)],
        "told": [section(one) or {} for one in current.get(TOLD, ())],
        "ended": section(ended(current)),
    }


def _computed(order_stands: Stands | None) -> dict[str, Any]:
    """What the case view says of an order beyond its record, as the court has left it since."""
    if order_stands is None:
        return {}
    day, until = order_stands.last_day, order_stands.until
    return {
        "conditions_now": list(order_stands.conditions),
        "ends_on": day.isoformat() if day else None,
        "told": order_stands.told,
        "now": order_stands.now,
        "until": until.isoformat() if until else None,
    }
