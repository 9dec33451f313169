"""What share of a core do 200 watchers of the live view take?

A force with 240 cases under way: requests, authorities, served notices. 200 inspectors watch, each asking again every
fifteen seconds as the screen does, with the ETag they were given, while elsewhere a case is requested as often: what is
to be seen has changed each time somebody asks. The processor time of the one gunicorn worker is counted.

The baseline draws all of it up for each asker, and tells it whole.
"""

from __future__ import annotations

import http.client
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.entries import ORIGIN, cookie, server
from bench.polling import seconds_of
from bench.serving import row
from config import SECRETS, Settings
from field_app import create_app
from field_app.actions import Installation, LiveView
from field_app.demonstration.case import authorise, capture, request, serve
from field_app.demonstration.force import add_officer, found
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import installation_with, new_secret
from field_app.store.database import connect, migrate, reading

WATCHERS = 200
EVERY_S = 15
WATCHED_S = 45
CONNECTIONS = 4
CASES = 240


@dataclass
class Watcher:
    """A screen: its cookie, and the ETag it was given last."""

    cookie: str
    etag: str = ""

    def ask(self, connection: http.client.HTTPConnection) -> None:
        headers = {"Cookie": self.cookie} | ({"If-None-Match": self.etag} if self.etag else {})
        connection.request("GET", "/api/live", headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (200, 304):
            raise SystemExit(f"a watcher was answered {answer.status}")
        self.etag = answer.headers["ETag"]


def live_view() -> dict[str, Any]:
    """Hundredths of a core, over 45 seconds."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        secrets = {name: new_secret() for name in SECRETS}
        settings = Settings(f"sqlite:///{folder}/field.sqlite", ORIGIN, secrets, None, False, ())
        engine, now = connect(settings.database_url), datetime.now(UTC)
        migrate(engine)
        installation = installation_with(engine, settings, secrets, demonstration=False)
        administrator, ids = found(installation, ORIGIN, now, demonstration=False)
        officers = [SoftwareOfficer(installation, one, now) for one in ids]
        _fill(officers[0], officers[5], now)
        app = create_app(settings)
        watchers = []
        for number in range(WATCHERS):
            name = f"Insp Watching {number}"
            one = add_officer(administrator, name, f"W{number}", "inspector", ("attending",), False, now)
            watchers.append(Watcher(cookie(app, SoftwareOfficer(installation, one, now))))
        environment = {"FIELD_DATABASE_URL": settings.database_url, "FIELD_ORIGIN": ORIGIN, **secrets}
        with server("wsgi:app", environment) as ours:
            [worker] = Path(f"/proc/{ours.master}/task/{ours.master}/children").read_text().split()
            _watch(ours.port, watchers, EVERY_S, None)  # each has opened the screen
            began = seconds_of(worker)
            _watch(ours.port, watchers, WATCHED_S, officers[0])
            share = (seconds_of(worker) - began) / WATCHED_S * 100
        theirs = _one_by_one(installation, ids[4]) * WATCHERS / EVERY_S * 100
        engine.dispose()
    return row(round(share, 2), "% of a core", "drawn up for each asker, and told whole", round(theirs, 1))


def _fill(constable: SoftwareOfficer, superintendent: SoftwareOfficer, now: datetime) -> None:
    """A third of the cases requested, a third authorised, a third served."""
    for number in range(CASES):
        case_id, captured = capture(constable, now)
        asked = request(constable, case_id, captured, now)
        constable.record([*captured, asked], now)
        if number % 3:
            decision = authorise(superintendent, case_id, asked, now)
            superintendent.record([decision], now)
            if number % 3 == 1:
                constable.record([serve(constable, case_id, decision, now, now)], now)


def _watch(port: int, watchers: list[Watcher], seconds: int, recording: SoftwareOfficer | None) -> None:
    """Every watcher asks every fifteen seconds, one after the other over four connections, for so long."""
    began = time.monotonic()

    def share(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for turn in range(seconds // EVERY_S):
            for place, one in list(enumerate(watchers))[number::CONNECTIONS]:
                due = began + (turn + place / WATCHERS) * EVERY_S
                time.sleep(max(0.0, due - time.monotonic()))
                one.ask(connection)
        connection.close()

    threads = [threading.Thread(target=share, args=(number,)) for number in range(CONNECTIONS)]
    for one in threads:
        one.start()
    for turn in range(seconds // EVERY_S if recording else 0):
        assert recording is not None
        time.sleep(max(0.0, began + turn * EVERY_S - time.monotonic()))
        at = datetime.now(UTC)
        case_id, captured = capture(recording, at)
        recording.record([*captured, request(recording, case_id, captured, at)], at)
    for one in threads:
        one.join()


def _one_by_one(installation: Installation, officer_id: str) -> float:
    """Seconds of this process's own time that drawing all of it up takes, once the cases have been added up."""
    with reading(installation.engine) as connection:
        officer = installation.office(connection)[0].officers[officer_id]
    LiveView(installation).read(officer, (), datetime.now(UTC))
    began = time.process_time()
    for _ in range(10):
        LiveView(installation).read(officer, (), datetime.now(UTC))
    return (time.process_time() - began) / 10
