"""The store on the phone: when it locks by itself, and what another officer's sign-in does to it, which is nothing."""

from __future__ import annotations

import json
from collections import Counter

from playwright.sync_api import expect

from . import scene
from .store import flip

WHY = "Why a notice is necessary to protect them"

AWAY = """
(hidden) => {
  Object.defineProperty(document, "visibilityState", { value: hidden ? "hidden" : "visible", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}
"""
"""What a page hears when it is hidden, by whatever: no tab of headless Chromium ever is."""


def test_without_a_touch_it_locks_and_comes_back_to_the_same_field(serve, phone):
    served = serve(idle_lock_minutes=7)
    one = phone(served)
    one.page.clock.install()
    one.enrol(served.link("constable"))
    one.press("Start a case")
    one.sees_heading("Incident")
    one.sees_filled_in()
    lock = one.page.get_by_role("dialog", name="Locked")
    number = one.page.get_by_label("Incident number")
    number.fill("EP-1")
    expect(one.page.get_by_role("region", name="Safety, identity and custody")).to_contain_text("Kept on this phone")

    one.page.clock.fast_forward("06:50")
    expect(lock).to_be_hidden()
    one.page.keyboard.press("End")  # a key begins the seven minutes anew
    one.page.clock.fast_forward("06:50")
    expect(lock).to_be_hidden()
    one.page.clock.fast_forward("00:20")
    comes_back_to(one, lock, number)

    one.page.evaluate(AWAY, True)
    one.page.clock.fast_forward("01:50")
    expect(lock).to_be_hidden()
    one.page.clock.fast_forward("00:20")
    comes_back_to(one, lock, number)
    # Timers of a hidden page may sleep: it is looked at before anything is shown again.
    one.page.evaluate(AWAY, False)
    one.page.evaluate(AWAY, True)
    one.page.clock.pause_at(one.page.evaluate("() => Date.now()") + 125_000)
    one.page.evaluate(AWAY, False)
    comes_back_to(one, lock, number)


LOCK_AS_IT_OPENS = """
async () => {
  const { lock, onLock } = await import("/static/js/vault.js");
  const stop = onLock((unlocked) => { if (unlocked) { stop(); lock(); } });
}
"""


def test_locked_again_before_the_screen_has_started_it_starts_once_it_is_open(served, phone):
    one = phone(served)
    one.enrol(served.link("constable"))
    one.press("Start a case")
    one.sees_heading("Incident")
    one.sees_filled_in()
    one.page.get_by_label("Incident number").fill("EP-1")
    expect(one.page.get_by_role("region", name="Safety, identity and custody")).to_contain_text("Kept on this phone")
    one.page.reload()
    expect(one.page.get_by_role("dialog", name="Locked")).to_be_visible()
    one.page.evaluate(LOCK_AS_IT_OPENS)
    one.unlock()
    one.page.wait_for_timeout(300)
    expect(one.page.get_by_role("dialog", name="Locked")).to_be_visible()
    one.unlock()
    one.sees_filled_in()
    expect(one.page.get_by_label("Incident number")).to_have_value("EP-1")
    scene.fill(one.section("Safety, identity and custody"), Incident_number="EP-2")
    expect(one.page.get_by_role("region", name="Safety, identity and custody")).to_contain_text("Kept on this phone")


def comes_back_to(one, lock, field):
    expect(lock).to_be_visible()
    one.unlock()
    expect(lock).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value("EP-1")


def test_another_officers_sign_in_locks_this_store_and_neither_sends_nor_wipes_it(served, phone):
    one = phone(served)
    one.enrol(served.link("constable"))
    one.press("Start a case")
    one.sees_heading("Incident")
    one.strip_says("Everything sent")
    one.context.route("**/api/entries", lambda route: route.abort())
    describe(one, "Inventedson")
    one.follow("Task list")
    one.page.locator("a[data-to=necessity]").first.tap()
    one.sees_filled_in()
    scene.fill(one.section("Necessity, charge and bail"), Why_a_notice_is_necessary_to_protect_them="Typed only")
    expect(one.section("Necessity, charge and bail")).to_contain_text("Kept on this phone as a draft.")
    first = one.page
    before = {store: flip(one, store) for store in ("outbox", "drafts", "held")}

    other = type(one)(one.context, one.origin, page=one.context.new_page())
    other.enrol(served.link("other_constable"))
    expect(first.get_by_role("dialog", name="Locked")).to_be_visible()
    one.context.unroute("**/api/entries")
    already = len(posts(served))
    other.press("Start a case")
    other.sees_heading("Incident")
    other.strip_says("Everything sent")
    other.page.evaluate("async () => (await import('/static/js/drain.js')).drain()")
    assert [len(json.loads(body)["entries"]) for body in posts(served)[already:]] == [1], "their own, and no other"
    other.follow("Cases")
    expect(other.page.get_by_role("link", name="Inventedson")).to_have_count(0)
    after = {store: flip(other, store) for store in before}
    assert not any(Counter(before[store]) - Counter(after[store]) for store in before), "nothing of the first is gone"
    other.page.close()

    one.page = first
    first.bring_to_front()
    one.page.get_by_role("dialog").get_by_role("link", name="Sign in as somebody else").tap()
    one.press("Sign in with your passkey")
    one.sees_heading("Cases")
    one.strip_says("Everything sent")
    one.page.get_by_role("link", name="Inventedson").tap()
    expect(one.page.locator("[data-task=necessity] [data-state]")).to_have_text("Draft: not saved")


def test_two_versions_from_two_phones_of_one_officer_are_settled_by_one_press(served, phone):
    one, other = phone(served), phone(served)
    one.enrol(served.link("constable"))
    one.press("Start a case")
    one.sees_heading("Incident")
    describe(one, "Inventedson")
    one.strip_says("Everything sent")
    other.enrol(served.link("constable"))
    other.page.get_by_role("link", name="Inventedson").tap()
    for each, why in ((one, "Third call in six weeks."), (other, "A threat to come back tonight.")):
        each.follow("Task list") if each is one else None
        each.page.locator("a[data-to=necessity]").first.tap()
        each.sees_heading("Why it is needed")
        each.sees_filled_in()
        scene.fill(each.section("Necessity, charge and bail"), Why_a_notice_is_necessary_to_protect_them=why)
    for each in (one, other):  # neither has heard of the other's
        each.offline()
        scene.save(each, "Risk")
        each.strip_says("1 not sent: no connection")
    for each in (one, other):
        each.online()
        each.strip_says("Everything sent")
    one.page.evaluate("async () => (await import('/static/js/sync.js')).pull()")
    one.follow("Task list")
    expect(one.page.locator("[data-task=necessity] [data-state]")).to_have_text("Two versions: settle first")
    one.page.locator("a[data-to=necessity]").first.tap()
    section = section_of(one)
    versions = section.locator("[data-versions] > li")
    expect(versions).to_have_count(2)
    for version in versions.all():
        expect(version).to_contain_text("PC Alex Sample")
    expect(versions.filter(has_text="Third call in six weeks.")).to_have_count(1)
    wanted = "Third call in six weeks."  # the older, which the fields do not show
    one.shot("two-versions", full=False)
    versions.filter(has_text=wanted).get_by_role("button", name="Keep this one").tap()
    expect(section.locator("[data-conflict]")).to_be_hidden()
    expect(section.get_by_label(WHY, exact=True)).to_have_value(wanted)
    expect(versions).to_have_count(0)
    one.strip_says("Everything sent")
    other.page.evaluate("async () => (await import('/static/js/sync.js')).pull()")
    other.follow("Task list")
    expect(other.page.locator("[data-task=necessity] [data-state]")).to_have_text("Could be fuller")
    other.page.locator("a[data-to=necessity]").first.tap()
    other.sees_filled_in()
    expect(section_of(other).get_by_label(WHY, exact=True)).to_have_value(wanted)


def section_of(one):
    return one.section("Necessity, charge and bail")


def describe(one, family_name):
    one.follow("Task list")
    expect(one.page.locator("[data-task=incident] [data-state]")).not_to_be_empty()
    one.page.locator("a[data-to=people]").first.tap()
    one.sees_heading("People")
    one.sees_filled_in()
    scene.fill(one.section("Respondent"), Family_name=family_name)
    scene.save(one, "Relationship and home")


def posts(served):
    return [body for _, path, body in served.sent if path == "/api/entries"]
