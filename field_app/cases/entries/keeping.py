"""How long a case is kept: its reviews, what holds it, and that it is to be disposed of (P33).

Under the Code of Practice on Police Information and Records Management a record is reviewed, never deleted blindly.
"""

from __future__ import annotations

from typing import Annotated, Literal

from .kinds import Day, Id, Line, Reference, Sha256, Text, _shape, kind

GROUPS = ("1", "2", "3")
"""Review groups: certain public protection matters; other sexual, violent or serious matters; everything else."""

HOLDS = (
    "criminal investigation or proceedings",
    "IOPC or misconduct",
    "death review or inquest",
    "claim",
    "request by the person",
    "other",
)
"""Why a case is held whatever its review date: CPIA 1996, a complaint, a death, litigation, a right being exercised."""


@kind("hold placed", act=True)
class HoldPlaced:
    """The case is not disposed of, whatever its review date, until this hold is lifted."""

    why: Literal[HOLDS]  # type: ignore[valid-type]
    account: Text


@kind("hold lifted", act=True)
class HoldLifted:
    """A hold is needed no more. `relies_on` names the one hold that is lifted."""

    reason: Text


@kind("case reviewed", act=True)
class CaseReviewed:
    """Somebody looked whether the case is still needed, and it is kept. `next_review_on`: not before this day again."""

    group: Literal[GROUPS]  # type: ignore[valid-type]
    next_review_on: Day
    reason: Text


@kind("disposal proposed", act=True)
class DisposalProposed:
    """Whoever reviewed the case finds that it is needed no more. It stands while nothing else is recorded after it."""

    reason: Text


Count = Annotated[int, _shape(ge=1, le=2**53)]


@kind("content disposed", log="office", act=True, signed=True)
class ContentDisposed:
    """A second officer disposes of a case: its keys are deleted with everything computed from it, its chain stays.

    The case's log ends at `entries` with the hash `head`; its last entry is the `proposal`, by `proposed_by`. There
    is nothing here of what the case said.
    """

    case: Id
    reference: Reference | None
    group: Literal[GROUPS]  # type: ignore[valid-type]
    entries: Count
    head: Sha256
    proposal: Id
    proposed_by: Id


PARTS = ("who they are", "how they are reached", "what they said", "the notice", "court and custody")
"""The parts of what is given to somebody who asks for what is held about them."""


@kind("subject access asked for", act=True)
class SubjectAccessAskedFor:
    """A person of the case asks for what is held about them (DPA 2018 Part 3, ss.45-49), and is answered with a file.

    `person` is who `person described` says, `request` the reference of their request and its day. What is never given
    is in no such file (`cases.subject_access`); `also_withheld` are parts left out of this one, `why_withheld` why.
    """

    person: Id
    request: Line
    also_withheld: Annotated[tuple[Literal[PARTS], ...], _shape(max_length=5)]  # type: ignore[valid-type]
    why_withheld: Text | None
