"""Who the two say they are, for the equality figures alone: never evidence, never part of a decision."""

from __future__ import annotations

from typing import Literal

from .kinds import kind
from .sealing import PARTIES

MONITORED = "equality monitoring recorded"

GENDERS = ("female", "male", "in another way", "not stated")
"""Sex or gender, as they describe it."""

ETHNICITIES = {
    "W1": "White: British",
    "W2": "White: Irish",
    "W9": "White: any other",
    "M1": "Mixed: White and Black Caribbean",
    "M2": "Mixed: White and Black African",
    "M3": "Mixed: White and Asian",
    "M9": "Mixed: any other",
    "A1": "Asian: Indian",
    "A2": "Asian: Pakistani",
    "A3": "Asian: Bangladeshi",
    "A9": "Asian: any other",
    "B1": "Black: Caribbean",
    "B2": "Black: African",
    "B9": "Black: any other",
    "O1": "Chinese",
    "O9": "Any other",
    "NS": "Not stated",
}
"""Self-defined ethnicity as the police record it, 16+1, by its code."""


@kind("equality monitoring recorded")
class EqualityMonitoringRecorded:
    """What one of the two says of their sex or gender and of their ethnicity, asked for the equality figures alone
    (Equality Act 2010 s.149). Nobody has to answer: None where it was not asked, "not stated" where they would not say.

    Stands in no look-up, no notice and no court bundle, and beside no decision.
    """

    whose: Literal[PARTIES]  # type: ignore[valid-type]
    gender: Literal[GENDERS] | None  # type: ignore[valid-type]
    ethnicity: Literal[tuple(ETHNICITIES)] | None  # type: ignore[valid-type]
