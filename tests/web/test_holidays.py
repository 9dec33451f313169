"""A holiday an administrator adds: every open case follows, phones are told, and what makes no sense is refused."""

from __future__ import annotations

import pytest

from field_app.demonstration.case import authorise, serve
from field_app.store.database import reading
from field_app.store.log import head

DAY = {"date": "2026-07-15", "name": "Invented holiday", "source": "Invented proclamation", "doubtful": False}


def change(force, kind, facts, by="administrator"):
    officer = force.officers[by]
    entry = officer.write(kind, officer.office().id, facts, force.later(minutes=1))
    return officer.send([entry], force.now)[0]


@pytest.fixture
def served(force):
    case_id, request = force.requested()
    decision = authorise(force.superintendent, case_id, request, force.later(minutes=5))
    force.superintendent.record([decision], force.now)
    at = force.later(minutes=5)
    service = serve(force.constable, case_id, decision, at, at)
    force.constable.record([service], force.now)
    return case_id


def deadline(force, case_id):
    return force.client("constable").get(f"/api/cases/{case_id}").json["case"]["deadline"]


def test_every_open_case_follows_at_once_and_back_again(force, served):
    before = deadline(force, served)
    assert before["excluded"] == []
    with reading(force.installation.engine) as connection:
        log_before = head(connection, served)

    assert change(force, "holiday recorded", DAY).outcome == "accepted"
    after = deadline(force, served)
    assert after["at"][:10] == "2026-07-16" and before["at"][:10] == "2026-07-15"
    assert after["excluded"] == [{"date": "2026-07-15", "name": "Invented holiday", "counted": False}]

    assert change(force, "holiday withdrawn", {"date": "2026-07-15", "reason": "A mistake."}).outcome == "accepted"
    assert deadline(force, served) == before
    with reading(force.installation.engine) as connection:
        assert head(connection, served) == log_before, "computed when it is read: nothing is written to the case"


def test_a_doubtful_day_is_counted_and_both_readings_are_shown(force, served):
    before = deadline(force, served)
    change(force, "holiday recorded", {**DAY, "doubtful": True})
    after = deadline(force, served)
    assert after["at"] == before["at"]
    assert after["other"][:10] == "2026-07-16"


def test_the_look_up_and_the_phone_have_it_too(force, served):
    tag = force.client("constable").get("/api/changes").headers["ETag"]
    change(force, "holiday recorded", DAY)
    assert force.client("constable").get("/api/me").json["holidays"] == [
        {"date": "2026-07-15", "name": "Invented holiday", "doubtful": False}
    ]
    asked = force.client("constable").get("/api/changes", headers={"If-None-Match": tag})
    assert asked.status_code == 200, "a phone that asks only whether anything changed is told so"
    asked = {"name": "Craig Inventedson", "reason": "Stopped in a car."}
    empty = dict.fromkeys(("born", "address", "postcode", "reference"))
    (found, *_) = force.client("response").post("/api/lookup", json={**empty, **asked}).json["matches"]
    assert found["hearing_not_later_than"][:10] == "2026-07-16"


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"date": "2035-07-15"}, "facts.date: must be a day of 2010 to 2030, the years of the table."),
        ({"date": "2026-07-12"}, "facts.date: never counts as it is: Sunday."),
        ({"date": "2026-12-25"}, "facts.date: never counts as it is: Christmas Day."),
        ({"date": "2026-08-31"}, "facts.date: is in the table already, as Summer bank holiday."),
        ({"name": " "}, "facts.name: must not be blank."),
        ({"source": ""}, "facts.source: must not be blank."),
        ({"date": "15 July"}, "facts.date: must be a date, such as 1993-04-12."),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence_at_the_field(sqlite_force, facts, says):
    outcome = change(sqlite_force, "holiday recorded", {**DAY, **facts})
    assert (outcome.outcome, [one.message for one in outcome.reasons]) == ("refused", [says])
    assert sqlite_force.client("administrator").get("/api/holidays").json["added"] == []


def test_a_moved_holiday_is_marked_doubtful_and_only_what_was_added_is_taken_back(sqlite_force):
    moved = {**DAY, "date": "2026-08-31", "name": "Moved to 7 September", "doubtful": True}
    assert change(sqlite_force, "holiday recorded", moved).outcome == "accepted"
    listed = sqlite_force.client("administrator").get("/api/holidays").json
    assert listed == {"added": [moved], "years": [2010, 2030]}
    taken = change(sqlite_force, "holiday withdrawn", {"date": "2026-05-25", "reason": "Mistaken."})
    assert [one.message for one in taken.reasons] == ["facts.date: must be a day that an administrator added."]


def test_nobody_but_an_administrator_adds_or_lists_days(sqlite_force):
    outcome = change(sqlite_force, "holiday recorded", DAY, by="constable")
    assert outcome.outcome == "refused"
    assert sqlite_force.client("constable").get("/api/holidays").status_code == 403
