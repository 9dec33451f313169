"""Work that follows from an entry: queued in the entry's own transaction, done by any number of workers.

A job is done at least once. A worker that takes it up leases it; one that is killed lets go when the lease ends, and
another does the work again. What the work leaves in this database is written in the transaction that finishes the
job, and only by the worker that still holds it: so that is there once, whatever was killed when (docs/decisions/0021).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, Engine, and_, bindparam, func, insert, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from .database import reading, stamp, writing
from .tables import jobs

LEASE = timedelta(minutes=1)
MOST_AT_ONCE = 64
"""A worker holds no more than it does at once: each begins when it is leased, and ends before the lease does."""
MOST_TRIES = 8
LATEST_TRY = timedelta(hours=1)

AT_ONCE = ("ask next", "tell officer", "file case", "find early reader", "render document", "push")
"""What nobody queues for later: until it was tried it is due when it was queued."""

AT_MOST: Mapping[str, timedelta] = {
    **dict.fromkeys((*AT_ONCE, "text"), LATEST_TRY),
    "hearing alarm": timedelta(hours=6),
}
"""Further ahead than this none of these kinds is due, tries again included. Each of them looks how things stand before
it does anything, so that too soon does no harm."""

SLACK = timedelta(seconds=5)
"""By so much the clocks of several servers may differ."""


@dataclass(frozen=True)
class Job:
    """One piece of work, leased to one worker. `tries` counts the leases, this one included."""

    number: int
    kind: str
    payload: dict[str, Any]
    tries: int


class NoLongerHeld(Exception):
    """The lease ended before the work did, and another worker has taken the job up: what was done is not recorded."""


def enqueue(connection: Connection, kind: str, payloads: Sequence[dict[str, Any]], due_at: datetime) -> None:
    """Queue work of one kind; it exists if and only if the surrounding transaction commits."""
    rows = [_row(kind, one, due_at) for one in payloads]
    if rows:
        connection.execute(_ENQUEUE, rows)


def enqueue_once(connection: Connection, key: str, kind: str, payload: dict[str, Any], due_at: datetime) -> None:
    """Queue work unless it was ever queued under this key before, done by now or not."""
    connection.execute(_ONCE[connection.dialect.name], {**_row(kind, payload, due_at), "key": key})


def _row(kind: str, payload: dict[str, Any], due_at: datetime) -> dict[str, Any]:
    return {"kind": kind, "payload": json.dumps(payload), "due_at": stamp(due_at), "tries": 0, "failed": False}


def claim(
    engine: Engine,
    now: datetime,
    most: int = MOST_AT_ONCE,
    *,
    only: Collection[str] = (),
    but_not: Collection[str] = (),
) -> list[Job]:
    """Lease due jobs to this worker, `only` or `but_not` of some kinds; a worker that dies lets go when the lease ends.

    A job that has killed its worker so often that its tries are used up is not leased again: it stands as failed.
    """
    at = {"now": stamp(now)}
    wanted = jobs.c.kind.in_(only) if only else jobs.c.kind.not_in(but_not)
    with reading(engine) as connection:  # looking takes no writer's turn
        if connection.execute(select(jobs.c.number).where(_open(), wanted).limit(1), at).scalar() is None:
            return []
    with writing(engine) as connection:
        connection.execute(_GIVE_UP, at)
        due = select(jobs.c.number).where(_due(), wanted).order_by(jobs.c.due_at).limit(most)
        held = due.with_for_update(skip_locked=True).cte("due")  # a subquery might be run, and so lock, twice
        leased = connection.execute(
            update(jobs)
            .where(jobs.c.number.in_(select(held.c.number)))
            .values(leased_until=stamp(now + LEASE), tries=jobs.c.tries + 1)
            .returning(jobs.c.number, jobs.c.kind, jobs.c.payload, jobs.c.tries),
            at,
        )
        return [Job(row.number, row.kind, json.loads(row.payload), row.tries) for row in leased]


def put_right(engine: Engine, now: datetime, waits: Mapping[str, timedelta] = AT_MOST) -> int:
    """Make due what a clock that was ahead, and is no longer, put further ahead than it can be; how many.

    `waits`: how far ahead each kind may be due (`AT_MOST`). A lease that ends later than one taken now would is let go.
    """
    late = [and_(jobs.c.kind == kind, jobs.c.due_at > stamp(now + wait)) for kind, wait in waits.items()]
    never_tried = and_(jobs.c.kind.in_(AT_ONCE), jobs.c.tries == 0, jobs.c.due_at > stamp(now + SLACK))
    held = jobs.c.leased_until > stamp(now + LEASE + SLACK)
    wrong = and_(jobs.c.done_at.is_(None), jobs.c.failed.is_(False), or_(never_tried, held, *late))
    with reading(engine) as connection:  # looking takes no writer's turn
        if connection.execute(select(jobs.c.number).where(wrong).limit(1)).scalar() is None:
            return 0
    with writing(engine) as connection:
        return connection.execute(update(jobs).where(wrong).values(due_at=stamp(now), leased_until=None)).rowcount


@dataclass(frozen=True)
class Queue:
    """How much waits: jobs `due` and not done, since when the oldest (UTC, as stored); and how many have `failed`."""

    due: int
    since: str | None
    failed: int


def queue(connection: Connection, now: datetime, only: Collection[str] = ()) -> Queue:
    """How the queue stands, what is leased at the moment included; `only` of some kinds."""
    waits = [jobs.c.done_at.is_(None), jobs.c.failed.is_(False), jobs.c.due_at <= stamp(now)]
    if only:
        waits.append(jobs.c.kind.in_(only))
    due, since = connection.execute(select(func.count(), func.min(jobs.c.due_at)).where(*waits)).one()
    failed = connection.execute(select(func.count()).select_from(jobs).where(jobs.c.failed.is_(True))).scalar_one()
    return Queue(due, since, failed)


def finish(connection: Connection, job: Job, now: datetime) -> None:
    """The work is done and will not be done again.

    :raise NoLongerHeld: another worker has taken it up; the transaction must come to nothing.
    """
    _mine(connection, job, {"done_at": stamp(now), "leased_until": None})


def finish_all(connection: Connection, done: Sequence[Job], now: datetime) -> list[Job]:
    """These are done: those of them that this worker still held. Another has the rest, and will say so itself."""
    theirs = tuple_(jobs.c.number, jobs.c.tries).in_([(one.number, one.tries) for one in done])
    still = update(jobs).where(theirs, jobs.c.done_at.is_(None)).values(done_at=stamp(now), leased_until=None)
    held = set(connection.execute(still.returning(jobs.c.number)).scalars())
    return [one for one in done if one.number in held]


def again(connection: Connection, job: Job, now: datetime, why: str, wait: timedelta | None = None) -> bool:
    """Try again later: after `wait`, or twice as long each time. Whether it will be: after eight tries it has failed.

    :raise NoLongerHeld: another worker has taken it up.
    """
    pause = min(max(wait or timedelta(0), timedelta(seconds=5 * 2**job.tries)), LATEST_TRY)
    failed = job.tries >= MOST_TRIES
    values = {"due_at": stamp(now + pause), "leased_until": None, "last_error": why, "failed": failed}
    _mine(connection, job, values)
    return not failed


def _mine(connection: Connection, job: Job, values: dict[str, Any]) -> None:
    """Change a job that this lease still holds."""
    held = and_(jobs.c.number == job.number, jobs.c.tries == job.tries, jobs.c.done_at.is_(None))
    if connection.execute(update(jobs).where(held).values(values)).rowcount != 1:
        raise NoLongerHeld(f"job {job.number} was taken up by another worker")


def _open() -> Any:
    now: BindParameter[str] = bindparam("now")
    return and_(
        jobs.c.done_at.is_(None),
        jobs.c.failed.is_(False),
        jobs.c.due_at <= now,
        or_(jobs.c.leased_until.is_(None), jobs.c.leased_until < now),
    )


def _due() -> Any:
    return and_(_open(), jobs.c.tries < MOST_TRIES)


_ENQUEUE = insert(jobs)
_ONCE = {
    "sqlite": sqlite.insert(jobs).on_conflict_do_nothing(index_elements=["key"]),
    "postgresql": postgresql.insert(jobs).on_conflict_do_nothing(index_elements=["key"]),
}
_GIVE_UP = (
    update(jobs)
    .where(_open(), jobs.c.tries >= MOST_TRIES)
    .values(failed=True, leased_until=None, last_error="no worker lived to finish it")
)
