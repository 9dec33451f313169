"""Who is told to open the app: queued with the entry itself, or not at all."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from sqlalchemy import func, select

from field_app.demonstration.case import authorise, capture, serve
from field_app.demonstration.case import request as ask
from field_app.store.database import reading
from field_app.store.tables import entries, jobs
from tests.cases.examples import facts_of
from tests.store.story import corrected, served


def told(desk):
    """The roles of the officers who are to be told of what is no request."""
    roles = {officer.id: role for role, officer in desk.force.officers.items()}
    return sorted(roles[json.loads(job["payload"])["officer"]] for job in desk.jobs("tell officer"))


def forget(desk):
    """What was queued so far is done."""
    desk.work()
    with desk.force.installation.engine.begin() as connection:
        connection.execute(jobs.delete())


def test_a_refused_request_tells_nobody(desk):
    force = desk.force
    case_id, captured = capture(force.constable, force.now)
    lacking = captured[:-1]  # no conditions
    force.constable.record(lacking, force.now)
    (outcome,) = force.constable.send([ask(force.constable, case_id, lacking, force.now)], force.now)
    assert outcome.outcome == "refused"
    assert desk.jobs("tell officer") == desk.jobs("ask next") == []


def test_a_request_that_waits_tells_nobody_until_what_it_rests_on_has_arrived(desk):
    force = desk.force
    case_id, captured = capture(force.constable, force.now)
    (waits,) = force.constable.send([ask(force.constable, case_id, captured, force.now)], force.now)
    assert waits.outcome == "waiting"
    assert desk.jobs("ask next") == []
    force.constable.record(captured, force.later(minutes=1))
    assert len(desk.jobs("ask next")) == 1


def test_a_request_that_is_rolled_back_leaves_neither_entry_nor_job(desk, monkeypatch):
    force = desk.force
    case_id, captured = capture(force.constable, force.now)
    force.constable.record(captured, force.now)
    recording = import_module("field_app.actions.record")
    follow = recording.follow

    def follow_and_fail(*arguments):
        follow(*arguments)
        raise RuntimeError("the power went")

    monkeypatch.setattr(recording, "follow", follow_and_fail)
    request = ask(force.constable, case_id, captured, force.now)
    with pytest.raises(RuntimeError, match="the power went"):
        force.constable.send([request], force.now)

    assert desk.jobs("tell officer") == desk.jobs("ask next") == []
    with reading(force.installation.engine) as connection:
        held = connection.execute(select(func.count()).where(entries.c.case_id == case_id)).scalar()
    assert held == len(captured)


@pytest.mark.parametrize("decide", ["authorise", "refuse"])
def test_a_decision_tells_the_officer_who_asked_and_nobody_else(desk, decide):
    force = desk.force
    case_id, request = force.requested()
    forget(desk)
    if decide == "authorise":
        decision = authorise(force.superintendent, case_id, request, force.later(minutes=10))
    else:
        facts = {"because": [], "reasons": "Charge is possible tonight."}
        decision = force.superintendent.write(
            "authority refused", case_id, facts, force.later(minutes=10), relies_on=[request]
        )
    force.superintendent.record([decision], force.now)
    assert told(desk) == ["constable"]


def test_service_that_was_never_authorised_tells_those_on_call_from_inspector_upwards(desk):
    force = desk.force
    on = {"officer": force.inspector.id, "on_call": True}
    office = force.inspector.office().id
    force.inspector.record([force.inspector.write("on call recorded", office, on, force.now)], force.now)
    case_id, request = force.requested()
    forget(desk)

    service = serve(force.constable, case_id, request, force.later(hours=1), force.now)
    (outcome,) = force.constable.send([service], force.now)

    assert outcome.outcome == "accepted irregular"
    assert told(desk) == ["inspector", "other_superintendent", "superintendent"]


def test_service_in_order_raises_no_alarm(desk):
    force = desk.force
    case_id, request = force.requested()
    decision = authorise(force.superintendent, case_id, request, force.later(minutes=10))
    force.superintendent.record([decision], force.now)
    forget(desk)
    force.constable.record([serve(force.constable, case_id, decision, force.later(hours=1), force.now)], force.now)
    assert desk.jobs("tell officer") == []


def test_a_hand_over_tells_whom_it_is_for_and_its_acceptance_whoever_handed_it_over(desk):
    force = desk.force
    case_id, _ = force.requested()
    forget(desk)
    number = force.constable.office().officers[force.response.id].collar_number
    handed = force.constable.write("handed over", case_id, {"to": number, "note": None}, force.now)
    force.constable.record([handed], force.later(minutes=1))
    assert told(desk) == ["response"]
    forget(desk)
    accepted = force.response.write("hand-over accepted", case_id, {}, force.now, relies_on=[handed])
    force.response.record([accepted], force.later(minutes=1))
    assert told(desk) == ["constable"]


def test_a_withdrawal_tells_everybody_on_the_case(desk):
    force = desk.force
    case_id, request = force.requested()
    decision = authorise(force.superintendent, case_id, request, force.later(minutes=5))
    force.superintendent.record([decision], force.now)
    forget(desk)
    facts = {"reasons": "Remanded on another matter."}
    taken_back = force.superintendent.write(
        "authority withdrawn before service", case_id, facts, force.now, relies_on=[decision]
    )
    force.superintendent.record([taken_back], force.later(minutes=1))
    assert told(desk) == ["constable"]


def test_a_breach_without_a_unit_is_told_of_once_when_the_minutes_have_passed(sqlite_desk):
    desk, force = sqlite_desk, sqlite_desk.force
    case_id, *_ = served(force)

    def report():
        facts = {**facts_of("breach reported"), "occurred_at": force.now.isoformat(timespec="seconds")}
        sent = force.response.write("breach reported", case_id, facts, force.now)
        force.response.record([sent], force.now)
        return sent

    def answer(reported, **facts):
        said = {**facts_of("unit sent or not"), **facts}
        unit = force.control_room.write("unit sent or not", case_id, said, force.now, relies_on=[reported])
        force.control_room.record([unit], force.now)

    on_call = ["other_superintendent", "superintendent"]
    forget(desk)
    first = report()
    force.later(minutes=9)
    desk.work()
    assert told(desk) == []
    force.response.record([corrected(force.response, case_id, first, force.now, what="Rang.")], force.now)
    force.later(minutes=2)
    desk.worker().work(force.now)
    assert told(desk) == ["control_room", *on_call]
    force.later(minutes=30)
    desk.work()
    assert told(desk) == ["control_room", *on_call], "correcting it asked nobody again"

    forget(desk)
    answer(report())
    answer(report(), sent=False, unit=None, why_not="None is free.")
    force.later(minutes=11)
    desk.work()
    assert told(desk) == on_call, "of a unit nobody could send the control room knows"
