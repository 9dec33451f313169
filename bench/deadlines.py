"""How many deadlines a second, against a walk minute by minute over the same moments in the same run?"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

from bench.serving import row
from field_app.law.clocks import easter_sunday, hearing_deadline
from field_app.law.holidays import HOLIDAYS

FIRST, LAST = datetime(2012, 1, 1, tzinfo=UTC), datetime(2028, 12, 15, tzinfo=UTC)
COUNT, WALKED = 200_000, 100
LONDON = ZoneInfo("Europe/London")


def counts(day: date) -> bool:
    """Whether a day counts, doubtful ones included."""
    if day.isoweekday() == 7 or (day.month, day.day) == (12, 25):
        return False
    holiday = HOLIDAYS.by_date.get(day)
    return day != easter_sunday(day.year) - timedelta(days=2) and (holiday is None or holiday.doubtful)


def walk(served_at: datetime) -> datetime:
    """48 hours, minute by minute, each asked what day it is in London."""
    left, moment = 48 * 60, served_at
    while left:
        left -= counts(moment.astimezone(LONDON).date())
        moment += timedelta(minutes=1)
    return moment


def deadlines_per_second() -> dict[str, Any]:
    """The exact deadline, the other reading and the days left out, of random times of service from 2012 to 2028.

    By the processor's time, both: neither waits for anything.
    """
    drawn, minutes = random.Random(20110630), int((LAST - FIRST).total_seconds()) // 60
    moments = [FIRST + timedelta(minutes=drawn.randrange(minutes)) for _ in range(COUNT)]

    began = process_time()
    found = [hearing_deadline(one) for one in moments]
    ours = COUNT / (process_time() - began)

    began = process_time()
    walked = [walk(one) for one in moments[:WALKED]]
    theirs = WALKED / (process_time() - began)

    assert [one.at for one in found[:WALKED]] == walked
    return row(
        round(ours), "deadlines/s", "minute by minute, each asked what day it is", round(theirs), better="higher"
    )
