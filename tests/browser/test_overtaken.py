"""A case that goes on while it is being decided: nothing is asked for, or signed, that was not read."""

from __future__ import annotations

from playwright.sync_api import expect

from . import scene
from .screens.cases import Recorder
from .screens.conftest import visit


def test_a_request_overtaken_by_a_change_is_asked_anew_before_it_is_decided(served, phone):
    recorder = Recorder.of(served)
    case_id, written = recorder.plain()
    recorder.request(case_id, written)
    constable, superintendent = phone(served), phone(served)
    constable.enrol(served.link("constable"))
    superintendent.enrol(served.link("superintendent"))
    page = superintendent.page
    page.get_by_role("link", name="Decide now").tap()
    superintendent.sees_heading("Decision")
    write_reasons(superintendent)

    visit(constable, f"/risk#{case_id}")
    typed_and_not_saved(constable)
    scene.save(constable, "Views")
    constable.strip_says("Everything sent")
    constable.follow("Task list")
    constable.follow("Changed since it was asked for: ask again")
    constable.sees_heading("Review")
    constable.sees("Changed since you asked, and not part of the request: risk.")

    superintendent.asks_again()
    told = page.get_by_text("Changed after the request: risk.")
    expect(told).to_be_visible(timeout=20_000)
    superintendent.shot("overtaken-decision", full=False)
    superintendent.press("Authorise as asked")
    superintendent.sees("Something was changed after the request, so your decision would not be taken.")
    superintendent.follow("Cases")
    ring = page.get_by_role("link", name="ring the officer, who must ask again")
    expect(ring).to_be_visible()
    expect(page.get_by_role("link", name="Decide now")).to_have_count(0)
    superintendent.shot("overtaken-cases", full=False)
    ring.tap()
    superintendent.sees_heading("Decision")

    constable.press("Request authority again")
    constable.sees("Waiting for a superintendent's decision")
    constable.strip_says("Everything sent")
    superintendent.asks_again()
    expect(page.get_by_text("The officer has asked anew. Changed: risk.")).to_be_visible(timeout=20_000)
    superintendent.press("Authorise as asked")
    superintendent.sees("The officer has asked anew. Read it again, then sign.")
    superintendent.press("Authorise as asked")
    expect(page.get_by_role("heading", level=2, name="Authorised", exact=True)).to_be_visible()
    superintendent.sees("The server has it.")


def typed_and_not_saved(constable):
    """Nothing that is only typed is asked for: the review names it, and the request waits."""
    constable.sees_filled_in()
    judgement = constable.section("Risk of serious harm").get_by_label("Why", exact=True)
    constable.thumb.write(judgement, "High: strangled in June, says the neighbour.")
    constable.sees("Not saved yet. Kept on this phone as a draft.")
    case_id = constable.page.url.partition("#")[2]
    visit(constable, f"/another#{case_id}")
    constable.thumb.choose(
        constable.page.get_by_role("main"), "What is the other case?", "Another respondent, same protected person"
    )
    expect(constable.page.locator("main").get_by_role("link", name="Risk", exact=True)).to_be_visible()
    visit(constable, f"/review#{case_id}")
    constable.sees_heading("Review")
    unsaved = constable.page.get_by_role("region", name="Typed and not saved")
    expect(unsaved.get_by_role("link")).to_have_count(1)
    constable.shot("overtaken-typed", full=False)
    unsaved.get_by_role("link", name="Risk").tap()
    constable.sees_heading("Risk")
    constable.sees_filled_in()
    expect(judgement).to_have_value("High: strangled in June, says the neighbour.")


def test_authority_is_not_asked_for_while_something_is_typed_and_not_saved(served, phone):
    recorder = Recorder.of(served)
    case_id, _ = recorder.plain()
    constable = phone(served)
    constable.enrol(served.link("constable"))
    visit(constable, f"/happened#{case_id}")
    constable.sees_filled_in()
    history = constable.section("Violence or threats").get_by_label("What went before", exact=True)
    constable.thumb.write(history, "Strangled in June.")
    constable.sees("Not saved yet. Kept on this phone as a draft.")
    constable.follow("Task list")
    constable.follow("Typed and not saved: save it before you ask")
    constable.sees_heading("What happened")
    visit(constable, f"/review#{case_id}")
    ask = constable.page.get_by_role("button", name="Request authority")
    expect(ask).to_have_attribute("aria-disabled", "true")
    expect(constable.page.locator("main > [inert]")).to_have_count(0)
    ask.tap(force=True)  # aria-disabled, and says why
    problem = constable.page.get_by_role("alert").filter(has_text="There is a problem")
    problem.get_by_role("link", name="Save or clear what you typed under What happened").tap()
    expect(constable.page.locator("#draft-happened")).to_be_focused()
    constable.shot("overtaken-unsaved", full=False)
    constable.page.locator("#draft-happened").tap()
    constable.sees_filled_in()
    scene.save(constable, "Why it is needed")
    constable.strip_says("Everything sent")
    visit(constable, f"/review#{case_id}")
    expect(constable.page.get_by_role("region", name="Typed and not saved")).to_be_hidden()
    constable.press("Request authority")
    constable.sees("Waiting for a superintendent's decision")


def test_who_recorded_part_of_a_case_is_told_before_reading_it_that_another_decides(served, phone):
    recorder = Recorder.of(served)
    case_id, written = recorder.plain()
    witness = scene.facts("person described", role="protected person") | {"role": "witness", "family_name": "Nextdoor"}
    witness["person"] = "5e9b0c1e-2f7f-4a59-9d8d-0d5b1c6a7e11"
    seen = recorder.superintendent.write("person described", case_id, witness, recorder.now)
    recorder.superintendent.send([seen], recorder.now)
    recorder.request(case_id, [*written, seen])
    superintendent = phone(served)
    superintendent.enrol(served.link("superintendent"))
    expect(superintendent.page.get_by_role("link", name="Waiting for a superintendent's decision")).to_be_visible()
    expect(superintendent.page.get_by_role("link", name="Decide now")).to_have_count(0)
    visit(superintendent, f"/decision#{case_id}")
    superintendent.sees("You asked for this, or recorded part of it. Another superintendent must decide it.")


def write_reasons(superintendent):
    superintendent.page.get_by_label("Your reasons", exact=True).fill("Violence and a threat to kill.")
