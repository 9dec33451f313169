"""Versions of kinds as before what is counted of them was recorded beside the words; no longer written."""

from __future__ import annotations

from typing import Literal

from .kinds import Id, Line, Moment, Text, kind


@kind("authority refused", act=True, signed=True)
class AuthorityRefused1:
    """The authorising officer declines, and says why."""

    reasons: Text


@kind("application refused or withdrawn")
class ApplicationRefusedOrWithdrawn1:
    """The application ended without an order: the court refused it, or the police withdrew it (CSA 2010 ss.27(1), 28).

    `why`: the court's reasons; for a withdrawal also who in legal services agreed.
    """

    outcome: Literal["refused", "withdrawn"]
    court: Line
    decided_at: Moment
    why: Text


@kind("views recorded", version=2)
class ViewsRecorded2:
    """One person's view on whether a notice should be issued (CSA 2010 s.24(3)(b)-(d)).

    `person` where it is one of several other residents. `said` is the opinion or the representations; without
    them `steps` says what was tried, or why none could be had (s.24(4)). The protected person's opinion is
    never called consent (s.24(5)). `apart`: whether it was taken out of the respondent's sight and hearing.
    """

    whose: Literal["protected person", "respondent", "other residents"]
    person: Id | None
    said: Text | None
    steps: Text | None
    apart: Literal["out of sight and hearing", "not apart", "by telephone or video"] | None
    how: Text | None


@kind("unit sent or not")
class UnitSentOrNot1:
    """Whether the control room sent a unit to a breach that was reported: `unit` by its call sign, or `why_not` (P18).

    It relies on the report it answers. Not sent first and sent later are two entries.
    """

    sent: bool
    unit: Line | None
    why_not: Text | None
