"""The figures of a period: each a number of things that happened, with what it is of and how it divides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .happened import Happened
from .tally import COMMITTED, DAY_BITS, FINED, NOT_KNOWN, PEOPLE, People, Sums, Tally


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
    "request withdrawn": Definition(
        "Requests withdrawn before a decision", "Taken back in the period before anybody had decided them.", "requested"
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
    "unit sent": Definition(
        "Breaches a unit was sent to",
        "By when the first was recorded as sent. Minutes: from the report.",
        "breach reported",
    ),
    "no unit sent": Definition(
        "Breaches no unit was sent to",
        "Recorded as not met by a unit, by when, and none sent later.",
        "breach reported",
    ),
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
    "protected person": Definition(
        "Protected people's ages", "Requests in the period, by the protected person's age.", "requested"
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
    "later": Definition(
        "What became known later",
        "By the day it happened: new incidents, serious harm, deaths, non-molestation orders, complaints, and what "
        "became of the offence, as somebody recorded it.",
    ),
    "after service": Definition(
        "New incidents, serious harm and deaths after a notice",
        "Of those known later, in cases with a notice served before, by how long after.",
        "served",
    ),
    "bail decision": Definition("Bail and release decisions", "By when they were decided."),
    "released": Definition(
        "Releases from custody",
        "By when, and whether the protected person had been told before.",
    ),
}
"""Every figure, in the order in which a case goes through them."""

PEOPLE_MEANS = {
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
    median: int
    p90: int


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


def add_up(
    every: Iterable[Happened], first: date, last: date, *, district: str | None = None, court: str | None = None
) -> Figures:
    """The figures of a period, perhaps of one district or of one court alone.

    `every` reaches twelve months further back than `first`: that somebody was served before counts from there.
    """
    tally, before = Tally(), Tally()
    for one in every:
        if (district is None or one.district == district) and one.day <= last:
            (before if one.day < first else tally).count([one])
    return figures_of(tally, before, first, last, court=court)


def figures_of(tally: Tally, before: Tally, first: date, last: date, *, court: str | None = None) -> Figures:
    """The figures of a period, of whatever was added up in it. `before`: whoever was served in the year before it."""
    parts = [part for at, part in tally.parts.items() if court is None or at == court]
    found = {key: Sums() for key in DEFINITIONS}
    for part in parts:
        for what, sums in part.sums.items():
            found[what].add(sums)
    numbers = {key: sums.number for key, sums in found.items()}
    numbers["decided"] = numbers["ordered"] + numbers["application refused"]
    figures = tuple(_figure(key, DEFINITIONS[key], sums, numbers) for key, sums in found.items())
    people = {name: People() for name in PEOPLE}
    for part in parts:
        for name, who in part.people.items():
            people[name].add(who)
    served = People()
    for part in (part for one in (tally, before) for part in one.parts.values()):
        served.add(part.people["served"])
    return Figures(first, last, figures, _people(people, served), PEOPLE_MEANS)


def _figure(key: str, means: Definition, found: Sums, numbers: dict[str, int]) -> Figure:
    denominator = means.of and (DENOMINATORS.get(means.of) or DEFINITIONS[means.of].heading.lower())
    return Figure(
        key,
        means.heading,
        means.means,
        denominator,
        found.number,
        numbers[means.of] if means.of else None,
        _minutes(found.minutes),
        found.amount if found.amounts else None,
        {name: dict(sorted(parts.items())) for name, parts in found.by.items() if set(parts) - {NOT_KNOWN}},
    )


DENOMINATORS = {"decided": "applications the court granted or refused"}


def _minutes(times: Counter[int]) -> Minutes | None:
    number = times.total()
    if not number:
        return None
    ranks = [-(-percent * number // 100) for percent in (50, 90)]
    found, so_far = [], 0
    for time in sorted(times):
        so_far += times[time]
        while ranks and so_far >= ranks[0]:
            found.append(time)
            ranks.pop(0)
    return Minutes(number, *found)


TOGETHER = 16_384
"""So many people are looked at together: a set of them stays in the processor's own memory, where one of a million does
not and takes several times as long."""


def _people(these: dict[str, People], served: People) -> dict[str, int]:
    """`these`: who it was in the period; `served`: everybody on whom a notice was served in it or in the year before,
    each with the day."""
    pieces = 1 + max(map(len, (*these.values(), served))) // TOGETHER
    cut = [(name, who.cut(pieces, dated=name == "served")) for name, who in these.items()]
    found = dict.fromkeys(PEOPLE_MEANS, 0)
    for before_too in served.cut(pieces, dated=True):
        for name, number in _people_of({name: next(who) for name, who in cut}, before_too).items():
            found[name] += number
    return found


def _people_of(these: dict[str, People], served: People) -> dict[str, int]:
    """As `_people`, of some of them: each figure counts every person by themselves, so they add up."""
    # One person's are neighbours; of several on one day all but the first are again.
    ago = [
        (one, one - other)
        for other, one in pairwise(served.in_order())
        if one - other <= A_YEAR and one >> DAY_BITS == other >> DAY_BITS
    ]
    inside = these["served"].among({one for one, _ in ago})

    def again(days: int) -> int:
        found = Counter([one for one, since in ago if since <= days])
        return sum(map(min, found.values(), map(inside.__getitem__, found)))

    fined_or_committed = People()
    for name in (FINED, COMMITTED):
        fined_or_committed.add(these[name])
    return {
        "respondents": these["respondents"].different(),
        "protected_people": these["protected"].different(),
        "fined_or_committed": fined_or_committed.different(),
        "breached_again": sum(many > 1 for many in Counter(these["reported"].in_order()).values()),
        "again_28_days": again(28),
        "again_12_months": again(A_YEAR),
    }


A_YEAR = 365
"""Days within which somebody is served again."""
