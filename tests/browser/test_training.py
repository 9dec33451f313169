"""A training installation on a phone: the band and the lesson without a network, and what it drops when begun again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from config import Settings
from field_app import demonstration
from field_app.actions import enrolment_link
from field_app.demonstration.officer import SoftwareOfficer
from field_app.store.database import reading

from . import scene
from .conftest import Served
from .phone import Phone

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
    one = Served(settings, installation, trainer, {"constable": ids["PC Alex Sample"]}, port)
    one.start()
    yield one
    one.stop()
    installation.engine.dispose()


def test_a_trainee_follows_the_lesson_without_a_network_and_drops_it_when_the_trainer_begins_again(served, browser):
    phone = Phone.new(browser, served.origin)
    page = phone.page
    try:
        phone.enrol(enrolment_link(served.installation, served.officers["constable"], datetime.now(UTC))[0])
        phone.context.set_offline(True)
        phone.press("Start a case")
        scene.incident(phone)
        expect(page.locator("[data-lesson-go]")).to_have_text("Lesson 1 of 15: Record the incident")
        scene.save(phone, "People")
        expect(page.locator("[data-lesson-go]")).to_have_text("Lesson 2 of 15: Describe both people")
        expect(page.locator("#training")).to_be_in_viewport()
        page.locator("[data-lesson-all]").tap()
        phone.sees_heading("The lesson")
        expect(page.locator("[data-steps] [data-done]:visible")).to_have_count(1)
        expect(page.locator("[aria-current=step]")).to_contain_text("Describe both people")
        page.locator("[aria-current=step] [data-go]").tap()
        phone.sees_heading("People")
        phone.press("Lock")
        expect(page.locator("#training")).to_have_text(BAND)
        expect(page.locator("#training")).to_be_visible()
        assert page.evaluate(HELD) == [1, 2]

        demonstration.begin_again(served.installation, "system", datetime.now(UTC))
        phone.context.set_offline(False)
        page.reload()
        expect(page.locator("#training-again")).to_be_visible()
        assert page.evaluate(HELD) == [0, 0]
        assert phone.complaints == []
    finally:
        phone.context.close()
