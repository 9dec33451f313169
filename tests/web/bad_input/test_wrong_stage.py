"""Every kind of entry at every stage of a case, by the officer who would rightly record it."""

from __future__ import annotations

import pytest

from field_app.actions import verify_logs
from field_app.cases.entries import KINDS, newest

from .door import Door
from .standing import STAGES, Standing, proper, rightly, seen, standing

ALWAYS = ("yes",) * 6
AGAIN = ("marked: started_twice",) * 6
ELSEWHERE = ("no: wrong_log",) * 6
SYSTEM = ("no: system_kind and wrong_log",) * 6
LATE, AGAINST, UNSERVED = "marked: stage", "marked: not_authorised", "marked: not_served"
SYSTEMS_OWN = ("no: system_kind",) * 6
NONE, UNASKED, NO_QUESTION = "no: relies_on and stage", "marked: relies_on and stage", "marked: no_question"
UNPRINTED = "marked: not_printed"
UNISSUED = "marked: no_notice"
NOT_DUE, ALIVE = "no: not_due", "no: live and not_due"

AT = {
    # recording, not pursued, requested, refused, authorised, served
    "case started": AGAIN,
    "incident recorded": ALWAYS,
    "person described": ALWAYS,
    "relationship recorded": ALWAYS,
    "violence recorded": ALWAYS,
    "necessity recorded": ALWAYS,
    "premises recorded": ALWAYS,
    "other orders in force recorded": ALWAYS,
    "conditions proposed": ALWAYS,
    "risk assessed": ALWAYS,
    "views recorded": ALWAYS,
    "children's welfare recorded": ALWAYS,
    "evidence attached": ALWAYS,
    "cases linked": ALWAYS,
    "considered and not pursued": ("yes", "yes", LATE, "yes", LATE, LATE),
    "authority requested": ("yes", "yes", "no: stage", "yes", "no: stage", "no: stage"),
    "notice authorised": ("no: stage", "no: stage", "yes", "no: stage", "no: stage", "no: stage"),
    "authority refused": ("no: stage", "no: stage", "yes", "no: stage", "no: stage", "no: stage"),
    "telephone authority noted": (LATE, LATE, "yes", LATE, LATE, LATE),
    "telephone authority confirmed": ("no: stage",) * 6,
    "telephone authority differs": (LATE,) * 6,
    "request withdrawn": (NONE, NONE, "yes", "no: stage", "no: stage", "no: stage"),
    "authority withdrawn before service": (*("no: stage",) * 4, "yes", "no: stage"),
    "handed over": ALWAYS,
    "hand-over accepted": (*("marked: nothing_to_take_over",) * 4, "yes", "marked: nothing_to_take_over"),
    "notice served": (AGAINST, AGAINST, AGAINST, AGAINST, "yes", "yes"),
    "service attempted": (AGAINST, AGAINST, AGAINST, AGAINST, "yes", "yes"),
    "service reported by radio": (AGAINST, AGAINST, AGAINST, AGAINST, "yes", "yes"),
    "bail or release decision recorded": ALWAYS,
    "respondent released": ("yes", "yes", "marked: released_undecided", "yes", "marked: released_unserved", "yes"),
    "notice printed": (AGAINST, AGAINST, AGAINST, AGAINST, "yes", "yes"),
    "notice spoiled": (UNPRINTED,) * 4 + ("yes", "yes"),
    "document rendered": ("no: system_kind",) * 6,
    "commanding officer told": ALWAYS,
    "safe contact arranged": ALWAYS,
    "protected person told": ALWAYS,
    "contact officer named": ALWAYS,
    "task set": ALWAYS,
    "task done": ALWAYS,
    "overdue escalated": SYSTEMS_OWN,
    "legal accepted": ("no: not_a_service and not_legal_services",) * 6,
    "court bundle asked for": ("no: not_served",) * 5 + ("no: no_such_exhibit and stale",),
    "evidence archive asked for": ("no: stage",) * 5 + ("yes",),
    "evidence letter asked for": ("no: nothing_issued",) * 5 + ("yes",),
    "order imported": SYSTEMS_OWN,
    "order or notice known from elsewhere": ("marked: not_its_own",) * 6,
    "breach reported": (UNSERVED, UNSERVED, UNSERVED, UNSERVED, UNSERVED, "yes"),
    "unit sent or not": ALWAYS,
    "compliance visit made": (UNSERVED, UNSERVED, UNSERVED, UNSERVED, UNSERVED, "yes"),
    "later event recorded": ALWAYS,
    "note added": ALWAYS,
    "arrest made": (UNSERVED, UNSERVED, UNSERVED, UNSERVED, UNSERVED, "yes"),
    "breach heard": ALWAYS,
    "case opened early": ("yes", "yes", "no: stage", "yes", "no: stage", "no: stage"),
    "early reader found": SYSTEMS_OWN,
    "early opening withdrawn": ("yes", "yes", "no: no_opening", "yes", "no: no_opening", "no: no_opening"),
    "request escalated": SYSTEMS_OWN,
    "push delivered": SYSTEMS_OWN,
    "push opened": SYSTEMS_OWN,
    "text message sent": SYSTEMS_OWN,
    "request claimed": (NONE, NONE, "yes", "no: stage", "no: stage", "no: stage"),
    "claim released": ("no: no_claim", "no: no_claim", "yes", "no: no_claim", "no: no_claim", "no: no_claim"),
    "information asked": (UNASKED, UNASKED, "yes", LATE, LATE, LATE),
    "information given": (NO_QUESTION, NO_QUESTION, "yes", NO_QUESTION, NO_QUESTION, NO_QUESTION),
    "hearing listed": (UNISSUED, UNISSUED, UNISSUED, UNISSUED, "yes", "yes"),
    "notice of hearing given or attempted": ("marked: not_listed",) * 6,
    "hearing adjourned": ("marked: not_listed",) * 6,
    "order made": (UNISSUED, UNISSUED, UNISSUED, UNISSUED, "yes", "yes"),
    "order served or explained": ("marked: no_order",) * 6,
    "order changed by the court": ("marked: no_order",) * 6,
    "application refused or withdrawn": (UNISSUED, UNISSUED, UNISSUED, UNISSUED, "yes", "yes"),
    "signature added": ALWAYS,
    "police employment recorded": ALWAYS,
    "equality monitoring recorded": ALWAYS,
    "connection declared": ALWAYS,
    "case sealed": ALWAYS,
    "case unsealed": ("no: not_professional_standards and other_seals",) * 6,
    "sealed case opened": ("no: not_sealed",) * 6,
    "officer passed over": SYSTEMS_OWN,
    "hold placed": ALWAYS,
    "hold lifted": ALWAYS,
    "subject access asked for": ALWAYS,
    "case reviewed": ALWAYS,
    "disposal proposed": (NOT_DUE, NOT_DUE, ALIVE, NOT_DUE, ALIVE, ALIVE),
    "content disposed": ELSEWHERE,
    "installation made": SYSTEM,
    "officer added": ELSEWHERE,
    "rank and posting recorded": ELSEWHERE,
    "rank confirmed": ELSEWHERE,
    "translation approved": ELSEWHERE,
    "rank compared": SYSTEM,
    "passkey registered": SYSTEM,
    "passkey withdrawn": ELSEWHERE,
    "device added": SYSTEM,
    "device revoked": ELSEWHERE,
    "rescue file read in": ELSEWHERE,
    "server clock compared": SYSTEM,
    "on call recorded": ELSEWHERE,
    "holiday recorded": ELSEWHERE,
    "holiday withdrawn": ELSEWHERE,
    "shift recorded": ELSEWHERE,
    "shift withdrawn": ELSEWHERE,
    "off duty recorded": ELSEWHERE,
    "telephone recorded": ELSEWHERE,
    "line management recorded": ELSEWHERE,
}
"""What a kind is answered at each stage.

yes: accepted. marked: accepted irregular, for it has happened. no: refused. Then why.
"""

MOVES = {
    "authority requested": "requested",
    "notice authorised": "authorised",
    "authority refused": "refused",
    "request withdrawn": "recording",
    "authority withdrawn before service": "withdrawn",
    "notice served": "served",
    "service reported by radio": "served",
    "order made": "ordered",
    "application refused or withdrawn": "ended",
}
"""The stage a case has come to once this was accepted, regular or not."""


OF_ITS_OWN = (
    "considered and not pursued",
    "telephone authority noted",
    "hand-over accepted",
    "police employment recorded",
    "case sealed",
    "hold placed",
    "disposal proposed",
)
"""Kinds that may take a case further, seal it, or find what another kind left on it."""


HEARD = ("hearing listed", "hearing adjourned")
"""What takes a case before the court once the notice has been served."""


def afterwards(kind: str, stage: str, answer: str) -> str:
    if answer.startswith("no"):
        return stage
    if kind == "considered and not pursued":
        return "not pursued" if stage == "recording" else stage
    if kind in HEARD:
        return "before the court" if stage == "served" else stage
    if kind == "telephone authority noted":
        return "authorised" if answer == "yes" else stage
    return MOVES.get(kind, stage)


def test_no_kind_and_no_stage_is_left_out_of_the_table():
    assert set(AT) == {kind for kind, _ in KINDS}
    assert all(len(row) == len(STAGES) for row in AT.values())


@pytest.fixture(scope="module")
def shared(door: Door) -> dict[str, Standing]:
    """One case at each stage, for the kinds that take a case no further."""
    return {stage: standing(door, stage) for stage in STAGES}


def cell(door: Door, case: Standing, kind: str, version: int) -> tuple[str, str]:
    """What this kind is answered on this case, and the stage it leaves it at."""
    sent = proper(door, kind, version, rightly(kind), case)
    return door.answer(rightly(kind), sent), seen(door, case)["stage"]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(("kind", "version"), KINDS, ids=lambda one: str(one).replace(" ", "-"))
def test_what_a_kind_is_answered_at_this_stage(door, shared, kind, version, stage):
    moves = kind in (*MOVES, *HEARD, *OF_ITS_OWN)
    case = standing(door, stage) if moves else shared[stage]
    wanted = AT[kind][STAGES.index(stage)]
    assert cell(door, case, kind, version) == (wanted, afterwards(kind, stage, wanted))


@pytest.mark.parametrize("stage", STAGES)
def test_on_postgresql_alike(postgres_door, stage):
    for kind in ("risk assessed", "authority requested", "notice authorised", "notice served", "on call recorded"):
        wanted = AT[kind][STAGES.index(stage)]
        told = cell(postgres_door, standing(postgres_door, stage), kind, newest(kind).version)
        assert told == (wanted, afterwards(kind, stage, wanted)), kind
    assert verify_logs(postgres_door.force.installation).failure is None
