"""The custody desk: who is held that a request, a notice or a breach concerns; what is to be done before release."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from field_app.cases.breaches import arrest_limits
from field_app.cases.case import Case
from field_app.cases.court import NOTICE_SERVED
from field_app.cases.custody import DECIDED, RELEASED, held_since, left_unserved, open_arrests
from field_app.cases.entries import Held
from field_app.cases.moments import put_right
from field_app.cases.rules import may_read
from field_app.cases.section import as_json
from field_app.cases.served import REPORTED
from field_app.law.bail import Bail, compare
from field_app.law.conditions import CONDITIONS
from field_app.store import access
from field_app.store import cases as lists
from field_app.store.database import reading, stamp, writing

from .installation import Installation

SHOWN = ("requested", "authorised", *NOTICE_SERVED)
"""The stages of a case whose respondent concerns the custody desk while they are held for something else."""


def custody_desk(installation: Installation, officer_id: str, now: datetime) -> dict[str, Any]:
    """Every respondent who is held, the earliest clock first, and who left unserved (docs/api.md).

    That it was read is on record before it is answered.
    """
    with writing(installation.engine) as connection:
        office, _ = installation.office(connection)
        access.keep(connection, installation.keys, at=stamp(now), officer=officer_id, action="custody desk")
    with reading(installation.engine) as connection:
        cases = [installation.case(connection, head.case_id, head) for head in lists.in_custody(connection)]
    officer = office.officers[officer_id]
    shown = [(one, may_read(officer, one, office)) for one in cases if one.stage in SHOWN or open_arrests(one)]
    lines = [_line(one, now, readable=readable) for one, readable in shown if readable or not one.seals]
    return {"as_at": stamp(now), "cases": sorted(lines, key=lambda one: (one["ends_at"] or "", one["case"]))}


def _line(case: Case, now: datetime, *, readable: bool) -> dict[str, Any]:
    respondent, decision = case.person("respondent"), case.decision
    facts = respondent.entry.facts if respondent else None
    arrests = [_arrest(case, one) for one in open_arrests(case)]
    to_serve = case.stage == "authorised" and decision is not None
    release = case.latest(RELEASED)
    ends = [case.detention["until"]] if case.detention else []
    ends += [one["by"] for one in arrests if one["by"]]
    stations = [case.detention["station"]] if case.detention else []
    stations += [one["station"] for one in arrests] + ([release.entry.facts.station] if release else [])
    return {
        "case": case.id,
        "reference": case.reference,
        "respondent": " ".join(filter(None, (facts.given_names, facts.family_name))) if facts else None,
        "what": case.regime.notice_short,
        "stage": case.stage,
        "station": next((one for one in stations if one), None),
        "readable": readable,
        "requested_at": stamp(put_right(case.request.entry)) if case.stage == "requested" and case.request else None,
        "authorised_at": stamp(put_right(decision.entry)) if to_serve and decision else None,
        "served_at": case.served_at.isoformat() if case.served_at else None,
        "by_radio": case.service is not None and case.service.entry.kind == REPORTED,
        "conditions": [_in_words(one) for one in _conditions(case)],
        "detention": case.detention,
        "arrests": arrests,
        "bail": _bail(case),
        "released_at": release.entry.facts.released_at.isoformat() if release and not held_since(case) else None,
        "alarms": _alarms(case, arrests, now),
        "ends_at": min(map(_instant, ends)).isoformat() if ends else None,
    }


def _arrest(case: Case, one: Held[Any]) -> dict[str, Any]:
    facts = one.entry.facts
    limits = arrest_limits(case.regime, facts.of, facts.arrested_at, case.heard_by, case.holidays)
    return {
        "of": facts.of,
        "arrested_at": facts.arrested_at.isoformat(),
        "by": limits.as_json()["by"] if limits else None,
        "station": facts.station,
        "custody_number": facts.custody_number,
    }


def _conditions(case: Case) -> list[dict[str, Any]]:
    """What the notice prohibits once it is authorised; nothing before."""
    decided = case.decision
    if decided is None or case.stage not in ("authorised", *NOTICE_SERVED):
        return []
    proposed = case.latest("conditions proposed")
    found = getattr(decided.entry.facts, "conditions", None) or (proposed.entry.facts.conditions if proposed else ())
    return list(as_json(found))


def _in_words(one: dict[str, Any]) -> str:
    distance = f" ({one['distance_m']} metres)" if one["distance_m"] else ""
    words = f": {one['words']}" if one.get("words") else ""
    return f"{CONDITIONS[one['code']].title}{distance}{words}"


def _bail(case: Case) -> dict[str, Any] | None:
    """What was decided on bail, and how its conditions and the notice's stand to each other."""
    recorded = case.latest(DECIDED)
    if recorded is None:
        return None
    facts = recorded.entry.facts
    notice = _conditions(case)
    bail = [Bail(one.about, one.at, one.distance_m, one.words) for one in facts.conditions]
    return {
        "entry": recorded.entry.id,
        "decision": facts.decision,
        "decided_at": facts.decided_at.isoformat(),
        "until": facts.until.isoformat() if facts.until else None,
        "conditions": [one.words for one in facts.conditions],
        "compared": [{"how": one.how, "sentence": one.sentence} for one in compare(notice, bail)] if notice else [],
    }


def _alarms(case: Case, arrests: list[dict[str, Any]], now: datetime) -> list[str]:
    """What has gone wrong, or is to be done before the respondent goes, the worst first."""
    found = []
    if left_unserved(case):
        found.append("RELEASED, NOT SERVED: find them and serve the notice. The duty inspector has been told.")
    release = case.latest(RELEASED)
    if release and not release.entry.facts.protected_person_told and not held_since(case):
        found.append("THE PROTECTED PERSON HAD NOT BEEN TOLD of the release: tell them now.")
    for one in arrests:
        if one["by"] and _instant(one["by"]) < now:
            found.append(f"The time to bring them before the court for breach of the {one['of']} has passed.")
    if case.detention and _instant(case.detention["until"]) < now:
        found.append("The 24 hours from arrival have passed, as far as is recorded here.")
    if held_since(case) and case.stage == "authorised":
        found.append("SERVE BEFORE RELEASE. Nobody is held for that: release does not wait for it.")
    return found


def _instant(at: str) -> datetime:
    return datetime.fromisoformat(at)
