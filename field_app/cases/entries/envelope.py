"""The envelope every entry travels in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from field_app.law.answers import NotMet

from .kinds import Base64Url, Id, Moment, Sha256, _shape, part

F = TypeVar("F")

Author = Annotated[str, _shape(pattern=r"^(system|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$")]
"""An officer's id, or `system`."""

Count = Annotated[int, _shape(ge=1, le=2**53)]
Salt = Annotated[Base64Url, _shape(min_length=22, max_length=22)]
Seconds = Annotated[int, _shape(ge=-(2**33), le=2**33)]
"""Some 270 years either way: a time put right by it is still a time."""
ManyIds = Annotated[tuple[Id, ...], _shape(max_length=200)]


@part
class Named:
    """Another entry, named with the SHA-256 of its exact bytes so that it cannot be another."""

    id: Id
    sha256: Sha256


@part
class Entry(Generic[F]):
    """One immutable fact of one kind, written by one officer at one time on one device.

    `number` counts from 1 per device, so that a gap shows; the system's own entries have none. `made_at` is
    the device's clock with its offset, `clock_offset_s` what that clock was found to be wrong by (seconds,
    server minus device; null if never compared), `happened_at` is given where it differs from `made_at`.
    `salt` keeps a hash of the body from being guessed back.
    """

    kind: str
    version: int
    id: Id
    case: Id
    officer: Author
    device: Id
    number: Count | None
    made_at: Moment
    clock_offset_s: Seconds | None
    happened_at: Moment | None
    replaces: ManyIds
    relies_on: Annotated[tuple[Named, ...], _shape(max_length=200)]
    salt: Salt
    facts: F

    def names(self) -> set[str]:
        """The ids of the entries without which this one cannot be judged."""
        return {*self.replaces, *(named.id for named in self.relies_on)}


@dataclass(frozen=True)
class Held(Generic[F]):
    """An entry as a log holds it: what was written, and what the server added when it took it in.

    `received_at` is the server's clock (UTC). `reasons` is empty unless the entry was accepted irregular.
    `signed_by` is the credential whose assertion over the exact bytes was checked, or None.
    """

    entry: Entry[F]
    sha256: str
    position: int
    received_at: datetime
    reasons: tuple[NotMet, ...] = ()
    signed_by: str | None = None
