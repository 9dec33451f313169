"""What comes down to a phone, and what leaves it again because it is its business no longer."""

from __future__ import annotations

from playwright.sync_api import expect

from field_app.demonstration.case import authorise, request

from .history import recorded
from .store import flip

PULL = "async () => (await import('/static/js/sync.js')).pull()"


def test_a_request_comes_to_who_may_decide_it_and_goes_once_another_has(served, phone):
    case = recorded(served)
    other = phone(served)
    other.enrol(served.link("other_superintendent"))
    other.sees("Nothing is waiting.")
    assert case.id not in flip(other, "held")

    asked = request(case.constable, case.id, case.captured, case.now)
    case.constable.record([asked], case.now)
    other.page.evaluate(PULL)
    expect(other.page.get_by_role("link", name="Decide now")).to_be_visible()
    assert case.id in flip(other, "held")

    case.superintendent.record([authorise(case.superintendent, case.id, asked, case.now)], case.now)
    other.page.evaluate(PULL)
    other.sees("Nothing is waiting.")
    assert case.id not in flip(other, "held"), "it is gone from the phone, not only from its screen"


def test_what_cannot_be_read_and_is_none_of_its_business_any_more_goes_too(served, phone):
    case = recorded(served)
    asked = request(case.constable, case.id, case.captured, case.now)
    case.constable.record([asked], case.now)
    other = phone(served)
    other.enrol(served.link("other_superintendent"))
    expect(other.page.get_by_role("link", name="Decide now")).to_be_visible()
    assert case.id in flip(other, "held", ("kept",), ("kept",))
    case.superintendent.record([authorise(case.superintendent, case.id, asked, case.now)], case.now)
    other.page.evaluate(PULL)
    other.sees("Nothing is waiting.")
    expect(other.page.get_by_role("region", name="on this phone cannot be read")).to_be_hidden()
    assert flip(other, "held") == ["*"]


def test_an_authorised_notice_is_on_the_phone_of_who_asked_for_it(served, phone):
    case = recorded(served, "authorised")

    constable = phone(served)
    constable.enrol(served.link("constable"))
    constable.sees("Authorised, not served")
    assert case.id in flip(constable, "held")
