"""What becomes of an authority before the notice is served: taken back, or passed to another officer to serve."""

from __future__ import annotations

from .kinds import Line, Text, kind


@kind("authority withdrawn before service", act=True, signed=True)
class AuthorityWithdrawn:
    """An authorising officer takes the authority back while nobody has been served, and says why.

    `relies_on` names the decision that is withdrawn.
    """

    reasons: Text


@kind("handed over")
class HandedOver:
    """The case is passed to another officer, by whoever is on it or by a supervisor.

    `to` is their collar number, as it is said over the radio: a phone without signal knows no other. `note`: what they
    must know.
    """

    to: Line
    note: Text | None


@kind("hand-over accepted")
class HandOverAccepted:
    """A constable takes the case over: the one it was handed to, or another who is there (P15).

    `relies_on` names the hand-over where there was one.
    """
