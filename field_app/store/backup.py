"""The database as it stood at one moment, in one file, while servers and workers go on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, text

from .database import unchanging

_ENTRIES = "SELECT coalesce(sum(position), 0) FROM heads"
_LAST_CHECKPOINT = "SELECT coalesce(max(number), 0) FROM checkpoints"


class CannotBackUp(Exception):
    """What stands in the way, in one sentence."""


def suffix(engine: Engine) -> str:
    """How the file's name ends: a database of SQLite, or what `pg_restore` reads."""
    return ".sqlite" if engine.dialect.name == "sqlite" else ".dump"


def copy_out(engine: Engine, to: Path) -> tuple[int, int]:
    """Write the database into `to`, which is there and empty: how many entries it holds, and its last checkpoint.

    Nobody who records waits for it. It has been read back, and is on disk, when this returns.

    :raise CannotBackUp: PostgreSQL's tools are missing or refuse, or what was written cannot be read back.
    """
    counts = _sqlite(engine, to) if engine.dialect.name == "sqlite" else _postgresql(engine, to)
    with to.open("rb") as file:
        os.fsync(file.fileno())
    return counts


def _sqlite(engine: Engine, to: Path) -> tuple[int, int]:
    with closing(engine.raw_connection()) as ours, closing(sqlite3.connect(to)) as copy:
        assert ours.driver_connection is not None
        ours.driver_connection.backup(copy)  # in one step, which is of one moment; in WAL mode no writer waits
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, and nothing beside it
        if (found := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise CannotBackUp(f"What was written cannot be read back: {found}.")
        entries, last = (copy.execute(counted).fetchone()[0] for counted in (_ENTRIES, _LAST_CHECKPOINT))
    return int(entries), int(last)


def _postgresql(engine: Engine, to: Path) -> tuple[int, int]:
    given = engine.dialect.create_connect_args(engine.url)[1]
    place = {name: value for name, value in given.items() if name not in ("password", "context")}
    secret = {"PGPASSWORD": given["password"]} if "password" in given else {}  # not where `ps` shows it
    with unchanging(engine) as connection:
        entries, last = (int(connection.scalar(text(counted)) or 0) for counted in (_ENTRIES, _LAST_CHECKPOINT))
        moment = connection.scalar(text("SELECT pg_export_snapshot()"))
        _run(
            "pg_dump",
            "--format=custom",
            f"--snapshot={moment}",
            f"--dbname={make_conninfo(**place)}",
            f"--file={to}",
            **secret,
        )
    _run("pg_restore", f"--file={os.devnull}", str(to))
    return entries, last


def _run(tool: str, *words: str, **secret: str) -> None:
    try:
        done = subprocess.run([tool, *words], env={**os.environ, **secret}, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise CannotBackUp(f"{tool} is not on the PATH: it comes with PostgreSQL's client programs.") from error
    if done.returncode:
        raise CannotBackUp(done.stderr.strip() or f"{tool} ended with {done.returncode}.")
