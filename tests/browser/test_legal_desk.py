"""The legal desk: served, listed, a 28-day order made in absence, told from the look-up, in force until its end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from field_app.actions import read_case, verify_logs
from field_app.demonstration.case import authorise, request, serve
from field_app.law.clocks import LONDON, day_in_words, last_day_of_order

from . import scene
from .history import recorded
from .screens.conftest import visit

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def a_day(section, legend, day):
    group = section.get_by_role("group", name=legend)
    for name, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(name, exact=True).fill(str(part))


def happened(solicitor, what):
    """Open one of the court's forms."""
    solicitor.page.get_by_role("group", name="What happened?").get_by_label(what).check()


def test_from_service_over_the_desk_to_the_look_up(served, phone):
    case = recorded(served)
    asked = request(case.constable, case.id, case.captured, case.now)
    case.constable.record([asked], case.now)
    decision = authorise(case.superintendent, case.id, asked, case.now)
    case.superintendent.record([decision], case.now)
    case.constable.record([serve(case.constable, case.id, decision, case.now, case.now)], case.now)

    solicitor = phone(served)
    solicitor.enrol(served.link("solicitor"))
    solicitor.page.set_viewport_size(WIDE)
    solicitor.follow("Legal desk")
    solicitor.sees_heading("Legal desk")
    card = solicitor.page.locator("[data-cases] > li")
    expect(card).to_have_count(1)
    expect(card.locator("[data-left]")).to_have_text(re.compile(r"4[78] h \d+ min"))
    expect(card.locator("[data-hearing]")).to_have_text("Not listed")
    solicitor.sees("Northfield Magistrates' Court")
    before = len(served.sent)
    solicitor.page.wait_for_timeout(1_000)  # what the desk is answered is no reason to ask again
    assert [path for _, path, _ in served.sent[before:]].count("/api/legal-desk") <= 1
    solicitor.shot("legal desk, wide")
    solicitor.page.set_viewport_size(NARROW)
    solicitor.shot("legal desk, narrow")
    card.get_by_role("button", name="Record").click()
    solicitor.sees_heading("The court")

    happened(solicitor, "A hearing is listed")
    listed = solicitor.section("Hearing listed")
    listed.get_by_role("button", name="Record the listing").click()
    solicitor.sees("Enter which court it is")
    solicitor.sees("When it is listed: enter the day, month, year and time")
    solicitor.shot("court, in error")
    at = datetime.now(LONDON) + timedelta(hours=2)
    scene.write(solicitor, listed, ("Which court", "Invented Regional Court"))
    group = listed.get_by_role("group", name="When it is listed")
    for name, part in (("Day", at.day), ("Month", at.month), ("Year", at.year)):
        group.get_by_label(name, exact=True).fill(str(part))
    group.get_by_label(re.compile("Time")).fill(f"{at:%H:%M}")
    listed.get_by_role("button", name="Record the listing").click()
    expect(solicitor.page.locator("[data-recorded-line]")).to_have_text(re.compile("Hearing listed: "))
    expect(solicitor.page.locator("[data-stands]")).to_have_text(re.compile("Hearing listed: "))
    solicitor.sees("It is being made. This takes some seconds.")
    solicitor.strip_says("Everything sent")
    served.work()
    paper = solicitor.page.get_by_role("link", name=re.compile("^Save it to hand over .PDF, 2 pages.$"))
    expect(paper).to_be_visible()
    with solicitor.page.expect_download() as saved:
        paper.click()
    assert saved.value.suggested_filename.endswith("-notice-of-hearing.pdf")
    solicitor.shot("court, its notice on paper")

    happened(solicitor, "The court made an order")
    form = solicitor.section("Order made")
    today = datetime.now(LONDON).date()
    last = last_day_of_order(today, 28)
    a_day(form, "Day it was made", today)
    scene.write(solicitor, form, ("Which court", "Invented Regional Court"))
    form.get_by_label("Conditions as ordered, one a line").fill(
        "Not to molest Rachel Notareal.\nNot to go near the home."
    )
    form.get_by_label("Not in court, not told yet").check()
    form.get_by_role("button", name="Record the order").click()
    solicitor.sees("Enter how many days, or the last day")
    form.get_by_label("Days", exact=True).fill("28")
    expect(form.locator("[data-last-line]")).to_have_text(re.compile("the last day is"))
    solicitor.shot("court, the order")
    form.get_by_role("button", name="Record the order").click()
    expect(solicitor.page.locator("[data-recorded-line]")).to_have_text(re.compile("NOT YET TOLD"))
    solicitor.page.set_viewport_size(WIDE)
    solicitor.shot("court, ordered")
    solicitor.strip_says("Everything sent")

    response = phone(served)
    response.enrol(served.link("response"))
    visit(response, "/look-up")
    response.page.get_by_label("Name", exact=True).fill("Craig Inventedson")
    response.press("Look up")
    match = response.page.locator(".match--in-force").first
    expect(match.locator("[data-power]")).to_have_text("MADE, NOT YET TOLD: GIVE IT TO THEM NOW.")
    response.shot("look up, not yet told")
    match.get_by_role("button", name="Record that you gave or explained it").tap()
    response.sees_heading("Give them the order")
    told = response.section("Served or explained")
    response.press("Set the time to now")
    scene.write(response, told, ("Where", "Head Street"), ("How you know it was them", "Known to me"))
    response.thumb.choose(told, "How", "Handed over and explained")
    scene.write(response, told, ("The words you used", "Read aloud."))
    response.shot("told, filled")
    response.press("Sign and record it")
    response.strip_says("Everything sent")

    visit(response, "/look-up")
    response.page.get_by_label("Name", exact=True).fill("Craig Inventedson")
    response.press("Look up")
    match = response.page.locator(".match--in-force").first
    expect(match.locator("[data-power]")).to_have_text(re.compile("You may arrest without warrant"))
    expect(match.locator("[data-ends]")).to_have_text(f"In force until {day_in_words(last)}, the end of that day.")
    response.shot("look up, order in force")

    view = read_case(served.installation, served.officers["solicitor"], case.id, datetime.now(UTC))
    assert (view["stage"], view["court"]["order"]["ends_on"], view["irregular"]) == ("ordered", last.isoformat(), [])
    assert verify_logs(served.installation).failure is None
    visit(solicitor, "/legal-desk")
    solicitor.sees("No served notice waits for a court.")

    # Later: corrected by the court, in their absence; then rescinded. The look-up goes by it each time.
    solicitor.page.set_viewport_size(NARROW)
    the_court_did(solicitor)
    form = solicitor.section("What the court did to the order")
    form.get_by_label("Corrected it").check()
    form.get_by_role("radio", name="In force", exact=True).check()
    scene.write(solicitor, form, ("Which court", "Invented Regional Court"), ("Why, and who asked for it", "A slip."))
    solicitor.press("Set the time to now")
    form.get_by_label("Not in court, not told yet").check()
    form.get_by_role("button", name="Record it").click()
    solicitor.sees("Enter the conditions or the last day that changed")
    solicitor.shot("court, changed, in error")
    form.get_by_label(re.compile("All conditions as they are now")).fill("Not to go near the home.")
    form.get_by_role("button", name="Record it").click()
    expect(solicitor.page.locator("[data-recorded-line]")).to_have_text(re.compile("NOT YET TOLD"))
    look_up(response)
    match = response.page.locator(".match--in-force").first
    expect(match.locator("[data-power]")).to_have_text("MADE, NOT YET TOLD: GIVE IT TO THEM NOW.")
    expect(match.locator("[data-conditions]")).to_have_text("Not to go near the home.")
    response.shot("look up, corrected")

    happened(solicitor, "The order was ended")
    form.get_by_label("Rescinded it").check()
    form.get_by_role("radio", name="Ended", exact=True).check()
    scene.write(
        solicitor, form, ("Which court", "Invented Regional Court"), ("Why, and who asked for it", "Both asked.")
    )
    form.get_by_role("button", name="Set the time to now").click()
    form.get_by_role("radio", name="In court", exact=True).check()
    solicitor.shot("court, rescinded")
    form.get_by_role("button", name="Record it").click()
    expect(solicitor.page.locator("[data-recorded-line]")).to_have_text("Order ended by the court: no power under it")
    solicitor.shot("court, order ended")
    look_up(response)
    match = response.page.locator(".match--none").first
    expect(match.locator("[data-power]")).to_have_text(re.compile("ENDED BY THE COURT"))
    response.shot("look up, rescinded")

    # And what became known after that, which the figures count.
    happened(solicitor, "Something else became known later")
    later = solicitor.section("What became known later")
    later.get_by_role("button", name="Record it").click()
    solicitor.sees("Choose what it was")
    later.get_by_label("What it was").select_option(label="A new incident between the two")
    a_day(later, "When it was", datetime.now(LONDON).date())
    solicitor.shot("court, known later")
    later.get_by_role("button", name="Record it").click()
    expect(solicitor.page.get_by_role("heading", name="What became known later")).to_be_hidden()
    solicitor.strip_says("Everything sent")
    view = read_case(served.installation, served.officers["solicitor"], case.id, datetime.now(UTC))
    assert [one["what"] for one in view["later"]] == ["new incident"]


def look_up(person):
    visit(person, "/look-up")
    person.page.get_by_label("Name", exact=True).fill("Craig Inventedson")
    person.press("Look up")


def the_court_did(solicitor):
    """From the look-up to the form for what the court did to an order."""
    look_up(solicitor)
    solicitor.page.get_by_role("link", name="Record what the court did to it").first.click()
    solicitor.sees_heading("The court")
    happened(solicitor, "The order was ended")
