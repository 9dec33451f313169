"""The rota, in the office log: who is on call when and for what, who covers, who is off duty, where they are rung."""

from __future__ import annotations

from typing import Annotated, Literal

from .kinds import Id, Line, Moment, Telephone, Text, _shape, kind

ROLES = ("authorising officer", "duty inspector")


@kind("shift recorded", log="office", act=True)
class ShiftRecorded:
    """A shift on call, from `starts_at` up to and not including `ends_at`; entered as times on the clock in London.

    `shift` stays the same when a later entry changes this one. `district`: null where it is the whole force. `order`:
    who is asked first. `covers`: in whose place, who is then not asked.
    """

    shift: Id
    officer: Id
    role: Literal[ROLES]  # type: ignore[valid-type]
    district: Line | None
    order: Annotated[int, _shape(ge=1, le=9)]
    starts_at: Moment
    ends_at: Moment
    covers: Id | None


@kind("shift withdrawn", log="office", act=True)
class ShiftWithdrawn:
    """A shift that does not stand any more."""

    shift: Id
    reason: Text | None


@kind("off duty recorded", log="office", act=True)
class OffDutyRecorded:
    """Nobody asks this officer in this time, whatever the rota says. `ends_at`: null until further notice.

    `period` stays the same when a later entry changes this one.
    """

    period: Id
    officer: Id
    starts_at: Moment
    ends_at: Moment | None
    reason: Line | None


@kind("telephone recorded", log="office", act=True)
class TelephoneRecorded:
    """The number an officer is rung and texted on when on call; null where there is none any more."""

    officer: Id
    telephone: Telephone | None
