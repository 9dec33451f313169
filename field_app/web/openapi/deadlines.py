"""The shapes of a deadline and what lies before it, wherever an answer holds one."""

from __future__ import annotations

from dataclasses import dataclass

from field_app.cases.entries.kinds import Day

from .declare import Instant


@dataclass(frozen=True)
class ExcludedDay:
    """A day within the 48 hours that is left out of them, or (`counted`) might have been."""

    date: Day
    name: str
    counted: bool


@dataclass(frozen=True)
class HeldSitting:
    """A sitting of a court on its day; `until` is its end, or the deadline. `joining` is of a remote court."""

    court: str
    start: Instant
    until: Instant
    remand: bool
    joining: str | None
    telephone: str | None
