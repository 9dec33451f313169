"""What is not sent yet goes by itself from a phone that was locked and put away; where it cannot, the phone says so."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from field_app.store.database import reading
from field_app.store.tables import entries

from . import scene

NO_BACKGROUND_SYNC = "if (globalThis.ServiceWorkerRegistration) delete ServiceWorkerRegistration.prototype.sync;"
"""As in every browser but Chromium."""

TAGS = "async () => (await navigator.serviceWorker.ready).sync.getTags()"

LISTENING = """
() => {
  const show = Object.getPrototypeOf(registration).showNotification.bind(registration);
  self.said = 0;
  registration.showNotification = (...given) => show(...given).then(() => (self.said += 1));
}
"""
"""Counts what the worker has shown: Chromium forgets a notification that is asked for while it is being shown."""

SHOWN = "async () => (await registration.getNotifications()).map(({ title, body }) => [title, body])"


@pytest.fixture
def constable(served, phone):
    """Makes a constable's phone that may show notifications."""

    def make(script=""):
        one = phone(served)
        one.context.add_init_script(script)
        # What is not granted here is refused, and background sync with it.
        one.context.grant_permissions(["notifications", "background-sync"], origin=one.origin)
        one.enrol(served.link("constable"))
        return one

    return make


def test_a_phone_locked_and_put_away_sends_when_there_is_signal_again(served, constable):
    one = constable()
    no_signal(served, one)
    start_a_case(one)
    describe_the_respondent(one)
    one.press("Lock")
    expect(one.page.get_by_role("dialog", name="Locked")).to_be_visible()
    until(one.page, lambda: one.page.evaluate(TAGS) == ["field outbox"])
    waiting = one.context.new_page()
    one.page.close()
    assert posted(served) == []

    served.start()
    # Once: a worker woken in between would fail again, and the browser tries that one only minutes later.
    one.context.set_offline(False)
    until(waiting, lambda: kept(served) == [1, 2])
    assert len(posted(served)) == 2


def test_without_background_sync_it_is_said_until_it_is_sent_and_a_locked_phone_sends(served, constable):
    one = constable(NO_BACKGROUND_SYNC)
    no_signal(served, one)
    start_a_case(one)
    assert put_away(one) == [["Field", "1 entry not sent: open to send"]]

    one.open("/")
    one.unlock()
    one.page.get_by_role("link", name="not sent").first.tap()
    describe_the_respondent(one)
    one.press("Lock")
    assert put_away(one) == [["Field", "2 entries not sent: open to send"]]

    served.start()
    one.online()
    one.open("/")
    expect(one.page.get_by_role("dialog", name="Locked")).to_be_visible()
    until(one.page, lambda: kept(served) == [1, 2])
    until(one.page, lambda: worker(one).evaluate(SHOWN) == [])
    expect(one.page.get_by_role("dialog", name="Locked")).to_be_visible()


def test_nothing_is_said_where_everything_is_sent(served, constable):
    one = constable(NO_BACKGROUND_SYNC)
    start_a_case(one)
    one.strip_says("Everything sent")
    one.page.goto("about:blank")
    one.open("/")
    expect(one.page.get_by_role("dialog", name="Locked")).to_be_visible()
    assert worker(one).evaluate(SHOWN) == []


def test_when_the_browser_gives_up_waking_the_worker_it_is_said(served, constable):
    one = constable()
    no_signal(served, one)
    start_a_case(one)
    until(one.page, lambda: one.page.evaluate(TAGS) == ["field outbox"])
    background = worker(one)
    background.evaluate(LISTENING)
    one.context.set_offline(False)  # Chromium dispatches none while it believes there is no network
    one.dispatch_sync("field outbox", last_chance=True)
    until(one.page, lambda: background.evaluate("() => self.said") == 1)
    assert background.evaluate(SHOWN) == [["Field", "1 entry not sent: open to send"]]


def no_signal(served, phone):
    served.stop()
    phone.offline()


def start_a_case(phone):
    phone.press("Start a case")
    phone.sees_heading("Incident")
    phone.sees_filled_in()


def describe_the_respondent(phone):
    """From a screen of the case: one more entry, and a name in it."""
    if phone.page.get_by_role("heading", level=1, name="Incident").count():
        phone.follow("Task list")
    phone.page.locator("a[data-to=people]").first.tap()
    phone.sees_heading("People")
    phone.sees_filled_in()
    scene.fill(phone.section("Respondent"), Family_name="Inventedson")
    scene.save(phone, "Relationship and home")
    phone.strip_says("2 not sent")


def put_away(phone):
    """Leave the page, and with it everything of ours but the worker; what the phone then shows."""
    worker(phone).evaluate(LISTENING)
    phone.page.goto("about:blank")
    # Once at once, and once when sending was tried.
    until(phone.page, lambda: worker(phone).evaluate("() => self.said") == 2)
    return worker(phone).evaluate(SHOWN)


def worker(phone):
    return phone.service_worker()


def until(page, condition, seconds=30):
    """Look again and again; the browser's events are heard while a page waits."""
    for _ in range(seconds * 50):
        if condition():
            return
        page.wait_for_timeout(20)
    raise AssertionError("That did not happen.")


def posted(served):
    """The ids that reached the server, as often as they did."""
    bodies = [body for _, path, body in served.sent if path == "/api/entries"]
    return [one["id"] for body in bodies for one in json.loads(body)["entries"]]


def kept(served):
    """The places in their log of the entries the server holds of those."""
    with reading(served.installation.engine) as connection:
        found = select(entries.c.position).where(entries.c.id.in_(posted(served))).order_by(entries.c.position)
        return list(connection.execute(found).scalars())


def test_what_a_busy_server_puts_off_waits_is_spoken_of_and_is_sent(served, constable):
    one, asked = constable(), []

    def busy(route):
        asked.append(route.request.url)
        refused = {"code": "too_many_requests", "message": "Too many requests.", "reasons": []}
        route.fulfill(status=429, headers={"Retry-After": "5"}, json={"error": refused})

    one.context.route("**/api/entries", busy)
    start_a_case(one)
    expect(one.page.locator("#status-strip")).to_contain_text("not sent: the server asks to wait")
    one.shot("strip-busy", full=False)
    one.page.evaluate(
        "async () => { const { drain } = await import('/static/js/drain.js'); await drain(); await drain(); }"
    )
    assert len(asked) == 1  # nor did it ask again before the time it was told
    one.context.unroute("**/api/entries")
    one.strip_says("Everything sent")
    assert len(posted(served)) == 1
