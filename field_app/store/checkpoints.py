"""Checkpoints as the database holds them, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, insert, select, text

from .database import writing
from .tables import access, attachments, checkpoints, heads

# Two transaction locks of PostgreSQL: access rows are written under the first (shared, by a trigger: migration 0008).
_ACCESS, _ONE_AT_A_TIME = 7_100_001, 7_100_002


TURNED = '{"field checkpoint":2,'
"""How the text of a checkpoint begins that says that its key is another from there on."""


@dataclass(frozen=True)
class Signed:
    """A checkpoint's number, exact text and signature (base64url)."""

    number: int
    body: str
    signature: str


def alone(connection: Connection) -> None:
    """Until this transaction ends nobody else takes a checkpoint. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})


def keep(connection: Connection, one: Signed, at: str) -> None:
    """Add a checkpoint."""
    connection.execute(insert(checkpoints).values(**vars(one), at=at))


def last_at(connection: Connection) -> str | None:
    """When the last checkpoint was taken (UTC, as stored); it may have been an earlier time than at the one before."""
    return connection.execute(select(checkpoints.c.at).order_by(checkpoints.c.number.desc()).limit(1)).scalar()


def after(connection: Connection, number: int) -> Iterator[Signed]:
    """The checkpoints after this number, in order."""
    found = select(checkpoints.c.number, checkpoints.c.body, checkpoints.c.signature)
    for row in connection.execute(found.where(checkpoints.c.number > number).order_by(checkpoints.c.number)):
        yield Signed(row.number, row.body, row.signature)


def turned(connection: Connection) -> list[Signed]:
    """The checkpoints that say that the key is another from there on, in order."""
    found = select(checkpoints).where(checkpoints.c.body.startswith(TURNED, autoescape=True))
    return [
        Signed(row.number, row.body, row.signature) for row in connection.execute(found.order_by(checkpoints.c.number))
    ]


def reached(connection: Connection) -> dict[str, tuple[int, str]]:
    """How far every log reaches."""
    found = connection.execute(select(heads.c.case_id, heads.c.position, heads.c.hash).where(heads.c.position > 0))
    return {row.case_id: (row.position, row.hash) for row in found}


def received(connection: Connection, known: Set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The attachments that are here whole, beside those known, sorted: case and SHA-256."""
    if connection.execute(select(func.count()).select_from(attachments)).scalar_one() == len(known):
        return []
    found = connection.execute(select(attachments.c.case_id, attachments.c.sha256))
    return sorted({(row.case_id, row.sha256) for row in found} - known)


def last_looked(engine: Engine) -> int:
    """The number of the last access row (0: none), with none before it still on its way into the database."""
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ACCESS})
        return connection.execute(select(func.coalesce(func.max(access.c.number), 0))).scalar_one()


def looked(
    connection: Connection, above: int, to: int
) -> Iterator[tuple[int, str, str, str, str | None, bytes | None]]:
    """The access rows numbered above `above` up to `to`, in order, as `cases.checkpoint.access_hash` takes them."""
    found = select(access.c.number, access.c.at, access.c.officer, access.c.action, access.c.case_id, access.c.detail)
    asked = found.where(access.c.number > above, access.c.number <= to).order_by(access.c.number)
    with connection.execute(asked, execution_options={"yield_per": 1000}) as rows:
        for row in rows:
            yield (row.number, row.at, row.officer, row.action, row.case_id, row.detail)
