"""The one path every record takes: what is accepted, what is refused, what waits, and what it leaves behind."""

from __future__ import annotations

import json

from field_app.actions import verify_logs
from field_app.demonstration.case import authorise, capture, serve
from field_app.demonstration.case import request as ask


def test_the_reference_case_travels_from_call_to_service(force):
    case_id, request = force.requested()
    decision = authorise(force.superintendent, case_id, request, force.later(minutes=10))
    force.superintendent.record([decision], force.now)
    service = serve(force.constable, case_id, decision, force.later(hours=1), force.now)
    force.constable.record([service], force.now)

    found = verify_logs(force.installation)

    assert found.failure is None
    assert found.logs == 2


def test_the_same_bytes_again_are_already_held_and_other_bytes_are_refused(force):
    _case_id, (first, *_) = capture(force.constable, force.now)
    accepted, again = force.constable.send([first, first], force.now)
    assert (accepted.outcome, again.outcome) == ("accepted", "already held")
    assert (again.position, again.hash) == (accepted.position, accepted.hash)

    body = json.loads(first.body)
    body["made_at"] = "2026-07-13T20:00:01+00:00"
    (other,) = force.constable.send([type(first)(json.dumps(body), None)], force.now)
    assert other.outcome == "refused"
    assert [why.code for why in other.reasons] == ["other_bytes"]


def test_an_entry_that_names_what_has_not_arrived_waits_for_it_alone(force):
    case_id, captured = capture(force.constable, force.now)
    request = ask(force.constable, case_id, captured, force.now)
    (waits,) = force.constable.send([request], force.now)
    assert waits.outcome == "waiting"
    assert [one.outcome for one in force.constable.send(captured, force.now)] == ["accepted"] * len(captured)
    (held,) = force.constable.send([request], force.now)
    assert held.outcome == "already held"
