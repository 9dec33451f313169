"""A photograph is taken without signal, outlives a reload, and goes piece by piece through a cut."""

from __future__ import annotations

import contextlib
import socket
import threading
from hashlib import sha256
from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from field_app.actions import verify_logs
from field_app.store.database import reading
from field_app.store.log import read_log
from tests.web.test_attachments import MAKER, photograph

from . import scene
from .store import flip
from .test_cold_start import contains
from .test_unsent import until

PIN = "240913"
SHOWS = "The kitchen door, Vexillologie"
PHOTOGRAPH = photograph(2600)
SHOWN = "(image) => image.complete && image.naturalWidth > 0"


class Cut:
    """The application behind a line that breaks in the middle of the answer to the piece of this number, once."""

    def __init__(self, app, at):
        self.app, self.left = app, at

    def __getattr__(self, name):
        return getattr(self.app, name)

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] == "PUT":
            self.left -= 1
            if self.left == 0:
                list(self.app(environ, lambda *_: None))  # it came, and its sender is never told
                with contextlib.suppress(OSError):
                    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
                raise ConnectionResetError
        return self.app(environ, start_response)


def recorded(served, case_id):
    with reading(served.installation.engine) as connection:
        return len(read_log(connection, served.installation.keys, case_id))


class Stalled:
    """The application behind a line on which no piece gets on until it is let."""

    def __init__(self, app):
        self.app, self.go_on = app, threading.Event()

    def __getattr__(self, name):
        return getattr(self.app, name)

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] == "PUT":
            assert self.go_on.wait(30)
        return self.app(environ, start_response)


def take(phone, body, name="door.jpg"):
    """As the camera, or the files of the phone, hand it over."""
    picker = "#evidence-camera" if name.endswith("jpg") else "#evidence-file"
    phone.page.locator(picker).set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": body})


def write(phone, **words):
    scene.fill(phone.section("Attach a photograph or document"), **words)


def to_evidence(phone):
    phone.press("Start a case")
    phone.sees_heading("Incident")
    phone.follow("Task list")
    phone.page.locator("[data-task=evidence] a").tap()
    phone.sees_heading("Evidence")


def saved(phone, number):
    phone.press("Save")
    expect(phone.page.locator("[data-attached] > li")).to_have_count(number)


def test_taken_without_signal_kept_through_a_reload_and_sent_through_a_cut(serve, profile, tmp_path):
    served = serve(allow_pin=True)
    phone = profile(served)
    phone.enrol_with_pin(served.link("constable"), PIN)
    to_evidence(phone)
    served.stop()
    phone.offline()

    phone.press("Save")
    phone.sees_heading("Evidence")
    write(phone, What_it_shows=SHOWS, Who_took_or_made_it="PC Alex Sample")
    phone.press("Save")
    expect(phone.page.get_by_role("alert")).to_contain_text("Take a photograph or choose a file")
    take(phone, b"", "empty.pdf")
    expect(phone.page.get_by_role("alert")).to_contain_text("This file is empty")
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(25_000_001)
    phone.page.locator("#evidence-file").set_input_files(large)
    expect(phone.page.get_by_role("alert")).to_contain_text("more than 25 MB")
    phone.shot("evidence-in-error")
    take(phone, PHOTOGRAPH)
    phone.sees("Ready, ")
    expect(phone.page.locator("#evidence-new-what_it_shows, #evidence-new-shows")).to_have_value(SHOWS)
    assert phone.page.locator("#evidence-new-taken_at-year").input_value() != ""  # the camera made it just now
    phone.shot("evidence-ready")
    saved(phone, 1)
    phone.strip_says("1 photograph or document not sent")
    phone.shot("evidence-saved")

    phone.open_anew()
    phone.unlock_with_pin(PIN)
    expect(phone.page.locator("[data-attached] img")).to_be_visible()
    assert phone.page.locator("[data-attached] img").evaluate(SHOWN)
    take(phone, PHOTOGRAPH)
    expect(phone.page.get_by_role("alert")).to_contain_text("attached already")
    phone.follow("Task list")
    expect(phone.page.locator("[data-task=evidence] [data-state]")).to_have_text("1 attached, not sent")

    served.start()
    served._app = Cut(served._app, 2)
    phone.online()
    phone.strip_says("Everything sent")
    expect(phone.page.locator("[data-task=evidence] [data-state]")).to_have_text("1 attached")
    pieces = [body for method, path, body in served.sent if (method, path) == ("PUT", f"/api/attachments/{name()}")]
    assert len(pieces) >= 4
    assert len(set(pieces)) == len(pieces)  # what had come before the cut was not sent again
    found = verify_logs(served.installation)
    assert (found.attachments, found.not_received, found.failure) == (1, 0, None)
    phone.context.close()
    assert phone.complaints == []
    kept = b"\0".join(path.read_bytes() for path in sorted(profile.folder.rglob("*")) if path.is_file())
    assert contains(kept, "field_app") or contains(kept, "attachments"), "the search would not find what is there"
    assert not contains(kept, "Vexillologie")
    assert PHOTOGRAPH[5000:5064] not in kept
    assert b"Invented Phone Maker" not in kept


def name():
    return sha256(PHOTOGRAPH).hexdigest()


def test_what_was_attached_is_corrected_shown_to_whoever_decides_and_a_full_phone_says_so(served, phone):
    one = phone(served)
    one.enrol(served.link("constable"))
    to_evidence(one)
    take(one, b"\0\0\0\x18ftypheic" + bytes(90), "door.heic")
    one.sees("No preview: the original is kept.")
    write(one, What_it_shows="A message")
    saved(one, 1)
    expect(one.page.locator("[data-attached] [data-sent]")).to_be_visible()
    expect(one.page.locator("[data-attached] [data-no-preview]")).to_be_visible()

    # Words alone are a draft; the photograph is not, and whoever comes back is told.
    take(one, photograph(300))
    one.sees("Ready, ")
    write(one, What_it_shows="The door")
    expect(one.page.locator("[data-section=evidence-new] [data-state]")).to_contain_text(
        "Kept on this phone as a draft"
    )
    one.page.reload()
    one.unlock()
    expect(one.page.get_by_role("alert")).to_contain_text("was not saved: take or choose it again")
    expect(one.page.locator("#evidence-new-shows")).to_have_value("The door")

    one.page.evaluate(FULL)
    take(one, PHOTOGRAPH)
    one.sees("Ready, ")
    before = stores(one)
    one.press("Save")
    expect(one.page.get_by_role("alert")).to_contain_text("This phone is full, so this was not saved")
    expect(one.page.locator("#evidence-new-shows")).to_have_value("The door")
    assert stores(one) == before
    one.page.evaluate("() => window.notFull() && undefined")
    stalled = served._app = Stalled(served._app)
    saved(one, 2)
    one.page.get_by_role("button", name="Change the words of A message").tap()
    words = one.section("Change the words")
    scene.fill(words, What_it_shows="A message of the day before")
    one.press("Save")
    expect(one.page.locator("[data-attached]")).to_contain_text("A message of the day before")
    expect(one.page.locator("[data-attached] > li")).to_have_count(2)
    # The words are there while the photograph before them stands still; locked, it goes on.
    case_id = one.page.url.rpartition("#")[2]
    until(one.page, lambda: recorded(served, case_id) == 4)
    one.strip_says("1 photograph or document not sent. Checked")
    one.press("Lock")
    expect(one.page.locator("[data-lock-unsent=one]")).to_be_visible()
    stalled.go_on.set()
    expect(one.page.locator("[data-lock-unsent=one]")).to_be_hidden()
    one.unlock()
    one.strip_says("Everything sent")
    assert verify_logs(served.installation).attachments == 2
    one.shot("evidence-two")
    one.open(f"/review#{case_id}")
    one.unlock()
    shown = one.page.locator("[data-recorded=evidence] img:visible")
    expect(shown).to_have_count(1)
    one.shot("evidence-review")

    # Another reader of the case has no copy: the server makes one.
    auditor = phone(served)
    auditor.enrol(served.link("auditor"))
    status, body = auditor.page.evaluate(
        """async (path) => {
            const answer = await fetch(path);
            return [answer.status, [...new Uint8Array(await answer.arrayBuffer())]];
        }""",
        f"/api/cases/{case_id}/attachments/{name()}/preview",
    )
    assert status == 200
    assert MAKER not in Image.open(BytesIO(bytes(body))).getexif()

    # Once it is an intimate image, nothing of it is on a screen until somebody presses.
    one.open(f"/evidence#{case_id}")
    one.unlock()
    one.page.get_by_role("button", name="Change the words of The door").tap()
    words = one.section("Change the words")
    words.get_by_role("group", name="Is it an intimate image?").get_by_label("Yes").check()
    one.shot("evidence-intimate")
    one.press("Save")
    one.strip_says("Everything sent")
    one.open(f"/review#{case_id}")
    one.unlock()
    one.sees("Intimate image.")
    expect(shown).to_have_count(0)
    one.shot("evidence-review-intimate")
    one.press("Look at it")
    expect(shown).to_have_count(1)


FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  window.notFull = () => (IDBObjectStore.prototype.put = put);
  IDBObjectStore.prototype.put = function (...given) {
    const request = put.apply(this, given);
    if (this.name !== "attachments") return request;
    Object.defineProperty(this.transaction, "error", { value: new DOMException("", "QuotaExceededError") });
    request.addEventListener("success", () => this.transaction.abort());
    return request;
  };
}"""
"""The browser takes back the whole transaction, as it does where the device is full, and names that as the reason."""


def stores(phone):
    """How much is in each store of this browser's database."""
    return phone.page.evaluate(
        """async () => {
            const db = await new Promise((done) => {
                const opening = indexedDB.open("field");
                opening.onsuccess = () => done(opening.result);
            });
            const names = ["outbox", "attachments", "previews"];
            const tx = db.transaction(names);
            const counts = names.map((name) => new Promise((done) => {
                const asked = tx.objectStore(name).count();
                asked.onsuccess = () => done(asked.result);
            }));
            const found = await Promise.all(counts);
            db.close();
            return found;
        }"""
    )


def test_a_photograph_that_broke_on_the_phone_is_said_and_sealed_anew(served, phone):
    one = phone(served)
    one.enrol(served.link("constable"))
    to_evidence(one)
    served.stop()
    one.offline()
    take(one, PHOTOGRAPH)
    one.sees("Ready, ")
    write(one, What_it_shows="The door")
    saved(one, 1)
    flip(one, "attachments", ("sealed",))
    served.start()
    one.online()
    one.sees("The server could not take it. Choose the same file above once more")
    one.strip_says("1 photograph or document not sent")
    one.shot("evidence-broken")
    take(one, PHOTOGRAPH)
    one.strip_says("Everything sent")
    expect(one.page.locator("[data-attached] [data-sent]")).to_be_visible()
    found = verify_logs(served.installation)
    assert (found.attachments, found.not_received, found.failure) == (1, 0, None)
    one.complaints.clear()  # Chromium's own word on the 422
