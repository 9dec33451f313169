"""How many idle phones can one core answer?

A thousand officers, each with a case on their phone and nothing new, ask `GET /api/changes` in turn with the cursor
and the ETag they were given, over four connections; all answers are 304. Counted per second of processor time of the
one gunicorn worker (`utime` and `stime` of /proc), so that what the asking costs on the same machine does not count.
"""

from __future__ import annotations

import http.client
import json
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.entries import ORIGIN, cookie, server
from bench.serving import row
from config import SECRETS, Settings
from field_app import create_app
from field_app.demonstration.force import add_officer, found
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import installation_with, new_secret
from field_app.store.database import connect, migrate

PHONES = 1000
CONNECTIONS = 4
ROUNDS = 5


@dataclass
class Idle:
    """A phone as it stands: its cookie, and what it was told last."""

    cookie: str
    after: str = ""
    etag: str = ""

    def ask(self, connection: http.client.HTTPConnection) -> int:
        """Poll once; the status. What is new is taken in."""
        headers = {"Cookie": self.cookie} | ({"If-None-Match": self.etag} if self.etag else {})
        connection.request("GET", "/api/changes" + (f"?after={self.after}" if self.after else ""), headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status == 200:
            self.after, self.etag = json.loads(body)["after"], answer.headers["ETag"]
        return answer.status


def idle_phones_polled() -> dict[str, Any]:
    """Polls answered in a second of one core; the baseline is what a thousand phones asking once a second need."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        secrets = {name: new_secret() for name in SECRETS}
        settings = Settings(f"sqlite:///{folder}/field.sqlite", ORIGIN, secrets, None, False, ())
        phones = _phones(settings, secrets)
        environment = {"FIELD_DATABASE_URL": settings.database_url, "FIELD_ORIGIN": ORIGIN, **secrets}
        with server("wsgi:app", environment) as ours:
            [worker] = Path(f"/proc/{ours.master}/task/{ours.master}/children").read_text().split()
            told = _round(ours.port, phones)
            if told != {200}:
                raise SystemExit(f"the first answers were {told}")
            began = seconds_of(worker)
            for _ in range(ROUNDS):
                told = _round(ours.port, phones)
                if told != {304}:
                    raise SystemExit(f"idle phones were answered {told}")
            rate = ROUNDS * PHONES / (seconds_of(worker) - began)
    return row(round(rate), "polls/s per core", "1,000 phones that ask once a second", PHONES, better="higher")


def _phones(settings: Settings, secrets: dict[str, str]) -> list[Idle]:
    engine, now = connect(settings.database_url), datetime.now(UTC)
    migrate(engine)
    installation = installation_with(engine, settings, secrets, demonstration=False)
    administrator, _ = found(installation, ORIGIN, now, demonstration=False)
    app = create_app(settings)
    phones = []
    for number in range(PHONES):
        name = f"PC Idle {number}"
        officer = add_officer(administrator, name, f"I{number}", "constable", ("attending",), False, now)
        constable = SoftwareOfficer(installation, officer, now)
        constable.record([constable.start_case(now)[1]], now)
        phones.append(Idle(cookie(app, constable)))
    engine.dispose()
    return phones


def _round(port: int, phones: list[Idle]) -> set[int]:
    """Every phone asks once; the statuses there were."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = [phones[start::CONNECTIONS] for start in range(CONNECTIONS)]
        return set().union(*pool.map(lambda share: _ask(port, share), shares))


def _ask(port: int, phones: list[Idle]) -> set[int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    statuses = {one.ask(connection) for one in phones}
    connection.close()
    return statuses


def seconds_of(process: str) -> float:
    """Processor time of a process so far."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
