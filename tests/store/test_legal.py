"""P3: a later time of service lengthens the working deadline only once legal services accept it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from field_app.demonstration.case import authorise, serve
from field_app.demonstration.officer import entry_id


@pytest.fixture
def corrected(sqlite_force):
    """A served case whose time of service the constable corrected to an hour later: id, service, correction."""
    force = sqlite_force
    case_id, request = force.requested()
    decision = authorise(force.superintendent, case_id, request, force.later(minutes=5))
    force.superintendent.record([decision], force.now)
    at = force.later(minutes=5)
    service = serve(force.constable, case_id, decision, at, at)
    later = force.later(hours=2)
    facts = serve(force.constable, case_id, decision, at + timedelta(hours=1), later)
    force.constable.record([service], later)
    correction = force.constable.write(
        "notice served", case_id, facts_of(facts), later, replaces=(entry_id(service),), relies_on=(decision,)
    )
    assert force.constable.send([correction], later)[0].outcome.startswith("accepted")
    return case_id, service, correction


def facts_of(sent):
    return json.loads(sent.body)["facts"]


def accept(force, case_id, named, by="solicitor"):
    officer, facts = force.officers[by], {"entry": named, "why": "Two body-worn videos."}
    return officer.send([officer.write("legal accepted", case_id, facts, force.later(minutes=1))], force.now)[0]


def deadline(force, case_id):
    return force.client("solicitor").get(f"/api/cases/{case_id}").json["case"]["deadline"]["at"]


def test_it_lengthens_nothing_by_itself_and_does_once_accepted(sqlite_force, corrected):
    case_id, _, correction = corrected
    before = deadline(sqlite_force, case_id)
    assert accept(sqlite_force, case_id, entry_id(correction)).outcome == "accepted"
    after = deadline(sqlite_force, case_id)
    assert (before[11:16], after[11:16]) == ("21:15", "22:15")


@pytest.mark.parametrize("by", ["constable", "superintendent", "administrator"])
def test_nobody_but_legal_services_accepts_it(sqlite_force, corrected, by):
    case_id, _, correction = corrected
    refused = accept(sqlite_force, case_id, entry_id(correction), by)
    assert (refused.outcome, [one.code for one in refused.reasons]) == ("refused", ["not_legal_services"])


def test_only_a_correction_of_service_that_stands_is_accepted(sqlite_force, corrected):
    case_id, service, _ = corrected
    first, unknown = accept(sqlite_force, case_id, entry_id(service)), accept(sqlite_force, case_id, case_id)
    assert [one.code for one in first.reasons] == ["no_correction", "corrected_again"]
    assert [one.code for one in unknown.reasons] == ["not_a_service"]
