"""A time of service corrected to a later one: the deadline stays until legal services accept it on their screen."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from field_app.actions import read_case
from field_app.demonstration.case import serve
from field_app.demonstration.officer import entry_id

from .screens.cases import Recorder
from .screens.conftest import visit
from .screens.looking import everything_wrong


def test_legal_services_alone_accept_a_later_time_of_service(served, phone):
    recorder = Recorder.of(served)
    case_id, written = recorder.plain()
    decided = recorder.authorise(case_id, recorder.request(case_id, written))
    constable, now = recorder.constable, recorder.now
    first = serve(constable, case_id, decided, now, now)
    constable.record([first], now)
    later = now + timedelta(minutes=2)
    facts = json.loads(serve(constable, case_id, decided, later, later).body)["facts"]
    correction = constable.write(
        "notice served", case_id, facts, later, replaces=(entry_id(first),), relies_on=(decided,)
    )
    constable.record([correction], later)

    def deadline() -> str:
        return read_case(served.installation, served.officers["constable"], case_id, datetime.now(UTC))["deadline"][
            "at"
        ]

    before = deadline()
    attending = phone(served)
    attending.enrol(served.link("constable"))
    visit(attending, f"/notice#{case_id}")
    attending.sees("until legal services accept the later")
    expect(attending.page.locator("[data-accept]")).to_be_hidden()

    solicitor = phone(served)
    solicitor.enrol(served.link("solicitor"))
    visit(solicitor, f"/notice#{case_id}")
    shown = solicitor.page.locator("[data-deadline]").inner_text()
    form = solicitor.page.locator("[data-accept]")
    expect(form).to_be_visible()
    would_be = form.locator("[data-later-deadline]").inner_text()
    assert would_be != shown
    solicitor.press("Work to the later time")
    expect(solicitor.page.locator("[data-errors]")).to_contain_text("Write why the later time is right")
    form.get_by_label("Why the later time is right").fill("Two body-worn videos show it.")
    solicitor.shot("35-later-service")
    assert everything_wrong(solicitor.page, "notice, a later time of service", keyboard=False) == []
    solicitor.press("Work to the later time")
    expect(solicitor.page.locator("[data-deadline]")).to_have_text(would_be)
    expect(solicitor.page.locator("[data-later]")).to_be_hidden()
    solicitor.strip_says("Everything sent")
    solicitor.shot("36-later-service-accepted")
    assert datetime.fromisoformat(deadline()) - datetime.fromisoformat(before) == timedelta(minutes=2)
