"""The checkpoints outside the database: one line of JSON each, appended and on disk before anything else happens."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


class CheckpointFile:
    """The file FIELD_CHECKPOINT_FILE names. What has been read of it once is not read again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_to = 0
        self._last = 0

    @contextmanager
    def held(self, *, exclusive: bool) -> Iterator[None]:
        """Nobody else on this machine appends (nor, if `exclusive`, reads) meanwhile.

        The lock is a file's beside it, so that whoever only reads need not be able to write anything.
        """
        beside = self.path.with_name(self.path.name + ".lock")
        if exclusive:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        elif not beside.exists():
            yield  # nobody has appended here yet
            return
        lock = os.open(beside, os.O_RDWR | os.O_CREAT if exclusive else os.O_RDONLY, 0o640)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
            yield
        finally:
            os.close(lock)

    def last(self) -> int:
        """The number of the last checkpoint in it; 0 for none. A line that was cut off by a crash does not count.

        :raise ValueError: a line is no checkpoint.
        """
        if not self.path.exists():
            self._read_to = self._last = 0
            return 0
        with self.path.open("rb") as file:
            if file.seek(0, os.SEEK_END) < self._read_to:
                self._read_to = self._last = 0
            file.seek(self._read_to)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._last = _read(line)[0]
                self._read_to += len(line)
        return self._last

    def append(self, signed: Iterable[tuple[int, str, str]]) -> None:
        """Add checkpoints (number, text, signature) after the last whole line; they are on disk when this returns."""
        lines = [json.dumps({"number": n, "body": body, "signature": signature}) for n, body, signature in signed]
        if not lines:
            return
        new = not self.path.exists()
        self.last()
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600)
        with open(descriptor, "wb") as file:
            file.truncate(self._read_to)
            file.seek(self._read_to)
            file.write("".join(line + "\n" for line in lines).encode())
            file.flush()
            os.fsync(descriptor)
        if new:
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def read(self) -> list[tuple[int, str, str]]:
        """Every checkpoint in it: number, text, signature.

        :raise ValueError: a line is no checkpoint.
        """
        if not self.path.exists():
            return []
        with self.path.open("rb") as file:
            return [_read(line) for line in file]


def _read(line: bytes) -> tuple[int, str, str]:
    try:
        said = json.loads(line)
        return int(said["number"]), str(said["body"]), str(said["signature"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("A line of the file of checkpoints is no checkpoint.") from error
