"""From service to the hearing: when the notice was served, for the clock, and what follows from it.

The earliest time anyone has recorded counts, until legal services accept another: a later correction never lengthens
the working deadline by itself (P3). `static/js/case.js` does the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from field_app.law.clocks import Deadline, hearing_deadline
from field_app.law.courts import Practicable, practicable
from field_app.law.holidays import Holidays, NoHolidays
from field_app.law.regimes import Regime

from .entries import Held
from .force import Force
from .section import section

SERVED, REPORTED = "notice served", "service reported by radio"
"""How service becomes known: the serving officer's signed record, and until it is there what was said by radio."""


def working_time(held: Iterable[Held[Any]]) -> datetime | None:
    """The time of service the working deadline runs from; None before service.

    What was reported by radio counts like a record. Once legal services accept a correction, what it replaces, what
    that replaced, and every report by radio no longer count.
    """
    entries = [one.entry for one in held]
    services = {one.id: one for one in entries if one.kind in (SERVED, REPORTED)}
    ahead = [one.facts.entry for one in entries if one.kind == "legal accepted"]
    settled = {name for name, one in services.items() if ahead and one.kind == REPORTED}
    while ahead:
        accepted = services.get(ahead.pop())
        earlier = set(accepted.replaces) & services.keys() - settled if accepted else set()
        settled |= earlier
        ahead.extend(earlier)
    return min((one.facts.served_at for name, one in services.items() if name not in settled), default=None)


def by_radio(current: Mapping[str, list[Held[Any]]]) -> dict[str, Any] | None:
    """The service that was last reported by radio, and whether a signed record confirms it; None where none was."""
    reported = next(reversed(current.get(REPORTED, ())), None)
    if reported is None:
        return None
    return {**(section(reported) or {}), "confirmed": bool(current.get(SERVED))}


def hearing(served_at: datetime | None, regime: Regime, holidays: Holidays) -> Deadline | None:
    """When the application must have been heard; None before service or beyond the table of holidays."""
    try:
        return hearing_deadline(served_at, holidays, regime) if served_at else None
    except NoHolidays:
        return None


def sittings_before(
    served_at: datetime | None, deadline: Deadline | None, holidays: Holidays, force: Force
) -> Practicable | None:
    """The sittings in time; None before service, beyond the table and where the force has named no court."""
    if served_at is None or deadline is None or not force.courts:
        return None
    ready = served_at + timedelta(minutes=force.clocks.papers)
    return practicable(force.courts, ready, deadline, holidays, alarm_hours=force.clocks.alarm)


def deadline_as_json(deadline: Deadline | None, sittings: Practicable | None) -> dict[str, Any] | None:
    """The deadline as the case view carries it, with the sittings before it where the force has named a court."""
    if deadline is None:
        return None
    return {**deadline.as_json(), "provisional": False, "sittings": sittings.as_json() if sittings else None}
