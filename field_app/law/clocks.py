"""The clocks: the hearing within 48 hours of service, the court within 24 hours of arrest, detention before charge.

Hours are counted in Europe/London civil time. The clocks change on Sundays, which never count, so counting on
the face of the clock is right where adding elapsed seconds would be an hour wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .holidays import HOLIDAYS, Holidays
from .regimes import CSA2010, Regime

LONDON = ZoneInfo("Europe/London")

DETENTION_HOURS = 24
"""Police and Criminal Evidence Act 1984 s.41(1); s.42 lets a superintendent extend it to 36."""

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


def custody_deadline(arrested_at: datetime, holidays: Holidays = HOLIDAYS, regime: Regime = CSA2010) -> Deadline:
    """When a person arrested for breach of a notice or an order must be before the court at the latest.

    The hearing of the application, if earlier, comes first (s.26(1)(b)); that is not looked at here.
    `arrested_at` is the moment of arrest, in any time zone. Raises as `hearing_deadline` does. Source: CSA
    2010 ss.26 and 29; DAA 2021 s.26.
    """
    # ss.26, 29: before the end of the period of 24 hours beginning with the time of the arrest.
    return _deadline(arrested_at, regime.custody_hours, holidays)


def detention_limit(arrived_at: datetime) -> datetime:
    """When detention at a police station without charge ends unless it is extended, in Europe/London.

    `arrived_at` is the arrival at the station, in any time zone; nobody is held in order to be served (Home
    Office guidance, Appendix B), so this is the moment before which a notice must be ready. Raises ValueError
    if it has no time zone. Source: Police and Criminal Evidence Act 1984 s.41(1), (2)(d).
    """
    if arrived_at.tzinfo is None:
        raise ValueError("A time without a time zone: say which, or give its offset.")
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
    # Where the law can be read two ways, work to the earlier deadline and show the later.
    working, excluded = _count(_civil_minute(start), hours, holidays, doubtful_days_count=True)
    other, _ = _count(_civil_minute(start), hours, holidays, doubtful_days_count=False)
    return Deadline(
        at=working.replace(tzinfo=LONDON),
        other=other.replace(tzinfo=LONDON) if other != working else None,
        excluded=excluded,
    )


def _count(
    start: datetime, hours: int, holidays: Holidays, doubtful_days_count: bool
) -> tuple[datetime, tuple[Excluded, ...]]:
    """Count the hours day by day from `start` (civil time): when they run out, and the days left out."""
    moment, left = start, timedelta(hours=hours)
    excluded: list[Excluded] = []
    while True:
        midnight = datetime.combine(moment.date() + timedelta(days=1), time(0))
        day = _disregarded(moment.date(), holidays, doubtful_days_count)
        if day:
            excluded.append(day)
        if day is None or day.counted:
            # Hours that run out exactly at the end of a day run out then, whatever day comes next.
            if left <= midnight - moment:
                return moment + left, tuple(excluded)
            left -= midnight - moment
        moment = midnight


def _disregarded(day: date, holidays: Holidays, doubtful_days_count: bool) -> Excluded | None:
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
        return Excluded(day, holiday.name, counted=holiday.doubtful and doubtful_days_count)
    return None


def _civil_minute(moment: datetime) -> datetime:
    """The clock face in Europe/London, down to the minute, so that seconds never lengthen a deadline."""
    if moment.tzinfo is None:
        raise ValueError("A time without a time zone: say which, or give its offset.")
    return moment.astimezone(LONDON).replace(second=0, microsecond=0, tzinfo=None, fold=0)


def day_in_words(day: date) -> str:
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
