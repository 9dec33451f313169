"""The notice on paper: a sheet bears one notice, a pad's sheet has a number, and what is spoiled is spoiled once."""

from __future__ import annotations

from field_app.demonstration.officer import entry_id

from .story import authorised, said


def sheet(force, case_id, decision, number="P-000123", how="pre-printed pad", **more):
    facts = {"how": how, "number": number}
    return force.constable.write("notice printed", case_id, facts, force.now, relies_on=[decision], **more)


def spoiled(force, case_id, printed, **more):
    facts = {"printed": entry_id(printed), "why": "Rain got at it."}
    return force.constable.write("notice spoiled", case_id, facts, force.now, relies_on=[printed], **more)


def told(force, one):
    (outcome,) = force.constable.send([one], force.later(minutes=1))
    return said(outcome)


def test_a_sheet_bears_one_notice(sqlite_force):
    force = sqlite_force
    case_id, _, _, decision = authorised(force)
    first = sheet(force, case_id, decision)
    assert told(force, first) == ("accepted", [])
    assert told(force, sheet(force, case_id, decision)) == ("accepted irregular", ["number_used"])
    assert told(force, sheet(force, case_id, decision, "P-000124")) == ("accepted", [])
    corrected = sheet(force, case_id, decision, replaces=[entry_id(first)])
    assert told(force, corrected) == ("accepted irregular", ["number_used"])  # by the second sheet, not by itself


def test_a_sheet_of_a_pad_has_a_number_and_a_printed_page_need_not(sqlite_force):
    force = sqlite_force
    case_id, _, _, decision = authorised(force)
    assert told(force, sheet(force, case_id, decision, None)) == ("accepted irregular", ["no_number"])
    assert told(force, sheet(force, case_id, decision, None, "printed")) == ("accepted", [])


def test_what_is_spoiled_was_printed_and_is_spoiled_once(sqlite_force):
    force = sqlite_force
    case_id, _, _, decision = authorised(force)
    printed = sheet(force, case_id, decision)
    assert told(force, spoiled(force, case_id, decision)) == ("accepted irregular", ["not_printed"])
    assert told(force, printed) == ("accepted", [])
    first = spoiled(force, case_id, printed)
    assert told(force, first) == ("accepted", [])
    assert told(force, spoiled(force, case_id, printed)) == ("accepted irregular", ["spoiled_twice"])


def test_a_correction_of_why_is_no_second_spoiling(sqlite_force):
    force = sqlite_force
    case_id, _, _, decision = authorised(force)
    printed = sheet(force, case_id, decision)
    first = spoiled(force, case_id, printed)
    assert [told(force, one) for one in (printed, first)] == [("accepted", [])] * 2
    again = spoiled(force, case_id, printed, replaces=[entry_id(first)])
    assert told(force, again) == ("accepted", [])
