"""What a watching system reads: how much waits and for how long, in counts that name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Connection

from field_app.store import cases as lists
from field_app.store import devices, jobs, pushes
from field_app.store.database import reading, stamp

from .desk import LIVE, hearing_alarm
from .installation import Installation
from .server_clock import HEARD_WITHIN

EARLIEST = 200
"""So many deadlines are looked at, the earliest first: it is those that are near."""

DUE_WITHIN_H = (2, 6, 12, 24)
"""Hours that count before a hearing deadline; as the alarms have them."""

DARK = timedelta(hours=12)
"""A phone that was heard from within its 72 hours, and not for so long, may hold what nobody else has."""

FORGETS = timedelta(hours=72)
"""After so long without an answer a phone has forgotten all but what it has not sent (docs/security.md)."""

FAILED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class Metrics:
    """How the service stands at one moment. Times are in seconds.

    `queued` jobs are due and not done, the oldest for `queue_age_s`; `given_up` will not be tried again.
    `deadlines`: for each number of hours that count, the hearings with no more left, those missed under 0.
    `pushes_failed`: of those made in the last hour. `clock_offset_s`: server minus the middle of the phones heard
    lately, None where none was; `clock_in_doubt` as `/health/ready` has it. `phones_dark`: not heard for twelve hours.
    """

    queued: int
    queue_age_s: float
    given_up: int
    deadlines: dict[int, int]
    pushes_failed: int
    clock_offset_s: float | None
    clock_in_doubt: bool
    phones_dark: int


def read_metrics(installation: Installation, now: datetime) -> Metrics:
    """Read them. No name, number or text of a case is among them, so nothing is put on record of whoever reads."""
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        queue = jobs.queue(connection, now)
        offsets = [offset for _, offset in devices.offsets_since(connection, stamp(now - HEARD_WITHIN))]
        heard = {device: one.at for device, one in devices.heard(connection).items() if one.at}
        live = {device for device, one in office.devices.items() if not one.revoked_at}
        return Metrics(
            queued=queue.due,
            queue_age_s=max(0.0, (now - datetime.fromisoformat(queue.since)).total_seconds()) if queue.since else 0.0,
            given_up=queue.failed,
            deadlines=_deadlines(installation, connection, now),
            pushes_failed=pushes.failed_since(connection, stamp(now - FAILED_WITHIN)),
            clock_offset_s=median(offsets) if offsets else None,
            clock_in_doubt=bool(office.server_clock),
            phones_dark=sum(
                1 for device, at in heard.items() if device in live and stamp(now - FORGETS) <= at < stamp(now - DARK)
            ),
        )


def _deadlines(installation: Installation, connection: Connection, now: datetime) -> dict[int, int]:
    found = dict.fromkeys((0, *DUE_WITHIN_H), 0)
    for case_id, head in lists.by_service(connection, LIVE, EARLIEST, 0):
        alarm = hearing_alarm(installation.case(connection, case_id, head), now)
        if alarm["missed"]:
            found[0] += 1
        elif (left := alarm["minutes_left"]) is not None:
            for hours in DUE_WITHIN_H:
                found[hours] += left <= hours * 60
    return found
