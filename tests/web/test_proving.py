"""Enrolling by the force's directory, over HTTP against a real provider: who gets through, and who never does."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from webauthn.helpers import base64url_to_bytes

from config import BadSetting, Oidc, from_environment
from field_app import create_app
from field_app.actions import Limit, enrolment_code, enrolment_link, verify_logs
from field_app.demonstration.authenticator import SoftwareAuthenticator
from field_app.store.database import reading
from field_app.store.tables import access
from field_app.web import limits
from tests.conftest import ORIGIN
from tests.oidc_provider import BACK, CLIENT, SECRET
from tests.test_directory import FORGED
from tests.web.test_signing_in import answer, code

NOT_PROVED = "The force's directory and this link open nothing together."


@pytest.fixture
def force(sqlite_force, provider):
    said = {"number": "employee_number", "rank": "rank", "ranks": {"det supt": "superintendent"}}
    oidc = Oidc(provider.issuer, CLIENT, SECRET, **said, left=("employment", "left"))
    sqlite_force.settings = replace(sqlite_force.settings, oidc=oidc)
    return sqlite_force


def token(force, who="constable"):
    link, _ = enrolment_link(force.installation, force.officers[who].id, datetime.now(UTC), needs_code=True)
    return link.rpartition("/")[2]


def is_person(force, provider, who="constable", **claims):
    number = force.constable.office().officers[force.officers[who].id].collar_number
    provider.person = {"sub": number, "employee_number": number, **claims}


def begin(client, link, **more):
    return client.post("/api/directory/begin", json={"token": link, **more})


def visit(client, provider, link):
    """Goes to the directory as the browser does, and what that sends back."""
    return provider.sign_in(begin(client, link).json["address"])


def back(client, given):
    return client.post("/api/directory/back", json=given)


def proved(client, provider, link):
    return back(client, visit(client, provider, link))


def refused(answered):
    """Alike, whatever is wrong."""
    assert code(answered) == (403, "not_allowed")
    return answered.json["error"]["message"].startswith(NOT_PROVED)


def records(force):
    with reading(force.installation.engine) as connection:
        found = connection.execute(access.select().order_by(access.c.number)).all()
    return [(one.officer, one.action) for one in found if one.action.startswith("directory")]


def test_whom_the_directory_names_enrols_by_their_link_and_signs_with_the_passkey(force, provider, caplog):
    caplog.set_level(logging.DEBUG)
    is_person(force, provider)
    client, link = force.client(), token(force)
    address = begin(client, link).json["address"]
    asked = {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{provider.issuer}/authorize?")
    assert (asked["redirect_uri"], asked["response_type"], asked["prompt"]) == (BACK, "code", "login")
    assert (asked["code_challenge_method"], asked["scope"]) == ("S256", "openid profile")
    assert link not in address
    cookie = client.get_cookie("field")
    assert (cookie.http_only, cookie.same_site) == (True, "Strict")
    given = provider.sign_in(address)
    page = client.get(f"/directory/back?code={given['code']}&state={given['state']}&next=https://evil.example")
    assert page.data == client.get(f"/enrol/{link}").data  # whatever it is sent back with: the page reads it itself
    answered = back(client, given)
    assert answered.status_code == 200 and "Location" not in answered.headers
    assert (answered.json["token"], answered.json["officer"]["id"]) == (link, force.constable.id)
    assert client.get("/api/me").status_code == 401  # the directory opens no session
    made = SoftwareAuthenticator("localhost", ORIGIN)
    credential = made.register(base64url_to_bytes(answered.json["publicKey"]["challenge"]))
    assert client.post("/api/enrol", json={"token": link, "credential": credential}).status_code == 200
    assert answer(force.client(), made).json["officer"]["id"] == force.constable.id
    assert records(force) == [(force.constable.id, "directory confirmed")]
    providers = ("werkzeug", "authlib.oauth2", "urllib3")  # which runs in this very process
    said = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith(providers))
    assert not [one for one in (given["code"], given["state"], link, SECRET, asked["nonce"]) if one in said]


def test_what_is_sent_back_serves_once_and_in_the_browser_that_began(force, provider):
    is_person(force, provider)
    client, other, link = force.client(), force.client(), token(force)
    given = visit(client, provider, link)
    begin(other, link)
    assert refused(back(other, given)) and refused(back(force.client(), given))  # another browser's, and nobody's
    cookie = client.get_cookie("field").value
    assert back(client, given).status_code == 200
    assert refused(back(client, given))
    client.set_cookie("field", cookie)
    assert refused(back(client, given))  # nor with the cookie put back
    again = visit(client, provider, link)
    assert refused(back(client, {**again, "state": given["state"]}))
    assert refused(back(client, again))  # used up by the wrong state
    assert begin(client, "x" * 101).status_code == 422


def test_a_token_that_does_not_hold_opens_nothing(force, provider):
    is_person(force, provider)
    client, link = force.client(), token(force)
    for name, forged in FORGED.items():
        provider.forge = forged(provider)
        assert refused(proved(client, provider, link)), name
    assert records(force) == [("unknown", "directory refused")] * len(FORGED)
    provider.forge = None
    assert proved(client, provider, link).status_code == 200  # and none of that took the link away


def test_who_is_another_or_nobody_here_or_comes_from_another_issuer_learns_nothing(force, provider):
    client, link = force.client(), token(force)
    is_person(force, provider, "response")
    assert refused(proved(client, provider, link))
    for person in ({"sub": "s", "employee_number": "none"}, {"sub": "s"}, {"sub": "s", "employee_number": ["4471"]}):
        provider.person = person
        assert refused(proved(client, provider, link))
    is_person(force, provider)
    assert refused(proved(client, provider, "made-up"))
    given = visit(client, provider, link)
    assert refused(back(client, {**given, "iss": "https://elsewhere.example"}))
    given = visit(client, provider, link)
    assert refused(back(client, {**given, "code": "made-up"}))
    assert back(client, {**visit(client, provider, link), "iss": provider.issuer}).status_code == 200
    assert {one for one, _ in records(force)[:-1]} == {"unknown", force.response.id, force.constable.id}


def test_the_host_a_request_names_is_nowhere_the_directory_sends_to(force, provider):
    answered = force.client().post(
        "/api/directory/begin",
        json={"token": "x"},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )
    assert parse_qs(urlsplit(answered.json["address"]).query)["redirect_uri"] == [BACK]


def test_while_the_directory_is_away_codes_and_passkeys_open_as_ever(force):
    force.settings = replace(force.settings, oidc=replace(force.settings.oidc, issuer="http://127.0.0.1:9"))
    client, link = force.client(), token(force)
    assert client.get("/health/ready").json["directory"] == "not asked yet"
    away = begin(client, link)
    assert code(away) == (503, "directory_away")
    assert "ask the administrator for a code" in away.json["error"]["message"]
    assert client.get("/health/ready").json["directory"] == "away"
    digits, _ = enrolment_code(force.installation, force.constable.id, datetime.now(UTC))
    assert client.post("/api/enrol/options", json={"token": link, "code": digits}).status_code == 200
    assert answer(client, force.constable.authenticator).status_code == 200


def test_where_the_force_asks_for_both_neither_opens_alone(force, provider):
    force.settings = replace(force.settings, oidc=replace(force.settings.oidc, and_code=True))
    is_person(force, provider)
    client, link = force.client(), token(force)
    digits, _ = enrolment_code(force.installation, force.constable.id, datetime.now(UTC))
    assert code(client.post("/api/enrol/options", json={"token": link, "code": digits})) == (403, "not_allowed")
    wrong = f"{(int(digits) + 1) % 10**8:08d}"
    assert refused(begin(client, link)) and refused(begin(client, link, code=wrong))
    given = provider.sign_in(begin(client, link, code=digits).json["address"])
    assert back(client, given).status_code == 200


def test_without_the_settings_there_is_none_of_it(sqlite_force):
    client = sqlite_force.client()
    assert code(begin(client, "x")) == (404, "not_found")
    assert code(back(client, {"state": "x", "code": "x"})) == (404, "not_found")
    assert client.get("/health/ready").json["directory"] == "none"
    assert b"data-directory" not in client.get("/enrol/x").data


def test_it_is_asked_no_more_often_than_enrolments_are(force, provider, monkeypatch):
    few = Limit("enrolment", 3, 60, "enrolments from this network")
    narrower = {one: few if most is limits.ENROLMENTS else most for one, most in limits.NARROWER.items()}
    monkeypatch.setattr(limits, "NARROWER", narrower)
    monkeypatch.setattr(limits, "ENROLMENTS", few)
    noon = datetime.now(UTC).replace(second=1)
    monkeypatch.setattr(limits, "now", lambda: noon)
    client = force.client()
    assert [begin(client, "x").status_code for _ in range(2)] == [200, 200]
    assert back(client, {"state": "x", "code": "x"}).status_code == 403
    assert {begin(client, "x").status_code, back(client, {"state": "x", "code": "x"}).status_code} == {429}


# --- Rank --------------------------------------------------------------------------------------------------


def says(force, provider, who, **claims):
    """After a visit of theirs: the rank they hold, and what administrators read of the directory's word."""
    is_person(force, provider, who, **claims)
    answered = proved(force.client(), provider, token(force, who))
    (listed,) = [
        one
        for one in force.client("administrator").get("/api/officers").json["officers"]
        if one["id"] == force.officers[who].id
    ]
    other = listed["directory"] and (listed["directory"]["said"], listed["directory"]["rank"])
    return answered.status_code, listed["rank"], other


def test_a_lower_rank_takes_effect_at_once_and_a_higher_one_only_shows(force, provider):
    assert says(force, provider, "superintendent", rank="Det Supt") == (200, "superintendent", None)
    assert says(force, provider, "superintendent", rank="Inspector") == (200, "inspector", None)
    assert force.client("superintendent").get("/api/me").json["officer"]["rank"] == "inspector"
    assert says(force, provider, "superintendent", rank="Det Supt") == (
        200,
        "inspector",
        ("Det Supt", "superintendent"),
    )
    assert says(force, provider, "inspector", rank="det supt") == (200, "inspector", ("det supt", "superintendent"))
    assert not force.constable.office().ranks.waiting  # nothing to confirm: two administrators, as ever
    assert says(force, provider, "inspector", rank="Grade 7") == (200, "inspector", ("Grade 7", None))
    assert says(force, provider, "inspector", rank=["x"]) == (200, "inspector", ("Grade 7", None))
    assert says(force, provider, "inspector", rank="inspector") == (200, "inspector", None)
    assert verify_logs(force.installation).failure is None


def test_a_temporary_rank_stays_until_an_administrator_has_looked(force, provider):
    acting = {
        "officer": force.constable.id,
        "rank": "sergeant",
        "basis": "temporary",
        "reason": "Acting up.",
        "postings": ["attending"],
        "authorising_from": "superintendent",
    }
    office = force.administrator.office().id
    recorded = force.administrator.write("rank and posting recorded", office, acting, force.now)
    force.administrator.record([recorded], force.now)
    assert says(force, provider, "constable", rank="constable") == (200, "sergeant", ("constable", "constable"))


def test_who_left_says_the_directory_has_no_passkey_and_no_session_more(force, provider):
    client = force.client("constable")
    assert client.get("/api/me").status_code == 200
    is_person(force, provider, employment="left")
    assert refused(proved(force.client(), provider, token(force)))
    assert client.get("/api/me").status_code == 401
    assert code(answer(force.client(), force.constable.authenticator)) == (403, "passkey")
    withdrawn = [one for one in force.constable.office().passkeys.values() if one.withdrawn_at]
    assert {one.officer for one in withdrawn} == {force.constable.id}


# --- Settings ----------------------------------------------------------------------------------------------

WHOLE = {"FIELD_OIDC_ISSUER": "https://id.example", "FIELD_OIDC_CLIENT": "field", "FIELD_OIDC_SECRET": "s"}


def test_the_settings_are_read_whole_or_the_wrong_one_is_named(sqlite_force):
    more = {"FIELD_OIDC_RANKS": "Det Supt=superintendent, PC = constable", "FIELD_OIDC_LEFT": "employment=left"}
    read = from_environment({**WHOLE, **more, "FIELD_OIDC_RANK": "rank", "FIELD_OIDC_AND_CODE": "1"}).oidc
    assert read == Oidc(
        "https://id.example",
        "field",
        "s",
        number="employee_number",
        rank="rank",
        ranks={"det supt": "superintendent", "pc": "constable"},
        left=("employment", "left"),
        and_code=True,
    )
    for name, wrong in (
        ("FIELD_OIDC_ISSUER", "http://id.example"),
        ("FIELD_OIDC_ISSUER", "https://id.example?x"),
        ("FIELD_OIDC_SECRET", ""),
        ("FIELD_OIDC_RANKS", "Det Supt"),
        ("FIELD_OIDC_LEFT", "left"),
        ("FIELD_OIDC_AND_CODE", "yes"),
    ):
        with pytest.raises(BadSetting, match=name):
            from_environment({**WHOLE, name: wrong})
    assert from_environment({}).oidc is None
    oidc = Oidc("https://id.example", "field", "s", number="n", ranks={"det supt": "supt"})
    with pytest.raises(BadSetting, match="FIELD_OIDC_RANKS: 'supt' is no rank here"):
        create_app(replace(sqlite_force.settings, oidc=oidc))
    with pytest.raises(BadSetting, match="FIELD_OIDC_CA: /no/such is no file"):
        create_app(replace(sqlite_force.settings, oidc=replace(oidc, ranks={}, ca=Path("/no/such"))))
