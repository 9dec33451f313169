"""Who is told what by when: the list safeguarding works from, and what is overdue going on to somebody else.

What is open is computed from the record (`cases.safeguarding`). A job looks when something falls due, and again when
the force's further minutes have passed: what is still open then is put to somebody, with an entry that says to whom.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from field_app.cases import rota
from field_app.cases.case import Case
from field_app.cases.office import Office
from field_app.cases.safeguarding.listed import Open, contact_officer, not_put, still_open
from field_app.store import access, jobs
from field_app.store import cases as lists
from field_app.store.database import reading, stamp, writing

from .changes import readable
from .installation import Installation
from .officers import NotAllowed, system_entry
from .record import Batch, as_sent
from .sealed import alarmed, closed_to, entitled
from .telling import on_call, queue_pushes

PAGE = 50
"""Cases on one page."""

SAFEGUARDING, INSPECTING = 1, 2
"""The steps by which something overdue goes on."""


def list_to_tell(installation: Installation, officer: str, page: int, now: datetime) -> dict[str, Any]:
    """One page of the cases with something to tell or to do, from 1, what is due first before the rest (docs/api.md).

    That it was read is on record before it is answered.
    """
    with writing(installation.engine) as connection:
        access.keep(
            connection, installation.keys, at=stamp(now), officer=officer, action="safeguarding", detail=str(page)
        )
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
        closed = closed_to(installation, connection, office, office.officers[officer])
        total = lists.count_to_tell(connection, closed)
        heads = lists.by_telling(connection, PAGE, (page - 1) * PAGE, closed)
        cases = [installation.case(connection, head.case_id, head) for head in heads]
    return {
        "as_at": stamp(now),
        "total": total,
        "page": page,
        "pages": max(1, -(-total // PAGE)),
        "cases": [_line(case, office, now) for case in cases],
    }


def case_to_tell(installation: Installation, officer: str, case_id: str, now: datetime) -> dict[str, Any] | None:
    """What is to be told and done in one case; None where there is none that this officer may read."""
    case = readable(installation, officer, case_id, "safeguarding case", now)
    if case is None:
        return None
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    return {"as_at": stamp(now), **_line(case, office, now)}


def put_overdue(installation: Installation, connection: Connection, job: jobs.Job, now: datetime) -> None:
    """Put what is overdue to safeguarding, and to the duty inspectors what still is later. Finishes the job."""
    case_id = job.payload["case"]
    jobs.finish(connection, job, now)
    batch = Batch(installation, connection, "system", now)
    batch.begin((), {case_id})
    further = timedelta(minutes=installation.force.telling.further)
    overdue = [one for one in still_open(batch.cases[case_id]) if one.due <= now]
    late = [one for one in overdue if one.alarm or one.due + further <= now]
    _put(installation, batch, case_id, SAFEGUARDING, overdue)
    _put(installation, batch, case_id, INSPECTING, late)
    batch.finish()


def _put(installation: Installation, batch: Batch, case_id: str, step: int, overdue: Collection[Open]) -> None:
    """Tell whoever this step is for, once for each thing, with one entry and one alert for all of them.

    Of a sealed case nobody to whom it is closed; professional standards in the duty inspectors' place.
    """
    case, now = batch.cases[case_id], batch.now
    fresh = not_put(case, overdue, step)
    if not fresh:
        return
    office = batch.office
    if step == INSPECTING:
        to = sorted({*alarmed(on_call(office, now), case, office)})
    else:
        doing = [known.id for one in fresh if (known := office.by_collar_number(one.to or ""))]
        to = sorted({*entitled([*safeguarding(office, case), *doing], case, office)})
    facts = {
        "step": step,
        "role": "duty inspector" if step == INSPECTING else "safeguarding",
        "officers": to,
        "overdue": [
            {"what": one.id, "entry": one.entry, "due_at": one.due.replace(microsecond=0).isoformat()} for one in fresh
        ],
    }
    entry = {**system_entry(batch.office.id, "overdue escalated", facts, now), "case": case_id}
    outcome = batch.take_sent(as_sent(entry))
    if outcome.outcome != "accepted":
        raise NotAllowed("; ".join(why.message for why in outcome.reasons))
    about = str(entry["id"])
    for officer in to:
        told = queue_pushes(batch.connection, officer, about, now, case_id=case_id, entry=about)
        number = batch.office.officers[officer].telephone
        if number and installation.texts:
            reference = str(uuid.uuid5(uuid.UUID(about), officer))
            text = {"officer": officer, "telephone": number, "case": case_id, "entry": about, "reference": reference}
            due = now + (rota.TEXT_AFTER if told else timedelta(0))
            jobs.enqueue_once(batch.connection, f"text {reference}", "text", text, due)


def safeguarding(office: Office, case: Case) -> list[str]:
    """Whom something overdue goes to first: the person responsible, else everybody posted to safeguarding."""
    named = office.by_collar_number(contact_officer(case) or "")
    if named:
        return [named.id]
    return [one.id for one in office.officers.values() if "safeguarding" in one.postings]


def _line(case: Case, office: Office, now: datetime) -> dict[str, Any]:
    named = contact_officer(case)
    return {
        "case": case.id,
        "reference": case.reference,
        "stage": case.stage,
        "respondent": _name(case, "respondent"),
        "protected_person": _name(case, "protected person"),
        "contact_officer": _officer(office, named),
        "open": [_item(case, office, one, now) for one in still_open(case)],
    }


def _officer(office: Office, number: str | None) -> str | None:
    """Name and collar number of an officer, or the number alone where nobody has it."""
    officer = office.by_collar_number(number) if number else None
    return f"{officer.name}, {officer.collar_number}" if officer else number


def _item(case: Case, office: Office, one: Open, now: datetime) -> dict[str, Any]:
    state: Literal["overdue", "due", "ahead"]
    state = "overdue" if one.due <= now else "due" if one.since <= now else "ahead"
    return {
        "what": one.what,
        "id": one.id,
        "entry": one.entry,
        "words": one.words,
        "basis": one.basis,
        "since": stamp(one.since),
        "due": stamp(one.due),
        "state": state,
        "alarm": one.alarm,
        "for_whom": one.for_whom,
        "to": _officer(office, one.to),
        "why": one.why,
        "put_on": not not_put(case, (one,), INSPECTING),
    }


def _name(case: Case, role: str) -> str | None:
    person = case.person(role)
    facts = person.entry.facts if person else None
    return " ".join(filter(None, (facts.given_names, facts.family_name))) if facts else None
