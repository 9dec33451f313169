"""Putting the notice into the respondent's hands."""

from __future__ import annotations

from typing import Literal

from .kinds import Id, Line, Moment, Text, kind


@kind("notice served", signed=True)
class NoticeServed:
    """Personal service by a constable (CSA 2010 s.25(2)-(3)); the 48 hours of s.27(3) run from `served_at`.

    `relies_on` names the decision that holds the text served. `address_given` is the address for the notice
    of the hearing; the respondent need not give one, and asking is the duty.
    """

    served_at: Moment
    place: Line
    manner: Literal["handed over", "left with them after they would not take it"]
    identified_by: Line
    explained: Text
    interpreter: Line | None
    address_asked: bool
    address_given: Text | None
    paper_copy_left: bool


@kind("legal accepted", act=True)
class LegalAccepted:
    """Legal services accept a correction, named by `entry`: a later time of service lengthens the working deadline.

    Until then the earliest time anyone recorded counts (P3). `why` is what they rely on.
    """

    entry: Id
    why: Text


@kind("signature added", signed=True)
class SignatureAdded:
    """The signature of a fact that arrived without one; `relies_on` names that fact and its exact bytes."""
