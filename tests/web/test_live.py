"""The live view: what is about to go wrong in the whole force, through the public door, by each role."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from field_app.actions import LiveView
from field_app.law.clocks import LONDON
from field_app.store import devices
from field_app.store.database import writing
from tests.cases.examples import facts_of
from tests.store.story import authorised, requested, said, served


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


@pytest.fixture
def view(force):
    return LiveView(force.installation)


def told(force, view, role="inspector", etags=()):
    """What an officer is told a minute later: what was drawn up before no longer stands."""
    officer = force.officers[role]
    with force.installation.engine.connect() as connection:
        office, _ = force.installation.office(connection)
    found = view.read(office.officers[officer.id], etags, force.later(minutes=1))
    return found.etag, found.body and json.loads(found.body)


def write(force, kind, case_id, role, **changes):
    sender = force.officers[role]
    (outcome,) = sender.send([sender.write(kind, case_id, {**facts_of(kind), **changes}, force.now)], force.now)
    return said(outcome)


def test_it_is_for_inspectors_and_those_above(force):
    for role in force.officers:
        wanted = 200 if role in ("inspector", "superintendent", "other_superintendent") else 403
        assert force.client(role).get("/api/live").status_code == wanted, role


def test_a_case_goes_from_list_to_list_and_names_nobody_but_officers(force, view):
    case_id, *_ = requested(force)
    _, shown = told(force, view)
    [line] = shown["requests"]
    assert (line["case"], line["late"], line["claimed_by"]) == (case_id, False, None)
    force.later(minutes=15)
    _, shown = told(force, view)
    assert shown["requests"][0]["late"], "the force's last step was due"
    assert shown["totals"] == {**dict.fromkeys(shown["totals"], 0), "requests": 1}
    for name in ("Inventedson", "Craig"):
        assert name not in json.dumps(shown)


def test_unserved_then_its_deadline_then_missed(force, view):
    authorised(force)
    _, shown = told(force, view)
    [line] = shown["unserved"]
    assert (line["late"], line["held_by"].partition(",")[0]) == (False, "PC Alex Sample")
    assert [one["what"] for one in shown["untold"]] == ["a notice is authorised and not yet served"]
    force.later(hours=6)
    assert told(force, view)[1]["unserved"][0]["late"]
    case_id, *_ = served(force)
    _, shown = told(force, view)
    assert [one["case"] for one in shown["deadlines"]] == [], "it is more than a day away"
    force.later(hours=40)
    [line] = told(force, view)[1]["deadlines"]
    assert (line["case"], line["what"], line["late"]) == (case_id, "hearing", False)
    force.later(hours=24)
    assert told(force, view)[1]["deadlines"][0]["late"], "missed, and there until the court has decided"


def test_an_order_stands_in_its_last_week_alone(force, view):
    case_id, *_ = served(force)
    made_on = force.now.astimezone(LONDON).date()
    order = {"made_on": made_on.isoformat(), "days": 28, "last_day": None, "respondent": "in court"}
    assert write(force, "order made", case_id, "solicitor", **order)[0].startswith("accepted")
    _, shown = told(force, view)
    assert (shown["ending"], shown["deadlines"]) == ([], [])
    force.later(days=21)
    [line] = told(force, view)[1]["ending"]
    assert (line["case"], line["what"], line["now"], line["late"]) == (case_id, "DVPO", "in force", False)
    force.later(days=10)
    assert told(force, view)[1]["ending"] == []


def test_a_breach_stands_until_a_unit_is_sent_or_somebody_arrested_and_then_the_arrest_does(force, view):
    case_id, *_ = served(force)
    sender = force.officers["control_room"]
    at = force.now.isoformat(timespec="seconds")
    facts = {**facts_of("breach reported"), "occurred_at": at}
    first, second = (sender.write("breach reported", case_id, facts, force.now) for _ in range(2))
    sender.record([first, second], force.now)
    assert {(one["what"], one["late"], one["not_sent"]) for one in told(force, view)[1]["breaches"]} == {
        ("notice", False, False)
    }
    unit = facts_of("unit sent or not")
    none = {**unit, "sent": False, "unit": None, "why_not": "None is free."}
    sender.record(
        [
            sender.write("unit sent or not", case_id, unit, force.now, relies_on=[first]),
            sender.write("unit sent or not", case_id, none, force.now, relies_on=[second]),
        ],
        force.now,
    )
    [line] = told(force, view)[1]["breaches"]
    assert (line["late"], line["not_sent"]) == (True, True)
    at = force.now.isoformat(timespec="seconds")
    assert write(force, "arrest made", case_id, "response", arrested_at=at, of="notice")[0] == "accepted"
    _, shown = told(force, view)
    assert shown["breaches"] == []
    assert "breach of the notice" in [one["what"] for one in shown["deadlines"]]


def test_a_phone_silent_for_twelve_hours_stands_for_three_days(force, view):
    constable = force.constable
    with writing(force.installation.engine) as connection:
        devices.keep_heard(connection, constable.device, constable.id, 0, force.now)
    for by, there in (({"hours": 11}, False), ({"hours": 2}, True), ({"hours": 60}, False)):
        force.later(**by)
        assert bool(told(force, view)[1]["phones"]) == there, by


def test_nothing_changed_is_said_in_a_word_and_costs_no_record(force, view):
    requested(force)
    etag, _ = told(force, view)
    assert told(force, view, etags={etag}) == (etag, None)
    assert told(force, view, "superintendent")[0] == etag, "all to whom the same is open are told the same"
    requested(force)
    assert told(force, view, etags={etag})[1]["totals"]["requests"] == 2


def test_what_was_drawn_up_stands_for_a_second(force, view):
    officer = force.officers["inspector"]
    with force.installation.engine.connect() as connection:
        known = force.installation.office(connection)[0].officers[officer.id]
    first = view.read(known, (), force.now)
    requested(force)
    drawn = force.now - timedelta(minutes=6)  # when the request was recorded, time had passed
    assert view.read(known, {first.etag}, drawn).body is None
    second = view.read(known, {first.etag}, force.now)
    assert second.body is not None
    as_at = [json.loads(view.read(known, (), force.later(seconds=by)).body)["as_at"] for by in (2, 2, 2)]
    assert as_at[0] == as_at[1] < as_at[2], "where no log goes on it is drawn up every five seconds"
