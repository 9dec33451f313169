"""One error shape, whatever goes wrong; and nothing of ours, or of theirs, in it."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from field_app import create_app
from field_app.store import room
from field_app.store.database import connect, migrate, reading, writing
from field_app.web import health
from tests.conftest import MONDAY, ORIGIN

JSON = {"content_type": "application/json"}


def assert_shape(answer, status, code):
    assert answer.status_code == status, answer.data[:200]
    assert answer.mimetype == "application/json"
    assert set(answer.json) == {"error"}
    error = answer.json["error"]
    assert set(error) == {"code", "message", "reasons"}
    assert error["code"] == code
    assert error["message"].endswith((".", "again."))
    assert isinstance(error["reasons"], list)
    return error


FAILURES = {
    "no such address": ("GET", "/api/nothing", {}, 404, "not_found"),
    "no such page": ("GET", "/nothing", {}, 404, "not_found"),
    "no such case": ("GET", "/api/cases/00000000-0000-4000-8000-000000000000", {}, 404, "not_found"),
    "no case at all": ("GET", "/api/cases/7QF-012-F", {}, 404, "not_found"),
    "no such method": ("PUT", "/api/entries", {}, 405, "method_not_allowed"),
    "10 MB": ("POST", "/api/entries", {"data": b" " * 10_000_000, **JSON}, 413, "request_entity_too_large"),
    "10 MB to another": ("POST", "/api/lookup", {"data": b" " * 10_000_000, **JSON}, 413, "request_entity_too_large"),
    "51 entries": (
        "POST",
        "/api/entries",
        {"json": {"entries": [{"body": "", "signature": None}] * 51}},
        413,
        "too_many",
    ),
    "a form": ("POST", "/api/entries", {"data": {"entries": "x"}}, 415, "unsupported_media_type"),
    "a form to another": ("POST", "/api/lookup", {"data": {"name": "x"}}, 415, "not_json"),
    "JSON called text": ("POST", "/api/lookup", {"data": "{}", "content_type": "text/plain"}, 415, "not_json"),
    "no JSON": ("POST", "/api/entries", {"data": "{", **JSON}, 400, "bad_request"),
    "no JSON to another": ("POST", "/api/lookup", {"data": "{", **JSON}, 400, "not_json"),
    "no UTF-8": ("POST", "/api/lookup", {"data": b'"\xff"', **JSON}, 400, "not_json"),
    "a key twice": ("POST", "/api/devices", {"data": '{"device":1,"device":2}', **JSON}, 400, "not_json"),
    "nested too deep": ("POST", "/api/entries", {"data": "[" * 100_000, **JSON}, 400, "not_json"),
    "nested too deep for another": ("POST", "/api/lookup", {"data": "[" * 100_000, **JSON}, 400, "not_json"),
    "no entries": ("POST", "/api/entries", {"json": {}}, 422, "not_understood"),
    "entries that are none": ("POST", "/api/entries", {"json": {"entries": [1]}}, 422, "not_understood"),
    "an entry with more": (
        "POST",
        "/api/entries",
        {"json": {"entries": [{"body": "", "signature": None, "x": 1}]}},
        422,
        "not_understood",
    ),
    "a sealed entry under no id": (
        "POST",
        "/api/entries",
        {"json": {"entries": [{"id": "x", "sealed": "AA"}]}},
        422,
        "not_understood",
    ),
    "a list for an object": ("POST", "/api/lookup", {"json": []}, 422, "not_understood"),
    "half a look-up": ("POST", "/api/lookup", {"json": {"name": "x"}}, 422, "not_understood"),
    "a device that is none": ("POST", "/api/devices", {"json": {"device": "x"}}, 422, "not_understood"),
    "another site": (
        "POST",
        "/api/devices",
        {"json": {}, "headers": {"Origin": "https://x.example"}},
        403,
        "other_site",
    ),
    "a bad cursor": ("GET", "/api/changes?after=x", {}, 400, "cursor"),
    "an administrator's": ("GET", "/api/officers", {}, 403, "forbidden"),
}


@pytest.mark.parametrize("what", FAILURES)
def test_every_failure_has_the_one_shape(sqlite_force, what):
    method, address, given, status, code = FAILURES[what]
    error = assert_shape(sqlite_force.client("constable").open(address, method=method, **given), status, code)
    if status == 405:
        answer = sqlite_force.client("constable").open(address, method=method)
        assert "POST" in answer.headers["Allow"]
    for reason in error["reasons"]:
        assert set(reason) == {"code", "message", "section"}


def test_without_a_session_the_shape_is_the_same(sqlite_force):
    assert_shape(sqlite_force.client().get("/api/me"), 401, "signed_out")
    assert_shape(sqlite_force.client().get("/api/nothing"), 404, "not_found")


def test_every_wrong_field_is_named_and_what_was_typed_is_not_said_back(sqlite_force):
    given = {"name": "", "born": "Tuesday-typed", "address": 5, "postcode": None, "reference": None, "extra-typed": 1}
    error = assert_shape(sqlite_force.client("constable").post("/api/lookup", json=given), 422, "not_understood")
    named = {reason["message"].partition(":")[0] for reason in error["reasons"]}
    assert {"name", "born", "address", "reason"} <= named
    assert "Tuesday-typed" not in json.dumps(error)


def test_a_person_who_asks_for_a_page_gets_a_page(sqlite_force):
    client = sqlite_force.client()
    answer = client.get("/nothing", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert b"There is nothing here." in answer.data
    assert_shape(client.get("/api/nothing", headers={"Accept": "text/html"}), 404, "not_found")


def test_a_database_that_fails_is_said_without_detail_and_nothing_that_was_typed_is_logged(sqlite_force, caplog):
    """The look-up's own table is gone: a real failure with what was asked in its hands."""
    with writing(sqlite_force.installation.engine) as connection:
        connection.execute(text("ALTER TABLE found_people RENAME TO away"))
    asked = dict.fromkeys(("name", "born", "address", "postcode", "reference", "reason"))
    caplog.set_level(logging.DEBUG)
    answer = sqlite_force.client("constable").post("/api/lookup", json={**asked, "name": "Zaphod Typed"})
    error = assert_shape(answer, 503, "away")
    assert "found_people" not in json.dumps(error) and "Operational" not in json.dumps(error)
    logged = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [("DoesNotAnswer" in record.getMessage(), record.exc_info) for record in logged] == [(True, None)]
    assert not any("Zaphod" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("setting", ["max_page_count=1", "query_only=1"], ids=["a full disk", "a read-only disk"])
def test_what_cannot_be_written_is_not_acknowledged_and_is_taken_once_there_is_room_again(sqlite_force, setting):
    force = sqlite_force
    constable = force.client("constable")
    engine = force.app().extensions["installation"].engine
    started = [force.constable.start_case(force.now)[1] for _ in range(50)]
    sent = {"entries": [{"body": one.body, "signature": None} for one in started]}

    def no_room(connection, record):
        connection.execute(f"PRAGMA {setting}")

    engine.dispose()
    event.listen(engine, "connect", no_room)
    assert_shape(constable.post("/api/entries", json=sent), 503, "away")
    assert_shape(constable.get("/health/ready"), 503, "away")
    event.remove(engine, "connect", no_room)
    engine.dispose()
    taken = constable.post("/api/entries", json=sent).json["entries"]
    assert {one["outcome"] for one in taken} == {"accepted"}
    assert constable.get("/health/ready").status_code == 200


def test_a_view_that_breaks_with_what_was_typed_in_its_error_keeps_it_to_itself(sqlite_force, caplog):
    app = sqlite_force.own_app()

    @app.get("/api/broken")
    def broken():
        raise RuntimeError("Zaphod Typed")

    answer = sqlite_force.client("constable").get("/api/broken")
    assert_shape(answer, 500, "unexpected")
    assert b"Zaphod" not in answer.data
    assert [record.getMessage().partition(" at ")[0] for record in caplog.records] == ["unexpected RuntimeError"]
    assert "Zaphod" not in caplog.text


def test_a_database_without_a_force_says_that_it_is_not_set_up(sqlite_force, tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    engine = connect(url)
    migrate(engine)
    app = create_app(replace(sqlite_force.settings, database_url=url))
    client = app.test_client()
    assert_shape(client.get("/health/ready"), 503, "not_set_up")
    assert_shape(client.post("/api/sign-in/options", json={}, headers={"Origin": ORIGIN}), 503, "not_set_up")
    assert client.get("/").status_code == 200
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert_shape(client.get("/health/ready"), 503, "not_migrated")
    assert client.get("/health/live").json == {"live": True}
    engine.dispose()
    app.extensions["installation"].engine.dispose()


def test_a_disk_with_next_to_nothing_left_is_not_ready(sqlite_force, monkeypatch):
    monkeypatch.setattr(room, "LEAST_FREE", 10**18)  # more than any disk has
    assert_shape(sqlite_force.client().get("/health/ready"), 503, "full")


def test_whether_it_writes_is_tried_every_ten_seconds_and_leaves_nothing_behind(sqlite_force, monkeypatch):
    client, engine = sqlite_force.client(), sqlite_force.installation.engine
    rows = text("SELECT min(key), count(*) FROM counts")
    seen = []
    for seconds in (0, 1, 9, 10, 20):
        monkeypatch.setattr(health, "now", lambda seconds=seconds: MONDAY + timedelta(seconds=seconds))
        assert client.get("/health/ready").status_code == 200
        with reading(engine) as connection:
            seen.append(connection.execute(rows).one())
    assert [many for _, many in seen] == [300] * 5
    assert (seen[0] == seen[1] == seen[2]) and len({first for first, _ in seen}) == 3


def test_health(sqlite_force):
    client = sqlite_force.client()
    assert client.get("/health/live").json == {"live": True}
    assert client.get("/health/ready").json == {"ready": True, "clock": "agrees", "directory": "none"}
