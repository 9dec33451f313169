"""The server as `make run` starts it, on a database that is thrown away, and killed without a warning."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from config import SECRETS, Settings
from field_app.actions import enrolment_link
from field_app.demonstration.force import add_officer, found
from field_app.opening import installation_with, new_secret
from field_app.store.database import connect, migrate

ROOT = Path(__file__).parents[2]
READY_S = 60


class Server:
    """One port for as long as it lives: the origin is fixed in the office log.

    `front` is the port of the origin, where something else stands there and passes on to this server.
    """

    def __init__(self, folder: Path, front: int | None = None) -> None:
        self.port = free_port()
        self.origin = f"http://localhost:{front or self.port}"
        self.said = folder / "server.txt"
        secrets = {name: new_secret() for name in SECRETS}
        settings = Settings(f"sqlite:///{folder / 'field.sqlite'}", self.origin, secrets, None, False, ())
        engine = connect(settings.database_url)
        migrate(engine)
        # For what the comparison reads, and to add officers; the server is another process on the same database.
        self.installation = installation_with(engine, replace(settings, allow_pin=True), secrets, demonstration=False)
        self._administrator, _ = found(self.installation, self.origin, datetime.now(UTC), demonstration=False)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FIELD_")}
        own = {"FIELD_DATABASE_URL": settings.database_url, "FIELD_ORIGIN": self.origin, "FIELD_ALLOW_PIN": "1"}
        self._environment = kept | secrets | own | {"MALLOC_ARENA_MAX": "2"}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None

    def start(self) -> None:
        """Start it, and do not wait: whoever needs it to answer says so."""
        options = ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--workers", "2", "--threads", "8"]
        options += ["--graceful-timeout", "5", "--limit-request-line", "8190", "--log-level", "warning"]
        with self.said.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *options, "--no-control-socket", "wsgi:app"],
                cwd=ROOT,
                env=self._environment,
                stdout=said,
                stderr=said,
                start_new_session=True,  # so that all of it, and nothing else, can be killed
            )

    def kill(self) -> None:
        """kill -9, of the master and its workers at once."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def answers(self) -> None:
        """Wait until it does."""
        until = time.monotonic() + READY_S
        while time.monotonic() < until:
            with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5):
                return
            time.sleep(0.05)
        raise SystemExit(f"The server does not start:\n{self.said.read_text('utf-8')[-3000:]}")

    def new_constable(self, seed: int) -> tuple[str, str]:
        """An officer for one sequence: their id and a one-time enrolment link."""
        now = datetime.now(UTC)
        name = f"PC Chance {seed}"
        officer = add_officer(self._administrator, name, str(seed), "constable", ("attending",), False, now)
        return officer, enrolment_link(self.installation, officer, now)[0]

    def verify(self) -> subprocess.CompletedProcess[str]:
        """`flask --app wsgi log verify`, as anyone would call it."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "log", "verify"]
        environment = self._environment | {"FLASK_RUN_FROM_CLI": "true"}
        return subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)

    def close(self) -> None:
        self.kill()
        self.installation.engine.dispose()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
