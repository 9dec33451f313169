"""A key per case, wrapped by the installation's case key: whoever holds the database alone reads nothing."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from hashlib import sha256
from uuid import UUID, uuid5

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects import postgresql

from . import tables


class CaseKey:
    """One case's key, for one transaction.

    Every ciphertext is bound to what it belongs to (its `about`), so that one row's bytes cannot be passed off as
    another's.
    """

    def __init__(self, case_id: str, cipher: AESGCM) -> None:
        self._case_id = case_id
        self._cipher = cipher

    def seal(self, about: str, plain: bytes) -> bytes:
        """Encrypt (AES-256-GCM, the random nonce first)."""
        nonce = os.urandom(12)
        return nonce + self._cipher.encrypt(nonce, plain, f"{self._case_id} {about}".encode())

    def open(self, about: str, sealed: bytes) -> bytes:
        """Decrypt what `seal` made.

        :raise cryptography.exceptions.InvalidTag: the bytes are not those, or not about this.
        """
        return self._cipher.decrypt(sealed[:12], sealed[12:], f"{self._case_id} {about}".encode())


class CaseKeys:
    """The keys of all cases, each made when its case first needs one. `master` is FIELD_CASE_KEY, 32 bytes.

    `look_up` is the key of the look-up's index, which holds people of many cases.
    """

    def __init__(self, master: bytes) -> None:
        self._master = master
        self._index = HKDF(SHA256(), 32, salt=None, info=b"field search 1").derive(master)
        self.look_up = AESGCM(HKDF(SHA256(), 32, salt=None, info=b"field look-up 1").derive(master))
        self._cipher = lru_cache(maxsize=4096)(lambda wrapped: AESGCM(aes_key_unwrap(master, wrapped)))

    def of(self, connection: Connection, case_id: str) -> CaseKey:
        """A case's key. It is read anew in each transaction: one that is rolled back leaves no key behind."""
        if known := self.known(connection, case_id):
            return known
        made = {"case_id": case_id, "wrapped": aes_key_wrap(self._master, os.urandom(32))}
        connection.execute(_KEEP[connection.dialect.name], made)
        found = self.known(connection, case_id)  # on PostgreSQL perhaps another's, who came first
        assert found
        return found

    def of_all(self, connection: Connection, case_ids: Collection[str]) -> dict[str, CaseKey]:
        """The keys of these cases, asked for and made together."""
        wanted = sorted(set(case_ids))
        found = self._known_of(connection, wanted)
        if absent := [one for one in wanted if one not in found]:
            made = [{"case_id": one, "wrapped": aes_key_wrap(self._master, os.urandom(32))} for one in absent]
            connection.execute(_KEEP[connection.dialect.name], made)
            found |= self._known_of(connection, absent)
        return found

    def _known_of(self, connection: Connection, case_ids: Sequence[str]) -> dict[str, CaseKey]:
        rows = connection.execute(_WRAPPED_OF, {"case_ids": case_ids})
        return {row.case_id: CaseKey(row.case_id, self._cipher(row.wrapped)) for row in rows}

    def apart(self, connection: Connection, case_id: str) -> CaseKey:
        """The key of what is withheld from most of those who read a case (P21): not the case's own.

        Without it the rest of the case is read, and its chain verified, as before.
        """
        return CaseKey(case_id, self.of(connection, _apart(case_id))._cipher)

    def opener(self, connection: Connection, case_id: str) -> Callable[[str, bytes], bytes]:
        """What decrypts the entries of a case, by whichever of its two keys each is under."""
        key = self.of(connection, case_id)

        def open_one(about: str, sealed: bytes) -> bytes:
            try:
                return key.open(about, sealed)
            except InvalidTag:
                known = self.known(connection, _apart(case_id))
                if known is None:
                    raise
                return CaseKey(case_id, known._cipher).open(about, sealed)

        return open_one

    def openers(self, connection: Connection, case_ids: Sequence[str]) -> dict[str, Callable[[str, bytes], bytes]]:
        """What decrypts the entries of each of these cases, their keys asked for at once; without one, no opener."""
        both = [*case_ids, *map(_apart, case_ids)]
        ciphers = {row.case_id: row.wrapped for row in connection.execute(_WRAPPED_OF, {"case_ids": both})}

        def opener(case_id: str) -> Callable[[str, bytes], bytes]:
            def open_one(about: str, sealed: bytes) -> bytes:
                key = CaseKey(case_id, self._cipher(ciphers[case_id]))
                try:
                    return key.open(about, sealed)
                except InvalidTag:
                    if (further := ciphers.get(_apart(case_id))) is None:
                        raise
                    return CaseKey(case_id, self._cipher(further)).open(about, sealed)

            return open_one

        return {case_id: opener(case_id) for case_id in case_ids if case_id in ciphers}

    def known(self, connection: Connection, case_id: str) -> CaseKey | None:
        """A case's key, if it has one yet."""
        wrapped = connection.execute(_WRAPPED, {"case_id": case_id}).scalar()
        return None if wrapped is None else CaseKey(case_id, self._cipher(wrapped))

    def blind(self, key: str) -> bytes:
        """A search key as the index holds it: 16 bytes that tell nothing without the installation's key."""
        return hmac.digest(self._index, key.encode(), sha256)[:16]


def _apart(case_id: str) -> str:
    """The name under which a case's further key is kept beside its own."""
    return str(uuid5(UUID(case_id), "apart"))


_WRAPPED = select(tables.case_keys.c.wrapped).where(tables.case_keys.c.case_id == bindparam("case_id"))
_WRAPPED_OF = select(tables.case_keys).where(tables.case_keys.c.case_id.in_(bindparam("case_ids", expanding=True)))
_KEEP = {
    "sqlite": insert(tables.case_keys),
    "postgresql": postgresql.insert(tables.case_keys).on_conflict_do_nothing(),
}
