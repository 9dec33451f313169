"""Screens that need a force, a phone or a moment of their own: the PIN, a desk that keeps nothing, the clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from field_app.demonstration.force import FORCE
from tests.browser.scene import fill, more

from .cases import Recorder
from .conftest import visit
from .looking import everything_wrong


@pytest.fixture
def inspect():
    """Looks at a phone's screen as it stands; what is wrong with any of them fails the test."""
    problems = []

    def look(phone, name, *, keyboard=False):
        expect(phone.page.locator("main > [inert]")).to_have_count(0)
        problems.extend(f"{name}: {one}" for one in everything_wrong(phone.page, name, keyboard=keyboard))

    yield look
    assert not problems, "\n".join(problems)


@pytest.fixture
def recorder(served):
    return Recorder.of(served)


def test_choosing_a_pin(serve, phone, inspect):
    served = serve(allow_pin=True)
    constable = phone(served, prf=False)
    constable.page.goto(served.link("constable"))
    constable.press("Create passkey")
    constable.sees("Choose a PIN for this phone")
    inspect(constable, "pin", keyboard=True)
    constable.press("Use this PIN")
    constable.sees("Enter a PIN of at least 6 digits")
    inspect(constable, "pin, too short")
    for label in ("PIN", "The same PIN again"):
        constable.page.get_by_label(label, exact=True).first.fill("240913")
    constable.press("Use this PIN")
    constable.sees_heading("Cases")
    constable.press("Lock")
    expect(constable.page.get_by_role("dialog", name="Locked")).to_be_visible()
    inspect(constable, "locked, PIN", keyboard=True)
    constable.page.get_by_role("dialog").get_by_label("PIN", exact=True).fill("111111")
    constable.press("Unlock with PIN")
    constable.sees("That is not the PIN.")
    inspect(constable, "locked, wrong PIN")


def test_the_lock_screen_names_the_force_and_review_leads_to_the_request(served, phone, recorder):
    case_id, _ = recorder.plain()
    constable = phone(served)
    constable.enrol(served.link("constable"))
    visit(constable, f"/review#{case_id}")
    constable.sees("Ready: request authority")
    constable.press("Lock")
    expect(constable.page.get_by_role("dialog", name="Locked")).to_contain_text(FORCE)
    constable.unlock()
    constable.follow("Ready: request authority")
    expect(constable.page.get_by_role("heading", name="Request authority")).to_be_focused()
    assert constable.page.url.endswith(case_id)


def test_what_waits_for_a_superintendent_says_for_how_long_and_what_weighs_most_comes_first(served, phone, recorder):
    recorder.request(*recorder.plain())
    superintendent = phone(served)
    superintendent.enrol(served.link("superintendent"))
    page = superintendent.page
    waiting = page.get_by_role("link", name="Decide now")
    expect(waiting).to_contain_text(re.compile(r"Asked by PC Alex Sample, .*\d\d:\d\d, 3 minutes ago"))
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=2))
    expect(waiting).to_contain_text("5 minutes ago", timeout=10_000)
    page.clock.set_fixed_time(datetime.now(UTC))
    waiting.click()
    superintendent.sees_heading("Decision")
    superintendent.sees("Craig Inventedson")
    first = page.locator("dl").first
    expect(first).to_contain_text("PC Alex Sample")
    expect(first).to_contain_text(re.compile(r"Craig Inventedson, born 1[ \w]+ \(\d\d\)"))
    in_order = ["Grounds", "Violence or threats", "Risk", "Children", "Conditions", "Why a notice is needed"]
    headings = page.locator("main").get_by_role("heading").all_inner_texts()
    places = [headings.index(one) for one in [*in_order, "The notice, word for word", "Your decision", "Sign"]]
    assert places == sorted(places)


def test_what_is_looked_up_stays_in_the_fields(served, phone, recorder):
    response = phone(served)
    response.enrol(served.link("response"))
    visit(response, "/look-up")
    main = response.page.get_by_role("main")
    for name, why in (("Nobody Whosoever", "A test."),):
        response.page.get_by_label("Name", exact=True).fill(name)
        more(response)
        response.page.get_by_label("Why you are looking").fill(why)
        main.get_by_role("button", name="Look up").click()
        expect(main.get_by_role("heading", level=2)).to_contain_text(["Nothing found"])
        expect(response.page.get_by_label("Name", exact=True)).to_have_value(name)
        expect(response.page.get_by_label("Why you are looking")).to_have_value(why)


def test_what_is_sought_by_and_what_is_wrong_is_always_seen(served, phone):
    response = phone(served)
    response.enrol(served.link("response"))
    visit(response, "/look-up")
    day = response.page.get_by_role("main").get_by_label("Day", exact=True)
    expect(day).to_be_hidden()
    more(response)
    day.fill("31")
    response.page.locator("[data-more] summary").click()
    expect(day).to_be_hidden()
    response.page.get_by_role("main").get_by_role("button", name="Look up").click()
    expect(day).to_be_visible()
    response.sees("Enter the date of birth as a real date in the past, like 27 3 1985")


def test_the_time_of_service_is_entered_alike_on_every_phone(served, phone, recorder):
    case_id, captured = recorder.plain()
    recorder.authorise(case_id, recorder.request(case_id, captured))
    constable = phone(served, locale="en-US", timezone_id="America/New_York")
    constable.enrol(served.link("constable"))
    visit(constable, f"/notice#{case_id}")
    constable.follow("Go to confirm service")
    expect(constable.page.get_by_role("heading", name="Confirm service")).to_be_focused()
    section = constable.section("Confirm service")
    time = section.get_by_label("Time, like 01:49", exact=True)
    now = datetime.now(ZoneInfo("Europe/London"))
    expect(time).to_have_value("")  # never filled in by itself
    for typed in ("0149", "01.49", "1:49"):
        fill(section, Day=22, Month=11, Year=2025, **{"Time, like 01:49": typed})
        expect(section.locator("[data-said]")).to_have_text("Sat 22 Nov 2025, 01:49")
    for wanted, day, month, year, typed in (
        ("enter the day, month, year and time", 22, 11, 2025, ""),
        ("enter a real date as day, month and year, like 22 11 2026", 31, 11, 2025, "0149"),
        ("enter the time on the 24-hour clock, like 01:49", 22, 11, 2025, "149 pm"),
        ("that night the clocks went forward", 30, 3, 2025, "0130"),
    ):
        fill(section, Day=day, Month=month, Year=year, **{"Time, like 01:49": typed})
        constable.press("Confirm service")
        expect(section.locator("[data-field-error]").first).to_contain_text(f"When you served it: {wanted}")
    # A time still to come is recorded and marked, not refused: the phone's clock may be the one that is wrong.
    fill(section, Day=22, Month=11, Year=2099, **{"Time, like 01:49": "0149"})
    expect(section.locator("[data-needed-list]")).to_contain_text("this time is still to come")
    constable.press("Confirm service")
    expect(section.locator("[data-field=served_at] [data-field-error]")).to_have_count(0)
    constable.press("Set the time to now")
    expect(section.locator("[data-needed-list]")).not_to_contain_text("this time is still to come")
    expect(section.get_by_label("Year", exact=True)).to_have_value(str(now.year))
    expect(section.locator("[data-said]")).to_contain_text(f"{now:%b} {now.year}")
    expect(time).to_have_value(re.compile(r"^\d\d:\d\d$"))
    # Enter moves on and never sends the form; Shift and Enter makes a line.
    known, explained = (
        section.get_by_label(one, exact=True) for one in ("How you know it was them", "How you explained it")
    )
    errors = section.locator("[data-field-error]").count()
    known.press("Enter")
    expect(explained).to_be_focused()
    explained.press_sequentially("Read aloud.")
    explained.press("Shift+Enter")
    explained.press("Enter")
    expect(explained).to_have_value("Read aloud.\n")
    expect(section.get_by_label("The address they gave")).to_be_focused()
    expect(section.locator("[data-field-error]")).to_have_count(errors)


def test_a_desk_that_can_keep_nothing_looks_up_all_the_same(served, phone, recorder, inspect):
    case_id, captured = recorder.plain()
    recorder.serve(case_id, recorder.authorise(case_id, recorder.request(case_id, captured)))
    desk = phone(served, prf=False)
    desk.page.goto(served.link("control_room"))
    desk.press("Create passkey")
    desk.sees("This device cannot keep records")
    inspect(desk, "enrol, cannot keep")
    desk.page.get_by_role("main").get_by_role("button", name="Look up").click()
    looks_up(desk)
    desk.page.reload()
    desk.sees_heading("Look up")
    looks_up(desk)
    inspect(desk, "look up, nothing kept")
    expect(desk.page.get_by_role("button", name="Lock", exact=True)).to_be_hidden()
    desk.follow("Cases")
    desk.sees_heading("Sign in")
    desk.sees("You are signed in, and nothing is kept on this device.")
    inspect(desk, "sign in, nothing kept", keyboard=True)
    desk.press("Sign out")
    desk.strip_says("Not signed in")
    desk.follow("Look up")
    desk.sees_heading("Sign in")
    desk.press("Sign in with your passkey")
    desk.sees("This device cannot keep records")
    desk.follow("Look up")
    desk.sees_heading("Look up")
    desk.context.clear_cookies()
    desk.page.get_by_role("main").get_by_role("button", name="Look up").wait_for()
    desk.page.get_by_label("Name", exact=True).fill("Craig Inventedson")
    desk.page.get_by_role("main").get_by_role("button", name="Look up").click()
    desk.sees("You are no longer signed in, so nothing was looked up.")
    desk.strip_says("Not signed in")


def looks_up(desk):
    desk.strip_says("Signed in. Nothing is kept on this device")
    desk.page.get_by_label("Name", exact=True).fill("Craig Inventedson")
    desk.page.get_by_role("main").get_by_role("button", name="Look up").click()
    expect(desk.page.locator("[data-matches]").get_by_role("listitem").first).to_contain_text("Craig Inventedson")


def test_a_link_is_made_and_opens_with_the_code_that_is_read_out(served, phone, inspect):
    administrator = phone(served)
    administrator.enrol(served.link("administrator"))
    administrator.follow("Officers")
    administrator.sees("PC Alex Sample")
    administrator.press("Save")
    administrator.sees("There is a problem")
    administrator.page.get_by_role("button", name="Make an enrolment link: PC Alex Sample").click()
    administrator.sees("Send this link to the officer.")
    expect(administrator.page.get_by_text("There is a problem")).to_be_hidden()
    card = administrator.page.get_by_role("listitem").filter(has_text="PC Alex Sample")
    card.get_by_role("button", name="Show the code").click()
    digits = card.locator("[data-code-digits]")
    expect(digits).to_have_text(re.compile(r"^\d{4} \d{4}$"))
    constable = phone(served)
    constable.page.goto(str(card.locator("[data-link-text]").text_content()))
    field = constable.page.get_by_label("Code")
    field.fill("00000000" if digits.text_content() != "0000 0000" else "11111111")
    constable.press("Go on")
    constable.sees("This link and this code open nothing together.")
    constable.shot("enrol-code")
    field.fill(str(digits.text_content()))
    constable.press("Go on")
    constable.sees("PC Alex Sample")
    constable.press("Create passkey")
    constable.sees_heading("Cases")
    constable.complaints = [one for one in constable.complaints if "status of 403" not in one]
    inspect(administrator, "officers, link made")


def test_a_screen_takes_no_typing_before_it_is_filled_in(served, phone):
    constable = phone(served, service_workers="block")
    page, held = constable.page, []
    page.goto(served.link("constable"))
    constable.press("Create passkey")
    constable.sees_heading("Cases")
    page.route("**/pages/incident.js", lambda route: held.append(route))
    constable.press("Start a case")
    constable.sees_heading("Incident")
    name = page.get_by_label("Incident number")
    name.evaluate("(field) => field.focus()")
    page.keyboard.type("Lost")
    expect(name).to_have_value("")  # refused, not taken and then overwritten
    held.pop().continue_()
    constable.sees_filled_in()
    name.focus()
    page.keyboard.type("Kept")
    expect(name).to_have_value("Kept")
    constable.complaints.clear()  # of having no service worker: the page itself is asked for its modules here
