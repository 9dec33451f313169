"""A phone without signal and a browser that was closed, or killed in the middle of a write: it starts, opens with its
PIN, and has lost nothing.
"""

from __future__ import annotations

import json

from playwright.sync_api import expect
from sqlalchemy import select

from field_app.store.database import reading
from field_app.store.tables import entries, refused, waiting

from . import scene

PIN = "240913"
TYPED = ("Zwillingsdorf", "Quentin Xaver", "Hauptkommissarin", "Vexillologie")
"""Words found in no source of ours: a family name, given names, a word of the risk, a word that was never saved."""


def test_a_browser_closed_without_signal_starts_again_with_everything(serve, profile):
    served = serve(allow_pin=True)
    phone = profile(served)
    phone.enrol_with_pin(served.link("constable"), PIN)

    phone.offline()
    served.stop()
    phone.press("Start a case")
    phone.sees_heading("Incident")
    phone.follow("Task list")
    open_task(phone, "People", "People")
    scene.fill(phone.section("Respondent"), Family_name=TYPED[0], Given_names=TYPED[1])
    scene.save(phone, "Relationship and home")
    phone.follow("Task list")
    open_task(phone, "Why it is needed", "Why it is needed")
    why = phone.section("Necessity, charge and bail")
    scene.fill(why, **{"Why_a_notice_is_necessary_to_protect_them": TYPED[3]})
    expect(why).to_contain_text("Kept on this phone as a draft")
    phone.context.close()
    assert complaints_of(phone) == []
    nothing_readable(served, profile.folder)

    tear(profile.folder)
    phone = profile(served, offline=True)
    phone.open("/")
    phone.unlock_with_pin(PIN)
    phone.strip_says("2 not sent: no connection")
    phone.context.close()
    phone = profile(served, offline=True)
    phone.open("/")
    expect(phone.page.get_by_role("dialog", name="Locked")).to_be_visible()
    expect(phone.page.get_by_role("button", name="Unlock with passkey")).to_be_hidden()
    phone.unlock_with_pin("999999")
    phone.sees("That is not the PIN.")
    phone.unlock_with_pin(PIN)
    phone.strip_says("2 not sent: no connection")
    phone.page.get_by_role("link", name=TYPED[0]).click()
    phone.sees_heading(f"{TYPED[1]} {TYPED[0]}")
    expect(phone.page.locator("[data-task=necessity] [data-state]")).to_have_text("Draft: not saved")
    open_task(phone, "People", "People")
    expect(phone.section("Respondent").get_by_label("Family name")).to_have_value(TYPED[0])
    phone.follow("Task list")
    open_task(phone, "Why it is needed", "Why it is needed")
    why = phone.section("Necessity, charge and bail")
    expect(why.get_by_label("Why a notice is necessary to protect them", exact=True)).to_have_value(TYPED[3])
    scene.save(phone, "Risk")
    phone.sees_filled_in()
    risk = phone.section("Risk of serious harm")
    scene.choose(risk, "Your judgement of the risk", "High")
    scene.fill(risk, Why=f"High, says the {TYPED[2]}.")
    scene.save(phone, "Views")
    phone.strip_says("4 not sent: no connection")

    served.start()
    phone.online()
    phone.strip_says("Everything sent")
    everything_arrived_once(served, 4)
    phone.context.close()
    assert complaints_of(phone) == []
    nothing_readable(served, profile.folder)


def tear(folder):
    """The last record of Chromium's log is cut short, as by a kill in the middle of it. It writes on behind that, and
    at the start after the next deletes everything.
    """
    (log,) = folder.glob("**/http_localhost_*.indexeddb.leveldb/*.log")
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size - 9)


def open_task(phone, name, heading):
    phone.page.locator("[data-task]").get_by_role("link", name=name, exact=True).click()
    phone.sees_heading(heading)
    phone.sees_filled_in()


def everything_arrived_once(served, number):
    posted = [
        one["id"] for _, path, body in served.sent if path == "/api/entries" for one in json.loads(body)["entries"]
    ]
    assert len(posted) == len(set(posted)) == number
    with reading(served.installation.engine) as connection:
        held = connection.execute(select(entries.c.position).where(entries.c.id.in_(posted))).scalars()
        assert sorted(held) == list(range(1, number + 1))
        assert connection.execute(select(refused)).all() == connection.execute(select(waiting)).all() == []


def nothing_readable(served, folder):
    """No file the browser keeps holds a word the officer typed, in either of the encodings Chromium writes."""
    kept = b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    with reading(served.installation.engine) as connection:
        office, _ = served.installation.office(connection)
    assert contains(kept, office.id), "the search would not find what is there"
    assert [word for word in TYPED if contains(kept, word)] == []


def contains(kept, text):
    return any(text.encode(encoding) in kept for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def complaints_of(phone):
    return phone.complaints
