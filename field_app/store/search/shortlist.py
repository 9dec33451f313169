"""From a question to the rows of which most is found, without a look at most of those of which less is."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from field_app.cases.matching import Clue

from .filed import Filed, hashed
from .vocabulary import Vocabulary

SHORTEST, LEAST_TOGETHER, MOST_TOGETHER, FEW_PARTS, SURELY = 3, 7, 30, 3, 90
"""Two parts of a name of so many letters each, of so many together, may have been written as one where few are asked
for; unless there is a part on record that fits so well."""

YEARS = {hashed(f"y {year}"): year for year in range(1, 10_000)}
"""The keys that are years of birth: they are held by row, not by key, being so many people's."""


@dataclass(frozen=True)
class Hits:
    """What is found of one clue: points and the rows that earn them, the least first; a row earns the most it can.

    `years` is what a year of birth earns whoever has no other points of this clue; but who has no points of any other
    clue either earns nothing by it.
    """

    lists: list[tuple[int, Sequence[int]]]
    years: dict[int, int]

    @property
    def size(self) -> int:
        """How many rows there are to look at."""
        return sum(len(rows) for _, rows in self.lists)

    @property
    def most(self) -> int:
        """The most a row can earn by its rows."""
        return self.lists[-1][0] if self.lists else 0

    def of(self, rows: set[int]) -> dict[int, int]:
        """What those of these rows earn that earn something."""
        points: dict[int, int] = {}
        for value, having in self.lists:
            points.update(dict.fromkeys(rows.intersection(having), value))
        return points


class Held:
    """What a server holds in memory of everybody on record: numbers, and the parts of names."""

    def __init__(self) -> None:
        self._names = Vocabulary()
        self._filed = Filed()
        self._born = array("H")

    def add(self, row: int, parts: Iterable[str], keys: Iterable[int]) -> None:
        """Note a row; it is found once what is new is put in order."""
        self._born.extend([0] * (row + 1 - len(self._born)))
        others = []
        for key in keys:
            if year := YEARS.get(key):
                self._born[row] = year
            else:
                others.append(key)
        self._names.add(row, parts)
        self._filed.add(row, others)

    def put_in_order(self) -> None:
        """Make what was added found."""
        self._names.put_in_order()
        self._filed.put_in_order()

    def shortlist(self, asked: Sequence[Clue], most: int) -> list[int]:
        """The rows of which most is found, so many of them, the likeliest first; of two as likely, the newer one.

        Looked at are those who have the clue that fewest have, and what else they have; then those who have the next.
        Who has none of the clues so far cannot have more than the rest of them earn together: once so many have more
        than that, whoever else on record is called David is not looked at.
        """
        few = sum(bool(clue.part) for clue in asked) <= FEW_PARTS
        every = [self._hits(clue, few) for clue in asked]
        years = next((one.years for one in every if one.years), {})
        left = sorted((one for one in every if one.lists), key=lambda one: one.size)
        if not left:
            return self._born_in(years, most)
        best, seen = _Best(most), list[set[int]]()
        while left and best.least <= _at_most(left, years):
            opened, *left = left
            rows = set[int]().union(*(having for _, having in opened.lists)).difference(*seen)
            seen.append(rows)
            self._judge(best, rows, opened, left, years)
        return best.rows()

    def _judge(self, best: _Best, rows: set[int], opened: Hits, left: Sequence[Hits], years: dict[int, int]) -> None:
        """Add up what these rows earn, all of which have a hit in `opened` and may have in those that are left."""
        points: dict[int, int] = {}
        dated: dict[int, int] = {}
        for one in left:
            of_one = one.of(rows)
            _add(points, of_one)
            if one.years:
                dated = of_one
        _add(points, opened.of({*points}))
        if opened.years:
            years = {}  # every one of them has more by the day
        born = self._born
        of_year = {row: years[year] for row in points if (year := born[row]) in years and row not in dated}
        _add(points, of_year)
        best.add(points)
        alone = rows.difference(points)
        by_year = max(years.values(), default=0)
        for value, having in reversed(opened.lists):
            if value + by_year < best.least:
                break
            here = alone.intersection(having)
            alone -= here
            if value >= best.least:
                best.add({row: value + years.get(born[row], 0) for row in here})
            else:
                enough = {year: value + more for year, more in years.items() if value + more >= best.least}
                best.add({row: enough[year] for row in here if (year := born[row]) in enough})

    def _born_in(self, years: dict[int, int], most: int) -> list[int]:
        """Where nothing else is found: who was born in the likeliest of these years."""
        found: list[int] = []
        for value in sorted({*years.values()}, reverse=True):
            these = {year for year, more in years.items() if more == value}
            newest = (row for row in range(len(self._born) - 1, 0, -1) if self._born[row] in these)
            found += islice(newest, most - len(found))
        return found

    def _hits(self, clue: Clue, few: bool) -> Hits:
        """Only where `few` parts of a name are asked for may one of them be two."""
        found: list[tuple[int, Sequence[int]]] = []
        years = {}
        if clue.part:
            like = self._names.like(clue.part)
            for fit, part in like:
                rows = self._names.rows(part)
                found.append((fit + _rarity(rows), rows))
            if few and LEAST_TOGETHER <= len(clue.part) <= MOST_TOGETHER and (not like or like[0][0] < SURELY):
                found += self._together(clue.part)
        for fit, key in clue.keys:
            number = hashed(key)
            if year := YEARS.get(number):
                years[year] = clue.weight * fit
            elif rows := self._filed.rows(number):
                found.append((fit, rows))
        found.sort(key=lambda one: one[0])
        return Hits([(clue.weight * fit, rows) for fit, rows in found], years)

    def _together(self, asked: str) -> list[tuple[int, Sequence[int]]]:
        """Who has two parts of a name that are this when written together, one of them as it stands."""
        found: list[tuple[int, Sequence[int]]] = []
        for place in range(SHORTEST, len(asked) - SHORTEST + 1):
            head, tail = asked[:place], asked[place:]
            for one, other in ((head, tail), (tail, head)):
                if one not in self._names:
                    continue
                there = {*self._names.rows(one)}
                for fit, part in self._names.like(other):
                    if rows := there.intersection(self._names.rows(part)):
                        found.append(((100 + fit) // 2, [*rows]))
        return found


class _Best:
    """The rows of which most is found, as far as they were looked at."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._points: dict[int, int] = {}
        self.least = 0
        """Whoever has less is not among them."""

    def add(self, points: dict[int, int]) -> None:
        """Take in rows that were not looked at before."""
        self._points.update(points)
        if len(self._points) > self._most:
            self.least = nlargest(self._most, self._points.values())[-1]
            self._points = {row: value for row, value in self._points.items() if value >= self.least}

    def rows(self) -> list[int]:
        """Them, the likeliest first; of two as likely, the newer one."""
        best = nlargest(self._most, [value << 32 | row for row, value in self._points.items()])
        return [one & 0xFFFFFFFF for one in best]


def _at_most(left: Sequence[Hits], years: dict[int, int]) -> int:
    """What whoever has none but these can earn, a year of birth besides, or instead of a day."""
    days = next((one.most for one in left if one.years), 0)
    return sum(one.most for one in left) + max(0, max(years.values(), default=0) - days)


def _rarity(rows: Sequence[int]) -> int:
    """What a part of a name earns besides: the fewer have it, the more it says who is meant."""
    return max(0, 20 - len(rows).bit_length())


def _add(points: dict[int, int], more: dict[int, int]) -> None:
    """Add what rows earn by one clue to what they have; quick where few stand in both."""
    both = points.keys() & more.keys()
    sums = {row: points[row] + more[row] for row in both}
    points.update(more)
    points.update(sums)
