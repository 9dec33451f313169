"""A rank that may authorise takes effect once a second administrator has signed for it."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from field_app.actions import verify_logs
from field_app.actions.archive import _office
from field_app.cases.entries.office import OfficerAdded, RankAndPostingRecorded
from field_app.cases.entries.released import RankAndPostingRecorded1
from field_app.cases.office import Office
from field_app.demonstration.officer import SoftwareOfficer, entry_id
from field_app.store import jobs, log
from field_app.store.database import reading
from tests.cases.examples import facts_of

RANK = "rank and posting recorded"


def facts(officer, rank="superintendent", **changed):
    return {
        "officer": officer.id,
        "rank": rank,
        "basis": "temporary",
        "reason": "Acting up.",
        "postings": ["authorising"],
        "authorising_from": "superintendent",
        **changed,
    }


def posted(force, client, entry):
    """What the door says of one entry: its outcome, and why."""
    sent = {"entries": [{"body": entry.body, "signature": entry.signature}]}
    (one,) = client.post("/api/entries", json=sent).json["entries"]
    return one["outcome"], [why["code"] for why in one["reasons"]]


@pytest.fixture
def two(sqlite_force):
    """A force with a second administrator, and both of their browsers."""
    force, second = sqlite_force, sqlite_force.second_administrator()
    force.officers["second"] = second
    office = second.office().id

    def write(who, kind, said, **more):
        return posted(force, force.client(who), force.officers[who].write(kind, office, said, force.now, **more))

    return SimpleNamespace(force=force, office=office, write=write)


def test_a_rank_waits_for_another_administrator_who_is_not_the_officer(two):
    force = two.force
    first = force.administrator.write(RANK, two.office, facts(force.inspector), force.now)
    assert posted(force, force.client("administrator"), first) == ("accepted", [])
    listed = force.client("second").get("/api/officers").json["officers"]
    (shown,) = [one for one in listed if one["waiting"]]
    assert (shown["id"], shown["rank"], shown["waiting"]["rank"]) == (force.inspector.id, "inspector", "superintendent")
    assert (shown["waiting"]["entry"], shown["waiting"]["recorded_by"]) == (entry_id(first), force.administrator.id)
    assert force.client("inspector").get("/api/me").json["officer"]["rank"] == "inspector"
    named = {"officer": force.inspector.id, "rank": "superintendent"}
    for who, said, relied, code in (
        ("administrator", named, [first], "same_administrator"),
        ("superintendent", named, [first], "not_an_administrator"),
        ("second", {**named, "rank": "chief constable"}, [first], "other_rank"),
        ("second", named, [], "not_waiting"),
        ("second", {**named, "officer": force.constable.id}, [first], "not_waiting"),
    ):
        assert two.write(who, "rank confirmed", said, relies_on=relied) == ("refused", [code])
    assert two.write("second", "rank confirmed", named, relies_on=[first]) == ("accepted", [])
    assert two.write("second", "rank confirmed", named, relies_on=[first]) == ("refused", ["not_waiting"])
    assert force.client("inspector").get("/api/me").json["officer"]["rank"] == "superintendent"
    assert verify_logs(force.installation).failure is None


def test_whoever_may_authorise_already_is_told_and_nobody_else(two):
    force = two.force
    first = force.administrator.write(RANK, two.office, facts(force.inspector), force.now)
    force.administrator.record([first], force.now)
    assert force.client("superintendent").get("/api/me").json["new_authority"] == []
    named = {"officer": force.inspector.id, "rank": "superintendent"}
    confirmed = force.officers["second"].write("rank confirmed", two.office, named, force.now, relies_on=[first])
    force.officers["second"].record([confirmed], force.now)
    with reading(force.installation.engine) as connection:
        found = connection.execute(jobs.jobs.select().where(jobs.jobs.c.kind == "tell officer")).all()
    told = [json.loads(one.payload) if isinstance(one.payload, str) else one.payload for one in found]
    both = {force.superintendent.id, force.other_superintendent.id}
    assert {one["officer"] for one in told if one["about"] == entry_id(confirmed)} == both


def test_the_evidence_archive_tells_the_confirmation_without_which_the_rank_would_not_stand(two):
    force, second = two.force, two.force.officers["second"]
    first = force.administrator.write(RANK, two.office, facts(force.inspector), force.now)
    force.administrator.record([first], force.now)
    named = {"officer": force.inspector.id, "rank": "superintendent"}
    second.record([second.write("rank confirmed", two.office, named, force.now, relies_on=[first])], force.now)
    case_id, started = force.inspector.start_case(force.now)
    force.inspector.record([started], force.now)
    with reading(force.installation.engine) as connection:
        rows = log.read_log(connection, force.installation.keys, case_id)
        lines = list(_office(force.installation, connection, second.office(), rows))
    told = [json.loads(one["body"])["kind"] for one in lines if one["body"]]
    assert told.count(RANK) == 2 and told.count("rank confirmed") == 1


def test_nobody_confirms_their_own_rank_and_a_lower_one_takes_what_waits_away(two):
    force, second = two.force, two.force.officers["second"]
    own = force.administrator.write(RANK, two.office, facts(second, postings=["administrator"]), force.now)
    force.administrator.record([own], force.now)
    named = {"officer": second.id, "rank": "superintendent"}
    assert two.write("second", "rank confirmed", named, relies_on=[own]) == ("refused", ["same_administrator"])
    assert two.write("administrator", RANK, facts(second, "sergeant", postings=["administrator"])) == ("accepted", [])
    assert second.office().officers[second.id].rank == "sergeant"
    assert not second.office().ranks.waiting


def made_administrator(two, who, name, collar_number):
    """An administrator whom `who` adds, with a passkey of their own."""
    new = str(uuid.uuid4())
    added = {"officer": new, "name": name, "collar_number": collar_number}
    held = facts(SimpleNamespace(id=new), "police staff", postings=["administrator"])
    assert two.write(who, "officer added", added) == ("accepted", [])
    assert two.write(who, RANK, held) == ("accepted", [])
    two.force.officers[name] = SoftwareOfficer(two.force.installation, new, datetime.now(UTC))
    return new


def test_nobody_confirms_through_an_administrator_of_their_own_making(two):
    """Whom one administrator let in, and whom those let in, count as that one; `second` was made at the machine."""
    force = two.force
    made = made_administrator(two, "administrator", "Made", "5007")
    made_administrator(two, "Made", "Made by them", "5008")
    apart = made_administrator(two, "second", "Made by the second", "5009")
    named = {"officer": force.inspector.id, "rank": "superintendent"}
    for recorder, confirmer in (("administrator", "Made by them"), ("Made", "administrator"), ("Made", "Made by them")):
        recorded = force.officers[recorder].write(RANK, two.office, facts(force.inspector), force.now)
        force.officers[recorder].record([recorded], force.now)
        assert two.write(confirmer, "rank confirmed", named, relies_on=[recorded]) == ("refused", ["same_line"])
    listed = {one["id"]: one for one in force.client("second").get("/api/officers").json["officers"]}
    may = set(listed[force.inspector.id]["waiting"]["confirmed_by"])
    assert {force.officers["second"].id, apart} <= may
    assert not may & {force.officers[one].id for one in ("administrator", "Made", "Made by them")}
    assert two.write("Made by the second", "rank confirmed", named, relies_on=[recorded]) == ("accepted", [])
    # Whoever is added by one line and made an administrator by the other leads back to both.
    assert two.write("second", RANK, facts(SimpleNamespace(id=made), "sergeant", postings=[])) == ("accepted", [])
    again = facts(SimpleNamespace(id=made), "police staff", postings=["administrator"])
    assert two.write("second", RANK, again) == ("accepted", [])
    assert force.officers["Made"].office().officers[made].lines == {force.administrator.id, force.officers["second"].id}
    assert verify_logs(force.installation).failure is None


def test_nobody_enrols_in_the_name_of_the_administrator_who_must_confirm(two):
    force, first = two.force, two.force.client("administrator")
    for what in ("link", "code"):
        refused = first.post(f"/api/officers/{force.officers['second'].id}/enrolment-{what}", json={})
        assert refused.status_code == 403 and "cannot let them in" in refused.json["error"]["message"]
    mine = made_administrator(two, "administrator", "Made", "5007")
    for officer in (mine, force.constable.id, force.administrator.id):
        assert first.post(f"/api/officers/{officer}/enrolment-link", json={}).status_code == 200


def test_an_officer_newly_added_has_no_rank_until_it_is_confirmed(two):
    new = SimpleNamespace(id=str(uuid.uuid4()))
    added = {"officer": new.id, "name": "Supt Pat Unconfirmed", "collar_number": "1399"}
    assert two.write("administrator", "officer added", added) == ("accepted", [])
    assert two.write("administrator", RANK, facts(new)) == ("accepted", [])
    held = two.force.constable.office().officers[new.id]
    assert (held.rank, held.postings) == (None, ())


def test_no_entry_says_its_way_round_the_rule(two):
    force = two.force
    for changed in ({"authorising_from": "chief constable"}, {"authorising_from": "inspector"}):
        said = two.write("administrator", RANK, facts(force.inspector, **changed))
        assert said == ("refused", ["authorising_from"])
    older = facts(force.inspector)
    del older["authorising_from"]
    assert two.write("administrator", RANK, older, version=1) == ("refused", ["authorising_from"])


def test_what_was_recorded_before_the_rule_stands_as_it_did():
    """A log of before adds up as it then did; once the rule is in a log, the older version counts like the newer."""
    admin, officer = str(uuid.uuid4()), str(uuid.uuid4())

    def held(kind, **said):
        entry = SimpleNamespace(id=str(uuid.uuid4()), officer=admin, relies_on=(), facts=kind(**said))
        return SimpleNamespace(entry=entry, sha256="0" * 64, received_at=None)

    added = held(OfficerAdded, officer=officer, name="Supt Pat Earlier", collar_number="1")
    older = held(RankAndPostingRecorded1, **{**facts_of(RANK, 1), "officer": officer, "postings": ()})
    newer = held(RankAndPostingRecorded, **{**facts_of(RANK), "officer": officer, "rank": "sergeant", "postings": ()})
    assert Office.from_log([added, older]).officers[officer].rank == "superintendent"
    assert Office.from_log([added, newer, older]).officers[officer].rank == "sergeant"
