"""A browser drops a subscription without a word: at its next start the phone has another, and the server knows."""

from __future__ import annotations

import time

from field_app.store.database import reading, writing
from field_app.store.officers import subscriptions, unsubscribe

from .test_whole_path import turn_on_alerts


def test_a_subscription_the_browser_dropped_is_made_anew_at_the_next_start(served, phone, push_service):
    superintendent = phone(served)
    superintendent.enrol(served.link("superintendent"))
    turn_on_alerts(served, superintendent, push_service)
    [before] = subscribed(served)
    with writing(served.installation.engine) as connection:  # as after the push service's 410
        unsubscribe(connection, before[0])
    superintendent.page.evaluate("localStorage.removeItem('subscribed for this test')")
    assert subscribed(served) == []

    superintendent.page.reload()
    superintendent.unlock()
    superintendent.sees("Alerts are on for this phone")
    within = time.monotonic() + 20
    while not subscribed(served) and time.monotonic() < within:
        superintendent.page.wait_for_timeout(100)
    assert subscribed(served) == [before]


def test_alerts_that_were_turned_off_are_not_turned_on_again_by_a_start(served, phone, push_service):
    superintendent = phone(served)
    superintendent.enrol(served.link("superintendent"))
    turn_on_alerts(served, superintendent, push_service)
    superintendent.press("Turn off alerts")
    superintendent.sees("Alerts are off.")
    superintendent.page.reload()
    superintendent.unlock()
    superintendent.sees("Alerts are off.")
    superintendent.strip_says("Everything sent")
    assert subscribed(served) == []


def subscribed(served):
    with reading(served.installation.engine) as connection:
        return subscriptions(connection, served.officers["superintendent"])
