"""What else than a name people are filed under, in eight bytes for each key of each person."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import chain

DRAWERS = 4_096
"""Filed under the first 12 bits of their keys, so that little is written anew for one more."""

FEW = 50
"""One in so many put in its place by itself costs less than to sort them all again."""

_LOW = 0 if sys.byteorder == "little" else 1
_NOBODY: Sequence[int] = ()


def hashed(key: str) -> int:
    """The key as it is filed: 64 bits."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


class Filed:
    """For each key which rows have it. Of a key 44 bits are held: two that share them are told apart by judging.

    A drawer is one array of numbers in order, each 32 bits of a key above 32 of a row. It is never changed but replaced
    as a whole, so whoever reads one meanwhile reads it as it was.
    """

    def __init__(self) -> None:
        self._drawers = [array("Q")] * DRAWERS
        self._new: dict[int, array[int]] = {}

    def add(self, row: int, keys: Iterable[int]) -> None:
        """File a row; it is found once what is new is put in order."""
        for key in keys:
            drawer = self._new.get(key >> 52)
            if drawer is None:
                drawer = self._new[key >> 52] = array("Q")
            drawer.append((key & 0xFFFFFFFF) << 32 | row)

    def put_in_order(self) -> None:
        """Make what was added found."""
        while self._new:
            place, new = self._new.popitem()
            drawer = self._drawers[place]
            if len(new) * FEW < len(drawer):
                drawer = drawer[:]
                for one in new:
                    insort(drawer, one)
            else:
                drawer = array("Q", sorted(chain(drawer, new)))
            self._drawers[place] = drawer

    def rows(self, key: int) -> Sequence[int]:
        """The rows that have a key, the oldest first."""
        drawer, low = self._drawers[key >> 52], key & 0xFFFFFFFF
        first = bisect_left(drawer, low << 32)
        if first == len(drawer) or drawer[first] >> 32 != low:
            return _NOBODY
        halves = array("I")
        halves.frombytes(drawer[first : bisect_left(drawer, low + 1 << 32, first)].tobytes())
        return halves[_LOW::2]
