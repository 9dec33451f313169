"""Every screen in every state: clean by axe by day and by night, whole at every width and at 200 % text, large enough
to hit, and worked with a keyboard alone.

The table is table.py, what is looked for looking.py and look.js. FIELD_SHOTS keeps a picture of each.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from field_app.web.screens import SCREENS as SHELLS

from .conftest import visit
from .looking import everything_wrong
from .table import SCREENS


@pytest.mark.parametrize("seen", SCREENS, ids=lambda one: one.name)
def test_screen(world, seen):
    phone = world.phone(seen.role)
    if seen.role == "nobody":
        link = world.served.link("solicitor").partition("/enrol/")[2] if seen.name == "enrol" else ""
        phone.open(seen.path + link)
        expect(phone.page.locator("#status-strip")).not_to_have_text("Starting", timeout=20_000)  # nothing cached
        expect(phone.page.locator("[inert]")).to_have_count(0)
    else:
        visit(phone, seen.path + (f"#{world.case(seen.case)}" if seen.case else ""))
    expect(phone.page.get_by_role("heading", level=1).locator("visible=true").first).to_be_visible()
    phone.sees(seen.says)
    phone.page.mouse.move(0, 0)  # what lies under it by chance looks different
    if seen.make:
        seen.make(world, phone)
    problems = everything_wrong(phone.page, seen.name, keyboard=seen.keyboard)
    if seen.leave:
        seen.leave(world, phone)
    if seen.role == "nobody":  # of the page that is not there, and the link that does not work
        phone.complaints = [one for one in phone.complaints if not re.search(r"status of 40[34]", one)]
    assert not problems, "\n".join(problems)


def test_every_screen_is_looked_at():
    """A screen that is added is looked at, or this says so."""
    looked_at = {seen.path for seen in SCREENS}
    assert set(SHELLS) - looked_at == set()


def test_the_skip_link_leads_past_the_menu(world):
    phone = world.phone("constable")
    visit(phone, f"/incident#{world.case('empty')}")
    phone.page.evaluate("document.activeElement.blur()")
    phone.page.locator(".govuk-skip-link").focus()
    expect(phone.page.locator(".govuk-skip-link")).to_be_in_viewport()
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("main")).to_be_focused()
    phone.page.keyboard.press("Tab")
    expect(phone.page.get_by_role("link", name="Task list")).to_be_focused()


@pytest.mark.parametrize("page", [seen.path for seen in SCREENS if seen.name.endswith(", empty") and seen.case])
def test_the_focus_moves_to_the_new_screen(world, page):
    phone = world.phone("constable")
    visit(phone, "/")
    visit(phone, f"{page}#{world.case('full')}")
    assert phone.page.evaluate("document.activeElement.matches('main, main h1, main h2')")


def test_rows_are_added_and_removed_with_the_keyboard(world):
    phone = world.phone("constable")
    visit(phone, f"/conditions#{world.case('empty')}")
    phone.sees_filled_in()
    keyboard, rows = phone.page.keyboard, phone.page.locator("[data-field=orders] [data-groups] > *")
    before = rows.count()
    phone.page.get_by_role("button", name="Add an order in force").focus()
    keyboard.press("Enter")
    expect(rows).to_have_count(before + 1)
    assert phone.page.evaluate("document.activeElement.closest('[data-groups]') !== null")
    rows.last.locator("textarea").focus()
    keyboard.type("Not to go there")
    rows.last.locator("[data-remove-group]").focus()
    keyboard.press("Space")
    expect(rows).to_have_count(before + 1)  # it says something: asked twice
    keyboard.press("Space")
    expect(rows).to_have_count(before)
    assert phone.page.evaluate("document.activeElement !== document.body")


def test_what_is_folded_opens_with_the_keyboard(world):
    phone = world.phone("constable")
    visit(phone, f"/people#{world.case('empty')}")
    phone.sees_filled_in()
    folded = phone.page.locator("main details").first
    folded.locator("summary").focus()
    phone.page.keyboard.press("Enter")
    expect(folded).to_have_attribute("open", "")
    phone.page.keyboard.press("Tab")
    expect(folded.locator("textarea").first).to_be_focused()


def test_questions_are_answered_with_the_keyboard(world):
    phone = world.phone("constable")
    visit(phone, f"/risk#{world.case('empty')}")
    phone.sees_filled_in()
    first = phone.page.locator(".question").first
    first.get_by_label("Yes", exact=True).focus()
    phone.page.keyboard.press("Space")
    expect(first.get_by_label("Yes", exact=True)).to_be_checked()
    phone.page.keyboard.press("ArrowRight")
    expect(first.get_by_label("No", exact=True)).to_be_checked()
    phone.page.keyboard.press("Tab")
    expect(first.get_by_role("button", name="note")).to_be_focused()
    phone.page.keyboard.press("Enter")
    expect(first.locator("textarea")).to_be_focused()
    phone.page.keyboard.type("Said so")
    expect(first.locator("textarea")).to_have_value("Said so")
