"""How soon those who decide were reached, by the hour of the day in which they were asked: from entries alone.

Nothing here reads a clock. Times are UTC; hours and days are London's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from .entries import Held
from .moments import put_right

LONDON = ZoneInfo("Europe/London")

DECIDED_BY = ("notice authorised", "authority refused")

DEFINITIONS = {
    "requests": "Every request for authority an officer signed in the period, by when they did; asked again, it counts "
    "again. The hour is the hour in London in which it was signed.",
    "delivered": "From the server taking the request in to the first alert about it that any phone showed. Of all "
    "requests in the hour; a text message, or a screen that was open, shows no alert.",
    "opened": "From the server taking the request in to the first officer it was put to opening it, from the alert or "
    "on the screen. Of all requests in the hour.",
    "decided": "From the server taking the request in to the decision on it, as its officer's phone timed it. Of all "
    "requests in the hour; one withdrawn, or asked anew before it was decided, was not.",
    "half": "Half within: the shortest time within which at least half of those that were reached so far had been. "
    "Nine in ten within (the 90th percentile): at least nine in ten. Where none was, there is none.",
}
"""What each figure is of, in the words that stand beside it."""


@dataclass(frozen=True)
class Asked:
    """One request: when its officer signed it, and seconds from its receipt to each of these; None: it never was."""

    signed_at: datetime
    delivered_s: float | None
    opened_s: float | None
    decided_s: float | None


@dataclass(frozen=True)
class Within:
    """How many got there, and the seconds within which half and nine in ten of them did; None where none did."""

    number: int
    median_s: int | None
    p90_s: int | None


@dataclass(frozen=True)
class Hour:
    """One hour of the day, 0 to 23; None is all of them together."""

    hour: int | None
    requests: int
    delivered: Within
    opened: Within
    decided: Within


def asked(held: Iterable[Held[Any]]) -> Iterator[Asked]:
    """Every request of one case's log, and how far each came."""
    relying: dict[str, list[Held[Any]]] = {}
    requests = []
    for one in held:
        for named in one.entry.relies_on:
            relying.setdefault(named.id, []).append(one)
        if one.entry.kind == "authority requested":
            requests.append(one)
    for request in requests:
        about = relying.get(request.entry.id, [])
        steps = [one.entry.id for one in about if one.entry.kind == "request escalated"]
        of_steps = [one for step in steps for one in relying.get(step, [])]
        yield Asked(
            put_right(request.entry),
            _first_s(request, of_steps, ("push delivered",)),
            _first_s(request, of_steps, ("push opened",)),
            _first_s(request, about, DECIDED_BY),
        )


def by_hour(requests: Iterable[Asked], first: date, last: date) -> list[Hour]:
    """The hours of the day in which there were requests from `first` to `last`, both included; then all together."""
    hours: dict[int, list[Asked]] = {}
    every: list[Asked] = []
    for one in requests:
        at = one.signed_at.astimezone(LONDON)
        if first <= at.date() <= last:
            hours.setdefault(at.hour, []).append(one)
            every.append(one)
    return [*(_hour(hour, hours[hour]) for hour in sorted(hours)), _hour(None, every)]


def _hour(hour: int | None, these: Sequence[Asked]) -> Hour:
    return Hour(
        hour,
        len(these),
        _within(one.delivered_s for one in these),
        _within(one.opened_s for one in these),
        _within(one.decided_s for one in these),
    )


def _within(times: Iterable[float | None]) -> Within:
    there = sorted(one for one in times if one is not None)
    return Within(len(there), _rank(there, 50), _rank(there, 90))


def _rank(ordered: Sequence[float], percent: int) -> int | None:
    """The nearest rank: the smallest of these that so many in a hundred do not exceed, in whole seconds."""
    return round(ordered[-(-percent * len(ordered) // 100) - 1]) if ordered else None


def _first_s(request: Held[Any], about: Iterable[Held[Any]], kinds: Sequence[str]) -> float | None:
    """Seconds from the receipt of the request; a phone whose clock says it was before that was there at once."""
    times = [put_right(one.entry) for one in about if one.entry.kind in kinds]
    received = request.received_at.astimezone(UTC)
    return max(0.0, (min(times) - received).total_seconds()) if times else None
