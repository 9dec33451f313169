"""Two constables, one with each party, and two superintendents: neither decides without the other's account (P5)."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import SoftwareOfficer
from tests.store.story import afresh

from . import scene
from .history import recorded

POSSIBLE = "Possible: the same two people the other way round"


def test_two_opposite_requests_of_two_constables_before_two_superintendents(served, phone):
    first = recorded(served, "requested")
    second = opposite_requested(served)
    one, other = phone(served), phone(served)
    one.enrol(served.link("superintendent"))
    other.enrol(served.link("other_superintendent"))

    two_that_belong_together(other)
    references = reference_of(other, first.id), reference_of(other, second)
    each_beside_the_other(one, first.id, references[1])
    authorise_as_asked(one)
    decided_meanwhile(other, second, references)
    refuse(other)
    no_longer_theirs(other, references[0])


def opposite_requested(served):
    """Recorded by the constable who spoke to the other party: the two have never heard of each other's case."""
    now = datetime.now(UTC)
    constable = SoftwareOfficer(served.installation, served.officers["other_constable"], now)
    case_id, written = afresh(constable, now, exchanged=True, respondent={"family_name": "Notarael"})
    constable.record(written, now)
    constable.record([ask(constable, case_id, written, now)], now)
    return case_id


def card(superintendent, case_id):
    return superintendent.page.locator(f"a[data-open][href$='{case_id}']")


def reference_of(superintendent, case_id):
    return card(superintendent, case_id).locator("[data-reference]").inner_text()


def two_that_belong_together(superintendent):
    """The list says it already."""
    superintendent.page.bring_to_front()
    expect(superintendent.page.get_by_role("link", name="Decide now")).to_have_count(2)
    expect(superintendent.page.get_by_text("Perhaps the same two people the other way round: ")).to_have_count(2)
    both_themes(superintendent, "opposite-1-two-waiting")


def each_beside_the_other(superintendent, case_id, other_reference):
    superintendent.page.bring_to_front()
    card(superintendent, case_id).tap()
    superintendent.sees_heading("Decision")
    superintendent.sees(f"{POSSIBLE}, in {other_reference}. Read it too")
    beside = superintendent.page.locator("[data-others]")
    expect(beside).to_contain_text("Not confirmed to be the same people")
    expect(beside).to_contain_text("Asked for by PC Bobbie Template at")
    expect(beside).to_contain_text("Rachel Notarael, born")
    expect(beside).to_contain_text(scene.facts("violence recorded")["account"])
    expect(superintendent.page.locator("[data-linked-danger]")).to_contain_text(f"Officer safety, in {other_reference}")


def authorise_as_asked(superintendent):
    superintendent.page.get_by_label("Your reasons", exact=True).fill(
        "A threat to kill, a hand on the throat a month ago."
    )
    superintendent.press("Authorise as asked")
    superintendent.sees("The server has it.")
    expect(superintendent.page.locator("[data-to-others]")).to_be_hidden()


def decided_meanwhile(superintendent, case_id, references):
    """The other superintendent is asked for the opposite, and reads that the first was authorised, when and by whom."""
    first, second = references
    page = superintendent.page
    page.bring_to_front()
    page.reload()
    superintendent.unlock()
    expect(page.get_by_role("link", name="Decide now")).to_have_count(1)
    expect(page.locator("[data-cases]").get_by_role("link")).to_have_count(0)
    expect(card(superintendent, case_id)).to_contain_text(f"Perhaps the same two people the other way round: {first}")
    card(superintendent, case_id).tap()
    superintendent.sees_heading("Decision")
    expect(page.locator("[data-case-line]")).to_contain_text(second)
    top, beside = page.locator("[data-to-others]"), page.locator("[data-others]")
    expect(top).to_contain_text(f"{POSSIBLE}, in {first}")
    for place in (top, beside):
        expect(place.locator("[data-stands]:visible")).to_contain_text("Authorised ")
        expect(place.locator("[data-stands]:visible")).to_contain_text(" by Supt ")
    expect(beside).to_contain_text("A threat to kill, a hand on the throat a month ago.")
    expect(beside).to_contain_text(scene.facts("violence recorded")["evidence"])
    looked_up = page.locator("[data-looked-list] li")
    expect(looked_up).to_contain_text(f"DVPN {first}: authorised, not served. Protected person Rachel Notareal, born")
    looked_up.scroll_into_view_if_needed()
    both_themes(superintendent, "opposite-4-looked-up")
    page.locator("[data-case-line]").scroll_into_view_if_needed()
    both_themes(superintendent, "opposite-2-decision")
    top.get_by_role("link").tap()
    expect(beside).to_be_focused()
    expect(beside.get_by_role("heading", name="Possible: the other way round")).to_be_in_viewport()
    both_themes(superintendent, "opposite-3-beside")


def refuse(superintendent):
    superintendent.page.get_by_label("Your reasons", exact=True).fill(
        "A notice the other way round stands since tonight."
    )
    superintendent.press("Refuse")
    superintendent.sees("The server has it.")


def no_longer_theirs(superintendent, first):
    """Decided, the other case is nobody's business here, and leaves the phone."""
    page = superintendent.page
    expect(page.locator("[data-others]")).to_be_hidden()
    superintendent.open("/")
    superintendent.unlock()
    expect(page.locator("[data-cases]").get_by_role("link")).to_have_count(1)
    expect(page.get_by_text(first)).to_have_count(0)


def both_themes(superintendent, name):
    for theme, scheme in (("night", "dark"), ("day", "light")):
        superintendent.page.emulate_media(color_scheme=scheme)
        superintendent.shot(f"{name}-{theme}", full=False)
