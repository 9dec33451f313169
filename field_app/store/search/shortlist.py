"""From a question to the rows of which most is found, without a look at most of those of which less is."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from field_app.cases.matching import Clue

from .filed import Filed, hashed
from .vocabulary import Rows, Vocabulary

SHORTEST, LEAST_TOGETHER, MOST_TOGETHER, FEW_PARTS, SURELY = 3, 7, 30, 3, 90
"""Two parts of a name of so many letters each, of so many together, may have been written as one where few are asked
for; unless there is a part on record that fits so well."""

MANY = 2_000
"""Fewer rows than that are looked at one by one."""

FEWER = 8
"""Clues that together so many times fewer have than the rest are taken as one."""

YEARS = {hashed(f"y {year}"): year for year in range(1, 10_000)}
"""The keys that are years of birth: they are held by row, too, being so many people's."""

KEYS = {year: key for key, year in YEARS.items()}


@dataclass(frozen=True)
class Hits:
    """What is found of one clue: points and, in order, the rows that earn them, the least first; a row earns the most
    it can.

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

    def of(self, rows: set[int] | None) -> dict[int, int]:
        """What those of these rows (None: of all there are) earn that earn something."""
        points: dict[int, int] = {}
        for value, having in self.lists:
            here: Iterable[int]
            if rows is None:
                here = having
            elif len(rows) << 2 < len(having) and isinstance(having, Rows) and (bits := having.bits()):
                end = len(bits) << 3
                here = {row for row in rows if row < end and bits[row >> 3] >> (row & 7) & 1}
            elif len(rows) << 5 < len(having):
                here = {row for row in rows if (at := bisect_left(having, row)) < len(having) and having[at] == row}
            else:
                here = rows.intersection(having)
            points.update(dict.fromkeys(here, value))
        return points


class Held:
    """What a server holds in memory of everybody on record: numbers, and the parts of names."""

    def __init__(self) -> None:
        self._names = Vocabulary()
        self._filed = Filed()
        self._born = array("H")

    def add(self, row: int, parts: Iterable[str], keys: Sequence[int]) -> None:
        """Note a row; it is found once what is new is put in order."""
        self._born.extend([0] * (row + 1 - len(self._born)))
        for key in keys:
            if year := YEARS.get(key):
                self._born[row] = year
        self._names.add(row, parts)
        self._filed.add(row, keys)

    def put_in_order(self) -> None:
        """Make what was added found."""
        self._names.put_in_order()
        self._filed.put_in_order()

    def shortlist(self, asked: Sequence[Clue], most: int) -> list[int]:
        """The rows of which most is found, so many of them, the likeliest first; of two as likely, the newer one.

        Looked at are those who have one of the clues that fewest have, with what else they have; then those who have
        the next. Who has none of the clues so far cannot have more than the rest of them earn together: once so many
        have more than that, whoever else on record is called David is not looked at.
        """
        few = sum(bool(clue.part) for clue in asked) <= FEW_PARTS
        every = [self.hits(clue, few) for clue in asked]
        years = next((one.years for one in every if one.years), {})
        left = sorted((one for one in every if one.lists), key=lambda one: one.size)
        if not left:
            return self._born_in(years, most)
        best = _Best(most)
        sizes = [one.size for one in left]
        if sum(sizes) < MANY:
            best.add(self._sums(None, left, years))
            return best.rows()
        rare = next(place for place in range(len(left)) if sum(sizes[: place + 1]) * FEWER >= sum(sizes[place + 1 :]))
        best.add(self._sums(_rows(left[:rare]), left, years))
        for place, opened in enumerate(left[rare:], rare):
            if best.least > _at_most(left[place:], years):
                break
            if others := left[place + 1 :]:
                best.add(self._sums(_rows([opened]), others, years, opened))
            self._add_alone(best, opened, years)
        return best.rows()

    def _sums(
        self, rows: set[int] | None, groups: Sequence[Hits], years: dict[int, int], besides: Hits | None = None
    ) -> dict[int, int]:
        """What those of these rows earn that have a hit of one of these clues; and what that one `besides` gives them.

        A row that was looked at before comes out with what it had then, or less.
        """
        points: dict[int, int] = {}
        dated: dict[int, int] = {}
        for one in groups:
            of_one = one.of(rows)
            _add(points, of_one)
            if one.years:
                dated = of_one
        if besides:
            of_one = besides.of({*points})
            _add(points, of_one)
            if besides.years:
                dated = of_one
        if years:
            born = self._born
            of_year = {row: years[year] for row in points if (year := born[row]) in years and row not in dated}
            _add(points, of_year)
        return points

    def _add_alone(self, best: _Best, opened: Hits, years: dict[int, int]) -> None:
        """Add who has this clue and no other, but perhaps the year of birth: as far as they have enough."""
        if opened.years:
            years = {}  # a day of birth earns more
        levels = sorted(years.items(), key=lambda one: -one[1])
        born, of_year = self._born, years.get
        for value, having in reversed(opened.lists):
            if value + (levels[0][1] if levels else 0) < best.least:
                break
            if len(having) < MANY:
                best.add({row: value + of_year(born[row], 0) for row in having})
                continue
            for year, more in levels:
                if value + more < best.least:
                    break
                best.add_newest(self._of_year(having, year), value + more)
            if value >= best.least:
                best.add_newest(reversed(having), value)

    def _of_year(self, having: Sequence[int], year: int) -> Iterable[int]:
        """Those of these rows who were born that year, the newest first: only so many as are taken are looked for."""
        born_then = self._filed.rows(KEYS[year])
        if len(born_then) << 3 < len(having):
            return sorted({*born_then}.intersection(having), reverse=True)
        born = self._born
        return (row for row in reversed(having) if born[row] == year)

    def _born_in(self, years: dict[int, int], most: int) -> list[int]:
        """Where nothing else is found: who was born in the likeliest of these years."""
        best = _Best(most)
        for year, value in years.items():
            best.add_newest(reversed(self._filed.rows(KEYS[year])), value)
        return best.rows()

    def hits(self, clue: Clue, few: bool) -> Hits:
        """What is found of a clue. Only where `few` parts of a name are asked for may one of them be two."""
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
                        found.append(((100 + fit) // 2, sorted(rows)))
        return found


class _Best:
    """The rows of which most is found, as far as they were looked at."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._points: dict[int, int] = {}
        self.least = 0
        """Whoever has less is not among them."""

    def add(self, points: dict[int, int]) -> None:
        """Take in rows; those that are among them have what they have."""
        known = self._points
        more = {row: value for row, value in points.items() if value >= self.least and row not in known}
        known.update(more)
        if more and len(known) > self._most:
            self.least = nlargest(self._most, known.values())[-1]
            self._points = {row: value for row, value in known.items() if value >= self.least}

    def add_newest(self, rows: Iterable[int], value: int) -> None:
        """Take in the first of rows that have as much, the newest first: no more of them could be among the best."""
        others = (row for row in rows if row not in self._points)
        self.add(dict.fromkeys(islice(others, self._most), value))

    def rows(self) -> list[int]:
        """Them, the likeliest first; of two as likely, the newer one."""
        best = nlargest(self._most, [value << 32 | row for row, value in self._points.items()])
        return [one & 0xFFFFFFFF for one in best]


def _rows(groups: Sequence[Hits]) -> set[int]:
    """All who have one of these clues."""
    return set[int]().union(*(having for one in groups for _, having in one.lists))


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
