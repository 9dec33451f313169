"""A lost phone: cut off at once, and what it had not sent taken in by its token and marked, and nothing else."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes

from field_app.actions import subscribe_to_push, verify_logs
from field_app.demonstration.case import capture
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import SoftwareOfficer, entry_id
from field_app.store.database import reading
from field_app.store.tables import devices, push_subscriptions, sessions
from tests.store.story import assessed, kept_refused, rows

from .test_entries import sealed


def code(answer):
    return answer.status_code, answer.json["error"]["code"]


def key_of(force):
    raw = base64url_to_bytes(force.client("auditor").get("/api/me").json["inbox_key"])
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)


def token_of(force, role):
    """The token of the officer's device, as its phone was given it."""
    answer = force.client(role).post("/api/devices", json={"device": force.officers[role].device})
    return {"Authorization": f"Bearer {answer.json['token']}"}


def revoke(force, device, by="administrator"):
    officer = force.officers[by]
    facts = {"device": device, "reason": "Left in a taxi."}
    officer.record([officer.write("device revoked", officer.office().id, facts, force.now)], force.now)


def test_a_lost_device_is_cut_off_and_the_officers_other_browsers_are_not(force):
    constable, client = force.constable, force.client("constable")
    lost, kept = {"Field-Device": constable.device}, {"Field-Device": str(uuid.uuid4())}
    other = SoftwareOfficer(force.installation, constable.id, datetime.now(UTC))
    elsewhere = force.app().test_client()
    with elsewhere.session_transaction() as session:
        session["_user_id"], session["_fresh"] = other.token, True
    assert client.get("/api/me", headers=lost).status_code == 200
    assert elsewhere.get("/api/me", headers={"Field-Device": other.device}).status_code == 200
    for name, device in (("1", constable.device), ("2", other.device), ("3", None)):
        subscribe(force, name, device)

    revoke(force, constable.device, by="constable")

    # Whatever it says of itself from now on.
    for headers in (lost, kept, {}):
        assert code(client.get("/api/me", headers=headers)) == (401, "signed_out")
    assert elsewhere.get("/api/me", headers={"Field-Device": other.device}).status_code == 200
    assert code(elsewhere.get("/api/me", headers=lost)) == (401, "signed_out"), "another session of the lost device"
    with reading(force.installation.engine) as connection:
        assert connection.execute(select(push_subscriptions.c.device)).scalars().all() == [other.device]
    assert verify_logs(force.installation).failure is None


def subscribe(force, name, device):
    endpoint = f"https://fcm.googleapis.com/{name}"
    subscribe_to_push(force.installation, force.constable.id, endpoint, "p", "a", force.now, device)


def test_a_session_that_never_said_its_device_ends_with_any_of_the_officers(sqlite_force):
    force = sqlite_force
    client = force.client("constable")
    assert client.get("/api/me").status_code == 200
    revoke(force, force.constable.device)
    assert code(client.get("/api/me")) == (401, "signed_out")
    assert force.client("response").get("/api/me").status_code == 200


def test_only_the_officer_and_administrators_report_a_device_lost(sqlite_force):
    force = sqlite_force
    facts = {"device": force.constable.device, "reason": "x"}
    entry = force.response.write("device revoked", force.response.office().id, facts, force.now)
    (outcome,) = force.response.send([entry], force.now)
    assert [why.code for why in outcome.reasons] == ["not_yours"]
    assert force.client("constable").get("/api/me").status_code == 200
    revoke(force, force.constable.device)
    first = force.constable.office().devices[force.constable.device].revoked_at
    force.later(hours=1)
    revoke(force, force.constable.device)
    assert force.constable.office().devices[force.constable.device].revoked_at == first


def test_a_lost_phone_posts_its_envelopes_and_is_told_outcomes_alone(force):
    key, token = key_of(force), token_of(force, "constable")
    case_id, captured = capture(force.constable, force.now)
    request = ask(force.constable, case_id, captured, force.now)
    anybody = force.client()
    post = lambda *items: anybody.post("/api/devices/envelopes", json={"entries": list(items)}, headers=token)  # noqa: E731

    assert anybody.get("/api/devices/this", headers=token).json == {"device": force.constable.device, "revoked": False}
    assert code(post(sealed(key, captured[0]))) == (403, "not_allowed"), "whoever is not lost signs in"
    revoke(force, force.constable.device)
    assert anybody.get("/api/devices/this", headers=token).json["revoked"] is True

    # Whoever holds the phone can seal what they like: in the name of another device it goes nowhere.
    other = SoftwareOfficer(force.installation, force.constable.id, force.now)
    forged = other.write("risk assessed", case_id, assessed("x"), force.now)
    junk = {"id": str(uuid.uuid4()), "sealed": "AAAA"}
    items = [*(sealed(key, one) for one in (*captured, request, forged)), junk]
    answer = post(*items)
    assert answer.status_code == 200
    told = answer.json["entries"]
    assert [one["id"] for one in told] == [one["id"] for one in items]
    assert all(set(one) == {"id", "outcome"} for one in told)
    assert [one["outcome"] for one in told] == ["accepted irregular"] * len(captured) + ["refused"] * 3
    assert {one["outcome"] for one in post(*items).json["entries"][: len(captured)]} == {"already held"}

    held = rows(force.installation, case_id)
    assert [row.id for row in held] == [entry_id(one) for one in captured]
    assert {row.signed_in for row in held} == {force.constable.id}
    assert all("device_revoked" in [why.code for why in row.reasons] for row in held)
    bodies = [body for body, _ in kept_refused(force.installation)]
    assert request.body.encode() in bodies and forged.body.encode() in bodies, "what is refused is kept"
    assert verify_logs(force.installation).failure is None


def test_a_token_opens_nothing_else(sqlite_force):
    force = sqlite_force
    token = token_of(force, "constable")
    anybody = force.client()
    for path in ("/api/me", "/api/changes", "/api/devices"):
        assert code(anybody.get(path, headers=token)) == (401, "signed_out")
    again = token_of(force, "constable")
    for headers in (token, {}, {"Authorization": "Bearer ü"}, {"Authorization": "Basic eDp5"}):
        assert code(anybody.get("/api/devices/this", headers=headers)) == (401, "no_such_device"), headers
        asked = anybody.post("/api/devices/envelopes", json={"entries": []}, headers=headers)
        assert code(asked) == (401, "no_such_device"), headers
    assert anybody.get("/api/devices/this", headers=again).status_code == 200
    too_many = {"entries": [{"id": str(uuid.uuid4()), "sealed": "AAAA"}] * 51}
    assert anybody.post("/api/devices/envelopes", json=too_many, headers=again).status_code == 422
    plain = {"entries": [{"body": "{}", "signature": None}]}
    assert anybody.post("/api/devices/envelopes", json=plain, headers=again).status_code == 422
    with reading(force.installation.engine) as connection:
        kept = connection.execute(select(devices.c.token_sha256)).scalars().all()
    assert again["Authorization"].removeprefix("Bearer ") not in str(kept)


def test_it_is_known_when_each_device_was_last_heard_from_and_how_wrong_its_clock_is(force):
    slow = str(int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000))
    client = force.client("constable")
    ours, theirs = {"Field-Device": force.constable.device}, {"Field-Device": force.response.device}
    assert client.get("/api/me", headers=ours | {"Field-Clock": slow}).status_code == 200
    first = heard(force, force.constable.device)
    assert abs(first.clock_offset_s - 300) <= 2
    for clock in (slow, "x", ""):
        client.get("/api/me", headers=ours | {"Field-Clock": clock})
    assert heard(force, force.constable.device) == first, "written once a minute"
    known = force.app().extensions["installation"].heard
    for session, (when, offset) in list(known.items()):
        known[session] = (when - timedelta(minutes=2), offset)
    client.get("/api/me", headers=ours | {"Field-Clock": slow})
    assert heard(force, force.constable.device).heard_at > first.heard_at
    client.get("/api/me", headers=ours | {"Field-Clock": "9" * 15})
    assert heard(force, force.constable.device).clock_offset_s == -(10**9)
    client.get("/api/me", headers=theirs | {"Field-Clock": slow})
    client.get("/api/me", headers={"Field-Device": "x"})
    assert heard(force, force.response.device) is None, "nobody speaks for another's device"
    with reading(force.installation.engine) as connection:
        bound = connection.execute(select(sessions.c.device).where(sessions.c.officer == force.constable.id)).scalars()
        assert bound.all() == [force.constable.device]

    (own,) = client.get("/api/devices", headers=ours).json["devices"]
    assert (own["id"], own["clock_offset_s"], own["revoked_at"]) == (force.constable.device, -(10**9), None)
    everybody = force.client("administrator").get("/api/devices").json["devices"]
    assert {one["id"] for one in everybody} == set(force.constable.office().devices)
    assert [one["heard_at"] for one in everybody] == sorted(one["heard_at"] for one in everybody)


def heard(force, device):
    with reading(force.installation.engine) as connection:
        found = select(devices.c.heard_at, devices.c.clock_offset_s).where(devices.c.device == device)
        return connection.execute(found).one_or_none()
