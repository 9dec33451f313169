"""A phone that nobody heard of for three days: it forgets what it can, and sends what was saved all the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from . import scene
from .test_unsent import until

STORED = """
async () => {
  const db = await new Promise((done, fail) => {
    const asked = indexedDB.open("field");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = fail;
  });
  const all = (name) => new Promise((done) => {
    db.transaction(name).objectStore(name).getAll().onsuccess = ({ target }) => done(target.result);
  });
  const [vaults, outbox, held, drafts] = await Promise.all(["vaults", "outbox", "held", "drafts"].map(all));
  db.close();
  return {
    openers: vaults.flatMap(({ passkeys, pin }) => [...passkeys, ...(pin ? [pin] : [])]).length,
    readable: [...vaults, ...outbox, ...held, ...drafts].filter(({ kept }) => kept.length).length,
    sealed: outbox.filter(({ sealed }) => sealed.length > 100).length,
  };
}
"""


def test_after_72_hours_without_the_server_a_phone_keeps_nothing_but_what_is_not_sent(served, phone):
    one = phone(served)
    one.enrol(served.link("constable"))
    one.press("Start a case")
    one.sees_heading("Incident")
    until(one.page, lambda: one.page.evaluate(STORED)["sealed"] == 0)  # sent, and held
    served.stop()
    one.offline()
    one.follow("Task list")
    one.page.locator("a[data-to=people]").first.tap()
    one.sees_heading("People")
    one.sees_filled_in()
    scene.fill(one.section("Respondent"), Family_name="Inventedson")
    scene.save(one, "Relationship and home")
    one.follow("Task list")
    one.page.locator("a[data-to=happened]").first.tap()
    one.sees_filled_in()
    scene.fill(one.section("Violence or threats"), Where_it_happened="In the kitchen")
    one.sees("Not saved yet. Kept on this phone as a draft.")

    start = datetime.now(UTC)
    lock = one.page.get_by_role("dialog", name="Locked")
    for hours in (49, 71, 1):  # the last with the clock set back: it gives no new 72 hours
        one.page.clock.set_fixed_time(start + timedelta(hours=hours))
        one.page.reload()
        one.unlock()
        if hours > 48:
            one.strip_says("or this phone forgets its drafts")
    one.shot("dark-warned", full=False)
    assert one.page.evaluate(STORED)["openers"] == 1

    one.page.clock.set_fixed_time(start + timedelta(hours=73))
    one.page.reload()
    expect(forgotten(lock)).to_be_visible()
    expect(lock.get_by_role("button", name="Unlock with passkey")).to_be_hidden()
    one.shot("dark-forgotten", full=False)
    assert one.page.evaluate(STORED) == {"openers": 0, "readable": 0, "sealed": 1}
    one.page.clock.set_fixed_time(start)
    one.page.reload()
    expect(forgotten(lock)).to_be_visible()

    served.start()
    one.online()
    one.press("Sign in")
    one.press("Sign in with your passkey")
    one.sees_heading("Cases")
    one.strip_says("Everything sent")
    expect(one.page.get_by_role("link", name="Inventedson")).to_be_visible()
    posted = [json.loads(body)["entries"] for _, path, body in served.sent if path == "/api/entries"]
    assert len({entry["id"] for entries in posted for entry in entries}) == 2


def forgotten(lock):
    return lock.get_by_text("This phone did not reach the server for 72 hours")


def test_a_phone_that_reaches_the_server_again_in_time_begins_to_count_anew(served, phone):
    one = phone(served)
    one.enrol(served.link("constable"))
    one.page.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=80))
    one.page.reload()
    one.unlock()
    one.sees_heading("Cases")
    one.strip_says("Everything sent")
    assert one.page.evaluate(STORED)["openers"] == 1
