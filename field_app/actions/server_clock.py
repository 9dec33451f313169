"""Watching the server's own clock: what doubts it, put on record once, told to those who can have it put right."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from field_app.cases import server_clock
from field_app.cases.office import Office
from field_app.cases.server_clock import Doubt
from field_app.store import checkpoints, devices, jobs
from field_app.store.database import reading, stamp, writing

from . import telling
from .installation import Installation, NotSetUp
from .officers import record_in_office

EVERY = timedelta(minutes=1)

HEARD_WITHIN = timedelta(minutes=15)
"""Phones that were heard so lately say what the server's clock is like now."""


class ServerClock:
    """Looks, a minute after it last did, at what can be compared; at once where the clock was set: nothing is done by
    one that jumped before its doubt is on record. In a worker, of which there may be any number.

    What it remembers is this process's own: when it last looked, by both clocks, and the jump it saw then.
    """

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._last: tuple[datetime, float] | None = None
        self._looked_s: float | None = None
        self._jump: Doubt | None = None

    def look(self, now: datetime, steady_s: float, push_offset_s: float | None = None) -> None:
        """Compare. `steady_s`: a clock that nobody can set; `push_offset_s`: server minus the push service's."""
        if self._last:
            wall_s = (now - self._last[0]).total_seconds()
            self._jump = server_clock.by_jump(wall_s, steady_s - self._last[1]) or self._jump
        self._last = now, steady_s
        if self._jump is None and self._looked_s is not None and steady_s - self._looked_s < EVERY.total_seconds():
            return
        self._looked_s = steady_s
        try:
            self._compare(now, push_offset_s)
        except NotSetUp:
            return
        self._jump = None

    def _compare(self, now: datetime, push_offset_s: float | None) -> None:
        engine = self._installation.engine
        with reading(engine) as connection:
            office, _ = self._installation.office(connection)
            found = [*_doubts(connection, now), server_clock.by_push_service(push_offset_s), self._jump]
        doubts = [one for one in found if one]
        standing = office.clock_doubted
        if server_clock.to_record(doubts, standing, office.clock_since, now) is None:
            return
        with writing(engine) as connection:
            office, _ = self._installation.office(connection)  # another worker may have been before us
            in_doubt = server_clock.to_record(doubts, office.clock_doubted, office.clock_since, now)
            if in_doubt is None:
                return
            facts = {"doubted": in_doubt, "by": [one.by for one in doubts], "off_by_s": _most(doubts)}
            entry = record_in_office(self._installation, connection, "server clock compared", facts, now)
            if in_doubt:
                told = [{"officer": one, "about": entry} for one in _told(office, now)]
                jobs.enqueue(connection, "tell officer", told, now)


def _doubts(connection: Connection, now: datetime) -> list[Doubt | None]:
    heard = devices.offsets_since(connection, stamp(now - HEARD_WITHIN))
    at = [one for one in (checkpoints.last_at(connection), devices.heard_after(connection, now, HEARD_WITHIN)) if one]
    latest = datetime.fromisoformat(max(at)) if at else None
    return [server_clock.by_phones(heard), server_clock.by_record(latest, now)]


def _most(doubts: list[Doubt]) -> int | None:
    return max((one.off_by_s for one in doubts), key=abs, default=None)


def _told(office: Office, now: datetime) -> list[str]:
    """Administrators, who can have it put right; legal services and inspectors on call, who go by its deadlines."""
    administrators = [one.id for one in office.officers.values() if one.is_administrator]
    return sorted({*administrators, *telling.alarmed(office, now)})
