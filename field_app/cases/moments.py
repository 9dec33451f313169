"""When an entry was made. Nothing else puts entries in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from .entries import Entry, Held


def made(one: Held[Any]) -> tuple[datetime, str]:
    """When an entry was made, by its device's clock put right as far as the device knew; the id settles ties."""
    return put_right(one.entry), one.entry.id


def put_right(entry: Entry[Any]) -> datetime:
    """When an entry was made, by its device's clock put right as far as the device knew (UTC)."""
    return entry.made_at.astimezone(UTC) + timedelta(seconds=entry.clock_offset_s or 0)
