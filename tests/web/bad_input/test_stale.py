"""What was written before the case changed: an act is refused as stale, a fact is kept beside the other."""

from __future__ import annotations

import json
import uuid

import pytest

from field_app.actions import Sent
from field_app.cases.case import BESIDE
from field_app.cases.entries import KINDS
from field_app.demonstration.officer import entry_id

from .door import Door
from .standing import Standing, accepted, begun, proper, rightly, seen, standing

ACTS = {
    "legal accepted": {},  # rests on one record of service, and says so where that was corrected again
    "authority requested": {
        "a section was replaced": "no: sections_left_out and stale",
        "a section was added": "no: sections_left_out",
        "two versions of a section stand side by side": "no: conflict and sections_left_out and stale",
    },
    "notice authorised": {
        "a section was replaced": "no: stale",
        "a section was added": "no: stale",
        "two versions of a section stand side by side": "no: stale",
        "it was requested anew": "no: relies_on",
    },
    "authority refused": {
        "a section was replaced": "no: stale",
        "a section was added": "no: stale",
        "two versions of a section stand side by side": "no: stale",
        "it was requested anew": "no: relies_on",
    },
    "case opened early": {"a section was replaced": "no: stage", "it was requested anew": "no: stage"},
    "early opening withdrawn": {},  # of one opening, whatever has changed since
    "request claimed": {"a section was replaced": "yes", "it was requested anew": "no: relies_on"},
    "request withdrawn": {"it was requested anew": "no: relies_on"},
    "claim released": {"a section was replaced": "yes", "it was requested anew": "no: no_claim"},
    "case sealed": {},  # these three say what is open to whom, and rest on no section
    "case unsealed": {},
    "sealed case opened": {},
    "hold placed": {},  # these say how long the case is kept; a proposal counts while nothing follows it at all
    "hold lifted": {},
    "subject access asked for": {},
    "case reviewed": {},
    "disposal proposed": {},
    "court bundle asked for": {},  # names its passages by their entries, and says so where one was replaced
    "evidence archive asked for": {},  # takes everything there is
    "evidence letter asked for": {},  # says what was issued and ordered, whatever its sections say now
    "telephone authority confirmed": {},  # of what was noted, which is never edited
    "authority withdrawn before service": {},  # what is taken back is the decision, whatever has changed since
}
"""What an act is answered that rests on the case as it was before."""

FACTS = {
    "case started": "marked: started_twice",
    "incident recorded": "yes",
    "person described": "yes",
    "relationship recorded": "yes",
    "violence recorded": "yes",
    "necessity recorded": "yes",
    "premises recorded": "yes",
    "other orders in force recorded": "yes",
    "conditions proposed": "yes",
    "risk assessed": "yes",
    "views recorded": "yes",
    "children's welfare recorded": "yes",
    "evidence attached": "yes",
    "cases linked": "yes",
    "considered and not pursued": "yes",
    "information asked": "yes",
    "information given": "yes",
    "telephone authority noted": "marked: stage",
    "telephone authority differs": "marked: stage",
    "handed over": "yes",
    "hand-over accepted": "yes",
    "notice served": "yes",
    "service attempted": "yes",
    "service reported by radio": "yes",
    "bail or release decision recorded": "yes",
    "respondent released": "yes",
    "notice printed": "yes",
    "notice spoiled": "yes",
    "commanding officer told": "yes",
    "safe contact arranged": "yes",
    "protected person told": "yes",
    "contact officer named": "yes",
    "task set": "yes",
    "task done": "yes",
    "order or notice known from elsewhere": "yes",
    "breach reported": "yes",
    "unit sent or not": "yes",
    "compliance visit made": "yes",
    "later event recorded": "yes",
    "note added": "yes",
    "arrest made": "yes",
    "breach heard": "yes",
    "hearing listed": "yes",
    "notice of hearing given or attempted": "yes",
    "hearing adjourned": "yes",
    "order made": "yes",
    "order served or explained": "yes",
    "order changed by the court": "yes",
    "application refused or withdrawn": "yes",
    "signature added": "yes",
    "police employment recorded": "yes",
    "equality monitoring recorded": "yes",
    "connection declared": "yes",
}
"""What a fact is answered that replaces one already replaced. Both then stand side by side."""

BEFORE = {
    "authority requested": "recording",
    "telephone authority noted": "requested",
    "notice served": "authorised",
    "service attempted": "authorised",
    "service reported by radio": "authorised",
    "hand-over accepted": "authorised",
    "considered and not pursued": "recording",
    "breach reported": "served",
    "compliance visit made": "served",
    "arrest made": "served",
    "breach heard": "served",
    "information asked": "requested",
    "information given": "requested",
    "notice printed": "authorised",
    "notice spoiled": "authorised",
    "hearing listed": "served",
    "notice of hearing given or attempted": "before the court",
    "hearing adjourned": "before the court",
    "order made": "served",
    "order served or explained": "ordered",
    "order changed by the court": "ordered",
    "application refused or withdrawn": "served",
}

CASE_KINDS = [key for key, one in KINDS.items() if one.log == "case" and not one.system]


def test_no_kind_of_a_case_is_left_out_of_the_tables():
    assert set(ACTS) == {kind for kind, version in CASE_KINDS if KINDS[kind, version].act}
    assert set(FACTS) == {kind for kind, version in CASE_KINDS if not KINDS[kind, version].act}


def replacing(door: Door, case: Standing, earlier: Sent, version: int | None = None) -> Sent:
    """The same kind again by whoever records it, in the place of `earlier`."""
    written = json.loads(earlier.body)
    kind, version = written["kind"], version or written["version"]
    return proper(door, kind, version, rightly(kind), case, replaces=[entry_id(earlier)])


def change(door: Door, case: Standing, what: str) -> None:
    """Let this happen to the case through the door."""
    risk = next(one for one in case.captured if json.loads(one.body)["kind"] == "risk assessed")
    match what:
        case "a section was replaced":
            accepted(door, "constable", [replacing(door, case, risk)])
        case "a section was added":
            accepted(door, "constable", [proper(door, "views recorded", 1, "constable", case, facts=RESIDENTS)])
        case "two versions of a section stand side by side":
            accepted(door, "constable", [replacing(door, case, risk), replacing(door, case, risk)])
        case "it was requested anew":
            second = replacing(door, case, risk)
            later = Standing(case.id, [one for one in case.captured if one is not risk] + [second], case.request)
            accepted(door, "constable", [second, proper(door, "authority requested", 1, "constable", later)])


RESIDENTS = {"whose": "other residents", "said": "Afraid.", "steps": None}


def stale(door: Door, kind: str, version: int, what: str) -> tuple[str, bool]:
    """What an act is answered that was written before this happened, and whether the case stands where it stood."""
    case = standing(door, BEFORE.get(kind, "requested"))
    written = proper(door, kind, version, rightly(kind), case)
    change(door, case, what)
    before = seen(door, case)
    return door.answer(rightly(kind), written), seen(door, case) == before


ACT_CELLS = [(kind, version, what) for kind, version in CASE_KINDS if kind in ACTS for what in ACTS[kind]]


@pytest.mark.parametrize(("kind", "version", "what"), ACT_CELLS, ids=lambda one: str(one).replace(" ", "-"))
def test_an_act_that_rests_on_what_has_changed_is_refused(door, kind, version, what):
    # A claim decides nothing: whoever holds it finds on the screen what was changed meanwhile.
    assert stale(door, kind, version, what) == (ACTS[kind][what], True)


@pytest.mark.parametrize(("kind", "version"), [("authority requested", 1), ("notice authorised", 2)])
def test_on_postgresql_alike(postgres_door, kind, version):
    what = "a section was replaced"
    assert stale(postgres_door, kind, version, what) == (ACTS[kind][what], True)


FACT_CELLS = [key for key in CASE_KINDS if key[0] in FACTS and key[0] != "telephone authority differs"]
"""All that the constable of the case may record; whose word it was, they may not say (tests/web/test_telephone.py)."""


@pytest.mark.parametrize(("kind", "version"), FACT_CELLS, ids=lambda one: str(one).replace(" ", "-"))
@pytest.mark.parametrize("which", ["door", "postgres_door"])
def test_a_fact_that_replaces_one_already_replaced_is_kept_beside_the_other(request, which, kind, version):
    door: Door = request.getfixturevalue(which)
    case = standing(door, BEFORE[kind]) if kind in BEFORE else begun(door, 1)[0]
    if kind == "case started":
        first = case.captured[0]
    else:
        if kind == "order or notice known from elsewhere":
            case = Standing(str(uuid.uuid4()), [])
        first = proper(door, kind, version, rightly(kind), case)
        accepted(door, rightly(kind), [first])
    one, other = replacing(door, case, first, version), replacing(door, case, first, version)
    told = [door.answer(rightly(kind), each) for each in (one, other)]
    assert told == [FACTS[kind]] * 2
    side_by_side = sorted(map(entry_id, (one, other))) in seen(door, case)["conflicts"]
    assert side_by_side == (kind not in BESIDE)  # nothing of the case hangs on it: nothing waits to be settled
    log = door.client("constable").get(f"/api/cases/{case.id}/log").json["entries"]
    assert {first.body, one.body, other.body} <= {each["body"] for each in log}
