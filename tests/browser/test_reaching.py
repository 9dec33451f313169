"""A request at 03:00: the first superintendent does not answer, the second does, asks, and authorises with a change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from field_app.actions import read_case, verify_logs
from field_app.demonstration.officer import SoftwareOfficer
from field_app.law.clocks import LONDON

from .screens.cases import Recorder
from .screens.conftest import visit
from .test_whole_path import turn_on_alerts

NUMBERS = {"superintendent": "07700 900301", "other_superintendent": "07700 900302"}


def with_numbers(served):
    """Both superintendents have a telephone number."""
    administrator, now = served.administrator, datetime.now(UTC)
    for role, telephone in NUMBERS.items():
        facts = {"officer": served.officers[role], "telephone": telephone}
        office = administrator.office().id
        administrator.record([administrator.write("telephone recorded", office, facts, now)], now)


def test_an_unanswered_first_an_answering_second_a_question_an_answer_and_an_authorisation_with_a_change(
    served, phone, push_service
):
    with_numbers(served)
    case_id, _ = Recorder.of(served).plain()
    constable, second = phone(served), phone(served)
    constable.enrol(served.link("constable"))
    second.enrol(served.link("other_superintendent"))
    turn_on_alerts(served, second, push_service)
    visit(constable, f"/review#{case_id}")
    constable.sees("Asked now: Supt Frankie Invented, then Supt Glenn Madeup")
    constable.shot("reach-1-before-asking")
    constable.press("Request authority")
    constable.sees("Waiting for a superintendent's decision")
    constable.strip_says("Everything sent")
    served.work()
    trail = constable.page.locator("[data-trail]")
    constable.asks_again()
    expect(trail).to_contain_text("Supt Frankie Invented: asked", timeout=30_000)
    ring = constable.page.locator("[data-asked] [data-call]")
    expect(ring).to_have_attribute("href", "tel:07700900301")

    served.work(minutes=6)
    push_service.wait_for(1)
    (push,) = push_service.received
    (shown,) = second.deliver_push(push.plaintext)
    assert shown == {"title": "Field", "body": "Update: open the app", "silent": False}
    constable.asks_again()
    expect(trail).to_contain_text("Supt Glenn Madeup: asked", timeout=30_000)
    expect(trail).to_contain_text("on their phone", timeout=30_000)
    expect(ring).to_have_text("Ring Supt Glenn Madeup")
    constable.shot("reach-2-on-their-phone", full=False)

    served_paths = [path for _, path, _ in served.sent]
    assert served_paths.count("/api/pushes/delivered") == 1
    constable.offline()  # an hour in a cellar
    page = second.page
    page.bring_to_front()
    taps = second.thumb.presses(page)
    page.get_by_role("link", name="Decide now").tap()
    second.sees_heading("Decision")
    second.shot("reach-3-decision", full=False)
    second.press("Claim it: I am deciding")
    second.sees("You have it until")
    assert second.thumb.presses(page) - taps <= 2, "and two are left to sign"
    page.get_by_text("Ask the officer something").tap()
    page.get_by_label("Your question").fill("Who collects the children tomorrow?")
    second.press("Ask")
    second.sees("Not answered yet.")
    second.strip_says("Everything sent")
    second.shot("reach-4-claimed-and-asked")

    constable.page.bring_to_front()
    expect(trail).not_to_contain_text("Claimed")
    constable.online()
    expect(trail).to_contain_text("Claimed by Supt Glenn Madeup", timeout=30_000)
    expect(trail).to_contain_text("opened")
    constable.sees("Who collects the children tomorrow?")
    constable.shot("reach-5-asked")
    constable.press("Send the answer")
    expect(constable.page.get_by_role("alert").first).to_contain_text("Enter your answer")
    constable.page.get_by_label("Your answer").fill("Their grandmother, by car.")
    constable.press("Send the answer")
    constable.strip_says("Everything sent")
    expect(constable.page.get_by_label("Your answer")).to_be_hidden()

    second.asks_again()
    expect(page.get_by_text("Their grandmother, by car.")).to_be_visible(timeout=30_000)
    page.get_by_label("Your reasons", exact=True).fill("Violence and a threat to kill.")
    second.press("Change the conditions or grounds")
    changing = page.locator("[data-changing] [data-code=distance]")
    changing.get_by_label("How far away, in metres").fill("250")
    second.sees("You authorise with")
    second.shot("reach-5-changed")
    second.press("Authorise with changes")
    expect(page.get_by_role("heading", level=2, name="Authorised", exact=True)).to_be_visible()
    second.sees("The server has it.")

    constable.asks_again()
    expect(trail).to_contain_text("Authorised with changes by Supt Glenn Madeup", timeout=30_000)
    constable.page.get_by_role("radio", name="Night").check(force=True)
    constable.shot("reach-6-authorised-night")
    visit(constable, f"/case#{case_id}")
    constable.sees("The system asked Supt Frankie Invented about the request")
    found = verify_logs(served.installation)
    assert found.failure is None
    view = read_case(served.installation, served.officers["constable"], case_id, datetime.now(UTC))
    asked, authorised = ({one["code"]: one for one in view[part]["conditions"]} for part in ("conditions", "decision"))
    assert {code for code in asked if asked[code] != authorised[code]} == {"distance"}
    assert (asked["distance"]["distance_m"], authorised["distance"]["distance_m"]) == (100, 250)
    assert "250 metres" in "\n".join(view["decision"]["text"])


def test_a_request_is_withdrawn_without_signal_and_whoever_claimed_it_reads_why(served, phone):
    recorder = Recorder.of(served)
    case_id, written = recorder.plain()
    recorder.request(case_id, written)
    constable, second = phone(served), phone(served)
    constable.enrol(served.link("constable"))
    second.enrol(served.link("other_superintendent"))
    second.page.get_by_role("link", name="Decide now").tap()
    second.press("Claim it: I am deciding")
    second.sees("You have it until")
    visit(constable, f"/review#{case_id}")
    constable.offline()
    constable.page.get_by_text("Withdraw the request", exact=True).first.tap()
    constable.press("Withdraw the request")
    expect(constable.page.get_by_role("alert").first).to_contain_text("Enter why it is not needed now")
    constable.page.get_by_label("Why it is not needed now").fill("Charged and remanded.")
    constable.shot("withdraw-1-typed")
    constable.press("Withdraw the request")
    constable.sees("Withdrawn, NOT SENT")
    constable.shot("withdraw-2-not-sent")
    constable.online()
    constable.sees("Request withdrawn by PC Alex Sample")
    constable.sees("Request withdrawn. You can ask again")
    constable.shot("withdraw-3-sent")
    second.asks_again()
    second.sees("Charged and remanded.")
    second.shot("withdraw-4-claimed")
    view = read_case(served.installation, served.officers["constable"], case_id, datetime.now(UTC))
    assert (view["stage"], view["request"]) == ("recording", None)


def test_whoever_comes_second_to_a_claim_is_told_who_has_it(served, phone):
    recorder = Recorder.of(served)
    case_id, written = recorder.plain()
    request = recorder.request(case_id, written)
    second = phone(served)
    second.enrol(served.link("other_superintendent"))
    second.page.get_by_role("link", name="Decide now").tap()
    second.sees_heading("Decision")
    second.page.get_by_role("button", name="Claim it: I am deciding").wait_for()
    first: SoftwareOfficer = recorder.superintendent
    now = datetime.now(UTC)
    first.record([first.write("request claimed", case_id, {"minutes": 15}, now, relies_on=[request])], now)
    second.press("Claim it: I am deciding")
    second.sees("Supt Frankie Invented claimed this at")
    expect(second.page.get_by_role("button", name="Claim it: I am deciding")).to_be_hidden()
    second.strip_says("Everything sent")  # that it came second needs nobody's attention
    second.shot("reach-7-claimed-by-another", full=False)


def test_no_one_on_call_is_said_before_asking_with_the_number_to_ring(served, phone):
    administrator, now = served.administrator, datetime.now(UTC)
    for role in NUMBERS:
        off = {"officer": served.officers[role], "on_call": False}
        office = administrator.office().id
        administrator.record([administrator.write("on call recorded", office, off, now)], now)
    recorder = Recorder.of(served)
    case_id, _ = recorder.plain()
    constable = phone(served)
    constable.enrol(served.link("constable"))
    visit(constable, f"/review#{case_id}")
    constable.sees("No superintendent is on call.")
    constable.press("Request authority")
    constable.sees("Waiting for a superintendent's decision")
    constable.strip_says("Everything sent")
    served.work()
    constable.asks_again()
    expect(constable.page.locator("[data-trail]")).to_contain_text("nobody is on call", timeout=30_000)
    constable.shot("reach-8-nobody-on-call", full=False)


def test_the_rota_is_kept_at_a_desk_its_gaps_named_and_every_error_at_its_field(served, phone):
    administrator, now = served.administrator, datetime.now(UTC)
    off = {"officer": served.officers["other_superintendent"], "on_call": False}
    office = administrator.office().id
    administrator.record([administrator.write("on call recorded", office, off, now)], now)
    off = {"officer": served.officers["superintendent"], "on_call": False}
    administrator.record([administrator.write("on call recorded", office, off, now)], now)
    inspector = phone(served, width=1280)
    inspector.enrol(served.link("inspector"))
    inspector.follow("Who is on call")
    inspector.sees_heading("On call")
    inspector.sees("In the next seven days nobody who may decide is on call:")
    inspector.sees("Nobody.")
    page = inspector.page
    form = page.locator("form[data-section=shift]")
    inspector.press("Save the shift")
    for said in ("Choose the officer", "Choose what they are on call as", "Enter when the shift starts"):
        expect(form.get_by_text(said)).to_be_visible()
    form.get_by_label("Officer").select_option(label="Supt Frankie Invented, superintendent")
    form.get_by_label("On call as").select_option("authorising officer")
    form.get_by_label("Asked first").fill("1")
    starts, ends = now - timedelta(hours=1), now + timedelta(hours=8)
    enter(form.locator("[data-field=starts_at]"), starts)
    enter(form.locator("[data-field=ends_at]"), starts - timedelta(hours=3))
    inspector.press("Save the shift")
    expect(form.get_by_text("Enter an end that is later than the start")).to_be_visible()
    inspector.shot("reach-9-rota-in-error")
    enter(form.locator("[data-field=ends_at]"), ends)
    inspector.press("Save the shift")
    expect(page.locator("[data-now]")).to_contain_text("Supt Frankie Invented, until")
    expect(page.locator("[data-gap-list] li")).to_have_count(1)
    expect(page.locator("[data-officers]")).to_contain_text("No phone of theirs takes alerts: text or ring them")
    inspector.shot("reach-10-rota")

    off_form = page.locator("form[data-section=off]")
    off_form.get_by_label("Officer").select_option(label="Supt Frankie Invented, superintendent")
    enter(off_form.locator("[data-field=starts_at]"), starts)
    inspector.press("Save off duty")
    inspector.sees("Nobody.")
    inspector.press("Back on duty: Supt Frankie Invented")
    expect(page.locator("[data-now]")).to_contain_text("Supt Frankie Invented, until")
    shift = page.locator("[data-shifts] .card")
    shift.get_by_role("button", name="Take it out").tap()
    shift.get_by_role("button", name="Press again to take it out").tap()
    inspector.sees("No shift is entered from now on.")


def enter(field, moment):
    """Type a time as it stands on the clock in London."""
    face = moment.astimezone(LONDON)
    for name, value in (("Day", face.day), ("Month", face.month), ("Year", face.year), ("Time", f"{face:%H:%M}")):
        field.get_by_label(name).fill(str(value))
