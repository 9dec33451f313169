"""What follows from a breach: the arrest, the court and by when, what it may do. Of a notice and of an order, apart.

Which of it is so under which Act is data (`regimes.Breach`): nothing here asks for the Act. A breach under the
CSA 2010 is no offence and ends in no record of one; what else was done may be an offence, and is recorded as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from .answers import NotMet
from .clocks import LONDON, Deadline, custody_deadline, in_words
from .holidays import HOLIDAYS, Holidays
from .regimes import Breach, Penalty, Regime

BreachOf = Literal["notice", "order"]

OUTCOMES = {
    # ss.26(2)-(3), 29(2), 30: the court may remand in custody or on bail.
    "remanded in custody": "Remanded in custody",
    "bailed by the court": "Bailed by the court",
    # s.26: it may also let go, or hear the application there and then, which ends the notice (s.27(9)).
    "released": "Released",
    "application determined": "The application was heard and decided",
    # MCA 1980 s.63(3): a sum of money, or committal to custody, which may be suspended.
    "sum ordered": "Ordered to pay a sum",
    "committed": "Committed to custody",
    "committal suspended": "Committed to custody, suspended",
    "no penalty": "Breach proved, no penalty",
    "not proved": "Breach not proved",
    "adjourned": "Adjourned",
    # DAA 2021 s.39: an offence, which goes the way of offences.
    "charged": "Charged with the offence",
    "not charged": "Not charged",
}
"""What may become of a breach, by the code entries record, and how screens call it."""

PENALTIES = frozenset({"sum ordered", "committed", "committal suspended"})
"""The outcomes that are a penalty."""

COMMITTALS = frozenset({"committed", "committal suspended"})


def breach_of(regime: Regime, of: BreachOf) -> Breach:
    """What follows where a notice or an order of this regime is broken."""
    return {"notice": regime.breach_of_notice, "order": regime.breach_of_order}[of]


@dataclass(frozen=True)
class Limits:
    """By when an arrested person must be before the court.

    `custody` is the end of the hours that run from the arrest. `hearing` is the hearing of the application, where it
    counts and is still to come. `by` is the earlier of the two: work to that.
    """

    custody: Deadline
    hearing: datetime | None
    by: datetime

    def as_json(self) -> dict[str, Any]:
        """As the case view carries it: times in ISO 8601 with offset."""
        return {
            "custody": self.custody.as_json(),
            "hearing": self.hearing.isoformat() if self.hearing else None,
            "by": self.by.isoformat(),
        }


def limits(
    breach: Breach, arrested_at: datetime, hearing: datetime | None, holidays: Holidays = HOLIDAYS
) -> Limits | None:
    """By when the court, or None where the arrest is for an offence and no such time runs.

    `hearing`: when the application is heard, or the latest it may be, None if not known. Raises as
    `clocks.custody_deadline` does. Source: CSA 2010 ss.26(1), 29(1); DAA 2021 s.26.
    """
    if breach.custody_hours is None:
        return None
    # ss.26(1)(a), 29(1): before the end of the period of 24 hours beginning with the time of the arrest;
    custody = custody_deadline(arrested_at, holidays, breach)
    # s.26(1)(b): if earlier, at the hearing of the application. One that was held before the arrest is none.
    ahead = hearing.astimezone(LONDON) if hearing and breach.until_hearing and hearing > arrested_at else None
    return Limits(custody, ahead, min(custody.at, ahead) if ahead else custody.at)


STEPS = {
    # ss.26(1), 29(1): held in custody and brought before the court; no police bail.
    "custody": (
        "Bring them before {court} by {by} ({section}).",
        "Keep them in custody until then: no police bail.",
        "Tell the court and legal services now.",
    ),
    # s.26(1)(b): the hearing of the application, where that is earlier.
    "hearing first": (
        "Bring them before {court} by {by} ({section}): the hearing of the application comes before the 24 hours end.",
        "Keep them in custody until then: no police bail.",
        "Tell the court and legal services now.",
    ),
    # DAA 2021 s.39: an offence.
    "offence": (
        "This is an offence ({section}): take them to a police station and ask for a decision on charge.",
        "Police custody and bail run as for any offence (Police and Criminal Evidence Act 1984).",
    ),
    "always": (
        "Tell the protected person what has happened, by the safe way agreed.",
        "If what was done is also an offence, record that apart.",
    ),
}
"""What an officer does after an arrest; the phone says the same (`published`)."""


def next_steps(breach: Breach, found: Limits | None) -> tuple[str, ...]:
    """What an officer does after an arrest, in plain sentences, the first thing first."""
    which = "offence" if found is None else "custody" if found.by == found.custody.at else "hearing first"
    by = in_words(found.by) if found else ""
    return tuple(
        step.format(court=breach.court, by=by, section=breach.section) for step in (*STEPS[which], *STEPS["always"])
    )


def out_of_time(
    breach: Breach, arrested_at: datetime, heard_at: datetime, hearing: datetime | None, holidays: Holidays = HOLIDAYS
) -> NotMet | None:
    """The hearing after an arrest came too late; None if it came in time. Raises as `limits` does."""
    found = limits(breach, arrested_at, hearing, holidays)
    if found is None or heard_at <= found.by:
        return None
    message = f"Brought before the court after the limit, which was {in_words(found.by)}."
    return NotMet("after_the_limit", message, _section(breach, "(1)"))


def wrong_in_outcome(
    breach: Breach,
    outcome: str,
    heard_on: date,
    *,
    pounds: int | None,
    pounds_a_day: int | None,
    days: int | None,
) -> Iterator[NotMet]:
    """What a court is recorded to have done and could not: each with its section.

    `pounds` is one sum, `pounds_a_day` for every day in default, `days` in custody, `heard_on` the day it was said.
    """
    penalty = breach.penalty
    ordered = pounds is not None or pounds_a_day is not None or days is not None
    if penalty is None and (outcome in PENALTIES or (ordered and not breach.offence)):
        # s.26: the court may remand; there is no penalty for breach of a notice itself.
        message = f"There is no penalty for breach of this. What may follow: {_in_words(breach)}."
        yield NotMet("no_penalty_there", message, breach.section)
    elif outcome not in breach.outcomes:
        message = f"This does not follow from breach of this. What may follow: {_in_words(breach)}."
        yield NotMet("no_such_outcome", message, breach.section)
    if penalty is not None:
        yield from _above(penalty, heard_on, pounds, pounds_a_day, days)
        if outcome == "sum ordered" and pounds is None and pounds_a_day is None:
            yield NotMet("no_sum", "Enter the sum the court ordered.", penalty.section)
        if outcome in COMMITTALS and days is None:
            yield NotMet("no_days", "Enter for how many days the court committed them.", penalty.section)
        if ordered and outcome not in PENALTIES:
            yield NotMet(
                "penalty_without",
                f"A penalty is entered, but the outcome is: {OUTCOMES[outcome].lower()}.",
                penalty.section,
            )


def _above(
    penalty: Penalty, heard_on: date, pounds: int | None, pounds_a_day: int | None, days: int | None
) -> Iterator[NotMet]:
    # MCA 1980 s.63(3)(a): a sum not exceeding £50 for every day in default, or a sum not exceeding £5,000;
    if pounds_a_day is not None and pounds_a_day > penalty.pounds_a_day:
        message = f"The court may order up to £{penalty.pounds_a_day} for each day in default."
        yield NotMet("daily_sum_above", message, penalty.section)
    # by the day, not more than £1,000 in all [from memory];
    most = penalty.pounds if pounds_a_day is None else penalty.daily_pounds_in_all
    if pounds is not None and pounds > most:
        message = f"The court may order up to £{most:,} in all."
        yield NotMet("sum_above", message, penalty.section)
    # MCA 1980 s.63(3)(b): or committed to custody, for a period not exceeding two months (in all [from memory]).
    if days is not None and days > (longest := longest_committal(penalty, heard_on)):
        message = f"The court may commit for up to {penalty.months} months, {longest} days from that day."
        yield NotMet("committal_above", message, penalty.section)
    if days is not None and (pounds is not None or pounds_a_day is not None):
        yield NotMet("sum_and_committal", "The court may order a sum or commit to custody, not both.", penalty.section)


def longest_committal(penalty: Penalty, heard_on: date) -> int:
    """The days of the longest committal that begins on `heard_on`: months by the calendar, the day itself counted."""
    month = heard_on.month - 1 + penalty.months
    first = date(heard_on.year + month // 12, month % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    # Where that month has no such day, the period ends with the month.
    same_day = min(first + timedelta(days=heard_on.day - 1), following)
    return (same_day - heard_on).days


def _section(breach: Breach, subsection: str) -> str:
    return f"{breach.section}{subsection}"


def _in_words(breach: Breach) -> str:
    return ", ".join(OUTCOMES[one].lower() for one in breach.outcomes)
