"""The app on a home screen: its shortcuts, what an iPhone's officer is told, a screen that stays awake while read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .history import recorded
from .test_unsent import until

SHORTCUTS = "async () => (await (await fetch('/static/manifest.webmanifest')).json()).shortcuts"

ON_AN_IPHONE = "Object.defineProperty(Navigator.prototype, 'standalone', { get: () => %s, configurable: true })"

WATCH_WAKE_LOCKS = """
    window.wakeLocks = [];
    const request = WakeLock.prototype.request;
    WakeLock.prototype.request = async function (...given) {
        const held = await request.apply(this, given);
        window.wakeLocks.push(held);
        return held;
    };
"""
AWAKE = "() => window.wakeLocks.filter(({ released }) => !released).length"


@pytest.fixture
def enrolled(served, phone):
    one = phone(served)
    one.enrol(served.link("constable"))
    return one


def has_one_case(one):
    one.sees_heading("Cases")
    expect(one.page.locator("[data-cases] > li")).to_have_count(1)


def test_the_shortcuts_lead_to_one_new_case_and_to_the_look_up_without_a_network(served, enrolled):
    to = {one["name"]: one["url"] for one in enrolled.page.evaluate(SHORTCUTS)}
    served.stop()
    enrolled.page.goto("about:blank")
    enrolled.open(to["New case"])
    enrolled.unlock()
    enrolled.sees_heading("Incident")
    expect(enrolled.page).to_have_url(re.compile(r"/incident#[0-9a-f-]{36}$"))
    enrolled.page.go_back()
    has_one_case(enrolled)
    enrolled.page.reload()
    enrolled.unlock()
    has_one_case(enrolled)
    enrolled.follow("Phones")  # kept by no phone
    enrolled.sees("That screen needs a connection.")
    enrolled.page.get_by_role("link", name="Look up").first.tap()
    enrolled.sees_heading("Look up")
    expect(enrolled.page.get_by_text("That screen needs a connection.")).to_be_hidden()
    enrolled.open(to["Look up"])
    enrolled.unlock()
    enrolled.sees_heading("Look up")


def test_an_iphone_is_told_to_put_it_on_the_home_screen_until_it_is_opened_from_there(enrolled):
    told = enrolled.page.get_by_role("heading", name="Put Field on the Home Screen")
    for standalone, shown in ((None, False), ("false", True), ("true", False)):
        if standalone:
            enrolled.context.add_init_script(ON_AN_IPHONE % standalone)
        enrolled.page.reload()
        enrolled.unlock()
        expect(enrolled.page.get_by_text("Signed in as PC")).to_be_visible()
        expect(told).to_be_visible(visible=shown)
        if shown:
            enrolled.shot("home-iphone")


def test_the_screen_stays_awake_while_the_notice_is_read_and_no_longer(served, enrolled):
    enrolled.context.add_init_script(WATCH_WAKE_LOCKS)
    recorded(served, "authorised")
    enrolled.page.reload()
    enrolled.unlock()
    enrolled.page.get_by_role("link", name="Craig Inventedson").tap()
    enrolled.sees_heading("Notice")
    assert enrolled.page.evaluate(AWAKE) == 0
    enrolled.press("Show to the respondent")
    expect(enrolled.page.locator("#shown")).to_be_visible()
    enrolled.page.wait_for_timeout(200)
    assert enrolled.page.evaluate(AWAKE) == 1
    enrolled.press("Close")
    enrolled.page.wait_for_timeout(200)
    assert enrolled.page.evaluate(AWAKE) == 0


DELETED = """async (path) => {
    for (const name of await caches.keys()) await (await caches.open(name)).delete(path);
}"""
HELD = """async (path) => (await caches.match(path)) !== undefined"""


@pytest.mark.parametrize(
    "path", ["/static/vendor/together.js", "/static/js/pages/people.js", "/people", "/static/everything.txt"]
)
def test_a_file_that_the_browser_lost_is_fetched_again_at_the_next_start_with_a_network(served, enrolled, path):
    assert enrolled.page.evaluate(HELD, path)
    enrolled.page.evaluate(DELETED, path)
    enrolled.open("/")
    enrolled.unlock()
    until(enrolled.page, lambda: enrolled.page.evaluate(HELD, path))
    served.stop()
    enrolled.offline()
    enrolled.open("/people")
    enrolled.unlock()
    enrolled.sees_heading("People")
