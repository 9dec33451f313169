"""The one clock that all servers and workers of an installation go by: the database's (docs/decisions/0064)."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, String, cast, extract, func, select

from .database import DatabaseError, Question

ASKED_EVERY_S = 60.0
"""So often the database is asked what time it is; in between a clock goes on that nobody can set."""

AGAIN_AFTER_S = 5.0
"""Where it did not answer, or slowly."""

MOVED_S = 1.0
"""A machine's clock that moved so much against the one nobody can set was set, or the machine slept: ask at once."""

SLOW_S = 1.0
"""An answer that took longer says too little of when it was true."""


@dataclass(frozen=True)
class _Told:
    """What the database said, what this machine's two clocks then showed, and how long that is gone by."""

    at: datetime
    machine: datetime
    steady_s: float
    for_s: float


class Clock:
    """What time it is (UTC), for one process. `now` may be called from any thread, and costs no statement but once a
    minute.

    On SQLite the database is a file of this machine, and so this machine's clock is the one. On PostgreSQL two machines
    may differ; what they write, lease and find due must not, so each goes by what the database says. Where that does
    not answer, the last it said goes on.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._told: _Told | None = None
        self._asking = threading.Lock()

    def now(self) -> datetime:
        """The time by the database's clock."""
        machine = machine_clock()
        if self._engine.dialect.name == "sqlite":
            return machine
        steady_s = time.monotonic()
        if self._is_old(machine, steady_s) and self._asking.acquire(blocking=False):
            try:
                self._ask(machine, steady_s)
            finally:
                self._asking.release()
        return _on(self._told, time.monotonic()) if self._told else machine

    def machine_ahead_s(self) -> float:
        """Seconds this machine's own clock is ahead of the one everybody goes by."""
        return (machine_clock() - self.now()).total_seconds()

    def _is_old(self, machine: datetime, steady_s: float) -> bool:
        if self._told is None:
            return True
        went_on_s = steady_s - self._told.steady_s
        moved_s = (machine - self._told.machine).total_seconds() - went_on_s
        return went_on_s >= self._told.for_s or abs(moved_s) >= MOVED_S

    def _ask(self, machine: datetime, steady_s: float) -> None:
        try:
            [[said]] = _NOW.answer(self._engine, {})
        except DatabaseError:
            said = None
        took_s = time.monotonic() - steady_s
        if said is not None and (took_s < SLOW_S or self._told is None):
            at = datetime.fromtimestamp(float(said), UTC)
            half = timedelta(seconds=took_s / 2)
            self._told = _Told(at, machine + half, steady_s + took_s / 2, ASKED_EVERY_S)
        elif self._told:  # not by every request meanwhile
            self._told = _Told(_on(self._told, steady_s), machine, steady_s, AGAIN_AFTER_S)


def _on(told: _Told, steady_s: float) -> datetime:
    return told.at + timedelta(seconds=steady_s - told.steady_s)


def machine_clock() -> datetime:
    """What this machine's own clock shows (UTC)."""
    return datetime.now(UTC)


_NOW = Question(select(cast(extract("epoch", func.clock_timestamp()), String)))
