"""Met in the street, looked up, arrested for breach: two taps from the answer, both limits, without signal too."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.actions import read_case, verify_logs, without_reason
from field_app.store import access
from field_app.store.database import reading

from . import scene
from .screens.cases import Recorder, record_all
from .screens.conftest import visit


def test_from_the_look_up_to_the_arrest_and_on_to_the_court(served, phone):
    cases, _ = record_all(Recorder.of(served))
    response = phone(served)
    response.enrol(served.link("response"))
    visit(response, "/look-up")
    response.sees("Without signal this phone answers from its own copy, as at")
    served.stop()
    response.offline()
    response.page.get_by_label("Name", exact=True).fill("Kraig Inventidson")
    response.press("Look up")
    match = response.page.locator(".match--in-force").first
    expect(match).to_contain_text(re.compile(r"Protects\s+[A-Z]\.[A-Z]\. \("), use_inner_text=True)
    expect(match).to_contain_text("name sounds alike")
    expect(match.locator("[data-conditions] li")).to_have_count(5)
    expect(response.page.locator("[data-results]")).not_to_contain_text(re.compile("Beth|Rowan"))
    response.sees("From this phone’s copy, as at")
    response.shot("look-up, without signal")
    copied = response.copies(match)
    assert copied.startswith("From a phone's copy, as at ") and "CRAIG INVENTEDSON" in copied
    assert "You may arrest without warrant" in copied and "Conditions\n- Not to molest" in copied
    assert "Record an arrest" not in copied and "14 Fictional Close" not in copied.partition("Protects")[2]
    match.get_by_role("link", name="Record a visit").tap()
    response.sees_heading("Visit: is the notice kept?")
    visited = response.section("Record a visit")
    response.press("Record the visit")
    response.sees("Enter where you went")
    response.press("Set the time to now")
    scene.write(
        response, visited, ("Where", "14 Fictional Close"), ("What was said, and by whom", "He is in the shed.")
    )
    response.thumb.choose(visited, "The respondent", "There")
    response.thumb.choose(visited, "The protected person", "Seen, not alone")
    response.thumb.choose(visited, "Did you see a breach?", "Yes")
    response.shot("visit, filled")
    response.press("Record the visit")
    response.sees_heading("Breach of the notice")
    response.sees("Filled in from your visit.")
    report = response.section("Report a breach")
    expect(report.get_by_label("What happened", exact=True)).to_have_value("He is in the shed.")
    expect(report.get_by_label("Where")).to_have_value("14 Fictional Close")
    response.shot("breach, from a visit")
    response.page.get_by_role("button", name="Record an arrest").tap()
    response.sees_heading("Arrest for breach")
    response.sees("from this phone’s copy as at")
    case_id = response.page.url.partition("#")[2]
    expect(response.page.get_by_text("Both limits show here once the time is in.")).to_be_visible()

    section = response.section("Record an arrest")
    response.press("Set the time to now")
    expect(response.page.locator("[data-limits] [data-limits-by]")).to_have_text(re.compile(r"20\d\d"))
    expect(response.page.locator("[data-limits] [data-hearing]")).to_have_text(re.compile("Not later than .*20"))
    sitting = re.compile(r"Last sitting in time\s+\w+ \d.* to \d\d:\d\d, |No court that Field knows sits before then")
    expect(response.page.locator("[data-limits]")).to_contain_text(sitting, use_inner_text=True)
    response.press("Record the arrest")
    response.sees("There is a problem")
    response.sees("Enter where you arrested them")
    scene.write(
        response, section, ("Where", "Head Street"), ("Why you believe there was a breach", "Seen at the gate.")
    )
    response.shot("arrest, limits")
    response.press("Record the arrest")
    response.sees("Before the court by")
    response.shot("arrest, recorded without signal")
    response.sees("NOT SENT YET")
    served.start()
    response.online()
    response.strip_says("Everything sent")
    assert asked_for(served, case_id) == ["found", "Kraig Inventidson"]

    view = read_case(served.installation, served.officers["response"], case_id, datetime.now(UTC))
    [arrest] = view["breaches"]["arrests"]
    assert [one["breach_seen"] for one in view["visits"]] == [True]
    assert (arrest["of"], arrest["place"], arrest["grounds"]) == ("notice", "Head Street", "Seen at the gate.")
    shown = response.page.locator("[data-arrests] [data-next-steps] li").first
    expect(shown).to_have_text(arrest["next"][0])  # as the server has it

    response.follow("Report a breach, or record what the court did")
    response.sees_heading("Breach of the notice")
    report = response.section("Report a breach")
    scene.write(response, report, ("What happened", "Stood at the gate."), ("Who told you", "A neighbour"))
    report.get_by_role("checkbox").first.check()
    response.thumb.choose(report, "Who started the contact", "The protected person")
    response.press("Record the breach")
    response.sees("Contact started by: Protected person")
    response.shot("breach, reported")

    court = response.section("What the court did")
    court.get_by_role("button", name="Set the time to now").tap()
    scene.write(response, court, ("Which court", "Northfield Magistrates' Court"))
    court.get_by_label("What it did").select_option("sum ordered")
    court.get_by_text("A sum or a committal was said").tap()
    scene.write(response, court, ("Pounds, in one sum", "200"))
    response.press("Record what the court did")
    response.strip_says("Everything sent")
    response.sees("There is no penalty for breach of this")
    response.shot("breach, heard")
    expect(response.page.locator("[data-arrests] > *")).to_have_count(0)
    view = read_case(served.installation, served.officers["response"], case_id, datetime.now(UTC))
    assert [one["pounds"] for one in view["breaches"]["heard"]] == [200]
    assert view["breaches"]["arrests"][0]["heard"]
    assert view["breaches"]["reported"][0]["contact_by"] == "protected person"
    assert verify_logs(served.installation).failure is None
    assert cases.served


def asked_for(served, case_id):
    """What is on record of a look-up that was made without signal: which cases it showed, and the name."""
    for _ in range(100):
        with reading(served.installation.engine) as connection:
            office = served.installation.office(connection)[0].id
            kept = list(
                access.read(connection, served.installation.keys, office, officers=[served.officers["response"]])
            )
        asked = [json.loads(one.detail)["name"] for one in kept if one.action == "look-up offline"]
        if asked:
            return [one.action for one in kept if one.case_id == case_id and one.action == "found"] + asked
        time.sleep(0.1)
    return []


def test_of_what_is_not_served_no_breach_is_offered(served, phone):
    record_all(Recorder.of(served))
    response = phone(served)
    response.enrol(served.link("response"))
    visit(response, "/look-up")
    response.page.get_by_label("Name", exact=True).fill("Craig Inventedson")
    response.press("Look up")
    waiting = response.page.locator(".match--waiting", has_text="AUTHORISED, NOT SERVED").first
    expect(waiting).to_be_visible()
    expect(waiting.get_by_role("button", name="Record an arrest")).not_to_be_visible()

    visit(response, "/")
    response.page.get_by_text("1 look-up without its reason").tap()
    response.sees("Craig Inventedson")
    response.shot("home, a look-up without its reason")
    response.offline()
    response.press("Give the reason")
    response.sees("Enter why you looked")
    scene.write(response, response.page.locator("[data-reasons]"), ("Why you looked", "Shouting heard at the door."))
    response.press("Give the reason")
    expect(response.page.locator("[data-reasons]")).to_be_hidden()
    officer = served.officers["response"]
    assert len(without_reason(served.installation, officer, datetime.now(UTC))["looks"]) == 1, "it has not come yet"
    response.online()
    for _ in range(200):
        if not without_reason(served.installation, officer, datetime.now(UTC))["looks"]:
            break
        time.sleep(0.1)
    else:
        raise AssertionError("the reason never came")
