"""Cases as far as each stage, and a proper entry of every kind for each."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from field_app.actions import Sent, put_in_waiting
from field_app.cases.check_words import check_words
from field_app.cases.entries import KINDS
from field_app.demonstration.case import capture
from field_app.demonstration.officer import SoftwareOfficer, entry_id
from field_app.law.clocks import LONDON, last_day_of_order
from field_app.law.notice import compose, text_hash
from tests.cases.examples import facts_of
from tests.store.story import facts_of as said
from tests.store.story import rescue_file

from .door import Door

STAGES = ("recording", "not pursued", "requested", "refused", "authorised", "served")

RIGHTLY = {
    "notice authorised": "superintendent",
    "authority refused": "superintendent",
    "request claimed": "superintendent",
    "claim released": "superintendent",
    "information asked": "superintendent",
    "authority withdrawn before service": "superintendent",
    "telephone authority confirmed": "superintendent",
    "unit sent or not": "control_room",
    "court bundle asked for": "solicitor",
    "evidence archive asked for": "solicitor",
    "evidence letter asked for": "safeguarding",
    "hold placed": "auditor",
    "hold lifted": "auditor",
    "subject access asked for": "auditor",
    "case reviewed": "auditor",
    "disposal proposed": "auditor",
    **{kind: "administrator" for (kind, _), one in KINDS.items() if one.log == "office"},
    "content disposed": "solicitor",
}
"""Who records a kind where everything is as it should be; otherwise the constable whose case it is."""


COURT = {"before the court": ("hearing listed",), "ordered": ("hearing listed", "order made")}
"""Stages further on, and what takes a served case there."""

HAPPENED = {
    "notice of hearing given or attempted": "given_at",
    "hearing adjourned": "adjourned_at",
    "order served or explained": "told_at",
    "order changed by the court": "decided_at",
    "application refused or withdrawn": "decided_at",
    "protected person told": "contacted_at",
    "task done": "done_at",
    "compliance visit made": "visited_at",
}
"""The fact that says when it happened, of what happens before a court and after."""


@dataclass
class Standing:
    """A case as it stands: its sections, and the request and decision if there are any."""

    id: str
    captured: list[Sent]
    request: Sent | None = None
    decision: Sent | None = None


def rightly(kind: str) -> str:
    return RIGHTLY.get(kind, "constable")


def begun(door: Door, count: int) -> list[Standing]:
    """So many cases that the constable has begun and nobody has recorded anything on."""
    started = [door.force.constable.start_case(door.force.now) for _ in range(count)]
    accepted(door, "constable", [one for _, one in started])
    return [Standing(case_id, [one]) for case_id, one in started]


def standing(door: Door, stage: str) -> Standing:
    """The reference case at this stage, everything sent through the door."""
    if stage in COURT:
        case = standing(door, "served")
        for kind in COURT[stage]:
            accepted(door, "constable", [proper(door, kind, 1, "constable", case)])
        assert seen(door, case)["stage"] == stage
        return case
    case = Standing(*capture(door.force.constable, door.force.now))
    sent = [*case.captured]
    if stage == "not pursued":
        sent.append(proper(door, "considered and not pursued", 1, "constable", case))
    if stage in STAGES[2:]:
        asked = proper(door, "authority requested", 1, "constable", case)
        sent.append(asked)
        case.request = asked
    accepted(door, "constable", sent)
    if stage in STAGES[3:]:
        kind, version = ("authority refused", 2) if stage == "refused" else ("notice authorised", 3)
        case.decision = proper(door, kind, version, "superintendent", case)
        accepted(door, "superintendent", [case.decision])
    if stage == "served":
        accepted(door, "constable", [proper(door, "notice served", 1, "constable", case)])
    assert seen(door, case)["stage"] == stage
    return case


def accepted(door: Door, who: str, entries: list[Sent]) -> None:
    for one in door.post(who, entries):
        assert one["outcome"] == "accepted", one


def seen(door: Door, case: Standing) -> dict[str, Any]:
    """The case as the constable who recorded it is shown it."""
    answer = door.client("constable").get(f"/api/cases/{case.id}")
    assert answer.status_code == 200
    return dict(answer.json["case"])


def proper(door: Door, kind: str, version: int, who: str, case: Standing, **changed: Any) -> Sent:
    """An entry of this kind that this officer would write on this case, wrong in nothing but who and when.

    `changed` overrides its facts and its envelope.
    """
    officer, now = door.force.officers[who], door.force.now
    relies_on: list[Sent] = []
    replaces: list[str] = []
    facts = facts_of(kind, version)
    if KINDS[kind, version].log == "office":
        facts = _of_the_office(door, kind, version)
    if kind == "order changed by the court":
        facts["last_day"] = None  # the conditions changed: a day of the example's may lie before the order
    if kind == "protected person told":
        facts["told_of"] = []  # what there is to tell differs from case to case
    match kind:
        case "case started":
            _, started = officer.start_case(now)
            return officer.write(kind, case.id, said(started), now, **changed)
        case "authority requested":
            relies_on, now = case.captured, now + timedelta(minutes=10)
            replaces = [entry_id(case.request)] if case.request else []
        case "notice authorised" | "authority refused":
            relies_on, now = [case.request] if case.request else [], now + timedelta(minutes=20)
            if kind == "notice authorised":
                facts = _authorisation(door, officer, case, version)
        case "authority withdrawn before service":
            relies_on, now = [case.decision] if case.decision else [], now + timedelta(minutes=30)
        case "telephone authority noted":
            relies_on, now = [case.request] if case.request else [], now + timedelta(minutes=20)
            facts = _noted(door, case, now)
        case "telephone authority confirmed" | "telephone authority differs":
            relies_on = [case.decision] if case.decision else []
        case "handed over":
            facts["to"] = officer.office().officers[door.force.response.id].collar_number
        case "notice served":
            relies_on, now = [case.decision] if case.decision else [], now + timedelta(minutes=40)
            facts["served_at"] = now.isoformat(timespec="seconds")
        case "service attempted" | "service reported by radio":
            now += timedelta(minutes=40)
            when = now.isoformat(timespec="seconds")
            facts |= {"attempted_at": when} if kind == "service attempted" else {"served_at": when, "heard_at": when}
        case "bail or release decision recorded" | "respondent released":
            now += timedelta(minutes=45)
            facts["decided_at" if "decided_at" in facts else "released_at"] = now.isoformat(timespec="seconds")
        case "breach reported" | "arrest made" | "breach heard":
            now += timedelta(minutes=50)
            when = {"breach reported": "occurred_at", "arrest made": "arrested_at", "breach heard": "heard_at"}[kind]
            facts[when] = now.isoformat(timespec="seconds")
        case "unit sent or not":
            relies_on, now = [proper(door, "breach reported", 1, "constable", case)], now + timedelta(minutes=55)
            door.post("constable", relies_on)
        case "request claimed" | "request withdrawn" | "information asked":
            relies_on, now = [case.request] if case.request else [], now + timedelta(minutes=15)
        case "case opened early":
            facts["to"] = None
            now += timedelta(minutes=9)
        case "early opening withdrawn":
            first = proper(door, "case opened early", 1, "constable", case)
            if seen(door, case)["stage"] in ("recording", "not pursued", "refused"):
                accepted(door, "constable", [first])
                relies_on = [first]
            now += timedelta(minutes=9)
        case "claim released" | "information given":
            relies_on, now = _before(door, case, kind, who), now + timedelta(minutes=18)
        case "notice printed":
            relies_on = [case.decision] if case.decision else []
            facts = {"how": "printed", "number": None}
        case "notice spoiled":
            if case.decision and json.loads(case.decision.body)["kind"] == "notice authorised":
                relies_on = [proper(door, "notice printed", 1, "constable", case)]  # each is spoiled once
                accepted(door, "constable", relies_on)
                facts["printed"] = entry_id(relies_on[0])
        case "hearing listed":
            facts["sitting_at"] = (now + timedelta(hours=2)).isoformat(timespec="seconds")
        case "order made":
            day = now.astimezone(LONDON).date()
            last = last_day_of_order(day, facts["days"])
            facts |= {"made_on": day.isoformat(), "last_day": last.isoformat()}
        case kind if kind in HAPPENED:
            now += timedelta(minutes=50)
            facts[HAPPENED[kind]] = now.isoformat(timespec="seconds")
        case "signature added":
            relies_on = case.captured[:1]
        case "subject access asked for":
            described = [said(one) for one in case.captured if json.loads(one.body)["kind"] == "person described"]
            protected = (one["person"] for one in described if one["role"] == "protected person")
            facts["person"] = next(protected, facts["person"])  # nobody's, where nobody is described
        case "hold lifted":
            relies_on = [proper(door, "hold placed", 1, "auditor", case)]
            accepted(door, "auditor", relies_on)
    written = {"facts": facts, "version": version, "replaces": replaces, "relies_on": relies_on, **changed}
    return officer.write(kind, case.id, now=now, **written)


def _before(door: Door, case: Standing, kind: str, who: str) -> list[Sent]:
    """The claim that is released, by whoever may have it, or the question that is answered; none where none can be."""
    if case.request is None or case.decision is not None:
        return []
    earlier = "request claimed" if kind == "claim released" else "information asked"
    by = who if kind == "claim released" and who == "other_superintendent" else "superintendent"
    first = proper(door, earlier, 1, by, case)
    accepted(door, by, [first])
    return [first]


def _authorisation(door: Door, officer: SoftwareOfficer, case: Standing, version: int) -> dict[str, Any]:
    """What an authorisation holds that this officer would sign: the notice in their own name."""
    view, office = seen(door, case), officer.office()
    named = office.officers[officer.id]
    issuing = {"name": named.name, "rank": str(named.rank), "collar_number": named.collar_number}
    proposed = view["conditions"]
    facts = {
        "text": list(compose(view, issuing, {"name": office.force})),
        "grounds": proposed["grounds"],
        "conditions": proposed["conditions"],
        "reasons": "Needed tonight.",
    }
    if version == 3:
        routes = {name: proposed[name] for name in ("contact_route", "service_accommodation")}
        return {**facts, **routes, "address_confirmed": None}
    conditions = [{name: one[name] for name in ("code", "distance_m", "reason")} for one in proposed["conditions"]]
    facts["conditions"] = conditions
    return {name: value for name, value in facts.items() if version > 1 or name != "grounds"}


def _noted(door: Door, case: Standing, now: datetime) -> dict[str, Any]:
    """What a constable notes of a superintendent's word."""
    view, office = seen(door, case), door.force.constable.office()
    named = office.officers[door.force.superintendent.id]
    issuing = {"name": named.name, "rank": str(named.rank), "collar_number": named.collar_number}
    text = compose(view, issuing, {"name": office.force})
    return {
        "officer": issuing,
        "given_at": now.isoformat(timespec="seconds"),
        "text": list(text),
        "text_sha256": text_hash(text),
        "words": " ".join(check_words(text)),
    }


def office_log(door: Door) -> Standing:
    return Standing(door.force.constable.office().id, [])


def _of_the_office(door: Door, kind: str, version: int) -> dict[str, Any]:
    """What an entry of the office log says: about the inspector, or about whoever set the force up."""
    force = door.force
    office, subject = force.constable.office(), force.inspector.id
    ours = {one.id for one in force.officers.values()}
    passkey = next(one for one in office.passkeys.values() if one.officer not in ours)
    device = next(one for one in office.devices.values() if one.officer not in ours)
    match kind:
        case "officer added":
            return {**facts_of(kind, version), "officer": str(uuid.uuid4())}
        case "rank and posting recorded":
            return {**facts_of(kind, version), "officer": subject, "rank": "inspector", "postings": ["attending"]}
        case "rank confirmed":
            return {"officer": subject, "rank": "superintendent"}
        case "passkey withdrawn":
            return {**facts_of(kind, version), "officer": passkey.officer, "credential": passkey.credential}
        case "device revoked":
            return {**facts_of(kind, version), "device": device.id}
        case "rescue file read in":
            entry_id = str(uuid.uuid4())
            body = rescue_file(office.id, [(entry_id, force.inspector.device, "AAAA")])
            return {"sha256": put_in_waiting(force.installation, body, "system", force.now), "entries": [entry_id]}
        case "holiday recorded":
            return {**facts_of(kind, version), "date": "2027-06-11"}
        case (
            "holiday withdrawn"
            | "server clock compared"
            | "installation made"
            | "translation approved"
            | "content disposed"
        ):
            return facts_of(kind, version)
        case "shift withdrawn":
            shift = {**facts_of("shift recorded"), "officer": subject, "shift": str(uuid.uuid4())}
            recorded = force.administrator.write("shift recorded", office.id, shift, force.now)
            accepted(door, "administrator", [recorded])
            return {**facts_of(kind, version), "shift": shift["shift"]}
    if kind == "line management recorded":
        return {**facts_of(kind, version), "officer": subject, "line_manager": force.superintendent.id}
    return {**facts_of(kind, version), "officer": subject}
