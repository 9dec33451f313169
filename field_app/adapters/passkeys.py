"""Passkeys (WebAuthn Level 3), checked with py_webauthn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_authenticator_data,
    parse_client_data_json,
    verify_signature,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ClientDataType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    TokenBindingStatus,
    UserVerificationRequirement,
)

from field_app.cases.office import Office, Officer, Passkey
from field_app.law.answers import NotMet

ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]

NAMES = dict(zip(ALGORITHMS, ("ES256", "EdDSA", "RS256"), strict=True))
"""As JOSE names them (RFC 7518, RFC 8037)."""

ASSERTION = {"id", "rawId", "type", "response", "clientExtensionResults", "authenticatorAttachment"}
RESPONSE = {"clientDataJSON", "authenticatorData", "signature", "userHandle"}
"""The members of an AuthenticationResponseJSON (WebAuthn Level 3, section 5.1): nothing else is kept of one."""

PRF_SEEN = NotMet("prf", "The credential carries an encryption secret of the device; it must never leave it.")


class NotThisPasskey(Exception):
    """A credential did not prove what it had to; the message says what in one sentence."""


@dataclass(frozen=True)
class Registered:
    """What is kept of a new passkey."""

    credential: str
    public_key: str
    synced: bool
    sign_count: int


def entry_challenge(body: bytes) -> bytes:
    """What an officer's passkey signs to sign an entry: SHA-256 over `field entry 1`, a line feed, the bytes."""
    return sha256(b"field entry 1\n" + body).digest()


def sign_in_challenge(nonce: bytes) -> bytes:
    """What a passkey signs to sign in: SHA-256 over `field sign-in 1`, a line feed, the nonce."""
    return sha256(b"field sign-in 1\n" + nonce).digest()


def registration_options(office: Office, officer: Officer, challenge: bytes) -> dict[str, Any]:
    """Options for creating a discoverable, user-verified passkey (PublicKeyCredentialCreationOptionsJSON)."""
    own = [one.credential for one in office.passkeys.values() if one.officer == officer.id and not one.withdrawn_at]
    options = generate_registration_options(
        rp_id=office.rp_id,
        rp_name=office.force,
        user_id=officer.id.encode(),
        user_name=officer.collar_number,
        user_display_name=officer.name,
        challenge=challenge,
        exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(one)) for one in own],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json_dict(options)


def check_registration(office: Office, credential: dict[str, Any], challenge: bytes) -> Registered:
    """The passkey a browser says it has made.

    :raise NotThisPasskey: it does not answer this challenge, or not on this origin.
    """
    _without_secrets(credential)
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=office.rp_id,
            expected_origin=office.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise NotThisPasskey("The passkey could not be registered: its answer does not hold.") from error
    return Registered(
        bytes_to_base64url(made.credential_id),
        bytes_to_base64url(made.credential_public_key),
        made.credential_backed_up,
        made.sign_count,
    )


def confirmation_challenge(what: str, nonce: bytes) -> bytes:
    """What a passkey signs to confirm: SHA-256 of `field confirmation 1`, what it is and the nonce, on three lines."""
    return sha256(b"field confirmation 1\n" + what.encode() + b"\n" + nonce).digest()


def confirmation_options(office: Office, officer: str, challenge: bytes) -> dict[str, Any]:
    """Options for confirming with one of this officer's passkeys."""
    own = [one.credential for one in office.passkeys.values() if one.officer == officer and not one.withdrawn_at]
    options = generate_authentication_options(
        rp_id=office.rp_id,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(one)) for one in own],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def sign_in_options(office: Office, challenge: bytes) -> dict[str, Any]:
    """Options for signing in with whichever passkey the officer picks."""
    options = generate_authentication_options(
        rp_id=office.rp_id, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json_dict(options)


def challenge_of(credential: dict[str, Any]) -> bytes:
    """The challenge a credential says it answers.

    :raise NotThisPasskey: it names none.
    """
    try:
        client_data = json.loads(base64url_to_bytes(credential["response"]["clientDataJSON"]))
        return base64url_to_bytes(client_data["challenge"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotThisPasskey("The credential is not readable.") from error


def check_sign_in(office: Office, credential: dict[str, Any], challenge: bytes, count: int) -> tuple[Passkey, int]:
    """Whose passkey answered a sign-in challenge, and its new signature count.

    :raise NotThisPasskey: it is unknown here, withdrawn, or its answer does not hold.
    """
    _without_secrets(credential)
    passkey = office.passkeys.get(str(credential.get("id")))
    if passkey is None or passkey.withdrawn_at:
        raise NotThisPasskey("This passkey is not registered here.")
    try:
        done = _verify(passkey, credential, challenge, count)
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise NotThisPasskey("The passkey's answer does not hold.") from error
    return passkey, done.new_sign_count


def check_entry(office: Office, officer: str, body: bytes, signature: str) -> str | NotMet:
    """The credential that signed these exact bytes, or why the signature does not hold.

    The signature count is not looked at: documents signed without signal arrive late and out of order, and an
    assertion fits one entry only, because its challenge is made of that entry's bytes.
    """
    try:
        credential = json.loads(signature)
        if not isinstance(credential, dict):
            raise TypeError("not an object")
    except (ValueError, TypeError, RecursionError):
        return NotMet("signature_unreadable", "signature: is not a readable passkey assertion.")
    if credential.get("clientExtensionResults") != {}:
        return PRF_SEEN
    response = credential.get("response")
    if credential.keys() - ASSERTION or not isinstance(response, dict) or response.keys() - RESPONSE:
        return NotMet("signature_unreadable", "signature: holds more than a passkey assertion.")
    passkey = office.passkeys.get(str(credential.get("id")))
    if passkey is None or passkey.officer != officer:
        return NotMet("not_their_passkey", "signature: was not made by a passkey of the officer who wrote the entry.")
    try:
        signs = _signs(passkey, credential, entry_challenge(body))
    except (WebAuthnException, InvalidSignature, ValueError, KeyError, TypeError):
        signs = False
    return passkey.credential if signs else NotMet("signature", "signature: does not sign these exact bytes.")


def exported_key(passkey: Passkey) -> tuple[str, str]:
    """The public key as PEM (SubjectPublicKeyInfo), and the algorithm it signs with, as JOSE names it."""
    decoded = decode_credential_public_key(base64url_to_bytes(passkey.public_key))
    pem = decoded_public_key_to_cryptography(decoded).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode(), NAMES[decoded.alg]


def _signs(passkey: Passkey, credential: dict[str, Any], challenge: bytes) -> bool:
    """Whether an assertion answers this challenge: what WebAuthn Level 3 section 7.2 has checked of one.

    As `_verify` does, step by step, but the key is read from its CBOR once and not for each of its signatures: a record
    is proven by the thousand. A test holds the two equal.

    :raise WebAuthnException, InvalidSignature, ValueError, KeyError, TypeError: it cannot be read, or does not hold.
    """
    given = parse_authentication_credential_json(credential)
    response = given.response
    client, shown = parse_client_data_json(response.client_data_json), response.authenticator_data
    about = parse_authenticator_data(shown)
    bound = client.token_binding is None or client.token_binding.status in (
        TokenBindingStatus.SUPPORTED,
        TokenBindingStatus.PRESENT,
    )
    if not (
        bytes_to_base64url(given.raw_id) == given.id
        and client.type == ClientDataType.WEBAUTHN_GET
        and compare_digest(client.challenge, challenge)
        and client.origin == passkey.origin
        and bound
        and about.rp_id_hash == sha256(passkey.rp_id.encode()).digest()
        and about.flags.up
        and about.flags.uv
    ):
        return False
    key, algorithm = _key(passkey.public_key)
    signed = shown + sha256(response.client_data_json).digest()
    verify_signature(public_key=key, signature_alg=algorithm, signature=response.signature, data=signed)
    return not (about.flags.bs and not about.flags.be)


@lru_cache(maxsize=4096)
def _key(public_key: str) -> tuple[Any, COSEAlgorithmIdentifier]:
    """A passkey's public key, ready to verify with, and its algorithm."""
    decoded = decode_credential_public_key(base64url_to_bytes(public_key))
    return decoded_public_key_to_cryptography(decoded), decoded.alg


def _verify(passkey: Passkey, credential: dict[str, Any], challenge: bytes, count: int):  # type: ignore[no-untyped-def]
    return verify_authentication_response(
        credential=credential,
        expected_challenge=challenge,
        expected_rp_id=passkey.rp_id,
        expected_origin=passkey.origin,
        credential_public_key=base64url_to_bytes(passkey.public_key),
        credential_current_sign_count=count,
        require_user_verification=True,
    )


def _without_secrets(credential: dict[str, Any]) -> None:
    if credential.get("clientExtensionResults") != {}:
        raise NotThisPasskey(PRF_SEEN.message)
