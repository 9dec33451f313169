"""Service on a phone that is dark: an attempt, the fuller record, the control room's report, and what confirms it."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.actions import read_case

from .screens.cases import Recorder
from .screens.conftest import visit
from .screens.looking import everything_wrong

MOST_PRESSES = 10
"""A constable in the rain."""


def test_served_in_the_dark_heard_by_radio_and_confirmed(served, phone):
    recorder = Recorder.of(served)
    case_id, written = recorder.plain()
    recorder.authorise(case_id, recorder.request(case_id, written))
    constable, control = phone(served), phone(served, width=1024)
    constable.enrol(served.link("constable"))
    visit(constable, f"/notice#{case_id}")
    constable.sees("AUTHORISED, NOT SERVED: no power yet")
    constable.offline()

    tried = constable.section("Not served this time")
    tried.get_by_text("Record an attempt", exact=True).tap()
    tried.get_by_role("button", name="Set the time to now").tap()
    constable.thumb.write(tried.get_by_label("Where you tried"), "9 Madeup Row, Basildon")
    constable.thumb.write(tried.get_by_label("What happened"), "Knocked for ten minutes; the lights were off.")
    constable.thumb.choose(tried, "How it ended", "They were not there")
    constable.press("Record the attempt")
    expect(constable.page.locator("[data-attempts]")).to_contain_text("Tried to serve: 1 time")
    constable.shot("60-attempts", full=False)

    said_by_radio(served, control, case_id)

    before = constable.thumb.presses(constable.page)
    section = constable.section("Confirm service")
    section.get_by_role("button", name="Set the time to now").tap()
    constable.thumb.write(section.get_by_label("Where you served it"), "9 Madeup Row, Basildon")
    constable.thumb.write(section.get_by_label("How you know it was them"), "Driving licence seen.")
    constable.thumb.write(section.get_by_label("How you explained it"), "Read aloud; said back in their own words.")
    constable.thumb.choose(section, "How it was handed over", "Handed to them")
    constable.thumb.choose(section, "Did you ask for an address", "Yes")
    constable.thumb.choose(section, "Was a paper copy left with them?", "Yes")
    pressed = constable.thumb.presses(constable.page) - before
    section.get_by_text("More about the service", exact=True).tap()
    constable.thumb.write(section.get_by_label("Where they will stay"), "With an invented brother, same address")
    constable.thumb.choose(section, "Is anybody at risk there?", "Yes")
    constable.thumb.write(section.get_by_label("Who, and what you did"), "The brother's child, 6.")
    constable.thumb.choose(section, "Did they sign for it?", "Asked, and would not sign")
    constable.thumb.write(section.get_by_label("Body-worn video reference"), "BWV-000451")
    constable.shot("61-service-fuller")
    assert everything_wrong(constable.page, "notice, the fuller record", keyboard=False) == []
    constable.press("Confirm service")
    constable.sees("Provisional until the server has it.")
    assert pressed + 1 <= MOST_PRESSES

    constable.online()
    constable.sees("Confirmed by the server.")
    constable.strip_says("Everything sent")
    view = read_case(served.installation, served.officers["constable"], case_id, datetime.now(UTC))
    assert view["service"]["at_risk_there"] is True and view["service"]["video"] == "BWV-000451"
    assert (view["by_radio"]["confirmed"], len(view["attempts"]), view["irregular"]) == (True, 1, [])
    expect(constable.page.locator("[data-radio-line]")).to_contain_text("Reported by radio: served")
    constable.shot("63-service-confirmed", full=False)


def said_by_radio(served, control, case_id):
    """The control room looks the respondent up and records what it hears."""
    control.enrol(served.link("control_room"))
    control.follow("Look up")
    control.sees_heading("Look up")
    control.page.get_by_label("Name", exact=True).fill("Craig Inventedson")
    control.press("Look up")
    control.follow("Service reported by radio")
    control.sees_heading("Service reported by radio")
    form = control.page.locator("[data-report]")
    now = control.page.evaluate(
        "async () => (await import('/static/js/parts/times.js')).londonTime(new Date(Date.now() - 60_000))"
    )
    today = control.page.evaluate("async () => (await import('/static/js/parts/times.js')).londonDate(new Date())")
    served_at = form.get_by_role("group", name="When it was served")
    for label, value in zip(("Day", "Month", "Year"), reversed(today.split("-")), strict=True):
        served_at.get_by_label(label, exact=True).fill(value)
    served_at.get_by_label("Time, like 01:49").fill(now)
    form.get_by_label("Where it was served").fill("9 Madeup Row, Basildon")
    form.get_by_label("Collar number of the constable").fill("1001")
    form.get_by_label("Who said so").fill("PC Sample, channel 2")
    form.get_by_role("button", name="Set the time to now").click()
    control.shot("62-radio")
    control.press("Record the service")
    control.sees("REPORTED BY RADIO, NOT CONFIRMED")
    expect(control.page.locator("[data-deadline]")).not_to_have_text("Not known: ring legal services")
    control.strip_says("Everything sent")
    assert read_case(served.installation, served.officers["constable"], case_id, datetime.now(UTC))["stage"] == "served"
