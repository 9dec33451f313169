"""Checkpoints: every minute in which something was recorded, signed, in the database and in a file outside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Connection
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from field_app.adapters.checkpoint_file import CheckpointFile
from field_app.cases.checkpoint import (
    FIRST,
    Checkpoint,
    Looked,
    Reach,
    Turned,
    access_hash,
    heads_hash,
    read_checkpoint,
    signed_bytes,
    text_hash,
)
from field_app.store import checkpoints as store
from field_app.store.database import reading, stamp, writing

from .installation import Installation

EVERY = timedelta(minutes=1)


class Checkpoints:
    """Takes the checkpoints of one installation; any number of workers may, one takes each.

    What it remembers is what all checkpoints so far add up to.
    """

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._file = CheckpointFile(installation.checkpoint_file)
        self._looked: datetime | None = None
        self._forget()

    def take(self, now: datetime) -> Checkpoint | None:
        """A checkpoint of all there is at `now` (UTC); None where nothing is new or a minute has not passed.

        First the database commits it, then the file has it; what a crash in between kept from the file it gets here.
        Where FIELD_CHECKPOINT_KEY is another than the key of the last, the earlier one, which is in ..._FURTHER, signs
        once more, to say so; and the new one the next, with it: without that nobody vouches for what was before.

        :raise NotThisKey: none of them signs what comes next: this worker was not restarted, or the earlier is missing.
        """
        if self._looked and timedelta(0) <= now - self._looked < EVERY:  # nor does a clock put back keep one away
            return None
        self._looked = now
        to = store.last_looked(self._installation.engine)
        with self._file.held(exclusive=True):
            try:
                with writing(self._installation.engine) as connection:
                    store.alone(connection)
                    taken = self._keep_next(connection, now, to)
                    if taken and taken.turned:
                        taken = self._keep_next(connection, now, to)
            except Exception:
                self._forget()  # what was caught up with may have come to nothing
                raise
            with reading(self._installation.engine) as connection:
                missing = store.after(connection, self._file.last())
                self._file.append((one.number, one.body, one.signature) for one in missing)
        return taken

    def _forget(self) -> None:
        self._heads: dict[str, Reach] = {}
        self._received: set[tuple[str, str]] = set()
        self._last: Checkpoint | None = None
        self._signed: store.Signed | None = None
        self._turned_to: str | None = None
        self._previous = FIRST

    def _keep_next(self, connection: Connection, now: datetime, to: int) -> Checkpoint | None:
        self._catch_up(connection)
        taken = self._next(connection, now, to)
        if taken:
            text = taken.text()
            signature = bytes_to_base64url(self._key().sign(signed_bytes(text)))
            store.keep(connection, store.Signed(taken.number, text, signature), stamp(now))
        return taken

    def _catch_up(self, connection: Connection) -> None:
        for one in store.after(connection, self._last.number if self._last else 0):
            self._signed, self._last, self._previous = one, read_checkpoint(one.body), text_hash(one.body)
            if self._last.turned:
                self._turned_to = self._last.turned.after
            self._heads.update((case, (position, end)) for case, position, end in self._last.moved)
            self._received.update(self._last.received)

    def _key(self) -> Ed25519PrivateKey:
        """The key that signs what comes after the last checkpoint."""
        secrets = self._installation.secrets
        for key in (secrets.checkpoint, *secrets.further_checkpoint):
            public = key.public_key()
            last = self._signed
            if last is None or (named(public) == self._turned_to if self._turned_to else is_signed(last, public)):
                return key
        raise NotThisKey("neither FIELD_CHECKPOINT_KEY nor FIELD_CHECKPOINT_KEY_FURTHER is the key of the last")

    def _next(self, connection: Connection, now: datetime, to: int) -> Checkpoint | None:
        last = self._last
        vouches = last is not None and last.turned is not None
        if last and not vouches and timedelta(0) <= now - datetime.fromisoformat(last.at) < EVERY:
            return None
        heads = store.reached(connection)
        moved = tuple(sorted((case, *reach) for case, reach in heads.items() if self._heads.get(case) != reach))
        covered = last.access.to if last else 0
        received = tuple(store.received(connection, self._received))
        before, after = (named(one.public_key()) for one in (self._key(), self._installation.secrets.checkpoint))
        turned = Turned(before, after) if before != after else None
        if not moved and not received and to <= covered and not turned and not vouches:
            return None
        to = max(to, covered)
        return Checkpoint(
            number=last.number + 1 if last else 1,
            at=stamp(now),
            entries=sum(position for position, _ in heads.values()),
            previous=self._previous,
            heads=heads_hash(heads),
            moved=moved,
            received=received,
            access=Looked(to, *access_hash(store.looked(connection, covered, to))),
            turned=turned,
        )


class NotThisKey(Exception):
    """A checkpoint cannot be taken with the key that is set."""


def named(key: Ed25519PublicKey) -> str:
    """A public key, as a checkpoint names it."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def is_signed(one: store.Signed, key: Ed25519PublicKey) -> bool:
    """Whether this key signed this checkpoint."""
    try:
        key.verify(base64url_to_bytes(one.signature), signed_bytes(one.body))
    except (InvalidSignature, ValueError):
        return False
    return True


class Named(NamedTuple):
    """The hash a checkpoint gives an entry's place, and the checkpoint's number."""

    hash: str
    number: int


class DoesNotHold(Exception):
    """The first thing that fails, in one sentence."""


class Proven:
    """What the checkpoints of an installation say, once each has been checked."""

    def __init__(self) -> None:
        self.count = self.access = 0
        self.received: dict[tuple[str, str], int] = {}
        self.files: dict[str, set[str]] = {}
        self.named: dict[str, dict[int, Named]] = {}
        self.reach: dict[str, Reach] = {}

    @property
    def entries(self) -> int:
        """How many entries the last of them covers."""
        return sum(position for position, _ in self.reach.values())


def check_checkpoints(
    installation: Installation, connection: Connection, in_file: list[tuple[int, str, str]]
) -> Proven:
    """Check every checkpoint by itself, against the file, and the access rows against them.

    What they say of the logs is for whoever reads those to compare: `named`, by case and position, and `received`,
    each attachment and the checkpoint that names it (`files`, by case).

    :raise DoesNotHold: one of them does not.
    """
    proven = Proven()
    previous, covered = FIRST, 0
    secrets = installation.secrets
    keys = [one.public_key() for one in (secrets.checkpoint, *secrets.further_checkpoint)]
    key, turned, vouched = keys[0], store.turned(connection), True
    filed = iter(in_file)
    for number, one in enumerate(store.after(connection, 0), start=1):
        if one.number != number:
            raise DoesNotHold(f"Checkpoint {number} is missing from the database.")
        if next(filed, None) != (one.number, one.body, one.signature):
            raise DoesNotHold(f"Checkpoint {number} is missing from the file of checkpoints, or another there.")
        if number == 1:
            key = first_key(turned, one, keys)
        checkpoint, key = read_signed(one, key)
        vouched = checkpoint.turned is None
        if (checkpoint.number, checkpoint.previous) != (number, previous):
            raise DoesNotHold(f"Checkpoint {number} does not follow on the one before it.")
        for case, position, end in checkpoint.moved:
            proven.reach[case] = position, end
            proven.named.setdefault(case, {})[position] = Named(end, number)
        for case, name in checkpoint.received:
            proven.received[case, name] = number
            proven.files.setdefault(case, set()).add(name)
        if checkpoint.heads != heads_hash(proven.reach) or checkpoint.entries != proven.entries:
            raise DoesNotHold(f"Checkpoint {number} does not say the same of the logs as those before it.")
        looked = checkpoint.access
        rows, digest = access_hash(store.looked(connection, covered, looked.to))
        if (rows, digest) != (looked.rows, looked.sha256):
            raise DoesNotHold(f"The access records {covered + 1} to {looked.to} are not those of checkpoint {number}.")
        proven.access += rows
        previous, covered, proven.count = text_hash(one.body), looked.to, number
    if not vouched:
        raise DoesNotHold(f"Checkpoint {proven.count} turns the key, and the new one has signed nothing since.")
    if named(key) not in map(named, keys):
        raise DoesNotHold("The key that signs checkpoints by now is not FIELD_CHECKPOINT_KEY.")
    for number, *_ in filed:
        raise DoesNotHold(f"Checkpoint {number} is in the file of checkpoints and missing from the database.")
    return proven


def first_key(
    turned: Sequence[store.Signed], first: store.Signed, keys: Sequence[Ed25519PublicKey]
) -> Ed25519PublicKey:
    """The key that signed the first checkpoint, by those that say it was turned; where none does, one of these.

    :raise DoesNotHold: what says that it was turned is no checkpoint.
    """
    if turned and (said := _read(turned[0]).turned):
        return _public(said.before, turned[0].number)
    return next((one for one in keys if is_signed(first, one)), keys[0])


def read_signed(one: store.Signed, key: Ed25519PublicKey) -> tuple[Checkpoint, Ed25519PublicKey]:
    """What a checkpoint says that is to be signed with this key, and the key of the next one.

    :raise DoesNotHold: it is not signed with it, or is no checkpoint.
    """
    checkpoint = _read(one)
    if not is_signed(one, key):
        raise DoesNotHold(f"Checkpoint {one.number} is not signed with the key that signs in its place.")
    if checkpoint.turned is None:
        return checkpoint, key
    if checkpoint.turned.before != named(key):
        raise DoesNotHold(f"Checkpoint {one.number} turns another key than that of its place.")
    return checkpoint, _public(checkpoint.turned.after, one.number)


def _read(one: store.Signed) -> Checkpoint:
    try:
        return read_checkpoint(one.body)
    except ValueError as error:
        raise DoesNotHold(f"Checkpoint {one.number} is none.") from error


def _public(key: str, number: int) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
    except (TypeError, ValueError) as error:
        raise DoesNotHold(f"Checkpoint {number} names a key that is none.") from error
