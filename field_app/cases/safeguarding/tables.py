"""What the protected person is told of, and the tasks a case can call for: rows a safeguarding officer can check.

Every row is practice or a duty of others, not the Act of the notice; its basis stands beside it. Nothing here reads a
case: `telling` and `tasks` do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BESIDE = (
    "safe contact arranged",
    "protected person told",
    "contact officer named",
    "task set",
    "task done",
)
"""The kinds that answer them: two versions of one need nobody to settle them."""


@dataclass(frozen=True)
class Event:
    """Something the protected person must be told of (P19), and in how many minutes where the force says nothing.

    `words` follow "Tell the protected person:". `alarm`: overdue, it goes to the duty inspector at once.
    """

    id: str
    words: str
    minutes: int
    alarm: bool = False

    @property
    def setting(self) -> str:
        """The name the force file gives its minutes under."""
        return self.id.replace(" ", "_")


EVENTS = {
    one.id: one
    for one in (
        Event("refused", "authority for a notice was refused", 60),
        Event("authorised", "a notice is authorised and not yet served", 60),
        Event("withdrawn", "the authority was withdrawn: there is no notice", 60),
        Event("served", "the notice is served: what it prohibits, until when, what to do", 30),
        Event("release", "the respondent is in custody: when they are released, before it", 0, alarm=True),
        Event("hearing", "when and where the court hears it", 240),
        Event("adjourned", "the hearing was adjourned, and to when", 240),
        Event("order made", "the court made an order: its conditions and last day", 60),
        Event("order changed", "the order was changed", 60),
        Event("order over", "the court ended or suspended the order: it does not protect them now", 30, alarm=True),
        Event("respondent not told", "the respondent has not been told of the order yet", 60),
        Event("no order", "there is no order, and the notice has ended", 30, alarm=True),
        Event("not heard", "the court had not heard it in time", 30, alarm=True),
        Event("breach", "a breach was reported, and what is done", 60),
        Event("arrest", "the respondent was arrested", 60),
        Event("breach heard", "what the court did about it, and whether the respondent is free", 60, alarm=True),
        Event("leaving prison", "the day the respondent leaves prison, before it: ask the prison", 720, alarm=True),
        Event("expiring", "the order ends in three days, and what they can ask for: a non-molestation order", 720),
        Event("ended", "the order has ended", 240),
    )
}
"""What the protected person is told of, in the order it happens."""


@dataclass(frozen=True)
class Task:
    """Something somebody must do, within so many hours, with proof.

    `force`: whether an Act, guidance or the force's own practice asks for it. `by_hand`: no rule can see that it is
    called for; somebody sets it. `alarm`: overdue, it goes to the duty inspector at once.
    """

    id: str
    words: str
    basis: str
    force: Literal["ACT", "GUIDANCE", "FORCE"]
    hours: int
    by_hand: bool = False
    alarm: bool = False


GUIDANCE = "Home Office guidance on DVPNs (8 Nov 2022)"

TASKS = {
    one.id: one
    for one in (
        # Due before the next school day, whatever its hours: `tasks.school_morning`.
        Task("school", "Tell each child's school", "DAA 2021 s.49A", "ACT", 24),
        Task("social care", "Refer the children to children's social care", GUIDANCE, "GUIDANCE", 24),
        Task("support", "Refer the protected person to an IDVA or local support", GUIDANCE, "GUIDANCE", 24),
        Task("marac", "Refer to MARAC", "SafeLives; the force's own threshold", "FORCE", 48),
        Task("risk again", "Assess the risk again", GUIDANCE, "GUIDANCE", 4),
        Task("housing", "Housing for the protected person", "Force practice", "FORCE", 24, by_hand=True),
        Task("respondent housing", "Where the respondent can stay", GUIDANCE, "GUIDANCE", 24),
        Task("respondent support", "Offer the respondent a behaviour change programme", GUIDANCE, "GUIDANCE", 120),
        Task("others at risk", "Protect whoever is at risk where the respondent stays", GUIDANCE, "GUIDANCE", 4),
        Task("firearms licensing", "Tell firearms licensing", "Firearms Act 1968 s.30A (may revoke)", "GUIDANCE", 4),
        Task("commanding officer", "Tell the respondent's commanding officer", "s.24(10)-(11)", "ACT", 4),
        Task("other force", "Tell the force where one of them now lives", "Force practice", "FORCE", 4),
        Task("marker on", "Put the notice on PNC or LEDS", GUIDANCE, "GUIDANCE", 1, alarm=True),
        Task("local marker on", "Put it on local systems, tell the control room", GUIDANCE, "GUIDANCE", 1, alarm=True),
        Task("order marker on", "Put the order on PNC or LEDS and local systems", GUIDANCE, "GUIDANCE", 1, alarm=True),
        Task("compliance visit", "Visit: is the order kept, who was seen there", GUIDANCE, "GUIDANCE", 72),
        Task("marker off", "Take the markers off: PNC or LEDS, local systems, control room", GUIDANCE, "GUIDANCE", 24),
    )
}
"""What a case can call for."""

OTHERS = ("commanding officer", "risk again")
"""Tasks done by a record of another kind: `commanding officer told`, `risk assessed`."""
