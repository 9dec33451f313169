"""What a custody sergeant records of a respondent who is held: what was decided on bail, and the release."""

from __future__ import annotations

from typing import Annotated, Literal

from field_app.law.bail import ABOUT, PLACES

from .kinds import Line, Metres, Moment, Text, _shape, kind, part

DECISIONS = (
    "police bail with conditions",
    "police bail without conditions",
    "released under investigation",
    "no further action",
    "charged and bailed with conditions",
    "charged and bailed without conditions",
    "charged and kept for court",
    "something else",
)
"""What was decided on the offence, which is beside the notice and never instead of it."""


@part
class BailCondition:
    """One condition of bail. `words` are as the custody record has them; `at` says of a place which it is."""

    about: Literal[ABOUT]  # type: ignore[valid-type]
    at: Literal[PLACES] | None  # type: ignore[valid-type]
    distance_m: Metres | None
    words: Text


@kind("bail or release decision recorded")
class BailOrReleaseDecisionRecorded:
    """What was decided on bail for the offence, with the conditions as they stand in the custody record (P17).

    `until` is when they surrender to bail, null where that was not said. What the notice prohibits is compared with it,
    and neither changes the other.
    """

    decision: Literal[DECISIONS]  # type: ignore[valid-type]
    decided_at: Moment
    conditions: Annotated[tuple[BailCondition, ...], _shape(max_length=20)]
    until: Moment | None


@kind("respondent released")
class RespondentReleased:
    """The respondent left the police station. Nobody is held for a notice: this stops nothing (P17, P19).

    `going_to` is where they said they go; `risk` what was done before release about the risk to them and to others;
    `protected_person_told` whether the protected person had been told of the time before it, and `told_how` by whom.
    """

    released_at: Moment
    station: Line
    going_to: Text | None
    risk: Text | None
    protected_person_told: bool
    told_how: Text | None
