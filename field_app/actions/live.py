"""The live view: what is about to go wrong in the whole force, renewed without anybody's touching the screen.

It is drawn up once a second at most in each process, however many watch, and once for all to whom the same cases are
open. What is known of a case is kept until its log goes on. Nobody is named but officers: it may hang on a wall.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from field_app.cases.case import Case
from field_app.cases.force import Force
from field_app.cases.live import Watched, watched
from field_app.cases.office import Office, Officer
from field_app.cases.rules import may_read
from field_app.law.clocks import LONDON
from field_app.store import access, devices
from field_app.store import watched as store
from field_app.store.database import reading, stamp, writing
from field_app.store.log import Head

from .desk import LIVE
from .installation import Installation
from .metrics import DARK, FORGETS

LISTS = ("requests", "unserved", "deadlines", "ending", "untold", "breaches", "phones")

MOST = 50
"""Lines of one list; how many there are is told besides."""

AHEAD = timedelta(hours=24)
"""Deadlines so near are shown, and all that were missed."""

ENDING = timedelta(days=7)
"""Orders that end so soon are shown."""

LOOKED = timedelta(seconds=1)
"""So long what was drawn up is told without looking whether a log went on."""

DRAWN_UP = timedelta(seconds=5)
"""So long it is told where none did: what time alone changes (something is late, or within a day) is told by then."""

ON_RECORD_EVERY = timedelta(minutes=5)
"""A screen that renews itself is on record as read again no more often than this; opening it always is."""


@dataclass(frozen=True)
class Told:
    """An answer to `GET /api/live`; `body` is its JSON, None where nothing changed since the ETag."""

    etag: str
    body: bytes | None


@dataclass(frozen=True)
class Drawn:
    """All there was to see at one moment: each line with its case (None: it is of no case), the sealed cases, and how
    far the logs reached."""

    at: datetime
    office: Office
    lines: dict[str, list[tuple[str | None, dict[str, Any]]]]
    sealed: tuple[Case, ...]
    heads: dict[str, Head]
    told: dict[frozenset[str], tuple[str, bytes]] = field(default_factory=dict)

    def without(self, closed: frozenset[str]) -> tuple[str, bytes]:
        """The ETag, and the JSON, as they are for whoever these sealed cases are closed to."""
        if closed not in self.told:
            seen = {name: [line for case, line in lines if case not in closed] for name, lines in self.lines.items()}
            totals = {name: len(lines) for name, lines in seen.items()}
            first = {name: lines[:MOST] for name, lines in seen.items()}
            text = json.dumps({"totals": totals, **first}, separators=(",", ":"))
            etag = sha256(text.encode()).hexdigest()[:32]
            self.told[closed] = etag, f'{{"as_at":{json.dumps(stamp(self.at))},{text[1:]}'.encode()
        return self.told[closed]


@dataclass
class LiveView:
    """What one process keeps of it."""

    installation: Installation
    _drawn: Drawn | None = None
    _looked: datetime | None = None
    _known: dict[str, tuple[str, object, Watched, bool]] = field(default_factory=dict)
    _on_record: dict[str, datetime] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, officer: Officer, etags: Collection[str], now: datetime) -> Told:
        """What is to be seen now; that it was read is on record before it is told. `etags`: what the asker has."""
        drawn = self._now(now)
        closed = frozenset(one.id for one in drawn.sealed if not may_read(officer, one, drawn.office))
        etag, body = drawn.without(closed)
        if etag in etags:
            return Told(etag, None)
        last = self._on_record.get(officer.id)
        if not etags or last is None or now - last >= ON_RECORD_EVERY:
            keys = self.installation.keys
            with writing(self.installation.engine) as connection:
                access.keep(connection, keys, at=stamp(now), officer=officer.id, action="live view")
            self._on_record[officer.id] = now
        return Told(etag, body)

    def _now(self, now: datetime) -> Drawn:
        with self._lock:
            drawn, looked = self._drawn, self._looked
            if drawn is None or looked is None or not timedelta(0) <= now - looked < LOOKED:
                heads = self._heads(now)
                if drawn is None or heads != drawn.heads or not timedelta(0) <= now - drawn.at < DRAWN_UP:
                    with reading(self.installation.engine) as connection:
                        drawn = self._drawn = self._draw(connection, heads, now)
                self._looked = now
            return drawn

    def _heads(self, now: datetime) -> dict[str, Head]:
        today = now.astimezone(LONDON).date()
        return store.watched(
            self.installation.engine,
            self.installation.office_id(),
            ("requested", "authorised", *LIVE),
            told_by=now + AHEAD,
            breach_since=now - timedelta(days=self.installation.force.clocks.breach),
            ends=(today, today + ENDING),
        )

    def _draw(self, connection: Connection, heads: dict[str, Head], now: datetime) -> Drawn:
        office, _ = self.installation.office(connection)
        sealed = []
        lines: dict[str, list[tuple[str | None, dict[str, Any]]]] = {name: [] for name in LISTS}
        known, self._known = self._known, {}
        for head in heads.values():
            if head.case_id == office.id:
                continue
            one = known.get(head.case_id)
            if one is None or one[0] != head.hash or one[1] is not office.holidays:
                case = self.installation.case(connection, head.case_id, head)
                one = (head.hash, office.holidays, watched(case), bool(case.seals))
            self._known[head.case_id] = one
            if one[3]:
                sealed.append(self.installation.case(connection, head.case_id, head))
            for name, line in _lines(one[2], office, self.installation.force, now):
                lines[name].append((head.case_id, line))
        lines["phones"] = [(None, line) for line in _phones(connection, office, now)]
        for found in lines.values():
            found.sort(key=lambda line: (line[1]["at"], line[0] or ""))
        return Drawn(now, office, lines, tuple(sealed), heads)


def _lines(one: Watched, office: Office, force: Force, now: datetime) -> list[tuple[str, dict[str, Any]]]:
    """What of a case is to be seen now, each with the list it is in. `at`: what the list goes by, the first first."""
    found: list[tuple[str, dict[str, Any]]] = []

    def add(name: str, at: datetime, *, late: bool, what: str = one.notice, **more: Any) -> None:
        line = {"case": one.case, "reference": one.reference, "district": one.district, "what": what}
        found.append((name, {**line, "at": at.isoformat(), "late": late, **more}))

    if asked := one.request:
        claim = asked.claim if asked.claim and now < asked.claim.until else None
        within = timedelta(minutes=max(force.escalation.authority, default=0))
        add(
            "requests",
            asked.since,
            late=claim is None and now - asked.since >= within,
            claimed_by=_name(office, claim.officer) if claim else None,
            steps=asked.steps,
            put_to=_name(office, asked.put_to),
        )
    if waits := one.authority:
        to = office.by_collar_number(waits.handed_to) if waits.handed_to else None
        add(
            "unserved",
            waits.since,
            late=now - waits.since >= timedelta(hours=force.clocks.unserved),
            held_by=_name(office, waits.held_by),
            handed_to=_name(office, to.id) if to else waits.handed_to,
            attempts=waits.attempts,
            tried_at=waits.tried_at.isoformat() if waits.tried_at else None,
        )
    for due in one.due:
        if due.at <= now + AHEAD:
            add("deadlines", due.at, late=due.at < now, what=due.what, where=due.where)
    today = now.astimezone(LONDON).date()
    if (ends := one.ending) and today <= ends.last_day <= today + ENDING:
        found.append(
            (
                "ending",
                {
                    "case": one.case,
                    "reference": one.reference,
                    "district": one.district,
                    "what": one.order,
                    "at": ends.last_day.isoformat(),
                    "late": not ends.told,
                    "now": ends.now,
                },
            )
        )
    contact = office.by_collar_number(one.contact_officer) if one.contact_officer else None
    for untold in one.untold:
        if untold.since <= now:
            by = _name(office, contact.id) if contact else one.contact_officer
            add("untold", untold.due, late=untold.due <= now, what=untold.words, contact_officer=by)
    for breach in one.breaches:
        if now - breach.at < timedelta(days=force.clocks.breach):
            late = breach.not_sent or now - breach.at >= timedelta(minutes=force.escalation.unit)
            add("breaches", breach.at, late=late, what=breach.of, not_sent=breach.not_sent)
    return found


def _phones(connection: Connection, office: Office, now: datetime) -> list[dict[str, Any]]:
    """The phones that may hold what nobody else has: silent for twelve hours, heard from within their three days."""
    heard = devices.heard(connection)
    found = []
    for device in office.devices.values():
        at = heard[device.id].at if device.id in heard else None
        if device.revoked_at or at is None or not stamp(now - FORGETS) <= at < stamp(now - DARK):
            continue
        officer = office.officers[device.officer]
        found.append(
            {
                "device": device.prefix,
                "at": at,
                "officer": _name(office, officer.id),
                "telephone": officer.telephone,
                "forgets_at": (datetime.fromisoformat(at) + FORGETS).isoformat(),
            }
        )
    return found


def _name(office: Office, officer_id: str | None) -> str | None:
    """An officer as they are rung."""
    officer = office.officers.get(officer_id) if officer_id else None
    return f"{officer.name}, {officer.collar_number}" if officer else None
