"""The custody desk, and what is recorded there: through the public door, by each role."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from field_app.actions import custody_desk
from field_app.store.database import reading
from field_app.store.tables import jobs
from tests.cases.examples import facts_of
from tests.store.story import authorised, requested, said, served


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


def write(force, kind, case_id, role="custody", **changes):
    sender = force.officers[role]
    (outcome,) = sender.send([sender.write(kind, case_id, {**facts_of(kind), **changes}, force.now)], force.now)
    return said(outcome)


def detained(force, case_id, minutes=60):
    """The respondent of this case is held, since so many minutes."""
    since = (force.now - timedelta(minutes=minutes)).isoformat(timespec="seconds")
    incident = {"detained": True, "station": "Basildon", "arrived_at": since}
    assert write(force, "incident recorded", case_id, "constable", **incident)[0] == "accepted"


def release(force, case_id, **changes):
    at = force.now.isoformat(timespec="seconds")
    return write(force, "respondent released", case_id, **{"released_at": at, **changes})


def decide(force, case_id, *conditions, role="custody"):
    at = force.now.isoformat(timespec="seconds")
    kind = "bail or release decision recorded"
    return write(force, kind, case_id, role, decided_at=at, conditions=list(conditions))


def line(force):
    """The one respondent on the desk."""
    (found,) = custody_desk(force.installation, force.officers["custody"].id, force.now)["cases"]
    return found


def told(force):
    """The roles of the officers who are told to open the app."""
    with reading(force.installation.engine) as connection:
        found = connection.execute(jobs.select().where(jobs.c.kind == "tell officer")).all()
    roles = {officer.id: role for role, officer in force.officers.items()}
    return {roles[json.loads(one.payload)["officer"]] for one in found}


def test_the_desk_is_for_custody_and_inspectors(force):
    case_id, *_ = requested(force)
    detained(force, case_id)
    for role in ("custody", "inspector", "superintendent"):
        answer = force.client(role).get("/api/custody")
        assert answer.status_code == 200, role
        assert [one["case"] for one in answer.json["cases"]] == [case_id]
    for role in ("constable", "response", "solicitor", "safeguarding", "control_room", "administrator", "auditor"):
        assert force.client(role).get("/api/custody").status_code == 403, role


def test_a_request_that_waits_and_a_notice_to_serve_stand_with_the_detention_clock(force):
    case_id, *_ = requested(force)
    detained(force, case_id)
    shown = line(force)
    assert (shown["stage"], shown["station"], shown["respondent"]) == ("requested", "Basildon", "Craig Inventedson")
    assert (shown["conditions"], shown["alarms"], shown["readable"]) == ([], [], False)
    assert shown["ends_at"] == shown["detention"]["until"]


def test_a_notice_to_serve_comes_before_release(force):
    case_id, *_ = authorised(force)
    detained(force, case_id, minutes=25 * 60)
    shown = line(force)
    assert shown["authorised_at"] and shown["conditions"]
    assert shown["alarms"] == [
        "The 24 hours from arrival have passed, as far as is recorded here.",
        "SERVE BEFORE RELEASE. Nobody is held for that: release does not wait for it.",
    ]


def test_released_unserved_is_recorded_and_alarms(force):
    case_id, *_ = authorised(force)
    detained(force, case_id)
    outcome, why = release(force, case_id, protected_person_told=False)
    assert (outcome, why) == ("accepted irregular", ["released_unserved", "protected_person_not_told"])
    assert told(force) >= {"superintendent", "other_superintendent"}  # who is on call here
    shown = line(force)
    assert shown["detention"] is None and shown["released_at"]
    assert shown["alarms"][0].startswith("RELEASED, NOT SERVED")
    assert shown["alarms"][1].startswith("THE PROTECTED PERSON HAD NOT BEEN TOLD")


def test_who_was_served_and_released_in_order_leaves_the_desk(force):
    case_id, *_ = served(force)
    detained(force, case_id)
    assert line(force)["stage"] == "served"
    assert release(force, case_id) == ("accepted", [])
    assert custody_desk(force.installation, force.officers["custody"].id, force.now)["cases"] == []


def test_released_while_a_request_waits_is_marked(force):
    case_id, *_ = requested(force)
    assert release(force, case_id) == ("accepted irregular", ["released_undecided"])


def test_bail_is_compared_with_the_notice_and_corrected(force):
    case_id, *_ = served(force)
    detained(force, case_id)
    home = {"about": "live and sleep at a place", "at": "home of the protected person", "distance_m": None}
    assert decide(force, case_id, {**home, "words": "To live and sleep at home."})[0] == "accepted"
    bail = line(force)["bail"]
    assert bail["compared"][0]["how"] == "contradicts"
    assert {one["how"] for one in bail["compared"]} == {"contradicts", "notice stricter"}
    wrong = decide(force, case_id, {**home, "about": "a curfew", "words": "Indoors by 21:00."})
    assert wrong[0] == "refused"


def test_an_arrest_for_breach_has_its_own_clock(force):
    case_id, *_ = served(force)
    at = force.now.isoformat(timespec="seconds")
    assert write(force, "arrest made", case_id, arrested_at=at)[0] == "accepted"
    shown = line(force)
    (arrest,) = shown["arrests"]
    assert (shown["detention"], shown["station"], arrest["custody_number"]) == (None, "Basildon", "BC/0002/26")
    assert shown["ends_at"] == arrest["by"] > at
    force.later(days=4)
    assert "before the court for breach of the notice has passed" in line(force)["alarms"][0]
