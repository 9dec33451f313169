"""How many entries a second does one gunicorn worker accept, whole: read, judged, verified, encrypted, chained?

The reference case again and again: one batch of fourteen, one signed request, one signed decision; three requests
and three commits, as for the baseline (`bench/floor.py`).
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from flask.sessions import SecureCookieSessionInterface

from bench.serving import free_port
from config import SECRETS, Settings
from field_app import create_app
from field_app.actions import Sent
from field_app.cases.case import Case
from field_app.cases.entries import Held
from field_app.demonstration.case import capture, decide, request
from field_app.demonstration.force import found
from field_app.demonstration.officer import SoftwareOfficer
from field_app.opening import installation_with, new_secret
from field_app.parse import parse
from field_app.store.database import connect, migrate

CASES = 60
ROUNDS = 5
CLIENTS = 4
ORIGIN = "http://localhost:8000"


@dataclass
class Round:
    """Requests to send, each with the cookie of its officer: the batch, the request and the decision of each case."""

    cases: list[list[tuple[str, bytes]]]
    entries: int


def run() -> dict[str, Any]:
    """Ours and the floor in turn, on the same machine in the same minute; medians of five rounds."""
    with tempfile.TemporaryDirectory(prefix="field-bench-") as folder:
        secrets = {name: new_secret() for name in SECRETS}
        url = f"sqlite:///{folder}/field.sqlite"
        settings = Settings(url, ORIGIN, secrets, None, False, ())
        rounds = prepare(settings, secrets, ROUNDS)
        environment = {"FIELD_DATABASE_URL": url, "FIELD_ORIGIN": ORIGIN, **secrets}
        floor = {"FLOOR_DATABASE": f"{folder}/floor.sqlite"}
        with server("wsgi:app", environment) as ours, server("bench.floor:app", floor) as theirs:
            pairs = [(_rate(ours.port, one), _rate(theirs.port, one)) for one in rounds]
    ours_rate, floor_rate = median(one for one, _ in pairs), median(other for _, other in pairs)
    return {
        "value": round(ours_rate),
        "unit": "entries/s",
        "baseline": "a Flask view that parses the same JSON and commits one INSERT",
        "baseline_value": round(floor_rate),
        "ratio": round(median(one / other for one, other in pairs), 2),
        "better": "higher",
    }


def prepare(settings: Settings, secrets: dict[str, str], number: int) -> list[Round]:
    """Found a force in an empty database, and have its officers write that many rounds of cases."""
    now = datetime.now(UTC)
    engine = connect(settings.database_url)
    migrate(engine)
    installation = installation_with(engine, settings, secrets, demonstration=False)
    _, ids = found(installation, ORIGIN, now, demonstration=False)
    constable = SoftwareOfficer(installation, ids[0], now)
    superintendent = SoftwareOfficer(installation, ids[5], now)
    app = create_app(settings)
    cookies = {one.id: cookie(app, one) for one in (constable, superintendent)}
    rounds = [_round(constable, superintendent, cookies, now) for _ in range(number)]
    engine.dispose()
    return rounds


def _round(
    constable: SoftwareOfficer, superintendent: SoftwareOfficer, cookies: dict[str, str], now: datetime
) -> Round:
    cases = []
    for _ in range(CASES):
        case_id, captured = capture(constable, now)
        requested = request(constable, case_id, captured, now)
        decided = _decision(superintendent, case_id, [*captured, requested], now)
        sent = [(constable, captured), (constable, [requested]), (superintendent, [decided])]
        cases.append([(cookies[officer.id], payload(entries)) for officer, entries in sent])
    return Round(cases, CASES * 14)


def _decision(officer: SoftwareOfficer, case_id: str, log: list[Sent], now: datetime) -> Sent:
    """The decision on a case no server has seen yet."""
    read = [parse(one.body) for one in log]
    held = [Held(one.entry, one.sha256, place, now) for place, one in enumerate(read, start=1)]  # type: ignore[union-attr]
    return decide(officer, Case.from_log(case_id, held).view(), log[-1], now)


def payload(entries: list[Sent]) -> bytes:
    return json.dumps({"entries": [{"body": one.body, "signature": one.signature} for one in entries]}).encode()


def cookie(app: Any, officer: SoftwareOfficer) -> str:
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return f"field={serializer.dumps({'_user_id': officer.token, '_fresh': True})}"


def _rate(port: int, one: Round) -> float:
    """Entries accepted a second over four connections, each taking its share of the cases."""
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda share: send(port, share), [one.cases[start::CLIENTS] for start in range(CLIENTS)]))
    return one.entries / (time.perf_counter() - began)


def send(port: int, cases: list[list[tuple[str, bytes]]]) -> None:
    """Post these cases over one connection, one request after another, and see each accepted."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for case in cases:
        for cookie, payload in case:
            headers = {"Content-Type": "application/json", "Cookie": cookie}
            connection.request("POST", "/api/entries", payload, headers)
            answer = json.loads(connection.getresponse().read())
            outcomes = {outcome["outcome"] for outcome in answer["entries"]}
            if outcomes != {"accepted"}:
                raise SystemExit(f"not accepted: {answer}")
    connection.close()


@dataclass
class Server:
    """A gunicorn: where it listens, and the process id of its master."""

    port: int
    master: int


@contextmanager
def server(application: str, environment: dict[str, str], workers: int = 1) -> Iterator[Server]:
    """One worker, or so many, otherwise as `setup/serve` starts it; each is up before anybody connects.

    Else the first one up would take every connection, and keep it.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", str(workers), "--threads", "8", "--log-level", "warning", "--no-control-socket"]
    command += ["--config", "python:bench.up", application]
    with tempfile.TemporaryDirectory(prefix="field-bench-up-") as up:
        environment = {**os.environ, "MALLOC_ARENA_MAX": "2", "BENCH_UP": up, **environment}
        process = subprocess.Popen(command, env=environment, cwd=Path(__file__).parent.parent)
        try:
            until = time.monotonic() + 60
            while len(list(Path(up).iterdir())) < workers:
                if time.monotonic() > until or process.poll() is not None:
                    raise SystemExit(f"{application}: its workers did not come up")
                time.sleep(0.05)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait()
