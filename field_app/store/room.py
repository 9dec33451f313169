"""Whether what is recorded would find room: asked of the disk, and by writing something that is soon forgotten."""

from __future__ import annotations

import shutil
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, delete, insert

from .database import stamp, writing
from .door_tables import counts

LEAST_FREE = 16 * 1024 * 1024
"""Bytes; of the disk that an SQLite file is on. How full PostgreSQL's is only its own machine can see."""

ROWS = 300
"""Some 30 KB: more than fits into what the tables have left over, and so asks for room."""

LASTS = timedelta(minutes=1)


def is_disk_full(engine: Engine) -> bool:
    """Whether next to nothing is free on the disk the database is on, as far as that can be seen from here."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return False
    return shutil.disk_usage(Path(engine.url.database).parent).free < LEAST_FREE


def write_something(engine: Engine, now: datetime) -> None:
    """Write and commit so much that a full disk refuses it; it goes with the next, or when counts are next written.

    :raise DatabaseError: it could not be written.
    """
    rows = [{"key": uuid.uuid4().hex, "many": 0, "ends_at": stamp(now + LASTS)} for _ in range(ROWS)]
    with writing(engine) as connection:
        connection.execute(delete(counts).where(counts.c.many == 0))
    with writing(engine) as connection:
        connection.execute(insert(counts), rows)
