"""A case is opened to a superintendent before authority is asked for: pushed, read as it is recorded, asked about."""

from __future__ import annotations

import json

from sqlalchemy import select

from field_app.actions import changes, list_cases, push_was, read_case, request_was_opened, verify_logs
from field_app.cases.reaching import Opening
from field_app.demonstration.case import authorise, capture
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import entry_id
from field_app.store.database import reading
from field_app.store.tables import case_officers
from tests.cases.examples import facts_of

from .test_reaching import asked, stands

PREPARED = "Update: open the app. It is being prepared"


def begun(desk):
    """A case of the constable's with a few sections; its id, what is recorded, and what is still to be."""
    case_id, captured = capture(desk.force.constable, desk.force.now)
    desk.force.constable.record(captured[:4], desk.force.now)
    return case_id, captured


def opened(desk, case_id, captured, to=None):
    constable = desk.force.constable
    now = desk.force.later(minutes=1)
    opening = constable.write("case opened early", case_id, {"to": to}, now, relies_on=[captured[0]])
    (outcome,) = constable.send([opening], now)
    desk.work()
    return opening, outcome


def found(desk, case_id) -> Opening:
    return stands(desk, case_id).openings[-1]


def holds(desk, role, case_id) -> bool:
    """Whether the case is in what this officer's phone is given, and in what it may read: both or neither."""
    force = desk.force
    officer = force.officers[role].id
    given = changes(force.installation, officer, None, None, force.now).document["cases"]
    listed = {one["id"] for one in list_cases(force.installation, officer, force.now)}
    read = read_case(force.installation, officer, case_id, force.now) is not None
    assert {case_id in {one["id"] for one in given}, case_id in listed, read} == {read}
    return read


def test_it_goes_to_whoever_is_on_call_who_reads_it_as_it_grows_and_asks(desk):
    force, superintendent = desk.force, desk.force.superintendent
    desk.subscribe("superintendent")
    case_id, captured = begun(desk)
    assert not holds(desk, "superintendent", case_id)
    opening, outcome = opened(desk, case_id, captured)
    assert outcome.outcome == "accepted"
    assert found(desk, case_id).reader == superintendent.id
    assert json.loads(desk.service.received[0].plaintext)["text"] == PREPARED
    assert holds(desk, "superintendent", case_id)
    assert not holds(desk, "other_superintendent", case_id)
    push_was(force.installation, desk.tokens()[0], "delivered", force.now)
    request_was_opened(force.installation, superintendent.id, case_id, force.now)
    request_was_opened(force.installation, superintendent.id, case_id, force.now)
    assert found(desk, case_id).delivered_at and found(desk, case_id).opened_at

    force.constable.record(captured[4:], force.later(minutes=1))
    view = read_case(force.installation, superintendent.id, case_id, force.now)
    assert view["conditions"] and view["stage"] == "recording"
    question = superintendent.write(
        "information asked", case_id, {"question": "Who is in?"}, force.now, relies_on=[opening]
    )
    early = superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "No."}, force.now, relies_on=[opening]
    )
    outcomes = superintendent.send([question, early], force.now)
    assert [one.outcome for one in outcomes] == ["accepted", "refused"], "nothing is decided until it is asked"
    assert [json.loads(one["payload"])["officer"] for one in desk.jobs("tell officer")] == [force.constable.id]
    answer = force.constable.write("information given", case_id, {"answer": "Nobody."}, force.now, relies_on=[question])
    assert force.constable.send([answer], force.now)[0].outcome == "accepted"

    requested = ask(force.constable, case_id, captured, force.later(minutes=1))
    force.constable.record([requested], force.now)
    desk.work()
    assert asked(desk, case_id) == ["superintendent"]
    assert [one.answer for one in stands(desk, case_id).questions] == ["Nobody."]
    assert not found(desk, case_id).stands, "a request is not also being prepared"
    assert holds(desk, "other_superintendent", case_id)
    assert verify_logs(force.installation).failure is None


def test_the_one_named_reads_it_until_it_is_withdrawn_or_decided(sqlite_desk):
    desk, force = sqlite_desk, sqlite_desk.force
    number = force.constable.office().officers[force.other_superintendent.id].collar_number
    case_id, captured = begun(desk)
    opening, _ = opened(desk, case_id, captured, to=f" {number} ")
    assert found(desk, case_id).reader == force.other_superintendent.id
    assert holds(desk, "other_superintendent", case_id)
    withdrawn = force.constable.write(
        "early opening withdrawn", case_id, {}, force.later(minutes=1), relies_on=[opening]
    )
    force.constable.record([withdrawn], force.now)
    assert not holds(desk, "other_superintendent", case_id)

    _, outcome = opened(desk, case_id, captured, to=number)
    assert outcome.outcome == "accepted" and holds(desk, "other_superintendent", case_id)
    force.constable.record(captured[4:], force.later(minutes=1))
    requested = ask(force.constable, case_id, captured, force.later(minutes=1))
    force.constable.record([requested], force.now)
    desk.work()
    assert asked(desk, case_id) == ["other_superintendent"], "whoever knows it already is asked first"
    force.superintendent.record([authorise(force.superintendent, case_id, requested, force.now)], force.now)
    assert not holds(desk, "other_superintendent", case_id)
    with reading(force.installation.engine) as connection:
        left = connection.execute(select(case_officers.c.officer).where(case_officers.c.case_id == case_id)).scalars()
        assert force.other_superintendent.id not in set(left)


def test_to_nobody_who_may_decide_is_refused_at_its_field_and_nobody_on_call_is_said(sqlite_desk):
    desk, force = sqlite_desk, sqlite_desk.force
    case_id, captured = begun(desk)
    number = force.constable.office().officers[force.inspector.id].collar_number
    for to in ("no such number", number):
        _, outcome = opened(desk, case_id, captured, to=to)
        (why,) = outcome.reasons
        assert outcome.outcome == "refused"
        assert (
            why.message == "facts.to: must be the collar number of an officer of at least the rank of superintendent."
        )
    desk.subscribe("constable")
    for role in ("superintendent", "other_superintendent"):
        desk.off_call(role)
    opening, outcome = opened(desk, case_id, captured)
    assert (outcome.outcome, found(desk, case_id).found_at is None, found(desk, case_id).reader) == (
        "accepted",
        False,
        None,
    )
    assert json.loads(desk.service.received[0].plaintext)["text"] == "Update: open the app"
    assert entry_id(opening) == found(desk, case_id).entry


def test_what_was_withdrawn_before_anybody_was_found_tells_nobody(sqlite_desk):
    desk, force = sqlite_desk, sqlite_desk.force
    desk.subscribe("superintendent")
    case_id, captured = begun(desk)
    constable, now = force.constable, force.later(minutes=1)
    opening = constable.write("case opened early", case_id, {"to": None}, now, relies_on=[captured[0]])
    withdrawn = constable.write("early opening withdrawn", case_id, {}, force.later(minutes=1), relies_on=[opening])
    constable.record([opening, withdrawn], force.now)
    desk.work()
    assert desk.service.received == []
    assert found(desk, case_id).reader is None


def test_looking_in_shows_nobody_how_the_protected_person_is_contacted(sqlite_desk):
    desk, force = sqlite_desk, sqlite_desk.force
    case_id, captured = begun(desk)
    contact = force.constable.write("safe contact arranged", case_id, facts_of("safe contact arranged"), force.now)
    force.constable.record([contact], force.now)
    opened(desk, case_id, captured)
    for who, sees in (("constable", True), ("superintendent", False)):
        given = changes(force.installation, force.officers[who].id, None, None, force.now).document["cases"]
        bodies = [one["body"] for case in given for one in case["entries"] if case["id"] == case_id]
        assert bodies and (contact.body in bodies, None in bodies) == (sees, not sees), who
