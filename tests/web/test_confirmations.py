"""Once more with the passkey, before an evidence archive or a court bundle is taken."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes

from field_app.demonstration.officer import SoftwareOfficer
from field_app.store.database import reading
from field_app.store.tables import access
from field_app.web import confirmations
from tests.store.odd import OddAuthenticator


def path():
    return f"/api/cases/{uuid.uuid4()}/evidence-archives/{uuid.uuid4()}"


def challenge(client, what):
    asked = client.post("/api/confirmations/options", json={"what": what})
    return base64url_to_bytes(asked.json["publicKey"]["challenge"])


def given(client, what, credential):
    return client.post("/api/confirmations", json={"what": what, "credential": credential}).status_code


def asks_first(client, what):
    """404 is of an archive that is not there: it was looked for."""
    return {403: True, 404: False}[client.get(what).status_code]


def test_what_was_confirmed_is_given_for_five_minutes_and_nothing_else_is(force, monkeypatch):
    what, other = path(), path()
    client = force.client("solicitor")
    assert asks_first(client, what)
    force.confirm("solicitor", what)
    assert not asks_first(client, what) and asks_first(client, other)
    anew = SoftwareOfficer(force.installation, force.solicitor.id, datetime.now(UTC))
    elsewhere = force.client()  # another session of the same officer
    with elsewhere.session_transaction() as session:
        session["_user_id"], session["_fresh"] = anew.token, True
    assert asks_first(elsewhere, what)
    force.confirm("solicitor", other)
    assert asks_first(client, what) and not asks_first(client, other)
    monkeypatch.setattr(confirmations, "now", lambda: datetime.now(UTC) + timedelta(minutes=5))
    assert asks_first(client, other)


def test_only_the_officers_own_passkey_confirms_and_each_challenge_once_for_one_thing(sqlite_force):
    force, what, other = sqlite_force, path(), path()
    client, own = force.client("solicitor"), force.solicitor.authenticator
    unverified = OddAuthenticator(own, flags=0x01)
    assert given(client, what, force.auditor.authenticator.answer(challenge(client, what))) == 403
    assert given(client, what, own.answer(challenge(client, other))) == 403
    assert given(client, what, own.answer(challenge(force.client("auditor"), what))) == 403
    assert given(client, what, unverified.answer(challenge(client, what))) == 403
    signing_in = client.post("/api/sign-in/options", json={}).json["publicKey"]["challenge"]
    assert given(client, what, own.answer(base64url_to_bytes(signing_in))) == 403
    assert given(client, what, {}) == 403
    assert asks_first(client, what)
    with reading(force.installation.engine) as connection:
        tried = select(access.c.officer).where(access.c.action == "confirmation refused")
        assert connection.execute(tried).scalars().all() == [force.solicitor.id] * 6
    answer = own.answer(challenge(client, what))
    assert (given(client, what, answer), given(client, what, answer)) == (204, 403)
    assert not asks_first(client, what)


def test_nothing_else_can_be_confirmed(sqlite_force):
    client = sqlite_force.client("solicitor")
    for what in ("/api/me", "", f"{path()}/", "https://evil.example" + path()):
        assert client.post("/api/confirmations/options", json={"what": what}).status_code == 422
