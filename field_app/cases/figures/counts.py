"""The figures of a period: each a number of things that happened, with what it is of and how it divides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .happened import Happened

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOT_KNOWN = "not recorded"


@dataclass(frozen=True)
class Definition:
    """What a figure counts, in words that stand beside it. `of`: the figure that is its denominator, None: none."""

    heading: str
    means: str
    of: str | None = None


DEFINITIONS: dict[str, Definition] = {
    "requested": Definition(
        "Requests for authority",
        "Requests signed in the period; asked again with another request that replaces it, it counts once.",
    ),
    "authorised": Definition(
        "Notices authorised",
        "Authority given in the period, by when it was signed, or given by telephone. Minutes: from the request.",
        "requested",
    ),
    "refused": Definition(
        "Requests refused", "Authority declined in the period. Minutes: from the request.", "requested"
    ),
    "withdrawn": Definition(
        "Authorities withdrawn before service", "Taken back in the period while nobody had been served.", "authorised"
    ),
    "unserved": Definition(
        "Authorised and not served",
        "Authorised in the period, and neither served nor withdrawn by the time this was read.",
        "authorised",
    ),
    "telephone differed": Definition(
        "Telephone authorities that differed",
        "What was noted was not what the officer said they authorised.",
        "authorised",
    ),
    "not pursued": Definition("Considered and not pursued", "Cases in which no authority was asked for, by why."),
    "condition": Definition(
        "Conditions authorised", "Conditions of the notices authorised, each counted.", "authorised"
    ),
    "attempted": Definition(
        "Attempts at service", "Attempts recorded in the period that did not end in service, by how they ended."
    ),
    "served": Definition(
        "Notices served",
        "By the time of service. Irregular: it is in doubt whether the notice binds. Minutes: from the authority.",
        "authorised",
    ),
    "served after a day": Definition(
        "Served more than 24 hours after the authority",
        "By the time of service, from when authority was given.",
        "served",
    ),
    "served in custody": Definition(
        "Served in custody", "While the respondent was detained for the incident, as recorded.", "served"
    ),
    "beside bail": Definition(
        "Notices beside a bail decision",
        "Notices served in a case that has one, whenever it was decided, by the last.",
        "served",
    ),
    "first hearing": Definition(
        "Applications before a court",
        "The first sitting of each application. Late: after the 48 hours, Sundays and holidays left out. "
        "Minutes: what was left of them; below nothing where it was late.",
        "served",
    ),
    "adjourned": Definition(
        "Adjournments", "Each adjournment of a hearing, by when the court adjourned.", "first hearing"
    ),
    "ordered": Definition(
        "Orders made",
        "Orders by the day the court made them; an order corrected counts once. Amount: days.",
        "decided",
    ),
    "application refused": Definition("Applications refused", "By when the court refused.", "decided"),
    "application withdrawn": Definition("Applications withdrawn", "By when the police withdrew.", "first hearing"),
    "respondent at court": Definition(
        "Whether the respondent was at court",
        "Orders made in the period, by whether they were there or told.",
        "ordered",
    ),
    "order changed": Definition(
        "Orders changed by a court, and appeals", "By when the court decided, or an appeal was lodged.", "ordered"
    ),
    "order not told": Definition(
        "Orders the respondent has not been told of",
        "Made in the period, and not told by the time this was read.",
        "ordered",
    ),
    "breach reported": Definition("Breaches reported", "Reports in the period, of a notice or of an order."),
    "arrested": Definition(
        "Arrests for breach", "By the time of arrest. Minutes: from the last report before it.", "breach reported"
    ),
    "brought to court": Definition(
        "Arrests that a court heard",
        "Arrests in the period that a court dealt with, and whether within 24 hours.",
        "arrested",
    ),
    "breach heard": Definition(
        "Breaches heard by a court",
        "Hearings in the period, by outcome. Amount: pounds where a sum was ordered, days where committed.",
    ),
    "told": Definition(
        "Contacts with protected people",
        "Times a protected person was told, or it was tried, by whether they were reached.",
    ),
    "told of": Definition(
        "What protected people were told of",
        "Each thing they were told, by which. Minutes: from when it happened.",
    ),
    "referred": Definition(
        "Referrals made",
        "Tasks recorded as done in the period, and children referred at the scene, by to whom. Minutes: from when the "
        "case called for it.",
        "served",
    ),
    "school told": Definition(
        "Children's schools told", "By when, and whether before the next school day began (DAA 2021 s.49A)."
    ),
    "views": Definition(
        "Protected person's opinion", "Requests in the period, by whether an opinion was had.", "requested"
    ),
    "relationship": Definition("Relationship", "Requests in the period, by the limb of section 24(9).", "requested"),
    "counter-allegation": Definition("Counter-allegations", "Requests in which the respondent made one.", "requested"),
    "firearms certificate": Definition(
        "Respondents with a firearms certificate", "Requests in which one is recorded as a danger.", "requested"
    ),
    "child": Definition("Children", "Children recorded on cases with a request in the period."),
    "bail decision": Definition("Bail and release decisions", "By when they were decided."),
    "released": Definition(
        "Releases from custody",
        "By when, and whether the protected person had been told before.",
    ),
}
"""Every figure, in the order in which a case goes through them."""

PEOPLE = {
    "respondents": "Different people on whom a notice was served or an order made in the period: the same names and "
    "date of birth are one person.",
    "protected_people": "Different people protected by a notice served or an order made in the period, not orders: "
    "the same names and date of birth are one person.",
    "fined_or_committed": "Different people whose breach a court heard in the period and ordered to pay a sum, or "
    "committed.",
    "breached_again": "Different people of whom two breaches or more were reported in the period.",
    "again_28_days": "Notices served in the period on somebody who had been served with another in the 28 days before.",
    "again_12_months": "Notices served in the period on somebody served with another in the 12 months before.",
}
"""What is counted of people, once each."""


@dataclass(frozen=True)
class Minutes:
    """Of so many with a time: within how many minutes half of them, and nine in ten (nearest rank)."""

    number: int
    median: float
    p90: float


@dataclass(frozen=True)
class Figure:
    """One figure. Each of `by` adds up to `number`; `of` is the denominator, None where there is none."""

    key: str
    heading: str
    definition: str
    denominator: str | None
    number: int
    of: int | None
    minutes: Minutes | None
    amount: int | None
    by: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Figures:
    """All of a period, both days included. `notes` says what each of `people` is of."""

    first: date
    last: date
    figures: tuple[Figure, ...]
    people: dict[str, int]
    notes: dict[str, str]


BY: dict[str, Callable[[Happened], str | None]] = {
    "kind": lambda one: one.of,
    "district": lambda one: one.district,
    "town": lambda one: one.town,
    "Act": lambda one: one.act,
    "court": lambda one: one.court,
    "hour": lambda one: None if one.hour is None else f"{one.hour:02d}:00",
    "weekday": lambda one: WEEKDAYS[one.day.weekday()],
    "age": lambda one: _band(one.age),
}
"""How each figure divides; what is not known is counted as such, so that every division adds up."""


def within(every: Iterable[Happened], first: date, last: date) -> list[Happened]:
    """What happened from `first` to `last`, both included."""
    return [one for one in every if first <= one.day <= last]


def add_up(
    every: Sequence[Happened], first: date, last: date, *, district: str | None = None, court: str | None = None
) -> Figures:
    """The figures of a period, perhaps of one district or of one court alone.

    `every` reaches twelve months further back than `first`: that somebody was served before counts from there.
    """
    told = [one for one in every if district is None or one.district == district]
    these = [one for one in within(told, first, last) if court is None or one.court == court]
    sorted_out: dict[str, list[Happened]] = {key: [] for key in DEFINITIONS}
    for one in these:
        sorted_out[one.what].append(one)
    numbers = {key: len(found) for key, found in sorted_out.items()}
    numbers["decided"] = numbers["ordered"] + numbers["application refused"]
    figures = tuple(_figure(key, DEFINITIONS[key], found, numbers) for key, found in sorted_out.items())
    return Figures(first, last, figures, _people(sorted_out, told), PEOPLE)


def _figure(key: str, means: Definition, found: Sequence[Happened], numbers: dict[str, int]) -> Figure:
    by = {name: dict(sorted(_divided(found, of).items())) for name, of in BY.items()}
    denominator = means.of and (DENOMINATORS.get(means.of) or DEFINITIONS[means.of].heading.lower())
    return Figure(
        key,
        means.heading,
        means.means,
        denominator,
        len(found),
        numbers[means.of] if means.of else None,
        _minutes([one.minutes for one in found if one.minutes is not None]),
        sum(one.amount or 0 for one in found) if any(one.amount is not None for one in found) else None,
        {name: parts for name, parts in by.items() if set(parts) - {NOT_KNOWN}},
    )


DENOMINATORS = {"decided": "applications the court granted or refused"}


def _divided(found: Iterable[Happened], of: Callable[[Happened], str | None]) -> Counter[str]:
    return Counter(of(one) or NOT_KNOWN for one in found)


def _minutes(times: list[float]) -> Minutes | None:
    ordered = sorted(times)
    if not ordered:
        return None
    half, nine = (ordered[-(-percent * len(ordered) // 100) - 1] for percent in (50, 90))
    return Minutes(len(ordered), round(half, 1), round(nine, 1))


def _people(these: dict[str, list[Happened]], every: Iterable[Happened]) -> dict[str, int]:
    bound = [*these["served"], *these["ordered"]]
    served_on: dict[str | None, list[Happened]] = {}
    for one in every:
        if one.what == "served" and one.respondent:
            served_on.setdefault(one.respondent, []).append(one)

    reported = Counter(one.respondent for one in these["breach reported"] if one.respondent)

    def again(days: int) -> int:
        return sum(
            any(
                other.case != one.case and 0 <= (one.day - other.day).days <= days
                for other in served_on[one.respondent]
            )
            for one in these["served"]
            if one.respondent
        )

    return {
        "respondents": len({one.respondent for one in bound if one.respondent}),
        "protected_people": len({one.protected_person for one in bound if one.protected_person}),
        "fined_or_committed": len({one.respondent for one in these["breach heard"] if one.of in PENALTIES}),
        "breached_again": sum(many > 1 for many in reported.values()),
        "again_28_days": again(28),
        "again_12_months": again(365),
    }


PENALTIES = ("sum ordered", "committed")
"""What a court did that a press sentence calls fined, and sent to prison."""


def _band(age: int | None) -> str | None:
    if age is None:
        return None
    return (
        "under 18"
        if age < 18
        else next((f"{low} to {high}" for low, high in BANDS if low <= age <= high), "60 and over")
    )


BANDS = ((18, 24), (25, 34), (35, 44), (45, 59))
