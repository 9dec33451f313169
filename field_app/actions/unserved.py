"""What must not be forgotten before service: authorities nobody has served, hand-overs nobody has accepted (P15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.cases.moments import put_right
from field_app.cases.office import Office, Officer
from field_app.cases.rules import may_read
from field_app.store import access
from field_app.store import cases as lists
from field_app.store.database import stamp, writing

from .installation import Installation


@dataclass(frozen=True)
class Unserved:
    """What an officer is shown of both, the longest waiting first. `as_at` is UTC."""

    authorities: list[dict[str, Any]]
    hand_overs: list[dict[str, Any]]
    as_at: str


def list_unserved(installation: Installation, officer_id: str, now: datetime) -> Unserved:
    """Every authority not served and hand-over not accepted that this officer answers for; the looking is on record.

    Those on a case and whom it was handed to see theirs from the start. Sergeants and above see every authority, and
    every hand-over that was not accepted within the force's minutes. Names of people stand only where the officer may
    read the case.
    """
    clocks = installation.force.clocks
    found = Unserved([], [], stamp(now))
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        officer = office.officers[officer_id]
        access.keep(connection, installation.keys, at=stamp(now), officer=officer_id, action="unserved")
        cases = [installation.case(connection, head.case_id, head) for head in lists.unserved(connection)]
    for case in cases:
        theirs = may_read(officer, case, office)
        if case.seals and not theirs:
            continue
        if case.stage == "authorised" and case.decision and (theirs or officer.holds("sergeant")):
            since = put_right(case.decision.entry)
            found.authorities.append(
                {
                    **_line(case, office, officer, since, timedelta(hours=clocks.unserved), now),
                    "authorised_by": _name(office, case.decision),
                    "held_by": _name(office, _has_it(case)),
                    "attempts": _attempts(case),
                    "decision": {"id": case.decision.entry.id, "sha256": case.decision.sha256},
                    "may_withdraw": officer.holds(case.regime.issuing_rank),
                }
            )
        if case.hand_over:
            since = put_right(case.hand_over.entry)
            line = _line(case, office, officer, since, timedelta(minutes=clocks.hand_over), now)
            if theirs or (line["late"] and officer.holds("sergeant")):
                to = office.by_collar_number(case.hand_over.entry.facts.to)
                named = f"{to.name}, {to.collar_number}" if to else case.hand_over.entry.facts.to
                found.hand_overs.append({**line, "handed_by": _name(office, case.hand_over), "to": named})
    for one in (found.authorities, found.hand_overs):
        one.sort(key=lambda line: (line["since"], line["case"]))
    return found


def _attempts(case: Case) -> dict[str, Any]:
    """How often it was tried to serve the notice, and when last."""
    tried = [one.entry.facts.attempted_at for one in case.current.get("service attempted", ())]
    return {"count": len(tried), "last_at": stamp(max(tried)) if tried else None}


def _has_it(case: Case) -> Held[Any] | None:
    """By whom the case is held to be served: whoever took it over last, else whoever asked."""
    taken = case.latest("hand-over accepted")
    return taken or case.request


def _line(
    case: Case, office: Office, officer: Officer, since: datetime, within: timedelta, now: datetime
) -> dict[str, Any]:
    readable = may_read(officer, case, office)
    respondent = case.person("respondent") if readable else None
    facts = respondent.entry.facts if respondent else None
    return {
        "case": case.id,
        "reference": case.reference,
        "respondent": " ".join(filter(None, (facts.given_names, facts.family_name))) if facts else None,
        "since": stamp(since),
        "late": now - since >= within,
        "readable": readable,
    }


def _name(office: Office, one: Held[Any] | None) -> str | None:
    """Who wrote an entry, as they are rung."""
    officer = office.officers.get(one.entry.officer) if one else None
    return f"{officer.name}, {officer.collar_number}" if officer else None
