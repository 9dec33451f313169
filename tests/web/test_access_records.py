"""Whatever gives data away leaves a record, committed before it is shown; no reading route is left out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module

import pytest

from field_app.actions import enrolment_link
from field_app.store import access, attachments
from field_app.store.database import reading, writing
from field_app.store.tables import access as table
from field_app.web.gate import OPEN
from tests.store.story import authorised

PHOTOGRAPH = b"not a real photograph"
NAME = sha256(PHOTOGRAPH).hexdigest()

LEAVE_NONE = {
    "confirmations.options": "what is about to be taken; the taking is on record",
    "confirmations.take": "the same; a refusal is on record",
    "sign_in.me": "who one is oneself",
    "sign_in.sign_out": "ends a session",
    "entries.entries": "each entry is itself the record of what was changed",
    "devices.add": "one's own browser, and an entry of the office log",
    "push.subscribe": "one's own browser",
    "push.unsubscribe": "one's own browser",
    "receipts.report": "an alarm in, nothing out; it is itself a record",
    "rescues.bring": "a file in, nothing out",
    "reaching.on_call": "whom oneself would ask now",
    "reaching.case_opened": "an alarm's answer in, nothing out; an entry says so",
    "holidays.holidays": "days",
    "postcodes.addresses": "which addresses there are, and nobody at them",
    "documents.translations": "hashes of words",
    "snapshot.wanting": "what one asked oneself",
    "snapshot.made_offline": "look-ups in, nothing out; they are themselves a record",
    "training.lessons": "invented people alone, in training alone",
    "training.reset": "takes away, in training alone; it is itself a record",
}
"""The routes behind the gate that tell nobody anything about others, and why."""

GIVES = {
    "cases.changed": ("GET", "/api/changes", "constable", ["changes"]),
    "cases.listed": ("GET", "/api/cases", "constable", ["cases"]),
    "cases.case": ("GET", "/api/cases/{case}", "constable", ["case"]),
    "cases.case_log": ("GET", "/api/cases/{case}/log", "constable", ["log"]),
    "attachments.original": ("GET", "/api/cases/{case}/attachments/{name}", "constable", ["attachment"]),
    "attachments.preview": ("GET", "/api/cases/{case}/attachments/{name}/preview", "constable", ["preview"]),
    "lookup.lookup": ("POST", "/api/lookup", "response", ["look-up", "found"]),
    "officers.officers": ("GET", "/api/officers", "administrator", ["officers"]),
    "officers.link": ("POST", "/api/officers/{officer}/enrolment-link", "administrator", ["enrolment link"]),
    "officers.code": ("POST", "/api/officers/{officer}/enrolment-code", "administrator", ["enrolment code"]),
    "devices.devices": ("GET", "/api/devices", "constable", ["devices"]),
    "documents.bundle": ("POST", "/api/cases/{case}/court-bundle", "solicitor", ["court bundle refused"]),
    "documents.drawn_page": ("GET", "/api/cases/{case}/drawn-pages/{name}?page=1", "solicitor", ["drawn page refused"]),
    "documents.archive": ("GET", "/api/cases/{case}/evidence-archives/{case}", "auditor", ["evidence archive"]),
    "documents.subject_access": ("GET", "/api/cases/{case}/subject-access/{case}", "auditor", ["subject access"]),
    "documents.document": ("GET", "/api/cases/{case}/documents/{name}", "constable", ["document"]),
    "safeguarding.listed": ("GET", "/api/safeguarding", "safeguarding", ["safeguarding"]),
    "safeguarding.of_case": ("GET", "/api/cases/{case}/safeguarding", "constable", ["safeguarding case"]),
    "legal_desk.desk": ("GET", "/api/legal-desk", "solicitor", ["legal desk"]),
    "custody.desk": ("GET", "/api/custody", "custody", ["custody desk"]),
    "control_room.desk": ("GET", "/api/control-room", "control_room", ["control room"]),
    "live.live": ("GET", "/api/live", "inspector", ["live view"]),
    "unserved.unserved": ("GET", "/api/unserved", "constable", ["unserved"]),
    "reaching.reaching": ("GET", "/api/reaching", "administrator", ["reaching"]),
    "figures.figures": ("GET", "/api/figures?from=2026-07-01&to=2026-07-31", "inspector", ["figures"]),
    "figures.sentence": ("POST", "/api/figures/sentence", "inspector", ["figures"]),
    "reaching.rota": ("GET", "/api/rota", "administrator", ["rota"]),
    "rescues.rescues": ("GET", "/api/rescues", "constable", ["rescue files"]),
    "audit.look": ("POST", "/api/audit", "auditor", ["audit"]),
    "snapshot.given": ("GET", "/api/look-up/snapshot", "response", ["snapshot"]),
    "orders.listed": ("GET", "/api/orders?state=all", "safeguarding", ["exported", "orders export"]),
    "orders.file": ("GET", "/api/orders.csv?state=all", "inspector", ["exported", "orders export"]),
    "sealing.listed": ("GET", "/api/sealed", "constable", ["sealed cases"]),
    "sealing.of_case": ("POST", "/api/sealing", "inspector", ["sealing refused"]),
    "keeping.listed": ("GET", "/api/keeping", "auditor", ["keeping"]),
    "keeping.of_case": ("POST", "/api/keeping", "auditor", ["keeping case refused"]),
}
"""Every other: how it is asked, by whom, and the records that leaves."""

BODIES = {
    "lookup.lookup": {
        "name": "Inventedson",
        "born": None,
        "address": None,
        "postcode": None,
        "reference": None,
        "reason": "Called there.",
    },
    "documents.bundle": {"exhibits": None, "withheld": []},
    "figures.sentence": {"first": "2026-07-01", "last": "2026-07-31", "unsuppressed": None},
    "audit.look": {"officer": None, "case": None, "person": None, "since": None, "until": None},
    "sealing.of_case": {"case": "7QF-999-K"},
    "keeping.of_case": {"case": "7QF-999-K"},
}


def records(force):
    with reading(force.installation.engine) as connection:
        return connection.execute(table.select().order_by(table.c.number)).all()


@pytest.fixture
def case_id(sqlite_force):
    """An authorised case, with a file."""
    found, *_ = authorised(sqlite_force)
    keys = sqlite_force.installation.keys
    with writing(sqlite_force.installation.engine) as connection:
        attachments.keep(connection, keys, found, NAME, PHOTOGRAPH, officer="x", received_at="2026")
    return found


def test_every_route_is_either_on_record_or_gives_nothing(sqlite_force):
    behind = {rule.endpoint for rule in sqlite_force.app().url_map.iter_rules()} - OPEN
    assert behind == LEAVE_NONE.keys() | GIVES.keys()


@pytest.mark.parametrize("endpoint", GIVES)
def test_what_gives_data_leaves_a_record(sqlite_force, case_id, endpoint):
    method, path, role, actions = GIVES[endpoint]
    if endpoint == "officers.code":
        enrolment_link(sqlite_force.installation, sqlite_force.response.id, datetime.now(UTC), needs_code=True)
    if endpoint in ("documents.archive", "documents.subject_access"):
        sqlite_force.confirm(role, path.format(case=case_id))
    before = len(records(sqlite_force))
    path = path.format(case=case_id, name=NAME, officer=sqlite_force.response.id)
    body = {"json": BODIES.get(endpoint, {})} if method == "POST" else {}
    answer = sqlite_force.client(role).open(path, method=method, **body)
    assert answer.status_code in (200, 404), answer.text  # 404: what is no photograph has no preview
    made = records(sqlite_force)[before:]
    assert [(one.officer, one.action) for one in made] == [(sqlite_force.officers[role].id, one) for one in actions]
    if "{case}" in GIVES[endpoint][1] or actions[-1] == "found":
        assert made[-1].case_id == case_id


def test_the_record_comes_first_or_nothing_is_shown(sqlite_force, case_id, monkeypatch):
    def fails(*_args, **_named):
        raise RuntimeError("the database is full")

    monkeypatch.setattr("field_app.web.documents.confirmed_here", lambda: True)
    monkeypatch.setattr(access, "keep", fails)
    for endpoint, (method, path, role, _) in GIVES.items():
        path = path.format(case=case_id, name=NAME, officer=sqlite_force.response.id)
        body = {"json": BODIES.get(endpoint, {})} if method == "POST" else {}
        answer = sqlite_force.client(role).open(path, method=method, **body)
        assert answer.status_code == 500, endpoint
        assert "Inventedson" not in answer.text


def test_that_somebody_asked_who_may_not_is_on_record_too(sqlite_force, case_id):
    assert sqlite_force.client("custody").get(f"/api/cases/{case_id}").status_code == 404
    [made] = [one for one in records(sqlite_force) if one.officer == sqlite_force.custody.id]
    assert (made.action, made.case_id) == ("case refused", case_id)


def test_what_was_asked_is_sealed_under_its_months_key_and_older_under_the_installations(force):
    keys, office = force.installation.keys, force.constable.office().id
    with writing(force.installation.engine) as connection:
        for at, detail in (("2026-10-31T23:59", "october"), ("2026-11-01T00:00", "november")):
            access.keep(connection, keys, at=at, officer="x", action="look-up", detail=detail)
        old = keys.of(connection, office).seal("access 2026-01-01T00:00", b"january")
        connection.execute(table.insert().values(at="2026-01-01T00:00", officer="x", action="look-up", detail=old))
    stored = b"".join(one.detail for one in records(force))
    assert b"october" not in stored and b"november" not in stored
    with reading(force.installation.engine) as connection:
        assert keys.known(connection, "access 2026-10") and keys.known(connection, "access 2026-11")
        found = [one.detail for one in access.read(connection, keys, office)]
    assert found == ["october", "november", "january"]
    with writing(force.installation.engine) as connection:  # a month whose key has been destroyed says nothing more
        drop = "DROP TRIGGER case_keys_no_delete"
        connection.exec_driver_sql(
            drop if connection.dialect.name == "sqlite" else "ALTER TABLE case_keys DISABLE TRIGGER USER"
        )
        connection.exec_driver_sql("DELETE FROM case_keys WHERE case_id = 'access 2026-10'")
    with reading(force.installation.engine) as connection:
        assert [one.detail for one in access.read(connection, keys, office)] == [None, "november", "january"]


# --- The auditor -------------------------------------------------------------------------------------------


def asked(force, role="auditor", **narrowed):
    return force.client(role).post("/api/audit", json={**BODIES["audit.look"], **narrowed})


def looked_up(force, role, **asked):
    body = {**BODIES["lookup.lookup"], "reason": None, **asked}
    assert force.client(role).post("/api/lookup", json=body).status_code == 200


def test_nobody_but_an_auditor_and_asking_is_on_record(sqlite_force):
    for role in sqlite_force.officers:
        assert asked(sqlite_force, role).status_code == (200 if role == "auditor" else 403)
    made = [(one.officer, one.action) for one in records(sqlite_force)]
    assert (sqlite_force.auditor.id, "audit") in made
    assert (sqlite_force.administrator.id, "audit refused") in made


def test_by_officer_case_and_person(sqlite_force, case_id):
    looked_up(sqlite_force, "response", name="Craig Inventedson", reason="Called there.")
    looked_up(sqlite_force, "custody", name="Somebody Else")
    sqlite_force.client("constable").get(f"/api/cases/{case_id}")

    everything = asked(sqlite_force).json["records"]
    assert [one["action"] for one in everything] == ["audit", "case", "look-up", "found", "look-up"]
    by_officer = asked(sqlite_force, officer="casey").json["records"]
    assert [(one["officer"], one["action"]) for one in by_officer] == [
        ("PC Casey Placeholder, 1003", "found"),
        ("PC Casey Placeholder, 1003", "look-up"),
    ]
    assert by_officer[1]["asked"] == ["Craig Inventedson"] and by_officer[1]["reason"] == "Called there."
    reference = sqlite_force.client("constable").get(f"/api/cases/{case_id}").json["case"]["reference"]
    by_case = asked(sqlite_force, case=reference, since="2026-01-01").json["records"]
    assert {one["action"] for one in by_case} == {"case", "found", "recorded"}
    assert {one["case"] for one in by_case} == {reference}
    by_person = asked(sqlite_force, person="craig inventedsen").json["records"]
    assert [one["action"] for one in by_person] == ["look-up"]
    assert asked(sqlite_force, until="2026-01-01").json["records"] == []


def test_who_is_not_known_is_said_beside_the_field(sqlite_force):
    for field in ("officer", "case"):
        answer = asked(sqlite_force, **{field: "Nobody-1"})
        assert answer.status_code == 404
        assert [one["code"] for one in answer.json["error"]["reasons"]] == [field]
        assert "Nobody-1" in answer.json["error"]["message"]


def test_what_stands_out(sqlite_force, case_id):
    looked_up(sqlite_force, "response", name="Casey Placeholder")
    looked_up(sqlite_force, "response", name="alex sample")
    looked_up(sqlite_force, "response", name="Jo Placeholder")
    for _ in range(3):
        looked_up(sqlite_force, "custody", name="Craig Inventedson")
    sqlite_force.client("inspector").get(f"/api/cases/{case_id}")
    for number in range(30):
        looked_up(sqlite_force, "control_room", name=f"Unknown {number}", reason="Duty.")
    found = {(one["why"], one["officer"].partition(",")[0]): one for one in asked(sqlite_force).json["alerts"]}
    assert found.keys() == {
        ("oneself", "PC Casey Placeholder"),
        ("colleague", "PC Casey Placeholder"),
        ("same surname", "PC Casey Placeholder"),
        ("repeated look-ups", "Sgt Drew Fictive"),
        ("repeated views", "Sgt Drew Fictive"),
        ("not theirs", "Insp Eden Pretend"),
        ("bulk reading", "Jules Mockname"),
    }
    assert found["repeated look-ups", "Sgt Drew Fictive"]["times"] == 3
    assert json.dumps(found["colleague", "PC Casey Placeholder"]["name"]) == '"alex sample"'


def test_a_phone_that_was_told_otherwise_is_an_alert(sqlite_force, case_id):
    told = {"case": case_id, "position": 3, "hash": "0" * 64}
    assert sqlite_force.client("constable").post("/api/receipts", json=told).status_code == 204
    answer = asked(sqlite_force).json
    [alert] = answer["alerts"]
    assert (alert["why"], alert["officer"]) == ("told otherwise", "PC Alex Sample, 1001")
    assert alert["case"] == answer["records"][1]["case"]
    assert answer["records"][1]["asked"] == [f"Entry 3 was {told['hash']}."]


def test_the_newest_are_shown_and_how_many_more_there_are(sqlite_force, monkeypatch):
    module = import_module("field_app.actions.audit")
    monkeypatch.setattr(module, "MOST_READ", 3)
    monkeypatch.setattr(module, "MOST_SHOWN", 2)
    for number in range(4):
        looked_up(sqlite_force, "response", name=f"Unknown {number}")
    answer = asked(sqlite_force, officer="casey").json
    assert [one["asked"] for one in answer["records"]] == [["Unknown 3"], ["Unknown 2"]]
    assert answer["more"] == 2
