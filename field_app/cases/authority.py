"""What has become of an authority before service. `static/js/authority.js` does the same (tests/vectors/cases.json)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .entries import Held
from .moments import made

Current = Mapping[str, list[Held[Any]]]
"""For each kind, its entries that nothing replaced, oldest first."""


def withdrawal(current: Current, decision: Held[Any] | None) -> Held[Any] | None:
    """What takes this decision back before service; None where nothing does."""
    found = [
        one
        for one in current.get("authority withdrawn before service", ())
        if decision and decision.entry.id in one.entry.names()
    ]
    return found[-1] if found else None


def taken_over(current: Current) -> Held[Any] | None:
    """Who took the case over last."""
    return next(reversed(current.get("hand-over accepted", ())), None)


def hand_over(current: Current) -> Held[Any] | None:
    """The newest hand-over, as long as nobody has accepted it: the one it names, or another since."""
    handed = next(reversed(current.get("handed over", ())), None)
    if handed is None:
        return None
    accepted = current.get("hand-over accepted", ())
    taken = any(handed.entry.id in one.entry.names() or made(one) > made(handed) for one in accepted)
    return None if taken else handed
