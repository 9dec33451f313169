"""The clocks: the hearing within 48 hours of service, the court within 24 hours of arrest, detention before charge.

Hours are counted in Europe/London civil time. The clocks change on Sundays, which never count, so counting on
the face of the clock is right where adding elapsed seconds would be an hour wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from .answers import NotMet
from .holidays import HOLIDAYS, Holidays
from .regimes import CSA2010, Breach, Regime

LONDON = ZoneInfo("Europe/London")

DETENTION_HOURS = 24
"""Police and Criminal Evidence Act 1984 s.41(1); s.42 lets a superintendent extend it to 36."""

NO_ZONE = "A time without a time zone: say which, or give its offset."
WHOLE_DAY = 24 * 60
ONE_DAY = timedelta(days=1)

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Excluded:
    """A day the Act disregards. `counted`: a doubtful day, counted in the working deadline to be safe."""

    date: date
    name: str
    counted: bool = False


@dataclass(frozen=True)
class Deadline:
    """The last moment that is in time, in Europe/London.

    `at` is the deadline to work to. `other` is the later one where the law can be read two ways, else None.
    `excluded` lists the disregarded days between the start and `at`, in order, and any doubtful day counted.
    The end of a day (24:00) is the next day's midnight; `in_words` says it as people do.
    """

    at: datetime
    other: datetime | None
    excluded: tuple[Excluded, ...]

    def as_json(self) -> dict[str, Any]:
        """As the case view carries it: times in ISO 8601 with offset, dates in ISO 8601."""
        return {
            "at": self.at.isoformat(),
            "other": self.other.isoformat() if self.other else None,
            "excluded": [
                {"date": day.date.isoformat(), "name": day.name, "counted": day.counted} for day in self.excluded
            ],
        }


def hearing_deadline(served_at: datetime, holidays: Holidays = HOLIDAYS, regime: Regime = CSA2010) -> Deadline:
    """When the application for an order must be heard at the latest, the exact minute being in time.

    `served_at` is the moment of personal service, in any time zone. Raises ValueError if it has none, and
    NoHolidays if the count touches a year outside the table. Source: CSA 2010 s.27(3)-(4); DAA 2021 s.29(2)-(3).
    """
    # s.27(3): the application must be heard not later than 48 hours after the notice was served.
    return _deadline(served_at, regime.hearing_hours, holidays)


def custody_deadline(
    arrested_at: datetime, holidays: Holidays = HOLIDAYS, breach: Breach = CSA2010.breach_of_order
) -> Deadline:
    """When the hours that run from an arrest for breach end: by then the arrested person must be before the court.

    For breach of a notice the hearing can come first: `breach.limits`. `arrested_at` is the moment of arrest, in any
    time zone. Raises as `hearing_deadline` does, and ValueError where the breach is an offence and no such hours run.
    Source: CSA 2010 ss.26(1)(a), 29(1); DAA 2021 s.26.
    """
    if breach.custody_hours is None:
        raise ValueError(f"No hours run from an arrest under {breach.section}: it is an offence.")
    # ss.26(1)(a), 29(1): before the end of the period of 24 hours beginning with the time of the arrest.
    return _deadline(arrested_at, breach.custody_hours, holidays)


def last_day_of_order(made_on: date, days: int) -> date:
    """The last day on which an order of so many days is in force; the day it is made is the first.

    No day is disregarded. It counts whatever number a court pronounced; whether it may: `irregular_length`.
    Raises ValueError for fewer than one day. Source: CSA 2010 s.28(10).
    """
    if days < 1:
        raise ValueError("An order has at least one day.")
    # s.28(10): a period beginning with the day on which the order is made.
    return made_on + timedelta(days=days - 1)


def irregular_length(days: int, regime: Regime = CSA2010) -> NotMet | None:
    """Why an order cannot have so many days, or None: a reason to refuse a proposal, and to mark what a court did.

    Source: CSA 2010 s.28(10).
    """
    # DAA 2021 s.38 lays down no length.
    if regime.shortest_order_days is None or regime.longest_order_days is None:
        return None
    # s.28(10): no fewer than 14 days and no more than 28.
    if regime.shortest_order_days <= days <= regime.longest_order_days:
        return None
    sentence = (
        f"days: an order under the {regime.act} has {regime.shortest_order_days} to {regime.longest_order_days} days, "
        f"the day it is made included; this one has {days}."
    )
    return NotMet("order_length", sentence, "s.28(10)")


def detention_limit(arrived_at: datetime) -> datetime:
    """When detention at a police station without charge ends unless it is extended, in Europe/London.

    `arrived_at` is the arrival at the station, in any time zone; nobody is held in order to be served (Home
    Office guidance, Appendix B), so this is the moment before which a notice must be ready. Raises ValueError
    if it has no time zone. Source: Police and Criminal Evidence Act 1984 s.41(1), (2)(d).
    """
    if arrived_at.tzinfo is None:
        raise ValueError(NO_ZONE)
    # PACE s.41(1): not in police detention for more than 24 hours, counted as they pass, without being charged.
    ends = arrived_at.astimezone(UTC) + timedelta(hours=DETENTION_HOURS)
    return ends.astimezone(LONDON).replace(second=0, microsecond=0)


def in_words(at: datetime) -> str:
    """A deadline as people say it: "Tue 7 Apr 2026, 16:00", or "end of Tue 13 Jan 2026 (24:00)" for midnight.

    `at` in any time zone; said in Europe/London. Raises ValueError if it has none.
    """
    moment = _civil_minute(at)
    if moment.time() == time(0):
        return f"end of {day_in_words(moment.date() - timedelta(days=1))} (24:00)"
    return f"{day_in_words(moment.date())}, {moment:%H:%M}"


WRITTEN = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) ?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def read_time(written: str) -> datetime:
    """A time as people write it, "2026-04-02 16:00" on a London clock, or ISO 8601 with an offset; in Europe/London.

    The hour that comes twice in October is read as the first, so that no deadline is later than it may be (it is a
    Sunday's, so the deadlines are the same). Raises ValueError, in one sentence, for what is no such time: not
    written so, not in the calendar, or in the hour that is left out in March.
    """
    found = WRITTEN.fullmatch(written.strip())
    if found is None:
        raise ValueError("is no time; write it like 2026-04-02 16:00, or 2026-04-02T16:00:00+01:00.")
    date_part, time_part, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{date_part}T{time_part}{offset or ''}")
        if offset:
            return moment.astimezone(LONDON)
        local = moment.replace(tzinfo=LONDON)
        back = local.astimezone(UTC).astimezone(LONDON)
    except (ValueError, OverflowError):
        raise ValueError("is on no calendar and no clock: the time must exist, from 00:00 to 23:59.") from None
    if back.replace(tzinfo=None) != moment:
        raise ValueError("does not exist in London: the clocks go forward over that hour.")
    return local


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm, Nature, 20 April 1876)."""
    a = year % 19
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _deadline(start: datetime, hours: int, holidays: Holidays) -> Deadline:
    if start.tzinfo is None:
        raise ValueError(NO_ZONE)
    local = start.astimezone(LONDON)
    # Seconds are left off, so that they never lengthen a deadline.
    day, minute = local.date(), local.hour * 60 + local.minute
    at, excluded, doubtful = _count(day, minute, hours, holidays, doubtful_days_count=True)
    if not doubtful:
        return Deadline(at, None, excluded)
    # Where the law can be read two ways, work to the earlier deadline and show the later.
    other, _, _ = _count(day, minute, hours, holidays, doubtful_days_count=False)
    return Deadline(at, other if other != at else None, excluded)


def _count(
    day: date, minute: int, hours: int, holidays: Holidays, doubtful_days_count: bool
) -> tuple[datetime, tuple[Excluded, ...], bool]:
    """Count the hours day by day from this minute of a day in London: when they run out, and the days left out.

    The last of what it returns is whether a doubtful day is among them.
    """
    left, doubtful = hours * 60, False
    excluded: list[Excluded] = []
    while True:
        out = disregarded(day, holidays)
        if out is not None:
            excluded.append(out)
            doubtful = doubtful or out.counted
        if out is None or (out.counted and doubtful_days_count):
            # Hours that run out exactly at the end of a day run out then, whatever day comes next.
            if left <= WHOLE_DAY - minute:
                return _london(day, minute + left), tuple(excluded), doubtful
            left -= WHOLE_DAY - minute
        day, minute = day + ONE_DAY, 0


def _london(day: date, minute: int) -> datetime:
    """This minute of the day on the clock in London; the end of the day is the next day's midnight."""
    if minute == WHOLE_DAY:
        day, minute = day + ONE_DAY, 0
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=LONDON)


@lru_cache(maxsize=8192)  # some twenty years of days: each is looked at for thousands of cases
def disregarded(day: date, holidays: Holidays) -> Excluded | None:
    """The day as one the Acts disregard, or None. `counted` where that is doubtful: the working deadline counts it.

    Raises NoHolidays outside the table's years. Source: CSA 2010 s.27(4); ss.26 and 29 alike.
    """
    # s.27(4), and ss.26 and 29 alike: disregard Christmas Day, Good Friday, any Sunday, and any day which is
    # a bank holiday in England and Wales under the Banking and Financial Dealings Act 1971.
    holiday = holidays.on(day)
    if (day.month, day.day) == (12, 25):
        return Excluded(day, "Christmas Day")
    if day == easter_sunday(day.year) - timedelta(days=2):
        return Excluded(day, "Good Friday")
    if day.weekday() == DAYS.index("Sun"):
        return Excluded(day, "Sunday")
    if holiday:
        return Excluded(day, holiday.name, counted=holiday.doubtful)
    return None


def _civil_minute(moment: datetime) -> datetime:
    """The clock face in Europe/London, down to the minute, so that seconds never lengthen a deadline."""
    if moment.tzinfo is None:
        raise ValueError(NO_ZONE)
    return moment.astimezone(LONDON).replace(second=0, microsecond=0, tzinfo=None, fold=0)


def day_in_words(day: date) -> str:
    """A day as people say it: "Tue 7 Apr 2026"."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
