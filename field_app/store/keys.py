"""A key per case, wrapped by the installation's case key: whoever holds the database alone reads nothing."""

from __future__ import annotations

import hmac
import os
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from sqlalchemy import Connection, insert, select

from . import tables


class CaseKeys:
    """Encrypts and decrypts under a case's own key, made when the case first needs one.

    `master` is FIELD_CASE_KEY, 32 bytes. Every ciphertext is bound to what it belongs to (its `about`), so that
    one row's bytes cannot be passed off as another's.
    """

    def __init__(self, master: bytes) -> None:
        self._master = master
        self._index = HKDF(SHA256(), 32, salt=None, info=b"field search 1").derive(master)
        self._unwrap = lru_cache(maxsize=4096)(lambda wrapped: AESGCM(aes_key_unwrap(master, wrapped)))

    def seal(self, connection: Connection, case_id: str, about: str, plain: bytes) -> bytes:
        """Encrypt for a case (AES-256-GCM, random nonce first)."""
        nonce = os.urandom(12)
        return nonce + self._of(connection, case_id).encrypt(nonce, plain, f"{case_id} {about}".encode())

    def open(self, connection: Connection, case_id: str, about: str, sealed: bytes) -> bytes:
        """Decrypt what `seal` made.

        :raise cryptography.exceptions.InvalidTag: the bytes are not those, or not about this.
        """
        return self._of(connection, case_id).decrypt(sealed[:12], sealed[12:], f"{case_id} {about}".encode())

    def blind(self, key: str) -> bytes:
        """A search key as the index holds it: 16 bytes that tell nothing without the installation's key."""
        return hmac.digest(self._index, key.encode(), sha256)[:16]

    def _of(self, connection: Connection, case_id: str) -> AESGCM:
        stored = select(tables.case_keys.c.wrapped).where(tables.case_keys.c.case_id == case_id)
        wrapped = connection.execute(stored).scalar()
        if wrapped is None:
            wrapped = aes_key_wrap(self._master, os.urandom(32))
            connection.execute(insert(tables.case_keys).values(case_id=case_id, wrapped=wrapped))
        return self._unwrap(wrapped)
