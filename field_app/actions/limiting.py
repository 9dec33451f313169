"""How often a door may be asked through, counted by all servers of an installation together."""

from __future__ import annotations

import hmac
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil

from sqlalchemy import Engine

from field_app.store import limits
from field_app.store.database import AWAY, writing

PARTS = 20
"""A process writes down what it counted whenever that is one part in so many of a limit: an idle phone's few requests
cost no write at all, and with as many processes no more than twice the limit passes."""

MOST_KEPT = 20_000


@dataclass(frozen=True)
class Limit:
    """So many within so many seconds; `what` it is, in the plural."""

    name: str
    most: int
    within_s: int
    what: str


class TooMany(Exception):
    """The limit is reached; `wait_s` seconds from now it begins anew."""

    def __init__(self, limit: Limit, wait_s: int) -> None:
        seconds = "1 second" if wait_s == 1 else f"{wait_s} seconds"
        super().__init__(f"Too many {limit.what} just now. Nothing you recorded is lost; try again in {seconds}.")
        self.wait_s = wait_s


@dataclass
class _Window:
    """What is known of one window: how many all had counted when this process last wrote, and its own since."""

    number: int
    all: int = 0
    own: int = 0


@dataclass
class Limits:
    """What this process has counted, and not written down yet. `times`: every limit is so many times as wide."""

    engine: Engine
    secret: bytes
    times: int = 1
    _windows: dict[tuple[str, str], _Window] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, limit: Limit, who: str, now: datetime) -> None:
        """Count one more of `who`.

        Where the database does not answer, this process goes on with what it knows: a limit refuses nobody for that.

        :raise TooMany: it is more than the limit.
        """
        most, number = limit.most * self.times, int(now.timestamp()) // limit.within_s
        ends_at = datetime.fromtimestamp((number + 1) * limit.within_s, UTC)
        too_many = TooMany(limit, max(1, ceil((ends_at - now).total_seconds())))
        with self._lock:
            window = self._windows.get((limit.name, who))
            if window is None or window.number != number:
                window = self._begin(limit, who, number)
            if window.all + window.own >= most:
                raise too_many
            window.own += 1
            if window.own * PARTS < most:
                return
            many, window.own = window.own, 0
            window.all += many
        key = hmac.digest(self.secret, f"{limit.name} {number} {who}".encode(), "sha256").hex()
        try:
            with writing(self.engine) as connection:
                known = limits.add(connection, key, many, ends_at, now)
        except AWAY:
            return
        with self._lock:
            window.all = max(window.all, known)
        if known > most:
            raise too_many

    def _begin(self, limit: Limit, who: str, number: int) -> _Window:
        if len(self._windows) >= MOST_KEPT:
            self._windows.clear()
        window = self._windows[limit.name, who] = _Window(number)
        return window
