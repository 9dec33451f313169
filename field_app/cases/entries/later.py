"""What the force learns of the two, or of the offence, after a notice was considered."""

from __future__ import annotations

from typing import Literal

from .kinds import Day, Line, Text, kind

BETWEEN_THEM = ("new incident", "serious harm", "death")
"""What happened between the two again: figures say how soon after service."""

AFTERWARDS = (*BETWEEN_THEM, "non-molestation order", "no further action", "cautioned", "charged", "complaint")


@kind("later event recorded")
class LaterEventRecorded:
    """What became of it afterwards: of the two, of the offence, or of the force's own conduct.

    `reference`: where it stands in full (incident, crime or complaint number). `account`: what a reader must know.
    """

    what: Literal[AFTERWARDS]  # type: ignore[valid-type]
    happened_on: Day
    reference: Line | None
    account: Text | None
