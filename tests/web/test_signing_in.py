"""Enrolment by a one-time link, signing in with a passkey, and the end of a session."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from webauthn.helpers import base64url_to_bytes

from field_app.actions import (
    NotAllowed,
    begin_enrolment,
    begin_sign_in,
    enrolment_code,
    enrolment_link,
    sign_in,
)
from field_app.adapters.passkeys import NotThisPasskey
from field_app.demonstration.authenticator import SoftwareAuthenticator
from field_app.demonstration.officer import SoftwareOfficer
from field_app.store.database import reading
from field_app.store.tables import access
from tests.conftest import ORIGIN
from tests.store.odd import OddAuthenticator


def link_token(force, who="constable", now=None):
    link, ends = enrolment_link(force.installation, force.officers[who].id, now or datetime.now(UTC))
    assert link.startswith(f"{ORIGIN}/enrol/")
    return link.rpartition("/")[2], ends


def options(client, token, digits=None):
    return client.post("/api/enrol/options", json={"token": token, "code": digits})


def enrol(client, token, credential):
    return client.post("/api/enrol", json={"token": token, "credential": credential})


def registration(client, token, authenticator=None):
    authenticator = authenticator or SoftwareAuthenticator("localhost", ORIGIN)
    challenge = options(client, token).json["publicKey"]["challenge"]
    return authenticator, authenticator.register(base64url_to_bytes(challenge))


def code(answer):
    return answer.status_code, answer.json["error"]["code"]


def challenge(client):
    public_key = client.post("/api/sign-in/options", json={}).json["publicKey"]
    assert (public_key["rpId"], public_key["userVerification"]) == ("localhost", "required")
    assert public_key.get("allowCredentials", []) == []
    return base64url_to_bytes(public_key["challenge"])


def answer(client, authenticator, asked=None):
    credential = authenticator.answer(asked or challenge(client))
    return client.post("/api/sign-in", json={"credential": credential})


# --- Enrolment ---------------------------------------------------------------------------------------------


def test_a_link_enrols_one_passkey_and_signs_in(force):
    client, (token, _) = force.client(), link_token(force)
    given = options(client, token).json
    assert given["officer"]["id"] == force.constable.id
    assert given["publicKey"]["authenticatorSelection"]["userVerification"] == "required"
    assert given["publicKey"]["authenticatorSelection"]["residentKey"] == "required"
    assert {one["id"] for one in given["publicKey"]["excludeCredentials"]} == {force.constable.authenticator.credential}
    authenticator, credential = registration(client, token)
    enrolled = enrol(client, token, credential)
    assert enrolled.status_code == 200
    assert enrolled.json == {**client.get("/api/me").json, "now": enrolled.json["now"]}
    assert {one["id"] for one in enrolled.json["credentials"]} == {
        authenticator.credential,
        force.constable.authenticator.credential,
    }
    assert answer(force.client(), authenticator).json["officer"]["id"] == force.constable.id


def test_a_link_is_used_once_and_by_one_passkey(sqlite_force):
    client, (token, _) = sqlite_force.client(), link_token(sqlite_force)
    _, credential = registration(client, token)
    _, second = registration(client, token)
    assert enrol(client, token, credential).status_code == 200
    for again in (credential, second):
        assert code(enrol(sqlite_force.client(), token, again)) == (403, "not_allowed")
    assert code(options(client, token)) == (403, "not_allowed")


def test_a_link_ends_after_seven_days_and_when_another_is_made(sqlite_force):
    client = sqlite_force.client()
    token, ends = link_token(sqlite_force, now=datetime.now(UTC) - timedelta(days=8))
    assert ends < datetime.now(UTC)
    assert code(options(client, token)) == (403, "not_allowed")
    first, _ = link_token(sqlite_force)
    _, credential = registration(client, first)
    second, _ = link_token(sqlite_force)
    assert code(enrol(client, first, credential)) == (403, "not_allowed")
    assert options(client, second).status_code == 200
    assert code(options(client, "made-up")) == (403, "not_allowed")


def test_a_challenge_registers_once_and_not_for_signing_in(sqlite_force):
    client = sqlite_force.client()
    (token, _), (others, _) = link_token(sqlite_force), link_token(sqlite_force, "response")
    authenticator, credential = registration(client, token)
    assert enrol(client, token, credential).status_code == 200
    again = SoftwareAuthenticator("localhost", ORIGIN)
    asked = base64url_to_bytes(json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))["challenge"])
    assert code(enrol(client, others, again.register(asked))) == (403, "not_allowed")
    asked = base64url_to_bytes(options(client, others).json["publicKey"]["challenge"])
    assert code(answer(client, authenticator, asked)) == (403, "passkey")
    assert code(enrol(client, others, again.register(challenge(client)))) == (403, "not_allowed")


def test_a_passkey_belongs_to_the_officer_who_registered_it_first(sqlite_force):
    client = sqlite_force.client()
    (token, _), (others, _) = link_token(sqlite_force), link_token(sqlite_force, "response")
    authenticator, credential = registration(client, token)
    assert enrol(client, token, credential).status_code == 200
    _, stolen = registration(client, others, authenticator)
    assert code(enrol(client, others, stolen)) == (403, "not_allowed")


@pytest.mark.parametrize("odd", [{"flags": 0x01}, {"origin": "https://evil.example"}, {"rp_id": "evil.example"}])
def test_a_passkey_is_registered_on_our_origin_by_a_verified_user(sqlite_force, odd):
    client, (token, _) = sqlite_force.client(), link_token(sqlite_force)
    like = SoftwareAuthenticator(odd.pop("rp_id", "localhost"), ORIGIN)
    _, credential = registration(client, token, OddAuthenticator(like, **odd))
    assert code(enrol(client, token, credential)) == (403, "passkey")
    _, credential = registration(client, token)
    assert enrol(client, token, credential).status_code == 200  # the link was not used up


def test_a_registration_that_brings_the_devices_secret_is_refused(sqlite_force):
    client, (token, _) = sqlite_force.client(), link_token(sqlite_force)
    _, credential = registration(client, token)
    secret = {"prf": {"enabled": True, "results": {"first": "c2VjcmV0"}}}
    assert code(enrol(client, token, {**credential, "clientExtensionResults": secret})) == (403, "passkey")


@pytest.mark.parametrize("junk", [{}, {"response": None}, {"response": {}}, {"response": {"clientDataJSON": "AAAA"}}])
def test_a_credential_that_is_none_is_refused(sqlite_force, junk):
    client, (token, _) = sqlite_force.client(), link_token(sqlite_force)
    assert code(enrol(client, token, junk)) == (403, "passkey")
    assert code(client.post("/api/sign-in", json={"credential": junk})) == (403, "passkey")


# --- Signing in --------------------------------------------------------------------------------------------


def test_signing_in_says_who_and_what_the_phone_needs(force):
    client = force.client()
    me = answer(client, force.superintendent.authenticator).json
    assert me["officer"] == {
        "id": force.superintendent.id,
        "name": "Supt Frankie Invented",
        "collar_number": "1301",
        "rank": "superintendent",
        "postings": ["authorising"],
        "on_call": True,
        "constable": True,
    }
    assert (me["installation"], me["force"]) == (force.constable.office().id, {"name": "Demonstration Police"})
    assert (me["training"], me["demonstration"], me["allow_pin"]) == (False, False, False)
    assert me["idle_lock_minutes"] == 5
    assert {one["id"] for one in me["credentials"]} == {force.superintendent.authenticator.credential}
    assert datetime.fromisoformat(me["now"]).utcoffset() is not None
    assert client.get("/api/me").status_code == 200


def test_a_challenge_signs_in_once_and_is_used_up_by_a_failure_too(sqlite_force):
    client, authenticator = sqlite_force.client(), sqlite_force.constable.authenticator
    asked = challenge(client)
    assert answer(client, authenticator, asked).status_code == 200
    assert code(answer(client, authenticator, asked)) == (403, "passkey")
    asked = challenge(client)
    assert code(answer(client, OddAuthenticator(authenticator, flags=0x01), asked)) == (403, "passkey")
    assert code(answer(client, authenticator, asked)) == (403, "passkey")
    assert code(answer(client, authenticator, b"x" * 32)) == (403, "passkey")


def test_a_challenge_ends_after_five_minutes(sqlite_force):
    now = datetime.now(UTC)
    asked = base64url_to_bytes(begin_sign_in(sqlite_force.installation, now)["challenge"])
    credential = sqlite_force.constable.authenticator.answer(asked)
    with pytest.raises(NotThisPasskey):
        sign_in(sqlite_force.installation, credential, now + timedelta(minutes=5, seconds=1))


@pytest.mark.parametrize(
    "odd",
    [
        {"flags": 0x01},  # present, but nobody verified who
        {"flags": 0x04},  # verified, but nobody present
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:8001"},
    ],
)
def test_a_passkeys_answer_must_hold(sqlite_force, odd):
    client = sqlite_force.client()
    assert code(answer(client, OddAuthenticator(sqlite_force.constable.authenticator, **odd))) == (403, "passkey")
    assert client.get("/api/me").status_code == 401


def test_an_unknown_passkey_signs_nobody_in(sqlite_force):
    client = sqlite_force.client()
    assert code(answer(client, SoftwareAuthenticator("localhost", ORIGIN))) == (403, "passkey")


def test_an_answer_that_brings_the_devices_secret_is_refused(sqlite_force):
    client = sqlite_force.client()
    credential = sqlite_force.constable.authenticator.answer(challenge(client))
    credential["clientExtensionResults"] = {"prf": {"results": {"first": "c2VjcmV0"}}}
    assert code(client.post("/api/sign-in", json={"credential": credential})) == (403, "passkey")


def test_a_count_that_went_back_is_a_copy_of_the_passkey(sqlite_force):
    client, own = sqlite_force.client(), sqlite_force.constable.authenticator
    for count, status in ((3, 200), (9, 200), (9, 403), (4, 403), (0, 403), (10, 200)):
        assert answer(client, OddAuthenticator(own, count=count)).status_code == status, count


def test_signing_in_anew_ends_the_session_the_browser_had(sqlite_force):
    client = sqlite_force.client()
    answer(client, sqlite_force.constable.authenticator)
    earlier = client.get_cookie("field").value
    answer(client, sqlite_force.superintendent.authenticator)
    assert client.get_cookie("field").value != earlier
    stolen = sqlite_force.client()
    stolen.set_cookie("field", earlier)
    assert stolen.get("/api/me").status_code == 401
    assert client.get("/api/me").json["officer"]["id"] == sqlite_force.superintendent.id


def test_who_signed_in_and_who_tried_to_is_on_record_and_nothing_of_the_passkey(sqlite_force):
    client, constable = sqlite_force.client(), sqlite_force.constable
    assert answer(client, constable.authenticator).status_code == 200
    assert answer(client, constable.authenticator, bytes(32)).status_code == 403, "a challenge nobody gave out"
    stranger = SoftwareAuthenticator("localhost", ORIGIN)
    stranger.register(bytes(32))
    assert answer(client, stranger).status_code == 403
    with reading(sqlite_force.installation.engine) as connection:
        made = connection.execute(access.select().order_by(access.c.number)).all()
    assert [(one.officer, one.action, one.detail) for one in made] == [
        (constable.id, "signed in", None),
        (constable.id, "sign-in refused", None),
        ("unknown", "sign-in refused", None),
    ]


def test_signing_out_ends_the_session_itself_not_only_the_cookie(force):
    client = force.client()
    answer(client, force.constable.authenticator)
    other = force.client("constable")
    cookie = client.get_cookie("field").value
    assert client.delete("/api/sign-in").status_code == 204
    assert client.get("/api/me").status_code == 401
    client.set_cookie("field", cookie)
    assert client.get("/api/me").status_code == 401
    assert other.get("/api/me").status_code == 200


def test_a_withdrawn_passkey_ends_its_sessions_and_opens_no_more(force):
    client = force.client()
    answer(client, force.constable.authenticator)
    facts = {
        "officer": force.constable.id,
        "credential": force.constable.authenticator.credential,
        "reason": "Phone lost.",
    }
    entry = force.administrator.write("passkey withdrawn", force.constable.office().id, facts, force.now)
    force.administrator.record([entry], force.now)
    assert client.get("/api/me").status_code == 401
    assert force.client("constable").get("/api/me").status_code == 401
    assert code(answer(force.client(), force.constable.authenticator)) == (403, "passkey")


def test_a_session_lasts_a_shift(sqlite_force):
    from field_app.actions import who_is

    now = datetime.now(UTC)
    asked = base64url_to_bytes(begin_sign_in(sqlite_force.installation, now)["challenge"])
    token = sign_in(sqlite_force.installation, sqlite_force.constable.authenticator.answer(asked), now).token
    assert who_is(sqlite_force.installation, token, now + timedelta(hours=11, minutes=59))
    assert who_is(sqlite_force.installation, token, now + timedelta(hours=12)) is None


# --- Devices -----------------------------------------------------------------------------------------------


def test_a_device_is_registered_once_and_keeps_its_prefix(force):
    device = str(uuid.uuid4())
    client = force.client("constable")
    first = client.post("/api/devices", json={"device": device})
    again = client.post("/api/devices", json={"device": device})
    assert {**first.json, "token": again.json["token"]} == again.json == {**again.json, "device": device}
    assert first.json["token"] != again.json["token"]
    assert force.constable.office().devices[device].officer == force.constable.id
    assert code(force.client("response").post("/api/devices", json={"device": device})) == (403, "not_allowed")


def test_a_revoked_device_is_not_registered_again(sqlite_force):
    force = sqlite_force
    facts = {"device": force.constable.device, "reason": "Lost."}
    entry = force.administrator.write("device revoked", force.constable.office().id, facts, force.now)
    force.administrator.record([entry], force.now)
    anew = SoftwareOfficer(force.installation, force.constable.id, datetime.now(UTC))
    client = force.client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = anew.token, True
    answered = client.post("/api/devices", json={"device": force.constable.device})
    assert code(answered) == (403, "not_allowed")


# --- Officers ----------------------------------------------------------------------------------------------


def test_the_officers_and_their_links_are_the_administrators(sqlite_force):
    force = sqlite_force
    link = f"/api/officers/{force.constable.id}/enrolment-link"
    for who in force.officers:
        client = force.client(who)
        wanted = 200 if who == "administrator" else 403
        assert client.get("/api/officers").status_code == wanted, who
        assert client.post(link).status_code == wanted, who
        assert client.post(link.replace("-link", "-code")).status_code == wanted, who
    client = force.client("administrator")
    found = client.get("/api/officers").json["officers"]
    assert [one["name"] for one in found] == sorted(one["name"] for one in found)
    assert set(found[0]) == {
        "id",
        "name",
        "collar_number",
        "rank",
        "postings",
        "on_call",
        "enrolled",
        "line_manager",
        "team",
        "district",
        "link_ends_at",
        "waiting",
        "directory",
    }
    assert code(client.post(f"/api/officers/{uuid.uuid4()}/enrolment-link")) == (403, "not_allowed")


def test_an_administrator_adds_an_officer_whose_link_enrols_them(sqlite_force):
    force = sqlite_force
    client, office, officer = force.client("administrator"), force.constable.office().id, str(uuid.uuid4())
    for kind, facts in (
        ("officer added", {"officer": officer, "name": "PC Max Newly", "collar_number": "1009"}),
        (
            "rank and posting recorded",
            {
                "officer": officer,
                "rank": "constable",
                "basis": "substantive",
                "reason": None,
                "postings": [],
                "authorising_from": "superintendent",
            },
        ),
    ):
        entry = force.administrator.write(kind, office, facts, force.now)
        posted = client.post("/api/entries", json={"entries": [{"body": entry.body, "signature": entry.signature}]})
        assert [one["outcome"] for one in posted.json["entries"]] == ["accepted"]
    enrolled = {one["id"]: one["enrolled"] for one in client.get("/api/officers").json["officers"]}
    assert (enrolled[officer], enrolled[force.constable.id]) == (False, True)
    made = client.post(f"/api/officers/{officer}/enrolment-link").json
    assert datetime.fromisoformat(made["expires_at"]) > datetime.now(UTC) + timedelta(days=6)
    token = made["link"].rpartition("/")[2]
    new = force.client()
    assert code(options(new, token)) == (403, "not_allowed")
    digits = client.post(f"/api/officers/{officer}/enrolment-code").json["code"]
    asked = base64url_to_bytes(options(new, token, digits).json["publicKey"]["challenge"])
    credential = SoftwareAuthenticator("localhost", ORIGIN).register(asked)
    assert enrol(new, token, credential).json["officer"]["name"] == "PC Max Newly"


# --- Presence ----------------------------------------------------------------------------------------------


@pytest.fixture
def with_code(sqlite_force):
    """A client, the constable's link, which needs a code, and one that was just shown."""
    force, now = sqlite_force, datetime.now(UTC)
    link, _ = enrolment_link(force.installation, force.constable.id, now, needs_code=True)
    digits, ends = enrolment_code(force.installation, force.constable.id, now)
    assert (len(digits), ends - now) == (8, timedelta(minutes=10))
    return force.client(), link.rpartition("/")[2], digits


def test_a_link_is_worth_nothing_without_the_code_and_every_no_is_the_same(sqlite_force, with_code):
    client, token, digits = with_code
    wrong = f"{(int(digits) + 1) % 10**8:08d}"
    refused = [options(client, one, two) for one in (token, "made-up") for two in (None, wrong)]
    refused.append(options(client, "made-up", digits))
    assert {one.status_code for one in refused} == {403} and len({one.data for one in refused}) == 1
    _, others = registration(client, link_token(sqlite_force, "response")[0])
    assert code(enrol(client, token, others)) == (403, "not_allowed")  # nor by what another link was asked
    assert options(client, token, digits).json["officer"]["id"] == sqlite_force.constable.id


def test_five_wrong_tries_end_a_code_and_another_begins_anew(sqlite_force, with_code):
    client, token, digits = with_code
    wrong = f"{(int(digits) + 1) % 10**8:08d}"
    for _ in range(5):
        assert code(options(client, token, wrong)) == (403, "not_allowed")
    assert code(options(client, token, digits)) == (403, "not_allowed")
    another, _ = enrolment_code(sqlite_force.installation, sqlite_force.constable.id, datetime.now(UTC))
    assert code(options(client, token, digits)) == (403, "not_allowed")
    assert options(client, token, another).status_code == 200


def test_a_code_lives_ten_minutes_and_ends_with_its_link(sqlite_force):
    here, officer, now = sqlite_force.installation, sqlite_force.constable.id, datetime.now(UTC)
    token = enrolment_link(here, officer, now, needs_code=True)[0].rpartition("/")[2]
    digits, _ = enrolment_code(here, officer, now)
    assert begin_enrolment(here, token, now + timedelta(minutes=9, seconds=59), digits)[0].id == officer
    with pytest.raises(NotAllowed):
        begin_enrolment(here, token, now + timedelta(minutes=10), digits)
    enrolment_link(here, officer, now)  # which needs none, and ends the one before
    with pytest.raises(NotAllowed):
        begin_enrolment(here, token, now, digits)
    with pytest.raises(NotAllowed, match="Make one first"):
        enrolment_code(here, officer, now)
