"""A PIN on a phone that is found: a few guesses, each slower, then none; what was saved is sent all the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from sqlalchemy import func, select

from field_app.store.database import reading
from field_app.store.tables import entries

from . import scene

PIN = "240913"


def test_ten_wrong_drop_the_pin_and_never_what_was_saved(serve, phone):
    served = serve(allow_pin=True)
    one = phone(served, prf=False)
    one.enrol_with_pin(served.link("constable"), PIN)
    one.press("Start a case")
    one.sees_heading("Incident")
    one.sees_filled_in()
    one.strip_says("Everything sent")
    served.stop()
    one.offline()
    one.follow("Task list")
    one.page.locator("a[data-to=people]").first.tap()
    one.sees_heading("People")
    one.sees_filled_in()
    scene.fill(one.section("Respondent"), Family_name="Inventedson")
    scene.save(one, "Relationship and home")
    one.press("Lock")
    lock = one.page.get_by_role("dialog", name="Locked")
    button = lock.get_by_role("button", name="Unlock with PIN")

    now = datetime.now(UTC)
    for wrong in range(1, 11):
        one.page.clock.set_fixed_time(now)
        expect(button).to_be_enabled()
        one.unlock_with_pin(f"99999{wrong % 10}")
        if wrong < 10:
            expect(lock).to_contain_text("That is not the PIN.")
        if wrong == 4:
            says_when(one, lock, button, now)
        if wrong == 6:
            one.page.reload()
            expect(lock).to_contain_text("Try again in 5 minutes.")
            expect(button).to_be_disabled()
        if wrong == 9:
            expect(lock).to_contain_text("After 1 more try")
            one.shot("pin-one-try-left")
        now += timedelta(minutes=31)

    expect(lock).to_contain_text("The PIN was wrong ten times.")
    expect(lock.get_by_text("What you typed is kept")).to_be_hidden()
    expect(lock.get_by_label("PIN", exact=True)).to_be_hidden()
    one.shot("pin-dropped")
    one.page.reload()
    expect(lock).to_contain_text("The PIN was wrong ten times.")

    served.start()
    one.online()
    before = kept(served)
    one.press("Sign in")
    one.press("Sign in with your passkey")
    one.sees("Choose a PIN for this phone")
    for label in ("PIN", "The same PIN again"):
        one.page.get_by_label(label, exact=True).first.fill("531864")
    one.press("Use this PIN")
    one.sees_heading("Cases")
    one.strip_says("Everything sent")
    expect(one.page.get_by_role("link", name="Inventedson")).to_be_visible()
    assert kept(served) == before + 2, "the new store's device, and what the old one had not sent"


def says_when(one, lock, button, now):
    """The wait is shown, runs down, and a clock set back does not end it."""
    expect(lock).to_contain_text("Try again in 1 minute.")
    expect(button).to_be_disabled()
    one.page.clock.set_fixed_time(now - timedelta(days=1))
    one.page.reload()
    expect(lock).to_contain_text("Try again in 1 minute.")
    one.page.clock.set_fixed_time(now + timedelta(seconds=61))
    one.page.reload()
    expect(button).to_be_enabled()


def test_the_right_pin_forgives_the_wrong_ones(serve, phone):
    served = serve(allow_pin=True)
    one = phone(served, prf=False)
    one.enrol_with_pin(served.link("constable"), PIN)
    for _ in range(3):
        one.press("Lock")
        for wrong in ("111111", "222222"):
            one.unlock_with_pin(wrong)
            one.sees("That is not the PIN.")
        one.unlock_with_pin(PIN)
        expect(one.page.get_by_role("dialog", name="Locked")).to_be_hidden()


def test_the_pin_is_changed_by_whoever_knows_it_and_a_wrong_one_counts_as_on_the_lock_screen(serve, phone):
    served = serve(allow_pin=True)
    one = phone(served, prf=False)
    one.enrol_with_pin(served.link("constable"), PIN)
    one.follow("Phones")
    change(one, "999990", "531864")
    one.sees("That is not the PIN of this phone")
    change(one, PIN, "121212")
    one.sees("Enter a new PIN that is harder to guess")
    change(one, PIN, "531864")
    one.sees("The PIN is changed.")
    one.shot("pin-changed")
    lock = one.page.get_by_role("dialog", name="Locked")
    one.press("Lock")
    one.unlock_with_pin(PIN)
    expect(lock).to_contain_text("That is not the PIN.")
    one.unlock_with_pin("531864")
    expect(lock).to_be_hidden()
    for wrong in ("999991", "999992", "999993"):
        change(one, wrong, "640275")
        one.sees("There is a problem")
    one.sees("Try again in 30 seconds")
    one.shot("pin-wrong")
    one.press("Lock")
    expect(lock).to_contain_text("Try again in")
    expect(lock.get_by_role("button", name="Unlock with PIN")).to_be_disabled()


def change(one, old, new):
    for label, typed in (("PIN as it is", old), ("New PIN", new), ("The new PIN again", new)):
        one.page.get_by_label(label, exact=True).fill(typed)
    one.press("Change the PIN")


def kept(served):
    with reading(served.installation.engine) as connection:
        return connection.execute(select(func.count()).select_from(entries)).scalar()
