"""The live view fills by itself, and says how old it is when nothing can be asked."""

from __future__ import annotations

from playwright.sync_api import expect

from .screens.cases import Recorder
from .screens.conftest import visit

LOOKED_AT_AGAIN = "() => document.dispatchEvent(new Event('visibilitychange'))"


def test_it_fills_by_itself_and_says_how_old_it_is(served, phone):
    inspector = phone(served)
    inspector.enrol(served.link("inspector"))
    inspector.strip_says("Everything sent")
    visit(inspector, "/live")
    inspector.sees("No request waits. See that somebody is on call for the next one.")
    inspector.sees("Nothing is late.")
    inspector.shot("live, empty")

    recorder = Recorder.of(served)
    case_id, captured = recorder.plain()
    recorder.request(case_id, captured)
    waits = inspector.page.locator("[data-list=requests] li")
    expect(waits).to_have_count(1, timeout=25_000)
    expect(waits).to_contain_text("Not put to anybody yet")

    served.stop()
    inspector.page.evaluate(LOOKED_AT_AGAIN)
    inspector.sees("What stands here is as it was at")
    expect(waits).to_have_count(1)
    inspector.shot("live, no connection")
    served.start()
    inspector.page.evaluate(LOOKED_AT_AGAIN)
    expect(inspector.page.get_by_text("What stands here is as it was at")).to_be_hidden()
