"""`POST /api/entries`: each entry its own outcome under 200, plain or sealed."""

from __future__ import annotations

import json
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhpke import KEMKey
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from field_app.actions import Sent
from field_app.adapters.inbox import SUITE
from field_app.demonstration.case import capture
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import entry_id
from tests.store.story import assessed, count, rows


def plain(*entries):
    return [{"body": one.body, "signature": one.signature} for one in entries]


def post(client, *items):
    answer = client.post("/api/entries", json={"entries": list(items)})
    assert answer.status_code == 200, answer.json
    assert all(set(one) == {"id", "outcome", "reasons", "position", "hash"} for one in answer.json["entries"])
    return answer.json["entries"]


def words(outcomes):
    return [one["outcome"] for one in outcomes]


def codes(outcome):
    return [why["code"] for why in outcome["reasons"]]


@pytest.fixture
def key(sqlite_force):
    """The inbox's public key, as the phone is given it."""
    raw = base64url_to_bytes(sqlite_force.client("constable").get("/api/me").json["inbox_key"])
    assert (len(raw), raw[0]) == (65, 4)
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)


def seal(key, plaintext, aad, info=b"field inbox 1"):
    """RFC 9180, base mode, by an implementation that is not the phone's."""
    enc, context = SUITE.create_sender_context(KEMKey.from_pyca_cryptography_key(key), info=info)
    return bytes_to_base64url(enc + context.seal(plaintext, aad=aad))


def sealed(key, entry, under=None, **how):
    under = under or entry_id(entry)
    plaintext = json.dumps({"body": entry.body, "signature": entry.signature}).encode()
    return {"id": under, "sealed": seal(key, plaintext, under.encode(), **how)}


def test_good_and_bad_entries_together_each_get_their_own_outcome_in_order(force):
    client = force.client("constable")
    case_id, captured = capture(force.constable, force.now)
    request = ask(force.constable, case_id, captured, force.now)
    lost = force.constable.write("risk assessed", case_id, assessed("x"), force.now, replaces=[case_id])
    others = force.response.write("risk assessed", case_id, assessed("x"), force.now)
    irregular = force.constable.write(
        "case started", case_id, {"reference": "222-001-2", "regime": "CSA2010"}, force.now
    )

    outcomes = post(
        client, *plain(Sent("{", None), captured[0], captured[0], lost, others, irregular, *captured[1:], request)
    )

    assert words(outcomes) == [
        "refused",
        "accepted",
        "already held",
        "waiting",
        "refused",
        "accepted irregular",
        *["accepted"] * len(captured),
    ]
    assert [one["id"] for one in outcomes[:5]] == [
        None,
        entry_id(captured[0]),
        entry_id(captured[0]),
        entry_id(lost),
        entry_id(others),
    ]
    assert codes(outcomes[4]) == ["not_the_sender"]
    assert codes(outcomes[5]) == ["started_twice", "reference"]
    log = rows(force.installation, case_id)
    assert [(row.position, row.hash) for row in log] == [
        (one["position"], one["hash"]) for one in outcomes if one["outcome"].startswith("accepted")
    ]
    assert words(post(client, *plain(*captured, request))) == ["already held"] * (len(captured) + 1)


def test_no_entries_are_no_error(sqlite_force):
    assert post(sqlite_force.client("constable")) == []


def test_half_a_surrogate_pair_in_one_entry_costs_the_others_nothing(sqlite_force):
    client = sqlite_force.client("constable")
    _, started = sqlite_force.constable.start_case(sqlite_force.now)
    body = json.dumps({"entries": [{"body": "\ud800", "signature": None}, *plain(started)]})
    answer = client.post("/api/entries", data=body, content_type="application/json")
    assert words(answer.json["entries"]) == ["refused", "accepted"]


def test_an_answer_lost_after_the_commit_costs_nothing_when_the_phone_posts_again(force):
    """The entries are on disk; then the server fails, and the phone has heard nothing."""
    app: Flask = force.own_app()
    fails = [True]

    @app.after_request
    def fail(response):
        if fails.pop() if fails else False:
            raise RuntimeError("the answer is lost")
        return response

    client = force.client("constable")
    case_id, captured = capture(force.constable, force.now)
    lost = client.post("/api/entries", json={"entries": plain(*captured)})
    assert lost.status_code == 500
    outcomes = post(client, *plain(*captured))
    assert words(outcomes) == ["already held"] * len(captured)
    assert [one["position"] for one in outcomes] == list(range(1, len(captured) + 1))
    assert len(rows(force.installation, case_id)) == len(captured)


def test_sealed_entries_are_recorded_as_the_bytes_that_were_sealed(sqlite_force, key):
    force = sqlite_force
    case_id, captured = capture(force.constable, force.now)
    request = ask(force.constable, case_id, captured, force.now)
    outcomes = post(force.client("constable"), *(sealed(key, one) for one in [*captured, request]))
    assert words(outcomes) == ["accepted"] * (len(captured) + 1)
    log = rows(force.installation, case_id)
    assert [row.body.decode() for row in log] == [one.body for one in [*captured, request]]
    assert log[-1].signature == request.signature
    assert words(post(force.client("constable"), *plain(captured[0]), sealed(key, request))) == ["already held"] * 2


OTHER = str(uuid.UUID(int=7))


def raw(key, text, under):
    return {"id": under, "sealed": seal(key, text, under.encode())}


SPOILT = {
    "under another id": lambda key, entry: {**sealed(key, entry), "id": OTHER},
    "bound to another id": lambda key, entry: {**sealed(key, entry, under=OTHER), "id": entry_id(entry)},
    "another id inside": lambda key, entry: sealed(key, entry, under=OTHER),
    "to another key": lambda key, entry: sealed(ec.generate_private_key(ec.SECP256R1()).public_key(), entry),
    "for another purpose": lambda key, entry: sealed(key, entry, info=b"field inbox 2"),
    "cut short": lambda key, entry: {"id": entry_id(entry), "sealed": sealed(key, entry)["sealed"][:-4]},
    "without a key": lambda key, entry: {"id": entry_id(entry), "sealed": "AAAA"},
    "nothing": lambda key, entry: {"id": entry_id(entry), "sealed": ""},
    "no base64url": lambda key, entry: {"id": entry_id(entry), "sealed": "é?"},
    "half a surrogate pair": lambda key, entry: {"id": entry_id(entry), "sealed": "\ud800"},
    "no JSON inside": lambda key, entry: raw(key, b"{", entry_id(entry)),
    "no object inside": lambda key, entry: raw(key, b"[]", entry_id(entry)),
    "no signature inside": lambda key, entry: raw(key, b'{"body": "{}"}', entry_id(entry)),
    "numbers inside": lambda key, entry: raw(key, b'{"body": 1, "signature": null}', entry_id(entry)),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_was_sealed_wrongly_is_refused_under_the_id_it_came_with_and_costs_the_others_nothing(
    sqlite_force, key, what
):
    force = sqlite_force
    case_id, entry = force.constable.start_case(force.now)
    item = SPOILT[what](key, entry)
    good = force.constable.start_case(force.now)[1]
    body = json.dumps({"entries": [item, sealed(key, good)]})
    answer = force.client("constable").post("/api/entries", data=body, content_type="application/json")
    bad, fine = answer.json["entries"]
    assert (bad["id"], bad["outcome"], codes(bad)) == (item["id"], "refused", ["sealed"])
    assert fine["outcome"] == "accepted"
    assert rows(force.installation, case_id) == []
    assert count(force.installation, "refused") == 1
    assert words(post(force.client("constable"), sealed(key, entry))) == ["accepted"]


def test_a_sealed_entry_that_is_malformed_says_so_and_names_the_id_it_came_with(sqlite_force, key):
    for body, code in (("{", "not_json"), ("[]", "not_json"), (" " * 300_000, "too_long"), ('{"kind":1}', "kind")):
        (bad,) = post(sqlite_force.client("constable"), sealed(key, Sent(body, None), under=OTHER))
        assert (bad["id"], bad["outcome"], codes(bad)) == (OTHER, "refused", [code])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(junk=st.binary(max_size=120), start=st.sampled_from([b"", b"\x04", b"\x04" + bytes(64), b"\x02" * 65]))
def test_no_sealed_bytes_however_malformed_are_an_error_of_ours(sqlite_force, junk, start):
    item = {"id": OTHER, "sealed": bytes_to_base64url(start + junk)}
    (bad,) = post(sqlite_force.client("constable"), item)
    assert (bad["outcome"], codes(bad)) == ("refused", ["sealed"])


def test_a_sealed_entry_is_recorded_in_the_name_of_whoever_is_signed_in_only(sqlite_force, key):
    entry = sqlite_force.constable.start_case(sqlite_force.now)[1]
    (outcome,) = post(sqlite_force.client("response"), sealed(key, entry))
    assert (outcome["outcome"], codes(outcome)) == ("refused", ["not_the_sender"])
