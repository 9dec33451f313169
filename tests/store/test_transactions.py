"""Everything of a batch commits together or not at all, and what committed is never recorded twice."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from field_app.actions import Installation, changes, read_case, record, verify_logs
from field_app.demonstration.case import capture, serve
from field_app.demonstration.case import request as ask
from field_app.store.database import connect, reading, writing
from tests.conftest import _force

from .story import assessed, authorised, count, recorded, requested, rows

TABLES = ("entries", "heads", "case_keys", "cases", "case_officers", "search_keys", "jobs", "waiting", "refused")


def snapshot(force):
    with reading(force.installation.engine) as connection:
        found = {}
        for table in TABLES:
            exists = connection.dialect.has_table(connection, table)
            found[table] = sorted(map(repr, connection.execute(text(f"SELECT * FROM {table}")))) if exists else None
        return found


@pytest.mark.parametrize("lost", ["jobs", "cases", "case_officers"])
def test_when_what_follows_fails_nothing_of_the_batch_is_left(force, lost):
    """A table that what follows is written to is gone for a while: a real error, at the very end."""
    case_id, captured = capture(force.constable, force.now)
    request = ask(force.constable, case_id, captured, force.now)
    waits = force.constable.write("risk assessed", case_id, assessed("x"), force.now, replaces=[case_id])
    batch = [*captured, waits, type(request)("{", None), request]
    rename(force, lost, f"{lost}_away")
    before = snapshot(force)
    with pytest.raises(DBAPIError):
        force.constable.send(batch, force.now)
    assert snapshot(force) == before
    rename(force, f"{lost}_away", lost)

    outcomes = [one.outcome for one in force.constable.send(batch, force.now)]

    assert outcomes == ["accepted"] * len(captured) + ["waiting", "refused", "accepted"]
    assert [row.position for row in rows(force.installation, case_id)] == list(range(1, len(captured) + 2))
    assert verify_logs(force.installation).failure is None


def rename(force, old, new):
    with writing(force.installation.engine) as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


def test_a_search_index_that_cannot_be_written_leaves_the_service_unrecorded(force):
    case_id, _, _, decision = authorised(force)
    service = serve(force.constable, case_id, decision, force.now, force.now)
    rename(force, "search_keys", "away")
    with pytest.raises(DBAPIError):
        force.constable.send([service], force.now)
    rename(force, "away", "search_keys")
    assert read_case(force.installation, force.constable.id, case_id, force.now)["stage"] == "authorised"
    force.constable.record([service], force.now)


def at_once(*work):
    """Run each of these in a thread of its own, all from the same moment."""
    start, found = threading.Barrier(len(work)), [None] * len(work)

    def run(place, one):
        start.wait(timeout=30)
        try:
            found[place] = one()
        except Exception as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(work)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert not any(isinstance(one, Exception) for one in found), found
    return found


def servers(force, how_many):
    """Server processes of their own on this database, as far as a test can: each with its own connections."""
    return [_force(force.settings.database_url, force.officers) for _ in range(how_many)]


@pytest.fixture
def two(force):
    found = servers(force, 2)
    yield found
    for one in found:
        one.installation.engine.dispose()


def test_two_officers_recording_on_one_case_at_once_lose_nothing_and_leave_no_gap(force, two):
    case_id, captured = recorded(force)
    one, other = two

    def many(server, officer, name):
        entries = [
            officer.write("risk assessed", case_id, assessed(f"{name} {number}"), force.now) for number in range(15)
        ]
        return lambda: [record(server.installation, officer.id, [entry], force.now)[0] for entry in entries]

    outcomes = at_once(many(one, force.constable, "a"), many(other, force.response, "b"))

    positions = sorted(each.position for found in outcomes for each in found)
    assert positions == list(range(len(captured) + 1, len(captured) + 31))
    log = rows(force.installation, case_id)
    assert [row.position for row in log] == list(range(1, len(captured) + 31))
    assert verify_logs(force.installation).failure is None


def test_the_same_entries_posted_twice_at_once_are_recorded_once(force, two):
    case_id, captured = capture(force.constable, force.now)
    request = ask(force.constable, case_id, captured, force.now)
    batch = [request, *captured, type(request)("{", None)]

    def post(server):
        return lambda: record(server.installation, force.constable.id, batch, force.now)

    for outcomes in zip(*at_once(*map(post, two)), strict=True):
        words = {each.outcome for each in outcomes}
        assert words in ({"refused"}, {"accepted", "already held"}, {"waiting", "already held"}), words
    assert [row.position for row in rows(force.installation, case_id)] == list(range(1, len(captured) + 2))
    assert (count(force.installation, "waiting"), count(force.installation, "refused")) == (0, 1)
    assert verify_logs(force.installation).failure is None


def test_two_superintendents_deciding_at_once_make_one_decision(force, two):
    case_id, _, request = requested(force)
    officers = (force.superintendent, force.other_superintendent)

    def decide(server, officer):
        entry = officer.write(
            "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
        )
        return lambda: record(server.installation, officer.id, [entry], force.now)[0]

    outcomes = at_once(*(decide(*each) for each in zip(two, officers, strict=True)))
    assert sorted(each.outcome for each in outcomes) == ["accepted", "refused"]
    assert {why.code for each in outcomes for why in each.reasons} == {"stage"}


def test_batches_over_the_same_cases_in_opposite_order_do_not_wait_for_each_other_for_ever(force, two):
    cases = [recorded(force)[0] for _ in range(4)]

    def write(server, officer, order):
        batches = [[officer.write("risk assessed", one, assessed("x"), force.now) for one in order] for _ in range(8)]
        return lambda: [record(server.installation, officer.id, batch, force.now) for batch in batches]

    outcomes = at_once(write(two[0], force.constable, cases), write(two[1], force.response, cases[::-1]))
    assert all(each.position for found in outcomes for batch in found for each in batch)
    assert verify_logs(force.installation).failure is None


def test_an_entry_committed_late_is_in_the_next_changes_although_later_ones_were_fetched(force, two):
    """One server's commit hangs; meanwhile another case is recorded and fetched."""
    slow, fast = two
    first, second = recorded(force)[0], recorded(force)[0]
    cursor = changes(fast.installation, force.constable.id, None, None, force.now).document["after"]
    hangs, go_on = threading.Event(), threading.Event()

    def hang(_connection):
        hangs.set()
        go_on.wait(timeout=30)

    event.listen(slow.installation.engine, "commit", hang)
    late = force.constable.write("risk assessed", first, assessed("late"), force.now)
    thread = threading.Thread(target=lambda: record(slow.installation, force.constable.id, [late], force.now))
    thread.start()
    assert hangs.wait(timeout=30)
    if force.installation.engine.dialect.name == "postgresql":  # SQLite has one writer at a time
        soon = force.constable.write("risk assessed", second, assessed("soon"), force.now)
        record(fast.installation, force.constable.id, [soon], force.now)
        found = changes(fast.installation, force.constable.id, cursor, None, force.now)
        assert [one["id"] for one in found.document["cases"]] == [second]
        cursor = found.document["after"]
    go_on.set()
    thread.join(timeout=30)
    found = changes(fast.installation, force.constable.id, cursor, None, force.now)
    assert [(one["id"], len(one["entries"]), one["whole"]) for one in found.document["cases"]] == [(first, 1, False)]


def test_the_office_is_read_as_it_stood_at_the_head_that_judges(force, two):
    """A rank recorded between two reads of one transaction is not yet the rank of that head."""
    one, other = two
    case_id, _, request = requested(force)
    office = force.constable.office().id
    rank = {
        "officer": force.inspector.id,
        "rank": "superintendent",
        "basis": "temporary",
        "reason": None,
        "postings": [],
        "authorising_from": "superintendent",
    }
    recorded = force.administrator.write("rank and posting recorded", office, rank, force.now)
    force.administrator.record([recorded], force.now)
    second, named = force.second_administrator(), {"officer": force.inspector.id, "rank": "superintendent"}
    promotion = second.write("rank confirmed", office, named, force.now, relies_on=[recorded])
    harmless = force.administrator.write(
        "on call recorded", office, {"officer": force.auditor.id, "on_call": False}, force.now
    )
    force.administrator.record([harmless], force.now)
    refusal = force.inspector.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    promoted = []

    def promote(connection, cursor, statement, *_):
        """Just before the office's entries are read, its head having been read."""
        if "entries.position > " in statement and not promoted and not is_sqlite:
            promoted.append(record(other.installation, second.id, [promotion], force.now))

    is_sqlite = force.installation.engine.dialect.name == "sqlite"
    event.listen(one.installation.engine, "before_cursor_execute", promote)
    outcome = record(one.installation, force.inspector.id, [refusal], force.now)[0]
    assert bool(promoted) != is_sqlite
    assert (outcome.outcome, [why.code for why in outcome.reasons]) == ("refused", ["rank"])
    assert verify_logs(force.installation).failure is None


def test_what_is_remembered_of_a_case_is_never_that_of_a_batch_rolled_back(force):
    case_id, _ = recorded(force)
    fails = force.constable.write("risk assessed", case_id, assessed("lost?"), force.now)
    rename(force, "cases", "away")
    with pytest.raises(DBAPIError):
        force.constable.send([fails], force.now)
    rename(force, "away", "cases")
    assert isinstance(force.installation, Installation)
    view = read_case(force.installation, force.constable.id, case_id, force.now)
    assert view["conflicts"] == [] and view["risk"]["judgement"] != "lost?"


def test_an_engine_answers_readers_while_a_writer_holds_the_database(force):
    case_id, _ = recorded(force)
    other = connect(force.settings.database_url)
    with writing(force.installation.engine) as connection:
        connection.execute(text("UPDATE heads SET position = position"))
        with reading(other) as reader:
            assert (
                reader.execute(text("SELECT count(*) FROM entries WHERE case_id = :c"), {"c": case_id}).scalar() == 14
            )
    other.dispose()
