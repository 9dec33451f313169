"""Entries that wait, outside every chain, for those they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from field_app.parse import Read, parse

from .keys import CaseKeys
from .tables import waiting


@dataclass(frozen=True)
class Waiting:
    """Bytes kept outside the chain until the entries they name arrive."""

    read: Read
    signature: str | None
    received_at: str
    signed_in: str


def keep_waiting(connection: Connection, keys: CaseKeys, one: Waiting) -> None:
    """Keep an entry until the entries it names arrive."""
    entry = one.read.entry
    connection.execute(
        insert(waiting).values(
            id=entry.id,
            case_id=entry.case,
            body=keys.of(connection, entry.case).seal(entry.id, one.read.body),
            body_sha256=one.read.sha256,
            signature=one.signature,
            received_at=one.received_at,
            signed_in=one.signed_in,
        )
    )


def read_waiting(
    connection: Connection, keys: CaseKeys, case_ids: Iterable[str], ids: Iterable[str]
) -> dict[str, Waiting]:
    """What waits in these cases or under these ids, by id, longest first."""
    kept = {}
    for row in connection.execute(_WAITING, {"case_ids": list(case_ids), "ids": list(ids)}).all():
        read = parse(keys.of(connection, row.case_id).open(row.id, row.body).decode())
        assert isinstance(read, Read), "only readable entries wait"
        kept[row.id] = Waiting(read, row.signature, row.received_at, row.signed_in)
    return kept


def stop_waiting(connection: Connection, entry_id: str) -> None:
    """The entry has been admitted or refused."""
    connection.execute(delete(waiting).where(waiting.c.id == entry_id))


def every_waiting(connection: Connection, keys: CaseKeys) -> Iterator[dict[str, Any]]:
    """What waits, by when it came."""
    for row in connection.execute(select(waiting).order_by(waiting.c.received_at, waiting.c.id)).all():
        body = keys.of(connection, row.case_id).open(row.id, row.body).decode()
        yield {**row._mapping, "body": body}


_WAITING = (
    select(waiting)
    .where(
        or_(
            waiting.c.case_id.in_(bindparam("case_ids", expanding=True)),
            waiting.c.id.in_(bindparam("ids", expanding=True)),
        )
    )
    .order_by(waiting.c.received_at, waiting.c.id)
)
