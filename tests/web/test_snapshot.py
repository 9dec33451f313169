"""What is in force, as phones hold it for where there is no signal; and what was looked up in it."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from field_app.actions.snapshot import initials
from field_app.cases.force import Snapshot
from field_app.store import access
from field_app.store.database import reading, stamp
from tests.cases.examples import facts_of
from tests.store.story import authorised, requested, served
from tests.web.test_elsewhere import record as known_from_elsewhere
from tests.web.test_entries import key, seal
from tests.web.test_lookup import ask, renamed
from tests.web.test_sealed import EMPLOYED, work
from tests.web.test_sealed import force as with_standards
from tests.web.test_unserved import withdraw

__all__ = ["key", "with_standards"]


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


def given(force, after=None, who="response"):
    asked = {"after": after} if after else {}
    answer = force.client(who).get("/api/look-up/snapshot", query_string=asked)
    assert answer.status_code == 200, answer.json
    return answer.json


def on_record(force, action):
    with reading(force.installation.engine) as connection:
        office, _ = force.installation.office(connection)
        return [one for one in access.read(connection, force.installation.keys, office.id) if one.action == action]


def test_it_says_what_the_look_up_says_but_of_the_protected_person_initials_alone(force):
    case_id, captured, *_ = served(force)
    (found,) = (
        one for one in ask(force.client("response"), name="Inventedson").json["matches"] if one["case"] == case_id
    )
    answer = given(force)
    assert (answer["settings"], answer["gone"], answer["more"]) == ({"on": True, "old": 4, "gone": 24}, [], False)
    (one,) = answer["cases"]
    (person,) = one["people"]
    asked = {"score", "why", "sure", "ask", "dangers_account", "protected_person", "address", "postcode", "between"}
    assert {k: v for k, v in person["match"].items() if k not in asked} == {
        k: v for k, v in found.items() if k not in asked
    }
    assert person["match"]["protected_person"] == initials(found["protected_person"]) != found["protected_person"]
    assert person["relationship"] == facts_of("relationship recorded")["limb"]
    assert person["card"]["born"] == found["born"]
    text = json.dumps(answer)
    for name in found["protected_person"].split():
        assert name not in text
    protected = next(json.loads(sent.body)["facts"] for sent in captured if '"protected person"' in sent.body)
    assert protected["address"] not in text and (protected["postcode"] or "?") not in text
    (kept,) = on_record(force, "snapshot")
    assert kept.detail.startswith("1 people, to device ")


def test_only_what_changed_is_told_again_and_what_is_over_is_gone(force):
    case_id, _, _, decision = authorised(force)
    first = given(force)
    assert [one["case"] for one in first["cases"]] == [case_id]
    assert first["cases"][0]["people"][0]["match"]["in_force"] == "authorised, not served"
    force.later(minutes=10)
    settled = given(force, first["after"])
    force.later(minutes=10)
    assert given(force, settled["after"])["cases"] == []
    withdraw(force, force.superintendent, case_id, decision, force.now)
    changed = given(force, settled["after"])
    assert (changed["cases"], changed["gone"]) == ([], [case_id])
    assert given(force)["cases"] == []
    refused = force.client("response").get("/api/look-up/snapshot", query_string={"after": "no cursor"})
    assert refused.status_code == 400


def test_what_is_only_asked_for_is_not_in_it_nor_anything_where_the_force_wants_none(force):
    requested(force)
    assert given(force)["cases"] == []
    served(force)
    assert len(given(force)["cases"]) == 1
    nobody = given(force, who="administrator")
    assert (nobody["settings"]["on"], nobody["cases"]) == (False, [])
    installation = force.app().extensions["installation"]
    installation.force = replace(installation.force, snapshot=Snapshot(on=False))
    answer = given(force)
    assert (answer["settings"]["on"], answer["cases"]) == (False, [])


def test_a_sealed_case_leaves_it(with_standards):
    force = with_standards
    case_id, *_ = served(force)
    first = given(force)
    assert [one["case"] for one in first["cases"]] == [case_id]
    employed = force.constable.write("police employment recorded", case_id, EMPLOYED, force.later(minutes=1))
    force.constable.record([employed], force.now)
    work(force)
    assert given(force, first["after"])["gone"] == [case_id]
    assert given(force, who="constable")["cases"] == []


def test_what_names_a_place_is_left_out_and_a_name_is_initials(force):
    conditions = ["Not to go to 3 Hidden Road, SS99 9ZZ", "Not to write to Sandy Guardedly"]
    ends = datetime.now(UTC) + timedelta(days=3)
    known_from_elsewhere(force, conditions=conditions, ends=ends.date().isoformat())
    (one,) = given(force)["cases"]
    (person,) = one["people"]
    assert "SS99" not in json.dumps(person) and "Guardedly" not in json.dumps(person)
    assert person["match"]["conditions"][1] == "Not to write to S. G."
    assert "ask control" in person["match"]["conditions"][0]
    (last,) = person["later"]
    assert last["match"] is None
    assert timedelta(0) <= datetime.fromisoformat(last["from"]) - ends < timedelta(days=1, hours=2)


def made_offline(key, at, asked, shown=(), under=None):
    under = under or str(uuid.uuid4())
    text = json.dumps({"at": at.isoformat(), "asked": asked, "shown": list(shown)})
    return {"id": under, "sealed": seal(key, text.encode(), under.encode())}


def test_what_was_looked_up_without_signal_is_on_record_once_under_when_it_was(force, key):
    case_id = renamed(force, given_names="Kraig")
    at = datetime.now(UTC) - timedelta(hours=3)
    look = made_offline(key, at, {"name": "Kraig Inventidson", "reason": "Stopped in the street."}, [case_id, "none"])
    client = force.client("response")

    def send(*looks):
        answer = client.post("/api/look-up/offline", json={"look_ups": looks})
        assert answer.status_code == 200, answer.json
        return [one["outcome"] for one in answer.json["look_ups"]]

    assert send(look, {"id": str(uuid.uuid4()), "sealed": look["sealed"]}) == ["accepted", "refused"]
    assert send(look) == ["already held"]
    kept, unread = on_record(force, "look-up offline")
    assert kept.at == stamp(at) < unread.at
    assert json.loads(kept.detail)["name"] == "Kraig Inventidson"
    assert [one.at for one in on_record(force, "found") if one.case_id == case_id] == [stamp(at)]
    assert send(made_offline(key, datetime.now(UTC) + timedelta(days=2), {"name": "X"})) == ["accepted"]
    assert on_record(force, "look-up offline")[-1].at <= stamp(datetime.now(UTC))
