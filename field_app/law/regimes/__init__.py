"""Who may do what, and within what time, under which Act: each regime is one frozen value, and nothing else asks which.

A case keeps the regime it was started under; `in_force` says which of them a force may start one under on a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from .csa2010 import CSA2010
from .daa2021 import DAA2021
from .regime import ENGLAND_AND_WALES, UNITED_KINGDOM, Breach, Penalty, Regime, Statement

__all__ = [
    "COMMENCEMENTS",
    "CSA2010",
    "DAA2021",
    "DEFAULT",
    "ENGLAND_AND_WALES",
    "EVERYWHERE",
    "RANKS",
    "REGIMES",
    "UNITED_KINGDOM",
    "Breach",
    "Commencement",
    "InForce",
    "Penalty",
    "Regime",
    "Statement",
    "at_least",
    "authorising_from",
    "in_force",
    "is_constable",
]

RANKS = (
    "police staff",
    "special constable",
    "constable",
    "sergeant",
    "inspector",
    "chief inspector",
    "superintendent",
    "chief superintendent",
    "assistant chief constable",
    "deputy chief constable",
    "chief constable",
)
"""Ranks as held, lowest first."""


DEFAULT = CSA2010
"""What a case runs under where nothing else is said: it is in force everywhere."""

REGIMES = {regime.id: regime for regime in (DEFAULT, DAA2021)}
"""Every regime there is, by id; which of them a force may start a case under, `in_force` says."""


@dataclass(frozen=True)
class Commencement:
    """A regime (`id`) in force in an area, from and to these days, both included; `last` None while no end is known."""

    id: str
    area: str
    first: date
    last: date | None
    source: str


_PILOT_ENDS = date(2026, 3, 31)
"""S.I. 2025/1222 moved the end here, saving notices, orders, applications and appeals then alive. No later instrument
was found: a force that has one says so in its force file."""

COMMENCEMENTS = (
    Commencement(
        "CSA2010", ENGLAND_AND_WALES, date(2014, 3, 8), None, "National roll-out; DAA 2021 s.55 not commenced"
    ),
    Commencement("DAA2021", "Greater Manchester", date(2024, 11, 27), _PILOT_ENDS, "S.I. 2024/1191"),
    Commencement("DAA2021", "Croydon, Bromley and Sutton", date(2024, 11, 27), _PILOT_ENDS, "S.I. 2024/1191"),
    Commencement("DAA2021", "British Transport Police", date(2024, 11, 27), _PILOT_ENDS, "S.I. 2024/1191"),
    Commencement("DAA2021", "Cleveland", date(2025, 3, 5), _PILOT_ENDS, "S.I. 2025/261, 2025/319"),
    Commencement("DAA2021", "North Wales", date(2025, 4, 28), _PILOT_ENDS, "S.I. 2025/515"),
)
"""What was found in force, where and when (docs/law.md)."""

EVERYWHERE = tuple(one for one in COMMENCEMENTS if one.area == ENGLAND_AND_WALES)
"""What every force has."""


class InForce(Protocol):
    """What a force says of one Act: from which day it issues notices under it, and to which, both included."""

    @property
    def id(self) -> str: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date | None: ...


def in_force(regimes: Iterable[InForce], day: date) -> tuple[Regime, ...]:
    """The regimes a force may start a case under on this day (a date in Europe/London), the default first.

    A case started on an earlier day is saved: it goes on under its own regime, whatever has ended since.
    """
    ids = {one.id for one in regimes if one.first <= day and (one.last is None or day <= one.last)}
    return tuple(regime for regime in REGIMES.values() if regime.id in ids)


def authorising_from(ids: Iterable[str]) -> str:
    """The lowest rank that may issue a notice under any of these Acts (CSA 2010 s.24(1), DAA 2021 s.22(8))."""
    return min((REGIMES[one].issuing_rank for one in ids), key=RANKS.index, default=DEFAULT.issuing_rank)


def at_least(rank: str, least: str) -> bool:
    """Whether `rank` is `least` or higher (CSA 2010 s.24(1)). Raises ValueError for a rank not in `RANKS`."""
    return RANKS.index(rank) >= RANKS.index(least)


def is_constable(rank: str) -> bool:
    """Whether the holder has the office of constable, as s.25(2) asks of whoever serves a notice.

    Every rank has it, special constables too; police staff (community support officers among them) do not.
    Raises ValueError for a rank not in `RANKS`.
    """
    return at_least(rank, "special constable")
