"""A training installation: since when it runs as it does, and what each lesson has come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from field_app.cases.lesson import Looked, Missed, done, missed
from field_app.cases.moments import put_right
from field_app.store import access, log
from field_app.store import demonstration as kept
from field_app.store.database import reading

from .installation import Installation


def training_since(installation: Installation) -> str | None:
    """When (UTC) the trainer last had it begin again, or when it was made; None where it is no training installation.

    A phone that knows another moment holds what is gone, and drops it.
    """
    return kept.training_since(installation.engine) if installation.training else None


@dataclass(frozen=True)
class Walked:
    """A step that is done: by whom, when (UTC), and how many seconds after the one before it."""

    step: str
    by: str
    at: datetime
    took_s: int


@dataclass(frozen=True)
class Lesson:
    """A case of this training, from its first entry to its last. `did`: who recorded in it, and how many entries."""

    case: str
    reference: str | None
    started_at: datetime
    last_at: datetime
    did: dict[str, int]
    steps: tuple[Walked, ...]
    missed: tuple[Missed, ...]


def read_lessons(installation: Installation, since: str, now: datetime) -> list[Lesson]:
    """Every case that was started since `since` (UTC), newest first: from its entries and the access records alone."""
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        looked = [
            Looked(datetime.fromisoformat(one.at), one.officer, one.action, one.case_id)
            for one in access.read(connection, installation.keys, office.id, since=since)
        ]
        cases = [
            installation.case(connection, head.case_id, head)
            for head in log.logs(connection)
            if head.case_id != office.id and head.position
        ]
    names = {one.id: one.name for one in office.officers.values()}
    found = []
    for case in cases:
        times = sorted(put_right(one.entry) for one in case.held)
        if case.started is None or times[0] < datetime.fromisoformat(since):
            continue
        before, steps = times[0], []
        for one in sorted(done(case), key=lambda one: one.at):
            steps.append(
                Walked(one.step, names.get(one.officer, "the system"), one.at, int((one.at - before).total_seconds()))
            )
            before = one.at
        did: dict[str, int] = {}
        for held in case.held:
            if name := names.get(held.entry.officer):
                did[name] = did.get(name, 0) + 1
        found.append(
            Lesson(case.id, case.reference, times[0], times[-1], did, tuple(steps), tuple(missed(case, looked, now)))
        )
    return sorted(found, key=lambda one: one.started_at, reverse=True)
