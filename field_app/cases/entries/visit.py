"""Looking whether a notice or an order is kept."""

from __future__ import annotations

from typing import Literal

from .breach import OF
from .kinds import Line, Moment, Text, kind


@kind("compliance visit made")
class ComplianceVisitMade:
    """An officer went to see whether a notice or an order is kept (guidance on DVPNs, Appendix B), and who was there.

    `respondent`: there, not there, or nobody answered. `protected_person`: whether they were seen, and out of anybody's
    hearing. `said`: by whoever was seen. `place` names no safe address. `breach_seen`: reported by an entry of its own.
    """

    of: Literal[OF]  # type: ignore[valid-type]
    visited_at: Moment
    place: Line
    respondent: Literal["there", "not there", "no answer"]
    protected_person: Literal["seen alone", "seen, not alone", "not seen"]
    said: Text | None
    video: Line | None
    breach_seen: bool
