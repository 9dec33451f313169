"""Whether a server can take in what is sent to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from field_app.store import room

from .installation import Installation

TRIED_EVERY = timedelta(seconds=10)
"""So often at the most this process writes only to know whether it can."""


def has_room(installation: Installation, now: datetime) -> bool:
    """Whether what is recorded would find room on the disk; found by writing, unless that was done just now.

    :raise DatabaseError: the database cannot write.
    """
    if room.is_disk_full(installation.engine):
        return False
    tried = installation.written_at
    if tried is None or not timedelta() <= now - tried < TRIED_EVERY:
        room.write_something(installation.engine, now)
        installation.written_at = now
    return True
