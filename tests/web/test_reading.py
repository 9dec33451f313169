"""Who may read which case when, and what a phone is told that it has not yet got."""

from __future__ import annotations

import base64
import json
import shutil
import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from field_app.demonstration.case import authorise, capture, serve
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import entry_id
from field_app.store.database import reading, writing
from field_app.store.officers import close_session
from tests.conftest import ROLES
from tests.store.story import assessed, authorised, corrected, of_kind, recorded, requested, served

EVERYONE = set(ROLES)
TEAM = {"constable", "auditor"}


def refused(force):
    case_id, _, request = requested(force)
    refusal = force.superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    force.superintendent.record([refusal], force.now)
    return (case_id,)


MAY_READ = {
    "recording": (recorded, TEAM),
    "requested": (requested, TEAM | {"superintendent", "other_superintendent", "safeguarding"}),
    "authorised": (authorised, TEAM | {"superintendent", "safeguarding"}),
    "refused": (refused, TEAM | {"superintendent", "safeguarding"}),
    "served": (
        served,
        TEAM | {"superintendent", "other_superintendent", "inspector", "solicitor", "safeguarding", "custody"},
    ),
}


@pytest.mark.parametrize("stage", MAY_READ)
def test_who_may_read_a_case_at_this_stage(sqlite_force, stage):
    play, allowed = MAY_READ[stage]
    case_id = play(sqlite_force)[0]
    may = set()
    for who in EVERYONE:
        client = sqlite_force.client(who)
        answers = {client.get(f"/api/cases/{case_id}{tail}").status_code for tail in ("", "/log")}
        assert answers in ({200}, {404})
        may |= {who} if answers == {200} else set()
    assert may == allowed
    assert set(sqlite_force.officers) == EVERYONE


def test_a_case_that_is_not_yours_is_as_good_as_none(sqlite_force):
    case_id = recorded(sqlite_force)[0]
    client = sqlite_force.client("response")
    other, none = client.get(f"/api/cases/{case_id}"), client.get(f"/api/cases/{uuid.uuid4()}")
    assert (other.status_code, other.json) == (none.status_code, none.json)


def consulted(force):
    with reading(force.installation.engine) as connection:
        found = connection.execute(text("SELECT officer, action, case_id FROM access ORDER BY number"))
        return [tuple(row) for row in found]


def test_every_consultation_is_on_record_and_a_refused_one_as_that(force):
    case_id = recorded(force)[0]
    client = force.client("auditor")
    client.get(f"/api/cases/{case_id}")
    client.get(f"/api/cases/{case_id}/log")
    force.client("response").get(f"/api/cases/{case_id}")
    force.client("constable").get("/api/changes")
    assert consulted(force) == [
        (force.auditor.id, "case", case_id),
        (force.auditor.id, "log", case_id),
        (force.response.id, "case refused", case_id),
        (force.constable.id, "changes", case_id),
    ]


def test_a_case_as_computed_and_as_recorded(force):
    case_id, captured, request, decision, service = served(force)
    client = force.client("constable")
    view = client.get(f"/api/cases/{case_id}").json["case"]
    assert (view["id"], view["stage"], view["regime"]) == (case_id, "served", "CSA2010")
    assert (view["respondent"]["family_name"], view["protected_person"]["given_names"]) == ("Inventedson", "Rachel")
    assert view["decision"]["_"]["entry"] == entry_id(decision)
    log = client.get(f"/api/cases/{case_id}/log").json["entries"]
    assert [one["body"] for one in log] == [one.body for one in [*captured, request, decision, service]]
    assert [one["signature"] for one in log[-3:]] == [one.signature for one in (request, decision, service)]
    names = {"position", "body", "body_sha256", "signature", "hash", "received_at", "officer", "rescued", "reasons"}
    assert set(log[0]) == names and log[0]["body_sha256"] is None
    assert view["service"]["_"]["received_at"] == log[-1]["received_at"]


def test_the_list_is_of_the_officers_own_newest_first(force):
    first, second = recorded(force)[0], requested(force)[0]
    listed = force.client("constable").get("/api/cases").json["cases"]
    assert [(one["id"], one["stage"], one["respondent"]) for one in listed] == [
        (second, "requested", "Craig Inventedson"),
        (first, "recording", "Craig Inventedson"),
    ]
    assert set(listed[0]) == {"id", "reference", "stage", "respondent", "changed_at"}
    assert [one["id"] for one in force.client("superintendent").get("/api/cases").json["cases"]] == [second]
    assert force.client("response").get("/api/cases").json["cases"] == []


# --- Changes -----------------------------------------------------------------------------------------------


class Phone:
    """What a phone does with `/api/changes`: keep the cursor and the ETag, append or replace, forget."""

    def __init__(self, client):
        self.client, self.after, self.etag, self.held, self.officers = client, None, None, {}, {}

    def pull(self):
        address = "/api/changes" + (f"?after={self.after}" if self.after is not None else "")
        answer = self.client.get(address, headers={"If-None-Match": self.etag} if self.etag else {})
        self.etag = answer.headers["ETag"]
        if answer.status_code == 304:
            assert answer.data == b""
            return None
        assert answer.status_code == 200, answer.json
        document = answer.json
        assert set(document) == {"cases", "gone", "beside", "officers", "after", "as_at"}
        for one in document["cases"]:
            before = [] if one["whole"] else self.held[one["id"]]
            self.held[one["id"]] = [*before, *one["entries"]]
            held = self.held[one["id"]]
            assert [entry["position"] for entry in held] == list(range(1, len(held) + 1))
            assert one["head"] == {"position": len(held), "hash": held[-1]["hash"]}
        for case_id in document["gone"]:
            del self.held[case_id]
        self.after = document["after"]
        self.officers |= document["officers"]
        return document


def test_a_phone_is_told_each_entry_once_and_nothing_when_nothing_changed(force):
    phone = Phone(force.client("constable"))
    assert phone.pull()["cases"] == []
    assert phone.pull() is None
    case_id, captured = recorded(force)
    assert [one["whole"] for one in phone.pull()["cases"]] == [True]
    assert phone.pull() is None
    risk = corrected(force.constable, case_id, of_kind(captured, "risk assessed"), force.now)
    force.constable.record([risk], force.now)
    (change,) = phone.pull()["cases"]
    assert (change["whole"], [entry["body"] for entry in change["entries"]]) == (False, [risk.body])
    assert phone.pull() is None
    assert [one["body"] for one in phone.held[case_id]] == [one.body for one in [*captured, risk]]
    assert phone.officers == {
        force.constable.id: {"name": "PC Alex Sample", "collar_number": "1001", "rank": "constable"}
    }


def test_a_request_comes_to_every_superintendent_and_goes_from_those_who_did_not_decide(force):
    decides, other, inspector = (
        Phone(force.client(who)) for who in ("superintendent", "other_superintendent", "inspector")
    )
    case_id, captured = capture(force.constable, force.now)
    force.constable.record(captured, force.now)
    for phone in (decides, other):
        phone.pull()
        assert phone.held == {}
    request = ask(force.constable, case_id, captured, force.now)
    force.constable.record([request], force.now)
    for phone in (decides, other):
        assert [one["id"] for one in phone.pull()["cases"]] == [case_id]
    force.superintendent.record([authorise(force.superintendent, case_id, request, force.now)], force.now)
    assert decides.pull()["gone"] == []
    assert other.pull()["gone"] == [case_id]
    assert (list(decides.held), other.held) == ([case_id], {})
    assert other.pull() is None
    inspector.pull()
    assert inspector.held == {}


def test_whoever_joins_a_case_is_told_all_of_it(force):
    case_id, *_, decision = authorised(force)
    phone = Phone(force.client("response"))
    phone.pull()
    force.response.record([serve(force.response, case_id, decision, force.now, force.now)], force.now)
    (change,) = phone.pull()["cases"]
    assert (change["id"], change["whole"], len(change["entries"])) == (case_id, True, 17)
    assert set(phone.officers) == {force.constable.id, force.superintendent.id, force.response.id}


def test_irregular_reasons_travel_with_the_entry(sqlite_force):
    case_id, *_ = recorded(sqlite_force)
    entry = sqlite_force.response.write("risk assessed", case_id, assessed("x"), sqlite_force.now)
    sqlite_force.response.send([entry], sqlite_force.now)
    phone = Phone(sqlite_force.client("constable"))
    phone.pull()
    (reason,) = phone.held[case_id][-1]["reasons"]
    assert (reason["code"], reason["section"]) == ("not_on_the_case", None)


def test_a_log_that_was_rewritten_is_told_whole(sqlite_force):
    """The database goes back to a backup, and what comes then is another fourteenth entry."""
    force = sqlite_force
    path = force.settings.database_url.removeprefix("sqlite:///")
    case_id, _ = recorded(force)
    with force.installation.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, path + ".backup")
    phone = Phone(force.client("constable"))

    def add(account):
        entry = force.constable.write("risk assessed", case_id, assessed(account), force.now)
        force.constable.record([entry], force.now)
        return entry

    add("lost")
    add("lost too")
    phone.pull()
    force.installation.engine.dispose()
    force.app().extensions["installation"].engine.dispose()
    for tail in ("-wal", "-shm"):
        shutil.rmtree(path + tail, ignore_errors=True)
    shutil.copy(path + ".backup", path)
    found = [add("another"), add("another still"), add("and one more")]
    document = phone.pull()
    assert [one["whole"] for one in document["cases"]] == [True]
    assert [one["body"] for one in phone.held[case_id][-3:]] == [one.body for one in found]
    assert len(phone.held[case_id]) == 17


@pytest.mark.parametrize("after", ["x", "é", "AAAA", "%00", "=" * 8, "../../x", "A" * 39, "'--"])
def test_a_cursor_that_is_none_is_refused(sqlite_force, after):
    answer = sqlite_force.client("constable").get("/api/changes", query_string={"after": after})
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "cursor")


def test_a_cursor_made_up_gives_nothing_that_is_not_ones_own(sqlite_force):
    case_id, *_ = recorded(sqlite_force)
    made_up = (
        base64.urlsafe_b64encode(uuid.UUID(case_id).bytes + (5).to_bytes(4, "big") + bytes(8)).decode().rstrip("=")
    )
    answer = sqlite_force.client("response").get("/api/changes", query_string={"after": made_up}).json
    assert (answer["cases"], answer["gone"]) == ([], [case_id])
    beyond = base64.urlsafe_b64encode(uuid.UUID(case_id).bytes + b"\xff" * 12).decode().rstrip("=")
    (change,) = sqlite_force.client("constable").get("/api/changes", query_string={"after": beyond}).json["cases"]
    assert change["whole"]


def test_an_etag_is_an_officers_own(sqlite_force):
    requested(sqlite_force)
    first = sqlite_force.client("superintendent").get("/api/changes").headers["ETag"]
    other = sqlite_force.client("other_superintendent").get("/api/changes", headers={"If-None-Match": first})
    assert (other.status_code, len(other.json["cases"])) == (200, 1)
    for unusable in ("*", 'W/"x"', "nonsense", f'"x", {first}'):
        answer = sqlite_force.client("constable").get("/api/changes", headers={"If-None-Match": unusable})
        assert answer.status_code == 200, unusable


def test_a_promotion_opens_the_requests_that_wait(sqlite_force):
    force = sqlite_force
    case_id, *_ = requested(force)
    phone = Phone(force.client("inspector"))
    phone.pull()
    facts = {
        "officer": force.inspector.id,
        "rank": "superintendent",
        "basis": "temporary",
        "reason": None,
        "postings": [],
        "authorising_from": "superintendent",
    }
    office, second = force.constable.office().id, force.second_administrator()
    entry = force.administrator.write("rank and posting recorded", office, facts, force.now)
    force.administrator.record([entry], force.now)
    phone.pull()
    assert not phone.held
    named = {"officer": force.inspector.id, "rank": "superintendent"}
    second.record([second.write("rank confirmed", office, named, force.now, relies_on=[entry])], force.now)
    phone.pull()
    assert list(phone.held) == [case_id]
    assert json.loads(phone.held[case_id][0]["body"])["case"] == case_id


def test_legal_services_hold_what_was_served_and_safeguarding_what_is_to_be_told(sqlite_force):
    case_id = served(sqlite_force)[0]
    recorded(sqlite_force)
    others = {play(sqlite_force)[0] for play in (requested, authorised)}
    phone = Phone(sqlite_force.client("solicitor"))
    phone.pull()
    assert set(phone.held) == {case_id}
    safeguarding = Phone(sqlite_force.client("safeguarding"))
    safeguarding.pull()
    assert set(safeguarding.held) == {case_id, *others}


def test_what_another_process_committed_is_in_the_very_next_poll(force):
    """The officers of `force` write through an installation of their own: for the application, another process."""
    phone, other = Phone(force.client("constable")), Phone(force.client("other_constable"))
    phone.pull(), other.pull()
    assert (phone.pull(), other.pull()) == (None, None)
    case_id, _ = recorded(force)
    assert [one["id"] for one in phone.pull()["cases"]] == [case_id]
    assert other.pull() is None
    assert phone.pull() is None
    with writing(force.installation.engine) as connection:
        close_session(connection, force.constable.token, datetime.now(UTC))
    client = force.client("constable")
    assert client.get(f"/api/changes?after={phone.after}", headers={"If-None-Match": phone.etag}).status_code == 401
