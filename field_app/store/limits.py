"""How often was asked: counts that every server of an installation adds to, each for as long as its window lasts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from .database import stamp
from .door_tables import counts


def add(connection: Connection, key: str, many: int, ends_at: datetime, now: datetime) -> int:
    """Add to the count of `key`, which is forgotten once its window has ended; how many it is then."""
    connection.execute(delete(counts).where(counts.c.ends_at < stamp(now)))
    values = {"key": key, "many": many, "ends_at": stamp(ends_at)}
    return int(connection.execute(_ADD[connection.dialect.name], values).scalar_one())


_sqlite, _postgresql = sqlite.insert(counts), postgresql.insert(counts)
_ADD = {
    "sqlite": _sqlite.on_conflict_do_update(
        index_elements=["key"], set_={"many": counts.c.many + _sqlite.excluded.many}
    ).returning(counts.c.many),
    "postgresql": _postgresql.on_conflict_do_update(
        index_elements=["key"], set_={"many": counts.c.many + _postgresql.excluded.many}
    ).returning(counts.c.many),
}
