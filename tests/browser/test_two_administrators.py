"""A rank that may authorise: recorded by one administrator, confirmed by another, told to who may authorise already."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.actions import verify_logs


def test_a_second_administrator_confirms_a_rank_and_superintendents_read_of_it(served, phone):
    administrator, now = served.administrator, datetime.now(UTC)
    facts = {"officer": served.officers["inspector"], "rank": "superintendent", "basis": "temporary"}
    facts |= {"reason": "Acting up.", "postings": ["authorising"], "authorising_from": "superintendent"}
    office = administrator.office().id
    administrator.record([administrator.write("rank and posting recorded", office, facts, now)], now)
    desk = phone(served)
    desk.enrol(served.link("administrator"))
    desk.open("/officers")
    desk.unlock()
    theirs = desk.page.get_by_role("listitem").filter(has_text="Insp Eden Pretend")
    expect(theirs).to_contain_text("superintendent, authorising. Recorded by Demonstration set-up")
    theirs.scroll_into_view_if_needed()
    desk.shot("officers-waits", full=False)
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    theirs.scroll_into_view_if_needed()
    desk.shot("officers-waits-1280", full=False)
    desk.page.set_viewport_size({"width": 360, "height": 740})
    theirs.get_by_role("button", name="Confirm the rank").tap()
    expect(theirs).to_contain_text("superintendent, authorising")
    expect(theirs.get_by_text("Waits for a second administrator")).to_be_hidden()

    own = desk.page.get_by_role("listitem").filter(has_text="Sgt Drew Fictive")
    own.get_by_role("button", name="Rank and postings").tap()
    desk.page.get_by_label("Rank", exact=True).select_option("superintendent")
    desk.page.get_by_label("Substantive").check()
    desk.press("Save")
    expect(own).to_contain_text("Demonstration set-up confirms it here with a passkey.")
    expect(own.get_by_role("button", name="Confirm the rank")).to_be_hidden()
    desk.shot("officers-waits-own")

    told = phone(served)
    told.enrol(served.link("superintendent"))
    expect(told.page.locator("[data-made]")).to_contain_text(
        "Insp Eden Pretend, recorded by Demonstration set-up, confirmed by Kit Nobody, administrator"
    )
    told.shot("home-new-authority", full=False)
    assert verify_logs(served.installation).failure is None
