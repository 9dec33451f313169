"""A software authenticator: makes real passkeys and real assertions (WebAuthn Level 3) for invented officers.

For the demonstration's history and for tests. Its keys live in memory only, and `demo load` withdraws them.
"""

from __future__ import annotations

import json
import os
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as base64url

USER_PRESENT, USER_VERIFIED, HAS_CREDENTIAL = 0x01, 0x04, 0x40


class SoftwareAuthenticator:
    """One passkey (ES256) on one origin."""

    def __init__(self, rp_id: str, origin: str) -> None:
        self._rp_id_hash = sha256(rp_id.encode()).digest()
        self._origin = origin
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = os.urandom(32)

    @property
    def credential(self) -> str:
        """The credential's id, base64url."""
        return base64url(self._id)

    def register(self, challenge: bytes) -> dict[str, Any]:
        """A RegistrationResponseJSON for this challenge."""
        numbers = self._key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self._id).to_bytes(2, "big") + self._id + cbor2.dumps(cose)
        data = self._authenticator_data(HAS_CREDENTIAL) + attested
        return self._credential(
            {
                "clientDataJSON": base64url(self._client_data("webauthn.create", challenge)),
                "attestationObject": base64url(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
            }
        )

    def answer(self, challenge: bytes) -> dict[str, Any]:
        """An AuthenticationResponseJSON for this challenge, with user verification."""
        data, client_data = self._authenticator_data(0), self._client_data("webauthn.get", challenge)
        signature = self._key.sign(data + sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self._credential(
            {
                "clientDataJSON": base64url(client_data),
                "authenticatorData": base64url(data),
                "signature": base64url(signature),
                "userHandle": None,
            }
        )

    def _authenticator_data(self, flags: int) -> bytes:
        return self._rp_id_hash + bytes([USER_PRESENT | USER_VERIFIED | flags]) + (0).to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: bytes) -> bytes:
        said = {"type": kind, "challenge": base64url(challenge), "origin": self._origin, "crossOrigin": False}
        return json.dumps(said, separators=(",", ":")).encode()

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": self.credential,
            "rawId": self.credential,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
