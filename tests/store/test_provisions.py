"""What a notice may say, and what its superintendent must confirm and see to: through the one way in."""

from __future__ import annotations

import dataclasses
import json

import pytest

from field_app.actions import verify_logs
from field_app.cases.force import Check
from field_app.demonstration.case import authorise, capture, serve
from field_app.demonstration.case import request as ask

from .provisions import condition, decision_with, view_of
from .story import authorised, corrected, facts_of, of_kind, recorded, requested, said

NOTED = "On-call solicitor, 22:50: open under s.24(7)."


def asked_with(force, kind="conditions proposed", **changes):
    """The reference case with one section changed, and the request that rests on it, not yet sent."""
    case_id, captured = recorded(force)
    section = of_kind(captured, kind)
    second = corrected(force.constable, case_id, section, force.now, **changes)
    force.constable.record([second], force.now)
    sections = [second if one is section else one for one in captured]
    return case_id, ask(force.constable, case_id, sections, force.now)


def act(words, note=NOTED):
    return [condition("molest"), condition("particular act", words=words, legal_note=note)]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Hand over the keys", {"act-not-forbidden", "act-keys", "act-handed-over"}),
        ("You must attend a programme", {"act-not-forbidden", "act-required", "act-programme"}),
        ("No alcohol", {"act-not-forbidden", "act-alcohol"}),
        ("Report to Basildon police station", {"act-not-forbidden", "act-report"}),
    ],
)
def test_a_particular_act_that_requires_something_is_refused_with_every_reason(sqlite_force, words, codes):
    """P11: as a fact of the scene it is kept; what rests on it is refused, by request and by decision."""
    force = sqlite_force
    _, request = asked_with(force, conditions=act(words))
    outcome, found = said(force.constable.send([request], force.now)[0])
    assert (outcome, set(found)) == ("refused", {f"missing:{code}" for code in codes})

    case_id, _, request = requested(force)
    decision = decision_with(force, case_id, request, conditions=act(words))
    outcome, found = said(force.superintendent.send([decision], force.now)[0])
    assert (outcome, set(found)) == ("refused", {f"missing:{code}" for code in codes})


def test_a_particular_act_in_proper_words_is_in_the_notice_and_in_the_look_up(force):
    words = "You must not wait outside the place where Rachel Notareal works"
    case_id, request = asked_with(force, conditions=act(words), service_accommodation=None)
    force.constable.record([request], force.now)
    force.superintendent.record([authorise(force.superintendent, case_id, request, force.now)], force.now)
    assert f"2. {words}." in view_of(force, case_id)["decision"]["text"]
    assert verify_logs(force.installation).failure is None


def test_what_the_force_has_set_decides_whether_legal_services_note_is_needed(sqlite_force):
    force = sqlite_force
    _, request = asked_with(force, conditions=act("You must not follow Rachel Notareal.", None))
    assert said(force.constable.send([request], force.now)[0]) == ("refused", ["missing:legal-note"])
    installation = force.installation
    installation.force = dataclasses.replace(installation.force, checks=(Check("legal-note", "asks"),))
    assert said(force.constable.send([request], force.now)[0])[0] == "accepted"


def test_a_force_that_refuses_where_nobody_asked_about_dangers(sqlite_force):
    force = sqlite_force
    installation = force.installation
    installation.force = dataclasses.replace(installation.force, checks=(Check("dangers", "refuses"),))
    _, request = asked_with(force, "incident recorded", dangers_checked=False)
    assert said(force.constable.send([request], force.now)[0]) == ("refused", ["missing:dangers"])


def test_an_address_they_may_not_know_reaches_the_notice_only_where_it_is_confirmed(force):
    case_id, request = asked_with(force, "premises recorded", respondent_knows_address=False)
    force.constable.record([request], force.now)
    decision = decision_with(force, case_id, request)
    outcome, found = said(force.superintendent.send([decision], force.now)[0])
    assert (outcome, set(found)) == ("refused", {"missing:address-confirmed", "text"})

    confirmed = "They lived there until Monday; both say so."
    decision = decision_with(force, case_id, request, address_confirmed=confirmed)
    assert said(force.superintendent.send([decision], force.now)[0])[0] == "accepted"
    decided = view_of(force, case_id)["decision"]
    assert decided["address_confirmed"] == confirmed
    assert "14 Fictional Close" in " ".join(decided["text"])
    assert confirmed not in " ".join(decided["text"])


def test_without_conditions_about_the_home_no_address_is_told_and_none_confirmed(sqlite_force):
    force = sqlite_force
    grounds = "You threatened to kill Rachel."
    case_id, request = asked_with(force, "premises recorded", respondent_knows_address=False)
    force.constable.record([request], force.now)
    conditions = [condition("molest"), condition("contact")]
    decision = decision_with(
        force, case_id, request, conditions=conditions, grounds=grounds, service_accommodation=None
    )
    assert said(force.superintendent.send([decision], force.now)[0])[0] == "accepted"
    assert "Fictional" not in " ".join(view_of(force, case_id)["decision"]["text"])


def test_whoever_authorises_says_whether_it_is_service_accommodation(sqlite_force):
    force = sqlite_force
    case_id, _, request = requested(force)
    decision = decision_with(force, case_id, request, service_accommodation=None)
    missing = ["missing:service-accommodation-believed"]
    assert said(force.superintendent.send([decision], force.now)[0]) == ("refused", missing)


def test_the_commanding_officer_is_told_by_whoever_is_on_the_case(force):
    """s.24(10)-(11); by anybody else it has happened too, and is marked."""
    case_id, _, request = requested(force)
    decision = decision_with(force, case_id, request, service_accommodation=True)
    force.superintendent.record([decision], force.now)
    assert view_of(force, case_id)["commanding_officer"] is None
    facts = {
        "outcome": "not reached",
        "who": "Duty officer, Invented Barracks",
        "how": "Rang three times, 23:40 to 23:55.",
    }
    for who, answer in (
        ("superintendent", ("accepted", [])),
        ("response", ("accepted irregular", ["not_on_the_case"])),
    ):
        officer = force.officers[who]
        told = officer.write("commanding officer told", case_id, facts, force.now, relies_on=[decision])
        assert said(officer.send([told], force.now)[0]) == answer
    assert view_of(force, case_id)["commanding_officer"]["who"] == "Duty officer, Invented Barracks"
    assert verify_logs(force.installation).failure is None


def test_nothing_the_police_think_is_in_what_is_served(sqlite_force):
    """The grounds are served; the account, necessity, risk, views, history and every reason are not."""
    force = sqlite_force
    case_id, captured, *_ = authorised(force)
    text = "\n".join(view_of(force, case_id)["decision"]["text"])
    proposed = facts_of(of_kind(captured, "conditions proposed"))
    assert proposed["grounds"] in text
    rationale = [one["reason"] for one in proposed["conditions"]]
    served_fields = (
        "case started",
        "person described",
        "premises recorded",
        "conditions proposed",
        "relationship recorded",
    )
    for one in captured:
        entry = json.loads(one.body)
        if entry["kind"] not in served_fields:
            rationale += [value for value in entry["facts"].values() if isinstance(value, str) and " " in value]
    assert len(rationale) > 15
    assert [said for said in rationale if said in text] == []


def test_keys_given_are_part_of_the_record_of_service(sqlite_force):
    force = sqlite_force
    case_id, _, _, decision = authorised(force)
    facts = facts_of(serve(force.constable, case_id, decision, force.now, force.now))
    facts["keys_given"] = "Front door key, to PC Sample, of their own will."
    service = force.constable.write("notice served", case_id, facts, force.now, relies_on=[decision])
    assert said(force.constable.send([service], force.now)[0])[0] == "accepted"
    assert view_of(force, case_id)["service"]["keys_given"] == facts["keys_given"]


def test_the_reference_case_lacks_nothing(sqlite_force):
    """Also none of what only asks: it is what the benchmark checks."""
    force = sqlite_force
    case_id, captured = capture(force.constable, force.now)
    force.constable.record(captured, force.now)
    request = ask(force.constable, case_id, captured, force.now)
    assert said(force.constable.send([request], force.now)[0]) == ("accepted", [])
