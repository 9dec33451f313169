"""Versions of kinds as before what is counted of them was recorded beside the words; no longer written."""

from __future__ import annotations

from typing import Annotated, Literal

from .kinds import Id, Line, Moment, Text, _shape, kind
from .safeguarding import RISKS, SET, WAYS, ToldOf


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


@kind("protected person told")
class ProtectedPersonTold1:
    """The protected person was told, or somebody tried to reach them, and the risk was asked about again (P19).

    `outside`: why it was done in another way than they arranged. `said`: what they were told, and what they said.
    """

    outcome: Literal["told", "not reached"]
    contacted_at: Moment
    way: Literal[WAYS]  # type: ignore[valid-type]
    told_of: Annotated[tuple[ToldOf, ...], _shape(max_length=50)]
    said: Text | None
    outside: Text | None
    risk: Literal[RISKS] | None  # type: ignore[valid-type]
    risk_how: Text | None


@kind("task done", version=2)
class TaskDone2:
    """A task was done, with proof, or is not needed, and why. `to`: who was told, or took it in hand.

    `channel`: how they were told; `acknowledged_by`: who of them said that they have it, and owns it (P29).
    """

    task: Literal[SET]  # type: ignore[valid-type]
    outcome: Literal["done", "not needed"]
    done_at: Moment
    to: Line | None
    channel: Line | None
    acknowledged_by: Line | None
    reference: Line | None
    why: Text | None
