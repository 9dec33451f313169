"""A training installation: the lesson walked by its strip alone, from the call to the order, and what a trainer sees.

On the first phone also without a network; and what it drops when the trainer begins again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from config import Settings
from field_app import demonstration
from field_app.demonstration.case import sections
from field_app.demonstration.officer import SoftwareOfficer
from field_app.law.clocks import LONDON
from field_app.store.database import reading

from . import scene
from .conftest import Served

WHO = {
    "constable": "PC Alex Sample",
    "superintendent": "Supt Frankie Invented",
    "safeguarding": "Indy Fabricated, safeguarding",
    "solicitor": "Harper Imaginary, solicitor",
    "administrator": "Kit Nobody, administrator",
}
BAND = "TRAINING: nothing here is real"
HELD = """async () => {
  const { allVaults, outboxOf } = await import("/static/js/db.js");
  return [(await allVaults()).length, (await outboxOf((await allVaults()).map(({ id }) => id))).length];
}"""


@pytest.fixture
def served(port, tmp_path):
    settings = Settings(f"sqlite:///{tmp_path}/training.sqlite", f"http://localhost:{port}", {}, None, True, ())
    installation = demonstration.load(settings)
    with reading(installation.engine) as connection:
        office, _ = installation.office(connection)
    ids = {one.name: one.id for one in office.officers.values()}
    trainer = SoftwareOfficer(installation, ids["Kit Nobody, administrator"], datetime.now(UTC))
    one = Served(settings, installation, trainer, {role: ids[name] for role, name in WHO.items()}, port)
    one.start()
    yield one
    one.stop()
    installation.engine.dispose()


@pytest.mark.long
def test_trainees_walk_the_lesson_by_its_strip_and_the_trainer_begins_again(served, phone):
    constable = phone(served)
    page = constable.page
    constable.enrol(served.link("constable"))
    constable.offline()
    constable.press("Start a case")
    constable.sees("A neighbour called 999 at 21:40")  # what to do stands on the screen it is done on
    scene.incident(constable)
    says(constable, 1, "Record the incident")
    scene.save(constable, "People")
    says(constable, 2, "Describe both people")
    constable.sees("The respondent is Morgan Madeup")
    expect(page.locator("#training")).to_be_in_viewport()
    page.locator("[data-lesson-all]").tap()
    constable.sees_heading("The lesson")
    expect(page.locator("[data-steps] [data-done]:visible")).to_have_count(1)
    expect(page.locator("[aria-current=step]")).to_contain_text("Describe both people")
    page.locator("[aria-current=step] [data-go]").tap()
    constable.sees_heading("People")
    case_id = page.url.partition("#")[2]
    constable.online()
    constable.strip_says("Everything sent")
    the_rest_is_captured(served, case_id)
    constable.asks_again()
    go_on(constable, 10, "Ask for authority", "Review")
    constable.press("Request authority")
    constable.strip_says("Everything sent")
    go_on(constable, 11, "Decide", "The lesson")
    expect(page.locator("[aria-current=step]")).to_be_in_viewport()
    expect(page.locator("[aria-current=step]")).to_contain_text("This is for a superintendent")

    decide(served, phone(served))
    constable.asks_again()
    constable.follow("Cases")
    serve(constable)
    tell(served, phone(served))
    list_and_order(served, phone(served))

    trainer = phone(served)
    trainer.enrol(served.link("administrator"))
    trainer.follow("Trainer")
    trainer.sees("15 of 15 steps done")
    expect(trainer.page.locator("[data-steps]")).not_to_contain_text("Not done")
    trainer.sees("Nobody was looked up before authority was asked for")
    constable.press("Lock")
    expect(page.locator("#training")).to_have_text(BAND)
    expect(page.locator("#training")).to_be_visible()
    assert page.evaluate(HELD) == [1, 0]
    constable.offline()
    trainer.press("Begin again")
    trainer.press("Take it all away")
    trainer.sees("Begun again in")
    trainer.sees("Nobody has begun")
    constable.context.set_offline(False)
    page.reload()
    expect(page.locator("#training-again")).to_be_visible()
    assert page.evaluate(HELD) == [0, 0]


def says(trainee, number, heading):
    expect(trainee.page.locator("[data-lesson-go]")).to_have_text(f"Lesson {number} of 15: {heading}")


def go_on(trainee, number, heading, screen):
    """Read what the strip says is next, press it, and come to that screen."""
    says(trainee, number, heading)
    trainee.page.locator("[data-lesson-go]").tap()
    trainee.sees_heading(screen)


def the_rest_is_captured(served, case_id):
    """Steps two to nine on another phone of the constable's: each screen is filled in by hand in test_whole_path.py."""
    now = datetime.now(UTC)
    other = SoftwareOfficer(served.installation, served.officers["constable"], now)
    rest = [(kind, facts) for kind, facts in sections(now.date()) if kind != "incident recorded"]
    other.record([other.write(kind, case_id, facts, now) for kind, facts in rest], now)


def decide(served, superintendent):
    superintendent.enrol(served.link("superintendent"))
    go_on(superintendent, 11, "Decide", "Decision")
    superintendent.page.get_by_label("Your reasons", exact=True).fill("Violence and a threat.")
    superintendent.thumb.choose(superintendent.page.get_by_role("main"), "Do you believe the respondent is", "No")
    superintendent.press("Authorise as asked")
    superintendent.sees("The server has it.")
    go_on(superintendent, 12, "Serve the notice", "The lesson")
    superintendent.sees("This is for a constable, such as PC Alex Sample")


def serve(constable):
    go_on(constable, 12, "Serve the notice", "Notice")
    section = constable.section("Confirm service")
    section.get_by_role("button", name="Set the time to now").tap()
    scene.fill(
        section,
        Where_you_served_it="7 Pretend Row",
        How_you_know_it_was_them="Driving licence seen.",
        How_you_explained_it="Read aloud; said back in their own words.",
    )
    scene.choose(section, "How it was handed over", "Handed to them")
    scene.choose(section, "Did you ask for an address", "Yes")
    scene.choose(section, "Was a paper copy left with them?", "Yes")
    constable.press("Confirm service")
    constable.sees("Confirmed by the server.")
    go_on(constable, 13, "Tell the protected person", "The lesson")
    constable.sees("This is for safeguarding, Indy Fabricated")


def tell(served, safeguarding):
    safeguarding.enrol(served.link("safeguarding"))
    go_on(safeguarding, 13, "Tell the protected person", "Tell the protected person")
    told = safeguarding.section("Record a contact, or that you tried")
    scene.choose(told, "What came of it", "They were told")
    told.get_by_label("Notice served").check()
    told.get_by_role("button", name="Set the time to now").tap()
    scene.choose(told, "How", "Telephone")
    scene.fill(told, What_was_said="What it prohibits, and to ring 999.")
    safeguarding.press("Record the contact")
    says(safeguarding, 14, "List the hearing")


def list_and_order(served, solicitor):
    solicitor.enrol(served.link("solicitor"))
    go_on(solicitor, 14, "List the hearing", "The court")
    main, today = solicitor.page.get_by_role("main"), datetime.now(LONDON).date()
    tomorrow = today + timedelta(days=1)
    solicitor.thumb.choose(main, "What happened?", "A hearing is listed")
    listed = solicitor.section("Hearing listed")
    scene.fill(listed, Which_court="Northfield Magistrates' Court")
    listed.get_by_label("Time, like 01:49").fill("10:00")
    scene.fill(listed, Day=tomorrow.day, Month=tomorrow.month, Year=tomorrow.year)
    solicitor.press("Record the listing")
    go_on(solicitor, 15, "Record the order", "The court")
    solicitor.thumb.choose(main, "What happened?", "The court made an order")
    order = solicitor.section("Order made")
    made_on = order.get_by_role("group", name="Day it was made")
    scene.fill(made_on, Day=today.day, Month=today.month, Year=today.year)
    scene.fill(order, Which_court="Northfield Magistrates' Court", Days=28)
    order.get_by_label("Conditions as ordered, one a line").fill("Must not contact Robin Fictive.")
    scene.choose(order, "Was the respondent in court?", "In court")
    solicitor.press("Record the order")
    expect(solicitor.page.locator("[data-lesson-go]")).to_have_text("Lesson done")
    solicitor.page.locator("[data-lesson-go]").tap()
    solicitor.sees("Every step is done.")
