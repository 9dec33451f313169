"""What is known of devices beside the office log: their tokens, when each was last heard from, its clock."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, func, insert, select, update

from .database import stamp
from .tables import devices


@dataclass(frozen=True)
class Heard:
    """When a device was last heard from (UTC, as stored), and what its clock was then wrong by (seconds)."""

    at: str | None
    clock_offset_s: int | None


def give_token(connection: Connection, device: str, officer: str) -> str:
    """A new token for a device, in place of any earlier; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    _keep(connection, device, officer, {"token_sha256": _digest(token)})
    return token


def of_token(connection: Connection, token: str) -> str | None:
    """The device a token was given to."""
    return connection.execute(select(devices.c.device).where(devices.c.token_sha256 == _digest(token))).scalar()


def keep_heard(connection: Connection, device: str, officer: str, clock_offset_s: int | None, now: datetime) -> None:
    """A device was heard from now."""
    _keep(connection, device, officer, {"heard_at": stamp(now), "clock_offset_s": clock_offset_s})


def heard(connection: Connection, officer: str | None = None) -> dict[str, Heard]:
    """When the devices (of one officer, where one is given) were last heard from."""
    found = select(devices) if officer is None else select(devices).where(devices.c.officer == officer)
    return {row.device: Heard(row.heard_at, row.clock_offset_s) for row in connection.execute(found)}


def offsets_since(connection: Connection, at: str) -> list[tuple[str, int]]:
    """Of the devices heard from since then: whose each is, and server minus its clock (seconds)."""
    found = select(devices.c.officer, devices.c.clock_offset_s)
    found = found.where(devices.c.heard_at >= at, devices.c.clock_offset_s.is_not(None))
    return [(row.officer, row.clock_offset_s) for row in connection.execute(found)]


def heard_after(connection: Connection, now: datetime, within: timedelta) -> str | None:
    """The latest that a device was heard from after `now` (UTC, as stored); None where it was none.

    Nor where as many were heard `within` the time before: then it is the clock by which the others were heard that was
    ahead, and was put right. Each of those is heard from anew, or stays silent.
    """
    later, lately = devices.c.heard_at > stamp(now), devices.c.heard_at.between(stamp(now - within), stamp(now))
    counted = select(func.max(devices.c.heard_at), func.count().filter(later), func.count().filter(lately))
    latest, ahead, before = connection.execute(counted).one()
    return latest if ahead > before else None


def _keep(connection: Connection, device: str, officer: str, values: dict[str, object]) -> None:
    changed = connection.execute(update(devices).where(devices.c.device == device).values(values))
    if changed.rowcount == 0:
        connection.execute(insert(devices).values(device=device, officer=officer, **values))


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
