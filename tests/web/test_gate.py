"""Shut unless listed; nothing from another site; the same headers on everything."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import session

from field_app import create_app
from field_app.store import clock
from field_app.web.gate import OPEN
from tests.conftest import ORIGIN

VALUES = {"token": "abc", "filename": "sw.js"}


def addresses(app, wanted):
    """A real address of every rule whose endpoint is wanted, with the methods it takes."""
    for rule in app.url_map.iter_rules():
        if wanted(rule.endpoint):
            values = {name: VALUES.get(name, uuid.uuid4()) for name in rule.arguments}
            with app.test_request_context():
                yield (
                    rule.endpoint,
                    app.url_map.bind("localhost").build(rule.endpoint, values, method=None)
                    if (rule.arguments)
                    else rule.rule,
                    rule.methods,
                )


def test_every_route_but_the_open_ones_is_shut_without_a_session(sqlite_force):
    client = sqlite_force.client()
    shut = list(addresses(sqlite_force.app(), lambda endpoint: endpoint not in OPEN))
    assert len(shut) >= 12
    for endpoint, address, methods in shut:
        for method in methods:
            answer = client.open(address, method=method)
            if (method, address) == ("OPTIONS", "/api/sign-in"):
                assert (answer.status_code, answer.data) == (200, b"")  # signing in, which is open, shares it
                continue
            assert answer.status_code == 401, (endpoint, method)
            assert method == "HEAD" or answer.json["error"]["code"] == "signed_out"


def test_a_made_up_session_opens_nothing(sqlite_force):
    client = sqlite_force.client()
    for token in ("x", sqlite_force.constable.id, sqlite_force.constable.token + "x"):
        with client.session_transaction() as session:
            session["_user_id"] = token
        assert client.get("/api/me").status_code == 401
    client.set_cookie("field", "forged")
    assert client.get("/api/me").status_code == 401


def test_a_cookie_that_was_read_before_opens_nothing_once_it_is_too_old_or_signed_out(sqlite_force, monkeypatch):
    client = sqlite_force.client("constable")
    began = datetime.now(UTC)
    answers = []
    for hours in (0, 11, 12.1):  # the session was opened when this process of the tests began
        monkeypatch.setattr(clock, "machine_clock", lambda after=hours: began + timedelta(hours=after))
        answers.append(client.get("/api/me").status_code)
    assert answers == [200, 200, 401]
    monkeypatch.undo()
    cookie = client.get_cookie("field").value
    assert client.delete("/api/sign-in").status_code < 300
    client.set_cookie("field", cookie)
    assert client.get("/api/me").status_code == 401


def test_what_is_open_is_what_the_list_says_and_no_more(sqlite_force):
    app = sqlite_force.app()
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= OPEN
    assert {endpoint for endpoint in OPEN if endpoint.startswith(("cases", "entries", "lookup", "officers"))} == set()


def test_an_open_page_holds_nothing_of_anybody(sqlite_force):
    client = sqlite_force.client("constable")
    anonymous = sqlite_force.app().test_client()
    name = sqlite_force.constable.office().officers[sqlite_force.constable.id].name
    for _, address, _ in addresses(sqlite_force.app(), lambda endpoint: endpoint == "shells.screen"):
        mine, nobodys = client.get(address), anonymous.get(address)
        assert mine.status_code == 200
        assert mine.data == nobodys.data
        assert name.encode() not in mine.data


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": ORIGIN}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": ORIGIN + ".evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_what_changes_anything_comes_from_our_own_pages(sqlite_force, headers, passes):
    client = sqlite_force.client("constable")
    shut = ("POST", "/api/devices"), ("DELETE", "/api/push-subscriptions"), ("POST", "/api/entries")
    for method, address in (*shut, ("POST", "/api/sign-in/options"), ("DELETE", "/api/sign-in")):
        answer = client.open(address, method=method, json={}, headers=headers)
        assert (answer.status_code != 403) == passes, (method, address, answer.json)
        if not passes:
            assert answer.json["error"]["code"] == "other_site"
    if not passes:
        assert client.get("/api/me").status_code == 200  # the sign-out among them did not happen


WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def test_every_answer_carries_the_headers(sqlite_force):
    client = sqlite_force.client("constable")
    for method, address in (
        ("GET", "/"),
        ("GET", "/sign-in"),
        ("GET", "/enrol/abc"),
        ("GET", "/api/me"),
        ("GET", "/api/cases"),
        ("GET", "/static/sw.js"),
        ("GET", "/static/law.json"),
        ("GET", "/nothing"),
        ("POST", "/api/entries"),
        ("POST", "/"),
        ("GET", "/health/live"),
    ):
        headers = client.open(address, method=method, buffered=True).headers
        assert {name: headers.get(name) for name in WANTED} == WANTED, address
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert headers["Cache-Control"] == ("no-cache" if address.startswith("/static/") else "no-store"), address
        assert "Strict-Transport-Security" not in headers  # localhost, in demonstration
    assert client.get("/static/sw.js", buffered=True).headers["Service-Worker-Allowed"] == "/"
    shell = client.get("/").headers["Content-Security-Policy"]
    assert "img-src 'self' blob:;" in shell
    # A worker is held to the policy it comes with, and this one loads modules.
    assert client.get("/static/js/evidence_worker.js", buffered=True).headers["Content-Security-Policy"] == shell
    part = client.get("/static/js/clocks.js", buffered=True).headers  # no document: it needs what is about itself
    assert (part["X-Content-Type-Options"], part["Cross-Origin-Resource-Policy"]) == ("nosniff", "same-origin")
    assert part["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(sqlite_force):
    client = sqlite_force.client()
    with client.session_transaction() as session:
        session["x"] = 1
    cookie = client.get_cookie("field")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Strict")


def test_over_https_the_cookie_is_this_hosts_alone_and_https_is_kept_to(sqlite_force):
    settings = replace(sqlite_force.settings, origin="https://field.example")
    app = create_app(settings, serving=False)
    client = app.test_client()
    base = {"base_url": "https://field.example"}
    asked = client.post("/api/sign-in/options", json={}, **base)
    assert asked.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    with app.test_request_context(**base):
        session["x"] = 1
        answer = app.make_response("")
        app.session_interface.save_session(app, session, answer)
    app.extensions["installation"].engine.dispose()
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-field=") and len(cookie) < 4096
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= {*cookie.split("; ")} and "Domain" not in cookie


def test_another_host_than_ours_is_said_back_nowhere(sqlite_force):
    client = sqlite_force.client("administrator")
    evil = {"base_url": "http://evil.example", "headers": {"X-Forwarded-Host": "evil.example"}}
    made = client.post(f"/api/officers/{sqlite_force.response.id}/enrolment-link")
    named = sqlite_force.client("administrator")
    with named.session_transaction(base_url="http://evil.example") as kept:
        kept["_user_id"], kept["_fresh"] = sqlite_force.administrator.token, True
    other = named.post(f"/api/officers/{sqlite_force.response.id}/enrolment-link", **evil)
    assert made.json["link"].startswith(ORIGIN) and other.json["link"].startswith(ORIGIN)
    for address in ("/", "/sign-in", "/api/openapi.json", "/static/", "/nothing"):
        said = sqlite_force.client().get(address, **evil)
        assert "evil.example" not in said.text and "evil.example" not in str(said.headers), address


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "PATCH"])
def test_a_method_nobody_needs_is_refused(sqlite_force, method):
    for address in ("/", "/api/cases", "/health/live"):
        assert sqlite_force.client("constable").open(address, method=method).status_code in (403, 405), (
            address,
            method,
        )


def test_a_line_typed_to_forge_the_log_writes_none(sqlite_force, caplog):
    caplog.set_level(logging.DEBUG)
    forged = "x\r\nERROR forged by evil"
    client = sqlite_force.client("constable")
    client.get("/api/cases", query_string={"after": forged})
    client.get("/x%0d%0aERROR%20forged%20by%20evil", headers={"Field-Device": "x ERROR forged"})
    client.post("/api/pushes/delivered", json={"token": forged})
    client.post("/api/lookup", json={"name": forged, "reason": forged})
    assert not any("forged" in record.getMessage() for record in caplog.records)


def test_no_get_takes_a_name_or_an_address_in_its_address(sqlite_force):
    arguments = {
        name
        for _, rule in ((rule.endpoint, rule) for rule in sqlite_force.app().url_map.iter_rules())
        if "GET" in (rule.methods or ())
        for name in rule.arguments
    }
    assert arguments == {"filename", "token", "case_id", "entry_id", "sha256", "language"}


def test_nothing_typed_reaches_a_log_line(sqlite_force, caplog):
    caplog.set_level(logging.DEBUG)
    client = sqlite_force.client("constable")
    secret = "Zaphod Notareal-Typed"
    asked = dict.fromkeys(("name", "born", "address", "postcode", "reference", "reason"))
    assert client.post("/api/lookup", json={**asked, "name": secret}).status_code == 200
    assert client.post("/api/lookup", json={**asked, "name": secret, "born": secret}).status_code == 422
    assert client.post("/api/entries", json={"entries": [{"body": secret, "signature": None}]}).status_code == 200
    assert client.get(f"/{secret}").status_code == 404
    assert not any("Zaphod" in record.getMessage() for record in caplog.records)
