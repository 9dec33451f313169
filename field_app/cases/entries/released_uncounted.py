"""Versions of kinds as before what is counted of them was recorded beside the words; no longer written."""

from __future__ import annotations

from typing import Literal

from .kinds import Line, Moment, Text, kind


@kind("authority refused", act=True, signed=True)
class AuthorityRefused1:
    """The authorising officer declines, and says why."""

    reasons: Text


@kind("application refused or withdrawn")
class ApplicationRefusedOrWithdrawn1:
    """The application ended without an order: the court refused it, or the police withdrew it (CSA 2010 ss.27(1), 28).

    `why`: the court's reasons; for a withdrawal also who in legal services agreed.
    """

    outcome: Literal["refused", "withdrawn"]
    court: Line
    decided_at: Moment
    why: Text
