"""The breaches of a case: what was reported, each arrest with the times that run from it, what a court did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from field_app.law.breach import BreachOf, Limits, breach_of, limits, next_steps
from field_app.law.courts import Court, sittings_before
from field_app.law.holidays import Holidays, NoHolidays
from field_app.law.regimes import Regime

from .entries import Held
from .moments import made, put_right
from .section import section

if TYPE_CHECKING:
    from .case import Case

KINDS = {"reported": "breach reported", "units": "unit sent or not", "heard": "breach heard"}
"""What stands in the case view as it was recorded."""

BESIDE = ("breach reported", "unit sent or not", "compliance visit made", "later event recorded")
"""What stands beside the case: two versions of one need nobody to settle them."""

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


def versions(case: Case, report: Held[Any]) -> list[Held[Any]]:
    """A report and every one that it corrects, the first that was made first: the breach was reported once."""
    found, ahead = {report.entry.id: report}, [report]
    while ahead:
        named = (case.by_id.get(one) for one in ahead.pop().entry.replaces)
        fresh = [one for one in named if one and one.entry.kind == report.entry.kind and one.entry.id not in found]
        found |= {one.entry.id: one for one in fresh}
        ahead += fresh
    return sorted(found.values(), key=made)


def reported_at(case: Case, report: Held[Any]) -> datetime:
    """When a breach was first reported (UTC); correcting the report does not make it later."""
    return put_right(versions(case, report)[0].entry)


def units_of(case: Case, report: Held[Any]) -> list[Held[Any]]:
    """What was recorded of units for this breach: each sent, or not and why.

    What answered a report answers what it was corrected to.
    """
    ids = {one.entry.id for one in versions(case, report)}
    units = case.current.get(KINDS["units"], ())
    return [one for one in units if ids & {named.id for named in one.entry.relies_on}]


def unit_of(case: Case, report: Held[Any]) -> Held[Any] | None:
    """The last that was recorded of a unit for this breach; None while nobody has."""
    return max(units_of(case, report), key=made, default=None)


def without_arrest(case: Case) -> list[Held[Any]]:
    """The breaches reported for which nobody was arrested and that no court heard, as far as is recorded."""
    arrests, heard = case.current.get("arrest made", ()), case.current.get(KINDS["heard"], ())
    dealt_with = {named.id for one in (*arrests, *heard) for named in one.entry.relies_on}
    return [
        one
        for one in case.current.get(KINDS["reported"], ())
        if not dealt_with & {it.entry.id for it in versions(case, one)}
        and not any(
            arrest.entry.facts.of == one.entry.facts.of and arrest.entry.facts.arrested_at >= reported_at(case, one)
            for arrest in arrests
        )
    ]


def waiting(case: Case) -> list[Held[Any]]:
    """The breaches reported that no unit is known to have met: none was sent, nobody arrested, no court heard it."""
    units = ((one, unit_of(case, one)) for one in without_arrest(case))
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
