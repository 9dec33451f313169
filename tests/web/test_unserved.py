"""An authority before service: withdrawn, growing old on a list, handed over, taken over, through the public door."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from field_app.actions import verify_logs
from field_app.cases.force import Clocks, Force
from field_app.demonstration.case import request as ask
from field_app.demonstration.case import serve
from field_app.demonstration.officer import entry_id
from tests.store.story import authorised, count, said
from tests.web.test_lookup import ask as look_up


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


def withdraw(force, officer, case_id, decision, now, *, signed=True):
    facts = {"reasons": "Remanded on another matter."}
    written = officer.write("authority withdrawn before service", case_id, facts, now, relies_on=[decision])
    sent = written if signed else dataclasses.replace(written, signature=None)
    return officer.send([sent], now)[0]


def hand_over(officer, case_id, to, now):
    number = officer.office().officers[to.id].collar_number if to else "9999999"
    sent = officer.write("handed over", case_id, {"to": number, "note": None}, now)
    return sent, officer.send([sent], now)[0]


def accept(officer, case_id, now, *handed):
    return officer.send([officer.write("hand-over accepted", case_id, {}, now, relies_on=handed)], now)[0]


def matched(force, who="response"):
    return look_up(force.client(who), name="Craig Inventedson").json["matches"][0]


def lists(force, who):
    answer = force.client(who).get("/api/unserved")
    assert answer.status_code == 200
    return [
        [(one["case"], one["late"], one["respondent"]) for one in answer.json[name]]
        for name in ("unserved", "hand_overs")
    ]


def stage(force, case_id, who="constable"):
    return force.client(who).get(f"/api/cases/{case_id}").json["case"]["stage"]


def test_a_withdrawn_authority_gives_no_power_and_nothing_to_serve(force):
    case_id, _, _, decision = authorised(force)
    assert matched(force)["in_force"] == "authorised, not served"
    assert said(withdraw(force, force.superintendent, case_id, decision, force.later(minutes=5))) == ("accepted", [])
    assert stage(force, case_id) == "withdrawn"
    found = matched(force)
    assert (found["in_force"], found["conditions"], found["served_at"]) == ("withdrawn", [], None)
    assert found["power"].startswith("WITHDRAWN: NO POWER. ")
    assert lists(force, "constable") == [[], []]


def test_another_of_issuing_rank_withdraws_it_too_and_nobody_below(force):
    case_id, _, _, decision = authorised(force)
    for who, codes in (("inspector", ["rank"]), ("constable", ["rank"]), ("other_superintendent", [])):
        outcome = withdraw(force, force.officers[who], case_id, decision, force.later(minutes=1))
        assert [why.code for why in outcome.reasons] == codes, who


@pytest.mark.parametrize(("signed", "named", "codes"), [(False, True, ["unsigned"]), (True, False, ["relies_on"])])
def test_it_is_signed_and_names_the_decision(force, signed, named, codes):
    case_id, _, request, decision = authorised(force)
    outcome = withdraw(force, force.superintendent, case_id, decision if named else request, force.now, signed=signed)
    assert said(outcome) == ("refused", codes)


def test_what_was_served_or_withdrawn_already_is_not_withdrawn(force):
    case_id, _, _, decision = authorised(force)
    assert said(withdraw(force, force.superintendent, case_id, decision, force.later(minutes=1)))[0] == "accepted"
    assert said(withdraw(force, force.superintendent, case_id, decision, force.now)) == ("refused", ["stage"])


@pytest.mark.parametrize(("minutes", "sentence"), [(30, "was withdrawn after this"), (90, "had been withdrawn when")])
def test_a_service_made_before_the_withdrawal_was_known_is_a_fact_in_doubt(force, minutes, sentence):
    """The constable's phone was dark: served half an hour, or an hour and a half, after the decision."""
    case_id, _, _, decision = authorised(force)
    served_at = force.now + timedelta(minutes=minutes)
    withdrawn_at = force.later(hours=1)
    withdraw(force, force.superintendent, case_id, decision, withdrawn_at)
    service = serve(force.constable, case_id, decision, served_at, served_at)
    (outcome,) = force.constable.send([service], force.later(hours=1))
    assert said(outcome) == ("accepted irregular", ["withdrawn"])
    assert sentence in outcome.reasons[0].message
    assert stage(force, case_id) == "served"
    found = matched(force)
    assert found["in_force"] == "notice in doubt"
    assert sentence in found["power"]


def test_after_a_withdrawal_authority_may_be_asked_for_again(force):
    case_id, captured, request, decision = authorised(force)
    withdraw(force, force.superintendent, case_id, decision, force.later(minutes=1))
    again = ask(force.constable, case_id, captured, force.later(minutes=1))
    assert said(force.constable.send([again], force.now)[0]) == ("refused", ["replaces"])
    again = force.constable.write(
        "authority requested", case_id, {"note": None}, force.now, relies_on=captured, replaces=[entry_id(request)]
    )
    assert said(force.constable.send([again], force.now)[0]) == ("accepted", [])
    assert stage(force, case_id) == "requested"


def test_who_sees_an_authority_grow_old_and_whose_names(force):
    case_id, *_ = authorised(force)
    named, unnamed = [(case_id, True, "Craig Inventedson")], [(case_id, True, None)]
    for who in ("constable", "superintendent"):
        assert lists(force, who) == [named, []], who
    for who in ("inspector", "custody", "other_superintendent"):
        assert lists(force, who) == [unnamed, []], who
    for who in ("other_constable", "response", "solicitor", "control_room"):
        assert lists(force, who) == [[], []], who


def with_clocks(force, **clocks):
    """The same installation under a force file that says this of its clocks."""
    force.app().extensions["installation"].force = Force("Invented Police", clocks=Clocks(**clocks))


def test_late_is_what_the_force_file_says_and_the_oldest_comes_first(force, monkeypatch):
    first, *_ = authorised(force)
    force.later(hours=2)
    second, *_ = authorised(force)
    now = datetime.fromisoformat(force.now.isoformat())
    monkeypatch.setattr("field_app.web.unserved.now", lambda: now.astimezone(UTC))
    with_clocks(force, unserved=2)
    assert [one[:2] for one in lists(force, "constable")[0]] == [(first, True), (second, False)]
    with_clocks(force, unserved=3)
    assert [one[:2] for one in lists(force, "constable")[0]] == [(first, False), (second, False)]


def test_a_case_handed_over_can_be_read_and_served_by_whom_it_was_handed_to(force):
    case_id, _, _, decision = authorised(force)
    other = force.other_constable
    assert force.client("other_constable").get(f"/api/cases/{case_id}").status_code == 404
    handed, outcome = hand_over(force.constable, case_id, other, force.later(minutes=1))
    assert said(outcome) == ("accepted", [])
    assert [one["id"] for one in force.client("other_constable").get("/api/changes").json["cases"]] == [case_id]
    case = force.client("other_constable").get(f"/api/cases/{case_id}").json["case"]
    assert (case["hand_over"]["to"], case["taken_over"]) == (other.office().officers[other.id].collar_number, None)
    assert said(accept(other, case_id, force.later(minutes=1), handed)) == ("accepted", [])
    case = force.client("other_constable").get(f"/api/cases/{case_id}").json["case"]
    assert (case["hand_over"], case["taken_over"]["_"]["officer"]) == (None, other.id)
    service = serve(other, case_id, decision, force.later(minutes=9), force.now)
    assert said(other.send([service], force.now)[0]) == ("accepted", [])
    assert verify_logs(force.installation).failure is None


def test_one_not_accepted_goes_to_the_sergeant_when_the_minutes_are_over(force, monkeypatch):
    case_id, *_ = authorised(force)
    hand_over(force.constable, case_id, force.other_constable, force.later(minutes=1))
    waits = (case_id, False, "Craig Inventedson")
    at = {"now": force.now + timedelta(minutes=19)}
    monkeypatch.setattr("field_app.web.unserved.now", lambda: at["now"].astimezone(UTC))
    with_clocks(force, hand_over=20)
    assert (lists(force, "other_constable")[1], lists(force, "custody")[1]) == ([waits], [])
    at["now"] += timedelta(minutes=1)
    assert lists(force, "custody")[1] == [(case_id, True, None)]
    assert lists(force, "response")[1] == []
    accept(force.response, case_id, force.later(minutes=1))  # who was there, though it was handed to another
    assert lists(force, "custody")[1] == []


def test_a_supervisor_hands_over_too_and_nobody_else_who_is_not_on_the_case(force):
    case_id, *_ = authorised(force)
    _, by_sergeant = hand_over(force.custody, case_id, force.other_constable, force.later(minutes=1))
    assert said(by_sergeant) == ("accepted", [])
    _, by_another = hand_over(force.response, case_id, force.other_constable, force.now)
    assert said(by_another) == ("accepted irregular", ["not_on_the_case"])


@pytest.mark.parametrize("to", ["nobody's", "of police staff"])
def test_a_hand_over_to_nobody_who_could_serve_is_marked(force, to):
    case_id, *_ = authorised(force)
    staff = None if to == "nobody's" else force.officers["solicitor"]
    _, outcome = hand_over(force.constable, case_id, staff, force.now)
    assert said(outcome) == ("accepted irregular", ["to_nobody"])


def test_whoever_looks_is_on_record(force):
    before = count(force.installation, "access")
    lists(force, "constable")
    assert count(force.installation, "access") == before + 1
    assert force.client().get("/api/unserved").status_code == 401
