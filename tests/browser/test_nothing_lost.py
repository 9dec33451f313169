"""What goes wrong on a phone, one thing after another: what happens then, and what the screen says of it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from sqlalchemy import select, update

from field_app.actions import read_log
from field_app.law.clocks import LONDON
from field_app.store.database import reading, stamp, writing
from field_app.store.tables import entries, sessions

from . import scene
from .phone import Phone
from .test_unsent import until

WHY = "Why a notice is necessary to protect them"
TWO_HOURS = timedelta(hours=2)
LONG = "Third call in six weeks. " * 400
SMALL = 8_000_000
"""Bytes this origin may use: room for the app, and not much more."""

FILL = """
async () => {
  const opened = indexedDB.open("pictures", 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore("taken", { autoIncrement: true });
  await new Promise((done, fail) => { opened.onsuccess = done; opened.onerror = fail; });
  for (let size = 1 << 19; size >= 256; ) {
    const taken = new Uint8Array(size);
    for (let at = 0; at < size; at += 65536) crypto.getRandomValues(taken.subarray(at, at + 65536));
    const change = opened.result.transaction("taken", "readwrite", { durability: "strict" });
    change.objectStore("taken").put(taken);
    const kept = await new Promise((done) => {
      change.oncomplete = () => done(true);
      change.onabort = () => done(false);
    });
    if (!kept) size /= 2;
  }
  opened.result.close();
}
"""
"""Something else of this origin takes all the room there is, down to the last quarter of a kilobyte."""

ANOTHER_ON_CALL = """
async (officer) => {
  const { record } = await import("/static/js/outbox.js");
  const { opened } = await import("/static/js/vault.js");
  await record({ kind: "on call recorded", caseId: opened().me.installation, facts: { officer, on_call: true } });
}
"""
"""Nothing on any screen does this: it is refused, and belongs to no case."""

EMPTY = """
() => new Promise((done, fail) => {
  const asked = indexedDB.deleteDatabase("pictures");
  asked.onsuccess = done;
  asked.onerror = fail;
})
"""

FULL = "This phone is full, so this was not saved. Keep this screen open, free some space, and save again."


def test_a_full_phone_says_so_keeps_the_form_and_saves_once_there_is_space(served, phone):
    one = phone(served)
    quota(one, SMALL)
    one.enrol(served.link("constable"))
    one.press("Start a case")
    one.sees_heading("Incident")
    go_to(one, "necessity", "Why it is needed")
    section = one.section("Necessity, charge and bail")
    why = section.get_by_label(WHY, exact=True)
    one.strip_says("Everything sent")
    one.page.evaluate(FILL)
    why.fill(LONG)
    expect(section).to_contain_text("NOT kept: this phone is full. Save now.")
    one.press("Save and go on")
    expect(one.page.get_by_role("alert").filter(has_text=FULL)).to_be_visible()
    one.shot("full", full=False)
    assert kinds(served) == ["case started"]
    assert why.input_value() == LONG
    one.strip_says("Everything sent")  # and nothing of it: it is not saved

    one.page.evaluate(EMPTY)
    quota(one, None)
    scene.save(one, "Risk")
    one.strip_says("Everything sent")
    assert kinds(served) == ["case started", "necessity recorded"]
    assert not one.page.evaluate("async () => (await navigator.storage.persisted())")
    one.follow("Cases")
    one.sees("If this phone runs short of space, its browser may clear what is not sent")
    one.shot("not-persisted")


def test_a_clock_two_hours_slow_is_said_and_put_right(served, phone):
    one = on_the_incident(served, phone)
    real = datetime.now(UTC)
    one.page.clock.set_fixed_time(real - TWO_HOURS)
    one.page.reload()
    one.unlock()
    one.strip_says("This phone's clock is 120 minutes slow: the app puts times right")
    one.shot("slow-clock", full=False)
    served.stop()
    one.offline()
    one.page.reload()
    one.unlock()
    go_to(one, "happened", "What happened")
    section = one.section("Violence or threats")
    scene.choose(section, "What was it?", "Violence")
    scene.choose(section, "Does the respondent say the protected person was violent?", "No")
    section.get_by_label("What the respondent did or threatened").fill("A push.")
    happened = real.astimezone(LONDON) - timedelta(minutes=5)  # by the watch of whoever was there: no future
    scene.fill(section, Day=happened.day, Month=happened.month, Year=happened.year)
    section.get_by_label("Time, like").first.fill(f"{happened:%H:%M}")
    scene.save(one, "Why it is needed")
    served.start()
    one.online()
    one.strip_says("Everything sent")
    (sent,) = [one for one in held(served) if one["kind"] == "violence recorded"]
    made = datetime.fromisoformat(sent["made_at"])
    assert abs(sent["clock_offset_s"] - 7200) < 60
    assert abs(made + timedelta(seconds=sent["clock_offset_s"]) - datetime.now(UTC)) < timedelta(minutes=2)
    one.follow("Task list")
    expect(one.page.locator("[data-timeline]")).not_to_contain_text("2 hours")


def test_a_session_that_ends_without_signal_stops_no_recording_and_signing_in_sends_it(served, phone):
    one = on_the_incident(served, phone)
    one.strip_says("Everything sent")
    one.offline()
    end_sessions(served)
    describe(one, "Inventedson")
    one.strip_says("1 not sent: no connection")
    one.online()
    one.strip_says("Sign in again to send 1")
    one.shot("session-ended", full=False)
    describe(one, "Inventedsson")
    one.strip_says("Sign in again to send 2")
    assert kinds(served) == ["case started"]
    one.page.get_by_role("link", name="Sign in", exact=True).tap()
    one.press("Sign in with your passkey")
    one.sees_heading("Cases")
    one.strip_says("Everything sent")
    assert kinds(served) == ["case started", "person described", "person described"]
    expect(one.page.get_by_role("link", name="Inventedsson")).to_be_visible()


def test_an_update_in_the_middle_of_a_form_asks_and_keeps_every_word(served, phone, tmp_path):
    one = on_the_incident(served, phone)
    go_to(one, "necessity", "Why it is needed")
    why = one.section("Necessity, charge and bail").get_by_label(WHY, exact=True)
    one.thumb.write(why, "Third call in six weeks")
    served._app.static_folder = shutil.copytree(served._app.static_folder, tmp_path / "static")
    (tmp_path / "static" / "js" / "added.js").write_text("export const added = true;\n")
    one.page.evaluate("async () => (await navigator.serviceWorker.getRegistration('/')).update()")
    one.sees("A new version is ready. Nothing you typed will be lost.")
    one.thumb.write(why, "Third call in six weeks, the second this month")  # nothing is taken from under their hands
    expect(one.section("Necessity, charge and bail")).to_contain_text("Kept on this phone as a draft.")
    with one.page.expect_navigation():
        one.press("Update now")
    one.unlock()
    one.sees_heading("Why it is needed")
    expect(why).to_have_value("Third call in six weeks, the second this month")
    expect(why).to_be_focused()
    expect(one.page.locator("#update-banner")).to_be_hidden()
    assert one.page.evaluate("async () => (await import('/static/js/added.js')).added")


def test_a_worker_stopped_while_it_sends_leaves_it_to_the_next_and_nothing_is_doubled(served, phone):
    """The page is gone, the worker has posted and the server has it; the worker dies before the answer."""
    one = phone(served)
    one.context.grant_permissions(["notifications", "background-sync"], origin=one.origin)
    one.enrol(served.link("constable"))
    served.stop()
    one.offline()
    one.press("Start a case")
    one.sees_heading("Incident")
    one.page.goto("about:blank")
    served.start()
    held_back = served.hold_answers("/api/entries")
    one.context.set_offline(False)
    until(one.page, lambda: held_back.waiting > 0)
    assert kinds(served) == ["case started"]  # committed
    one.cdp.send("ServiceWorker.enable")
    one.cdp.send("ServiceWorker.stopAllWorkers")
    held_back.let_go()
    one.open("/")
    expect(one.page.get_by_role("dialog")).to_contain_text("1 not sent yet; it stays on this phone")
    one.unlock()
    one.strip_says("Everything sent")
    assert kinds(served) == ["case started"]
    assert len(posts(served)) > 1


def test_what_the_server_refuses_and_no_case_can_show_stands_with_the_cases(served, phone):
    one = phone(served)
    one.enrol(served.link("superintendent"))
    one.page.evaluate(ANOTHER_ON_CALL, served.officers["inspector"])
    one.strip_says("1 needs attention")
    attention = one.page.get_by_role("region", name="Needs attention")
    expect(attention.get_by_role("listitem")).to_contain_text("You changed who is on call: ")
    expect(attention).to_contain_text("Only the officer themselves or an administrator may do this.")
    one.shot("refused-office")
    attention.get_by_role("button", name="I have dealt with this").tap()
    expect(attention).to_be_hidden()
    one.strip_says("Everything sent")


def on_the_incident(served, phone) -> Phone:
    one = phone(served)
    one.enrol(served.link("constable"))
    one.press("Start a case")
    one.sees_heading("Incident")
    one.sees_filled_in()
    return one


def go_to(one, page, heading):
    one.follow("Task list")
    expect(one.page.locator("[data-task=incident] [data-state]")).not_to_be_empty()
    one.page.locator(f"a[data-to={page}]").first.tap()
    one.sees_heading(heading)
    one.sees_filled_in()


def describe(one, family_name):
    go_to(one, "people", "People")
    scene.fill(one.section("Respondent"), Family_name=family_name)
    scene.save(one, "Relationship and home")


def quota(one, size):
    given = {} if size is None else {"quotaSize": size}
    one.cdp.send("Storage.overrideQuotaForOrigin", {"origin": one.origin, **given})


def end_sessions(served):
    with writing(served.installation.engine) as connection:
        connection.execute(update(sessions).values(revoked_at=stamp(datetime.now(UTC))))


def posts(served):
    return [body for _, path, body in served.sent if path == "/api/entries"]


def held(served):
    """What the server holds of what was posted, in its order."""
    posted = {one["id"] for body in posts(served) for one in json.loads(body)["entries"]}
    with reading(served.installation.engine) as connection:
        rows = connection.execute(select(entries.c.case_id).where(entries.c.id.in_(posted)).distinct()).scalars().all()
    logs = [read_log(served.installation, served.officers["constable"], case, datetime.now(UTC)) or [] for case in rows]
    return [json.loads(entry["body"]) for log in logs for entry in log]


def kinds(served):
    return [one["kind"] for one in held(served)]
