"""The respondent works for the police: the constable says so, the line manager is passed over."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from .screens.cases import Recorder
from .screens.conftest import visit


def test_a_police_employed_respondents_line_manager_is_passed_over(served, phone):
    administrator, now = served.administrator, datetime.now(UTC)
    line = {"officer": served.officers["response"], "line_manager": served.officers["superintendent"]}
    facts = {**line, "team": "Blue", "district": None}
    office = administrator.office().id
    administrator.record([administrator.write("line management recorded", office, facts, now)], now)
    case_id, _ = Recorder.of(served).plain()
    constable = phone(served)
    constable.enrol(served.link("constable"))
    visit(constable, f"/people#{case_id}")
    section = constable.section("Does the respondent work for the police?")
    constable.thumb.choose(section, "Works for the police", "Yes")
    section.get_by_label("Collar number, if you know it").fill("1003")
    constable.shot("sealed-1-people")
    constable.press("Save and go on")
    constable.strip_says("Everything sent")
    constable.sees_heading("Relationship and home")
    visit(constable, f"/review#{case_id}")
    constable.press("Request authority")
    constable.strip_says("Everything sent")
    served.work()
    trail = constable.page.locator("[data-trail]")
    constable.asks_again()
    expect(trail).to_contain_text("Supt Frankie Invented is on call and not asked", timeout=30_000)
    expect(trail).to_contain_text("Supt Glenn Madeup: asked")
    constable.shot("sealed-2-passed-over")
