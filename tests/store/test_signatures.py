"""A signature is a passkey's, its officer's, over these exact bytes; and brings no secret with it."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException

from field_app.actions import Sent, verify_logs
from field_app.adapters.passkeys import _signs, _verify, entry_challenge
from field_app.demonstration.case import authorise, serve
from field_app.demonstration.case import request as ask
from field_app.demonstration.officer import SoftwareOfficer
from field_app.store.database import reading

from .odd import OddAuthenticator
from .story import assessed, authorised, recorded, requested, rows, said


def signed(sent, **changed):
    """The same entry with parts of its assertion changed."""
    return Sent(sent.body, json.dumps({**json.loads(sent.signature), **changed}))


def answered(sent, **changed):
    """The same entry with parts of its assertion's response changed."""
    response = {**json.loads(sent.signature)["response"], **changed}
    return signed(sent, response=response)


def flipped(sent, part):
    raw = bytearray(base64url_to_bytes(json.loads(sent.signature)["response"][part]))
    raw[-1] ^= 1
    return answered(sent, **{part: bytes_to_base64url(bytes(raw))})


def other_client_data(sent, **changed):
    said_ = json.loads(base64url_to_bytes(json.loads(sent.signature)["response"]["clientDataJSON"]))
    return answered(sent, clientDataJSON=bytes_to_base64url(json.dumps({**said_, **changed}).encode()))


def prf(sent, force, **results):
    return signed(sent, clientExtensionResults=results)


BOGUS = {
    "a signature byte flipped": (lambda sent, force: flipped(sent, "signature"), "signature"),
    "an authenticator byte flipped": (lambda sent, force: flipped(sent, "authenticatorData"), "signature"),
    "another challenge": (lambda sent, force: other_client_data(sent, challenge="AAAA"), "signature"),
    "another origin": (lambda sent, force: other_client_data(sent, origin="https://evil.example"), "signature"),
    "no response": (lambda sent, force: signed(sent, response=None), "signature_unreadable"),
    "an unknown passkey": (lambda sent, force: signed(sent, id="AAAA", rawId="AAAA"), "not_their_passkey"),
    "an id that is none": (lambda sent, force: signed(sent, id=None), "not_their_passkey"),
    "another's passkey": (lambda sent, force: force.superintendent.sign(sent.body), "not_their_passkey"),
    "no extension results": (lambda sent, force: signed(sent, clientExtensionResults=None), "prf"),
    "PRF results": (
        lambda sent, force: prf(sent, force, prf={"results": {"first": "c2VjcmV0"}}),
        "prf",
    ),
    "PRF enabled": (lambda sent, force: prf(sent, force, prf={"enabled": True}), "prf"),
    "PRF results behind a second, empty member": (
        lambda sent, force: Sent(
            sent.body,
            prf(sent, force, prf={"results": {"first": "c2VjcmV0"}}).signature[:-1] + ',"clientExtensionResults":{}}',
        ),
        "signature_unreadable",
    ),
    "more than an assertion": (lambda sent, force: signed(sent, prf={"first": "c2VjcmV0"}), "signature_unreadable"),
    "no JSON": (lambda sent, force: Sent(sent.body, "signed"), "signature_unreadable"),
    "no object": (lambda sent, force: Sent(sent.body, "[]"), "signature_unreadable"),
    "nothing": (lambda sent, force: Sent(sent.body, ""), "signature_unreadable"),
    "a sign-in's answer": (
        lambda sent, force: Sent(
            sent.body,
            json.dumps(
                force.constable.authenticator.answer(sha256(b"field sign-in 1\n" + sent.body.encode()).digest())
            ),
        ),
        "signature",
    ),
}


@pytest.mark.parametrize("what", BOGUS)
def test_a_bogus_signature_refuses_acts_and_facts_alike(sqlite_force, what):
    force, (spoil, code) = sqlite_force, BOGUS[what]
    case_id, captured = recorded(force)
    request = ask(force.constable, case_id, captured, force.now)
    fact = serve(force.constable, case_id, request, force.now, force.now)
    force.constable.record([request], force.now)
    second = ask(force.constable, case_id, captured, force.now)
    for entry in (second, fact):
        assert said(force.constable.send([spoil(entry, force)], force.now)[0]) == ("refused", [code])
    # The same bytes with their own signature go in after all.
    assert said(force.constable.send([fact], force.now)[0])[0] == "accepted irregular"


def holds(check, *given):
    """Whether a check of an assertion says yes; whatever it raises is a no."""
    try:
        return check(*given) is not False
    except (WebAuthnException, InvalidSignature, ValueError, KeyError, TypeError):
        return False


def flags(sent, force, to):
    """The assertion with other flags, signed anew by the very authenticator: all that is wrong is what they say."""
    said_ = json.loads(sent.signature)["response"]
    shown = bytearray(base64url_to_bytes(said_["authenticatorData"]))
    shown[32] = to
    digest = sha256(base64url_to_bytes(said_["clientDataJSON"])).digest()
    made = force.constable.authenticator._key.sign(bytes(shown) + digest, ECDSA(SHA256()))
    return answered(sent, authenticatorData=bytes_to_base64url(bytes(shown)), signature=bytes_to_base64url(made))


def test_an_entrys_assertion_is_judged_as_the_library_judges_it(sqlite_force):
    """The key is kept ready between entries; everything else must come to what py_webauthn makes of it."""
    force = sqlite_force
    case_id, captured = recorded(force)
    sent = ask(force.constable, case_id, captured, force.now)
    with reading(force.installation.engine) as connection:
        office, _ = force.installation.office(connection)
    [passkey] = [one for one in office.passkeys.values() if one.officer == force.constable.id]
    tried = {what: spoil(sent, force) for what, (spoil, _) in BOGUS.items()}
    tried |= {f"flags {to:08b}": flags(sent, force, to) for to in (0b101, 0b1, 0b100, 0, 0b1101, 0b11101, 0b10101)}
    tried |= {
        f"{name} {value!r}": other_client_data(sent, **{name: value})
        for name, value in (("type", "webauthn.create"), ("tokenBinding", {"status": "other"}))
    }
    found = {}
    for what, one in {"as it was made": sent, **tried}.items():
        try:
            credential = json.loads(one.signature)
        except ValueError:
            continue
        if not isinstance(credential, dict):
            continue
        given = (passkey, credential, entry_challenge(sent.body.encode()))
        found[what] = holds(_signs, *given)
        assert found[what] == holds(_verify, *given, 0), what
    assert found["as it was made"] and found["flags 00000101"] and found["flags 00011101"]
    assert not found["flags 00000001"] and not found["flags 00010101"] and not found["another origin"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["", "AA", "e30"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_signature_however_malformed_is_an_error_of_ours(sqlite_force, data):
    """One entry's bad assertion must never cost the others of its batch their outcome."""
    force = sqlite_force
    entry = force.constable.write(
        "authority requested", force.constable.start_case(force.now)[0], {"note": None}, force.now
    )
    assertion = json.loads(entry.signature)
    where = data.draw(
        st.sampled_from(
            [
                "response",
                "response.clientDataJSON",
                "response.authenticatorData",
                "response.signature",
                "response.userHandle",
                "rawId",
                "type",
                "client data",
                "authenticator bytes",
            ]
        )
    )
    if where == "client data":
        response = assertion["response"]
        client_data = {**json.loads(base64url_to_bytes(response["clientDataJSON"]))}
        client_data[data.draw(st.sampled_from([*client_data, "tokenBinding"]))] = data.draw(JUNK)
        junk = data.draw(st.sampled_from([client_data, data.draw(JUNK)]))
        response["clientDataJSON"] = bytes_to_base64url(json.dumps(junk).encode())
    elif where == "authenticator bytes":
        raw = base64url_to_bytes(assertion["response"]["authenticatorData"])
        flags = data.draw(st.integers(0, 255))
        raw = raw[:32] + bytes([flags]) + raw[33:] + data.draw(st.binary(max_size=80))
        assertion["response"]["authenticatorData"] = bytes_to_base64url(raw[: data.draw(st.integers(0, len(raw)))])
    else:
        *path, last = where.split(".")
        place = assertion["response"] if path else assertion
        place[last] = data.draw(JUNK)
    outcome = force.constable.send([Sent(entry.body, json.dumps(assertion))], force.now)[0]
    assert outcome.outcome == "refused"


def test_an_assertion_signs_one_entry_only(force):
    case_id, _, request, decision = authorised(force)
    service = serve(force.constable, case_id, decision, force.now, force.now)
    stolen = Sent(service.body, request.signature)
    assert said(force.constable.send([stolen], force.now)[0]) == ("refused", ["signature"])
    one_character = Sent(service.body.replace("Read aloud", "Read Aloud"), service.signature)
    assert said(force.constable.send([one_character], force.now)[0]) == ("refused", ["signature"])
    force.constable.record([service], force.now)


def test_an_act_without_its_signature_is_refused(force):
    case_id, captured = recorded(force)
    request = ask(force.constable, case_id, captured, force.now)
    assert said(force.constable.send([Sent(request.body, None)], force.now)[0]) == ("refused", ["unsigned"])
    force.constable.record([request], force.now)
    decision = authorise(force.superintendent, case_id, request, force.now)
    assert said(force.superintendent.send([Sent(decision.body, None)], force.now)[0]) == ("refused", ["unsigned"])


def test_a_fact_without_its_signature_is_signed_afterwards_by_its_own_officer_once(force):
    case_id, _, _, decision = authorised(force)
    service = Sent(serve(force.constable, case_id, decision, force.now, force.now).body, None)
    assert said(force.constable.send([service], force.now)[0]) == ("accepted irregular", ["unsigned"])

    def sign(officer, *named):
        return officer.write("signature added", case_id, {}, force.now, relies_on=named)

    for officer, named, code in (
        (force.response, [service], "not_yours"),
        (force.superintendent, [decision], "nothing_to_sign"),
        (force.constable, [], "nothing_to_sign"),
        (force.constable, [service, decision], "nothing_to_sign"),
    ):
        assert said(officer.send([sign(officer, *named)], force.now)[0]) == ("accepted irregular", [code])
    force.constable.record([sign(force.constable, service)], force.now)
    last = rows(force.installation, case_id)[-1]
    assert last.signed_by == force.constable.authenticator.credential
    assert verify_logs(force.installation).failure is None


def test_a_late_signature_waits_for_the_fact_it_signs(force):
    case_id, _, _, decision = authorised(force)
    service = Sent(serve(force.constable, case_id, decision, force.now, force.now).body, None)
    late = force.constable.write("signature added", case_id, {}, force.now, relies_on=[service])
    assert said(force.constable.send([late], force.now)[0])[0] == "waiting"
    assert said(force.constable.send([service], force.now)[0]) == ("accepted irregular", ["unsigned"])
    assert said(force.constable.send([late], force.now)[0]) == ("already held", [])


def withdraw(force, officer):
    facts = {"officer": officer.id, "credential": officer.authenticator.credential, "reason": "Phone lost."}
    entry = force.administrator.write("passkey withdrawn", officer.office().id, facts, force.now)
    force.administrator.record([entry], force.now)


def test_a_withdrawn_passkey_signs_no_act_and_marks_a_fact_and_what_it_signed_before_still_holds(force):
    case_id, _captured, request = requested(force)
    refusal = force.superintendent.write(
        "authority refused", case_id, {"because": [], "reasons": "x"}, force.now, relies_on=[request]
    )
    withdraw(force, force.superintendent)
    assert said(force.superintendent.send([refusal], force.now)[0]) == ("refused", ["passkey_withdrawn"])
    withdraw(force, force.constable)
    fact = serve(force.constable, case_id, request, force.now, force.now)
    assert "passkey_withdrawn" in said(force.constable.send([fact], force.now)[0])[1]
    assert verify_logs(force.installation).failure is None

    anew = SoftwareOfficer(force.installation, force.constable.id, force.now)
    fact = serve(anew, case_id, request, force.now, force.now)
    assert "passkey_withdrawn" not in said(anew.send([fact], force.now)[0])[1]


def test_a_revoked_device_sends_no_act_and_its_facts_are_marked(force):
    case_id, captured = recorded(force)
    facts = {"device": force.constable.device, "reason": "Phone lost."}
    office = force.constable.office().id
    force.administrator.record([force.administrator.write("device revoked", office, facts, force.now)], force.now)
    request = ask(force.constable, case_id, captured, force.now)
    assert said(force.constable.send([request], force.now)[0]) == ("refused", ["device_revoked"])
    fact = force.constable.write("risk assessed", case_id, assessed("x"), force.now)
    assert said(force.constable.send([fact], force.now)[0]) == ("accepted irregular", ["device_revoked"])
    assert verify_logs(force.installation).failure is None


def test_a_superintendent_of_another_device_signs_with_either_of_their_passkeys(sqlite_force):
    force = sqlite_force
    case_id, _, request = requested(force)
    second = SoftwareOfficer(force.installation, force.superintendent.id, force.now)
    decision = authorise(second, case_id, request, force.now)
    force.superintendent.record([decision], force.now)
    assert rows(force.installation, case_id)[-1].signed_by == second.authenticator.credential


@pytest.mark.parametrize(
    ("odd", "outcome"),
    [
        ({"count": 9}, "accepted"),
        ({"count": 3}, "accepted"),
        ({"flags": 0x01}, "refused"),  # present, not verified
        ({"origin": "https://evil.example"}, "refused"),
    ],
)
def test_an_entry_takes_user_verification_and_our_origin_and_no_count(sqlite_force, odd, outcome):
    """Documents signed without signal arrive late and out of order: their count says nothing."""
    force = sqlite_force
    case_id, captured = recorded(force)

    def sign(entry, **how):
        authenticator = OddAuthenticator(force.constable.authenticator, **how)
        return Sent(entry.body, json.dumps(authenticator.answer(entry_challenge(entry.body.encode()))))

    force.constable.record([sign(force.constable.start_case(force.now)[1], count=7)], force.now)
    request = sign(ask(force.constable, case_id, captured, force.now), **odd)
    assert force.constable.send([request], force.now)[0].outcome == outcome
