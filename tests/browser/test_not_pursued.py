"""A notice was considered and is not pursued: a proper ending, and not a final one."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.actions import read_case, verify_logs

from . import scene
from .history import recorded
from .screens.cases import Recorder
from .screens.conftest import visit


def test_considered_and_not_pursued_is_an_ending_that_a_request_opens_again(served, phone):
    recorded(served)
    constable = phone(served)
    constable.enrol(served.link("constable"))
    constable.page.get_by_role("link", name="Craig Inventedson").tap()
    constable.sees_heading("Craig Inventedson")
    constable.follow("Considered and not pursued")
    constable.sees_heading("Considered and not pursued")
    constable.sees_filled_in()
    constable.press("Record as not pursued")
    constable.sees("There is a problem")
    section = constable.section("Why no notice is asked for")
    constable.thumb.choose(section, "The main reason", "Bail conditions protect enough")
    scene.write(constable, section, ("What was considered, and what protects them instead", "Bail until Friday."))
    constable.press("Record as not pursued")

    constable.sees_heading("Craig Inventedson")
    ending = constable.page.get_by_role("region", name="Considered and not pursued")
    expect(ending).to_contain_text("Bail conditions protect. Recorded by PC Alex Sample")
    expect(ending).to_contain_text("Bail until Friday.")
    expect(constable.page.locator("[data-case-line] [data-stage]")).to_have_text("Not pursued")
    constable.strip_says("Everything sent")
    constable.shot("not-pursued")
    case_id = constable.page.url.partition("#")[2]
    assert read_case(served.installation, served.officers["constable"], case_id, datetime.now(UTC))["stage"] == (
        "not pursued"
    )

    constable.press("Review and request")
    constable.sees_heading("Review")
    constable.press("Request authority")
    constable.sees("Waiting for a superintendent's decision")
    expect(constable.page.locator("[data-case-line] [data-stage]")).to_have_text("Authority requested")
    constable.strip_says("Everything sent")
    constable.follow("Task list")
    told = constable.page.locator("[data-timeline]")
    expect(told).to_contain_text("considered a notice and did not pursue it: bail conditions protect")
    expect(told).to_contain_text("asked for authority (signed)")
    expect(ending).not_to_be_visible()
    assert verify_logs(served.installation).failure is None


def test_what_was_ended_asked_for_and_refused_can_be_ended_again(served, phone):
    recorder = Recorder.of(served)
    case_id, written = recorder.plain()
    recorder.not_pursue(case_id)
    recorder.refuse(case_id, recorder.request(case_id, written))
    constable = phone(served)
    constable.enrol(served.link("constable"))
    visit(constable, f"/not-pursued#{case_id}")
    constable.sees_filled_in()
    section = constable.section("Why no notice is asked for")
    expect(section.get_by_label("What was considered, and what protects them instead")).to_have_value("")
    constable.thumb.choose(section, "The main reason", "Bail conditions protect enough")
    scene.write(constable, section, ("What was considered, and what protects them instead", "Bail until Friday."))
    constable.press("Record as not pursued")
    constable.sees("Refused, and not pursued. You can still ask again")
    ending = constable.page.get_by_role("region", name="Considered and not pursued")
    expect(ending).to_contain_text("Bail conditions protect. Recorded by PC Alex Sample")
    constable.strip_says("Everything sent")
    view = read_case(served.installation, served.officers["constable"], case_id, datetime.now(UTC))
    assert (view["stage"], view["not_pursued"]["account"]) == ("refused", "Bail until Friday.")
