"""Numbers by what they are of, from which what was counted can be taken away again."""

from __future__ import annotations

from typing import TypeVar

Key = TypeVar("Key")


def count_in(numbers: dict[Key, int], key: Key, times: int) -> None:
    """Count a thing so many times, perhaps fewer than none; what comes to nothing is there no more."""
    number = numbers.get(key, 0) + times
    if number:
        numbers[key] = number
    else:
        numbers.pop(key, None)


def add_to(numbers: dict[Key, int], other: dict[Key, int]) -> None:
    """Add what others hold, which may be less than nothing."""
    if not numbers:
        numbers.update(other)
        return
    for key, times in other.items():
        number = numbers.get(key, 0) + times
        if number:
            numbers[key] = number
        else:
            numbers.pop(key, None)
