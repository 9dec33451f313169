"""Every screen, empty, filled and with errors: clean by axe in both colour schemes, no wider than a small phone, and
worked with a keyboard alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from field_app.demonstration.case import authorise, capture, serve
from field_app.demonstration.case import request as ask
from field_app.demonstration.force import FORCE
from field_app.demonstration.officer import SoftwareOfficer

from . import scene

NARROW = 320
FARTHEST = 150
"""Tabs from the top of the longest form to its button."""

AXE = Axe()


class Inspector:
    """Looks at a screen as it stands, and collects what is wrong with it."""

    def __init__(self, phone):
        self.phone, self.page = phone, phone.page
        self.problems = []

    def sees(self, name, button=None):
        """Look at the screen in both colour schemes; `button` must be in reach of the Tab key."""
        expect(self.page.get_by_role("heading", level=1).locator("visible=true").first).to_be_visible()
        expect(self.page.locator("main > [inert]")).to_have_count(0)  # started
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            found = AXE.run(self.page)
            for rule in found.response["violations"]:
                where = [f"{node['target']} {node['failureSummary']}" for node in rule["nodes"]]
                self.problems.append(f"{name}, {scheme}: {rule['id']}: {rule['help']}: {where}")
            self.phone.shot(f"{name.replace(',', '').replace(' ', '-')}-{scheme}")
        wider = self.page.evaluate(
            """() => {
                const limit = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= limit) return [];
                return [...document.body.querySelectorAll("*")]
                    .filter((one) => one.getBoundingClientRect().right > limit + 1)
                    .map((one) => one.tagName + "." + one.className).slice(0, 5);
            }"""
        )
        if wider:
            self.problems.append(f"{name}: wider than {NARROW} px: {wider}")
        if button and not self.reaches(button):
            self.problems.append(f"{name}: {button!r} cannot be reached with the Tab key")

    def reaches(self, button):
        self.page.evaluate("document.activeElement?.blur()")
        for _ in range(FARTHEST):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(
                """() => {
                    const here = document.activeElement;
                    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here);
                    const marked = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
                    return { text: here.innerText?.trim(), marked };
                }"""
            )
            if here["text"] == button:
                if not here["marked"]:
                    self.problems.append(f"{button!r} does not show that it has the focus")
                return True
        return False


@pytest.fixture
def inspect(phone):
    """An inspector of a phone of 320 px, whose findings fail the test."""
    made = []

    def of(served, role=None, **options):
        one = Inspector(phone(served, width=NARROW, **options))
        if role:
            one.phone.enrol(served.link(role))
        made.append(one)
        return one

    yield of
    problems = [problem for one in made for problem in one.problems]
    assert problems == []


@pytest.fixture
def history(served):
    """The reference case as far as a test wants it, recorded on other devices of the same officers."""

    def of(stage, minutes_ago=0):
        now = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        officers = {
            role: SoftwareOfficer(served.installation, served.officers[role], now)
            for role in ("constable", "superintendent")
        }
        constable, superintendent = officers["constable"], officers["superintendent"]
        case_id, captured = capture(constable, now)
        constable.record(captured, now)
        if stage == "recording":
            return case_id
        requested = ask(constable, case_id, captured, now)
        constable.record([requested], now)
        if stage == "requested":
            return case_id
        if stage == "refused":
            facts = {"reasons": "Charge is possible tonight."}
            refusal = superintendent.write("authority refused", case_id, facts, now, relies_on=[requested])
            superintendent.record([refusal], now)
            return case_id
        decided = authorise(superintendent, case_id, requested, now)
        superintendent.record([decided], now)
        if stage == "served":
            constable.record([serve(constable, case_id, decided, now, now)], now)
        return case_id

    return of


def test_enrolling_and_signing_in(served, inspect):
    new = inspect(served)
    new.phone.page.goto(served.link("constable"))
    new.phone.sees("PC Alex Sample")
    new.sees("enrol", button="Create passkey")
    new.phone.open("/enrol/no-such-link")
    new.phone.sees("This link does not work.")
    new.sees("enrol, bad link")
    new.phone.open("/sign-in")
    new.sees("sign in", button="Sign in with your passkey")
    new.phone.press("Sign in with your passkey")
    new.phone.sees("There is a problem")
    new.sees("sign in, no passkey")
    new.phone.complaints.clear()


def test_choosing_a_pin(serve, inspect):
    served = serve(allow_pin=True)
    constable = inspect(served, prf=False)
    phone = constable.phone
    phone.page.goto(served.link("constable"))
    phone.press("Create passkey")
    phone.sees("Choose a PIN for this phone")
    constable.sees("pin", button="Use this PIN")
    phone.press("Use this PIN")
    phone.sees("Enter a PIN of at least 6 digits")
    constable.sees("pin, too short")
    for label in ("PIN", "The same PIN again"):
        phone.page.get_by_label(label, exact=True).first.fill("240913")
    phone.press("Use this PIN")
    phone.sees_heading("Cases")
    phone.press("Lock")
    expect(phone.page.get_by_role("dialog", name="Locked")).to_be_visible()
    constable.sees("locked, PIN", button="Unlock with PIN")
    phone.page.get_by_role("dialog").get_by_label("PIN", exact=True).fill("111111")
    phone.press("Unlock with PIN")
    phone.sees("That does not open what is kept here.")
    constable.sees("locked, wrong PIN")


def test_recording_from_nothing(served, inspect):
    constable = inspect(served, "constable")
    phone = constable.phone
    constable.sees("cases, empty", button="Start a case")
    phone.press("Start a case")
    phone.sees_heading("People and home")
    phone.sees_filled_in()
    constable.sees("people, empty", button="Save and go on")
    scene.fill(phone.section("Respondent"), Given_names="Craig", Year="17")
    phone.press("Save and go on")
    phone.sees("There is a problem")
    constable.sees("people, errors")
    for page, heading in (("happened", "What happened"), ("conditions", "Conditions")):
        phone.follow({"happened": "Incident", "conditions": "Conditions"}[page])
        phone.sees_heading(heading)
        phone.sees_filled_in()
        constable.sees(f"{page}, empty", button="Save and go on")
        phone.page.locator("main textarea:visible").first.fill("Begun.")
        if page == "happened":
            phone.section("Violence or threats").get_by_label("Day", exact=True).fill("2")
        phone.press("Save and go on")
        phone.sees("There is a problem")
        constable.sees(f"{page}, errors")
    phone.follow("Review")
    phone.sees_heading("Review")
    phone.sees("Still needed")
    constable.sees("review, empty")
    phone.follow("Cases")
    phone.sees_heading("Cases")
    constable.sees("cases, filled")
    elsewhere = "00000000-0000-4000-8000-000000000000"
    for page, heading in (
        ("people", "People and home"),
        ("review", "Review"),
        ("decision", "Decision"),
        ("notice", "Notice"),
    ):
        visit(phone, page, elsewhere, heading)
        phone.sees("This case is not on this phone.")
        constable.sees(f"{page}, no such case")


def test_recording_as_recorded(served, inspect, history):
    case_id = history("recording")
    constable = inspect(served, "constable")
    phone = constable.phone
    for page, heading in (("people", "People and home"), ("happened", "What happened"), ("conditions", "Conditions")):
        visit(phone, page, case_id, heading)
        phone.sees_filled_in()
        constable.sees(f"{page}, filled", button="Save and go on")
    visit(phone, "review", case_id, "Review")
    phone.sees("Ready: request authority")
    constable.sees("review, filled", button="Request authority")
    phone.press("Lock")
    expect(phone.page.get_by_role("dialog", name="Locked")).to_be_visible()
    constable.sees("locked", button="Unlock with passkey")
    expect(phone.page.get_by_role("dialog")).to_contain_text(FORCE)
    phone.unlock()
    phone.follow("Ready: request authority")
    expect(phone.page.get_by_role("heading", name="Request authority")).to_be_focused()
    assert phone.page.url.endswith(case_id)


def test_deciding(served, inspect, history):
    case_id = history("requested", minutes_ago=3)
    superintendent = inspect(served, "superintendent")
    phone = superintendent.phone
    waiting = phone.page.get_by_role("link", name="Decide now")
    expect(waiting).to_contain_text(re.compile(r"Asked by PC Alex Sample, .*\d\d:\d\d, 3 minutes ago"))
    phone.page.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=2))
    expect(waiting).to_contain_text("5 minutes ago", timeout=10_000)
    phone.page.clock.set_fixed_time(datetime.now(UTC))
    superintendent.sees("cases, superintendent", button="Turn on alerts")
    phone.page.get_by_role("link", name="Decide now").click()
    phone.sees_heading("Decision")
    phone.sees("Craig Inventedson")
    first = phone.page.locator("dl").first
    expect(first).to_contain_text("PC Alex Sample")
    expect(first).to_contain_text(re.compile(r"Craig Inventedson, born 1[ \w]+ \(\d\d\)"))
    in_order = ["Risk", "Conditions", "Grounds", "Why a notice is needed", "The protected person's view", "Children"]
    headings = phone.page.locator("main").get_by_role("heading").all_inner_texts()
    places = [headings.index(one) for one in [*in_order, "The notice, word for word", "Your decision"]]
    assert places == sorted(places)
    superintendent.sees("decision", button="Authorise")
    phone.press("Authorise")
    phone.sees("There is a problem")
    superintendent.sees("decision, errors")
    phone.page.get_by_label("Your reasons").fill("Charge is possible tonight.")
    phone.press("Refuse")
    phone.sees("The server has it.")
    superintendent.sees("decision, refused")
    constable = inspect(served, "constable")
    visit(constable.phone, "review", case_id, "Review")
    constable.phone.sees("Charge is possible tonight.")
    constable.sees("review, refused", button="Request authority again")


def test_serving_and_looking_up(served, inspect, history):
    case_id = history("authorised")
    constable = inspect(served, "constable")
    phone = constable.phone
    visit(phone, "review", case_id, "Review")
    phone.sees("Authorised by")
    constable.sees("review, authorised")
    visit(phone, "notice", case_id, "Notice")
    phone.sees("AUTHORISED, NOT SERVED: no power yet")
    constable.sees("notice, to be served", button="Confirm service")
    phone.press("Confirm service")
    phone.sees("There is a problem")
    constable.sees("notice, errors")
    history("served")
    phone.follow("Look up")
    phone.sees_heading("Look up")
    constable.sees("look up, empty", button="Look up")
    main = phone.page.get_by_role("main")
    main.get_by_role("button", name="Look up").click()
    phone.sees("Enter a name, a date of birth, an address, a postcode or a reference")
    constable.sees("look up, errors")
    for name, found in (("Craig Inventedson", "matches"), ("Nobody Whosoever", "Nothing found")):
        phone.page.get_by_label("Name", exact=True).fill(name)
        scene.more(phone)
        phone.page.get_by_label("Why you are looking").fill("A test.")
        main.get_by_role("button", name="Look up").click()
        expect(main.get_by_role("heading", level=2)).to_contain_text([found])
        constable.sees(f"look up, {found}")
    expect(phone.page.get_by_label("Name", exact=True)).to_have_value("Nobody Whosoever")
    expect(phone.page.get_by_label("Why you are looking")).to_have_value("A test.")


def test_what_is_sought_by_and_what_is_wrong_is_always_seen(served, phone):
    response = phone(served)
    response.enrol(served.link("response"))
    response.follow("Look up")
    response.sees_heading("Look up")
    day = response.page.get_by_label("Day", exact=True)
    expect(day).to_be_hidden()
    scene.more(response)
    day.fill("31")
    response.page.locator("[data-more] summary").click()
    expect(day).to_be_hidden()
    response.page.get_by_role("main").get_by_role("button", name="Look up").click()
    expect(day).to_be_visible()
    response.sees("Enter the date of birth as a real date in the past, like 27 3 1985")


def test_the_time_of_service_is_entered_alike_on_every_phone(served, phone, history):
    case_id = history("authorised")
    constable = phone(served, locale="en-US", timezone_id="America/New_York")
    constable.enrol(served.link("constable"))
    visit(constable, "notice", case_id, "Notice")
    constable.follow("Go to confirm service")
    expect(constable.page.get_by_role("heading", name="Confirm service")).to_be_focused()
    section = constable.section("Confirm service")
    time = section.get_by_label("Time, like 01:49", exact=True)
    now = datetime.now(ZoneInfo("Europe/London"))
    expect(section.get_by_label("Year", exact=True)).to_have_value(str(now.year))
    expect(time).to_have_value(re.compile(r"^\d\d:\d\d$"))
    constable.shot("notice, confirm service", full=False)
    for typed in ("0149", "01.49", "1:49"):
        scene.fill(section, Day=22, Month=11, Year=2025, **{"Time, like 01:49": typed})
        expect(section.locator("[data-said]")).to_have_text("Sat 22 Nov 2025, 01:49")
    for wanted, day, month, year, typed in (
        ("enter the day, month, year and time", 22, 11, 2025, ""),
        ("enter a real date as day, month and year, like 22 11 2026", 31, 11, 2025, "0149"),
        ("enter the time on the 24-hour clock, like 01:49", 22, 11, 2025, "149 pm"),
        ("that night the clocks went forward", 30, 3, 2025, "0130"),
        ("this is in the future", 22, 11, 2099, "0149"),
    ):
        scene.fill(section, Day=day, Month=month, Year=year, **{"Time, like 01:49": typed})
        constable.press("Confirm service")
        expect(section.locator("[data-field-error]").first).to_contain_text(f"When you served it: {wanted}")
    constable.press("Set the time to now")
    expect(section.get_by_label("Year", exact=True)).to_have_value(str(now.year))
    expect(section.locator("[data-said]")).to_contain_text(f"{now:%b} {now.year}")


def test_a_desk_that_can_keep_nothing_looks_up_all_the_same(served, inspect, history):
    history("served")
    control = inspect(served, prf=False)
    phone = control.phone
    phone.page.goto(served.link("control_room"))
    phone.press("Create passkey")
    phone.sees("This device cannot keep records")
    control.sees("enrol, cannot keep")
    phone.page.get_by_role("main").get_by_role("button", name="Look up").click()
    looks_up(phone)
    phone.page.reload()
    phone.sees_heading("Look up")
    looks_up(phone)
    control.sees("look up, nothing kept")
    expect(phone.page.get_by_role("button", name="Lock", exact=True)).to_be_hidden()
    phone.follow("Cases")
    phone.sees_heading("Sign in")
    phone.sees("You are signed in, and nothing is kept on this device.")
    control.sees("sign in, nothing kept", button="Look up")
    phone.press("Sign out")
    phone.strip_says("Not signed in")
    phone.follow("Look up")
    phone.sees_heading("Sign in")
    phone.press("Sign in with your passkey")
    phone.sees("This device cannot keep records")
    control.sees("sign in, cannot keep", button="Look up")
    phone.follow("Look up")
    phone.sees_heading("Look up")
    phone.context.clear_cookies()
    phone.page.get_by_role("main").get_by_role("button", name="Look up").wait_for()
    phone.page.get_by_label("Name", exact=True).fill("Craig Inventedson")
    phone.page.get_by_role("main").get_by_role("button", name="Look up").click()
    phone.sees("You are no longer signed in, so nothing was looked up.")
    phone.strip_says("Not signed in")


def looks_up(phone):
    phone.strip_says("Signed in. Nothing is kept on this device")
    phone.page.get_by_label("Name", exact=True).fill("Craig Inventedson")
    phone.page.get_by_role("main").get_by_role("button", name="Look up").click()
    expect(phone.page.locator("[data-matches]").get_by_role("listitem").first).to_contain_text("Craig Inventedson")


def test_service_as_recorded(served, inspect, history):
    case_id = history("served")
    constable = inspect(served, "constable")
    visit(constable.phone, "notice", case_id, "Notice")
    constable.phone.sees("Confirmed by the server.")
    constable.sees("notice, served")


def test_administering(served, inspect):
    administrator = inspect(served, "administrator")
    phone = administrator.phone
    phone.follow("Officers")
    phone.sees("PC Alex Sample")
    administrator.sees("officers, filled", button="Save")
    phone.press("Save")
    phone.sees("There is a problem")
    administrator.sees("officers, errors")
    phone.page.get_by_role("button", name="Make an enrolment link: PC Alex Sample").click()
    phone.sees("Give this link to the officer in person.")
    expect(phone.page.get_by_text("There is a problem")).to_be_hidden()
    administrator.sees("officers, link made")


def visit(phone, page, case_id, heading):
    """Go to a case's screen as a link would, without losing the key."""
    phone.page.evaluate(f"document.querySelector('[data-menu=home]').href = '/{page}#{case_id}'")
    phone.follow("Cases")
    phone.sees_heading(heading)


def test_a_screen_takes_no_typing_before_it_is_filled_in(served, phone):
    constable = phone(served, service_workers="block")
    page, held = constable.page, []
    page.goto(served.link("constable"))
    constable.press("Create passkey")
    constable.sees_heading("Cases")
    page.route("**/pages/people.js", lambda route: held.append(route))
    constable.press("Start a case")
    constable.sees_heading("People and home")
    name = constable.section("Respondent").get_by_label("Family name")
    name.evaluate("(field) => field.focus()")
    page.keyboard.type("Lost")
    expect(name).to_have_value("")  # refused, not taken and then overwritten
    held.pop().continue_()
    constable.sees_filled_in()
    name.focus()
    page.keyboard.type("Kept")
    expect(name).to_have_value("Kept")
    constable.complaints.clear()  # of having no service worker: the page itself is asked for its modules here
