"""The control room's screen: breaches that wait for a unit, and what is recorded of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from field_app.actions import control_room
from field_app.store.database import stamp
from tests.cases.examples import facts_of
from tests.store.story import corrected, said, served

UNIT = "unit sent or not"


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


def report(force, case_id):
    """A constable reports a breach, now."""
    facts = {**facts_of("breach reported"), "occurred_at": force.now.isoformat(timespec="seconds")}
    sent = force.response.write("breach reported", case_id, facts, force.now)
    assert said(force.response.send([sent], force.now)[0]) == ("accepted", [])
    return sent


def record(force, case_id, answered, role="control_room", **facts):
    sender = force.officers[role]
    written = sender.write(UNIT, case_id, {**facts_of(UNIT), **facts}, force.now, relies_on=answered)
    return said(sender.send([written], force.now)[0])


def desk(force, role="control_room"):
    return control_room(force.installation, force.officers[role].id, force.now)["breaches"]


def test_the_screen_is_for_the_control_room_and_inspectors(force):
    for role in ("control_room", "inspector", "superintendent"):
        assert force.client(role).get("/api/control-room").status_code == 200, role
    for role in ("constable", "response", "custody", "solicitor", "safeguarding", "administrator", "auditor"):
        assert force.client(role).get("/api/control-room").status_code == 403, role


def test_a_breach_waits_alarms_is_not_met_and_then_met(force):
    case_id, *_ = served(force)
    first = report(force, case_id)
    force.later(minutes=11)
    second = report(force, case_id)
    older, newer = desk(force)
    assert (older["respondent"], older["place"], older["readable"]) == (
        "Craig Inventedson",
        "14 Fictional Close",
        False,
    )
    assert older["alarms"] == ["NO UNIT RECORDED, 11 minutes after it was reported."]
    assert newer["alarms"] == []

    assert record(force, case_id, [first], sent=False, unit=None, why_not="None is free.") == ("accepted", [])
    newer, older = desk(force)
    assert (newer["not_sent"], older["not_sent"]["why"]) == (None, "None is free.")
    assert older["alarms"] == ["NO UNIT SENT. Send one, or tell the duty inspector."]

    force.later(minutes=1)
    assert record(force, case_id, [first]) == ("accepted", [])
    assert [one["entry"] for one in desk(force)] == [newer["entry"]]
    assert record(force, case_id, [second], "inspector") == ("accepted", [])
    assert desk(force) == []
    view = force.client("control_room").get(f"/api/cases/{case_id}").json["case"]
    assert [one["sent"] for one in view["breaches"]["units"]] == [False, True, True]


def test_an_arrest_since_meets_it_and_a_week_takes_it_off(force):
    case_id, *_ = served(force)
    report(force, case_id)
    force.later(minutes=5)
    facts = {**facts_of("arrest made"), "arrested_at": force.now.isoformat(timespec="seconds")}
    force.response.send([force.response.write("arrest made", case_id, facts, force.now)], force.now)
    assert desk(force) == []
    force.later(minutes=5)
    report(force, case_id)
    assert len(desk(force, "inspector")) == 1
    force.later(days=7, minutes=1)
    assert desk(force, "inspector") == []


def test_what_is_lacking_is_recorded_and_marked(force):
    case_id, *_ = served(force)
    sent = report(force, case_id)
    assert record(force, case_id, [sent], unit=None) == ("accepted irregular", ["no_unit"])
    assert record(force, case_id, [sent], sent=False, unit=None) == ("accepted irregular", ["no_reason"])
    assert record(force, case_id, []) == ("accepted irregular", ["no_report"])
    assert record(force, case_id, [sent], "constable") == ("accepted irregular", ["not_the_control_room"])


def test_what_answered_a_report_answers_what_it_was_corrected_to(force):
    case_id, *_ = served(force)
    first = report(force, case_id)
    assert record(force, case_id, [first], sent=False, unit=None, why_not="None is free.") == ("accepted", [])
    force.later(minutes=5)
    second = corrected(force.response, case_id, first, force.now, what="Was at the back door.")
    third = corrected(force.response, case_id, second, force.now, what="Was at the side door.")
    force.response.record([second, third], force.now)
    (line,) = desk(force)
    assert (line["what"], line["not_sent"]["why"]) == ("Was at the side door.", "None is free.")
    assert line["reported_at"] == stamp(force.now - timedelta(minutes=5))
    assert record(force, case_id, [first]) == ("accepted", [])
    assert desk(force) == []


def test_an_arrest_meets_a_breach_whose_report_was_corrected_since(force):
    case_id, *_ = served(force)
    first = report(force, case_id)
    force.later(minutes=5)
    facts = {**facts_of("arrest made"), "arrested_at": force.now.isoformat(timespec="seconds")}
    force.response.send([force.response.write("arrest made", case_id, facts, force.now)], force.now)
    force.later(minutes=5)
    force.response.record([corrected(force.response, case_id, first, force.now, what="Rang twice.")], force.now)
    assert desk(force) == []


def test_the_forces_own_minutes_and_days_count(force):
    case_id, *_ = served(force)
    silent = force.installation.force
    force.installation.force = replace(
        silent, escalation=replace(silent.escalation, unit=2), clocks=replace(silent.clocks, breach=1)
    )
    report(force, case_id)
    force.later(minutes=3)
    assert desk(force)[0]["alarms"] == ["NO UNIT RECORDED, 3 minutes after it was reported."]
    force.later(days=1)
    assert desk(force) == []
