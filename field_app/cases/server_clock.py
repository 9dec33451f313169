"""Whether the server's own clock can be right, by what else there is to compare it with (docs/decisions/0032).

Every deadline and every wait of an escalation is counted on it, and no phone can put it right. Nothing here reads a
clock; times are UTC, differences are seconds, server minus the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

By = Literal["phones", "push service", "backwards", "jump"]

WRONG_FROM_S = 60
"""From so much on a difference is said: fewer may lie with the network, or with one who set a phone by hand."""

AGREE_WITHIN_S = 30
"""Phones agree that are no further from their middle."""

FEWEST_OFFICERS = 3
"""So many officers' phones, of which two in three agree, are more likely right than one server."""

JUMPED_FROM_S = 20
"""More than this a clock is not corrected by in one step where it is kept by the network (RFC 5905)."""

BACK_FROM_S = 5
"""Several servers on one database differ by less."""

STANDS_FOR = timedelta(hours=1)
"""A doubt stands so long at least, so that two workers do not contradict each other every minute."""


@dataclass(frozen=True)
class Doubt:
    """What says that the server's clock is wrong, and by how much (seconds, server minus the other)."""

    by: By
    off_by_s: int


def by_phones(offsets: Iterable[tuple[str, int]]) -> Doubt | None:
    """Whether phones agree that the server is wrong: each heard lately, its officer and the server minus its clock."""
    of_officer: dict[str, list[int]] = {}
    for officer, offset in offsets:
        of_officer.setdefault(officer, []).append(offset)
    each = [median(one) for one in of_officer.values()]
    if len(each) < FEWEST_OFFICERS:
        return None
    middle = median(each)
    agreeing = sum(1 for one in each if abs(one - middle) <= AGREE_WITHIN_S)
    if abs(middle) < WRONG_FROM_S or agreeing * 3 < len(each) * 2:
        return None
    return Doubt("phones", round(middle))


def by_push_service(offset_s: float | None) -> Doubt | None:
    """Whether the time a push service gives with its answer is another; None where it gave none."""
    if offset_s is None or abs(offset_s) < WRONG_FROM_S:
        return None
    return Doubt("push service", round(offset_s))


def by_record(latest: datetime | None, now: datetime) -> Doubt | None:
    """Whether something was taken in later than it is now: the clock has gone back since."""
    if latest is None or (latest - now).total_seconds() < BACK_FROM_S:
        return None
    return Doubt("backwards", round((now - latest).total_seconds()))


def by_jump(wall_s: float, steady_s: float) -> Doubt | None:
    """Whether the clock went on by another time (`wall_s`) than one that cannot be set (`steady_s`) since a look."""
    if abs(wall_s - steady_s) < JUMPED_FROM_S:
        return None
    return Doubt("jump", round(wall_s - steady_s))


def to_record(found: Sequence[Doubt], standing: Doubt | None, since: datetime | None, now: datetime) -> bool | None:
    """What is to be put on record: True, that the clock is in doubt; False, that it no longer is; None, nothing new.

    A doubt is recorded once, and once it has stood for an hour and nothing doubts any more, that it has ended.
    """
    if standing is None:
        return True if found else None
    stood = since is None or not timedelta(0) <= now - since < STANDS_FOR
    return False if not found and stood else None
