"""Telling officers to open the app: the jobs that do it, queued in the transaction that gives cause to."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from field_app.cases import rota
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.office import Office, Shift
from field_app.cases.reaching import reached
from field_app.cases.safeguarding.listed import still_open
from field_app.store import jobs, pushes
from field_app.store.database import stamp

from .installation import Installation

RELEASED_BY = frozenset({"authority requested", "claim released"})
"""The kinds after which somebody is asked at once."""


TESTED_BEFORE = timedelta(hours=1)
"""So long before a shift its officer's phones are tried, while there is time to mend them."""


def alarmed(office: Office, now: datetime) -> list[str]:
    """Who is told of an authority in doubt or a hearing that is near: inspectors on call and above, legal services."""
    legal = [one.id for one in office.officers.values() if "legal services" in one.postings]
    return [*legal, *on_call(office, now)]


def on_call(office: Office, now: datetime) -> list[str]:
    """Everyone on call from inspector upwards."""
    roles = (rota.AUTHORISING, rota.INSPECTING)
    return [one.officer.id for role in roles for one in rota.on_call(office, role, now, "inspector")]


def topic(entry_id: str) -> str:
    """A push topic (RFC 8030 section 5.4) that names the entry to nobody."""
    return sha256(entry_id.encode()).hexdigest()[:32]


def token_of(installation: Installation, push: str) -> str:
    """What a push carries so that the phone can say it came: the push's own random id, and proof that we sent it.

    Nothing of it is kept, so whoever reads the database can say nothing in a phone's place.
    """
    proof = hmac.new(installation.secrets.session, f"field push 1\n{push}".encode(), "sha256").hexdigest()[:32]
    return f"{push}.{proof}"


def ask_next(connection: Connection, case: Case, now: datetime) -> None:
    """Have a worker put the request that stands to whoever is next."""
    if case.request:
        step = len(reached(case).steps) + 1
        asked = {"case": case.id, "request": case.request.entry.id, "step": step}
        jobs.enqueue(connection, "ask next", [asked], now)


def find_reader(connection: Connection, opening: Held, now: datetime) -> None:
    """Have a worker find whom a case was opened to early."""
    entry = opening.entry
    jobs.enqueue(connection, "find early reader", [{"case": entry.case, "opening": entry.id}], now)


def queue_pushes(
    connection: Connection,
    officer: str,
    about: str,
    now: datetime,
    *,
    case_id: str | None = None,
    entry: str | None = None,
    test: bool = False,
    prepared: bool = False,
) -> int:
    """One push job for each browser of the officer's, so that one that fails is tried again alone; how many.

    `prepared`: it tells of what is only being prepared.
    """
    to = [
        {
            "push": pushes.make(connection, officer, one, now, case_id=case_id, entry=entry, test=test),
            "endpoint": one.endpoint,
            "p256dh": one.p256dh,
            "auth": one.auth,
            "topic": topic(about),
            **({"prepared": True} if prepared else {}),
        }
        for one in pushes.browsers(connection, officer)
    ]
    jobs.enqueue(connection, "push", to, now)
    return len(to)


def watch_overdue(installation: Installation, connection: Connection, before: Case, case: Case, now: datetime) -> None:
    """Have a worker look when what a case newly calls for falls due, and when it goes on to the duty inspectors."""
    known = {(one.key, one.due) for one in still_open(before)}
    further = timedelta(minutes=installation.force.telling.further)
    fresh = [one.due for one in still_open(case) if (one.key, one.due) not in known]
    for at in sorted({max(at, now) for due in fresh for at in (due, due + further)}):
        jobs.enqueue_once(connection, f"overdue {case.id} {stamp(at)}", "overdue", {"case": case.id}, at)


def test_shift(connection: Connection, shift: Shift, now: datetime) -> None:
    """Have the phones of a shift's officer tried before it begins; once for each time it may begin at."""
    key = f"test {shift.id} {shift.officer} {shift.starts_at.timestamp():.0f}"
    payload = {"shift": shift.id, "officer": shift.officer, "starts_at": shift.starts_at.isoformat()}
    jobs.enqueue_once(connection, key, "test push", payload, max(now, shift.starts_at - TESTED_BEFORE))
