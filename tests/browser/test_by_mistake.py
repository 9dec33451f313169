"""A child described by mistake: nobody overlooks them while they are described, and they can be taken off again."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.actions import read_case

from . import scene
from .history import recorded

YES_ASKED = "A child is described under People, so someone under 18 is affected"


def test_a_described_child_asks_for_a_yes_until_they_are_taken_off_the_case(served, phone):
    case = recorded(served)
    constable = phone(served)
    constable.enrol(served.link("constable"))
    constable.page.get_by_role("link", name="Craig Inventedson").tap()
    constable.sees_heading("Craig Inventedson")
    open_task(constable, "people", "People")
    constable.press("Add a child")
    child = constable.page.locator("[data-people] section")
    scene.write(constable, child, ("Family name", "Nobody"))
    expect(child.locator(".link-button:visible", has_text="Remove")).to_be_visible()
    expect(child.get_by_role("button", name="Clear this section")).to_have_count(0)
    expect(child.get_by_role("button", name="Recorded by mistake")).to_be_hidden()
    scene.save(constable, "Relationship and home")

    open_task(constable, "children", "Children")
    section = constable.section("How the children are")
    expect(section.get_by_role("radio", name="No", exact=True)).to_be_checked()
    expect(section.get_by_role("status").filter(has_text=YES_ASKED)).to_be_visible()
    expect(section.get_by_role("group", name="Nobody")).to_be_visible()
    constable.shot("by-mistake-children")
    constable.thumb.choose(section, "Were they seen?", "Not seen")
    constable.press("Save and go on")
    expect(constable.page.get_by_role("alert").get_by_role("link", name=YES_ASKED)).to_be_visible()

    open_task(constable, "people", "People")
    constable.shot("by-mistake-people")
    constable.press("Recorded by mistake Child")
    constable.press("Press again to take them off this case Child")
    expect(child).to_have_count(0)
    constable.sees_heading("People")

    open_task(constable, "children", "Children")
    expect(section.get_by_text("Nobody")).to_have_count(0)
    expect(section.get_by_role("status").filter(has_text=YES_ASKED)).to_be_hidden()
    scene.save(constable, "Conditions")
    constable.strip_says("Everything sent")
    view = read_case(served.installation, served.officers["constable"], case.id, datetime.now(UTC))
    assert (view["others"], len(view["mistaken"]), view["irregular"]) == ([], 1, [])
    constable.follow("Task list")
    expect(constable.page.locator("[data-timeline]")).to_contain_text("took somebody off the case")


def open_task(constable, page, heading):
    if not constable.page.locator("[data-task=incident]").count():
        constable.follow("Task list")
    expect(constable.page.locator("[data-task=incident] [data-state]")).not_to_be_empty()
    constable.page.locator(f"[data-task={page}] a").tap()
    constable.sees_heading(heading)
    constable.sees_filled_in()
