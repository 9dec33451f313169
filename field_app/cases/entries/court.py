"""The application for an order, and the order: what was listed, told, adjourned, made, refused. Facts, all of them.

What a court said is recorded as it said it, lawful or not: an app that refused a 30-day order would make the record
false (P1). What the Act does not provide for is marked with its section.
"""

from __future__ import annotations

from typing import Annotated, Literal

from .decision import ANOTHER_REASON
from .kinds import Day, Line, Moment, Text, _shape, kind

OrderDays = Annotated[int, _shape(ge=1, le=36_500)]
"""How many days a court pronounced, the day the order is made counted."""


@kind("hearing listed")
class HearingListed:
    """The court listed the application (CSA 2010 s.27(3)); the newest listing is the one that stands.

    `joining`: how the hearing is joined from elsewhere, where it is.
    """

    court: Line
    sitting_at: Moment
    joining: Text | None


@kind("notice of hearing given or attempted")
class NoticeOfHearing:
    """The notice of the hearing, given to the respondent or tried (CSA 2010 s.27(5)-(7)).

    `address`: where it was left or tried. `how`: who did what; for an attempt all that was tried, which is what the
    court looks at where the respondent gave no address.
    """

    outcome: Literal["handed over", "left at the address they gave", "attempted"]
    given_at: Moment
    address: Text | None
    how: Text


@kind("hearing adjourned")
class HearingAdjourned:
    """The court adjourned the hearing (CSA 2010 s.27(8)-(9)); the notice lives on. `until`: to when, if it said."""

    court: Line
    adjourned_at: Moment
    until: Moment | None
    why: Text | None


@kind("order made")
class OrderMade:
    """The court made an order (CSA 2010 s.28), as it made it.

    Its length as pronounced: `days`, the day it was made counted, or `last_day`, or both. `conditions` in the order's
    words; `end_words` what the order itself says of its end. `respondent`: whether they were in court, and otherwise
    whether they were told there and then; `told_how`: how.
    """

    court: Line
    made_on: Day
    days: OrderDays | None
    last_day: Day | None
    conditions: Annotated[tuple[Text, ...], _shape(min_length=1, max_length=30)]
    end_words: Text | None
    respondent: Literal["in court", "not in court, told", "not in court, not told"]
    told_how: Text | None


@kind("order served or explained", signed=True)
class OrderServedOrExplained:
    """A respondent who was not in court was given the order, or had it explained (P25): who, when, how, in what words.

    `attempts`: what was tried before.
    """

    told_at: Moment
    place: Line
    manner: Literal["handed over and explained", "explained, no paper", "left with them after they would not take it"]
    identified_by: Line
    explained: Text
    interpreter: Line | None
    attempts: Text | None


COURT_REFUSED_BECAUSE = (
    "violence or threat not proved",
    "not necessary to protect",
    "not associated",
    "heard too late",
    "notice of hearing not shown",
    ANOTHER_REASON,
)
"""Which condition of CSA 2010 s.28(2)-(3), or step of s.27(3) and (5)-(7), the court was not satisfied of."""


@kind("application refused or withdrawn", version=2)
class ApplicationRefusedOrWithdrawn:
    """The application ended without an order: the court refused it, or the police withdrew it (CSA 2010 ss.27(1), 28).

    `why`: the court's reasons; for a withdrawal also who in legal services agreed. `because`: why the court refused, as
    it is counted; none of a withdrawal, or where nobody said.
    """

    outcome: Literal["refused", "withdrawn"]
    court: Line
    decided_at: Moment
    because: Annotated[tuple[Literal[COURT_REFUSED_BECAUSE], ...], _shape(max_length=6)]  # type: ignore[valid-type]
    why: Text


@kind("order changed by the court")
class OrderChangedByTheCourt:
    """What a court did to an order once it was made: rescinded, suspended, corrected it (P24; MCA 1980 s.63(2)).

    From `decided_at`, as the court said it. `order_now`: how the order stands from then; `until`: for how long it is
    suspended, if the court said. `conditions` all of them in the new words, `last_day`: both None where they did not
    change. `respondent`: as of an order when it is made.
    """

    what: Literal[
        "rescinded",
        "suspended",
        "suspension lifted",
        "corrected",
        "varied",
        "appeal lodged",
        "appeal determined",
    ]
    court: Line
    decided_at: Moment
    order_now: Literal["in force", "suspended", "ended"]
    until: Moment | None
    conditions: Annotated[tuple[Text, ...], _shape(min_length=1, max_length=30)] | None
    last_day: Day | None
    respondent: Literal["in court", "not in court, told", "not in court, not told"]
    told_how: Text | None
    why: Text
