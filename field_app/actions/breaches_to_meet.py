"""The control room: breaches that were reported and no unit is known to have met, the oldest first (P18)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from field_app.cases.breaches import UNIT_WITHIN, unit_of, waiting
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.moments import put_right
from field_app.cases.rules import may_read
from field_app.store import access
from field_app.store import cases as lists
from field_app.store.database import reading, stamp, writing

from .installation import Installation

SHOWN_FOR = timedelta(days=7)
"""A report leaves the control room's screen after this, met or not; it stays in its case."""


def control_room(installation: Installation, officer_id: str, now: datetime) -> dict[str, Any]:
    """Every breach reported in the last days that no unit has met: first those nobody has answered (docs/api.md).

    That it was read is on record before it is answered.
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        access.keep(connection, installation.keys, at=stamp(now), officer=officer_id, action="control room")
    since = now - SHOWN_FOR
    with reading(installation.engine) as connection:
        heads = lists.breached_since(connection, stamp(since))
        cases = [installation.case(connection, head.case_id, head) for head in heads]
    officer = office.officers[officer_id]
    lines = [
        _line(case, report, now, readable=readable)
        for case, readable in ((one, may_read(officer, one, office)) for one in cases)
        if readable or not case.seals
        for report in waiting(case.current)
        if put_right(report.entry) >= since
    ]
    lines.sort(key=lambda one: (one["not_sent"] is not None, one["reported_at"], one["entry"]))
    return {"as_at": stamp(now), "minutes": UNIT_WITHIN // timedelta(minutes=1), "breaches": lines}


def _line(case: Case, report: Held[Any], now: datetime, *, readable: bool) -> dict[str, Any]:
    facts, unit = report.entry.facts, unit_of(case.current, report)
    reported_at = put_right(report.entry)
    waits = now - reported_at
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
        "reported_at": stamp(reported_at),
        "reported_by": facts.reported_by,
        "readable": readable,
        "not_sent": {"why": unit.entry.facts.why_not, "at": stamp(put_right(unit.entry))} if unit else None,
        "alarms": _alarms(waits, unit),
    }


def _name(case: Case, role: str) -> str | None:
    found = case.person(role)
    facts = found.entry.facts if found else None
    return " ".join(filter(None, (facts.given_names, facts.family_name))) if facts else None


def _alarms(waits: timedelta, unit: Held[Any] | None) -> list[str]:
    if unit:
        return ["NO UNIT SENT. Send one, or tell the duty inspector."]
    if waits > UNIT_WITHIN:
        return [f"NO UNIT RECORDED, {waits // timedelta(minutes=1)} minutes after it was reported."]
    return []
