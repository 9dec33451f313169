"""A safeguarding officer tells the protected person that a notice was served; the first try does not reach them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from field_app.actions import read_case
from field_app.demonstration.case import authorise, request, serve

from . import scene
from .history import recorded
from .screens.conftest import visit


@pytest.mark.long
def test_the_first_try_is_recorded_and_then_that_they_were_told(served, phone):
    case = recorded(served)
    asked = request(case.constable, case.id, case.captured, case.now)
    case.constable.record([asked], case.now)
    decision = authorise(case.superintendent, case.id, asked, case.now)
    case.superintendent.record([decision], case.now)
    case.constable.record([serve(case.constable, case.id, decision, case.now, case.now)], case.now)

    officer = phone(served)
    officer.enrol(served.link("safeguarding"))
    visit(officer, "/safeguarding")
    officer.sees("Tell them: the notice is served")
    officer.page.get_by_role("button", name="Set a task").tap()
    setting = officer.page.locator("[data-form=set]")
    setting.get_by_role("button", name="Record it").tap()
    officer.sees("Choose what is to be done")
    setting.get_by_label("What is to be done").select_option("housing")
    said = ("For whom", "The two children"), ("Who does it", "5002"), ("Why, and what exactly", "A place.")
    scene.write(officer, setting, *said)
    officer.shot("safeguarding, a task set")
    setting.get_by_role("button", name="Record it").tap()
    officer.sees("For The two children. With Indy Fabricated, safeguarding, 5002. A place.")
    officer.page.get_by_role("button", name="Give it to somebody: Housing for the protected person").tap()
    expect(setting.get_by_label("What is to be done")).to_be_hidden()
    scene.write(officer, setting, ("Who does it", "5003"))
    setting.get_by_role("button", name="Record it").tap()
    officer.sees("For The two children. With Jules Mockname, control room, 5003. A place.")
    officer.shot("safeguarding")
    officer.page.get_by_text("Our notices and orders as a file").tap()
    taking = officer.page.locator("[data-form=take]")
    taking.get_by_role("group", name="Made up to").get_by_label("Day").fill("31")
    taking.get_by_role("button", name="Take the file").tap()
    expect(taking).to_contain_text("Made up to: enter a real date that is not in the future")
    officer.shot("safeguarding, a file, a day that is none")
    taking.get_by_role("group", name="Made up to").get_by_label("Day").fill("")
    with officer.page.expect_download() as file:
        taking.get_by_role("button", name="Take the file").tap()
    assert file.value.suggested_filename == "notices-and-orders.csv"
    assert '"CSA2010","notice"' in file.value.path().read_text()
    expect(taking).to_contain_text("Taken.")
    officer.page.get_by_role("button", name="Tell the protected person").first.tap()
    officer.sees_heading("Tell the protected person")
    officer.sees("Nothing is recorded, or it is not shown to you.")
    told = officer.section("Record a contact, or that you tried")
    left = officer.page.locator("[data-left]")
    expect(left).to_contain_text("Notice served")
    officer.thumb.choose(told, "What came of it", "Not reached")
    officer.press("Set the time to now")
    officer.thumb.choose(told, "How", "Telephone")
    officer.shot("contact, filled")
    officer.press("Record the contact")
    expect(officer.page.locator("[data-contacts]")).to_contain_text("not reached, telephone")
    expect(left).to_contain_text("Notice served")

    officer.thumb.choose(told, "What came of it", "They were told")
    officer.press("Set the time to now")
    officer.thumb.choose(told, "How", "Telephone")
    officer.press("Record the contact")
    officer.sees("Tick what they were told of, or enter what was said")
    told.get_by_label("Notice served").check()
    scene.write(officer, told, ("What was said", "What it prohibits, and to ring 999."))
    officer.press("Record the contact")
    expect(left).not_to_contain_text("Notice served")
    officer.strip_says("Everything sent")
    officer.shot("contact, told")

    view = read_case(served.installation, served.officers["safeguarding"], case.id, datetime.now(UTC))
    # Made within one second here, where the clock of a record ends: either may stand first.
    assert sorted(one["outcome"] for one in view["contacts"]) == ["not reached", "told"]
    assert {one["event"] for one in view["telling"] if one["told"]} == {"served"}
    assert view["irregular"] == []

    officer.page.get_by_role("link", name="Letter for legal aid").tap()
    officer.sees_heading("Letter for legal aid")
    officer.press("Make the letter")
    officer.sees("Enter who asked for it")
    asked = officer.page.locator("form[data-letter]")
    scene.write(officer, asked, ("Who asked for it", "Their solicitor"), ("Whom you give it to, and how", "By hand."))
    officer.shot("letter for legal aid, filled")
    officer.press("Make the letter")
    officer.strip_says("Everything sent")
    served.work()
    expect(officer.page.get_by_role("link", name="Save the letter of")).to_be_visible()
    officer.shot("letter for legal aid, made")
