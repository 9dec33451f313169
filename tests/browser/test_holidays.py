"""An administrator adds a holiday at a desk: the deadline on a constable's phone moves, and the screen says why."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from field_app.demonstration.case import authorise, request, serve
from field_app.law.clocks import LONDON, disregarded, hearing_deadline
from field_app.law.holidays import HOLIDAYS

from .history import recorded

PULL = "async () => (await import('/static/js/sync.js')).pull()"


def test_a_holiday_added_at_a_desk_moves_the_deadline_on_a_phone(served, phone):
    case = recorded(served)
    asked = request(case.constable, case.id, case.captured, case.now)
    case.constable.record([asked], case.now)
    decision = authorise(case.superintendent, case.id, asked, case.now)
    case.superintendent.record([decision], case.now)
    case.constable.record([serve(case.constable, case.id, decision, case.now, case.now)], case.now)
    day = case.now.astimezone(LONDON).date() + timedelta(days=1)
    while disregarded(day, HOLIDAYS):
        day += timedelta(days=1)
    before = hearing_deadline(case.now)
    assert day <= before.at.date()

    constable = phone(served)
    constable.enrol(served.link("constable"))
    constable.open(f"/notice#{case.id}")
    constable.unlock()
    constable.sees("Hearing not later than")
    shown = constable.page.locator("[data-deadline]")
    said = shown.inner_text()

    administrator = phone(served)
    administrator.enrol(served.link("administrator"))
    administrator.open("/holidays")
    administrator.unlock()
    for name, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        administrator.page.get_by_role("textbox", name=name, exact=True).fill(str(part))
    administrator.page.get_by_label("Name").fill("Invented holiday")
    administrator.page.get_by_label("What makes it one").fill("Invented proclamation")
    administrator.page.get_by_label("No, it does not count").check()
    administrator.press("Add the day")
    administrator.sees("Invented proclamation")
    administrator.shot("holidays-added")

    constable.page.evaluate(PULL)  # something is new, and it is no case
    constable.page.evaluate(PULL)  # so it asks about itself
    expect(constable.page.locator("[data-excluded]")).to_contain_text("does not count: Invented holiday")
    assert shown.inner_text() != said
    constable.shot("notice-with-a-holiday-added")
