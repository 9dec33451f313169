"""The control room: breaches that were reported and no unit is known to have met, the oldest first (P18)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from field_app.cases.breaches import reported_at, unit_of, versions, waiting
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.moments import put_right
from field_app.cases.rules import may_read
from field_app.store import access, jobs, log
from field_app.store import cases as lists
from field_app.store.database import reading, stamp, writing

from .installation import Installation
from .sealed import alarmed
from .telling import on_call


def control_room(installation: Installation, officer_id: str, now: datetime) -> dict[str, Any]:
    """Every breach reported in the last days that no unit has met: first those nobody has answered (docs/api.md).

    That it was read is on record before it is answered.
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        access.keep(connection, installation.keys, at=stamp(now), officer=officer_id, action="control room")
    force = installation.force
    since = now - timedelta(days=force.clocks.breach)
    with reading(installation.engine) as connection:
        heads = lists.breached_since(connection, stamp(since))
        cases = [installation.case(connection, head.case_id, head) for head in heads]
    officer = office.officers[officer_id]
    lines = [
        _line(case, report, now, timedelta(minutes=force.escalation.unit), readable=readable)
        for case, readable in ((one, may_read(officer, one, office)) for one in cases)
        if readable or not case.seals
        for report in waiting(case)
        if reported_at(case, report) >= since
    ]
    lines.sort(key=lambda one: (one["not_sent"] is not None, one["reported_at"], one["entry"]))
    return {"as_at": stamp(now), "minutes": force.escalation.unit, "breaches": lines}


def watch_unit(installation: Installation, connection: Connection, report: Held[Any], now: datetime) -> None:
    """Have a worker look whether a unit was sent to this breach, when the force's minutes for it have passed."""
    entry, force = report.entry, installation.force
    at = put_right(entry)
    if entry.replaces or now - at >= timedelta(days=force.clocks.breach):
        return
    due = max(now, at + timedelta(minutes=force.escalation.unit))
    jobs.enqueue(connection, "unit due", [{"case": entry.case, "report": entry.id}], due)


def unit_due(installation: Installation, connection: Connection, job: jobs.Job, now: datetime) -> None:
    """A breach no unit is known to have met in time: the duty inspectors are told, and where nobody has answered it
    the control room. Once: correcting the report asks nobody again. Finishes the job.
    """
    jobs.finish(connection, job, now)
    office, _ = installation.office(connection)
    case = installation.case(connection, job.payload["case"], log.head(connection, job.payload["case"]))
    first = job.payload["report"]
    reports = [one for one in waiting(case) if first in {it.entry.id for it in versions(case, one)}]
    if not reports:
        return
    told = on_call(office, now)
    if all(unit_of(case, one) is None for one in reports):
        told += [one.id for one in office.officers.values() if "control room" in one.postings]
    to = [{"officer": one, "about": first} for one in sorted({*alarmed(told, case, office)})]
    jobs.enqueue(connection, "tell officer", to, now)


def _line(case: Case, report: Held[Any], now: datetime, within: timedelta, *, readable: bool) -> dict[str, Any]:
    facts, unit = report.entry.facts, unit_of(case, report)
    at = reported_at(case, report)
    return {
        "case": case.id,
        "reference": case.reference,
        "respondent": _name(case, "respondent"),
        "protected_person": _name(case, "protected person"),
        "entry": report.entry.id,
        "sha256": report.sha256,
        "of": facts.of,
        "what": facts.what,
        "place": facts.place,
        "occurred_at": facts.occurred_at.isoformat() if facts.occurred_at else None,
        "reported_at": stamp(at),
        "reported_by": facts.reported_by,
        "readable": readable,
        "not_sent": {"why": unit.entry.facts.why_not, "at": stamp(put_right(unit.entry))} if unit else None,
        "alarms": _alarms(now - at, within, unit),
    }


def _name(case: Case, role: str) -> str | None:
    found = case.person(role)
    facts = found.entry.facts if found else None
    return " ".join(filter(None, (facts.given_names, facts.family_name))) if facts else None


def _alarms(waits: timedelta, within: timedelta, unit: Held[Any] | None) -> list[str]:
    if unit:
        return ["NO UNIT SENT. Send one, or tell the duty inspector."]
    if waits > within:
        return [f"NO UNIT RECORDED, {waits // timedelta(minutes=1)} minutes after it was reported."]
    return []
