"""A key per case, wrapped by the installation's case key: whoever holds the database alone reads nothing."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from uuid import UUID, uuid5

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import ProgrammingError

from . import tables


class CannotTurn(Exception):
    """The keys could not be wrapped anew; the message says what is wanted."""


class KeyGone(ValueError):
    """A case has entries and no key: it was disposed of, or somebody deleted the key."""


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

    What another of the `further` masters wrapped or sealed is opened too, while the one is changed for the other.
    `look_up` is the key of the look-up's index, which holds people of many cases; `figures` that of what is counted.
    """

    def __init__(self, master: bytes, further: Sequence[bytes] = ()) -> None:
        self._masters = (master, *further)
        self._indexes = [_derived(one, b"field search 1") for one in self._masters]
        self.look_up = OneOfSeveral([AESGCM(_derived(one, b"field look-up 1")) for one in self._masters])
        self.figures = OneOfSeveral([AESGCM(_derived(one, b"field figures 1")) for one in self._masters])
        self._cipher = lru_cache(maxsize=4096)(lambda wrapped: AESGCM(self._unwrapped(wrapped)))

    def _unwrapped(self, wrapped: bytes) -> bytes:
        """:raise cryptography.hazmat.primitives.keywrap.InvalidUnwrap: none of the masters wrapped it."""
        for master in self._masters[:-1]:
            try:
                return aes_key_unwrap(master, wrapped)
            except InvalidUnwrap:
                continue
        return aes_key_unwrap(self._masters[-1], wrapped)

    def of(self, connection: Connection, case_id: str) -> CaseKey:
        """A case's key. It is read anew in each transaction: one that is rolled back leaves no key behind."""
        if known := self.known(connection, case_id):
            return known
        made = {"case_id": case_id, "wrapped": aes_key_wrap(self._masters[0], os.urandom(32))}
        connection.execute(_KEEP[connection.dialect.name], made)
        found = self.known(connection, case_id)  # on PostgreSQL perhaps another's, who came first
        assert found
        return found

    def of_all(self, connection: Connection, case_ids: Collection[str]) -> dict[str, CaseKey]:
        """The keys of these cases, asked for and made together."""
        wanted = sorted(set(case_ids))
        found = self._known_of(connection, wanted)
        if absent := [one for one in wanted if one not in found]:
            made = {one: aes_key_wrap(self._masters[0], os.urandom(32)) for one in absent}
            rows = [{"case_id": one, "wrapped": wrapped} for one, wrapped in made.items()]
            connection.execute(_KEEP[connection.dialect.name], rows)
            if connection.dialect.name == "sqlite":  # whoever writes is alone
                return found | {one: CaseKey(one, self._cipher(wrapped)) for one, wrapped in made.items()}
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

    def apart_name(self, case_id: str) -> str:
        """The name under which that key is kept beside the case's own."""
        return _apart(case_id)

    def opener(self, connection: Connection, case_id: str) -> Callable[[str, bytes], bytes]:
        """What decrypts the entries of a case, by whichever of its two keys each is under.

        :raise KeyGone: it has none.
        """
        key = self.known(connection, case_id)
        if key is None:
            raise KeyGone(f"the key of {case_id} is gone")

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

    def forget(self) -> None:
        """Keep none of the keys in memory that were opened so far: one of them is gone."""
        self._cipher.cache_clear()

    def unwrapped(self, case_id: str, wrapped: bytes) -> CaseKey:
        """A case's key, as the database holds it, opened."""
        return CaseKey(case_id, self._cipher(wrapped))

    def known(self, connection: Connection, case_id: str) -> CaseKey | None:
        """A case's key, if it has one yet."""
        wrapped = connection.execute(_WRAPPED, {"case_id": case_id}).scalar()
        return None if wrapped is None else CaseKey(case_id, self._cipher(wrapped))

    def blind(self, key: str) -> bytes:
        """A search key as the index holds it: 16 bytes that tell nothing without the installation's key."""
        return hmac.digest(self._indexes[0], key.encode(), sha256)[:16]

    def blinds(self, keys: Iterable[str]) -> list[bytes]:
        """Search keys as the index may hold them, written under any of the masters."""
        return [hmac.digest(one, key.encode(), sha256)[:16] for key in keys for one in self._indexes]

    def wrap_anew(self, connection: Connection, after: str, most: int) -> tuple[str | None, int]:
        """Of the next `most` keys after this case's, wrap those under the first master that a further one wrapped.

        The case of the last of them, None where there are no more, and how many were wrapped anew.

        The table refuses changes; its owner alone can lift that, and it is lifted for this transaction alone.

        :raise CannotTurn: a key was wrapped by none of the masters, or somebody else owns the table.
        """
        rows = connection.execute(_NEXT_KEYS, {"after": after, "most": most}).all()
        try:
            anew = [
                {"case": row.case_id, "anew": aes_key_wrap(self._masters[0], self._unwrapped(row.wrapped))}
                for row in rows
                if not self._is_first(row.wrapped)
            ]
        except InvalidUnwrap as error:
            raise CannotTurn(
                "A case's key opens with neither FIELD_CASE_KEY nor FIELD_CASE_KEY_FURTHER: one is missing there."
            ) from error
        if anew:
            with _changes_allowed(connection):
                connection.execute(_WRAP_ANEW, anew)
        return (rows[-1].case_id if rows else None), len(anew)

    def _is_first(self, wrapped: bytes) -> bool:
        try:
            aes_key_unwrap(self._masters[0], wrapped)
        except InvalidUnwrap:
            return False
        return True


class OneOfSeveral:
    """Seals with the first of these keys, and opens with whichever sealed."""

    def __init__(self, ciphers: Sequence[AESGCM]) -> None:
        self._ciphers = ciphers

    def encrypt(self, nonce: bytes, plain: bytes, about: bytes) -> bytes:
        return self._ciphers[0].encrypt(nonce, plain, about)

    def decrypt(self, nonce: bytes, sealed: bytes, about: bytes) -> bytes:
        """:raise cryptography.exceptions.InvalidTag: none of them sealed it, or not about this."""
        for cipher in self._ciphers[:-1]:
            try:
                return cipher.decrypt(nonce, sealed, about)
            except InvalidTag:
                continue
        return self._ciphers[-1].decrypt(nonce, sealed, about)


def _derived(master: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=info).derive(master)


@contextmanager
def _changes_allowed(connection: Connection) -> Iterator[None]:
    """Within this transaction `case_keys` takes an UPDATE."""
    if connection.dialect.name == "sqlite":
        guard = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'case_keys_no_update'").scalar()
        connection.exec_driver_sql("DROP TRIGGER case_keys_no_update")
        yield
        connection.exec_driver_sql(str(guard))
        return
    try:
        connection.exec_driver_sql("ALTER TABLE case_keys DISABLE TRIGGER case_keys_no_change")
    except ProgrammingError as error:
        message = "Only the tables' owner may do this: name them in FIELD_DATABASE_URL for this command."
        raise CannotTurn(message) from error
    yield
    connection.exec_driver_sql("ALTER TABLE case_keys ENABLE TRIGGER case_keys_no_change")


def _apart(case_id: str) -> str:
    """The name under which a case's further key is kept beside its own."""
    return str(uuid5(UUID(case_id), "apart"))


_WRAPPED = select(tables.case_keys.c.wrapped).where(tables.case_keys.c.case_id == bindparam("case_id"))
_WRAPPED_OF = select(tables.case_keys).where(tables.case_keys.c.case_id.in_(bindparam("case_ids", expanding=True)))
_NEXT_KEYS = (
    select(tables.case_keys)
    .where(tables.case_keys.c.case_id > bindparam("after"))
    .order_by(tables.case_keys.c.case_id)
    .limit(bindparam("most"))
)
_WRAP_ANEW = (
    update(tables.case_keys).where(tables.case_keys.c.case_id == bindparam("case")).values(wrapped=bindparam("anew"))
)
_KEEP = {
    "sqlite": insert(tables.case_keys),
    "postgresql": postgresql.insert(tables.case_keys).on_conflict_do_nothing(),
}
