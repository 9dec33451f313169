"""A notice or an order that was broken: the report, the arrest, what the court did. Kept apart from any offence."""

from __future__ import annotations

from typing import Annotated, Literal

from field_app.law.breach import OUTCOMES

from .decision import ANOTHER_REASON
from .kinds import Line, Moment, Text, _shape, kind
from .scene import CONDITIONS

OF = ("notice", "order")
"""What was broken."""

STARTED_BY = ("respondent", "protected person", "somebody else", "nobody: not contact", "not known")
"""Who started the contact. A fact; the protected person can break no notice and cannot set one aside (s.24(5))."""

Pounds = Annotated[int, _shape(ge=0, le=10_000_000)]
"""A sum of money; what a court said is recorded, whatever it may order."""

Days = Annotated[int, _shape(ge=0, le=36_500)]
"""Days in custody."""


@kind("breach reported")
class BreachReported:
    """Somebody says that a notice or an order was broken.

    `conditions` are those it is said to break. `contact_how` says how it is known who started the contact. Another
    account later is another entry beside this one.
    """

    of: Literal[OF]  # type: ignore[valid-type]
    occurred_at: Moment | None
    place: Line | None
    what: Text
    conditions: Annotated[tuple[Literal[CONDITIONS], ...], _shape(max_length=20)]  # type: ignore[valid-type]
    contact_by: Literal[STARTED_BY]  # type: ignore[valid-type]
    contact_how: Text | None
    reported_by: Line


NO_UNIT_BECAUSE = (
    "no unit free",
    "somebody was there already",
    "respondent in custody",
    "to be seen later",
    "passed to another force",
    "no notice or order found",
    ANOTHER_REASON,
)
"""Why no unit was sent, as it is counted."""


@kind("unit sent or not", version=2)
class UnitSentOrNot:
    """Whether the control room sent a unit to a breach that was reported: `unit` by its call sign, or `why_not` (P18).

    It relies on the report it answers. Not sent first and sent later are two entries. `because`: why not as it is
    counted, if it was said.
    """

    sent: bool
    unit: Line | None
    because: Literal[NO_UNIT_BECAUSE] | None  # type: ignore[valid-type]
    why_not: Text | None


@kind("arrest made")
class ArrestMade:
    """A constable arrested the respondent for a breach (CSA 2010 ss.25(1)(b), 28(9)); the 24 hours run from this.

    `grounds`: what made it reasonable to believe in a breach. `also_arrested_for`: an offence, recorded elsewhere.
    """

    of: Literal[OF]  # type: ignore[valid-type]
    arrested_at: Moment
    place: Line
    grounds: Text
    station: Line | None
    custody_number: Line | None
    also_arrested_for: Line | None


@kind("breach heard")
class BreachHeard:
    """What became of a breach before a court (CSA 2010 ss.26, 29; MCA 1980 s.63(3)). Never a record of an offence.

    `pounds` is one sum, `pounds_a_day` for every day in default, `days` in custody: as the court said them.
    `until`: to when it was adjourned, remanded or bailed.
    """

    of: Literal[OF]  # type: ignore[valid-type]
    heard_at: Moment
    court: Line
    outcome: Literal[tuple(OUTCOMES)]  # type: ignore[valid-type]
    pounds: Pounds | None
    pounds_a_day: Pounds | None
    days: Days | None
    until: Moment | None
    account: Text | None
