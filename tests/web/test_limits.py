"""How often the doors may be asked through: counted by all servers together, and cheap where nobody asks too often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from config import BadSetting, from_environment
from field_app.actions import Limit, Limits, TooMany
from field_app.store.database import connect, reading
from field_app.store.door_tables import counts
from field_app.web import limits

NOON = datetime(2026, 7, 13, 12, tzinfo=UTC)
FEW = Limit("few", 40, 60, "tries")


def written(engine):
    with reading(engine) as connection:
        return [(row.many, row.key) for row in connection.execute(select(counts))]


def passed(server, who="one", now=NOON, limit=FEW, most=100):
    """How many of so many tries pass."""
    for number in range(most):
        try:
            server.count(limit, who, now)
        except TooMany:
            return number
    return most


def test_two_servers_count_together_and_a_window_later_anew(force):
    engine, secret = force.installation.engine, b"s" * 32
    one, other = Limits(engine, secret), Limits(engine, secret)
    for server in (one, other) * 15:
        server.count(FEW, "one", NOON)
    assert 30 + passed(one) + passed(other) == 40 + 1  # each may hold back one part in twenty: here, a single one
    assert (passed(one), passed(other), passed(one, "another")) == (0, 0, 40)
    assert passed(one, now=NOON + timedelta(seconds=60)) == 40
    assert passed(Limits(engine, b"t" * 32)) == 40  # nobody who reads the table finds out whose a count is
    assert all(key.isalnum() and len(key) == 64 for _, key in written(engine))


def test_an_idle_phone_writes_nothing_and_a_busy_one_once_in_hundreds(sqlite_force):
    server = sqlite_force.installation.limits
    for phone in range(1000):
        assert passed(server, f"phone {phone}", limit=limits.IN_A_SESSION, most=20) == 20
    assert written(server.engine) == []
    assert passed(server, "busy", limit=limits.IN_A_SESSION, most=899) == 899
    assert [many for many, _ in written(server.engine)] == [600]


def test_a_database_that_does_not_answer_refuses_nobody(tmp_path):
    server = Limits(connect(f"sqlite:///{tmp_path}/empty.sqlite"), b"s" * 32)  # it has no table
    assert passed(server) == 40  # but what this process knows of itself


def test_searches_are_answered_429_with_when_to_ask_again(sqlite_force, monkeypatch):
    force = sqlite_force
    monkeypatch.setattr(limits, "now", lambda: NOON + timedelta(seconds=15))
    client, other = force.client("response"), force.own_app().test_client()
    other.set_cookie("field", client.get_cookie("field").value)
    statuses = [one.post("/api/lookup", json={}).status_code for one in (client, other) * 34]
    assert statuses.count(422) in range(60, 65) and set(statuses[64:]) == {429}
    refused = other.post("/api/lookup", json={})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "45")
    said = "Too many searches just now. Nothing you recorded is lost; try again in 45 seconds."
    assert (refused.json["error"]["code"], refused.json["error"]["message"]) == ("too_many_requests", said)
    assert other.get("/api/me").status_code == 200  # it is that door alone,
    assert force.client("constable").post("/api/lookup", json={}).status_code == 422  # and that session


def test_who_has_no_session_is_counted_by_the_network(sqlite_force, monkeypatch):
    monkeypatch.setattr(limits, "now", lambda: NOON)
    monkeypatch.setattr(limits, "WITHOUT", Limit("address", 5, 60, "requests"))
    client = sqlite_force.client()
    asked = [client.get("/api/me", headers={"X-Forwarded-For": "192.0.2.1"}).status_code for _ in range(6)]
    assert asked == [401] * 5 + [429]
    client.set_cookie("field", "forged")  # no session of ours
    assert client.get("/api/me", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 429
    assert client.get("/api/me", headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 401
    assert client.get("/sign-in", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 200  # shells and files


@pytest.mark.parametrize(
    ("peer", "said", "network"),
    [
        ("127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "198.51.100.9, 192.0.2.1", "192.0.2.1"),  # what the client said stands before the proxy's word
        ("", "192.0.2.1", "192.0.2.1"),
        ("198.51.100.7", "192.0.2.1", "198.51.100.7"),
        ("10.0.0.5", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_where_a_request_comes_from_is_the_proxys_word_and_nobody_elses(sqlite_force, peer, said, network):
    app = sqlite_force.app()
    app.extensions["installation"].proxies = ("10.0.0.5",)
    with app.test_request_context(environ_base={"REMOTE_ADDR": peer}, headers={"X-Forwarded-For": said}):
        assert limits._network() == network


def test_the_settings_are_a_number_and_addresses():
    read = from_environment({"FIELD_LIMITS": "4", "FIELD_PROXIES": "10.0.0.5 2001:db8::1"})
    assert (read.limits_times, read.proxies) == (4, ("10.0.0.5", "2001:db8::1"))
    for wrong in ({"FIELD_LIMITS": "0"}, {"FIELD_LIMITS": "many"}, {"FIELD_PROXIES": "nginx"}):
        with pytest.raises(BadSetting):
            from_environment(wrong)
