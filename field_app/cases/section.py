"""One entry as the case view shows it: its facts as they stood in its JSON; under `_` what is known of the entry."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from .entries import Held

SECTIONS = {
    "incident": "incident recorded",
    "relationship": "relationship recorded",
    "violence": "violence recorded",
    "necessity": "necessity recorded",
    "premises": "premises recorded",
    "orders": "other orders in force recorded",
    "conditions": "conditions proposed",
    "risk": "risk assessed",
    "children": "children's welfare recorded",
}
"""The sections of which a case has one each."""


def section(one: Held[Any] | None) -> dict[str, Any] | None:
    """The section of a case view that this entry is; None where there is none."""
    if one is None:
        return None
    entry = one.entry
    return {
        **as_json(entry.facts),
        "_": {
            "entry": entry.id,
            "sha256": one.sha256,
            "kind": entry.kind,
            "officer": entry.officer,
            "made_at": entry.made_at.isoformat(),
            "position": one.position,
            "received_at": one.received_at.isoformat(timespec="microseconds"),  # as stored, and as the phone has it
            "state": "held",
        },
    }


def as_json(value: Any) -> Any:
    """Facts as they stood in the entry's JSON."""
    if value is None or isinstance(value, str | int):  # most of them
        return value
    shape: Any = type(value)
    if (names := _names(shape)) is not None:
        return {name: as_json(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [as_json(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _names(shape: Any) -> tuple[str, ...] | None:
    """The fields of a part of an entry; None for what is no such part. Asked of every value of every section."""
    return tuple(one.name for one in fields(shape)) if is_dataclass(shape) else None
