"""A look-up made in an emergency says why later: its officer is asked, and the auditor told of who never says."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from field_app.actions import AuditQuery, Query, audit, look_up, without_reason
from field_app.store import access
from field_app.store.database import reading
from tests.store.story import recorded, served
from tests.web.test_entries import key, seal
from tests.web.test_lookup import ask
from tests.web.test_snapshot import made_offline

__all__ = ["key"]

NAMED = Query("Craig Inventedson", None, None, None, None, None)


@pytest.fixture
def force(sqlite_force):
    return sqlite_force


def wanted(force, who="response"):
    return force.client(who).get("/api/look-up/without-reason").json["looks"]


def give(force, key, look, reason, who="response"):
    """What became of a reason sent as a phone sends it."""
    under = str(uuid.uuid4())
    said = {"id": under, "sealed": seal(key, json.dumps({"of": look, "reason": reason}).encode(), under.encode())}
    answer = force.client(who).post("/api/look-up/offline", json={"look_ups": [said]})
    assert answer.status_code == 200, answer.json
    return answer.json["look_ups"][0]["outcome"]


def on_record(force):
    with reading(force.installation.engine) as connection:
        office, _ = force.installation.office(connection)
        return [
            (one.officer, one.action, json.loads(one.detail))
            for one in access.read(connection, force.installation.keys, office.id, actions=("look-up", "reason given"))
        ]


def test_the_reason_given_later_is_a_record_of_its_own_that_names_the_look_up(force, key):
    answer = ask(force.client("response"), name="Craig Inventedson").json
    assert answer["wants_reason"]
    assert [(one["look"], one["asked"]) for one in wanted(force)] == [(answer["look"], "Craig Inventedson")]
    before = on_record(force)
    assert give(force, key, answer["look"], "  Shouting heard at the door. ") == "accepted"
    assert wanted(force) == []
    given = (force.response.id, "reason given", {"look": answer["look"], "reason": "Shouting heard at the door."})
    assert on_record(force) == [*before, given]
    assert not ask(force.client("response"), name="Craig", reason="A call.").json["wants_reason"]
    assert wanted(force) == []


def test_nobody_gives_anothers_reason_and_nobody_is_shown_anothers_look_up(force, key):
    look = ask(force.client("response"), name="Craig Inventedson").json["look"]
    assert give(force, key, look, "Not mine.", "custody") == "accepted"
    assert wanted(force, "custody") == []
    assert [one["look"] for one in wanted(force)] == [look]


A_LOOK = "5d0f4c1e-58a7-4a55-9d0e-6a1f6b7c2d10"


@pytest.mark.parametrize(
    ("look", "reason"),
    [
        ("no id", "x"),
        (A_LOOK, " "),
        (A_LOOK, None),
        (A_LOOK, "x" * 1001),
        ([], "x"),
        (None, "🙂"),
    ],
)
def test_what_is_no_reason_is_said_to_be_refused(force, key, look, reason):
    assert give(force, key, look, reason) == "refused"


def test_with_an_open_incident_no_reason_is_wanted(force):
    recorded(force)

    def wants():
        return look_up(force.installation, force.constable.id, NAMED, force.now)["wants_reason"]

    assert not wants()
    force.later(hours=13)
    assert wants()
    assert len(without_reason(force.installation, force.constable.id, force.now)["looks"]) == 1
    force.later(days=28, minutes=1)
    assert without_reason(force.installation, force.constable.id, force.now)["looks"] == []


def test_a_look_up_without_signal_is_chased_too(force, key):
    at = datetime.now(UTC) - timedelta(hours=1)
    made = made_offline(key, at, {"name": "Kraig"})
    force.client("response").post("/api/look-up/offline", json={"look_ups": [made]})
    (one,) = wanted(force)
    assert (one["look"], one["asked"]) == (made["id"], "Kraig")
    assert give(force, key, made["id"], "Stopped in the street.") == "accepted"
    assert wanted(force) == []


def test_the_auditor_sees_who_gave_none_in_the_forces_hours_and_the_reason_where_one_came(force, key):
    served(force)
    force.now = datetime.now(UTC)
    first = look_up(force.installation, force.response.id, NAMED, force.now)["look"]
    look_up(force.installation, force.custody.id, NAMED, force.now)

    def unexplained():
        found = audit(force.installation, force.auditor.id, AuditQuery(), force.now)
        return [(one["officer"], one["times"]) for one in found["alerts"] if one["why"] == "no reason"]

    force.later(hours=23)
    assert unexplained() == []
    silent = force.installation.force
    force.installation.force = replace(silent, clocks=replace(silent.clocks, reason=12))
    assert len(unexplained()) == 2
    force.installation.force = silent
    give(force, key, first, "Shouting heard.")
    force.later(hours=2)
    assert [(one.rpartition(", ")[2], times) for one, times in unexplained()] == [("1101", 1)]
    found = audit(force.installation, force.auditor.id, AuditQuery(), force.now)
    looked = {one["officer"].rpartition(", ")[2]: one for one in found["records"] if one["action"] == "look-up"}
    assert (looked["1003"]["reason"], bool(looked["1003"]["reason_at"])) == ("Shouting heard.", True)
    assert (looked["1101"]["reason"], looked["1101"]["reason_at"]) == (None, None)
    assert not any(first in str(one["asked"]) for one in found["records"])
