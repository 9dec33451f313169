"""A PostgreSQL server of the tests' own, from the system's binaries, on a unix socket and nowhere else."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""Bytes free for the databases of all workers; a container may offer 64 MB of memory as files."""


def memory() -> Path | None:
    """Where files are kept in memory, if the machine offers it: a copied database is there in a third of the time."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM else None


class Postgres:
    """Started on construction; `stop` removes every trace. Fails loudly where the binaries are missing."""

    def __init__(self) -> None:
        binaries = Path(os.environ.get("POSTGRES_BIN", ""))
        if not (binaries / "initdb").exists():
            raise RuntimeError("POSTGRES_BIN does not name PostgreSQL's binaries; `make test` installs and sets it.")
        # PostgreSQL refuses to run as root: its processes, and only they, run as its own user then.
        self._as = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        self.folder = Path(tempfile.mkdtemp(prefix="field-postgres-", dir=memory()))
        self.folder.chmod(0o755)
        if self._as:
            shutil.chown(self.folder, "postgres", "postgres")
        data = self.folder / "data"
        self._run(binaries / "initdb", "-D", data, "-U", "field", "--auth=trust", "--encoding=UTF8", "--locale=C")
        self._server = subprocess.Popen(
            [
                binaries / "postgres",
                *("-D", data, "-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}"),
                *("-c", "fsync=off", "-c", "max_connections=200", "-c", "log_min_messages=fatal"),
                *("-c", "full_page_writes=off", "-c", "wal_level=minimal", "-c", "max_wal_senders=0"),
                *("-c", "max_wal_size=128MB"),
            ],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._as,
        )
        self._wait()

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://field@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database, as a copy of another, and return its URL."""
        with psycopg.connect(f"host={self.folder} user=field dbname=postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self.url(name)

    def drop(self, name: str) -> None:
        with psycopg.connect(f"host={self.folder} user=field dbname=postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, *command: object) -> None:
        subprocess.run([str(one) for one in command], check=True, capture_output=True, cwd=self.folder, **self._as)

    def _wait(self) -> None:
        for _ in range(100):
            try:
                psycopg.connect(f"host={self.folder} user=field dbname=postgres").close()
                return
            except psycopg.OperationalError:
                time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not start.")
