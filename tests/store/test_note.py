"""A note joins nobody: whoever only looked in reads no more by it, and may decide as before."""

from __future__ import annotations

from field_app.demonstration.case import authorise
from tests.cases.examples import facts_of
from tests.store.story import requested, said

KIND = "note added"


def note(force, who, case_id):
    officer = force.officers[who]
    [outcome] = officer.send([officer.write(KIND, case_id, facts_of(KIND), force.now)], force.later(minutes=1))
    return said(outcome)


def reads(force, who, case_id):
    return force.client(who).get(f"/api/cases/{case_id}").status_code == 200


def test_whoever_reads_the_case_may_note_and_is_not_on_it_by_that(sqlite_force):
    force = sqlite_force
    case_id, _, request = requested(force)
    assert note(force, "superintendent", case_id) == ("accepted", [])
    assert note(force, "auditor", case_id) == ("accepted", [])
    assert note(force, "response", case_id) == ("accepted irregular", ["may_not_read"])
    assert not reads(force, "response", case_id), "a note is no key"

    decision = authorise(force.superintendent, case_id, request, force.later(minutes=1))
    force.superintendent.record([decision], force.now)
    assert force.client("constable").get(f"/api/cases/{case_id}").json["case"]["stage"] == "authorised"
    held = [one["id"] for one in force.client("auditor").get("/api/changes").json["cases"]]
    assert case_id not in held
    log = force.client("constable").get(f"/api/cases/{case_id}/log").json["entries"]
    assert sum(f'"{KIND}"' in one["body"] for one in log) == 3
