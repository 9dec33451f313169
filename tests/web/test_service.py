"""Attempts, the fuller record of service and service reported by radio: through the public door."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta

import pytest

from field_app.actions import custody_desk, legal_desk, verify_logs
from field_app.demonstration.case import serve
from field_app.law.power import SERVICE_BY_RADIO
from field_app.store.database import reading
from field_app.store.tables import jobs
from tests.cases.examples import facts_of
from tests.store.story import authorised, requested, said
from tests.web.test_lookup import ask as look_up

RADIO = "service reported by radio"


@pytest.fixture
def force(sqlite_force, monkeypatch):
    monkeypatch.setattr("field_app.web.lookup.now", lambda: sqlite_force.now)  # while the hours of the notice run
    return sqlite_force


def reported(force, case_id, role="control_room", **changes):
    at = force.now.isoformat(timespec="seconds")
    sender = force.officers[role]
    facts = {**facts_of(RADIO), "served_at": at, "heard_at": at, **changes}
    (outcome,) = sender.send([sender.write(RADIO, case_id, facts, force.now)], force.now)
    return said(outcome)


def matched(force):
    return look_up(force.client("response"), name="Craig Inventedson").json["matches"][0]


def case(force, case_id):
    return force.client("constable").get(f"/api/cases/{case_id}").json["case"]


def test_each_attempt_is_counted_until_the_notice_is_served(force):
    case_id, *_, decision = authorised(force)
    for minutes, outcome in enumerate(("not there", "a screen was shown, and no paper left")):
        at = (force.now + timedelta(minutes=minutes)).isoformat(timespec="seconds")
        facts = {**facts_of("service attempted"), "attempted_at": at, "outcome": outcome}
        written = force.constable.write("service attempted", case_id, facts, force.now, relies_on=[decision])
        assert said(force.constable.send([written], force.now)[0]) == ("accepted", [])
    (line,) = force.client("constable").get("/api/unserved").json["unserved"]
    assert line["attempts"]["count"] == 2
    shown = case(force, case_id)
    assert (len(shown["attempts"]), shown["stage"], shown["deadline"]) == (2, "authorised", None)


def test_what_the_control_room_hears_binds_at_once_and_says_that_it_is_not_confirmed(force):
    case_id, *_, decision = authorised(force)
    assert matched(force)["in_force"] == "authorised, not served"
    assert reported(force, case_id) == ("accepted", [])
    match = matched(force)
    assert match["in_force"] == "notice"
    assert match["power"].startswith("You may arrest") and match["power"].endswith(SERVICE_BY_RADIO)
    known = legal_desk(force.installation, force.officers["solicitor"].id, 1, force.now)
    assert (known["cases"][0]["by_radio"], known["cases"][0]["hearing"]) == (True, None)
    deadline = case(force, case_id)["deadline"]["at"]
    # The officer who served it signs their own record, of ten minutes later: the time that was said counts on.
    own = serve(force.constable, case_id, decision, force.later(minutes=10), force.now)
    force.constable.record([own], force.now)
    shown = case(force, case_id)
    assert (shown["by_radio"]["confirmed"], shown["deadline"]["at"]) == (True, deadline)
    assert SERVICE_BY_RADIO not in matched(force)["power"]
    assert verify_logs(force.installation).failure is None


def test_the_constable_is_told_to_confirm_and_may_read_the_case(force):
    case_id, *_ = authorised(force)
    number = force.response.office().officers[force.response.id].collar_number
    assert force.client("response").get(f"/api/cases/{case_id}").status_code == 404
    assert reported(force, case_id, served_by=number)[0] == "accepted"
    with reading(force.installation.engine) as connection:
        payloads = [json.loads(one.payload) for one in connection.execute(jobs.select()).all()]
    assert force.response.id in {one.get("officer") for one in payloads}
    assert force.client("response").get(f"/api/cases/{case_id}").json["case"]["stage"] == "served"


@pytest.mark.parametrize(
    ("changes", "codes", "in_force"),
    [
        ({"served_by": "5003"}, ["not_a_constable"], "notice in doubt"),
        ({"served_by": "another force's 77"}, [], "notice"),
        ({"paper_copy_left": False}, ["no_paper"], "notice in doubt"),
        ({"address_asked": False}, ["address_not_asked"], "notice"),
        ({"paper_copy_left": None, "address_asked": None}, [], "notice"),
        ({"served_at": "2026-07-13T20:00:00+01:00"}, ["before_authority"], "notice in doubt"),
        ({"served_at": "2099-07-13T20:00:00+01:00"}, ["in_the_future"], "notice"),
    ],
)
def test_what_ought_not_to_be_is_recorded_and_marked(force, changes, codes, in_force):
    case_id, *_ = authorised(force)
    outcome, why = reported(force, case_id, **changes)
    assert (outcome, why) == ("accepted irregular" if codes else "accepted", codes)
    assert matched(force)["in_force"] == in_force


def test_a_report_where_nothing_was_authorised_is_recorded_and_marked(force):
    case_id, *_ = requested(force)
    assert reported(force, case_id) == ("accepted irregular", ["not_authorised"])
    assert case(force, case_id)["stage"] == "served"


def test_who_is_held_and_served_by_radio_is_shown_so_to_custody(force):
    case_id, *_ = authorised(force)
    since = (force.now - timedelta(hours=1)).isoformat(timespec="seconds")
    incident = {**facts_of("incident recorded"), "detained": True, "station": "Basildon", "arrived_at": since}
    force.constable.record([force.constable.write("incident recorded", case_id, incident, force.now)], force.now)
    reported(force, case_id)
    (line,) = custody_desk(force.installation, force.officers["custody"].id, force.now)["cases"]
    assert (line["stage"], line["by_radio"]) == ("served", True)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"manner": "they would not take it, and no paper was left", "paper_copy_left": False}, ["no_paper"]),
        ({"at_risk_there": True, "who_is_at_risk": None}, []),
        ({"understood": None, "witnesses": None, "video": None, "respondent_signed": None}, []),
    ],
)
def test_the_fuller_record_refuses_nothing(force, changes, codes):
    case_id, *_, decision = authorised(force)
    at = force.now.isoformat(timespec="seconds")
    facts = {**facts_of("notice served"), "served_at": at, **changes}
    written = force.constable.write("notice served", case_id, facts, force.now, relies_on=[decision])
    outcome, why = said(force.constable.send([written], force.now)[0])
    assert (outcome, why) == ("accepted irregular" if codes else "accepted", codes)


def test_an_unknown_way_of_handing_over_is_named_at_its_field(force):
    case_id, *_, decision = authorised(force)
    facts = {**facts_of("notice served"), "manner": "posted"}
    written = force.constable.write("notice served", case_id, facts, force.now, relies_on=[decision])
    (outcome,) = force.constable.send([dataclasses.replace(written)], force.now)
    assert outcome.outcome == "refused"
    assert any("manner" in why.message for why in outcome.reasons)
