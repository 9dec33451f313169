"""Acts are refused unless the rules allow them; facts have happened, and are marked."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from field_app.actions import read_case, verify_logs
from field_app.demonstration.case import authorise, capture, serve
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import SoftwareOfficer, entry_id
from field_app.store.database import reading

from .story import (
    assessed,
    authorised,
    corrected,
    facts_of,
    of_kind,
    recorded,
    requested,
    rows,
    said,
    served,
)


def authorising(force, case_id, request):
    """The facts of a proper authorisation."""
    return facts_of(authorise(force.superintendent, case_id, request, force.now))


def decide(force, who, case_id, facts, request, **more):
    officer = force.officers[who]
    return officer.write("notice authorised", case_id, facts, force.now, relies_on=[request], **more)


# --- Acts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("constable", {"rank", "own_request"}),
        ("other_constable", {"rank"}),
        ("custody", {"rank"}),
        ("inspector", {"rank"}),
        ("solicitor", {"rank"}),
        ("administrator", {"rank"}),
    ],
)
@pytest.mark.parametrize("kind", ["notice authorised", "authority refused"])
def test_nobody_below_superintendent_decides(sqlite_force, who, codes, kind):
    force = sqlite_force
    case_id, _, request = requested(force)
    facts = authorising(force, case_id, request) if kind == "notice authorised" else {"because": [], "reasons": "No."}
    decision = force.officers[who].write(kind, case_id, facts, force.now, relies_on=[request])
    outcome, found = said(force.officers[who].send([decision], force.now)[0])
    assert outcome == "refused"
    assert set(found) - {"text"} == codes
    assert read_case(force.installation, force.constable.id, case_id, force.now)["stage"] == "requested"


def test_a_superintendent_decides_neither_on_their_own_request_nor_on_a_case_they_wrote_on(force):
    case_id, captured = capture(force.superintendent, force.now)
    request = ask(force.superintendent, case_id, captured, force.now)
    force.superintendent.record([*captured, request], force.now)
    own = force.superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    assert said(force.superintendent.send([own], force.now)[0]) == ("refused", ["own_request"])

    case_id, captured = recorded(force)
    risk = of_kind(captured, "risk assessed")
    second = corrected(force.superintendent, case_id, risk, force.now, judgement="Very high.")
    assert said(force.superintendent.send([second], force.now)[0])[1] == ["not_on_the_case"]
    request = ask(force.constable, case_id, [each for each in captured if each is not risk] + [second], force.now)
    force.constable.record([request], force.now)
    decision = force.superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    assert said(force.superintendent.send([decision], force.now)[0]) == ("refused", ["own_request"])
    other = force.other_superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    force.other_superintendent.record([other], force.now)


def one_letter(facts):
    facts["text"][-1] = facts["text"][-1][:-1] + "!"


def one_line_more(facts):
    facts["text"].append("And stay away.")


def one_line_less(facts):
    facts["text"].pop()


def further(facts):
    facts["conditions"] = [
        {**one, "distance_m": 500} if one["code"] == "distance" else one for one in facts["conditions"]
    ]


def fewer(facts):
    facts["conditions"] = facts["conditions"][:-1]


@pytest.mark.parametrize(
    "change",
    [one_letter, one_line_more, one_line_less, further, fewer],
)
def test_what_is_signed_is_the_notice_to_the_letter(sqlite_force, change):
    force = sqlite_force
    case_id, _, request = requested(force)
    facts = authorising(force, case_id, request)
    change(facts)
    decision = decide(force, "superintendent", case_id, facts, request)
    assert said(force.superintendent.send([decision], force.now)[0]) == ("refused", ["text"])


def test_the_text_names_the_officer_who_signs_it(sqlite_force):
    force = sqlite_force
    case_id, _, request = requested(force)
    decision = decide(force, "other_superintendent", case_id, authorising(force, case_id, request), request)
    assert said(force.other_superintendent.send([decision], force.now)[0]) == ("refused", ["text"])


@pytest.mark.parametrize("kind", ["notice authorised", "authority refused"])
def test_after_a_section_was_changed_nothing_is_decided_until_it_is_requested_anew(force, kind):
    case_id, captured, request = requested(force)
    facts = authorising(force, case_id, request) if kind == "notice authorised" else {"because": [], "reasons": "No."}
    risk = of_kind(captured, "risk assessed")
    second = corrected(force.constable, case_id, risk, force.later(minutes=1), judgement="Very high.")
    force.constable.record([second], force.now)
    stale = force.superintendent.write(kind, case_id, facts, force.now, relies_on=[request])
    assert said(force.superintendent.send([stale], force.now)[0]) == ("refused", ["stale"])

    sections = [each for each in captured if each is not risk] + [second]
    anew = force.constable.write(
        "authority requested",
        case_id,
        {"note": None},
        force.later(minutes=1),
        replaces=[entry_id(request)],
        relies_on=sections,
    )
    force.constable.record([anew], force.now)
    late = force.superintendent.write(kind, case_id, facts, force.now, relies_on=[request])
    assert "relies_on" in said(force.superintendent.send([late], force.now)[0])[1]
    fresh = force.superintendent.write(kind, case_id, facts, force.now, relies_on=[anew])
    force.superintendent.record([fresh], force.now)
    assert verify_logs(force.installation).failure is None


def test_a_section_added_after_the_request_makes_it_stale_too(sqlite_force):
    force = sqlite_force
    case_id, captured, request = requested(force)
    views = {**facts_of(of_kind(captured, "views recorded")), "whose": "other residents", "said": "Afraid."}
    more = force.constable.write("views recorded", case_id, views, force.now)
    force.constable.record([more], force.now)
    refusal = force.superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    assert said(force.superintendent.send([refusal], force.now)[0]) == ("refused", ["stale"])


def test_authority_is_requested_once_and_again_only_after_a_refusal(force):
    case_id, captured, request = requested(force)
    again = force.constable.write(
        "authority requested", case_id, {"note": "x"}, force.now, replaces=[entry_id(request)], relies_on=captured
    )
    assert said(force.constable.send([again], force.now)[0]) == ("refused", ["stage"])
    refusal = force.superintendent.write(
        "authority refused",
        case_id,
        {"because": [], "reasons": "Ask the neighbour."},
        force.later(minutes=5),
        relies_on=[request],
    )
    force.superintendent.record([refusal], force.now)
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert (view["stage"], view["decision"]["reasons"]) == ("refused", "Ask the neighbour.")

    unnamed = ask(force.constable, case_id, captured, force.later(minutes=5))
    assert said(force.constable.send([unnamed], force.now)[0]) == ("refused", ["replaces"])
    force.constable.record([again], force.now)
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert (view["stage"], view["decision"]) == ("requested", None)
    decision = authorise(force.superintendent, case_id, again, force.later(minutes=5))
    force.superintendent.record([decision], force.now)
    third = force.constable.write(
        "authority requested", case_id, {"note": None}, force.now, replaces=[entry_id(again)], relies_on=captured
    )
    assert said(force.constable.send([third], force.now)[0]) == ("refused", ["stage"])
    second = decide(force, "other_superintendent", case_id, facts_of(decision), again)
    assert "stage" in said(force.other_superintendent.send([second], force.now)[0])[1]


def test_a_request_says_all_that_it_lacks_at_once_with_the_sections_of_the_act(sqlite_force):
    force = sqlite_force
    case_id, (started, *_) = capture(force.constable, force.now)
    request = force.constable.write("authority requested", case_id, {"note": None}, force.now, relies_on=[started])
    (_, outcome) = force.constable.send([started, request], force.now)
    assert outcome.outcome == "refused"
    lacking = {why.code: why.section for why in outcome.reasons}
    assert lacking["missing:respondent-named"] == "s.24(2)"
    assert lacking["missing:violence"] == "s.24(2)(a)"
    assert lacking["missing:molest"] == "s.24(6)"
    assert all(code.startswith("missing:") for code in lacking)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"born": "2010-01-01"}, "missing:respondent-adult"),
        ({"born": None}, "missing:respondent-age-known"),
    ],
)
def test_no_notice_is_asked_for_against_somebody_under_18_or_of_no_known_age(sqlite_force, change, code):
    force = sqlite_force
    case_id, captured = recorded(force)
    person = captured[2]
    second = corrected(force.constable, case_id, person, force.now, **change)
    force.constable.record([second], force.now)
    request = ask(force.constable, case_id, [*captured[:2], second, *captured[3:]], force.now)
    assert said(force.constable.send([request], force.now)[0]) == ("refused", [code])


def test_a_request_rests_on_every_section_and_nothing_else(sqlite_force):
    force = sqlite_force
    case_id, captured = recorded(force)
    earlier = of_kind(captured, "risk assessed")
    now = corrected(force.constable, case_id, earlier, force.now, judgement="Very high.")
    force.constable.record([now], force.now)
    captured[captured.index(earlier)] = now
    for relied, codes in (
        (captured[2:], ["sections_left_out"]),
        (captured[1:], ["sections_left_out"]),
        (captured[:-1], ["sections_left_out"]),
        ([*captured, earlier], ["stale"]),
    ):
        request = force.constable.write("authority requested", case_id, {"note": None}, force.now, relies_on=relied)
        assert said(force.constable.send([request], force.now)[0]) == ("refused", codes)


def test_a_request_waits_for_the_entry_that_gives_the_case_its_reference(sqlite_force):
    force = sqlite_force
    case_id, captured = capture(force.constable, force.now)
    force.constable.record(captured[1:], force.now)
    without = force.constable.write("authority requested", case_id, {"note": None}, force.now, relies_on=captured[1:])
    assert said(force.constable.send([without], force.now)[0]) == ("refused", ["no_reference"])
    waits, started = force.constable.send([ask(force.constable, case_id, captured, force.now), captured[0]], force.now)
    assert (waits.outcome, started.outcome) == ("waiting", "accepted")
    assert read_case(force.installation, force.constable.id, case_id, force.now)["stage"] == "requested"


@pytest.mark.parametrize("who", ["solicitor", "administrator", "control_room"])
def test_police_staff_ask_for_no_notice(sqlite_force, who):
    force = sqlite_force
    officer = force.officers[who]
    case_id, captured = capture(officer, force.now)
    officer.record(captured, force.now)
    request = ask(officer, case_id, captured, force.now)
    assert said(officer.send([request], force.now)[0]) == ("refused", ["not_a_constable"])


def test_a_constable_who_is_not_on_the_case_asks_for_no_notice(sqlite_force):
    force = sqlite_force
    case_id, captured = recorded(force)
    request = ask(force.response, case_id, captured, force.now)
    assert said(force.response.send([request], force.now)[0]) == ("refused", ["not_on_the_case"])


# --- Whose entry it is -------------------------------------------------------------------------------------


def test_nobody_records_in_another_officers_name_or_from_their_device(force):
    case_id, _ = recorded(force)
    entry = force.constable.write("risk assessed", case_id, assessed("x"), force.now)
    assert said(force.response.send([entry], force.now)[0]) == ("refused", ["not_the_sender"])
    entry = force.response.write("risk assessed", case_id, assessed("x"), force.now, device=force.constable.device)
    assert said(force.response.send([entry], force.now)[0]) == ("refused", ["device"])
    entry = force.response.write("risk assessed", case_id, assessed("x"), force.now, officer="system")
    assert "not_the_sender" in said(force.response.send([entry], force.now)[0])[1]
    entry = force.response.write("risk assessed", case_id, assessed("x"), force.now, number=None)
    assert said(force.response.send([entry], force.now)[0]) == ("refused", ["number"])


def test_the_systems_kinds_are_the_systems_and_each_log_has_its_own(force):
    office = force.constable.office().id
    case_id, _ = recorded(force)
    device = {"device": force.constable.device, "officer": force.constable.id, "prefix": "YYY"}
    entry = force.administrator.write("device added", office, device, force.now)
    assert said(force.administrator.send([entry], force.now)[0]) == ("refused", ["system_kind"])
    entry = force.constable.write("risk assessed", office, assessed("x"), force.now)
    assert said(force.constable.send([entry], force.now)[0]) == ("refused", ["wrong_log"])
    on_call = {"officer": force.constable.id, "on_call": True}
    entry = force.constable.write("on call recorded", case_id, on_call, force.now)
    assert said(force.constable.send([entry], force.now)[0]) == ("refused", ["wrong_log"])


@pytest.mark.parametrize("who", ["constable", "superintendent", "solicitor"])
def test_only_an_administrator_writes_in_the_office_log(force, who):
    officer, office = force.officers[who], force.constable.office()
    new = {"officer": entry_id(officer.start_case(force.now)[1]), "name": "PC New", "collar_number": "9999"}
    rank = {"officer": officer.id, "rank": "chief constable", "basis": "substantive", "reason": None, "postings": []}
    rank["authorising_from"] = "superintendent"
    for kind, facts in (
        ("officer added", new),
        ("rank and posting recorded", rank),
        (
            "passkey withdrawn",
            {"officer": force.auditor.id, "credential": force.auditor.authenticator.credential, "reason": "x"},
        ),
        ("device revoked", {"device": force.auditor.device, "reason": "x"}),
        ("on call recorded", {"officer": force.inspector.id, "on_call": True}),
    ):
        entry = officer.write(kind, office.id, facts, force.now)
        outcome, codes = said(officer.send([entry], force.now)[0])
        own = kind in ("on call recorded", "device revoked")  # which is an officer's own to record, too
        assert (outcome, codes) == ("refused", ["not_yours" if own else "not_an_administrator"])
        if kind != "rank and posting recorded":  # which an administrator signs, as the demonstration's set-up does
            force.administrator.record([force.administrator.write(kind, office.id, facts, force.now)], force.now)
    mine = {"officer": officer.id, "on_call": who != "superintendent"}
    officer.record([officer.write("on call recorded", office.id, mine, force.now)], force.now)
    assert officer.office().officers[officer.id].on_call == mine["on_call"]


def test_the_office_log_names_only_what_there_is(sqlite_force):
    force = sqlite_force
    office, admin = force.constable.office().id, force.administrator
    nobody = entry_id(admin.start_case(force.now)[1])
    for kind, facts, code in (
        ("officer added", {"officer": force.constable.id, "name": "x", "collar_number": "1"}, "officer_exists"),
        ("on call recorded", {"officer": nobody, "on_call": True}, "unknown_officer"),
        ("passkey withdrawn", {"officer": force.constable.id, "credential": "AAAA", "reason": "x"}, "unknown_passkey"),
        ("device revoked", {"device": nobody, "reason": "x"}, "unknown_device"),
    ):
        assert said(admin.send([admin.write(kind, office, facts, force.now)], force.now)[0]) == ("refused", [code])


def test_a_case_is_started_once_with_a_reference_of_its_own_device(force):
    case_id, captured = recorded(force)
    reference = facts_of(captured[0])["reference"]
    wrong = "2" if reference[-1] != "2" else "3"
    for which, facts, codes in (
        ("again", {"reference": reference, "regime": "CSA2010"}, ["started_twice"]),
        ("new", {"reference": reference[:-1] + wrong, "regime": "CSA2010"}, ["reference"]),
    ):
        where = case_id if which == "again" else force.constable.start_case(force.now)[0]
        entry = force.constable.write("case started", where, facts, force.now)
        assert said(force.constable.send([entry], force.now)[0]) == ("accepted irregular", codes)
    entry = force.response.write(
        "case started", force.response.start_case(force.now)[0], facts_of(captured[0]), force.now
    )
    assert said(force.response.send([entry], force.now)[0]) == ("accepted irregular", ["reference"])


# --- Facts -------------------------------------------------------------------------------------------------


def at(force, **by):
    return {"served_at": (force.now + timedelta(**by)).isoformat(timespec="seconds")}


IRREGULAR = {
    "by police staff": ("control_room", {}, {}, {"not_a_constable"}),
    "no paper copy": ("constable", {"paper_copy_left": False}, {}, {"no_paper"}),
    "address not asked": ("constable", {"address_asked": False}, {}, {"address_not_asked"}),
    "both": ("constable", {"address_asked": False, "paper_copy_left": False}, {}, {"no_paper", "address_not_asked"}),
    "before the authority": ("constable", {"served_at": "2026-07-13T20:01:00+00:00"}, {}, {"before_authority"}),
    "in the future": ("constable", {"served_at": "2026-07-14T20:01:00+00:00"}, {}, {"in_the_future"}),
    "unsigned": ("constable", {}, {"signed": False}, {"unsigned"}),
}


def told_by_job(force):
    with reading(force.installation.engine) as connection:
        return connection.execute(text("SELECT count(*) FROM jobs WHERE kind = 'tell officer'")).scalar()


@pytest.mark.parametrize("what", IRREGULAR)
def test_somebody_who_was_served_has_been_served_and_what_was_wrong_with_it_is_marked(force, what):
    who, changed, envelope, codes = IRREGULAR[what]
    case_id, _, _, decision = authorised(force)
    facts = {**facts_of(serve(force.constable, case_id, decision, force.now, force.now)), **changed}
    officer = force.officers[who]
    told = told_by_job(force)
    entry = officer.write("notice served", case_id, facts, force.now, relies_on=[decision], **envelope)

    outcome = officer.send([entry], force.later(minutes=1))[0]

    assert (outcome.outcome, {why.code for why in outcome.reasons}) == ("accepted irregular", codes)
    view = read_case(force.installation, officer.id, case_id, force.now)
    assert (view["stage"], view["service"]["served_at"][:16]) == ("served", facts["served_at"][:16])
    assert view["irregular"] == [
        {"entry": entry_id(entry), "kind": "notice served", "reasons": [why.message for why in outcome.reasons]}
    ]
    # Alarmed: the two superintendents on call are told.
    assert told_by_job(force) == told + 2
    assert said(officer.send([entry], force.now)[0]) == ("already held", [why.code for why in outcome.reasons])
    assert verify_logs(force.installation).failure is None


def test_service_of_what_nobody_authorised_is_a_fact_and_irregular(force):
    case_id, _, request = requested(force)
    entry = serve(force.response, case_id, request, force.now, force.now)
    assert said(force.response.send([entry], force.now)[0]) == ("accepted irregular", ["not_authorised"])
    refusal = force.superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    assert said(force.superintendent.send([refusal], force.now)[0]) == ("refused", ["stage"])


def test_service_that_names_no_decision_is_irregular(sqlite_force):
    force = sqlite_force
    case_id, _, request, _ = authorised(force)
    entry = serve(force.constable, case_id, request, force.now, force.now)
    assert said(force.constable.send([entry], force.now)[0]) == ("accepted irregular", ["other_text"])


def test_a_superintendents_phone_an_hour_fast_makes_no_service_irregular(sqlite_force):
    force = sqlite_force
    case_id, _, request = requested(force)
    facts = authorising(force, case_id, request)
    ahead = (force.now + timedelta(hours=1)).isoformat(timespec="seconds")
    decision = decide(force, "superintendent", case_id, facts, request, made_at=ahead, clock_offset_s=-3600)
    force.superintendent.record([decision], force.now)
    service = serve(force.constable, case_id, decision, force.later(minutes=10), force.now)
    force.constable.record([service], force.now)


def test_any_constable_joins_a_case_by_serving_and_is_regular(force):
    case_id, _, _, decision = authorised(force)
    force.response.record([serve(force.response, case_id, decision, force.now, force.now)], force.now)
    assert read_case(force.installation, force.response.id, case_id, force.now)["irregular"] == []


def test_a_section_by_somebody_not_on_the_case_is_a_fact_and_irregular(sqlite_force):
    force = sqlite_force
    case_id, captured = recorded(force)
    entry = force.response.write(
        "children's welfare recorded", case_id, facts_of(of_kind(captured, "children's welfare recorded")), force.now
    )
    assert said(force.response.send([entry], force.now)[0]) == ("accepted irregular", ["not_on_the_case"])


def test_the_clock_runs_from_the_earliest_time_of_service_whatever_is_corrected_later(force):
    case_id, _, _, decision, service = served(force)
    before = read_case(force.installation, force.constable.id, case_id, force.now)["deadline"]
    late = corrected(force.constable, case_id, service, force.now, relies_on=[decision], **at(force))
    force.constable.record([late], force.now)
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert view["service"]["served_at"] == facts_of(late)["served_at"]
    assert view["deadline"] == before
    early = corrected(force.constable, case_id, late, force.now, relies_on=[decision], **at(force, minutes=-70))
    force.constable.send([early], force.now)
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert view["deadline"]["at"] < before["at"]


# --- Who is told -------------------------------------------------------------------------------------------


def told(force):
    with reading(force.installation.engine) as connection:
        found = connection.execute(text("SELECT payload FROM jobs WHERE kind = 'tell officer' ORDER BY number"))
        return [json.loads(payload)["officer"] for (payload,) in found]


def test_the_officer_who_asked_is_told_of_the_decision_once(force):
    case_id, _, request = requested(force)
    assert told(force) == []
    decision = authorise(force.superintendent, case_id, request, force.now)
    force.superintendent.record([decision], force.now)
    assert told(force) == [force.constable.id]
    force.superintendent.send([decision], force.now)
    assert len(told(force)) == 1


def test_an_officer_promoted_since_may_decide_and_verifies_by_the_rank_of_the_day(force):
    case_id, _, request = requested(force)
    refusal = force.inspector.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    assert said(force.inspector.send([refusal], force.now)[0]) == ("refused", ["rank"])
    office = force.constable.office().id
    facts = {
        "officer": force.inspector.id,
        "rank": "superintendent",
        "basis": "temporary",
        "reason": "Acting up.",
        "postings": ["authorising"],
        "authorising_from": "superintendent",
    }
    second = force.second_administrator()

    def recorded_as(rank):
        entry = force.administrator.write("rank and posting recorded", office, {**facts, "rank": rank}, force.now)
        force.administrator.record([entry], force.now)
        return entry

    promotion = recorded_as("superintendent")
    again = force.inspector.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    assert said(force.inspector.send([again], force.now)[0]) == ("refused", ["rank"])  # one administrator's word
    named = {"officer": force.inspector.id, "rank": "superintendent"}
    confirmed = second.write("rank confirmed", office, named, force.now, relies_on=[promotion])
    second.record([confirmed], force.now)
    assert said(force.inspector.send([refusal], force.now)[0]) == ("accepted", [])
    recorded_as("inspector")
    assert verify_logs(force.installation).failure is None
    assert rows(force.installation, case_id)[-1].id == entry_id(refusal)


def test_a_new_officer_enrols_on_a_device_with_a_prefix_of_its_own(sqlite_force):
    second = SoftwareOfficer(sqlite_force.installation, sqlite_force.constable.id, sqlite_force.now)
    assert second.prefix != sqlite_force.constable.prefix
    assert len({one.prefix for one in second.office().devices.values()}) == len(second.office().devices)
