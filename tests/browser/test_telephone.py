"""Authorised by telephone without signal: noted offline, confirmed by the officer it names; another differs."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from .phone import Phone
from .screens.cases import Recorder
from .screens.conftest import visit

FORCE = """
name = "Demonstration Police"

[switches]
telephone_authority = true
"""


def note(phone: Phone, case_id: str, officer: Any) -> list[str]:
    """The constable reads the text out and notes it; the words that both said."""
    visit(phone, f"/telephone#{case_id}")
    phone.press("Note the authority")
    phone.sees("Choose their rank")
    page = phone.page
    page.get_by_label("Name of the officer").fill(officer.name)
    page.get_by_label("Their rank").select_option("superintendent")
    page.get_by_label("Their collar number").fill(officer.collar_number)
    phone.press("Set the time to now")
    words = page.locator("[data-note] [data-words] li")
    expect(words).to_have_count(6)
    phone.shot("telephone, to be read")
    said = words.all_inner_texts()
    phone.press("Note the authority")
    phone.sees("AUTHORISED BY TELEPHONE, UNCONFIRMED")
    return said


@pytest.mark.long
def test_noted_and_confirmed_and_another_that_differs(serve, phone, tmp_path):
    file = tmp_path / "force.toml"
    file.write_text(FORCE, "utf-8")
    served = serve(force=file)
    recorder = Recorder.of(served)
    cases = []
    for _ in range(2):
        case_id, captured = recorder.plain()
        recorder.request(case_id, captured)
        cases.append(case_id)
    phones = {role: phone(served) for role in ("constable", "superintendent")}
    for role, one in phones.items():
        one.enrol(served.link(role))
        one.strip_says("Everything sent")
    constable, superintendent = phones.values()
    officer = recorder.constable.office().officers[served.officers["superintendent"]]

    constable.context.set_offline(True)
    said = note(constable, cases[0], officer)
    visit(constable, f"/notice#{cases[0]}")
    constable.sees("BY TELEPHONE, UNCONFIRMED")
    constable.sees("Confirm service")
    constable.context.set_offline(False)
    note(constable, cases[1], officer)
    constable.strip_says("Everything sent")

    page = superintendent.page
    visit(superintendent, f"/telephone#{cases[0]}")
    expect(page.locator("[data-answer] [data-words] li")).to_have_text(said)
    superintendent.press("Confirm this very text")
    superintendent.sees("Enter your reasons")
    page.get_by_label("Your reasons", exact=True).fill("As I said on the telephone.")
    superintendent.shot("telephone, to be confirmed")
    superintendent.press("Confirm this very text")
    superintendent.sees("Authorised by telephone, and confirmed")

    visit(superintendent, f"/telephone#{cases[1]}")
    page.get_by_label("What differs").fill("I authorised 50 metres.")
    page.locator("[data-conditions] input").last.check()
    superintendent.press("It differs")
    superintendent.sees("IN DOUBT: the officer says the text differs")
    superintendent.shot("telephone, differs")
    visit(constable, f"/notice#{cases[1]}")
    constable.sees("IN DOUBT: the officer says the text differs")
