"""Who is too close to a case to decide it: each conflict by itself, and what is no conflict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from field_app.cases.conflict import conflicts, is_kept_back, passed_over
from field_app.cases.reaching import reached
from field_app.cases.rules import is_open_to, may_decide, may_read
from tests.cases.examples import facts_of

from .test_case_vectors import CONSTABLE, INSPECTOR, OFFICE, OTHER, STANDARDS, SUPERINTENDENT, Story

SECOND = INSPECTOR
"""Of superintendent's rank here."""
EMPLOYED = {"whose": "respondent", "employed": True, "force": None, "collar_number": None, "station": None}


def office(**changed):
    """The stories' office, PC Placeholder (1003) in a line, and a second superintendent, changed as said."""
    second = replace(OFFICE.officers[SECOND], rank="superintendent")
    line = {"line_manager": SUPERINTENDENT, "team": "Blue team", "district": "Invented District"}
    officers = {**OFFICE.officers, SECOND: second, OTHER: replace(OFFICE.officers[OTHER], **line)}
    return replace(OFFICE, officers={one: replace(known, **changed.get(one, {})) for one, known in officers.items()})


def story(*added):
    told = Story("conflict").record()
    told.request()
    for kind, facts, by in added:
        told.add(kind, facts, by=by)
    return told


def employed(**facts):
    return ("police employment recorded", {**EMPLOYED, **facts}, CONSTABLE)


def what(told, who=SECOND, **changed):
    here = office(**changed)
    return [one.what for one in conflicts(here.officers[who], told.case, here)]


DECLARED = {"whose": "protected person", "connection": "related", "account": None}

EACH = {
    "serving officer": (story(("handed over", {"to": "1201", "note": None}, CONSTABLE)), {}),
    "respondent": (story(employed(collar_number=" 1201 ")), {}),
    "protected person": (story(employed(whose="protected person", collar_number="1201")), {}),
    "declared": (story(("connection declared", DECLARED, SECOND)), {}),
    "line manager": (story(employed(collar_number="1003")), {OTHER: {"line_manager": SECOND}}),
    "team": (story(employed(collar_number="1003")), {SECOND: {"team": "blue team"}}),
    "district": (story(employed(collar_number="1003")), {SECOND: {"district": "Invented district"}}),
}


@pytest.mark.parametrize("which", EACH)
def test_each_conflict_by_itself_bars_from_deciding_and_is_passed_over(which):
    told, changed = EACH[which]
    here = office(**changed)
    second = here.officers[SECOND]
    assert what(told, **changed) == [which]
    assert not may_decide(second, told.case, here)
    assert passed_over(second, told.case, here, recorded=False) == "not independent"
    (answer,) = [one.answer for one in conflicts(second, told.case, here)]
    secret = ("respondent", "manager", "team", "district", "police", "sealed")
    assert not any(word in answer.message for word in secret), "what is sealed is not said to whom it is closed"


@pytest.mark.parametrize("connection", ["related", "manages", "knows"])
def test_who_knows_them_may_decide_and_who_is_related_or_manages_them_may_not(connection):
    told = story(("connection declared", {**DECLARED, "connection": connection}, SECOND))
    assert what(told) == ([] if connection == "knows" else ["declared"])


def test_nobody_corrects_anothers_declaration_and_each_their_own():
    told = story()
    first = told.add("connection declared", DECLARED, by=SECOND)
    told.add("connection declared", {**DECLARED, "connection": "knows"}, by=CONSTABLE, replaces=(first,))
    assert what(told) == ["declared"]
    told.add("connection declared", {**DECLARED, "connection": "knows"}, by=SECOND, replaces=(first,))
    assert what(told) == []


NONE = {
    "they work for another force": story(employed(collar_number="1201", force="Elsewhere Police")),
    "they do not work for the police": story(employed(employed=False, collar_number="1201")),
    "it was somebody else's number": story(employed(collar_number="9999")),
    "nothing is known but that they do": story(employed()),
}


@pytest.mark.parametrize("why", NONE)
def test_there_is_no_conflict_where(why):
    assert what(NONE[why]) == []


def test_without_a_number_the_name_says_who_it_may_be_and_the_station_where():
    named = {SECOND: {"name": "Supt Craig Zoë Inventedson"}}
    assert what(story(employed()), **named) == ["respondent"]
    there = {SECOND: {"district": "Harbour"}}
    assert what(story(employed(station="harbour")), **there) == ["district"]


def test_of_two_versions_side_by_side_both_count():
    told = story(employed(collar_number="1201"), employed(collar_number="1003"))
    assert what(told) == ["respondent"]
    assert what(told, OTHER) == ["respondent"]


def test_whoever_recorded_it_keeps_it_and_neither_of_the_two_ever_reads_it():
    told = story(employed(collar_number="1003"))
    here = office(**{CONSTABLE: {"team": "Blue team"}})
    assert what(told, CONSTABLE, **{CONSTABLE: {"team": "Blue team"}}) == ["team"]
    assert may_read(here.officers[CONSTABLE], told.case, here)
    told = story(employed(collar_number="1001"))
    assert not may_read(here.officers[CONSTABLE], told.case, here), "who recorded it is the respondent"


def test_a_sealed_case_is_open_to_professional_standards_unless_it_is_about_one_of_them():
    told = story(employed(collar_number="5006"))
    assert not is_open_to(OFFICE.officers[STANDARDS], told.case, OFFICE)
    assert is_open_to(OFFICE.officers[STANDARDS], story(employed()).case, OFFICE)


def test_recording_from_outside_lets_nobody_in():
    told = story(employed(collar_number="1003"))
    note = {"reason": "bail conditions protect", "account": "x"}
    for _ in range(2):  # after the first they have recorded on it before
        held = told.add("considered and not pursued", note, by=SECOND)
        assert "closed" in {why.code for why in held.reasons}
    assert not may_read(office().officers[SECOND], told.case, office())


def test_a_request_put_to_somebody_opens_the_sealed_case_to_them():
    told = story(employed(collar_number="1003"))
    second = office().officers[SECOND]
    assert not may_read(second, told.case, office())
    facts = {**facts_of("request escalated"), "officer": SECOND}
    told.add("request escalated", facts, relies_on=(told.case.request,), by="system", number=None)
    assert SECOND in reached(told.case).asked
    assert may_read(second, told.case, office())


@pytest.mark.parametrize(
    ("who", "line", "action"),
    [
        (OTHER, {}, "look-up of oneself kept back"),
        (SUPERINTENDENT, {}, "look-up kept back"),
        (SECOND, {"team": "Blue team"}, "look-up kept back"),
        (SECOND, {"postings": ("administrator",)}, "look-up kept back"),
        (SECOND, {"district": "Invented District"}, None),
        (SECOND, {}, None),
    ],
)
def test_from_whom_the_look_up_keeps_it_back(who, line, action):
    here = office(**{who: line})
    told = story(employed(collar_number="1003"))
    assert is_kept_back(here.officers[who], told.case, here) == action
    assert is_kept_back(here.officers[who], story().case, here) is None
