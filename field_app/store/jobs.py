"""Work that follows from an entry: queued in the entry's own transaction, done by any number of workers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, insert, or_, select, update

from .database import stamp, writing
from .tables import jobs

LEASE = timedelta(minutes=1)
MOST_AT_ONCE = 5
"""So few that even done one after the other, each running into its time-out, they end before the lease does."""
MOST_TRIES = 8


@dataclass(frozen=True)
class Job:
    """One piece of work, leased to one worker."""

    number: int
    kind: str
    payload: dict[str, Any]
    tries: int


def enqueue(connection: Connection, kind: str, payloads: Sequence[dict[str, Any]], due_at: datetime) -> None:
    """Queue work of one kind; it exists if and only if the surrounding transaction commits."""
    rows = [
        {"kind": kind, "payload": json.dumps(one), "due_at": stamp(due_at), "tries": 0, "failed": False}
        for one in payloads
    ]
    if rows:
        connection.execute(_ENQUEUE, rows)


def claim(engine: Engine, now: datetime, most: int = MOST_AT_ONCE) -> list[Job]:
    """Lease due jobs to this worker; a worker that dies lets go when the lease ends."""
    with writing(engine) as connection:
        due = (
            select(jobs.c.number)
            .where(
                jobs.c.done_at.is_(None),
                jobs.c.failed.is_(False),
                jobs.c.due_at <= stamp(now),
                or_(jobs.c.leased_until.is_(None), jobs.c.leased_until < stamp(now)),
            )
            .order_by(jobs.c.due_at)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        leased = connection.execute(
            update(jobs)
            .where(jobs.c.number.in_(due.scalar_subquery()))
            .values(leased_until=stamp(now + LEASE), tries=jobs.c.tries + 1)
            .returning(jobs.c.number, jobs.c.kind, jobs.c.payload, jobs.c.tries)
        )
        return [Job(row.number, row.kind, json.loads(row.payload), row.tries) for row in leased]


def finish(connection: Connection, job: Job, now: datetime) -> None:
    """The work is done and will not be done again."""
    connection.execute(update(jobs).where(jobs.c.number == job.number).values(done_at=stamp(now)))


def again(connection: Connection, job: Job, now: datetime, why: str, wait: timedelta | None = None) -> None:
    """Try again later: after `wait`, or twice as long each time; after eight tries the job stands as failed."""
    pause = max(wait or timedelta(0), timedelta(seconds=5 * 2**job.tries))
    connection.execute(
        update(jobs)
        .where(jobs.c.number == job.number)
        .values(due_at=stamp(now + pause), leased_until=None, last_error=why, failed=job.tries >= MOST_TRIES)
    )


_ENQUEUE = insert(jobs)
