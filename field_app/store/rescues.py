"""Rescue files: in waiting until an officer signs for them, and kept after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, literal, select, update

from .database import stamp
from .tables import rescues

_LISTED = [column for column in rescues.c if column.name != "body"]


@dataclass(frozen=True)
class Kept:
    """A rescue file, less its bytes; `outcomes` (id, word) once it has been read in."""

    sha256: str
    summary: dict[str, Any]
    received_at: str
    received_by: str
    read_in_at: str | None
    read_in_by: str | None
    outcomes: tuple[tuple[str | None, str], ...]


def keep(
    connection: Connection, sha256: str, body: bytes, summary: dict[str, Any], received_by: str, now: datetime
) -> None:
    """Put a file in waiting; one that is there already stays as it is."""
    if connection.execute(select(literal(1)).where(rescues.c.sha256 == sha256)).scalar():
        return
    said = json.dumps(summary)
    connection.execute(
        insert(rescues).values(sha256=sha256, body=body, summary=said, received_at=stamp(now), received_by=received_by)
    )


def body_of(connection: Connection, sha256: str) -> bytes | None:
    """The bytes of the file with this SHA-256."""
    return connection.execute(select(rescues.c.body).where(rescues.c.sha256 == sha256)).scalar()


def waiting(connection: Connection) -> int:
    """How many files wait to be read in."""
    found = select(func.count()).select_from(rescues).where(rescues.c.read_in_at.is_(None))
    return connection.execute(found).scalar_one()


def newest(connection: Connection, most: int) -> list[Kept]:
    """The files that came last, newest first."""
    found = connection.execute(select(*_LISTED).order_by(rescues.c.received_at.desc()).limit(most))
    return [_kept(dict(row._mapping)) for row in found]


def read_in(
    connection: Connection, sha256: str, officer: str, outcomes: Sequence[tuple[str | None, str]], now: datetime
) -> None:
    """An officer signed for this file: what became of its entries."""
    connection.execute(
        update(rescues)
        .where(rescues.c.sha256 == sha256)
        .values(read_in_at=stamp(now), read_in_by=officer, outcomes=json.dumps(outcomes))
    )


def _kept(row: dict[str, Any]) -> Kept:
    outcomes = tuple((entry_id, word) for entry_id, word in json.loads(row.pop("outcomes") or "[]"))
    return Kept(**{**row, "summary": json.loads(row.pop("summary"))}, outcomes=outcomes)
