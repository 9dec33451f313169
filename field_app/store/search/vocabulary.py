"""The distinct parts of names on record: which rows have each, and which of them a part of a question may be."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import chain, takewhile
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from field_app.cases.matching import alike
from field_app.cases.matching.names import ending, sound
from field_app.cases.matching.nicknames import others_of

MOST_ALIKE = 80
"""How many parts of names one part of a question is taken for."""

FEW = 50
"""One in so many put in its place by itself costs less than to sort them all again."""
MOST_BEGUN = 400
"""So many if that many begin with it: they are all as like."""


ONE_IN = 128
"""What fewer than one in so many have is looked for by halving."""


class Rows(array):
    """The rows that have a part of a name, the oldest first; of many, bits too, by which one of them is found."""

    _noted: tuple[int, bytes] = (0, b"")
    """Of so many rows, the bits."""

    def bits(self) -> bytes:
        """A bit for each row there is, set for these; none where they are few.

        They are made when first asked for, and replaced, never changed: whoever reads them reads them as they were.
        """
        number = len(self)
        noted, before = self._noted
        if number == noted:
            return before
        if number * ONE_IN < self[number - 1]:
            return b""
        bits = bytearray(before)
        bits.extend(bytes(max(0, (self[number - 1] >> 3) + 1 - len(bits))))
        for row in self[noted:number]:
            bits[row >> 3] |= 1 << (row & 7)
        self._noted = number, bytes(bits)
        return self._noted[1]


class Vocabulary:
    """For each distinct part of a name the rows that have it, and the parts by how they begin, end and sound."""

    def __init__(self) -> None:
        self._rows: dict[str, Rows] = {}
        self._sorted: list[str] = []
        self._new: list[str] = []
        self._ends: dict[tuple[int, str], list[str]] = {}
        self._sounds: dict[str, list[str]] = {}
        self._endings: dict[str, list[str]] = {}
        self.like = lru_cache(maxsize=10_000)(self._like)

    def __contains__(self, part: str) -> bool:
        return part in self._rows

    def rows(self, part: str) -> Sequence[int]:
        """The rows whose names have this part, the oldest first."""
        return self._rows[part]

    def add(self, row: int, parts: Iterable[str]) -> None:
        """Note the parts of a row's names; those that are new may be like another once they are put in order."""
        for part in parts:
            if part not in self._rows:
                self._rows[part] = Rows("I")
                self._new.append(part)
                for end in (part[0], f">{part[-1]}"):
                    self._ends.setdefault((len(part), end), []).append(part)
                self._sounds.setdefault(sound(part), []).append(part)
                if (end := ending(part)) != part:
                    self._endings.setdefault(end, []).append(part)
            self._rows[part].append(row)

    def put_in_order(self) -> None:
        """Let the parts that were added be found."""
        if self._new:
            if len(self._new) * FEW < len(self._sorted):
                for part in self._new:
                    insort(self._sorted, part)
            else:
                self._sorted = sorted(chain(self._sorted, self._new))
            self._new.clear()
            self.like = lru_cache(maxsize=10_000)(self._like)  # whoever asks meanwhile remembers it in the old one

    def _like(self, asked: str) -> list[tuple[int, str]]:
        """The parts of names on record that a part of a question may be, with how like they are."""
        most = 1 if len(asked) < 5 else 2 if len(asked) < 9 else 3
        near = (
            {asked, *others_of(asked)} | {*self._sounds.get(sound(asked), ())} | {*self._endings.get(ending(asked), ())}
        )
        near.add(ending(asked))
        begun = 0
        if len(asked) > 2:
            after = (self._sorted[place] for place in range(bisect_left(self._sorted, asked), len(self._sorted)))
            started = [*takewhile(lambda word: word.startswith(asked), after)]
            near |= {*started}
            begun = min(len(started), MOST_BEGUN)
            # Nearly every misspelling leaves the first or the last letter as it was.
            for length in range(len(asked) - most, len(asked) + most + 1):
                for end in (asked[0], f">{asked[-1]}"):
                    words = self._ends.get((length, end), [])
                    near |= {word for word, *_ in process.extract(asked, words, score_cutoff=most, **_SLIPS)}
        fits = [(as_like(asked, word)[0], word) for word in near if word in self._rows]
        return nlargest(max(MOST_ALIKE, begun), [one for one in fits if one[0]])


def _slips(one: str, other: str, most: int) -> int:
    return OSA.distance(one, other, score_cutoff=most)


@lru_cache(maxsize=4_000)
def as_like(asked: str, known: str) -> tuple[int, str]:
    """`alike`, with rapidfuzz to count the slips: the same numbers, sooner. Judging asks what the shortlist asked."""
    return alike(asked, known, _slips)


_SLIPS: dict[str, Any] = {"scorer": OSA.distance, "processor": None, "limit": MOST_ALIKE}
