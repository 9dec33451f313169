"""Who may do what, and within what time, under which Act: each regime is one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Regime:
    """The names and numbers one Act lays down. Ages in whole years; an order's days count the day made."""

    id: str
    act: str
    notice: str
    order: str
    issuing_rank: str
    least_age: int
    hearing_hours: int
    custody_hours: int
    shortest_order_days: int
    longest_order_days: int


CSA2010 = Regime(
    id="CSA2010",
    act="Crime and Security Act 2010",
    notice="domestic violence protection notice",
    order="domestic violence protection order",
    # s.24(1): a member of a police force not below the rank of superintendent may issue a notice.
    issuing_rank="superintendent",
    # s.24(2): a notice may be issued to a person aged 18 or over.
    least_age=18,
    # s.27(3): the application must be heard not later than 48 hours after the notice was served.
    hearing_hours=48,
    # ss.26 and 29: a person arrested for breach must be brought before the court within 24 hours of arrest.
    custody_hours=24,
    # s.28(10): an order lasts no fewer than 14 days and no more than 28, beginning with the day it is made.
    shortest_order_days=14,
    longest_order_days=28,
)

REGIMES = {CSA2010.id: CSA2010}
"""Every regime in force, by id."""


def at_least(rank: str, least: str) -> bool:
    """Whether `rank` is `least` or higher (CSA 2010 s.24(1)). Raises ValueError for a rank not in `RANKS`."""
    return RANKS.index(rank) >= RANKS.index(least)


def is_constable(rank: str) -> bool:
    """Whether the holder has the office of constable, as s.25(2) asks of whoever serves a notice.

    Every rank has it, special constables too; police staff (community support officers among them) do not.
    Raises ValueError for a rank not in `RANKS`.
    """
    return at_least(rank, "special constable")
