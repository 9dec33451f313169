"""The inbox: what a locked phone, or a station with a rescue file, can send on but not read (HPKE, RFC 9180)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey, KEMKeyInterface, PyHPKEError
from webauthn.helpers import base64url_to_bytes

SUITE = CipherSuite.new(KEMId.DHKEM_P256_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)
INFO = b"field inbox 1"
INFO_ATTACHMENT = b"field attachment 1"
POINT = 65
"""Length of the encapsulated key: an uncompressed P-256 point."""


class NotForThisInbox(Exception):
    """Sealed bytes that this installation cannot open, or that hold nothing it can use."""


class Inbox:
    """Opens what was sealed to this installation's public key, or to one of its `further` ones."""

    def __init__(
        self, private_key: ec.EllipticCurvePrivateKey, further: Sequence[ec.EllipticCurvePrivateKey] = ()
    ) -> None:
        self._keys = [KEMKey.from_pyca_cryptography_key(one) for one in (private_key, *further)]
        self.public_key = private_key.public_key()

    def open(self, entry_id: str, sealed: str) -> tuple[str, str | None]:
        """The exact body and signature that were sealed under this id.

        :raise NotForThisInbox: another key, another id, or damage.
        """
        try:
            plain = json.loads(self._open(base64url_to_bytes(sealed), INFO, entry_id))
            body, signature = plain["body"], plain["signature"]
        except (ValueError, KeyError, TypeError, InvalidTag, PyHPKEError, RecursionError) as error:
            raise NotForThisInbox("The sealed entry cannot be opened with this installation's key.") from error
        if not isinstance(body, str) or not (signature is None or isinstance(signature, str)):
            raise NotForThisInbox("The sealed entry holds no body and signature.")
        return body, signature

    def open_text(self, name: str, sealed: str) -> str:
        """The text that was sealed under this name.

        :raise NotForThisInbox: another key, another name, or damage.
        """
        try:
            return self._open(base64url_to_bytes(sealed), INFO, name).decode()
        except (ValueError, InvalidTag, PyHPKEError) as error:
            raise NotForThisInbox("The sealed text cannot be opened with this installation's key.") from error

    def open_attachment(self, name: str, sealed: bytes) -> bytes:
        """The bytes that were sealed under the SHA-256 they are said to have.

        :raise NotForThisInbox: another key, another name, or damage.
        """
        try:
            return self._open(sealed, INFO_ATTACHMENT, name)
        except (ValueError, InvalidTag, PyHPKEError) as error:
            raise NotForThisInbox("The sealed file cannot be opened with this installation's key.") from error

    def _open(self, sealed: bytes, info: bytes, about: str) -> bytes:
        for key in self._keys[:-1]:
            try:
                return _open(key, sealed, info, about)
            except (InvalidTag, PyHPKEError):
                continue  # perhaps sealed to another of them
        return _open(self._keys[-1], sealed, info, about)


def _open(key: KEMKeyInterface, sealed: bytes, info: bytes, about: str) -> bytes:
    context = SUITE.create_recipient_context(sealed[:POINT], key, info=info)
    return context.open(sealed[POINT:], aad=about.encode())
