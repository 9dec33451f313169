"""A force with two Acts in force asks under which a new case is, and shows what that Act knows."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.actions import read_case
from field_app.law.clocks import LONDON

from .screens.conftest import visit
from .test_legal_desk import a_day, happened

FORCE = """
name = "Demonstration Police"

[[regimes]]
id = "CSA2010"
first = 2014-03-08

[[regimes]]
id = "DAA2021"
first = 2024-11-27
"""


def test_a_case_is_started_under_the_act_that_was_chosen(serve, phone, tmp_path):
    file = tmp_path / "force.toml"
    file.write_text(FORCE, "utf-8")
    served = serve(force=file)
    constable = phone(served)
    constable.enrol(served.link("constable"))
    page = constable.page
    older = page.get_by_role("radio", name="Crime and Security Act 2010 (DVPN)")
    expect(older).to_be_checked()
    page.get_by_role("radio", name="Domestic Abuse Act 2021 (DAPN)").check()
    constable.shot("two-acts-home")
    page.get_by_role("button", name="Start a case").click()
    constable.sees_heading("Incident")
    case_id = page.url.partition("#")[2]
    constable.strip_says("Everything sent")
    sent = [json.loads(body) for _, path, body in served.sent if path == "/api/entries"]
    assert sent

    visit(constable, f"/happened#{case_id}")
    expect(page.get_by_role("radio", name="Other abuse")).to_be_visible()
    visit(constable, f"/relationship#{case_id}")
    expect(page.get_by_role("radio", name="Relatives")).to_be_visible()
    expect(page.get_by_role("radio", name="Living in the same household")).to_be_hidden()
    visit(constable, f"/conditions#{case_id}")
    expect(page.get_by_role("checkbox", name="Not to be abusive")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Not to molest")).to_be_hidden()
    expect(page.get_by_text("s.22(2).")).to_be_visible()
    constable.shot("two-acts-conditions")

    # An order of this Act may last until something happens: its own words are enough, and only they are not wanting.
    visit(constable, f"/court#{case_id}")
    happened(constable, "The court made an order")
    form = constable.section("Order made")
    a_day(form, "Day it was made", datetime.now(LONDON).date())
    form.get_by_label("Which court").fill("Invented Family Court")
    form.get_by_label("Conditions as ordered, one a line").fill("To attend an invented programme.")
    form.get_by_label("In court", exact=True).check()
    form.get_by_role("button", name="Record the order").click()
    constable.sees("Enter how many days, the last day, or what the order says of its end")
    form.get_by_label("What the order says of its end").fill("Until further order")
    form.get_by_role("button", name="Record the order").click()
    expect(page.locator("[data-recorded]")).to_be_visible()
    constable.strip_says("Everything sent")
    made = read_case(served.installation, served.officers["constable"], case_id, datetime.now(UTC))
    assert made["court"]["order"]["end_words"] == "Until further order" and made["irregular"] == []


def test_where_one_act_is_in_force_nothing_is_asked_and_only_its_own_is_offered(served, phone):
    constable = phone(served)
    constable.enrol(served.link("constable"))
    page = constable.page
    expect(page.get_by_role("button", name="Start a case")).to_be_visible()
    expect(page.get_by_text("A new case is under the")).to_be_hidden()
    page.get_by_role("button", name="Start a case").click()
    constable.sees_heading("Incident")
    case_id = page.url.partition("#")[2]
    visit(constable, f"/happened#{case_id}")
    expect(page.get_by_role("radio", name="Both")).to_be_visible()
    expect(page.get_by_role("radio", name="Other abuse")).to_be_hidden()
