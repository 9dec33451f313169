"""What the scene records and how a decision may change it: judged by the rules, through the one way in."""

from __future__ import annotations

import uuid

import pytest

from field_app.demonstration.case import authorise, capture
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import body_sha256, entry_id

from .provisions import condition, decision_with, view_of
from .story import corrected, facts_of, of_kind, recorded, requested, said


def asked_for(captured):
    return facts_of(of_kind(captured, "conditions proposed"))["conditions"]


def test_a_notice_may_be_authorised_with_fewer_other_and_further_conditions_and_other_grounds(force):
    case_id, captured, request = requested(force)
    molest, contact, *_ = asked_for(captured)
    changed = [
        molest,
        {**contact, "reason": "By telephone too."},
        condition("distance", distance_m=50),
    ]
    decision = decision_with(force, case_id, request, conditions=changed, grounds="You threatened to kill Rachel.")
    force.superintendent.record([decision], force.now)
    view = view_of(force, case_id)
    assert view["stage"] == "authorised"
    assert view["decision"]["conditions"] == changed
    assert view["conditions"]["conditions"] == asked_for(captured)
    assert "You threatened to kill Rachel." in view["decision"]["text"]
    assert any("50 metres" in line for line in view["decision"]["text"])
    assert not any("leave" in line and "14 Fictional Close" in line for line in view["decision"]["text"])


def test_the_one_condition_of_every_notice_cannot_be_taken_out(sqlite_force):
    force = sqlite_force
    case_id, captured, request = requested(force)
    decision = force.superintendent.write(
        "notice authorised",
        case_id,
        {
            **facts_of(authorise(force.superintendent, case_id, request, force.now)),
            "conditions": asked_for(captured)[1:],
        },
        force.now,
        relies_on=[request],
    )
    outcome, codes = said(force.superintendent.send([decision], force.now)[0])
    assert (outcome, codes) == ("refused", ["missing:molest", "text"])


def without_home_conditions(force):
    """The reference case with other residents nobody asked, and no condition about the home."""
    case_id, captured = capture(force.constable, force.now)
    home, proposed = of_kind(captured, "premises recorded"), of_kind(captured, "conditions proposed")
    others = corrected(force.constable, case_id, home, force.now, other_residents=True)
    fewer = corrected(force.constable, case_id, proposed, force.now, conditions=asked_for(captured)[:2])
    force.constable.record([*captured, others, fewer], force.now)
    request = ask(
        force.constable, case_id, [*(one for one in captured if one not in (home, proposed)), others, fewer], force.now
    )
    force.constable.record([request], force.later(minutes=1))
    return case_id, captured, request


def test_a_home_condition_added_by_the_superintendent_asks_for_the_other_residents_opinion_again(sqlite_force):
    """CSA 2010 s.24(3)(d)."""
    force = sqlite_force
    case_id, captured, request = without_home_conditions(force)
    decision = decision_with(force, case_id, request, conditions=asked_for(captured))
    (outcome,) = force.superintendent.send([decision], force.now)
    assert said(outcome) == ("refused", ["missing:other-residents-opinion"])
    assert outcome.reasons[0].section == "s.24(3)(d), (4)"
    as_asked = decision_with(force, case_id, request)
    force.superintendent.record([as_asked], force.now)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"indicated": "medium", "level": "high"}, "indicated"),
        ({"indicated": None}, "indicated"),
        ({"level": "medium"}, "level_below"),
        ({"pack": {"id": "unheard-of", "version": 1}}, "unknown_pack"),
        ({"answers": [], "indicated": "high"}, "indicated"),
    ],
)
def test_a_level_that_the_answers_do_not_bear_out_is_kept_and_marked(sqlite_force, facts, code):
    force = sqlite_force
    case_id, captured = recorded(force)
    entry = corrected(force.constable, case_id, of_kind(captured, "risk assessed"), force.now, **facts)
    assert said(force.constable.send([entry], force.now)[0]) == ("accepted irregular", [code])


def test_an_officers_judgement_may_be_higher_than_the_answers_say_and_needs_no_pack_at_all(sqlite_force):
    force = sqlite_force
    case_id, captured = recorded(force)
    risk = of_kind(captured, "risk assessed")
    few = [{"question": "worse", "answer": "yes", "note": None}]
    higher = corrected(force.constable, case_id, risk, force.now, answers=few, indicated="standard", level="high")
    force.constable.record([higher], force.now)
    bare = corrected(force.constable, case_id, higher, force.now, pack=None, answers=[], indicated=None, level="medium")
    force.constable.record([bare], force.now)


def test_custody_and_dangers_found_out_after_the_request_do_not_hold_up_the_decision(force):
    case_id, captured, request = requested(force)
    incident = of_kind(captured, "incident recorded")
    held = {"detained": True, "station": "Basildon", "arrived_at": "2026-04-02T21:10:00+01:00"}
    force.constable.record([corrected(force.constable, case_id, incident, force.now, **held)], force.now)
    decision = authorise(force.superintendent, case_id, request, force.later(minutes=5))
    force.superintendent.record([decision], force.now)
    assert view_of(force, case_id)["detention"]["station"] == "Basildon"


def test_a_link_made_by_mistake_is_taken_away(sqlite_force):
    force = sqlite_force
    case_id, _ = recorded(force)
    mistaken = linked(force, case_id, str(uuid.uuid4()))
    force.constable.record([mistaken], force.now)
    force.constable.record([corrected(force.constable, case_id, mistaken, force.now, why="not linked")], force.now)
    assert view_of(force, case_id)["links"] == []


NOT_PURSUED = {"reason": "bail conditions protect", "account": "Bailed not to come near the address."}


def test_considered_and_not_pursued_is_an_ending_that_a_request_opens_again(force):
    case_id, captured = recorded(force)
    force.constable.record(
        [force.constable.write("considered and not pursued", case_id, NOT_PURSUED, force.now)], force.now
    )
    view = view_of(force, case_id)
    assert (view["stage"], view["not_pursued"]["reason"]) == ("not pursued", "bail conditions protect")
    request = ask(force.constable, case_id, captured, force.later(minutes=1))
    force.constable.record([request], force.now)
    assert view_of(force, case_id)["stage"] == "requested"


def test_not_pursued_after_a_request_is_kept_and_marked(sqlite_force):
    force = sqlite_force
    case_id, _, _ = requested(force)
    late = force.constable.write("considered and not pursued", case_id, NOT_PURSUED, force.now)
    assert said(force.constable.send([late], force.now)[0]) == ("accepted irregular", ["stage"])
    assert view_of(force, case_id)["stage"] == "requested"


def linked(force, case_id, other, copied=()):
    rows = [{"entry": entry_id(new), "source": entry_id(old), "sha256": body_sha256(old)} for new, old in copied]
    facts = {"case": other, "reference": None, "why": "same incident", "copied": rows}
    return force.constable.write("cases linked", case_id, facts, force.now, relies_on=[new for new, _ in copied])


def test_a_second_case_of_the_incident_names_the_source_of_what_it_took_over(force):
    case_id, captured = recorded(force)
    second, started = force.constable.start_case(force.now)
    home = of_kind(captured, "premises recorded")
    copy = force.constable.write("premises recorded", second, facts_of(home), force.now)
    there = linked(force, second, case_id, [(copy, home)])
    force.constable.record([started, copy, there, linked(force, case_id, second)], force.now)
    (link,) = view_of(force, second)["links"]
    assert link["copied"] == [{"entry": entry_id(copy), "source": entry_id(home), "sha256": body_sha256(home)}]
    assert [one["case"] for one in view_of(force, case_id)["links"]] == [second]


def test_a_link_waits_for_the_copies_it_names(force):
    case_id, captured = recorded(force)
    home = of_kind(captured, "premises recorded")
    second, started = force.constable.start_case(force.now)
    copy = force.constable.write("premises recorded", second, facts_of(home), force.now)
    link = linked(force, second, case_id, [(copy, home)])
    assert [one.outcome for one in force.constable.send([link], force.now)] == ["waiting"]
    force.constable.record([started, copy], force.now)
    assert len(view_of(force, second)["links"]) == 1


def test_a_link_with_itself_or_to_copies_that_are_not_there_is_marked(sqlite_force):
    force = sqlite_force
    case_id, captured = recorded(force)
    assert said(force.constable.send([linked(force, case_id, case_id)], force.now)[0])[1] == ["itself"]
    facts = {"case": str(uuid.uuid4()), "reference": None, "why": "duplicate"}
    stray = {"entry": str(uuid.uuid4()), "source": entry_id(captured[0]), "sha256": body_sha256(captured[0])}
    entry = force.constable.write("cases linked", case_id, {**facts, "copied": [stray]}, force.now)
    assert said(force.constable.send([entry], force.now)[0]) == ("accepted irregular", ["copied"])


def test_linking_a_case_does_not_make_its_request_stale(sqlite_force):
    force = sqlite_force
    case_id, _, request = requested(force)
    force.constable.record([linked(force, case_id, str(uuid.uuid4()))], force.now)
    decision = authorise(force.superintendent, case_id, request, force.now)
    force.superintendent.record([decision], force.now)
