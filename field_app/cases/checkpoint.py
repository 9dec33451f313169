"""What a checkpoint says: how far every log reached, and who had looked at what, at one moment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256

FIRST = "0" * 64
"""What stands for the previous checkpoint's hash before the first."""

Reach = tuple[int, str]
"""How far a log reaches: its last entry's position and hash."""


@dataclass(frozen=True)
class Looked:
    """The access rows after the previous checkpoint's, up to the number `to`: how many, and the hash over them."""

    to: int
    rows: int
    sha256: str


@dataclass(frozen=True)
class Turned:
    """A change of the checkpoint key, as public keys (32 bytes, hexadecimal): this checkpoint is the last that `before`
    signs, and what comes after it is signed with `after`."""

    before: str
    after: str


@dataclass(frozen=True)
class Checkpoint:
    """One checkpoint. `entries` is how many there were in all logs, `heads` the hash over where every log ended;
    `moved` are the logs that reach further than at the previous one: (case, position, hash); `received` the
    attachments that have come whole since: (case, SHA-256); `turned`: that its key is another from here on (version 2).
    """

    number: int
    at: str
    entries: int
    previous: str
    heads: str
    moved: tuple[tuple[str, int, str], ...]
    received: tuple[tuple[str, str], ...]
    access: Looked
    turned: Turned | None = None

    def text(self) -> str:
        """The exact text that is signed, whose SHA-256 the next checkpoint names."""
        said = asdict(self)
        if self.turned is None:
            del said["turned"]
        return json.dumps({"field checkpoint": 2 if self.turned else 1, **said}, separators=(",", ":"))


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of this text.

    :raise ValueError: it is none.
    """
    try:
        said = json.loads(text)
        if said.pop("field checkpoint") not in (1, 2):
            raise ValueError("of another version")
        if "turned" in said:
            said["turned"] = Turned(**said["turned"])
        said["access"] = Looked(**said["access"])
        said["moved"] = tuple((str(case), int(position), str(end)) for case, position, end in said["moved"])
        said["received"] = tuple((str(case), str(name)) for case, name in said["received"])
        found = Checkpoint(**said)
        if found.text() != text:
            raise ValueError("written otherwise than checkpoints are")
        return found
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"This is no checkpoint ({error}).") from error


def text_hash(text: str) -> str:
    """By which the next checkpoint names the one of this text."""
    return sha256(text.encode()).hexdigest()


def signed_bytes(text: str) -> bytes:
    """What the installation's checkpoint key signs (Ed25519)."""
    return b"field checkpoint 1\n" + text.encode()


def heads_hash(heads: Mapping[str, Reach]) -> str:
    """SHA-256 over one line for each log, sorted: its case, position and hash, a space between, a line feed after."""
    lines = sorted(f"{case} {position} {end}\n" for case, (position, end) in heads.items())
    return sha256("".join(lines).encode()).hexdigest()


def access_hash(rows: Iterable[tuple[int, str, str, str, str | None, bytes | None]]) -> tuple[int, str]:
    """How many access rows these are, and SHA-256 over them in the order of their numbers.

    Each row is its number, time, officer, action, case and sealed detail; each part is preceded by its length in
    8 bytes big-endian, and one that is not there is empty.
    """
    digest, count = sha256(), 0
    for number, at, officer, action, case, detail in rows:
        count += 1
        for part in (str(number), at, officer, action, case or "", detail or b""):
            raw = part if isinstance(part, bytes) else part.encode()
            digest.update(len(raw).to_bytes(8, "big") + raw)
    return count, digest.hexdigest()
