"""The screen Keeping: what is due for review, what holds a case, and disposing of it with another officer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from field_app.cases import keeping
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.entries.keeping import GROUPS
from field_app.cases.entries.people import BY_MISTAKE
from field_app.cases.moments import put_right
from field_app.cases.office import Office, Officer
from field_app.cases.rules import may_read, may_review
from field_app.law.clocks import LONDON
from field_app.store import access, disposal, log
from field_app.store import cases as lists
from field_app.store.database import stamp, writing
from field_app.store.log import Head

from .installation import Installation
from .sealed import closed_to

PAGE = 50
"""Cases on one page."""


def list_due(installation: Installation, officer_id: str, page: int, now: datetime) -> dict[str, Any]:
    """One page, from 1, of the cases whose review is due or which somebody proposes to dispose of, and that an officer
    may read. That they asked is on record."""
    retention = installation.force.retention
    years = {one: retention.years(one) for one in GROUPS}
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        officer = office.officers[officer_id]
        access.keep(connection, installation.keys, at=stamp(now), officer=officer_id, action="keeping")
        today = now.astimezone(LONDON).date()
        closed = closed_to(installation, connection, office, officer)
        due = disposal.due(connection, today, years, closed, PAGE, (page - 1) * PAGE)
        found = [(installation.case(connection, head.case_id, head), head) for head in due.page]
    return {
        "as_at": stamp(now),
        "total": due.total,
        "page": page,
        "pages": max(1, -(-due.total // PAGE)),
        "disposed": len(office.disposed),
        "cases": [_line(case, head, office, officer, now) for case, head in found if may_read(officer, case, office)],
    }


def read_keeping(installation: Installation, officer_id: str, name: str, now: datetime) -> dict[str, Any] | None:
    """How long the case of this reference or id is kept; None where there is none the officer may read.

    That they asked is on record, refused too.
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        officer = office.officers[officer_id]
        case_id = lists.named(connection, name.strip())
        head = log.head(connection, case_id) if case_id else None
        case = installation.case(connection, head.case_id, head) if head else None
        shown = case is not None and may_read(officer, case, office)
        access.keep(
            connection,
            installation.keys,
            at=stamp(now),
            officer=officer_id,
            action="keeping case" if shown else "keeping case refused",
            case_id=case.id if case else None,
        )
    if case is None or head is None or not shown:
        return None
    return {
        **_line(case, head, office, officer, now),
        "as_at": stamp(now),
        "people": [
            {"person": one.entry.facts.person, "name": _named(one), "role": one.entry.facts.role}
            for one in case.current.get("person described", [])
            if one.entry.facts.role != BY_MISTAKE
        ],
        "subject_access": [
            {**_by(one, office), "person": one.entry.facts.person, "request": one.entry.facts.request}
            for one in case.current.get(keeping.SUBJECT_ACCESS, [])
        ],
    }


def _line(case: Case, head: Head, office: Office, officer: Officer, now: datetime) -> dict[str, Any]:
    due, quiet, proposed = keeping.review_due(case), keeping.quiet_since(case), keeping.proposal(case)
    earliest = {one: keeping.earliest_review(case, one) for one in GROUPS}
    against = [one.message for one in keeping.against(case, now)]
    theirs = proposed is not None and proposed.entry.officer == officer.id
    return {
        "case": case.id,
        "reference": case.reference,
        "stage": case.stage,
        "respondent": _name(case),
        "group": keeping.group(case),
        "reviewed": keeping.reviewed(case) is not None,
        "quiet_since": quiet.isoformat() if quiet else None,
        "review_due": due.isoformat() if due else None,
        "earliest": {f"group_{one}": day.isoformat() if day else None for one, day in earliest.items()},
        "holds": [
            {**_by(one, office), "why": one.entry.facts.why, "account": one.entry.facts.account}
            for one in keeping.holds(case)
        ],
        "proposal": {
            **_by(proposed, office),
            "officer": proposed.entry.officer,
            "reason": proposed.entry.facts.reason,
            "yours": theirs,
        }
        if proposed
        else None,
        "against": against,
        "linked": len([one for one in case.current.get("cases linked", []) if one.entry.facts.why != "not linked"]),
        "entries": head.position,
        "head": head.hash,
        "may_review": may_review(officer),
        "may_confirm": proposed is not None and not theirs and not against,
    }


def _named(one: Held[Any]) -> str:
    return " ".join(filter(None, (one.entry.facts.given_names, one.entry.facts.family_name)))


def _name(case: Case) -> str | None:
    known = case.person("respondent")
    facts = known.entry.facts if known else case.elsewhere.entry.facts.respondent if case.elsewhere else None
    return " ".join(filter(None, (facts.given_names, facts.family_name))) if facts else None


def _by(one: Held[Any], office: Office) -> dict[str, Any]:
    officer = office.officers.get(one.entry.officer)
    return {
        "id": one.entry.id,
        "sha256": one.sha256,
        "at": stamp(put_right(one.entry)),
        "by": f"{officer.name}, {officer.collar_number}" if officer else None,
    }
