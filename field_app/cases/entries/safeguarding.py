"""Telling the protected person, and what others must do: how they are reached safely, what they were told, tasks.

Nothing here is ever sent to the protected person: every contact is by a person (P20).
"""

from __future__ import annotations

from typing import Annotated, Literal

from field_app.cases.safeguarding.tables import EVENTS, OTHERS, TASKS

from .kinds import Id, Line, Moment, Text, _shape, kind, part

WITHHELD = frozenset({"safe contact arranged"})
"""The kinds that are withheld from whoever reads a case without needing them, and have a key of their own (P21)."""

WAYS = ("telephone", "in person", "through somebody they named", "text message", "email", "letter")
"""The ways an officer reaches somebody; the system uses none of them."""

NEVER = (
    "voicemail",
    "text message",
    "email",
    "letter or leaflet",
    "calling at the home",
    "uniform or marked car",
    "social media",
    "asking for them by name",
)
"""What must never be done."""


@kind("safe contact arranged")
class SafeContactArranged:
    """How the protected person is contacted safely, as they said; the newest stands. Withheld from most (P21).

    `reached_at`: the number or place. `by_whom`: the only person they want to be rung by. `code_word`: what shows each
    that it is the other. `watched`: what the respondent has or may see: their telephone, shared accounts, trackers.
    """

    ways: Annotated[tuple[Literal[WAYS], ...], _shape(min_length=1, max_length=6)]  # type: ignore[valid-type]
    reached_at: Text
    hours: Text | None
    by_whom: Line | None
    code_word: Line | None
    number_withheld: bool
    must_not_answer: Text | None
    never: Annotated[tuple[Literal[NEVER], ...], _shape(max_length=8)]  # type: ignore[valid-type]
    watched: Text | None


@part
class ToldOf:
    """What they were told of: the event, and the entry that brought it about (`safeguarding.telling`)."""

    event: Literal[tuple(EVENTS)]  # type: ignore[valid-type]
    entry: Id


RISKS = ("the same", "higher", "lower", "not asked")
"""What they say of the risk now, beside what it was."""


CONTACTS = ("told", "not reached", "did not want contact")
"""What came of a contact. Who does not want one now is told later what they must know: it stays to be done."""


@kind("protected person told", version=2)
class ProtectedPersonTold:
    """The protected person was told, or somebody tried to reach them, and the risk was asked about again (P19).

    `outside`: why it was done in another way than they arranged. `said`: what they were told, and what they said.
    """

    outcome: Literal[CONTACTS]  # type: ignore[valid-type]
    contacted_at: Moment
    way: Literal[WAYS]  # type: ignore[valid-type]
    told_of: Annotated[tuple[ToldOf, ...], _shape(max_length=50)]
    said: Text | None
    outside: Text | None
    risk: Literal[RISKS] | None  # type: ignore[valid-type]
    risk_how: Text | None


@kind("contact officer named")
class ContactOfficerNamed:
    """The one person responsible for telling the protected person, by collar number; the newest stands."""

    to: Line
    note: Text | None


SET = tuple(name for name in TASKS if name not in OTHERS)


@kind("task set", version=2)
class TaskSet:
    """Somebody calls for a task that no rule called for, calls for it again, or gives it to somebody.

    The newest stands. `for_whom`: whom it protects or concerns. `due_at`: by when, where it is not by the table's
    hours. `basis`: what asks for it, where it is not what the table says. `to`: who does it, by collar number.
    """

    task: Literal[SET]  # type: ignore[valid-type]
    for_whom: Line | None
    due_at: Moment | None
    basis: Line | None
    to: Line | None
    why: Text


OFFERS = ("accepted", "declined", "not reached")
"""What became of the offer of support to the protected person, as it is counted."""


@kind("task done", version=3)
class TaskDone:
    """A task was done, with proof, or is not needed, and why. `to`: who was told, or took it in hand.

    `channel`: how they were told; `acknowledged_by`: who of them said that they have it, and owns it (P29).
    `offer`: of the task "support" alone, what became of the offer, if it was said.
    """

    task: Literal[SET]  # type: ignore[valid-type]
    outcome: Literal["done", "not needed"]
    done_at: Moment
    to: Line | None
    channel: Line | None
    acknowledged_by: Line | None
    reference: Line | None
    offer: Literal[OFFERS] | None  # type: ignore[valid-type]
    why: Text | None


@part
class Overdue:
    """What was not done in time: the event or task, and the entry it goes back to."""

    what: Literal[(*EVENTS, *TASKS)]  # type: ignore[valid-type]
    entry: Id
    due_at: Moment


@kind("overdue escalated", system=True)
class OverdueEscalated:
    """What nobody did in time was put to somebody: first to safeguarding, and later to the duty inspectors.

    `officers`: who were told to open the app; none where nobody was there to be told.
    """

    step: Annotated[int, _shape(ge=1, le=2)]
    role: Literal["safeguarding", "duty inspector"]
    officers: Annotated[tuple[Id, ...], _shape(max_length=200)]
    overdue: Annotated[tuple[Overdue, ...], _shape(min_length=1, max_length=100)]
