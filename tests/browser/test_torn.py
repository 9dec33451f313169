"""Records on the phone that can no longer be read stop nothing, are set aside, and are spoken of."""

from __future__ import annotations

from playwright.sync_api import expect

from . import scene
from .store import flip
from .test_unsent import until


def test_what_cannot_be_read_any_more_stops_nothing_and_is_spoken_of(served, phone):
    one = phone(served)
    one.enrol(served.link("constable"))
    one.press("Start a case")
    one.sees_heading("Incident")
    one.follow("Task list")
    open_task(one, "people", "People")
    scene.fill(one.section("Respondent"), Family_name="Inventedson")
    scene.save(one, "Relationship and home")
    one.strip_says("Everything sent")
    case_id = one.page.url.partition("#")[2]
    until(one.page, lambda: flip(one, "outbox") == [])  # sent, and held
    served.stop()
    one.offline()
    for page, heading, section, label, then in (
        ("children", "Children", "How the children are", "Who they are and how they are", "Conditions"),
        ("necessity", "Why it is needed", "Necessity, charge and bail", "Why a notice is necessary", "Risk"),
    ):
        one.follow("Task list")
        open_task(one, page, heading)
        if page == "children":
            scene.choose(one.section(section), "Is anyone under 18 affected?", "No")
        one.section(section).get_by_label(label).fill("Asked; nobody.")
        scene.save(one, then)
    one.follow("Task list")
    open_task(one, "happened", "What happened")
    scene.fill(one.section("Violence or threats"), Where_it_happened="Kitchen")
    expect(one.section("Violence or threats")).to_contain_text("Kept on this phone as a draft.")
    one.press("Lock")

    assert flip(one, "outbox", ("kept",), ("kept", "sealed")) == ["not sent", "not sent"]
    assert case_id in flip(one, "held", ("kept",), ("kept",))
    assert flip(one, "drafts", ("kept",)) == [f"{case_id}:violence"]
    one.open("/")
    one.unlock()
    torn = one.page.get_by_role("region", name="on this phone cannot be read")
    expect(torn).to_contain_text("An entry not sent yet: it is sent all the same.")
    expect(torn).to_contain_text("Part of a case: it is fetched again when there is signal.")
    expect(torn.get_by_role("button")).to_be_hidden()
    one.strip_says("2 not sent: no connection")
    one.shot("torn-offline", full=False)
    one.press("Start a case")
    one.sees_heading("Incident")
    one.strip_says("3 not sent: no connection")

    served.start()
    one.online()
    one.strip_says("1 needs attention")
    one.follow("Cases")
    expect(one.page.get_by_role("link", name="Inventedson")).to_be_visible()
    expect(torn).to_contain_text("1 record on this phone cannot be read")
    expect(torn).to_contain_text("An entry the server did not take.")
    expect(torn.get_by_role("listitem")).to_have_text("The sealed entry cannot be opened with this installation's key.")
    one.page.get_by_role("link", name="Inventedson").tap()
    open_task(one, "children", "Children")
    account = one.section("How the children are").get_by_label("Who they are and how they are")
    expect(account).to_have_value("Asked; nobody.")  # what could not be read here arrived, and came back
    one.follow("Task list")
    open_task(one, "happened", "What happened")
    section = one.section("Violence or threats")
    expect(section).to_contain_text("What you typed here earlier cannot be read any more. Type it again.")
    one.shot("torn-draft", full=False)
    scene.fill(section, Where_it_happened="Kitchen")
    expect(section).to_contain_text("Kept on this phone as a draft.")

    one.follow("Cases")
    expect(torn).to_contain_text("2 records on this phone cannot be read")
    expect(torn).to_contain_text("Something typed and not saved: it cannot be got back.")
    one.shot("torn-refused", full=False)
    torn.get_by_role("button", name="I have dealt with this").tap()
    expect(torn).to_be_hidden()
    one.strip_says("Everything sent")
    assert flip(one, "drafts") == [f"{case_id}:violence"]


def open_task(phone, page, heading):
    expect(phone.page.locator("[data-task=incident] [data-state]")).not_to_be_empty()
    phone.page.locator(f"a[data-to={page}]").first.tap()
    phone.sees_heading(heading)
    phone.sees_filled_in()
