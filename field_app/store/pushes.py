"""What became of each push: taken by the push service, shown by the phone, opened by its officer."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, func, insert, select, update

from .database import stamp
from .tables import push_subscriptions, pushes


@dataclass(frozen=True)
class Browser:
    """Where an officer's browser takes pushes, and the keys to encrypt to it."""

    endpoint: str
    p256dh: str
    auth: str
    device: str | None


@dataclass(frozen=True)
class Push:
    """One push to one browser. `entry` is the escalation that it tells of; None where it tells of something else."""

    id: str
    officer: str
    device: str | None
    case_id: str | None
    entry: str | None
    test: bool


@dataclass(frozen=True)
class Health:
    """What is known of one browser: when it last showed a push, and how the last one to it ended.

    `state`: "shown", "taken" by the push service and not shown yet, "failed" for the reason `why`, "on its way"; or
    "never" where nothing was sent yet.
    """

    device: str | None
    since: str
    state: str
    at: str | None
    shown_at: str | None
    why: str | None


def browsers(connection: Connection, officer: str) -> list[Browser]:
    """Every browser of an officer's that takes pushes, newest first."""
    found = connection.execute(
        select(push_subscriptions)
        .where(push_subscriptions.c.officer == officer)
        .order_by(push_subscriptions.c.made_at.desc())
    )
    return [Browser(row.endpoint, row.p256dh, row.auth, row.device) for row in found]


def make(
    connection: Connection,
    officer: str,
    browser: Browser,
    now: datetime,
    *,
    case_id: str | None = None,
    entry: str | None = None,
    test: bool = False,
) -> str:
    """A push that is to be sent; its id."""
    push = str(uuid.uuid4())
    connection.execute(
        insert(pushes).values(
            id=push,
            officer=officer,
            device=browser.device,
            endpoint_sha256=_digest(browser.endpoint),
            case_id=case_id,
            entry=entry,
            test=test,
            made_at=stamp(now),
        )
    )
    return push


def sent(connection: Connection, these: Collection[str], now: datetime) -> None:
    """The push service has taken them."""
    connection.execute(update(pushes).where(pushes.c.id.in_(these)).values(sent_at=stamp(now), failed=None))


def failed(connection: Connection, push: str, why: str) -> None:
    """It will not get there."""
    connection.execute(update(pushes).where(pushes.c.id == push).values(failed=why[:200]))


def use(connection: Connection, push: str, what: str, now: datetime) -> Push | None:
    """The push, if this is the first time that it is said to be `delivered` or `opened`; None ever after."""
    said = pushes.c[f"{what}_at"]
    row = connection.execute(
        update(pushes)
        .where(pushes.c.id == push, said.is_(None))
        .values({said: stamp(now)})
        .returning(pushes.c.id, pushes.c.officer, pushes.c.device, pushes.c.case_id, pushes.c.entry, pushes.c.test)
    ).one_or_none()
    return Push(*row) if row else None


def was_shown(connection: Connection, entry: str) -> bool:
    """Whether a phone has shown or opened a push that tells of this escalation."""
    shown = func.coalesce(pushes.c.delivered_at, pushes.c.opened_at).is_not(None)
    return connection.execute(select(pushes.c.id).where(pushes.c.entry == entry, shown).limit(1)).scalar() is not None


def health(connection: Connection, officers: Collection[str]) -> dict[str, list[Health]]:
    """What is known of the browsers of each of these officers."""
    found: dict[str, list[Health]] = {}
    rows = connection.execute(select(push_subscriptions).where(push_subscriptions.c.officer.in_(list(officers))))
    for browser in rows.all():
        theirs = (pushes.c.officer == browser.officer, pushes.c.endpoint_sha256 == _digest(browser.endpoint))
        last = connection.execute(select(pushes).where(*theirs).order_by(pushes.c.made_at.desc()).limit(1)).first()
        shown_at = connection.execute(select(func.max(pushes.c.delivered_at)).where(*theirs)).scalar()
        state, at, why = "never", None, None
        if last:
            state, at, why = "on its way", last.made_at, last.failed
            if last.delivered_at:
                state, at = "shown", last.delivered_at
            elif last.failed:
                state = "failed"
            elif last.sent_at:
                state, at = "taken", last.sent_at
        found.setdefault(browser.officer, []).append(Health(browser.device, browser.made_at, state, at, shown_at, why))
    return found


def _digest(endpoint: str) -> str:
    """An endpoint opens a browser to whoever reads it: what became of its pushes is kept under its hash."""
    return sha256(endpoint.encode()).hexdigest()


def failed_since(connection: Connection, at: str) -> int:
    """How many of the pushes made since then (UTC, as stored) will never arrive."""
    failed = select(func.count()).select_from(pushes).where(pushes.c.made_at >= at, pushes.c.failed.is_not(None))
    return int(connection.execute(failed).scalar_one())
