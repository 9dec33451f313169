"""One thing that happened in a case, and how its day, hour and age are had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.law.clocks import LONDON


@dataclass(frozen=True)
class Happened:
    """One thing that happened. `what` names the figure; day and hour are London's, the hour None where only a day is
    known. `of` tells like from like (an outcome, a length); `minutes` what it took; `amount` pounds or days.

    `act`: what a notice is called under the case's Act. `respondent` and `protected_person` are the same wherever name
    and date of birth are the same, and say neither: 48 bits. `age`: the respondent's whole years on that day.
    """

    what: str
    day: date
    hour: int | None
    case: str
    district: str | None
    town: str | None
    act: str | None = None
    court: str | None = None
    of: str | None = None
    minutes: int | None = None
    amount: int | None = None
    age: int | None = None
    respondent: int | None = None
    protected_person: int | None = None


def happening(case: Case, what: str, at: datetime | date, **more: Any) -> Happened:
    """That it happened in this case at this moment, or on this day; where, and whose, is added by `happened`."""
    if isinstance(at, datetime):
        return Happened(what, day_of(at), at.astimezone(LONDON).hour, case.id, None, None, **more)
    return Happened(what, at, None, case.id, None, None, **more)


def day_of(at: datetime) -> date:
    """The day in London."""
    return at.astimezone(LONDON).date()


def each(one: Held[Any], fact: str) -> tuple[str | None, ...]:
    """Each that was chosen, once; one that is not recorded where none was."""
    return tuple(dict.fromkeys(getattr(one.entry.facts, fact, ()))) or (None,)


def minutes(first: datetime, then: datetime) -> int:
    """Whole minutes: times that somebody writes down are no more exact."""
    return round((then - first).total_seconds() / 60)


def age_on(described: Held[Any] | None, day: date) -> int | None:
    """Somebody's whole years on a day; as believed where no date of birth is known."""
    if described is None:
        return None
    born: date | None = described.entry.facts.born
    if born is None:
        believed: int | None = described.entry.facts.believed_age
        return believed
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band(age: int | None) -> str | None:
    """The ages a figure tells together; None where none is known."""
    if age is None:
        return None
    return (
        "under 18"
        if age < 18
        else next((f"{low} to {high}" for low, high in BANDS if low <= age <= high), "60 and over")
    )


BANDS = ((18, 24), (25, 34), (35, 44), (45, 59))
