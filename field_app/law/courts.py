"""Magistrates' courts and when they sit: what a deadline is in practice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from .breach import Limits
from .clocks import DAYS, LONDON, Deadline, disregarded
from .holidays import HOLIDAYS, Holidays

Date = date
"""A field is called `date` too, and would hide it."""

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@dataclass(frozen=True)
class Sitting:
    """A sitting of a court, in Europe/London: every week on `day`, or once on `date`.

    A weekly sitting is not held on Christmas Day, Good Friday or a bank holiday, a doubtful one included;
    `on_holidays`: it is held on Good Friday and bank holidays all the same. What a court does on Christmas Day is
    written with its date. `remand`: a court for people in custody, which may have to be asked to hear an application.
    """

    start: time
    end: time
    day: Weekday | None = None
    date: Date | None = None
    on_holidays: bool = False
    remand: bool = False

    def __post_init__(self) -> None:
        if (self.day is None) == (self.date is None):
            raise ValueError("must have either day or date")
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("start and end are times in London, without an offset")
        if self.start >= self.end:
            raise ValueError("end must be later than start")
        if self.date is not None and self.on_holidays:
            raise ValueError("on_holidays is for weekly sittings: what has a date is held on it")


@dataclass(frozen=True)
class Court:
    """A magistrates' court that hears applications.

    `districts` whose applications it hears; none named means all of them (a regional court). `remote`: it is joined
    from elsewhere, and `joining` says how. `closed`: days on which it holds no weekly sitting. `address`: where
    a respondent is told to come.
    """

    name: str
    sittings: tuple[Sitting, ...]
    districts: tuple[str, ...] = ()
    remote: bool = False
    joining: str | None = None
    telephone: str | None = None
    closed: tuple[date, ...] = ()
    address: str | None = None

    def as_json(self) -> dict[str, Any]:
        """For the phone: times as ISO 8601, dates too; `districts` and `address` stay here."""
        return {
            "name": self.name,
            "sittings": [
                {
                    **asdict(one),
                    "start": one.start.isoformat(),
                    "end": one.end.isoformat(),
                    "date": one.date.isoformat() if one.date else None,
                }
                for one in self.sittings
            ],
            "remote": self.remote,
            "joining": self.joining,
            "telephone": self.telephone,
            "closed": [day.isoformat() for day in self.closed],
        }

    def __post_init__(self) -> None:
        if self.remote and not self.joining:
            raise ValueError("joining must say how a remote court is joined")


@dataclass(frozen=True)
class Held:
    """A sitting on its day, in Europe/London. `until` is its end, or the deadline where that comes first."""

    court: str
    start: datetime
    until: datetime
    remand: bool
    joining: str | None
    telephone: str | None

    def as_json(self) -> dict[str, Any]:
        """As the case view carries it: times in ISO 8601 with offset. `joining` of a remote court alone."""
        return {**asdict(self), "start": self.start.isoformat(), "until": self.until.isoformat()}


@dataclass(frozen=True)
class Practicable:
    """The first and the last sitting at which the application can still be begun in time; None where no court sits.

    `alarm_at`: so many hours before the last one starts. From then on somebody must be told at once (P23).
    """

    earliest: Held | None
    last: Held | None
    alarm_at: datetime

    def as_json(self) -> dict[str, Any]:
        """As the case view carries it."""
        return {
            "earliest": self.earliest.as_json() if self.earliest else None,
            "last": self.last.as_json() if self.last else None,
            "alarm_at": self.alarm_at.isoformat(),
        }


def practicable(
    courts: Iterable[Court],
    ready_at: datetime,
    deadline: Deadline,
    holidays: Holidays = HOLIDAYS,
    *,
    alarm_hours: int = 24,
) -> Practicable:
    """The sittings between the moment papers can be before a court and the deadline: the earliest, and the last.

    The application must have begun by the deadline, so a sitting that starts before it is in time until it ends or the
    deadline comes. The day may be one the count disregards: a court that sits on it can hear the application. Of
    sittings that start or end together, the one the force names first. With no sitting in between the alarm is at
    once. Raises NoHolidays outside the table's years, ValueError for a time without a time zone.

    Source: CSA 2010 s.27(3).
    """
    if ready_at.tzinfo is None:
        raise ValueError("A time without a time zone: say which, or give its offset.")
    ready = ready_at.astimezone(LONDON).replace(second=0, microsecond=0)
    found = [
        held
        for court in courts
        for held in _sittings(court, ready.date(), deadline.at, holidays)
        if max(held.start, ready) < held.until
    ]
    if not found:
        return Practicable(None, None, ready)
    last = max(found, key=lambda held: held.until)
    alarm = (last.start.astimezone(UTC) - timedelta(hours=alarm_hours)).astimezone(LONDON)
    return Practicable(min(found, key=lambda held: held.start), last, alarm)


def sittings_before(
    courts: Sequence[Court], limits: Limits | None, arrested_at: datetime, holidays: Holidays = HOLIDAYS
) -> Practicable | None:
    """The sittings at which somebody arrested for breach can be before a court in time: the first, and the last.

    They can be from the arrest on: no papers are waited for. None where no court is known, or no such limit runs (an
    offence). Raises as `practicable` does. Source: CSA 2010 ss.26(1), 29(1); DAA 2021 s.26.
    """
    if limits is None or not courts:
        return None
    return practicable(courts, arrested_at, replace(limits.custody, at=limits.by), holidays)


def is_held(court: Court, sitting: Sitting, day: date, holidays: Holidays) -> bool:
    """Whether this court holds this sitting on this day. Raises NoHolidays outside the table's years."""
    if sitting.date is not None:
        return sitting.date == day
    if sitting.day != DAYS[day.weekday()] or day in court.closed:
        return False
    out = disregarded(day, holidays)
    if out is None or out.name == "Sunday":
        return True
    return sitting.on_holidays and out.name != "Christmas Day"


def sits(court: Court, at: datetime, holidays: Holidays = HOLIDAYS) -> bool:
    """Whether this court sits at this moment; a sitting's last minute is out. Raises NoHolidays beyond the table."""
    local = at.astimezone(LONDON)
    return any(
        one.start <= local.time().replace(tzinfo=None) < one.end and is_held(court, one, local.date(), holidays)
        for one in court.sittings
    )


def _sittings(court: Court, first: date, deadline: datetime, holidays: Holidays) -> Iterator[Held]:
    day = first
    while day <= deadline.date():
        for sitting in court.sittings:
            start = datetime.combine(day, sitting.start, LONDON)
            if is_held(court, sitting, day, holidays):
                until = min(datetime.combine(day, sitting.end, LONDON), deadline)
                joining = court.joining if court.remote else None
                yield Held(court.name, start, until, sitting.remand, joining, court.telephone)
        day += timedelta(days=1)
