"""A phone that was reported lost: what it had not sent arrives, and nobody who finds it reads anything."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from field_app.actions import verify_logs
from field_app.store.database import reading
from field_app.store.tables import entries

from . import scene
from .store import flip
from .test_cold_start import TYPED, complaints_of, nothing_readable, open_task
from .test_dark_phone import STORED
from .test_evidence import PHOTOGRAPH, saved, take, write
from .test_unsent import TAGS, until

PIN = "240913"


def test_a_lost_phone_posts_what_it_had_not_sent_and_forgets_everything_else(serve, profile, phone):
    served = serve(allow_pin=True)
    lost = profile(served)
    lost.enrol_with_pin(served.link("constable"), PIN)
    lost.press("Start a case")
    lost.sees_heading("Incident")
    lost.strip_says("Everything sent")
    lost.offline()
    lost.follow("Task list")
    open_task(lost, "People", "People")
    scene.fill(lost.section("Respondent"), Family_name=TYPED[0], Given_names=TYPED[1])
    scene.save(lost, "Relationship and home")
    lost.follow("Task list")
    open_task(lost, "Why it is needed", "Why it is needed")
    why = lost.section("Necessity, charge and bail")
    scene.fill(why, **{"Why_a_notice_is_necessary_to_protect_them": TYPED[3]})
    expect(why).to_contain_text("Kept on this phone as a draft")
    lost.follow("Task list")
    lost.page.locator("[data-task=evidence] a").tap()
    take(lost, PHOTOGRAPH)
    lost.sees("Ready, ")
    expect(lost.page.get_by_label("Who took or made it").first).to_have_value("PC Alex Sample")  # the camera's officer
    write(lost, What_it_shows=TYPED[1])
    saved(lost, 1)
    lost.strip_says("2 not sent")

    other = phone(served)
    other.enrol(served.link("constable"))
    other.follow("Phones")
    other.sees_heading("Phones")
    theirs = other.page.get_by_role("listitem").filter(has=other.page.get_by_role("button", name="This phone is lost"))
    expect(theirs).to_have_count(1)
    other.shot("devices")
    theirs.get_by_role("button").tap()
    other.press("Report it lost")
    other.sees("Say what happened to the phone")
    other.page.get_by_label("What happened to it").fill("Left in a taxi")
    other.shot("devices-report")
    other.press("Report it lost")
    other.sees("Reported lost")
    other.shot("devices-reported")

    for path in ("**/api/devices/envelopes", "**/api/attachments/*"):  # the line drops once more in the middle of each
        lost.page.route(path, lambda route: route.abort("connectionreset"), times=1)
    lost.online()
    lock = lost.page.get_by_role("dialog", name="Locked")
    expect(lock).to_contain_text("This phone was reported lost")
    expect(lock.get_by_label("PIN", exact=True)).to_be_hidden()
    # It forgets first and posts after, as often as it takes.
    until(lost.page, lambda: lost.page.evaluate(STORED) == {"openers": 0, "readable": 0, "sealed": 0})
    until(lost.page, lambda: flip(lost, "attachments") == [])
    expect(lock.locator("[data-lock-unsent]").locator("visible=true")).to_have_count(0)
    lost.shot("lost-lock")
    lost.page.reload()
    expect(lock).to_contain_text("This phone was reported lost")
    assert complaints_of(lost) == []
    lost.context.close()
    nothing_readable(served, profile.folder)

    posted = [json.loads(body)["entries"] for _, path, body in served.sent if path == "/api/devices/envelopes"]
    assert [len(one) for one in posted] == [2]
    with reading(served.installation.engine) as connection:
        (row,) = connection.execute(select(entries).where(entries.c.id == posted[0][0]["id"])).all()
    assert "device_revoked" in row.reasons
    found = verify_logs(served.installation)
    assert (found.failure, found.attachments, found.not_received) == (None, 1, 0)
    other.page.goto(served.origin)
    other.unlock()
    expect(other.page.get_by_role("link", name=TYPED[0])).to_be_visible()


def test_what_a_locked_phone_cannot_send_is_carried_to_a_desk_and_signed_for_there(served, phone, tmp_path):
    one = phone(served)
    one.enrol(served.link("constable"))
    one.press("Start a case")
    one.sees_heading("Incident")
    one.strip_says("Everything sent")
    served.stop()
    one.offline()
    one.follow("Task list")
    open_task(one, "People", "People")
    scene.fill(one.section("Respondent"), Family_name="Inventedson")
    scene.save(one, "Relationship and home")
    one.open("/")
    one.unlock()
    one.sees("It is sent by itself when there is signal.")
    before = one.page.evaluate(STORED)
    path = exported(one, tmp_path)
    one.sees("Saved, without photographs. Nothing was removed here.")
    one.shot("home-unsent")
    at_home = path.read_text().splitlines()
    one.press("Lock")
    expect(one.page.get_by_role("dialog", name="Locked")).to_be_visible()
    path = exported(one, tmp_path)
    one.sees("Saved as a sealed file, without photographs.")
    one.shot("lock-exported")
    assert path.read_text().splitlines()[1:] == at_home[1:]
    assert path.name.startswith("field-rescue-") and "Inventedson" not in path.read_text()
    assert one.page.evaluate(STORED) == before, "nothing was removed"

    served.start()
    desk = phone(served)
    desk.enrol(served.link("inspector"))
    desk.follow("Phones")
    desk.follow("Read in what a phone could not send")
    desk.sees_heading("Rescue files")
    desk.press("Bring it in")
    desk.sees("Choose the file")
    desk.page.get_by_label("A file that").set_input_files(path)
    desk.press("Bring it in")
    desk.sees("1 entry, PC Alex Sample")
    desk.shot("rescue-waiting")
    desk.press("Read in and sign")
    desk.sees("1 accepted")
    desk.shot("rescue-read-in")

    two = phone(served)
    two.enrol(served.link("constable"))
    two.page.get_by_role("link", name="Inventedson").tap()
    two.shot("rescued-case")
    expect(two.page.get_by_text("Rescued: read in from a file")).to_be_visible()
    one.online()
    one.unlock()
    one.strip_says("Everything sent")
    assert verify_logs(served.installation).failure is None


def exported(one, folder):
    with one.page.expect_download() as download:
        one.press("Export unsent work")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


TOKENS = """
(drop) => new Promise((done) => {
  indexedDB.open("field").onsuccess = ({ target: { result: db } }) => {
    const tx = db.transaction("vaults", "readwrite");
    const store = tx.objectStore("vaults");
    let tokens;
    store.getAll().onsuccess = ({ target }) => {
      tokens = target.result.filter(({ token }) => token).length;
      for (const { token, ...vault } of target.result) if (drop) store.put(vault);
    };
    tx.oncomplete = () => (db.close(), done(tokens));
  };
})
"""


def test_a_post_that_breaks_half_way_loses_nothing_and_leaves_another_officers_store_alone(served, phone):
    one = phone(served)
    one.enrol(served.link("constable"))
    device = next(
        one.id for one in served.administrator.office().devices.values() if one.officer == served.officers["constable"]
    )
    assert one.page.evaluate(TOKENS, True) == 1
    one.page.reload()
    one.unlock()
    until(one.page, lambda: one.page.evaluate(TOKENS, False) == 1)  # a store made before there were any gets its own
    one.context.route("**/api/entries", lambda route: route.abort())
    for _ in range(3):
        one.press("Start a case")
        one.sees_heading("Incident")
        one.follow("Cases")
        one.sees_heading("Cases")
    one.strip_says("3 not sent")
    one.enrol(served.link("response"))
    before = one.page.evaluate(STORED)
    assert (before["openers"], before["sealed"]) == (2, 3)

    tries = []

    def narrow(route):
        """Too much at once is refused, and after the first that fits the signal goes."""
        tries.append(len(route.request.post_data_json["entries"]))
        if tries[-1] > 1:
            route.fulfill(status=413, json={"error": {"code": "x", "message": "x", "reasons": []}})
        elif tries.count(1) > 1:
            route.abort()
        else:
            route.continue_()

    one.context.route("**/api/devices/envelopes", narrow)
    administrator, now = served.administrator, datetime.now(UTC)
    facts = {"device": device, "reason": "Left in a taxi."}
    administrator.record([administrator.write("device revoked", administrator.office().id, facts, now)], now)
    one.page.reload()
    one.unlock()
    one.sees_heading("Cases")
    until(one.page, lambda: one.page.evaluate(STORED)["sealed"] == 2 and tries[:4] == [3, 1, 2, 1])
    assert one.page.evaluate(STORED)["openers"] == 1

    one.context.unroute("**/api/devices/envelopes")
    one.page.reload()
    one.unlock()
    one.sees_heading("Cases")
    until(one.page, lambda: one.page.evaluate(STORED)["sealed"] == 0)
    with reading(served.installation.engine) as connection:
        found = select(entries.c.signed_in).where(entries.c.reasons.contains("device_revoked"))
        assert connection.execute(found).scalars().all() == [served.officers["constable"]] * 3
    assert verify_logs(served.installation).failure is None
    one.complaints = [line for line in one.complaints if "413" not in line]


def test_a_phone_nobody_opens_is_reported_by_an_administrator_and_obeys_by_its_worker(served, phone):
    one = phone(served)
    one.context.grant_permissions(["notifications", "background-sync"], origin=one.origin)
    one.enrol(served.link("constable"))
    served.stop()
    one.offline()
    one.press("Start a case")
    one.sees_heading("Incident")
    one.press("Lock")
    until(one.page, lambda: one.page.evaluate(TAGS) == ["field outbox"])
    waiting = one.context.new_page()
    one.page.close()

    served.start()
    desk = phone(served)
    desk.enrol(served.link("administrator"))
    desk.page.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=25))
    desk.open("/devices")
    desk.unlock()
    silent = desk.page.get_by_role("region", name="Not heard from for a day, or clock wrong")
    own = silent.get_by_role("listitem").filter(has_text="Kit Nobody")
    expect(own).to_contain_text("Its clock was wrong by 1500 minutes.")
    expect(own.get_by_role("button")).to_be_hidden()
    desk.shot("devices-silent")
    theirs = silent.get_by_role("listitem").filter(has_text="PC Alex Sample")
    theirs.get_by_role("button").tap()
    desk.page.get_by_label("What happened to it").fill("Left in a taxi")
    desk.press("Report it lost")
    others = desk.page.get_by_role("region", name="The others")
    expect(others.get_by_role("listitem").filter(has_text="PC Alex Sample")).to_contain_text("Reported lost")

    one.context.set_offline(False)
    until(waiting, lambda: any(path == "/api/devices/envelopes" for _, path, _ in served.sent))
    waiting.goto(served.origin + "/sign-in")
    until(waiting, lambda: waiting.evaluate(STORED) == {"openers": 0, "readable": 0, "sealed": 0})
