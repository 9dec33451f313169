"""The same two people the other way round, recorded by two constables: whoever decides on one reads both (P5)."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime

import pytest

from field_app.demonstration.case import authorise, serve
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import entry_id
from field_app.store.database import reading, writing
from field_app.store.tables import beside, jobs, search_keys
from field_app.worker import Worker
from tests.store.story import afresh, corrected, of_kind, requested

from .test_reading import Phone, consulted


def opposite(force, by="other_constable", **changes):
    return afresh(force.officers[by], force.now, exchanged=True, **changes)


def opposite_requested(force, by="other_constable", **changes):
    case_id, written = opposite(force, by, **changes)
    force.officers[by].record(written, force.later(minutes=5))
    request = ask(force.officers[by], case_id, written, force.now)
    force.officers[by].record([request], force.later(minutes=1))
    return case_id, written, request


def link(officer, case_id, other, now, *, why="same incident", replaces=()):
    facts = {"case": other, "reference": None, "why": why, "copied": []}
    return officer.write("cases linked", case_id, facts, now, replaces=replaces)


def refuse(officer, case_id, request, now):
    officer.record(
        [officer.write("authority refused", case_id, {"because": [], "reasons": "x"}, now, relies_on=[request])], now
    )


def may_read(force, who, case_id):
    answers = {force.client(who).get(f"/api/cases/{case_id}{tail}").status_code for tail in ("", "/log")}
    assert answers in ({200}, {404})
    return answers == {200}


def told(phone):
    """What the last answer said stands beside what, in the order of the ids."""
    document = phone.pull()
    return None if document is None else {(one["case"], one["other"]) for one in document["beside"]}


def test_two_superintendents_two_opposite_requests_and_neither_decides_blind(force):
    first, _, request = requested(force)
    second, _, asked = opposite_requested(force)
    one, other = Phone(force.client("superintendent")), Phone(force.client("other_superintendent"))
    for phone in (one, other):
        assert told(phone) == {(first, second), (second, first)}
        assert set(phone.held) == {first, second}
    force.superintendent.record([authorise(force.superintendent, first, request, force.now)], force.later(minutes=1))
    document = other.pull()
    assert document["beside"] == [{"case": second, "other": first, "linked": False, "crosswise": True}]
    assert document["gone"] == []
    assert json.loads(other.held[first][-1]["body"])["kind"] == "notice authorised"
    assert may_read(force, "other_superintendent", first)
    refuse(force.other_superintendent, second, asked, force.later(minutes=1))
    document = other.pull()
    assert (document["beside"], document["gone"], set(other.held)) == ([], [first], {second})
    assert not may_read(force, "other_superintendent", first)
    assert other.pull() is None
    document = one.pull()
    assert (document["beside"], document["gone"], set(one.held)) == ([], [second], {first})


@pytest.mark.parametrize("stage", ["requested", "authorised", "refused", "served"])
def test_the_opposite_is_read_at_whatever_stage_from_its_request_on(force, stage):
    first, _, request = requested(force)
    if stage == "refused":
        refuse(force.superintendent, first, request, force.now)
    elif stage != "requested":
        decision = authorise(force.superintendent, first, request, force.now)
        force.superintendent.record([decision], force.later(minutes=1))
        if stage == "served":
            force.constable.record([serve(force.constable, first, decision, force.now, force.now)], force.now)
    phone = Phone(force.client("other_superintendent"))
    phone.pull()
    assert set(phone.held) == ({first} if stage == "requested" else set())
    second, *_ = opposite_requested(force)
    assert (second, first) in told(phone)
    assert set(phone.held) == {first, second}
    listed = {one["id"]: one["stage"] for one in force.client("other_superintendent").get("/api/cases").json["cases"]}
    assert listed == {first: stage, second: "requested"}
    assert may_read(force, "other_superintendent", first)


def test_the_opposite_is_nobodys_who_has_no_request_to_decide(force):
    """Not while it is only being recorded, not for whoever holds no rank, not for who asked."""
    first, _, request = requested(force)
    force.superintendent.record([authorise(force.superintendent, first, request, force.now)], force.later(minutes=1))
    second, written = opposite(force)
    force.other_constable.record(written, force.later(minutes=5))
    assert not may_read(force, "other_superintendent", first)
    asked = ask(force.other_constable, second, written, force.now)
    force.other_constable.record([asked], force.later(minutes=1))
    may = {who for who in force.officers if may_read(force, who, first)}
    assert may == {"constable", "auditor", "superintendent", "other_superintendent", "safeguarding"}
    for who in ("other_constable", "inspector", "response", "control_room"):
        phone = Phone(force.client(who))
        phone.pull()
        assert first not in phone.held, who
        assert phone.pull() is None


def test_off_duty_a_superintendent_is_shown_what_they_may_decide_and_nothing_else(force):
    facts = {"officer": force.other_superintendent.id, "on_call": False}
    off = force.other_superintendent.write("on call recorded", force.constable.office().id, facts, force.now)
    force.other_superintendent.record([off], force.now)
    first, _, request = requested(force)
    force.superintendent.record([authorise(force.superintendent, first, request, force.now)], force.later(minutes=1))
    phone = Phone(force.client("other_superintendent"))
    assert (told(phone), phone.held) == (set(), {})
    second, *_ = opposite_requested(force)
    assert told(phone) == {(second, first)}


def test_whoever_asked_themselves_decides_nothing_and_is_shown_nothing_beside_it(force):
    first, _, request = requested(force)
    force.superintendent.record([authorise(force.superintendent, first, request, force.now)], force.later(minutes=1))
    second, *_ = opposite_requested(force, by="other_superintendent")
    phone = Phone(force.client("other_superintendent"))
    assert (told(phone), set(phone.held)) == (set(), {second})
    assert not may_read(force, "other_superintendent", first)


NEARLY = {
    "the family names only": {"respondent": {"given_names": "Ursula"}, "protected": {"given_names": "Bartholomew"}},
    "one of the two": {"protected": {"family_name": "Fictitious"}},
    "another date of birth": {"respondent": {"born": "2001-01-02"}},
    "another age": {"respondent": {"born": None, "believed_age": 45, "age_source": "Looks it."}},
    "no given name": {"protected": {"given_names": None}},
}
ALIKE = {
    "a letter wrong": {"respondent": {"family_name": "Notaraal"}, "protected": {"given_names": "Creig"}},
    "in capitals": {"respondent": {"family_name": "NOTAREAL", "given_names": "RACHEL"}},
    "one more name": {"respondent": {"given_names": "Rachel Anne", "family_name": "Notareal-Madeup"}},
    "an age that was guessed": {"respondent": {"born": None, "believed_age": 28, "age_source": "Looks it."}},
    "an age nobody knows": {"protected": {"born": None}},
}


@pytest.mark.parametrize("near", NEARLY)
def test_who_is_somebody_else_is_not_matched(force, near):
    first, *_ = requested(force)
    second, *_ = opposite_requested(force, **NEARLY[near])
    phone = Phone(force.client("superintendent"))
    assert (told(phone), set(phone.held)) == (set(), {first, second})


@pytest.mark.parametrize("alike", ALIKE)
def test_who_may_be_the_same_is_matched(force, alike):
    first, *_ = requested(force)
    second, *_ = opposite_requested(force, **ALIKE[alike])
    assert told(Phone(force.client("superintendent"))) == {(first, second), (second, first)}


def test_the_same_two_the_same_way_round_are_not_the_other_way_round(force):
    requested(force)
    requested(force)
    assert told(Phone(force.client("superintendent"))) == set()


def test_a_name_put_right_later_is_matched_then_and_one_that_was_wrong_no_more(force):
    first, captured, _ = requested(force)
    second, written, _ = opposite_requested(force, respondent={"given_names": "Ursula"})
    phone = Phone(force.client("superintendent"))
    assert told(phone) == set()
    respondent = next(one for one in written if json.loads(one.body)["facts"].get("role") == "respondent")
    right = corrected(force.other_constable, second, respondent, force.now, given_names="Rachel")
    force.other_constable.record([right], force.now)
    assert told(phone) == {(first, second), (second, first)}
    wrong = corrected(
        force.constable, first, of_kind(captured, "person described"), force.now, given_names="Bartholomew"
    )
    force.constable.record([wrong], force.now)
    assert told(phone) == set()


def test_a_linked_case_is_read_at_whatever_stage_until_the_link_is_taken_back(force):
    """From either side: the link stands in the log of one of them."""
    other, written = opposite(force, respondent={"family_name": "Somebody"}, protected={"family_name": "Else"})
    force.other_constable.record(written, force.later(minutes=1))
    phone = Phone(force.client("superintendent"))
    first, *_ = requested(force)
    assert (told(phone), set(phone.held)) == (set(), {first})
    linked = link(force.other_constable, other, first, force.now)
    force.other_constable.record([linked], force.later(minutes=1))
    assert phone.pull()["beside"] == [{"case": first, "other": other, "linked": True, "crosswise": False}]
    assert set(phone.held) == {first, other}
    assert may_read(force, "superintendent", other)
    assert not may_read(force, "inspector", other)
    back = link(force.other_constable, other, first, force.now, why="not linked", replaces=[entry_id(linked)])
    force.other_constable.record([back], force.later(minutes=1))
    document = phone.pull()
    assert (document["beside"], document["gone"], set(phone.held)) == ([], [other], {first})
    assert not may_read(force, "superintendent", other)


def test_a_case_linked_by_the_constable_who_asks_is_read_when_it_was_decided_before(force):
    first, _, request = requested(force)
    refuse(force.superintendent, first, request, force.now)
    second, written = opposite(force, by="constable")
    force.constable.record([*written, link(force.constable, second, first, force.now)], force.now)
    force.constable.record([ask(force.constable, second, written, force.now)], force.later(minutes=1))
    phone = Phone(force.client("other_superintendent"))
    assert phone.pull()["beside"] == [{"case": second, "other": first, "linked": True, "crosswise": True}]
    assert set(phone.held) == {first, second}


def test_reading_it_is_on_the_access_record_like_any_other_reading(force):
    first, _, request = requested(force)
    force.superintendent.record([authorise(force.superintendent, first, request, force.now)], force.later(minutes=1))
    second, *_ = opposite_requested(force)
    before = len(consulted(force))
    client = force.client("other_superintendent")
    client.get("/api/changes")
    client.get(f"/api/cases/{first}")
    client.get(f"/api/cases/{first}/log")
    force.client("inspector").get(f"/api/cases/{first}")
    who = force.other_superintendent.id
    found = consulted(force)[before:]
    assert sorted(found[:2]) == sorted([(who, "changes", first), (who, "changes", second)])
    refused = (force.inspector.id, "case refused", first)
    assert found[2:] == [(who, "case", first), (who, "log", first), refused]


def test_what_is_filed_tells_nobody_a_name(force):
    first, *_ = requested(force)
    opposite_requested(force)
    with reading(force.installation.engine) as connection:
        keys = connection.execute(search_keys.select()).all()
        rows = connection.execute(beside.select()).all()
    assert {len(bytes(one.key)) for one in keys} == {16}
    assert [one.why for one in rows] == ["crosswise"]
    assert first in (rows[0].case_id, rows[0].other)


def test_of_two_requests_at_the_same_moment_one_finds_the_other(force):
    expected = set()
    for _ in range(5):
        asked = []
        for by, exchanged in (("response", False), ("other_constable", True)):
            case_id, written = afresh(force.officers[by], force.now, exchanged=exchanged)
            force.officers[by].record(written, force.now)
            asked.append((by, case_id, ask(force.officers[by], case_id, written, force.now)))
        start = threading.Barrier(2)
        threads = [threading.Thread(target=at_once, args=(start, force, by, request)) for by, _, request in asked]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        (_, first, _), (_, second, _) = asked
        expected |= {(first, second), (second, first)}
        assert expected <= told(Phone(force.client("superintendent")))


def at_once(start, force, by, request):
    start.wait()
    force.officers[by].record([request], force.now)


def test_cases_from_before_are_filed_by_the_worker(force):
    first, *_ = requested(force)
    second, *_ = opposite_requested(force)
    third, written = opposite(force, respondent={"family_name": "Somebody"})
    force.other_constable.record([*written, link(force.other_constable, third, first, force.now)], force.now)
    with reading(force.installation.engine) as connection:
        as_filed = {table.name: sorted(connection.execute(table.select()).all()) for table in (beside, search_keys)}
    due = [
        {"kind": "file case", "payload": json.dumps({"case": one}), "due_at": "2026", "tries": 0, "failed": False}
        for one in (first, second, third)
    ]
    with writing(force.installation.engine) as connection:
        connection.execute(jobs.delete())
        connection.execute(beside.delete())
        connection.execute(search_keys.delete())
        connection.execute(jobs.insert(), due)
    worker = Worker(force.installation, force.settings.origin)
    while worker.work(datetime.now(UTC)):
        pass
    with reading(force.installation.engine) as connection:
        found = {table.name: sorted(connection.execute(table.select()).all()) for table in (beside, search_keys)}
    assert {frozenset(one[:2]) for one in found["beside"]} == {frozenset(one[:2]) for one in as_filed["beside"]}
    assert found["search_keys"] == as_filed["search_keys"]
