"""A superintendent looks in while the constable still records: opened without signal, asked, answered, requested."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.demonstration.case import capture

from .screens.cases import Recorder
from .screens.conftest import visit
from .test_whole_path import turn_on_alerts

SO_FAR = 5
"""What is recorded of the case when it is opened."""


def test_a_superintendent_looks_in_before_there_is_anything_to_decide(served, phone, push_service):
    recorder = Recorder.of(served)
    case_id, written = capture(recorder.constable, recorder.now)
    recorder.constable.record(written[:SO_FAR], recorder.now)
    constable, superintendent = phone(served), phone(served)
    constable.enrol(served.link("constable"))
    superintendent.enrol(served.link("superintendent"))
    turn_on_alerts(served, superintendent, push_service)
    visit(constable, f"/review#{case_id}")
    served.stop()
    constable.offline()
    constable.sees("Nothing is decided until you request authority.")
    constable.press("Open it now")
    trail = constable.page.locator("[data-early-trail]")
    expect(trail).to_contain_text("to whoever is on call: not sent yet")
    constable.shot("early-1-not-sent")
    served.start()
    constable.online()
    constable.strip_says("Everything sent")
    served.work()
    push_service.wait_for(1)
    (push,) = push_service.received
    assert json.loads(push.plaintext)["text"] == "Update: open the app. It is being prepared"
    (shown,) = superintendent.deliver_push(push.plaintext)
    assert shown["body"] == "Update: open the app. It is being prepared"

    page = superintendent.page
    page.bring_to_front()
    card = page.locator("[data-prepared]").get_by_role("link")
    expect(card).to_contain_text("Is being prepared: nothing to decide yet", timeout=30_000)
    expect(page.locator("[data-waiting-none]")).to_be_visible()
    superintendent.shot("early-2-cases")
    card.tap()
    superintendent.sees_heading("Decision")
    superintendent.sees("There is nothing to decide until authority is requested.")
    expect(page.get_by_role("button", name="Authorise as asked")).to_be_hidden()
    expect(page.get_by_role("button", name="Claim it: I am deciding")).to_be_hidden()
    superintendent.shot("early-3-being-prepared")
    page.get_by_text("Ask the officer something").tap()
    page.get_by_label("Your question").fill("Is the knife found?")
    superintendent.press("Ask")
    superintendent.sees("Not answered yet.")
    superintendent.strip_says("Everything sent")

    constable.asks_again()
    constable.sees("Is the knife found?")
    expect(trail).to_contain_text("read", timeout=30_000)
    constable.page.get_by_label("Your answer").fill("In the kitchen, seized.")
    constable.press("Send the answer")
    constable.strip_says("Everything sent")
    constable.shot("early-4-answered")
    recorder.constable.record(written[SO_FAR:], datetime.now(UTC))
    superintendent.asks_again()
    expect(page.get_by_text("In the kitchen, seized.")).to_be_visible(timeout=30_000)
    expect(page.locator("[data-recorded=conditions] [data-conditions] li").first).to_be_visible(timeout=30_000)

    constable.asks_again()
    expect(constable.page.get_by_role("button", name="Request authority", exact=True)).not_to_have_attribute(
        "aria-disabled", "true", timeout=30_000
    )
    constable.press("Request authority")
    constable.sees("Waiting for a superintendent's decision")
    constable.strip_says("Everything sent")
    superintendent.asks_again()
    expect(page.get_by_role("button", name="Claim it: I am deciding")).to_be_visible(timeout=30_000)
    superintendent.sees("In the kitchen, seized.")
    expect(page.locator("[data-looking-in]")).to_be_hidden()
    superintendent.shot("early-5-asked-for")
    superintendent.follow("Cases")
    superintendent.sees("Decide now")
    expect(page.locator("[data-prepared]")).to_be_hidden()
