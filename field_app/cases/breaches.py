"""The breaches of a case: what was reported, each arrest with the times that run from it, what a court did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from field_app.law.breach import BreachOf, Limits, breach_of, limits, next_steps
from field_app.law.courts import Court, sittings_before
from field_app.law.holidays import Holidays, NoHolidays
from field_app.law.regimes import Regime

from .entries import Held
from .moments import made, put_right
from .section import section

KINDS = {"reported": "breach reported", "units": "unit sent or not", "heard": "breach heard"}
"""What stands in the case view as it was recorded."""

BESIDE = ("breach reported", "unit sent or not", "compliance visit made")
"""What stands beside the case: two versions of one need nobody to settle them."""

UNIT_WITHIN = timedelta(minutes=10)
"""A report to which nobody recorded a unit, sent or not, alarms after this."""

Current = Mapping[str, Sequence[Held[Any]]]


def arrest_limits(
    regime: Regime, of: BreachOf, arrested_at: datetime, hearing: datetime | None, holidays: Holidays
) -> Limits | None:
    """The times that run from an arrest; None for an offence, and beyond the table of holidays.

    `hearing` is the latest the application may be heard, None where that is not known.
    """
    try:
        return limits(breach_of(regime, of), arrested_at, hearing, holidays)
    except NoHolidays:
        return None


def units_of(current: Current, report: Held[Any]) -> list[Held[Any]]:
    """What was recorded of units for this report: each sent, or not and why."""
    return [
        one for one in current.get(KINDS["units"], ()) if report.entry.id in {named.id for named in one.entry.relies_on}
    ]


def unit_of(current: Current, report: Held[Any]) -> Held[Any] | None:
    """The last that was recorded of a unit for this report; None while nothing was."""
    return max(units_of(current, report), key=made, default=None)


def without_arrest(current: Current) -> list[Held[Any]]:
    """The breaches reported for which nobody was arrested and that no court heard, as far as is recorded."""
    arrests, heard = current.get("arrest made", ()), current.get(KINDS["heard"], ())
    dealt_with = {named.id for one in (*arrests, *heard) for named in one.entry.relies_on}
    return [
        one
        for one in current.get(KINDS["reported"], ())
        if one.entry.id not in dealt_with
        and not any(
            arrest.entry.facts.of == one.entry.facts.of and arrest.entry.facts.arrested_at >= put_right(one.entry)
            for arrest in arrests
        )
    ]


def waiting(current: Current) -> list[Held[Any]]:
    """The breaches reported that no unit is known to have met: none was sent, nobody arrested, no court heard it."""
    units = ((one, unit_of(current, one)) for one in without_arrest(current))
    return [one for one, unit in units if unit is None or not unit.entry.facts.sent]


def view(
    current: Current, regime: Regime, hearing: datetime | None, holidays: Holidays, courts: Sequence[Court]
) -> dict[str, list[dict[str, Any]]]:
    """What the case view says of breaches.

    Each arrest with its `limits`, the `sittings` before the earlier of them, whether it was `heard`, and what is to be
    done `next`: nothing any more once a court has dealt with it, by a "breach heard" that relies on it.
    """
    heard = {named.id for one in current.get(KINDS["heard"], ()) for named in one.entry.relies_on}
    arrests = []
    for one in current.get("arrest made", ()):
        facts = one.entry.facts
        breach = breach_of(regime, facts.of)
        by = arrest_limits(regime, facts.of, facts.arrested_at, hearing, holidays)
        sittings = sittings_before(courts, by, facts.arrested_at, holidays)
        done = one.entry.id in heard
        unknown = by is None and breach.custody_hours is not None
        arrests.append(
            {
                **(section(one) or {}),
                "limits": by.as_json() if by else None,
                "sittings": sittings.as_json() if sittings else None,
                "heard": done,
                "next": [] if done or unknown else list(next_steps(breach, by)),
            }
        )
    recorded = {name: [section(one) or {} for one in current.get(kind, ())] for name, kind in KINDS.items()}
    return {**recorded, "arrests": arrests}
