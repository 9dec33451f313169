"""What is left of the 48 hours: only the hours that count, and when so many of them are left.

Counted on the face of the clock in Europe/London, as the deadline is (`law.clocks`). A doubtful day counts: the working
deadline counts it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from .clocks import LONDON, disregarded
from .holidays import HOLIDAYS, Holidays

MARKS = (24, 12, 6, 2)
"""Hours left, of those that count, at which legal services are told."""

ONE_DAY = timedelta(days=1)


def minutes_left(now: datetime, deadline: datetime, holidays: Holidays = HOLIDAYS) -> int:
    """The minutes from `now` to `deadline` that count; none once it has passed. Raises NoHolidays beyond the table.

    Source: CSA 2010 s.27(4).
    """
    at, end = _face(now), _face(deadline)
    left = timedelta()
    while at < end:
        # s.27(4): Christmas Day, Good Friday, any Sunday and any bank holiday are disregarded.
        following = min(datetime.combine(at.date() + ONE_DAY, time(0)), end)
        out = disregarded(at.date(), holidays)
        if out is None or out.counted:
            left += following - at
        at = following
    return int(left.total_seconds() // 60)


def moment_with_left(hours: int, deadline: datetime, holidays: Holidays = HOLIDAYS) -> datetime:
    """The moment from which no more than so many hours that count are left before `deadline`, in Europe/London.

    Where that is through a day that does not count, its beginning: the sooner anybody is told the better. Raises as
    `minutes_left` does.
    """
    at, left = _face(deadline), timedelta(hours=hours)
    while True:
        day = (at - timedelta(microseconds=1)).date()
        begins = datetime.combine(day, time(0))
        out = disregarded(day, holidays)
        if out is None or out.counted:
            if left < at - begins:
                return (at - left).replace(tzinfo=LONDON)
            left -= at - begins
        at = begins
        if not left and not _is_out(at.date() - ONE_DAY, holidays):
            return at.replace(tzinfo=LONDON)


def mark(left: int) -> int | None:
    """The last of the marks that so many minutes left have reached; None while there are more than the first."""
    return min((hours for hours in MARKS if left <= hours * 60), default=None)


def _is_out(day: date, holidays: Holidays) -> bool:
    out = disregarded(day, holidays)
    return out is not None and not out.counted


def _face(moment: datetime) -> datetime:
    return moment.astimezone(LONDON).replace(second=0, microsecond=0, tzinfo=None, fold=0)
