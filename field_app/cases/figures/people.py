"""Who it was, so that anybody is counted once however often they occur: numbers that say no name."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from .numbered import add_to

FINED, COMMITTED = "sum ordered", "committed"
"""What a court did that a press sentence calls fined, and sent to prison."""

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
        add_to(self.changed, other.changed)

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
        add_to(found, Counter({who: times for who, times in self.changed.items() if who in wanted}))
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
