"""What is open in a case: everything to be told and to be done, each with when it is due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from .tables import EVENTS
from .tasks import Called, called
from .telling import NAMED, to_tell

if TYPE_CHECKING:
    from field_app.cases.case import Case

FROM_REQUEST = frozenset(
    {"requested", "authorised", "refused", "withdrawn", "served", "before the court", "ordered", "ended"}
)
"""The stages in which there is somebody to tell and something to do: from when authority was asked for."""


@dataclass(frozen=True)
class Open:
    """Something to tell, or to do, that nobody has. Times are UTC; `since` may lie ahead, as an order's end does.

    `for_whom`, `to` (collar number) and `why` are of a task somebody set by hand. `id` is of the event or task,
    `entry` what it goes back to. `alarm`: overdue, it goes to the duty inspector at once.
    """

    what: Literal["tell", "task"]
    id: str
    entry: str
    words: str
    basis: str
    since: datetime
    due: datetime
    alarm: bool
    for_whom: str | None = None
    to: str | None = None
    why: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.id, self.entry


def still_open(case: Case) -> list[Open]:
    """What nobody has told or done, what is due first before the rest."""
    if case.stage not in FROM_REQUEST:
        return []
    found = []
    for one in to_tell(case):
        event = EVENTS[one.event]
        if one.told is None:
            due = one.since + timedelta(minutes=case.force.telling.minutes(event))
            if one.event == "release" and case.detention:
                due = max(due, datetime.fromisoformat(case.detention["until"]).astimezone(due.tzinfo))
            found.append(Open("tell", event.id, one.entry, event.words, "P19", one.since, due, event.alarm))
    for task in called(case):
        if task.done is None:
            found.append(_open(task))
    return sorted(found, key=lambda one: (one.due, one.what, one.id, one.entry))


def _open(task: Called) -> Open:
    row = task.task
    facts = task.given.entry.facts if task.given else None
    for_whom, basis, to, why = (getattr(facts, name, None) for name in ("for_whom", "basis", "to", "why"))
    asks = basis or row.basis
    return Open("task", row.id, task.entry, row.words, asks, task.since, task.due, row.alarm, for_whom, to, why)


def contact_officer(case: Case) -> str | None:
    """The collar number of the one person responsible for telling the protected person."""
    named = case.latest(NAMED)
    return named.entry.facts.to.strip() if named else None


def not_put(case: Case, due: Collection[Open], step: int) -> list[Open]:
    """Those of these that have not been put to anybody at this step."""
    put = {
        (item.what, item.entry)
        for one in case.held
        if one.entry.kind == "overdue escalated" and one.entry.facts.step >= step
        for item in one.entry.facts.overdue
    }
    return [one for one in due if one.key not in put]


def is_overdue_still(case: Case, entry: str) -> bool:
    """Whether anything that this entry put to somebody is open still."""
    held = case.by_id.get(entry)
    if held is None or held.entry.kind != "overdue escalated":
        return False
    still = {one.key for one in still_open(case)}
    return any((one.what, one.entry) in still for one in held.entry.facts.overdue)
