"""Which tasks a case calls for, when each is due, and what settles it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from field_app.cases.entries.safeguarding import SET
from field_app.cases.force import SILENT, Force, Minute, Neighbour, Telling
from field_app.cases.safeguarding.listed import still_open
from field_app.cases.safeguarding.tables import EVENTS, TASKS
from field_app.cases.safeguarding.tasks import called, given_to, school_morning
from field_app.law.holidays import HOLIDAYS

from .test_case_vectors import (
    EXCLUDED,
    KEPT,
    Story,
    authorised,
    current,
    note_by_telephone,
    ordered_and_told,
    ordered_in_absence,
    refused_by_the_court,
    served,
    tell,
)


def tasks(story: Story) -> dict[str, bool]:
    """The tasks called for, and whether each is settled."""
    return {one.task.id: one.done is not None for one in called(story.case)}


def test_a_served_notice_calls_for_markers_and_support_and_an_order_for_its_own():
    before, after, ordered = tasks(tell(authorised)), tasks(tell(served)), tasks(tell(ordered_in_absence))
    assert {"marker on", "local marker on", "support", "respondent support"} <= after.keys() - before.keys()
    assert "order marker on" in ordered and "marker on" not in ordered


def test_a_commanding_officer_is_told_however_the_notice_was_authorised():
    story = Story("telephone, service accommodation")
    story.record()
    proposed = {"conditions": EXCLUDED, "service_accommodation": True}
    story.add("conditions proposed", proposed, replaces=current(story, "conditions proposed"))
    story.request()
    assert not {"commanding officer", "respondent housing"} & tasks(story).keys()
    note_by_telephone(story)
    assert story.case.telephone["state"] == "unconfirmed"
    assert tasks(story)["commanding officer"] is False
    story.serve()
    assert tasks(story)["respondent housing"] is False
    story.add("commanding officer told")
    assert tasks(story)["commanding officer"]


def test_a_child_calls_for_the_school_and_social_care_unless_they_have_the_case():
    story = tell(served)
    assert not {"school", "social care"} & tasks(story).keys()
    story.add("children's welfare recorded", {"any_children": True, "social_care": "to be referred"})
    assert {"school", "social care"} <= tasks(story).keys()
    story.add("children's welfare recorded", {"any_children": True, "social_care": "referred"})
    assert "social care" not in tasks(story)


def test_somebody_at_risk_where_the_respondent_stays_is_seen_to_within_hours():
    story = tell(authorised)
    story.serve(facts={"at_risk_there": True, "who_is_at_risk": "Their new partner and her daughter, 6."})
    [one] = [one for one in still_open(story.case) if one.id == "others at risk"]
    assert one.due - one.since == timedelta(hours=4)
    story.add("task done", {"task": "others at risk"})
    assert tasks(story)["others at risk"]
    nobody = tell(authorised)
    nobody.serve(facts={"at_risk_there": False, "who_is_at_risk": None})
    assert "others at risk" not in tasks(nobody)


def test_a_marker_in_force_and_not_recorded_is_an_alarm_and_recording_it_settles_it():
    story = tell(served)
    [one] = [one for one in still_open(story.case) if one.id == "marker on"]
    assert (one.alarm, one.due - one.since) == (True, timedelta(hours=1))
    story.add("task done")
    assert tasks(story)["marker on"]
    story = tell(refused_by_the_court)
    assert "marker off" not in tasks(story)
    story.add("task done")
    assert tasks(story)["marker off"] is False  # what was put on is taken off


def test_what_they_say_of_the_risk_calls_for_an_assessment_until_there_is_one():
    story = tell(served)
    story.add("protected person told", {"told_of": [], "risk": "higher"})
    assert tasks(story)["risk again"] is False
    assert "marac" in tasks(story)
    story.minute = 6 * 24 * 60 * 30
    story.add("risk assessed")
    assert tasks(story)["risk again"]


def test_a_task_set_by_hand_is_open_until_it_is_done_and_again_once_it_is_set_again():
    story = tell(served)
    story.add("task set")
    assert tasks(story)["housing"] is False
    story.add("task done", {"task": "housing", "outcome": "not needed", "to": None, "why": "They have a place."})
    assert tasks(story)["housing"]
    story.add("task set")
    assert tasks(story)["housing"] is False


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-07-13T21:00", "2026-07-14T07:30"),  # Mon evening -> Tue 08:30 BST
        ("2026-07-14T06:00", "2026-07-14T07:30"),  # Tue 07:00 -> the same morning
        ("2026-07-17T12:00", "2026-07-20T07:30"),  # Fri -> Mon
        ("2026-04-02T12:00", "2026-04-07T07:30"),  # Maundy Thu -> Tue after Easter
    ],
)
def test_a_school_is_told_before_the_next_school_day(at, due):
    morning = school_morning(datetime.fromisoformat(at).replace(tzinfo=UTC), HOLIDAYS)
    assert morning.astimezone(UTC) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_the_force_says_how_soon_the_protected_person_is_told():
    assert Telling().minutes(EVENTS["order made"]) == 60
    assert Telling(events=(Minute("order_made", 15),)).minutes(EVENTS["order made"]) == 15
    with pytest.raises(ValueError, match="event must be one of refused"):
        Minute("order made", 15)
    assert Force("Invented Police").telling.further == 120


def test_every_row_says_who_asks_for_it():
    assert all(one.basis and one.hours > 0 for one in TASKS.values())
    assert all(one.words for one in EVENTS.values())


def test_a_task_is_due_when_whoever_set_it_says_and_stays_due_then_with_whom_it_is_given_to():
    story = tell(served)
    said = {"task": "housing", "for_whom": "The two children", "due_at": "2026-07-15T12:00:00+01:00", "basis": None}
    story.add("task set", {**said, "to": None})
    [one] = [one for one in called(story.case) if one.task.id == "housing"]
    assert one.due == datetime(2026, 7, 15, 11, tzinfo=UTC)
    assert given_to(story.case) == frozenset()
    story.add("task set", {**said, "to": " 5002"})
    [again] = [one for one in called(story.case) if one.task.id == "housing"]
    assert (again.due, again.given.entry.facts.to, given_to(story.case)) == (one.due, " 5002", {"5002"})
    [shown] = [item for item in still_open(story.case) if item.id == "housing"]
    assert (shown.for_whom, shown.to, shown.basis) == ("The two children", " 5002", "Force practice")
    story.add("task set", {**said, "due_at": None, "to": "5003"})
    assert given_to(story.case) == {"5003"}


def test_the_screen_offers_every_task_that_can_be_set_and_no_other():
    page = Path("templates/safeguarding.html").read_text("utf-8")
    offered = re.findall(r'{"value": "([a-z ]+)", "text": "[^"]+"}', page.split("{%- set SETTABLE")[1].split("%}")[0])
    assert tuple(offered) == SET


def test_markers_follow_what_the_court_does_to_an_order_and_somebody_visits_while_it_binds():
    story = tell(ordered_and_told)
    assert tasks(story)["compliance visit"] is False
    visit = {"of": "order", "visited_at": "2026-04-10T10:00:00+01:00", "respondent": "no answer"}
    story.add("compliance visit made", {**visit, "protected_person": "not seen"})
    assert tasks(story)["compliance visit"] is False  # nobody was seen
    story.add("compliance visit made", visit)
    assert tasks(story)["compliance visit"]
    story.add("task done", {"task": "order marker on"})
    assert tasks(story)["order marker on"]
    corrected = {"decided_at": "2026-04-13T10:00:00+01:00", "last_day": "2026-05-06"}
    story.minute = 13 * 24 * 60
    story.add("order changed by the court", corrected)
    assert tasks(story)["order marker on"] is False  # with its new conditions
    assert "compliance visit" not in tasks(story)  # told anew first
    story.add("order changed by the court", {**KEPT, "what": "rescinded", "order_now": "ended"})
    assert "order marker on" not in tasks(story)
    [off] = [one for one in called(story.case) if one.task.id == "marker off"]
    assert off.since == datetime(2026, 7, 20, 9, 30, tzinfo=UTC)


def test_another_force_is_told_where_somebody_lives_in_its_area_until_it_acknowledges():
    story = tell(served)
    home = story.case.person("protected person").entry.facts.postcode
    near = (Neighbour("Elsewhere Police", (home.split()[0],)), Neighbour("Nowhere Police", ("QX1",)))

    def opened():
        case = replace(story.case, force=replace(SILENT, neighbours=near))
        return [
            (one.words.partition(":")[0], one.due - one.since) for one in still_open(case) if one.id == "other force"
        ]

    assert "other force" not in tasks(story)
    assert opened() == [("Tell Elsewhere Police", timedelta(hours=4))]
    story.add("task done", {"task": "other force", "acknowledged_by": None})
    assert opened(), "told, and nobody there owns it yet"
    story.add("task done", {"task": "other force", "acknowledged_by": "Insp Invented, 77"})
    assert opened() == []


def test_an_area_is_the_beginning_of_a_postcode():
    area = Neighbour("Elsewhere Police", ("QX", "ZZ8", "ZZ9 8"))
    inside, outside = ("qx11aa", "ZZ8 1AA", "ZZ9 8AA"), ("ZZ9 7AA", "ZZ80 1AA", "Q1 1AA", "", "75008", "🙂", "ZZ8")
    assert [area.polices(one) for one in (*inside, *outside)] == [True] * 3 + [False] * 7
