"""Magistrates' courts and when they sit: what a deadline is in practice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

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
    from elsewhere, and `joining` says how. `closed`: days on which it holds no weekly sitting.
    """

    name: str
    sittings: tuple[Sitting, ...]
    districts: tuple[str, ...] = ()
    remote: bool = False
    joining: str | None = None
    telephone: str | None = None
    closed: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.remote and not self.joining:
            raise ValueError("joining must say how a remote court is joined")


@dataclass(frozen=True)
class Held:
    """A sitting on one day. `until` is its end, or the deadline where that comes first."""

    court: str
    start: datetime
    until: datetime
    remand: bool
    remote: bool
    joining: str | None
