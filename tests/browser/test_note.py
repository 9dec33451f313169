"""A note on a case, from its timeline: without signal, long, kept as it is typed, sent when there is signal again."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from field_app.actions.changes import read_log

from .history import recorded
from .screens.conftest import visit

WORDS = "The yard's key is with number 16.\n\n" + "Asked twice. " * 200 + "\nThe end of it."


def test_a_note_is_added_without_signal_and_stands_in_the_timeline(served, phone):
    case = recorded(served)
    one = phone(served)
    one.enrol(served.link("constable"))
    visit(one, f"/case#{case.id}")
    note = one.section("Add a note")
    one.offline()
    note.get_by_role("button", name="Add the note").tap()
    one.sees("Write the note")
    one.shot("note, in error")
    note.get_by_label("Note").fill(WORDS)
    expect(note.locator("[data-state]")).to_have_text(re.compile("Kept on this phone"))
    one.shot("note, typed")
    note.get_by_role("button", name="Add the note").tap()
    told = one.page.locator("[data-timeline] li").last
    expect(told).to_contain_text("added a note: The yard's key is with number 16.")
    expect(told).to_contain_text("The end of it.")
    expect(told).to_contain_text("Not sent yet")
    expect(note.get_by_label("Note")).to_have_value("")
    one.shot("note, added without signal")
    one.online()
    one.strip_says("Everything sent")
    log = read_log(served.installation, served.officers["constable"], case.id, datetime.now(UTC))
    notes = [json.loads(known["body"]) for known in log if '"note added"' in known["body"]]
    assert [known["facts"] for known in notes] == [{"words": WORDS}]
