"""The figures of a period: each a number of things that happened, with what it is of and how it divides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from .definitions import DEFINITIONS, DENOMINATORS, PEOPLE_MEANS, Definition
from .event import Happened
from .people import COMMITTED, DAY_BITS, FINED, PEOPLE, People
from .standing import BEGUN, ENDED, STANDING, each_day
from .tally import NOT_KNOWN, Sums, Tally


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


NO_END = date.max - timedelta(days=1)
"""Every day has ended, as far as a calendar goes."""


def add_up(
    every: Iterable[Happened],
    first: date,
    last: date,
    *,
    district: str | None = None,
    court: str | None = None,
    ended: date = NO_END,
) -> Figures:
    """The figures of a period, perhaps of one district or of one court alone.

    `every` reaches back to the beginning: that somebody was served in the year before counts, and what stood unserved.
    """
    tally, before = Tally(), Tally()
    for one in every:
        if (district is None or one.district == district) and one.day <= last:
            (before if one.day < first else tally).count([one])
    return figures_of(tally, before, first, last, district=district, court=court, ended=ended)


def figures_of(
    tally: Tally,
    before: Tally,
    first: date,
    last: date,
    *,
    district: str | None = None,
    court: str | None = None,
    ended: date = NO_END,
) -> Figures:
    """The figures of a period, of whatever was added up in it. `before`: whoever was served in the year before it, and
    what stood at its beginning (`STANDING`).

    `district`: whose tallies these are, None where they are the force's. `ended`: the last day that has ended.
    """
    whole = district is None and court is None
    parts = [part for at, part in tally.parts.items() if court is None or at == court]
    found = {key: Sums() for key in (*DEFINITIONS, *STANDING)}
    for part in parts:
        for what, sums in part.sums.items():
            found[what].add(sums)
    begun, over = (found.pop(what) for what in STANDING)
    earlier = [part for at, part in before.parts.items() if court is None or at == court]
    stood = sum(part.sums[BEGUN].number for part in earlier if BEGUN in part.sums)
    stood -= sum(part.sums[ENDED].number for part in earlier if ENDED in part.sums)
    days = each_day(begun.by["kind"], over.by["kind"], stood, first, min(last, ended))
    found["unserved a day"] = Sums(number=sum(days.values()), by={"day": days})
    numbers = {key: sums.number for key, sums in found.items()}
    numbers["decided"] = numbers["ordered"] + numbers["application refused"]
    told = ((key, DEFINITIONS[key], sums) for key, sums in found.items())
    figures = tuple(_figure(key, means, sums, numbers) for key, means, sums in told if whole or not means.guarded)
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
        _divided(means, found),
    )


def _divided(means: Definition, found: Sums) -> dict[str, dict[str, int]]:
    known = {name: dict(sorted(parts.items())) for name, parts in found.by.items() if set(parts) - {NOT_KNOWN}}
    return {name: together(parts) for name, parts in known.items()} if means.guarded else known


LEAST = 5
"""The smallest number that is published, or told of who somebody is."""

TOGETHER = "told together, as fewer than five each"


def together(parts: Mapping[str, int]) -> dict[str, int]:
    """The same with whatever is fewer than five told together, and with the smallest that is not where that alone would
    be fewer than five: it could be had by taking away."""
    told = {name: number for name, number in parts.items() if number >= LEAST}
    few = sum(parts.values()) - sum(told.values())
    if 0 < few < LEAST and told:
        few += told.pop(min(told, key=lambda name: (told[name], name)))
    return dict(sorted(told.items())) | ({TOGETHER: few} if few else {})


def _minutes(times: Mapping[int, int]) -> Minutes | None:
    number = sum(times.values())
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


AT_A_TIME = 16_384
"""So many people are looked at together: a set of them stays in the processor's own memory, where one of a million does
not and takes several times as long."""


def different(*whose: People) -> int:
    """How many people there are in these, whoever occurs more than once counted once."""
    together = People()
    for who in whose:
        together.add(who)
    pieces = 1 + len(together) // AT_A_TIME
    return sum(piece.different() for piece in together.cut(pieces, dated=False))


def _people(these: dict[str, People], served: People) -> dict[str, int]:
    """`these`: who it was in the period; `served`: everybody on whom a notice was served in it or in the year before,
    each with the day."""
    pieces = 1 + len(served) // AT_A_TIME
    cut = zip(served.cut(pieces, dated=True), these["served"].cut(pieces, dated=True), strict=True)
    again = Counter[str]()
    for before_too, inside in cut:
        again.update(_again(inside, before_too))
    return {
        "respondents": different(these["respondents"]),
        "protected_people": different(these["protected"]),
        "fined_or_committed": different(these[FINED], these[COMMITTED]),
        "breached_again": sum(many > 1 for many in Counter(these["reported"].in_order()).values()),
        "again_28_days": again["28 days"],
        "again_12_months": again["12 months"],
    }


def _again(inside: People, served: People) -> dict[str, int]:
    """Of some of them: how many of those `inside` the period were served again so soon."""
    # One person's are neighbours; of several on one day all but the first are again.
    ago = [
        (one, one - other)
        for other, one in pairwise(served.in_order())
        if one - other <= A_YEAR and one >> DAY_BITS == other >> DAY_BITS
    ]
    among = inside.among({one for one, _ in ago})

    def again(days: int) -> int:
        found = Counter([one for one, since in ago if since <= days])
        return sum(map(min, found.values(), map(among.__getitem__, found)))

    return {"28 days": again(28), "12 months": again(A_YEAR)}


A_YEAR = 365
"""Days within which somebody is served again."""
