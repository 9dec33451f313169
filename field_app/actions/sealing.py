"""The screen Sealing: what is sealed and why, who may read it, and what somebody may do about it (P30)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.moments import put_right
from field_app.cases.office import Office, Officer
from field_app.cases.rules import may_read, runs_the_service
from field_app.cases.rules.of_sealed import is_too_close, may_open, may_seal, open_to
from field_app.store import access, log
from field_app.store import cases as lists
from field_app.store.database import stamp, writing

from .installation import Installation
from .sealed import open_of

SEALS_IT = "seals it"
"""As what whoever may seal a case would go on reading it."""


def list_sealed(installation: Installation, officer_id: str, now: datetime) -> dict[str, Any]:
    """The sealed cases that are open to an officer, what was sealed last first; that they asked is on record."""
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        officer = office.officers[officer_id]
        access.keep(connection, installation.keys, at=stamp(now), officer=officer_id, action="sealed cases")
        found = open_of(installation, connection, office, officer, lists.sealed(connection))
        cases = [installation.case(connection, head.case_id, head) for _, head in found]
    lines = [_line(one, office, readable=True) for one in cases]
    return {"as_at": stamp(now), "cases": sorted(lines, key=lambda one: (one["seals"][-1]["at"], one["case"]))[::-1]}


def read_sealing(installation: Installation, officer_id: str, name: str, now: datetime) -> dict[str, Any] | None:
    """How the case of this reference or id is sealed, to whom it is open or would be, and what this officer may do.

    None where there is none that they may read or seal; a sealed case that is closed to them is none. People are named
    only to whoever may read the case. That somebody asked is on record, refused too.
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        officer = office.officers[officer_id]
        case_id = lists.named(connection, name.strip())
        case = installation.case(connection, case_id, log.head(connection, case_id)) if case_id else None
        readable = case is not None and may_read(officer, case, office)
        seals = case is not None and not case.seals and not runs_the_service(officer) and may_seal(officer, case)
        shown = readable or seals
        access.keep(
            connection,
            installation.keys,
            at=stamp(now),
            officer=officer_id,
            action="sealing" if shown else "sealing refused",
            case_id=case.id if case else None,
        )
    if case is None or not shown:
        return None
    return {
        **_line(case, office, readable=readable),
        "as_at": stamp(now),
        "open_to": _open_to(officer, case, office),
        "may_seal": not case.seals and may_seal(officer, case),
        "may_open": bool(case.seals) and may_open(officer, case),
        "may_unseal": bool(case.seals) and officer.is_professional_standards,
    }


def _open_to(officer: Officer, case: Case, office: Office) -> list[dict[str, str]]:
    """To whom the case is open while it is sealed, or would be, by name; to whoever seals it too."""
    found: list[tuple[Officer, str]] = [*open_to(case, office)]
    sealing = not case.seals and may_seal(officer, case)
    if sealing and officer not in [one for one, _ in found] and not is_too_close(officer, case, office):
        found.append((officer, SEALS_IT))
    named = [{"name": one.name, "collar_number": one.collar_number, "as_what": why} for one, why in found]
    return sorted(named, key=lambda one: (one["name"], one["collar_number"]))


def _line(case: Case, office: Office, *, readable: bool) -> dict[str, Any]:
    respondent = case.person("respondent") if readable else None
    facts = respondent.entry.facts if respondent else None
    return {
        "case": case.id,
        "reference": case.reference,
        "stage": case.stage,
        "respondent": " ".join(filter(None, (facts.given_names, facts.family_name))) if facts else None,
        "readable": readable,
        "seals": [_seal(one, office) for one in case.seals],
    }


def _seal(one: Held[Any], office: Office) -> dict[str, Any]:
    """What seals a case, as an entry that takes it off names it."""
    officer, facts = office.officers.get(one.entry.officer), one.entry.facts
    return {
        "id": one.entry.id,
        "sha256": one.sha256,
        "at": stamp(put_right(one.entry)),
        "by": f"{officer.name}, {officer.collar_number}" if officer else None,
        "whose": getattr(facts, "whose", None),
        "reason": getattr(facts, "reason", None),
    }
