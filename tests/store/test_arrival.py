"""Entries may arrive in any order, twice, or beside another that replaces the same one."""

from __future__ import annotations

import itertools
import json
import shutil
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from field_app.actions import Sent, read_case, read_log, verify_logs
from field_app.cases.case import Case
from field_app.demonstration.case import capture, serve
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import body_sha256, entry_id
from tests.conftest import _force

from .story import assessed, corrected, count, facts_of, of_kind, recorded, requested, rows, said, served


def chain_of(officer, case_id, length, now):
    """Entries each of which corrects the one before."""
    found = [officer.write("risk assessed", case_id, assessed("0"), now)]
    while len(found) < length:
        found.append(corrected(officer, case_id, found[-1], now, judgement=str(len(found))))
    return found


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_chain_of_corrections_is_admitted_in_whatever_order_it_comes(sqlite_force, order):
    force = sqlite_force
    case_id, _ = recorded(force)
    chain = chain_of(force.constable, case_id, 3, force.now)
    arrived = set()
    for place in order:
        outcome = force.constable.send([chain[place]], force.now)[0]
        arrived.add(place)
        assert outcome.outcome == ("accepted" if set(range(place)) <= arrived else "waiting")
    assert [one.outcome for one in force.constable.send(chain, force.now)] == ["already held"] * 3
    assert count(force.installation, "waiting") == 0
    assert read_case(force.installation, force.constable.id, case_id, force.now)["risk"]["judgement"] == "2"


def test_a_long_chain_sent_backwards_goes_in_whole_when_its_first_link_arrives(force):
    case_id, _captured = capture(force.constable, force.now)
    chain = chain_of(force.constable, case_id, 12, force.now)
    waits = force.constable.send([*reversed(chain[1:])], force.now)
    assert {said(one)[0] for one in waits} == {"waiting"}
    assert count(force.installation, "waiting") == 11
    assert read_case(force.installation, force.constable.id, case_id, force.now) is None
    (first,) = force.constable.send([chain[0]], force.now)
    assert (first.outcome, first.position) == ("accepted", 1)
    assert [row.id for row in rows(force.installation, case_id)] == [entry_id(one) for one in chain]
    assert verify_logs(force.installation).failure is None


def test_the_same_bytes_may_come_again_while_they_wait_and_other_bytes_may_not(force):
    case_id, captured = capture(force.constable, force.now)
    request = ask(force.constable, case_id, captured, force.now)
    for _ in range(2):
        assert said(force.constable.send([request], force.now)[0]) == ("waiting", ["waiting"])
    other = force.constable.sign(request.body.replace('"note":null', '"note":"x"'))
    assert said(force.constable.send([other], force.now)[0]) == ("refused", ["other_bytes"])
    force.constable.record(captured, force.now)
    held = force.constable.send([request], force.now)[0]
    assert (held.outcome, held.position) == ("already held", len(captured) + 1)


def test_what_waits_is_judged_as_its_own_officers_when_another_lets_it_in(force):
    """The superintendent's decision waits for the constable's request, and goes in with it."""
    case_id, captured = recorded(force)
    request = ask(force.constable, case_id, captured, force.now)
    refusal = force.superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "Charge."}, force.later(minutes=1), relies_on=[request]
    )
    assert said(force.superintendent.send([refusal], force.now)[0])[0] == "waiting"
    arrived = force.now
    force.constable.record([request], force.later(minutes=9))
    last = rows(force.installation, case_id)[-1]
    assert (last.id, last.signed_in) == (entry_id(refusal), force.superintendent.id)
    assert last.received_at == arrived.isoformat(timespec="microseconds")
    assert read_case(force.installation, force.constable.id, case_id, force.now)["stage"] == "refused"


@pytest.mark.parametrize("which", ["refused first", "refused last"])
def test_relying_on_a_refused_entry_refuses_an_act_and_marks_a_fact(force, which):
    case_id, captured = recorded(force)
    bad = force.constable.write("authority requested", case_id, {"note": None}, force.now, relies_on=captured[1:3])
    act = force.superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "Charge."}, force.now, relies_on=[bad]
    )
    fact = serve(force.constable, case_id, bad, force.now, force.now)
    if which == "refused first":
        assert force.constable.send([bad], force.now)[0].outcome == "refused"
    assert force.superintendent.send([act], force.now)[0].outcome == ("refused" if "first" in which else "waiting")
    assert force.constable.send([fact], force.now)[0].outcome == (
        "accepted irregular" if "first" in which else "waiting"
    )
    if which == "refused last":
        assert force.constable.send([bad], force.now)[0].outcome == "refused"
    assert said(force.constable.send([fact], force.now)[0]) == ("already held", ["relies_on", "not_authorised"])
    assert "relies_on" in said(force.superintendent.send([act], force.now)[0])[1]
    assert [row.id for row in rows(force.installation, case_id)][len(captured) :] == [entry_id(fact)]
    assert count(force.installation, "waiting") == 0


def test_relying_on_other_bytes_than_those_recorded_refuses_an_act_and_marks_a_fact(force):
    case_id, _captured, request = requested(force)
    altered = Sent(request.body.replace('"note":null', '"note":"x"'), None)
    assert entry_id(altered) == entry_id(request) and body_sha256(altered) != body_sha256(request)
    act = force.superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "Charge."}, force.now, relies_on=[altered]
    )
    assert said(force.superintendent.send([act], force.now)[0]) == ("refused", ["relies_on"])
    fact = force.constable.write("risk assessed", case_id, assessed("x"), force.now, relies_on=[altered])
    assert said(force.constable.send([fact], force.now)[0]) == ("accepted irregular", ["relies_on"])


def test_an_entry_of_another_case_is_none_to_rely_on_or_replace(force):
    _, (_, *other) = recorded(force)
    case_id, _ = recorded(force)
    risk = of_kind(other, "risk assessed")
    fact = corrected(force.constable, case_id, risk, force.now)
    assert said(force.constable.send([fact], force.now)[0]) == ("accepted irregular", ["replaces"])
    fact = force.constable.write("risk assessed", case_id, assessed("x"), force.now, relies_on=[risk])
    assert said(force.constable.send([fact], force.now)[0]) == ("accepted irregular", ["relies_on"])


def test_only_like_replaces_like(force):
    case_id, captured = recorded(force)
    fact = force.constable.write(
        "violence recorded",
        case_id,
        facts_of(of_kind(captured, "violence recorded")),
        force.now,
        replaces=[entry_id(of_kind(captured, "risk assessed"))],
    )
    assert said(force.constable.send([fact], force.now)[0]) == ("accepted irregular", ["replaces"])
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert view["risk"]["_"]["entry"] == entry_id(of_kind(captured, "risk assessed"))


def test_two_corrections_of_the_same_entry_stand_side_by_side_until_one_names_both(force):
    case_id, captured = recorded(force)
    risk = of_kind(captured, "risk assessed")
    one = corrected(force.constable, case_id, risk, force.later(minutes=1), judgement="one")
    other = corrected(force.constable, case_id, risk, force.later(minutes=1), judgement="other")
    force.constable.record([other, one], force.now)
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert view["conflicts"] == [sorted([entry_id(one), entry_id(other)])]
    assert view["risk"]["judgement"] == "other"
    sections = [each for each in captured if each is not risk]
    request = force.constable.write(
        "authority requested", case_id, {"note": None}, force.now, relies_on=[*sections, one, other]
    )
    assert said(force.constable.send([request], force.now)[0]) == ("refused", ["conflict"])

    settled = force.constable.write(
        "risk assessed",
        case_id,
        assessed("settled"),
        force.later(minutes=1),
        replaces=[entry_id(one), entry_id(other)],
    )
    force.constable.record([settled], force.now)
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert (view["conflicts"], view["risk"]["judgement"]) == ([], "settled")
    request = force.constable.write(
        "authority requested", case_id, {"note": None}, force.now, relies_on=[*sections, settled]
    )
    force.constable.record([request], force.now)


def test_two_first_versions_of_one_section_are_rivals_too(force):
    case_id, captured = recorded(force)
    second = force.constable.write("risk assessed", case_id, assessed("x"), force.now)
    force.constable.record([second], force.now)
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert view["conflicts"] == [sorted([entry_id(of_kind(captured, "risk assessed")), entry_id(second)])]


def _without_arrival(document):
    """A view without where and when its entries arrived."""
    if isinstance(document, dict):
        return {key: _without_arrival(one) for key, one in document.items() if key not in ("position", "received_at")}
    return [_without_arrival(one) for one in document] if isinstance(document, list) else document


@pytest.fixture(scope="module")
def played(sqlite_template, tmp_path_factory):
    """The reference case with a correction in it, who sent what, and its view as it arrived in order."""
    template, officers = sqlite_template
    path = tmp_path_factory.mktemp("played") / "field.sqlite"
    shutil.copy(template, path)
    force = _force(f"sqlite:///{path}", officers)
    case_id, captured, *story = served(force)
    _, decision, service = story
    again = corrected(force.constable, case_id, service, force.later(minutes=9), relies_on=[decision], place="A door")
    force.constable.record([again], force.now)
    sent = [(force.superintendent if one is decision else force.constable, one) for one in [*captured, *story, again]]
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    held = [row.held() for row in rows(force.installation, case_id)]
    force.installation.engine.dispose()
    return case_id, sent, view, held


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_reference_case_comes_out_the_same_in_whatever_order_it_arrives(
    data, played, sqlite_template, tmp_path_factory
):
    """One entry at a time, any order. Only the decision comes after the reference it was composed with."""
    case_id, sent, view, _ = played
    order = data.draw(st.permutations(range(len(sent))))
    decided = next(place for place, (_, one) in enumerate(sent) if "notice authorised" in one.body)
    first, second = sorted((order.index(0), order.index(decided)))
    order[first], order[second] = 0, decided
    template, officers = sqlite_template
    path = tmp_path_factory.mktemp("order") / f"{uuid.uuid4().hex}.sqlite"
    shutil.copy(template, path)
    force = _force(f"sqlite:///{path}", officers)
    later = force.later(hours=3)
    senders = {officer.id: officer for officer in force.officers.values()}

    for place in order:
        officer, entry = sent[place]
        assert senders[officer.id].send([entry], later)[0].outcome in ("accepted", "waiting")

    found = read_case(force.installation, force.constable.id, case_id, later)
    positions = [entry["position"] for entry in read_log(force.installation, force.constable.id, case_id, later)]
    whole = verify_logs(force.installation)
    force.installation.engine.dispose()
    assert _without_arrival(found) == _without_arrival(view)
    assert positions == list(range(1, len(sent) + 1))
    assert whole.failure is None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_adding_up_takes_no_meaning_from_position_or_time_of_receipt(data, played):
    case_id, _, _, held = played
    order = data.draw(st.permutations(held))
    view = Case.from_log(case_id, order).view()
    assert json.dumps(view) == json.dumps(Case.from_log(case_id, held).view())
