"""Reaching the protected person is recorded without signal, through a page that dies, and is sent later."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.actions import read_case
from field_app.demonstration import case as story

from . import scene
from .history import recorded
from .screens.conftest import visit

PIN = "240913"


def test_what_was_said_and_how_they_are_reached_outlives_a_dead_page_without_signal(serve, phone):
    served = serve(allow_pin=True)
    case = recorded(served)
    asked = story.request(case.constable, case.id, case.captured, case.now)
    case.constable.record([asked], case.now)
    decision = story.authorise(case.superintendent, case.id, asked, case.now)
    case.superintendent.record([decision], case.now)
    case.constable.record([story.serve(case.constable, case.id, decision, case.now, case.now)], case.now)

    constable = phone(served, prf=False)
    constable.enrol_with_pin(served.link("constable"), PIN)
    visit(constable, f"/contact#{case.id}")
    constable.sees("Nothing is recorded, or it is not shown to you.")
    constable.offline()
    told, said = constable.section("Record a contact, or that you tried"), "What it prohibits, and to ring 999."
    constable.thumb.choose(told, "What came of it", "They were told")
    told.get_by_label("Notice served").check()
    constable.press("Set the time to now")
    constable.thumb.choose(told, "How", "Telephone")
    scene.write(constable, told, ("What was said", said))
    expect(told.locator("[data-state]")).to_contain_text("Kept on this phone")
    constable.shot("contact, without signal, typed")

    constable.crash()
    constable.unlock_with_pin(PIN)
    told = constable.section("Record a contact, or that you tried")
    expect(told.get_by_label("What was said")).to_have_value(said)
    expect(told.get_by_label("Notice served")).to_be_checked()
    constable.press("Record the contact")
    constable.sees("It goes by itself when there is a connection.")
    expect(constable.page.locator("[data-contacts]")).to_contain_text("told, telephone")
    constable.shot("contact, without signal, recorded", full=False)

    safe = constable.section("How they can be reached safely")
    safe.get_by_role("group", name="By", exact=True).get_by_label("Telephone").check()
    scene.write(constable, safe, ("Number or place", "07700 900123"), ("Code word", "Blue door"))
    constable.thumb.choose(safe, "Withhold our number?", "Yes")
    constable.press("Record how to reach them")
    expect(constable.page.locator("[data-contact]")).to_contain_text("Blue door")
    constable.crash()
    constable.unlock_with_pin(PIN)
    expect(constable.page.locator("[data-contact]")).to_contain_text("Blue door")
    constable.strip_says("2 not sent")
    constable.shot("contact, without signal, after the crash", full=False)
    constable.online()
    constable.strip_says("Everything sent")
    view = read_case(served.installation, served.officers["constable"], case.id, datetime.now(UTC))
    assert [(one["outcome"], one["said"]) for one in view["contacts"]] == [("told", said)]
    assert view["safe_contact"]["code_word"] == "Blue door"
    assert view["irregular"] == []
