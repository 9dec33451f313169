"""Who is on call at a moment, in which order they are asked, and where the rota has gaps.

Shifts are entered as times on London's clock and held as instants, so a night in which the clock changes is as long
as it is. A shift ends as the next begins: at the handover itself the next officer is asked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from .force import Force
from .office import Office, Officer, Shift

LOOKED_AHEAD = timedelta(days=7)
"""So far ahead a gap in the rota is named."""

AUTHORISING, INSPECTING = "authorising officer", "duty inspector"


TEXT_AFTER = timedelta(seconds=30)
"""An alert that no phone has shown for so long is followed by a text message."""

LONGEST_CLAIM = timedelta(minutes=30)
"""What *request claimed* takes at the most."""

RUNG = ("duty superintendent", "control room", "force switchboard")
"""Who is rung where nobody is on call: the first of these whose number the force has given."""


def escalates_after(force: Force, step: int) -> timedelta:
    """How long after this step (from 1) an unclaimed request goes on; the last of the force's waits stands."""
    since_request = [0, *force.escalation.authority]
    waits = [later - earlier for earlier, later in pairwise(since_request)] or [5]
    return timedelta(minutes=waits[min(step, len(waits)) - 1])


def longest_wait(force: Force) -> timedelta:
    """Longer than this a request never waits for its next step: the force's longest wait, or the longest claim."""
    steps = range(1, len(force.escalation.authority) + 1)
    return max([LONGEST_CLAIM, *(escalates_after(force, step) for step in steps)])


def telephone(force: Force) -> str | None:
    """The telephone route where nobody is on call; None where the force has given no number."""
    return next((one.telephone for role in RUNG for one in force.rung(role)), None)


@dataclass(frozen=True)
class OnCall:
    """Somebody who is on call, and until when; None for those who stand on call until they say otherwise."""

    officer: Officer
    role: str
    district: str | None
    until: datetime | None


def on_call(
    office: Office,
    role: str,
    at: datetime,
    least_rank: str,
    *,
    below: str | None = None,
    district: str | None = None,
    but_not: Collection[str] = (),
) -> list[OnCall]:
    """Who is on call for this at this moment, in the order they are asked; `but_not` them, whatever the rota says.

    First who is on for the district, then for the whole force, then for any other district, then who stands on call by
    their own word: whoever may decide is asked before nobody is. They hold `least_rank` and not `below`.
    """
    shifts = [one for one in office.shifts.values() if one.role == role and one.starts_at <= at < one.ends_at]
    covered = {one.covers for one in shifts if one.covers}
    asked = [one for one in shifts if one.officer not in covered]

    def place(one: Shift) -> tuple[bool, bool, int, datetime, str]:
        there = district is not None and one.district == district
        return not there, one.district is not None, one.order, one.starts_at, one.id

    found: dict[str, OnCall] = {}
    for one in sorted(asked, key=place):
        if officer := office.officers.get(one.officer):
            found.setdefault(officer.id, OnCall(officer, role, one.district, one.ends_at))
    for officer in sorted(office.officers.values(), key=lambda officer: officer.collar_number):
        if officer.on_call and officer.id not in covered:
            found.setdefault(officer.id, OnCall(officer, role, None, None))
    return [
        one
        for one in found.values()
        if one.officer.holds(least_rank)
        and not (below and one.officer.holds(below))
        and one.officer.id not in but_not
        and not _off_duty(office, one.officer.id, at)
    ]


def authorising(
    office: Office, at: datetime, least_rank: str, *, district: str | None = None, but_not: Collection[str] = ()
) -> list[OnCall]:
    """Those who may decide and are on call for it."""
    return on_call(office, AUTHORISING, at, least_rank, district=district, but_not=but_not)


def inspectors(
    office: Office, at: datetime, least_rank: str, *, district: str | None = None, but_not: Collection[str] = ()
) -> list[OnCall]:
    """The duty inspectors, who cannot decide where that takes `least_rank` and find somebody who can."""
    return on_call(office, INSPECTING, at, "inspector", below=least_rank, district=district, but_not=but_not)


def gaps(office: Office, start: datetime, least_rank: str) -> list[tuple[datetime, datetime]]:
    """The times within the next seven days in which nobody who may decide is on call, each from and to (UTC)."""
    end = start + LOOKED_AHEAD
    turns = {start, end}
    times = [(one.starts_at, one.ends_at) for one in office.shifts.values()]
    for pair in (*times, *((one.starts_at, one.ends_at) for one in office.off_duty.values())):
        turns |= {at for at in pair if at is not None and start < at < end}
    found: list[tuple[datetime, datetime]] = []
    ordered = sorted(turns)
    for begins, ends in pairwise(ordered):
        if authorising(office, begins, least_rank):
            continue
        if found and found[-1][1] == begins:
            found[-1] = (found[-1][0], ends)
        else:
            found.append((begins, ends))
    return found


def _off_duty(office: Office, officer: str, at: datetime) -> bool:
    return any(
        one.officer == officer and one.starts_at <= at and (one.ends_at is None or at < one.ends_at)
        for one in office.off_duty.values()
    )
