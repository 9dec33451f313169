"""What phones are told of a case, kept in memory until it is another: every phone that holds what is in force is told
the same."""

from __future__ import annotations

import json
import threading
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from field_app.cases.case import Case

MOST_KEPT = 60_000
"""Of so many cases, some 700 bytes each."""


@dataclass(frozen=True)
class _Kept:
    """What was told, of which log's head, under which settings, and until when nothing of it changes by itself."""

    head: str
    settings: tuple[Any, Any]
    until: datetime | None
    packed: bytes


class Told:
    """By case. What a case is read with (its holidays, the force's clocks) is compared by identity: another set of
    them makes it anew."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def of(self, case_id: str, head: str, settings: tuple[Any, Any], now: datetime) -> list[dict[str, Any]] | None:
        """What phones are told of a case whose log's head is this; None where it has to be made."""
        kept = self._kept.get(case_id)
        if kept is None or kept.head != head or (kept.until is not None and kept.until <= now):
            return None
        if any(one is not other for one, other in zip(kept.settings, settings, strict=True)):
            return None
        people: list[dict[str, Any]] = json.loads(zlib.decompress(kept.packed))
        return people

    def keep(
        self, case: Case, head: str, settings: tuple[Any, Any], until: datetime | None, people: list[dict[str, Any]]
    ) -> None:
        """Keep it; of too many cases, the one kept longest goes."""
        packed = zlib.compress(json.dumps(people, ensure_ascii=False).encode(), 1)
        with self._lock:
            self._kept.pop(case.id, None)
            if len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[case.id] = _Kept(head, settings, until, packed)

    def forget(self, case_id: str) -> None:
        """Keep nothing of a case that was disposed of."""
        with self._lock:
            self._kept.pop(case_id, None)
