"""Checkpoints: every minute in which something was recorded, signed, in the database and in a file outside it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from sqlalchemy import Connection
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from field_app.adapters.checkpoint_file import CheckpointFile
from field_app.cases.checkpoint import (
    FIRST,
    Checkpoint,
    Looked,
    Reach,
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
        self._heads: dict[str, Reach] = {}
        self._received: set[tuple[str, str]] = set()
        self._last: Checkpoint | None = None
        self._previous = FIRST
        self._looked: datetime | None = None

    def take(self, now: datetime) -> Checkpoint | None:
        """A checkpoint of all there is at `now` (UTC); None where nothing is new or a minute has not passed.

        First the database commits it, then the file has it; what a crash in between kept from the file it gets here.
        """
        if self._looked and timedelta(0) <= now - self._looked < EVERY:  # nor does a clock put back keep one away
            return None
        self._looked = now
        to = store.last_looked(self._installation.engine)
        with self._file.held(exclusive=True):
            with writing(self._installation.engine) as connection:
                store.alone(connection)
                self._catch_up(connection)
                taken = self._next(connection, now, to)
                if taken:
                    text = taken.text()
                    signature = self._installation.secrets.checkpoint.sign(signed_bytes(text))
                    store.keep(connection, store.Signed(taken.number, text, bytes_to_base64url(signature)), stamp(now))
            with reading(self._installation.engine) as connection:
                missing = store.after(connection, self._file.last())
                self._file.append((one.number, one.body, one.signature) for one in missing)
        return taken

    def _catch_up(self, connection: Connection) -> None:
        for one in store.after(connection, self._last.number if self._last else 0):
            self._last, self._previous = read_checkpoint(one.body), text_hash(one.body)
            self._heads.update((case, (position, end)) for case, position, end in self._last.moved)
            self._received.update(self._last.received)

    def _next(self, connection: Connection, now: datetime, to: int) -> Checkpoint | None:
        last = self._last
        if last and timedelta(0) <= now - datetime.fromisoformat(last.at) < EVERY:
            return None
        heads = store.reached(connection)
        moved = tuple(sorted((case, *reach) for case, reach in heads.items() if self._heads.get(case) != reach))
        covered = last.access.to if last else 0
        received = tuple(store.received(connection, self._received))
        if not moved and not received and to <= covered:
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
        )


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
    filed = iter(in_file)
    for number, one in enumerate(store.after(connection, 0), start=1):
        if one.number != number:
            raise DoesNotHold(f"Checkpoint {number} is missing from the database.")
        if next(filed, None) != (one.number, one.body, one.signature):
            raise DoesNotHold(f"Checkpoint {number} is missing from the file of checkpoints, or another there.")
        checkpoint = _signed(installation, one)
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
    for number, *_ in filed:
        raise DoesNotHold(f"Checkpoint {number} is in the file of checkpoints and missing from the database.")
    return proven


def _signed(installation: Installation, one: store.Signed) -> Checkpoint:
    try:
        public = installation.secrets.checkpoint.public_key()
        public.verify(base64url_to_bytes(one.signature), signed_bytes(one.body))
        return read_checkpoint(one.body)
    except (InvalidSignature, ValueError) as error:
        raise DoesNotHold(f"Checkpoint {one.number} is not signed with FIELD_CHECKPOINT_KEY.") from error
