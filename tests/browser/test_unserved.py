"""A notice handed over at the scene, accepted by another; an authority withdrawn by who gave it, and seen to be."""

from __future__ import annotations

import re

import pytest

from .screens.cases import Recorder
from .screens.conftest import visit


@pytest.mark.long
def test_handed_over_accepted_and_withdrawn(served, phone):
    recorder = Recorder.of(served)
    case_id, captured = recorder.plain()
    recorder.authorise(case_id, recorder.request(case_id, captured))
    people = {role: phone(served) for role in ("constable", "response", "superintendent")}
    for role, one in people.items():
        one.enrol(served.link(role))
        one.strip_says("Everything sent")
    constable, response, superintendent = people.values()
    number = next(
        one.collar_number
        for one in recorder.constable.office().officers.values()
        if one.id == served.officers["response"]
    )

    visit(constable, f"/notice#{case_id}")
    constable.sees("AUTHORISED, NOT SERVED")
    constable.page.get_by_text("Hand over to another officer").click()
    constable.press("Hand over")
    constable.sees("Enter the collar number of the officer who takes it")
    constable.page.get_by_label("Their collar number").fill(number)
    constable.press("Hand over")
    constable.sees(f"Handed over to {number}")
    constable.strip_says("Everything sent")
    constable.shot("notice, handed over")

    visit(response, "/")
    response.sees("Serve the notice: no power until it is served")
    visit(response, f"/notice#{case_id}")
    response.press("Accept: I take it over")
    response.sees("Taken over by")
    response.strip_says("Everything sent")

    visit(superintendent, "/unserved")
    superintendent.sees("Authorised by")
    superintendent.shot("not served yet")
    visit(superintendent, f"/decision#{case_id}")
    superintendent.page.get_by_text("Withdraw the authority", exact=True).first.click()
    superintendent.press("Withdraw the authority")
    superintendent.sees("Enter your reasons")
    superintendent.page.get_by_label("Your reasons for withdrawing it").fill("Remanded on another matter.")
    superintendent.press("Withdraw the authority")
    superintendent.sees("Withdrawn before service, by")
    superintendent.shot("decision, withdrawn")

    response.sees("AUTHORITY WITHDRAWN: do not serve")
    response.shot("notice, withdrawn")
    visit(response, "/look-up")
    response.page.get_by_label("Name", exact=True).fill("Craig Inventedson")
    response.page.get_by_role("main").get_by_role("button", name="Look up").click()
    response.page.get_by_role("heading", level=2, name=re.compile("match")).wait_for()
    response.sees("WITHDRAWN: NO POWER")
    response.shot("look-up, withdrawn")
