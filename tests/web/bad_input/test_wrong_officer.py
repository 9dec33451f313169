"""Every kind of entry, sent by everybody: who may, who is marked, who is refused and why."""

from __future__ import annotations

import json
import uuid

import pytest

from field_app.actions import Sent
from field_app.cases.entries import KINDS, newest
from tests.conftest import ROLES

from .door import Door
from .fields import text, whole
from .standing import Standing, begun, office_log, proper, rightly, standing

WHO = {
    "safeguarding": {"safeguarding"},
    "the constable whose case it is": {"constable"},
    "any constable": {
        "constable",
        "other_constable",
        "response",
        "custody",
        "inspector",
        "superintendent",
        "other_superintendent",
    },
    "another constable": {
        "other_constable",
        "response",
        "custody",
        "inspector",
        "superintendent",
        "other_superintendent",
    },
    "another constable below superintendent": {"other_constable", "response", "custody", "inspector"},
    "a superintendent": {"superintendent", "other_superintendent"},
    "a sergeant or above": {"custody", "inspector", "superintendent", "other_superintendent"},
    "an inspector or above": {"inspector", "superintendent", "other_superintendent"},
    "police staff": {"solicitor", "safeguarding", "control_room", "administrator", "auditor"},
    "an administrator": {"administrator"},
    "legal services": {"solicitor"},
    "the auditor": {"auditor"},
    "the officer it is about": {"inspector"},
    "who keeps the rota": {"inspector", "superintendent", "other_superintendent", "administrator"},
    "whoever asked": {"superintendent"},
    "who sends units": {"control_room", "response", "inspector", "superintendent", "other_superintendent"},
    "anybody": set(ROLES),
}

SCENE = {"the constable whose case it is": "yes", "anybody else": "marked: not_on_the_case"}
TELLING = {
    "the constable whose case it is": "yes",
    "safeguarding": "yes",
    "anybody else": "marked: not_on_the_case",
}
NOTES = {
    "the constable whose case it is": "yes",
    "the auditor": "yes",
    "anybody else": "marked: may_not_read",
}
DECISION = {
    "a superintendent": "yes",
    "the constable whose case it is": "no: own_request and rank",
    "another constable below superintendent": "no: rank",
    "police staff": "no: rank",
}
OFFICE = {"an administrator": "yes", "anybody else": "no: not_an_administrator"}
ROTA = {"who keeps the rota": "yes", "anybody else": "no: not_the_rotas"}
SYSTEM = {"anybody": "no: system_kind"}
KEEPING = {"the auditor": "yes", "legal services": "no: no_case", "anybody else": "no: posting"}  # they read it later

MAY = {
    "case started": {"anybody": "yes"},
    "incident recorded": SCENE,
    "person described": SCENE,
    "relationship recorded": SCENE,
    "violence recorded": SCENE,
    "necessity recorded": SCENE,
    "premises recorded": SCENE,
    "other orders in force recorded": SCENE,
    "conditions proposed": SCENE,
    "risk assessed": SCENE,
    "views recorded": SCENE,
    "children's welfare recorded": SCENE,
    "evidence attached": SCENE,
    "cases linked": SCENE,
    "considered and not pursued": SCENE,
    "authority requested": {
        "the constable whose case it is": "yes",
        "another constable": "no: not_on_the_case",
        "police staff": "no: not_a_constable and not_on_the_case",
    },
    "notice authorised": DECISION,
    "authority refused": DECISION,
    "telephone authority noted": {
        "the constable whose case it is": "yes",
        "another constable": "marked: not_on_the_case",
        "police staff": "marked: not_a_constable and not_on_the_case",
    },
    "telephone authority confirmed": {"a superintendent": "no: stage", "anybody else": "no: rank and stage"},
    "telephone authority differs": {"anybody": "marked: stage"},
    "request withdrawn": {"the constable whose case it is": "yes", "anybody else": "no: not_on_the_case"},
    "authority withdrawn before service": {"a superintendent": "yes", "anybody else": "no: rank"},
    "handed over": {
        "the constable whose case it is": "yes",
        "a sergeant or above": "yes",
        "anybody else": "marked: not_on_the_case",
    },
    "hand-over accepted": {"any constable": "yes", "police staff": "marked: not_a_constable"},
    "notice served": {"any constable": "yes", "police staff": "marked: not_a_constable"},
    "service attempted": {"any constable": "yes", "police staff": "marked: not_a_constable"},
    "service reported by radio": {"anybody": "yes"},
    "bail or release decision recorded": {"anybody": "yes"},
    "respondent released": {"anybody": "yes"},
    "notice printed": {"anybody": "yes"},
    "notice spoiled": {"anybody": "yes"},
    "document rendered": SYSTEM,
    "commanding officer told": SCENE,
    "safe contact arranged": TELLING,
    "protected person told": TELLING,
    "contact officer named": TELLING,
    "task set": TELLING,
    "task done": TELLING,
    "overdue escalated": SYSTEM,
    "legal accepted": {
        "legal services": "no: not_a_service",
        "anybody else": "no: not_a_service and not_legal_services",
    },
    "court bundle asked for": {
        "legal services": "no: not_served",
        "anybody else": "no: not_served and posting",
    },
    "evidence archive asked for": {
        "the auditor": "yes",
        "legal services": "no: stage",
        "anybody else": "no: posting and stage",
    },
    "evidence letter asked for": {
        "safeguarding": "no: nothing_issued",
        "legal services": "no: nothing_issued",
        "anybody else": "no: nothing_issued and posting",
    },
    "order or notice known from elsewhere": {"anybody": "yes"},
    "order imported": SYSTEM,
    "breach reported": {"anybody": "yes"},
    "unit sent or not": {"who sends units": "yes", "anybody else": "marked: not_the_control_room"},
    "compliance visit made": {"anybody": "yes"},
    "later event recorded": {"anybody": "yes"},
    "note added": NOTES,
    "arrest made": {"any constable": "yes", "police staff": "marked: not_a_constable"},
    "breach heard": {"anybody": "yes"},
    "case opened early": {"the constable whose case it is": "yes", "anybody else": "no: not_on_the_case"},
    "early reader found": SYSTEM,
    "early opening withdrawn": {"the constable whose case it is": "yes", "anybody else": "no: not_on_the_case"},
    "request escalated": SYSTEM,
    "push delivered": SYSTEM,
    "push opened": SYSTEM,
    "text message sent": SYSTEM,
    "request claimed": DECISION,
    "claim released": {"a superintendent": "yes", "anybody else": "no: no_claim"},
    "information asked": {group: answer.replace("no:", "marked:") for group, answer in DECISION.items()},
    "information given": {
        "the constable whose case it is": "yes",
        "whoever asked": "yes",
        "anybody else": "marked: not_on_the_case",
    },
    "hearing listed": {"anybody": "yes"},
    "notice of hearing given or attempted": {"anybody": "marked: not_listed"},
    "hearing adjourned": {"anybody": "marked: not_listed"},
    "order made": {"anybody": "marked: no_notice"},
    "order served or explained": {"anybody": "marked: no_order"},
    "order changed by the court": {"anybody": "marked: no_order"},
    "application refused or withdrawn": {"anybody": "marked: no_notice"},
    "signature added": {"the constable whose case it is": "yes", "anybody else": "marked: not_yours"},
    "police employment recorded": SCENE,
    "equality monitoring recorded": SCENE,
    "connection declared": SCENE,
    "case sealed": {
        "the constable whose case it is": "yes",
        "an inspector or above": "yes",
        "anybody else": "no: may_not_seal",
    },
    "case unsealed": {"anybody": "no: not_professional_standards and other_seals"},
    "sealed case opened": {
        "the constable whose case it is": "no: not_sealed",
        "anybody else": "no: may_not_open and not_sealed",
    },
    "officer passed over": SYSTEM,
    "hold placed": KEEPING,
    "hold lifted": KEEPING,
    "subject access asked for": {
        "the auditor": "no: no_such_person",
        "anybody else": "no: no_such_person and posting",
    },
    "case reviewed": {"the auditor": "yes", "anybody else": "no: posting"},
    "disposal proposed": {"the auditor": "no: not_due", "anybody else": "no: not_due and posting"},
    "content disposed": {
        "the auditor": "no: no_case",
        "legal services": "no: no_case",
        "anybody else": "no: no_case and posting",
    },
    "installation made": SYSTEM,
    "officer added": OFFICE,
    "rank and posting recorded": OFFICE,
    "rank confirmed": {
        "an administrator": "no: not_waiting",
        "anybody else": "no: not_an_administrator and not_waiting",
    },
    "translation approved": OFFICE,
    "rank compared": SYSTEM,
    "passkey registered": SYSTEM,
    "passkey withdrawn": OFFICE,
    "device added": SYSTEM,
    "device revoked": {"an administrator": "yes", "anybody else": "no: not_yours"},
    "rescue file read in": {"anybody": "yes"},
    "line management recorded": OFFICE,
    "server clock compared": SYSTEM,
    "holiday recorded": {
        "an administrator": "yes",
        "anybody else": "no: holiday_known and not_an_administrator",  # they come after
    },
    "holiday withdrawn": {
        "an administrator": "no: not_added",
        "anybody else": "no: not_added and not_an_administrator",
    },
    "shift recorded": ROTA,
    "shift withdrawn": ROTA,
    "off duty recorded": ROTA,
    "telephone recorded": {
        "the officer it is about": "yes",
        "an administrator": "yes",
        "anybody else": "no: not_yours",
    },
    "on call recorded": {"the officer it is about": "yes", "an administrator": "yes", "anybody else": "no: not_yours"},
}
"""For each kind, who may record it where everything else is as it should be.

yes: accepted. marked: accepted irregular, because the fact has happened. no: refused. Then why.
"""

FOR_ANOTHER = {
    "in another officer's name": "no: not_the_sender",
    "from another officer's device": "no: device",
    "in the system's name": "no: device and not_the_sender",
    "without a number": "no: number",
    "in the other log": "no: wrong_log",
}
"""Facts and acts alike, whatever their kind; the system's kinds are refused as the system's besides."""

NEEDS = {
    "authority requested": "recording",
    "notice authorised": "requested",
    "authority refused": "requested",
    "notice printed": "authorised",
    "notice spoiled": "authorised",
    "notice served": "authorised",
    "service attempted": "authorised",
    "service reported by radio": "authorised",
    "telephone authority noted": "requested",
    "request withdrawn": "requested",
    "authority withdrawn before service": "authorised",
    "hand-over accepted": "authorised",
    "breach reported": "served",
    "compliance visit made": "served",
    "arrest made": "served",
    "breach heard": "served",
    "request claimed": "requested",
    "claim released": "requested",
    "information asked": "requested",
    "information given": "requested",
    "hearing listed": "served",
}
"""How far a case must have come for a kind to be proper."""


def expected(kind: str) -> dict[str, str]:
    """The table's row for this kind, officer by officer."""
    named = [one for group in MAY[kind] if group != "anybody else" for one in WHO[group]]
    assert len(named) == len(set(named)), f"{kind}: an officer stands in two groups"
    rest = {one: MAY[kind]["anybody else"] for one in set(ROLES) - set(named)}
    return {one: answer for group, answer in MAY[kind].items() for one in WHO.get(group, ())} | rest


def by_everybody(door: Door, kind: str, version: int) -> dict[str, str]:
    """What each officer is answered who records this kind, each on a case where nobody's act is in the other's way."""
    row, needs = expected(kind), NEEDS.get(kind)
    shared = standing(door, needs) if needs else None
    own = iter(begun(door, len(row)))
    answers = {}
    for who, answer in row.items():
        if KINDS[kind, version].log == "office":
            case = office_log(door)
        elif kind in ("case started", "order or notice known from elsewhere"):
            case = Standing(str(uuid.uuid4()), [])
        elif shared is None:
            case = next(own)
        else:  # an act that is allowed takes the case further
            case = standing(door, needs or "") if answer == "yes" and takes_further(kind, version) else shared
        answers[who] = door.answer(who, proper(door, kind, version, who, case))
    return answers


def takes_further(kind: str, version: int) -> bool:
    return KINDS[kind, version].act or kind == "telephone authority noted"


def test_no_kind_and_no_officer_is_left_out_of_the_table():
    assert set(MAY) == {kind for kind, _ in KINDS}
    for kind in MAY:
        assert set(expected(kind)) == set(ROLES), kind


@pytest.mark.parametrize(("kind", "version"), KINDS, ids=lambda one: str(one).replace(" ", "-"))
def test_who_may_record_it_who_is_marked_and_who_is_refused(door, kind, version):
    assert by_everybody(door, kind, version) == expected(kind)


@pytest.mark.parametrize("kind", ["risk assessed", "notice authorised", "notice served", "officer added"])
def test_on_postgresql_alike(postgres_door, kind):
    assert by_everybody(postgres_door, kind, newest(kind).version) == expected(kind)


def sent_for_another(door: Door, kind: str, version: int, how: str) -> str:
    force = door.force
    me, other = force.constable, force.response
    case = office_log(door).id if KINDS[kind, version].log == "office" else str(uuid.uuid4())
    by = {"officer": me.id, "device": me.device, "number": 1}
    match how:
        case "in another officer's name":
            by = {"officer": other.id, "device": other.device, "number": 1}
        case "from another officer's device":
            by["device"] = other.device
        case "in the system's name":
            by["officer"] = "system"
        case "without a number":
            by["number"] = None
        case "in the other log":
            case = str(uuid.uuid4()) if KINDS[kind, version].log == "office" else office_log(door).id
    fresh = {"id": str(uuid.uuid4()), "case": case, "relies_on": [], "replaces": []}
    return text({**whole(kind, version), **fresh, **by})


@pytest.mark.parametrize("how", FOR_ANOTHER)
@pytest.mark.parametrize("which", ["door", "postgres_door"])
def test_nobody_records_anything_for_another(request, which, how):
    door: Door = request.getfixturevalue(which)
    told = door.refused("constable", [Sent(sent_for_another(door, *key, how), None) for key in KINDS])
    for (kind, version), reasons in zip(KINDS, told, strict=True):
        codes = {one["code"] for one in reasons}
        system = {"system_kind"} if KINDS[kind, version].system else set()
        wanted = set(FOR_ANOTHER[how].removeprefix("no: ").split(" and ")) | system
        assert codes == wanted, kind


@pytest.mark.parametrize(("kind", "version"), KINDS, ids=lambda one: str(one).replace(" ", "-"))
def test_whoever_is_not_signed_in_records_nothing(door, kind, version):
    case = office_log(door) if KINDS[kind, version].log == "office" else begun(door, 1)[0]
    before = door.heads()
    sent = text({**whole(kind, version), "case": case.id})
    body = json.dumps({"entries": [{"body": sent, "signature": None}]})
    answer = door.force.client().post("/api/entries", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "signed_out")
    assert door.heads() == before


SIGNED = [key for key, one in KINDS.items() if one.signed]


@pytest.mark.parametrize(("kind", "version"), SIGNED, ids=lambda one: str(one).replace(" ", "-"))
def test_what_must_be_signed_is_not_taken_on_anothers_signature(door, kind, version):
    who = rightly(kind)
    case = office_log(door) if KINDS[kind, version].log == "office" else standing(door, NEEDS.get(kind, "recording"))
    rightful = proper(door, kind, version, who, case)
    others = door.force.auditor.sign(rightful.body)
    assert door.answer(who, Sent(rightful.body, others.signature)) == "no: not_their_passkey"
