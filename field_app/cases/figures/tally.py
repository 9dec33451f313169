"""What happened, added up: all that the figures of a period are made of, so small that it can be kept.

A tally holds numbers and no case. Tallies add, and what was added can be taken away again: so those of a day, a month
and a year are kept and put together for any period, and what changes in one case changes them by the difference.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from .definitions import GUARDED
from .event import Happened, band
from .numbered import add_to, count_in
from .people import COMMITTED, FINED, PEOPLE, People, dated
from .standing import STANDING

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

PIECES = ("sums", "standing", "places", "served", "people")
"""What a tally is kept in: what is counted; of that, what was for too long unserved; where orders were made; on whom a
notice was served; who else it was."""


@dataclass
class Sums:
    """What is added up of one figure. `amounts`: of how many there is one."""

    number: int = 0
    amounts: int = 0
    amount: int = 0
    minutes: dict[int, int] = field(default_factory=dict)
    by: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in BY})

    def count(self, one: Happened, times: int) -> None:
        """Add one thing that happened, or take it away (`times` -1)."""
        self.number += times
        if one.amount is not None:
            self.amounts += times
            self.amount += times * one.amount
        if one.minutes is not None:
            count_in(self.minutes, one.minutes, times)
        for name, of in (BY if one.what not in GUARDED else BY_KIND).items():
            count_in(self.by[name], of(one) or NOT_KNOWN, times)

    def add(self, other: Sums) -> None:
        """Add what another holds, which may be less than nothing."""
        self.number += other.number
        self.amounts += other.amounts
        self.amount += other.amount
        add_to(self.minutes, other.minutes)
        for name, parts in other.by.items():
            add_to(self.by[name], parts)

    def as_json(self) -> list[Any]:
        return [self.number, self.amounts, self.amount, self.minutes, [*self.by.values()]]

    @classmethod
    def from_json(cls, given: list[Any]) -> Sums:
        number, amounts, amount, minutes, by = given
        return cls(
            number,
            amounts,
            amount,
            {int(one): many for one, many in minutes.items()},
            dict(zip(BY, by, strict=True)),
        )


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
            count_in(self.people[name].changed, who, times)


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


Place = tuple[str | None, str | None, int | None]
"""A district, a town and an age."""


@dataclass
class Tally:
    """What happened, added up, by the court it happened before (None: before none). `places`: of each order."""

    parts: dict[str | None, Part] = field(default_factory=dict)
    places: dict[Place, int] = field(default_factory=dict)

    def count(self, happened: Iterable[Happened], times: int = 1) -> Tally:
        """Add what happened, or take it away (`times` -1); itself."""
        for one in happened:
            self._part(one.court).count(one, times)
            if one.what == PLACED:
                count_in(self.places, (one.district, one.town, one.age), times)
        return self

    def add(self, other: Tally) -> None:
        """Add what another holds, which may be less than nothing."""
        for court, theirs in other.parts.items():
            ours = self._part(court)
            for what, sums in theirs.sums.items():
                ours.sums.setdefault(what, Sums()).add(sums)
            for name, people in theirs.people.items():
                ours.people[name].add(people)
        add_to(self.places, other.places)

    @property
    def is_empty(self) -> bool:
        return not any(sums.number for part in self.parts.values() for sums in part.sums.values())

    def packed(self) -> dict[str, bytes]:
        """All of it, each of `PIECES` by itself, as `take` reads it: whoever reads them seldom wants all."""
        return {
            "sums": self._packed_sums(lambda what: what not in STANDING),
            "standing": self._packed_sums(lambda what: what in STANDING),
            "places": self._packed_places(),
            "served": self._packed_people(("served",)),
            "people": self._packed_people(tuple(one for one in PEOPLE if one != "served")),
        }

    def _packed_places(self) -> bytes:
        towns: dict[tuple[str | None, str | None], tuple[list[int | None], list[int]]] = {}
        for (district, town, age), number in self.places.items():
            ages, numbers = towns.setdefault((district, town), ([], []))
            ages.append(age)
            numbers.append(number)
        return _json([[*town, *of] for town, of in towns.items()])

    def _packed_sums(self, of: Callable[[str], bool]) -> bytes:
        return _json(
            [
                [court, {what: one.as_json() for what, one in part.sums.items() if one.number and of(what)}]
                for court, part in self.parts.items()
            ]
        )

    def _packed_people(self, names: Sequence[str]) -> bytes:
        people = {
            court: {name: array("Q", who) for name in names if (who := part.people[name].in_order())}
            for court, part in self.parts.items()
        }
        heading = [[court, {name: len(who) for name, who in found.items()}] for court, found in people.items()]
        numbers = b"".join(who.tobytes() for found in people.values() for who in found.values())
        return zlib.compress(json.dumps(heading).encode() + b"\n" + numbers, 1)

    def take(self, piece: str, packed: bytes) -> None:
        """Add one of the `PIECES` of a tally as it was packed."""
        if piece in ("sums", "standing"):
            self._take_sums(packed)
        elif piece == "places":
            for district, town, ages, numbers in json.loads(zlib.decompress(packed)):
                for age, number in zip(ages, numbers, strict=True):
                    count_in(self.places, (district, town, age), number)
        else:
            self._take_people(packed)

    def _take_sums(self, packed: bytes) -> None:
        for court, found in json.loads(zlib.decompress(packed)):
            ours = self._part(court).sums
            for what, given in found.items():
                if what in ours:
                    ours[what].add(Sums.from_json(given))
                else:
                    ours[what] = Sums.from_json(given)

    def _take_people(self, packed: bytes) -> None:
        heading, _, numbers = zlib.decompress(packed).partition(b"\n")
        at = 0
        for court, found in json.loads(heading):
            ours = self._part(court).people
            for name, many in found.items():
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


def _json(given: object) -> bytes:
    return zlib.compress(json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode(), 1)
