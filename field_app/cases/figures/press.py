"""What may be published, and the paragraph a press officer would send.

Under five is never told (P32): towns are rolled up to their district, and a district to the force; an age is never
told with a place. What adds up is kept adding up, so that nothing can be taken away from the total to find what was
left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from .counts import LEAST, different
from .people import COMMITTED, FINED
from .tally import Tally

FEWER = "fewer than five"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ELSEWHERE = "the rest of the force"


def published(orders: Mapping[tuple[str | None, str | None], int]) -> dict[str, int]:
    """So many orders of each district and town: by town where five or more, otherwise by district, otherwise together;
    always with the same total.

    Where what is left over of a district is fewer than five, its towns are told together: the rest could be had by
    taking away. Empty where there are fewer than five in all.
    """
    districts: dict[str, Counter[str]] = {}
    for (district, town), number in orders.items():
        districts.setdefault(district or ELSEWHERE, Counter())[town or district or ELSEWHERE] += number
    told: Counter[str] = Counter()
    small = 0
    for name, towns in districts.items():
        large = {town: number for town, number in towns.items() if number >= LEAST and town != name}
        rest = towns.total() - sum(large.values())
        if towns.total() < LEAST:
            small += towns.total()
        elif 0 < rest < LEAST or not large:
            told[name] += towns.total()
        else:
            told.update(large)
            if rest:
                told[name if name == ELSEWHERE else f"elsewhere in {name}"] += rest
    if 0 < small < LEAST and told:
        # Too few to be told by themselves: with the smallest that is told.
        least = min(told, key=lambda name: (told[name], name))
        small += told.pop(least)
        told[ELSEWHERE] += small
    elif small >= LEAST:
        told[ELSEWHERE] += small
    return dict(sorted(told.items(), key=lambda one: (one[0].startswith(("elsewhere", "the rest")), -one[1], one[0])))


def paragraph(force: str, tally: Tally, first: date, last: date, *, unsuppressed: bool) -> str:
    """The paragraph for what was added up of these days, both included; `unsuppressed`: as counted, whoever could be
    known from it."""
    parts = tally.parts.values()
    counted = ("authorised", "ordered", "application refused")
    number = {key: sum(part.sums[key].number for part in parts if key in part.sums) for key in counted}
    protected, fined, jailed, either = (
        different(*(part.people[name] for part in parts for name in names))
        for names in (("protected",), (FINED,), (COMMITTED,), (FINED, COMMITTED))
    )
    sentences = [
        f"{force}, {_days(first, last)}: {_told(number['authorised'], unsuppressed)} domestic violence protection "
        f"{_plural(number['authorised'], 'notice', unsuppressed)} authorised{_weeks(first, last)}.",
        *_granted(number, unsuppressed),
        *_orders(tally, unsuppressed),
        *_breaches(either, fined, jailed, unsuppressed),
        f"{_told(protected, unsuppressed)} {'person' if unsuppressed and protected == 1 else 'people'} protected.",
    ]
    return " ".join(one[0].upper() + one[1:] for one in sentences)


def _granted(number: dict[str, int], unsuppressed: bool) -> list[str]:
    """How many of those decided were granted. Few are told by themselves: how many orders were made stands beside it,
    and the rest could be had by taking away."""
    granted, refused = number["ordered"], number["application refused"]
    if not granted + refused:
        return ["No application was granted or refused."]
    if not refused:
        return ["every application the court decided was granted."]
    if not unsuppressed and min(granted, refused) < LEAST:
        return [f"{_told(refused, unsuppressed)} applications were refused by the court."]
    return [f"{granted} of {granted + refused} applications the court decided were granted."]


def _orders(tally: Tally, unsuppressed: bool) -> list[str]:
    made = tally.places
    number = sum(made.values())
    if not number:
        return []
    told = f"{_told(number, unsuppressed)} {_plural(number, 'order', unsuppressed)} made"
    places: dict[str, int] = {}
    if unsuppressed:
        towns: Counter[str] = Counter()
        for (_, town, _), many in made.items():
            towns[town or "place not recorded"] += many
        places = dict(sorted(towns.items(), key=lambda one: (-one[1], one[0])))
    elif number >= LEAST:
        where: Counter[tuple[str | None, str | None]] = Counter()
        for (district, town, _), many in made.items():
            where[district, town] += many
        places = published(where)
    by = ", ".join(f"{name} {many}" for name, many in places.items())
    sentences = [f"{told}: {by}." if by else f"{told}."]
    aged = sorted((age, town or "") for _, town, age in made if age is not None)
    if aged and unsuppressed:
        (young, old) = (f"{age} ({town or 'place not recorded'})" for age, town in (aged[0], aged[-1]))
        sentences.append(f"The youngest respondent was {young}, the oldest {old}.")
    return sentences


def _breaches(people: int, fined: int, jailed: int, unsuppressed: bool) -> list[str]:
    if not people:
        return []
    if not unsuppressed and people < LEAST:
        return [f"{FEWER} people were prosecuted for breach, each fined or jailed."]
    said = f"{people} {'person was' if people == 1 else 'people were'} prosecuted for breach, each fined or jailed"
    if unsuppressed or min(fined, jailed) >= LEAST:
        said += f": {_word(jailed)} jailed and {_word(fined)} fined"
    return [said + "."]


def _told(number: int, unsuppressed: bool) -> str:
    return FEWER if not unsuppressed and 0 < number < LEAST else str(number) if number else "no"


def _word(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _plural(number: int, noun: str, unsuppressed: bool) -> str:
    """Fewer than five are never told as one."""
    return f"{noun} was" if number == 1 and unsuppressed else f"{noun}s were"


def _days(first: date, last: date) -> str:
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def _weeks(first: date, last: date) -> str:
    weeks, over = divmod((last - first).days + 1, 7)
    return f" in {_word(weeks)} weeks" if weeks > 1 and not over else ""
