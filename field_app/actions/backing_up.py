"""`backup`: the database as it stood at one moment, and the file of checkpoints up to there."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from field_app.adapters.checkpoint_file import CheckpointFile
from field_app.store import access
from field_app.store.backup import CannotBackUp, copy_out, suffix
from field_app.store.database import stamp, writing

from .installation import Installation


@dataclass(frozen=True)
class Backup:
    """What was written: its file, how many entries and bytes it holds, and its SHA-256."""

    file: Path
    entries: int
    size: int
    sha256: str


def back_up(installation: Installation, folder: Path, now: datetime) -> Backup:
    """Write the database as it stands, and beside it the checkpoints it holds, into `folder`, named after `now` (UTC).

    Servers and workers go on meanwhile. That it was asked for is on record first. What is not whole yet ends in
    `.part`, and nothing that is there is written over.

    :raise CannotBackUp: PostgreSQL's tools are missing or refuse, or what was written cannot be read back.
    :raise OSError: the folder cannot be written.
    """
    engine = installation.engine
    file = folder / f"field-{now:%Y%m%dT%H%M%SZ}{suffix(engine)}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    if file.exists():
        raise FileExistsError(errno.EEXIST, "is there already", str(file))
    with writing(engine) as connection:
        access.keep(connection, installation.keys, at=stamp(now), officer="system", action="backup", detail=str(file))
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        entries, last = copy_out(engine, part)
        written = CheckpointFile(installation.checkpoint_file).read()
        CheckpointFile(file.with_name(file.name + ".checkpoints")).append(one for one in written if one[0] <= last)
        with part.open("rb") as whole:
            sha256 = hashlib.file_digest(whole, "sha256").hexdigest()
        part.replace(file)
    except BaseException:
        part.unlink()
        file.with_name(file.name + ".checkpoints").unlink(missing_ok=True)
        raise
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return Backup(file, entries, file.stat().st_size, sha256)


__all__ = ["Backup", "CannotBackUp", "back_up"]
