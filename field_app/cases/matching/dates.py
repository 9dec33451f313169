"""Dates of birth: how near the one that is asked for is to the one on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date


def near(born: str) -> Iterator[str]:
    """Every other date that day and month exchanged, one wrong digit, or two digits swapped make of this one."""
    year, month, day = born[:4], born[5:7], born[8:]
    digits = day + month + year
    tried = {month + day + year}
    for place, right in enumerate(digits):
        tried |= {digits[:place] + wrong + digits[place + 1 :] for wrong in "0123456789" if wrong != right}
        if place < len(digits) - 1:
            tried.add(digits[:place] + digits[place + 1] + right + digits[place + 2 :])
    for one in sorted(tried - {digits}):
        written = f"{one[4:]}-{one[2:4]}-{one[:2]}"
        if is_day(written) and one[4:6] in ("18", "19", "20"):
            yield written


def is_day(written: str) -> bool:
    """Whether this is a day of the calendar, written as ISO 8601 does."""
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def years_of(age: int, on: str) -> tuple[int, int]:
    """The two years in which somebody of this age on that day may have been born."""
    year = int(on[:4]) - age
    return year - 1, year


def same_day(asked: str, known: str) -> tuple[int, str]:
    """How well a date of birth fits one on record, and why."""
    if asked == known:
        return 100, "same date of birth"
    one, other = asked[8:] + asked[5:7] + asked[:4], known[8:] + known[5:7] + known[:4]
    if one == other[2:4] + other[:2] + other[4:]:
        return 90, "day and month of birth exchanged"
    wrong = [place for place in range(8) if one[place] != other[place]]
    if len(wrong) == 1:
        return 85, "date of birth but for one digit"
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(one[wrong[0] :][:2]) == sorted(other[wrong[0] :][:2]):
        return 80, "date of birth with two digits swapped"
    return same_year(int(asked[:4]), int(known[:4]), 45)


def same_year(asked: int, known: int, same: int = 100) -> tuple[int, str]:
    """How well a year of birth fits one on record; `same` is what the same year is worth."""
    apart = abs(asked - known)
    if apart == 0:
        return same, "born the same year"
    if apart <= 2:
        return same * (3 - apart) // 5, "born about the same year"
    return 0, ""


def of_age(age: int, on: str, known: int) -> tuple[int, str]:
    """How well an age on a day fits a year of birth on record."""
    first, last = years_of(age, on)
    apart = first - known if known < first else max(known - last, 0)
    if apart == 0:
        return 100, "of that age"
    return (90 - 15 * apart, "about that age") if apart <= 5 else (0, "")
