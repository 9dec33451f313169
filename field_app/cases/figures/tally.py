"""What happened, added up: all that the figures of a period are made of, so small that it can be kept.

A tally holds numbers and no case. Tallies add, and what was added can be taken away again: so those of a day, a month
and a year are kept and put together for any period, and what changes in one case changes them by the difference.
"""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import Any, TypeVar

from .definitions import GUARDED
from .event import Happened, band

Key = TypeVar("Key")

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOT_KNOWN = "not recorded"

BY: dict[str, Callable[[Happened], str | None]] = {
    "kind": lambda one: one.of,
    "district": lambda one: one.district,
    "town": lambda one: one.town,
    "Act": lambda one: one.act,
    "court": lambda one: one.court,
    "hour": lambda one: None if one.hour is None else f"{one.hour:02d}:00",
    "weekday": lambda one: WEEKDAYS[one.day.weekday()],
    "age": lambda one: band(one.age),
}
"""How each figure divides; what is not known is counted as such, so that every division adds up."""

BY_KIND = {"kind": BY["kind"]}
"""How whatever tells who somebody is divides: it is kept with no place, hour or age."""

PLACED = "ordered"
"""Of what it is also kept which district, town and age go together: a press paragraph tells orders by town."""

FINED, COMMITTED = "sum ordered", "committed"
"""What a court did that a press sentence calls fined, and sent to prison."""


@dataclass
class Sums:
    """What is added up of one figure. `amounts`: of how many there is one. `places`: district, town and age."""

    number: int = 0
    amounts: int = 0
    amount: int = 0
    minutes: dict[int, int] = field(default_factory=dict)
    by: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in BY})
    places: dict[tuple[str | None, str | None, int | None], int] = field(default_factory=dict)

    def count(self, one: Happened, times: int) -> None:
        """Add one thing that happened, or take it away (`times` -1)."""
        self.number += times
        if one.amount is not None:
            self.amounts += times
            self.amount += times * one.amount
        if one.minutes is not None:
            _count(self.minutes, one.minutes, times)
        for name, of in (BY if one.what not in GUARDED else BY_KIND).items():
            _count(self.by[name], of(one) or NOT_KNOWN, times)
        if one.what == PLACED:
            _count(self.places, (one.district, one.town, one.age), times)

    def add(self, other: Sums) -> None:
        """Add what another holds, which may be less than nothing."""
        self.number += other.number
        self.amounts += other.amounts
        self.amount += other.amount
        _add(self.minutes, other.minutes)
        _add(self.places, other.places)
        for name, parts in other.by.items():
            _add(self.by[name], parts)

    def as_json(self) -> list[Any]:
        places = [[*place, number] for place, number in self.places.items()]
        return [self.number, self.amounts, self.amount, self.minutes, [*self.by.values()], places]

    @classmethod
    def from_json(cls, given: list[Any]) -> Sums:
        number, amounts, amount, minutes, by, places = given
        return cls(
            number,
            amounts,
            amount,
            {int(one): many for one, many in minutes.items()},
            dict(zip(BY, by, strict=True)),
            {(district, town, age): many for district, town, age, many in places},
        )


PEOPLE = ("served", "respondents", "protected", "reported", FINED, COMMITTED)
"""Of whom it is kept who they are, as often as they occur: for whom a notice was served with its day (`dated`), the
respondents and protected people of notices and orders, respondents of breaches reported and of what courts made of
them."""

PERSON_BITS = 48
DAY_BITS = 16
"""A day stands in so many bits behind a person's."""

DAY_ONE = date(1990, 1, 1)
"""Before anything that is counted."""


def dated(person: int, day: date) -> int:
    """A person and a day in one number: those of one person are neighbours, and differ by days."""
    return person << DAY_BITS | min(max((day - DAY_ONE).days, 0), (1 << DAY_BITS) - 1)


@dataclass
class People:
    """Who it was, as often as they occur: as it was kept, each part in order, and what is added to that or taken from
    it."""

    kept: list[array[int]] = field(default_factory=list)
    changed: Counter[int] = field(default_factory=Counter)

    def add(self, other: People) -> None:
        self.kept += other.kept
        _add(self.changed, other.changed)

    def __len__(self) -> int:
        """About how many times anybody occurs: not less than they do."""
        return sum(map(len, self.kept)) + len(self.changed)

    def cut(self, into: int, *, dated: bool) -> Iterator[People]:
        """The same in so many pieces, each with the persons of one range of numbers; `dated`: they are with days."""
        if into == 1:
            yield self
            return
        step = ((1 << PERSON_BITS) // into + 1) << (DAY_BITS if dated else 0)
        changed: dict[int, Counter[int]] = defaultdict(Counter)
        for who, times in self.changed.items():
            changed[who // step][who] = times
        begins = [0] * len(self.kept)
        for place in range(into):
            ends = [bisect_left(one, step * (place + 1), at) for one, at in zip(self.kept, begins, strict=True)]
            cuts = zip(self.kept, begins, ends, strict=True)
            yield People([one[at:end] for one, at, end in cuts if at < end], changed[place])
            begins = ends

    def in_order(self) -> list[int]:
        """All of them, the same side by side."""
        kept = chain.from_iterable(self.kept)
        found = sorted([*kept, *self.changed.elements()])  # of what is taken away there are no elements
        for who, times in self.changed.items():
            if times < 0:
                at = bisect_left(found, who)
                del found[at : at - times]
        return found

    def among(self, wanted: Set[int]) -> Counter[int]:
        """How often each of these occurs."""
        found = Counter(filter(wanted.__contains__, chain.from_iterable(self.kept)))
        _add(found, Counter({who: times for who, times in self.changed.items() if who in wanted}))
        return found

    def different(self) -> int:
        """How many there are, whoever occurs more than once counted once."""
        if not self.kept:
            return len(self.changed)
        known = set[int]().union(*self.kept)
        for who, times in self.changed.items():
            if times + sum(bisect_right(one, who) - bisect_left(one, who) for one in self.kept) > 0:
                known.add(who)
            else:
                known.discard(who)
        return len(known)


@dataclass
class Part:
    """What happened before one court, or before none."""

    sums: dict[str, Sums] = field(default_factory=dict)
    people: dict[str, People] = field(default_factory=lambda: {name: People() for name in PEOPLE})

    def count(self, one: Happened, times: int) -> None:
        sums = self.sums.get(one.what)
        if sums is None:
            sums = self.sums[one.what] = Sums()
        sums.count(one, times)
        for name, who in _people(one):
            _count(self.people[name].changed, who, times)


def _people(one: Happened) -> Iterator[tuple[str, int]]:
    if one.what in ("served", "ordered"):
        if one.respondent is not None:
            yield "respondents", one.respondent
        if one.protected_person is not None:
            yield "protected", one.protected_person
    if one.respondent is None:
        return
    if one.what == "served":
        yield "served", dated(one.respondent, one.day)
    elif one.what == "breach reported":
        yield "reported", one.respondent
    elif one.what == "breach heard" and one.of in (FINED, COMMITTED):
        yield one.of, one.respondent


@dataclass
class Tally:
    """What happened, added up, by the court it happened before (None: before none)."""

    parts: dict[str | None, Part] = field(default_factory=dict)

    def count(self, happened: Iterable[Happened], times: int = 1) -> Tally:
        """Add what happened, or take it away (`times` -1); itself."""
        for one in happened:
            self._part(one.court).count(one, times)
        return self

    def add(self, other: Tally) -> None:
        """Add what another holds, which may be less than nothing."""
        for court, theirs in other.parts.items():
            ours = self._part(court)
            for what, sums in theirs.sums.items():
                ours.sums.setdefault(what, Sums()).add(sums)
            for name, people in theirs.people.items():
                ours.people[name].add(people)

    @property
    def is_empty(self) -> bool:
        return not any(sums.number for part in self.parts.values() for sums in part.sums.values())

    def packed(self) -> tuple[bytes, bytes]:
        """The sums, and the people, as `take` reads them."""
        sums = [
            [court, {what: one.as_json() for what, one in part.sums.items() if one.number}]
            for court, part in self.parts.items()
        ]
        people = {
            court: {name: array("Q", who) for name, whose in part.people.items() if (who := whose.in_order())}
            for court, part in self.parts.items()
        }
        heading = [[court, {name: len(who) for name, who in found.items()}] for court, found in people.items()]
        numbers = b"".join(who.tobytes() for found in people.values() for who in found.values())
        return _json(sums), zlib.compress(json.dumps(heading).encode() + b"\n" + numbers, 1)

    def take_sums(self, packed: bytes, only: Container[str] | None = None) -> None:
        """Add the sums of a tally as it was packed, or those alone."""
        for court, found in json.loads(zlib.decompress(packed)):
            ours = self._part(court).sums
            for what, given in found.items():
                if only is not None and what not in only:
                    continue
                if what in ours:
                    ours[what].add(Sums.from_json(given))
                else:
                    ours[what] = Sums.from_json(given)

    def take_people(self, packed: bytes, only: Iterable[str] = PEOPLE) -> None:
        """Add the people of a tally as it was packed, or those alone."""
        heading, _, numbers = zlib.decompress(packed).partition(b"\n")
        wanted, at = frozenset(only), 0
        for court, found in json.loads(heading):
            ours = self._part(court).people
            for name, many in found.items():
                if name in wanted:
                    ours[name].kept.append(array("Q", numbers[at : at + many * 8]))
                at += many * 8

    def _part(self, court: str | None) -> Part:
        part = self.parts.get(court)
        if part is None:
            part = self.parts[court] = Part()
        return part


def spans_of(day: date) -> tuple[str, str, str]:
    """The year, the month and the day a day is in, as tallies are kept of."""
    text = day.isoformat()
    return text[:4], text[:7], text


def covering(first: date, last: date) -> list[str]:
    """The fewest years, months and days that are just the days from `first` to `last`, both included."""
    found = []
    day = first
    while day <= last:
        year, month, text = spans_of(day)
        for span, end in ((year, _last_of_year(day)), (month, _last_of_month(day)), (text, day)):
            if text == f"{span}-01-01"[:10] and end <= last:
                found.append(span)
                break
        if end == date.max:
            break
        day = end + timedelta(days=1)
    return found


def _last_of_year(day: date) -> date:
    return date(day.year, 12, 31)


def _last_of_month(day: date) -> date:
    return _last_of_year(day) if day.month == 12 else date(day.year, day.month + 1, 1) - timedelta(days=1)


def _count(numbers: dict[Key, int], key: Key, times: int) -> None:
    number = numbers.get(key, 0) + times
    if number:
        numbers[key] = number
    else:
        numbers.pop(key, None)


def _add(numbers: dict[Key, int], other: dict[Key, int]) -> None:
    if not numbers:
        numbers.update(other)
        return
    for key, times in other.items():
        number = numbers.get(key, 0) + times
        if number:
            numbers[key] = number
        else:
            numbers.pop(key, None)


def _json(given: object) -> bytes:
    return zlib.compress(json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode(), 1)
