"""A force with two Acts in force asks under which a new case is, and shows what that Act knows."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from .screens.conftest import visit

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
