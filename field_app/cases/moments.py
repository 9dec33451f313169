"""When an entry was made. Nothing else puts entries in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from .entries import Entry, Held


def made(one: Held[Any]) -> tuple[datetime, str, int, str]:
    """When an entry was made, by its device's clock put right as far as the device knew.

    Of one moment a device's own stand as it counted them; the system's, which counts none, by their ids.
    """
    entry = one.entry
    return put_right(entry), entry.device, entry.number or 0, entry.id


def put_right(entry: Entry[Any]) -> datetime:
    """When an entry was made, by its device's clock put right as far as the device knew (UTC)."""
    return entry.made_at.astimezone(UTC) + timedelta(seconds=entry.clock_offset_s or 0)
